"""How the parts of an SVG lie: lengths, transforms, and the frames of symbols and of drawings within drawings.

Flow: attributes -> numbers -> the transform that fits a view box into its frame (SVG 2, 8.2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import hypot, isfinite, sqrt

from lxml import etree

_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}
_UNITS |= {"rem": 16.0, "em": 16.0, "ex": 8.0, "ch": 8.0}
"""Lengths in px (CSS Values and Units 3, 6.2; 6.1 for those of a font, of which a drawing has the 16 px that all browsers take)."""
_LENGTH = re.compile(
    r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|q|rem|em|ex|ch|%)?\s*", re.IGNORECASE
)
_SMALLEST = 4  # user units, chosen: a view box of fewer counts in other units than px, as those of a map
_EVERYWHERE = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?:px|pt|pc|mm|cm|in|%)?\s*")
"""A length as every engine takes it: none that counts in parts of a font, or in Q."""


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


def length(text: str | None, whole: float, without: float) -> float:
    """A length in user units; ``whole`` is what 100% means, ``without`` stands for what is not given or not readable."""
    match = _LENGTH.fullmatch(text or "")
    if match is None:
        return without
    unit = (match[2] or "").lower()
    found = float(match[1]) * (whole / 100 if unit == "%" else _UNITS[unit])
    return found if isfinite(found) else without


def everywhere(text: str) -> bool:
    """Whether every engine takes a length as it is written."""
    return bool(_EVERYWHERE.fullmatch(text))


def in_units(text: str, name: str, view: Box) -> str:
    """A length of a shape, or of its stroke, as every engine takes it: shares are those of the frame that it stands in (SVG 2,
    8.9), which an engine may take from another."""
    if everywhere(text) and not ("%" in text and view.width):
        return text
    across = {"x": view.width, "w": view.width, "y": view.height, "h": view.height}
    side = next((across[letter] for letter in name[:2] if letter in across), hypot(view.width, view.height) / sqrt(2))
    return f"{length(text, side, 0):g}" if _LENGTH.fullmatch(text) else text


def size(root: etree._Element) -> tuple[float, float]:
    """Width and height of a drawing in px; one that is not given follows from the view box. Without both a drawing is shown in
    300 by 150 px (CSS Images 3, 4.2), and 0 stands for the two."""
    width, height = (
        max(0.0, length(root.get(name) if "%" not in (root.get(name) or "") else "", 0, 0))
        for name in ("width", "height")
    )
    box = view_box(root)
    if width and height:
        return width, height
    if box is None:
        return (width or 300.0, height or 150.0) if width or height else (0.0, 0.0)
    if width or height:
        scale = width / box.width if width else height / box.height
        return box.width * scale, box.height * scale
    scale = 1.0 if max(box.width, box.height) >= _SMALLEST else 300 / box.width
    return box.width * scale, box.height * scale


def view_box(node: etree._Element) -> Box | None:
    parts = re.split(r"[\s,]+", (node.get("viewBox") or "").strip())
    try:
        x, y, width, height = (float(part) for part in parts)
    except ValueError:
        return None
    return Box(x, y, width, height) if width > 0 and height > 0 and isfinite(x + y + width + height) else None


def fitting(frame: Box, inner: Box | None, ratio: str) -> str:
    """The transform that brings ``inner`` into ``frame``."""
    if inner is None:
        return f"translate({frame.x:g} {frame.y:g})" if frame.x or frame.y else ""
    align, _, meet = (ratio or "xMidYMid meet").strip().removeprefix("defer ").partition(" ")
    across, down = frame.width / inner.width, frame.height / inner.height
    if align != "none":
        across = down = max(across, down) if meet.strip() == "slice" else min(across, down)
    shares = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    left, top = (0.0, 0.0) if align == "none" else (shares.get(align[1:4], 0.5), shares.get(align[5:8], 0.5))
    x = frame.x + left * (frame.width - across * inner.width) - across * inner.x
    y = frame.y + top * (frame.height - down * inner.height) - down * inner.y
    return f"matrix({across:g} 0 0 {down:g} {x:g} {y:g})"


def plain_transform(value: str) -> str:
    """A transform in the notation of SVG 1.1; empty where it has units or functions that this does not know."""
    plain = re.sub(r"(?<=[\d.])(?:px|deg)\b", "", value).strip()
    known = r"(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([-+\d.eE,\s]*\)"
    return plain if re.fullmatch(rf"(?:{known}[\s,]*)*", plain) else ""
