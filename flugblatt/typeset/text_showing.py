"""The text-showing operators of one line, each glyph by the code that says its text (ISO 32000-1, 9.4.3).

Flow: the engine's laid-out line -> its runs of glyphs -> ``clusters`` tells their texts -> ``character_codes`` their codes -> TJ.

What is painted, and where, is what the engine paints: only codes differ. The exceptions are spaces that a line break
swallowed: they stand right behind their word, and in its font, or right before it where a picture comes before. Takes the
place of the engine's ``draw_first_line``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any

from flugblatt.model.errors import ToolFailed
from flugblatt.typeset.character_codes import Case
from flugblatt.typeset.clusters import Item, spoken, tell
from flugblatt.typeset.engine import FROM_UNITS, ffi, pango

STEP = 60  # thousandths of an em; measured: in longer steps a plain reader of Tibetan sees spaces
GAP = 90
"""Thousandths of an em that readers take for a space: half a space for PDFium, a tenth of an em for Poppler."""
EMPTY = int(pango.PANGO_GLYPH_EMPTY)
UNKNOWN = int(pango.PANGO_GLYPH_UNKNOWN_FLAG)
CIRCLE_FAULT = "dotted-circle"
MISSING_FAULT = "glyph-missing"
SOFT_HYPHEN = "\u00ad"


Fault = tuple[Any, str, str]
"""A text box, the code of a finding, and the characters whose glyph is not theirs."""


@dataclass(slots=True)
class _Run:
    """Glyphs of one font, as the shaper placed them: ``places`` are width, x and y of each, in units of the shaper."""

    font: Any
    case: Case
    size: float
    item: Item
    places: list[tuple[int, int, int]]


class _Array:
    """A TJ array in the making: codes in hexadecimal, and offsets in thousandths of an em."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.parts: list[str | float] = []
        self.font: tuple[str, float] | None = None

    def set_font(self, case: Case, size: float) -> None:
        if self.font != (case.name, size):
            self.flush()
            self.font = case.name, size
            self.stream.set_font_size(case.name, size)

    def drop_offsets(self) -> None:
        while self.parts and not isinstance(self.parts[-1], str):
            self.parts.pop()

    def gap(self) -> float:
        """How far the next glyph stands from the one before it in this array, beyond that one's width."""
        return -sum(float(part) for part in takewhile(lambda part: not isinstance(part, str), reversed(self.parts)))

    def flush(self) -> None:
        if self.parts:
            self.stream.show_text("".join(_joined(self.parts)))
            self.parts.clear()


def draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any) -> list[Any]:
    """Shows the line of a text box in ``stream``, a ``FaithfulStream``. The engine wants a list of pictures of emojis."""
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        raise ToolFailed("a style cuts lines off, and text that is cut off cannot be proven")
    if not textbox.text.strip() and not stream.fragment.alone:
        return []
    pango.pango_layout_set_single_paragraph_mode(textbox.pango_layout.layout, True)
    line, _ = textbox.pango_layout.get_first_line()
    fragment = stream.fragment
    drawn, hyphen = textbox.pango_layout.text, fragment.hyphen
    text = spoken(drawn, fragment.logical + hyphen)
    runs = list(_runs(stream, textbox, line))
    stream.faults += [(textbox, CIRCLE_FAULT, told) for told in tell([run.item for run in runs], text)]
    if hyphen:
        _soften(runs, hyphen)
    a, b, c, d, x, y = matrix.values
    if fragment.lead and runs and runs[0].item.texts[:1] == [" "]:
        x -= runs[0].places[0][0] * FROM_UNITS
    stream.set_text_matrix(a, b, c, d, x, y)
    array = _Array(stream)
    last = len(runs) - 1
    for number, run in enumerate(runs):
        tail = bool(fragment.tail) and number == last and not run.item.rtl and run.item.texts[-1:] == [" "]
        if tail and len(run.item.texts) == 1 and number and _append_space(array, runs[number - 1], stream):
            break
        _show(stream, array, run, tail)
    array.flush()
    return []


