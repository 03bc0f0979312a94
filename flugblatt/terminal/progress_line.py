"""What a run says while it works, and how long it has been at work.

Flow: lines of the run -> the last line of a terminal, or lines of their own where there is none.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time

from flugblatt.model.findings import escaped
from flugblatt.model.progress import Finished
from flugblatt.terminal.streams import give_up
from flugblatt.terminal.translation import said

SILENCE = 8.0  # seconds; chosen: who sees nothing for ten believes that nothing is done
BAR = 20  # columns
CLEAR = "\r\x1b[K"
"""The beginning of the line, and nothing behind it (ECMA-48, 8.3.41)."""


class Progress:
    """What a run says while it works. On a terminal one line at the bottom: the works done, the present step and the time left;
    elsewhere a line for each step and each finished work. Nothing is silent for longer than ``SILENCE``."""

    def __init__(self) -> None:
        self._begun = self._told = time.monotonic()
        self._present, self._done, self._total = "reading", 0, 0
        self._bar = sys.stderr is not None and sys.stderr.isatty()
        self._lock, self._end = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._keep_telling, name="flugblatt-watch progress", daemon=True)

    def __enter__(self) -> Progress:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        if self._bar:
            self._write(CLEAR)

    def say(self, line: str) -> None:
        """A line of the run: its present step, or a finished work."""
        with self._lock:
            if isinstance(line, Finished):
                self._done, self._total = line.done, line.total
            else:
                self._present = line
            if self._bar and not isinstance(line, Finished):
                self._write(CLEAR + self._summary())
            else:
                self._write((CLEAR if self._bar else "") + f"{said(line)}\n")

    def _keep_telling(self) -> None:
        while not self._end.wait(1 if self._bar else SILENCE / 4):
            with self._lock:
                if self._bar:
                    self._write(CLEAR + self._summary())
                elif time.monotonic() - self._told > SILENCE * 3 / 4:
                    gone = _lasting(time.monotonic() - self._begun)
                    self._write(said(f"still at work after {gone}: {self._present}") + "\n")

    def _summary(self) -> str:
        """The line at the bottom, cut to the width of the terminal."""
        gone = time.monotonic() - self._begun
        left = f", {_lasting(gone / self._done * (self._total - self._done))} left" if self._done else ""
        counts = f"{self._done} of {self._total} works" if self._total else ""
        filled = BAR * self._done // self._total if self._total else 0
        bar = f"[{'#' * filled}{'.' * (BAR - filled)}] " if self._total else ""
        told = f"{bar}{', '.join(filter(None, (counts, _lasting(gone))))}{left}: {escaped(self._present)}"
        return told[: max(20, shutil.get_terminal_size().columns - 1)]

    def _write(self, text: str) -> None:
        self._told = time.monotonic()
        try:
            print(text, end="", file=sys.stderr, flush=True)
        except (OSError, ValueError):
            give_up(sys.stderr)


def _lasting(seconds: float) -> str:
    """``3 min 20 s``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    named = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(named[:2]) or "0 s"
