"""The picture of a cover: cut to its place, and darkened where white letters stand on it until each of them can be read.

Flow: ImageFile -> ``cropped`` -> JPEG; or -> ``scrimmed`` with the place of the letters -> the same under its scrim, and the
contrast that was measured there. The scrim is one colour over the picture; where it leaves less than 4.5:1 with white under any
letter, it gets denser by steps until it does not (WCAG 2.2, 1.4.3). Letters themselves are never shaded.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from flugblatt.model import ImageFile

SCRIM = (0x08, 0x0E, 0x14)  # drawn
BELOW, FOOT = 0.66, 0.88  # drawn: its density a line above the date, and at the foot
FADE = 1 / 3  # drawn: of the height, above
STEP = 0.04  # drawn
HEAD, HEAD_FADE = 0.62, 0.26  # drawn: behind what stands at the top
START, MIDDLE, MIDDLE_AT = 0.86, 0.76, 0.56  # drawn: the ellipse of a landscape format
LEAST = 4.5  # to 1; WCAG 2.2, 1.4.3
QUALITY = 90  # chosen by eye, as that of covers

Box = tuple[int, int, int, int]
"""Left, top, right, bottom, in px."""
Field = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scrimmed:
    """``ratio`` is the least contrast of white with what stands under the letters."""

    data: bytes
    ratio: float


@lru_cache(maxsize=8)
def cropped(image: ImageFile, width: int, height: int) -> bytes:
    """The middle of the picture in this shape, as JPEG, no larger than it is itself."""
    return _jpeg(_cut(image, width, height, grow=False))


def _cut(image: ImageFile, width: int, height: int, grow: bool) -> Image.Image:
    with Image.open(io.BytesIO(image.data)) as opened:
        whole = opened.convert("RGB")
    scale = max(width / whole.width, height / whole.height)
    shown = min(whole.width, round(width / scale)), min(whole.height, round(height / scale))
    left, top = (whole.width - shown[0]) // 2, (whole.height - shown[1]) // 2
    part = whole.crop((left, top, left + shown[0], top + shown[1]))
    if scale > 1 and not grow:
        return part
    return part.resize((width, height), Image.Resampling.LANCZOS)


@lru_cache(maxsize=8)
def scrimmed(
    image: ImageFile, width: int, height: int, letters: Box, head: Box | None = None, rtl: bool = False
) -> Scrimmed:
    """The picture in this size under its scrim, with the contrast under ``letters`` and, at the top, under ``head``."""
    pixels = np.asarray(_cut(image, width, height, grow=True), dtype=np.float32)
    for density in _densities():
        made = _under(
            pixels,
            _portrait(height, width, letters[1], density) if height >= width else _landscape(pixels, density, rtl),
        )
        if (least := _contrast(made, letters)) >= LEAST:
            break
    # An emblem that stands further down than the shade reaches is shaded as far as its foot.
    for density, foot in ((density, foot) for foot in (0, head[3]) for density in _densities()) if head else ():
        topped = _under(made, _head(height, width, density - BELOW + HEAD, foot))
        if (at_head := _contrast(topped, head or letters)) >= LEAST:
            made, least = topped, min(least, at_head)
            break
    picture = Image.fromarray(np.rint(made).astype(np.uint8))
    return Scrimmed(_jpeg(picture), least)


def _densities() -> Iterator[float]:
    return (BELOW + STEP * step for step in range(9))


def _portrait(height: int, width: int, top: int, density: float) -> Any:
    """From the line above the letters down to the foot ever denser; above it fades out over a third of the height."""
    rows = np.arange(height, dtype=np.float32)
    foot = max(FOOT, density)
    below = density + (foot - density) * (rows - top) / max(1, height - top)
    fade = height * FADE
    above = density * np.clip((rows - top + fade) / fade, 0, 1)
    return np.repeat(np.where(rows >= top, below, above)[:, None], width, axis=1).astype(np.float32)


def _landscape(pixels: Field, density: float, rtl: bool) -> Any:
    """An ellipse from the foot on the start side, 84 per cent wide and 120 high; with each step wider, too, as a title may be."""
    height, width = pixels.shape[:2]
    more = density - BELOW
    wider = 1 + 3 * more
    across = np.arange(width, dtype=np.float32)[None, :] / (0.84 * wider * width)
    up = (height - np.arange(height, dtype=np.float32))[:, None] / (1.2 * height)
    far = np.sqrt((across[:, ::-1] if rtl else across) ** 2 + up**2)
    near = START + more - (START - MIDDLE) * far / MIDDLE_AT
    away = (MIDDLE + more) * (1 - (far - MIDDLE_AT) / (1 - MIDDLE_AT))
    return np.clip(np.where(far <= MIDDLE_AT, near, away), 0, 0.96).astype(np.float32)


def _head(height: int, width: int, density: float, foot: int) -> Any:
    rows = np.arange(height, dtype=np.float32)
    fading = density * np.clip(1 - (rows - foot) / (height * HEAD_FADE), 0, 1)
    return np.repeat(fading[:, None], width, axis=1).astype(np.float32)


def _under(pixels: Field, density: Field) -> Field:
    shade = np.array(SCRIM, dtype=np.float32)
    made: Field = np.asarray(pixels * (1 - density[:, :, None]) + shade * density[:, :, None], dtype=np.float32)
    return made


def _contrast(pixels: Field, box: Box) -> float:
    """That of white with the brightest dot in a box."""
    left, top, right, bottom = box
    part = pixels[max(top, 0) : bottom, max(left, 0) : right] / 255
    if not part.size:
        return 21.0
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    brightest = float((linear @ np.array([0.2126, 0.7152, 0.0722])).max())
    return 1.05 / (brightest + 0.05)


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
