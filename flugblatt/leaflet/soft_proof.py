"""The soft proof: a picture of the press file as its inks look on its paper, through its own profile.

Flow: press file -> plates of each page inside its trim (MuPDF) -> sRGB through the profile of the output intent, absolute
colorimetric: the white of the paper is that of the profile, a grey or a yellow beside the screen's -> all pages on one sheet, on
white, so that the eye sees the difference -> PNG without any date or name in it.
"""

from __future__ import annotations

import io
import math
from typing import Any

import pymupdf
from PIL import Image, ImageCms

DPI = 72  # chosen: a sheet of A4 is about 840 px long
SMALL = 2600  # px; chosen: what is wider or higher is made smaller
AIR = 24  # px, chosen by eye
ACROSS = 4  # pages side by side, chosen
WHITE = (255, 255, 255)


def soft_proof(press: bytes, profile: bytes) -> bytes:
    """The pages of a press file, four in a row, as a PNG."""
    pages = [_shown(plates, profile) for plates in _plates(press)]
    across = min(ACROSS, len(pages)) if len(pages) > 2 else 1 if pages[0].width > pages[0].height else len(pages)
    wide, tall = max(page.width for page in pages) + AIR, max(page.height for page in pages) + AIR
    sheet = Image.new("RGB", (across * wide + AIR, math.ceil(len(pages) / across) * tall + AIR), WHITE)
    for at, page in enumerate(pages):
        sheet.paste(page, (AIR + at % across * wide, AIR + at // across * tall))
    sheet.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    sheet.save(target, "PNG", compress_level=9)
    return target.getvalue()


def _plates(press: bytes) -> list[Image.Image]:
    """Each page in its four inks, inside the trim."""
    library: Any = pymupdf  # has types for some of its functions only
    found = []
    with library.open(stream=press, filetype="pdf") as document:
        # The output intent is not to change the inks on the way to the raster.
        document.xref_set_key(document.pdf_catalog(), "OutputIntents", "null")
        for page in document:
            page.set_cropbox(page.trimbox)
            drawn = page.get_pixmap(dpi=DPI, colorspace=library.csCMYK, alpha=False)
            found.append(Image.frombytes("CMYK", (drawn.width, drawn.height), drawn.samples))
    return found


def _shown(plates: Image.Image, profile: bytes) -> Image.Image:
    """Inks as the screen shows them on their paper."""
    transform = ImageCms.buildTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        renderingIntent=ImageCms.Intent.ABSOLUTE_COLORIMETRIC,
    )
    made = ImageCms.applyTransform(plates, transform)
    assert made is not None
    return made
