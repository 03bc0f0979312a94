"""Where everything must stand on the pages of a leaflet, worked out again from the format table.

Flow: table -> ``read`` -> ``Layout`` (format and shop) -> ``sides``: for each page of the file its size, panels, folds and
cuts. Shares nothing with the room that makes leaflets but the table, which is data.

All measures are mm; the origin is the top left corner of the trimmed page, y grows downwards.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, cast

from flugblatt import resources
from flugblatt.model import Direction

INK_LIMIT = 300.0  # percent; FOGRA39, coated paper, where a condition names none

Kind = str
"""The form of a leaflet file in the table of targets: "read", "office", "office-white", "dummy" or "press"."""
Edge = Literal["short", "long", ""]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel must stand; ``panel`` counts panels in reading order from 1, 0 is an empty place.

    ``turned``: it stands upside down. In an office booklet it is set ``off`` towards the fold, by the sheets around its own; to
    the right where that is more than nothing.
    """

    panel: int
    x: float
    y: float
    width: float
    height: float
    turned: bool = False
    off: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A fold or a cut across the whole page: at ``at`` from the left edge, or from the top edge where ``across``."""

    at: float
    across: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One page of the file: a side of a sheet, or a single panel."""

    width: float
    height: float
    places: tuple[Place, ...]
    folds: tuple[Line, ...] = ()
    cuts: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A format and a shop as the table has them. ``front``, ``back``: panels in rows from top to bottom.

    ``roles`` are those of each panel; of a booklet those of the first, every inner and the last page. ``thickness`` is that of a
    sheet of office paper, in mm; ``spot`` the ink that the shop prints the accent with, empty where it has none.
    """

    key: str
    product: tuple[float, float]
    sheet: tuple[float, float]
    panels: int
    roles: tuple[tuple[str, ...], ...]
    sizes: tuple[tuple[float, float], ...]
    front: tuple[tuple[int, ...], ...]
    back: tuple[tuple[int, ...], ...]
    turned: tuple[int, ...]
    folds: tuple[tuple[Line, Line], ...]
    cuts: tuple[Line, ...]
    flip: Edge
    booklet: bool
    excerpt: int
    bleed: float
    marks: bool
    condition: str
    registry: str
    profile: str
    total_ink: float
    spreads: bool
    safe: float
    fold_safe: float
    thickness: float
    spot: str


class Unknown(Exception):
    """The table has no such format or shop."""


def formats() -> tuple[str, ...]:
    """The formats of the table, in its order."""
    return tuple(resources.rows("formats")["formats"])


def read(format_key: str, shop_key: str) -> Layout:
    """The layout of a format for a shop (the default where ``shop_key`` is empty). Raises Unknown."""
    table = resources.rows("formats")
    shop_key = shop_key or "default"
    if format_key not in table["formats"]:
        raise Unknown(f"a format that styles/formats.toml has; found {format_key!r}")
    if shop_key not in table["shops"]:
        raise Unknown(f"a print shop that styles/formats.toml has; found {shop_key!r}")
    entry, shop = table["formats"][format_key], table["shops"][shop_key]
    papers = table.get("papers", {})
    named = papers.get(shop.get("paper", ""), {}).get("output_condition", "") or shop["output_condition"]
    condition = table.get("output_conditions", {}).get(named, {})
    office = papers.get(table.get("office", ""), {})
    closed = _pair(entry["closed"])
    booklet = bool(entry.get("booklet", False))
    count = 0 if booklet else len(entry["roles"])
    widths = [float(width) for width in entry.get("widths", [closed[0]] * count)]
    heights = [float(height) for height in entry.get("heights", [closed[1]] * count)]
    cuts = entry.get("cuts", {})
    return Layout(
        key=format_key,
        product=closed,
        sheet=_pair(entry["open"]),
        panels=count,
        roles=tuple(tuple(str(role).split("+")) for role in entry["roles"]),
        sizes=tuple(zip(widths, heights, strict=True)),
        front=_rows(entry.get("front", [])),
        back=_rows(entry.get("back", [])),
        turned=tuple(int(panel) for panel in entry.get("turned", [])),
        folds=tuple(_fold(fold) for fold in entry.get("folds", [])),
        cuts=(
            *(Line(float(at), False) for at in cuts.get("x", [])),
            *(Line(float(at), True) for at in cuts.get("y", [])),
        ),
        flip=cast(Edge, entry.get("flip", "")),
        booklet=booklet,
        excerpt=int(entry.get("excerpt", 0)),
        bleed=float(shop["bleed"]),
        marks=bool(shop["marks"]),
        condition=str(named),
        registry=str(condition.get("registry", "")),
        profile=str(condition.get("profile", "")),
        total_ink=float(condition.get("total_ink", INK_LIMIT)),
        spreads=shop.get("booklets", "pages") == "spreads",
        safe=float(shop.get("safe", 5)),
        fold_safe=float(shop.get("fold_safe", 5)),
        thickness=float(office.get("grams", 0)) * float(office.get("volume", 0)) / 1000,
        spot=str(shop.get("spot", "")),
    )


def sides(layout: Layout, kind: Kind, panels: int, direction: Direction) -> tuple[Side, ...]:
    """The pages that a file of this kind must have. ``panels`` is the number of a booklet's pages.

    A right-to-left edition is the mirror image of a left-to-right one.
    """
    count = panels if layout.booklet else layout.panels
    if kind == "read" or (kind == "press" and layout.booklet and not layout.spreads):
        sizes = [layout.product] * count if layout.booklet else list(layout.sizes)
        return tuple(Side(*size, (Place(number, 0, 0, *size),)) for number, size in enumerate(sizes, 1))
    found = _booklet(layout, count, readers=kind == "press") if layout.booklet else _sheet(layout)
    return tuple(_mirrored(side) for side in found) if direction == "rtl" else found


def back_faults(layout: Layout, panels: int, direction: Direction) -> tuple[str, ...]:
    """What is wrong with the backs: turned over the edge that ``flip`` names, each panel needs one as large behind it.

    Turning over an upright edge mirrors the sheet from left to right, and nothing stands on its head; the upright edge is
    the short one of a wide sheet and the long one of a tall sheet. Turning over the other edge mirrors it from top to
    bottom, and all stands on its head.
    """
    pages = sides(layout, "office", panels, direction)
    if not layout.flip or len(pages) < 2:
        return ()
    upright = layout.flip == ("short" if layout.sheet[0] > layout.sheet[1] else "long")
    found: list[str] = []
    for front, back in zip(pages[::2], pages[1::2], strict=False):
        for place in front.places:
            behind = _behind(place, front, upright)
            if behind not in [replace(other, panel=0) for other in map(_rounded, back.places)]:
                head = "" if behind.turned == place.turned else ", on its head"
                size = f"{place.width:g} × {place.height:g} mm"
                found.append(
                    f"a panel of {size} behind panel {place.panel}{head}, where the sheet is turned over its {layout.flip} "
                    "edge; found none"
                )
        if sorted(_seen_from_behind(front, upright)) != sorted((line.across, round(line.at, 2)) for line in back.folds):
            found.append("the same folds on both sides of the sheet; found them at different places")
    return tuple(found)


def _behind(place: Place, front: Side, upright: bool) -> Place:
    x = front.width - place.x - place.width if upright else place.x
    y = place.y if upright else front.height - place.y - place.height
    return _rounded(replace(place, panel=0, x=x, y=y, turned=place.turned != (not upright)))


def _seen_from_behind(front: Side, upright: bool) -> list[tuple[bool, float]]:
    found: list[tuple[bool, float]] = []
    for line in front.folds:
        stays = line.across == upright
        length = front.height if line.across else front.width
        found.append((line.across, round(line.at if stays else length - line.at, 2)))
    return found


def _rounded(place: Place) -> Place:
    x, y, width, height = (round(value, 2) for value in (place.x, place.y, place.width, place.height))
    return replace(place, x=x, y=y, width=width, height=height, off=0.0)


def roles_of(layout: Layout, panel: int, panels: int) -> tuple[str, ...]:
    """What a panel is for, of so many."""
    if not layout.booklet:
        return layout.roles[panel - 1]
    return layout.roles[0] if panel == 1 else layout.roles[-1] if panel == panels else layout.roles[1]


def copies(side: Side) -> int:
    """How often the panels of a side stand on it."""
    numbers = [place.panel for place in side.places if place.panel]
    return max((numbers.count(number) for number in numbers), default=1)


# --- Sheets --------------------------------------------------------------------------------------


def _sheet(layout: Layout) -> tuple[Side, ...]:
    width, height = layout.sheet
    fronts = tuple(front for front, _ in layout.folds)
    found = [Side(width, height, _places(layout, layout.front), fronts, layout.cuts)]
    if layout.back:
        cuts = tuple(line if line.across else Line(width - line.at, False) for line in layout.cuts)
        found.append(Side(width, height, _places(layout, layout.back), tuple(back for _, back in layout.folds), cuts))
    return tuple(found)


def _places(layout: Layout, rows: tuple[tuple[int, ...], ...]) -> tuple[Place, ...]:
    found: list[Place] = []
    y = 0.0
    for row in rows:
        x, tallest = 0.0, 0.0
        for panel in row:
            width, height = layout.sizes[panel - 1] if panel else layout.product
            found.append(Place(panel, x, y, width, height, panel in layout.turned))
            x, tallest = x + width, max(tallest, height)
        y += tallest
    return tuple(found)


def _booklet(layout: Layout, count: int, readers: bool) -> tuple[Side, ...]:
    """Sheets of four pages, the outermost first; for ``readers`` the pages that lie side by side in the open booklet."""
    width, height = layout.product
    fold = (Line(width, False),)

    def pair(left: int, right: int, off: float = 0.0) -> Side:
        places = (Place(left, 0, 0, width, height, off=off), Place(right, width, 0, width, height, off=-off))
        return Side(2 * width, height, places, fold)

    if readers:
        return (pair(count, 1), *(pair(left, left + 1) for left in range(2, count, 2)))
    found: list[Side] = []
    for first in range(1, count // 2, 2):
        last = count + 1 - first
        off = (first - 1) / 2 * layout.thickness
        found += [pair(last, first, off), pair(first + 1, last - 1, off)]
    return tuple(found)


def _mirrored(side: Side) -> Side:
    def turn(line: Line) -> Line:
        return line if line.across else Line(side.width - line.at, False)

    places = tuple(replace(place, x=side.width - place.x - place.width, off=-place.off) for place in side.places)
    return replace(side, places=places, folds=tuple(map(turn, side.folds)), cuts=tuple(map(turn, side.cuts)))


# --- The table -----------------------------------------------------------------------------------


def _pair(value: Any) -> tuple[float, float]:
    return float(value[0]), float(value[1])


def _rows(value: Any) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(panel) for panel in row) for row in value)


def _fold(entry: Any) -> tuple[Line, Line]:
    across = bool(entry.get("across", False))
    front = float(entry["front"])
    return Line(front, across), Line(float(entry.get("back", front)), across)
