"""Posters in the themes of a brand: where the title begins, the mark, the emblem and the lines of each.

Flow: (brand, edition, language, heights in mm) -> ``place`` -> ``Placed`` -> ``rules`` (CSS behind poster.css). In the red theme
the title stands above and the mark below it; in the quiet one the title stands between two lines, in the black one on the foot, and
above both is the mark or the emblem. An emblem is ornament here, as on the covers of leaflets.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.language.table import Language
from flugblatt.model import Edition
from flugblatt.model.brand import Brand, Manner, Theme
from flugblatt.typeset import engine
from flugblatt.xhtml import theming

# mm on A2; drawn, but for those chosen by eye.
HAIRLINE, BELOW_HAIRLINE, TO_TITLE, ABOVE_LINE = 190.0, 6.0, 20.0, 9.0
LINE = 1.0  # pt on A2; chosen: a hairline of 0.35 pt is lost at three metres
QUIET_MARK, BLACK_MARK = 58.0, 200.0
EMBLEM_ABOVE, EMBLEM_BESIDE = 31.0, 22.0  # as on DIN long by height; the second leaves its clear space above a title
WIDEST = (0.6, 0.35)  # of the measure, where the emblem stands alone and where the date stands beside it
AIR = 14.0  # chosen: between the mark and a title on the foot


@dataclass(frozen=True, slots=True)
class Placed:
    """In mm: how far below the top margin the date begins, ``mark`` its width, height and top (None: as in poster.css), ``emblem``
    its width and height."""

    push: float = 0.0
    mark: tuple[float, float, float] | None = None
    emblem: tuple[float, float] = (0.0, 0.0)


def head(theme: Theme, top: float, scale: float) -> float:
    """What the theme keeps free below the top margin, in mm, before the room of the title is known."""
    return (HAIRLINE + BELOW_HAIRLINE) * scale - top if theme == "quiet" else 0.0


def place(
    brand: Brand,
    theme: Theme,
    edition: Edition,
    box: tuple[float, float],
    measure: float,
    scale: float,
    top: float,
    left: float,
    alone: bool,
) -> Placed:
    """``box`` is that of the mark, ``left`` the height in mm that the title leaves of its room; ``alone``: only the date stands
    above the title, so that an emblem may stand beside it."""
    above = theme == "quiet"
    shown = theming.emblem(brand, edition, "light" if above else "dark")
    emblem = (0.0, 0.0)
    if shown and (above or alone):
        tall = min((EMBLEM_ABOVE if above else EMBLEM_BESIDE) * scale, WIDEST[not above] * measure / shown.ratio)
        emblem = (tall * shown.ratio, tall)
    ratio = box[1] / box[0]
    if theme == "quiet":
        wide = 0.0 if emblem[0] else QUIET_MARK * scale * box[0] / 62
        return Placed(head(theme, top, scale), (wide, wide * ratio, 0.0), emblem)
    if theme == "black":
        wide = min(BLACK_MARK * scale * box[0] / 62, max(0.0, left - AIR * scale) / ratio)
        return Placed(max(0.0, left), (wide, wide * ratio, 0.0), emblem)
    return Placed(emblem=emblem)


def rules(theme: Theme, placed: Placed, language: Language, manner: Manner, scale: float, foot: float) -> str:
    """The style sheet of a theme; ``foot`` is the height in mm of what stands below the title."""
    start, end = ("right", "left") if language.direction == "rtl" else ("left", "right")
    found = []
    if placed.push:
        found.append(f".cover {{ padding-top: {placed.push:.3f}mm; }}")
    if placed.mark is not None:
        found.append(f".mark {{ {start}: 0 !important; {end}: auto !important; }}")
    if theme == "quiet":
        line = f"{LINE * scale:.2f}pt solid var(--on-cover)"
        found += [
            f".bar {{ position: absolute; top: {placed.push - BELOW_HAIRLINE * scale:.3f}mm; left: 0; right: 0; width: auto;"
            f" height: {LINE * scale:.2f}pt; margin: 0; }}",
            f".date {{ margin-bottom: {TO_TITLE * scale:.3f}mm; }}",
            f".cover::after {{ content: ''; position: absolute; left: 0; right: 0; bottom: {foot + ABOVE_LINE * scale:.3f}mm;"
            f" border-bottom: {line}; }}",
        ]
    if theme == "black":
        found.append(".bar { display: none; } .date { color: var(--date-colour); margin-bottom: var(--after-date); }")
    if placed.emblem[0] and (manner != "white" or theme == "quiet"):
        width, height = placed.emblem
        found.append(
            f"body::after {{ content: ''; position: absolute; top: 0; {start if theme == 'quiet' else end}: 0;"
            f" width: {width:.3f}mm; height: {height:.3f}mm; background: url(emblem) no-repeat; background-size: 100% 100%; }}"
        )
    return "\n".join(found)


def pictures(brand: Brand, theme: Theme, edition: Edition, placed: Placed) -> tuple[engine.Resource, ...]:
    """The emblem in the version for the ground."""
    shown = theming.emblem(brand, edition, "light" if theme == "quiet" else "dark")
    if shown is None or not placed.emblem[0]:
        return ()
    return (engine.Resource("emblem", shown.image.data, shown.image.media_type),)
