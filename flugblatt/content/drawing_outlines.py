"""Outlines with markers as paths of lines and curves: of other shapes and arcs, engines turn markers otherwise than SVG says.

Flow: shape with markers -> its outline (fontTools) -> one path in the same place, of M, L, C and Z alone.
"""

from __future__ import annotations

import re

from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from lxml import etree

from flugblatt.content.drawing_styles import SVG

Step = tuple[str, tuple[tuple[float, float], ...]]
"""What a pen does, and the points that it does it at."""
_MARKERS = ("marker-start", "marker-mid", "marker-end")


def marked_path(shape: etree._Element) -> etree._Element:
    """The path in place of a shape with markers; another shape, and one whose outline cannot be read, stays."""
    local = etree.QName(shape).localname
    if local not in ("path", "polyline", "polygon") or not any(shape.get(name) for name in _MARKERS):
        return shape
    given = shape.get("d") or ""
    if local != "path":
        points = re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", shape.get("points") or "")
        given = f"M {' '.join(points[: len(points) // 2 * 2])}{' Z' if local == 'polygon' else ''}" if points else ""
    pen = RecordingPen()
    try:
        parse_path(given, pen)
    except (ValueError, IndexError, TypeError, AssertionError):
        return shape
    made = etree.Element(f"{SVG}path", nsmap={None: SVG[1:-1]})
    made.attrib.update({name: value for name, value in shape.attrib.items() if name not in ("d", "points")})
    made.set("d", " ".join(filter(None, map(_written, _as_curves(pen.value)))))
    return made


def _as_curves(drawn: list[Step]) -> list[Step]:
    """Quadratic curves as cubic ones."""
    made: list[Step] = []
    last, first = (0.0, 0.0), (0.0, 0.0)
    for operator, points in drawn:
        if operator == "closePath" and made and made[-1] == ("lineTo", (first,)):
            made.pop()  # the reader of outlines draws the line that closing draws
        if operator == "qCurveTo":
            (x, y), (right, down) = points
            one = (last[0] + (x - last[0]) * 2 / 3, last[1] + (y - last[1]) * 2 / 3)
            other = (right + (x - right) * 2 / 3, down + (y - down) * 2 / 3)
            operator, points = "curveTo", (one, other, (right, down))
        made.append((operator, points))
        last = points[-1] if points else last
        first = last if operator == "moveTo" else first
    return made


def _written(step: Step) -> str:
    operator, points = step
    letter = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z"}.get(operator, "")
    return " ".join((letter, *(f"{round(side, 4):.10g}" for point in points for side in point))) if letter else ""
