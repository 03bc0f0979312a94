"""What shapes are painted with: colours, and gradients, which are defined once and drawn alike everywhere.

Flow: a paint of an element -> the colour itself, or a reference to a new definition.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.content.drawing_frames import length
from flugblatt.content.drawing_gradients import Stop, even_stops, set_lengths
from flugblatt.content.drawing_sheet import AS_PNG, Around, Sheet, copy
from flugblatt.content.drawing_styles import SVG, Properties, Unsafe
from flugblatt.content.drawing_tiles import bounds

GRADIENTS = {
    "linearGradient": "x1 y1 x2 y2 gradientUnits gradientTransform spreadMethod",
    "radialGradient": "cx cy r fx fy gradientUnits gradientTransform spreadMethod",
}


def gradient(sheet: Sheet, node: etree._Element, local: str, paint: str, around: Around, properties: Properties) -> str:
    chain = sheet.chain(node)
    stops = next((found for one in chain if (found := one.findall(f"{SVG}stop"))), list[etree._Element]())
    looks = [_stop(sheet, stop, around) for stop in stops]
    if not looks:
        return "none"
    if len(looks) == 1:
        opacity = looks[0].opacity * float(properties.get(f"{paint}-opacity", "1"))
        properties[f" {paint}"] = f"{opacity:g}" if opacity < 1 else ""
        return looks[0].color
    made = sheet.define(local, (str(node.get("id")), around.color))
    if not len(made):
        for one in reversed(chain):
            copy(one, made, GRADIENTS[local])
        set_lengths(made, around.view)
        _demand_one_centre(made, node)
        for look in even_stops(looks):
            stop = sheet.new("stop")
            stop.set("offset", f"{look.offset:g}")
            stop.set("stop-color", look.color)
            if look.opacity < 1:
                stop.set("stop-opacity", f"{look.opacity:g}")
            made.append(stop)
    return f"url(#{made.get('id')})"


def _demand_one_centre(made: etree._Element, node: etree._Element) -> None:
    """Raises Unsafe for a gradient that goes out from beside its centre and begins again, which engines draw otherwise."""
    again = made.get("spreadMethod", "pad") != "pad"
    if again and any(made.get(f"f{axis}", made.get(f"c{axis}")) != made.get(f"c{axis}") for axis in "xy"):
        raise Unsafe("a gradient from beside its centre that begins again", node.sourceline or 0, AS_PNG)


def demand_extent(sheet: Sheet, made: etree._Element) -> None:
    """Raises Unsafe for a gradient that is measured by the box of its shape on a shape whose box has no width or no height: nothing
    of it is painted by some, and the shape by others (SVG 2, 13.2)."""
    box = bounds(made)
    for name in ("fill", "stroke"):
        paint = made.get(name) or ""
        for defined in sheet.defs if not (box.width and box.height) else ():
            shares = defined.get("gradientUnits", "objectBoundingBox") == "objectBoundingBox"
            if paint == f"url(#{defined.get('id')})" and shares and str(defined.tag).removeprefix(SVG) in GRADIENTS:
                raise Unsafe(f"a gradient in shares of a line ({name})", 0, "give the line a plain colour")


def _stop(sheet: Sheet, node: etree._Element, around: Around) -> Stop:
    said = sheet.styles.properties(node)
    color = sheet.color(said.get("stop-color", "#000000"), around)
    return Stop(length(node.get("offset"), 1, 0), color, float(said.get("stop-opacity", "1")))
