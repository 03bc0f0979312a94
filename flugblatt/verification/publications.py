"""The judges of publications, again, on the packaged bytes: in worker processes, and on the Java process beside them.

Flow: publications by edition and target -> guards against what would fill the memory -> Java judges on threads, the others
in processes that hostile bytes may bring down without bringing this one down -> checks in the order of the table of targets.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver

from flugblatt import resources
from flugblatt.judges import judge_table
from flugblatt.judges.epub import guard
from flugblatt.judges.external import java, siegfried
from flugblatt.judges.external.java import JavaHost
from flugblatt.model import Check, Edition, Finding, Statement
from flugblatt.model.cases import Case
from flugblatt.model.errors import ToolFailed, ToolMissing
from flugblatt.model.targets import TARGETS, Form
from flugblatt.verification.inflation import problem
from flugblatt.verification.verdicts import FAILED

MEMORY = 4 * 2**30
SECONDS = 600
WORTH_ANOTHER = 24
"""So many files a worker judges before another one, which warms up first, takes work off it: Java needs a core, too."""
INSIDE = ("fidelity", "glyphs", "preflight", "metadata")
"""Checks that a worker makes, which are the names of their judges' rooms."""
CODES = {
    "judge-crashed": "a file that no judge survived: it took too much memory or time, or broke the reader",
    "judge-inflated": "a PDF whose streams unpack to a size that no statement has",
}


@dataclass(frozen=True, slots=True)
class Task:
    """A published file with the edition it must be of, its target and its form in the table of targets; of a leaflet also its
    format, its kind, and the file that it is held against: the reading file, for a ticket the press file."""

    path: str
    edition: Edition
    target: str
    form: Form
    data: bytes
    format: str = ""
    kind: str = ""
    beside: bytes = b""


