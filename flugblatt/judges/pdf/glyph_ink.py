"""Where the glyphs of an embedded font have ink: the box of each code, and its outline as polygons.

Flow: ``Font`` -> its program in HarfBuzz, with the glyph of every code -> ``Inks``. A code whose outline cannot be had has the
box of its advance, between the usual ascent and descent.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import uharfbuzz as harfbuzz
from fontTools.cffLib import CFFFontSet

from flugblatt.judges.pdf.font_codes import Font
from flugblatt.judges.pdf.plane import Box, Point
from flugblatt.judges.pdf.shown_text import ASCENT, DESCENT

Polygon = tuple[Point, ...]
STEPS = 6  # chosen: straight pieces of a curve, at which a letter of 10 pt is exact to a hundredth of a pt


def glyph_numbers(font: Font, codes: Iterable[int]) -> dict[int, int]:
    """The glyph of every code: codes are CIDs (Identity-H), which the font or its program leads on to glyphs."""
    if font.glyph_map:
        spots = {code: font.glyph_map[2 * code : 2 * code + 2] for code in codes}
        return {code: int.from_bytes(spot, "big") for code, spot in spots.items()}
    blob = harfbuzz.Face(font.program).reference_table("CFF ") if font.program[:4] == b"OTTO" else None
    if blob is None:
        return {code: code for code in codes}
    cff = CFFFontSet()
    cff.decompile(io.BytesIO(bytes(blob.data)), None)
    if not hasattr(cff[0], "ROS"):
        return {code: code for code in codes}
    places = {name: place for place, name in enumerate(cff[0].charset)}
    return {code: places.get(f"cid{code:05d}", 0) for code in codes}


class Inks:
    """The ink of the glyphs of one font, in units of its size: a glyph of 10 pt has ten times these measures."""

    def __init__(self, font: Font, codes: Iterable[int]) -> None:
        """``codes`` are all that will be asked for."""
        self.font = font
        self._program: harfbuzz.Font | None = None
        self._glyphs: dict[int, int] = {}
        if font.program and font.kind == "Type0" and font.identity:
            try:
                self._program = harfbuzz.Font(harfbuzz.Face(font.program))
                self._glyphs = glyph_numbers(font, codes)
            except Exception:  # what no program is has no outlines; the judge of glyphs refuses it
                self._program = None
        self._boxes: dict[int, Box | None] = {}
        self._outlines: dict[int, tuple[Polygon, ...]] = {}

    def box(self, code: int) -> Box | None:
        """The box of the ink of a code, from the origin of the glyph; None where it has none."""
        if code not in self._boxes:
            self._boxes[code] = self._box(code)
        return self._boxes[code]

    def _box(self, code: int) -> Box | None:
        if self._program is None:
            said = self.font.to_unicode.get(code, "x")
            width = self.font.widths.get(code, self.font.default_width) / 1000
            return (0.0, DESCENT, width, ASCENT) if said.strip() else None
        extents = self._program.get_glyph_extents(self._glyphs.get(code, 0))
        if extents is None or not extents.width or not extents.height:
            return None
        em = self._program.face.upem
        left, top = extents.x_bearing / em, extents.y_bearing / em
        return left, top + extents.height / em, left + extents.width / em, top

    def outline(self, code: int) -> tuple[Polygon, ...]:
        """The contours of a code, curves as straight pieces; the box, where there is no program."""
        if code not in self._outlines:
            if self._program is None:
                box = self.box(code)
                self._outlines[code] = (corners(box),) if box else ()
            else:
                pen = _Pen(self._program.face.upem)
                self._program.draw_glyph_with_pen(self._glyphs.get(code, 0), pen)
                self._outlines[code] = tuple(map(tuple, pen.contours))
        return self._outlines[code]


def corners(box: Box) -> Polygon:
    return (box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])


def curve(points: tuple[Point, ...]) -> list[Point]:
    """Points on a Bézier curve of any degree, without its first one."""
    found: list[Point] = []
    for step in range(1, STEPS + 1):
        share = step / STEPS
        row = list(points)
        while len(row) > 1:
            row = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for a, b in pairwise(row)]
        found.append(row[0])
    return found


class _Pen:
    """Takes the strokes of an outline, in units of an em."""

    def __init__(self, em: float) -> None:
        self.em = em
        self.contours: list[list[Point]] = []

    def _scaled(self, points: Any) -> tuple[Point, ...]:
        return tuple((x / self.em, y / self.em) for x, y in points)

    def moveTo(self, *points: Any) -> None:
        self.contours.append(list(self._scaled(points)))

    def lineTo(self, *points: Any) -> None:
        self.contours[-1] += self._scaled(points)

    def qCurveTo(self, *points: Any) -> None:
        self.contours[-1] += curve((self.contours[-1][-1], *self._scaled(points)))

    curveTo = qCurveTo

    def closePath(self) -> None:
        return None
