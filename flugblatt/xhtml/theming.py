"""How a brand looks in a form: its style sheets, the face of its titles, its emblem and its picture with their words.

Flow: (Brand, form) -> ``sheets`` (CSS as it stands, the theme's behind that of every theme) and ``title_face``, ``emblem``,
``picture`` for the templates. Where nothing is said of a brand, every form is as without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flugblatt import resources
from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.model import ByLanguage, Edition, ImageFile, Statement
from flugblatt.model.brand import RED, Brand, Theme
from flugblatt.tables.accents import NIGHT, lightened
from flugblatt.tables.themes import look_of

DISPLAY = "Source Serif 4 Display"
DARK: tuple[Theme, ...] = ("red", "picture", "black")
"""Themes whose covers and cards are darker than their white letters."""


@dataclass(frozen=True, slots=True)
class TitleFace:
    """The families of a title in order of preference, the weight that it has in the first, and its tracking in CSS."""

    stack: tuple[str, ...]
    weight: int
    tracking: str

    @property
    def face(self) -> fonts.Face:
        return fonts.face_for(self.stack, self.weight)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its words; ``language`` is that of the words where it is not the edition's. ``ratio`` is its width by its
    height."""

    image: ImageFile
    alt: str
    language: str

    @property
    def ratio(self) -> float:
        return self.image.width / self.image.height if self.image.width and self.image.height else 1.0


def sheets(form: str, brand: Brand, *more: str) -> str:
    """The style sheet of a form with that of the theme behind it, and behind ``more`` that the theme has."""
    named = [form, *(f"{name}-{brand.theme}" for name in (*more, form) if brand.theme != "red")]
    named += ["emblem"] if brand.logo and form == "archive" else []
    named += ["web-red"] if brand.logo and form == "web" and brand.theme == "red" else []
    return "".join((resources.STYLES / f"{name}.css").read_text(encoding="utf-8") for name in named)


NIGHT_SCREEN = "#161413"
"""The paper of dark screens, as web.css has it."""
ORNAMENT = 3.0  # to 1; WCAG 2.2, 1.4.11


def web_rules(brand: Brand) -> str:
    """The colours of a page on screens, light and dark, and on paper; nothing where they are those of the style sheet."""
    main, bright = brand.accent.main.screen, brand.accent.bright.screen
    if brand.theme == "black":
        night = f"--paper:{NIGHT};--ink:#EDE8E2;--grey:#A8A19A;--red:{bright};--line:#38322E"
        day = f"--paper:#FFFFFF;--ink:#1C1A19;--grey:#5F5A56;--red:{main};--line:#DDD6CF"
    elif brand.accent == RED:
        return ""
    else:
        night, day = f"--red:{bright}", f"--red:{main}"
    return (
        f":root{{{night if brand.theme == 'black' else day}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{night}}}}}\n"
        f"@media print{{:root{{{day}}}}}\n"
    )


def web_mark(brand: Brand) -> str:
    """The colour of the mark on a page, which is one for light and dark screens."""
    if brand.theme == "black":
        return brand.accent.bright.screen
    return lightened(brand.accent.main.screen, NIGHT_SCREEN, ORNAMENT)


def title_face(theme: Theme, families: fonts.Families, italics: bool) -> TitleFace:
    """How titles are set. ``italics``: whether the script has them, as only such scripts are tracked; other scripts have two
    weights, the quiet theme the lighter one but for Arabic, whose strokes are as fine as they get."""
    look = look_of(theme)
    stack = families.sans
    if look.title == "serif":
        stack = (DISPLAY, *families.text) if families.text[0] == "Source Serif 4" else families.text
    heavy = 700 if look.weight > 500 or families.text[0] == "Amiri" else 400
    weight = look.weight if stack[0] in (DISPLAY, "Alegreya Sans") else heavy
    return TitleFace(stack, weight, f"{look.tracking:g}em".replace("0.", ".") if italics else "0")


def kind(statement: Statement, edition: Edition, language: Language) -> str:
    """What the work is; empty where nobody has said so, or the title says it."""
    word = language.kind(statement.kind)
    return word if statement.kind_given and word.casefold() not in edition.title_text.casefold() else ""


def emblem(brand: Brand, edition: Edition, ground: Literal["light", "dark"]) -> Shown | None:
    """The emblem in the version for a ground; None where there is none that may stand on it."""
    logo = brand.logo
    image = None if logo is None else logo.color if ground == "light" else logo.white
    return Shown(image, *words(logo.alt, edition)) if logo and image else None


def picture(brand: Brand, edition: Edition) -> Shown | None:
    """The picture of the theme of that name."""
    if brand.theme != "picture" or brand.picture is None:
        return None
    return Shown(brand.picture.image, *words(brand.picture.alt, edition))


def words(said: ByLanguage[str], edition: Edition) -> tuple[str, str]:
    """What is said in the language of the edition; else the first that is said, with its language."""
    if (own := said.for_language(edition.language)) is not None:
        return own, ""
    return next(((text, tag) for tag, text in said.named), ("", ""))
