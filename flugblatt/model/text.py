"""The text of an edition: inline content and blocks, each with its place in the source.

Flow: characters -> Text, Code … -> Paragraph, List … -> ``walk``, ``leaves`` and ``spans`` go through them in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from flugblatt.model.findings import Place

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of the edition. A soft line break of the source is one LF inside ``text``."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line break."""

    place: Place


@dataclass(frozen=True, slots=True)
class Call:
    """A note reference; ``number`` counts the notes of the edition from 1 in order of first reference."""

    number: int
    place: Place


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """``target`` as the source writes it: ``https:``, ``http:``, ``mailto:``, ``tel:`` or ``#anchor``."""

    target: str
    children: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """``path`` is relative to the work's folder. ``alt`` is empty only where ``decorative``."""

    path: str
    alt: str
    decorative: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Span:
    """Text with a language (canonical BCP 47 tag) or a direction of its own."""

    children: tuple[Inline, ...]
    language: str | None
    direction: Direction | None


@dataclass(frozen=True, slots=True)
class Shifted:
    """Words below or above the line: subscript or superscript."""

    children: tuple[Inline, ...]
    position: Literal["sub", "sup"]


Inline = Text | Code | Break | Call | Emphasis | Strong | Link | Image | Span | Shifted


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """The characters of ``inlines`` in order, without note calls and images; a break is one LF."""
    parts: list[str] = []
    for node in inlines:
        match node:
            case Text(text=text) | Code(text=text):
                parts.append(text)
            case Break():
                parts.append("\n")
            case Emphasis() | Strong() | Link() | Span() | Shifted():
                parts.append(plain_text(node.children))
            case Call() | Image():
                pass
    return "".join(parts)


def leaves(value: object, language: str = "") -> Iterator[Text | Code | Break | Call | Image]:
    """Every leaf of inline content in ``value`` (blocks, inlines, notes, or tuples of them), in reading order; with a
    ``language`` only those that are not marked as another one."""
    if isinstance(value, Text | Code | Break | Call | Image):
        yield value
    elif isinstance(value, Span) and language and value.language not in (None, language):
        return
    elif isinstance(value, tuple):
        for part in value:
            yield from leaves(part, language)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from leaves(getattr(value, name), language)


def spans(value: object) -> Iterator[Span]:
    """Every span of ``value`` that has a language of its own, in reading order."""
    if isinstance(value, Span) and value.language:
        yield value
    if isinstance(value, tuple):
        for part in value:
            yield from spans(part)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from spans(getattr(value, name))


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 2 to 6 (level 1 is the title, kept apart); ``anchor`` is unique in the edition. ``named``: the source gives it."""

    level: int
    anchor: str
    children: tuple[Inline, ...]
    place: Place
    named: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``is_caption``: it is what the source gives as the title of the picture that is the block before it."""

    children: tuple[Inline, ...]
    place: Place
    is_caption: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Item:
    """``label`` is what an ordered list prints ("6.", "2)"); empty in a bullet list."""

    label: str
    blocks: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class List:
    """``tight``: paragraphs of the items are set without space between them (CommonMark, 5.3)."""

    ordered: bool
    tight: bool
    items: tuple[Item, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    children: tuple[Inline, ...]
    align: Literal["", "left", "center", "right"]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is one row of column headers; every row has as many cells as it."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of a definition list and its definitions, each a sequence of blocks."""

    term: tuple[Inline, ...]
    definitions: tuple[tuple[Block, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class DefinitionList:
    entries: tuple[Entry, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted text; ``text`` has no final LF."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    place: Place


Block = Heading | Paragraph | Quote | List | Table | DefinitionList | CodeBlock | Rule


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the edition. ``number`` is what every output prints; ``label`` is the source's name for it."""

    number: int
    label: str
    blocks: tuple[Block, ...]
    place: Place


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of ``blocks``, outer before inner, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Quote():
                yield from walk(block.blocks)
            case List():
                for item in block.items:
                    yield from walk(item.blocks)
            case DefinitionList():
                for entry in block.entries:
                    for definition in entry.definitions:
                        yield from walk(definition)
            case _:
                pass


def is_captioned(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether the block at ``index`` is a picture with a caption, which is the block behind it."""
    behind = blocks[index + 1] if index + 1 < len(blocks) else None
    return isinstance(behind, Paragraph) and behind.is_caption


def collapse(text: str) -> str:
    """Runs of space, tab, CR and LF become one space (the contract's declared normalisation)."""
    for blank in "\t\r\n":
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text
