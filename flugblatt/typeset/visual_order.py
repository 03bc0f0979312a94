"""The order of sight: the words of a line stand, left to right, as UAX #9 orders the text of their whole paragraph.

Flow: the lines of titles -> ``tell_lines``; a paragraph of the engine -> ``measure`` (its text, with the isolates that its elements
are, and the embedding level of every character) -> each line that the engine has laid out -> ``arrange``: text boxes are cut where
the level changes, and all boxes of the line are set in their visual order (rule L2).

The engine sets every inline box alone: the runs of a phrase that an emphasis or a link parts stand in the order of their
boxes. The tree of boxes stays in logical order here, so that tags and proofs read what the source says; only places change.
Elements with ``dir``, ``bdi``, note calls and note marks are isolates (HTML, 15.3.5; CSS Writing Modes 4, 2.4), nothing else
is. Levels are those of FriBidi, by way of Pango.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, pango
from weasyprint.text.line_break import create_layout, line_size

ffi.cdef(
    "unsigned char * pango_log2vis_get_embedding_levels (const char *text, int length, PangoDirection *pbase_dir);"
)
ffi.cdef("void g_free (void *mem);")

ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
INITIATORS, END = "".join(ISOLATES.values()), "\u2069"
BEFORE, AFTER = "data-before", "data-after"
"""The attributes of a line of a title that say what stands around it."""
DEEPEST = 100
"""Levels that are looked into, of the 125 that there may be (UAX #9, BD2)."""
OBJECT = "\ufffc"
"""What a box that is no text counts as (CSS Writing Modes 4, 2.4.4)."""
RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
TURNING = re.compile(f"{RTL.pattern}|[\u200f\u202b\u202e\u2067]")
"""What turns a text: letters and figures of the scripts that run to the left, and the controls for them."""


@dataclass(slots=True)
class _Reading:
    """The text of a paragraph in the making: ``places`` leads from its characters to those of ``marked``, which has the
    isolates, ``open`` are those that have not ended."""

    marked: list[str]
    places: list[int]
    open: list[str]

    def add(self, text: str) -> None:
        for char in text:
            if char == "\n":  # a forced break ends the paragraph for UAX #9, and no element
                self.marked += [END] * len(self.open)
            self.places.append(len(self.marked))
            self.marked.append(char)
            if char == "\n":
                self.marked += self.open

    def enter(self, direction: str) -> None:
        self.open.append(ISOLATES[direction])
        self.marked.append(ISOLATES[direction])

    def leave(self) -> None:
        self.open.pop()
        self.marked.append(END)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The embedding levels of a paragraph's text with its isolates, and the place of every character of its own in that.

    ``levels`` is empty where nothing is turned.
    """

    levels: tuple[int, ...] = ()
    places: tuple[int, ...] = ()

    def of(self, start: int, end: int) -> list[int]:
        return [self.levels[place] for place in self.places[start:end]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line of one level: a text box, or a box that is no text, in the inline boxes ``homes``, outer first."""

    box: Any
    level: int
    homes: tuple[Any, ...]


def text_of(paragraph: Any) -> str:
    """The text of a line box that the engine has not divided yet. Every box in it learns where it begins: ``begun``."""
    parts: list[str] = []
    begun = 0
    for child, _ in _leaves(paragraph, ()):
        child.begun = begun
        parts.append(child.text if isinstance(child, boxes.TextBox) else OBJECT)
        begun += len(parts[-1])
    return "".join(parts)


def tell_lines(root: Any) -> None:
    """The lines of a title are blocks for the engine, and one paragraph for who reads them: each learns what stands before and
    behind it."""
    for home in root.iter():
        lines = [child for child in home if child.get("class") == "line"]
        said = [_around(line) for line in lines]
        for place, line in enumerate(lines):
            line.set(BEFORE, "".join(said[:place]))
            line.set(AFTER, "".join(said[place + 1 :]))


def _around(element: Any) -> str:
    """What the words of an element are for those around it: an isolate and a note count as an object."""
    parts = [element.text or ""]
    for child in element:
        isolated = (
            child.tag == "bdi" or child.get("dir") or child.get("role") or "note" in child.get("class", "").split()
        )
        parts += [OBJECT if isolated else _around(child), child.tail or ""]
    return re.sub(r"\s", " ", "".join(parts))


def measure(paragraph: Any, text: str) -> Paragraph:
    """The levels of a line box that has this text."""
    base = _base(paragraph)
    told = {} if paragraph.element is None else paragraph.element.attrib
    before, after = told.get(BEFORE, ""), told.get(AFTER, "")
    whole = before + text + after
    if not base and not TURNING.search(whole) and not any(_isolate(home) == "rtl" for home in _homes(paragraph)):
        return Paragraph()
    reading = _Reading([], [], [])
    reading.add(before)
    _read(paragraph, reading)
    own = reading.places[len(before) :]
    reading.add(after)
    parts = re.findall("[^\n]*\n|[^\n]+", "".join(reading.marked))
    return Paragraph(tuple(level for part in parts for level in _levels(part, base)), tuple(own))


def arrange(line: Any, paragraph: Paragraph, indent: float, context: Any) -> None:
    """Sets the boxes of a laid-out line in their visual order, where the engine has them in another."""
    base = _base(line)
    leaves = list(_leaves(line, ()))
    known = _line_levels([box for box, _ in leaves], paragraph, base)
    if not leaves or _stands(leaves, known, base):
        return
    pieces: list[_Piece] = []
    for (box, homes), own in zip(leaves, known, strict=True):
        parts = _cut(box, own, context) if isinstance(box, boxes.TextBox) else [(box, own[0])]
        pieces += [_Piece(part, level, homes) for part, level in parts]
        home = homes[-1] if homes else line
        at = home.children.index(box)
        home.children = (*home.children[:at], *(part for part, _ in parts), *home.children[at + 1 :])
    ordered = _ordered(pieces, paragraph)
    width = sum(piece.box.margin_width() for piece in pieces) + sum(map(_spacing, _homes(line)))
    _place(ordered, line.position_x + (line.width - width if base else indent))
    for home in reversed(_homes(line)):
        _gather(home)


def visual(levels: Sequence[int]) -> list[int]:
    """The indices of the parts of a line from left to right (UAX #9, L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        for turned, run in groupby(list(enumerate(order)), key=lambda pair: levels[pair[1]] >= level):
            places = list(run)
            if turned:
                order[places[0][0] : places[-1][0] + 1] = [place for _, place in reversed(places)]
    return order


def _ordered(pieces: list[_Piece], paragraph: Paragraph) -> list[_Piece]:
    """The pieces from left to right; the isolates between two of them count as what they are, characters without width."""
    sequence: list[_Piece | None] = []
    levels: list[int] = []
    last = len(paragraph.levels)
    for piece in pieces:
        between = paragraph.levels[last + 1 : paragraph.places[piece.box.begun]]
        levels += between
        sequence += [None] * len(between)
        levels.append(piece.level)
        sequence.append(piece)
        length = len(piece.box.text) if isinstance(piece.box, boxes.TextBox) else 1
        last = paragraph.places[min(piece.box.begun + length, len(paragraph.places)) - 1]
    return [piece for piece in (sequence[place] for place in visual(levels)) if piece is not None]


# --- The paragraph -------------------------------------------------------------------------------


def _read(box: Any, reading: _Reading) -> None:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            reading.add(child.text)
        elif isinstance(child, boxes.InlineBox):
            direction = _isolate(child)
            if direction:
                reading.enter(direction)
            _read(child, reading)
            if direction:
                reading.leave()
        else:
            reading.add(OBJECT)


def _isolate(box: Any) -> str:
    """The direction that an inline box isolates its text in; empty where it does not."""
    tag = box.element_tag or ""
    if tag.endswith(("::footnote-call", "::footnote-marker")):
        return str(box.style["direction"])
    if box.element is None or "::" in tag:
        return ""
    given = box.element.get("dir", "")
    return given if given in ISOLATES else "auto" if tag == "bdi" else ""


def _levels(text: str, level: int) -> list[int]:
    """The levels of ``text``, which is embedded in ``level``.

    What stands in an isolate is resolved as a text of its own, and is one object for what is around it (UAX #9, 3.3.2):
    FriBidi takes two isolates side by side for one.
    """
    around, inside = _isolates(text) if level < DEEPEST else (list(range(len(text))), [])
    kept = "".join(OBJECT if text[place] in f"{INITIATORS}{END}" else text[place] for place in around)
    found = [0] * len(text)
    for place, own in zip(around, _resolved(kept, level % 2), strict=True):
        found[place] = own + level - level % 2
    for start, end in inside:
        side = _side(text[start - 1], text[start:end])
        found[start:end] = _levels(text[start:end], (level + 1) | 1 if side else (level + 2) & ~1)
    return found


def _side(initiator: str, content: str) -> int:
    """1 where an isolate runs to the left: as it says, or as its first strong character does (UAX #9, P2, P3)."""
    if initiator != ISOLATES["auto"]:
        return int(initiator == ISOLATES["rtl"])
    kinds = (unicodedata.bidirectional(content[place]) for place in _isolates(content)[0])
    return int(next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L")


def _isolates(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """The places of the characters of ``text`` outside of its isolates, and where the content of each begins and ends."""
    around: list[int] = []
    inside: list[tuple[int, int]] = []
    depth = start = 0
    for place, char in enumerate(text):
        depth -= char == END and depth > 0
        if not depth:
            if char == END and start:
                inside.append((start, place))
                start = 0
            around.append(place)
            start = place + 1 if char in INITIATORS else start
        depth += char in INITIATORS
    return around, [*inside, *([(start, len(text))] if start else [])]


def _resolved(text: str, base: int) -> list[int]:
    """The levels of a text without isolates."""
    data = text.encode()
    found = pango.pango_log2vis_get_embedding_levels(data, len(data), ffi.new("PangoDirection *", base))
    levels = list(bytes(ffi.buffer(found, len(text))))
    pango.g_free(found)
    return levels


def _base(box: Any) -> int:
    return int(box.style["direction"] == "rtl")


# --- The line ------------------------------------------------------------------------------------


def _leaves(box: Any, homes: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.InlineBox):
            yield from _leaves(child, (*homes, child))
        else:
            yield child, homes


def _line_levels(leaves: list[Any], paragraph: Paragraph, base: int) -> list[list[int]]:
    """The levels of each box's characters, blanks at the end of the line by L1; what the engine added is as what it follows."""
    found: list[list[int]] = []
    last = base
    for box in leaves:
        text = box.text if isinstance(box, boxes.TextBox) else OBJECT
        added = _added(box, text)
        own = paragraph.of(box.begun, box.begun + len(text) - added)
        last = own[-1] if own else last
        found.append(own + [last] * added if text else [last])
    for box, own in reversed(list(zip(leaves, found, strict=True))):
        text = box.text if isinstance(box, boxes.TextBox) else OBJECT
        kept = len(text.rstrip(" \t"))
        own[kept:] = [base] * (len(own) - kept)
        if kept:
            break
    return found


def _added(box: Any, text: str) -> int:
    """How many characters at the end of a text are a hyphen that the line has and the paragraph has not."""
    hyphen = box.style["hyphenate_character"]
    return len(hyphen) if getattr(box, "hyphenated", False) and text.endswith(hyphen) else 0


def _stands(leaves: list[tuple[Any, tuple[Any, ...]]], known: list[list[int]], base: int) -> bool:
    """Whether the engine has the line right: all of it in one direction, or one text that comes out so when read alone."""
    if all(level == base for own in known for level in own):
        return all(_base(box) == base for box, _ in leaves)
    box, homes = leaves[0]
    return (
        len(leaves) == 1
        and all(_isolate(home) != "auto" for home in homes)  # the engine knows no such isolate
        and isinstance(box, boxes.TextBox)
        and _base(box) == base
        and _levels(box.text, base) == known[0]
    )


def _cut(box: Any, levels: list[int], context: Any) -> list[tuple[Any, int]]:
    """A text box as text boxes of one level each, which know their ``level``."""
    parts: list[tuple[Any, int]] = []
    start = 0
    for level, run in groupby(levels[: len(box.text)] or levels):
        text = box.text[start : start + len(list(run))]
        made = box.copy_with_text(text) if text else box.copy()
        made.begun, made.level, start = box.begun + start, level, start + len(text)
        direction = "rtl" if level % 2 else "ltr"
        if made.style["direction"] != direction:
            made.style = made.style.copy()
            made.style["direction"] = direction
        if text:
            layout = create_layout(text, made.style, context, None, made.justification_spacing)
            first, _ = layout.get_first_line()
            made.width = line_size(first, made.style)[0]
            made.width += made.justification_spacing * (text.count(" ") + text.count("\u00a0"))
            layout.deactivate()
            made.pango_layout = layout
        parts.append((made, level))
    return parts


def _homes(box: Any) -> list[Any]:
    """The inline boxes in a line box, outer before inner."""
    found = [child for child in box.children if isinstance(child, boxes.InlineBox) and child.is_in_normal_flow()]
    return [home for child in found for home in (child, *_homes(child))]


def _spacing(box: Any) -> float:
    return float(box.margin_width() - box.width)


def _place(ordered: list[_Piece], left: float) -> None:
    """The pieces side by side. The spacing of an inline box stands before its leftmost and behind its rightmost piece (CSS
    2.1, 8.6)."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for place, piece in enumerate(ordered):
        for home in piece.homes:
            first.setdefault(id(home), place)
            last[id(home)] = place
    for place, piece in enumerate(ordered):
        left += sum(_left(home) for home in piece.homes if first[id(home)] == place)
        piece.box.translate(dx=left - piece.box.position_x)
        left += piece.box.margin_width()
        left += sum(_spacing(home) - _left(home) for home in piece.homes if last[id(home)] == place)


def _left(box: Any) -> float:
    return float(box.content_box_x() - box.position_x)


def _gather(home: Any) -> None:
    """The place and width of an inline box around what it holds."""
    inside = [child for child in home.children if child.is_in_normal_flow()]
    if not inside:
        return
    left = min(child.position_x for child in inside)
    home.width = max(child.position_x + child.margin_width() for child in inside) - left
    home.position_x = left - _left(home)
