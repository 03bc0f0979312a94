"""Line planning: the engine ends its lines where ``line_plan`` has chosen, and the spaces of a justified line may narrow.

Flow: the engine asks for a line (``split_line``) -> the plan from where it begins: that kept with the paragraph, if measure and
room are those that it was made for, else a new one -> ``split_text`` cuts the text boxes there, whatever the width -> the line as
it came out is held against the plan; what does not fit is set line by line, and says so (``set_by``).

Ledes and large quotations of a few lines are planned for a narrower measure, in which they are balanced.

The price of a hyphen at the end of a page or column needs the lines that still stand there. A plan takes every page to be as wide
as this one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import strut

from flugblatt.language.line_weights import Weights, weights_of
from flugblatt.language.table import script_of
from flugblatt.typeset.line_plan import Measures, balanced, choose, fewest
from flugblatt.typeset.line_points import MayPart, Segment, segments, unplanned
from flugblatt.typeset.line_splitting import Split, Words

HAIR = 0.02
"""em by which a line may be wider than planned, since shaping it anew may move its kerning; chosen."""
SHRINK = 0.3
"""The share of a space by which it may narrow in justified setting; chosen, a little under the third of TeX's plain format."""
MOST_READ = 256
"""So many paragraphs are known at a time; chosen: more than the notes of a page."""
HANGING = {"-": 0.5, "\u2010": 0.5, ".": 0.5, ",": 0.5, "\u2013": 0.25, ":": 0.3, ";": 0.3}
"""How much of a sign at the end of a justified line hangs in the margin; chosen by eye."""
BALANCED = range(2, 6)
"""So many lines of what is read at a glance, a lede or a large quotation, are made about equally long; as drawn."""
TOGETHER = 5
"""Such a paragraph is known by its style: its lines stand together (``orphans``)."""

REASONS = {
    "grid": "on the grid of their script",
    "float": "with a float inside",
    "first-letter": "with a drop cap",
    "preformatted": "preformatted",
    "leader": "with leaders",
    "inline-layout": "with a layout inside",
    "overflow": "with a part wider than the measure",
}
"""Why lines were set one by one, in words for the report; a line that may not be parted, as of a title, is no such line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A planned line: it ends at the character ``end`` of its paragraph (the last one of a segment ends with it), with a hyphen or
    not; ``left`` lines come after it in its segment."""

    end: int
    hyphen: bool
    last: bool
    left: int


@dataclass(slots=True)
class Plans:
    """What is known of a paragraph: its segments, and every line that was planned, by begin, measure and room."""

    text: str
    segments: tuple[Segment, ...]
    weights: Weights
    lines: dict[tuple[int, float, int], Line] = field(default_factory=dict)


@dataclass(slots=True)
class _Work:
    """The line in the making: the planned one, or none."""

    line: Line | None = None


_work = _Work()
_read: dict[Any, Any] = {}
"""The paragraphs of the document that were read last. Each is held, as it is known by where its styles are."""
_split_line, _align = inline.split_inline_box, inline.text_align


def prepare(paragraph: Any, text: str, context: Any, block: Any, words: Words, may_part: MayPart) -> None:
    """Reads a paragraph that begins to be set. Its boxes know where they begin."""
    key = _same(paragraph, getattr(block, "width", block))
    if key not in _read:
        _prepare(paragraph, text, context, block, words, may_part)
        if key is not None:
            _read[key] = paragraph
            if len(_read) > MOST_READ:
                del _read[next(iter(_read))]
        return
    paragraph.greedy, paragraph.plans = _read[key].greedy, _read[key].plans


def _same(paragraph: Any, width: Any) -> Any:
    """What two paragraphs have in common that are read alike: copies of one, as the engine makes of a note each time that it sets
    another above it. None of one with a box whose width is found as it is set."""
    parts: list[Any] = [width]
    for box in (paragraph, *paragraph.descendants()):
        if not isinstance(box, boxes.LineBox | boxes.InlineBox | boxes.TextBox):
            return None
        written = (box.text, box.justification_spacing) if isinstance(box, boxes.TextBox) else len(box.children)
        parts.append((id(box.style), id(box.element), box.element_tag, getattr(box, "is_leader", False), written))
    return tuple(parts)


