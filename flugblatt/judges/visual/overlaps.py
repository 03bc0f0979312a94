"""Judges that nothing stands over another: ink of two texts, text over a picture, a rule or a mark, text outside of its panel.

Flow: runs and shapes of a page -> those whose boxes meet, by one sweep from bottom to top -> glyph by glyph -> outlines drawn
finely where two meet -> findings.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from flugblatt.judges.pdf.glyph_ink import Polygon, curve
from flugblatt.judges.pdf.painted import Area, Page, Segment
from flugblatt.judges.pdf.plane import Box, Point, apply, meet
from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.painted_runs import NOWHERE, Run, Shape, glyph_boxes
from flugblatt.judges.visual.places import Panel, Places
from flugblatt.judges.visual.seen_text import INITIAL, Block, Line, Seen
from flugblatt.model import Finding

FINE = 20.0  # dots in a pt; chosen: a dot is less than a fiftieth of a millimetre
LEAST = 6  # dots; chosen: a meeting of two edges, which rounding makes, has fewer
EDGE = 0.1  # pt; measured: rounding of boxes in content streams is a hundredth
CLEAR = 0.08
"""In em, chosen: so far the ink of two blocks stands apart on one line; a third of what a space is."""
SAFE = 14.0  # pt; 5 mm: what no printer of an office prints on, as the shops of styles/formats.toml have it
MOST = 40  # findings of a page; chosen: more help nobody


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """A run in its line and block. ``marks`` are the sequences of marked content of the block: each piece of a link draws its part
    of the line under it."""

    run: Run
    line: Line
    block: Block
    box: Box
    marks: frozenset[tuple[int, int]]


def judge(seen: Seen, places: Places, printed: bool, led: bool = False) -> Iterator[Finding]:
    """What stands over another, page by page. ``printed``: what lies outside of the trim is cut off, and is no text. ``led``: a
    picture that is none of the text may be the ground of a cover."""
    texts: dict[int, list[_Place]] = defaultdict(list)
    for block in seen.blocks:
        marks = frozenset(passage.mark for passage in block.passages) - {NOWHERE}
        for line in block.lines:
            texts[line.page] += [_Place(run, line, block, run.ink, marks) for _, run in line.runs if run.ink]
    shapes: dict[int, list[Shape]] = defaultdict(list)
    for shape in seen.shapes:
        shapes[shape.page].append(shape)
    for page in seen.pages:
        own = texts[page.number]
        if printed:
            own = [place for place in own if _overlaps(place.box, page.trim)]
        told: dict[Finding, None] = {}
        for finding in _of_page(seen, page, own, shapes[page.number], places, led):
            told[finding] = None
            if len(told) >= MOST:
                break
        yield from told


def _of_page(
    seen: Seen, page: Page, texts: list[_Place], shapes: list[Shape], places: Places, led: bool
) -> Iterator[Finding]:
    yield from _outside(page, texts, places)
    whole: dict[tuple[int, Panel | None], Box] = {}
    for place in texts:
        key = _standing(place, places)
        whole[key] = _joined(whole[key], place.box) if key in whole else place.box
    for one, other in _meeting([*texts, *shapes]):
        if isinstance(one, Shape):
            one, other = other, one
        if isinstance(one, Shape):
            continue
        if isinstance(other, Shape):
            block = whole[_standing(one, places)]
            if led and _is_ground(one, other, block):
                continue
            if not _declared(one, other, block) and (words := _over(seen, one, other)):
                yield found(words[0], words[1], places.of_line(one.line))
        elif one.line is not other.line and not _initial(one, other) and _touches(seen, one, other):
            message = f"text clear of other text; found {_said(other)} over it"
            yield found("visual-overlap", message, places.of_line(one.line))


def _initial(one: _Place, other: _Place) -> bool:
    """Whether one is the initial of the paragraph of the other."""
    sizes = sorted((one.line.size, other.line.size))
    return one.block is other.block and sizes[1] > INITIAL * sizes[0]


def _standing(place: _Place, places: Places) -> tuple[int, Panel | None]:
    """What a ground must hold all of: a block in its panel; of a copied panel, whose blocks nobody knows, a line."""
    return id(place.line if place.block.kind == "Copy" else place.block), places.panel(place.line)


# --- Meeting boxes -------------------------------------------------------------------------------


def _meeting(things: list[_Place | Shape]) -> Iterator[tuple[_Place | Shape, _Place | Shape]]:
    """The pairs whose boxes meet, or nearly, by a sweep from bottom to top."""
    active: list[_Place | Shape] = []
    for thing in sorted(things, key=lambda thing: thing.box[1]):
        low = thing.box[1] - EDGE
        active = [other for other in active if other.box[3] >= low]
        left, right = thing.box[0] - 1, thing.box[2] + 1
        for other in active:
            if other.box[0] <= right and other.box[2] >= left:
                yield other, thing
        active.append(thing)


def _overlaps(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _joined(one: Box, two: Box) -> Box:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _holds(outer: Box, inner: Box, edge: float = EDGE) -> bool:
    return (
        outer[0] <= inner[0] + edge
        and outer[1] <= inner[1] + edge
        and outer[2] >= inner[2] - edge
        and outer[3] >= inner[3] - edge
    )


# --- Text over text ------------------------------------------------------------------------------


def _touches(seen: Seen, one: _Place, other: _Place) -> bool:
    """Whether the ink of two runs meets, or two blocks stand on one line with nothing between them."""
    apart = max(one.box[0], other.box[0]) - min(one.box[2], other.box[2])
    if (
        one.block is not other.block
        and one.run.turn == other.run.turn
        and one.run.turn % 180 == 0
        and abs(one.run.base - other.run.base) < EDGE
        and apart < CLEAR * min(one.run.size, other.run.size)
    ):
        return True
    if not _overlaps(one.box, other.box):
        return False
    shared = meet(one.box, other.box)
    for box, code, at in _glyphs(seen, one.run, shared):
        for second, second_code, second_at in _glyphs(seen, other.run, box):
            window = meet(box, second)
            first = _outline(seen, one.run, code, at)
            if _inked(window, first, _outline(seen, other.run, second_code, second_at)) >= LEAST:
                return True
    return False


def _glyphs(seen: Seen, run: Run, within: Box) -> list[tuple[Box, int, int]]:
    font = run.item.state.font
    boxes = glyph_boxes(run, seen.inks[font.number]) if font else []
    return [one for one in boxes if _overlaps(one[0], within)]


def _outline(seen: Seen, run: Run, code: int, at: int) -> tuple[Polygon, ...]:
    """The contours of a glyph on the page."""
    state = run.item.state
    if state.font is None:
        return ()
    size, wide, start = state.size, state.size * state.stretch, run.item.places[at]
    return tuple(
        tuple(apply(run.item.matrix, start + x * wide, state.rise + y * size) for x, y in contour)
        for contour in seen.inks[state.font.number].outline(code)
    )


def _inked(window: Box, one: tuple[Polygon, ...], other: tuple[Polygon, ...]) -> int:
    """How many dots of a window both have ink on."""
    return int(np.count_nonzero(_drawn(window, one) & _drawn(window, other)))


def _drawn(window: Box, contours: tuple[Polygon, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """The contours as dots: those that turn as most of the area does fill, the others are holes."""
    left, bottom, right, top = window
    scale = min(FINE, 2000 / max(right - left, top - bottom, 1))
    size = max(1, math.ceil((right - left) * scale)), max(1, math.ceil((top - bottom) * scale))
    drawing = Image.new("1", size)
    draw = ImageDraw.Draw(drawing)
    turned = sorted(
        ((_turn(contour), contour) for contour in contours if len(contour) > 2), key=lambda pair: -abs(pair[0])
    )
    for area, contour in turned:
        points = [((x - left) * scale, (top - y) * scale) for x, y in contour]
        draw.polygon(points, fill=int(area * turned[0][0] > 0))
    return np.asarray(drawing)


def _turn(contour: Polygon) -> float:
    """Twice the area of a polygon, negative where it turns clockwise."""
    closed = (*contour, contour[0])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(closed))


def _said(place: _Place) -> str:
    text = " ".join("".join(place.run.texts).split())
    return repr(text[:30])


# --- Text over shapes ----------------------------------------------------------------------------


def _is_ground(place: _Place, shape: Shape, block: Box) -> bool:
    """Whether a picture that the structure does not name lies below the whole block."""
    return shape.figure and shape.mark == NOWHERE and shape.depth < place.run.depth and _holds(shape.box, block)


def _declared(place: _Place, shape: Shape, block: Box) -> bool:
    """Whether a shape is the ground that a block stands on, or the line under a link of it."""
    if shape.figure:
        return False
    item = shape.item
    ground = shape.depth < place.run.depth and _holds(shape.box, block)
    if not isinstance(item, Area):
        return ground
    if ground and not item.stroked and (item.whole or _filled(item, block)):
        return True
    return shape.mark in place.marks and item.thin < place.run.size / 4 and shape.box[3] <= place.run.base + EDGE


def _filled(area: Area, block: Box) -> bool:
    return bool(_drawn(block, _contours(area.path)).all())


def _over(seen: Seen, place: _Place, shape: Shape) -> tuple[str, str] | None:
    """The code and the words for text over a shape; None where their ink does not meet."""
    if not _overlaps(place.box, shape.box):
        return None
    if shape.figure or not isinstance(shape.item, Area):
        glyphs = _glyphs(seen, place.run, shape.box)
        return ("visual-over-picture", "text clear of pictures; found a picture over or under it") if glyphs else None
    area = shape.item
    contours = _stroke(area) if area.stroked else _contours(area.path)
    for box, code, at in _glyphs(seen, place.run, shape.box):
        window = meet(box, shape.box)
        if _inked(window, _outline(seen, place.run, code, at), contours) >= LEAST:
            if area.thin < place.run.size / 4:
                return "visual-over-rule", "text clear of rules; found one through it"
            return (
                "visual-over-mark",
                "text on paper, or on a ground that holds all of it; found a mark or a part of one under it",
            )
    return None


def _contours(path: tuple[Segment, ...]) -> tuple[Polygon, ...]:
    """The subpaths of a path as polygons."""
    found_: list[list[Point]] = []
    for operator, points in path:
        if operator in ("m", "re"):
            found_.append(list(points))
        elif not found_ or not points:
            continue
        elif operator == "l":
            found_[-1] += points
        else:
            start = found_[-1][-1]
            first = (start, *points) if operator != "v" else (start, start, *points)
            found_[-1] += curve((*first, points[-1]) if operator == "y" else first)
    return tuple(map(tuple, found_))


def _stroke(area: Area) -> tuple[Polygon, ...]:
    """The lines of a stroked path, each as wide as it is."""
    half = area.thin / 2
    found_: list[Polygon] = []
    closed = any(operator in ("h", "re") for operator, _ in area.path)
    for contour in _contours(area.path):
        ring = (*contour, contour[0]) if closed else contour
        for (x, y), (right, top) in pairwise(ring):
            length = math.hypot(right - x, top - y)
            if length:
                across, up = (top - y) / length * half, -(right - x) / length * half
                found_.append(
                    ((x + across, y + up), (right + across, top + up), (right - across, top - up), (x - across, y - up))
                )
    return tuple(ring if _turn(ring) > 0 else ring[::-1] for ring in found_)


# --- Text outside --------------------------------------------------------------------------------


def _outside(page: Page, texts: list[_Place], places: Places) -> Iterator[Finding]:
    """Text off the page, or over the edge of its panel. Where there are no panels, no text comes nearer to the edge than SAFE."""
    safe = 0.0 if places.panels.get(page.number) else SAFE
    left, bottom, right, top = page.trim
    for place in texts:
        if place.block.kind == "Copy":
            continue
        panel = places.panel(place.line)
        if not _holds((left + safe, bottom + safe, right - safe, top - safe), place.box):
            message = f"text within the page, {SAFE / 72 * 25.4:.0f} mm from its edge; found it beyond"
            yield found("visual-outside", message, places.of_line(place.line))
        elif panel and not _holds(panel.box, place.box):
            yield found("visual-outside", "text within its panel; found it over the edge", places.of_line(place.line))
