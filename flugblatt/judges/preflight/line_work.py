"""Judges lines and pictures: thick enough to print, and pixels enough to look sharp.

Flow: areas and pictures of a page -> the thinner side of each in pt, the resolution of each on paper -> findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.judges.preflight.case import Frame, found
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.model import Finding

THINNEST = 0.25  # pt; what print shops ask for at least
ROUNDING = 0.005  # pt
COARSEST = 200.0  # dpi; what shops refuse begins here, though they wish for 300


def judge(page: Page, frame: Frame) -> Iterator[Finding]:
    """What is too thin or too coarse on a press page."""
    for area in page.areas:
        seen = area.colour.inks is None or max(area.colour.inks) > 0
        if seen and area.thin < THINNEST - ROUNDING and (area.stroked or area.thin > 0):
            x, y = (area.box[0] + area.box[2]) / 2, (area.box[1] + area.box[3]) / 2
            message = f"lines of at least {THINNEST:g} pt; found one of {area.thin:.3f} pt"
            yield found("thin-line", message, frame.spot(x, y), "thinner lines break up in print")
    for picture in page.pictures:
        if picture.resolution < COARSEST - 0.5:
            x, y = (picture.box[0] + picture.box[2]) / 2, (picture.box[1] + picture.box[3]) / 2
            message = (
                f"pictures of at least {COARSEST:g} dpi as they are printed; found {picture.resolution:.0f} dpi "
                f"({picture.width} × {picture.height} pixels, {picture.name})"
            )
            yield found("resolution", message, frame.spot(x, y), "use a picture with more pixels, or a drawing (SVG)")
