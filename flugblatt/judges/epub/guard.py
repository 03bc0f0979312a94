"""Judges whether a book is harmless and hides nothing; EPUBCheck passes scripts, traps and secret files (it says so).

Flow: judge(data) -> the zip, entry by entry -> container -> package document -> every file by its kind -> Check
``guard``. What stands in markup and style sheets is judged by ``flugblatt.judges.epub.guard_lists``.

Rule: the book holds only what is on the list; what is not on the list is refused, known to be dangerous or not.
Reason: readers open e-books in programs that run scripts, follow references and unpack archives; people in danger
open these. A file nobody sees in the book can carry text that no proof has read.
Passes: a plain zip of manifest files, ``mimetype`` first and stored; XHTML of text elements; links to https, http,
mailto and tel; pictures, fonts and styles from inside the book; every document in the spine, linear.
Fails: with one of its codes. Garbage, a cut-off file or a zip bomb fails like any other book.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from flugblatt.judges.closed import own_styles, subset_fonts
from flugblatt.judges.epub import book_agreement, guard_lists
from flugblatt.model import Check, Finding
from flugblatt.model.checks import survives

LARGEST_TOTAL = 200 * 2**20  # chosen, like what follows: many times the largest book of ours, and soon unpacked
LARGEST_COUNT = 2000
LARGEST_RATIO = 200  # to 1; chosen: deflate packs text to a third, and only repetitions further, to a thousandth

MEDIA_TYPES = {
    "xhtml": {"application/xhtml+xml"},
    "ncx": {"application/x-dtbncx+xml"},
    "css": {"text/css"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "png": {"image/png"},
    "svg": {"image/svg+xml"},
    "ttf": {"font/ttf", "application/font-sfnt"},
    "otf": {"font/otf", "application/font-sfnt", "application/vnd.ms-opentype"},
}
"""File extension: the media types that the manifest may give it (EPUB 3.3, 3.2)."""

_FIRST_BYTES = {
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "ttf": b"\0\1\0\0",
    "otf": b"OTTO",
}
_NAME = re.compile(
    r"mimetype|META-INF/container\.xml|META-INF/(?:OFL|LICENSE)-[A-Za-z0-9_.-]+\.txt|META-INF/source/(?:[A-Za-z0-9-]+\.md|statement\.yaml)"
    r"|EPUB/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*\.(?:opf|xhtml|ncx|css|jpe?g|png|svg|ttf|otf)"
)
STYLE = "EPUB/style.css"
_C = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_O = "{http://www.idpf.org/2007/opf}"

Findings = Iterator[Finding]


@survives("guard", "our checks", "guard-zip", "a zip of XML files", "book")
def judge(data: bytes, own: bool = False) -> Check:
    """The Check ``guard`` of the book ``data``; of one that is our ``own``, or says so, style sheet, fonts and titles too. Never
    raises: what cannot be read has failed."""
    return Check.of("guard", "our checks", _book(data, own))


def _book(data: bytes, own: bool) -> Findings:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError, OSError) as error:
        yield Finding("guard-zip", "error", f"expected a zip file; found: {error}", "book")
        return
    trouble = list(_entries(entries)) + list(_layout(data, archive, entries))
    yield from trouble
    if any(finding.code in ("guard-size", "guard-zip") for finding in trouble):
        return  # unpacking would be the attack
    files: dict[str, bytes] = {}
    for entry in entries:
        try:
            files[entry.filename] = archive.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
            yield Finding("guard-zip", "error", f"expected a file that unpacks; found: {error}", _shown(entry.filename))
            return
        if entry.compress_type == zipfile.ZIP_DEFLATED and not _ends_with_its_stream(data, entry):
            message = "expected nothing behind the packed data; found other bytes"
            yield Finding("guard-zip", "error", message, _shown(entry.filename))
    yield from _mimetype(entries, files)
    trouble = [*_contents(files), *_package(files)]
    yield from trouble
    if own:
        yield from _embedded(files)
        yield from book_agreement.judge(files) if not trouble else ()


# --- The zip -------------------------------------------------------------------------------------


def _entries(entries: list[zipfile.ZipInfo]) -> Findings:
    """Names, kinds and sizes, before anything is unpacked."""
    total = sum(entry.file_size for entry in entries)
    if len(entries) > LARGEST_COUNT or total > LARGEST_TOTAL:
        limits = f"at most {LARGEST_COUNT} files and {LARGEST_TOTAL >> 20} MiB"
        yield Finding("guard-size", "error", f"expected {limits}; found {len(entries)} and {total >> 20} MiB", "book")
        return
    seen: dict[str, str] = {}
    for entry in entries:
        name = _shown(entry.filename)
        if not _NAME.fullmatch(entry.filename):
            yield Finding("guard-name", "error", "expected a name of our books; found another", name)
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", entry.filename).casefold())
        if key in seen:
            yield Finding("guard-collision", "error", f"expected one file of this name; found also {seen[key]}", name)
        seen[key] = name
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or entry.external_attr & 0x10 or entry.filename.endswith("/"):
            yield Finding("guard-plain", "error", "expected a plain file; found a link, folder or device", name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & ~0x0806:
            found = f"method {entry.compress_type}, flags {entry.flag_bits:#06x}"
            yield Finding("guard-zip", "error", f"expected stored or deflated, no encryption; found {found}", name)
        if entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1024):
            found = f"{entry.file_size} bytes in {entry.compress_size}"
            yield Finding("guard-size", "error", f"expected at most {LARGEST_RATIO} to 1; found {found}", name)


def _layout(data: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Findings:
    """The zip's bytes belong to its files, one after the other: none before, between, behind or twice."""
    position = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        header = data[entry.header_offset : entry.header_offset + 30]
        if entry.header_offset != position or len(header) < 30 or header[:4] != b"PK\3\4":
            yield Finding(
                "guard-zip", "error", "expected file after file; found a gap or an overlap", _shown(entry.filename)
            )
            return
        (name,) = struct.unpack("<H", header[26:28])
        if data[position + 30 : position + 30 + name] != entry.orig_filename.encode("utf-8", "replace"):
            yield Finding("guard-zip", "error", "expected the same name twice; found two", _shown(entry.filename))
            return
        position += 30 + name + entry.compress_size
    directory = sum(46 + len(entry.orig_filename.encode("utf-8", "replace")) for entry in entries)
    if position != archive.start_dir or position + directory + 22 != len(data) or data[-22:-18] != b"PK\5\6":
        message = "expected nothing but files; found other bytes, an extra field or a comment"
        yield Finding("guard-zip", "error", message, "book")


