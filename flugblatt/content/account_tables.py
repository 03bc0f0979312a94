"""The accounting of tables: rows with their bars, and the line below the header.

Flow: take_table -> each row is split into its cells -> take_inlines for each.
"""

from __future__ import annotations

import re

from flugblatt.content.account_inlines import take_inlines
from flugblatt.content.source_walk import BLANKS, Walk
from flugblatt.model import Cell, Table


def take_table(block: Table, walk: Walk) -> None:
    _take_row(block.header, walk)
    walk.skip_prefix()
    end = _line_end(walk)
    delimiters = [part.strip(BLANKS) for part in walk.text[walk.position : end].strip(BLANKS).strip("|").split("|")]
    aligns = {(True, True): "center", (True, False): "left", (False, True): "right", (False, False): ""}
    if any(not re.fullmatch(":?-+:?", part) for part in delimiters):
        raise walk.fail("the line below the header")
    if [aligns[part[0] == ":", part[-1] == ":"] for part in delimiters] != [cell.align for cell in block.header]:
        raise walk.fail("the alignment of the header")
    walk.position = end
    walk.end_line()
    for row in block.rows:
        if len(row) != len(block.header) or any(a.align != b.align for a, b in zip(row, block.header, strict=True)):
            raise walk.fail(f"a row of {len(block.header)} cells")
        walk.skip_prefix()
        _take_row(row, walk)


def _line_end(walk: Walk) -> int:
    end = walk.text.find("\n", walk.position)
    return len(walk.text) if end < 0 else end


def _take_row(cells: tuple[Cell, ...], walk: Walk) -> None:
    end = _line_end(walk)
    written = _split(walk.text[walk.position : end].rstrip(BLANKS), walk.position)
    for index, (text, origins) in enumerate(written):
        inner = Walk(text, origins=origins, references=walk.references, calls=walk.calls, starts=walk.starts)
        inner.skip_blanks()
        if index < len(cells):
            inner.check(cells[index].place, "the cell")
            take_inlines(cells[index].children, inner)
            inner.skip_blanks()
        if inner.position < len(text):
            raise inner.fail("the end of the cell")
    if any(cell.children for cell in cells[len(written) :]):
        raise walk.fail("a row of as many cells")
    walk.position = end
    walk.end_line()


def _split(row: str, start: int) -> list[tuple[str, list[int]]]:
    """The cells of ``row``: the characters of each and where they stand; ``\\|`` is one bar (GFM, 4.10)."""
    body = row.removeprefix("|")
    start += len(row) - len(body)
    cells, text, origins = list[tuple[str, list[int]]](), "", list[int]()
    index = 0
    while index < len(body):
        if body.startswith("\\|", index):
            text, origins, index = text + "|", [*origins, start + index], index + 2
        elif body[index] == "|":
            cells.append((text, [*origins, start + index]))
            text, origins, index = "", [], index + 1
        else:
            text += body[index]
            origins.append(start + index)
            index += 1
    if text or not body.endswith("|") or body.endswith("\\|"):
        cells.append((text, [*origins, start + len(body)]))
    return cells
