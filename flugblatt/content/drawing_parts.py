"""An SVG written anew from its parts: shapes in groups, and the clips, masks, patterns and markers that they use.

Flow: tree -> Drawing -> each part with its properties -> new elements -> bytes. What is referenced is written once, where it is
first used, under a number; copies (``use``, ``symbol``) are written out; scripts, metadata, foreign names and what is hidden go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from flugblatt.content.drawing_clips import clip, is_stencil, outline, put_clip
from flugblatt.content.drawing_frames import (
    Box,
    everywhere,
    fitting,
    in_units,
    length,
    plain_transform,
    size,
    view_box,
)
from flugblatt.content.drawing_outlines import marked_path
from flugblatt.content.drawing_paints import GRADIENTS, demand_extent, gradient
from flugblatt.content.drawing_sheet import (
    AS_PATHS,
    AS_PNG,
    FLATTEN,
    GEOMETRY,
    NOT_DRAWN,
    REFERENCE,
    TEXT,
    Around,
    Sheet,
    copy,
)
from flugblatt.content.drawing_styles import SVG, Properties, Unsafe, names
from flugblatt.content.drawing_tiles import is_tiled, tiled

_PATTERN = "width height patternUnits patternTransform"
_MARKER = "viewBox preserveAspectRatio refX refY markerWidth markerHeight markerUnits orient"
_ONLYREFERENCED = names("defs symbol clipPath mask pattern marker filter stop style") | GRADIENTS.keys()
_PAINTS = (
    "fill",
    "stroke",
    "fill-opacity",
    "fill-rule",
    "stroke-opacity",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
)
_WRITTEN = (*_PAINTS, "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "opacity")
_OF_A_GROUP = ("opacity", "transform", "clip-path", "mask")


@dataclass(slots=True)
class Drawing:
    """One SVG on its way to being written anew."""

    sheet: Sheet

    def written(self) -> bytes:
        """The drawing as UTF-8, one element a line. Raises Unsafe."""
        width, height = size(self.sheet.root)
        around = Around(view_box(self.sheet.root) or Box(0, 0, width, height))
        made = etree.Element(f"{SVG}svg", nsmap={None: SVG[1:-1]})
        copy(self.sheet.root, made, "viewBox width height preserveAspectRatio")
        for name in ("width", "height"):
            if made.get(name) in ("100%", "auto") or length(made.get(name), 1, 1) <= 0:
                made.attrib.pop(name, None)
        given = [made.get(name, "") for name in ("width", "height")]
        small = "viewBox" in made.attrib and around.view.width < width
        if width and (any(given) or small) and not all(map(everywhere, given)):
            made.attrib.update({"width": f"{width:g}", "height": f"{height:g}"})
        properties = self.sheet.styles.properties(self.sheet.root)
        self._set(made, properties, around, self.sheet.root)
        children = list(self._children(self.sheet.root, self.sheet.inside(around, properties, self.sheet.root)))
        if len(self.sheet.defs):
            made.append(self.sheet.defs)
        made.extend(children)
        etree.indent(made, space="")
        return bytes(etree.tostring(made, encoding="utf-8")) + b"\n"

    # --- Parts in order --------------------------------------------------------------------------

    def _children(self, node: etree._Element, around: Around) -> Iterator[etree._Element]:
        for child in node:
            yield from self._part(child, around)

    def _part(self, node: etree._Element, around: Around) -> Iterator[etree._Element]:
        """The new elements for one part; none for what is not drawn."""
        tag = str(node.tag)
        local, line = tag.removeprefix(SVG), node.sourceline or 0
        if not tag.startswith(SVG) or local in _ONLYREFERENCED or local in NOT_DRAWN:
            return
        properties = self.sheet.styles.properties(node)
        if properties.get("display") == "none" or float(properties.get("opacity", "1")) == 0:
            return
        inner = self.sheet.inside(around, properties, node)
        if local in GEOMETRY:
            yield from self._shape(node, local, properties, inner)
        elif local in ("g", "a"):
            yield from self._group(node, properties, around, list(self._children(node, inner)))
        elif local == "switch":
            chosen = next((child for child in node if _is_for_all(child)), None)
            parts = [] if chosen is None else list(self._part(chosen, inner))
            yield from self._group(node, properties, around, parts)
        elif local == "svg":
            yield from self._group(node, properties, around, self._framed(node, node, inner))
        elif local == "use":
            yield from self._use(node, properties, around, inner)
        elif local in TEXT:
            if "".join(node.itertext()).strip():
                raise Unsafe(f"the element {local}", line, AS_PATHS)
        elif local == "image":
            raise Unsafe("the element image, a picture in it", line, f"{AS_PNG}, with the drawing around the picture")
        else:
            raise Unsafe(f"the element {local}", line)

    def _shape(
        self, node: etree._Element, local: str, properties: Properties, around: Around
    ) -> Iterator[etree._Element]:
        if not around.seen:
            return
        made = self.sheet.new(local)
        copy(node, made, GEOMETRY[local])
        for name in GEOMETRY[local].split():
            if name in properties:
                made.set(name, properties[name].removesuffix("px"))
            if name not in ("d", "points") and (given := made.get(name)):
                made.set(name, in_units(given, name, around.view))
        self._set(made, properties, around, node)
        self._set_markers(made, properties, around)
        made = marked_path(made)
        demand_extent(self.sheet, made)
        match = REFERENCE.match(around.fill)
        pattern = self.sheet.parts.get(match[1]) if match else None
        if pattern is not None and str(pattern.tag) == f"{SVG}pattern":
            yield from self._tiled(made, pattern, around)
        elif properties.get("paint-order", "").startswith(("stroke", "markers stroke")) and around.stroke != "none":
            yield from self._stroke_first(made)
        else:
            yield made

    def _tiled(self, made: etree._Element, node: etree._Element, around: Around) -> Iterator[etree._Element]:
        """A shape that is filled with a pattern."""
        if str(node.get("id")) in around.copies:
            made.set("fill", "none")
            yield made
            return
        chain = self.sheet.chain(node)
        full = next((one for one in chain if len(one)), node)
        parts = self._children(full, self.sheet.apart(around, node))
        if not is_tiled(made, chain):
            yield from tiled(self.sheet, made, chain, around.view, parts)
            return
        pattern = self.sheet.define("pattern", (str(node.get("id")), around.color))
        if not len(pattern):
            copy(node, pattern, _PATTERN)
            pattern.extend(parts)
        made.set("fill", f"url(#{pattern.get('id')})")
        yield made

    def _stroke_first(self, made: etree._Element) -> list[etree._Element]:
        """A shape whose stroke is painted below its fill, as two shapes."""
        group = self.sheet.new("g")
        for name in _OF_A_GROUP:
            if made.get(name):
                group.set(name, made.attrib.pop(name))
        for name in ("fill", "stroke"):
            part = self.sheet.new(etree.QName(made).localname)
            part.attrib.update(made.attrib)
            part.set(name, "none")
            group.append(part)
        return [group] if group.attrib else list(group)

    def _group(
        self, node: etree._Element, properties: Properties, around: Around, parts: list[etree._Element]
    ) -> Iterator[etree._Element]:
        if not parts:
            return
        group = self.sheet.new("g")
        self._set(group, properties, around, node)
        mask = group.get("mask")
        if mask is not None:
            only = parts[0] if len(parts) == 1 else None
            if only is None or etree.QName(only).localname not in GEOMETRY or only.get("mask") or only.get("transform"):
                raise Unsafe("a mask on several shapes", node.sourceline or 0, FLATTEN)
            only.set("mask", group.attrib.pop("mask"))
        if group.attrib:
            group.extend(parts)
            yield group
        else:
            yield from parts

    # --- Copies and frames -----------------------------------------------------------------------

    def _use(
        self, node: etree._Element, properties: Properties, around: Around, inner: Around
    ) -> Iterator[etree._Element]:
        target = self.sheet.target(node)
        if target is None or str(target.get("id")) in around.copies or target in node.iterancestors():
            return
        inner = replace(inner, copies=(*around.copies, str(target.get("id"))))
        x, y = (
            length(node.get(name), whole, 0) for name, whole in (("x", around.view.width), ("y", around.view.height))
        )
        if str(target.tag) in (f"{SVG}symbol", f"{SVG}svg"):
            own = self.sheet.styles.properties(target)
            parts = list(
                self._group(target, own, inner, self._framed(target, node, self.sheet.inside(inner, own, target)))
            )
        else:
            parts = list(self._part(target, inner))
        moved = (
            {**properties, "transform": f"{properties.get('transform', '')} translate({x:g} {y:g})".strip()}
            if x or y
            else properties
        )
        yield from self._group(node, moved, around, parts)

    def _framed(self, node: etree._Element, placed: etree._Element, around: Around) -> list[etree._Element]:
        """The children of a symbol or inner drawing in its frame, whose size ``placed`` gives, cut off at it."""
        view, inner = around.view, view_box(node)
        given = {name: placed.get(name) or node.get(name) for name in ("width", "height")}
        frame = Box(
            length(node.get("x"), view.width, 0) if placed is node else 0.0,
            length(node.get("y"), view.height, 0) if placed is node else 0.0,
            length(given["width"], view.width, view.width),
            length(given["height"], view.height, view.height),
        )
        parts = list(self._children(node, replace(around, view=inner or replace(frame, x=0.0, y=0.0))))
        transform = fitting(frame, inner, node.get("preserveAspectRatio") or "")
        if parts and transform:
            group = self.sheet.new("g")
            group.set("transform", transform)
            group.extend(parts)
            parts = [group]
        if not parts or self.sheet.styles.properties(node).get("overflow") in ("visible", "auto"):
            return parts
        clip = self.sheet.define(
            "clipPath", ("frame", *(f"{side:g}" for side in (frame.x, frame.y, frame.width, frame.height)))
        )
        if not len(clip):
            rect = self.sheet.new("rect")
            for name in ("x", "y", "width", "height"):
                rect.set(name, f"{getattr(frame, name):g}")
            clip.append(rect)
        group = self.sheet.new("g")
        group.set("clip-path", f"url(#{clip.get('id')})")
        group.extend(parts)
        return [group]

    # --- Properties ------------------------------------------------------------------------------

    def _set(self, made: etree._Element, properties: Properties, around: Around, node: etree._Element) -> None:
        line = node.sourceline or 0
        _refuse(properties, line)
        for name in _WRITTEN:
            if name in properties:
                value = self._paint(properties[name], name, around, line, properties)
                made.set(name, value)
        for name in ("fill", "stroke"):
            share = properties.pop(f" {name}", "")
            if share:
                made.set(f"{name}-opacity", share)
        if "transform" in properties and properties["transform"] != "none":
            transform = plain_transform(properties["transform"])
            if not transform:
                raise Unsafe(f"the transform {properties['transform'][:40]}", line)
            made.set("transform", transform)
        self._set_clip(made, properties, around, node)

    def _paint(self, value: str, name: str, around: Around, line: int, properties: Properties) -> str:
        if name in ("stroke-width", "stroke-dashoffset"):
            return in_units(value, "r", around.view)
        if name == "stroke-dasharray":
            return " ".join(in_units(part, "r", around.view) for part in re.split(r"[\s,]+", value.strip()))
        if name not in ("fill", "stroke"):
            return value
        value = self.sheet.color(value, around)
        match = REFERENCE.match(value)
        if match is None:
            return value
        target, instead = self.sheet.parts.get(match[1]), self.sheet.color(match[2] or "none", around)
        if target is None:
            return instead
        local = str(target.tag).removeprefix(SVG)
        if local in GRADIENTS:
            return gradient(self.sheet, target, local, name, around, properties)
        if local == "pattern" and name == "fill":
            return "none"  # each shape has its own
        if local == "pattern":
            raise Unsafe("a pattern on a stroke", line, AS_PNG)
        if instead != "none":
            return instead
        raise Unsafe(f"a paint of the kind {local}", line, AS_PNG)

    def _set_markers(self, made: etree._Element, properties: Properties, around: Around) -> None:
        for place in ("marker-start", "marker-mid", "marker-end"):
            match = REFERENCE.match(properties.get(place, ""))
            node = self.sheet.parts.get(match[1]) if match else None
            if node is None or str(node.tag) != f"{SVG}marker" or str(node.get("id")) in around.copies:
                continue
            marker = self.sheet.define("marker", (str(node.get("id")), around.fill, around.stroke))
            if not len(marker):
                copy(node, marker, _MARKER)
                own = self.sheet.styles.properties(node)
                if own.get("overflow") in ("visible", "auto"):
                    marker.set("overflow", "visible")
                context = replace(self.sheet.apart(around, node), context=(around.fill, around.stroke))
                inside = self.sheet.inside(context, own, node)
                marker.extend(
                    self._group(
                        node,
                        {name: own[name] for name in own if name in _WRITTEN},
                        context,
                        list(self._children(node, inside)),
                    )
                )
            made.set(place, f"url(#{marker.get('id')})")

    # --- Clips and masks -------------------------------------------------------------------------

    def _set_clip(self, made: etree._Element, properties: Properties, around: Around, node: etree._Element) -> None:
        for name, kind in (("clip-path", "clipPath"), ("mask", "mask")):
            value = properties.get(name, "none")
            match = REFERENCE.match(value)
            if value != "none" and match is None:
                raise Unsafe(f"the {name} {value[:40]}", node.sourceline or 0)
            target = self.sheet.parts.get(match[1]) if match else None
            if target is None or str(target.tag) != f"{SVG}{kind}" or str(target.get("id")) in around.copies:
                continue
            if kind == "clipPath":
                put_clip(made, clip(self.sheet, target, node, around))
            else:
                self._mask(made, target, around)

    def _mask(self, made: etree._Element, node: etree._Element, around: Around) -> None:
        """A mask of white shapes cuts like a clip; another one weakens, which only a single shape takes in all forms."""
        line = node.sourceline or 0
        own = self.sheet.styles.properties(node)
        alpha = "alpha" in (own.get("mask-type", ""), node.get("mask-type") or "")
        apart = self.sheet.apart(around, node)
        inside = self.sheet.inside(apart, own, node)
        children = list(self._children(node, inside))
        if children and all(is_stencil(child, inside.fill, inside.stroke, alpha) for child in children):
            clip = self.sheet.define("clipPath", ("stencil", str(node.get("id"))))
            if not len(clip):
                clip.extend(outline(child) for child in children)
            put_clip(made, str(clip.get("id")))
            return
        if alpha or node.get("maskContentUnits") == "objectBoundingBox":
            raise Unsafe("a mask by opacity", line, FLATTEN)
        mask = self.sheet.define("mask", ("mask", str(node.get("id"))))
        if not len(mask):
            view = around.view
            whole = {"x": view.x, "y": view.y, "width": view.width, "height": view.height}
            mask.set("maskUnits", "userSpaceOnUse")
            for name, value in whole.items():
                given = node.get(name) if node.get("maskUnits") == "userSpaceOnUse" else None
                mask.set(name, given or f"{value:g}")
            looks = {name: own[name] for name in own if name in _WRITTEN}
            mask.extend(self._group(node, looks, apart, children))
        made.set("mask", f"url(#{mask.get('id')})")


def _is_for_all(child: etree._Element) -> bool:
    conditions = ("requiredExtensions", "requiredFeatures", "systemLanguage")
    named = str(child.tag).startswith(SVG) and str(child.tag) != f"{SVG}foreignObject"
    return named and not any(child.get(name) for name in conditions)


def _refuse(properties: Properties, line: int) -> None:
    """Raises Unsafe for what only some programs draw."""
    for name, plain in (("filter", "none"), ("mix-blend-mode", "normal"), ("vector-effect", "none")):
        if properties.get(name, plain) != plain:
            raise Unsafe(f"{name}: {properties[name][:40]}", line, f"take the effect away, or {AS_PNG}")
    if "transform" in properties and not re.fullmatch(
        r"(?:0(?:px|%)?\s*){1,2}|", properties.get("transform-origin", "")
    ):
        raise Unsafe("transform-origin", line, "apply the transform in the drawing program")
