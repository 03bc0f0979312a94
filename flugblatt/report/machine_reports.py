"""Results as other programs read them: annotations of GitHub, SARIF for editors and code scanning, JUnit for servers that build.

Flow: checks of files and findings of sources -> ``Result`` -> ``github``, ``sarif`` or ``junit``. Paths are those that a person in
the current folder would type; the place in a source is its line and column, any other place is said in the message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from flugblatt import __version__
from flugblatt.model import Check, Finding, Verdict
from flugblatt.report.run_report import PageEntry, WorkReport

SOURCES = "content"
"""The name under which findings of the sources themselves stand."""
_PLACE = re.compile(r"(?P<path>[^:\s]+/[^:\s]+):(?P<line>[0-9]+)(?::(?P<column>[0-9]+))?")


@dataclass(frozen=True, slots=True)
class Result:
    """What one check said of one file, or what was found in a source (check ``content``)."""

    path: str
    check: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a finding is: a file, its line and column where it is a source (else 0), and what else is to be said of the place."""

    path: str
    line: int = 0
    column: int = 0
    beside: str = ""


def of_run(
    findings: Iterable[Finding], reports: Iterable[WorkReport], pages: Iterable[PageEntry], content: str, out: str
) -> tuple[Result, ...]:
    """The results of a build; ``content`` and ``out`` are its folders as they were named."""
    found = [
        Result(at(content, finding.where), SOURCES, _verdict(finding), (_in(content, finding),)) for finding in findings
    ]
    for report in reports:
        for tag, check in report.sources:
            path = f"{content}/{report.statement.work}/{tag}.md"
            found.append(_result(path, check, content))
        for entry in report.entries:
            found += [_result(f"{out}/{entry.artefact.path}", check, content) for check in entry.checks]
    for page in pages:
        found += [_result(f"{out}/{page.page.path}", check, content) for check in page.checks]
    return tuple(found)


def as_json(report: bytes, content: str) -> str:
    """``report.json`` with the places of what was found in the sources as one types them in the current folder."""
    value = json.loads(report)
    for finding in (*value["findings"], *(finding for work in value["works"] for finding in work["findings"])):
        finding["where"] = _joined(content, finding["where"])
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def of_files(judged: Iterable[tuple[str, Iterable[Check]]]) -> tuple[Result, ...]:
    """The results of checks of finished files."""
    return tuple(_result(path, check) for path, checks in judged for check in checks)


def at(folder: str, where: str) -> str:
    """The file that ``where`` names, in ``folder``."""
    place = _PLACE.fullmatch(where)
    return _joined(folder, place["path"] if place else where.partition(":")[0])


def _joined(folder: str, path: str) -> str:
    return (PurePosixPath(folder) / path).as_posix()


def _in(folder: str, finding: Finding) -> Finding:
    return replace(finding, where=_joined(folder, finding.where))


def _result(path: str, check: Check, content: str = "") -> Result:
    """A finding whose place is a line of a source is shown there."""
    findings = tuple(
        _in(content, finding) if content and _PLACE.fullmatch(finding.where) else finding for finding in check.findings
    )
    return Result(path, check.check, check.verdict, findings, check.reason)


def _verdict(finding: Finding) -> Verdict:
    return "failed" if finding.severity == "error" else "passed"


def _spot(result: Result, finding: Finding) -> Spot:
    place = _PLACE.fullmatch(finding.where)
    if place:
        return Spot(place["path"], int(place["line"]), int(place["column"] or 1))
    return Spot(result.path, beside=finding.where if finding.where != result.path else "")


def _told(finding: Finding, spot: Spot, check: str) -> str:
    where = f"{spot.beside}: " if spot.beside else ""
    hint = f"\nhint: {finding.hint}" if finding.hint else ""
    return f"{where}{finding.message} ({check}){hint}"


# --- GitHub ----------------------------------------------------------------------------------------


def github(results: Iterable[Result]) -> Iterator[str]:
    """One workflow command a line for each finding, and for each check that was not run."""
    for result in results:
        for finding in result.findings:
            spot = _spot(result, finding)
            place = f",line={spot.line},col={spot.column}" if spot.line else ""
            title = _property(f"{finding.code}")
            text = _data(_told(finding, spot, result.check))
            yield f"::{finding.severity} file={_property(spot.path)}{place},title={title}::{text}"
        if result.verdict == "failed" and not result.findings:
            yield f"::error file={_property(result.path)},title={_property(result.check)}::{_data('the check failed')}"
        if result.verdict == "not run":
            text = _data(f"not run: {result.reason}")
            yield f"::notice file={_property(result.path)},title={_property(result.check)}::{text}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# --- SARIF -----------------------------------------------------------------------------------------


def sarif(results: Iterable[Result]) -> str:
    """One run of SARIF 2.1.0 with a rule for each code."""
    found = [(result, finding, _spot(result, finding)) for result in results for finding in result.findings]
    rules = sorted({finding.code for _, finding, _ in found})
    value = {
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "flugblatt",
                        "semanticVersion": __version__,
                        "rules": [{"id": code} for code in rules],
                    }
                },
                "results": [
                    {
                        "ruleId": finding.code,
                        "ruleIndex": rules.index(finding.code),
                        "level": finding.severity,
                        "message": {"text": _told(finding, spot, result.check)},
                        "locations": [{"physicalLocation": _location(spot)}],
                    }
                    for result, finding, spot in found
                ],
                "columnKind": "unicodeCodePoints",
            }
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _location(spot: Spot) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": _uri(spot.path)}}
    if spot.line:
        where["region"] = {"startLine": spot.line, "startColumn": spot.column}
    return where


def _uri(path: str) -> str:
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)


# --- JUnit -----------------------------------------------------------------------------------------


def junit(results: Iterable[Result]) -> str:
    """A suite for each file, a case for each check of it."""
    by_file: dict[str, list[Result]] = {}
    for result in results:
        by_file.setdefault(result.path, []).append(result)
    root = ElementTree.Element("testsuites", name="flugblatt")
    for path, own in by_file.items():
        failed = sum(result.verdict == "failed" for result in own)
        skipped = sum(result.verdict == "not run" for result in own)
        counts = {"tests": str(len(own)), "failures": str(failed), "skipped": str(skipped)}
        suite = ElementTree.SubElement(root, "testsuite", {"name": _clean(path), **counts})
        for result in own:
            _case(suite, path, result)
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _case(suite: ElementTree.Element, path: str, result: Result) -> None:
    case = ElementTree.SubElement(suite, "testcase", {"classname": _clean(path), "name": result.check})
    said = "\n".join(str(finding) for finding in result.findings)
    if result.verdict == "failed":
        first = next((finding for finding in result.findings if finding.severity == "error"), None)
        message = f"{first.code}: {first.message}" if first else "the check failed"
        ElementTree.SubElement(case, "failure", {"message": _clean(message)}).text = _clean(said)
    elif result.verdict == "not run":
        ElementTree.SubElement(case, "skipped", {"message": _clean(result.reason)})
    elif said:
        ElementTree.SubElement(case, "system-out").text = _clean(said)


def _clean(text: str) -> str:
    """Without the controls that XML 1.0 (2.2) knows nothing of."""
    return re.sub(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
