"""What the pages of a PDF paint, as values in the order of painting: text, areas, pictures, forms, and marked content.

Flow: ``content_streams`` makes them -> the judges of text, glyphs and print walk through ``Page.items``. Boxes and points are in
pt in the space of the page, whatever form a thing stands in.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.judges.pdf import colours
from flugblatt.judges.pdf.colours import Colour, Space
from flugblatt.judges.pdf.font_codes import Font
from flugblatt.judges.pdf.plane import Box, Matrix, Point, apply

Key = tuple[int, int]
"""The object and generation number of a stream."""
EVERYWHERE: Box = (-math.inf, -math.inf, math.inf, math.inf)
FILLING = frozenset((0, 2, 4, 6))
STROKING = frozenset((1, 2, 5, 6))
HIDDEN = frozenset((3, 7))
"""Text rendering modes (ISO 32000-1, 9.3.6)."""


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state (ISO 32000-1, 8.4 and 9.3) as far as it matters to a judge; ``clip`` is the box of the path."""

    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    clip: Box = EVERYWHERE
    fill: Colour = colours.BLACK
    stroke: Colour = colours.BLACK
    fill_space: Space = colours.GRAY
    stroke_space: Space = colours.GRAY
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    fill_overprints: bool = False
    stroke_overprints: bool = False
    overprint_mode: int = 0
    line_width: float = 1.0
    font: Font | None = None
    size: float = 0.0
    char_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A sequence of marked content (ISO 32000-1, 14.6); ``kind`` and ``subtype`` are those of an artifact, ``spoken`` what
    it says beside ActualText, by key."""

    tag: str
    mcid: int | None = None
    actual: str | None = None
    kind: str = ""
    subtype: str = ""
    spoken: tuple[tuple[str, str], ...] = ()


Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Begin:
    """A sequence of marked content begins."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class End:
    """The innermost sequence ends; ``begun`` is false where none is open."""

    begun: bool


@dataclass(frozen=True, slots=True)
class Text:
    """The glyphs of one operator. Without a font the codes are the bytes of the strings, and there are no ``texts``.

    ``matrix`` leads from the baseline, which begins at 0, to the page; ``places`` are where on it each glyph begins.
    ``start``, ``end`` and ``box`` are those of what can be seen of it: from the first to the last glyph that is no space.
    ``gaps`` counts the places between glyphs that are set wider or tighter than the font has it.
    """

    state: State
    marks: Marks
    codes: tuple[int, ...]
    texts: tuple[str, ...]
    places: tuple[float, ...]
    gaps: int
    matrix: Matrix
    start: Point
    end: Point
    box: Box

    @property
    def text(self) -> str:
        return "".join(self.texts)

    @property
    def glyphs(self) -> Iterator[int]:
        """A number for each glyph, its font and its code."""
        first = 0 if self.state.font is None else self.state.font.number << 32
        return (first + code for code in self.codes)

    @property
    def size(self) -> float:
        """The size in pt, as it is printed."""
        return abs(self.state.size) * math.hypot(self.matrix[2], self.matrix[3])

    @property
    def colours(self) -> tuple[Colour, ...]:
        """What it is painted in: filled, stroked or both."""
        state = self.state
        return (state.fill,) * (state.mode in FILLING) + (state.stroke,) * (state.mode in STROKING)

    @property
    def overprints(self) -> bool:
        state = self.state
        filled = state.mode not in FILLING or state.fill_overprints
        return filled and (state.mode not in STROKING or state.stroke_overprints)

    @property
    def middle(self) -> Point:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def origin(self, place: int) -> Point:
        """Where a glyph stands, by its place among the codes."""
        return apply(self.matrix, self.places[place], 0.0)


@dataclass(frozen=True, slots=True)
class Area:
    """A filled path or a stroked one, within the clip or not; ``thin`` is the width of the line, or the smaller side of the
    area, in pt. ``whole``: it is made of rectangles, and so covers its box. ``path`` holds the operators that drew it, with
    their points."""

    state: State
    marks: Marks
    box: Box
    thin: float
    stroked: bool
    whole: bool
    path: tuple[Segment, ...] = ()

    @property
    def colour(self) -> Colour:
        return self.state.stroke if self.stroked else self.state.fill

    @property
    def overprints(self) -> bool:
        return self.state.stroke_overprints if self.stroked else self.state.fill_overprints


@dataclass(frozen=True, slots=True)
class Picture:
    """An image, with its pixels and how many of them lie on an inch in its coarser direction."""

    state: State
    marks: Marks
    name: str
    box: Box
    width: int
    height: int
    resolution: float


@dataclass(frozen=True, slots=True)
class Shading:
    """A shading that fills the clip (ISO 32000-1, 8.7.4.2)."""

    state: State
    marks: Marks
    name: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form XObject where it is painted, and what it paints there; of one that stands in itself, nothing.

    ``repeats``: its text is nothing but glyphs that the pages have painted before, in the same order. ``box`` is what it may
    paint on, within the clip.
    """

    state: State
    marks: Marks
    name: str
    key: Key
    shows_text: bool
    repeats: bool
    items: tuple[Item, ...]
    box: Box = EVERYWHERE


Segment = tuple[str, tuple[Point, ...]]
"""An operator of path construction (ISO 32000-1, 8.5.2) and its points on the page; ``re`` has the corners in turn."""
Item = Begin | End | Text | Area | Picture | Shading | Form


@dataclass(frozen=True, slots=True)
class Inner:
    """A form or a pattern among the resources of a page or of what stands in it, painted or not."""

    kind: str
    name: str
    key: Key
    shows_text: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1, with its boxes (ISO 32000-1, 14.11.2). ``inner`` is all among its resources that holds content
    of its own; ``appearances`` what its annotations look like."""

    number: int
    media: Box
    crop: Box
    bleed: Box
    trim: Box
    items: tuple[Item, ...]
    inner: tuple[Inner, ...]
    appearances: tuple[Inner, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All pages, and the fonts by their number."""

    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]


def flat(items: tuple[Item, ...]) -> Iterator[Item]:
    """All that is painted, into the forms."""
    for item in items:
        if isinstance(item, Form):
            yield from flat(item.items)
        else:
            yield item
