"""Previews: each side of a printed sheet as a picture, on a quiet ground, with folds and cuts shown.

Flow: office file -> raster of each page -> sheet on its ground -> a tick outside at both ends of every fold and cut, a fine line
across -> PNG without any date or name in it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageDraw

from flugblatt.leaflet.sheets import Cut, Fold, Format, Sheet, Side, cuts_of, folds_of, imposition
from flugblatt.model import Direction

DPI = 110  # chosen: a sheet of A4 is about 1,290 px long
GROUND = (203, 199, 193)  # chosen by eye, like all that follows: warm grey, so that white paper is seen as paper
EDGE = (186, 181, 174)
LINE = (28, 26, 25)
MARGIN_MM = 8.0
TICK_MM = 4.0
CLEAR_MM = 1.5
DASH_MM = 2.0
FINE = 0.22


@dataclass(frozen=True, slots=True)
class Preview:
    """One side of a sheet as PNG; ``name`` ends its file's name."""

    name: str
    data: bytes


def previews(office: bytes, format: Format, direction: Direction) -> tuple[Preview, ...]:
    """The sides of the imposed ``office`` file, in the order of its pages."""
    document = pypdfium2.PdfDocument(office)
    try:
        pages = [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
    panels = 2 * len(pages) if format.booklet else 0
    sides = [(sheet, side) for sheet in imposition(format, panels, direction) for side in sheet.sides]
    made = []
    for page, (sheet, side) in zip(pages, sides, strict=True):
        name = f"sheet-{sheet.number}-{side}" if format.booklet else side
        made.append(Preview(name, _png(_shown(page, sheet, side, format, direction))))
    return tuple(made)


def _shown(page: Image.Image, sheet: Sheet, side: Side, format: Format, direction: Direction) -> Image.Image:
    margin = _dots(MARGIN_MM)
    picture = Image.new("RGB", (page.width + 2 * margin, page.height + 2 * margin), GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((margin - 1, margin - 1, margin + page.width, margin + page.height), outline=EDGE)
    picture.paste(page, (margin, margin))
    across: tuple[Fold | Cut, ...] = (*folds_of(format, direction), *cuts_of(format, direction))
    for line in across:
        if line.side == side:
            _line(picture, sheet, line, margin)
    return picture


def _line(picture: Image.Image, sheet: Sheet, line: Fold | Cut, margin: int) -> None:
    """A fold is dashed across the sheet, a cut runs through; both have a tick outside at each end."""
    upright = line.axis == "x"
    extent = (picture.height if upright else picture.width) - 2 * margin
    whole = sheet.width if upright else sheet.height
    sheet_dots = (picture.width if upright else picture.height) - 2 * margin
    at = margin + round(line.at / whole * sheet_dots)
    dash = _dots(DASH_MM) if isinstance(line, Fold) else extent
    veil = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(veil)
    for start in range(0, extent, 2 * dash):
        _stroke(draw, upright, at, margin + start, margin + min(start + dash, extent) - 1, round(255 * FINE))
    near, far = margin - _dots(CLEAR_MM), margin + extent + _dots(CLEAR_MM) - 1
    _stroke(draw, upright, at, near - _dots(TICK_MM), near, 255)
    _stroke(draw, upright, at, far, far + _dots(TICK_MM), 255)
    picture.paste(Image.new("RGB", picture.size, LINE), (0, 0), veil)


def _stroke(draw: ImageDraw.ImageDraw, upright: bool, at: int, start: int, end: int, fill: int) -> None:
    draw.line((at, start, at, end) if upright else (start, at, end, at), fill=fill, width=1)


def _dots(millimetres: float) -> int:
    return round(millimetres / 25.4 * DPI)


def _png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=9)
    return target.getvalue()
