"""The running text of an edition, line by line as the source has it: what one looks for marks and addresses in.

Flow: title and blocks -> paragraphs -> lines, each with its place. Code and pictures are one ``HIDDEN`` each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flugblatt.model import (
    Block,
    Break,
    Call,
    Code,
    DefinitionList,
    Heading,
    Image,
    Inline,
    Link,
    Note,
    Paragraph,
    Place,
    Table,
    Text,
    walk,
)

HIDDEN = "\ufffc"


@dataclass(frozen=True, slots=True)
class Line:
    """``unlinked`` is ``text`` with ``HIDDEN`` for each character within a link."""

    number: int
    text: str
    unlinked: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one block: a title, heading, paragraph, cell or term."""

    kind: str
    lines: tuple[Line, ...]


def passages(
    title: tuple[Inline, ...], place: Place, blocks: tuple[Block, ...], notes: Sequence[Note]
) -> list[Passage]:
    """Every block of words, the notes last."""
    found = [_passage("title", title, place)]
    for block in (*walk(blocks), *(block for note in notes for block in walk(note.blocks))):
        found += _of_block(block)
    return found


def _of_block(block: Block) -> Iterator[Passage]:
    match block:
        case Paragraph():
            yield _passage("paragraph", block.children, block.place)
        case Heading():
            yield _passage("heading", block.children, block.place)
        case Table():
            for cell in (cell for row in (block.header, *block.rows) for cell in row):
                yield _passage("cell", cell.children, cell.place)
        case DefinitionList():
            for entry in block.entries:
                yield _passage("term", entry.term, entry.place)
        case _:
            pass


def _passage(kind: str, inlines: tuple[Inline, ...], place: Place) -> Passage:
    lines = [(place.line, "", "")]
    for number, text, linked in _parts(inlines, False):
        for i, part in enumerate(text.split("\n")):
            if i or number > lines[-1][0]:
                lines.append((max(number + i, lines[-1][0] + (i > 0)), "", ""))
            last, before, unlinked = lines[-1]
            lines[-1] = (last, before + part, unlinked + (HIDDEN * len(part) if linked else part))
    return Passage(kind, tuple(Line(*line) for line in lines))


def _parts(inlines: tuple[Inline, ...], linked: bool) -> Iterator[tuple[int, str, bool]]:
    for node in inlines:
        match node:
            case Text():
                yield node.place.line, node.text, linked
            case Code() | Image() | Call():
                yield node.place.line, HIDDEN, linked
            case Break():
                pass
            case Link():
                yield from _parts(node.children, True)
            case _:
                yield from _parts(node.children, linked)
