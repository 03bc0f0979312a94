"""The pipeline: plan, skip what is current, render, judge, deposit, publish or reject.

Flow: works -> read, by two parsers (content problems end the work) -> plan (kept or to be made) -> production, in this
process or in a pool -> Java judges beside it -> deposit (records, packages) -> ``WorkReport`` -> store. Works go on when
one of them fails.
"""

from __future__ import annotations

import pickle
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flugblatt import resources
from flugblatt.build import (
    bounded,
    deposit,
    embargo,
    file_signatures,
    last_run,
    production,
    project,
    project_catalogue,
    store,
)
from flugblatt.build.plan import Order, Plan, fingerprint, of_statement, plan
from flugblatt.build.workers import JavaJudges, Workers
from flugblatt.catalogue import facts
from flugblatt.content import isbns_of_others, superseded, works
from flugblatt.judges import parity
from flugblatt.model import Artefact, Check, Finding, Group, NotDue, Statement
from flugblatt.model.errors import ContentError, FlugblattError, ToolFailed, UsageError
from flugblatt.model.progress import Finished
from flugblatt.model.targets import TARGETS, chosen
from flugblatt.package import signature
from flugblatt.report import certificate, crash, html
from flugblatt.report.run_report import PageEntry, WorkReport, alone_of, as_json, marked_newer, of_earlier, spliced
from flugblatt.report.run_report import piece as piece_of

EARLIER = "an earlier step failed"


