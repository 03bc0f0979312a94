"""The sources of works, read in a process that may be ended, so that no source takes the machine with it.

Flow: names of works -> one child of this process, with limits of memory and, for each work, of time -> each work's Statement and
findings, as they come -> a child that was ended or ran out of memory costs the work that it read; another reads the rest.
A process with threads, or with Siegfried, may have no such child (``may_fork``): it could wait for ever for what a thread held. It
asks a helper, a process begun anew, whose children are the same.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import resource
import select
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from flugblatt import resources
from flugblatt.build import signals
from flugblatt.content.finding_codes import finding_at
from flugblatt.model import Edition, Finding, Place, Statement
from flugblatt.model.errors import ContentError, FlugblattError
from flugblatt.report.crash import Crashed, of
from flugblatt.tables.limits import limit, raising

Read = tuple[Statement | None, tuple[Finding, ...]]
Value = TypeVar("Value")
Name = TypeVar("Name")
MEMORY = "memory_bytes"
PATIENCE = 10
"""So many times its seconds of the processor a reader may take by the clock: chosen, disks and other programs take their time."""
LEAST_SECONDS, BYTES_A_SECOND = 40, 10_000
"""Chosen: a statement takes 3 s, and a PDF of 1,390 pages and 6 MB took 500 s."""
_LENGTH = struct.Struct(">Q")


class Ended(Exception):
    """A limit ended the reading: its name, and what was found."""

    def __init__(self, limit: str, found: str) -> None:
        super().__init__(limit, found)
        self.limit, self.found = limit, found


def works(content: Path, names: Sequence[str]) -> Iterator[tuple[str, Read | Crashed]]:
    """Each work by its name as it was read and compared with a second parser; a fault of the toolchain as such."""
    for name, made in zip(names, each(partial(_read, content), names), strict=True):
        yield name, (None, (_over(name, made),)) if isinstance(made, Ended) else made


def work(content: Path, name: str) -> Read:
    """One work, as ``works`` reads it. Raises Crashed for a fault of the toolchain."""
    ((_, read),) = works(content, [name])
    if isinstance(read, Crashed):
        raise read
    return read


def _read(content: Path, name: str) -> Read:
    from flugblatt.content import read_work

    statement, findings = read_work(content / name)
    return statement, (findings + _misread(statement.editions)) if statement else findings


def _misread(editions: tuple[Edition, ...]) -> tuple[Finding, ...]:
    """Where an edition is not what its source says. Asked before all else: titles stand in records and pictures, too."""
    from flugblatt.judges.fidelity import second_parser

    return tuple(finding for edition in editions for finding in second_parser.check(edition))


def _over(work: str, ended: Ended) -> Finding:
    unit = ended.limit.replace("_", " ").removeprefix("reading ").removeprefix("setting ")
    message = f"sources that can be read and set within {limit(ended.limit):,} {unit} were expected, {ended.found}"
    hint = raising(ended.limit, ["part the text into several works"])
    return finding_at("over-limit", work, Place(1, 1), message, hint)


def each(
    function: Callable[[Name], Value], names: Sequence[Name], kind: str = "reading_seconds", seconds: int = 0
) -> Iterator[Value | Ended | Crashed]:
    """What the function, one of a module, makes of each name, in their order, within the limit of time ``kind``, or ``seconds`` of
    it, and that of memory. Raises what the function raises of the exceptions that end a run."""
    seconds = seconds or limit(kind)
    if not signals.may_fork():
        yield from (_told(_HELPER.made(function, name, kind, seconds)) for name in names)
        return
    rest = list(names)
    while rest:
        with _Child(function, rest, seconds, limit(MEMORY)) as child:
            while rest:
                made = child.next(seconds * PATIENCE)
                rest.pop(0)
                if made is None:
                    yield child.why(kind)
                    break
                yield _told(made)


def _told(made: Any) -> Any:
    if isinstance(made, FlugblattError):
        raise made
    return made


def _attempt(function: Callable[[Name], Value], name: Name) -> Value | Ended | Crashed | FlugblattError:
    try:
        return function(name)
    except MemoryError:
        return Ended(MEMORY, "found others, which need more")
    except FlugblattError as error:
        return error
    except Exception as error:
        return Crashed(of(error))


class _Helper:
    """A process without threads, begun when it is first needed, that has children for this one."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()

    def made(self, function: Callable[[Any], Any], name: Any, kind: str, seconds: int) -> Any:
        """What ``each`` makes of a name in the helper; a helper that died is begun once more."""
        asked = (os.getcwd(), resources.own(), function, name, kind, seconds)
        for _ in range(2):
            try:
                return self._begun().submit(_in_helper, *asked).result()
            except BrokenProcessPool:
                self._pool = None
        return Ended(MEMORY, "found others, which ended their reader")

    def _begun(self) -> ProcessPoolExecutor:
        with self._lock:
            self._pool = self._pool or ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin_helper)
            return self._pool


