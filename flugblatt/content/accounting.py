"""Every character of a source is accounted for by its position: text of the edition, or a mark of Markdown.

Rule: walking along the source with the finished edition in hand, each character is either the next character of the
edition at the place it claims, or a mark that Markdown needs there. Reason: a parser, or a later change to it, that
drops a paragraph, renumbers a list, swallows a note or alters a character must not go unnoticed.
Flow: source + Edition -> account -> findings. It shares nothing with the parser but the model and the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flugblatt.content.account_code import take_code_block
from flugblatt.content.account_headings import take_heading
from flugblatt.content.account_inlines import take_inlines
from flugblatt.content.account_tables import take_table
from flugblatt.content.rules import found
from flugblatt.content.source_walk import BLANKS, Remainder, Walk, normalised_label, take_destination
from flugblatt.model import (
    Block,
    CodeBlock,
    DefinitionList,
    Edition,
    Finding,
    Heading,
    Item,
    List,
    Note,
    Paragraph,
    Place,
    Quote,
    Rule,
    Table,
)
from flugblatt.model import walk as walk_blocks

_NOTE = re.compile(r"\[\^([^\s\]]+)\]:")
_DEFINITION = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]:", re.DOTALL)
_THEMATIC_BREAK = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}(?=\n|$)")


@dataclass(slots=True)
class _Account:
    walk: Walk
    notes: dict[str, Note]
    begins: frozenset[Place]
    """Where blocks and terms begin: what looks like a definition there is none."""
    taken: set[str] = field(default_factory=set)
    definitions: dict[str, tuple[str, str]] = field(default_factory=dict)


def account(edition: Edition) -> tuple[Finding, ...]:
    """The first place where the source and the edition part, as a finding; empty where they never do."""
    text = edition.source.data.decode("utf-8-sig").replace("\r\n", "\n")
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    notes = {note.label: note for note in edition.notes}
    the = _Account(Walk(text, starts=starts), notes, frozenset(_begins(edition)))
    try:
        _between(the)
        take_heading(1, edition, the.walk)
        for block in edition.blocks:
            _take(block, the)
        _between(the)
        if the.walk.position < len(text):
            raise the.walk.fail("the end of the text")
        _settle(the)
    except Remainder as remainder:
        place = the.walk.place(remainder.position)
        hint = "the reader of Markdown lost something here: write the line in another way, and please report it"
        return (found("accounting", edition.source.path, place, remainder.message, hint),)
    return ()


def _begins(edition: Edition) -> Iterator[Place]:
    for block in (*edition.blocks, *(block for note in edition.notes for block in note.blocks)):
        for inner in walk_blocks((block,)):
            yield inner.place
            if isinstance(inner, DefinitionList):
                yield from (entry.place for entry in inner.entries)


def _settle(the: _Account) -> None:
    """Notes against their references, references against their definitions."""
    highest = 0
    for number, label, position in the.walk.calls:
        note = the.notes.get(label)
        if note is None or note.number != number or number > highest + 1:
            raise Remainder(position, f"the note [^{label}] was expected, found the number {number}")
        highest = max(highest, number)
    for label, note in the.notes.items():
        if label not in the.taken or not 0 < note.number <= highest:
            raise Remainder(0, f"the note [^{label}] was expected in the source, found none")
    for reference in the.walk.references:
        if the.definitions.get(reference.label) != (reference.target, reference.title):
            raise Remainder(reference.position, f"a definition with the address {reference.target} was expected")


# --- Between blocks ----------------------------------------------------------------------------------


def _begin(the: _Account) -> None:
    """Moves to the first character of the next line that is not blank, or to the end; not out of the open quotes."""
    walk = the.walk
    while walk.position < len(walk.text):
        if walk.position == 0 or walk.text[walk.position - 1] == "\n":
            start = walk.position
            if walk.skip_prefix() < len(walk.quotes):
                walk.position = start
                return
        else:
            walk.skip_blanks()
        if walk.peek() != "\n":
            return
        walk.position += 1


def _between(the: _Account) -> None:
    """Moves over blank lines, notes and link reference definitions to the next block."""
    _begin(the)
    while _take_note(the) or _take_definition(the):
        _begin(the)


def _take_note(the: _Account) -> bool:
    walk = the.walk
    match = _NOTE.match(walk.text, walk.position)
    if match is None:
        return False
    note = the.notes.get(match[1])
    # Where a block begins with a reference, as a term may, the same characters are no note.
    if note is None or match[1] in the.taken or note.place != walk.place(walk.here):
        return False
    the.taken.add(match[1])
    _take_inside(match[0], note.blocks, the)
    return True


def _take_definition(the: _Account) -> bool:
    walk = the.walk
    start = walk.position
    match = _DEFINITION.match(walk.text, start)
    if match is None or match[1].startswith("^") or walk.place(walk.here) in the.begins:
        return False
    try:
        walk.position = match.end()
        address, title = _definition(walk)
    except Remainder:
        walk.position = start
        return False
    the.definitions.setdefault(normalised_label(match[1]), (address, title))
    return True


def _definition(walk: Walk) -> tuple[str, str]:
    """Address and title; what looks like a title but is not alone on its line is none (CommonMark, 4.7)."""
    start = walk.position
    address, title = take_destination(walk, "\n")
    try:
        walk.end_line()
    except Remainder:
        walk.position = start
        address, title = _without_title(walk)
        walk.end_line()
    if not address:
        raise walk.fail("an address")
    return address, title


def _without_title(walk: Walk) -> tuple[str, str]:
    line_end = re.compile(r"[ \t]*\n?[ \t]*[^ \t\n]+").match(walk.text, walk.position)
    if line_end is None:
        raise walk.fail("an address")
    part = Walk(walk.text[: line_end.end()], walk.position, walk.quotes, starts=walk.starts)
    address, title = take_destination(part, "\n")
    walk.position = part.position
    return address, title


def _take_all(blocks: Sequence[Block], the: _Account) -> None:
    """The blocks of a container, and what else still stands in it; then back to the beginning of the line."""
    for block in blocks:
        _take(block, the)
    start = the.walk.position
    _between(the)
    if the.walk.position < len(the.walk.text):
        line_start = the.walk.text.rfind("\n", 0, the.walk.position) + 1
        the.walk.position = max(line_start, start)


def _take_inside(mark: str, blocks: Sequence[Block], the: _Account) -> None:
    """The blocks behind a mark that asks its lines to be indented."""
    walk = the.walk
    outer, column = walk.indent, walk.column()
    walk.take(mark)
    walk.indent = column + 1 if mark[-1] in ":~" else _behind_mark(walk)
    _take_all(blocks, the)
    walk.indent = outer


def _behind_mark(walk: Walk) -> int:
    """The column of what an item holds: one to four blanks belong to its mark, of more only one (CommonMark, 5.2)."""
    start, edge = walk.position, walk.column()
    walk.skip_blanks()
    column = walk.column() if walk.peek() not in ("", "\n") else edge + 5
    walk.position = start
    return column if column <= edge + 4 else edge + 1


# --- Blocks ------------------------------------------------------------------------------------------


def _take(block: Block, the: _Account) -> None:
    walk = the.walk
    _between(the)
    walk.check(block.place, type(block).__name__.lower())
    match block:
        case Paragraph():
            take_inlines(block.children, walk)
            walk.end_line()
        case Heading():
            take_heading(block.level, block, walk)
        case Quote():
            walk.take(">")
            walk.quotes.append(walk.indent)
            _take_all(block.blocks, the)
            walk.quotes.pop()
        case List():
            _take_list(block, the)
        case Table():
            take_table(block, walk)
        case DefinitionList():
            _take_definition_list(block, the)
        case CodeBlock():
            take_code_block(block, walk)
        case Rule():
            match = _THEMATIC_BREAK.match(walk.text, walk.position)
            if match is None:
                raise walk.fail("***")
            walk.position = match.end()
            walk.end_line()


def _take_list(block: List, the: _Account) -> None:
    bullets = set()
    for item in block.items:
        _between(the)
        the.walk.check(item.place, "the item")
        mark = item.label if block.ordered else the.walk.peek()
        if not block.ordered and (mark not in ("-", "+", "*") or item.label):
            raise the.walk.fail("- or * or +")
        bullets.add(mark[-1:])
        _take_item(item, mark, the)
    if len(bullets) > 1:
        raise the.walk.fail("one kind of mark in a list")


def _take_item(item: Item, mark: str, the: _Account) -> None:
    behind = the.walk.peek(len(mark))
    if behind and behind not in " \t\n":
        raise the.walk.fail("a blank behind the mark of an item")
    _take_inside(mark, item.blocks, the)


def _take_definition_list(block: DefinitionList, the: _Account) -> None:
    walk = the.walk
    for entry in block.entries:
        _between(the)
        walk.check(entry.place, "the term")
        take_inlines(entry.term, walk)
        walk.end_line()
        for definition in entry.definitions:
            _begin(the)
            if walk.peek() not in (":", "~") or walk.peek(1) not in BLANKS:
                raise walk.fail(": and a blank")
            _take_inside(walk.peek(), definition, the)
