"""Judges crop and fold marks: outside of the bleed, at the edges, cuts and folds of the layout, and all of them.

Flow: areas that a page paints -> those that lie wholly outside of the trim and are thin, or are set in all inks -> their
place. A shop that wants no marks gets none (``ink`` looks at the slug too).
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.judges.pdf.painted import Area
from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.preflight.case import POINT, Case, Frame, found
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.judges.preflight.panel_layout import Side
from flugblatt.model import Finding

THICKEST = 1.5
"""A line thicker than this, in pt, is no mark."""
NEAR = 0.1
"""How exactly a mark must stand, in mm."""
OVERLAP = 0.05  # mm; rounding


def judge(case: Case, page: Page, side: Side, frame: Frame) -> Iterator[Finding]:
    """What is wrong with the marks of a press page."""
    marks = [area for area in page.areas if _is_mark(area, frame)]
    for mark in marks:
        x, y = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
        if _meet(mark.box, frame.bleed):
            message = "marks outside of the bleed, where the knife takes them away; found one inside"
            yield found("marks-inside", message, frame.spot(x, y))
        elif not case.layout.marks:
            message = "no marks, as the print shop wants none; found one"
            yield found("marks-unwanted", message, frame.spot(x, y))
    if not case.layout.marks:
        return
    upright, level = _lines(side)
    standing = [_across(mark, frame) for mark in marks if _is_upright(mark)]
    lying = [_down(mark, frame) for mark in marks if not _is_upright(mark)]
    for name, wanted, there in (("upright", upright, standing), ("level", level, lying)):
        for at in wanted:
            if not any(abs(at - place) <= NEAR for place in there):
                yield found(
                    "marks-missing", f"an {name} mark at {at:g} mm; found none".replace("an l", "a l"), frame.where
                )
        for place in sorted({round(place, 2) for place in there}):
            if not any(abs(at - place) <= NEAR for at in wanted):
                told = ", ".join(f"{at:g}" for at in wanted)
                yield found("marks-place", f"{name} marks at {told} mm; found one at {place:g} mm", frame.where)


def _is_mark(area: Area, frame: Frame) -> bool:
    """A thin line outside of the trim; or anything in all inks, which nothing but a mark is set in."""
    if area.colour.space.family == "all":
        return True
    width, height = area.box[2] - area.box[0], area.box[3] - area.box[1]
    return min(width, height) <= THICKEST and not _meet(area.box, frame.trim)


def _lines(side: Side) -> tuple[list[float], list[float]]:
    """Where marks belong: the edges of the trim, the cuts and the folds; mm from the left and from the top."""
    upright, level = {0.0, side.width}, {0.0, side.height}
    for line in (*side.folds, *side.cuts):
        (level if line.across else upright).add(line.at)
    return sorted(upright), sorted(level)


def _is_upright(mark: Area) -> bool:
    return mark.box[3] - mark.box[1] > mark.box[2] - mark.box[0]


def _across(mark: Area, frame: Frame) -> float:
    return ((mark.box[0] + mark.box[2]) / 2 - frame.trim[0]) * POINT


def _down(mark: Area, frame: Frame) -> float:
    return (frame.trim[3] - (mark.box[1] + mark.box[3]) / 2) * POINT


def _meet(one: Box, two: Box) -> bool:
    return (
        one[0] < two[2] - OVERLAP
        and one[2] > two[0] + OVERLAP
        and one[1] < two[3] - OVERLAP
        and one[3] > two[1] + OVERLAP
    )
