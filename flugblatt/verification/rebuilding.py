"""Builds the packaged source again, in a folder of its own, and holds every packaged file against the one that comes of it.

Flow: source -> ``pipeline.run`` at the recorded time -> the package that it makes, or its files where it makes none -> each file:
the same bytes, the same to a reader (``judges.sameness``), or a finding with its cause -> ``Rebuilt``: the Check ``rebuild``, the
grade of each file, and the checks of those that are the same, which the build has judged.

Rule: the same source, the same toolchain and the same recorded time give the same bytes.
Reason: it is the one proof that a package holds what its source gives and nothing else, picture for picture.
Passes: a package that equals the new one, or differs in nothing that a reader meets.
Fails: with one of its codes. By another version of a tool (``rebuild-tool``) a file may differ and well be good: it is not failed,
and only read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flugblatt.build import bounded
from flugblatt.judges import sameness
from flugblatt.judges.package import fixity
from flugblatt.judges.package.fixity import Bag
from flugblatt.model import Check, Finding, FindingCode, Grade, Statement
from flugblatt.model.checks import GRADES
from flugblatt.model.errors import ContentError
from flugblatt.model.findings import shown
from flugblatt.resources import COMMAND
from flugblatt.verification.following_files import alike
from flugblatt.verification.package_layout import Layout, read
from flugblatt.verification.packaged_source import laid_out
from flugblatt.verification.tool_versions import JUDGES, MAKERS, changes
from flugblatt.verification.verdicts import TOOL

ASK = "Do not pass the package on before its publisher has said why; take it from there again."
CODES: Mapping[str, FindingCode] = {
    "rebuild-tool": FindingCode(
        "A file that differs from the one built again, by another version of a tool.",
        "Build it again with the versions that the finding names (the lock file of that time), or let the "
        "texts decide: --require read.",
        severity="warning",
    ),
    "rebuild-content": FindingCode("A file that differs from the one built again, though the tools are the same.", ASK),
    "rebuild-missing": FindingCode("A file that building again makes and the package lacks.", ASK),
    "rebuild-extra": FindingCode("A file of the package that building again does not make.", ASK),
    "rebuild-failed": FindingCode(
        "A source that could not be built again.",
        f"The finding says what is lacking here; `{COMMAND} doctor` names what to install. Then verify it again.",
    ),
}
EPOCH = "SOURCE_DATE_EPOCH"
MOST_TOOLS = 3  # named in a finding; chosen: it stays on a line or two
PIECE = 2**12  # bytes that are compared at once
LEAFLET = re.compile(r".*/publications/data/[^/]+/leaflet/([a-z0-9-]+)\.[^/]+")
FOLLOWS = re.compile(r".*(?:METS|premis)\.xml|[^/]+|documentation/.*|.*\.proof\.json")
"""Files that speak of the others, and so differ wherever those do."""


MEDIA = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".html": "text/html",
    ".txt": "text/plain",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".xml": "application/xml",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
}
"""How a file is compared, by the end of its name; others byte for byte."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """``grades`` are those of the files of the package, by their paths: one that differs from what comes of the source has none.
    ``checks``: what the build said of the publications that are the same, byte for byte."""

    check: Check
    grades: Mapping[str, Grade]
    checks: Mapping[str, tuple[Check, ...]]

    @property
    def grade(self) -> Grade | None:
        """The weakest of all files; None where one has none, or nothing was built."""
        if self.check.verdict != "passed" or not self.grades:
            return None
        return max(self.grades.values(), key=GRADES.index)


def judge(bag: Bag, layout: Layout, statement: Statement, say: Callable[[str], None]) -> Rebuilt:
    """What comes of the packaged source, beside the package. ToolMissing and ToolFailed as a build raises them."""
    from flugblatt.build import pipeline
    from flugblatt.build.plan import Order

    before = {item.path: item.data for item in layout.items}
    with laid_out(layout) as folder:
        order = Order(folder.parent, folder.parent.parent / "out", (folder.name,), epoch=_epoch(bag), packaged=True)
        outcome = pipeline.run(order, say)
        again = _built(order.out, statement, layout)
        asked = _formats(before)
        if not outcome.exit_code and asked and asked != _formats(again):
            say(f"{statement.work}: with the leaflets of the package: {', '.join(asked)}")
            outcome = pipeline.run(replace(order, leaflets=asked), say)
            again = _built(order.out, statement, layout)
        judged = {entry.artefact.path: entry.checks for report in outcome.reports for entry in report.entries}
    if outcome.exit_code:
        return Rebuilt(_failed(outcome.exit_code, (*map(str, outcome.findings), *outcome.failures)), {}, {})
    whole = any(path.endswith("/METS.xml") for path in again)
    if not whole:
        before = {item.path: item.data for item in layout.of("publication")}
    grades, check = _compared(before, again, layout, whole)
    root = f"data/{layout.folder}/representations/publications/data/"
    checks = {
        path: judged[f"{layout.work}/{path.removeprefix(root)}"]
        for path, grade in grades.items()
        if grade == "reproduced" and f"{layout.work}/{path.removeprefix(root)}" in judged
    }
    return Rebuilt(check, grades, checks)


def _failed(exit_code: int, said: tuple[str, ...]) -> Check:
    """Why nothing was built: the source is faulty, or something is missing here, which is not the package's fault."""
    words = shown("; ".join(said) or "a check failed")
    if exit_code > ContentError.exit_code:
        return Check.not_run("rebuild", f"it cannot be built again here: {words}", TOOL)
    message = f"expected a source that can be built again; found: {words}"
    return Check.of("rebuild", TOOL, (Finding("rebuild-failed", "error", message, "source"),))


