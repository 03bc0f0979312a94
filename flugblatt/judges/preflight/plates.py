"""The plates: every page as MuPDF paints it, in inks for the press (overprinting and all) and in RGB for the office.

Flow: bytes -> ``Raster.page`` -> ``Plates``: an array of rows, columns and inks (0 to 255), and where the boxes lie in it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pymupdf
from PIL import Image, ImageCms
from pymupdf import mupdf

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.preflight.case import Frame

MUPDF: Any = pymupdf
"""PyMuPDF has types for some of its functions only."""
RESOLUTION = 200.0
"""Dots per inch: at this a code must be read, and a dot is an eighth of a millimetre."""

Values = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.int16]
Counts = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Plates:
    """``values``: rows from the top, columns, and C, M, Y, K (255 is full ink) or R, G, B (255 is light).

    ``ink`` is how much is printed on each dot: the sum of the inks, or how far the dot is from white in the sum of R, G, B.
    """

    values: Values
    ink: Numbers
    frame: Frame
    resolution: float
    inks: bool

    @property
    def dots(self) -> float:
        """Dots in a millimetre."""
        return self.resolution / 25.4

    @property
    def gray(self) -> Values:
        """As a camera sees it: 0 is dark."""
        dark = np.minimum(self.ink, 255) if self.inks else self.ink // 3
        return np.subtract(255, dark).astype(np.uint8)

    def window(self, box: Box) -> tuple[int, int, int, int]:
        """Top, bottom, left and right dot of a box in pt, within the page."""
        scale = self.resolution / 72
        left, top = (box[0] - self.frame.media[0]) * scale, (self.frame.media[3] - box[3]) * scale
        right, bottom = (box[2] - self.frame.media[0]) * scale, (self.frame.media[3] - box[1]) * scale
        rows, columns = self.values.shape[:2]
        return (
            min(rows, max(0, round(top))),
            min(rows, max(0, round(bottom))),
            min(columns, max(0, round(left))),
            min(columns, max(0, round(right))),
        )

    def cut(self, box: Box) -> Values:
        """The dots of a box in pt."""
        top, bottom, left, right = self.window(box)
        return self.values[top:bottom, left:right]

    def counted(self, box: Box) -> tuple[Values, Counts]:
        """The colours that occur in a box in pt, a row each, in ascending order, and on how many dots each does."""
        dots = self.cut(box).astype(np.uint32)
        channels = dots.shape[2]
        packed = dots[:, :, 0]
        for channel in range(1, channels):  # along the last axis it takes three times as long
            packed = packed * np.uint32(256) + dots[:, :, channel]
        shifts = np.arange(8 * (channels - 1), -1, -8, dtype=np.uint32)
        colours, counts = np.unique(packed, return_counts=True)
        return ((colours[:, None] >> shifts) & 255).astype(np.uint8), counts

    def spot(self, row: int, column: int) -> str:
        """A dot in words, as ``Frame.spot`` says it."""
        scale = 72 / self.resolution
        return self.frame.spot(self.frame.media[0] + column * scale, self.frame.media[3] - row * scale)

    def square_millimetres(self, dots: int) -> float:
        return dots / self.dots**2


class Raster:
    """A file that MuPDF has opened. Raises RuntimeError and the like where it cannot be read."""

    def __init__(self, data: bytes) -> None:
        MUPDF.TOOLS.mupdf_display_errors(False)
        MUPDF.TOOLS.mupdf_display_warnings(False)
        self.document = MUPDF.open(stream=data, filetype="pdf")
        self.document.xref_set_key(self.document.pdf_catalog(), "OutputIntents", "null")

    def page(self, frame: Frame, inks: bool) -> Plates:
        """The page of this frame, in inks or in RGB.

        The inks come as the file gives them: without an output intent, MuPDF takes them through no profile. Colours that
        overprint are laid over one another, which it does where it is handed a (here empty) set of separations.
        """
        page, resolution = self.document[frame.number - 1], RESOLUTION
        scale = resolution / 72
        if not inks:
            picture = page.get_pixmap(matrix=MUPDF.Matrix(scale, scale), colorspace=MUPDF.csRGB, alpha=False)
            values = np.frombuffer(picture.samples, dtype=np.uint8).reshape(picture.height, picture.width, 3)
            return Plates(values, (765 - _sums(values)).astype(np.int16), frame, resolution, False)
        colours = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_CMYK)
        drawn = mupdf.fz_new_pixmap_from_page_with_separations(
            page.this, mupdf.fz_scale(scale, scale), colours, mupdf.fz_new_separations(0), 0
        )
        samples = np.array(mupdf.fz_pixmap_samples_memoryview(drawn), dtype=np.uint8)
        values = samples.reshape(drawn.h(), drawn.w(), drawn.n())
        return Plates(values, _sums(values), frame, resolution, True)


def _sums(values: Values) -> Numbers:
    """The sum of the channels of each dot; channel by channel is four times as fast as along the last axis."""
    total = values[:, :, 0].astype(np.int16)
    for channel in range(1, values.shape[2]):
        total += values[:, :, channel]
    return total


class Proofer:
    """What inks look like on the paper of an ICC profile, as sRGB: relative colorimetric, with black point compensation."""

    def __init__(self, profile: bytes) -> None:
        self._known: dict[tuple[int, ...], tuple[int, int, int]] = {}
        self._transform = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            "CMYK",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )

    def rgb(self, inks: tuple[int, ...]) -> tuple[int, int, int]:
        """The sRGB values of C, M, Y, K from 0 to 255."""
        if inks not in self._known:
            shown = ImageCms.applyTransform(Image.new("CMYK", (1, 1), inks), self._transform)
            assert shown is not None
            red, green, blue = shown.getpixel((0, 0))  # type: ignore[misc]
            self._known[inks] = (int(red), int(green), int(blue))
        return self._known[inks]

    def picture(self, values: Values) -> Values:
        """A whole page of inks as sRGB."""
        shown = ImageCms.applyTransform(Image.fromarray(values, "CMYK"), self._transform)
        assert shown is not None
        return np.asarray(shown)
