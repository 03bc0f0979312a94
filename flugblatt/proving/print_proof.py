"""Proofs in print: a line for each route with its differences below it, or the same as JSON.

Flow: proofs -> ``as_text`` for a terminal, ``as_json`` for programs.
"""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

from flugblatt.model.checks import value_of
from flugblatt.proving.differences import FIRST_STRONG, POP, for_terminal
from flugblatt.proving.proof import Proof, Route

SIGNS = {"passed": "✓", "failed": "✕", "not run": "–"}
SAYS = {
    "passed": "the text is exactly that of the source",
    "failed": "the text is not that of the source",
    "not run": "not proven: no route that could decide it could be gone",
}
WIDTH = 110
MOST_LEFT_OUT = 12
ISOLATE = re.compile(f"{FIRST_STRONG}[^{POP}]*{POP}")


def as_text(proofs: tuple[Proof, ...]) -> str:
    """The proofs as lines; right-to-left words are isolated, so that a terminal shows them in their order."""
    lines: list[str] = []
    for proof in proofs:
        lines.append(f"{proof.path}: {proof.kind}")
        for route in proof.routes:
            lines += _route(route)
        lines.append(f"  {SIGNS[proof.verdict]} {SAYS[proof.verdict]} {proof.source}")
    return "\n".join(lines)


def _route(route: Route) -> list[str]:
    check = route.check
    says = f": {check.reason or check.detail}" if check.reason or check.detail else ""
    aside = " (told, does not decide)" if check.verdict == "failed" and not route.decides else ""
    lines = [f"  {SIGNS[check.verdict]} {check.check} {check.verdict}{says}{aside}"]
    if route.sure and check.verdict != "not run":
        lines += _filled(f"how sure: {route.sure}")
    if route.left_out:
        named = "; ".join(f"“{words}”" if "“" not in words else words for words in route.left_out[:MOST_LEFT_OUT])
        more = f"; and {len(route.left_out) - MOST_LEFT_OUT} more" if len(route.left_out) > MOST_LEFT_OUT else ""
        lines += _filled(f"not judged: {for_terminal(named)}{more}")
    lines += [textwrap.indent(for_terminal(str(finding)), "      ") for finding in check.findings]
    return lines


def _filled(text: str) -> list[str]:
    # What is isolated stays on one line: an isolate ends where its line does.
    kept = ISOLATE.sub(lambda match: match[0].replace(" ", "\0"), text)
    lines = textwrap.wrap(kept, WIDTH, initial_indent="      ", subsequent_indent="        ", break_on_hyphens=False)
    return [line.replace("\0", " ") for line in lines]


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
    return json.dumps(value, ensure_ascii=False, indent=1)
