"""Block tokens as a tree, and where each block stands in the source.

Flow: tokens -> tree_of -> branches; place_of one of them is its first character or mark, which depends on the quotes, items
and notes that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from flugblatt.content.markdown_inlines import Reading
from flugblatt.content.raw_html import is_comment
from flugblatt.model import Place


@dataclass(frozen=True, slots=True)
class Branch:
    """A token with what stands between it and its closing token."""

    token: Token
    branches: tuple[Branch, ...]

    @property
    def line(self) -> int:
        """The first line of the block, from 0."""
        assert self.token.map is not None
        return self.token.map[0]


@dataclass(frozen=True, slots=True)
class Inside:
    """Where a block stands: behind which mark, and within how many quotes."""

    behind: Place
    quotes: int


OUTSIDE = Inside(Place(0, 0), 0)


def tree_of(tokens: Iterator[Token]) -> tuple[Branch, ...]:
    branches = []
    for token in tokens:
        if token.nesting == -1:
            break
        if token.type == "html_block" and is_comment(token.content):
            continue
        branches.append(Branch(token, tree_of(tokens) if token.nesting == 1 else ()))
    return tuple(branches)


def inside_of(branch: Branch, inside: Inside, reading: Reading) -> Inside:
    """Where the blocks within ``branch`` stand."""
    token, place = branch.token, place_of(branch, inside, reading)
    match token.type:
        case "blockquote_open":
            return behind(place, 1, inside.quotes + 1)
        case "list_item_open":
            return behind(place, len(token.info) + 1, inside.quotes)
        case "dd_open":
            return behind(place, 1, inside.quotes)
        case "footnote_reference_open":
            return behind(place, len(f"[^{token.meta['label']}]:"), inside.quotes)
        case _:
            return inside


def behind(place: Place, width: int, quotes: int) -> Inside:
    return Inside(Place(place.line, place.column + width), quotes)


def place_of(branch: Branch, inside: Inside, reading: Reading) -> Place:
    """The first character of the block or of its mark."""
    line = reading.lines[branch.line]
    start, quotes = (inside.behind.column - 1, 0) if inside.behind.line == branch.line + 1 else (0, inside.quotes)
    for column in range(start, len(line)):
        if line[column] == ">" and quotes:
            quotes -= 1
        elif line[column] not in " \t":
            return Place(branch.line + 1, column + 1)
    return Place(branch.line + 1, len(line) + 1)
