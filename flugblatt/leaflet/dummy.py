"""The dummy: a sheet to print in the office and fold by hand, before anybody pays for print.

Flow: sheets, folds and cuts -> a page for each side with the number of each panel, an arrow to its head, every fold with its
order, way and measure -> PDF, the same size and turned over the same edge as the office file. It says figures and letters, no word:
sheet 1 has the sides 1A and 1B. A fold towards you is dashed, a fold away from you is dashed and dotted, as origami draws them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name

from flugblatt.leaflet.impose import OFFICE_VERSION, box, duplex, written
from flugblatt.leaflet.sheets import Cut, Fold, Format, Sheet, Side, Slot, cuts_of, folds_of, imposition
from flugblatt.model import Direction
from flugblatt.typeset import engine

FAMILY = "Alegreya Sans"
INK, GREY, TINT = "#1C1A19", "#5F5A56", "#FAEEE8"
RED = "#C5202F"
INSET = 9.0  # mm, like what follows, chosen by eye
REACH = 11.0
ARROW_AT = 33.0
VALLEY, MOUNTAIN = "4 2", "6 1.6 0.8 1.6"
SIDE_LETTERS: dict[Side, str] = {"front": "A", "back": "B"}


def dummy(format: Format, pages: int, direction: Direction) -> bytes:
    """The dummy of the format, of ``pages`` panels, as PDF. The same bytes for the same format."""
    sheets = imposition(format, pages, direction)
    html = _page(format, sheets, direction)
    with pikepdf.open(io.BytesIO(engine.picture(html, (FAMILY,), ()))) as pdf:
        for page in pdf.pages:
            page.MediaBox = page.TrimBox = box(0, 0, *format.open)
            if "/BleedBox" in page.obj:
                del page.obj["/BleedBox"]
        pdf.Root.ViewerPreferences = Dictionary(
            PrintScaling=Name("/None"), PickTrayByPDFSize=True, Duplex=Name(duplex(format))
        )
        return written(pdf, OFFICE_VERSION)


def _page(format: Format, sheets: tuple[Sheet, ...], direction: Direction) -> str:
    width, height = format.open
    style = (
        f"@page{{size:{width}mm {height}mm;margin:0}}"
        f"body{{margin:0;color:{INK};font-family:'{FAMILY}';font-variant-numeric:lining-nums}}"
        f"section{{position:relative;width:{width}mm;height:{height}mm;break-after:page}}section:last-child{{break-after:auto}}"
        "p{position:absolute;margin:0;text-align:center;white-space:pre}svg{position:absolute;left:0;top:0}"
    )
    sections = "".join(
        f"<section>{_side(format, sheet, side, direction)}</section>" for sheet in sheets for side in sheet.sides
    )
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><style>{style}</style></head><body>{sections}</body></html>"
    )


def _side(format: Format, sheet: Sheet, side: Side, direction: Direction) -> str:
    slots = sheet.side(side)
    folds = [fold for fold in folds_of(format, direction) if fold.side == side]
    cuts = [cut for cut in cuts_of(format, direction) if cut.side == side]
    drawn = [*(_tint(slot) for slot in slots if slot.panel == 1), *_edges(slots)]
    words = [part for slot in slots if slot.panel for part in _panel(slot)]
    for slot in slots:
        drawn.append(_head(slot))
    for number, fold in enumerate(folds, 1):
        drawn += _fold(fold, sheet, _from_start(fold, slots))
        words += _fold_figures(fold, number)
    for cut in cuts:
        drawn.append(_across(cut, sheet, "", INK, 0.35))
        words.append(_measure(cut))
    drawn += _widths(slots, sheet)
    words += _width_figures(slots, sheet)
    words.append(_text(f"{sheet.number}{SIDE_LETTERS[side]}", 3.0, 5.5, 16, 14, 700, GREY))
    wide, tall = sheet.width, sheet.height
    picture = f"<svg width='{wide}mm' height='{tall}mm' viewBox='0 0 {wide} {tall}'>{''.join(drawn)}</svg>"
    return picture + "".join(words)


# --- Panels --------------------------------------------------------------------------------------


def _tint(slot: Slot) -> str:
    return f"<rect x='{slot.x}' y='{slot.y}' width='{slot.width}' height='{slot.height}' fill='{TINT}'/>"


def _edges(slots: tuple[Slot, ...]) -> Iterator[str]:
    """A fine frame inside each panel, so that a misplaced fold shows at once."""
    for slot in slots:
        left, top, wide, tall = slot.x + INSET, slot.y + INSET * 2, slot.width - 2 * INSET, slot.height - 4 * INSET
        yield f"<rect x='{left}' y='{top}' width='{wide}' height='{tall}' fill='none' stroke='{GREY}' stroke-width='.1'/>"


def _panel(slot: Slot) -> Iterator[str]:
    """The number of the panel, large, standing as the panel stands."""
    size = min(slot.width, slot.height) * 0.55
    turn = ";transform:rotate(180deg)" if slot.turned else ""
    top = slot.y + slot.height / 2 - size * 0.6
    yield (
        f"<p style='left:{slot.x}mm;top:{top}mm;width:{slot.width}mm;font:800 {size}mm/{size * 1.2}mm \"{FAMILY}\"{turn}'>"
        f"{slot.panel}</p>"
    )


def _head(slot: Slot) -> str:
    """An arrow to the head of the panel."""
    middle, y = slot.x + slot.width / 2, slot.y + slot.height * (0.76 if slot.turned else 0.24)
    way = 1 if slot.turned else -1
    long, wide = min(slot.width, slot.height) * 0.09, min(slot.width, slot.height) * 0.05
    tip, foot = y + way * long, y - way * long
    return (
        f"<path d='M{middle} {tip}l{wide} {-way * long}h{-2 * wide}z' fill='{INK}'/>"
        f"<path d='M{middle} {y}V{foot}' stroke='{INK}' stroke-width='{wide * 0.4}'/>"
    )


# --- Folds and cuts --------------------------------------------------------------------------------


def _fold(fold: Fold, sheet: Sheet, from_start: bool) -> Iterator[str]:
    """The line, and an arrow that carries the smaller part over the other: full towards you, hollow away from you."""
    valley = fold.to == fold.side
    yield _across(fold, sheet, VALLEY if valley else MOUNTAIN, RED, 0.35)
    x, y = _spot(fold)
    way = 1 if from_start else -1
    arc = f"M{x - way * REACH} {y}Q{x} {y - 14} {x + way * REACH} {y}"
    head = f"M{x + way * (REACH + 1)} {y + 2.4}l{-3.6 * way} -2.2 {3 * way} -2z"
    turn = "" if fold.axis == "x" else f" transform='rotate(90 {x} {y}) scale(1 -1) translate(0 {-2 * y})'"
    yield f"<g{turn}><path d='{arc}' fill='none' stroke='{RED}' stroke-width='.5'/>"
    yield f"<path d='{head}' fill='{RED if valley else '#FFFFFF'}' stroke='{RED}' stroke-width='.35'/></g>"
    x, y = _ring(fold)
    yield f"<circle cx='{x}' cy='{y}' r='4' fill='#FFFFFF' stroke='{RED}' stroke-width='.5'/>"


def _from_start(fold: Fold, slots: tuple[Slot, ...]) -> bool:
    """Whether the part left of the fold, or above it, is the one that moves: the smaller, of two alike that left on the front."""
    starts = [slot.x if fold.axis == "x" else slot.y for slot in slots]
    before = sum(start < fold.at for start in starts)
    after = len(starts) - before
    return before < after or (before == after and (fold.side == "front" or fold.axis == "y"))


def _spot(fold: Fold) -> tuple[float, float]:
    """Where the arrow crosses the fold."""
    return (fold.at, ARROW_AT) if fold.axis == "x" else (ARROW_AT, fold.at)


def _ring(fold: Fold) -> tuple[float, float]:
    """The ring with the fold's place in the order of folding."""
    x, y = _spot(fold)
    return (x, y - 9) if fold.axis == "x" else (x - 9, y)


