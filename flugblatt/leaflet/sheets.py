"""Sheets: the values of a leaflet's geometry, and which panel stands where on every sheet.

Flow: a format of the table -> ``imposition`` -> the sheets of an edition, its direction and number of pages known. Millimetres;
the origin is the top left corner of the open, trimmed sheet as one looks at that side; the front is outside when folded.
Text sizes are points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from flugblatt.model import Direction

Side = Literal["front", "back"]
Axis = Literal["x", "y"]
Rows = tuple[tuple[int, ...], ...]

ROLES = ("cover", "body", "quote", "back")


@dataclass(frozen=True, slots=True)
class Panel:
    """One trimmed panel, ``number`` counted from 1 in reading order. ``role`` joins several words of ``ROLES`` by +."""

    number: int
    width: float
    height: float
    role: str

    @property
    def roles(self) -> tuple[str, ...]:
        """What the panel is for, from top to bottom."""
        return tuple(self.role.split("+"))


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a side of a sheet; panel 0 is an empty one. ``turned``: the panel stands upside down. Within its place it is set
    so many mm ``off`` to the right."""

    panel: int
    x: float
    y: float
    width: float
    height: float
    turned: bool = False
    off: float = 0.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open, trimmed sheet, ``number`` counted from 1, the outermost first. A sheet printed on one side has no ``back``."""

    number: int
    width: float
    height: float
    front: tuple[Slot, ...]
    back: tuple[Slot, ...]

    def side(self, side: Side) -> tuple[Slot, ...]:
        return self.front if side == "front" else self.back

    @property
    def sides(self) -> tuple[Side, ...]:
        return ("front", "back") if self.back else ("front",)


@dataclass(frozen=True, slots=True)
class Fold:
    """A fold as seen on one side: at ``x`` from the left or ``y`` from the top, towards the side ``to``.

    Folds stand in the order of folding, each once for each side. On the side that it is folded to it is a valley.
    """

    side: Side
    axis: Axis
    at: float
    to: Side


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut as seen on one side."""

    side: Side
    axis: Axis
    at: float


Line = TypeVar("Line", Fold, Cut)


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table. ``panels`` of a booklet are those of its least form, four pages.

    ``rows_front`` and ``rows_back`` are panel numbers, left to right in rows from top to bottom, of a left-to-right edition;
    ``turned`` names the panels that stand upside down; ``flip`` is empty where one side is printed.
    ``excerpt``: a poster, which bears so many sentences of the text; 0 where a format bears the whole.
    """

    key: str
    product: str
    german: str
    closed: tuple[float, float]
    open: tuple[float, float]
    panels: tuple[Panel, ...]
    rows_front: Rows
    rows_back: Rows
    turned: tuple[int, ...]
    folds: tuple[Fold, ...]
    cuts: tuple[Cut, ...]
    flip: Literal["short", "long", ""]
    booklet: bool
    excerpt: int
    smallest: float
    largest: float
    leading: tuple[float, float]


@dataclass(frozen=True, slots=True)
class OutputCondition:
    """A printing condition by its registered name; ``total_ink`` in percent; ``profile`` is a file of styles/icc/; ``surface`` is
    "coated", "uncoated" or not said."""

    key: str
    condition: str
    registry: str
    profile: str
    total_ink: float
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: ``grams`` on a square metre, ``volume`` in cm³/g; its own printing condition, or none."""

    key: str
    says: str
    german: str
    grams: float
    volume: float
    surface: str
    output_condition: OutputCondition | None = None

    @property
    def thickness(self) -> float:
        """In mm."""
        return self.grams * self.volume / 1000


@dataclass(frozen=True, slots=True)
class Shop:
    """What a print shop takes. ``bleed``, ``safe`` and ``fold_safe`` in mm; ``output_condition`` is that of the paper, where it has
    one; ``spot`` names the ink that it prints the accent with, instead of the four."""

    key: str
    says: str
    bleed: float
    marks: bool
    output_condition: OutputCondition
    booklets: Literal["pages", "spreads"]
    safe: float
    fold_safe: float
    paper: Paper | None = None
    spot: str = ""


def form_of(format: Format, file: str) -> str:
    """The name of a file of a format ("read", "office", "press" …) among the forms of its edition: identifiers are made from it."""
    return f"leaflet/{format.key}.{file}"


def panels_of(format: Format, pages: int = 0) -> tuple[Panel, ...]:
    """The panels in reading order; for a booklet of so many pages (a multiple of four), else as the table has them.

    Raises ValueError for a number of pages that the format does not have.
    """
    if not format.booklet:
        if pages not in (0, len(format.panels)):
            raise ValueError(f"{format.key} has {len(format.panels)} panels, not {pages}")
        return format.panels
    pages = pages or len(format.panels)
    if pages < 4 or pages % 4:
        raise ValueError(f"{format.key} has a multiple of four pages, not {pages}")
    first, inner, last = format.panels[0], format.panels[1], format.panels[-1]
    middle = tuple(replace(inner, number=number) for number in range(2, pages))
    return (first, *middle, replace(last, number=pages))


