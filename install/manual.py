"""The manual page and the completions of shells, written from the words of the command line.

    python install/manual.py

writes ``flugblatt.1`` (man(7)), ``flugblatt.bash`` and ``_flugblatt`` (zsh) beside this file; a test says when that is due. The
wheel carries them where man and the shells look. Flow: ``arguments.parser`` -> roff here, completions by shtab.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import shtab

from flugblatt import __version__
from flugblatt.terminal.arguments import PLACES, parser

HERE = Path(__file__).resolve().parent
WIDE = "1000"
"""Columns, so that argparse breaks no usage of its own."""
CODES = (
    ("0", "good"),
    ("1", "a check failed"),
    ("2", "usage"),
    ("3", "a problem of the content"),
    ("4", "a tool, font or library is missing; the message says what to type"),
    ("5", "a tool failed"),
    ("130, 143", "ended by a signal"),
)
FILES = (
    ("content/WORK/statement.yaml", "what is known of a work: date, issuers, kind and more"),
    ("content/WORK/TAG.md", "one edition: its language as file name, its title as the first heading"),
    ("flugblatt.toml", "the project: base_url, own languages, formats, shops and libraries"),
    ("out/", "what was published"),
    ("~/.cache/flugblatt", "what can be made again; XDG_CACHE_HOME says otherwise"),
)


def words() -> argparse.ArgumentParser:
    """The parser under the name that people type."""
    with mock.patch.object(sys, "argv", ["flugblatt"]), mock.patch.dict(os.environ, {"COLUMNS": WIDE}):
        return parser()


def files() -> dict[str, str]:
    """The three files by their names."""
    whole = words()
    with mock.patch.dict(os.environ, {"COLUMNS": WIDE}):
        return {
            "flugblatt.1": "\n".join(page(whole)) + "\n",
            "flugblatt.bash": shtab.complete(whole, "bash"),
            "_flugblatt": shtab.complete(whole, "zsh"),
        }


def page(whole: argparse.ArgumentParser) -> Iterator[str]:
    """The manual page, line by line."""
    commands = next(action for action in whole._actions if isinstance(action, argparse._SubParsersAction))
    says = {action.dest: action.help or "" for action in commands._choices_actions}
    yield f'.TH FLUGBLATT 1 "" "flugblatt {__version__}" "User Commands"'
    yield from (".SH NAME", "flugblatt \\- public statements in print and e\\-book form, every edition proven")
    yield from (".SH SYNOPSIS", ".B flugblatt", "[\\fICOMMAND\\fR] [\\fIOPTION\\fR]...")
    yield from (".SH DESCRIPTION", _text(whole.description or ""), ".PP", "Without a command, \\fBbuild\\fR.")
    yield ".SH COMMANDS"
    for name, command in commands.choices.items():
        yield from (f".SS {_text(name)}", _text(says[name]) + ".", ".PP", f"\\fB{_usage(command)}\\fR")
        for action in command._actions:
            if action.dest != "help":
                yield from (".TP", _named(action), _text(action.help or "") or "\\&")
    yield ".SH WHERE A COMMAND WORKS"
    yield from _terms((f"{name} DIR", said) for name, said in PLACES.items())
    yield ".SH EXIT STATUS"
    yield from _terms(CODES)
    yield ".SH FILES"
    yield from _terms(FILES)
    yield ".SH ENVIRONMENT"
    yield from _terms((("SOURCE_DATE_EPOCH", "the moment of package events, in seconds since 1970"),))


def _terms(pairs: Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]) -> Iterator[str]:
    for term, said in pairs:
        yield from (".TP", f"\\fB{_text(term)}\\fR", _text(said))


def _usage(command: argparse.ArgumentParser) -> str:
    return _text(" ".join(command.format_usage().removeprefix("usage: ").split()))


def _named(action: argparse.Action) -> str:
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    value = metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest.upper())
    if not action.option_strings:
        return f"\\fI{_text(value)}\\fR"
    names = ", ".join(f"\\fB{_text(name)}\\fR" for name in action.option_strings)
    return names if action.nargs == 0 else f"{names} \\fI{_text(value)}\\fR"


def _text(words: str) -> str:
    """Words on one line as roff reads them: no hyphen of its own, no request by accident."""
    line = " ".join(words.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{line}" if line.startswith((".", "'")) else line


if __name__ == "__main__":
    for name, text in files().items():
        (HERE / name).write_text(text, encoding="utf-8")
