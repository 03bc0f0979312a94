"""The deposit: what libraries and archives take, made from the finished, proven files of a whole work.

Flow: groups of finished files, all good and complete -> records of each edition -> package -> transfer packages -> landing page
-> their judges -> groups. Nothing is made of an incomplete or red work; what the content does not suffice for is not due, and
says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from flugblatt import package as archive
from flugblatt import records, resources
from flugblatt.build import embargo, store
from flugblatt.build.plan import Order, complete, lacks_font
from flugblatt.catalogue import facts, landing_page
from flugblatt.content.brand_file import project_brand
from flugblatt.judges import judge_table, parity
from flugblatt.language.table import language_of
from flugblatt.model import Artefact, Check, Deposited, Edition, Group, Laid, Source, Statement
from flugblatt.model.cases import Case
from flugblatt.model.targets import TARGETS, form
from flugblatt.package import Clock, signature
from flugblatt.package.libraries import Library
from flugblatt.report import certificate, html
from flugblatt.report.run_report import WorkReport, as_json, entries_of

Say = Callable[[str], None]
INCOMPLETE = "not every output of every edition is there and current; build the work without --target and --language"
EMBARGOED = "its files are marked with the embargo: an archive gets those that are published, without --embargoed"


def groups(order: Order, statement: Statement, finished: tuple[Group, ...], good: bool, say: Say) -> tuple[Group, ...]:
    """The records and packages that are asked for or still current; none of a work with a red check."""
    if not good:
        return ()
    if not complete(statement, finished):
        lacking = (reason for group in finished if lacks_font(group) for reason in group.not_due)
        reason = next(lacking, INCOMPLETE)
        return tuple(
            Group(target.name, "", "", (), (reason,))
            for target in TARGETS
            if target.scope in ("work", "project") and order.asks_for(target.name)
        )
    whole = finished
    for name, step in MADE.items():
        whole += tuple(step(order, statement, whole, say))
        recorded = {group.language for group in whole if group.target == "records"}
        if name == "records" and recorded != {edition.language for edition in statement.editions}:
            break
    return whole[len(finished) :]


def _records(order: Order, statement: Statement, finished: tuple[Group, ...], say: Say) -> Iterator[Group]:
    for edition in statement.editions:
        own = tuple(group for group in finished if group.language == edition.language)
        marked = ("embargoed",) if statement.embargoed else ()
        digest = store.digest_of(own, "records", *marked, *(source.sha256 for source in _sources(statement)))
        current = _current(order, statement, "records", edition.language, digest)
        if current:
            yield current
        elif order.asks_for("records", edition.language):
            say(f"{statement.work}: {edition.language}: records")
            language = language_of(edition)
            files = tuple(artefact for group in own for artefact, _ in group.files)
            made = records.render(statement, edition, language, files)
            reasons = tuple(f"{what}: {reason}" for what, reason in records.not_due(statement, edition, files))
            judged = tuple((one, _judged(statement, edition, one, files)) for one in made)
            yield Group("records", edition.language, digest, judged, reasons)


def _package(order: Order, statement: Statement, whole: tuple[Group, ...], say: Say) -> Iterator[Group]:
    if statement.embargoed:
        yield from _withheld(order, "package")
        return
    moment, clock = _moment(order, statement)
    digest = store.digest_of(whole, "package", moment.isoformat(), clock)
    group = _current(order, statement, "package", "", digest)
    if not group and order.asks_for("package"):
        say(f"{statement.work}: package")
        made = _packed(order, statement, whole, moment, clock)
        group = Group("package", "", digest, ((made, _judged(statement, statement.editions[0], made)),))
    if group and order.sign and order.asks_for("package"):
        group = replace(group, files=(group.files[0], _signed(statement, group.files[0][0], order.sign)), reused=False)
    if group:
        yield group


def _withheld(order: Order, target: str) -> Iterator[Group]:
    if order.asks_for(target):
        yield Group(target, "", "", (), (EMBARGOED,))


def _packed(
    order: Order, statement: Statement, whole: tuple[Group, ...], moment: datetime.datetime, clock: Clock
) -> Artefact:
    files = tuple(
        Deposited(
            entry.artefact,
            entry.language,
            form(entry.artefact.target, entry.artefact.kind).pronom,
            entry.checks,
        )
        for entry in entries_of(tuple(group for group in whole if group.target != "records"))
    )
    made = tuple(artefact for group in whole if group.target == "records" for artefact, _ in group.files)
    papers = _papers(order, statement, whole)
    return archive.package(statement, files, made, papers, moment, clock, certificate.tools())


def _signed(statement: Statement, package: Artefact, key: Path) -> tuple[Artefact, tuple[Check, ...]]:
    """The detached signature over the tag manifest (PROTOCOL.sshsig of OpenSSH), and whether it covers the package."""
    manifest = archive.tag_manifest(package.data)
    made = Artefact(
        "package",
        f"{statement.work}/archive/{statement.work}{signature.SUFFIX}",
        "application/x-ssh-signature",
        signature.sign(key, manifest),
        "signature",
    )
    return made, (signature.covers(made.data, manifest),)


def _papers(order: Order, statement: Statement, whole: tuple[Group, ...]) -> tuple[Artefact, ...]:
    """What the package holds on its own making: the project's tables, certificates and reports of all that goes into it."""
    groups = tuple(replace(group, reused=False) for group in whole)
    report = WorkReport(statement, groups, 0, sources=parity.checks(statement))
    cleaned = {image.path: image.data for image in project_brand().images}
    return (
        *(
            Artefact("source", f"{statement.work}/{file.name}", _media(file.name), cleaned.get(file.name, file.data))
            for file in resources.own()
        ),
        *certificate.papers(statement, report.entries),
        Artefact(
            "report", "report.html", "text/html", html.render(statement, report.entries, order.strict, report.sources)
        ),
        Artefact("report", "report.json", "application/json", as_json((report,), 0)),
    )


