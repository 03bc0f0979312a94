"""Web and mail addresses and telephone numbers in running text: what they lead to, and how the link is written.

Flow: a line -> addresses -> ``Address`` -> a hint with the link, or, where statement.yaml says autolink, a link of the edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

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

_DOMAIN = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_WORD_BEFORE = r"(?<![\w@./:+-])"
_THOUSANDS = r"\d{1,3}(?:[ \u00a0\u202f.]000)+(?!\d)"
_GAP = r"[ \u00a0\u202f\u2011./-]{0,2}"
_PATTERNS = (
    ("", rf"{_WORD_BEFORE}https?://[^\s<>\ufffc\"“”„«»]+"),
    ("mailto:", r"(?<![\w.+%/:-])[A-Za-z0-9][\w.+%-]*@(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w@])"),
    ("https://", rf"{_WORD_BEFORE}www\.{_DOMAIN}(?:\.{_DOMAIN})+(?::\d+)?(?:[/?#][^\s<>\ufffc\"“”„«»]*)?"),
    ("https://", rf"{_WORD_BEFORE}{_DOMAIN}(?:\.{_DOMAIN})*\.[a-z]{{2,}}/[^\s<>\ufffc\"“”„«»]+"),
    ("https://", rf"{_WORD_BEFORE}{_DOMAIN}(?:\.{_DOMAIN})*\.(?:com|org|net|info|eu|example)(?![\w@/-]|\.\w)"),
    ("tel:", rf"(?<![\w+])(?:\+(?!{_THOUSANDS})|00(?=[1-9]))[1-9](?:{_GAP}\(?\d\)?){{6,14}}(?![\w])"),
)
_ADDRESS = re.compile("|".join(f"(?P<p{number}>{pattern})" for number, (_, pattern) in enumerate(_PATTERNS)))
_TRAILING = ".,;:!?'’*_~…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Address:
    """An address at an index of a text, as it stands there and as a link leads to it."""

    start: int
    words: str
    target: str

    @property
    def link(self) -> str:
        """The link in Markdown."""
        plain = self.target in (self.words, f"mailto:{self.words}")
        return f"<{self.words}>" if plain else f"[{self.words}]({self.target})"


def addresses(text: str) -> Iterator[Address]:
    """The addresses in ``text``, without the marks of the sentence behind them."""
    for match in _ADDRESS.finditer(text):
        words = _trimmed(match[0])
        scheme = next(scheme for number, (scheme, _) in enumerate(_PATTERNS) if match[f"p{number}"])
        target = scheme + words
        if scheme == "tel:":
            digits = re.sub(r"\D", "", words.replace("(0)", ""))
            target = f"tel:+{digits[2:] if words.startswith('00') else digits}"
        yield Address(match.start(), words, target)


def _trimmed(words: str) -> str:
    while words[-1] in _TRAILING or (
        words[-1] in _BRACKETS and words.count(words[-1]) > words.count(_BRACKETS[words[-1]])
    ):
        words = words[:-1]
    return words


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
