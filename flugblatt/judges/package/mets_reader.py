"""Reads the METS files of an E-ARK package, and finds where they and the files differ. Part of ``information_package``.

Flow: contents(bag) -> the package's own folder, the manifest, the time of bag-info.txt -> findings(contents): the root METS,
and that of each representation -> what each is, what it lists, how it is put together -> ``Finding``s.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from lxml import etree

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.package.fixity import Bag, info
from flugblatt.model import Finding

METS, PREMIS = "METS.xml", "metadata/preservation/premis.xml"
REPRESENTATIONS = ("publications", "source")
FOLDERS = ("documentation/", "metadata/descriptive/", "metadata/preservation/", "schemas/")
PROFILE_SIP = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
PROFILE_CSIP = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
_M = "{http://www.loc.gov/METS/}"
_CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
_SIP = "{https://DILCIS.eu/XML/METS/SIPExtensionMETS}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_LINE = re.compile(r"([0-9A-Fa-f]{64})[ \t]+\*?(\S.*)")
_SECTIONS = ("dmdSec", "techMD", "rightsMD", "sourceMD", "digiprovMD")


@dataclass(frozen=True)
class Contents:
    """The package in a bag: ``root`` is its folder, ``files`` are relative to it, ``manifest`` is SHA-256 by file."""

    root: str
    files: dict[str, bytes] = field(repr=False)
    manifest: dict[str, str] = field(repr=False)
    time: str

    @cached_property
    def parsed(self) -> dict[str, etree._Element]:
        """Every METS and PREMIS by its path. Raises what the parser raises."""
        due = [path for path in self.files if path == METS or path.endswith((f"/{METS}", "/premis.xml"))]
        return {path: xml_schemas.parse(self.files[path]) for path in sorted(due)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as a METS lists it: ``path`` relative to the package, None where the reference leads out of it."""

    mets: str
    reference: str
    path: str | None
    size: str
    checksum: str
    kind: str
    format: str


def contents(bag: Bag) -> Contents | Finding:
    """The package in a bag, or what stands against reading it."""
    if bag.findings:
        return Finding("package-layout", "error", "expected a bag that can be read; found none", "package")
    payload = [file for file in bag.files if file.name.startswith("data/")]
    roots = {file.name.split("/")[1] for file in payload if file.name.count("/") > 1}
    stray = [file.name for file in payload if file.name.count("/") < 2]
    if len(roots) != 1 or stray:
        found = ", ".join(sorted(roots | set(stray))[:5]) or "nothing"
        return Finding("package-layout", "error", f"expected one folder in data/; found {found}", "data")
    root = min(roots)
    inside = f"data/{root}/"
    files = {file.name.removeprefix(inside): file.data for file in payload}
    for path in (METS, PREMIS, *(f"representations/{name}/{METS}" for name in REPRESENTATIONS)):
        if path not in files:
            return Finding("package-layout", "error", f"expected the file {path}; found none", root)
    for folder in FOLDERS:
        if not any(path.startswith(folder) for path in files):
            return Finding("package-layout", "error", f"expected files in {folder}; found none", root)
    lines = (bag.data("manifest-sha256.txt") or b"").decode("utf-8", "replace").splitlines()
    rows = [match for line in lines if (match := _LINE.fullmatch(line))]
    manifest = {match[2].removeprefix(inside): match[1].lower() for match in rows if match[2].startswith(inside)}
    times = info(bag, "Event-Time")
    return Contents(root, files, manifest, times[0] if len(times) == 1 else "")


def findings(package: Contents) -> Iterator[Finding]:
    """Everything in which the METS files are not as they must be."""
    entries: list[Entry] = []
    names: Counter[str] = Counter()
    for path, tree in package.parsed.items():
        if path.endswith(METS):
            yield from _identity(package, path, tree)
            yield from _times(package, path, tree)
            yield from _structure(path, tree)
            entries += _entries(path, tree)
            names.update(str(element.get("ID")) for element in tree.iter() if element.get("ID"))
    for name, count in sorted(names.items()):
        if count > 1:
            message = f"expected each identifier once in the package; found {name} {count} times"
            yield Finding("package-structure", "error", message, package.root)
    for entry in entries:
        yield from _entry(package, entry)
    yield from _listed(package, entries)


