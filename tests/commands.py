"""The command line, run in this process: what a command needs of Python is imported once and not for each test.

Flow: words -> ``cli.main`` with standard output and error caught -> ``Done``. ``LentJava`` stands for a Java process of the
command's own and is the one of the whole session. That the command also stands alone is shown by the tests that start it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from flugblatt import cli
from flugblatt.judges.external.java import JavaHost, Reply

PATIENCE = 900
"""Seconds after which a process of a test is taken to hang: far beyond what it takes on a machine that has other work, too."""


@dataclass(frozen=True, slots=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*words: str | Path) -> Done:
    out, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(errors):
        try:
            code = cli.main([str(word) for word in words])
        except SystemExit as end:  # the parser's own way to end
            code = int(end.code or 0)
    return Done(code, text_of(out), text_of(errors))


def text_of(stream: io.TextIOWrapper) -> str:
    data = stream.buffer
    assert isinstance(data, io.BytesIO)
    return data.getvalue().decode()


class LentJava:
    """A Java process that stays when its borrower closes it."""

    def __init__(self, host: JavaHost) -> None:
        self._host = host

    def ask(self, request: Mapping[str, object], limit: float | None = None) -> Reply:
        return self._host.ask(request, limit)

    def close(self) -> None:
        pass

    def __enter__(self) -> LentJava:
        return self

    def __exit__(self, *_: object) -> None:
        pass
