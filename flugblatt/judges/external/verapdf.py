"""Judges a PDF against ISO standards with veraPDF, the reference validator of the PDF Association.

Flow: judge(host, data, profile) -> the Java process validates -> one Finding for each rule that failed -> Check.

Checks: ``verapdf:3a`` (ISO 19005-3, level A), ``verapdf:ua1`` (ISO 14289-1), ``verapdf:4f`` (ISO 19005-4, level F),
``verapdf:ua2`` (ISO 14289-2 with ISO/TS 32005) and ``verapdf:wtpdf`` (Well-Tagged PDF 1.0, both for accessibility and
for reuse).

Rule: every test of the profile holds for every object of the file.
Reason: a file that claims a standard and breaks it is refused by archives, or silently loses its readers.
Passes: a file in which at least one test ran and none failed.
Fails: a file with a failed test (``verapdf-<clause>-<test>``), one that cannot be read (``verapdf-unreadable``), and
one in which no test ran (``verapdf-empty``). veraPDF judges only what a machine can: that an alternative text is
there, not that it is true.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flugblatt.judges.external.java import JavaHost
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.errors import ToolFailed

STANDARDS = {
    "3a": (("3a", "ISO 19005-3 (PDF/A-3a)"),),
    "ua1": (("ua1", "ISO 14289-1 (PDF/UA-1)"),),
    "4f": (("4f", "ISO 19005-4 (PDF/A-4f)"),),
    "ua2": (("ua2", "ISO 14289-2 (PDF/UA-2)"),),
    "wtpdf": (("wtpdf-a", "WTPDF 1.0 for accessibility"), ("wtpdf-r", "WTPDF 1.0 for reuse")),
    **{
        level: ((level, f"ISO 19005-{level[0]} (PDF/A-{level})"),)
        for level in ("1a", "1b", "2a", "2b", "2u", "3b", "3u", "4", "4e")
    },
}
"""Profile of a check: the profiles that veraPDF runs for it, each with the name of its standard."""

CODES: Mapping[str, FindingCode] = {
    "verapdf-unreadable": FindingCode(
        "A file that veraPDF cannot read.", "Take another copy of the file: it is damaged, cut off, locked or no PDF."
    ),
    "verapdf-empty": FindingCode(
        "A file in which veraPDF ran no test.", "Take another copy of the file: nothing of it could be judged."
    ),
}
"""The codes of failed tests, ``verapdf-<clause>-<test>``, are explained by veraPDF itself (``published_rules``)."""


def judge(host: JavaHost, data: bytes, profile: str) -> Check:
    """The Check ``verapdf:<profile>`` of the PDF ``data``; ``profile`` is a key of ``STANDARDS``.

    Raises ToolFailed if veraPDF crashes, does not finish or contradicts itself.
    """
    findings: list[Finding] = []
    versions: list[str] = []
    assertions = 0
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        path = Path(folder) / "judged.pdf"
        path.write_bytes(data)
        for name, standard in STANDARDS[profile]:
            reply = host.ask({"judge": "verapdf", "profile": name, "path": str(path)})
            found, ran = _read(reply, standard)
            findings += [finding for finding in found if finding not in findings]
            versions.append(reply["version"])
            assertions += ran
    return Check.of(f"verapdf:{profile}", f"veraPDF {versions[0]}", findings, f"{assertions:,} tests")


def _read(reply: dict[str, Any], standard: str) -> tuple[list[Finding], int]:
    """What a reply says: its findings, and how many tests ran."""
    try:
        if not isinstance(reply["version"], str):
            raise TypeError("version")
        if "unreadable" in reply:
            message = f"expected a PDF that can be read; found: {_plain(reply['unreadable'])}"
            hint = "the file is damaged, cut off, encrypted or no PDF"
            return [Finding("verapdf-unreadable", "error", message, "file", hint)], 0
        compliant, ended, assertions = bool(reply["compliant"]), reply["ended"], int(reply["assertions"])
        findings = [_finding(failure, standard) for failure in sorted(reply["failures"], key=_rule_order)]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ToolFailed(f"veraPDF gave an answer without a verdict on {standard}: {error!r}") from error
    if ended != "NORMAL":
        raise ToolFailed(f"veraPDF did not finish {standard}: it ended as {ended}")
    if compliant != (not findings):
        raise ToolFailed(
            f"veraPDF contradicts itself on {standard}: {len(findings)} failed rules, compliant: {compliant}"
        )
    if assertions <= 0:
        message = f"expected tests of {standard}; found that none ran"
        findings.append(Finding("verapdf-empty", "error", message, "file", "the file has nothing that could be judged"))
    return findings, assertions


def _finding(failure: dict[str, Any], standard: str) -> Finding:
    clause, test, count = failure["clause"], failure["test"], max(int(failure["count"]), len(failure["contexts"]))
    found = _plain(failure["message"])
    description = _plain(failure["description"])
    message = f"{standard}, {clause}, test {test}: expected: {description}"
    if found and found != description:
        message += f"; found: {found}"
    if count > 1:
        message += f" ({count} times; first place shown)"
    where = min(failure["contexts"], key=_natural)
    return Finding(f"verapdf-{clause}-{test}", "error", message, place(where))


def place(context: str) -> str:
    """A veraPDF object context in words: the page where it names one (counted from 1), and the object.

    >>> place("root/document[0]/pages[2](7 0 obj PDPage)/contentStream[0]/operators[5]/fonts[0](F1)")
    'page 3, contentStream[0]/operators[5]/fonts[0](F1)'
    """
    page = re.search(r"/pages\[(\d+)\](?:\([^)]*\))?/?", context)
    if page:
        rest = context[page.end() :]
        return f"page {int(page[1]) + 1}" + (f", {_short(rest)}" if rest else "")
    return _short(re.sub(r"^root(/document\[0\])?/?", "", context)) or "document"


def _short(context: str) -> str:
    """The last steps of a path, as many as make sense to a reader."""
    return context if len(context) <= 160 else "…" + context[-159:]


def _plain(text: str) -> str:
    """A message on one line, without the Java class that said it."""
    return re.sub(
        r"^(?:[a-z]\w*\.)+\w+(?:Exception|Error): ", "", " ".join(str(text).split(" ")).replace("\n", " ")
    ).strip()


def _rule_order(failure: dict[str, Any]) -> tuple[list[tuple[int, str]], int]:
    return _natural(failure["clause"]), failure["test"]


def _natural(text: str) -> list[tuple[int, str]]:
    """A sort key that puts 6.2 before 6.10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]