@dataclass(slots=True)
class Outcome:
    """What a run came to: its reports, what was found in the sources, and the exit code; the pages of the catalogue, and in words
    what it does not list; where files lie now that nobody published (``strangers``). ``works`` are those that were read without
    an error, ``marked``: the report says that they may be newer than it is. ``left`` is what it left in the output folder
    (``last_run.outputs``), None where the next run must look again; ``expires`` is when an embargo ends, in seconds since 1970.
    """

    reports: list[WorkReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    rejected: list[Path] = field(default_factory=list)
    exit_code: int = 0
    report: bytes = b""
    catalogue: tuple[PageEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    marked: bool = False
    left: dict[str, Any] | None = None
    expires: float | None = None

    def told_again(self, report: bytes) -> Outcome:
        """What a run after this one comes to where nothing has changed; ``report`` is what this one has written."""
        return replace(
            self,
            strangers=(),
            reports=[
                replace(report, removed=(), groups=tuple(replace(group, reused=True) for group in report.groups))
                for report in self.reports
            ],
            catalogue=tuple(replace(entry, reused=True) for entry in self.catalogue),
            report=report.replace(b'"reused": false', b'"reused": true'),
        )


def run(order: Order, say: Callable[[str], None]) -> Outcome:
    """Build what ``order`` asks for, by the tables of its project. ``say`` takes lines of progress. UsageError for names that
    do not exist."""
    try:
        with project.opened(order.content):
            return _run(order, say)
    except ContentError as error:
        return Outcome(findings=list(error.findings), exit_code=error.exit_code)


def _run(order: Order, say: Callable[[str], None]) -> Outcome:
    begun = time.monotonic()
    chosen(order.targets)
    for name in order.leaflets:
        if name not in ("auto", "all"):
            from flugblatt.leaflet.formats import find  # it brings all that fits leaflets

            find(name)
    if order.sign:
        signature.demand(order.sign)
        if not order.asks_for("package"):
            raise UsageError(
                "--sign signs packages, and none is asked for: add --target package, or leave out --target"
            )
    if not order.content.is_dir():
        raise UsageError(resources.without_content(order.content))
    names = _named_works(order)
    outcome = Outcome()
    with Shelf() as shelf:
        _read(order, names, outcome, shelf)
        if not outcome.works:
            outcome.report = as_json((), time.monotonic() - begun, (), tuple(outcome.findings))
            return outcome
        with store.alone(order.out, say):
            last_run.forget(order.out)
            standing = _build_all(order, shelf, outcome, say)
            _publish_catalogue(order, outcome, say)
            store.write_report(order.out, _report(order, outcome, time.monotonic() - begun))
            if not outcome.failures and not outcome.rejected and not order.sign:
                outcome.left = last_run.outputs(order.out, ()) | {"works": standing}
                outcome.expires = embargo.next_end(order, (report.statement for report in outcome.reports))
    return outcome


def _build_all(order: Order, shelf: Shelf, outcome: Outcome, say: Callable[[str], None]) -> dict[str, str]:
    """Every work, one after the other; of each how its files stand (``last_run.tree``)."""
    standing: dict[str, str] = {}
    if order.scheduler:
        _build_on_cluster(order, _planned(order, shelf, outcome, standing), outcome, say, standing)
        return standing
    with (
        JavaJudges() as judges,
        Workers(order.jobs, _planned(order, shelf, outcome, standing), judges, order.out) as workers,
    ):
        for one in workers.plans():
            with _alone(one.statement.work, outcome):
                if _build(order, one, workers, outcome, say):
                    standing[one.statement.work] = last_run.tree(order.out / one.statement.work)
            _tell(one, outcome, say)
    return standing


def _tell(planned: Plan, outcome: Outcome, say: Callable[[str], None]) -> None:
    """Says that a work of which something was made is behind the run, and how many are."""
    work = planned.statement.work
    if planned.due:
        published = any(report.statement.work == work for report in outcome.reports[-1:])
        rejected = any(folder.name == work for folder in outcome.rejected[-1:])
        how = "not published: a check failed" if rejected else "published" if published else "not made"
        say(Finished(work, how, outcome.works.index(work) + 1, len(outcome.works)))


def _build_on_cluster(
    order: Order, plans: Iterator[Plan], outcome: Outcome, say: Callable[[str], None], standing: dict[str, str]
) -> None:
    """Works of which something is due are made by workers, the others are looked through here; each is published here."""

    def found(work: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in outcome.findings if finding.where.startswith(f"{work}/"))

    from flugblatt.build.cluster import Cluster

    with Cluster(order, build_apart, say) as cluster, JavaJudges() as judges:
        for planned, reply in cluster.made(plans, found):
            work = planned.statement.work
            with _alone(work, outcome):
                if reply is None:
                    published = _build(order, planned, Workers(1, iter(()), judges, order.out), outcome, say)
                elif isinstance(reply, FlugblattError):
                    published = False
                    outcome.failures.append(f"{work}: {reply}")
                    outcome.exit_code = max(outcome.exit_code, reply.exit_code)
                else:
                    published = _taken_over(order, work, cluster.take(reply, work), reply.rows, outcome)
                if published:
                    standing[work] = last_run.tree(order.out / work)
            _tell(planned, outcome, say)


def build_apart(order: Order, statement: Statement, found: tuple[Finding, ...], judges: JavaJudges) -> Outcome:
    """One work made into an output folder of its own; what was found in its sources comes back without what was known."""
    outcome = Outcome(findings=list(found), works=(statement.work,), marked=True)
    with _alone(statement.work, outcome):
        planned = plan(order, statement)
        judges.expect(planned)
        with Workers(1, iter(()), judges, order.out) as workers:
            _build(order, planned, workers, outcome, lambda line: None)
    outcome.findings = outcome.findings[len(found) :]
    return outcome


def _taken_over(order: Order, work: str, stage: Path, rows: Outcome, outcome: Outcome) -> bool:
    """Publish what a worker has made, or lay it with what was rejected. Whether anything was published."""
    outcome.findings += rows.findings
    outcome.failures += rows.failures
    outcome.exit_code = max(outcome.exit_code, rows.exit_code)
    if not rows.reports:
        return False
    for report in rows.reports:
        signatures = file_signatures.papers(order, report)
        outcome.strangers += store.put_aside(order.out, work, _stays(order, report, signatures))
    _mark(order, outcome)
    rejected = store.take_over(order.out, work, stage)
    outcome.reports += [replace(report, groups=store.at(order.out, report.groups)) for report in rows.reports]
    outcome.rejected += [rejected] if rejected else []
    return rejected is None


def _report(order: Order, outcome: Outcome, seconds: float) -> Iterator[bytes]:
    """The report of all published works: of those that this run did not make as it was told when they were made."""
    of_this_run = {report.statement.work: report for report in outcome.reports}
    published = {work: store.piece(order.out, work) for work in store.works_published(order.out)}
    told = {work: found for work, found in published.items() if found and work not in of_this_run}
    findings = tuple(outcome.findings)
    pieces = (
        piece_of(of_this_run[work], findings, published.get(work, b"")) if work in of_this_run else told[work]
        for work in sorted({*of_this_run, *told})
    )
    seconds_of = {work: report.seconds for work, report in of_this_run.items()}
    newer = [work for work, found in published.items() if not found and work not in of_this_run]
    yield from spliced(pieces, outcome.catalogue, alone_of(findings, of_this_run), seconds, seconds_of, newer)


def _publish_catalogue(order: Order, outcome: Outcome, say: Callable[[str], None]) -> None:
    """The catalogue of all works as they are published now."""
    with _alone(store.CATALOGUE, outcome):
        named = {report.statement.work for report in outcome.reports if embargo.withheld(order, report.statement)}
        listed = project_catalogue.make(order, works(order.content), say, frozenset(named))
        outcome.catalogue, outcome.left_out = listed.entries, listed.left_out
        if listed.rejected:
            outcome.rejected.append(listed.rejected)
            outcome.exit_code = max(outcome.exit_code, 1)


@contextmanager
def _alone(work: str, outcome: Outcome) -> Iterator[None]:
    """A fault of our own in one work costs that work: one line says what and where, and the others go on."""
    try:
        yield
    except UsageError:
        raise
    except OSError as error:
        named = f": {error.filename}" if error.filename else ""
        outcome.failures.append(f"{work}: not made: {error.strerror or error}{named}")
        outcome.exit_code = max(outcome.exit_code, ToolFailed.exit_code)
    except Exception as error:
        outcome.failures.append(f"{work}: not made, for {crash.line(crash.of(error))}")
        outcome.exit_code = max(outcome.exit_code, ToolFailed.exit_code)


def _named_works(order: Order) -> tuple[str, ...]:
    known = works(order.content)
    for name in order.works:
        if name not in known:
            raise UsageError(
                f"there is no work {name!r} in {order.content}; the works are {', '.join(known) or 'none'}"
            )
    if not known:
        raise UsageError(
            f"there is no work in {order.content}: make a folder with statement.yaml and one <language>.md"
        )
    return tuple(name for name in known if not order.works or name in order.works)


class Shelf:
    """The works that were read, until they are made: they lie in a folder that ends with the run, so that no more of them than
    are being made are in memory."""

    def __enter__(self) -> Shelf:
        self._folder = tempfile.TemporaryDirectory(prefix="flugblatt-")
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def put(self, statement: Statement) -> None:
        (Path(self._folder.name) / statement.work).write_bytes(pickle.dumps(statement))

    def take(self, work: str) -> Statement:
        statement = pickle.loads((Path(self._folder.name) / work).read_bytes())
        assert isinstance(statement, Statement)
        return statement


def _read(order: Order, names: tuple[str, ...], outcome: Outcome, shelf: Shelf) -> None:
    """Every work by two parsers; those without an error are put on the shelf."""
    there = works(order.content)
    named: dict[str, str] = {}
    languages: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for name, read in bounded.works(order.content, names):
        with _alone(name, outcome):
            if isinstance(read, crash.Crashed):
                raise read
            statement, findings = read
            if statement:
                known = (statement.supersedes,) if order.packaged else there
                findings += (*isbns_of_others(statement, named), *superseded(statement, known))
            outcome.findings += findings
            if statement is None or any(order.strict or finding.severity == "error" for finding in findings):
                outcome.exit_code = max(outcome.exit_code, ContentError.exit_code)
            else:
                shelf.put(embargo.marked(order, statement))
                outcome.works = (*outcome.works, statement.work)
                languages |= {edition.language for edition in statement.editions}
                pairs |= {pair for pair in order.pairs if statement.pairs((pair,))}
    for language in order.languages:
        if languages and language not in languages:
            raise UsageError(f"no work has an edition in {language!r}; there are {', '.join(sorted(languages))}")
    for pair in order.pairs:
        if outcome.works and pair not in pairs:
            raise UsageError(
                f"no work has editions in both {pair[0]!r} and {pair[1]!r}; there are {', '.join(sorted(languages))}"
            )


def _planned(order: Order, shelf: Shelf, outcome: Outcome, standing: dict[str, str]) -> Iterator[Plan]:
    """The plan of each work, when it is asked for; before anything of it is looked at is noted how its files stand."""
    for work in outcome.works:
        with _alone(work, outcome):
            standing[work] = last_run.tree(order.out / work)
            statement = shelf.take(work)
            planned = plan(order, statement)
            if _can_be_set(order, planned, outcome):
                yield planned


def _can_be_set(order: Order, planned: Plan, outcome: Outcome) -> bool:
    """Puts down what the fonts cannot set of a work. A faulty sequence ends it, a character that no font has only what needs
    fonts of its own."""
    editions = [task.edition for task in planned.due if any(target.name != "text" for target in task.targets)]
    found = production.unset(planned.statement, editions)
    outcome.findings += found
    outcome.exit_code = max(outcome.exit_code, production.exit_code(found))
    return not found or not (order.strict or production.is_fatal(found))


def _build(order: Order, planned: Plan, workers: Workers, outcome: Outcome, say: Callable[[str], None]) -> bool:
    """Whether anything of the work was published."""
    begun = time.monotonic()
    statement = planned.statement
    try:
        groups = (*planned.kept, *_made(order, planned, workers, say))
        good = all(check.verdict == "passed" for group in groups for _, checks in group.files for check in checks)
        finished = of_statement(statement, _sorted(statement, groups))
        deposited = deposit.groups(order, statement, finished, good, say)
    except ContentError as error:
        outcome.findings += error.findings
        outcome.exit_code = max(outcome.exit_code, error.exit_code)
        return False
    except FlugblattError as error:
        outcome.failures.append(f"{statement.work}: {error}")
        outcome.exit_code = max(outcome.exit_code, error.exit_code)
        return False
    withheld = embargo.withheld(order, statement)
    if withheld and order.asks_for("catalogue"):
        outcome.failures.append(withheld)
        outcome.exit_code = max(outcome.exit_code, ContentError.exit_code)
    whole = _sorted(statement, (*groups, *deposited))
    stays = {artefact.path for group in whole for artefact, _ in group.files}
    stays |= store.earlier(order.out, statement.work, statement.version).keys()
    removed = tuple(path for path in store.published(order.out, statement.work) if path not in stays)
    report = WorkReport(statement, whole, time.monotonic() - begun, removed, parity.checks(statement))
    return _settle(order, report, outcome)


def _made(order: Order, planned: Plan, workers: Workers, say: Callable[[str], None]) -> Iterator[Group]:
    """What was due of each edition, judged: one group for each target."""
    files: dict[tuple[str, str], list[tuple[Artefact, tuple[Check, ...]]]] = {}
    reasons: dict[tuple[str, str], list[str]] = {}
    for task in planned.due:
        say(f"{planned.statement.work}: {task.edition.tags}: {', '.join(target.name for target in task.targets)}")
    for edition, made, java in tuple(workers.make(planned)):  # all are judged here before Java is waited for
        if isinstance(made, NotDue):
            reasons.setdefault((edition.tags, made.target), []).append(made.reason)
            continue
        checks = production.in_order((*made.checks, *(future.result() for future in java)), made.artefact, EARLIER)
        files.setdefault((edition.tags, made.artefact.target), []).append((made.artefact, checks))
    for task in planned.due:
        for target in task.targets:
            key = (task.edition.tags, target.name)
            yield Group(
                target.name,
                task.edition.tags,
                fingerprint(order, planned.statement, task.edition, target.name),
                tuple(files.get(key, ())),
                tuple(reasons.get(key, ())),
            )


def _sorted(statement: Statement, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """By edition and target, as the statement and the table list them; the whole work comes last."""
    pairs = sorted({group.language for group in groups if "+" in group.language})
    languages = [*(edition.language for edition in statement.editions), *pairs, ""]
    ranks = [target.name for target in TARGETS]
    return tuple(sorted(groups, key=lambda group: (languages.index(group.language), ranks.index(group.target))))


def _settle(order: Order, report: WorkReport, outcome: Outcome) -> bool:
    """Publish the work whole, or reject it and leave what was published. Whether it was published anew."""
    statement, findings = report.statement, tuple(outcome.findings)
    warned = any(finding.severity == "warning" for check in report.checks for finding in check.findings)
    if not report.good or (order.strict and warned):
        outcome.exit_code = max(outcome.exit_code, 1)
        lone = as_json((report,), report.seconds)
        files = (*(entry.artefact for entry in report.entries), *_papers(order, report))
        outcome.rejected.append(store.reject(order.out, statement.work, files, lone))
        outcome.reports.append(replace(report, groups=store.rejected(order.out, report.groups)).light)
        return False
    try:
        signatures = file_signatures.papers(order, report)
    except FlugblattError as error:
        outcome.failures.append(f"{statement.work}: {error}")
        outcome.exit_code = max(outcome.exit_code, error.exit_code)
        return False
    strangers = store.put_aside(order.out, statement.work, _stays(order, report, signatures))
    outcome.strangers += strangers
    new = any(not entry.reused for entry in report.entries) or report.removed or order.sign
    papers = store.are_whole(order.out, statement.work, _paper_paths(report, signatures))
    known = not _is_listed(report) or (
        store.has_its_facts(order.out, statement.work) and facts.is_current(store.facts(order.out, statement.work))
    )
    told = of_earlier(piece_of(report, findings))
    if not new and papers and known:
        outcome.reports.append(report.light)
        store.describe(order.out, statement.work, told)
        return bool(strangers)
    earlier = store.earlier(order.out, statement.work, statement.version).values()
    listed = of_statement(statement, report.groups)
    known_of = facts.written(facts.gather(statement, listed, earlier)) if _is_listed(report) else b""
    _mark(order, outcome)
    beside = (*_papers(order, report, signatures), *signatures)
    groups = store.publish(order.out, statement.work, report.groups, beside, known_of, statement.version, told)
    outcome.reports.append(replace(report, groups=groups).light)
    return True


def _stays(order: Order, report: WorkReport, signatures: tuple[Artefact, ...]) -> tuple[str, ...]:
    """The path of every file that the work has now."""
    earlier = store.earlier(order.out, report.statement.work, report.statement.version).values()
    files = (*(entry.artefact.path for entry in report.entries), *(laid.path for laid in earlier))
    return (*files, *_paper_paths(report, signatures))


def _mark(order: Order, outcome: Outcome) -> None:
    """Before the first publication of a run the report says which works may be newer than it is, until the run writes its own."""
    if not outcome.marked:
        store.write_report(order.out, (marked_newer(store.report(order.out), outcome.works),))
        outcome.marked = True


def _is_listed(report: WorkReport) -> bool:
    """Whether the work is complete, and so belongs into the catalogue."""
    return any(entry.artefact.target == "catalogue" for entry in report.entries)


def _papers(order: Order, report: WorkReport, signatures: tuple[Artefact, ...] = ()) -> tuple[Artefact, ...]:
    """What a work says of its own making: a certificate for each edition, and the report for people, which names its signatures."""
    statement, entries = report.statement, report.entries
    signed = tuple(one.path for one in signatures)
    page = html.render(statement, entries, order.strict, report.sources, signed)
    return (
        *certificate.papers(statement, entries),
        Artefact("report", html.path(statement), "text/html", page),
    )


def _paper_paths(report: WorkReport, signatures: tuple[Artefact, ...]) -> tuple[str, ...]:
    editions = certificate.certified(report.statement, report.entries)
    made = (html.path(report.statement), *(certificate.path(edition) for edition in editions))
    return (*made, *(one.path for one in signatures))
