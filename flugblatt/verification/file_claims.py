"""The examination of finished files: what a file claims of itself, judged; nothing is rendered.

Flow: file -> its kind by its first bytes -> its claims -> the judges of those claims -> checks. A package is judged as a
whole: is it whole (``fixity``), valid (``schema``), and do its lists speak of its files (``metadata``, ``format-id``).
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pikepdf

from flugblatt.build import bounded
from flugblatt.build.bounded import seconds_for
from flugblatt.judges import preflight, visual
from flugblatt.judges.epub import guard
from flugblatt.judges.external import siegfried, xml_schemas
from flugblatt.judges.package import fixity as bags
from flugblatt.judges.package import information_package, transfer
from flugblatt.judges.package.unpacking import File, unpack
from flugblatt.model import Artefact, Check, Finding
from flugblatt.model.checks import said_of, value_of
from flugblatt.model.errors import UsageError
from flugblatt.package import signature as signing
from flugblatt.report.crash import Crashed
from flugblatt.tables.limits import limit, raising
from flugblatt.verification.inflation import SHARE, problem, too_long
from flugblatt.verification.sandbox import Outside, crashed
from flugblatt.verification.verdicts import TOOL

PDFA = {
    ("1", "A"): ("1a", "fmt/95"),
    ("1", "B"): ("1b", "fmt/354"),
    ("2", "A"): ("2a", "fmt/476"),
    ("2", "B"): ("2b", "fmt/477"),
    ("2", "U"): ("2u", "fmt/478"),
    ("3", "A"): ("3a", "fmt/479"),
    ("3", "B"): ("3b", "fmt/480"),
    ("3", "U"): ("3u", "fmt/481"),
    ("4", ""): ("4", "fmt/1910"),
    ("4", "E"): ("4e", "fmt/1911"),
    ("4", "F"): ("4f", "fmt/1912"),
}
"""Part and level of PDF/A: the profile of veraPDF, and the format in the PRONOM registry."""
PDFUA = {"1": "ua1", "2": "ua2"}
X4 = "PDF/X-4"
CATALOGUE = "catalogue_md.xml"
"""The record of a transfer package, as the German National Library's hotfolder names it."""
MOST_FILES = 20_000  # of a book; chosen: as many as a package may have
USTAR = slice(257, 262)  # the field magic (POSIX.1, pax, ustar interchange format)

Examined = tuple[tuple[Path, tuple[Check, ...]], ...]


@dataclass(frozen=True, slots=True)
class Outer:
    """A check that Java is still to make, of the file itself or of this part of it."""

    name: str
    part: bytes | None = None


def examine(files: tuple[Path, ...], own: bool = False, allowed: bytes | None = None) -> Examined:
    """The checks of each file by what it claims; with ``own`` by the stricter rules of our own files, too; with a list of those
    who may have signed it, by the signature beside it. Whatever a file makes its judges do is a check that failed. UsageError for a
    file that is no PDF, EPUB, bag or package, before anything is judged."""
    kinds = tuple((path, _kind(path)) for path in files)
    if allowed is not None and (packages := [path for path, kind in kinds if kind == "package"]):
        raise UsageError(f"{packages[0]} is a package: verify --allowed-signers says who signed it")
    signed = {path: (_signature(path, allowed),) if allowed is not None else () for path in files}
    longest = max(_size(path) for path in files)
    java = any(kind != "package" for _, kind in kinds)
    with closing(Outside(seconds_for(longest))) if java else nullcontext() as outside:
        return tuple((path, (*signed[path], *_examined(path, kind, own, outside))) for path, kind in kinds)


def _signature(path: Path, allowed: bytes) -> Check:
    """Who signed a file, by the signature beside it."""
    beside = path.with_name(f"{path.name}{signing.OF_FILE}")
    data = None
    if beside.is_file():
        with beside.open("rb") as stream:
            data = stream.read(signing.LARGEST_SIGNATURE + 1)
    return signing.judge(data, path.read_bytes(), allowed, signing.FILE)


def _examined(path: Path, kind: str, own: bool, outside: Outside | None) -> tuple[Check, ...]:
    size = _size(path)
    (made,) = bounded.each(partial(_apart, kind, own), [path], "judging_seconds", seconds_for(size))
    if isinstance(made, bounded.Ended):
        return (Check.of("guard", TOOL, (crashed(path.name, size),)),)
    if isinstance(made, Crashed):
        raise made
    with nullcontext(outside) if outside else closing(Outside(seconds_for(size))) as host:
        return tuple(
            one if isinstance(one, Check) else host.judge(one.name, one.part or path.read_bytes()) for one in made
        )


def _size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file() and not one.is_symlink())
    return path.stat().st_size


def _apart(kind: str, own: bool, path: Path) -> tuple[Check | Outer, ...]:
    """In a process of its own: what is said of a file without Java, and what Java is to be asked."""
    return _package(path, own) if kind == "package" else _file(path.read_bytes(), kind, own)


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
        if not path.is_file() and path.exists():
            raise UsageError(f"{path} is a pipe or a device; check judges files")
        with path.open("rb") as stream:
            head = stream.read(512)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error.strerror if isinstance(error, OSError) else error}") from error
    if kind := _publication(head):
        return kind
    if head[USTAR] == b"ustar" or path.suffix == ".tar":
        return "package"
    raise UsageError(f"{path} is no PDF, EPUB, bag or package; check judges those")


