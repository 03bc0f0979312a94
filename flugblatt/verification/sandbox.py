"""The judges of publications, again, on the packaged bytes: in worker processes, and on the Java process beside them.

Flow: publications as ``Case``s by their path -> guards against what would fill the memory -> Java judges on threads, the others
in processes that hostile bytes may bring down without bringing this one down -> checks in the order of the table of targets.

Rule: every judge of a file comes to a verdict, within the time and memory that a statement can need.
Reason: a file that breaks its judge was not judged, and may be made to break it.
Passes: a file that is read to its end.
Fails: with one of its codes.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing import forkserver

from flugblatt import resources
from flugblatt.build.bounded import own_memory, seconds_for
from flugblatt.build.signals import given_up, in_worker
from flugblatt.judges import judge_table
from flugblatt.judges.external import java
from flugblatt.judges.external.java import JavaHost
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.cases import Case
from flugblatt.model.checks import unreadable
from flugblatt.model.errors import ToolFailed, ToolMissing
from flugblatt.model.targets import TARGETS
from flugblatt.tables.limits import limit, raising
from flugblatt.verification.inflation import problem
from flugblatt.verification.verdicts import FAILED, TOOL, attempt

WORTH_ANOTHER = 24
"""So many files a worker judges before another one, which warms up first, takes work off it: Java needs a core, too."""
BESIDE = ("epubcheck", "verapdf", "format-id")
"""Checks that have a thread of their own: Java judges one book and one page at a time, and Siegfried loads its register once."""
INSIDE = tuple(name for name in judge_table.JUDGES if name not in ("guard", *BESIDE))
"""Checks that a worker makes: all others but the guard, which stands before them."""
CODES: Mapping[str, FindingCode] = {
    "judge-crashed": FindingCode(
        "A file that no judge survived: it took too much memory or time, or broke the reader.",
        "Open the file with no other program. Take the package from its publisher again; if it is your own, build"
        " it again, and report the file if it crashes again.",
    ),
    "judge-limit": FindingCode(
        "A file of more pages or characters than any statement has.",
        "Raise the limit that the finding names, if the file is good.",
    ),
    "judge-inflated": FindingCode(
        "A PDF whose streams unpack to a size that no statement has.",
        "Open the file with no other program: it would fill the memory. Take the package from its publisher again.",
    ),
}
Checks = dict[str, tuple[Check, ...]]
"""The checks of files by their path in the bag."""


def crashed(path: str, size: int) -> Finding:
    """A file of so many bytes that brought its judges down."""
    seconds, memory = seconds_for(size), limit("memory_bytes")
    message = (
        f"expected a file that the judges can read within {seconds} s and {memory:,} bytes of memory; found another"
    )
    return Finding("judge-crashed", "error", message, path, raising("judging_seconds", [raising("memory_bytes")]))


class Outside:
    """The Java process of a verification. Bytes that bring it down cost themselves the verdict, and nobody else."""

    def __init__(self, limit: float = 120.0) -> None:
        """``limit`` is the longest time for one answer, in seconds: chosen, a work of 1,390 pages took 60."""
        self._lock, self._limit = threading.Lock(), limit
        self._host = java.start(warm=False, limit=limit)

    def close(self) -> None:
        self._host.close()

    def judge(self, name: str, data: bytes) -> Check:
        """The check ``verapdf:<profile>`` or ``epubcheck``; *not run* with the reason where the tool failed twice."""
        for _attempt in (1, 2):
            host = self._host
            check = attempt(name, judge_table.ask, name, host, data)
            if check.tool != FAILED:
                break
            self._replace(host)
        return check

    def _replace(self, failed: JavaHost) -> None:
        with self._lock:
            if self._host is failed:
                failed.close()
                self._host = java.start(warm=False, limit=self._limit)


@dataclass(frozen=True, slots=True)
class Judges:
    """Both kinds of judges of one verification."""

    workers: Workers
    outside: Outside

    def judge(self, cases: dict[str, Case]) -> Checks:
        """The checks of each file by its path, in the order in which the table of targets names them."""
        guards = {path: check for path, case in cases.items() if (check := _guard(path, case))}
        fit = {path: case for path, case in cases.items() if path not in guards or guards[path].verdict == "passed"}
        with ExitStack() as stack:
            threads = {name: stack.enter_context(ThreadPoolExecutor(1)) for name in BESIDE}
            asked = [
                (path, threads[thread].submit(self._beside, name, case))
                for path, case in fit.items()
                for name in case.form.checks
                if (thread := name.partition(":")[0]) in threads
            ]
            made = self.workers.judge(fit)
            for path, future in asked:
                made[path] = (*made.get(path, ()), future.result())
        return {path: _ordered(case, made.get(path, ()), guards.get(path)) for path, case in cases.items()}

    def _beside(self, name: str, case: Case) -> Check:
        if judge_table.needs_java(name):
            return self.outside.judge(name, case.data)
        return attempt(name, judge_table.judge, name, case)


def _guard(path: str, case: Case) -> Check | None:
    """What stands before the other judges, which are no gate against hostile books and pages."""
    if "guard" in case.form.checks:
        return judge_table.judge("guard", case)
    if case.form.media_type == "application/pdf" and (words := problem(case.data)):
        finding = Finding("judge-inflated", "error", words, path, "nothing of it was unpacked further")
        return Check.of("guard", TOOL, (finding,))
    return None


def _ordered(case: Case, made: tuple[Check, ...], guarded: Check | None) -> tuple[Check, ...]:
    """The checks as the table of targets lists them; one that was not made says why."""
    checks = {check.check: check for check in (guarded, *made) if check}
    refused = guarded is not None and guarded.verdict == "failed"
    why = "the guard refused the file" if refused else "verify has no judge of this name"
    names = dict.fromkeys((*(["guard"] if refused else []), *case.form.checks, *checks))
    return tuple(checks.get(name) or Check.not_run(name, why) for name in names)


# --- Worker processes ----------------------------------------------------------------------------


class Workers:
    """Processes for the judges that need no Java, which hostile bytes may break. They are split off from one that has
    imported the judges and does nothing else; it starts at once, beside whatever comes first."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("forkserver")
        judges = [f"flugblatt.judges.{name}" for name in INSIDE]  # a name without a room is passed over by the server
        readers = [name.partition(":")[0] for target in TARGETS for name in (target.fidelity, target.metadata) if name]
        self._context.set_forkserver_preload([*judges, *dict.fromkeys(readers)])
        forkserver.ensure_running()

    def judge(self, cases: dict[str, Case]) -> Checks:
        """The checks that need no Java. A file that brings its process down is tried once more, alone."""
        due = {path: case for path, case in cases.items() if {*INSIDE} & {*case.form.checks}}
        found = self._answers(min(os.cpu_count() or 1, 1 + len(due) // WORTH_ANOTHER), due)
        for path, case in due.items():
            if path not in found:
                found |= self._answers(1, {path: case})
            if path not in found:
                found[path] = (Check.of("fidelity", TOOL, (crashed(path, len(case.data)),)),)
        return found

    def _answers(self, count: int, cases: dict[str, Case]) -> Checks:
        """What so many workers answer until one of them dies."""
        futures: list[tuple[str, Future[tuple[Check, ...]]]] = []
        found: Checks = {}
        longest_first = sorted(cases.items(), key=lambda item: "preflight" not in item[1].form.checks)
        pool = ProcessPoolExecutor(count, self._context, initializer=_start, initargs=(resources.own(),))
        try:
            with suppress(BrokenProcessPool):
                for path, case in longest_first:
                    futures.append((path, pool.submit(_work, path, case)))
            for path, future in futures:
                with suppress(BrokenProcessPool):
                    found[path] = future.result()
        except BaseException:
            given_up(pool)
            raise
        finally:
            pool.shutdown(cancel_futures=True)
        return found


def _start(tables: tuple[resources.TableFile, ...]) -> None:
    """A worker reads the tables that its starter does, and may not take the machine with it."""
    in_worker()
    resources.use(tables)
    resource.setrlimit(resource.RLIMIT_DATA, (own_memory(limit("memory_bytes")),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _work(path: str, case: Case) -> tuple[Check, ...]:
    """Runs in a worker: the judges of this target but those of Java and the guard."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + seconds_for(len(case.data)), hard))
    return tuple(attempt(name, _judge, name, path, case) for name in case.form.checks if name in INSIDE)


def _judge(name: str, path: str, case: Case) -> Check:
    try:
        return judge_table.judge(name, case)
    except (ToolFailed, ToolMissing):
        raise
    except Exception as error:  # hostile bytes must end in a verdict, whatever they make a library throw
        return Check.of(name, TOOL, (unreadable("judge-crashed", "a file that can be read", error, path),))
