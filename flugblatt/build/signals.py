"""The end by a signal: what was begun is given up, every process of the run ends within two seconds, and out/ is whole.

Flow: ``heeded`` around a command -> SIGINT is KeyboardInterrupt, SIGTERM and SIGHUP are ``Terminated``, raised where the command is
-> pools are ended by ``given_up``, Java is closed -> the exit code 128 + signal. Where the command does not come to its end in
time, in the midst of a library's code, a watching thread ends the process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

PATIENCE = 1.5
"""Seconds from the signal to the end of a process that does not end by itself: chosen, all is over within two."""
WATCHING = "flugblatt-watch"
"""How the names of threads begin that hold no lock while they wait, so that a child of this process may be made beside them."""


class Terminated(BaseException):
    """The run was asked to end by SIGTERM or SIGHUP."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextmanager
def heeded() -> Iterator[None]:
    """Within it SIGTERM and SIGHUP raise ``Terminated`` in the main thread, and what does not end by itself is ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ears, mouth = os.pipe()
    os.set_blocking(mouth, False)
    before = {number: signal.signal(number, _raise) for number in (signal.SIGTERM, signal.SIGHUP)}
    woken = signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(ears, os.getpid()), name=f"{WATCHING} signals", daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(woken)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(mouth)


def _raise(number: int, _frame: FrameType | None) -> None:
    raise Terminated(number)


def _watch(ears: int, process: int) -> None:
    """Ends this process a while after a signal that asks it to end; returns when the command has ended."""
    while told := os.read(ears, 1):
        if told[0] in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            time.sleep(PATIENCE)
            if os.getpid() == process:
                end_children()
                os._exit(128 + told[0])
    os.close(ears)


def end_children() -> None:
    """Kills every process that this one has started, and those below them."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            with suppress(OSError, ValueError, IndexError), open(f"/proc/{name}/stat", "rb") as stream:
                parents.setdefault(int(stream.read().rpartition(b")")[2].split()[1]), []).append(int(name))
    found, waiting = list[int](), [os.getpid()]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    for child in found:
        with suppress(OSError):
            os.kill(child, signal.SIGKILL)


def given_up(pool: ProcessPoolExecutor) -> None:
    """Ends a pool whose work nobody waits for any more, in the midst of it."""
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(cancel_futures=True)


def in_worker() -> None:
    """In a process of a pool: Ctrl-C is heard by its parent alone, and where that is gone this one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    threading.Thread(target=_follow, args=(os.getppid(),), name=f"{WATCHING} parent", daemon=True).start()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def may_fork() -> bool:
    """Whether a child of this process would be whole: no thread but the one that asks does more than watch, and Siegfried, whose
    language has threads of its own, is not loaded."""
    return "pygfried" not in sys.modules and all(
        thread is threading.current_thread() or thread.name.startswith(WATCHING) for thread in threading.enumerate()
    )
