"""Colour spaces and colours as a press sees them: which family, and how much of each ink.

Flow: operand or array (ISO 32000-1, 8.6) -> ``space`` -> ``Space`` -> ``Colour`` with the share of C, M, Y and K.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from pikepdf import Array, Dictionary, Name, Stream

Family = Literal["gray", "cmyk", "rgb", "lab", "all", "none", "spot", "pattern", "unknown"]
Inks = tuple[float, float, float, float]

SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
"""The short names of inline images (ISO 32000-1, 8.9.7)."""
PROCESS = {"/Cyan": 0, "/Magenta": 1, "/Yellow": 2, "/Black": 3}
NO_INK: Inks = (0.0, 0.0, 0.0, 0.0)
DEEPEST = 8  # chosen: an Indexed space of a Separation on an ICCBased one is three deep


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space. ``behind`` names the families of the spaces that it is built on: base, alternate, underlying.

    ``plates`` are the plates (0 to 3) that its components print on, where they are process inks by name. ``full`` is what a full
    ink of its own stands for in the four, where that can be read.
    """

    family: Family
    name: str
    components: int
    behind: tuple[Family, ...] = ()
    plates: tuple[int, ...] = ()
    full: Inks | None = None


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as it is set: its space, the values, and the share of each ink from 0 to 1 (None where none is known).

    ``pattern`` names the resource that is painted instead of a colour.
    """

    space: Space
    values: tuple[float, ...] = ()
    inks: Inks | None = None
    pattern: str = ""

    @property
    def only_black(self) -> bool:
        return self.inks is not None and max(self.inks[:3]) == 0 and self.inks[3] > 0


GRAY = Space("gray", "DeviceGray", 1)
RGB = Space("rgb", "DeviceRGB", 3)
CMYK = Space("cmyk", "DeviceCMYK", 4)
UNKNOWN = Space("unknown", "unknown", 0)
BLACK = Colour(GRAY, (0.0,), (0.0, 0.0, 0.0, 1.0))
"""What a page begins with (ISO 32000-1, 8.4.1)."""


def space(value: Any, named: Any = None, depth: int = 0) -> Space:
    """The colour space of a name or an array; ``named`` is the ColorSpace resource that names are looked up in."""
    if depth > DEEPEST or value is None:
        return UNKNOWN
    if isinstance(value, Name):
        name = SHORT.get(str(value), str(value))
        match name:
            case "/DeviceGray" | "/CalGray":
                return GRAY
            case "/DeviceRGB" | "/CalRGB":
                return Space("rgb", name[1:], 3)
            case "/DeviceCMYK":
                return CMYK
            case "/Lab":
                return Space("lab", "Lab", 3)
            case "/Pattern":
                return Space("pattern", "Pattern", 0)
        known = named.get(name) if isinstance(named, Dictionary) else None
        return space(known, None, depth + 1) if known is not None else UNKNOWN
    if not isinstance(value, Array) or not len(value):
        return UNKNOWN
    return _of_array(value, named, depth)


def _of_array(value: Any, named: Any, depth: int) -> Space:
    kind = SHORT.get(str(value[0]), str(value[0]))
    match kind:
        case "/ICCBased":
            count = int(value[1].get("/N", 0))
            families: dict[int, Family] = {1: "gray", 3: "rgb", 4: "cmyk"}
            family = families.get(count, "unknown")
            if count == 3 and isinstance(value[1], Stream) and value[1].read_bytes()[16:20] == b"Lab ":
                family = "lab"
            return Space(family, f"ICCBased of {count} components", count)
        case "/Indexed":
            base = space(value[1], named, depth + 1)
            return Space(base.family, f"Indexed {base.name}", 1, (base.family, *base.behind))
        case "/Separation":
            made = _separation([str(value[1])], space(value[2], named, depth + 1))
            return replace(made, full=full_inks(value[3])) if made.family == "spot" else made
        case "/DeviceN":
            return _separation([str(name) for name in value[1]], space(value[2], named, depth + 1))
        case "/Pattern":
            under = space(value[1], named, depth + 1) if len(value) > 1 else None
            behind = (under.family, *under.behind) if under else ()
            return Space("pattern", "Pattern", under.components if under else 0, behind)
        case "/CalRGB" | "/Lab" | "/CalGray" | "/DeviceGray" | "/DeviceRGB" | "/DeviceCMYK":
            return space(value[0], named, depth + 1)
    return UNKNOWN


def _separation(names: list[str], alternate: Space) -> Space:
    behind = (alternate.family, *alternate.behind)
    told = ", ".join(name[1:] for name in names)
    if names == ["/All"]:
        return Space("all", "Separation All", 1, behind)
    if set(names) <= {"/None"}:
        return Space("none", f"Separation {told}", len(names), behind)
    if set(names) <= set(PROCESS):
        return Space("cmyk", f"DeviceN {told}", len(names), behind, tuple(PROCESS[name] for name in names))
    return Space("spot", f"Separation {told}", len(names), behind)


def full_inks(transform: Any) -> Inks | None:
    """The inks that a tint transform gives for a full ink; None for a function of another kind, or one that begins with ink."""
    if not isinstance(transform, Dictionary) or transform.get("/FunctionType") != 2 or "/C1" not in transform:
        return None
    none, full = (tuple(float(value) for value in transform.get(key, ())) for key in ("/C0", "/C1"))
    return (full[0], full[1], full[2], full[3]) if len(full) == 4 and len(none) == 4 and not any(none) else None


def colour(of: Space, values: tuple[float, ...]) -> Colour:
    """A colour of a space. Values beyond a space's range are brought back into it (ISO 32000-1, 8.6.4.1)."""
    held = tuple(min(1.0, max(0.0, value)) for value in values)
    inks: Inks | None = None
    if of.behind and of.family in ("gray", "cmyk", "rgb") and not of.plates:
        return Colour(of, values)  # Indexed: a number in a table, not an ink
    if of.family == "gray" and len(held) == 1:
        inks = (0.0, 0.0, 0.0, 1 - held[0])
    elif of.plates and len(held) == len(of.plates):
        one = dict(zip(of.plates, held, strict=True))
        inks = (one.get(0, 0.0), one.get(1, 0.0), one.get(2, 0.0), one.get(3, 0.0))
    elif of.family == "cmyk" and len(held) == 4:
        inks = (held[0], held[1], held[2], held[3])
    elif of.family == "all" and len(held) == 1:
        inks = (held[0], held[0], held[0], held[0])
    elif of.family == "none":
        inks = NO_INK
    elif of.full and len(held) == 1:
        inks = (of.full[0] * held[0], of.full[1] * held[0], of.full[2] * held[0], of.full[3] * held[0])
    return Colour(of, held, inks)


def initial(of: Space) -> Colour:
    """The colour that ``cs`` sets (ISO 32000-1, 8.6.8)."""
    if of.family == "cmyk" and not of.plates:
        return colour(of, (0.0, 0.0, 0.0, 1.0))
    if of.family in ("gray", "rgb", "lab"):
        return colour(of, (0.0,) * of.components)
    return colour(of, (1.0,) * of.components)


def is_foreign(of: Space) -> str:
    """The family that has no place on a press, in the space or behind it; empty where there is none."""
    for family in (of.family, *of.behind):
        if family in ("rgb", "lab"):
            return {"rgb": "RGB", "lab": "Lab"}[family]
    return ""
