"""Two editions in passages: what stands beside what where they are set side by side.

Flow: edition -> ``pieces`` (blocks; lists, quotations and definitions in their parts) -> units of both, aligned by ``pairing`` ->
``passages``: the fewest pieces of either edition that are each other's; a piece without a counterpart is a passage alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flugblatt.model.pairing import align
from flugblatt.model.text import Block, DefinitionList, List, Note, Quote
from flugblatt.model.units import units
from flugblatt.model.work import Edition


@dataclass(frozen=True, slots=True)
class Piece:
    """A block, or a part of one that can stand by itself: an item of a list, a block of a quotation. ``number`` is that of the
    block in the edition; ``begins`` and ``ends``: it is the first, the last part of it."""

    number: int
    content: Block
    begins: bool = True
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands side by side; one side may be empty."""

    first: tuple[Piece, ...]
    second: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class NotePassage:
    """Notes that stand side by side."""

    first: tuple[Note, ...]
    second: tuple[Note, ...]


def pieces(edition: Edition) -> tuple[Piece, ...]:
    """The edition in the smallest parts that can stand beside those of another."""
    found: list[Piece] = []
    for number, block in enumerate(edition.blocks):
        parts = tuple(_parts(block)) or (block,)
        last = len(parts) - 1
        found += [Piece(number, part, at == 0, at == last) for at, part in enumerate(parts)]
    return tuple(found)


def _parts(block: Block) -> Iterator[Block]:
    match block:
        case List():
            yield from (replace(block, items=(item,)) for item in block.items)
        case Quote():
            yield from (replace(block, blocks=(inner,)) for inner in block.blocks)
        case DefinitionList():
            yield from (replace(block, entries=(entry,)) for entry in block.entries)
        case _:
            yield block


def passages(first: Edition, second: Edition) -> tuple[tuple[Passage, ...], tuple[NotePassage, ...]]:
    """The passages of the text, then those of the notes, in order."""
    ours, theirs = pieces(first), pieces(second)
    one, other = (
        replace(edition, blocks=tuple(piece.content for piece in parts))
        for edition, parts in ((first, ours), (second, theirs))
    )
    where = _slots(one), _slots(other)
    pairs = [
        (tuple(where[0][unit] for unit in pair.ours), tuple(where[1][unit] for unit in pair.theirs))
        for pair in align(units(one), units(other))
    ]
    body = _rows(pairs, range(len(ours)), range(len(theirs)))
    begun = len(ours), len(theirs)
    notes = _rows(pairs, range(begun[0], begun[0] + len(first.notes)), range(begun[1], begun[1] + len(second.notes)))
    return (
        tuple(Passage(tuple(ours[i] for i in a), tuple(theirs[j] for j in b)) for a, b in body),
        tuple(
            NotePassage(tuple(first.notes[i - begun[0]] for i in a), tuple(second.notes[j - begun[1]] for j in b))
            for a, b in notes
        ),
    )


def _slots(edition: Edition) -> list[int]:
    """For each unit the number of its block, and behind those that of its note; -1 for the title."""
    found = [unit.block for unit in units(replace(edition, notes=()))]
    for number, note in enumerate(edition.notes, len(edition.blocks)):
        found += [number] * (len(units(replace(edition, blocks=note.blocks, notes=()))) - 1)
    return found


Numbers = tuple[int, ...]


def _rows(pairs: list[tuple[Numbers, Numbers]], ours: range, theirs: range) -> list[tuple[Numbers, Numbers]]:
    """The numbers of ours and theirs that belong together: a pair that shares one with the row before goes on with it. What no
    pair names, as a block without words, goes with what stands before it."""
    rows: list[tuple[set[int], set[int]]] = []
    for a, b in pairs:
        one, other = {i for i in a if i in ours}, {j for j in b if j in theirs}
        if rows and (rows[-1][0] & one or rows[-1][1] & other):
            rows[-1][0].update(one)
            rows[-1][1].update(other)
        elif one or other:
            rows.append((one, other))
    rows = rows or [(set(), set())]
    for side, numbers in enumerate((ours, theirs)):
        row = 0
        for number in numbers:
            row = next((at for at, each in enumerate(rows) if number in each[side]), row)
            rows[row][side].add(number)
    return [(tuple(sorted(one)), tuple(sorted(other))) for one, other in rows if one or other]
