"""What other programs change in the project, told to every open page as server-sent events (HTML, 9.2).

Flow: watchfiles -> the works whose files changed -> ``Bell`` -> each open page, which asks for what it shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import awatch

from flugblatt import resources

HEARTBEAT = 15
"""Seconds; chosen: a browser that is gone is noticed by then."""
PAUSE = 60
"""Milliseconds that changes are gathered for; chosen: an editor writes a file in several steps."""


class Bell:
    """Tells every open page of an event: a name, and the work that it speaks of."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Queue[tuple[str, str]]] = set()

    def ring(self, event: str, work: str) -> None:
        for queue in self._waiting:
            queue.put_nowait((event, work))

    async def events(self) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._waiting.add(queue)
        try:
            yield b": open\n\n"
            while True:
                try:
                    event, work = await asyncio.wait_for(queue.get(), HEARTBEAT)
                    yield f"event: {event}\ndata: {work}\n\n".encode()
                except TimeoutError:
                    yield b": still here\n\n"
        finally:
            self._waiting.discard(queue)


async def watch(content: Path, bell: Bell) -> None:
    """Rings ``change`` for each work of which a file was changed, and for all (an empty name) where a table of the project was."""
    tables = [path for path in (content.absolute().parent / resources.PROJECT_FILE,) if path.is_file()]
    async for changes in awatch(content, *tables, step=PAUSE, debounce=4 * PAUSE):
        for work in sorted({_work(Path(path), content) for _, path in changes}):
            bell.ring("change", work)


def _work(path: Path, content: Path) -> str:
    here = content.resolve()
    return path.relative_to(here).parts[0] if path.is_relative_to(here) and path != here else ""
