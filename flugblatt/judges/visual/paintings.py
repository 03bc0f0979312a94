"""Pages as two engines of different houses paint them, PDFium and MuPDF, and whether they agree.

Flow: bytes -> each page in both, at 72 dpi -> means of squares -> where one differs by more than edges do, the page again in more
dots, as a printer has them -> a square that differs in all of them is a finding.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pymupdf
import pypdfium2
from PIL import Image

from flugblatt.judges.pdf.painted import Page
from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.places import Places
from flugblatt.model import Finding

MUPDF: Any = pymupdf
"""PyMuPDF has types for some of its functions only."""
SQUARE = 16
"""Dots, which at 72 dpi are pt: a line of text and a word are about as large."""
AGREES = 28.0
"""Of 255. Measured: pages of the statement, of twelve languages and of all leaflets differ by 19 at most, since the engines smooth
edges in other ways; a word of 10 pt that one of them leaves out makes 35."""

AGREES_IN_INK = 33.0
"""In a file of inks, whose transparent parts PDFium mixes in RGB and MuPDF in inks. Measured: a gradient that
fades differs by 30."""
CLOSER = (4, 6)
"""Times 72 dpi, chosen: PDFium sets tiles of a pattern on whole dots, so that small ones come out denser or thinner than they are;
what is lacking, or has another colour, is so in any number of dots."""
MOST_DOTS = 16_000_000  # chosen: of a larger page fewer dots do

Dots = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Painting:
    """A page in both engines: rows from the top, columns, and red, green and blue. ``box`` is what is shown, in pt."""

    page: Page
    pdfium: Dots
    mupdf: Dots
    box: Box
    document: Any
    engines: tuple[Any, Any]

    @cached_property
    def managed(self) -> Dots:
        """The page as MuPDF shows it on the paper of the output intent, where there is one."""
        return _dots(self.document[self.page.number - 1])

    def managed_closer(self) -> Dots:
        """As ``managed``, in more dots."""
        return _dots(self.document[self.page.number - 1], min(CLOSER[0], self.most))

    @property
    def most(self) -> int:
        """How many times as many dots to a side are not too many."""
        return math.isqrt(MOST_DOTS * 3 // self.pdfium.size)

    def closer(self, times: int) -> tuple[Dots, Dots]:
        """The page in both engines, in so many times as many dots to a side."""
        return _pdfium(self.engines[0], times), _dots(self.engines[1], times)


def read(data: bytes, pages: tuple[Page, ...]) -> Iterator[Painting]:
    """Every page, painted when it is asked for. PDFium takes inks through no profile, so MuPDF is not told of the output intent.

    Raises RuntimeError and what else the engines raise for what they cannot read.
    """
    MUPDF.TOOLS.mupdf_display_errors(False)
    MUPDF.TOOLS.mupdf_display_warnings(False)
    one, plain, managed = pypdfium2.PdfDocument(data), _opened(data), _opened(data)
    plain.xref_set_key(plain.pdf_catalog(), "OutputIntents", "null")
    try:
        for page, first, second in zip(pages, one, plain, strict=True):
            yield Painting(page, _pdfium(first), _dots(second), page.crop, managed, (first, second))
    finally:
        for document in (one, plain, managed):
            document.close()


def _opened(data: bytes) -> Any:
    return MUPDF.open(stream=data, filetype="pdf")


def _pdfium(page: Any, times: int = 1) -> Dots:
    dots: Dots = page.render(scale=times, draw_annots=False, rev_byteorder=True).to_numpy()[:, :, :3]
    return dots


def _dots(page: Any, times: int = 1) -> Dots:
    larger = MUPDF.Matrix(times, times)
    drawn = page.get_pixmap(matrix=larger, colorspace=MUPDF.csRGB, alpha=False, annots=False)
    return np.frombuffer(drawn.samples, dtype=np.uint8).reshape(drawn.height, drawn.width, 3)


def judge(painting: Painting, places: Places, printed: bool = False) -> Iterator[Finding]:
    """The first square of a page on which the engines do not agree, and how many there are. ``printed``: it is one of inks."""
    agrees = AGREES_IN_INK if printed else AGREES
    apart = _apart(painting.pdfium, painting.mupdf)
    for times in CLOSER:
        if apart.max() <= agrees:
            return
        if min(times, painting.most) > 1:
            near = _apart(*painting.closer(min(times, painting.most)), min(times, painting.most))
            height, width = (min(sides) for sides in zip(apart.shape, near.shape, strict=True))
            apart = np.minimum(apart[:height, :width], near[:height, :width])
    rows, columns = np.nonzero(apart > agrees)
    if not len(rows):
        return
    row, column = int(rows[0]), int(columns[0])
    x, y = painting.box[0] + (column + 0.5) * SQUARE, painting.box[3] - (row + 0.5) * SQUARE
    where = places.told(painting.page.number, places.panel_at(painting.page.number, (x, y)), "")
    message = (
        f"a page that PDFium and MuPDF paint alike; found {len(rows)} square(s) of {SQUARE} pt that they do not, the first "
        f"{x / 72 * 25.4:.0f} mm from the left and {(painting.box[3] - y) / 72 * 25.4:.0f} mm from the top"
    )
    yield found("visual-engines", message, where)


def _apart(one: Dots, other: Dots, times: int = 1) -> npt.NDArray[np.float32]:
    """By how much each square differs, in the colour that differs most. The last row and column of dots are left out: of a page
    that is no whole number of dots, engines paint a part of them in their own ways, which shows where it is black to the edge."""
    height, width = (max(1, min(sides) - 1) for sides in zip(one.shape[:2], other.shape[:2], strict=True))
    means = (squares(np.ascontiguousarray(dots[:height, :width]), times) for dots in (one, other))
    difference: npt.NDArray[np.float32] = np.abs(np.subtract(*means)).max(axis=2)
    return difference


def squares(dots: Dots, times: int = 1) -> npt.NDArray[np.float32]:
    """The means of squares; those at the right and lower edge are what is left."""
    return np.asarray(Image.fromarray(dots).reduce(SQUARE * times), dtype=np.float32)
