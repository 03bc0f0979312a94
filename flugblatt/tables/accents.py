"""What follows from the one colour of a brand: how it looks and prints, its deep, its tint and its bright, and its contrast.

Flow: inks or an sRGB colour -> ``of_inks`` or ``of_screen`` -> Accent. One rendering intent for every conversion, here as in press
files and pictures: relative colorimetric with black point compensation, through the profile of coated paper (FOGRA39).

The standing red is not converted: 0/100/85/18 is how it is printed and #C5202F how it is shown. Through the profile these inks are
#C50C24; #C5202F is the same without black point compensation. Both are the drawing's, and no eye has them side by side.
"""

from __future__ import annotations

import io
import math
from functools import cache
from typing import Any, Literal

from PIL import Image, ImageCms

from flugblatt import resources
from flugblatt.model.brand import RED, Accent, Colour, Inks

PROFILE = "FOGRA39L_coated.icc"
DEEPER = (22.0, 24.0, 26.0, 30.0, 34.0)  # per cent of black more; as drawn: 18 becomes 40, 22 becomes 48
DEEP_SHOWS = 1.3  # to 1: the mark on its ground; as drawn
TINTS = (0.085, 0.075, 0.065, 0.055)  # of each ink, with two of black; as drawn: 0/100/85/18 becomes 0/8/8/2
ON_TINT = 15.0  # to 1: the ink of the text on it; as drawn
INK = "#1C1A19"
TINT_BLACK = 2.0
NIGHT = "#121110"
"""The ground that ``bright`` stands on; as drawn."""
LEAST_BRIGHT = 4.7  # to 1 on NIGHT, which leaves 4.5 (WCAG 2.2, 1.4.3) on the dark screen's #161413
MOST_BRIGHT = 9.0  # to 1; chosen: beyond it every hue looks white
LEAST_INK = 3  # per cent; chosen: less of an ink than this is a stray dot


def of_inks(inks: Inks) -> Accent:
    """The accent of four inks in per cent."""
    return RED if inks == RED.main.inks else _accent(shown(inks))


def of_screen(screen: str) -> Accent:
    """The accent of an sRGB colour, ``#004688``: shown as it is, printed in the inks that come nearest."""
    screen = screen.upper()
    return RED if screen == RED.main.screen else _accent(Colour(_inks(screen), screen))


def _accent(main: Colour) -> Accent:
    return Accent(main, _deep(main), _tint(main), _bright(main))


def _tint(main: Colour) -> Colour:
    """A breath of the same inks, on which text is read as on paper."""
    cyan, magenta, yellow, _ = main.inks
    steps = [
        shown((float(round(cyan * part)), float(round(magenta * part)), float(round(yellow * part)), TINT_BLACK))
        for part in TINTS
    ]
    return next((one for one in steps if contrast(one.screen, INK) >= ON_TINT), steps[-1])


def _deep(main: Colour) -> Colour:
    """The same inks with so much more black that it shows on its ground; of what is nearly black, with less."""
    cyan, magenta, yellow, black = main.inks
    if black + DEEPER[0] > 100:
        return shown((cyan, magenta, yellow, black - DEEPER[0]))
    steps = [shown((cyan, magenta, yellow, min(black + more, 100.0))) for more in DEEPER]
    return next((one for one in steps if contrast(one.screen, main.screen) >= DEEP_SHOWS), steps[-1])


def _bright(main: Colour) -> Colour:
    """The same hue (OKLCh), lightened until it stands on black as the accent stands on white, less one, as drawn."""
    made = lightened(main.screen, NIGHT, min(max(LEAST_BRIGHT, contrast(main.screen, "#FFFFFF") - 1), MOST_BRIGHT))
    cyan, magenta, yellow, _ = _inks(made)
    return Colour((cyan, magenta, yellow, 0.0), made)


def lightened(screen: str, ground: str, wanted: float) -> str:
    """A colour in the same hue, as it is or so much lighter that it has this contrast on a dark ground."""
    if contrast(screen, ground) >= wanted:
        return screen
    lightness, chroma, hue = _oklch(screen)
    steps = (lightness + step * (1 - lightness) / 200 for step in range(1, 201))
    shades = (_in_gamut(one, chroma, hue) for one in steps)
    return next((shade for shade in shades if contrast(shade, ground) >= wanted), "#FFFFFF")


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two sRGB colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def cut(ratio: float) -> str:
    """Two figures after the point, cut off and not rounded: 4.499 is no 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"


def shown(inks: Inks) -> Colour:
    """Inks with what they look like through the profile of coated paper."""
    dot = Image.new("CMYK", (1, 1), tuple(round(value * 2.55) for value in inks))
    made: Any = ImageCms.applyTransform(dot, _transform("to screen"))
    red, green, blue = made.getpixel((0, 0))
    return Colour(inks, f"#{red:02X}{green:02X}{blue:02X}")


def _inks(screen: str) -> Inks:
    """The inks, in whole per cent, that come nearest to an sRGB colour."""
    dot = Image.new("RGB", (1, 1), tuple(int(screen[at : at + 2], 16) for at in (1, 3, 5)))
    made: Any = ImageCms.applyTransform(dot, _transform("to ink"))
    whole = [float(round(value / 2.55)) for value in made.getpixel((0, 0))]
    cyan, magenta, yellow, black = (value if value >= LEAST_INK else 0.0 for value in whole)
    return cyan, magenta, yellow, black


@resources.of_project
@cache
def _transform(way: Literal["to screen", "to ink"]) -> ImageCms.ImageCmsTransform:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(resources.profile(PROFILE)))
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    first, second = (profile, screen) if way == "to screen" else (screen, profile)
    return ImageCms.buildTransform(
        first,
        second,
        *(("CMYK", "RGB") if way == "to screen" else ("RGB", "CMYK")),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


# --- Colour spaces -------------------------------------------------------------------------------


def _linear(colour: str) -> tuple[float, float, float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklch(colour: str) -> tuple[float, float, float]:
    """Lightness, chroma and hue, an angle, in OKLab (B. Ottosson, 2020)."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _in_gamut(lightness: float, chroma: float, hue: float) -> str:
    """The colour in sRGB, with so much less chroma that there is one."""
    for part in range(40, -1, -1):
        a, b = (chroma * part / 40 * turn(hue) for turn in (math.cos, math.sin))
        long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        linear = (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )
        if part == 0 or all(-1e-4 <= value <= 1 + 1e-4 for value in linear):
            return "#" + "".join(f"{_encoded(min(max(value, 0.0), 1.0)):02X}" for value in linear)
    raise AssertionError("part 0 is always taken")


def _encoded(linear: float) -> int:
    value = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(value * 255)