def formats(package: Contents) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Path, PRONOM identifiers and METS, for every file that a METS gives a format of."""
    for path, tree in package.parsed.items():
        if path.endswith(METS):
            for entry in _entries(path, tree):
                if entry.format and entry.path in package.files:
                    yield str(entry.path), (entry.format,), path


def _identity(package: Contents, path: str, tree: etree._Element) -> Iterator[Finding]:
    """CSIP1, CSIP6, CSIP9, CSIP11 to CSIP16, SIP2, SIP9 to SIP17."""
    folder = posixpath.dirname(path)
    header = tree.find(f"{_M}metsHdr")
    agents = [] if header is None else header.findall(f"{_M}agent")
    named = {str(agent.get("ROLE")) + str(agent.get("OTHERROLE") or ""): agent for agent in agents}
    program = named.get("CREATOR")
    note = None if program is None else program.find(f"{_M}note")
    rows = [
        ("OBJID", tree.get("OBJID"), posixpath.basename(folder) or package.root),
        ("PROFILE", tree.get("PROFILE"), PROFILE_CSIP if folder else PROFILE_SIP),
        ("OAISPACKAGETYPE", None if header is None else header.get(f"{_CSIP}OAISPACKAGETYPE"), "SIP"),
        ("the program's type", None if program is None else program.get("OTHERTYPE"), "SOFTWARE"),
        ("the program's note", None if note is None else note.get(f"{_CSIP}NOTETYPE"), "SOFTWARE VERSION"),
    ]
    for name, found, expected in rows:
        if found != expected:
            message = f"expected {name} {expected}; found {found or 'none'}"
            yield Finding("package-identity", "error", message, path)
    for role, who in (("ARCHIVIST", "an archival creator"), ("OTHERSUBMITTER", "a submitting agent")):
        agent = named.get(role)
        if not folder and (agent is None or not (agent.findtext(f"{_M}name") or "").strip()):
            yield Finding("package-identity", "error", f"expected {who} with a name; found none", path)


def _times(package: Contents, path: str, tree: etree._Element) -> Iterator[Finding]:
    found = {value for element in tree.iter() for key in ("CREATED", "CREATEDATE") if (value := element.get(key))}
    for value in sorted(found - {package.time}):
        message = f"expected {package.time or 'a time'}, the Event-Time of bag-info.txt; found {value}"
        yield Finding("package-time", "error", message, path)


def _entries(path: str, tree: etree._Element) -> Iterator[Entry]:
    folder = posixpath.dirname(path)
    for element in tree.iter(f"{_M}mdRef", f"{_M}file"):
        place = element if element.tag == f"{_M}mdRef" else element.find(f"{_M}FLocat")
        reference = "" if place is None else str(place.get(f"{_XLINK}href") or "")
        yield Entry(
            path,
            reference,
            _resolved(folder, reference),
            str(element.get("SIZE") or ""),
            str(element.get("CHECKSUM") or ""),
            str(element.get("CHECKSUMTYPE") or ""),
            str(element.get(f"{_SIP}FILEFORMATKEY") or ""),
        )


def _resolved(folder: str, reference: str) -> str | None:
    """A reference as a path in the package; None where it is none, has a scheme, or leads out of its METS's folder."""
    name = unquote(reference)
    if (
        not name
        or ":" in name.split("/")[0]
        or name.startswith("/")
        or "\\" in name
        or {"..", ".", ""} & set(name.split("/"))
    ):
        return None
    return posixpath.join(folder, name)


