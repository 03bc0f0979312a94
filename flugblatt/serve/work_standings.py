"""How the works of a project stand: their titles, and whether what is published is what the sources say.

Flow: folder of a work -> read -> the state of each, with the number of its errors. What did not change is not read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flugblatt.build import bounded, store
from flugblatt.content import works
from flugblatt.language.table import language_of
from flugblatt.model import Statement

Standing = Literal["errors", "new", "changed", "current"]
PROBE = "archive-pdf"
"""The target by which a work is taken to be current or not."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of an edition, in its language."""

    language: str
    direction: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkStanding:
    """``rejected``: the last build was not published."""

    work: str
    standing: Standing
    date: str = ""
    titles: tuple[Title, ...] = ()
    errors: int = 0
    warnings: int = 0
    rejected: bool = False


class WorkStandings:
    """The states of the works of a project, read where something changed."""

    def __init__(self, content: Path, out: Path) -> None:
        self._content = content
        self._out = out
        self._known: dict[str, tuple[object, WorkStanding]] = {}

    def all(self) -> tuple[WorkStanding, ...]:
        return tuple(map(self.of, works(self._content))) if self._content.is_dir() else ()

    def of(self, work: str) -> WorkStanding:
        seen = self._stamp(work)
        known = self._known.get(work)
        if known is None or known[0] != seen:
            known = (seen, self._read(work))
            self._known[work] = known
        return known[1]

    def _read(self, work: str) -> WorkStanding:
        statement, findings = bounded.work(self._content, work)
        errors = sum(finding.severity == "error" for finding in findings)
        rejected = (self._out / store.REJECTED / work).is_dir()
        if statement is None:
            return WorkStanding(
                work, "errors", errors=max(errors, 1), warnings=len(findings) - errors, rejected=rejected
            )
        titles = tuple(
            Title(edition.language, language_of(edition).direction, edition.title_text)
            for edition in statement.editions
        )
        return WorkStanding(work, self._standing(statement), statement.date, titles, 0, len(findings), rejected)

    def _standing(self, statement: Statement) -> Standing:
        recorded = [
            store.recorded(self._out, statement.work, PROBE, edition.language) for edition in statement.editions
        ]
        if not any(recorded):
            return "new"
        now = [store.fingerprint(statement, edition, PROBE) for edition in statement.editions]
        return "current" if recorded == now else "changed"

    def _stamp(self, work: str) -> object:
        """What changes whenever a file of the work or its publication does."""
        folder = self._content / work
        files = [*sorted(folder.iterdir()), self._out / store.STATE / f"{work}.json", self._out / store.REJECTED / work]
        found = []
        for path in files:
            try:
                found.append((path.name, path.stat().st_mtime_ns, path.stat().st_size))
            except OSError:
                found.append((path.name, 0, 0))
        return tuple(found)
