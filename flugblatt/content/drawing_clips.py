"""Clips of drawings: plain shapes without colours, and masks that cut as clips do.

Flow: a clipPath -> its shapes, copies written out, their transforms on the clip itself -> one definition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from flugblatt.content.drawing_frames import length, plain_transform
from flugblatt.content.drawing_sheet import AS_PATHS, FLATTEN, GEOMETRY, NOT_DRAWN, TEXT, Around, Sheet, copy
from flugblatt.content.drawing_styles import SVG, Unsafe


def clip(sheet: Sheet, node: etree._Element, clipped: etree._Element, around: Around) -> str:
    line = node.sourceline or 0
    own = sheet.styles.properties(node)
    if node.get("clipPathUnits") == "objectBoundingBox":
        raise Unsafe("a clip in shares of what it clips", line, FLATTEN)
    if own.get("clip-path", "none") != "none":
        raise Unsafe("a clip within a clip", line, FLATTEN)
    made = sheet.define("clipPath", ("clip", str(node.get("id"))))
    if not len(made):
        shapes = list(_clip_shapes(sheet, node, sheet.apart(around, node)))
        transforms = {shape.get("transform") or "" for shape in shapes}
        if len(transforms) > 1:
            raise Unsafe("a clip of parts that are turned apart", line, FLATTEN)
        transform = " ".join(filter(None, (own.get("transform", ""), *transforms)))
        if transform:
            made.set("transform", transform)
        for shape in shapes:
            shape.attrib.pop("transform", None)
        if not shapes:  # an empty clip shows nothing
            shapes = [sheet.new("rect")]
            shapes[0].attrib.update({"width": "0", "height": "0"})
        made.extend(shapes)
    return str(made.get("id"))


def _clip_shapes(sheet: Sheet, node: etree._Element, around: Around, moved: str = "") -> Iterator[etree._Element]:
    """The shapes of a clip, without colours, each with all its transforms."""
    for child in node:
        local, line = str(child.tag).removeprefix(SVG), child.sourceline or 0
        if not str(child.tag).startswith(SVG) or local in NOT_DRAWN:
            continue
        yield from _clip_shape(sheet, child, local, line, around, moved)


def _clip_shape(
    sheet: Sheet, child: etree._Element, local: str, line: int, around: Around, moved: str
) -> Iterator[etree._Element]:
    properties = sheet.styles.properties(child)
    if properties.get("display") == "none":
        return
    if properties.get("clip-path", "none") != "none":
        raise Unsafe("a clip within a clip", line, FLATTEN)
    transform = plain_transform(properties.get("transform", ""))
    if local == "use":
        target = sheet.target(child)
        x, y = (length(child.get(name), 0, 0) for name in ("x", "y"))
        if target is not None and str(target.get("id")) not in around.copies:
            steps = (moved, transform, f"translate({x:g} {y:g})" if x or y else "")
            inside = replace(around, copies=(*around.copies, str(target.get("id"))))
            name = str(target.tag).removeprefix(SVG)
            yield from _clip_shape(sheet, target, name, line, inside, " ".join(filter(None, steps)))
    elif local in GEOMETRY:
        made = sheet.new(local)
        copy(child, made, GEOMETRY[local])
        if properties.get("clip-rule") == "evenodd" and len(re.findall("[Mm]", child.get("d") or "")) > 1:
            raise Unsafe("a clip with a hole", line, FLATTEN)
        if whole := " ".join(filter(None, (moved, transform))):
            made.set("transform", whole)
        yield made
    elif local in TEXT:
        raise Unsafe(f"the element {local}", line, AS_PATHS)


def put_clip(made: etree._Element, name: str) -> None:
    """A second clip goes around the first, in a group of its own, which the caller's element becomes the child of."""
    if made.get("clip-path"):
        raise Unsafe("a clip and a mask on one shape", 0, FLATTEN)
    made.set("clip-path", f"url(#{name})")


def is_stencil(node: etree._Element, fill: str, stroke: str, alpha: bool) -> bool:
    """Whether a part of a mask lets all through where it is, and nothing elsewhere."""
    solid = etree.QName(node).localname in GEOMETRY and not any(
        node.get(name) not in (None, "1") for name in ("fill-opacity", "opacity")
    )
    plain = node.get("stroke", stroke) == "none" and not any(
        node.get(name) for name in ("clip-path", "mask", "transform")
    )
    fill = node.get("fill", fill)
    return (
        solid
        and plain
        and node.get("fill-rule") != "evenodd"
        and (fill == "#ffffff" or (alpha and fill.startswith("#")))
    )


def outline(node: etree._Element) -> etree._Element:
    for name in set(node.attrib) - set(GEOMETRY[etree.QName(node).localname].split()):
        del node.attrib[name]
    return node
