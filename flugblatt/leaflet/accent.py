"""Colours of a leaflet: the accent with its deep and its tint, as ink and for the screen, and whether it can be read.

Flow: statement.yaml's ``accent``, or the red -> ``accent_of`` -> ``palette`` (CSS colours of a manner); ``unreadable`` measures the
accent as text on white and on its tint (WCAG 2.2, 1.4.3). Inks are percent, C M Y K; the screen shows them through the
output condition's profile.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from PIL import Image, ImageCms

from flugblatt import resources
from flugblatt.leaflet.formats import find_shop, profile_of
from flugblatt.model import Finding, Statement

Inks = tuple[float, float, float, float]
Manner = Literal["screen", "white", "press"]

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
FEW_INKS = 2  # more never meet exactly in small or light letters; preflight-small-text holds it
SMALL_TEXT = 10.0  # pt; the same rule


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour as ink and as sRGB."""

    inks: Inks
    screen: str

    def css(self, manner: Manner) -> str:
        if manner != "press":
            return self.screen
        return f"device-cmyk({' '.join(f'{value / 100:g}' for value in self.inks)})"


@dataclass(frozen=True, slots=True)
class Accent:
    """``red`` is text and ground, ``deep`` the mark on it, ``tint`` the ground of the pull quote."""

    red: Colour
    deep: Colour
    tint: Colour

    @property
    def sets_small_text(self) -> bool:
        """Whether text under 10 pt may have it: more than two inks do not print sharply that small."""
        return sum(value > 0 for value in self.red.inks) <= FEW_INKS


INK = Colour((0, 0, 0, 100), "#1C1A19")
GREY = Colour((0, 0, 0, 80), "#5F5A56")
PAPER = Colour((0, 0, 0, 0), "#FFFFFF")
RED = Accent(
    Colour((0, 100, 85, 18), "#C5202F"),
    Colour((0, 100, 90, 40), "#9E2225"),
    Colour((0, 8, 8, 2), "#FAEEE8"),
)
DEEPER = 22.0  # percent of black; as drawn: 0/100/85/18 becomes 0/100/90/40
TINT = 0.085  # of each ink; as drawn: 0/100/85/18 becomes 0/8/8/2


@dataclass(frozen=True, slots=True)
class Palette:
    """CSS colours by what they are for. ``cover`` and ``quote`` are grounds; the rest stands on them or on paper."""

    ink: str
    grey: str
    accent: str
    cover: str
    on_cover: str
    bar: str
    mark: str
    quote: str
    motif: str


def accent_of(statement: Statement) -> Accent:
    """The accent that the statement asks for, with deep and tint that follow from it; else the red."""
    if statement.accent is None:
        return RED
    cyan, magenta, yellow, black = inks = statement.accent
    deeper = black + DEEPER if black + DEEPER <= 100 else black - DEEPER
    deep = (cyan, magenta, yellow, deeper)
    tint = tuple(float(round(value * TINT)) for value in inks)
    return Accent(shown(inks), shown(deep), shown((tint[0], tint[1], tint[2], tint[3])))


def palette(accent: Accent, manner: Manner) -> Palette:
    """The colours of one manner: "white" leaves out what fills a panel to its edge."""
    ink, grey, red = INK.css(manner), GREY.css(manner), accent.red.css(manner)
    if manner == "white":
        return Palette(ink, grey, red, "none", ink, red, red, "none", accent.tint.css(manner))
    paper, deep, tint = PAPER.css(manner), accent.deep.css(manner), accent.tint.css(manner)
    return Palette(ink, grey, red, red, paper, paper, deep, tint, tint)


def unreadable(statement: Statement, quoted: bool) -> tuple[Finding, ...]:
    """A finding where the accent is too pale for text: below 4.5:1 on white or, where something is ``quoted``, on its tint."""
    if statement.accent is None:
        return ()
    accent = accent_of(statement)
    grounds = [("white paper", PAPER), ("its tint", accent.tint)] if quoted else [("white paper", PAPER)]
    measured = [(contrast(accent.red.screen, ground.screen), name) for name, ground in grounds]
    ratio, name = min(measured)
    if ratio >= LEAST_CONTRAST:
        return ()
    inks = ", ".join(f"{value:g}" for value in statement.accent)
    return (
        Finding(
            "accent-contrast",
            "error",
            f"expected an accent of at least {LEAST_CONTRAST}:1 as text; found [{inks}] with {_cut(ratio)}:1 on {name}",
            place_of(statement, "accent"),
            "take a darker colour: more of the same inks, or 10 to 40 more K",
        ),
    )


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two sRGB colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def place_of(statement: Statement, key: str) -> str:
    """The line of statement.yaml that begins with ``key``, else its first."""
    lines = statement.source.data.decode("utf-8", "replace").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)
    return f"{statement.source.path}:{number}:1"


def shown(inks: Inks) -> Colour:
    """Inks with what they look like through the profile of the default output condition."""
    bytes_of_ink = tuple(round(value * 2.55) for value in inks)
    dot = Image.new("CMYK", (1, 1), bytes_of_ink)
    made: Any = ImageCms.applyTransform(dot, _to_screen())
    red, green, blue = made.getpixel((0, 0))
    return Colour(inks, f"#{red:02X}{green:02X}{blue:02X}")


@resources.of_project
@cache
def _to_screen() -> ImageCms.ImageCmsTransform:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(profile_of(find_shop(""))))
    return ImageCms.buildTransform(
        profile,
        ImageCms.createProfile("sRGB"),
        "CMYK",
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _cut(ratio: float) -> str:
    """Two figures after the point, cut off and not rounded: 4.499 is no 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"
