"""Builds the packaged source again, in a folder of its own, and compares every file with the packaged one, bit for bit.

Flow: source -> ``pipeline.run`` at the recorded time -> the package that it makes, or its files where it makes none -> Check
``rebuild`` with the differing files, each with its cause.

Rule: the same source, the same toolchain and the same recorded time give the same bytes.
Reason: it is the one proof that a package holds what its source gives and nothing else, picture for picture.
Passes: a package that equals the new one.
Fails: with one of its codes. By another version of a tool (``rebuild-tool``) a file may differ and well be good.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.package import fixity
from flugblatt.judges.package.fixity import Bag
from flugblatt.model import Check, Finding, FindingCode, Statement
from flugblatt.model.findings import shown
from flugblatt.resources import COMMAND
from flugblatt.verification.package_layout import Layout, read
from flugblatt.verification.packaged_source import laid_out
from flugblatt.verification.verdicts import TOOL

ASK = "Do not pass the package on before its publisher has said why; take it from there again."
CODES: Mapping[str, FindingCode] = {
    "rebuild-tool": FindingCode(
        "A file that differs from the one built again, by another version of a tool.",
        "Build it again with the versions that the finding names (the lock file of that time), or let the "
        "comparison of texts decide: --require compared.",
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
PREMIS = "{http://www.loc.gov/premis/v3}"
MOST_TOOLS = 3  # named in a finding; chosen: it stays on a line or two
PIECE = 2**12  # bytes that are compared at once
LEAFLET = re.compile(r".*/publications/data/[^/]+/leaflet/([a-z0-9-]+)\.[^/]+")
FOLLOWS = re.compile(r".*(?:METS|premis)\.xml|[^/]+|documentation/.*|.*\.proof\.json")
"""Files that speak of the others, and so differ wherever those do."""


def judge(bag: Bag, layout: Layout, statement: Statement, say: Callable[[str], None]) -> Check:
    """The Check ``rebuild``. ToolMissing and ToolFailed as a build raises them."""
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
    if outcome.exit_code:
        said = "; ".join([*map(str, outcome.findings), *outcome.failures]) or "a check failed"
        message = f"expected a source that can be built again; found: {shown(said)}"
        return Check.of("rebuild", TOOL, (Finding("rebuild-failed", "error", message, "source"),))
    whole = any(path.endswith("/METS.xml") for path in again)
    if not whole:
        before = {item.path: item.data for item in layout.of("publication")}
    makers, judges = (_changes(before, again, readers) for readers in (MAKERS, JUDGES))
    detail = [f"{len(before)} files, bit for bit"]
    if not whole:
        detail.append("no package was built, so that records, lists and the bag's own files were not compared")
    if makers or judges:
        detail.append(f"other versions: {', '.join((*makers, *judges))}")
    findings = _differences(before, again, makers, judges, f"data/{layout.folder}/")
    return Check.of("rebuild", "flugblatt", findings, "; ".join(detail))


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


def _differences(
    before: dict[str, bytes], again: dict[str, bytes], makers: tuple[str, ...], judges: tuple[str, ...], folder: str
) -> Iterator[Finding]:
    """Tools of another version than here, in words: makers of files, and judges."""
    for path in sorted(before.keys() | again.keys()):
        if path not in again:
            yield Finding("rebuild-extra", "error", "expected a file that the source gives; found one more", path)
        elif path not in before:
            yield Finding("rebuild-missing", "error", "expected this file, which the source gives; found none", path)
        elif before[path] != again[path]:
            follows = FOLLOWS.fullmatch(path.removeprefix(folder)) is not None
            changed = (*makers, *judges) if follows else makers
            yield _difference(path, _parting(before[path], again[path]), changed, follows)


def _difference(path: str, at: int, changed: tuple[str, ...], follows: bool) -> Finding:
    found = f"expected the bytes of the file built again; found others from byte {at:,} on; cause:"
    if changed:
        more = (f" and {len(changed) - MOST_TOOLS} more",) if len(changed) > MOST_TOOLS else ()
        named = ", ".join(changed[:MOST_TOOLS]) + "".join(more)
        hint = "to compare bit for bit, install the versions that the package's certificates name"
        return Finding("rebuild-tool", "error", f"{found} another version of a tool ({named})", path, hint)
    why = "other content; it speaks of the other files, and differs where they do" if follows else "other content"
    return Finding("rebuild-content", "error", f"{found} {why}, as the tools are the same", path)


def _parting(one: bytes, other: bytes) -> int:
    """The first byte in which two files differ."""
    at = 0
    while one[at : at + PIECE] == other[at : at + PIECE]:
        at += PIECE
    pairs = zip(one[at : at + PIECE], other[at : at + PIECE], strict=False)
    return at + next((more for more, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)) - at)


# --- Versions of tools ---------------------------------------------------------------------------

Versions = Iterable[tuple[str, str]]
Readers = tuple[tuple[str, Callable[[bytes], Versions]], ...]
"""Ends of paths, and what reads the versions of tools in such a file."""


def _changes(before: dict[str, bytes], again: dict[str, bytes], readers: Readers) -> tuple[str, ...]:
    """Tools whose version differs, as certificates and PREMIS name them."""
    then, now = _versions(before, readers), _versions(again, readers)
    changed = sorted(name for name in then.keys() & now.keys() if then[name] != now[name])
    return tuple(f"{shown(name)} {shown(then[name])}, here {shown(now[name])}" for name in changed)


def _versions(files: dict[str, bytes], readers: Readers) -> dict[str, str]:
    """Name and version of each tool, from the files whose path ends as a reader's."""
    found: dict[str, set[str]] = {}
    for path, data in files.items():
        for end, read_versions in readers:
            for name, version in read_versions(data) if path.endswith(end) else ():
                found.setdefault(name, set()).add(version)
    return {name: " and ".join(sorted(versions)) for name, versions in found.items()}


def _packages(data: bytes) -> Versions:
    packages = _certificate(data, "tools", "packages")
    yield "flugblatt", str(_certificate(data).get("flugblatt", ""))
    yield from ((name, str(version)) for name, version in packages.items())


def _judges(data: bytes) -> Versions:
    judges = _certificate(data, "tools", "judges")
    return ((f"judge {name}", str(version).strip("[]").replace("'", "")) for name, version in judges.items())


def _certificate(data: bytes, *keys: str) -> dict[str, Any]:
    """The object at these keys of a certificate; empty where there is none."""
    with suppress(ValueError, RecursionError, KeyError, TypeError):
        value = json.loads(data)
        for key in keys:
            value = value[key]
        return value if isinstance(value, dict) else {}
    return {}


def _makers(data: bytes) -> Versions:
    """The agents of the events by which files were made."""
    try:
        root = xml_schemas.parse(data)
    except (ValueError, etree.XMLSyntaxError):
        return
    made = {
        str(value.text)
        for event in root.iter(f"{PREMIS}event")
        if event.findtext(f"{PREMIS}eventType") == "creation"
        for value in event.iter(f"{PREMIS}linkingAgentIdentifierValue")
    }
    for agent in root.iter(f"{PREMIS}agent"):
        if agent.findtext(f"{PREMIS}agentIdentifier/{PREMIS}agentIdentifierValue") in made:
            yield agent.findtext(f"{PREMIS}agentName", ""), agent.findtext(f"{PREMIS}agentVersion", "")


MAKERS: Readers = ((".proof.json", _packages), ("/metadata/preservation/premis.xml", _makers))
JUDGES: Readers = ((".proof.json", _judges),)
