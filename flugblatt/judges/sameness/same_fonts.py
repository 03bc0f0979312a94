"""Two programs of a font, glyph by glyph: the font made again was cut from the original, and has its outlines.

Flow: both programs -> glyphs in the order by which a PDF calls them -> outline and width of each -> Findings.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from flugblatt.model import Finding

Glyphs = list[tuple[str, object, float]]


def findings(where: str, found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where two fonts have other glyphs."""
    one, other = _glyphs(found), _glyphs(expected)
    if len(one) != len(other):
        yield _differs(where, f"{len(other)} glyphs", f"{len(one)}")
    for (name, outline, width), (right, expected_outline, expected_width) in zip(one, other, strict=False):
        if outline != expected_outline:
            yield _differs(where, f"the outline of the glyph {right}", f"another ({name}): readers see another sign")
        elif width != expected_width:
            yield _differs(where, f"the glyph {right} to be {expected_width:g} wide", f"{width:g}")


def _differs(where: str, expected: str, found: str) -> Finding:
    return Finding("same-changed", "error", f"expected {expected}; found {found}", where)


def _glyphs(data: bytes) -> Glyphs:
    """Name, outline and width of each glyph, in the order of the font."""
    font = TTFont(io.BytesIO(data), lazy=True)
    shapes = font.getGlyphSet()
    found: Glyphs = []
    for name in font.getGlyphOrder():
        pen = DecomposingRecordingPen(shapes)
        shapes[name].draw(pen)
        found.append((name, pen.value, shapes[name].width))
    return found
