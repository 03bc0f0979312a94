"""A fault of the toolchain as a file to attach to a report: where it happened, never what was in the texts.

Flow: exception -> ``Crash`` (its kind and the lines of code that it came through, those of a worker process too) -> ``write``: a
file in the current folder -> one line for the terminal. The words of the exception may quote a text: they go into the file only
where the variable FLUGBLATT_CRASH_WORDS gives leave.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sysconfig
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from flugblatt import __version__, resources

LEAVE = "FLUGBLATT_CRASH_WORDS"
MOST_FRAMES = 60  # chosen: a recursion repeats itself
LONGEST_TOLD = 200
"""Characters of a fault's own words in the line for the terminal: chosen, one line."""
_FRAME = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')


@dataclass(frozen=True, slots=True)
class Crash:
    """``kind`` is the exception's name, ``frames`` the places that it came through, the last one where it happened."""

    kind: str
    frames: tuple[str, ...]
    words: str = ""

    @property
    def place(self) -> str:
        """``engine.py:120``."""
        return self.frames[-1].rpartition("/")[2].partition(" ")[0] if self.frames else "an unknown place"


class Crashed(Exception):
    """A fault that another process met, by what is known of it here."""

    def __init__(self, crash: Crash) -> None:
        super().__init__(crash)
        self.crash = crash


def of(error: BaseException) -> Crash:
    """What is to be told of an exception; of one that came out of a worker process, what happened there."""
    if isinstance(error, Crashed):
        return error.crash
    frames = [_frame(one.filename, one.lineno or 0, one.name) for one in traceback.extract_tb(error.__traceback__)]
    if error.__cause__ is not None and type(error.__cause__).__name__ == "_RemoteTraceback":
        frames += [_frame(file, int(line), name) for file, line, name in _FRAME.findall(str(error.__cause__))]
    return Crash(type(error).__name__, tuple(frames[-MOST_FRAMES:]), " ".join(str(error).split()))


def _frame(file: str, line: int, name: str) -> str:
    """A place without the folders of this machine, which may bear a name."""
    roots = (resources.CHECKOUT, Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("stdlib")))
    path = Path(file)
    within = next((path.relative_to(root) for root in roots if path.is_relative_to(root)), Path(path.name))
    return f"{within.as_posix()}:{line} {name}"


def write(crash: Crash) -> Path | None:
    """Writes the file and returns its path, in the current folder or, where that cannot be written, in that of temporary files;
    None where neither can. The same fault has the same name, and is written once."""
    name = f"flugblatt-crash-{hashlib.sha256(repr((crash.kind, crash.frames)).encode()).hexdigest()[:8]}.txt"
    for folder in (Path(), Path(tempfile.gettempdir())):
        try:
            (folder / name).write_text(text(crash), encoding="utf-8", errors="backslashreplace")
            return folder / name
        except OSError:
            continue
    return None


def text(crash: Crash) -> str:
    """What the file says."""
    said = crash.words if os.environ.get(LEAVE) else f"left out, since they may quote a text ({LEAVE}=1 puts them in)"
    lines = (
        f"flugblatt {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"{crash.kind}; its words: {said}",
        *(f"  {frame}" for frame in crash.frames),
        "Nothing of your texts, names and folders is in this file.",
    )
    return "\n".join(lines[:-1] if os.environ.get(LEAVE) else lines) + "\n"


def line(crash: Crash) -> str:
    """What is said of the fault in one line, once its file is written."""
    told = f" ({crash.words[:LONGEST_TOLD]})" if crash.words else ""
    path = write(crash)
    attached = f"; attach {path} to a report: no text is in it" if path else ""
    return f"a fault of the toolchain: {crash.kind} in {crash.place}{told}{attached}"
