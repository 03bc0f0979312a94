"""The units of an edition: its blocks as one row, each with its words and with what every language shares.

Flow: Edition -> title, headings, paragraphs, tables … in reading order, notes last -> ``Unit`` values, which ``pairing`` pairs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from flugblatt.model.findings import Place
from flugblatt.model.text import (
    Block,
    Call,
    CodeBlock,
    DefinitionList,
    Heading,
    Image,
    Item,
    Link,
    List,
    Paragraph,
    Quote,
    Rule,
    Table,
    collapse,
    leaves,
    plain_text,
)
from flugblatt.model.work import Edition

BULLET = "•"
"""The label of an item that has none of its own."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One block with its words. ``kind``: title, heading, paragraph, picture, term, table, code, rule; ``within`` what it stands
    in, outer first (quote, bullet list, ordered list, definition, note); ``level`` and ``anchor`` those of a heading; ``label``
    that of the item that it begins; ``block`` the number of the outermost block of the edition that holds it: -1 for the title,
    and for notes as many as there are blocks. ``content`` is what the model has: inlines, the rows of a table, or the block."""

    kind: str
    text: str
    place: Place
    content: Any
    within: tuple[str, ...] = ()
    level: int = 0
    label: str = ""
    block: int = -1
    figures: frozenset[str] = field(default=frozenset(), compare=False)
    targets: tuple[str, ...] = field(default=(), compare=False)
    calls: int = 0
    anchor: str = ""


def units(edition: Edition) -> tuple[Unit, ...]:
    """Every unit of an edition in reading order; those of notes last."""
    found = [_unit("title", edition.title, edition.title_place)]
    for number, block in enumerate(edition.blocks):
        found += _units(block, (), number)
    for note in edition.notes:
        for block in note.blocks:
            found += _units(block, ("note",), len(edition.blocks))
    return tuple(found)


def _units(block: Block, within: tuple[str, ...], number: int, label: str = "") -> Iterator[Unit]:
    match block:
        case Heading():
            unit = _unit("heading", block.children, block.place, within, number)
            yield replace(unit, level=block.level, anchor=block.anchor)
        case Paragraph():
            kind = "paragraph" if plain_text(block.children).strip() else "picture"
            yield _unit(kind, block.children, block.place, within, number, label=label)
        case Quote():
            for inner in block.blocks:
                yield from _units(inner, (*within, "quote"), number)
        case List():
            inside = (*within, "ordered list" if block.ordered else "bullet list")
            for item in block.items:
                yield from _item(item, inside, number)
        case DefinitionList():
            for entry in block.entries:
                yield _unit("term", entry.term, entry.place, within, number)
                for inner in (inner for definition in entry.definitions for inner in definition):
                    yield from _units(inner, (*within, "definition"), number)
        case Table():
            yield _unit("table", (block.header, *block.rows), block.place, within, number)
        case CodeBlock():
            yield Unit("code", block.text, block.place, block, within, block=number)
        case Rule():
            yield Unit("rule", "", block.place, block, within, block=number)


def _item(item: Item, within: tuple[str, ...], number: int) -> Iterator[Unit]:
    for index, inner in enumerate(item.blocks):
        yield from _units(inner, within, number, (item.label or BULLET) if index == 0 else "")


def _unit(
    kind: str,
    content: Any,
    place: Place,
    within: tuple[str, ...] = (),
    number: int = -1,
    label: str = "",
) -> Unit:
    lines = [cell.children for row in content for cell in row] if kind == "table" else [content]
    found = tuple(leaves(content))
    pictures = tuple(leaf.path for leaf in found if isinstance(leaf, Image))
    text = collapse("\n".join(map(plain_text, lines))).strip(" ")
    return Unit(
        kind,
        text,
        place,
        content,
        within,
        label=label,
        block=number,
        figures=frozenset(_figures(text)),
        targets=(*(link.target for link in links(content)), *pictures),
        calls=sum(isinstance(leaf, Call) for leaf in found),
    )


def _figures(text: str) -> Iterator[str]:
    """Runs of decimal digits, of whatever script, in those of ASCII and without zeros before them."""
    digits = "".join(str(unicodedata.digit(char)) if char.isdecimal() else " " for char in text)
    return (run.lstrip("0") or "0" for run in digits.split())


def links(value: object) -> Iterator[Link]:
    """Every link of inline content, in reading order."""
    if isinstance(value, Link):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from links(part)
    elif hasattr(value, "children"):
        yield from links(value.children)
