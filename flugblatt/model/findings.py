"""What went wrong, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
