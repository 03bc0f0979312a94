"""Small Word files, written part by part: a document of paragraphs with whatever a test is about.

Flow: XML of paragraphs (``paragraph``, ``run``, ``table`` …) -> ``docx`` with the parts that they name -> bytes.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from tests.editions import png

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f"""{HEAD}<w:styles {NAMESPACES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Listenabsatz"><w:name w:val="List Paragraph"/></w:style>
</w:styles>"""
NUMBERING = f"""{HEAD}<w:numbering {NAMESPACES}>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xf0b7;"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="3">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""
CORE = f"""{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>Entwurf 7</dc:title><dc:creator>Tina Tipperin</dc:creator>
<dcterms:created xsi:type="dcterms:W3CDTF">2024-05-03T10:00:00Z</dcterms:created></cp:coreProperties>"""


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, style: str = "", properties: str = "") -> str:
    """``content`` is text, or XML of runs where it begins with <w:."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(part if part.startswith(("<w:", "<mc:")) else run(part) for part in content)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def item(text: str, numbering: int, level: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>'
    return paragraph(text, style="Listenabsatz", properties=properties)


def numbered_heading(text: str, level: int = 0) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="4"/></w:numPr>'
    return paragraph(text, style=f"berschrift{level + 1}", properties=properties)


def table(*rows: tuple[str, ...]) -> str:
    """The first row is marked as the head."""
    written = ""
    for number, row in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if not number else ""
        written += f"<w:tr>{head}{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
    grid = "<w:gridCol/>" * len(rows[0])
    return f'<w:tbl><w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>'


def note_call(number: int) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def link(words: str, relation: str = "rLink") -> str:
    return f'<w:hyperlink r:id="{relation}">{run(words)}</w:hyperlink>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="90" w:author="A" w:date="2024-01-01T00:00:00Z">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    inside = f'<w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r>'
    return f'<w:del w:id="91" w:author="A" w:date="2024-01-01T00:00:00Z">{inside}</w:del>'


def commented(text: str) -> str:
    return f'<w:commentRangeStart w:id="0"/>{run(text)}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'


def picture(alt: str) -> str:
    described = f' descr="{escape(alt)}"' if alt else ""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="914400" cy="914400"/>'
        f'<wp:docPr id="5" name="Grafik 1"{described}/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="5" name="a"/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:embed="rPicture"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def text_box(words: str) -> str:
    """As Word writes it: a shape, and the same once more for older programs."""
    inside = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="6" name="Textfeld 1"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def docx(*blocks: str, notes: tuple[str, ...] = (), parts: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file of these blocks; ``notes`` are the texts of its footnotes 1, 2 …; ``parts`` are further ones, or others."""
    body = f"{''.join(blocks)}<w:sectPr/>"
    footnotes = "".join(
        f'<w:footnote w:id="{number}">{paragraph("<w:r><w:footnoteRef/></w:r>", f" {text}")}</w:footnote>'
        for number, text in enumerate(notes, 1)
    )
    relations = {
        "rStyles": ("styles", "styles.xml", ""),
        "rNumbering": ("numbering", "numbering.xml", ""),
        "rNotes": ("footnotes", "footnotes.xml", ""),
        "rComments": ("comments", "comments.xml", ""),
        "rPicture": ("image", "media/image1.png", ""),
        "rLink": ("hyperlink", "https://example.org/a?b=c", ' TargetMode="External"'),
    }
    related = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for name, (kind, target, mode) in relations.items()
    )
    packages = "http://schemas.openxmlformats.org/package/2006"
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    every: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{packages}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{office}.document.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" '
        f'Type="{packages}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{packages}/relationships">{related}</Relationships>',
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": f"{HEAD}<w:footnotes {NAMESPACES}>{footnotes}</w:footnotes>",
        "word/comments.xml": f'{HEAD}<w:comments {NAMESPACES}><w:comment w:id="0" w:author="A">{paragraph("Stimmt das?")}'
        "</w:comment></w:comments>",
        "word/media/image1.png": png(30, 12),
        "docProps/core.xml": CORE,
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in every.items():
            archive.writestr(name, data)
    return file.getvalue()


def _cell(*blocks: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


HEAD_CELL = _cell(paragraph("Kopf"), properties='<w:gridSpan w:val="2"/>')
TALL_CELL = _cell(paragraph("a"), item("a2", 1), properties='<w:vMerge w:val="restart"/>')
LOWER_CELL = _cell(paragraph(""), properties="<w:vMerge/>")
MERGED = (
    '<w:tbl><w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="100"/></w:tblGrid>'
    f"<w:tr>{HEAD_CELL}</w:tr><w:tr>{TALL_CELL}{_cell(paragraph('b'))}</w:tr>"
    f"<w:tr>{LOWER_CELL}{_cell(table(('i',), ('j',)), paragraph(''))}</w:tr></w:tbl>"
)
"""A head over two columns, a cell over two rows with a paragraph and an item, a table in a cell."""
WHOLE_NOTES = ("Eine Anmerkung mit „Anführung“.", "Die zweite.")
WHOLE = (
    paragraph("Erklärung zur Lage", style="Titel"),
    paragraph(
        "„Wir“ sagen – am 6. Januar – dies:", note_call(1), " und noch mehr.", "<w:r><w:br/></w:r>", "Zweite Zeile."
    ),
    paragraph("Forderungen", style="berschrift1"),
    paragraph("Sil\u00adbe, 10\u00a0000 Stimmen, ", run("fett", "<w:b/>"), " und ", run("kursiv", "<w:i/>"), "."),
    item("Erstens", 1),
    item("darunter", 1, 1),
    item("Zweitens", 1),
    paragraph("Dazwischen ein Absatz mit ", link("einer Adresse"), "."),
    item("Ein Punkt", 2),
    item("Noch ein Punkt", 2),
    paragraph("„Ein Zitat in einem eigenen Absatz.“", style="Zitat"),
    table(("Name", "Zahl"), ("Maria", "1 | 2"), ("Swetlana", "22")),
    paragraph(
        "Das Wort ",
        run("הצהרה", '<w:rtl/><w:lang w:bidi="he-IL"/>'),
        " ist ",
        run("слова", '<w:lang w:val="be-BY"/>'),
        ".",
    ),
    paragraph("Wir ", inserted("fordern"), deleted("bitten"), " dies", note_call(2), ", ", commented("sofort"), "."),
    paragraph(picture("Ein blaues Rechteck")),
    paragraph("Schluss.", text_box("Im Kasten steht dies.")),
)
NUMBERED = (
    numbered_heading("Lage"),
    paragraph("Text."),
    numbered_heading("Im Land", 1),
    numbered_heading("Draußen", 1),
    numbered_heading("Ziele"),
    numbered_heading("Freiheit", 1),
    item("unter zwei", 4, 1),
    item("Punkt", 1),
)
"""Headings that Word counts by two levels, an item with such a number, and one with a plain one."""


def repacked(data: bytes, names: dict[bytes, bytes]) -> bytes:
    """A Word file with other words in all its parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.namelist():
            part = old.read(entry)
            for one, other in names.items():
                part = part.replace(one, other)
            new.writestr(entry, part)
    return file.getvalue()
