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


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for. Empty ``works``, ``languages`` or ``targets`` mean all; empty ``leaflets`` what each
    statement says; ``sign`` is a key of ssh; ``epoch`` is SOURCE_DATE_EPOCH, in seconds, where it is set; ``packaged``
    says that the content is that of a package, which holds one work alone; ``embargoed`` marks every output of works with an
    embargo, and lets catalogue and feeds tell of them; ``scheduler`` is the address of a Dask cluster that makes the works, and
    ``shared`` a folder that its workers see, too.
    """

    content: Path
    out: Path
    works: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    leaflets: tuple[str, ...] = ()
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
            not language or not self.languages or language in self.languages
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
    for edition in statement.editions:
        wanted: list[Target] = []
        for target in TARGETS:
            if target.scope != "edition":
                continue
            selected = order.asks_for(target.name, edition.language)
            if not (selected and order.force):
                current = store.kept(
                    order.out,
                    statement.work,
                    target.name,
                    edition.language,
                    fingerprint(order, statement, edition, target.name),
                )
                if current and not lacks_font(current):
                    kept.append(current)
                    continue
            if selected:
                wanted.append(target)
        if wanted:
            due.append(Task(edition, tuple(wanted), leaflets))
    return Plan(statement, tuple(kept), tuple(due))


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
    )
