"""The title of a cover or card: its words with their languages, and the lines that it takes at a size.

Flow: inline content of the title -> ``runs`` (plain words, each with the language it is marked with); title, face, measure ->
``set_at`` -> ``SetTitle``; both -> ``cut`` -> the runs of each line. Lengths are in px.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.language import fonts
from flugblatt.language.table import Language, describe
from flugblatt.model import (
    Break,
    Code,
    Direction,
    Edition,
    Emphasis,
    Inline,
    Link,
    Shifted,
    Span,
    Strong,
    Text,
    plain_text,
)
from flugblatt.xhtml.line_setting import title_lines

SOFT_HYPHEN = "\u00ad"
LENIENCE = 1.04  # chosen: a line may be so much wider than drawn before a title is set smaller
ROW_FILLED = 0.86  # of the measure; chosen: a row that the engine breaks is up to a word short of it
SLACK = 0.995  # of the measure; the engine rounds
UNSPACED = frozenset(["Hans", "Hant", "Jpan", "Tibt"])


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a title in one language; ``language`` and ``direction`` are empty where they are the edition's."""

    text: str
    language: str = ""
    direction: Direction | str = ""


@dataclass(frozen=True, slots=True)
class SetTitle:
    """A title as it is set: its lines, how many rows they take, and how wide the longest line and the shortest are, in em. The
    engine breaks a long line into rows where the script parts neither words nor syllables for ``title_lines``, and a word that is
    too long."""

    size: float
    lines: tuple[str, ...]
    rows: int
    longest: float
    shortest: float
    fits: bool

    @property
    def broken(self) -> bool:
        return self.rows > len(self.lines)

    def width(self, measure: float) -> float:
        """The width that the rows of the title fill evenly."""
        if not self.broken:
            return measure
        longest = self.longest * self.size
        return min(measure, longest / _rows(longest, measure) + 1.2 * self.size)

    def largest(self, measure: float, ceiling: float) -> float:
        """The size at which the longest line fills the measure, ``ceiling`` at most."""
        return self.size if self.broken else min(ceiling, measure / self.longest * SLACK)


def set_at(title: str, language: Language, face: fonts.Face, measure: float, size: float) -> SetTitle:
    """The title at a size: fewest lines, broken by sense."""
    lines = title_lines(title, language.weak, lambda text: fonts.advance(face, text), LENIENCE * measure / size)
    widths = [fonts.advance(face, line) for line in lines]
    fits = language.script.code in UNSPACED or max(widths) * size <= LENIENCE * measure
    rows = sum(_rows(width * size, measure) for width in widths)
    return SetTitle(size, lines, rows, max(widths), min(widths), fits)


def _rows(width: float, measure: float) -> int:
    """How many rows a line takes."""
    return 1 if width <= LENIENCE * measure else math.ceil(width / (measure * ROW_FILLED))


def plain(edition: Edition) -> str:
    """The title as it is set: without soft hyphens, as the engine hyphenates a word that no row holds."""
    return edition.title_text.replace(SOFT_HYPHEN, "")


def cut(edition: Edition, lines: tuple[str, ...]) -> tuple[tuple[Run, ...], ...]:
    """The runs of each line; the space between two lines stands at the end of the first."""
    letters = list(_collapsed(edition))
    parts: list[tuple[Run, ...]] = []
    for line in lines:
        length = len(line) + (letters[len(line) : len(line) + 1] != [] and letters[len(line)][0] == " ")
        parts.append(tuple(_runs(letters[:length])))
        del letters[:length]
    return tuple(parts)


def foreign(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The languages of the title that are not the edition's, each with its words."""
    found: dict[str, str] = {}
    for letter, language, _ in _collapsed(edition):
        if language:
            found[language] = found.get(language, "") + letter
    return tuple(found.items())


Letter = tuple[str, str, Direction | str]


def _collapsed(edition: Edition) -> Iterator[Letter]:
    """The letters of ``plain``, each with its language."""
    kept: list[Letter] = []
    for letter, language, direction in _letters(edition.title, "", ""):
        if letter not in " \t\r\n":
            kept.append((letter, language, direction))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", language, direction))
    yield from kept[:-1] if kept and kept[-1][0] == " " else kept


def _letters(children: tuple[Inline, ...], language: str, direction: Direction | str) -> Iterator[Letter]:
    for node in children:
        match node:
            case Text(text=text) | Code(text=text):
                yield from ((letter, language, direction) for letter in text if letter != SOFT_HYPHEN)
            case Break():
                yield "\n", language, direction
            case Span():
                tag = node.language or language
                turned = describe(node.language, plain_text(node.children)).direction if node.language else direction
                yield from _letters(node.children, tag, node.direction or turned)
            case Emphasis() | Strong() | Link() | Shifted():
                yield from _letters(node.children, language, direction)
            case _:
                pass


def _runs(letters: list[Letter]) -> Iterator[Run]:
    begin = 0
    for at in range(1, len(letters) + 1):
        if at == len(letters) or letters[at][1:] != letters[begin][1:]:
            yield Run("".join(letter for letter, _, _ in letters[begin:at]), *letters[begin][1:])
            begin = at
