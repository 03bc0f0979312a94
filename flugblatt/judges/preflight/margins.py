"""Judges whether text stays clear of folds, cuts and edges, as far as the print shop asks.

Flow: boxes of the texts of a page -> distance to every fold, cut and edge of the layout in mm -> findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.preflight.case import POINT, Case, Frame, found
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.judges.preflight.panel_layout import Line, Side
from flugblatt.model import Finding

ROUNDING = 0.1  # mm
SNIPPET = 40  # characters; chosen: the place stays on one line
HINTS = {
    "fold": "paper moves by half a millimetre and more when it is folded",
    "edge": "the knife moves by half a millimetre and more from sheet to sheet",
}


def judge(case: Case, page: Page, side: Side, frame: Frame) -> Iterator[Finding]:
    """Texts that lie over a fold or a cut, or nearer to one, or to an edge, than is safe. Text in the slug is no text."""
    edges = (Line(0, False), Line(side.width, False), Line(0, True), Line(side.height, True))
    told: set[tuple[str, Line]] = set()
    for text in page.texts:
        x, y = text.middle
        if not (frame.trim[0] <= x <= frame.trim[2] and frame.trim[1] <= y <= frame.trim[3]):
            continue
        for code, lines, safe in (
            ("fold", side.folds, case.layout.fold_safe),
            ("edge", (*side.cuts, *edges), case.layout.safe),
        ):
            for line in lines:
                distance = _distance(text.box, line, frame)
                if distance >= safe - ROUNDING or (code, line) in told:
                    continue
                told.add((code, line))  # the first text that comes too near says it for all
                yield _too_near(code, line, distance, safe, f"{frame.where}, {text.text.strip()[:SNIPPET]!r}")


def _too_near(code: str, line: Line, distance: float, safe: float, where: str) -> Finding:
    name = f"{'fold' if code == 'fold' else 'trimmed edge or cut'} at {line.at:g} mm from the {'top' if line.across else 'left'}"
    if distance <= 0:
        message = f"no text over the {name}; found some"
        return found("text-over-fold" if code == "fold" else "text-over-edge", message, where, HINTS[code])
    message = f"text at least {safe:g} mm from the {name}; found it {distance:.1f} mm away"
    return found("text-near-fold" if code == "fold" else "text-near-edge", message, where, HINTS[code])


def _distance(box: Box, line: Line, frame: Frame) -> float:
    """How far a box is from a line, in mm; 0 where it lies over it."""
    if line.across:
        near, far = (frame.trim[3] - box[3]) * POINT, (frame.trim[3] - box[1]) * POINT
    else:
        near, far = (box[0] - frame.trim[0]) * POINT, (box[2] - frame.trim[0]) * POINT
    return max(near - line.at, line.at - far, 0.0)
