"""The bidirectional algorithm of the judge of glyphs against the conformance tests of the Unicode Character Database.

Flow: Debian's unicode-data (15.0.0 in Debian 12, 15.1.0 in 13) -> cases: a text, its paragraph level, the levels and the
visual order to find -> what disagrees. A fixed sample is quick, the whole is slow. BidiTest.txt speaks of classes, so
that a character that Python's own Unicode (14.0.0 in Python 3.11) has in each class stands for it; BidiCharacterTest.txt
has characters, whose classes and brackets are compared with the database first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest

from flugblatt.judges.glyphs import bidi

pytestmark = pytest.mark.needs("unicode-data")

DATABASE = Path("/usr/share/unicode")
OF_CLASS = {
    "L": "a",
    "R": "א",
    "AL": "ع",
    "EN": "1",
    "AN": "٣",
    "ES": "+",
    "ET": "%",
    "CS": ",",
    "NSM": "\u0301",
    "BN": "\u00ad",
    "B": "\u2029",
    "S": "\t",
    "WS": " ",
    "ON": "!",
    "LRE": "\u202a",
    "RLE": "\u202b",
    "PDF": "\u202c",
    "LRO": "\u202d",
    "RLO": "\u202e",
    "LRI": "\u2066",
    "RLI": "\u2067",
    "FSI": "\u2068",
    "PDI": "\u2069",
}
AUTO, LEFT_TO_RIGHT, RIGHT_TO_LEFT = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Case:
    """One line of text. ``levels`` has an x for a character that X9 removes; ``order`` are the other ones' places."""

    text: str
    base: int
    levels: tuple[str, ...]
    order: tuple[int, ...]

    def disagrees(self) -> bool:
        found = bidi.levels(self.text, self.base)
        kept = [index for index, level in enumerate(self.levels) if level != "x"]
        order = tuple(kept[place] for place in bidi.visual([found[index] for index in kept]))
        return [str(found[index]) for index in kept] != [self.levels[index] for index in kept] or order != self.order


def lines(file: str) -> Iterator[str]:
    with (DATABASE / file).open(encoding="utf-8") as page:
        for line in page:
            if text := line.partition("#")[0].strip():
                yield text


def character_cases(every: int) -> Iterator[Case]:
    for line in islice(lines("BidiCharacterTest.txt"), 0, None, every):
        points, _, base, levels, order = line.split(";")
        text = "".join(chr(int(point, 16)) for point in points.split())
        yield Case(text, int(base), tuple(levels.split()), tuple(map(int, order.split())))


def class_cases(every: int) -> Iterator[Case]:
    levels, order = tuple[str, ...](), tuple[int, ...]()
    for number, line in enumerate(lines("BidiTest.txt")):
        if line.startswith("@Levels:"):
            levels = tuple(line.split()[1:])
        elif line.startswith("@Reorder:"):
            order = tuple(map(int, line.split()[1:]))
        elif number % every == 0:
            classes, directions = line.split(";")
            kinds = classes.split()
            for base in bases(kinds, int(directions)):
                yield Case("".join(OF_CLASS[kind] for kind in kinds), base, levels, order)


def bases(kinds: list[str], directions: int) -> set[int]:
    """The paragraph levels of a line of BidiTest.txt: ``directions`` is a sum of AUTO, LEFT_TO_RIGHT, RIGHT_TO_LEFT."""
    chosen = {AUTO: first_strong(kinds), LEFT_TO_RIGHT: 0, RIGHT_TO_LEFT: 1}
    return {base for direction, base in chosen.items() if directions & direction}


def first_strong(kinds: list[str]) -> int:
    """The level of a paragraph whose direction is not given (P2, P3); the judge itself always knows the direction."""
    depth = 0
    for kind in kinds:
        if kind in bidi.ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif kind in bidi.STRONG and not depth:
            return int(kind != "L")
    return 0


def test_every_class_has_a_character_that_stands_for_it() -> None:
    assert {kind: bidi.class_of(char) for kind, char in OF_CLASS.items()} == {kind: kind for kind in OF_CLASS}
    assert not any(bidi.closing_bracket(char) for char in OF_CLASS.values())


def test_classes_are_those_of_the_database() -> None:
    """But for the characters that are younger than Python's Unicode, which none of its functions knows."""
    wrong = []
    for line in lines("extracted/DerivedBidiClass.txt"):
        points, _, kind = (part.strip() for part in line.partition(";"))
        first, _, last = points.partition("..")
        for char in map(chr, range(int(first, 16), int(last or first, 16) + 1)):
            if unicodedata.category(char) != "Cn" and bidi.class_of(char) != kind:
                wrong.append((hex(ord(char)), kind))
    assert wrong == []


def test_brackets_are_those_of_the_database() -> None:
    rows = [[part.strip() for part in line.split(";")] for line in lines("BidiBrackets.txt")]
    pairs = {int(char, 16): chr(int(other, 16)) for char, other, kind in rows if kind == "o"}
    found = {point: bidi.closing_bracket(chr(point)) for point in range(0x10000)}
    assert {point: closing for point, closing in found.items() if closing} == pairs


@pytest.mark.parametrize(
    ("cases", "every", "at_least"),
    [
        pytest.param(character_cases, 41, 2_200, id="characters, a sample"),
        pytest.param(class_cases, 211, 2_400, id="classes, a sample"),
        pytest.param(character_cases, 1, 91_000, id="characters", marks=pytest.mark.slow),
        pytest.param(class_cases, 1, 510_000, id="classes", marks=pytest.mark.slow),
    ],
)
def test_levels_and_order_are_those_of_unicode(
    cases: Callable[[int], Iterator[Case]], every: int, at_least: int
) -> None:
    tested, wrong = judged(cases(every))
    assert wrong == []
    assert tested >= at_least


def judged(cases: Iterator[Case]) -> tuple[int, list[Case]]:
    """The number of cases, and those that disagree."""
    tested, wrong = 0, []
    for case in cases:
        tested += 1
        if case.disagrees():
            wrong.append(case)
    return tested, wrong
