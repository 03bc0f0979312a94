"""The values of a proof: what each route through an artefact said, and what that comes to.

Flow: ``Check`` of a route -> ``Route`` (does it decide, how sure is it, what did it leave out) -> ``Proof`` of an artefact.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flugblatt.model import Check, Verdict
from flugblatt.model.checks import unreadable, value_of

TOOL = "our checks"


class Unreadable(Exception):
    """A route that cannot be run; the message says why."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way through an artefact. ``decides``: its verdict counts for the whole; ``sure`` says in words what it can tell
    and what not; ``left_out`` names text that it met and did not judge."""

    check: Check
    decides: bool = True
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


def as_json(source: Path, proofs: tuple[Proof, ...]) -> str:
    value = {"source": str(source), "artefacts": [_value(proof) for proof in proofs]}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _value(proof: Proof) -> dict[str, Any]:
    return {
        "path": proof.path,
        "kind": proof.kind,
        "source": proof.source,
        "sha256": proof.sha256,
        "verdict": proof.verdict,
        "routes": [
            value_of(route.check) | {"decides": route.decides, "sure": route.sure, "not_judged": list(route.left_out)}
            for route in proof.routes
        ],
    }
