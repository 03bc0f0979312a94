"""Judges whether a bag is whole: every file there, none too many, each with its checksums (BagIt 1.0, RFC 8493).

Flow: read(path) -> the tar or folder in memory (``unpacking``), its one folder taken off -> ``Bag`` -> judge(bag) ->
declaration, manifests, tag manifests, every file hashed again -> Check ``fixity``.

Rule: SHA-256 and SHA-512 manifests list exactly the files under data/, both tag manifests exactly the files beside it (but
the tag manifests themselves), every checksum is that of the bytes, and Payload-Oxum counts them (RFC 8493, 2.1, 2.2, 3).
Reason: after years on disks of others, a file that rotted, was lost, slipped in or was exchanged must be found and named;
and whoever opens a package must not be harmed by it.
Passes: a tar or folder of plain files whose names are safe on every computer, all listed, all as listed.
Fails: with one of its codes. What has an unsafe name or size is not unpacked; the members of a tar are judged by their headers. A
bag that fetches (fetch.txt) is not whole here. Checksums say that nothing changed since they were made, not who made them.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flugblatt.judges.package.unpacking import File, Unpacked, unpack, unpack_tar
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.findings import shown

COPY = (
    "Take the file, or the whole package, from another copy and verify that. One of your own: never edit it, "
    "build it again."
)
CLOSED = "Do not unpack it: it could harm this computer. Take the package from its publisher again."
CODES: Mapping[str, FindingCode] = {
    "fixity-tar": FindingCode("A tar that is damaged, cut off, packed, or holds bytes that belong to no file.", COPY),
    "fixity-unreadable": FindingCode(
        "A file or folder that may not be read.",
        "Copy the package to a folder of your own, or ask whoever keeps it for the right to read it.",
    ),
    "fixity-name": FindingCode("A name that leads out of the package or is not the same on every computer.", CLOSED),
    "fixity-collision": FindingCode("Two files of one name, or of names that are one on some computers.", CLOSED),
    "fixity-plain": FindingCode("A link, device, pipe or sparse file instead of a plain file.", CLOSED),
    "fixity-size": FindingCode("A file, or a number of files, beyond any package of statements.", CLOSED),
    "fixity-bag": FindingCode(
        "No bag, or a bag of another kind: bagit.txt, bag-info.txt, fetch.txt or a manifest is not as it must be.", COPY
    ),
    "fixity-manifest": FindingCode(
        "A line of a manifest that is no checksum with a name, or a name listed twice.", COPY
    ),
    "fixity-missing": FindingCode("A file that a manifest lists and that is not there.", COPY),
    "fixity-extra": FindingCode(
        "A file that is there and that a manifest does not list.",
        "Trust no file that no manifest lists: take the package from another copy. One of your own: build it again.",
    ),
    "fixity-changed": FindingCode("A file whose bytes have another checksum than a manifest says.", COPY),
    "fixity-oxum": FindingCode("Another number of files or bytes than Payload-Oxum says.", COPY),
}
TOOL = "our checks"
ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
REQUIRED = ("sha256", "sha512")
DECLARATION = ("BagIt-Version: 1.0", "Tag-File-Character-Encoding: UTF-8")
TAG_MANIFEST = re.compile(r"tagmanifest-[a-z0-9]+\.txt")
MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(\S.*)")
ANY_DECLARATION = re.compile(
    r"BagIt-Version: *(?P<version>0\.9[3-7]|1\.0) *\nTag-File-Character-Encoding: *(?P<encoding>[A-Za-z0-9_.:-]+) *\n*"
)
ANY_LINE = re.compile(r"([0-9A-Fa-f]{32,128})[ \t]+\*?(\S.*)")
ESCAPE = re.compile("%(0[AaDd]|25)")
OF_PYTHON = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
OXUM = re.compile(r"(\d{1,20})\.(\d{1,10})")


@dataclass(frozen=True, slots=True)
class Bag:
    """``name`` is the bag's folder; the names of ``files`` are relative to it. ``findings`` is what stands against reading
    it: where there is one, there are no files."""

    name: str
    files: tuple[File, ...]
    findings: tuple[Finding, ...] = ()

    def data(self, name: str) -> bytes | None:
        """The bytes of one file, None where it is not there."""
        return next((file.data for file in self.files if file.name == name), None)


def read(path: Path) -> Bag:
    """The bag of a tar with one folder, or of a folder that is the bag or holds nothing but it. UsageError where there is
    nothing to read; never raises for what it holds."""
    return of(unpack(path), folder_name(path))


def folder_name(path: Path) -> str:
    """The name of a folder, also of one that is given as a dot; empty for a file."""
    return Path(os.path.abspath(path)).name if path.is_dir() else ""


@lru_cache(maxsize=1)
def bag_in(data: bytes) -> Bag:
    """The bag in the bytes of a tar; the last one is kept, as several judges ask for it in turn."""
    return of(unpack_tar(io.BytesIO(data), len(data)))


def of(unpacked: Unpacked, name: str = "") -> Bag:
    """The bag in unpacked files; ``name`` is that of the folder where they lie without one of their own."""
    if unpacked.findings:
        return Bag(name, (), unpacked.findings)
    if any(file.name == "bagit.txt" for file in unpacked.files):
        message = "expected one folder with the bag inside; found its files at the top"
        lost = () if name else (Finding("fixity-bag", "error", message, "package"),)
        return Bag(name, () if lost else unpacked.files, lost)
    tops = {file.name.partition("/")[0] for file in unpacked.files}
    if len(tops) != 1 or not any(file.name == f"{min(tops)}/bagit.txt" for file in unpacked.files):
        found = "nothing" if not tops else "none" if len(tops) == 1 else f"{', '.join(map(shown, sorted(tops)[:5]))}"
        message = f"expected one folder with a bagit.txt inside, and nothing beside it; found {found}"
        return Bag(name, (), (Finding("fixity-bag", "error", message, "package"),))
    top = min(tops)
    return Bag(top, tuple(File(file.name.removeprefix(f"{top}/"), file.data) for file in unpacked.files))


def info(bag: Bag, label: str) -> tuple[str, ...]:
    """The values that bag-info.txt gives for a label, as they are written (RFC 8493, 2.2.2); a value on several lines is
    joined by spaces."""
    return _info({"bag-info.txt": bag.data("bag-info.txt") or b""}, label)


def is_own(bag: Bag) -> bool:
    """Whether a bag says that this toolchain made it."""
    return any(maker.startswith("flugblatt ") for maker in info(bag, "Bag-Software-Agent"))


def judge(bag: Bag, own: bool = True) -> Check:
    """The Check ``fixity`` of a bag, in the order of the files; where it is not our ``own``, by what every bag must be, of any
    version from 0.93. Never raises for what it holds."""
    if bag.findings:
        return Check.of("fixity", TOOL, bag.findings)
    files = {file.name: file.data for file in bag.files}
    findings = [*_declaration(files), *_manifests(files), *_oxum(files)] if own else [*_of_any(files)]
    detail = f"{len(files)} files, {sum(map(len, files.values())):,} bytes"
    return Check.of("fixity", TOOL, sorted(findings, key=lambda finding: finding.where), detail)


def _declaration(files: dict[str, bytes]) -> Iterator[Finding]:
    """RFC 8493, 2.1.1: two lines, UTF-8, no byte order mark."""
    if _lines(files["bagit.txt"]) != list(DECLARATION):
        message = f"expected {' and '.join(f'“{line}”' for line in DECLARATION)}; found otherwise"
        yield Finding("fixity-bag", "error", message, "bagit.txt")
    if "fetch.txt" in files:
        yield Finding(
            "fixity-bag", "error", "expected a bag that is whole; found a list of files to fetch", "fetch.txt"
        )


def _manifests(files: dict[str, bytes]) -> Iterator[Finding]:
    """RFC 8493, 2.1.3 and 2.2.1: every manifest of either kind is complete by itself, so that they agree."""
    payload = {name for name in files if name.startswith("data/")}
    tags = {name for name in files if name not in payload and not TAG_MANIFEST.fullmatch(name)}
    found: set[str] = set()
    for name in sorted(files):
        match = MANIFEST.fullmatch(name)
        if match is None:
            continue
        if match[2] not in ALGORITHMS:
            message = f"expected a manifest by {', '.join(ALGORITHMS)}; found one that cannot be checked"
            yield Finding("fixity-bag", "error", message, name)
            continue
        found.add(name)
        yield from _manifest(name, match[2], files, tags if match[1] else payload)
    for kind in ("manifest", "tagmanifest"):
        for algorithm in REQUIRED:
            if f"{kind}-{algorithm}.txt" not in found:
                yield Finding("fixity-bag", "error", "expected this manifest; found none", f"{kind}-{algorithm}.txt")


def _manifest(name: str, algorithm: str, files: dict[str, bytes], due: set[str]) -> Iterator[Finding]:
    lines = _lines(files[name])
    if lines is None:
        yield Finding("fixity-manifest", "error", "expected lines in UTF-8; found other bytes", name)
        return
    length = hashlib.new(algorithm, usedforsecurity=False).digest_size * 2
    listed: set[str] = set()
    for number, line in enumerate(lines, 1):
        match = LINE.fullmatch(line)
        if match is None or len(match[1]) != length:
            message = f"expected a checksum of {length} figures and the name of a file; found “{shown(line)[:80]}”"
            yield Finding("fixity-manifest", "error", message, f"{name}:{number}")
            continue
        path = ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), match[2])
        if path in listed:
            yield Finding(
                "fixity-manifest", "error", f"expected each file once; found {shown(path)} again", f"{name}:{number}"
            )
        listed.add(path)
        if path not in due:
            yield _not_due(path, name, number, files)
        elif hashlib.new(algorithm, files[path], usedforsecurity=False).hexdigest() != match[1].lower():
            message = f"expected the {algorithm} checksum of {name}, line {number}; found that of other bytes"
            hint = "the file was changed or damaged after the package was made: take it from another copy"
            yield Finding("fixity-changed", "error", message, path, hint)
    for path in sorted(due - listed):
        message = f"expected every file in {name}; found this one, which is not listed"
        yield Finding("fixity-extra", "error", message, path, "it was added after the package was made")


# --- Bags of others --------------------------------------------------------------------------------


def _of_any(files: dict[str, bytes]) -> Iterator[Finding]:
    """What is wrong with a bag by RFC 8493 or a draft of it: each payload file is in every manifest (1.0) or in one (before),
    what manifests list is there with those checksums, and a Payload-Oxum is right where it is given."""
    said = ANY_DECLARATION.fullmatch("\n".join(_lines(files["bagit.txt"].removeprefix(b"\xef\xbb\xbf")) or []))
    encoding = _known_encoding(said["encoding"]) if said else ""
    if said is None or not encoding:
        message = (
            "expected BagIt-Version: 0.93 to 1.0 and Tag-File-Character-Encoding: one that is known; found otherwise"
        )
        yield Finding("fixity-bag", "error", message, "bagit.txt")
        return
    lists = {name: match for name in sorted(files) if (match := MANIFEST.fullmatch(name))}
    listed = {name: tuple(_any_lines(files[name], encoding)) for name, match in lists.items() if match[2] in ALGORITHMS}
    for name in lists.keys() - listed.keys():
        message = f"expected a manifest by {', '.join(ALGORITHMS)}; found one that cannot be checked"
        yield Finding("fixity-bag", "warning", message, name)
    manifests = [name for name in listed if not lists[name][1]]
    if not manifests:
        yield Finding("fixity-bag", "error", "expected a manifest; found none that can be checked", "package")
    names = {unicodedata.normalize("NFC", name): name for name in files}
    for name, rows in listed.items():
        yield from _of_any_manifest(name, lists[name][2], rows, files, names)
    payload = {unicodedata.normalize("NFC", name) for name in files if name.startswith("data/")}
    there = [{path for _, _, path in listed[name]} for name in manifests]
    missed = [(payload - paths, name) for paths, name in zip(there, manifests, strict=True)]
    if said["version"] != "1.0" and manifests:
        missed = [(payload - set().union(*there), manifests[0])]
    for paths, name in missed:
        for path in sorted(paths):
            message = f"expected every file under data/ in {name}; found this one, which is not listed"
            yield Finding("fixity-extra", "error", message, shown(path), "it was added after the package was made")
    if any(line.lower().startswith("payload-oxum:") for line in _text(files.get("bag-info.txt", b""), encoding)):
        yield from _oxum({**files, "bag-info.txt": "\n".join(_text(files["bag-info.txt"], encoding)).encode()})


def _of_any_manifest(
    name: str, algorithm: str, rows: tuple[tuple[int, str, str], ...], files: dict[str, bytes], names: dict[str, str]
) -> Iterator[Finding]:
    for number, checksum, path in rows:
        if not checksum:
            message = f"expected a checksum and the name of a file; found “{shown(path)[:80]}”"
            yield Finding("fixity-manifest", "error", message, f"{name}:{number}")
        elif path not in names:
            message = f"expected this file, which {name} lists in line {number}; found none"
            yield Finding("fixity-missing", "error", message, shown(path), "take it from another copy of the package")
        elif hashlib.new(algorithm, files[names[path]], usedforsecurity=False).hexdigest() != checksum:
            message = f"expected the {algorithm} checksum of {name}, line {number}; found that of other bytes"
            yield Finding("fixity-changed", "error", message, shown(path))


def _any_lines(data: bytes, encoding: str) -> Iterator[tuple[int, str, str]]:
    """Number, checksum and normalised name of each line; md5sum writes a star before a name, and some write ``./``."""
    for number, line in enumerate(_text(data, encoding), 1):
        match = ANY_LINE.fullmatch(line)
        if match:
            path = ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), match[2]).removeprefix("./")
            yield number, match[1].lower(), unicodedata.normalize("NFC", path)
        elif line.strip():
            yield number, "", line


def _text(data: bytes, encoding: str) -> list[str]:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return re.split("\r\n|\r|\n", text)


def _known_encoding(name: str) -> str:
    """The encoding if it is one of text that Python knows, and none of its own making, which may refuse any bytes."""
    try:
        known = codecs.lookup(name)
        return name if known._is_text_encoding and known.name not in OF_PYTHON else ""
    except LookupError:
        return ""


def _not_due(path: str, name: str, number: int, files: dict[str, bytes]) -> Finding:
    """A line for a file that is not there, or that has no place in this manifest."""
    if path in files:
        message = f"expected only the files of its own kind; found {shown(path)}"
        return Finding("fixity-manifest", "error", message, f"{name}:{number}")
    message = f"expected this file, which {name} lists in line {number}; found none"
    return Finding("fixity-missing", "error", message, shown(path), "take it from another copy of the package")


def _oxum(files: dict[str, bytes]) -> Iterator[Finding]:
    """RFC 8493, 2.2.2: Payload-Oxum is the number of bytes, a full stop and the number of files under data/."""
    given = _info(files, "Payload-Oxum")
    payload = [data for name, data in files.items() if name.startswith("data/")]
    right = f"{sum(map(len, payload))}.{len(payload)}"
    if len(given) != 1 or not OXUM.fullmatch(given[0]) or given[0] != right:
        found = " and ".join(f"“{shown(value)[:40]}”" for value in given) or "none"
        yield Finding("fixity-oxum", "error", f"expected Payload-Oxum: {right}; found {found}", "bag-info.txt")


def _info(files: dict[str, bytes], label: str) -> tuple[str, ...]:
    text = re.sub(r"\n[ \t]+", " ", "\n".join(_lines(files.get("bag-info.txt", b"")) or []))
    rows = [line.partition(":") for line in text.split("\n")]
    return tuple(value.strip() for name, _, value in rows if name.strip().lower() == label.lower())


def _lines(data: bytes) -> list[str] | None:
    """The lines of a tag file, ended by LF or CRLF; None where it is no UTF-8."""
    try:
        lines = data.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return None
    return [line.removesuffix("\r") for line in (lines if lines[-1] else lines[:-1])]