def _prepare(paragraph: Any, text: str, context: Any, block: Any, words: Words, may_part: MayPart) -> None:
    weights = weights_of(_script(frozenset(text)), str(paragraph.style["lang"] or ""))
    paragraph.greedy = "grid" if weights is None else unplanned(paragraph)
    paragraph.plans = None
    if weights is not None and not paragraph.greedy:
        found = segments(paragraph, text, context, block, words, may_part)
        paragraph.plans = Plans(text, found, weights)


@cache
def _script(characters: frozenset[str]) -> str:
    return script_of("".join(characters))


def split_line(
    context: Any, box: Any, position_x: float, max_x: float, bottom_space: float, skip: Any, *rest: Any
) -> Any:
    """The next line of a paragraph, or what of it stands in an inline box."""
    plans = getattr(box, "plans", None)
    if not isinstance(box, boxes.LineBox):
        return _split_line(context, box, position_x, max_x, bottom_space, skip, *rest)
    kept, _work.line = _work.line, None
    try:
        if plans is not None:
            begin = _begin(plans, box, skip)
            line = _planned(plans, box, begin, max_x - position_x, _room(context, box, bottom_space))
            if line is not None:
                lists = [one for one in rest if isinstance(one, list)]
                lengths = [len(one) for one in lists]
                _work.line = line
                made = _split_line(context, box, position_x, float("inf"), bottom_space, skip, *rest)
                if _as_planned(box, made, line, max_x - box.position_x, plans, context):
                    made[0].set_by = "plan"
                    return made
                for one, length in zip(lists, lengths, strict=True):
                    del one[length:]
                _work.line = None
        made = _split_line(context, box, position_x, max_x, bottom_space, skip, *rest)
        made[0].set_by = getattr(box, "greedy", "") or "overflow"
        return made
    finally:
        _work.line = kept


def split_text(engine: Split, context: Any, box: Any, width: Any, skip: int | None) -> tuple[Any, Any, Any] | None:
    """The part of a text box that stands on the planned line; None where there is no plan, or the box belongs to none."""
    line = _work.line
    if line is None or width is None or not hasattr(box, "begun"):
        return None
    if line.last or line.end > box.begun + len(box.text):
        return engine(context, box, None, skip)
    data = box.text[: line.end - box.begun].encode()
    text = data[skip or 0 :].decode()
    if box.style["white_space"] != "pre":
        text = text.rstrip(" ")
    if line.hyphen:
        text += box.style["hyphenate_character"]
    made = engine(context, box.copy_with_text(text), None, 0)[0] if text else None
    return made, len(data), False


def text_align(context: Any, line: Any, width: float, last: bool) -> float:
    """The offset of a line; a planned one that is justified has its spaces narrowed or widened, and its last sign hung."""
    style = line.style
    if last or style["text_align_all"] != "justify" or getattr(line, "set_by", "") != "plan":
        return float(_align(context, line, width, last))
    inline.justify_line(context, line, width + _hang(line) - line.width)
    return 0.0


def _hang(line: Any) -> float:
    """How far the last sign of a line stands in the margin; not where anything is turned, as it may stand elsewhere then."""
    box = line
    while isinstance(box, boxes.LineBox | boxes.InlineBox) and box.children:
        box = box.children[-1]
    if line.levels.places or not isinstance(box, boxes.TextBox):
        return 0.0
    share = HANGING.get(box.text.rstrip(" ")[-1:], 0.0)
    return share * 0.25 * float(box.style["font_size"])


def _room(context: Any, box: Any, bottom_space: float) -> int:
    """How many lines of a paragraph stand on this page or column from this one on."""
    height = strut(box.style)[0]
    left = (context.page_bottom or 0.0) - bottom_space - box.position_y
    return int(left / height + 1e-6) if 0 < left < 100 * height else 0


def _planned(plans: Plans, box: Any, begin: int, measure: float, room: int) -> Line | None:
    """The line that begins at a character, as it was planned, or as it is planned now. None where no plan holds."""
    measure = round(measure, 3)
    line = plans.lines.get((begin, measure, 0))
    if line is not None and (not room or line.left < room):
        return line
    line = plans.lines.get((begin, measure, room))
    return line if line is not None else _plan(plans, box, begin, measure, room)


