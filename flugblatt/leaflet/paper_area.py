"""How much paper a format takes, and how much room it has for text: what says which formats are worth trying.

Flow: format -> ``paper`` (mm²) or ``text_area`` (squares of the smallest size).
"""

from __future__ import annotations

from flugblatt.leaflet.measures import POINTS_PER_MM, measures
from flugblatt.leaflet.sheets import Format

LETTER = 0.9  # squares of the size; half a square wide with 1.4 of leading is 0.7, and the rest is for what is not text


def paper(format: Format) -> float:
    """The paper of one copy, in mm²."""
    area = sum(panel.width * panel.height for panel in format.panels)
    return area / 2 if format.rows_back or format.booklet else area


def text_area(format: Format) -> float:
    """The most area that text can have, in squares of the smallest size."""
    taken = measures(format, format.panels)
    bodies = [panel for panel in format.panels if {"body", "quote"} & set(panel.roles)]
    tall = sum(panel.height - taken.top - taken.foot for panel in bodies)
    return taken.measure * tall * POINTS_PER_MM**2 / format.smallest**2


def seems_to_hold(format: Format, text: str) -> bool:
    """Whether so many letters are likely to find room; nothing rests on it."""
    return len(text) * LETTER < text_area(format)
