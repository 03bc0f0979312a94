"""The pages of the printed edition inside the book: a mark before each character that a page begins with.

Flow: Pagination -> ``marks`` -> ``with_pages`` -> blocks with the marks inside them, and those that stand before a block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flugblatt.model import (
    Block,
    Break,
    Call,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Edition,
    Heading,
    Image,
    Inline,
    List,
    Pagination,
    Paragraph,
    Quote,
    Table,
    Text,
    collapse,
    leaves,
)
from flugblatt.xhtml.blocks import TAB, is_picture
from flugblatt.xhtml.line_setting import PageMark, SetInline, split


@dataclass(frozen=True, slots=True)
class PagedCode:
    """A code block that a page begins in."""

    children: tuple[SetInline, ...]


def marks(pagination: Pagination) -> tuple[PageMark, ...]:
    """One mark for each page, in order."""
    return tuple(PageMark(number, page.label) for number, page in enumerate(pagination.pages, 1))


def with_pages(edition: Edition, pagination: Pagination) -> tuple[tuple[Block, ...], tuple[tuple[int, PageMark], ...]]:
    """The blocks with the pages that begin inside them, and those that begin before one, by its index."""
    inside: dict[int, list[tuple[int, PageMark]]] = {}
    before: list[tuple[int, PageMark]] = []
    for page, mark in zip(pagination.pages, marks(pagination), strict=True):
        if 0 <= page.block < len(edition.blocks):
            if page.offset or _takes_marks(edition.blocks[page.block]):
                inside.setdefault(page.block, []).append((page.offset, mark))
            else:
                before.append((page.block, mark))
    blocks = tuple(
        _marked(block, inside[index]) if index in inside else block for index, block in enumerate(edition.blocks)
    )
    return blocks, tuple(before)


def _takes_marks(block: Block) -> bool:
    """Whether a mark before the block stands in it, so that it is a neighbour of no paragraph and changes no indent: in
    paragraphs, but those of pictures alone. A heading would be called by the number of the page, too."""
    return isinstance(block, Paragraph) and not is_picture(block)


def _marked(block: Block, due: Sequence[tuple[int, PageMark]]) -> Block:
    """``block`` with each mark of ``due`` before its character, counted through the text in reading order."""
    read = 0

    def within(children: tuple[Inline, ...], spaces_count: bool = False) -> tuple[Inline, ...]:
        nonlocal read
        begin, text = read, _said(children)
        read += len(text if spaces_count else collapse(text))
        for offset, mark in due:
            if begin <= offset < read:
                length = offset - begin if spaces_count else _uncollapsed(text, offset - begin)
                head, tail = split(children, length, _said)
                children = (*head, mark, *tail)  # type: ignore[arg-type]
        return children

    def row(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(replace(cell, children=within(cell.children)) for cell in cells)

    def visit_all(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(visit(inner) for inner in blocks)

    def visit(block: Block) -> Block:
        match block:
            case Paragraph() | Heading():
                return replace(block, children=within(block.children))
            case Quote():
                return replace(block, blocks=visit_all(block.blocks))
            case List():
                return replace(block, items=tuple(replace(item, blocks=visit_all(item.blocks)) for item in block.items))
            case Table():
                return replace(block, header=row(block.header), rows=tuple(row(cells) for cells in block.rows))
            case DefinitionList():
                return replace(
                    block,
                    entries=tuple(
                        replace(
                            entry,
                            term=within(entry.term),
                            definitions=tuple(visit_all(definition) for definition in entry.definitions),
                        )
                        for entry in block.entries
                    ),
                )
            case CodeBlock(text=text, place=place):
                children = within((Text(text.expandtabs(TAB), place),), spaces_count=True)
                return block if len(children) == 1 else PagedCode(children)  # type: ignore[return-value]
            case _:
                return block

    return visit(block)


def _said(children: tuple[Inline, ...]) -> str:
    """The characters of ``children``, each picture one of them."""
    signs = {Image: "\ufffc", Break: "\n", Call: ""}
    return "".join(leaf.text if isinstance(leaf, Text | Code) else signs[type(leaf)] for leaf in leaves(children))


def _uncollapsed(text: str, length: int) -> int:
    """How many characters of ``text`` come before its character ``length``, counted with runs of space as one."""
    return next((end for end in range(length, len(text)) if len(collapse(text[: end + 1])) > length), len(text))
