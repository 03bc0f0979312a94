"""Judges an EPUB with EPUBCheck, the conformance checker of the W3C.

Flow: judge(host, data) -> the Java process checks -> one Finding for each place of each message -> Check ``epubcheck``.

Rule: no fatal error, no error and no warning (EPUB 3.3 and the specifications it names).
Reason: shops and libraries refuse a book that EPUBCheck refuses, and some refuse one with warnings.
Passes: return code 0, all three counts 0, and a report that lists the files of the book.
Fails: anything else that the report explains, in EPUBCheck's own codes (``epubcheck-RSC-005``) and words.
Notes of use are no findings. EPUBCheck is no gate against hostile books: that is the judge ``guard``.

A return code that the report does not explain is a failure of the tool, never a verdict: after an
OutOfMemoryError, for one, EPUBCheck leaves a report without errors.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from flugblatt.judges.external.java import JavaHost
from flugblatt.model import Check, Finding, Severity
from flugblatt.model.errors import ToolFailed

_SEVERITIES: dict[str, Severity] = {"FATAL": "error", "ERROR": "error", "WARNING": "warning"}


def judge(host: JavaHost, data: bytes) -> Check:
    """The Check ``epubcheck`` of the book ``data``.

    Raises ToolFailed if EPUBCheck crashes or leaves no clear report.
    """
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        path = Path(folder) / "judged.epub"
        path.write_bytes(data)
        reply = host.ask({"judge": "epubcheck", "path": str(path)})
    try:
        code, report, version = int(reply["code"]), reply["report"], str(reply["version"])
        counts = [int(report["checker"][key]) for key in ("nFatal", "nError", "nWarning")]
        listed = len(report["items"])
        findings = [finding for message in report["messages"] for finding in _findings(message, folder)]
    except (KeyError, TypeError, ValueError) as error:
        raise ToolFailed(f"EPUBCheck left a report without a verdict: {error!r}") from error
    if min(counts) < 0 or bool(sum(counts)) != bool(findings):
        raise ToolFailed(f"EPUBCheck contradicts itself: it counts {sum(counts)} errors and lists {len(findings)}")
    if code != 0 and not findings:
        raise ToolFailed(f"EPUBCheck ended with code {code} and named no error")
    if not findings and not listed:
        raise ToolFailed("EPUBCheck left an empty report")
    told = sorted(findings, key=lambda finding: (finding.where, finding.code, finding.message))
    return Check.of("epubcheck", f"EPUBCheck {version}", told, warnings_fail=True)


def _findings(message: dict[str, Any], folder: str) -> list[Finding]:
    """One finding for each place that a message names; none for notes of use and information."""
    severity = _SEVERITIES.get(message["severity"])
    if severity is None:
        return []
    hint = str(message.get("suggestion") or "")
    words = str(message["message"]).replace("\n", " ")
    unlisted = int(message.get("additionalLocations") or 0)
    if unlisted:
        words += f" (and in {unlisted} more places)"
    places = sorted({_where(location, folder) for location in message["locations"]}) or ["book"]
    return [Finding(f"epubcheck-{message['ID']}", severity, words.replace(folder, ""), where, hint) for where in places]


def _where(location: dict[str, Any], folder: str) -> str:
    """File, line and column inside the book, or ``book`` where the message is about the whole."""
    path = str(location.get("path") or "")
    if not path or folder in path or path.endswith("judged.epub"):
        return "book"
    line, column = int(location.get("line") or -1), int(location.get("column") or -1)
    return path + (f":{line}" if line > 0 else "") + (f":{column}" if line > 0 and column > 0 else "")
