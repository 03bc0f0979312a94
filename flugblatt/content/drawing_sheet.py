"""What is known while an SVG is written anew: its parts by their names, what parts inherit, and what has been defined.

Flow: tree -> Sheet -> new elements, counted, and definitions under numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from flugblatt.content.drawing_frames import Box
from flugblatt.content.drawing_styles import SVG, Properties, Styles, Unsafe, names

GEOMETRY = {
    "path": "d",
    "rect": "x y width height rx ry",
    "circle": "cx cy r",
    "ellipse": "cx cy rx ry",
    "line": "x1 y1 x2 y2",
    "polyline": "points",
    "polygon": "points",
}
TEXT = frozenset(["text", "tspan", "textPath", "tref", "flowRoot", "flowPara", "flowRegion"])
NOT_DRAWN = names(
    "script metadata title desc set view cursor color-profile font font-face animate animateColor animateMotion"
    " animateTransform mpath discard namedview"
)
REFERENCE = re.compile(r"url\(#([^)]*)\)\s*(.*)")
AS_PNG = "export the picture as PNG"
FLATTEN = "flatten the mask in the drawing program, or export the picture as PNG"
AS_PATHS = "export text as paths: Object to Path, Outlines, Convert to Curves"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DEEPEST, _MOST_PARTS = 60, 50_000  # chosen: far above any drawing, and far below what stops Python or fills a memory


@dataclass(frozen=True, slots=True)
class Around:
    """What a part inherits that must be known here: colours, whether it is seen, the frame, and the copies that it is in."""

    view: Box
    color: str = "#000000"
    fill: str = "#000000"
    stroke: str = "none"
    seen: bool = True
    depth: int = 0
    copies: tuple[str, ...] = ()
    context: tuple[str, str] = ("none", "none")
    """Fill and stroke of the shape that a marker is set on."""


@dataclass(slots=True)
class Sheet:
    """One SVG on its way to being written anew."""

    root: etree._Element
    styles: Styles = field(init=False)
    parts: dict[str, etree._Element] = field(init=False)
    defs: etree._Element = field(init=False)
    names: dict[tuple[str, ...], etree._Element] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        etree.strip_tags(self.root, etree.Comment, etree.PI)
        self.styles = Styles(self.root)
        self.parts = {}
        for node in self.root.iter():
            if node.get("id"):
                self.parts.setdefault(str(node.get("id")), node)
        self.defs = self.new("defs")

    def new(self, name: str) -> etree._Element:
        self.count += 1
        if self.count > _MOST_PARTS:
            raise Unsafe(f"more than {_MOST_PARTS:,} parts", 0, AS_PNG)
        return etree.Element(f"{SVG}{name}", nsmap={None: SVG[1:-1]})

    def inside(self, around: Around, properties: Properties, node: etree._Element) -> Around:
        """What the children of ``node`` inherit."""
        if around.depth > _DEEPEST:
            raise Unsafe(f"parts more than {_DEEPEST} deep within one another", node.sourceline or 0, "ungroup it")
        color = properties.get("color") or around.color
        color = around.color if color == "currentColor" else color
        seen = properties["visibility"] == "visible" if "visibility" in properties else around.seen
        inner = replace(around, color=color, seen=seen, depth=around.depth + 1)
        fill, stroke = (properties.get(name) or getattr(around, name) for name in ("fill", "stroke"))
        return replace(inner, fill=self.color(fill, inner), stroke=self.color(stroke, inner))

    def color(self, paint: str, around: Around) -> str:
        named = {"currentColor": around.color, "context-fill": around.context[0], "context-stroke": around.context[1]}
        return named.get(paint, paint)

    def target(self, node: etree._Element) -> etree._Element | None:
        address = (node.get("href") or node.get(_XLINK) or "").strip()
        if address and not address.startswith("#"):
            raise Unsafe(f"a reference to {address[:40]}", node.sourceline or 0, "embed what it refers to, as paths")
        return self.parts.get(address[1:])

    def chain(self, node: etree._Element) -> list[etree._Element]:
        """A gradient or pattern and those that it takes more from."""
        chain = [node]
        while (following := self.target(chain[-1])) is not None and following not in chain:
            chain.append(following)
        return chain

    def apart(self, around: Around, node: etree._Element) -> Around:
        """What is inherited where a part is only referenced: nothing but the colour and the frame."""
        inside = (*around.copies, str(node.get("id")))
        return replace(Around(around.view, around.color), depth=around.depth, copies=inside, context=around.context)

    def define(self, kind: str, key: tuple[str, ...]) -> etree._Element:
        """The definition for a key, new and empty where there is none yet, named by its number."""
        whole = (kind, *key)
        if whole not in self.names:
            self.names[whole] = self.new(kind)
            self.names[whole].set("id", f"{kind}-{len(self.names)}")
            self.defs.append(self.names[whole])
        return self.names[whole]


def copy(node: etree._Element, made: etree._Element, names: str) -> None:
    for name in names.split():
        value = node.get(name)
        if value is not None:
            made.set(name, " ".join(value.split()))
