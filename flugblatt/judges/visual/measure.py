"""Judges that text and pictures keep to the measure: no line and no picture stands further out than the paragraphs around it.

Flow: lines of paragraphs -> how far from either edge of their page or panel they begin and end -> what the others of its kind of
page reach to -> lines and pictures beyond. Pictures must stand on their page and in their panel, too.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from flugblatt.judges.pdf.painted import Page
from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.ends_of_lines import UNSPACED
from flugblatt.judges.visual.places import Panel, Places
from flugblatt.judges.visual.seen_text import Block, Figure, Line, Seen
from flugblatt.model import Finding

HUNG = 1.5
"""In em, chosen: marks that hang at the edges take less than one, and lines that are not justified end so much short of it."""
LEAST_WORDS, LEAST_LINES = 4, 12
"""Chosen: a line of so many words was broken to its measure, and so many lines show it."""
INDENTED = frozenset(("TD", "TH", "LI", "BlockQuote", "Note", "FENote"))
"""What has a narrower measure than the paragraphs around it."""
SAFE = 14.0  # pt; 5 mm: what no printer of an office prints on, as the shops of styles/formats.toml have it
TEXT = 10.0  # pt; about the size of the text of any form
EDGE = 0.5  # pt; a hairline

Kind = tuple[int, int]
"""Pages and panels that have one measure: their width in pt, and of pages whether they are left ones."""


@dataclass(slots=True)
class _Reach:
    """How near to one edge of a page or panel the lines of paragraphs come: how many each block has, the nearest, with its block,
    and the nearest of another block."""

    lines: Counter[int] = field(default_factory=Counter)
    first: tuple[float, int] = (math.inf, -1)
    second: float = math.inf

    def add(self, distance: float, block: int) -> None:
        self.lines[block] += 1
        if block == self.first[1]:
            self.first = min(self.first, (distance, block))
        elif distance < self.first[0]:
            self.first, self.second = (distance, block), self.first[0]
        else:
            self.second = min(self.second, distance)

    def without(self, block: int) -> float:
        """How near the lines of all blocks but one come; infinite where these are too few to say."""
        if self.lines.total() - self.lines[block] < LEAST_LINES:
            return math.inf
        return self.second if block == self.first[1] else self.first[0]


_Reaches = dict[Kind, tuple[_Reach, _Reach]]


def judge(seen: Seen, places: Places) -> Iterator[Finding]:
    """Lines and pictures beyond the measure, and pictures beyond their page or panel."""
    pages = {page.number: page for page in seen.pages}
    reaches: _Reaches = defaultdict(lambda: (_Reach(), _Reach()))
    standing = [
        (number, block, line, box)
        for number, block in enumerate(seen.blocks)
        if "Part" in block.path
        for line in block.lines
        if line.turn % 180 == 0 and (box := _ink(line)) is not None
    ]
    for number, block, line, box in standing:
        if _is_measured(block, line):
            kind, apart = _apart(pages[line.page], places.panel(line), box)
            for reach, distance in zip(reaches[kind], apart, strict=True):
                reach.add(distance, number)
    for number, _, line, box in standing:
        panel = places.panel(line)
        kind, apart = _apart(pages[line.page], panel, box)
        if beyond := _beyond(reaches[kind], apart, number, HUNG * line.size, panel is not None):
            message = f"text within the measure of its page or panel; found it {beyond:.0f} pt beyond"
            yield found("visual-outside", message, places.of_line(line))
    head = max((box[3] for _, _, line, box in standing if line.page == 1), default=0.0)
    for figure in seen.figures:
        if figure.page == 1 and figure.box and figure.box[1] >= head and _holds(pages[1].trim, figure.box):
            continue  # an emblem stands above all text of the first page, where no measure holds
        if figure.box is not None and figure.page in pages:
            yield from _of_picture(figure, figure.box, pages[figure.page], reaches, places)


def _of_picture(figure: Figure, box: Box, page: Page, reaches: _Reaches, places: Places) -> Iterator[Finding]:
    panel = places.panel_at(figure.page, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    where = places.told(figure.page, panel, figure.alternative)
    safe = 0.0 if places.panels.get(figure.page) else SAFE
    left, bottom, right, top = page.trim
    if _is_cover(page, box):
        return
    if not _holds((left + safe, bottom + safe, right - safe, top - safe), box):
        message = f"a picture within the page, {safe / 72 * 25.4:.0f} mm from its edge; found it beyond"
        yield found("visual-outside", message, where)
        return
    if panel and not _holds(panel.box, box):
        yield found("visual-outside", "a picture within its panel; found it over the edge", where)
        return
    kind, apart = _apart(page, panel, box)
    if beyond := _beyond(reaches[kind], apart, -1, HUNG * TEXT, panel is not None):
        message = f"a picture within the measure of its page or panel; found it {beyond:.0f} pt beyond"
        yield found("visual-outside", message, where)


def _is_cover(page: Page, box: Box) -> bool:
    """Whether a picture fills the top of the first page from edge to edge, as one that leads a cover does on purpose."""
    left, _, right, top = page.trim
    reaches = all(abs(one - other) <= EDGE for one, other in ((box[0], left), (box[2], right), (box[3], top)))
    return page.number == 1 and reaches and _holds(page.trim, box)


def _is_measured(block: Block, line: Line) -> bool:
    """Whether a line was broken to the measure: one of a paragraph, and of several words, or of a script without spaces."""
    several = len(line.text.split()) >= LEAST_WORDS or UNSPACED.search(line.text)
    return block.kind == "P" and not INDENTED & {*block.path} and bool(several)


def _ink(line: Line) -> Box | None:
    boxes = [run.ink for _, run in line.runs if run.ink]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _apart(page: Page, panel: Panel | None, box: Box) -> tuple[Kind, tuple[float, float]]:
    """The kind of a page or panel, and how far a box stands from its left and right edge, as it is read."""
    frame = panel.box if panel else page.trim
    kind = round(frame[2] - frame[0]), 0 if panel else page.number % 2
    near, far = box[0] - frame[0], frame[2] - box[2]
    return kind, (far, near) if panel and panel.turned else (near, far)


def _beyond(reaches: tuple[_Reach, _Reach], apart: tuple[float, float], block: int, slack: float, even: bool) -> float:
    """How far something stands beyond what the other blocks reach to; 0 where it does not. ``even``: both sides are equally wide,
    as those of panels are, so that ragged lines of a short text show the measure at their beginnings."""
    nearest = [reach.without(block) for reach in reaches]
    if even:
        nearest = [min(nearest)] * 2
    over = max(near - own if near < math.inf else 0.0 for near, own in zip(nearest, apart, strict=True))
    return over if over > slack else 0.0


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - EDGE <= inner[0]
        and outer[1] - EDGE <= inner[1]
        and outer[2] + EDGE >= inner[2]
        and outer[3] + EDGE >= inner[3]
    )
