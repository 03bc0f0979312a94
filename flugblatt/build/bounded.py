"""The sources of works, read in a process that may be ended, so that no source takes the machine with it.

Flow: names of works -> one child of this process, with limits of memory and, for each work, of time -> each work's Statement and
findings, as they come -> a child that was ended or ran out of memory costs the work that it read; another reads the rest.
A process with threads reads by itself: a child of it could wait for ever for what a thread held.
"""

from __future__ import annotations

import os
import pickle
import resource
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from flugblatt.build import signals
from flugblatt.content.finding_codes import finding_at
from flugblatt.model import Edition, Finding, Place, Statement
from flugblatt.report.crash import Crashed, of
from flugblatt.tables.limits import limit, raising

Read = tuple[Statement | None, tuple[Finding, ...]]
Value = TypeVar("Value")
PATIENCE = 10
"""So many times its seconds of the processor a reader may take by the clock: chosen, disks and other programs take their time."""
_LENGTH = struct.Struct(">Q")


class Ended(Exception):
    """A limit ended the reading: its name, and what was found."""

    def __init__(self, limit: str, found: str) -> None:
        super().__init__(limit, found)
        self.limit, self.found = limit, found


def works(content: Path, names: Sequence[str]) -> Iterator[tuple[str, Read | Crashed]]:
    """Each work by its name as it was read and compared with a second parser; a fault of the toolchain as such."""
    for name, made in zip(names, each(lambda name: _read(content / name), names), strict=True):
        yield name, (None, (_over(name, made),)) if isinstance(made, Ended) else made


def _read(folder: Path) -> Read:
    from flugblatt.content import read_work

    statement, findings = read_work(folder)
    return statement, (findings + _misread(statement.editions)) if statement else findings


def _misread(editions: tuple[Edition, ...]) -> tuple[Finding, ...]:
    """Where an edition is not what its source says. Asked before all else: titles stand in records and pictures, too."""
    from flugblatt.judges.fidelity import second_parser

    return tuple(finding for edition in editions for finding in second_parser.check(edition))


def _over(work: str, ended: Ended) -> Finding:
    message = f"sources that can be read within {limit(ended.limit):,} {ended.limit.replace('_', ' ')} were expected, {ended.found}"
    hint = raising(ended.limit, ["part the text into several works"])
    return finding_at("over-limit", work, Place(1, 1), message.replace("reading seconds", "seconds"), hint)


def each(
    function: Callable[[str], Value],
    names: Sequence[str],
    seconds: str = "reading_seconds",
    memory: str = "memory_bytes",
) -> Iterator[Value | Ended | Crashed]:
    """What the function makes of each name, in their order, within the limits of these names."""
    if not signals.only_watching() or not hasattr(os, "fork"):
        yield from (_attempt(function, name, memory) for name in names)
        return
    rest = list(names)
    while rest:
        with _Child(function, rest, limit(seconds), limit(memory)) as child:
            while rest:
                made = child.next(limit(seconds) * PATIENCE)
                rest.pop(0)
                if made is None:
                    yield child.why(seconds, memory)
                    break
                yield made


def _attempt(function: Callable[[str], Value], name: str, memory: str) -> Value | Ended | Crashed:
    try:
        return function(name)
    except MemoryError:
        return Ended(memory, "found others, which need more")
    except Exception as error:
        return Crashed(of(error))


class _Child:
    """A process that makes values and sends them, until it is through or ended."""

    def __init__(self, function: Callable[[str], Any], names: Sequence[str], seconds: int, memory: int) -> None:
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

    def why(self, seconds: str, memory: str) -> Ended:
        """What ended the child."""
        if self._late:
            return Ended(seconds, "found others, which take longer")
        _, status = os.waitpid(self._id, 0)
        self._id = 0
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if ended == signal.SIGXCPU:
            return Ended(seconds, "found others, which take longer")
        return Ended(memory, f"found others, which ended their reader{f' (signal {ended})' if ended else ''}")


def _work(function: Callable[[str], Any], names: Sequence[str], sender: int, seconds: int, memory: int) -> None:
    """In the child: each value as a length and its pickle."""
    signals.in_worker()
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with open("/proc/self/statm", encoding="ascii") as stream:
        taken = int(stream.read().split()[0]) * resource.getpagesize()
    _lower(resource.RLIMIT_AS, taken + memory)
    with os.fdopen(sender, "wb") as stream:
        for name in names:
            spent = resource.getrusage(resource.RUSAGE_SELF)
            _lower(resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime) + seconds)
            made = pickle.dumps(_attempt(function, name, "memory_bytes"), pickle.HIGHEST_PROTOCOL)
            stream.write(_LENGTH.pack(len(made)) + made)
            stream.flush()


def _lower(kind: int, most: int) -> None:
    """Sets the soft limit, never above the hard one."""
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
