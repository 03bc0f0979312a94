"""Judges what lies on the plates: total ink, bleed on every edge, and what stands outside of the bleed.

Flow: plates of a page -> ink within the trim -> each edge of the trim, inside and outside -> the slug.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from flugblatt.judges.preflight.case import Case, found
from flugblatt.judges.preflight.plates import Numbers, Plates
from flugblatt.model import Finding

FULL = 255  # the most of an 8-bit plate
INKED = 6
"""Less than this (2 % of one ink) is paper."""
SMALLEST_AREA = 0.5
"""Square millimetres of too much ink that a press notices."""
SMALLEST_GAP = 0.4
"""Millimetres of an edge without bleed that a knife shows."""
DEPTH = 0.3
"""Where inside the trim it is looked for what must run over it, in millimetres."""
KEPT = 0.5
"""The share of the ink inside that the bleed must have at least."""
UNPRINTED = 4.2
"""The margin that office printers leave, a sixth of an inch."""

Mask = npt.NDArray[np.bool_]


def judge(case: Case, plates: Plates) -> Iterator[Finding]:
    """What is wrong on the plates of a press page."""
    ink = plates.ink
    yield from _total(case, plates, ink)
    if case.bleed > 0:
        yield from _bleed(plates, ink)
    if not case.layout.marks:
        yield from _outside(plates, ink)


def highest(plates: Plates) -> float:
    """The most ink within the trim, in percent."""
    top, bottom, left, right = plates.window(plates.frame.trim)
    return int(plates.ink[top:bottom, left:right].max(initial=0)) * 100 / FULL


def judge_margin(plates: Plates) -> Iterator[Finding]:
    """What an office printer would cut off: ink nearer to the edge of the paper than it prints."""
    rows, columns = plates.values.shape[:2]
    reach = round(UNPRINTED * plates.dots)
    around = plates.ink.copy()
    around[reach : rows - reach, reach : columns - reach] = 0
    if int(around.max(initial=0)) >= INKED:
        row, column = np.unravel_index(int(around.argmax()), around.shape)
        message = f"nothing in the outer {UNPRINTED:g} mm, which office printers leave white; found something"
        yield found("edge-ink", message, plates.spot(int(row), int(column)))


def _total(case: Case, plates: Plates, ink: Numbers) -> Iterator[Finding]:
    """The sum of the four inks within the trim; a rounding of 1 % is let pass."""
    top, bottom, left, right = plates.window(plates.frame.trim)
    inside = ink[top:bottom, left:right]
    if not inside.size:
        return
    limit = case.layout.total_ink
    over = inside > (limit + 1) * FULL / 100
    if plates.square_millimetres(int(over.sum())) >= SMALLEST_AREA:
        row, column = np.unravel_index(int(inside.argmax()), inside.shape)
        highest = int(inside.max()) * 100 / FULL
        where = plates.spot(top + int(row), left + int(column))
        hint = "mix the darkest colours from less ink: it does not dry, and smears onto the next sheet"
        yield found("ink", f"at most {limit:g} % of ink in one place; found {highest:.0f} %", where, hint)


# --- Bleed ---------------------------------------------------------------------------------------


def _bleed(plates: Plates, ink: Numbers) -> Iterator[Finding]:
    """Where the trimmed edge has ink, the bleed has it too, all the way out: on every edge and at every corner."""
    corners: dict[str, tuple[bool, bool]] = {}
    for name, lines in _edges(plates, ink).items():
        inside, outside = lines
        lost = (inside >= INKED) & (outside.min(axis=1, initial=4 * FULL) < np.maximum(inside * KEPT, INKED))
        corners[name] = bool(inside[0] >= INKED), bool(inside[-1] >= INKED)
        for begin, end in _runs(lost):
            if (end - begin) / plates.dots >= SMALLEST_GAP:
                along = "top" if name in ("left", "right") else "left"
                message = (
                    f"colour that runs {_reach(plates):.1f} mm over the {name} edge, where it touches it; found none from "
                    f"{begin / plates.dots:.1f} to {end / plates.dots:.1f} mm from the {along}"
                )
                hint = "without bleed the knife leaves white slivers"
                yield found("bleed", message, plates.frame.where, hint)
    yield from _corners(plates, ink, corners)


def _edges(plates: Plates, ink: Numbers) -> dict[str, tuple[Numbers, Numbers]]:
    """For each edge: the ink just inside, along the edge; and the ink in the bleed, along the edge and outwards."""
    top, bottom, left, right = plates.window(plates.frame.trim)
    outer = plates.window(plates.frame.bleed)
    deep = max(1, round(DEPTH * plates.dots))
    return {
        "top": (ink[top + deep, left:right], ink[outer[0] + 1 : top, left:right].T),
        "bottom": (ink[bottom - 1 - deep, left:right], ink[bottom : outer[1] - 1, left:right].T),
        "left": (ink[top:bottom, left + deep], ink[top:bottom, outer[2] + 1 : left]),
        "right": (ink[top:bottom, right - 1 - deep], ink[top:bottom, right : outer[3] - 1]),
    }


def _corners(plates: Plates, ink: Numbers, inked: dict[str, tuple[bool, bool]]) -> Iterator[Finding]:
    """The corner of the bleed between two edges that both have ink up to it."""
    top, bottom, left, right = plates.window(plates.frame.trim)
    outer = plates.window(plates.frame.bleed)
    rows = {"top": (outer[0] + 1, top, 0), "bottom": (bottom, outer[1] - 1, -1)}
    columns = {"left": (outer[2] + 1, left, 0), "right": (right, outer[3] - 1, -1)}
    for over, (first, last, end) in rows.items():
        for beside, (begin, until, side) in columns.items():
            part = ink[first:last, begin:until]
            if inked[over][side] and inked[beside][end] and part.size and int(part.min()) < INKED:
                message = f"colour in the {over} {beside} corner of the bleed; found paper"
                yield found("bleed", message, plates.frame.where)


def _runs(mask: Mask) -> list[tuple[int, int]]:
    """Where ``mask`` is true: beginnings and ends."""
    padded = np.concatenate(([0], mask.astype(np.int8), [0]))
    steps = np.diff(padded)
    return list(zip(np.flatnonzero(steps == 1).tolist(), np.flatnonzero(steps == -1).tolist(), strict=True))


def _reach(plates: Plates) -> float:
    return (plates.frame.trim[1] - plates.frame.bleed[1]) * 25.4 / 72


# --- Outside -------------------------------------------------------------------------------------


def _outside(plates: Plates, ink: Numbers) -> Iterator[Finding]:
    """A shop that wants no marks gets a sheet with nothing outside of the bleed."""
    top, bottom, left, right = plates.window(plates.frame.bleed)
    around = ink.copy()
    around[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = 0
    if int(around.max(initial=0)) >= INKED:
        row, column = np.unravel_index(int(around.argmax()), around.shape)
        message = "nothing outside of the bleed, as the print shop wants no marks; found something printed"
        yield found("marks-unwanted", message, plates.spot(int(row), int(column)))
