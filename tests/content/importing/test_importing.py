"""Files of other programs become Markdown: nothing changes silently, and what cannot be read is refused in words."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flugblatt.content.importing import convert, kind_of
from flugblatt.content.importing import converter as pandoc
from flugblatt.content.importing.import_record import ImportedText
from flugblatt.content.importing.inline_writing import Inlines
from flugblatt.content.markdown_source import read_edition
from flugblatt.model import Edition, Source
from flugblatt.model.errors import ToolMissing, UsageError
from flugblatt.proving.source import office_original
from tests.conftest import examples
from tests.content.importing import word_specimens as word
from tests.content.importing.other_specimens import CYRILLIC_RTF, EPUB, HTML, ODT, RTF

WHOLE = """\
# Erklärung zur Lage

„Wir“ sagen – am 6. Januar – dies:[^1] und noch mehr.\\
Zweite Zeile.

## Forderungen

Sil\u00adbe, 10\u00a0000 Stimmen, **fett** und *kursiv*.

1. Erstens
   - darunter
2. Zweitens

Dazwischen ein Absatz mit [einer Adresse](https://example.org/a?b=c).

- Ein Punkt
- Noch ein Punkt

> „Ein Zitat in einem eigenen Absatz.“

| Name | Zahl |
| --- | --- |
| Maria | 1 \\| 2 |
| Swetlana | 22 |

Das Wort [הצהרה]{lang=he} ist [слова]{lang=be}.

Wir fordern dies[^2], sofort.

![Ein blaues Rechteck](image1.png)

Schluss.

Im Kasten steht dies.

[^1]: Eine Anmerkung mit „Anführung“.

[^2]: Die zweite.
"""


def edition(text: str, folder: Path = Path("/nowhere")) -> Edition:
    return read_edition(folder, "de", Source("de.md", text.encode()))[0]


def word_text(*blocks: str, language: str = "de", notes: tuple[str, ...] = ()) -> ImportedText:
    return convert(word.docx(*blocks, notes=notes), "a.docx", language)


def test_a_word_file_with_everything_is_markdown() -> None:
    made = convert(word.docx(*word.WHOLE, notes=word.WHOLE_NOTES), "a.docx", "de")
    assert made.text == WHOLE
    assert [name for name, _ in made.pictures] == ["image1.png"]


def test_everything_that_was_done_is_told_with_its_line() -> None:
    made = convert(word.docx(*word.WHOLE, notes=word.WHOLE_NOTES), "a.docx", "de")
    told = {row.what: (row.fate, row.lines, row.count) for row in made.rows}
    lines = WHOLE.split("\n")
    assert told["a line break: \\ at the end of the line"] == ("changed", (lines.index(lines[2]) + 1,), 1)
    assert told["a heading of level 1 is one of level 2: ##"] == ("changed", (6,), 1)
    assert told["words in another language: […]{lang=be}"] == ("changed", (26,), 1)
    assert told["a table"] == ("kept", (21,), 1) and lines[20].startswith("| Name")
    assert told["a note"] == ("kept", (36, 38), 2) and lines[35].startswith("[^1]: ")
    assert told["a list"][0] == "kept"
    assert told["text boxes: paragraphs behind the one that they hang on"][0] == "changed"
    assert told["comments in the margin"] == ("left out", (), 1)
    (changes,) = [what for what in told if what.startswith("tracked changes: all accepted")]
    assert told[changes] == ("changed", (), 2)


def test_fonts_and_running_heads_are_left_out_and_told() -> None:
    head = f"{word.HEAD}<w:hdr {word.NAMESPACES}>{word.paragraph('Entwurf, geheim')}</w:hdr>"
    data = word.docx(
        word.paragraph("Titel"),
        word.paragraph(word.run("bunt", '<w:color w:val="FF0000"/><w:rFonts w:ascii="Arial"/>')),
        parts={"word/header1.xml": head},
    )
    told = {row.what for row in convert(data, "a.docx", "de").rows if row.fate == "left out"}
    assert told == {"fonts, sizes and colours", "the running head “Entwurf, geheim”"}


def test_what_a_file_says_of_itself_is_a_suggestion() -> None:
    made = word_text(word.paragraph("Titel", style="Titel"), word.paragraph("Text."))
    assert made.suggestions == (("issuers", "Tina Tipperin"), ("date", "2024-05-03"))
    assert "Tina" not in made.text and "Entwurf" not in made.text


def test_headings_have_no_gap_and_the_first_line_is_the_title() -> None:
    made = word_text(
        word.paragraph("Nur Text"),
        word.paragraph("Eins", style="berschrift1"),
        word.paragraph("Zwei", style="berschrift2"),
    )
    assert made.text == "# Nur Text\n\n## Eins\n\n### Zwei\n"
    assert "the first line is the title: # …" in {row.what for row in made.rows}


def test_a_list_with_letters_is_paragraphs_with_their_letters() -> None:
    made = word_text(word.paragraph("Titel"), word.item("eins", 3), word.item("zwei", 3))
    assert made.text == "# Titel\n\na) eins\n\nb) zwei\n"


def test_words_that_look_like_marks_stay_words() -> None:
    words = [
        "# keine Überschrift",
        "1. kein Punkt",
        "- kein Strich",
        "a*b*c _d_ [e](f) `g` <br> &amp; \\h {lang=be}",
        "+ x",
        "> y",
        "a | b",
    ]
    made = word_text(word.paragraph("Titel"), *(word.paragraph(line) for line in words))
    (*blocks,) = edition(made.text).blocks
    assert [getattr(block.children[0], "text", "") for block in blocks if hasattr(block, "children")] == words


def test_a_blank_at_the_edge_of_a_span_costs_no_emphasis() -> None:
    """A list item as Word writes it into a mail: its bullet and its blanks are spans within spans."""
    item = "<p><span>·<span>&nbsp;&nbsp; </span></span>Ein <b>fetter</b> Punkt</p>"
    made = convert(f"<html><body><h1>T</h1>{item}</body></html>".encode(), "a.html", "de")
    assert made.text == "# T\n\n·\u00a0\u00a0 Ein **fetter** Punkt\n"
    assert not any("emphasis" in row.what for row in made.rows)


def test_emphasis_within_a_word_is_words() -> None:
    made = word_text(word.paragraph("Titel"), word.paragraph("vor", word.run("„mitten“", "<w:b/>"), "nach"))
    assert "vor„mitten“nach" in made.text
    assert "emphasis within a word: the words alone" in {row.what for row in made.rows}


SIGNS = "„“”‚‘’«»‹›\"'–—−‑-…  \u00a0\u202f\u2009\u00ad\u200d*_`#[]()<>&|\\~^{}!.1aßяא"


@settings(max_examples=examples(120))
@given(st.lists(st.text(SIGNS, min_size=1, max_size=12), min_size=1, max_size=3))
def test_quotation_marks_spaces_and_dashes_are_kept(words: list[str]) -> None:
    """What pandoc's tree says, our own parser reads of what is written; a blank at an edge, too, if it is no space."""
    nodes = [node for word_ in words for node in ({"t": "Str", "c": word_.replace(" ", "")}, {"t": "Space"})]
    writer = Inlines("de", lambda blocks: "1", lambda address: address, lambda fate, what: None, frozenset())
    expected = " ".join("".join(str(node.get("c", " ")) for node in nodes).split(" ")).strip(" ")
    while "  " in expected:
        expected = expected.replace("  ", " ")
    found = edition(f"# T\n\n{writer.text(nodes)}\n").blocks
    said = "".join(getattr(leaf, "text", "") for block in found for leaf in getattr(block, "children", ()))
    assert said == expected


@pytest.mark.parametrize(
    ("data", "kind"), [(ODT, "OpenDocument"), (RTF, "rich text"), (EPUB, "EPUB"), (HTML, "web page"), (b"text", "text")]
)
def test_a_file_is_known_by_its_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data, "a") == kind


