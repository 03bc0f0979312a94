"""The values of a proof: what each route through an artefact said, and what that comes to.

Flow: ``Check`` of a route -> ``Route`` (does it decide, how sure is it, what did it leave out) -> ``Proof`` of an artefact.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from flugblatt.model import Check, Finding, Verdict
from flugblatt.model.checks import value_of

MOST_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Route:
    """One way through an artefact. ``decides``: its verdict counts for the whole; ``sure`` says in words what it can tell
    and what not; ``left_out`` names text that it met and did not judge."""

    check: Check
    decides: bool
    sure: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What was said of one artefact, compared with ``source``. ``kind`` says in words what it was taken for."""

    source: str
    path: str
    kind: str
    sha256: str
    routes: tuple[Route, ...]

    @property
    def verdict(self) -> Verdict:
        """*failed* where a route that decides failed; *passed* where one passed and none failed; else *not run*."""
        verdicts = {route.check.verdict for route in self.routes if route.decides}
        return "failed" if "failed" in verdicts else "passed" if "passed" in verdicts else "not run"


def route(
    name: str,
    findings: tuple[Finding, ...],
    detail: str,
    sure: str,
    tool: str = "our checks",
    decides: bool = True,
    left_out: tuple[str, ...] = (),
) -> Route:
    """The route with its verdict: *failed* where a finding is an error. Errors come first; at most 50 are kept."""
    told = sorted(dict.fromkeys(findings), key=lambda finding: finding.severity)
    if len(told) > MOST_FINDINGS:
        detail += f"; the first {MOST_FINDINGS} of {len(told)} findings"
    failed = any(finding.severity == "error" for finding in told)
    check = Check(name, "failed" if failed else "passed", tool, tuple(told[:MOST_FINDINGS]), detail=detail)
    return Route(check, decides, sure, left_out)


def not_run(name: str, reason: str, tool: str = "our checks", decides: bool = False) -> Route:
    """The route that could not be gone, with its reason."""
    return Route(Check(name, "not run", tool, reason=reason), decides)


def unreadable(name: str, error: Exception, tool: str = "our checks") -> Route:
    """The failed route through a file that cannot be read."""
    message = f"expected a file that can be read; found one that cannot ({type(error).__name__}: {error})"
    return Route(Check(name, "failed", tool, (Finding("fidelity-unreadable", "error", message, "file"),)), True)


def as_json(source: Path, proofs: tuple[Proof, ...]) -> str:
    value = {
        "source": str(source),
        "artefacts": [
            {
                "path": proof.path,
                "kind": proof.kind,
                "source": proof.source,
                "sha256": proof.sha256,
                "verdict": proof.verdict,
                "routes": [
                    {
                        **value_of(route.check),
                        "decides": route.decides,
                        "sure": route.sure,
                        "not_judged": list(route.left_out),
                    }
                    for route in proof.routes
                ],
            }
            for proof in proofs
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
