"""Judges whether a picture to share shows the page that it was painted from.

Flow: picture -> Pillow -> pixels; its page -> MuPDF, where PDFium had painted it -> means of squares -> squares that differ. The
page itself is judged as every PDF is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image

from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.paintings import AGREES, MUPDF, SQUARE, Dots, squares
from flugblatt.model import Finding

LARGE = (
    1024  # pixels; chosen: a JPEG whose shorter side is longer is compared at half its size, in a quarter of the time
)


def judge(picture: bytes, page: bytes) -> Iterator[Finding]:
    """The first square of the picture that is not the page's, and how many there are. Raises what Pillow and MuPDF raise for
    what they cannot read."""
    opened = Image.open(io.BytesIO(picture))
    if min(opened.size) > LARGE:
        opened.draft("RGB", (opened.width // 2, opened.height // 2))
    shown = np.asarray(opened.convert("RGB"))
    wanted, pages = _painted(page, shown.shape[1])
    if pages != 1:
        yield found("visual-painted", f"a picture of one page; found {pages} pages", "picture")
    if shown.shape != wanted.shape:
        sizes = (" by ".join(str(side) for side in (dots.shape[1], dots.shape[0])) for dots in (wanted, shown))
        yield found("visual-painted", "a picture of {} pixels, by its page; found {}".format(*sizes), "picture")
        return
    apart = np.abs(squares(shown) - squares(wanted)).max(axis=2)
    rows, columns = np.nonzero(apart > AGREES)
    if len(rows):
        message = f"what its page shows; found {len(rows)} square(s) of {SQUARE} pixels that show something else"
        yield found("visual-painted", message, f"picture: {columns[0] * SQUARE}, {rows[0] * SQUARE} px from its corner")


def _painted(page: bytes, width: int) -> tuple[Dots, int]:
    """The first page as MuPDF paints it so many pixels wide, and how many pages there are."""
    document = MUPDF.open(stream=page, filetype="pdf")
    try:
        scale = width / document[0].rect.width
        drawn = document[0].get_pixmap(matrix=MUPDF.Matrix(scale, scale), colorspace=MUPDF.csRGB, alpha=False)
        dots = np.frombuffer(drawn.samples, dtype=np.uint8).reshape(drawn.height, drawn.width, 3)
        return dots, document.page_count
    finally:
        document.close()