def test_a_page_of_a_mail_program_is_markdown() -> None:
    made = convert(HTML, "mail.html", "de")
    assert made.text == (
        "# Betreff der Mail\n\nEin „Satz“ mit [Adresse](https://example.org) und <sup>hoch</sup>.\\\nNeue Zeile.\n\n"
        "- eins\n- [слова]{lang=be}\n"
    )


def test_paragraphs_of_blanks_alone_are_left_out() -> None:
    page = b"<h1>T</h1><p>&nbsp;</p><p>Eins.</p><p>&shy;</p><h2>&nbsp;</h2><ul><li>a<p>&nbsp;</p></li></ul><p>Zwei.</p>"
    table = b"<table><tr><th>a</th></tr><tr><td>&nbsp;</td></tr></table>"
    made = convert(page + table, "mail.html", "de")
    assert made.text == "# T\n\nEins.\n\n- a\n\nZwei.\n\n| a |\n| --- |\n|  |\n"


def test_libreoffice_and_rich_text_are_markdown() -> None:
    odt = "# Titel\n\nEin „Satz“[^1] mit  Leerzeichen.\n\n1. eins\n2. zwei\n\n[^1]: Eine Note.\n"
    assert convert(ODT, "a.odt", "de").text == odt
    assert convert(RTF, "a.rtf", "de").text == "# Titel\n\nEin „Satz“ – hier.\\\nNeue Zeile.\n"


