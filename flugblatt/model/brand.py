"""The brand: in whose colours, letters and under which emblem a work appears, and by which of the four themes it is set.

Flow: brand.yaml beside the works, or keys of the same names in statement.yaml -> Brand, one value of a Statement. What follows
from the one colour that is given (deep, tint, bright) is computed once, when it is read (``tables.accents``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from flugblatt.model.work import ByLanguage, Cataloguing, ImageFile, Source

Theme = Literal["red", "quiet", "picture", "black"]
Inks = tuple[float, float, float, float]
Manner = Literal["screen", "white", "press"]

FEW_INKS = 2  # more never meet exactly in small or light letters; preflight-small-text holds it


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour as ink (per cent of cyan, magenta, yellow, black) and as sRGB (``#C5202F``)."""

    inks: Inks
    screen: str

    def css(self, manner: Manner) -> str:
        if manner != "press":
            return self.screen
        return f"device-cmyk({' '.join(f'{value / 100:g}' for value in self.inks)})"


@dataclass(frozen=True, slots=True)
class Accent:
    """``main`` is ground, text and mark; ``deep`` the mark on the ground, ``tint`` the ground of the pull quote, ``bright`` stands
    on black and on dark screens."""

    main: Colour
    deep: Colour
    tint: Colour
    bright: Colour

    @property
    def sets_small_text(self) -> bool:
        """Whether text under 10 pt may have it: more than two inks do not print sharply that small."""
        return sum(value > 0 for value in self.main.inks) <= FEW_INKS


RED = Accent(
    Colour((0, 100, 85, 18), "#C5202F"),
    Colour((0, 100, 90, 40), "#9E2225"),
    Colour((0, 8, 8, 2), "#FAEEE8"),
    Colour((0, 85, 70, 0), "#E94344"),
)
"""What is printed and shown where nobody has said another; both as drawn, neither converted into the other."""


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """The picture of the theme ``picture``; ``credit`` is printed as written, in the colophon."""

    image: ImageFile
    alt: ByLanguage[str]
    credit: ByLanguage[str]


@dataclass(frozen=True, slots=True)
class Logo:
    """The emblem in two versions: ``color`` for white grounds, ``white`` for coloured and dark ones, absent where none was given;
    ``clear_space`` is kept free around it, as a part of its height."""

    color: ImageFile
    white: ImageFile | None
    alt: ByLanguage[str]
    clear_space: float = 0.5


@dataclass(frozen=True, slots=True)
class OwnFonts:
    """Font files for the text and for what stands about it, the upright regular one first; either may be absent."""

    text: tuple[Source, ...] = ()
    sans: tuple[Source, ...] = ()
    license: str = ""


@dataclass(frozen=True, slots=True)
class Brand:
    """``accent`` is the red where none is said. ``places`` tell where a key is said, as messages have it. The theme ``picture``
    always has its picture: without one the theme is red."""

    theme: Theme = "red"
    accent: Accent = RED
    picture: CoverPicture | None = None
    logo: Logo | None = None
    fonts: OwnFonts | None = None
    cataloguing: Cataloguing | None = None
    places: tuple[tuple[str, str], ...] = ()
    said: tuple[str, ...] = ()
    """Digests of all that was said in brand.yaml and in the files that it or statement.yaml name."""

    def place(self, key: str) -> str:
        """Where a key is said, as ``file:line:column``; empty where it is not."""
        return next((place for name, place in self.places if name == key), "")

    @property
    def images(self) -> tuple[ImageFile, ...]:
        """Its pictures, each once."""
        logo = (self.logo.color, self.logo.white) if self.logo else ()
        found = (self.picture.image if self.picture else None, *logo)
        return tuple({image.path: image for image in found if image}.values())

    @property
    def font_files(self) -> tuple[Source, ...]:
        return tuple({file.path: file for file in (*self.fonts.text, *self.fonts.sans)}.values()) if self.fonts else ()
