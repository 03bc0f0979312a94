"""The exceptions that end a run, each with its exit code.

    FlugblattError
    ├── UsageError      2  the command line asks for something that does not exist
    ├── ContentError    3  a source has errors; carries the findings
    ├── ToolMissing     4  a tool, font or library is missing; the message says what to type
    └── ToolFailed      5  a tool crashed or answered nothing

A defect in the product is no exception but a ``Finding``; a red check ends the run with exit code 1.
"""

from __future__ import annotations

from flugblatt.model.findings import Finding


class FlugblattError(Exception):
    exit_code = 5


class UsageError(FlugblattError):
    exit_code = 2


class ContentError(FlugblattError):
    """``findings`` holds every problem of the work, in the order of file, line and column."""

    exit_code = 3

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[type[ContentError], tuple[tuple[Finding, ...]]]:
        """So that it comes out of another process as it was."""
        return ContentError, (self.findings,)


class ToolMissing(FlugblattError):
    exit_code = 4


class ToolFailed(FlugblattError):
    exit_code = 5