def test_letters_of_an_old_code_page_are_those_letters() -> None:
    """A Russian program of the nineties: bytes of windows-1251, by the character set of the font."""
    made = convert(CYRILLIC_RTF, "a.rtf", "ru")
    assert made.text == "# Заголовок\n\nСлова und Größe – ў, 10\u00a0%\n"


def test_hidden_words_are_left_out_and_those_of_fields_stay() -> None:
    field = f'<w:fldSimple w:instr="PAGE">{word.run("7")}</w:fldSimple>'
    made = word_text(word.paragraph("Titel"), word.paragraph("Seite ", field, word.run(" geheim", "<w:vanish/>"), "."))
    assert made.text == "# Titel\n\nSeite 7.\n"
    assert "hidden words" in {row.what for row in made.rows if row.fate == "left out"}


def test_cells_that_were_merged_keep_their_columns_and_several_paragraphs_are_lines() -> None:
    made = word_text(word.paragraph("Titel"), word.MERGED)
    assert made.text == "# Titel\n\n|  |  |\n| --- | --- |\n| Kopf |  |\n| a<br>1\\. a2 | b |\n|  | i<br>j |\n"


def test_numbers_of_headings_and_of_several_levels_are_words() -> None:
    made = word_text(word.paragraph("Titel"), *word.NUMBERED)
    assert made.text == (
        "# Titel\n\n## I. Lage\n\nText.\n\n### I.1 Im Land\n\n### I.2 Draußen\n\n## II. Ziele\n\n### II.1 Freiheit\n\n"
        "II.2 unter zwei\n\n1. Punkt\n"
    )
    (row,) = [row for row in made.rows if row.what.startswith("numbers that Word counts")]
    assert (row.fate, row.count) == ("changed", 6)


def test_a_book_is_markdown() -> None:
    made = convert(EPUB, "a.epub", "de")
    assert made.text == "# Titel\n\nEin Absatz.\n\n![Ein Bild](a.png)\n\n## Zweites Kapitel\n\nNoch einer.\n"
    assert [name for name, _ in made.pictures] == ["a.png"]


def test_markdown_that_we_read_stays_as_it_is_and_front_matter_is_taken_off() -> None:
    body = "# Titel\n\nEin *Satz*  mit zwei Leerzeichen.\n\n* Punkt\n"
    for head in (
        "---\ntitle: x\ndate: 2024-05-03\ntags: [a, b]\nlayout: post\n---\n",
        "+++\ndate = 2024-05-03\n+++\n",
        "",
    ):
        made = convert(f"{head}\n{body}".encode(), "a.md", "de")
        assert made.text == body
    made = convert(f"---\ndate: 2024-05-03\ntags: [a, b]\nlayout: post\n---\n{body}".encode(), "a.md", "de")
    assert made.front_matter == (("date", "2024-05-03"), ("subjects", "a"), ("subjects", "b"), ("?layout", "post"))


