"""The text of a tagged PDF as it is read and as it is seen: passages in reading order, and runs of glyphs in their places.

Flow: what the pages paint -> ``Run``s, with their ink -> the structure tree, depth first -> ``Block`` for each element that stands
by itself, with its ``Passage``s and ``Line``s; artifacts and copied panels are blocks of their own.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from flugblatt.judges.pdf import content_streams, structure_tree
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
from flugblatt.judges.pdf.structure_tree import Element, MarkReference, Tree

INLINE = frozenset(("Span", "Link", "Reference", "Em", "Strong", "Code", "Quote", "Figure"))
"""Elements that stand in a line; all others stand by themselves."""
ISOLATING = {"Link": "link", "Reference": "call", "Lbl": "call"}
NOWHERE = 0, -1
"""The page and MCID of what is in no marked content that the structure names."""
BACK = 0.35
"""In em, chosen: so far a glyph may stand before the one painted before it, as kerning and marks do; words stand further."""
SHIFT = 0.6
"""In em, chosen: so far the baseline may move within a line; figures of notes are raised by a third, lines are more than one
apart."""


@dataclass(frozen=True, slots=True)
class Isolate:
    """A span, link or call, which UAX #9 may order by itself (X5a-X5c). ``direction`` is empty where the structure says none.

    ``kind``: "span", "link" or "call". A span that has a direction alone is one of the source if other elements stand in it; else
    it is a piece of one embedding level, which stands in its sentence.
    """

    number: int
    direction: str
    kind: str = "span"


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
class Passage:
    """What one sequence of marked content says: ``text`` in the order of reading."""

    text: str
    isolates: tuple[Isolate, ...]
    runs: tuple[Run, ...]
    code: bool = False
    link: int = 0
    call: bool = False
    mark: tuple[int, int] = NOWHERE


@dataclass(slots=True, eq=False)
class Line:
    """A line of a block: its runs in the order of reading, each with the number of its passage among those of the block."""

    page: int
    turn: int
    base: float
    size: float
    runs: list[tuple[int, Run]] = field(default_factory=list)

    @property
    def left(self) -> float:
        return min(run.left for _, run in self.runs)

    @property
    def right(self) -> float:
        return max(run.right for _, run in self.runs)

    @property
    def text(self) -> str:
        return "".join("".join(run.texts) for _, run in self.runs)


@dataclass(slots=True, eq=False)
class Block:
    """An element that stands by itself; ``path`` are the kinds of those around it, the outermost first, and its own. ``said``:
    the file says its text in the order of reading."""

    path: tuple[str, ...]
    language: str
    direction: str = ""
    said: bool = True
    passages: list[Passage] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.path[-1]

    @property
    def text(self) -> str:
        return "".join(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Something that is painted and is no text: an area, a picture or a drawing. ``box`` is what the clip leaves of it;
    ``figure``: it is a picture of the text."""

    page: int
    depth: int
    item: Area | Picture | Shading | Form
    box: Box
    figure: bool
    mark: tuple[int, int] = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A picture of the text, where the structure has it: its alternative text, and where it is painted."""

    alternative: str
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """All that a file shows. ``figures`` are in reading order, ``drawings`` those beside the text; ``language`` is the
    document's."""

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    shapes: tuple[Shape, ...]
    figures: tuple[Figure, ...]
    drawings: tuple[Shape, ...]
    inks: dict[int, Inks]
    language: str


@dataclass(slots=True)
class _Open:
    """A sequence of marked content that is open; ``artifact``: it is one, or stands in one."""

    mark: Mark | None
    artifact: bool
    said: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


class _Painted:
    """What the pages paint, by its marked content; text of artifacts and of copied panels beside it."""

    def __init__(self, content: Content) -> None:
        self.marks: dict[tuple[int, int], tuple[str, tuple[Run, ...]]] = {}
        self.artifacts: list[tuple[str, tuple[Run, ...]]] = []
        self.copies: list[tuple[Run, ...]] = []
        self.shapes: list[Shape] = []
        self.drawings: list[Shape] = []
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
            if (box := _shape_box(item)) is not None:
                self.drawings.append(Shape(page.number, self.depth, item, box, False))
            self._items(page, item.items, [_Open(Mark("form"), True)])
            return
        named = next((mark.mcid for mark in item.marks if mark.mcid is not None), None)
        box = _shape_box(item)
        if box is not None:
            mark = NOWHERE if named is None else (page.number, named)
            self.shapes.append(Shape(page.number, self.depth, item, box, figure, mark))


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
    back, places, texts = -BACK * abs(item.state.size), item.places, item.texts
    starts = [0, *(at for at in range(1, len(places)) if places[at] - places[at - 1] < back)]
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


# --- The structure -------------------------------------------------------------------------------