def _ends_with_its_stream(data: bytes, entry: zipfile.ZipInfo) -> bool:
    """Whether the packed bytes are all used: a reader stops at the end of the stream, whatever follows."""
    begin = entry.header_offset + 30 + len(entry.orig_filename.encode())
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    stream.decompress(data[begin : begin + entry.compress_size], entry.file_size + 1)
    return stream.eof and not stream.unused_data


def _mimetype(entries: list[zipfile.ZipInfo], files: dict[str, bytes]) -> Findings:
    """EPUB 3.3 (OCF), 4.3.3: first, stored, no extra field, exactly these bytes."""
    first = min(entries, key=lambda entry: entry.header_offset) if entries else None
    right = (
        first is not None
        and entries[0] is first
        and first.filename == "mimetype"
        and first.compress_type == zipfile.ZIP_STORED
        and not first.extra
    )
    if not right or files.get("mimetype") != b"application/epub+zip":
        message = "expected `mimetype` first, stored, saying application/epub+zip; found otherwise"
        yield Finding("guard-mimetype", "error", message, "mimetype")


# --- The files -----------------------------------------------------------------------------------


def _contents(files: dict[str, bytes]) -> Findings:
    """Every file by its kind."""
    names = frozenset(files)
    for name, data in files.items():
        extension = name.rsplit(".", 1)[-1]
        if extension in ("xhtml", "svg", "ncx", "opf", "xml"):
            yield from guard_lists.judge_xml(_shown(name), name, data, names, extension)
        elif extension == "css":
            yield from guard_lists.judge_css(name, data, names)
        elif extension in ("txt", "md"):
            yield from guard_lists.judge_text(name, data)
        elif extension in _FIRST_BYTES and not data.startswith(_FIRST_BYTES[extension]):
            yield Finding("guard-type", "error", f"expected a {extension} file; found another", name)


def _embedded(files: dict[str, bytes]) -> Findings:
    """Our own style sheet, and fonts that are true parts of their originals."""
    for name, data in files.items():
        if name.endswith(".css"):
            faults = own_styles.of_book(data.decode("utf-8", "replace"))
            yield from own_styles.findings(faults if name == STYLE else ("a second one",), name)
        elif name.endswith((".ttf", ".otf")):
            yield from subset_fonts.judge(data, name)


def _package(files: dict[str, bytes]) -> Findings:
    """Container, manifest and spine account for every file, and every document is read in order."""
    container, opf = _root(files.get("META-INF/container.xml")), None
    roots = [] if container is None else [element.get("full-path", "") for element in container.iter(_C + "rootfile")]
    if len(roots) == 1:
        opf = _root(files.get(roots[0]))
    if opf is None:
        message = f"expected a container that names one package document; found {len(roots)}, readable or not"
        yield Finding("guard-manifest", "error", message, "META-INF/container.xml")
        return
    package = roots[0]
    listed: dict[str, str] = {}
    documents: dict[str, str] = {}
    for item in opf.iter(_O + "item"):
        href, media_type = item.get("href", ""), item.get("media-type", "")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(href)))
        where = f"{package}:{item.sourceline}"
        if path not in files or path in listed or path == package:
            found = "one listed twice" if path in listed else "none"
            yield Finding(
                "guard-manifest", "error", f"expected a file of the book for {href[:80]!r}; found {found}", where
            )
            continue
        extension = path.rsplit(".", 1)[-1]
        if media_type not in MEDIA_TYPES.get(extension, set()):
            yield Finding("guard-type", "error", f"expected the type of .{extension}; found {media_type[:80]!r}", where)
        listed[path] = item.get("id", "")
        if extension == "xhtml":
            documents[item.get("id", "")] = path
    for name in files:
        if name not in listed and name not in ("mimetype", package) and not name.startswith("META-INF/"):
            yield Finding("guard-manifest", "error", "expected every file in the manifest; found one that is not", name)
    yield from _spine(opf, package, documents)


def _spine(opf: etree._Element, package: str, documents: dict[str, str]) -> Findings:
    read: set[str] = set()
    for reference in opf.iter(_O + "itemref"):
        identifier, where = reference.get("idref", ""), f"{package}:{reference.sourceline}"
        if identifier not in documents or identifier in read:
            found = "one read twice" if identifier in read else "none in the manifest"
            yield Finding("guard-spine", "error", f"expected a document {identifier[:80]!r}; found {found}", where)
        if reference.get("linear", "yes") != "yes":
            yield Finding(
                "guard-spine", "error", "expected a linear document; found one out of the reading order", where
            )
        read.add(identifier)
    for identifier, path in documents.items():
        if identifier not in read:
            yield Finding("guard-spine", "error", "expected every document in the spine; found one that is not", path)


def _root(data: bytes | None) -> etree._Element | None:
    try:
        return None if data is None else guard_lists.parse(data)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _shown(name: str) -> str:
    """A name of the zip that is safe to print."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in name)[:200]
