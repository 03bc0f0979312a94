"""Reads the PREMIS files of an E-ARK package, and finds where they and the files differ. Part of ``information_package``.

Flow: findings(contents) -> objects, with size and checksums -> representations, with their files -> events, with what they
name, their time and the verdicts of the judges -> ``Finding``s.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from flugblatt.judges.package.mets_reader import METS, PREMIS, Contents
from flugblatt.model import Finding

EVENTS = (
    "creation",
    "format identification",
    "information package creation",
    "message digest calculation",
    "validation",
)
JUDGED = (".pdf", ".epub")
"""Published files that a judge must have passed."""
ALGORITHMS = (("SHA-256", "sha256"), ("SHA-512", "sha512"))
_P = "{http://www.loc.gov/premis/v3}"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


def findings(package: Contents) -> Iterator[Finding]:
    """Everything in which the PREMIS files are not as they must be."""
    trees = {path: tree for path, tree in package.parsed.items() if path.endswith("premis.xml")}
    yield from _objects(package, trees)
    yield from _representations(package, trees)
    yield from _references(trees)
    yield from _events(package, trees[PREMIS])


def formats(package: Contents) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Path, PRONOM identifiers and PREMIS, for every file that is there and has an object."""
    found = []
    for path, element in _files(package.parsed[PREMIS]):
        if path in package.files:
            keys = (key.text or "" for key in element.iter(f"{_P}formatRegistryKey"))
            found.append((path, tuple(sorted(keys)), PREMIS))
    return tuple(found)


def _files(tree: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Path and object of every file."""
    for element in tree.iter(f"{_P}object"):
        if element.get(_TYPE) == "file":
            yield element.findtext(f"{_P}originalName") or "", element


def _name(element: etree._Element, kind: str) -> str:
    return element.findtext(f"{_P}{kind}Identifier/{_P}{kind}IdentifierValue") or ""


def _objects(package: Contents, trees: dict[str, etree._Element]) -> Iterator[Finding]:
    described = Counter(path for tree in trees.values() for path, _ in _files(tree))
    for path in sorted(package.files.keys() - {METS, PREMIS}):
        if described[path] != 1:
            message = f"expected one object in PREMIS for this file; found {described[path] or 'none'}"
            yield Finding("package-object", "error", message, path)
    for path in sorted(described.keys() - package.files.keys()):
        message = "expected this file, which PREMIS describes; found none"
        yield Finding("package-object", "error", message, path or "an object without a name")
    for tree in trees.values():
        for path, element in _files(tree):
            if path in package.files:
                yield from _fixity(path, package.files[path], element)


def _fixity(path: str, data: bytes, element: etree._Element) -> Iterator[Finding]:
    size = element.findtext(f"{_P}objectCharacteristics/{_P}size") or ""
    if size != str(len(data)):
        yield Finding(
            "package-fixity", "error", f"expected {size or '?'} bytes, as PREMIS says; found {len(data)}", path
        )
    said = {
        str(one.findtext(f"{_P}messageDigestAlgorithm")): str(one.findtext(f"{_P}messageDigest")).lower()
        for one in element.iter(f"{_P}fixity")
    }
    for name, code in ALGORITHMS:
        if said.get(name) != hashlib.new(code, data).hexdigest():
            message = f"expected the {name} of PREMIS, {said.get(name, 'none')}; found that of other bytes"
            yield Finding("package-fixity", "error", message, path)


def _representations(package: Contents, trees: dict[str, etree._Element]) -> Iterator[Finding]:
    """The PREMIS beside each representation names exactly the files of its data folder."""
    names = {path: _name(element, "object") for path, element in _files(trees[PREMIS])}
    for path in sorted(package.files):
        if path.startswith("representations/") and path.endswith(f"/{METS}"):
            folder = path.removesuffix(f"/{METS}")
            tree = trees.get(f"{folder}/{PREMIS}")
            if tree is None:
                yield Finding("package-object", "error", f"expected {folder}/{PREMIS}; found none", folder)
                continue
            due = {name for file, name in names.items() if file.startswith(f"{folder}/data/")}
            found = {
                str(value.text)
                for relation in tree.iter(f"{_P}relationship")
                if relation.findtext(f"{_P}relationshipSubType") == "has part"
                for value in relation.iter(f"{_P}relatedObjectIdentifierValue")
            }
            if due != found:
                other = [file for file, name in names.items() if name in due ^ found]
                message = (
                    f"expected the files of its folder as its parts; found others ({', '.join(sorted(other)[:5])})"
                )
                yield Finding("package-object", "error", message, f"{folder}/{PREMIS}")


def _references(trees: dict[str, etree._Element]) -> Iterator[Finding]:
    """Every identifier is given once, and none is named that nobody has."""
    objects, agents, events = (
        Counter(_name(element, kind) for tree in trees.values() for element in tree.iter(f"{_P}{kind}"))
        for kind in ("object", "agent", "event")
    )
    for name, count in sorted((objects + agents + events).items()):
        if count > 1 or not name:
            message = f"expected each identifier once; found {name or 'an empty one'} {count} times"
            yield Finding("package-reference", "error", message, PREMIS)
    for path, tree in trees.items():
        for kind, known in (("relatedObject", objects), ("linkingObject", objects), ("linkingAgent", agents)):
            for value in tree.iter(f"{_P}{kind}IdentifierValue"):
                if value.text not in known:
                    message = f"expected what {value.text} names; found it nowhere in PREMIS"
                    yield Finding("package-reference", "error", message, path)


def _events(package: Contents, tree: etree._Element) -> Iterator[Finding]:
    files = {_name(element, "object"): path for path, element in _files(tree)}
    kinds: set[str] = set()
    passed: set[str] = set()
    for event in tree.iter(f"{_P}event"):
        kind = event.findtext(f"{_P}eventType") or ""
        kinds.add(kind)
        detail = event.findtext(f"{_P}eventDetailInformation/{_P}eventDetail") or kind
        time = event.findtext(f"{_P}eventDateTime")
        if time != package.time:
            message = f"expected {package.time or 'a time'}, the Event-Time of bag-info.txt; found {time} for: {detail}"
            yield Finding("package-time", "error", message, PREMIS)
        outcome = event.findtext(f"{_P}eventOutcomeInformation/{_P}eventOutcome") or ""
        about = [files.get(str(value.text), "") for value in event.iter(f"{_P}linkingObjectIdentifierValue")]
        if kind == "validation":
            if outcome == "passed":
                passed.update(about)
            else:
                message = f"expected the verdict passed; found {outcome or 'none'} for: {detail}"
                yield Finding("package-verdict", "error", message, ", ".join(about) or PREMIS)
        if event.find(f"{_P}linkingAgentIdentifier") is None and outcome != "not run":
            yield Finding(
                "package-event", "error", f"expected the program that did it; found none for: {detail}", PREMIS
            )
    for kind in EVENTS:
        if kind not in kinds:
            yield Finding("package-event", "error", f"expected an event of the kind {kind}; found none", PREMIS)
    for path in sorted(package.files):
        if path.startswith("representations/publications/data/") and path.endswith(JUDGED) and path not in passed:
            message = "expected the verdict of a judge in PREMIS; found none that is passed"
            yield Finding("package-verdict", "error", message, path)
