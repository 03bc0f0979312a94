"""The quality of a fitted text: what a typographer would mend on its panels, weighed against each other.

Flow: the engine's document -> ``look`` (the lines of the text, paragraph by paragraph) -> ``Faults`` -> ``cost``: the less, the
better. Sizes are compared by it, not by size alone: 0.3 pt less is nothing, an empty panel is much.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flugblatt.leaflet.flow import lines_of_blocks, text_of
from flugblatt.leaflet.measures import TypeRange

HYPHENS = "-\u2010"
STUMP = 0.3  # of the measure; a line emptier than this that is not the last of its paragraph is seen as a hole; chosen by eye
SHORT_END = 0.25  # of the measure; drawn: no last line under a quarter
LEAST_ON_PANEL = 5  # lines; chosen: fewer at the begin of a panel are a rest

# What each is worth; chosen by eye over the statement and the practice texts: one panel left empty is as bad as hyphens at a
# quarter of all lines, and a size 0.3 pt from the drawn one as bad as one short last line in four.
HYPHENATED, IN_A_ROW, STUMPS, SHORT_ENDS, RAGGED, REST, EMPTY, SIZE = 4.0, 0.15, 0.3, 0.1, 2.0, 2.0, 1.0, 1.5
BOOK, SMALL = 9.6 / 11.8, 8.0  # under the size of the book, by the drawn one, smaller is worse; chosen by eye


@dataclass(frozen=True, slots=True)
class Faults:
    """Of a text of so many ``lines``: ``hyphens`` at line ends and those ``in_a_row``, ``stumps``, ``short_ends`` of paragraphs,
    ``ragged`` (the mean square of what lines leave empty, by measure), ``rest``: its last panel holds a few lines alone."""

    lines: int
    hyphens: int
    in_a_row: int
    stumps: int
    short_ends: int
    ragged: float
    rest: bool
    empty: int

    def cost(self, size: float, sizes: TypeRange) -> float:
        """The faults and how far ``size`` is from the drawn one as one figure."""
        return (
            HYPHENATED * self.hyphens / max(1, self.lines)
            + IN_A_ROW * self.in_a_row
            + STUMPS * self.stumps
            + SHORT_ENDS * self.short_ends
            + RAGGED * self.ragged
            + REST * self.rest
            + EMPTY * self.empty
            + SIZE * abs(size / sizes.drawn - 1)
            + SMALL * max(0.0, BOOK - size / sizes.drawn)
        )


def look(document: Any, bodies: tuple[int, ...], last: int, last_lines: int) -> Faults:
    """The faults of a text on the panels ``bodies``, which ends on page ``last`` with so many lines."""
    lines = hyphens = in_a_row = stumps = short_ends = 0
    squares = 0.0
    for paragraph in _paragraphs(document):
        before = False
        for at, (words, left) in enumerate(paragraph, 1):
            lines += 1
            if at == len(paragraph):
                short_ends += at > 1 and 1 - left < SHORT_END
                continue
            hyphened = words[-1:] in HYPHENS and bool(words)
            hyphens, in_a_row = hyphens + hyphened, in_a_row + (hyphened and before)
            before = hyphened
            stumps += left > STUMP
            squares += left * left
    rest = last != bodies[0] and 0 < last_lines < LEAST_ON_PANEL
    empty = sum(number > last for number in bodies)
    return Faults(lines, hyphens, in_a_row, stumps, short_ends, squares / max(1, lines), rest, empty)


def _paragraphs(document: Any) -> Iterator[list[tuple[str, float]]]:
    """The lines of each paragraph over all pages: what they say, and the part of the measure that they leave empty."""
    found: dict[Any, list[tuple[str, float]]] = {}
    for block, lines in lines_of_blocks(document):
        measure = float(block.width) or 1.0
        told = [(text_of(line).rstrip(" "), max(0.0, 1 - float(line.width) / measure)) for line in lines]
        found.setdefault(block.element, []).extend(told)
    yield from found.values()
