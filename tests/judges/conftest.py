"""What the judges' tests share: a good book to spoil, and a stock PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import weasyprint
from PIL import Image

Files = dict[str, bytes]

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
PAGE = (
    HEAD + "<!DOCTYPE html>\n"
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="en" xml:lang="en">\n'
    '<head>\n<meta charset="utf-8"/>\n<title>%s</title>\n'
    '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n<body>\n%s\n</body>\n</html>\n'
)
CONTAINER = (
    HEAD + '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
PACKAGE = (
    HEAD + '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="pub-id" xml:lang="en">\n'
    '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n<dc:identifier id="pub-id">urn:isbn:1</dc:identifier>\n'
    "<dc:title>A joint statement</dc:title>\n<dc:language>en</dc:language>\n"
    '<meta property="dcterms:modified">2022-01-06T00:00:00Z</meta>\n</metadata>\n<manifest>\n'
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
    '<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>\n'
    '<item id="text" href="text.xhtml" media-type="application/xhtml+xml" properties="svg"/>\n'
    '<item id="cover-image" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/>\n'
    '<item id="drawing" href="images/a.svg" media-type="image/svg+xml"/>\n'
    '<item id="font" href="fonts/text.ttf" media-type="font/ttf"/>\n'
    '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>\n'
    '<item id="css" href="style.css" media-type="text/css"/>\n</manifest>\n'
    '<spine toc="ncx">\n<itemref idref="cover"/>\n<itemref idref="nav"/>\n<itemref idref="text"/>\n</spine>\n'
    "</package>\n"
)
NCX = (
    HEAD + '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head>'
    '<meta name="dtb:uid" content="urn:isbn:1"/></head><docTitle><text>A joint statement</text></docTitle><navMap>'
    '<navPoint id="p1"><navLabel><text>Statement</text></navLabel><content src="text.xhtml"/></navPoint>'
    "</navMap></ncx>\n"
)
NAV = (
    '<nav epub:type="toc" role="doc-toc"><h1>Contents</h1><ol><li><a href="text.xhtml#s">Statement</a></li></ol></nav>'
)
TEXT = (
    '<section epub:type="chapter" role="doc-chapter" aria-labelledby="s">\n<h1 id="s">A joint statement</h1>\n'
    "<p>We the undersigned, «all» of us — <em>every</em> <strong>one</strong>.</p>\n"
    '<p><a href="https://example.org/a?b=c#d">web</a> <a href="mailto:a@example.org">mail</a> '
    '<a href="tel:+4930123">call</a> <a href="http://example.org/">old</a> <a href="#s">up</a></p>\n'
    '<p><span lang="fa" xml:lang="fa" dir="rtl">\u2067متن\u2069</span></p>\n'
    '<p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" aria-hidden="true"><path d="M0 0h9v9z"/></svg></p>\n'
    '<figure><img src="images/a.svg" alt="A square"/></figure>\n</section>'
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Square</title>'
    '<rect width="9" height="9"/></svg>\n'
)
STYLE = (
    '@charset "UTF-8";\n@font-face { font-family: "Text"; src: url("fonts/text.ttf") format("truetype") }\n'
    'body { font-family: "Text", serif; widows: 2 }\np { margin: 0; text-indent: 1.2em; hyphens: auto }\n'
    "@media all and (prefers-color-scheme: dark) { img { background: transparent } }\n"
)


@pytest.fixture(scope="session")
def good_files() -> Files:
    """The files of a book without a fault, in order."""
    cover = io.BytesIO()
    Image.new("RGB", (14, 22), "#14344b").save(cover, "JPEG")
    texts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "META-INF/OFL-Text.txt": "The licence of the font.\n",
        "META-INF/source/en.md": "# A joint statement\n",
        "EPUB/package.opf": PACKAGE,
        "EPUB/nav.xhtml": PAGE % ("Contents", NAV),
        "EPUB/toc.ncx": NCX,
        "EPUB/cover.xhtml": PAGE % ("Cover", '<figure><img src="cover.jpg" alt="Cover: A joint statement"/></figure>'),
        "EPUB/text.xhtml": PAGE % ("A joint statement", TEXT),
        "EPUB/style.css": STYLE,
        "EPUB/images/a.svg": DRAWING,
    }
    files = {name: text.encode() for name, text in texts.items()}
    return {**files, "EPUB/cover.jpg": cover.getvalue(), "EPUB/fonts/text.ttf": b"\0\1\0\0" + bytes(60)}


@pytest.fixture(scope="session")
def pack() -> Callable[[Files], bytes]:
    """A book of files: `mimetype` stored, the rest deflated."""

    def packed(files: Files) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, data in files.items():
                entry = zipfile.ZipInfo(name, (2022, 1, 6, 0, 0, 0))
                entry.external_attr = 0o100644 << 16
                entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
        return out.getvalue()

    return packed


@pytest.fixture(scope="session")
def good_book(good_files: Files, pack: Callable[[Files], bytes]) -> bytes:
    return pack(good_files)


@pytest.fixture(scope="session")
def pdf_3a() -> bytes:
    """A stock PDF/A-3a of WeasyPrint, without the claim of PDF/UA."""
    html = '<html lang="de"><title>Erklärung</title><h1>Erklärung</h1><p>Wir, die Unterzeichnenden.</p></html>'
    data = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-3a")
    assert data is not None
    return bytes(data)