def _entry(package: Contents, entry: Entry) -> Iterator[Finding]:
    if entry.path is None:
        message = f"expected the path of a file below the METS; found “{entry.reference[:200]}”"
        yield Finding("package-link", "error", message, entry.mets)
        return
    data = package.files.get(entry.path)
    if data is None:
        yield Finding(
            "package-missing", "error", f"expected this file, which {entry.mets} lists; found none", entry.path
        )
        return
    digest = hashlib.sha256(data).hexdigest()
    if entry.kind != "SHA-256":
        message = f"expected a SHA-256 checksum in {entry.mets}; found {entry.kind or 'none'}"
        yield Finding("package-changed", "error", message, entry.path)
    elif entry.checksum.lower() != digest or entry.size != str(len(data)):
        message = (
            f"expected the {entry.size or '?'} bytes and the SHA-256 of {entry.mets}; found {len(data)} bytes, {digest}"
        )
        yield Finding("package-changed", "error", message, entry.path)
    said = package.manifest.get(entry.path)
    if said != entry.checksum.lower():
        message = f"expected the SHA-256 of {entry.mets} in manifest-sha256.txt; found {said or 'none'}"
        yield Finding("package-manifest", "error", message, entry.path)


def _listed(package: Contents, entries: list[Entry]) -> Iterator[Finding]:
    counts = Counter(entry.path for entry in entries)
    for path in sorted(package.files.keys() - {METS}):
        if counts[path] == 0:
            yield Finding("package-unlisted", "error", "expected every file in a METS; found this one in none", path)
        elif counts[path] > 1:
            message = f"expected every file in one METS, once; found this one {counts[path]} times"
            yield Finding("package-twice", "error", message, path)
    owner = {entry.path: entry.mets for entry in entries}
    for path in sorted(package.files):
        parts = path.split("/")
        inside = parts[0] == "representations" and len(parts) > 3
        due = f"representations/{parts[1]}/{METS}" if inside else METS
        if owner.get(path, due) != due:
            yield Finding("package-unlisted", "error", f"expected this file in {due}; found it in {owner[path]}", path)


def _structure(path: str, tree: etree._Element) -> Iterator[Finding]:
    """CSIP80 to CSIP119: one map, which holds every section and group once and refers to nothing else."""

    def wrong(message: str) -> Finding:
        return Finding("package-structure", "error", message, path)

    maps = tree.findall(f"{_M}structMap")
    if len(maps) != 1 or maps[0].get("TYPE") != "PHYSICAL" or maps[0].get("LABEL") != "CSIP":
        yield wrong(f"expected one structural map, PHYSICAL, CSIP; found {len(maps)} or another")
        return
    sections = {str(element.get("ID")) for name in _SECTIONS for element in tree.iter(f"{_M}{name}")}
    groups = {str(group.get("ID")): group for group in tree.iter(f"{_M}fileGrp")}
    divisions = [*maps[0].iter(f"{_M}div")]
    told = [
        name for div in divisions for key in ("DMDID", "ADMID") for name in str(div.get(key) or "").split(" ") if name
    ]
    pointed = [str(pointer.get("FILEID")) for pointer in maps[0].iter(f"{_M}fptr")]
    for kind, due, found in (("metadata section", sections, told), ("file group", set(groups), pointed)):
        for name in sorted(set(found) - due):
            yield wrong(f"expected a {kind} with the identifier {name}; found none")
        for name in sorted(due - set(found)):
            yield wrong(f"expected the {kind} {name} in the structural map; found it nowhere")
    for pointer in maps[0].iter(f"{_M}mptr"):
        group = groups.get(str(pointer.get(f"{_XLINK}title")))
        places = [] if group is None else [place.get(f"{_XLINK}href") for place in group.iter(f"{_M}FLocat")]
        if places != [pointer.get(f"{_XLINK}href")]:
            yield wrong(
                f"expected {pointer.get(f'{_XLINK}href')} as the one file of the group it names; found {places}"
            )
    pointers = {str(pointer.get(f"{_XLINK}href")) for pointer in maps[0].iter(f"{_M}mptr")}
    due_pointers = {f"representations/{name}/{METS}" for name in REPRESENTATIONS} if path == METS else set()
    for reference in sorted(due_pointers ^ pointers):
        yield wrong(f"expected a pointer to each representation and to nothing else; found otherwise: {reference}")