def _runs(stream: Any, textbox: Any, line: Any) -> Iterator[_Run]:
    """The runs of a line in the order of painting. A glyph that the font does not have is a fault, and not painted."""
    node = line.runs
    while node != ffi.NULL:
        run, node = node.data, node.next
        analysis, count, start = run.item.analysis, run.glyphs.num_glyphs, run.item.offset
        font, size = stream.add_font(analysis.font)
        if font.bitmap or font.png or font.svg or font.colr:
            raise ToolFailed(f"{font.family} has pictures for glyphs, and only outlines can be proven")
        case = stream.typecase.case(font)
        glyphs: list[int | None] = []
        places: list[tuple[int, int, int]] = []
        for info in run.glyphs.glyphs[0:count]:
            glyph, geometry = info.glyph, info.geometry
            places.append((geometry.width, geometry.x_offset, geometry.y_offset))
            if glyph & UNKNOWN and glyph != EMPTY:
                stream.faults.append((textbox, MISSING_FAULT, chr(glyph - UNKNOWN)))
            if glyph == EMPTY or glyph & UNKNOWN:
                glyphs.append(None)
                continue
            glyphs.append(glyph)
            if glyph not in case.widths:
                case.widths[glyph] = _width(stream, analysis.font, glyph, size)
                if not case.widths[glyph] and not stream.ink_rect.width:
                    case.blank.add(glyph)
        starts = [start + cluster for cluster in ffi.unpack(run.glyphs.log_clusters, count)]
        item = Item(start, start + run.item.length, bool(analysis.level % 2), glyphs, starts, case.nominal, case.blank)
        yield _Run(analysis.font, case, size, item, places)


def _width(stream: Any, font: Any, glyph: int, size: float) -> int:
    pango.pango_font_get_glyph_extents(font, glyph, stream.ink_rect, stream.logical_rect)
    width: float = stream.logical_rect.width * 1000 * FROM_UNITS / size
    return round(width)


def _soften(runs: list[_Run], hyphen: str) -> None:
    """The automatic hyphen says U+00AD (ISO 32000-1, 14.8.2.2.3)."""
    item = max((run.item for run in runs), key=lambda item: item.end)
    place = 0 if item.rtl else len(item.texts) - 1
    if item.texts[place].endswith(hyphen):
        item.texts[place] = item.texts[place].removesuffix(hyphen) + SOFT_HYPHEN


def _append_space(array: _Array, run: _Run, stream: Any) -> bool:
    """Shows the space at the end of a line in the font before it, if that has one: alone it would be lost to PDFium."""
    glyph = run.case.nominal(" ")
    if not glyph or run.item.rtl:
        return False
    if glyph not in run.case.widths:
        run.case.widths[glyph] = _width(stream, run.font, glyph, run.size)
    ((case, code),) = run.case.codes([(glyph, " ")])
    if array.font != (case.name, run.size) or not array.parts:
        return False
    array.drop_offsets()
    array.parts.append(f"{code:04x}")
    stream.shown.append(" ")
    return True


def _show(stream: Any, array: _Array, run: _Run, tail: bool) -> None:
    """The glyphs of a run. With ``tail`` its last one is a space that follows its word at once: the place that the
    engine gives it may lie off the page."""
    item, size = run.item, run.size
    stream.shown += item.texts
    painted = [place for place, glyph in enumerate(item.glyphs) if glyph is not None]
    codes = run.case.codes([(item.glyphs[place] or 0, item.texts[place]) for place in painted])
    coded = dict(zip(painted, codes, strict=True))
    last = painted[-1] if painted else -1
    before = " "
    for place, glyph in enumerate(item.glyphs):
        width, x, y = run.places[place]
        if glyph is None:
            array.parts.append(-width / size)
            continue
        case, code = coded[place]
        array.set_font(case, size)
        stream.unsaid = stream.unsaid or not item.texts[place]
        offset = x / size
        if tail and place == last:
            array.drop_offsets()
            array.parts.append(f"{code:04x}")
            return
        if y:
            array.flush()
            stream.set_text_rise(-y / 1000)
        if offset:
            array.parts.append(-offset)
        parted = array.gap() > GAP and not _blank(before, item.texts[place])
        # A glyph twice in one place is one glyph for PDFium.
        stream.parted = (
            stream.parted or parted or bool(place and glyph == item.glyphs[place - 1] and not run.places[place - 1][0])
        )
        before = item.texts[place]
        array.parts.append(f"{code:04x}")
        if y:
            array.flush()
            stream.set_text_rise(0)
        if kerning := int(run.case.widths[glyph] + offset - width * 1000 * FROM_UNITS / size):
            array.parts.append(kerning)


def _blank(before: str, text: str) -> bool:
    """Whether a gap between two glyphs stands at a space of the text."""
    return before[-1:].isspace() or text[:1].isspace()


def _joined(parts: list[str | float]) -> Iterator[str]:
    """The elements of the array. Large offsets come in small steps, or plain readers take them for spaces."""
    for is_code, group in groupby(parts, key=lambda part: isinstance(part, str)):
        if is_code:
            yield f"<{''.join(str(part) for part in group)}>"
            continue
        for offset in group:
            count = int(abs(float(offset)) / STEP) + 1
            yield " ".join([f"{float(offset) / count:.4f}".rstrip("0").rstrip(".")] * count) + " "