def _media(name: str) -> str:
    return {
        ".toml": "application/toml",
        ".yaml": "application/yaml",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".ttf": "font/ttf",
        ".otf": "font/otf",
    }.get(PurePosixPath(name).suffix, "application/vnd.iccprofile")


def _sources(statement: Statement) -> tuple[Source, ...]:
    return (statement.source, *(edition.source for edition in statement.editions))


def _transfers(order: Order, statement: Statement, whole: tuple[Group, ...], say: Say) -> Iterator[Group]:
    if statement.embargoed:
        yield from _withheld(order, "dnb")
        return
    for edition in statement.editions:
        own = tuple(group for group in whole if group.language == edition.language)
        digest = store.digest_of(own, "dnb", *(source.sha256 for source in _sources(statement)))
        current = _current(order, statement, "dnb", edition.language, digest)
        if current:
            yield current
        elif order.asks_for("dnb", edition.language):
            reasons = tuple(filter(None, (_lacking(library, statement) for library in archive.libraries())))
            due = [library for library in archive.libraries() if not archive.not_due(library, statement)]
            if due:
                say(f"{statement.work}: {edition.language}: dnb")
            files = tuple(_transfer(library, statement, edition, own) for library in due)
            yield Group("dnb", edition.language, digest, files, reasons)


def _landing(order: Order, statement: Statement, whole: tuple[Group, ...], say: Say) -> Iterator[Group]:
    """The part of the catalogue that is the work's own: its landing page and its links."""
    lacking = {target.name for target in TARGETS if target.scope != "pair"} - {group.target for group in whole}
    if lacking != {"catalogue"}:
        if order.asks_for("catalogue"):
            yield Group("catalogue", "", "", (), (INCOMPLETE,))
        return
    if embargo.withheld(order, statement):
        if order.asks_for("catalogue"):
            yield Group("catalogue", "", "", (), (f"under embargo until {statement.embargo}",))
        return
    marked = ("embargoed",) if statement.embargoed else ()
    earlier = tuple(store.earlier(order.out, statement.work, statement.version).values())
    before = (f"{laid.path} {laid.sha256}" for laid in earlier)
    digest = store.digest_of(whole, "catalogue", *marked, *before, *(source.sha256 for source in _sources(statement)))
    current = _current(order, statement, "catalogue", "", digest)
    if current:
        yield current
    elif order.asks_for("catalogue"):
        say(f"{statement.work}: landing page")
        known = facts.gather(statement, whole, earlier)
        files = tuple(artefact for group in whole for artefact, _ in group.files)
        kept = facts.written(known)
        judged = tuple(
            (made, _judged(statement, statement.editions[0], made, files, kept, earlier))
            for made in landing_page.artefacts(known)
        )
        yield Group("catalogue", "", digest, judged)


def _lacking(library: Library, statement: Statement) -> str:
    """Why no package is due for a library, which is named where it is another than that of the target."""
    reason = archive.not_due(library, statement)
    return f"{library.name}: {reason}" if reason and library.id != "dnb" else reason


def _transfer(
    library: Library, statement: Statement, edition: Edition, own: tuple[Group, ...]
) -> tuple[Artefact, tuple[Check, ...]]:
    published = _file(own, library.target)
    made = archive.transfer(library, statement, edition, _file(own, "records", "marc.xml").data, published)
    return made, _judged(statement, edition, made, (published,))


def _judged(
    statement: Statement,
    edition: Edition,
    made: Artefact,
    files: tuple[Artefact, ...] | None = None,
    beside: bytes = b"",
    earlier: tuple[Laid, ...] = (),
) -> tuple[Check, ...]:
    """The checks that the table of targets names, of a file that needs no Java."""
    case = Case(statement, edition, made.target, made.data, kind=made.kind, files=files, beside=beside, earlier=earlier)
    return tuple(judge_table.judge(name, case) for name in case.form.checks)


def _file(own: tuple[Group, ...], target: str, kind: str = "") -> Artefact:
    files = (artefact for group in own for artefact, _ in group.files)
    return next(file for file in files if (file.target, file.kind) == (target, kind))


def _current(order: Order, statement: Statement, target: str, language: str, digest: str) -> Group | None:
    if order.force and order.asks_for(target, language):
        return None
    return store.kept(order.out, statement.work, target, language, digest)


def _moment(order: Order, statement: Statement) -> tuple[datetime.datetime, Clock]:
    """The time of the package's events, and what it was taken from: never the clock."""
    if order.epoch is not None:
        return datetime.datetime.fromtimestamp(order.epoch, datetime.UTC), "SOURCE_DATE_EPOCH"
    return statement.stamp, "revised"


MADE: dict[str, Callable[[Order, Statement, tuple[Group, ...], Say], Iterator[Group]]] = {
    "records": _records,
    "package": _package,
    "dnb": _transfers,
    "catalogue": _landing,
}
"""The targets of a whole work, in the order in which they are made, each from what is there before it."""
