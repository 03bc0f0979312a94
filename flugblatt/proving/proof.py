"""The values of a proof: what each route through an artefact said, and what that comes to.

Flow: ``Check`` of a route -> ``Route`` (does it decide, how sure is it, what did it leave out) -> ``Proof`` of an artefact.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flugblatt.model import Check, Grade, Verdict
from flugblatt.model.checks import GRADES, reaches, unreadable, value_of

TOOL = "our checks"


class Unreadable(Exception):
    """A route that cannot be run; the message says why."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way through an artefact. ``decides``: its verdict counts for the whole; ``sure`` says in words what it can tell
    and what not; ``left_out`` names text that it met and did not judge. ``gives``: the grade of a proof that passes on it."""

    check: Check
    decides: bool = True
    sure: str = ""
    left_out: tuple[str, ...] = ()
    gives: Grade = "read"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was said of one artefact, compared with ``source``. ``kind`` says in words what it was taken for; ``unmade`` why it was
    not made again."""

    source: str
    path: str
    kind: str
    sha256: str
    routes: tuple[Route, ...]
    unmade: str = ""

    @property
    def verdict(self) -> Verdict:
        """*failed* where a route that decides failed; *passed* where one passed and no other was not run; else *not run*."""
        verdicts = {route.check.verdict for route in self.routes if route.decides}
        return "failed" if "failed" in verdicts else "passed" if verdicts == {"passed"} else "not run"

    @property
    def grade(self) -> Grade | None:
        """The strongest grade that a route gives; None of a proof that did not pass."""
        if self.verdict != "passed":
            return None
        return min((route.gives for route in self.routes if route.decides), key=GRADES.index)

    def reaches(self, required: Grade) -> bool:
        """Whether it is proven as strongly as is asked for."""
        return reaches(self.grade, required)


def run_route(name: str, judge: Callable[..., Route], *values: Any) -> Route:
    """The route ``name``; what a library throws at hostile bytes is a verdict, too."""
    try:
        return judge(*values)
    except Unreadable as reason:
        return not_run(name, str(reason))
    except Exception as error:
        found = unreadable("fidelity-unreadable", "a file that can be read", error)
        return Route(Check.of(name, TOOL, (found,)))


def not_run(name: str, reason: str, tool: str = TOOL, decides: bool = False) -> Route:
    """The route that was not run, with its reason."""
    return Route(Check.not_run(name, reason, tool), decides)


def as_json(source: Path, proofs: tuple[Proof, ...], required: Grade) -> str:
    value = {"source": str(source), "required": required, "artefacts": [_value(proof, required) for proof in proofs]}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _value(proof: Proof, required: Grade) -> dict[str, Any]:
    """A proof that is weaker than what is asked for is *not run*: nobody takes it for a good one by its verdict alone."""
    weak = proof.verdict == "passed" and not proof.reaches(required)
    return {
        "path": proof.path,
        "kind": proof.kind,
        "source": proof.source,
        "sha256": proof.sha256,
        "verdict": "not run" if weak else proof.verdict,
        "grade": proof.grade,
        "not_made_again": proof.unmade,
        "routes": [
            value_of(route.check)
            | {"decides": route.decides, "gives": route.gives, "sure": route.sure, "not_judged": list(route.left_out)}
            for route in proof.routes
        ],
    }


def graded(proof: Proof, required: Grade) -> Check:
    """The grade as a check, for programs that know nothing else: *not run* where it does not suffice."""
    if proof.reaches(required):
        return Check("grade", "passed", TOOL, detail=str(proof.grade))
    if proof.verdict == "failed":
        return Check("grade", "failed", TOOL)
    return Check.not_run("grade", weakness(proof, required), TOOL)


def weakness(proof: Proof, required: Grade) -> str:
    """Why a proof does not suffice."""
    if proof.grade is None:
        return "not proven: a route that decides could not be gone"
    if proof.grade == "compared":
        return "compared only: its bytes are not those of the file made again, and --require reproduced wants them"
    why = f" ({proof.unmade})" if proof.unmade else ""
    wants = f"--require {required} wants more" if required == "reproduced" else "--require read takes that"
    return f"read only: what the eye sees was not judged, for the file was not made again{why}; {wants}"
