"""Two e-books, file by file: order, times and packing of the archive are nobody's to see.

Flow: entries of the archive by two readings, the directory and the heads before each file, which must agree -> names -> each file
by its kind -> Findings with its name.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from flugblatt.judges.sameness import same_fonts, same_markup, same_pictures, tolerated
from flugblatt.model import Finding

MARKUP = (".xhtml", ".opf", ".ncx", ".xml", ".svg")
FONTS = (".otf", ".ttf")
LOCAL = b"PK\x03\x04"
MOST = 40
LARGEST = 300 * 2**20
"""Bytes that a book may unpack to; chosen: as ``proving`` reads books."""


def findings(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where the files of two books differ."""
    yield from _archive(found)
    one, other = _entries(found), _entries(expected)
    for name in dict.fromkeys((*other, *one)):
        if name not in one:
            yield Finding("same-missing", "error", "expected this file of the book; found none", name)
        elif name not in other:
            yield Finding("same-extra", "error", f"expected no such file; found one of {len(one[name]):,} bytes", name)
        elif one[name] != other[name]:
            try:
                yield from (_at(name, finding) for finding in _file(name, one[name], other[name]))
            except etree.XMLSyntaxError as error:
                message = f"expected XML as in the file made again; found what cannot be read: {error.msg}"
                yield Finding("same-unreadable", "error", message, name)


def _at(name: str, finding: Finding) -> Finding:
    return replace(finding, where=f"{name}: {finding.where}" if finding.where != name else name)


def _file(name: str, found: bytes, expected: bytes) -> Iterator[Finding]:
    if name.endswith(MARKUP):
        yield from same_markup.xml(found, expected)
    elif name.endswith(FONTS):
        yield from same_fonts.findings("font", found, expected)
    elif name.endswith(".png"):
        yield from same_pictures.png(found, expected)
    elif name.endswith((".css", ".md", ".yaml", ".txt")):
        yield from same_markup.lines(found, expected)
    else:
        yield from same_markup.as_bytes(found, expected)


def _entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        if sum(entry.file_size for entry in book.infolist()) > LARGEST:
            raise ValueError("the book is too large")
        return {entry.filename: book.read(entry) for entry in book.infolist() if not entry.is_dir()}


def _archive(data: bytes) -> Iterator[Finding]:
    """What readers of archives could take for another book: names twice, bytes around, heads that say another name than the
    directory, another first file (OCF 3.3, 4.2)."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        entries, comment = book.infolist(), book.comment
    names = [entry.filename for entry in entries]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Finding("same-around", "error", "expected each name once; found it twice: readers take either", name)
    if comment:
        yield Finding(
            "same-around", "error", f"expected no comment of the archive; found {len(comment)} bytes", "archive"
        )
    if not data.startswith(LOCAL + data[4:26]) or data[30:58] != b"mimetypeapplication/epub+zip":
        message = "expected the file mimetype first, unpacked and alone; found something else"
        yield Finding("same-around", "error", message, "mimetype")
    ends = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset != ends:
            message = (
                f"expected the file behind the one before it; found {abs(entry.header_offset - ends):,} bytes between"
            )
            yield Finding("same-around", "error", message, entry.filename)
        head = data[entry.header_offset : entry.header_offset + 30]
        if len(head) < 30 or not head.startswith(LOCAL):
            yield Finding("same-around", "error", "expected the head of the file; found none", entry.filename)
            return
        length, extra = struct.unpack("<HH", head[26:30])
        begin = entry.header_offset + 30
        if data[begin : begin + length] != entry.orig_filename.encode("utf-8"):
            message = "expected the name of the directory at the file, too; found another: readers take either"
            yield Finding("same-around", "error", message, entry.filename)
        yield from _beside(entry, head)
        ends = begin + length + extra + entry.compress_size
        if head[6] & 8:  # a descriptor follows, with or without its signature (APPNOTE 4.3.9)
            ends += 16 if data[ends : ends + 4] == b"PK\x07\x08" else 12
    if not data[ends:].startswith(b"PK\x01\x02") or data.rfind(b"PK\x05\x06") != len(data) - 22:
        yield Finding("same-around", "error", "expected the directory at the end of the archive; found more", "archive")


def _beside(entry: zipfile.ZipInfo, head: bytes) -> Iterator[Finding]:
    """What an entry says beside its name: words, other names, and another packing or size than its head, by which programs
    read that unpack without the directory."""
    if entry.comment:
        message = f"expected no comment of the file; found {len(entry.comment)} bytes"
        yield Finding("same-around", "error", message, entry.filename)
    if entry.is_dir() and entry.file_size:
        message = f"expected an empty folder; found one with {entry.file_size:,} bytes"
        yield Finding("same-around", "error", message, entry.filename)
    fields, at = entry.extra, 0
    while at < len(fields):
        kind, length = struct.unpack("<HH", fields[at : at + 4].ljust(4, b"\xff"))
        if length > tolerated.EXTRA.get(kind, -1):
            message = (
                f"expected times and sizes alone beside the name; found the field {kind:#06x}, by which readers may go"
            )
            yield Finding("same-around", "error", message, entry.filename)
            return
        at += 4 + length
    method, checksum, packed, size = struct.unpack("<HxxxxLLL", head[8:26])
    said = (method, checksum, packed, size)
    described = head[6] & 8 and not (checksum or packed or size)
    if not described and said != (entry.compress_type, entry.CRC, entry.compress_size, entry.file_size):
        message = "expected packing and size of the directory at the file, too; found others: readers take either"
        yield Finding("same-around", "error", message, entry.filename)
