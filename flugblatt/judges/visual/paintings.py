"""Pages as two engines of different houses paint them, PDFium and MuPDF, and whether they agree.

Flow: bytes -> each page in both, at 72 dpi -> means of squares -> a square that differs by more than edges do is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
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

Dots = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Painting:
    """A page in both engines: rows from the top, columns, and red, green and blue. ``box`` is what is shown, in pt."""

    page: Page
    pdfium: Dots
    mupdf: Dots
    box: Box
    document: Any

    @cached_property
    def managed(self) -> Dots:
        """The page as MuPDF shows it on the paper of the output intent, where there is one."""
        return _dots(self.document[self.page.number - 1])


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
            shown = first.render(draw_annots=False, rev_byteorder=True).to_numpy()[:, :, :3]
            yield Painting(page, shown, _dots(second), page.crop, managed)
    finally:
        for document in (one, plain, managed):
            document.close()


def _opened(data: bytes) -> Any:
    return MUPDF.open(stream=data, filetype="pdf")


def _dots(page: Any) -> Dots:
    drawn = page.get_pixmap(colorspace=MUPDF.csRGB, alpha=False, annots=False)
    return np.frombuffer(drawn.samples, dtype=np.uint8).reshape(drawn.height, drawn.width, 3)


def judge(painting: Painting, places: Places) -> Iterator[Finding]:
    """The first square of a page on which the engines do not agree, and how many there are."""
    height = min(painting.pdfium.shape[0], painting.mupdf.shape[0])
    width = min(painting.pdfium.shape[1], painting.mupdf.shape[1])
    one, other = painting.pdfium[:height, :width], painting.mupdf[:height, :width]
    apart = np.abs(squares(one) - squares(other)).max(axis=2)
    if apart.max() > AGREES:  # what one engine sets a dot further is the same
        wanted = squares(one)
        for across, down in product((-1, 0, 1), repeat=2):
            moved = np.roll(other, (down, across), axis=(0, 1))
            apart = np.minimum(apart, np.abs(wanted - squares(moved)).max(axis=2))
    rows, columns = np.nonzero(apart > AGREES)
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


def squares(dots: Dots) -> npt.NDArray[np.float32]:
    """The means of squares; those at the right and lower edge are what is left."""
    return np.asarray(Image.fromarray(dots).reduce(SQUARE), dtype=np.float32)
