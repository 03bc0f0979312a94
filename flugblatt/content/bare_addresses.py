"""Web and mail addresses and telephone numbers in running text: what they lead to, and how the link is written.

Flow: a line -> addresses -> ``Address`` -> a hint with the link, or, where statement.yaml says autolink, a link of the edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flugblatt.language.addresses import addresses
from flugblatt.model import (
    Block,
    Cell,
    DefinitionList,
    Edition,
    Emphasis,
    Entry,
    Heading,
    Inline,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Place,
    Quote,
    Shifted,
    Span,
    Strong,
    Table,
    Text,
)

# --- Links of an edition -------------------------------------------------------------------------


def autolinked(edition: Edition) -> Edition:
    """The edition with a link for each bare address in its text."""
    return replace(
        edition,
        autolink=True,
        title=_inlines(edition.title),
        blocks=_blocks(edition.blocks),
        notes=tuple(Note(note.number, note.label, _blocks(note.blocks), note.place) for note in edition.notes),
    )


def _blocks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(_block(block) for block in blocks)


def _block(block: Block) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=_inlines(block.children))
        case Quote():
            return replace(block, blocks=_blocks(block.blocks))
        case List():
            return replace(
                block, items=tuple(Item(item.label, _blocks(item.blocks), item.place) for item in block.items)
            )
        case Table():
            return replace(block, header=_cells(block.header), rows=tuple(_cells(row) for row in block.rows))
        case DefinitionList():
            return replace(block, entries=tuple(_entry(entry) for entry in block.entries))
        case _:
            return block


def _cells(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(cell, children=_inlines(cell.children)) for cell in cells)


def _entry(entry: Entry) -> Entry:
    return Entry(_inlines(entry.term), tuple(_blocks(blocks) for blocks in entry.definitions), entry.place)


def _inlines(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    linked: list[Inline] = []
    for node in inlines:
        match node:
            case Text():
                linked += _linked(node)
            case Emphasis() | Strong() | Span() | Shifted():
                linked.append(replace(node, children=_inlines(node.children)))
            case _:
                linked.append(node)
    return tuple(linked)


def _linked(node: Text) -> Iterator[Inline]:
    end = 0
    for address in addresses(node.text):
        if address.start > end:
            yield _part(node, end, address.start)
        end = address.start + len(address.words)
        yield Link(address.target, (_part(node, address.start, end),))
    if end < len(node.text):
        yield _part(node, end, len(node.text)) if end else node


def _part(node: Text, start: int, end: int) -> Text:
    lines = node.text[:start].split("\n")
    column = len(lines[-1]) + (node.place.column if len(lines) == 1 else 1)
    return Text(node.text[start:end], Place(node.place.line + len(lines) - 1, column))
