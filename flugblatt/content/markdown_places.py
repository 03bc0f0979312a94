"""The places of inlines: from offsets in the content of a block back to lines and columns of the source.

Flow: block tokens -> place_inlines (a core rule of the parser) -> inline tokens, each with ``meta["at"]``. On the way
it gives back to a block what the parser cut off at its ends: no-break, ideographic and other wide spaces are text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from flugblatt.model import Place
from flugblatt.tables.limits import limit

_BLANKS = " \t\n"
_MARKS = "[]*_`<{"
"""What the parser looks for a partner of, anywhere behind it."""


def place_inlines(state: StateCore) -> None:
    """Core rule: parses each inline token and turns the offsets of its children into places."""
    lines = state.src.split("\n")
    _demand_few(state.tokens)
    cells = _cells_of_tables(state.tokens, lines)
    _mend_definitions(state.tokens, lines)
    for before, token in zip([None, *state.tokens], state.tokens, strict=False):
        if token.type != "inline":
            continue
        assert token.map is not None
        places = cells.get(id(token))
        if places is None:
            heading = before.markup if before is not None and before.type == "heading_open" else ""
            first = token.map[0]
            if heading.startswith("#"):
                column, token.content = _atx_content(lines[first], heading, token.content)
                columns = [column]
            else:
                token.content = _restored(token.content, lines[first : max(first + 1, token.map[1])])
                columns = _columns(token.content.split("\n"), lines[first : first + token.content.count("\n") + 1])
            places = _content_map(token.content.split("\n"), columns, first)
        _demand_room(token.content, places)
        token.children = []
        state.md.inline.parse(token.content, state.md, state.env, token.children)
        for child in token.children:
            child.meta["at"] = places(child.meta["offset"])
            if "attributes_offset" in child.meta:
                child.meta["attributes_at"] = places(child.meta["attributes_offset"])
        token.meta["at"] = places(0)


class TooMuch(Exception):
    """More than a limit allows, at a place of the source; the parser's time would grow with its square."""

    def __init__(self, place: Place, limit: str, found: int) -> None:
        super().__init__(limit)
        self.place, self.limit, self.found = place, limit, found


def _demand_few(tokens: Sequence[Token]) -> None:
    most = limit("blocks")
    if len(tokens) <= most:
        return
    begun = [token for token in tokens if token.nesting >= 0 and token.map is not None and token.type != "inline"]
    if len(begun) > most:
        raise TooMuch(Place((begun[most].map or [0])[0] + 1, 1), "blocks", len(begun))


def _demand_room(content: str, places: Callable[[int], Place]) -> None:
    marks = sum(map(content.count, _MARKS))
    for name, found in (("paragraph_marks", marks), ("paragraph_characters", len(content))):
        if found > limit(name):
            raise TooMuch(places(0), name, found)


def _mend_definitions(tokens: Sequence[Token], lines: Sequence[str]) -> None:
    """The plugin gives a definition behind a second term the line of its term; this gives it its own."""
    term = 0
    for token in tokens:
        if token.type == "dt_open" and token.map is not None:
            term = token.map[0]
        elif token.type == "dd_open" and token.map is not None and token.map[0] <= term:
            token.map[0] = term + 1 if lines[term + 1].strip(" \t>") else term + 2


def _restored(content: str, lines: Sequence[str]) -> str:
    """``content`` as CommonMark (4.8) has it: with the no-break, ideographic and other wide spaces that the parser cut
    off at its ends, and without the indents of its lines."""
    kept = content.split("\n")
    before = next(i for i in range(len(lines) - len(kept) + 1) if _fits(kept, lines[i:]))
    restored = [_trailing_blanks(line) for line in lines[:before]]
    for i, part in enumerate(kept):
        line = lines[before + i]
        end = len(line) if i < len(kept) - 1 else len(line.rstrip(MD_TRIM_CHARS))
        start = end - len(part)
        restored.append(_trailing_blanks(line[:start]) * (i == 0) + part + line[end:])
    restored += [_trailing_blanks(line) for line in lines[before + len(kept) :]]
    return "\n".join(line.lstrip(_BLANKS) for line in restored).strip(_BLANKS)


