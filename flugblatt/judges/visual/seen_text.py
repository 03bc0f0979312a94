"""The text of a tagged PDF as it is read and as it is seen: passages in reading order, and lines of what is seen of them.

Flow: what the pages paint (``painted_runs``) -> the structure tree, depth first -> ``Block`` for each element that stands by
itself, with its ``Passage``s and ``Line``s; artifacts and copied panels are blocks of their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flugblatt.judges.pdf import content_streams, structure_tree
from flugblatt.judges.pdf.glyph_ink import Inks
from flugblatt.judges.pdf.painted import (
    Page,
    Picture,
)
from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.pdf.structure_tree import Element, MarkReference, Tree
from flugblatt.judges.visual.painted_runs import NOWHERE, Painted, Run, Shape

INLINE = frozenset(("Span", "Link", "Reference", "Em", "Strong", "Code", "Quote", "Figure"))
"""Elements that stand in a line; all others stand by themselves."""
ISOLATING = {"Link": "link", "Reference": "call", "Lbl": "call"}
INITIAL = 2.2  # times; chosen: so much larger than the text an initial is, and figures of notes are not so much smaller
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
class Figure:
    """A picture of the text, where the structure has it: its alternative text, and where it is painted."""

    alternative: str
    page: int
    box: Box | None


@dataclass(frozen=True, slots=True, eq=False)
class Decoration:
    """An artifact that paints something: where, and whether that is a picture of pixels."""

    page: int
    box: Box
    pixels: bool


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """All that a file shows. ``figures`` are in reading order, ``decorations`` in that of painting; ``language`` is the
    document's."""

    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    shapes: tuple[Shape, ...]
    figures: tuple[Figure, ...]
    inks: dict[int, Inks]
    language: str
    decorations: tuple[Decoration, ...] = ()


# --- The structure -------------------------------------------------------------------------------


class _Reading:
    """One walk through the structure tree."""

    def __init__(self, tree: Tree, painted: Painted) -> None:
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
    return _hull(shapes)


def _hull(shapes: list[Shape]) -> Box:
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
    if max(line.size, run.size) > INITIAL * min(line.size, run.size):
        return True
    return abs(line.base - run.base) > SHIFT * max(line.size, run.size)


def read(data: bytes) -> Seen | None:
    """All that the PDF ``data`` shows; None where it has no structure. Raises pikepdf.PdfError and the like."""
    tree, content = structure_tree.read(data), content_streams.read(data)
    if tree is None:
        return None
    painted = Painted(content)
    reading = _Reading(tree, painted)
    beside = [_alone("Artifact", text, runs) for text, runs in painted.artifacts if runs]
    beside += [_alone("Copy", "", runs) for runs in painted.copies if runs]
    blocks = (*reading.blocks, *beside)
    decorations = tuple(_decorations(painted.shapes))
    return Seen(
        content.pages, blocks, tuple(painted.shapes), tuple(reading.figures), painted.inks, tree.language, decorations
    )


def _decorations(shapes: list[Shape]) -> Iterator[Decoration]:
    """What artifacts paint: the picture of pixels in one, else all that is drawn in it."""
    groups: dict[tuple[int, int], list[Shape]] = defaultdict(list)
    for shape in shapes:
        if shape.decoration:
            groups[shape.page, shape.decoration].append(shape)
    for group in groups.values():
        pixels = [shape for shape in group if isinstance(shape.item, Picture)]
        yield Decoration(group[0].page, _hull(pixels or group), bool(pixels))


def _alone(kind: str, text: str, runs: tuple[Run, ...]) -> Block:
    painted = "".join(said for run in runs for said in run.texts)
    block = Block((kind,), "", said=text != painted, passages=[Passage(text, (), runs)])
    block.lines = list(_lines(block))
    return block
