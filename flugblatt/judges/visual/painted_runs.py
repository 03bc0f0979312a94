"""What the pages paint, by its marked content: runs of glyphs in their places, each with its ink, and shapes that are no text.

Flow: the items of a page in the order of painting -> ``Run``s and ``Shape``s -> ``Painted``: text and runs of each sequence that
the structure may name, of artifacts, and of copied panels.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from flugblatt.judges.pdf.glyph_ink import Inks
from flugblatt.judges.pdf.painted import (
    HIDDEN,
    Area,
    Begin,
    Content,
    End,
    Form,
    Item,
    Mark,
    Page,
    Picture,
    Shading,
    Text,
    flat,
)
from flugblatt.judges.pdf.plane import Box, around, meet

NOWHERE = 0, -1
"""The page and MCID of what is in no marked content that the structure names."""
REORDERED = re.compile("[\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1a20-\u1cff\ua800-\uabff\U00011000-\U00011fff]+")
"""Blocks of scripts whose letters a font puts in another order within a syllable; ``glyphs`` judges that."""
BACK, FAR_BACK = 0.35, 1.2
"""In em, chosen: so far a glyph may stand before the one painted before it, as kerning and marks do; in scripts that build
syllables, where parts stand below and around one another, further."""


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Glyphs of one operator that follow one another from left to right, from ``first`` up to ``end``.

    ``left``, ``right`` (without spaces at the ends) and ``base`` are in the plane of the text, which is turned by ``turn`` degrees;
    ``ink`` is the box of what is seen, on the page; ``depth`` counts what is painted on the page.
    """

    page: int
    depth: int
    item: Text
    first: int
    end: int
    turn: int
    left: float
    right: float
    base: float
    size: float
    ink: Box | None

    @property
    def texts(self) -> tuple[str, ...]:
        return self.item.texts[self.first : self.end]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Something that is painted and is no text: an area, a picture or a drawing. ``box`` is what the clip leaves of it;
    ``figure``: it is a picture of the text; ``decoration``: a number for the artifact that it stands in, where the file does not
    say what that is; 0 for none."""

    page: int
    depth: int
    item: Area | Picture | Shading | Form
    box: Box
    figure: bool
    mark: tuple[int, int] = NOWHERE
    decoration: int = 0


@dataclass(slots=True)
class _Open:
    """A sequence of marked content that is open; ``artifact``: it is one, or stands in one."""

    mark: Mark | None
    artifact: bool
    said: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


class Painted:
    """What the pages paint, by its marked content; text of artifacts and of copied panels beside it."""

    def __init__(self, content: Content) -> None:
        self.marks: dict[tuple[int, int], tuple[str, tuple[Run, ...]]] = {}
        self.artifacts: list[tuple[str, tuple[Run, ...]]] = []
        self.copies: list[tuple[Run, ...]] = []
        self.shapes: list[Shape] = []
        self.depth = 0
        codes: dict[int, set[int]] = defaultdict(set)
        for page in content.pages:
            for text in _texts(page.items):
                if text.state.font is not None:
                    codes[text.state.font.number].update(text.codes)
        self.inks = {number: Inks(content.fonts[number], sorted(used)) for number, used in codes.items()}
        for page in content.pages:
            self.depth = 0
            stray = _Open(None, True)
            self._items(page, page.items, [stray])
            if stray.runs:
                self.artifacts.append(("".join(stray.said), tuple(stray.runs)))

    def _items(self, page: Page, items: tuple[Item, ...], opened: list[_Open]) -> None:
        for item in items:
            self.depth += 1
            match item:
                case Begin():
                    opened.append(_Open(item.mark, opened[-1].artifact and opened[-1].mark is not None))
                    opened[-1].artifact |= item.mark.tag == "/Artifact"
                case End() if len(opened) > 1:
                    self._end(page, opened)
                case Text() if item.state.mode not in HIDDEN and item.state.font is not None:
                    opened[-1].said += item.texts
                    opened[-1].runs += _runs(page.number, self.depth, item, self.inks[item.state.font.number])
                case Form() if item.shows_text:
                    copy = _Open(Mark("copy"), True)
                    self._items(page, item.items, [copy])
                    self.copies.append(tuple(copy.runs))
                case Area() | Picture() | Shading() | Form():
                    self._shape(page, item)
        while len(opened) > 1:
            self._end(page, opened)

    def _end(self, page: Page, opened: list[_Open]) -> None:
        done = opened.pop()
        mark, home = done.mark, opened[-1]
        text = "".join(done.said) if mark is None or mark.actual is None else mark.actual
        if mark is not None and mark.mcid is not None and not done.artifact:
            self.marks[page.number, mark.mcid] = text, tuple(done.runs)
        elif done.artifact and len(opened) == 1 and home.mark is None:
            self.artifacts.append((text, tuple(done.runs)))
        else:
            home.said.append(text)
            home.runs += done.runs

    def _shape(self, page: Page, item: Area | Picture | Shading | Form) -> None:
        figure = isinstance(item, Picture) or any(mark.tag == "/Figure" for mark in item.marks)
        if isinstance(item, Form) and not figure:
            self._items(page, item.items, [_Open(Mark("form"), True)])
            return
        named = next((mark.mcid for mark in item.marks if mark.mcid is not None), None)
        box = _shape_box(item)
        if box is not None:
            mark = NOWHERE if named is None else (page.number, named)
            artifact = next((mark for mark in reversed(item.marks) if mark.tag == "/Artifact"), None)
            decoration = id(artifact) if artifact is not None and not artifact.kind else 0
            self.shapes.append(Shape(page.number, self.depth, item, box, figure, mark, decoration))


def _texts(items: tuple[Item, ...]) -> Iterator[Text]:
    return (item for item in flat(items) if isinstance(item, Text))


def _shape_box(item: Area | Picture | Shading | Form) -> Box | None:
    """What the clip leaves of a shape; None where that is nothing."""
    match item:
        case Form():
            box = item.box
        case Shading():
            box = item.state.clip
        case Area() if item.state.fill_alpha == 0 and not item.stroked:
            return None
        case _:
            box = meet(item.box, item.state.clip)
    return box if box[0] < box[2] and box[1] < box[3] else None


def _runs(page: int, depth: int, item: Text, inks: Inks) -> Iterator[Run]:
    """The runs of an operator: a new one where the glyphs go back further than kerning and marks do."""
    a, b, _, _, e, f = item.matrix
    along, turn = math.hypot(a, b), round(math.degrees(math.atan2(b, a))) % 360
    if not along or not item.places:
        return
    places, texts = item.places, item.texts
    starts = [0, *(at for at in range(1, len(places)) if places[at] < places[at - 1] and _goes_back(item, at))]
    origin, height = (a * e + b * f) / along, (a * f - b * e) / along
    for first, end in pairwise((*starts, len(places))):
        inked = [at for at in range(first, end) if not texts[at].isspace()] or [first]
        left = origin + places[inked[0]] * along
        right = origin + (places[inked[-1]] + advance(item, inked[-1])) * along
        size, ink = abs(item.state.size) * along, _ink(item, first, end, inks)
        yield Run(page, depth, item, first, end, turn, left, right, height, size, ink)


def advance(item: Text, at: int) -> float:
    """The width of a glyph by its place among those of the operator, on the baseline before the matrix."""
    state, code = item.state, item.codes[at]
    width = 0.0 if state.font is None else state.font.widths.get(code, state.font.default_width)
    return width * state.size * state.stretch / 1000


def _goes_back(item: Text, at: int) -> bool:
    """Whether a glyph stands further back than its script may set it."""
    built = not item.texts[at] or REORDERED.search(item.texts[at - 1] + item.texts[at])
    return item.places[at - 1] - item.places[at] > (FAR_BACK if built else BACK) * abs(item.state.size)


def _ink(item: Text, first: int, end: int, inks: Inks) -> Box | None:
    """The box of the ink of a run on the page."""
    state, box_of = item.state, inks.box
    size, wide = state.size, state.size * state.stretch
    left = low = math.inf
    right = high = -math.inf
    for code, place in zip(item.codes[first:end], item.places[first:end], strict=True):
        if box := box_of(code):
            left, right = min(left, place + box[0] * wide), max(right, place + box[2] * wide)
            low, high = min(low, box[1]), max(high, box[3])
    if left == math.inf:
        return None
    return around(item.matrix, (left, state.rise + low * size, right, state.rise + high * size))


def glyph_boxes(run: Run, inks: Inks) -> list[tuple[Box, int, int]]:
    """The box of the ink of each glyph of a run that has some, with its code and its place among those of the operator."""
    item, state = run.item, run.item.state
    size, wide = state.size, state.size * state.stretch
    found: list[tuple[Box, int, int]] = []
    for at in range(run.first, run.end):
        if box := inks.box(item.codes[at]):
            place = item.places[at]
            local = (
                place + box[0] * wide,
                state.rise + box[1] * size,
                place + box[2] * wide,
                state.rise + box[3] * size,
            )
            found.append((around(item.matrix, local), item.codes[at], at))
    return found
