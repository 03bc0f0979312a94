"""What a judge said of a finished file: a verdict with its findings.

Flow: findings of a judge -> ``Check.of`` -> report. Bytes that nobody trusts are read under ``survives``. A check stays a value
until a report or the state of the store writes it (``value_of``) or reads it back (``check_of``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Any, Literal, TypeVar, cast

from flugblatt.model.errors import FlugblattError
from flugblatt.model.findings import Finding

Verdict = Literal["passed", "failed", "not run"]
Grade = Literal["reproduced", "compared", "read"]
"""How a file was proven: made again, every byte the same; held against the file made again, in everything that a reader meets;
or its text read, while what the eye sees was not judged."""
GRADES: tuple[Grade, ...] = ("reproduced", "compared", "read")
"""The strongest first."""
Judge = TypeVar("Judge", bound="Callable[..., Check]")
MOST_FINDINGS = 100
"""So many findings of a check are kept: more helps nobody to mend a file."""
MOST_COUNTED = 10_000
"""So many are asked for, lest hostile bytes make a judge find for ever."""
LONGEST_MESSAGE = 600
"""So many characters of what a library says of unreadable bytes, which may quote them, are kept."""


@dataclass(frozen=True, slots=True)
class Check:
    """What one judge said of one artefact. ``reason`` is given where the verdict is ``not run``.

    ``readers`` is what programs see that know nothing of the structure of a PDF: it is told, and has no weight in the verdict.
    """

    check: str
    verdict: Verdict
    tool: str
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    detail: str = ""
    readers: tuple[Check, ...] = ()

    @classmethod
    def of(
        cls, check: str, tool: str, findings: Iterable[Finding], detail: str = "", *, warnings_fail: bool = False
    ) -> Check:
        """The check that failed where a finding is an error, and passed otherwise. Each finding stands once, errors first;
        where there are more than a hundred, ``detail`` says so."""
        found = sorted(dict.fromkeys(islice(findings, MOST_COUNTED)), key=lambda finding: finding.severity)
        failed = any(finding.severity == "error" or warnings_fail for finding in found)
        more = f"the first {MOST_FINDINGS} of {len(found):,} findings" if len(found) > MOST_FINDINGS else ""
        told = "; ".join(filter(None, (detail, more)))
        return cls(check, "failed" if failed else "passed", tool, tuple(found[:MOST_FINDINGS]), detail=told)

    @classmethod
    def not_run(cls, check: str, reason: str, tool: str = "") -> Check:
        """The check that could not be made, and why: it never counts as passed."""
        return cls(check, "not run", tool, reason=reason)


def survives(
    check: str, tool: str | Callable[..., str], code: str, expected: str, where: str = "file"
) -> Callable[[Judge], Judge]:
    """Decorates a judge of bytes that nobody trusts: whatever they make a library throw is a failed check, unless a tool is
    missing or failed. ``tool`` is a name, or makes one of the judge's arguments; ``expected`` are words for a file that can
    be read."""

    def decorated(judge: Judge) -> Judge:
        @wraps(judge)
        def guarded(*args: Any, **kwargs: Any) -> Check:
            try:
                return judge(*args, **kwargs)
            except FlugblattError:
                raise
            except Exception as error:
                name = tool if isinstance(tool, str) else tool(*args, **kwargs)
                return Check.of(check, name, (unreadable(code, expected, error, where),))

        return cast(Judge, guarded)

    return decorated


def unreadable(code: str, expected: str, error: Exception, where: str = "file") -> Finding:
    """What is found in bytes that made a library throw ``error``; without places in memory, which differ in every run."""
    message = f"expected {expected}; found one that cannot be read ({said_of(error)})"
    return Finding(code, "error", message[:LONGEST_MESSAGE], where)


def said_of(error: Exception) -> str:
    """What a library says of a file that it cannot read, or that a password protects it, which each says in another way."""
    name, said = type(error).__name__, re.sub(r" at 0x[0-9a-fA-F]+", "", str(error))
    if "password" in said.lower() or name == "FileNotDecryptedError" or "AES algorithm" in said:
        return "a password protects it: save a copy without one"
    return f"{name}: {said}"


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """ "passed" only where there is a verdict and each is; "failed" where one is; else "not run"."""
    given = set(verdicts)
    if "failed" in given:
        return "failed"
    return "passed" if given == {"passed"} else "not run"


def reaches(grade: Grade | None, required: Grade) -> bool:
    """Whether a grade is the one that is asked for, or a stronger one."""
    return grade is not None and GRADES.index(grade) <= GRADES.index(required)


def value_of(check: Check) -> dict[str, Any]:
    """A check as JSON holds it; what is empty has no key, but the findings."""
    value: dict[str, Any] = {
        "check": check.check,
        "verdict": check.verdict,
        "tool": check.tool,
        "findings": [finding_value(finding) for finding in check.findings],
    }
    if check.detail:
        value["detail"] = check.detail
    if check.reason:
        value["reason"] = check.reason
    if check.readers:
        value["readers"] = [value_of(reader) for reader in check.readers]
    return value


def finding_value(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "where": finding.where,
        "hint": finding.hint,
    }


def check_of(value: dict[str, Any]) -> Check:
    """The check that ``value_of`` wrote. KeyError or TypeError for a value of another form."""
    return Check(
        value["check"],
        value["verdict"],
        value["tool"],
        tuple(Finding(**finding) for finding in value["findings"]),
        value.get("reason", ""),
        value.get("detail", ""),
        tuple(check_of(reader) for reader in value.get("readers", ())),
    )
