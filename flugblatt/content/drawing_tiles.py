"""Patterns as all renderers draw them alike: tiles in user units that begin where the rectangle begins which they fill.

WeasyPrint lets the first tile begin at the corner of the shape, whatever the pattern says, so each shape gets its own rectangle,
cut to its outline, whose corner is the origin; ``patternTransform`` brings the tiles to their place.

Flow: shape with a pattern as its fill -> ``bounds`` -> frame of the tiles (SVG 2, 14.3) -> clip, rectangle, and the stroke apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from fontTools.pens.boundsPen import BoundsPen
from fontTools.svgLib.path import parse_path
from lxml import etree

from flugblatt.content.drawing_clips import outline
from flugblatt.content.drawing_frames import Box, fitting, length, plain_transform, view_box
from flugblatt.content.drawing_sheet import AS_PNG, Sheet
from flugblatt.content.drawing_styles import Unsafe

_FRAME = ("x", "y", "width", "height", "viewBox", "preserveAspectRatio", "patternUnits", "patternContentUnits")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def is_tiled(made: etree._Element, chain: Sequence[etree._Element]) -> bool:
    """Whether a shape with this pattern is drawn alike everywhere already."""
    pattern = chain[0]
    moved = any(length(made.get(name), 0, 0) for name in ("x", "y", "rx", "ry"))
    framed = any(length(pattern.get(name), 0, 0) for name in ("x", "y")) or pattern.get("viewBox")
    own = len(chain) == 1 and pattern.get("patternUnits") == "userSpaceOnUse"
    return etree.QName(made).localname == "rect" and own and not moved and not framed


def tiled(
    sheet: Sheet, made: etree._Element, chain: Sequence[etree._Element], view: Box, parts: Iterable[etree._Element]
) -> list[etree._Element]:
    """What is drawn in place of ``made``: the tiles, ``parts`` on each, cut to its outline, and its stroke."""
    line = chain[0].sourceline or 0
    if made.get("mask"):
        raise Unsafe("a mask on a pattern", line, AS_PNG)
    if made.get("fill-rule") == "evenodd" and len(re.findall("[Mm]", made.get("d") or "")) > 1:
        raise Unsafe("a pattern in a shape with a hole", line, AS_PNG)
    around = bounds(made)
    given = {name: next((one.get(name) for one in chain if one.get(name)), "") for name in _FRAME}
    frame = _frame(given, around, view)
    group = sheet.new("g")
    for name in ("opacity", "transform", "clip-path"):
        if made.get(name):
            group.set(name, made.attrib.pop(name))
    if frame.width > 0 and frame.height > 0 and around.width > 0 and around.height > 0:
        group.append(_cut(sheet, made, _pattern(sheet, chain, given, around, frame, parts), around))
    made.set("fill", "none")
    return [group, made] if not group.attrib else [_with(group, made)]


def _with(group: etree._Element, made: etree._Element) -> etree._Element:
    group.append(made)
    return group


def _frame(given: dict[str, str], around: Box, view: Box) -> Box:
    """The first tile, in user units."""
    if given["patternUnits"] == "userSpaceOnUse":
        across = {"x": view.width, "y": view.height, "width": view.width, "height": view.height}
        return Box(*(length(given[name], across[name], 0) for name in ("x", "y", "width", "height")))
    x, y, width, height = (length(given[name], 1, 0) for name in ("x", "y", "width", "height"))
    return Box(around.x + x * around.width, around.y + y * around.height, width * around.width, height * around.height)


def _pattern(
    sheet: Sheet,
    chain: Sequence[etree._Element],
    given: dict[str, str],
    around: Box,
    frame: Box,
    parts: Iterable[etree._Element],
) -> str:
    """The definition of the tiles for one shape, its origin the corner of the shape."""
    inner = view_box_of(given["viewBox"])
    if inner is not None:
        inside = fitting(Box(0, 0, frame.width, frame.height), inner, given["preserveAspectRatio"])
    elif given["patternContentUnits"] == "objectBoundingBox":
        inside = f"scale({around.width:g} {around.height:g})"
    else:
        inside = ""
    said = next((one.get("patternTransform") for one in chain if one.get("patternTransform")), "") or ""
    transform = plain_transform(said)
    if said and not transform:
        raise Unsafe(f"the transform {said[:40]}", chain[0].sourceline or 0)
    steps = (_move(-around.x, -around.y), transform, _move(frame.x, frame.y))
    made = sheet.define("pattern", (str(chain[0].get("id")), *steps, inside))
    if not len(made):
        made.set("patternUnits", "userSpaceOnUse")
        made.set("width", f"{frame.width:g}")
        made.set("height", f"{frame.height:g}")
        if whole := " ".join(step for step in steps if step):
            made.set("patternTransform", whole)
        home = made
        if inside:
            home = sheet.new("g")
            home.set("transform", inside)
            made.append(home)
        home.extend(parts)
    return str(made.get("id"))


def _cut(sheet: Sheet, made: etree._Element, pattern: str, around: Box) -> etree._Element:
    """A rectangle of tiles, its corner the origin, cut to the outline of the shape."""
    shape = sheet.new(etree.QName(made).localname)
    shape.attrib.update(made.attrib)
    shape = outline(shape)
    clip = sheet.define("clipPath", ("tiles", etree.tostring(shape).decode()))
    if not len(clip):
        clip.append(shape)
    rect = sheet.new("rect")
    rect.attrib.update({"width": f"{around.width:g}", "height": f"{around.height:g}", "fill": f"url(#{pattern})"})
    rect.set("stroke", "none")
    if made.get("fill-opacity"):
        rect.set("fill-opacity", str(made.get("fill-opacity")))
    group = sheet.new("g")
    group.set("clip-path", f"url(#{clip.get('id')})")
    if _move(around.x, around.y):
        moved = sheet.new("g")
        moved.set("transform", _move(around.x, around.y))
        moved.append(rect)
        rect = moved
    group.append(rect)
    return group


def _move(across: float, down: float) -> str:
    return f"translate({across:g} {down:g})" if across or down else ""


def view_box_of(text: str) -> Box | None:
    """The view box that an attribute says."""
    probe = etree.Element("g")
    probe.set("viewBox", text)
    return view_box(probe)


def bounds(shape: etree._Element) -> Box:
    """The box around a shape without its stroke (SVG 2, 8.10)."""
    name = etree.QName(shape).localname
    value = {key: length(str(text), 0, 0) for key, text in shape.attrib.items() if key not in ("d", "points")}
    if name == "rect":
        return Box(value.get("x", 0), value.get("y", 0), value.get("width", 0), value.get("height", 0))
    if name in ("circle", "ellipse"):
        across, down = value.get("rx", value.get("r", 0)), value.get("ry", value.get("r", 0))
        return Box(value.get("cx", 0) - across, value.get("cy", 0) - down, 2 * across, 2 * down)
    if name == "line":
        corners = [(value.get(f"x{end}", 0), value.get(f"y{end}", 0)) for end in "12"]
    elif name == "path":
        pen = BoundsPen(None)
        try:
            parse_path(shape.get("d") or "", pen)
        except (ValueError, IndexError, TypeError, AssertionError):
            return Box(0, 0, 0, 0)
        left, top, right, bottom = pen.bounds or (0, 0, 0, 0)
        corners = [(left, top), (right, bottom)]
    else:
        numbers = [float(number) for number in _NUMBER.findall(shape.get("points") or "")]
        corners = list(pairwise(numbers))[::2] or [(0.0, 0.0)]
    (left, right), (top, bottom) = ((min(side), max(side)) for side in zip(*corners, strict=True))
    return Box(left, top, right - left, bottom - top)
