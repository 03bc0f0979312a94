"""The report of a run as plain values: what ``report.json`` and the table on the screen are made of.

Flow: products and checks -> ``WorkReport`` -> ``piece`` of each work -> ``spliced``. The piece of a published work is kept, so that
the report speaks of works that a run did not touch. Everything but ``timings`` and ``reused`` is the same for the same input.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flugblatt import __version__
from flugblatt.model import Artefact, Brand, Check, Finding, Group, Laid, NotDue, Statement
from flugblatt.model.checks import finding_value, value_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One artefact in the report. ``language`` is empty for the whole work."""

    language: str
    artefact: Artefact
    reused: bool
    checks: tuple[Check, ...]

    @property
    def good(self) -> bool:
        return bool(self.checks) and all(check.verdict == "passed" for check in self.checks)


OfSources = tuple[tuple[str, Check], ...]


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the catalogue in the report."""

    page: Laid
    reused: bool
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class WorkReport:
    """What a run says of one work. ``removed`` names stale files that were taken away; ``sources`` are the checks of editions, by
    their tags."""

    statement: Statement
    groups: tuple[Group, ...]
    seconds: float
    removed: tuple[str, ...] = ()
    sources: OfSources = ()

    @property
    def light(self) -> WorkReport:
        """The same without texts and pictures, to be kept until the run ends."""
        editions = tuple(replace(edition, blocks=(), notes=(), images=()) for edition in self.statement.editions)
        return replace(self, statement=replace(self.statement, editions=editions, output_profile=None, brand=Brand()))

    @property
    def entries(self) -> tuple[Entry, ...]:
        return entries_of(self.groups)

    @property
    def not_due(self) -> tuple[NotDue, ...]:
        return tuple(NotDue(group.target, group.language, reason) for group in self.groups for reason in group.not_due)

    @property
    def good(self) -> bool:
        return all(entry.good for entry in self.entries) and all(check.verdict == "passed" for _, check in self.sources)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check of the work, those of its files first."""
        return (*(check for entry in self.entries for check in entry.checks), *(check for _, check in self.sources))


def entries_of(groups: tuple[Group, ...]) -> tuple[Entry, ...]:
    """One entry for each file, in order."""
    return tuple(
        Entry(group.language, artefact, group.reused, checks) for group in groups for artefact, checks in group.files
    )


def reader_words(reader: Check) -> str:
    """What one of the ``readers`` of a check came to, in words."""
    name = reader.check.replace("plain", "as plain text")
    return f"{name}: {reader.reason or reader.detail or reader.verdict}"


def as_json(
    works: tuple[WorkReport, ...],
    seconds: float,
    pages: tuple[PageEntry, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> bytes:
    """Some works as one JSON object (the contract's report.json); ``pages`` are those of the catalogue, ``findings`` those of
    the sources, which stand under their work, or alone where it could not be made."""
    pieces = {work.statement.work: piece(work, findings) for work in works}
    alone = alone_of(findings, pieces)
    seconds_of = {work.statement.work: work.seconds for work in works}
    return b"".join(spliced(pieces.values(), pages, alone, seconds, seconds_of))


def alone_of(findings: tuple[Finding, ...], works: Collection[str]) -> tuple[Finding, ...]:
    """The findings that stand under none of these works."""
    return tuple(finding for finding in findings if finding.where.partition("/")[0] not in works)


def piece(work: WorkReport, findings: tuple[Finding, ...], published: bytes = b"") -> bytes:
    """What the report says of one work of this run; ``published`` is what it said of the files that stay in the place of those of a
    red work."""
    value = _work(work, findings)
    if not work.good and published:
        value["published"] = json.loads(published)
    return json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")


def of_earlier(piece: bytes) -> bytes:
    """The same of a work that this run did not make."""
    return piece.replace(b'"this_run": true', b'"this_run": false', 1).replace(b'"reused": false', b'"reused": true')


def spliced(
    pieces: Iterable[bytes],
    pages: tuple[PageEntry, ...],
    findings: tuple[Finding, ...],
    seconds: float,
    seconds_of: Mapping[str, float],
    newer: Sequence[str] = (),
) -> Iterator[bytes]:
    """The whole report of its pieces, which are not read again, one after the other; ``newer`` are works that were published after
    it was written."""
    head = {"flugblatt": __version__, "newer": list(newer)}
    tail = {
        "findings": [finding_value(finding) for finding in findings],
        "artefacts": [_made(entry.page, entry.reused, entry.checks) for entry in pages],
        "timings": {
            "total": round(seconds, 3),
            "works": {work: round(taken, 3) for work, taken in seconds_of.items()},
        },
    }
    before, after = (
        json.dumps(part, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") for part in (head, tail)
    )
    yield before.removesuffix(b"\n}") + b',\n "works": ['
    between = b"\n  "
    for piece in pieces:
        yield between + piece.replace(b"\n", b"\n  ")
        between = b",\n  "
    yield (b"],\n" if between == b"\n  " else b"\n ],\n") + after.removeprefix(b"{\n") + b"\n"


def marked_newer(report: bytes, works: Sequence[str]) -> bytes:
    """The report, which says that these works may be newer than it is: those of a run that has begun to publish."""
    mark = b'\n "newer": ' + json.dumps(list(works), ensure_ascii=False).encode() + b","
    marked, count = _NEWER.subn(lambda _: mark, report, count=1)
    return marked if count else b"".join(spliced((), (), (), 0, {}, works))


_NEWER = re.compile(rb'\n "newer": \[[^\]]*\],')
"""The second key of every report of ours; names of works have no bracket."""


def _work(work: WorkReport, findings: tuple[Finding, ...]) -> dict[str, Any]:
    name = work.statement.work
    languages = {edition.language for edition in work.statement.editions}
    return {
        "work": name,
        "this_run": True,
        "findings": [finding_value(finding) for finding in findings if finding.where.startswith(f"{name}/")],
        "editions": [
            {
                "language": edition.language,
                "source": {"path": edition.source.path, "sha256": edition.source.sha256},
                "checks": [value_of(check) for tag, check in work.sources if tag == edition.language],
                "artefacts": [_artefact(entry) for entry in work.entries if entry.language == edition.language],
            }
            for edition in work.statement.editions
            if edition.language in {*(entry.language for entry in work.entries), *(tag for tag, _ in work.sources)}
        ],
        "artefacts": [_artefact(entry) for entry in work.entries if entry.language not in languages],
        "not_due": [
            {"target": item.target, "reason": f"{item.language}: {item.reason}" if item.language else item.reason}
            for item in work.not_due
        ],
    }


def _artefact(entry: Entry) -> dict[str, Any]:
    return _made(entry.artefact, entry.reused, entry.checks)


def _made(artefact: Artefact | Laid, reused: bool, checks: tuple[Check, ...]) -> dict[str, Any]:
    return {**file_value(artefact), "reused": reused, "checks": [value_of(check) for check in checks]}


def file_value(artefact: Artefact | Laid) -> dict[str, Any]:
    """What every report says of a file."""
    return {
        "target": artefact.target,
        "path": artefact.path,
        "media_type": artefact.media_type,
        "bytes": artefact.size,
        "sha256": artefact.sha256,
    }
