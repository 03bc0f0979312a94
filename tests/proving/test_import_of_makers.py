"""Files as programs really write them: what stands in the edition, and that a reader of our own finds it the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt.content.importing import convert
from flugblatt.model.errors import UsageError
from flugblatt.proving import import_proof
from tests.content.importing.word_specimens import (
    HEAD,
    NAMESPACES,
    WHOLE,
    WHOLE_NOTES,
    docx,
    item,
    paragraph,
    repacked,
    run,
)

OUTLOOK_MARK = (
    '<![if !supportLists]><span style="font-family:Symbol"><span style="mso-list:Ignore">{}<span '
    'style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp; </span></span></span><![endif]>'
)


def outlook(*items: tuple[str, int, str]) -> bytes:
    written = "".join(
        f'<p class="MsoListParagraph" style="mso-list:l0 level{level} lfo1">{OUTLOOK_MARK.format(mark)}{words}<o:p></o:p></p>'
        for mark, level, words in items
    )
    return f"<html><head><meta charset=utf-8></head><body><p>Titel</p><p><o:p>&nbsp;</o:p></p>{written}</body></html>".encode()


def levels(*forms: tuple[str, str]) -> str:
    """A numbering.xml with one list, level by level."""
    inside = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for depth, (form, words) in enumerate(forms)
    )
    return (
        f'{HEAD}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{inside}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def word(*blocks: str, numbering: str = "") -> bytes:
    parts: dict[str, str | bytes] = {"word/numbering.xml": numbering} if numbering else {}
    return docx(paragraph("Titel", style="Titel"), *blocks, parts=parts)


def strict(data: bytes) -> bytes:
    names = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    }
    return repacked(data, names)


NESTED = levels(("decimal", "%1."), ("lowerLetter", "%2)"))
RUBY = "<w:r><w:ruby><w:rt><w:r><w:t>とう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>東</w:t></w:r></w:rubyBase></w:ruby></w:r>"
WORDPAD = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Calibri;}{\f1\fcharset2 Symbol;}}\pard Titel\par\pard{\pntext\f1\'B7\tab}"
    rb"{\*\pn\pnlvlblt\pnf1{\pntxtb\'B7}}\fi-360 a\par{\pntext\f1\'B7\tab}b\par\pard{\pntext\f0 1.\tab}{\*\pn\pnlvlbody\pndec"
    rb"{\pntxta.}}\fi-360 c\par{\pntext\f0 2.\tab}d\par\pard Ende\par}"
)
TEXTEDIT = rb"{\rtf1\ansi\ansicpg1252{\fonttbl\f0 Helvetica;}\f0 Titel\
\pard{\listtext	\uc0\u8226 	}eins\
{\listtext	\uc0\u8226 	}zwei\
}"
OFFICE_RTF = (
    rb"{\rtf1\ansi\ansicpg1252 Titel\par Wort{\super \chftn{\*\footnote \chftn\pard Die Note.}}{\deleted weg}{\revised neu}\par "
    rb"\pard{\listtext\pard\plain  1.\tab}\ilvl0\ls1 eins\par{\listtext\pard\plain  a)\tab}\ilvl1\ls1 tief\par"
    rb"{\listtext\pard\plain  2.\tab}\ilvl0\ls1 zwei\par\pard{\listtext\pard\plain  o\tab}\ilvl0\ls2 Punkt\par}"
)
SITE = (
    b"<html><body><nav><a href='/'>Start</a></nav><main><h1>Titel</h1><ol type='a' start='3'><li>drei</li></ol></main>"
    b"<footer>Unten</footer></body></html>"
)
CASES: dict[str, tuple[str, bytes, str]] = {
    "a list with letters below one with numbers": (
        "a.docx",
        word(item("eins", 1), item("tief", 1, 1), item("zwei", 1), numbering=NESTED),
        "1. eins\n\n   a) tief\n\n2. zwei",
    ),
    "Russian letters of a list": (
        "a.docx",
        word(item("раз", 1), item("два", 1), numbering=levels(("russianLower", "%1)"))),
        "а) раз\n\nб) два",
    ),
    "an item without a number": ("a.docx", word(item("ohne", 1), numbering=levels(("none", ""))), "\n\nohne\n"),
    "figures with a zero before them": (
        "a.docx",
        word(item("x", 1), numbering=levels(("decimalZero", "%1."))),
        "\n\n01\\. x\n",
    ),
    "ruby": ("a.docx", word(paragraph(RUBY, "京。")), "\n\n東京。\n"),
    "words in marks of another program": (
        "a.docx",
        word(paragraph("a ", '<w:customXml w:uri="u" w:element="x"><w:r><w:t>innen</w:t></w:r></w:customXml>')),
        "\n\na innen\n",
    ),
    "what was moved": (
        "a.docx",
        word(
            paragraph('<w:moveFrom w:id="7"><w:r><w:t>fort</w:t></w:r></w:moveFrom>', "x"),
            paragraph('<w:moveTo w:id="8"><w:r><w:t>fort</w:t></w:r></w:moveTo>'),
        ),
        "\n\nx\n\nfort\n",
    ),
    "a page break within words": (
        "a.docx",
        word(paragraph("a", '<w:r><w:br w:type="page"/></w:r>', "b")),
        "\n\na\\\nb\n",
    ),
    "an initial": (
        "a.docx",
        word(paragraph("D", properties='<w:framePr w:dropCap="drop" w:lines="3"/>'), paragraph("ie Lage")),
        "\n\nDie Lage\n",
    ),
    "a level of the outline without a style": (
        "a.docx",
        word(paragraph("Lage", properties='<w:outlineLvl w:val="0"/>'), paragraph("x")),
        "\n\n## Lage\n",
    ),
    "runs of Google Docs, which say that they are not right to left": (
        "a.docx",
        word(paragraph("a ", run("слова", '<w:rtl w:val="0"/><w:lang w:val="ru" w:bidi="he"/>'))),
        "\n\na [слова]{lang=ru}\n",
    ),
    "a title in bold": ("a.docx", docx(paragraph(run("Titel", "<w:b/>")), paragraph("x")), "# Titel\n"),
    "two line breaks": (
        "a.docx",
        word(paragraph("a", "<w:r><w:br/></w:r>", "<w:r><w:br/></w:r>", "b", "<w:r><w:br/></w:r>")),
        "\n\na\n\nb\n",
    ),
    "an end of line that is a character": ("a.docx", word(paragraph("a\u2028b")), "\n\na\\\nb\n"),
    "strict Open XML": ("a.docx", strict(docx(*WHOLE, notes=WHOLE_NOTES)), "# Erklärung zur Lage"),
    "a list of Outlook": (
        "a.html",
        outlook(("·", 1, "eins"), ("o", 2, "tief"), ("·", 1, "zwei"), ("1.", 1, "drei"), ("2.", 1, "vier")),
        "# Titel\n\n- eins\n  - tief\n- zwei\n\n1. drei\n2. vier\n",
    ),
    "a mail of lines": (
        "a.html",
        b"<div dir=ltr>Titel<br><br>Eins,<br>zwei.<br><br>Drei<br><div>-- <br></div></div>",
        "# Titel\n\nEins,\\\nzwei.\n\nDrei\n\n\\--\n",
    ),
    "a page in the letters of Windows": (
        "a.html",
        "<html><head><meta charset=iso-8859-1></head><body><h1>Größe</h1><p>– „so“ €</p></body></html>".encode(
            "cp1252"
        ),
        "# Größe\n\n– „so“ €\n",
    ),
    "a page in UTF-16": ("a.html", "<html><body><h1>Größe</h1><p>x</p></body></html>".encode("utf-16"), "# Größe\n"),
    "a whole page of a site": ("a.html", SITE, "Start\n\n## Titel\n\nc. drei\n\nUnten\n"),
    "WordPad": ("a.rtf", WORDPAD, "# Titel\n\n- a\n- b\n\n1. c\n2. d\n\nEnde\n"),
    "TextEdit": ("a.rtf", TEXTEDIT, "# Titel\n\n- eins\n- zwei\n"),
    "LibreOffice's rich text": (
        "a.rtf",
        OFFICE_RTF,
        "# Titel\n\nWort[^1]neu\n\n1. eins\n\n   a) tief\n\n2. zwei\n\n- Punkt\n\n[^1]: Die Note.\n",
    ),
    "pages of an old text": ("a.txt", b"Titel\n\na\x0cb\n", "# Titel\n\na\nb\n"),
    "a title in the front matter": ("a.md", b'---\ntitle: "Titel"\n---\nEin Text.\n', "# Titel\n\nEin Text.\n"),
    "a title in the front matter and as heading": (
        "a.md",
        b"---\ntitle: Titel\n---\n# Titel\n\nEin Text.\n",
        "# Titel\n\nEin",
    ),
}


TITLES = {
    "---\ntitle: Oben\n---\n# Eins\n\nx\n\n# Zwei\n\ny\n": "# Oben\n\n## Eins\n\nx\n\n## Zwei\n\ny\n",
    "---\ntitle: Oben\n---\n# Unten\n\nx\n": "# Unten\n\nx\n",
    '+++\ntitle = "Oben"\n+++\nx\n\n# Unten\n\ny\n': "# Oben\n\nx\n\n## Unten\n\ny\n",
    "---\ntitle: Oben\n---\nUnten\n=====\n\nx\n": "Unten\n=====\n\nx\n",
}


@pytest.mark.parametrize("text", TITLES)
def test_the_title_is_that_of_the_front_matter_where_the_text_has_none(text: str) -> None:
    assert convert(text.encode(), "a.md", "de").text == TITLES[text]


@pytest.mark.parametrize("case", CASES)
def test_what_a_program_wrote_is_in_the_edition_and_proven(case: str, tmp_path: Path) -> None:
    name, data, expected = CASES[case]
    made = convert(data, name, "de")
    assert expected in made.text
    (tmp_path / "de.md").write_text(made.text, encoding="utf-8")
    for picture, content in made.pictures:
        (tmp_path / picture).write_bytes(content)
    proof = import_proof.judge(data, Path(name), tmp_path / "de.md")
    assert (proof.verdict, [str(finding) for finding in proof.findings]) == ("passed", [])


@pytest.mark.parametrize("case", CASES)
def test_a_letter_more_is_found_in_each(case: str, tmp_path: Path) -> None:
    name, data, _ = CASES[case]
    made = convert(data, name, "de")
    (tmp_path / "de.md").write_text(made.text.rstrip("\n.") + "Q\n", encoding="utf-8")
    assert import_proof.judge(data, Path(name), tmp_path / "de.md").verdict != "passed"


def test_tags_in_markdown_are_what_they_mean() -> None:
    text = b'<h1 align="center">Titel</h1>\n\n<p>Ein <b>Absatz</b></p>\n\na<br/>b<sup>2</sup>\n'
    assert convert(text, "a.md", "de").text == "# Titel\n\nEin **Absatz**\n\na\\\nb<sup>2</sup>\n"


def test_a_line_in_bold_is_told_as_a_heading_that_it_may_be() -> None:
    rows = convert(word(paragraph(run("Lage", "<w:b/>")), paragraph("x")), "a.docx", "de").rows
    assert [row.lines for row in rows if "may be" in row.what or "## before it" in row.what] == [(3,)]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.html", "<h1>Größe</h1>".encode("cp1252"), "windows-1252"),
        ("a.html", b"<meta charset=utf-8><h1>Gr\xf6\xdfe</h1>", "windows-1252"),
        ("a.txt", b"  \n\n", "has no words"),
        ("a.docx", docx(paragraph("")), "has no words"),
    ],
)
def test_letters_that_cannot_be_known_and_files_without_words_are_refused(name: str, data: bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        convert(data, name, "de")
