"""What the package says of its own making, compared with what it holds: certificates and report.

Flow: certificate or report.json -> read as hostile JSON -> its hashes, sizes and counts against source and publications ->
Check ``certificate``.

Rule: a certificate speaks of this work and edition, of exactly the packaged source and statement.yaml, and of exactly the
packaged files that bear text, each with its size and SHA-256, each as passed; its counts are those of the source.
Reason: in years the certificate is what people will read instead of proving anew; it must not speak of other files.
Passes: the certificate that was made with the files.
Fails: with one of its codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flugblatt.model import Check, Edition, Finding, FindingCode, Statement
from flugblatt.model.findings import shown
from flugblatt.model.targets import FIXED, PAIRED, places
from flugblatt.report import certificate
from flugblatt.resources import COMMAND
from flugblatt.verification.package_layout import leaflet
from flugblatt.verification.verdicts import TOOL

PROVE = (
    f"Do not rely on the certificate: prove the files themselves (`{COMMAND} prove SOURCE FILE…`), or take "
    "the package from its publisher again."
)
CODES: Mapping[str, FindingCode] = {
    "certificate-unreadable": FindingCode("A certificate or report that is no JSON of its form.", PROVE),
    "certificate-differs": FindingCode(
        "A certificate or report that speaks of another work, source or file than the packaged.", PROVE
    ),
    "certificate-missing": FindingCode("A file that bears text and that the certificate does not speak of.", PROVE),
    "certificate-verdict": FindingCode("A certificate or report in which a check did not pass.", PROVE),
}
LARGEST = 64 * 2**20  # bytes; chosen: far above any certificate, and far below what fills a memory

Files = dict[str, bytes]
"""Publications by their path as a build has it: <work>/<tag>/<work>.<tag>.pdf."""


def judge(statement: Statement, edition: Edition, data: bytes, files: Files, where: str) -> Check:
    """The Check ``certificate`` of the proof.json of an edition. Never raises for what ``data`` holds."""

    def read(value: Any) -> tuple[list[Any], list[Finding]]:
        return value["artefacts"], [*_of_edition(statement, edition, value, files, where)]

    return _judged(data, where, read)


def of_report(statement: Statement, data: bytes, files: Files, where: str) -> Check:
    """The Check ``certificate`` of report.json: every file of the work that it lists and the package holds is the packaged
    one, and passed every check. Never raises for what ``data`` holds."""

    def read(value: Any) -> tuple[list[Any], list[Finding]]:
        works = [work for work in value["works"] if work["work"] == statement.work]
        rows = [row for work in works for edition in work["editions"] for row in edition["artefacts"]]
        findings = [finding for row in rows for finding in _of_file(row, files, where)]
        for path, check in ((row["path"], check) for row in rows for check in row["checks"]):
            findings += _passed(check["verdict"], f"{_said(check['check'])} ", path)
        if not rows:
            findings.append(_differs(f"a report of the work {statement.work}", "none of its files", where))
        return rows, findings

    return _judged(data, where, read)


def _judged(data: bytes, where: str, read: Callable[[Any], tuple[list[Any], list[Finding]]]) -> Check:
    try:
        if len(data) > LARGEST:
            raise ValueError(f"{len(data):,} bytes")
        rows, findings = read(json.loads(data.decode("utf-8")))
        detail = f"{len(rows)} files by size and SHA-256"
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        found = f"found another ({type(error).__name__}: {shown(str(error))})"
        message = f"expected JSON of the form that flugblatt writes; {found}"
        findings, detail = [Finding("certificate-unreadable", "error", message, where)], ""
    return Check.of("certificate", TOOL, findings, detail)


def _of_edition(statement: Statement, edition: Edition, value: Any, files: Files, where: str) -> Iterator[Finding]:
    said = (value["work"], value["language"])
    right = (statement.work, edition.tags)
    if value["certificate"] != "text fidelity" or said != right:
        yield _differs(f"the certificate of {right}", said, where)
    if value["statement"]["sha256"] != statement.source.sha256:
        yield _differs("the SHA-256 of the packaged statement", value["statement"]["sha256"], where)
    told = value["editions"] if edition.beside else [value | {"language": edition.language}]
    if [one["language"] for one in told] != [side.language for side in edition.sides]:
        yield _differs(f"both sources of {edition.tags}", [one["language"] for one in told], where)
    for side, one in zip(edition.sides, told, strict=False):
        yield from _of_source(side, one, where)
    yield from _passed(value["verdict"], "", where)
    rows = {row["path"]: row for row in value["artefacts"]}
    for path, row in rows.items():
        yield from _of_file(row, files, where)
        yield from _passed(row["verdict"], "", path)
    checks = {path: form.checks for path, (_, form) in places(edition, PAIRED if edition.beside else FIXED).items()}
    for path in files if not edition.beside else ():
        folded = leaflet(path.removeprefix(f"{statement.work}/"))
        if folded and folded.language == edition.language:
            checks[path] = folded.form.checks
    for path, names in checks.items():
        if set(names) & set(certificate.ROUTES) and path in files and path not in rows:
            message = "expected every file that bears text in the certificate; found this one left out"
            yield Finding("certificate-missing", "error", message, _at(path))


def _of_source(edition: Edition, value: Any, where: str) -> Iterator[Finding]:
    """What the certificate says of one source: its title, its hash and its counts."""
    if value["title"] != edition.title_text:
        yield _differs(f"the title {edition.title_text}", value["title"], where)
    if value["source"]["sha256"] != edition.source.sha256:
        yield _differs("the SHA-256 of the packaged source", value["source"]["sha256"], where)
    if value["text"] != certificate.text_counts(edition):
        yield _differs(f"the counts of the source, {certificate.text_counts(edition)}", value["text"], where)


def _of_file(row: Any, files: Files, where: str) -> Iterator[Finding]:
    """Path, size and SHA-256 of one file, as certificate and report write them."""
    path, data = row["path"], files.get(row["path"])
    if data is None:
        yield _differs("a file of the package", path, where)
    elif (row["bytes"], row["sha256"]) != (len(data), hashlib.sha256(data).hexdigest()):
        expected = f"{len(data)} bytes with the SHA-256 of the packaged file"
        yield _differs(expected, (row["bytes"], row["sha256"]), _at(path))


def _passed(verdict: object, of: str, where: object) -> Iterator[Finding]:
    if verdict != "passed":
        message = f"expected {of}“passed”; found {_said(verdict)}"
        yield Finding("certificate-verdict", "error", message, _at(where))


def _differs(expected: str, found: object, where: str) -> Finding:
    return Finding("certificate-differs", "error", f"expected {expected}; found {_said(found)}", where)


def _said(value: object) -> str:
    return f"“{shown(value if isinstance(value, str) else repr(value))}”"


def _at(path: object) -> str:
    return shown(str(path))
