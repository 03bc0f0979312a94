"""The plan of a work: which of its files are current, and what is to be made.

Flow: (order, statement) -> targets of each edition -> fingerprints -> ``Plan``. What is made from finished files (records,
packages) is planned when those are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flugblatt.build import store
from flugblatt.language import shaping
from flugblatt.model import Edition, Group, Statement
from flugblatt.model.targets import TARGETS, Target, chosen

FOLDED = ("leaflet", "press")
"""The targets that come in formats."""
NO_PAIR = "no two editions of the work are named: write bilingual: [[de, be]] in statement.yaml, or --pair de,be"


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for. Empty ``works``, ``languages`` or ``targets`` mean all; empty ``leaflets`` what each
    statement says; ``pairs`` are set side by side beside those of each statement; ``sign`` is a key of ssh; ``epoch`` is
    SOURCE_DATE_EPOCH, in seconds, where it is set; ``packaged`` says that the content is that of a package, which holds one work
    alone; ``embargoed`` marks every output of works with an embargo, and lets catalogue and feeds tell of them;
    ``scheduler`` is the address of a Dask cluster that makes the works, and ``shared`` a folder that its workers see, too.
    """

    content: Path
    out: Path
    works: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    leaflets: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    jobs: int = 0
    force: bool = False
    strict: bool = False
    sign: Path | None = None
    epoch: int | None = None
    packaged: bool = False
    embargoed: bool = False
    scheduler: str = ""
    shared: Path | None = None

    def asks_for(self, target: str, language: str = "") -> bool:
        return (not self.targets or target in self.targets) and (
            not language or not self.languages or set(language.split("+")) <= set(self.languages)
        )


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be made of one edition: these targets, and leaflets in these formats."""

    edition: Edition
    targets: tuple[Target, ...]
    leaflets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``kept`` are the groups of files that stay; ``due`` what is to be made."""

    statement: Statement
    kept: tuple[Group, ...]
    due: tuple[Task, ...]


def plan(order: Order, statement: Statement) -> Plan:
    """What is current stays; what is asked for and not current is due; what is neither will be taken away."""
    chosen(order.targets)
    leaflets = order.leaflets or statement.leaflets
    kept: list[Group] = []
    due: list[Task] = []
    for edition in (*statement.editions, *_pairs(order, statement)):
        wanted: list[Target] = []
        for target in TARGETS:
            if target.scope != ("pair" if edition.beside else "edition"):
                continue
            selected = order.asks_for(target.name, edition.tags) and _is_due(order, statement, edition)
            if not (selected and order.force):
                current = store.kept(
                    order.out,
                    statement.work,
                    target.name,
                    edition.tags,
                    fingerprint(order, statement, edition, target.name),
                )
                if current and not lacks_font(current):
                    kept.append(current)
                    continue
            if selected:
                wanted.append(target)
        if wanted:
            due.append(Task(edition, tuple(wanted), leaflets))
    if "bilingual" in order.targets and not any(edition.beside for edition in (task.edition for task in due)):
        kept += [Group("bilingual", "", "", (), (NO_PAIR,))] * (not any(group.target == "bilingual" for group in kept))
    return Plan(statement, tuple(kept), tuple(due))


def _pairs(order: Order, statement: Statement) -> tuple[Edition, ...]:
    """The pairs of the statement, those asked for, and those that were published when they were asked for."""
    published = (
        tuple(tags.split("+")) for tags in store.languages(order.out, statement.work, "bilingual") if "+" in tags
    )
    named = (*statement.bilingual, *order.pairs, *((tags[0], tags[1]) for tags in published))
    return statement.pairs(named) if named else ()


def _is_due(order: Order, statement: Statement, edition: Edition) -> bool:
    """Whether an edition is made where it is not current: a pair only where it is named now."""
    if edition.beside is None:
        return True
    return (edition.language, edition.beside.language) in (*statement.bilingual, *order.pairs)


def of_statement(statement: Statement, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The groups without pairs that the command line alone has named: archives and catalogue get what the sources name."""
    named = {"+".join(pair) for pair in statement.bilingual}
    return tuple(group for group in groups if "+" not in group.language or group.language in named)


def fingerprint(order: Order, statement: Statement, edition: Edition, target: str) -> str:
    return store.fingerprint(
        statement, edition, target, order.leaflets or statement.leaflets if target in FOLDED else ()
    )


def lacks_font(group: Group) -> bool:
    """Whether no font had a character of it when it was asked for: one may be installed by now."""
    return any(reason.startswith(shaping.REASON) for reason in group.not_due)


def complete(statement: Statement, groups: tuple[Group, ...]) -> bool:
    """Whether every target of every edition is there, so that records and packages speak of the whole work."""
    there = {(group.target, group.language) for group in groups if group.files or not lacks_font(group)}
    return all(
        (target.name, edition.language) in there
        for target in TARGETS
        if target.scope == "edition"
        for edition in statement.editions
    ) and all(
        (target.name, pair.tags) in there for target in TARGETS if target.scope == "pair" for pair in statement.pairs()
    )
