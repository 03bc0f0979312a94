"""Colours of a leaflet: the accent of the brand with its deep and its tint, as ink and for the screen, by what they are for.

Flow: the brand's accent -> ``palette`` (CSS colours of a manner); ``unreadable`` measures the accent as text on its tint (WCAG 2.2,
1.4.3). Inks are percent, C M Y K; the screen shows them through the output condition's profile.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.model import Finding, Statement
from flugblatt.model.brand import Accent, Brand, Colour, Manner
from flugblatt.tables.accents import NIGHT, contrast, cut

LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
SMALL_TEXT = 10.0  # pt; the rule of preflight-small-text
INK = Colour((0, 0, 0, 100), "#1C1A19")
GREY = Colour((0, 0, 0, 80), "#5F5A56")
PAPER = Colour((0, 0, 0, 0), "#FFFFFF")
BLACK = Colour((50, 30, 30, 100), NIGHT)  # drawn: 210 per cent of ink
SCRIM = Colour((50, 30, 30, 100), "#080E14")
"""What lies below a picture, so that white letters never stand on paper."""
LETTERED = ("red", "picture")
"""Themes whose accent is read as text, too."""


@dataclass(frozen=True, slots=True)
class Palette:
    """CSS colours by what they are for. ``cover`` and ``quote`` are grounds; the rest stands on them or on paper. ``date`` is that
    of the cover, ``pull`` the pull quote."""

    ink: str
    grey: str
    accent: str
    cover: str
    on_cover: str
    bar: str
    mark: str
    quote: str
    motif: str
    date: str
    pull: str


def accent_of(statement: Statement) -> Accent:
    """The accent of the brand, with what follows from it."""
    return statement.brand.accent


def palette(brand: Brand, manner: Manner, theme: str = "") -> Palette:
    """The colours of one manner in the theme of the brand: "white" leaves out what fills a panel to its edge. Where the theme lets
    the accent be an ornament alone, no letter has it. ``theme`` is another one, where the place has it."""
    accent, theme = brand.accent, theme or brand.theme
    ink, grey, red = INK.css(manner), GREY.css(manner), accent.main.css(manner)
    paper, deep, tint = PAPER.css(manner), accent.deep.css(manner), accent.tint.css(manner)
    pull = red if theme in LETTERED else ink
    if theme == "quiet":
        return Palette(ink, grey, red, "none", ink, ink, red, "none", tint, ink, pull)
    if manner == "white":
        return Palette(ink, grey, red, "none", ink, red, red, "none", tint, ink, pull)
    if theme == "black":
        bright = accent.bright.css(manner)
        return Palette(ink, grey, red, BLACK.css(manner), paper, paper, bright, tint, tint, bright, pull)
    ground = red if theme == "red" else SCRIM.css(manner)
    return Palette(ink, grey, red, ground, paper, paper, deep, tint, tint, paper, pull)


def unreadable(statement: Statement, quoted: bool) -> tuple[Finding, ...]:
    """A finding where the accent is too pale as text on its tint, on which something is ``quoted``; on white the reader of the
    brand has measured it."""
    accent = accent_of(statement)
    ratio = contrast(accent.main.screen, accent.tint.screen)
    if not quoted or ratio >= LEAST_CONTRAST or statement.brand.theme not in LETTERED:
        return ()
    return (
        Finding(
            "accent-contrast",
            "error",
            f"expected an accent of at least {LEAST_CONTRAST}:1 as text; "
            f"found {accent.main.screen} with {cut(ratio)}:1 on its tint",
            place_of(statement, "accent"),
            "take a darker colour: more of the same inks, or 10 to 40 more K",
        ),
    )


def place_of(statement: Statement, key: str) -> str:
    """Where ``key`` of the brand or of statement.yaml is said, else the first line of that."""
    if place := statement.brand.place(key):
        return place
    lines = statement.source.data.decode("utf-8", "replace").splitlines()
    number = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)
    return f"{statement.source.path}:{number}:1"
