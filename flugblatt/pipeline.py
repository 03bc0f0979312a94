"""The pipeline: plan, skip what is current, render, judge, publish or reject.

Flow: works -> read (content problems end the work) -> plan (kept or to be made) -> production, in this process or in a
pool -> Java judges beside it -> ``WorkReport`` -> store. Works go on when one of them fails.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from flugblatt import certificate, proof_report, store
from flugblatt.content import read_work, works
from flugblatt.errors import ContentError, FlugblattError, UsageError
from flugblatt.model import Artefact, Check, Edition, Finding, Statement
from flugblatt.report import Entry, WorkReport, as_json, check_value
from flugblatt.targets import Target, chosen


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line asks for. Empty ``works``, ``languages`` or ``targets`` mean all."""

    content: Path
    out: Path
    works: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    jobs: int = 0
    force: bool = False
    strict: bool = False


@dataclass(slots=True)
class Outcome:
    """What a run came to: its reports, what was found in the sources, and the exit code."""

    reports: list[WorkReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    rejected: list[Path] = field(default_factory=list)
    exit_code: int = 0
    report: bytes = b""


@dataclass(frozen=True, slots=True)
class _Plan:
    statement: Statement
    kept: tuple[tuple[Edition, Target, store.Kept], ...]
    due: tuple[tuple[Edition, tuple[Target, ...]], ...]
    removed: tuple[str, ...]


def run(order: Order, say: Callable[[str], None]) -> Outcome:
    """Build what ``order`` asks for. ``say`` takes lines of progress. UsageError for names that do not exist."""
    begun = time.monotonic()
    targets = chosen(order.targets)
    if not order.content.is_dir():
        raise UsageError(f"there is no content folder {order.content}")
    names = _named_works(order)
    outcome = Outcome()
    statements = _read(order, names, outcome)
    if not statements:
        return outcome
    with store.alone(order.out):
        plans = [_plan(order, statement, targets) for statement in statements]
        with _Judges(any(plan.due for plan in plans)) as judges, _Workers(order.jobs, plans) as workers:
            for plan in plans:
                _build(order, plan, judges, workers, outcome, say)
        outcome.report = as_json(tuple(outcome.reports), time.monotonic() - begun)
        store.write_report(order.out, outcome.report)
    return outcome


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


def _read(order: Order, names: tuple[str, ...], outcome: Outcome) -> list[Statement]:
    found: list[Statement] = []
    for name in names:
        statement, findings = read_work(order.content / name)
        outcome.findings += findings
        if statement is None or (order.strict and findings):
            outcome.exit_code = ContentError.exit_code
        else:
            found.append(statement)
    languages = {edition.language for statement in found for edition in statement.editions}
    for language in order.languages:
        if found and language not in languages:
            raise UsageError(f"no work has an edition in {language!r}; there are {', '.join(sorted(languages))}")
    return found


def _plan(order: Order, statement: Statement, targets: tuple[Target, ...]) -> _Plan:
    """What is current stays; what is asked for and not current is due; what is neither is taken away."""
    kept: list[tuple[Edition, Target, store.Kept]] = []
    due: list[tuple[Edition, tuple[Target, ...]]] = []
    for edition in statement.editions:
        asked = not order.languages or edition.language in order.languages
        wanted: list[Target] = []
        for target in chosen(()):
            selected = asked and target in targets
            if not (selected and order.force):
                current = store.kept(
                    order.out, statement, edition, target.name, target.path(edition), target.media_type
                )
                if current:
                    kept.append((edition, target, current))
                    continue
            if selected:
                wanted.append(target)
        if wanted:
            due.append((edition, tuple(wanted)))
    stays = {current.artefact.path for _, _, current in kept} | {
        target.path(edition) for edition, asked_for in due for target in asked_for
    }
    removed = tuple(path for path in store.published(order.out, statement.work) if path not in stays)
    return _Plan(statement, tuple(kept), tuple(due), removed)


def _build(
    order: Order, plan: _Plan, judges: _Judges, workers: _Workers, outcome: Outcome, say: Callable[[str], None]
) -> None:
    begun = time.monotonic()
    statement = plan.statement
    entries = {
        (edition.language, target.name): Entry(edition.language, current.artefact, True, current.checks)
        for edition, target, current in plan.kept
    }
    try:
        for edition, targets in plan.due:
            say(f"{statement.work}: {edition.language}: {', '.join(target.name for target in targets)}")
        for edition, product, java in workers.make(plan, judges):
            checks = _ordered((*product.checks, *(future.result() for future in java)), product.artefact.target)
            entries[edition.language, product.artefact.target] = Entry(
                edition.language, product.artefact, False, tuple(check_value(check) for check in checks)
            )
    except ContentError as error:
        outcome.findings += error.findings
        outcome.exit_code = max(outcome.exit_code, error.exit_code)
        return
    except FlugblattError as error:
        outcome.failures.append(f"{statement.work}: {error}")
        outcome.exit_code = max(outcome.exit_code, error.exit_code)
        return
    order_of = {
        (edition.language, target.name): (position, rank)
        for position, edition in enumerate(statement.editions)
        for rank, target in enumerate(chosen(()))
    }
    report = WorkReport(
        statement,
        tuple(entries[key] for key in sorted(entries, key=order_of.__getitem__)),
        time.monotonic() - begun,
        plan.removed,
    )
    outcome.reports.append(report)
    warned = any(
        finding["severity"] == "warning"
        for entry in report.entries
        for check in entry.checks
        for finding in check["findings"]
    )
    red = not report.good or (order.strict and warned)
    if red:
        outcome.exit_code = max(outcome.exit_code, 1)
        lone = as_json((report,), report.seconds)
        files = (*(entry.artefact for entry in report.entries), *_papers(order, report))
        outcome.rejected.append(store.reject(order.out, statement.work, files, lone))
    elif plan.due or plan.removed or not all((order.out / path).is_file() for path in _paper_paths(statement, report)):
        editions = {edition.language: edition for edition in statement.editions}
        store.publish(
            order.out,
            statement.work,
            tuple(
                (
                    entry.artefact,
                    store.fingerprint(statement, editions[entry.language], entry.artefact.target),
                    entry.checks,
                )
                for entry in report.entries
            ),
            _papers(order, report),
        )


def _papers(order: Order, report: WorkReport) -> tuple[Artefact, ...]:
    """What a work says of its own making: a certificate for each edition, and the report for people."""
    statement, entries = report.statement, report.entries
    return (
        *(
            Artefact(
                "certificate",
                certificate.path(edition),
                "application/json",
                certificate.render(statement, edition, entries),
            )
            for edition in _judged(report)
        ),
        Artefact(
            "report", proof_report.path(statement), "text/html", proof_report.render(statement, entries, order.strict)
        ),
    )


def _paper_paths(statement: Statement, report: WorkReport) -> tuple[str, ...]:
    return (proof_report.path(statement), *(certificate.path(edition) for edition in _judged(report)))


def _judged(report: WorkReport) -> tuple[Edition, ...]:
    languages = {entry.language for entry in report.entries}
    return tuple(edition for edition in report.statement.editions if edition.language in languages)


def _ordered(checks: tuple[Check, ...], target: str) -> tuple[Check, ...]:
    """The checks as the table of targets lists them; one that is missing was not run, and says so."""
    listed = next(row.checks for row in chosen((target,)))
    made = {check.check: check for check in checks}
    return tuple(made.get(name) or Check(name, "not run", "", reason="an earlier step failed") for name in listed)


class _Judges:
    """The Java judges of a run, on threads of their own; nothing is started where nothing is due."""

    def __init__(self, due: bool) -> None:
        self._due = due

    def __enter__(self) -> _Judges:
        if self._due:
            from flugblatt.judges import java

            self._host = java.start()
            self._threads = ThreadPoolExecutor(2)
        return self

    def __exit__(self, *_: object) -> None:
        if self._due:
            self._threads.shutdown(cancel_futures=True)
            self._host.close()

    def ask(self, target: str, data: bytes) -> tuple[Future[Check], ...]:
        from flugblatt.judges import epubcheck, verapdf

        if not data:
            return ()
        checks = next(row.checks for row in chosen((target,)))
        profiles = [check.removeprefix("verapdf:") for check in checks if check.startswith("verapdf:")]
        asked = [self._threads.submit(verapdf.judge, self._host, data, profile) for profile in profiles]
        if "epubcheck" in checks:
            asked.append(self._threads.submit(epubcheck.judge, self._host, data))
        return tuple(asked)


class _Workers:
    """Where editions are made: this process for one, a pool for more."""

    def __init__(self, jobs: int, plans: list[_Plan]) -> None:
        editions = sum(len(plan.due) for plan in plans)
        self._count = min(jobs or os.cpu_count() or 1, editions)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Workers:
        if self._count > 1:
            self._pool = ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"))
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def make(self, plan: _Plan, judges: _Judges):  # type: ignore[no-untyped-def]
        """Each product of the plan with the Java checks under way for it."""
        from flugblatt import production

        if self._pool is None:
            waiting = []
            for edition, targets in plan.due:
                for product in production.render(plan.statement, edition, targets):
                    java = judges.ask(product.artefact.target, product.artefact.data)
                    waiting.append((edition, product, java))
            for edition, product, java in waiting:
                yield edition, production.judged(plan.statement, edition, product), java
            return
        futures = [
            (edition, self._pool.submit(production.produce, plan.statement, edition, targets))
            for edition, targets in plan.due
        ]
        asked = []
        for edition, future in futures:
            for product in future.result():
                asked.append((edition, product, judges.ask(product.artefact.target, product.artefact.data)))
        yield from asked