def _formats(files: dict[str, bytes]) -> tuple[str, ...]:
    """The formats of the leaflets among these files."""
    return tuple(sorted({match[1] for path in files if (match := LEAFLET.fullmatch(path))}))


def _epoch(bag: Bag) -> int | None:
    """SOURCE_DATE_EPOCH as bag-info.txt records it, None where the build read none."""
    if not any(EPOCH in said for said in fixity.info(bag, "Event-Time-Source")):
        return None
    try:
        (time,) = fixity.info(bag, "Event-Time")
        return int(datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None


def _built(out: Path, statement: Statement, layout: Layout) -> dict[str, bytes]:
    """What was built, by its path in a package: all of the package where one was made, else what was published."""
    made = out / statement.work / "archive" / f"{statement.work}.tar"
    if made.is_file():
        return {item.path: item.data for item in read(fixity.read(made)).items}
    found = {}
    for edition in (*statement.editions, *statement.pairs()):
        folder = out / statement.work / edition.tags
        for file in folder.rglob("*"):
            if file.is_file():
                name = f"{edition.tags}/{file.relative_to(folder).as_posix()}"
                found[f"data/{layout.folder}/representations/publications/data/{name}"] = file.read_bytes()
    return found


# --- Differences ---------------------------------------------------------------------------------


def _compared(
    before: dict[str, bytes], again: dict[str, bytes], layout: Layout, whole: bool
) -> tuple[dict[str, Grade], Check]:
    """The grade of each file, and the check of all."""
    makers, judges = (changes(before, again, readers) for readers in (MAKERS, JUDGES))
    folder = f"data/{layout.folder}/"
    grades: dict[str, Grade] = {path: "reproduced" for path in before if before[path] == again.get(path)}
    others = [path for path in sorted(before) if path in again and path not in grades]
    following = [path for path in others if FOLLOWS.fullmatch(path.removeprefix(folder))]
    findings = list(_on_one_side(before, again))
    rest = [path for path in others if path not in following]
    pairs = [(before[path], again[path], MEDIA.get(Path(path).suffix, "")) for path in rest]
    for path, check in zip(rest, bounded.each(_same, pairs, "judging_seconds"), strict=True):
        if isinstance(check, Check) and check.verdict == "passed":
            grades[path] = "compared"
        else:
            findings.append(_difference(path, _parting(before[path], again[path]), makers, False))
            told = check.findings if isinstance(check, Check) and not makers else ()
            findings += [replace(one, where=f"{path}: {one.where}") for one in told]
    for path in following:
        if alike(before, again, path):
            grades[path] = "compared"
        else:
            findings.append(_difference(path, _parting(before[path], again[path]), (*makers, *judges), True))
    counts = [f"{list(grades.values()).count(grade)} {grade}" for grade in GRADES if grade in grades.values()]
    all_same = len(grades) == len(before) and set(grades.values()) == {"reproduced"}
    detail = [
        f"{len(before)} files, bit for bit" if all_same else f"of {len(before)} files {', '.join(counts) or 'none'}"
    ]
    if not whole:
        detail.append("no package was built, so that records, lists and the bag's own files were not compared")
    if makers or judges:
        detail.append(f"other versions: {', '.join((*makers, *judges))}")
    check = Check.of("rebuild", "flugblatt", findings, "; ".join(detail))
    if check.verdict == "passed" and len(grades) < len(before):
        check = replace(check, verdict="not run", reason=f"made with other versions, and it differs: {check.detail}")
    return grades, check


def _same(pair: tuple[bytes, bytes, str]) -> Check:
    return sameness.judge(*pair)


def _on_one_side(before: dict[str, bytes], again: dict[str, bytes]) -> Iterator[Finding]:
    for path in sorted(before.keys() ^ again.keys()):
        if path not in again:
            yield Finding("rebuild-extra", "error", "expected a file that the source gives; found one more", path)
        else:
            yield Finding("rebuild-missing", "error", "expected this file, which the source gives; found none", path)


def _difference(path: str, at: int, changed: tuple[str, ...], follows: bool) -> Finding:
    found = f"expected the bytes of the file built again; found others from byte {at:,} on; cause:"
    if changed:
        more = (f" and {len(changed) - MOST_TOOLS} more",) if len(changed) > MOST_TOOLS else ()
        named = ", ".join(changed[:MOST_TOOLS]) + "".join(more)
        hint = "to compare bit for bit, install the versions that the package's certificates name"
        return Finding("rebuild-tool", "warning", f"{found} another version of a tool ({named})", path, hint)
    why = "other content; it speaks of the other files, and differs where they do" if follows else "other content"
    return Finding("rebuild-content", "error", f"{found} {why}, as the tools are the same", path)


def _parting(one: bytes, other: bytes) -> int:
    """The first byte in which two files differ."""
    at = 0
    while one[at : at + PIECE] == other[at : at + PIECE]:
        at += PIECE
    pairs = zip(one[at : at + PIECE], other[at : at + PIECE], strict=False)
    return at + next((more for more, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)) - at)