def _publication(head: bytes) -> str:
    return "PDF" if head.startswith(b"%PDF-") else "EPUB" if head.startswith(b"PK\x03\x04") else ""


def _file(data: bytes, kind: str, own: bool) -> tuple[Check | Outer, ...]:
    if kind == "PDF":
        return _pdf(data, own)
    if too_much := _book_too_large(data):
        return (
            Check.of("guard", TOOL, (too_much,)),
            Check.not_run("epubcheck", "the book unpacks to more than may be unpacked"),
        )
    guarded = (guard.judge(data, own=True),) if own or b"META-INF/source/" in data else ()
    return (*guarded, Outer("epubcheck"), siegfried.judge(data, "fmt/483"))


def _book_too_large(data: bytes) -> Finding | None:
    """What EPUBCheck could not bear; a book that is no zip is its to judge."""
    try:
        sizes = [entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()]
    except Exception:  # whatever hostile bytes make a library throw
        return None
    most = limit("inflated_bytes") // SHARE
    if sum(sizes) <= most and len(sizes) <= MOST_FILES:
        return None
    message = f"expected a book that unpacks to at most {most:,} bytes in {MOST_FILES:,} files"
    found = f"found {sum(sizes):,} in {len(sizes):,}"
    return Finding("guard-size", "error", f"{message}; {found}", "book", raising("inflated_bytes"))


def _pdf(data: bytes, own: bool) -> tuple[Check | Outer, ...]:
    """The claims stand in the XMP packet: pdfaid (ISO 19005-3, 6.6.4), pdfuaid (ISO 14289-1, 5) and pdfxid (ISO 15930-7, 6.4)."""
    if words := problem(data):
        finding = Finding("judge-inflated", "error", words, "file", raising("inflated_bytes"))
        return (Check.of("guard", TOOL, (finding,)),)
    if words := too_long(data):
        return (Check.of("guard", TOOL, (Finding("judge-limit", "error", words, "file", raising("pages")),)),)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            metadata = pdf.open_metadata()
            level = str(metadata.get("pdfaid:part", "")), str(metadata.get("pdfaid:conformance", "")).upper()
            part = str(metadata.get("pdfuaid:part", ""))
            press = str(metadata.get("pdfxid:GTS_PDFXVersion", ""))
    except Exception as error:  # whatever hostile bytes make a library throw
        return (Check.not_run("verapdf:3a", f"the file cannot be read as a PDF: {said_of(error)}"),)
    return tuple(_of_claims(data, level, part, press, own))


def _of_claims(data: bytes, level: tuple[str, str], part: str, press: str, own: bool) -> Iterator[Check | Outer]:
    """What is judged of a PDF by the standards that it names; a press file is seen by machines of printers alone."""
    if press.startswith(X4):
        yield preflight.judge_alone(data)
    elif press:
        yield Check.not_run("preflight", f"the file claims {press}, which is not judged here")
    if level in PDFA:
        yield Outer(f"verapdf:{PDFA[level][0]}")
    elif not press or level[0]:
        claim = f"PDF/A-{level[0]}{level[1].lower()}" if level[0] else "no PDF/A"
        yield Check.not_run("verapdf:3a", f"the file claims {claim}, which is not judged here")
    if part in PDFUA:
        yield Outer(f"verapdf:{PDFUA[part]}")
    elif own or not (press or level in PDFA):
        yield Check.not_run("verapdf:ua1", "the file does not claim to be PDF/UA")
    if own or part or not (press or level in PDFA):
        yield visual.judge_alone(data)
    if level in PDFA:
        yield siegfried.judge(data, PDFA[level][1])
    elif press.startswith(X4):
        yield siegfried.judge(data, "fmt/488")


# --- Packages ------------------------------------------------------------------------------------


def _package(path: Path, own: bool) -> tuple[Check | Outer, ...]:
    unpacked = unpack(path)
    if path.is_file() and any(file.name == CATALOGUE for file in unpacked.files):
        return _transfer(path, unpacked.files, own)
    bag = bags.of(unpacked, bags.folder_name(path))
    own = own or bags.is_own(bag)
    fixity = bags.judge(bag, own)
    if bag.findings:
        return (fixity,)
    payload = (file for file in bag.files if file.name.startswith("data/"))
    lists = [(file.name, kind, file.data) for file in payload if (kind := kind_of(file.name))]
    schema = (xml_schemas.of_files(lists),) if lists else ()
    if not any(name.endswith("/METS.xml") for name, _, _ in lists):
        return (fixity, *schema)
    if not own:
        return fixity, *schema
    return fixity, *schema, information_package.judge(bag), information_package.formats(bag)


def _transfer(path: Path, files: tuple[File, ...], own: bool) -> tuple[Check | Outer, ...]:
    """A transfer package for a library: the record and one file beside it, which is judged by its own claims."""
    rest = [file for file in files if file.name != CATALOGUE] or [File("content/", b"")]
    checks = transfer.judge(path.read_bytes(), Artefact("", rest[0].name, "", rest[0].data))
    judged = [
        Outer(check.name, file.data) if isinstance(check, Outer) else check
        for file in rest
        if (kind := _publication(file.data))
        for check in _file(file.data, kind, own)
    ]
    return (*checks, *(judged or [Check.not_run("format-id", "the package holds no PDF and no EPUB")]))
