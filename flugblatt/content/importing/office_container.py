"""The zip file of an office program or a book, opened within limits: no bomb, no way out, no entity.

Flow: bytes -> ``opened`` (every entry judged by its name and size before one is read) -> ``tree`` of a part (no DTD at all).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any

from lxml import etree

from flugblatt.model.errors import UsageError
from flugblatt.tables.limits import limit

LARGEST_TOTAL = 300 * 2**20  # bytes; chosen: above any statement with pictures, below what fills a memory
MOST_ENTRIES = 5000  # chosen: above any statement
LARGEST_XML = 50 * 2**20  # bytes of a part that is read as XML; chosen: a book of 1,000 pages has 10
PICTURES = {"Word": "word/", "OpenDocument": "", "EPUB": ""}
"""The folder that the addresses of pictures in the tree of pandoc begin from, in each kind of file; in a book that of its package
document."""
STRICT, TRANSITIONAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
_PICTURE = re.compile(r"(?i).+\.(?:png|jpe?g|svg|gif|bmp|tiff?|emf|wmf|webp)")
_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)")
_XML = re.compile(r"(?i).+\.(?:xml|rels|xhtml|html|opf|ncx)")


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The container of a file. UsageError for one that no office program writes."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _judge(archive, name)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UsageError(f"{name} is damaged and cannot be opened: take it from its sender again") from error
    return archive


def _judge(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise UsageError(
            f"{name} unpacks to more than {MOST_ENTRIES:,} files or {LARGEST_TOTAL:,} bytes, as no text does"
        )
    for entry in entries:
        inside = posixpath.normpath(entry.filename)
        if entry.filename.startswith(("/", "\\")) or "\\" in entry.filename or inside.startswith(".."):
            raise UsageError(f"{name} has an entry that leads out of it, as no office program writes")
        if entry.flag_bits & 1:
            raise UsageError(f"{name} is protected by a password: save it without one")
        if _XML.fullmatch(entry.filename):
            if entry.file_size > LARGEST_XML:
                raise UsageError(f"{name} has a part of more than {LARGEST_XML:,} bytes, as no text does")
            if _ENTITY.search(archive.read(entry)):
                raise UsageError(f"{name} declares entities, as no office program does")


def tree(archive: zipfile.ZipFile, part: str) -> Any:
    """The root of a part that is XML; None where the file has no such part. UsageError where it is damaged."""
    if part not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(transitional(archive.read(part)), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError) as error:
        raise UsageError(f"the part {part} of the file is damaged: take it from its sender again") from error


def transitional(part: bytes) -> bytes:
    """A part of a Word file with the names of its transitional form, which all programs know, where it has the strict ones (ISO/IEC
    29500-1 and -4, annex A)."""
    part = part.replace(STRICT + b"wordprocessingml/main", TRANSITIONAL + b"wordprocessingml/2006/main")
    part = part.replace(STRICT + b"drawingml/main", TRANSITIONAL + b"drawingml/2006/main")
    part = part.replace(
        STRICT + b"drawingml/wordprocessingDrawing", TRANSITIONAL + b"drawingml/2006/wordprocessingDrawing"
    )
    part = part.replace(STRICT + b"drawingml/picture", TRANSITIONAL + b"drawingml/2006/picture")
    return part.replace(STRICT + b"officeDocument/", TRANSITIONAL + b"officeDocument/2006/")


def pictures(data: bytes, kind: str) -> dict[str, bytes]:
    """The pictures of a container by the addresses that the tree of pandoc has for them; none of other files."""
    if kind not in PICTURES:
        return {}
    with opened(data, "the file") as archive:
        above = PICTURES[kind] or _of_book(archive)
        return {
            entry.filename.removeprefix(above): archive.read(entry)
            for entry in archive.infolist()
            if _PICTURE.fullmatch(entry.filename) and entry.file_size <= limit("picture_bytes")
        }


def _of_book(archive: zipfile.ZipFile) -> str:
    package = next((name for name in archive.namelist() if name.endswith(".opf")), "")
    return package[: package.rfind("/") + 1]
