"""The output profile: which one is taken, whether it can be the output intent of PDF/X-4, and colours and pictures through it.

Flow: ICC bytes -> ``problems`` -> ``Inks`` (sRGB or a picture's own profile -> CMYK, relative colorimetric with black-point
compensation) -> percent of ink. Neutral colours of vector graphics become K alone, so that they can never be rich black.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, ImageCms

from flugblatt.model import Finding

HEADER = 128  # bytes (ICC.1:2022, 7.2)
NEUTRAL = 1.5 / 255  # chosen: an 8-bit grey that was rounded once
CODE = "output-profile"
Inked = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class OutputProfile:
    """A profile that passed: ``identifier`` and ``registry`` as the output intent names it; ``registry`` may be empty."""

    data: bytes
    identifier: str
    condition: str
    registry: str


def problems(data: bytes, where: str) -> tuple[Finding, ...]:
    """Why this file cannot be the output profile (ISO 15930-7, 6.2.2): class, colour space, version, tables; empty if it can."""

    def problem(message: str) -> tuple[Finding, ...]:
        hint = "take the ICC profile of the paper and press that the print shop names, for output in CMYK"
        return (Finding(CODE, "error", message, where, hint),)

    if len(data) < HEADER + 4 or data[36:40] != b"acsp":
        return problem("expected an ICC profile; found another file")
    if int.from_bytes(data[:4], "big") != len(data):
        return problem(f"expected an ICC profile of {int.from_bytes(data[:4], 'big')} bytes; found {len(data)}")
    if data[12:16] != b"prtr":
        return problem(f"expected a profile of an output device (prtr); found class {_code(data[12:16])}")
    if data[16:20] != b"CMYK":
        return problem(f"expected a profile of CMYK; found {_code(data[16:20])}")
    if data[8] not in (2, 4):
        return problem(f"expected a profile of ICC version 2 or 4; found version {data[8]}")
    tags = {data[at : at + 4] for at in range(HEADER + 4, HEADER + 4 + 12 * _count(data), 12)}
    if lacking := sorted(_code(tag) for tag in {b"A2B0", b"B2A0", b"B2A1", b"desc", b"wtpt"} - tags):
        return problem(f"expected a whole output profile; found none of its parts {', '.join(lacking)}")
    try:
        _transform(data, b"")
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        return problem(f"expected a profile that colours can be converted by; found {error}")
    return ()


def description(data: bytes) -> str:
    """What the profile calls itself."""
    return str(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(data)))).strip()


class Inks:
    """Colours and pictures through one output profile, never with more than ``total`` percent of ink in one place."""

    def __init__(self, profile: bytes, total: float) -> None:
        self.profile, self.total = profile, total

    def of_rgb(self, red: float, green: float, blue: float) -> Inked:
        """An sRGB colour, 0 to 1, as inks, 0 to 1; a neutral one as K alone."""
        if max(red, green, blue) - min(red, green, blue) <= NEUTRAL:
            return (0.0, 0.0, 0.0, round(1 - (red + green + blue) / 3, 4))
        dot = Image.new("RGB", (1, 1), tuple(round(value * 255) for value in (red, green, blue)))
        values: Any = self.of_picture(dot, b"").getpixel((0, 0))
        return tuple(round(value / 255, 4) for value in values)

    def of_picture(self, picture: Image.Image, source: bytes) -> Image.Image:
        """An RGB picture as CMYK; ``source`` is its own ICC profile, sRGB where there is none."""
        made = ImageCms.applyTransform(picture.convert("RGB"), _transform(self.profile, source))
        assert made is not None
        return _limited(made, self.total * 255 / 100)


@lru_cache(maxsize=8)
def _transform(profile: bytes, source: bytes) -> ImageCms.ImageCmsTransform:
    read: Any = ImageCms.ImageCmsProfile(io.BytesIO(source)) if source else ImageCms.createProfile("sRGB")
    made: ImageCms.ImageCmsTransform = ImageCms.buildTransform(
        read,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        "RGB",
        "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return made


def _limited(picture: Image.Image, total: float) -> Image.Image:
    """The picture with less cyan, magenta and yellow where the inks are more than ``total`` together, black kept."""
    inks = np.asarray(picture).astype(np.float64)
    coloured, black = inks[..., :3].sum(axis=2), inks[..., 3]
    over = coloured + black > total
    share = np.where(over, np.maximum(total - black, 0) / np.maximum(coloured, 1), 1.0)
    inks[..., :3] *= share[..., np.newaxis]
    return Image.fromarray(np.floor(inks).astype(np.uint8), "CMYK")


def _count(data: bytes) -> int:
    count: int = struct.unpack(">I", data[HEADER : HEADER + 4])[0]
    return min(count, (len(data) - HEADER - 4) // 12)


def _code(code: bytes) -> str:
    return code.decode("ascii", "replace").strip() or "unknown"
