"""A cursor over the source of an edition, for the accounting: it takes what it is asked for, or fails.

It knows how a source writes a character, crosses a line, opens a quote and gives an address, and nothing of the parser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.entities import html5

from flugblatt.model import Place

BLANKS = " \t"
_TAB = 4
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")


class Remainder(Exception):
    """The source and the edition part: at which character of the source, and how."""

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position
        self.message = message


@dataclass(frozen=True, slots=True)
class Reference:
    """A link that takes its address from elsewhere in the source."""

    label: str
    target: str
    title: str
    position: int


@dataclass(slots=True)
class Walk:
    """``text`` with a cursor. A cell of a table is a walk of its own, with ``origins`` leading to the whole source."""

    text: str
    position: int = 0
    quotes: list[int] = field(default_factory=list)
    """The open quotes; for each the column, from 0, before which its mark does not count."""
    indent: int = 0
    """The column of the first character that may belong to the open item, note or definition."""
    origins: Sequence[int] | None = None
    references: list[Reference] = field(default_factory=list)
    calls: list[tuple[int, str, int]] = field(default_factory=list)
    """Number, label and position of each note reference."""
    starts: list[int] = field(default_factory=list)

    @property
    def here(self) -> int:
        return self.position if self.origins is None else self.origins[self.position]

    def peek(self, ahead: int = 0) -> str:
        return self.text[self.position + ahead : self.position + ahead + 1]

    def place(self, position: int) -> Place:
        line = bisect_right(self.starts, position)
        return Place(line, position - self.starts[line - 1] + 1)

    def fail(self, expected: str) -> Remainder:
        seen = self.text[self.position : self.position + 20].split("\n")[0]
        end = "the end of the line" if self.position < len(self.text) else "the end"
        return Remainder(self.here, f"{expected} was expected, found {seen or end}")

    def take(self, mark: str) -> None:
        if not self.text.startswith(mark, self.position):
            raise self.fail(mark if mark != "\n" else "the end of the line")
        self.position += len(mark)

    def skip_blanks(self) -> None:
        while self.peek() and self.peek() in BLANKS:
            self.position += 1

    def skip_prefix(self) -> int:
        """Moves over the indent of a line and the marks of the open quotes; how many marks there were."""
        self.skip_blanks()
        for marks, indent in enumerate(self.quotes):
            if self.peek() != ">" or self.column() < indent:
                return marks
            self.position += 1
            self.skip_blanks()
        return len(self.quotes)

    def column(self) -> int:
        """The column of the cursor, from 0, with tab stops every four columns (CommonMark, 2.2)."""
        return expanded(self.text[self.text.rfind("\n", 0, self.position) + 1 : self.position], 0)

    def end_line(self) -> None:
        self.skip_blanks()
        if self.position < len(self.text):
            self.take("\n")

    def check(self, place: Place, what: str) -> None:
        found = self.place(self.here)
        if found != place:
            message = f"{what} was expected at {place.line}:{place.column}, found at {found.line}:{found.column}"
            raise Remainder(self.here, message)


def written_at(walk: Walk) -> tuple[str, int]:
    """What the source writes at the cursor, and in how many characters (CommonMark, 2.4 and 2.5)."""
    first = walk.peek()
    if first == "\\" and walk.peek(1) in _PUNCTUATION:
        return walk.peek(1), 2
    match = _ENTITY.match(walk.text, walk.position) if first == "&" else None
    if match is None:
        return first, 1
    decimal, hexadecimal, name = match.groups()
    if name:
        return (html5[name + ";"], len(match[0])) if name + ";" in html5 else (first, 1)
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd", len(match[0])


def collapsed(text: str) -> str:
    return re.sub("[ \t\r\n]+", " ", text)


def expanded(text: str, column: int) -> int:
    """The column behind ``text`` that begins at ``column``."""
    for character in text:
        column += _TAB - column % _TAB if character == "\t" else 1
    return column


def normalised_label(label: str) -> str:
    return " ".join(re.sub(r"\n[ \t>]*", " ", label).split()).casefold()


def take_destination(walk: Walk, end: str) -> tuple[str, str]:
    """The address and the title behind ``(`` or ``[label]:``; ``end`` is what closes it."""
    _skip_white(walk)
    address = _take_until(walk, ">", "\n<") if walk.peek() == "<" else _take_bare_address(walk)
    before = walk.position
    _skip_white(walk)
    closing = {'"': '"', "'": "'", "(": ")"}.get(walk.peek(), "")
    if not closing or walk.position == before:
        if end == "\n":
            walk.position = before
        return address, ""
    title = _take_until(walk, closing, "")
    if end == ")":
        _skip_white(walk)
    return address, collapsed(title)


def _skip_white(walk: Walk) -> None:
    walk.skip_blanks()
    if walk.peek() == "\n":
        walk.position += 1
        walk.skip_prefix()


def _take_until(walk: Walk, closing: str, refused: str) -> str:
    """What stands between the mark at the cursor and ``closing``."""
    walk.position += 1
    written = ""
    while walk.peek() != closing:
        if not walk.peek() or walk.peek() in refused:
            raise walk.fail(closing)
        character, width = written_at(walk)
        walk.position += width
        if character == "\n" and width == 1:
            walk.skip_prefix()
        written += character
    walk.position += 1
    return written


def _take_bare_address(walk: Walk) -> str:
    written, depth = "", 0
    while walk.peek() and walk.peek() not in " \t\n":
        if walk.peek() == ")" and depth == 0:
            break
        depth += {"(": 1, ")": -1}.get(walk.peek(), 0)
        character, width = written_at(walk)
        walk.position += width
        written += character
    return written