def _fits(kept: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether ``lines`` end as the lines of a content do; a tab of an indent may have become spaces in it."""
    last = lines[len(kept) - 1].rstrip(MD_TRIM_CHARS)
    pairs = zip(kept, (*lines[: len(kept) - 1], last), strict=True)
    return all(line.endswith(part.lstrip(_BLANKS)) for part, line in pairs)


def _trailing_blanks(line: str) -> str:
    return line[len(line.rstrip(MD_TRIM_CHARS)) :]


def _columns(contents: Sequence[str], lines: Sequence[str]) -> list[int]:
    """The column, from 0, of each line of a content: each is the end of a line of the source."""
    columns = [len(line) - len(content) for content, line in zip(contents, lines, strict=False)]
    columns[-1] = len(lines[len(contents) - 1].rstrip(_BLANKS)) - len(contents[-1])
    return columns


def _content_map(contents: Sequence[str], columns: Sequence[int], first: int) -> Callable[[int], Place]:
    """Leads from offsets of a content to places."""
    starts = [0, *accumulate(len(content) + 1 for content in contents[:-1])]

    def place(offset: int) -> Place:
        index = bisect_right(starts, offset) - 1
        return Place(first + index + 1, columns[index] + offset - starts[index] + 1)

    return place


def _atx_content(line: str, marks: str, content: str) -> tuple[int, str]:
    """The column of the words of a heading, and the words with the wide spaces that the parser cut off."""
    for match in re.finditer(rf"(?<!#){marks}(?=[ \t]|$)", line):
        rest = line[match.end() :]
        words = rest.lstrip(MD_TRIM_CHARS)
        if words.startswith(content):
            left = _trailing_blanks(rest[: len(rest) - len(words)]).lstrip(_BLANKS)
            behind = words[len(content) :]
            right = behind[: len(behind) - len(behind.lstrip(MD_TRIM_CHARS))].rstrip(_BLANKS)
            return match.end() + len(rest) - len(words) - len(left), left + content + right
    return len(line), content


def _split_row(line: str, start: int) -> list[tuple[str, list[int]]]:
    """The cells of the row that begins at ``start``: characters (``\\|`` is ``|``) and the column, from 0, of each and
    of the end."""
    cells: list[tuple[str, list[int]]] = []
    row = line[start:].strip(_BLANKS)
    start += len(line[start:]) - len(line[start:].lstrip(_BLANKS))
    text, columns = "", list[int]()
    for index, character in enumerate(row + "|"):
        end = index == len(row)
        escaped = character == "|" and not end and index > 0 and row[index - 1] == "\\"
        if escaped:
            text = text[:-1] + "|"
        elif character == "|":
            left = len(text) - len(text.lstrip(_BLANKS))
            content = text.strip(_BLANKS)
            if content or not (index == 0 or (end and row.endswith("|"))):
                cells.append((content, [*columns, start + index][left : left + len(content) + 1]))
            text, columns = "", []
        else:
            text += character
            columns.append(start + index)
    return cells


def _row(line: str, wanted: Sequence[str]) -> list[tuple[str, list[int]]]:
    """The cells of ``line`` behind the marks of quotes and lists that stand before its row."""
    for start in range(len(line)):
        if "|" in line[:start] or line[:start].strip(_BLANKS) != line[:start].strip(MD_TRIM_CHARS):
            break
        if start == 0 or line[start - 1] in " \t>":
            cells = _split_row(line, start)
            if [content.strip(MD_TRIM_CHARS) for content, _ in cells[: len(wanted)]] == [*wanted][: len(cells)]:
                return cells
    return []


def _cells_of_tables(tokens: Sequence[Token], lines: Sequence[str]) -> dict[int, Callable[[int], Place]]:
    """The map of each inline token that is a table cell, by its id; surplus cells of a row are told on its tr_open."""
    found: dict[int, Callable[[int], Place]] = {}
    for index, token in enumerate(tokens):
        if token.type != "tr_open":
            continue
        assert token.map is not None
        number = token.map[0]
        end_of_row = next(at for at in range(index, len(tokens)) if tokens[at].type == "tr_close")
        inlines = [inner for inner in tokens[index:end_of_row] if inner.type == "inline"]
        cells = _row(lines[number], [inline.content for inline in inlines])
        token.meta["surplus"] = _surplus(cells[len(inlines) :], number)
        if not cells and any(inline.content for inline in inlines):
            token.meta["edge"] = Place(number + 1, 1)
        end = [len(lines[number].rstrip(_BLANKS))]
        for i, inline in enumerate(inlines):
            inline.content = cells[i][0] if i < len(cells) else ""
            found[id(inline)] = _cell_map(number, cells[i][1] if i < len(cells) else end)
    return found


def _surplus(cells: Sequence[tuple[str, list[int]]], number: int) -> Place | None:
    return next((Place(number + 1, columns[0] + 1) for content, columns in cells if content), None)


def _cell_map(number: int, columns: list[int]) -> Callable[[int], Place]:
    return lambda offset: Place(number + 1, columns[min(offset, len(columns) - 1)] + 1)