_HELPER = _Helper()


def _begin_helper() -> None:
    from flugblatt.judges.fidelity import second_parser  # noqa: F401  # once for all of its children

    signals.in_worker()


def _in_helper(
    folder: str,
    tables: tuple[resources.TableFile, ...],
    function: Callable[[Any], Any],
    name: Any,
    kind: str,
    seconds: int,
) -> Any:
    os.chdir(folder)  # names may be relative, and the helper was begun where its owner stood then
    resources.use(tables)
    return next(each(function, [name], kind, seconds))


class _Child:
    """A process that makes values and sends them, until it is through or ended."""

    def __init__(self, function: Callable[[Any], Any], names: Sequence[Any], seconds: int, memory: int) -> None:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        receiver, sender = os.pipe()
        self._id = os.fork()
        if self._id == 0:
            try:
                os.close(receiver)
                _work(function, names, sender, seconds, memory)
            finally:
                os._exit(0)
        os.close(sender)
        self._receiver, self._late = receiver, False

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the child, whatever it does."""
        os.close(self._receiver)
        if self._id:
            os.kill(self._id, signal.SIGKILL)
            os.waitpid(self._id, 0)

    def next(self, seconds: float) -> Any:
        """The next value; None where the child ended before it, or took longer by the clock."""
        ends = time.monotonic() + seconds
        head = self._bytes(_LENGTH.size, ends)
        body = head and self._bytes(_LENGTH.unpack(head)[0], ends)
        return pickle.loads(body) if body else None

    def _bytes(self, count: int, ends: float) -> bytes:
        got = bytearray()
        while len(got) < count:
            if not select.select([self._receiver], [], [], max(0.0, ends - time.monotonic()))[0]:
                self._late = True
                return b""
            piece = os.read(self._receiver, min(count - len(got), 1 << 20))
            if not piece:
                return b""
            got += piece
        return bytes(got)

    def why(self, kind: str) -> Ended:
        """What ended the child."""
        if self._late:
            return Ended(kind, "found others, which take longer")
        _, status = os.waitpid(self._id, 0)
        self._id = 0
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if ended == signal.SIGXCPU:
            return Ended(kind, "found others, which take longer")
        return Ended(MEMORY, f"found others, which ended their reader{f' (signal {ended})' if ended else ''}")


def _work(function: Callable[[Any], Any], names: Sequence[Any], sender: int, seconds: int, memory: int) -> None:
    """In the child: each value as a length and its pickle."""
    signals.in_worker()
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_DATA, own_memory(memory))
    with os.fdopen(sender, "wb") as stream:
        for name in names:
            spent = resource.getrusage(resource.RUSAGE_SELF)
            _lower(resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime) + seconds)
            made = pickle.dumps(_attempt(function, name), pickle.HIGHEST_PROTOCOL)
            stream.write(_LENGTH.pack(len(made)) + made)
            stream.flush()


@contextmanager
def setting(work: str, editions: int = 1) -> Iterator[None]:
    """Within it so many editions of a work are made. Raises ContentError where that takes longer than the limit, in seconds of the
    processor; only in the main thread, where a library comes back to Python."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        raise ContentError((_over(work, Ended("setting_seconds", "found others, which take longer to be set")),))

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit("setting_seconds") * editions, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def own_memory(memory: int) -> int:
    """The bytes that this process may write to with so many bytes more than now. Addresses that are only reserved, as Siegfried
    reserves them by the gigabyte, count for nothing."""
    with open("/proc/self/statm", encoding="ascii") as stream:
        return int(stream.read().split()[5]) * resource.getpagesize() + memory


def seconds_for(size: int) -> int:
    """The seconds of the processor that a finished file of so many bytes may take: judges take longer for longer ones, and a small
    one that takes long was made to."""
    return min(limit("judging_seconds"), LEAST_SECONDS + size // BYTES_A_SECOND)


def _lower(kind: int, most: int) -> None:
    """Sets the soft limit, never above the hard one."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
