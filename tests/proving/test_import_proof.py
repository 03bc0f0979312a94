"""The text of a file is proven equal to the new edition, by readers that share nothing with the converter; and they can say no."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flugblatt.content.importing import convert
from flugblatt.model import Check
from flugblatt.proving import import_proof, word_source
from flugblatt.proving.word_source import figure
from tests.content.importing import word_specimens as word
from tests.content.importing.other_specimens import CYRILLIC_RTF, EPUB, HTML, ODT, RTF

NESTED = b'<text:list text:style-name="L1"><text:list-item><text:p>tiefer</text:p></text:list-item></text:list>'
"""A list within an item, whose style has no such level."""
BULLETS = (
    b'<text:list text:style-name="L9"><text:list-item><text:p>Punkt</text:p><text:list><text:list-item><text:p>darunter</text:p>'
    b"</text:list-item></text:list></text:list-item></text:list>"
)
SPECIMENS = {
    "a.docx": word.docx(*word.WHOLE, notes=word.WHOLE_NOTES),
    "merged.docx": word.docx(word.paragraph("Titel „x“"), word.paragraph("Absatz"), word.MERGED),
    "numbered.docx": word.docx(word.paragraph("Titel „x“"), word.paragraph("Absatz"), *word.NUMBERED),
    "a.odt": ODT,
    "nested.odt": word.repacked(ODT, {b"<text:p>eins</text:p>": b"<text:p>eins</text:p>" + NESTED}),
    "noted.odt": word.repacked(
        ODT, {b"<text:p>Eine Note.</text:p>": b"<text:p>Eine Note.</text:p>" + BULLETS + b"<text:p>Ihr Ende.</text:p>"}
    ),
    "a.rtf": RTF,
    "cyrillic.rtf": CYRILLIC_RTF,
    "a.html": HTML,
    "a.epub": EPUB,
    "a.txt": "Titel\n\nEin „Satz“.\nNoch eine Zeile.\n\nEnde\n".encode(),
}


def proven(data: bytes, name: str, text: str, folder: Path) -> Check:
    (folder / "de.md").write_text(text, encoding="utf-8")
    return import_proof.judge(data, Path(name), folder / "de.md")


@pytest.mark.parametrize("name", SPECIMENS)
def test_what_was_imported_is_proven(name: str, tmp_path: Path) -> None:
    data = SPECIMENS[name]
    check = proven(data, name, convert(data, name, "de").text, tmp_path)
    assert (check.verdict, check.findings) == ("passed", ())


MUTATIONS: dict[str, Callable[[list[str]], list[str]]] = {
    "another sign": lambda lines: [*lines[:2], lines[2].replace(lines[2][-2], "Ж"), *lines[3:]],
    "a sentence more": lambda lines: [*lines, "", "Ein Satz mehr."],
    "a paragraph less": lambda lines: [lines[0], "", *lines[4:], "Ende."],
}


@pytest.mark.parametrize("name", SPECIMENS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_changed_text_is_found(mutation: str, name: str, tmp_path: Path) -> None:
    lines = convert(SPECIMENS[name], name, "de").text.split("\n")
    check = proven(SPECIMENS[name], name, "\n".join(MUTATIONS[mutation](lines)), tmp_path)
    assert check.verdict == "failed"


CHANGES = {
    "a word": ("Zweite Zeile", "Dritte Zeile"),
    "a soft hyphen is no text": ("Sil\u00adbe,", "Silbe;"),
    "a no-break space": ("10\u00a0000", "10 000"),
    "a cell": ("| Maria |", "| Marie |"),
    "a note": ("Die zweite.", "Die andere."),
    "a struck word": ("Wir fordern", "Wir bitten"),
    "a text box": ("Im Kasten steht dies.\n", ""),
    "an alternative text": ("![Ein blaues Rechteck]", "![Ein rotes Rechteck]"),
    "the number of an item": ("2. Zweitens", "3. Zweitens"),
    "a dash": ("– am", "— am"),
    "a link's words": ("[einer Adresse]", "[einer anderen Adresse]"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_reader_of_word_files_finds_a_change(name: str, tmp_path: Path) -> None:
    before, after = CHANGES[name]
    text = convert(SPECIMENS["a.docx"], "a.docx", "de").text
    assert text.count(before) >= 1
    check = proven(SPECIMENS["a.docx"], "a.docx", text.replace(before, after, 1), tmp_path)
    assert check.verdict == "failed", name


def test_a_difference_has_both_places(tmp_path: Path) -> None:
    text = convert(SPECIMENS["a.docx"], "a.docx", "de").text.replace("Zweite Zeile", "Dritte Zeile")
    (finding,) = proven(SPECIMENS["a.docx"], "a.docx", text, tmp_path).findings[:1]
    assert finding.where.startswith("a.docx:2:") and f"{tmp_path}/de.md:4:" in finding.where


def test_another_markdown_is_not_proven_and_says_so(tmp_path: Path) -> None:
    data = b"Titel\n=====\n\n# Teil {.klasse}\n\nText.\n"
    check = proven(data, "a.md", convert(data, "a.md", "de").text, tmp_path)
    assert check.verdict == "not run" and "read the new edition beside it" in check.reason


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (3, "decimal", "3"),
        (4, "lowerRoman", "iv"),
        (28, "upperLetter", "BB"),
        (3, "decimalZero", "03"),
        (1, "upperRoman", "I"),
    ],
)
def test_numbers_are_written_as_word_writes_them(number: int, form: str, written: str) -> None:
    assert figure(number, form) == written


def test_a_list_that_goes_on_behind_a_paragraph_goes_on_counting() -> None:
    blocks = (
        word.paragraph("T"),
        word.item("a", 1),
        word.paragraph("Dazwischen"),
        word.item("b", 1),
        word.item("c", 3),
    )
    edition = word_source.read(word.docx(*blocks), "a.docx")
    assert edition.source.data.decode().split("\n") == ["T", "1. a", "Dazwischen", "2. b", "a) c"]


def test_hidden_and_struck_words_are_no_text_and_moved_ones_stand_once() -> None:
    moved = word.inserted("da").replace("w:ins ", "w:moveTo ").replace("/w:ins", "/w:moveTo")
    gone = word.deleted("da").replace("w:del ", "w:moveFrom ").replace("/w:del>", "/w:moveFrom>")
    blocks = (word.paragraph("T"), word.paragraph(gone, "x", word.run("geheim", "<w:vanish/>"), moved))
    assert word_source.read(word.docx(*blocks), "a.docx").source.data.decode() == "T\nxda"
