"""The examination of finished files: what a file claims of itself, judged; nothing is rendered.

Flow: file -> its kind by its first bytes -> its claims -> the judges of those claims -> checks. A package is judged as a
whole: is it whole (``fixity``), valid (``schema``), and do its lists speak of its files (``metadata``, ``format-id``).
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pikepdf

from flugblatt.judges import visual
from flugblatt.judges.epub import guard
from flugblatt.judges.external import epubcheck, java, siegfried, verapdf, xml_schemas
from flugblatt.judges.package import fixity as bags
from flugblatt.judges.package import information_package, transfer
from flugblatt.judges.package.unpacking import File, unpack
from flugblatt.model import Artefact, Check
from flugblatt.model.checks import said_of, value_of
from flugblatt.model.errors import UsageError

PDFA = {("3", "A"): ("3a", "fmt/479"), ("4", "F"): ("4f", "fmt/1912")}
PDFUA = {"1": "ua1", "2": "ua2"}
CATALOGUE = "catalogue_md.xml"
"""The record of a transfer package, as the German National Library's hotfolder names it."""
USTAR = slice(257, 262)  # the field magic (POSIX.1, pax, ustar interchange format)

Host = Callable[[], java.JavaHost]
Examined = tuple[tuple[Path, tuple[Check, ...]], ...]


def examine(files: tuple[Path, ...]) -> Examined:
    """The checks of each file. UsageError for a file that is no PDF, EPUB, bag or package, before anything is judged."""
    kinds = tuple((path, _kind(path)) for path in files)
    with ExitStack() as stack:

        @cache
        def host() -> java.JavaHost:
            return stack.enter_context(java.start(warm=False))

        if any(kind != "package" for _, kind in kinds):
            host()  # starts beside what comes first
        return tuple(
            (path, _package(path, host) if kind == "package" else _file(path.read_bytes(), kind, host))
            for path, kind in kinds
        )


def as_json(results: Examined) -> str:
    value = [{"path": str(path), "checks": [value_of(check) for check in checks]} for path, checks in results]
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def kind_of(path: str) -> str:
    """The kind of record or list that a file of a package is, as the judge ``schema`` calls it; empty for any other."""
    name = path.rpartition("/")[2].lower()
    return next((kind for kind in xml_schemas.KINDS if name == kind or name.endswith(f".{kind}")), "")


def _kind(path: Path) -> str:
    try:
        if path.is_dir():
            return "package"
        with path.open("rb") as stream:
            head = stream.read(512)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if kind := _publication(head):
        return kind
    if head[USTAR] == b"ustar" or path.suffix == ".tar":
        return "package"
    raise UsageError(f"{path} is no PDF, EPUB, bag or package; check judges those")


def _publication(head: bytes) -> str:
    return "PDF" if head.startswith(b"%PDF-") else "EPUB" if head.startswith(b"PK\x03\x04") else ""


def _file(data: bytes, kind: str, host: Host) -> tuple[Check, ...]:
    if kind == "PDF":
        return _pdf(host(), data)
    return guard.judge(data), epubcheck.judge(host(), data), siegfried.judge(data, "fmt/483")


def _pdf(host: java.JavaHost, data: bytes) -> tuple[Check, ...]:
    """The claims stand in the XMP packet: pdfaid (ISO 19005-3, 6.6.4) and pdfuaid (ISO 14289-1, 5)."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            metadata = pdf.open_metadata()
            level = str(metadata.get("pdfaid:part", "")), str(metadata.get("pdfaid:conformance", ""))
            part = str(metadata.get("pdfuaid:part", ""))
    except Exception as error:  # whatever hostile bytes make a library throw
        return (Check.not_run("verapdf:3a", f"the file cannot be read as a PDF: {said_of(error)}"),)
    if level in PDFA:
        checks = [verapdf.judge(host, data, PDFA[level][0])]
    else:
        claim = f"PDF/A-{level[0]}{level[1].lower()}" if level[0] else "no PDF/A"
        checks = [Check.not_run("verapdf:3a", f"the file claims {claim}, which is not judged here")]
    if part in PDFUA:
        checks.append(verapdf.judge(host, data, PDFUA[part]))
    else:
        checks.append(Check.not_run("verapdf:ua1", "the file does not claim to be PDF/UA"))
    checks.append(visual.judge_alone(data))
    if level in PDFA:
        checks.append(siegfried.judge(data, PDFA[level][1]))
    return tuple(checks)


# --- Packages ------------------------------------------------------------------------------------


def _package(path: Path, host: Host) -> tuple[Check, ...]:
    unpacked = unpack(path)
    if path.is_file() and any(file.name == CATALOGUE for file in unpacked.files):
        return _transfer(path, unpacked.files, host)
    bag = bags.of(unpacked, bags.folder_name(path))
    fixity = bags.judge(bag)
    if bag.findings:
        return (fixity,)
    payload = (file for file in bag.files if file.name.startswith("data/"))
    lists = [(file.name, kind, file.data) for file in payload if (kind := kind_of(file.name))]
    schema = (xml_schemas.of_files(lists),) if lists else ()
    if not any(name.endswith("/METS.xml") for name, _, _ in lists):
        return (fixity, *schema)
    return fixity, *schema, information_package.judge(bag), information_package.formats(bag)


def _transfer(path: Path, files: tuple[File, ...], host: Host) -> tuple[Check, ...]:
    """A transfer package for a library: the record and one file beside it, which is judged by its own claims."""
    rest = [file for file in files if file.name != CATALOGUE] or [File("content/", b"")]
    checks = transfer.judge(path.read_bytes(), Artefact("", rest[0].name, "", rest[0].data))
    judged = [check for file in rest if (kind := _publication(file.data)) for check in _file(file.data, kind, host)]
    return (*checks, *(judged or [Check.not_run("format-id", "the package holds no PDF and no EPUB")]))
