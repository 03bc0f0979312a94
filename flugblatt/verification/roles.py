"""Every file of a package by its role: who judges it, against what, and why where nobody does.

Flow: layout, statement -> publications (``judging``, in processes and on Java) -> each file in its order: lists and records
by schema and content, certificates and report by ``papers`` -> ``Judged``s, one for every file.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from flugblatt import resources
from flugblatt.judges import records
from flugblatt.judges.external import xml_schemas
from flugblatt.model import Artefact, Check, Edition, Statement
from flugblatt.model.targets import SINGLE
from flugblatt.report import certificate
from flugblatt.verification import own_records, work_description
from flugblatt.verification.leaflet_files import is_leaflet, leaflet
from flugblatt.verification.places import Item, Layout
from flugblatt.verification.publications import Judges, Task
from flugblatt.verification.single_files import kind_of
from flugblatt.verification.verdicts import Judged

UNJUDGED = {
    "tag": "no judge reads what these say to people; their checksums were compared",
    "documentation": "no judge reads a report for people; its checksums were compared",
    "leaflet": "no judge reads the pictures and tickets of leaflets; their checksums were compared",
    "schema": "no schema of a package is used, and this is not the one of this toolchain; its checksums were compared",
    "source": "the source is what all else is measured by (source); its checksums were compared",
    "without source": "without a source that can be read nothing is known to compare it with; its checksums were compared",
}
Publications = dict[str, tuple[Check, ...]]
"""The checks of published files by their path in the bag."""


def judge(plan: Layout, statement: Statement | None, judges: Judges) -> tuple[Judged, ...]:
    """What is said of each file, in the order of the package; without a statement, what can be said without one."""
    publications = {} if statement is None else _publications(statement, plan, judges)
    return tuple(_judged(item, statement, plan, publications) for item in plan.items)


def _publications(statement: Statement, plan: Layout, judges: Judges) -> Publications:
    """The checks of every publication that the table of targets knows, or that is a leaflet."""
    items = plan.of("publication")
    data = {item.name: item.data for item in items}
    editions = {edition.language: edition for edition in statement.editions}
    places = {target.path(edition): (edition, target) for edition in statement.editions for target in SINGLE}
    tasks: list[Task] = []
    for item in items:
        folded = leaflet(item.name)
        if place := places.get(f"{plan.work}/{item.name}"):
            of, target = place
            tasks.append(Task(item.path, of, target.name, target.forms[0], item.data))
        elif folded and (edition := editions.get(folded.language)):
            beside = data.get(folded.beside, b"")
            tasks.append(
                Task(item.path, edition, folded.target, folded.form, item.data, folded.format, folded.kind, beside)
            )
    return judges.judge(statement, tuple(tasks))


def _judged(item: Item, statement: Statement | None, plan: Layout, publications: Publications) -> Judged:
    """What is said of one file by its role. A role without a judge says so; no file is passed over."""
    match item.role:
        case "mets" | "premis":
            return Judged(item.path, (_schema(item),))
        case "record":
            return _record(item, statement, plan, publications)
        case "publication":
            return _publication(item, statement, plan, publications)
        case "documentation" if item.name == "report.json" and statement is not None:
            files = _files_of(plan)
            return Judged(item.path, (own_records.judge_report(statement, item.data, files, item.path),))
        case "schema":
            return _own_schema(item)
        case "unknown":
            return Judged(item.path, unjudged="nobody knows what it is (layout)")
        case _:
            return Judged(item.path, unjudged=UNJUDGED[item.role])


def _publication(item: Item, statement: Statement | None, plan: Layout, publications: Publications) -> Judged:
    if item.path in publications:
        return Judged(item.path, publications[item.path])
    if statement is None:
        return Judged(item.path, unjudged=UNJUDGED["without source"])
    for edition in statement.editions:
        if certificate.path(edition) == f"{plan.work}/{item.name}":
            made = own_records.judge_certificate(statement, edition, item.data, _files_of(plan), item.path)
            return Judged(item.path, (made,))
    if is_leaflet(item.name, {one.name for one in plan.of("publication")}):
        return Judged(item.path, unjudged=UNJUDGED["leaflet"])
    return Judged(item.path, unjudged="nobody knows what it is (layout)")


def _files_of(plan: Layout) -> dict[str, bytes]:
    """Publications and records by the path that a build gives them."""
    records = {f"{plan.work}/records/{item.name}": item.data for item in plan.of("record")}
    return {f"{plan.work}/{item.name}": item.data for item in plan.of("publication")} | records


def _schema(item: Item) -> Check:
    check = xml_schemas.judge(kind_of(item.path), item.data)
    return replace(check, findings=tuple(replace(one, where=f"{item.path}: {one.where}") for one in check.findings))


def _record(item: Item, statement: Statement | None, plan: Layout, publications: Publications) -> Judged:
    """A record by its schema, and by what it must say: of the work (dc.xml), or of the edition of its name."""
    kind = kind_of(item.path)
    if not kind:
        return Judged(item.path, unjudged="verify knows no record of this kind; its checksums were compared")
    if statement is None:
        return Judged(item.path, (_schema(item),))
    if item.name == work_description.NAME:
        return Judged(item.path, (_schema(item), work_description.judge(statement, item.data)))
    for edition in statement.editions:
        if item.name == f"{plan.work}.{edition.language}.{kind}":
            return Judged(item.path, (_schema(item), _agreement(item, kind, statement, edition, plan, publications)))
    return Judged(item.path, (_schema(item),))


def _agreement(
    item: Item,
    kind: str,
    statement: Statement,
    edition: Edition,
    plan: Layout,
    publications: Publications,
) -> Check:
    """The record against the statement; against the edition's files, too, where these are good: a record counts their pages,
    and a bad file is not to be opened for that."""
    good = all(check.verdict == "passed" for checks in publications.values() for check in checks)
    files = _files_of(plan)
    rows = ((target, target.path(edition)) for target in SINGLE)
    artefacts = tuple(
        Artefact(row.name, path, row.forms[0].media_type, files[path]) for row, path in rows if path in files
    )
    return records.judge(statement, edition, kind, item.data, artefacts if good else None)


def _own_schema(item: Item) -> Judged:
    """A schema that comes with a package is never used; where it is ours, that is said."""
    own = resources.SCHEMAS / item.name
    if own.is_file() and hashlib.sha256(own.read_bytes()).digest() == hashlib.sha256(item.data).digest():
        return Judged(item.path, unjudged="they are the schemas of this toolchain, which are used from there")
    return Judged(item.path, unjudged=UNJUDGED["schema"])
