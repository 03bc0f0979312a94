"""Small files of LibreOffice, of old programs, of a mail program and a book, part by part."""

from __future__ import annotations

import io
import zipfile

from tests.editions import png

ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"'
    for name, value in {
        "office": "office",
        "text": "text",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "table": "table",
    }.items()
)
HTML = """\
<html lang="de"><head><title>Nicht der Titel</title><style>p {color: red}</style></head>
<body><h1>Betreff der Mail</h1>
<p class=MsoNormal>Ein „Satz“ mit <a href="https://example.org">Adresse</a> und <sup>hoch</sup>.<br>Neue Zeile.<o:p></o:p></p>
<ul><li>eins</li><li><span lang="be">слова</span></li></ul></body></html>
""".encode()
RTF = (
    rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Times;}}{\info{\author Niemand}}\pard Titel\par "
    rb"\pard Ein \u8222\'84Satz\u8220\'93 \endash  hier.\line Neue Zeile.\par}"
)


def coded(text: str, page: str) -> bytes:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(page)).encode()


CYRILLIC_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times CYR;}}\pard\f1 "
    + coded("Заголовок", "cp1251")
    + rb"\par \pard {\f1 "
    + coded("Слова", "cp1251")
    + rb"} und \f0 "
    + coded("Größe", "cp1252")
    + rb" \endash  \u1118?, 10\~%\par}"
)


def _zip(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


ODT = _zip(
    {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<office:document-content {ODF} office:version="1.3"><office:automatic-styles><text:list-style '
        'style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>'
        "</text:list-style></office:automatic-styles><office:body><office:text>"
        '<text:h text:outline-level="1">Titel</text:h><text:p>Ein „Satz“<text:note text:id="n1" text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Eine Note.</text:p></text:note-body></text:note>"
        ' mit<text:s text:c="2"/>Leerzeichen.</text:p><text:list text:style-name="L1"><text:list-item><text:p>eins</text:p>'
        "</text:list-item><text:list-item><text:p>zwei</text:p></text:list-item></text:list>"
        "</office:text></office:body></office:document-content>",
        "styles.xml": f'<office:document-styles {ODF}><office:styles><style:default-style style:family="paragraph">'
        '<style:text-properties fo:language="de" fo:country="DE"/></style:default-style></office:styles></office:document-styles>',
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    }
)
EPUB = _zip(
    {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Nicht der Titel</dc:title><dc:language>de</dc:language></metadata>'
        '<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" '
        'media-type="application/xhtml+xml"/><item id="p" href="i/a.png" media-type="image/png"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        "OPS/a.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>a</title></head><body><h1>Titel</h1>'
        '<p>Ein Absatz.</p><p><img src="i/a.png" alt="Ein Bild"/></p></body></html>',
        "OPS/b.xhtml": '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>b</title></head><body><h2>Zweites Kapitel</h2>'
        "<p>Noch einer.</p></body></html>",
        "OPS/i/a.png": png(3, 3),
    }
)
