"""The mark of the design: the opening quotation mark of the edition's language, drawn as an outline of its display face."""

from __future__ import annotations

from flugblatt.language import fonts
from flugblatt.language.table import Language

RED = "#C5202F"
DISPLAY = "Source Serif 4 Display"


def mark(language: Language, colour: str = RED) -> tuple[bytes, tuple[float, float]]:
    """The opening quotation mark as SVG, and its width and height in mm."""
    family, char = next(
        (family, char)
        for char in (language.mark, "“")
        for family in (*(language.script.text[:1] if char in "「『" else ()), DISPLAY)
        if ord(char) in fonts.coverage(family)
    )
    path, (left, top, right, bottom) = fonts.outline(family, char, 700)
    width, height = right - left, bottom - top
    turn = (
        f' transform="translate({2 * left + width:g} 0) scale(-1 1)"'
        if language.direction == "rtl" and char == "«"
        else ""
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}" preserveAspectRatio="none">'
        f'<path{turn} d="{path}" fill="{colour}"/></svg>'
    )
    wide = 62.0 if family == DISPLAY else 38.0
    return svg.encode(), (wide, wide * height / width)
