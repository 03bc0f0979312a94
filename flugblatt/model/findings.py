"""What went wrong, and where."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file: line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect in a source or an artefact.

    ``where`` is ``path:line:column`` for a source and a page, spine item or object for an artefact.
    ``message`` names what was expected and what was found; ``hint`` says what to do, and may be empty.
    """

    code: str
    severity: Severity
    message: str
    where: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.severity} {self.code} {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


@dataclass(frozen=True, slots=True)
class FindingCode:
    """What is said of a code. ``meaning`` is what is demanded of a source, or what was found in a file; ``remedy`` what to do.

    A code of the source shows it, by examples of what is ``right`` and ``wrong``: short texts, or sentences where an example
    needs a file of its own.
    """

    meaning: str
    remedy: str = ""
    reason: str = ""
    right: str = ""
    wrong: str = ""
    severity: Severity = "error"


def escaped(text: str) -> str:
    """``text`` on one line, without anything that a terminal obeys."""
    return "".join(f"\\u{ord(char):04x}" if is_strange(char) else char for char in text)


def shown(name: str) -> str:
    """A name that is safe to print, and short."""
    safe = escaped(name)
    return safe if len(safe) <= 200 else f"{safe[:199]}…"


def is_strange(char: str) -> bool:
    """Whether a terminal may obey the character, or nobody sees it."""
    return unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") or char in BIDI_CONTROLS
