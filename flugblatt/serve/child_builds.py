"""Builds that are started from a page: each is the command ``build`` in a process of its own, one at a time for each work.

Flow: ``start`` -> process -> its lines, as they come -> ``ChildBuild`` with its exit code -> whoever waits is told.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from flugblatt import resources

COMMAND = (sys.executable, "-m", "flugblatt", "build", "--language-of-messages", "en")
MOST_LINES = 400
"""So many lines of a build are kept; chosen: more are read in its report."""


@dataclass(frozen=True, slots=True)
class ChildBuild:
    """A build of one work: ``lines`` is what it said so far; ``code`` is None while it runs."""

    work: str
    lines: tuple[str, ...] = ()
    code: int | None = None


class ChildBuilds:
    """The last build of each work; ``tell`` is called with the work when there is news of one."""

    def __init__(self, content: Path, out: Path, tell: Callable[[str], None]) -> None:
        self._words = ("--content", str(content), "--out", str(out))
        self._tell = tell
        self._last: dict[str, ChildBuild] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._processes: set[asyncio.subprocess.Process] = set()

    def last(self, work: str) -> ChildBuild | None:
        return self._last.get(work)

    def start(self, work: str) -> None:
        """Begins a build, unless one of this work runs."""
        before = self._last.get(work)
        if before is None or before.code is not None:
            self._last[work] = ChildBuild(work)
            task = asyncio.get_running_loop().create_task(self._run(work))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    def stop(self) -> None:
        """Ends the processes; a build that is ended leaves what was published."""
        for process in self._processes:
            if process.returncode is None:
                process.terminate()

    async def _run(self, work: str) -> None:
        path = os.pathsep.join(filter(None, (str(resources.PACKAGE.parent), os.environ.get("PYTHONPATH", ""))))
        process = await asyncio.create_subprocess_exec(
            *(*COMMAND, work, *self._words),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
        )
        self._processes.add(process)
        assert process.stdout is not None
        async for line in process.stdout:
            said = line.decode("utf-8", "replace").rstrip()
            if said:
                build = self._last[work]
                self._last[work] = replace(build, lines=(*build.lines, said)[-MOST_LINES:])
                self._tell(work)
        code = await process.wait()
        self._processes.discard(process)
        self._last[work] = replace(self._last[work], code=code)
        self._tell(work)
