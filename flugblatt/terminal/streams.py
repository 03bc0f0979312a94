"""Standard output and standard error: any character, in any encoding, also where nobody reads any more.

What a stream cannot carry is shown by a plain sign or an escape; a stream that nobody reads any more is given up without a word.
"""

from __future__ import annotations

import codecs
import io
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from flugblatt.model.errors import ToolFailed
from flugblatt.terminal.translation import said

PLAIN = {"✓": "+", "✕": "x", "–": "-", "“": '"', "”": '"', "…": "..."}
"""For terminals without these; every other character that they lack is shown by its escape."""


def prepare() -> None:
    """Readies both streams for any character: in windows-1252, in ASCII, or closed from the beginning. Standard output is kept
    back until ``flush``, also where PYTHONUNBUFFERED is set."""
    codecs.register_error("flugblatt", _replaced)
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries say to programmers is not for people
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            late = name == "stdout"
            stream.reconfigure(errors="flugblatt", line_buffering=not late, write_through=False)


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    char = error.object[error.start]
    return PLAIN.get(char) or char.encode("ascii", "backslashreplace").decode(), error.start + 1


def show(lines: Iterable[str]) -> None:
    """Lines on standard output. ToolFailed where it cannot take them."""
    with _written():
        sys.stdout.writelines(f"{line}\n" for line in lines)


def show_text(text: str) -> None:
    """As ``show``, of a text that has its line ends."""
    with _written():
        sys.stdout.write(text)


def show_json(text: str) -> None:
    """For programs: UTF-8, whatever the terminal reads (RFC 8259, 8.1); half a surrogate is an escape of JSON. As ``show``."""
    with _written():
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))


def flush() -> None:
    """What was printed leaves here, where its failing can be told. As ``show``."""
    with _written():
        pass


def progress(line: str) -> None:
    """A line on standard error, in the language that is spoken; where that fails the work goes on."""
    aside(said(line))


def aside(line: str) -> None:
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:
        give_up(sys.stderr)


def silent(line: str) -> None:
    """In the place of ``progress``, where nobody wants to read it."""


@contextmanager
def _written() -> Iterator[None]:
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        give_up(sys.stdout)
    except OSError as error:
        give_up(sys.stdout)
        raise ToolFailed(f"the result cannot be written: {error.strerror}") from error


def give_up(stream: TextIO) -> None:
    """Nothing is said there any more, and what is left in it is no error when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