def _fold_figures(fold: Fold, number: int) -> Iterator[str]:
    x, y = _ring(fold)
    yield _text(str(number), x - 4, y - 3.4, 8, 14, 800, RED)
    yield _measure(fold)


def _measure(line: Fold | Cut) -> str:
    """How far the line is from the left, or from the top."""
    if line.axis == "x":
        return _text(f"{line.at:g}", line.at + 1, 5.5, 14, 11, 500, RED if isinstance(line, Fold) else INK)
    return _text(f"{line.at:g}", 5, line.at + 0.6, 14, 11, 500, RED if isinstance(line, Fold) else INK)


def _across(line: Fold | Cut, sheet: Sheet, dashes: str, colour: str, width: float) -> str:
    ends = (line.at, 0, line.at, sheet.height) if line.axis == "x" else (0, line.at, sheet.width, line.at)
    x1, y1, x2, y2 = ends
    dashed = f" stroke-dasharray='{dashes}'" if dashes else ""
    return f"<path d='M{x1} {y1}L{x2} {y2}' stroke='{colour}' stroke-width='{width}'{dashed}/>"


# --- Measures ------------------------------------------------------------------------------------


def _widths(slots: tuple[Slot, ...], sheet: Sheet) -> Iterator[str]:
    """A measured line under the panels of the lowest row."""
    y = sheet.height - 8.0
    for slot in _lowest(slots):
        left, right = slot.x + 2, slot.x + slot.width - 2
        line = f"M{left} {y}H{right}M{left} {y - 1.5}v3M{right} {y - 1.5}v3"
        yield f"<path d='{line}' stroke='{GREY}' stroke-width='.2' fill='none'/>"


def _width_figures(slots: tuple[Slot, ...], sheet: Sheet) -> Iterator[str]:
    for slot in _lowest(slots):
        figure = f"{slot.width:g} × {slot.height:g}"
        yield _text(figure, slot.x, sheet.height - 14.5, slot.width, 12, 500, GREY)


def _lowest(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    low = max(slot.y for slot in slots)
    return tuple(slot for slot in slots if slot.y == low)


def _text(text: str, x: float, y: float, width: float, size: float, weight: int, colour: str) -> str:
    """``size`` in pt, everything else in mm."""
    return (
        f"<p style='left:{x}mm;top:{y}mm;width:{width}mm;font:{weight} {size}pt/{size * 1.2}pt \"{FAMILY}\";color:{colour}'>"
        f"{text}</p>"
    )
