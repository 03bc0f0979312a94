"""The places where the lines of a paragraph may end, and how far the text reaches there, measured once for all its lines.

Flow: a paragraph of the engine -> its text boxes, each shaped whole: the width of every character, and where Pango lets a line
end -> between two boxes what the engine asks there -> hyphens as the engine finds them -> a ``Segment`` for each forced line.

What a plan cannot hold is told by ``unplanned``: those paragraphs are set line by line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pyphen
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout

from flugblatt.typeset.line_plan import Points
from flugblatt.typeset.line_splitting import Words

ffi.cdef("void pango_glyph_item_get_logical_widths (PangoGlyphItem *item, const char *text, int *logical_widths);")

SIGNS = 8
"""Characters that may stand behind the last word: marks, and the call of a note; chosen."""
SOFT_HYPHEN = "\u00ad"
WRAPPING = ("normal", "pre-line")
HYPHENS = re.compile("[-\u2010\u2013\u2014/]")
LETTER = re.compile("(?:^|[^\\w'’-])[^\\W\\d_]$")
"""The end of a line that is a word of one letter."""
COMPOUND = re.compile("(?:^|[^\\w-])[^\\W\\d_][-\u2010]$")
"""A letter with its hyphen, as in E-Mail: no line ends there."""

MayPart = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a paragraph that ends with a forced break, from the character ``begin`` to ``end``. A line that begins at a point
    begins with the character ``begins`` says; ``at`` leads back."""

    begin: int
    end: int
    points: Points
    begins: list[int]
    at: dict[int, int]


def unplanned(paragraph: Any) -> str:
    """Why the lines of a paragraph are not chosen together; empty where they are."""
    style = paragraph.style
    if style["white_space"] not in WRAPPING:
        return "preformatted" if style["white_space"] != "nowrap" else "unbroken"
    for box in paragraph.descendants():
        if box.is_floated():
            return "float"
        if getattr(box, "is_leader", False):
            return "leader"
        if "::first-l" in (box.element_tag or ""):
            return "first-letter"
        if isinstance(box, boxes.TextBox) and box.style["white_space"] not in (*WRAPPING, "nowrap"):
            return "preformatted"
        if isinstance(box, boxes.InlineFlexBox | boxes.InlineGridBox):
            return "inline-layout"
    return ""


@dataclass(slots=True)
class _Reading:
    """A paragraph in the making. ``x``: how far its characters reach; ``opens``: the spacing that an element begins with at a
    place; ``closes`` is in ``x`` already; ``breaks``: places where a line may end, with 1 where that takes a hyphen."""

    text: str
    x: list[float]
    opens: dict[int, float]
    breaks: dict[int, int]
    widths: dict[int, float]
    hyphens: dict[int, float]
    pairs: set[int]
    lasting: str = ""


def segments(
    paragraph: Any, text: str, context: Any, block: Any, words: Words, may_part: MayPart
) -> tuple[Segment, ...]:
    """The segments of a paragraph that has this ``text``; its boxes know where they begin (``visual_order.text_of``)."""
    size = paragraph.style["font_size"]
    reading = _Reading(text, [0.0], {}, {}, {}, {}, set())
    _read(paragraph, reading, context, block, words, may_part)
    blank = _width(" ", paragraph.style, context) / size
    found, begin = [], 0
    for part in text.split("\n"):
        end = begin + len(part)
        found.append(_segment(reading, begin, end, size, blank))
        begin = end + 1
    return tuple(found)


def _segment(reading: _Reading, begin: int, end: int, size: float, blank: float) -> Segment:
    text, x = reading.text, reading.x
    inside = sorted(place for place in reading.breaks if begin < place < end)
    spaces = list(accumulate((char in " \u00a0" for char in text[begin:end]), initial=0))
    points = Points([], [], [], [], [], [], [], blank)
    begins: list[int] = []
    at: dict[int, int] = {}
    for place in (begin, *inside, end):
        start, stop = place, place
        while start < end and text[start] == " ":
            start += 1
        while stop > begin and text[stop - 1] == " ":
            stop -= 1
        if place != end and (start in at or start == end):
            continue
        hyphen = reading.breaks.get(place, 0)
        at.setdefault(start, len(begins))
        begins.append(start)
        points.places.append(place)
        points.starts.append((x[start] + reading.opens.get(start, 0.0)) / size)
        points.ends.append((x[stop] + (reading.widths[place] if hyphen == 1 else 0.0)) / size)
        points.spaces.append(spaces[stop - begin])
        points.hyphens.append(hyphen or 2 * bool(stop > begin and HYPHENS.match(text, stop - 1)))
        points.pairs.append(place in reading.pairs)
        points.letters.append(stop < place and bool(LETTER.search(text, max(begin, stop - 2), stop)))
    return Segment(begin, end, points, begins, at)


def _read(
    box: Any, reading: _Reading, context: Any, block: Any, words: Words, may_part: MayPart, outside: bool = True
) -> None:
    """What stands in a line box or an inline box; whether a line may end before it, what is ``outside`` decides."""
    wraps, first_place = outside, len(reading.x) - 1
    for child in box.children:
        if len(reading.x) - 1 > first_place:
            wraps = box.style["white_space"] in WRAPPING
        if not child.is_in_normal_flow():
            continue
        begun = len(reading.x) - 1
        inline.resolve_percentages(child, block)
        if isinstance(child, boxes.InlineBox):
            right_to_left = child.style["direction"] == "rtl"
            left, right = (_side(child, side) for side in ("left", "right"))
            first, last = (right, left) if right_to_left else (left, right)
            if first:
                reading.opens[begun] = reading.opens.get(begun, 0.0) + first
            _read(child, reading, context, block, words, may_part, wraps)
            reading.x[-1] += last
        elif isinstance(child, boxes.TextBox):
            _between(reading, begun, child.text[:1], wraps, child, may_part)
            _read_text(child, reading, context, words)
        else:
            _between(reading, begun, "\u2e80", wraps, child, may_part)
            made = inline.atomic_box(context, child, 0, None, block, [], [])
            _advance(reading, [made.margin_width()])
            reading.lasting = ""


