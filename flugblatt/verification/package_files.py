"""Every file of a package by its role: who judges it, against what, and why where nobody does.

Flow: layout, statement -> publications (``sandbox``, in processes and on Java) -> each file in its order: lists and records
by schema and content, certificates and report by ``certificate_check`` -> ``Judged``s, one for every file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flugblatt import resources
from flugblatt.judges import records
from flugblatt.judges.external import xml_schemas
from flugblatt.model import Artefact, Check, Edition, Statement
from flugblatt.model.cases import Case
from flugblatt.model.targets import PAIRED, SINGLE, row
from flugblatt.model.targets import places as paths_of
from flugblatt.report import certificate
from flugblatt.verification import certificate_check, work_dublin_core
from flugblatt.verification.file_claims import kind_of
from flugblatt.verification.package_layout import Item, Layout, is_leaflet, leaflet
from flugblatt.verification.sandbox import Checks, Judges
from flugblatt.verification.verdicts import Judged

UNJUDGED = {
    "tag": "no judge reads what these say to people; their checksums were compared",
    "documentation": "no judge reads a report for people; its checksums were compared",
    "leaflet": "no judge reads the pictures and tickets of leaflets; their checksums were compared",
    "picture": "no judge reads a picture without the page that it was painted from; its checksums were compared",
    "schema": "no schema of a package is used, and this is not the one of this toolchain; its checksums were compared",
    "own schema": "they are the schemas of this toolchain, which are used from there",
    "source": "the source is what all else is measured by (source); its checksums were compared",
    "record": "verify knows no record of this kind; its checksums were compared",
    "without source": "without a source that can be read nothing is known to compare it with; its checksums were compared",
    "unknown": "nobody knows what it is (layout)",
}


def judge(
    plan: Layout, statement: Statement | None, judges: Callable[[], Judges], known: Mapping[str, tuple[Check, ...]]
) -> tuple[Judged, ...]:
    """What is said of each file, in the order of the package; without a statement, what can be said without one. ``known`` are the
    checks of publications by their paths that were made already; ``judges`` are started for others alone."""
    if statement is None:
        return tuple(_without_source(item) for item in plan.items)
    cases = {path: case for path, case in _cases(statement, plan) if path not in known}
    made = judges().judge(cases) if cases else {}
    package = _Package(plan, statement, {**made, **known})
    return tuple(package.judged(item) for item in plan.items)


def _cases(statement: Statement, plan: Layout) -> Iterator[tuple[str, Case]]:
    """Every publication that the table of targets knows, or that is a leaflet, by its path."""
    data = {item.name: item.data for item in plan.of("publication")}
    editions = {edition.language: edition for edition in statement.editions}
    places = {target.path(edition): (edition, target.name) for edition in statement.editions for target in SINGLE}
    pairs = {
        path: (pair, target.name, form.kind)
        for pair in statement.pairs()
        for path, (target, form) in paths_of(pair, PAIRED).items()
    }
    for item in plan.of("publication"):
        folded = leaflet(item.name)
        if place := places.get(f"{plan.work}/{item.name}"):
            yield item.path, Case(statement, *place, item.data)
        elif paired := pairs.get(f"{plan.work}/{item.name}"):
            yield item.path, Case(statement, *paired[:2], item.data, kind=paired[2])
        elif folded and (edition := editions.get(folded.language)):
            beside = data.get(folded.beside, b"")
            yield item.path, Case(statement, edition, folded.target, item.data, (), folded.format, folded.kind, beside)


def _without_source(item: Item) -> Judged:
    match item.role:
        case "mets" | "premis":
            return Judged(item.path, (_schema(item),))
        case "record" if kind_of(item.path):
            return Judged(item.path, (_schema(item),))
        case "publication":
            return Judged(item.path, unjudged=UNJUDGED["without source"])
        case _:
            return _unjudged(item)


def _unjudged(item: Item) -> Judged:
    """A role without a judge says so; no file is passed over. A schema that comes with a package is never used."""
    own = resources.SCHEMAS / item.name
    same = item.role == "schema" and own.is_file() and own.read_bytes() == item.data
    return Judged(item.path, unjudged=UNJUDGED["own schema" if same else item.role])


def _schema(item: Item) -> Check:
    return xml_schemas.of_files([(item.path, kind_of(item.path), item.data)])


@dataclass(frozen=True, slots=True)
class _Package:
    """A package with its source, and with what the judges said of its publications."""

    plan: Layout
    statement: Statement
    publications: Checks

    @property
    def files(self) -> dict[str, bytes]:
        """Publications and records by the path that a build gives them."""
        work = self.plan.work
        records = {f"{work}/records/{item.name}": item.data for item in self.plan.of("record")}
        return {f"{work}/{item.name}": item.data for item in self.plan.of("publication")} | records

    def judged(self, item: Item) -> Judged:
        """What is said of one file by its role."""
        match item.role:
            case "publication":
                return self._publication(item)
            case "record" if kind_of(item.path):
                return Judged(item.path, (_schema(item), *self._agreement(item)))
            case "documentation" if item.name == "report.json":
                return Judged(
                    item.path, (certificate_check.of_report(self.statement, item.data, self.files, item.path),)
                )
            case _:
                return _without_source(item)

    def _publication(self, item: Item) -> Judged:
        if item.path in self.publications:
            return Judged(item.path, self.publications[item.path])
        for edition in (*self.statement.editions, *self.statement.pairs()):
            if certificate.path(edition) == f"{self.plan.work}/{item.name}":
                made = certificate_check.judge(self.statement, edition, item.data, self.files, item.path)
                return Judged(item.path, (made,))
            if f"{self.plan.work}/{item.name}" in paths_of(edition, (row("pictures"),)):
                return Judged(item.path, unjudged=UNJUDGED["picture"])
        folded = is_leaflet(item.name, {one.name for one in self.plan.of("publication")})
        return Judged(item.path, unjudged=UNJUDGED["leaflet" if folded else "unknown"])

    def _agreement(self, item: Item) -> Iterator[Check]:
        """A record by what it must say: of the work (dc.xml), or of the edition of its name."""
        kind = kind_of(item.path)
        if item.name == work_dublin_core.NAME:
            yield work_dublin_core.judge(self.statement, item.data)
        for edition in self.statement.editions:
            if item.name == f"{self.plan.work}.{edition.language}.{kind}":
                yield records.judge(self.statement, edition, kind, item.data, self._published(edition))
        if kind and item.name == f"{self.plan.work}.internet-archive.csv":
            yield records.judge(self.statement, self.statement.editions[0], kind, item.data)

    def _published(self, edition: Edition) -> tuple[Artefact, ...] | None:
        """The edition's files, where all files are good: a record counts their pages and describes the cover; a bad file is not to
        be opened for that."""
        if not all(check.verdict == "passed" for checks in self.publications.values() for check in checks):
            return None
        files = self.files
        return tuple(
            Artefact(target.name, path, form.media_type, files[path], form.kind)
            for path, (target, form) in paths_of(edition, (*SINGLE, row("pictures"))).items()
            if path in files
        )