def imposition(format: Format, pages: int = 0, direction: Direction = "ltr") -> tuple[Sheet, ...]:
    """The sheets of the format, the outermost first. ``direction`` rtl mirrors panel order and binding.

    Raises ValueError for a number of pages that the format does not have.
    """
    panels = panels_of(format, pages)
    if format.booklet:
        last = len(panels)
        order: list[tuple[Rows, Rows]] = [
            (((last - 2 * at, 1 + 2 * at),), ((2 + 2 * at, last - 1 - 2 * at),)) for at in range(last // 4)
        ]  # saddle stitch: the sheets lie in one another
    else:
        order = [(format.rows_front, format.rows_back)]
    sheets = []
    for number, (front, back) in enumerate(order, 1):
        sides = tuple(_placed(rows, panels, format) for rows in (front, back))
        if direction == "rtl":
            sides = tuple(_mirrored(side, format.open[0]) for side in sides)
        sheets.append(Sheet(number, *format.open, *sides))
    return tuple(sheets)


def set_off(sheets: tuple[Sheet, ...], thickness: float) -> tuple[Sheet, ...]:
    """The sheets of a booklet, which lie in one another: each pushes those in it outwards by its ``thickness`` in mm, so their
    pages are set off as much towards the fold, and all have the same margins."""

    def moved(sheet: Sheet, slot: Slot) -> Slot:
        way = 1 if slot.x + slot.width / 2 < sheet.width / 2 else -1
        return replace(slot, off=_tidy(way * (sheet.number - 1) * thickness))

    return tuple(
        replace(
            sheet,
            front=tuple(moved(sheet, slot) for slot in sheet.front),
            back=tuple(moved(sheet, slot) for slot in sheet.back),
        )
        for sheet in sheets
    )


def spreads(format: Format, pages: int, direction: Direction = "ltr") -> tuple[Sheet, ...]:
    """A booklet as its reader opens it, each spread a one-sided sheet: cover with back, then every pair of facing pages."""
    panels = panels_of(format, pages)
    pairs = [(len(panels), 1), *((number, number + 1) for number in range(2, len(panels), 2))]
    sheets = []
    for number, pair in enumerate(pairs, 1):
        side = _placed((pair,), panels, format)
        sheets.append(Sheet(number, *format.open, _mirrored(side, format.open[0]) if direction == "rtl" else side, ()))
    return tuple(sheets)


def single_pages(format: Format, pages: int) -> tuple[Sheet, ...]:
    """Every panel as a one-sided sheet of its own, in reading order."""
    return tuple(
        Sheet(panel.number, panel.width, panel.height, (Slot(panel.number, 0, 0, panel.width, panel.height),), ())
        for panel in panels_of(format, pages)
    )


def folds_of(format: Format, direction: Direction = "ltr") -> tuple[Fold, ...]:
    """The folds of a sheet in the order of folding, on both sides."""
    return _read_in(direction, format.folds, format.open[0])


def cuts_of(format: Format, direction: Direction = "ltr") -> tuple[Cut, ...]:
    """The cuts of a sheet on both sides."""
    return _read_in(direction, format.cuts, format.open[0])


def _read_in(direction: Direction, lines: tuple[Line, ...], width: float) -> tuple[Line, ...]:
    turned = direction == "rtl"
    return tuple(replace(line, at=width - line.at) if turned and line.axis == "x" else line for line in lines)


def turning_axis(format: Format) -> Axis:
    """The line about which the printed sheet is turned over: "y" for an upright line (left and right change sides)."""
    width, height = format.open
    upright = (height <= width) if format.flip == "short" else (height >= width)
    return "y" if upright or not format.flip else "x"


def _placed(rows: Rows, panels: tuple[Panel, ...], format: Format) -> tuple[Slot, ...]:
    by_number = {panel.number: panel for panel in panels}
    slots = []
    y = 0.0
    for row in rows:
        x, tallest = 0.0, 0.0
        for number in row:
            panel = by_number.get(number)
            width, height = (panel.width, panel.height) if panel else format.closed
            slots.append(Slot(number, _tidy(x), _tidy(y), width, height, number in format.turned))
            x, tallest = x + width, max(tallest, height)
        y += tallest
    return tuple(slots)


def _mirrored(side: tuple[Slot, ...], width: float) -> tuple[Slot, ...]:
    return tuple(replace(slot, x=_tidy(width - slot.x - slot.width)) for slot in side)


def _tidy(value: float) -> float:
    return round(value, 4)