def _between(reading: _Reading, place: int, first: str, wraps: bool, child: Any, may_part: MayPart) -> None:
    """Whether a line may end between what was read last and ``first``: asked as the engine asks."""
    if wraps and reading.lasting and first and may_part(reading.lasting + first, child.style["lang"]):
        reading.breaks.setdefault(place, int(reading.lasting == SOFT_HYPHEN))


def _side(box: Any, side: str) -> float:
    margin = getattr(box, f"margin_{side}")
    spacing = getattr(box, f"padding_{side}") + getattr(box, f"border_{side}_width")
    return float(spacing + (0.0 if margin == "auto" else margin))


def _advance(reading: _Reading, widths: list[float]) -> None:
    at = reading.x[-1] + reading.opens.get(len(reading.x) - 1, 0.0)
    for width in widths:
        at += width
        reading.x.append(at)


def _read_text(box: Any, reading: _Reading, context: Any, words: Words) -> None:
    style, begun = box.style, box.begun
    wraps = style["white_space"] in WRAPPING
    is_pair = not wraps and _is_pair(box, reading.text)
    for number, part in enumerate(box.text.split("\n")):
        if number:
            _advance(reading, [0.0])
            begun += 1
        if not part:
            continue
        layout = create_layout(part, style, context, None, box.justification_spacing)
        line, _ = layout.get_first_line()
        _advance(reading, _widths(line, part))
        if wraps or is_pair:
            logs = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
            _break(part, begun, logs, box, reading, context, words, is_pair)
        begun += len(part)
    reading.lasting = box.text[-1:] or reading.lasting


def _widths(line: Any, text: str) -> list[float]:
    """How wide each character is, in logical order, as the shaper set them."""
    found = [0.0] * len(text)
    data = text.encode()
    plain = len(data) == len(text)
    begins = None if plain else [0, *accumulate(len(char.encode()) for char in text)]
    pointer = ffi.new("char[]", data)
    run = line.runs
    while run != ffi.NULL:
        item = run.data.item
        first = item.offset if begins is None else bisect_left(begins, item.offset)
        widths = ffi.new("int[]", item.num_chars)
        pango.pango_glyph_item_get_logical_widths(run.data, pointer, widths)
        found[first : first + item.num_chars] = [width * FROM_UNITS for width in widths]
        run = run.next
    return found[: len(text)]


def _is_pair(box: Any, text: str) -> bool:
    """Whether a text box is the last two words of its paragraph, which are kept together where that costs less."""
    end = box.begun + len(box.text)
    is_kept = box.element is not None and box.element.get("class") == "together"
    return is_kept and " " not in text[end:].strip() and len(text) - end < SIGNS


def _break(
    text: str, begun: int, logs: Any, box: Any, reading: _Reading, context: Any, words: Words, is_pair: bool
) -> None:
    """Puts down where a line may end inside ``text``: of a pair only at its blank."""
    style = box.style
    manual = style["hyphens"] != "none"
    for place in range(1, len(text)):
        if logs[place].is_line_break:
            soft = text[place - 1] == SOFT_HYPHEN
            if (soft and not manual) or COMPOUND.search(text, max(0, place - 3), place):
                continue
            if is_pair and text[place - 1] != " ":
                continue
            reading.breaks[begun + place] = int(soft)
            if is_pair:
                reading.pairs.add(begun + place)
            if soft:
                reading.widths[begun + place] = _hyphen(style, reading, context)
    language = pyphen.language_fallback(style["lang"]) if style["lang"] and style["hyphens"] == "auto" else None
    if language is None or is_pair:
        return
    total, left, right = style["hyphenate_limit_chars"]
    dictionary = _dictionary(context, language, left, right, total)
    kept = [(start - begun, end - begun) for start, end, _ in words if start < begun + len(text) and end > begun]
    for start, end in _words(text, logs):
        word = text[start:end]
        if end - start < total or SOFT_HYPHEN in word or any(one < end and start < other for one, other in kept):
            continue
        for position in dictionary.positions(word):
            if position.data is None and begun + start + position not in reading.breaks:
                reading.breaks[begun + start + position] = 1
                reading.widths[begun + start + position] = _hyphen(style, reading, context)


def _words(text: str, logs: Any) -> Iterator[tuple[int, int]]:
    """Where words begin and end, as Pango parts them."""
    start = 0
    for place in range(len(text) + 1):
        log = logs[place]
        if log.is_word_end:
            yield start, place
        if log.is_word_start:
            start = place


def _dictionary(context: Any, language: str, left: int, right: int, total: int) -> Any:
    """The hyphens of a language, kept where the engine keeps them."""
    key = (language, left, right, total)
    if key not in context.dictionaries:
        context.dictionaries[key] = pyphen.Pyphen(lang=language, left=left, right=right)
    return context.dictionaries[key]


def _hyphen(style: Any, reading: _Reading, context: Any) -> float:
    if id(style) not in reading.hyphens:
        reading.hyphens[id(style)] = _width(style["hyphenate_character"], style, context)
    return reading.hyphens[id(style)]


def _width(text: str, style: Any, context: Any) -> float:
    layout = create_layout(text, style, context, None, 0)
    line, _ = layout.get_first_line()
    return sum(_widths(line, text))
