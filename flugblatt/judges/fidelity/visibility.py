"""Whether text can be seen: on the page, within the clip, large enough, not transparent, white on dark alone, not covered.

Flow: texts, areas and pictures in the order of painting -> faults in words. How much the colours of a text and its ground
differ, ``preflight`` measures.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.judges.pdf.colours import Colour
from flugblatt.judges.pdf.painted import HIDDEN, Area, Picture, Text
from flugblatt.judges.pdf.plane import Box, Point, inside, meet

SMALLEST = 2.0  # pt; chosen: nobody reads smaller letters
EDGE = 1.0  # pt; chosen: how far a glyph may reach over the edge of page or clip
CLEAR = 0.1  # chosen: less of a colour is not seen
WHITE = 0.03
"""How much of one ink, or how much less than full light, white has at most."""
DARK = 0.3
"""How much of one ink, or how much less than full light, a ground has at least on which white is seen."""


class Visibility:
    """What a page, of which ``crop`` is shown, has painted so far."""

    def __init__(self, crop: Box) -> None:
        self._crop = crop
        self._grounds: list[tuple[Box, bool]] = []
        self._texts: list[tuple[Point, str]] = []

    def faults(self, item: Text, text: str) -> Iterator[str]:
        """What keeps a text, which is more than spaces, from being seen where it is painted."""
        state, said, size = item.state, repr(text[:60]), item.size
        if state.mode in HIDDEN:
            yield f"expected visible text; found {said} in text rendering mode {state.mode}"
        if state.fill_alpha < CLEAR:
            yield f"expected visible text; found {said} transparent"
        if size < SMALLEST or not state.stretch:
            yield f"expected legible text; found {said} smaller than {SMALLEST:g} pt"
        for point in (item.start, item.end):
            if not inside(point, self._crop, EDGE):
                yield f"expected text on the page; found {said} off the page"
            elif not inside(point, state.clip, EDGE):
                yield f"expected visible text; found {said} clipped away"
        middle = (item.start[0] + item.end[0]) / 2, item.start[1] + size / 4
        if _darkness(state.fill, white=True) <= WHITE and not self._is_dark(middle):
            yield f"expected visible text; found {said} in white"
        self._texts.append((middle, text))

    def covered(self, item: Area | Picture) -> Iterator[str]:
        """The texts that an area of rectangles or a picture is painted over."""
        if item.state.fill_alpha < CLEAR or (isinstance(item, Area) and (item.stroked or not item.whole)):
            return
        box = meet(item.box, item.state.clip)
        for middle, text in self._texts:
            if inside(middle, box, 0):
                yield f"expected visible text; found {text[:60]!r} painted over"
        if isinstance(item, Area):
            self._grounds.append((box, _darkness(item.colour) >= DARK))

    def _is_dark(self, point: Point) -> bool:
        """Whether the last area at ``point`` is dark; paper is not."""
        return next((dark for box, dark in reversed(self._grounds) if inside(point, box, 0)), False)


def _darkness(colour: Colour, white: bool = False) -> float:
    """How much of its strongest ink a colour has, or how much less than full light: of a pattern and the like it is not
    known, and they count as neither white nor dark."""
    if not colour.values:
        return 1.0 if white else 0.0
    tints = len(colour.values) == 4 or colour.space.plates or colour.space.family in ("all", "spot")
    return max(colour.values) if tints else 1 - min(colour.values)
