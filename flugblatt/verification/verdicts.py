"""The values of a verification: what was said of each file of a package, and what that comes to.

Flow: ``Check``s of a file -> ``Judged`` -> ``Verification`` of the package, with its verdict and exit code.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flugblatt.model import Check, Grade, Verdict
from flugblatt.model.checks import overall, reaches, value_of
from flugblatt.model.errors import ToolFailed

TOOL = "our checks"
FAILED = "a tool that failed"
"""The tool of a check that was not run because its tool failed."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A file of the package by its path in the bag, or the package as a whole (no path), and the checks made of it.

    ``unjudged`` says why nobody judges what the file holds; such a file counts neither as passed nor as failed.
    """

    path: str
    checks: tuple[Check, ...] = ()
    unjudged: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """``says`` tells what the package was taken for, ``folder`` where in the bag it stands, ``closing`` what the verdict
    proves and what not; ``required`` is the grade that was asked for, ``remade`` the one that building it again gives."""

    path: str
    says: str
    judged: tuple[Judged, ...]
    closing: str
    required: Grade
    folder: str = ""
    remade: Grade | None = None

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for one in self.judged for check in one.checks)

    @property
    def verdict(self) -> Verdict:
        """*failed* where a check failed; *passed* where each passed; else *not run*: something could not be checked here."""
        return overall(check.verdict for check in self.checks)

    @property
    def grade(self) -> Grade | None:
        """*read* where every file was judged, and what was built again gives no more; None of a package that did not pass."""
        return (self.remade or "read") if self.verdict == "passed" else None

    @property
    def exit_code(self) -> int:
        """1 for what failed, could not be checked here or is proven less strongly than was asked for, 5 where the only reason for
        that is a tool that failed."""
        if self.verdict == "passed" and not reaches(self.grade, self.required):
            return 1
        stopped = any(check.tool == FAILED for check in self.checks)
        return {"passed": 0, "failed": 1, "not run": ToolFailed.exit_code if stopped else 1}[self.verdict]


def attempt(name: str, judge: Callable[..., Check], *values: Any) -> Check:
    """The check; *not run* with the reason where its tool failed."""
    try:
        return judge(*values)
    except ToolFailed as error:
        return Check.not_run(name, str(error), FAILED)


def as_json(verification: Verification) -> str:
    value = {
        "package": verification.path,
        "says": verification.says,
        "verdict": verification.verdict,
        "grade": verification.grade,
        "required": verification.required,
        "files": [
            {"path": one.path, "checks": [value_of(check) for check in one.checks]}
            | ({"not_run": one.unjudged} if one.unjudged else {})
            for one in verification.judged
        ],
        "closing": verification.closing,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
