"""Measures: where things stand on the panels of a format, and between which sizes its text is fitted.

Flow: format, panels, script -> ``measures`` (mm) and ``type_range`` (pt) -> design and copyfit. A leaflet that is held in the hand
is the norm (210 mm tall: sides 10.5 or 18, top 22, foot 16, a block of 26 lines of 17 pt); other panels are in proportion.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from flugblatt.language.table import Language
from flugblatt.leaflet.sheets import Format, Panel

POINTS_PER_MM = 72 / 25.4
# mm: the panel of DIN long, which was drawn; its narrow one, 97 mm wide, counts as whole, too.
NORM_HEIGHT, NORM_WIDTH = 210.0, 95.0
LEAST_UNIT = 0.6  # chosen by eye: small panels keep margins that a thumb can hold
# mm; drawn: 22 and 16, and a block of 26 lines of 17 pt.
TOP, FOOT, BLOCK_FOOT = 22.0, 16.0, 210 - 442 / POINTS_PER_MM - 22
NARROW, LEAST_SIDE = 100.0, 9.0  # mm; drawn: sides of 10.5 on a panel of 100, and 9 on the narrow one
WIDEST_COLUMN = 128.0  # mm; chosen: wider lines are hard to read, so there are two columns
# pt; Latin on the book page, as drawn, and the largest text that a panel in the hand may have.
NORM_SIZE, NORM_LEADING, NORM_LARGEST = 9.6, 13.5 / 9.6, 12.6
DRAWN, IDEAL_LEADING = 11.8 / 12.6, 17 / 11.8  # of the largest size, and of the size; drawn: 11.8/17
STEP = 0.05  # pt; the search rounds down to it: finer sizes nobody sees
LEAST_LINES = 9  # chosen: with fewer, whole lines leave too coarse a choice of leadings
HAIR = 0.02  # mm; rounding


@dataclass(frozen=True, slots=True)
class Measures:
    """In mm. ``sides`` by panel, so that the measure is the same on each; ``block`` is the height of a panel of text alone.

    ``unit`` is the panel's height beside the norm, ``label`` how much larger small type is: 1 in the hand, more on posters.
    """

    unit: float
    label: float
    sides: tuple[float, ...]
    top: float
    foot: float
    block: float
    measure: float
    columns: int
    gutter: float

    @property
    def column(self) -> float:
        return (self.measure - (self.columns - 1) * self.gutter) / self.columns


@dataclass(frozen=True, slots=True)
class TypeRange:
    """Sizes in pt, ``drawn`` the one that is best read; ``tight``, ``loose`` and ``ideal`` are leading by size."""

    smallest: float
    drawn: float
    largest: float
    tight: float
    loose: float
    ideal: float

    @property
    def steps(self) -> int:
        """How many steps of 0.05 pt lie between the sizes."""
        return int((self.largest - self.smallest) / STEP + 1e-6)

    @property
    def drawn_step(self) -> int:
        return int((min(self.drawn, self.largest) - self.smallest) / STEP + 1e-6)

    def size(self, step: int) -> float:
        return round(self.smallest + step * STEP, 4) if step < self.steps else self.largest


def measures(format: Format, panels: tuple[Panel, ...]) -> Measures:
    """The measures of a format with these panels."""
    height = max(panel.height for panel in panels)
    widest, narrowest = max(panel.width for panel in panels), min(panel.width for panel in panels)
    label = max(1.0, format.largest / NORM_LARGEST)
    unit = max(LEAST_UNIT, min(height / NORM_HEIGHT, widest / NORM_WIDTH))
    columns = 2 if widest - 2 * _side(widest, label) > WIDEST_COLUMN * label else 1
    side = 0.09 * widest if columns == 2 else _side(widest, label)
    side = max(side, LEAST_SIDE + (widest - narrowest) / 2)
    measure = widest - 2 * side
    return Measures(
        unit=unit,
        label=label,
        sides=tuple((panel.width - measure) / 2 for panel in panels),
        top=TOP * unit,
        foot=FOOT * unit,
        block=height - (TOP + BLOCK_FOOT) * unit,
        measure=measure,
        columns=columns,
        gutter=0.042 * widest if columns == 2 else 0.0,
    )


def type_range(format: Format, language: Language) -> TypeRange:
    """Between which sizes and leadings a script is fitted: in its relation to Latin, never below the format's smallest."""
    script = language.script
    larger = script.size / NORM_SIZE
    looser = script.leading / script.size / NORM_LEADING
    smallest = max(format.smallest, format.smallest * larger)
    largest = round(max(format.largest * larger, smallest), 2)
    return TypeRange(
        smallest=round(smallest, 2),
        drawn=round(max(largest * DRAWN, smallest), 2),
        largest=largest,
        tight=format.leading[0] * looser,
        loose=format.leading[1] * looser,
        ideal=min(max(IDEAL_LEADING, format.leading[0]), format.leading[1]) * looser,
    )


def leadings(size: float, block: float, sizes: TypeRange) -> tuple[float, ...]:
    """The leadings in pt that a text of ``size`` may have, tightest first: whole lines fill the block of ``block`` mm."""
    height = block * POINTS_PER_MM
    most, fewest = math.floor(height / (size * sizes.tight) + 1e-6), math.ceil(height / (size * sizes.loose) - 1e-6)
    if most < LEAST_LINES or fewest > most:
        return (round(size * sizes.tight, 3),)
    return tuple(round(height / lines, 3) for lines in range(most, fewest - 1, -1))


def _side(width: float, label: float) -> float:
    """The side margin of one column: a tenth of a narrow panel, an eighth of a page."""
    return 0.105 * width if width <= NARROW * 1.1 * label else 0.1213 * width
