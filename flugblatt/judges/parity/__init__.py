"""Judges whether a translation has what its original has: block by block, and what every language shares.

Flow: judge(statement, edition) -> the original -> ``sides`` (both aligned) -> ``block_order``, ``shared_marks``, ``wording`` ->
what ``parity`` of statement.yaml leaves out -> Check ``parity``.

Rule: each edition is held against the edition that ``original`` names, or else the first tag in alphabetical order. Their
blocks are aligned by lengths and by what they share (Gale and Church). Blocks are neither missing, added, doubled nor moved; kinds,
levels of headings, labels of items and shapes of tables are the same; so are the numbers of notes and pictures, targets of
links, numbers and months by value, and Latin names of an original in another script. No words of the original are left as
they were, and nothing is far shorter or longer than the two languages and this text let expect.
Reason: who signs in one language signs for all; a paragraph that one edition lacks, a wrong date or a link to elsewhere
is seen by nobody who reads one language alone.
Passes: every edition; what is found is a warning, as a translation may differ on purpose. With --strict a warning fails.
Fails: never by itself. Each finding names the line of the translation and that of the original; in statement.yaml
parity: {ignore: [{where: …, reason: …}]} leaves out a line (be.md:12), an edition (be.md) or a code (parity-length).
Not judged: whether a translation is right, or good.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flugblatt.judges.parity import block_order, shared_marks, wording
from flugblatt.judges.parity.codes_of_parity import CODES as CODES
from flugblatt.judges.parity.sides import Difference, Sides, finding, set_beside
from flugblatt.model import Check, Edition, Finding, Statement

TOOL = "our checks (CLDR, ICU)"


def original_of(statement: Statement) -> Edition:
    """The edition that the others are held against: the original, or else the first tag in alphabetical order."""
    named = (edition for edition in statement.editions if edition.language == statement.original)
    return next(named, min(statement.editions, key=lambda edition: edition.language))


@lru_cache(maxsize=2)
def checks(statement: Statement) -> tuple[tuple[str, Check], ...]:
    """The Check ``parity`` of every translation, by its tag; none where there is one edition. Kept for the package, which holds the
    report, too."""
    original = original_of(statement)
    return tuple(
        (edition.language, judge(statement, original, edition)) for edition in statement.editions if edition != original
    )


def judge(statement: Statement, original: Edition, translation: Edition) -> Check:
    """The Check ``parity`` of a translation: it passes, with a warning for each difference."""
    sides = set_beside(original, translation)
    every = differences(sides)
    silenced = [each for each in every if any(_covers(ignored.where, each, sides) for ignored in statement.ignored)]
    kept = [finding(sides, each) for each in every if each not in silenced]
    told = f"{len(sides.theirs)} blocks beside {len(sides.ours)} of {original.source.path}"
    reasons = f"; left out by statement.yaml: {len(silenced)}" if silenced else ""
    return Check.of("parity", TOOL, (*kept, *_unused(statement, translation, every, sides)), told + reasons)


def differences(sides: Sides) -> tuple[Difference, ...]:
    """Every difference, in the order of the translation."""
    found = (*block_order.judge(sides), *shared_marks.judge(sides), *wording.judge(sides))
    return tuple(sorted(found, key=lambda each: (each.theirs.place.line, each.theirs.place.column)))


def _covers(where: str, difference: Difference, sides: Sides) -> bool:
    """Whether a place of statement.yaml names the difference: its code, its edition, or its line in one of the two."""
    if where == difference.code:
        return True
    tag, _, line = where.rpartition("/")[2].replace(".md", "").partition(":")
    at = {sides.original.language: difference.ours, sides.translation.language: difference.theirs}.get(tag)
    return at is not None and (line == str(at.place.line) or (not line and tag == sides.translation.language))


def _unused(
    statement: Statement, translation: Edition, every: tuple[Difference, ...], sides: Sides
) -> Iterator[Finding]:
    """Places in this edition that are left out, and where nothing is found."""
    for ignored in statement.ignored:
        tag = ignored.where.rpartition("/")[2].replace(".md", "").partition(":")[0]
        if tag == translation.language and not any(_covers(ignored.where, each, sides) for each in every):
            message = f"expected a difference at {ignored.where}, which parity leaves out, found none"
            yield Finding("parity-unused", "warning", message, statement.source.path, CODES["parity-unused"].remedy)