class _Reading:
    """One walk through the structure tree."""

    def __init__(self, tree: Tree, painted: _Painted) -> None:
        self.painted = painted
        self.blocks: list[Block] = []
        self.figures: list[Figure] = []
        self.isolates = self.links = 0
        self.language = tree.language
        self.shapes: dict[tuple[int, int], list[Shape]] = defaultdict(list)
        for shape in painted.shapes:
            if shape.figure:
                self.shapes[shape.mark].append(shape)
        for kid in tree.kids:
            if isinstance(kid, Element):
                self._standing(kid, (), tree.language, "")

    def _standing(self, element: Element, path: tuple[str, ...], language: str, direction: str) -> None:
        """An element that stands by itself, with all in it."""
        direction = _direction(element) or direction
        block = Block((*path, element.kind), element.language or language, direction)
        self._kids(element, block, Passage("", (), ()), element.actual)
        if block.passages:
            block.lines = list(_lines(block))
            self.blocks.append(block)

    def _kids(self, element: Element, block: Block, voice: Passage, actual: str | None) -> None:
        for kid in element.kids:
            if isinstance(kid, MarkReference):
                text, runs = self.painted.marks.get((kid.page, kid.mcid), ("", ()))
                if actual is not None:
                    text, actual = actual, ""
                block.passages.append(replace(voice, text=text, runs=runs, mark=(kid.page, kid.mcid)))
            elif isinstance(kid, Element) and not kid.again:
                if kid.kind in INLINE or (kid.kind == "Lbl" and block.kind not in ("LI", "Note", "FENote")):
                    self._inline(kid, block, voice, actual)
                else:
                    self._standing(kid, block.path, block.language, block.direction)

    def _inline(self, element: Element, block: Block, voice: Passage, actual: str | None) -> None:
        kind, direction = element.kind, _direction(element)
        if kind == "Figure":
            mark = next(((one.page, one.mcid) for one in element.contents), NOWHERE)
            self.figures.append(Figure(element.alternative, mark[0], _frame(element, self.shapes.get(mark, []))))
            block.passages.append(replace(voice, text="\ufffc", runs=(), mark=mark))
            return
        spans = element.language is not None or (direction and any(isinstance(kid, Element) for kid in element.kids))
        if isolating := ISOLATING.get(kind) or "span" * bool(spans):
            self.isolates += 1
            voice = replace(voice, isolates=(*voice.isolates, Isolate(self.isolates, direction, isolating)))
        if kind == "Link":
            self.links += 1
            voice = replace(voice, link=self.links)
        voice = replace(voice, code=voice.code or kind == "Code", call=voice.call or kind in ("Reference", "Lbl"))
        self._kids(element, block, voice, element.actual if actual is None else actual)


def _frame(figure: Element, shapes: list[Shape]) -> Box | None:
    """Where a figure stands: its picture, or the frame that the structure names (BBox) for a drawing; None where nothing is
    painted."""
    if not shapes or isinstance(shapes[0].item, Picture):
        return shapes[0].box if shapes else None
    named = list(map(float, re.findall(r"-?\d+(?:\.\d+)?", figure.attributes.get("/BBox", ""))))
    if len(named) == 4:
        return named[0], named[1], named[2], named[3]
    lefts, bottoms, rights, tops = zip(*(shape.box for shape in shapes), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _direction(element: Element) -> str:
    return {"/RlTb": "rtl", "/LrTb": "ltr"}.get(element.attributes.get("/WritingMode", ""), "")


def _lines(block: Block) -> Iterator[Line]:
    """The lines of a block: a new one where the baseline moves further than figures of notes are raised."""
    line: Line | None = None
    for number, passage in enumerate(block.passages):
        for run in passage.runs:
            if not "".join(run.texts).strip():
                continue
            if line is None or (line.page, line.turn) != (run.page, run.turn) or _parted(line, run):
                if line is not None:
                    yield line
                line = Line(run.page, run.turn, run.base, run.size)
            if run.size > line.size:
                line.base, line.size = run.base, run.size
            line.runs.append((number, run))
    if line is not None:
        yield line


def _parted(line: Line, run: Run) -> bool:
    return abs(line.base - run.base) > SHIFT * max(line.size, run.size)


def read(data: bytes) -> Seen | None:
    """All that the PDF ``data`` shows; None where it has no structure. Raises pikepdf.PdfError and the like."""
    tree, content = structure_tree.read(data), content_streams.read(data)
    if tree is None:
        return None
    painted = _Painted(content)
    reading = _Reading(tree, painted)
    beside = [_alone("Artifact", text, runs) for text, runs in painted.artifacts if runs]
    beside += [_alone("Copy", "", runs) for runs in painted.copies if runs]
    blocks = (*reading.blocks, *beside)
    decoration = (*painted.drawings, *(shape for shape in painted.shapes if shape.figure and shape.mark == NOWHERE))
    return Seen(
        content.pages, blocks, tuple(painted.shapes), tuple(reading.figures), decoration, painted.inks, tree.language
    )


def _alone(kind: str, text: str, runs: tuple[Run, ...]) -> Block:
    painted = "".join(said for run in runs for said in run.texts)
    block = Block((kind,), "", said=text != painted, passages=[Passage(text, (), runs)])
    block.lines = list(_lines(block))
    return block
