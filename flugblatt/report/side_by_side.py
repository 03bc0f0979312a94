"""A translation beside its original, as the page for people sets them: aligned blocks, with what was found between them.

Flow: (Statement, tag, Check ``parity``) -> the pairs that the judge saw -> rows of two texts, each with its findings; of a long
text the rows around findings alone, and how many stand between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flugblatt.judges import parity
from flugblatt.judges.parity.sides import Sides, set_beside
from flugblatt.model import Check, Edition, Finding, Statement
from flugblatt.model.units import Unit
from flugblatt.report.finding_rows import Told, told, visible

MOST = 60
"""A text of more pairs is shown around its findings alone. Chosen: a statement of three pages has fewer."""


@dataclass(frozen=True, slots=True)
class Block:
    """``level``: that of a heading, 1 of a title, 0 of other blocks."""

    line: int
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two texts and what was found; ``skipped`` is how many pairs before it are not shown."""

    ours: tuple[Block, ...]
    theirs: tuple[Block, ...]
    findings: tuple[Told, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """``rest`` pairs follow the last row."""

    original: Edition
    rows: tuple[PairRow, ...]
    rest: int


def beside(statement: Statement, tag: str, check: Check) -> Beside:
    """The edition of ``tag`` beside its original."""
    original = parity.original_of(statement)
    sides = set_beside(original, next(edition for edition in statement.editions if edition.language == tag))
    every = _rows(sides, check.findings)
    found = {number for number, row in enumerate(every) if row.findings}
    around = {number + step for number in found for step in (-1, 0, 1)}
    shown = [number for number in range(len(every)) if len(every) <= MOST or number in around]
    rows, last = [], -1
    for number in shown:
        row = every[number]
        rows.append(PairRow(row.ours, row.theirs, row.findings, number - last - 1))
        last = number
    return Beside(original, tuple(rows), len(every) - last - 1)


def _rows(sides: Sides, findings: Iterable[Finding]) -> list[PairRow]:
    """Every pair; a finding stands with the first one that has its line, one of no line of the edition with none."""
    left: dict[int, list[Told]] = {}
    for finding in findings:
        path, _, place = finding.where.partition(":")
        if path == sides.translation.source.path:
            left.setdefault(int(place.partition(":")[0]), []).append(told(finding))
    rows = []
    for pair in sides.pairs:
        ours, theirs = [sides.ours[i] for i in pair.ours], [sides.theirs[j] for j in pair.theirs]
        own = tuple(each for unit in theirs for each in left.pop(unit.place.line, ()))
        rows.append(PairRow(_blocks(ours), _blocks(theirs), own))
    return rows


def _blocks(units: list[Unit]) -> tuple[Block, ...]:
    return tuple(
        Block(unit.place.line, visible(unit.text) or unit.kind, 1 if unit.kind == "title" else unit.level)
        for unit in units
    )