def _plan(plans: Plans, box: Any, begin: int, measure: float, room: int) -> Line | None:
    segment = next((one for one in plans.segments if one.begin <= begin <= one.end), None)
    if segment is None or begin not in segment.at:
        return None
    at = segment.at[begin]
    size = box.style["font_size"]
    rest = round(measure + box.text_indent, 3)
    justified = box.style["text_align_all"] == "justify"
    measures = Measures(measure / size, rest / size, 0, justified, SHRINK if justified else 0.0)
    points = segment.points
    if at == len(points.places) - 1:
        return Line(segment.end, False, True, 0)
    far = fewest(points, at, measures)
    if not far:
        return None
    if not at and len(far) in BALANCED and int(box.style["orphans"]) >= TOGETHER:
        measures, far = balanced(points, at, measures, far)
    measures = replace(measures, room=_held(box, len(far), room))
    found = choose(points, at, measures, plans.weights, far)
    room = room if len(found) > room else 0
    start = begin
    for number, point in enumerate(found):
        left = len(found) - number - 1
        key = (start, rest if number else measure, room - number if room > number else 0)
        plans.lines[key] = Line(points.places[point], points.hyphens[point] == 1, not left, left)
        start = segment.begins[point]
    return plans.lines[(begin, measure, room)]


def _held(box: Any, lines: int, room: int) -> int:
    """How many of so many lines stand on this page: 0 where all do, or none."""
    if not room or lines <= room:
        return 0
    kept = min(room, lines - int(box.style["widows"]))
    return kept if kept >= int(box.style["orphans"]) else 0


def _begin(plans: Plans, box: Any, skip: Any) -> int:
    """The character of a paragraph at which a line begins; negative where that is no text."""
    begin = _place(box, skip)
    while 0 <= begin < len(plans.text) and plans.text[begin] == " ":
        begin += 1
    return begin


def _place(box: Any, skip: Any) -> int:
    """The character of a paragraph that the engine goes on with behind ``skip``."""
    if skip is None:
        return int(box.begun) if hasattr(box, "begun") else _first(box)
    ((index, below),) = skip.items()
    if isinstance(box, boxes.TextBox):
        return int(box.begun) + len(box.text.encode()[:index].decode())
    return _place(box.children[index], below) if index < len(box.children) else -1


def _first(box: Any) -> int:
    """The first character in an inline box; negative where it has none."""
    found = (_place(child, None) for child in getattr(box, "children", ()) if child.is_in_normal_flow())
    return next((place for place in found if place >= 0), -1)


def _as_planned(box: Any, made: Any, line: Line, room: float, plans: Plans, context: Any) -> bool:
    """Whether a line came out as it was planned: that it ends there, and is not wider than there is room for."""
    new, resume_at, preserved = made[:3]
    if line.last:
        if resume_at is not None and not preserved:
            return False
    elif resume_at is None or _place(box, resume_at) != line.end:
        return False
    size = box.style["font_size"]
    over = new.width - room - HAIR * size
    if over > 0 and line.last:
        over -= inline.trailing_whitespace_size(context, new)
    elif over > 0 and box.style["text_align_all"] == "justify":
        over -= SHRINK * plans.segments[0].points.blank * size * inline.count_expandable_spaces(new)
    return bool(over <= 0)


def lines_of(document: Any) -> Counter[str]:
    """How the lines of a laid-out document were set: ``plan``, or why not."""
    return Counter(
        box.set_by
        for page in document.pages
        for box in page._page_box.descendants()
        if isinstance(box, boxes.LineBox) and hasattr(box, "set_by")
    )


def told(document: Any) -> str:
    """The same in words for a report."""
    found = lines_of(document)
    single = {words: found[reason] for reason, words in REASONS.items() if found[reason]}
    why = ", ".join(f"{count} {words}" for words, count in single.items())
    return f"lines: {found['plan']} chosen together" + (f", {sum(single.values())} one by one ({why})" if why else "")


@contextmanager
def planning() -> Iterator[None]:
    """Within, the engine sets planned lines. Exchanges module globals: one document at a time in a process."""
    inline.split_inline_box, inline.text_align = split_line, text_align
    try:
        yield
    finally:
        inline.split_inline_box, inline.text_align = _split_line, _align
        _read.clear()
