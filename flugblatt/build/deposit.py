"""The deposit: what libraries and archives take, made from the finished, proven files of a whole work.

Flow: groups of finished files, all good and complete -> records of each edition -> package -> transfer packages -> their
judges -> groups. Nothing is made of an incomplete or red work; what the content does not suffice for is not due, and says so.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from flugblatt import package as archive
from flugblatt import records
from flugblatt.build import store
from flugblatt.build.plan import Order, complete
from flugblatt.judges import records as record_judge
from flugblatt.judges.external import siegfried, xml_schemas
from flugblatt.judges.package import fixity, information_package, transfer, unpacking
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Check, Deposited, Edition, Group, Source, Statement
from flugblatt.model.targets import TARGETS, form_of
from flugblatt.package import Clock, signature
from flugblatt.report import certificate, html
from flugblatt.report.run_report import WorkReport, as_json, entries_of

Say = Callable[[str], None]
INCOMPLETE = "not every output of every edition is there and current; build the work without --target and --language"


def groups(order: Order, statement: Statement, finished: tuple[Group, ...], good: bool, say: Say) -> tuple[Group, ...]:
    """The records and packages that are asked for or still current; none of a work with a red check."""
    if not good:
        return ()
    if not complete(statement, finished):
        return tuple(
            Group(target.name, "", "", (), (INCOMPLETE,))
            for target in TARGETS
            if target.scope == "work" and order.asks_for(target.name)
        )
    made = tuple(_records(order, statement, finished, say))
    whole = (*finished, *made)
    if {group.language for group in made} != {edition.language for edition in statement.editions}:
        return made
    package = tuple(_package(order, statement, whole, say))
    return (*made, *package, *_transfers(order, statement, whole, say))


def _records(order: Order, statement: Statement, finished: tuple[Group, ...], say: Say) -> Iterator[Group]:
    for edition in statement.editions:
        own = tuple(group for group in finished if group.language == edition.language)
        digest = store.digest_of(own, "records", *(source.sha256 for source in _sources(statement)))
        current = _current(order, statement, "records", edition.language, digest)
        if current:
            yield current
        elif order.asks_for("records", edition.language):
            say(f"{statement.work}: {edition.language}: records")
            language = describe(edition.language, edition.whole_text)
            files = tuple(artefact for group in own for artefact, _ in group.files)
            made = records.render(statement, edition, language, files)
            reasons = tuple(f"{what}: {reason}" for what, reason in records.not_due(statement, edition, files))
            judged = tuple((one, _judged_record(statement, edition, one, files)) for one in made)
            yield Group("records", edition.language, digest, judged, reasons)


def _judged_record(
    statement: Statement, edition: Edition, record: Artefact, files: tuple[Artefact, ...]
) -> tuple[Check, ...]:
    kind = form_of("records", record.path).suffix.removeprefix(".")
    return (
        xml_schemas.judge(kind, record.data),
        record_judge.judge(statement, edition, kind, record.data, files),
        *((_identified(record),) if form_of("records", record.path).pronom else ()),
    )


def _package(order: Order, statement: Statement, whole: tuple[Group, ...], say: Say) -> Iterator[Group]:
    moment, clock = _moment(order, statement)
    digest = store.digest_of(whole, "package", moment.isoformat(), clock)
    group = _current(order, statement, "package", "", digest)
    if not group and order.asks_for("package"):
        say(f"{statement.work}: package")
        made = _packed(order, statement, whole, moment, clock)
        group = Group("package", "", digest, ((made, _judged_package(made)),))
    if group and order.sign and order.asks_for("package"):
        group = replace(group, files=(group.files[0], _signed(statement, group.files[0][0], order.sign)), reused=False)
    if group:
        yield group


def _packed(
    order: Order, statement: Statement, whole: tuple[Group, ...], moment: datetime.datetime, clock: Clock
) -> Artefact:
    files = tuple(
        Deposited(
            entry.artefact,
            entry.language,
            form_of(entry.artefact.target, entry.artefact.path).pronom,
            entry.checks,
        )
        for entry in entries_of(tuple(group for group in whole if group.target != "records"))
    )
    made = tuple(artefact for group in whole if group.target == "records" for artefact, _ in group.files)
    papers = _papers(order, statement, whole)
    return archive.package(statement, files, made, papers, moment, clock, certificate.tools())


def _judged_package(made: Artefact) -> tuple[Check, ...]:
    bag = fixity.of(unpacking.unpack_tar(io.BytesIO(made.data), len(made.data)))
    formats = information_package.formats(bag)
    whole = _identified(made)
    return (
        fixity.judge(bag),
        _valid(bag),
        information_package.judge(bag),
        replace(
            whole,
            verdict="passed" if {whole.verdict, formats.verdict} == {"passed"} else "failed",
            findings=(*whole.findings, *formats.findings),
        ),
    )


def _valid(bag: fixity.Bag) -> Check:
    """METS and PREMIS of every level by our schemas, as one check."""
    kinds = {"METS.xml": "mets.xml", "premis.xml": "premis.xml"}
    checks = [
        (file.name, xml_schemas.judge(kinds[name], file.data))
        for file in bag.files
        if (name := file.name.rpartition("/")[2]) in kinds
    ]
    findings = tuple(
        replace(finding, where=f"{name}: {finding.where}") for name, one in checks for finding in one.findings
    )
    good = checks and all(one.verdict == "passed" for _, one in checks)
    tools = ", ".join(dict.fromkeys(one.tool.partition(", ")[2] for _, one in checks))
    return Check("schema", "passed" if good else "failed", f"lxml, {tools}", findings, detail=f"{len(checks)} files")


def _signed(statement: Statement, package: Artefact, key: Path) -> tuple[Artefact, tuple[Check, ...]]:
    """The detached signature over the tag manifest (PROTOCOL.sshsig of OpenSSH), and whether it covers the package."""
    manifest = archive.tag_manifest(package.data)
    made = Artefact(
        "package",
        f"{statement.work}/archive/{statement.work}{signature.SUFFIX}",
        "application/x-ssh-signature",
        signature.sign(key, manifest),
    )
    return made, (signature.covers(made.data, manifest),)


def _papers(order: Order, statement: Statement, whole: tuple[Group, ...]) -> tuple[Artefact, ...]:
    """What the package holds on its own making: certificates and reports of everything that goes into it."""
    report = WorkReport(statement, tuple(replace(group, reused=False) for group in whole), 0)
    return (
        *certificate.papers(statement, report.entries),
        Artefact("report", "report.html", "text/html", html.render(statement, report.entries, order.strict)),
        Artefact("report", "report.json", "application/json", as_json((report,), 0)),
    )


def _sources(statement: Statement) -> tuple[Source, ...]:
    return (statement.source, *(edition.source for edition in statement.editions))


def _transfers(order: Order, statement: Statement, whole: tuple[Group, ...], say: Say) -> Iterator[Group]:
    for edition in statement.editions:
        own = tuple(group for group in whole if group.language == edition.language)
        digest = store.digest_of(own, "dnb", *(source.sha256 for source in _sources(statement)))
        current = _current(order, statement, "dnb", edition.language, digest)
        if current:
            yield current
        elif order.asks_for("dnb", edition.language):
            reason = archive.dnb_not_due(statement, edition)
            if reason:
                yield Group("dnb", edition.language, digest, (), (reason,))
                continue
            say(f"{statement.work}: {edition.language}: dnb")
            published = _file(own, ".pdf", "archive-pdf")
            made = archive.dnb(statement, edition, _file(own, ".marc.xml").data, published)
            checks = (*transfer.judge(made.data, published), _identified(made))
            yield Group("dnb", edition.language, digest, ((made, checks),))


def _file(own: tuple[Group, ...], suffix: str, target: str = "records") -> Artefact:
    return next(
        artefact
        for group in own
        for artefact, _ in group.files
        if group.target == target and artefact.path.endswith(suffix)
    )


def _current(order: Order, statement: Statement, target: str, language: str, digest: str) -> Group | None:
    if order.force and order.asks_for(target, language):
        return None
    return store.kept(order.out, statement.work, target, language, digest)


def _identified(made: Artefact) -> Check:
    return siegfried.judge(made.data, form_of(made.target, made.path).pronom)


def _moment(order: Order, statement: Statement) -> tuple[datetime.datetime, Clock]:
    """The time of the package's events, and what it was taken from: never the clock."""
    if order.epoch is not None:
        return datetime.datetime.fromtimestamp(order.epoch, datetime.UTC), "SOURCE_DATE_EPOCH"
    return statement.stamp, "revised"
