"""What a page paints, as values: texts, areas and pictures, each with its box in pt in the space of the page.

Flow: ``painting`` makes them -> the judges of type, lines, margins, marks and panels read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.preflight.colours import Colour


@dataclass(frozen=True, slots=True)
class Text:
    """One shown string: its box, its size in pt as it is printed, the number of its font, and the colours it is set in."""

    text: str
    box: Box
    size: float
    font: int
    colours: tuple[Colour, ...]
    overprints: bool
    overprint_mode: int
    upright: bool

    @property
    def middle(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Area:
    """A filled path or a stroked one; ``thin`` is the width of the line, or the smaller side of the area, in pt."""

    box: Box
    thin: float
    colour: Colour
    stroked: bool
    overprints: bool
    overprint_mode: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An image, with its pixels and how many of them lie on an inch in its coarser direction."""

    name: str
    box: Box
    width: int
    height: int
    resolution: float


@dataclass(frozen=True, slots=True)
class Page:
    number: int
    texts: tuple[Text, ...]
    areas: tuple[Area, ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Painting:
    """All pages, and the font dictionaries by their number."""

    pages: tuple[Page, ...]
    fonts: tuple[Any, ...]
