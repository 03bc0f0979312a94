"""Judges the boxes of the pages (ISO 32000-1, 14.11.2): trimmed size, bleed, and how they lie in one another.

Flow: pypdf -> the boxes of each page in pt -> compared with the side that the layout has. Everything to 0.01 mm.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.preflight.case import POINT, Case, found
from flugblatt.judges.preflight.panel_layout import Side
from flugblatt.model import Finding

NEAR = 0.01  # mm; printers measure to a tenth


def judge(case: Case, reader: PdfReader) -> Iterator[Finding]:
    """What is wrong with the number of the pages and their boxes."""
    if len(reader.pages) != len(case.sides):
        message = f"{len(case.sides)} pages, as {case.layout.key} has them; found {len(reader.pages)}"
        yield found("pages", message, "file")
    for number, (page, side) in enumerate(zip(reader.pages, case.sides, strict=False), 1):
        where = f"page {number}"
        if (page.get("/Rotate") or 0) % 360 or page.get("/UserUnit", 1) != 1:
            message = "a page as it stands, in units of 1/72 inch; found one that is turned or scaled"
            yield found("turned", message, where)
        media = _box(page.mediabox)
        if case.press:
            yield from _press(case, page, media, side, where)
        elif fault := _size(media, side, 0.0):
            yield found("trim-size", f"a page of {fault}", where)


def _press(case: Case, page: Any, media: Box, side: Side, where: str) -> Iterator[Finding]:
    for name in ("/TrimBox", "/BleedBox"):
        if name not in page:
            yield found("box-missing", f"a {name[1:]}; found none", where)
            return
    if "/ArtBox" in page:
        yield found("art-box", "a TrimBox alone; found an ArtBox too, which PDF/X-4 forbids", where)
    trim, bleed, crop = _box(page.trimbox), _box(page.bleedbox), _box(page.cropbox)
    if not (_within(trim, bleed) and _within(bleed, media)):
        message = "TrimBox within BleedBox within MediaBox; found them otherwise"
        yield found("box-order", f"{message} ({_told(trim)}; {_told(bleed)}; {_told(media)})", where)
        return
    if not (_within(media, crop) and _within(crop, media)):
        yield found("box-order", f"no CropBox, or one like the MediaBox; found {_told(crop)}", where)
    if fault := _size(trim, side, 0.0):
        yield found("trim-size", f"a trimmed page of {fault}", where)
    reach = [(trim[0] - bleed[0]), (trim[1] - bleed[1]), (bleed[2] - trim[2]), (bleed[3] - trim[3])]
    if any(abs(part * POINT - case.bleed) > NEAR for part in reach):
        told = ", ".join(f"{part * POINT:.2f}" for part in reach)
        message = f"{case.bleed:g} mm of bleed on every edge; found {told} mm (left, bottom, right, top)"
        yield found("bleed-size", message, where)


def judge_alone(reader: PdfReader) -> Iterator[Finding]:
    """What is wrong with the boxes of any press file (ISO 15930-7, 6.2.3): of sizes nothing is known."""
    for number, page in enumerate(reader.pages, 1):
        where = f"page {number}"
        if ("/TrimBox" in page) == ("/ArtBox" in page):
            yield found("box-missing", "a TrimBox or an ArtBox; found both or none", where)
        elif "/TrimBox" in page:
            trim, bleed, media = _box(page.trimbox), _box(page.bleedbox), _box(page.mediabox)
            if not (_within(trim, bleed) and _within(bleed, media)):
                message = "TrimBox within BleedBox within MediaBox; found them otherwise"
                yield found("box-order", f"{message} ({_told(trim)}; {_told(bleed)}; {_told(media)})", where)


def _size(box: Box, side: Side, around: float) -> str:
    width, height = (box[2] - box[0]) * POINT, (box[3] - box[1]) * POINT
    wanted = side.width + 2 * around, side.height + 2 * around
    if abs(width - wanted[0]) <= NEAR and abs(height - wanted[1]) <= NEAR:
        return ""
    return f"{wanted[0]:g} × {wanted[1]:g} mm; found {width:.2f} × {height:.2f} mm"


def _within(inner: Box, outer: Box) -> bool:
    reach = NEAR / POINT
    return (
        inner[0] >= outer[0] - reach
        and inner[1] >= outer[1] - reach
        and inner[2] <= outer[2] + reach
        and inner[3] <= outer[3] + reach
    )


def _told(box: Box) -> str:
    return " ".join(f"{value:.2f}" for value in box)


def _box(rectangle: Any) -> Box:
    return (
        float(rectangle.left),
        float(rectangle.bottom),
        float(rectangle.right),
        float(rectangle.top),
    )