def test_another_markdown_is_written_anew() -> None:
    made = convert(b'Titel\n=====\n\n# Teil {.klasse}\n\nText ~~weg~~ <span lang="be">\xd1\x81</span>.\n', "a.md", "de")
    assert made.text == "# Titel\n\n## Teil\n\nText weg [с]{lang=be}.\n"
    assert made.kind == "another Markdown"


def test_a_plain_text_has_a_title_and_its_lines() -> None:
    made = convert(b"Titel\n\nErste Zeile\n* zweite Zeile\n\n\n1. Dritter\n", "a.txt", "de")
    assert made.text == "# Titel\n\nErste Zeile\n\\* zweite Zeile\n\n1\\. Dritter\n"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "an old Word file"),
        (b"%PDF-1.7", "a.pdf", "knows no paragraphs"),
        (b"PK\x03\x04rubbish", "a.docx", "damaged"),
        (b"no zip", "a.docx", "named like another file"),
        (b"x", "a.xyz", ".docx, .odt, .epub"),
        (b"\xff\xfeT\x00", "a.txt", "UTF-16"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_words(data: bytes, name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        convert(data, name, "de")


ENTITY = '<!DOCTYPE x [<!ENTITY e "eeee">]>'
HOSTILE: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a way out": ({"../../out.xml": b"x"}, "leads out"),
    "an absolute name": ({"/etc/x": b"x"}, "leads out"),
    "entities": ({"word/footnotes.xml": f"{word.HEAD}{ENTITY}<x>&e;</x>"}, "entities"),
    "a damaged part": ({"word/document.xml": "<w:document"}, "damaged"),
    "a huge part": ({"word/media/x.xml": b" " * (51 * 2**20)}, "more than"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    parts, said = HOSTILE[name]
    with pytest.raises(UsageError, match=said):
        convert(word.docx(word.paragraph("x"), parts=parts), "a.docx", "de")


SPOILT = ("numbering.xml", "styles.xml", "footnotes.xml", "document.xml")


@settings(max_examples=examples(60))
@given(
    st.sampled_from(SPOILT),
    st.integers(0, 3000),
    st.sampled_from(('"', "x", "-9", "", "<w:p>", "9" * 40, "\x00", "w:del")),
)
def test_a_spoilt_part_is_read_or_refused_and_never_a_fault_of_ours(part: str, at: int, rubbish: str) -> None:
    with zipfile.ZipFile(io.BytesIO(word.docx(*word.WHOLE, *word.NUMBERED, notes=word.WHOLE_NOTES))) as archive:
        text = archive.read(f"word/{part}").decode()
    at %= len(text)
    data = word.docx(*word.WHOLE, parts={f"word/{part}": text[:at] + rubbish + text[at + len(rubbish) :]})
    for read in (lambda: convert(data, "a.docx", "de"), lambda: office_original(data, Path("a.docx"))):
        with suppress(UsageError):
            read()


def test_a_file_of_too_many_entries_is_refused() -> None:
    file = io.BytesIO(word.docx(word.paragraph("x")))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(5001):
            archive.writestr(f"x/{number}", b"")
    with pytest.raises(UsageError, match="as no text does"):
        convert(file.getvalue(), "a.docx", "de")


def test_without_pandoc_the_message_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_spec", lambda name: None)
    pandoc.program.cache_clear()
    with pytest.raises(ToolMissing, match=r"pip install 'flugblatt\[import\]'"):
        convert(HTML, "a.html", "de")
    pandoc.program.cache_clear()


def test_a_text_over_a_limit_is_told_with_the_limit_and_how_to_raise_it() -> None:
    with pytest.raises(
        UsageError, match=r"at most 200,000 paragraph characters were expected.*paragraph_characters = 400000"
    ):
        convert(b"# Title\n\n" + b"word " * 50_000, "a.txt", "en")
