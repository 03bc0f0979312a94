"""Verifications in print: the package, then file by file with what was found, or the same as JSON.

Flow: ``Verification`` -> ``as_text`` for a terminal, ``as_json`` for programs.
"""

from __future__ import annotations

import json
import textwrap
from dataclasses import replace

from flugblatt.model import Check, Finding
from flugblatt.model.checks import value_of
from flugblatt.model.findings import escaped, shown
from flugblatt.verification.verdicts import Judged, Verification

SIGNS = {"passed": "✓", "failed": "✕", "not run": "–"}
SAYS = {
    "passed": "everything that can be judged is good",
    "failed": "this package is not good",
    "not run": "nothing was found wrong, but not everything could be checked here",
}
WIDTH = 110


def as_text(verification: Verification) -> str:
    """The verification as lines. Files whose checks all passed have one line of verdicts; what nobody judges is named in
    one paragraph at the end, by its reason."""
    lines = [f"{verification.path}: {verification.says}"]
    for one in verification.judged:
        if one.checks:
            lines += [
                line.replace(verification.folder, "", 1) if verification.folder else line for line in _judged(one)
            ]
    reasons: dict[str, list[str]] = {}
    for one in verification.judged:
        if one.unjudged:
            reasons.setdefault(one.unjudged, []).append(one.path.rpartition("/")[2])
    for reason, names in reasons.items():
        lines += _filled(f"– not run: {reason}: {', '.join(map(shown, names))}")
    verdicts = [check.verdict for check in verification.checks]
    counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in SIGNS if verdict in verdicts)
    lines.append(f"  {SIGNS[verification.verdict]} {SAYS[verification.verdict]}: {counts or 'no check was made'}")
    lines += _filled(verification.closing)
    return "\n".join(lines)


def _judged(one: Judged) -> list[str]:
    lines = [f"  {shown(one.path)}" if one.path else "  the package"]
    if one.path:
        cells = [f"{SIGNS[check.verdict]} {check.check} {check.verdict}" for check in one.checks]
        line = textwrap.fill("   ".join(cell.replace(" ", "\0") for cell in cells), WIDTH, break_on_hyphens=False)
        lines.append(textwrap.indent(line.replace("\0", " "), "    "))
    for check in one.checks:
        if not one.path:
            lines += _of_package(check)
        elif check.reason:
            lines.append(f"      {check.check}: {escaped(check.reason)}")
        lines += [textwrap.indent(_finding(finding), "      ") for finding in check.findings]
    return lines


def _finding(finding: Finding) -> str:
    """What a hostile file made a judge say must not reach the terminal as it is."""
    from flugblatt.proving.differences import (
        for_terminal,  # with all that proves: only where there is something to tell
    )

    safe = replace(finding, message=escaped(finding.message), where=escaped(finding.where), hint=escaped(finding.hint))
    return for_terminal(str(safe))


def _of_package(check: Check) -> list[str]:
    says = escaped(check.reason or check.detail)
    return [f"    {SIGNS[check.verdict]} {check.check} {check.verdict}{f': {says}' if says else ''}"]


def _filled(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def as_json(verification: Verification) -> str:
    value = {
        "package": verification.path,
        "says": verification.says,
        "verdict": verification.verdict,
        "files": [
            {"path": one.path, "checks": [value_of(check) for check in one.checks]}
            | ({"not_run": one.unjudged} if one.unjudged else {})
            for one in verification.judged
        ],
        "closing": verification.closing,
    }
    return json.dumps(value, ensure_ascii=False, indent=1)
