"""A quick look at a work: rendered into a folder for passing things and judged by our own judges; nothing is published.

Flow: work -> read -> the targets asked for of each edition -> renderers here, and judges in a process beside this one, which gets
ready meanwhile -> a new folder -> ``Draft``.
What was published stays as it is, and no file of a draft counts as made: the next build makes it, and asks the validators.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flugblatt.build import bounded, production, project, signals, store
from flugblatt.judges import judge_table
from flugblatt.model import Artefact, Edition, Finding, NotDue, Product, Statement
from flugblatt.model.errors import ContentError, UsageError
from flugblatt.model.targets import Target, chosen
from flugblatt.report.run_report import Entry

USUAL = ("archive-pdf",)
OUTSIDE = ("verapdf:", "epubcheck", "format-id", "schema")
"""How the names of the checks begin that ask a validator of another house."""
REASON = "a draft asks no validator, and the build will"


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of a draft in ``folder``, None where nothing could be made, and the exit code."""

    findings: tuple[Finding, ...]
    folder: Path | None = None
    entries: tuple[Entry, ...] = ()
    not_due: tuple[NotDue, ...] = ()
    exit_code: int = 0
    reason: str = REASON


def make(
    content: Path, work: str, targets: tuple[str, ...], languages: tuple[str, ...], say: Callable[[str], None]
) -> Draft:
    """The work as these targets, in these languages or all. UsageError for names that do not exist, and for a target that is made
    of a whole work."""
    wanted = chosen(targets or USUAL)
    if whole := [target.name for target in wanted if target.scope != "edition"]:
        raise UsageError(f"a draft is of one edition; build the work for {', '.join(whole)}")
    if not (content / work).is_dir():
        raise UsageError(f"there is no work {work!r} in {content}")
    try:
        with project.opened(content), _judges() as judges:
            for target in wanted:
                judges.submit(judge_table.prepare, target.name)
            return _made(content / work, wanted, languages, judges, say)
    except ContentError as error:
        return Draft(error.findings, exit_code=error.exit_code)


@contextmanager
def _judges() -> Iterator[Executor]:
    """A process beside this one, or a thread where this process has threads of its own and cannot be copied."""
    alone = all(thread.name.startswith(signals.WATCHING) for thread in threading.enumerate()[1:])
    if not alone or "fork" not in multiprocessing.get_all_start_methods():
        with ThreadPoolExecutor(1) as thread:
            yield thread
        return
    with ProcessPoolExecutor(1, multiprocessing.get_context("fork"), signals.in_worker) as process:
        try:
            yield process
        except BaseException:
            signals.given_up(process)
            raise


def _made(
    folder: Path, wanted: tuple[Target, ...], languages: tuple[str, ...], judges: Executor, say: Callable[[str], None]
) -> Draft:
    statement, findings = bounded.work(folder.parent, folder.name)
    if statement is None or any(finding.severity == "error" for finding in findings):
        return Draft(findings, exit_code=ContentError.exit_code)
    editions = _editions(statement, languages)
    unset = production.unset(statement, editions) if any(target.name != "text" for target in wanted) else ()
    findings, code = (*findings, *unset), production.exit_code(unset)
    if production.is_fatal(unset):
        return Draft(findings, exit_code=code)
    asked = []
    not_due: list[NotDue] = []
    for edition in editions:
        say(f"{statement.work}: {edition.language}: {', '.join(target.name for target in wanted)}")
        for made in production.render(statement, edition, wanted, statement.leaflets):
            if isinstance(made, NotDue):
                not_due.append(made)
            else:
                asked.append(judges.submit(_entry, statement, edition, made))
    entries = [future.result() for future in asked]
    if not entries:
        return Draft(findings, None, (), tuple(not_due), code)
    place = Path(tempfile.mkdtemp(prefix=f"{statement.work}-draft-"))
    store.lay_all(place, tuple(entry.artefact for entry in entries if entry.artefact.size))
    failed = any(check.verdict == "failed" for entry in entries for check in entry.checks)
    return Draft(findings, place, tuple(entries), tuple(not_due), max(code, int(failed)))


def _editions(statement: Statement, languages: tuple[str, ...]) -> tuple[Edition, ...]:
    there = {edition.language: edition for edition in statement.editions}
    for language in languages:
        if language not in there:
            raise UsageError(f"{statement.work} has no edition in {language!r}; there are {', '.join(there)}")
    return tuple(edition for tag, edition in there.items() if not languages or tag in languages)


def _entry(statement: Statement, edition: Edition, made: Product) -> Entry:
    judged = production.judged(statement, edition, made, OUTSIDE)
    return Entry(edition.language, made.artefact, False, production.in_order(judged.checks, made.artefact, REASON))


def files(draft: Draft) -> tuple[Path, ...]:
    """Where the files lie that one opens to look at them: the main one of each target."""
    assert draft.folder is not None
    shown: dict[tuple[str, str], Artefact] = {}
    for entry in draft.entries:
        shown.setdefault((entry.language, entry.artefact.target), entry.artefact)
    return tuple(draft.folder / made.path for made in shown.values() if made.size)