class Outside:
    """The Java process of a verification. Bytes that bring it down cost themselves the verdict, and nobody else."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._host = java.start(warm=False)

    def close(self) -> None:
        self._host.close()

    def judge(self, name: str, data: bytes) -> Check:
        """The check ``verapdf:<profile>`` or ``epubcheck``; *not run* with the reason where the tool failed twice."""
        reason = ""
        for _attempt in (1, 2):
            host = self._host
            try:
                return judge_table.ask(name, host, data)
            except ToolFailed as error:
                reason = str(error)
                self._replace(host)
        return Check(name, "not run", FAILED, reason=reason)

    def _replace(self, failed: JavaHost) -> None:
        with self._lock:
            if self._host is failed:
                failed.close()
                self._host = java.start(warm=False)


@dataclass(frozen=True, slots=True)
class Judges:
    """Both kinds of judges of one verification."""

    workers: Workers
    outside: Outside

    def judge(self, statement: Statement, tasks: tuple[Task, ...]) -> dict[str, tuple[Check, ...]]:
        """The checks of each file by its path, in the order in which the table of targets names them."""
        guarded = {task.path: check for task in tasks if (check := _guard(task)) is not None}
        fit = [task for task in tasks if task.path not in guarded or guarded[task.path].verdict == "passed"]
        with ThreadPoolExecutor(1) as books, ThreadPoolExecutor(1) as pages, ThreadPoolExecutor(1) as formats:
            asked: list[tuple[str, Future[Check]]] = []
            for task in fit:
                for name in task.form.checks:
                    if name == "format-id":
                        asked.append((task.path, formats.submit(_identified, task)))
                    elif judge_table.needs_java(name):  # Java has a thread for each
                        thread = books if name == "epubcheck" else pages
                        asked.append((task.path, thread.submit(self.outside.judge, name, task.data)))
            made = {path: list(checks) for path, checks in self.workers.judge(statement, fit).items()}
            for path, future in asked:
                made.setdefault(path, []).append(future.result())
        return {task.path: _ordered(task, made.get(task.path, []), guarded.get(task.path)) for task in tasks}


def _guard(task: Task) -> Check | None:
    """What stands before the other judges, which are no gate against hostile books and pages."""
    if task.form.media_type == "application/epub+zip":
        return guard.judge(task.data)
    if task.form.media_type == "application/pdf" and (words := problem(task.data)):
        finding = Finding("judge-inflated", "error", words, task.path, "nothing of it was unpacked further")
        return Check("guard", "failed", "our checks", (finding,))
    return None


def _identified(task: Task) -> Check:
    """Siegfried loads its register once, in this process, which asks it for the files of the package as a whole, too."""
    try:
        return siegfried.judge(task.data, task.form.pronom)
    except ToolFailed as error:
        return Check("format-id", "not run", FAILED, reason=str(error))


def _ordered(task: Task, made: list[Check], guarded: Check | None) -> tuple[Check, ...]:
    """The checks as the table of targets lists them; one that was not made says why."""
    checks = {check.check: check for check in (*made, *((guarded,) if guarded else ()))}
    refused = guarded is not None and guarded.verdict == "failed"
    why = "the guard refused the file" if refused else "verify has no judge of this name"
    names = dict.fromkeys((*(["guard"] if refused else []), *task.form.checks, *checks))
    return tuple(checks.get(name) or Check(name, "not run", "", reason=why) for name in names)


# --- Worker processes ----------------------------------------------------------------------------


class Workers:
    """Processes for the judges that need no Java, which hostile bytes may break. They are split off from one that has
    imported the judges and does nothing else; it starts at once, beside whatever comes first."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        judges = [f"flugblatt.judges.{name}" for name in INSIDE]
        readers = [name.partition(":")[0] for target in TARGETS for name in (target.fidelity, target.metadata) if name]
        self._context.set_forkserver_preload([*judges, *dict.fromkeys(readers)])
        forkserver.ensure_running()

    def judge(self, statement: Statement, files: list[Task]) -> dict[str, tuple[Check, ...]]:
        """The checks that need no Java. A task that brings its process down is tried once more, alone."""
        tasks = [task for task in files if any(name in INSIDE for name in task.form.checks)]
        count = min(os.cpu_count() or 1, 1 + len(tasks) // WORTH_ANOTHER)
        found = self._answers(count, statement, tasks)
        for task in tasks:
            if task.path in found:
                continue
            found |= self._answers(1, statement, [task])
            if task.path not in found:
                limits = f"{SECONDS} s and {MEMORY >> 30} GiB"
                message = f"expected a file that the judges can read within {limits}; found another"
                finding = Finding("judge-crashed", "error", message, task.path)
                found[task.path] = (Check("fidelity", "failed", "our checks", (finding,)),)
        return found

    def _answers(self, count: int, statement: Statement, tasks: list[Task]) -> dict[str, tuple[Check, ...]]:
        """What so many workers answer until one of them dies."""
        futures: list[tuple[str, Future[tuple[Check, ...]]]] = []
        found: dict[str, tuple[Check, ...]] = {}
        longest_first = sorted(tasks, key=lambda task: "preflight" not in task.form.checks)
        pool = ProcessPoolExecutor(count, self._context, initializer=_start, initargs=(resources.own(),))
        try:
            with suppress(BrokenProcessPool):
                for task in longest_first:
                    futures.append((task.path, pool.submit(_work, statement, task)))
            for path, future in futures:
                with suppress(BrokenProcessPool):
                    found[path] = future.result()
        finally:
            pool.shutdown(cancel_futures=True)
        return found


def _start(tables: tuple[resources.TableFile, ...]) -> None:
    """A worker reads the tables that its starter does, and may not take the machine with it."""
    resources.use(tables)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _work(statement: Statement, task: Task) -> tuple[Check, ...]:
    """Runs in a worker: the judges of this target but those of Java and the guard."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + SECONDS, hard))
    return tuple(_guarded(name, statement, task) for name in task.form.checks if name in INSIDE)


def _guarded(name: str, statement: Statement, task: Task) -> Check:
    try:
        return judge_table.judge(
            name,
            Case(statement, task.edition, task.target, task.data, (), task.format, task.kind, task.beside),
        )
    except ToolFailed as error:
        return Check(name, "not run", FAILED, reason=str(error))
    except ToolMissing:
        raise
    except Exception as error:  # hostile bytes must end in a verdict, whatever they make a library throw
        message = f"expected a file that can be read; found one that cannot ({type(error).__name__}: {error})"
        return Check(name, "failed", "our checks", (Finding("judge-crashed", "error", message, task.path),))
