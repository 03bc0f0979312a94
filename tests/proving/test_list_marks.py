"""Files of other programs print the marks of their lists in their own ways: that is no other text, and no other mark is let by."""

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest

from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice
from flugblatt.proving import source
from flugblatt.proving.line_comparison import compare_lines

SOURCE = "# The water\n\nWhat we ask:\n\n1. Measure every week.\n2. Publish it.\n\n- The upper mill\n- The lower mill\n"
LINES = ("The water", "What we ask:", "1. Measure every week.", "2. Publish it.", "The upper mill", "The lower mill")


def unit(text: str) -> Unit:
    spot = Spot("page 1", 1)
    return Unit((("P", 0),), tuple(Char(char, Voice(), spot) for char in text), "", "", spot)


@cache
def original() -> source.Original:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "en.md"
        path.write_text(SOURCE, encoding="utf-8")
        return source.read(path)


def found(*lines: str) -> tuple[str, ...]:
    return tuple(one.code for one in compare_lines(original(), map(unit, lines), ours=False).findings)


@pytest.mark.parametrize("mark", ["•", "• ", "\uf0b7", "\uf0b7 ", "◦ "])
def test_a_bullet_within_the_words_of_an_item_is_no_text(mark: str) -> None:
    assert found(*LINES[:4], mark + LINES[4], mark + LINES[5]) == ()


def test_a_label_without_its_space_is_the_same_label() -> None:
    assert found(*(re.sub(r"^(\d\.) ", r"\1", line) for line in LINES)) == ()


@pytest.mark.parametrize(
    "lines",
    [
        (*LINES[:4], "✗ The upper mill", LINES[5]),
        (*LINES[:4], "not The upper mill", LINES[5]),
        (*LINES[:2], "2.Measure every week.", *LINES[3:]),
        (*LINES[:2], "1.Measureevery week.", *LINES[3:]),
        (*LINES[:2], "Measure every week.", *LINES[3:]),
        (*LINES[:4], "•The upper mil", LINES[5]),
    ],
)
def test_another_mark_or_word_is_found(lines: tuple[str, ...]) -> None:
    assert "fidelity-changed" in found(*lines)
