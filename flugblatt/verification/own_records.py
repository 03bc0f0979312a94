"""What the package says of its own making, compared with what it holds: certificates, report, schemas.

Flow: certificate -> read as hostile JSON -> its hashes, sizes and counts against source and publications -> Check
``certificate``; report.json in the same way; a schema against the one of this toolchain.

Rule: a certificate speaks of this work and edition, of exactly the packaged source and statement.yaml, and of exactly the
packaged files that bear text, each with its size and SHA-256, each as passed; its counts are those of the source.
Reason: in years the certificate is what people will read instead of proving anew; it must not speak of other files.
Passes: the certificate that was made with the files. Fails: see ``CODES``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from flugblatt.model import Check, Edition, Finding, Statement
from flugblatt.model.findings import shown
from flugblatt.model.targets import SINGLE
from flugblatt.report import certificate
from flugblatt.verification.leaflet_files import leaflet
from flugblatt.verification.verdicts import verdict_of

CODES = {
    "certificate-unreadable": "a certificate or report that is no JSON of its form",
    "certificate-differs": "a certificate or report that speaks of another work, source or file than the packaged",
    "certificate-missing": "a file that bears text and that the certificate does not speak of",
    "certificate-verdict": "a certificate or report in which a check did not pass",
}
LARGEST = 64 * 2**20

Files = dict[str, bytes]
"""Publications by their path as a build has it: <work>/<tag>/<work>.<tag>.pdf."""


def judge_certificate(statement: Statement, edition: Edition, data: bytes, files: Files, where: str) -> Check:
    """The Check ``certificate`` of the proof.json of an edition. Never raises for what ``data`` holds."""
    try:
        value = _parsed(data)
        findings = tuple(_certificate(statement, edition, value, files, where))
        detail = f"{len(_rows(value))} files by size and SHA-256"
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return _unreadable(error, where)
    return verdict_of("certificate", findings, detail=detail)


def _certificate(statement: Statement, edition: Edition, value: Any, files: Files, where: str) -> Iterator[Finding]:
    said = (value["work"], value["language"], value["title"])
    right = (statement.work, edition.language, edition.title_text)
    if value["certificate"] != "text fidelity" or said != right:
        yield _differs(f"the certificate of {right}", said, where)
    for name, source in (("source", edition.source), ("statement", statement.source)):
        if value[name]["sha256"] != source.sha256:
            yield _differs(f"the SHA-256 of the packaged {name}", value[name]["sha256"], where)
    if value["text"] != certificate.text_counts(edition):
        yield _differs(f"the counts of the source, {certificate.text_counts(edition)}", value["text"], where)
    if value["verdict"] != "passed":
        yield Finding("certificate-verdict", "error", f"expected “passed”; found {_said(value['verdict'])}", where)
    rows = {row["path"]: row for row in _rows(value)}
    for path, row in rows.items():
        yield from _row(path, row, files, where)
        if row["verdict"] != "passed":
            yield Finding(
                "certificate-verdict", "error", f"expected “passed”; found {_said(row['verdict'])}", _at(path)
            )
    checks = {target.path(edition): target.checks for target in SINGLE}
    for path in files:
        folded = leaflet(path.removeprefix(f"{statement.work}/"))
        if folded and folded.language == edition.language:
            checks[path] = folded.form.checks
    for path, names in checks.items():
        if set(names) & set(certificate.ROUTES) and path in files and path not in rows:
            message = "expected every file that bears text in the certificate; found this one left out"
            yield Finding("certificate-missing", "error", message, _at(path))


def _rows(value: Any) -> list[Any]:
    return list(value["artefacts"])


def _row(path: Any, row: Any, files: Files, where: str) -> Iterator[Finding]:
    """Path, size and SHA-256 of one file, as certificate and report write them."""
    data = files.get(path)
    if data is None:
        yield _differs("a file of the package", path, where)
    elif (row["bytes"], row["sha256"]) != (len(data), hashlib.sha256(data).hexdigest()):
        yield _differs(
            f"{len(data)} bytes with the SHA-256 of the packaged file", (row["bytes"], row["sha256"]), _at(path)
        )


def judge_report(statement: Statement, data: bytes, files: Files, where: str) -> Check:
    """The Check ``certificate`` of report.json: every file of the work that it lists and the package holds is the packaged
    one, and passed every check. Never raises for what ``data`` holds."""
    try:
        works = [work for work in _parsed(data)["works"] if work["work"] == statement.work]
        rows = [row for work in works for edition in work["editions"] for row in edition["artefacts"]]
        findings: list[Finding] = []
        for row in rows:
            findings += _row(row["path"], row, files, where)
            for check in row["checks"]:
                if check["verdict"] != "passed":
                    message = f"expected {_said(check['check'])} “passed”; found {_said(check['verdict'])}"
                    findings.append(Finding("certificate-verdict", "error", message, _at(row["path"])))
        if not rows:
            findings.append(_differs(f"a report of the work {statement.work}", "none of its files", where))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return _unreadable(error, where)
    return verdict_of("certificate", tuple(findings), detail=f"{len(rows)} files by size and SHA-256")


def _parsed(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise ValueError(f"{len(data):,} bytes")
    return json.loads(data.decode("utf-8"))


def _unreadable(error: Exception, where: str) -> Check:
    message = (
        f"expected JSON of the form that flugblatt writes; found another ({type(error).__name__}: {shown(str(error))})"
    )
    return verdict_of("certificate", (Finding("certificate-unreadable", "error", message, where),))


def _differs(expected: str, found: object, where: str) -> Finding:
    return Finding("certificate-differs", "error", f"expected {expected}; found {_said(found)}", where)


def _said(value: object) -> str:
    return f"“{shown(value if isinstance(value, str) else repr(value))}”"


def _at(path: object) -> str:
    return shown(str(path))
