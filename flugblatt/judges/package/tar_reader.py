"""Reads a tar that nobody trusts, header by header: plain files and folders, and nothing else that a tar can hold.

Flow: stream -> ``members`` -> one ``Member`` for each header with its kind and its size, before its bytes are read -> the
caller reads or skips. Only ustar (POSIX 1003.1-1988), pax (POSIX 1003.1-2001) and the long names of GNU tar are known;
whatever two unpackers could read in two ways is ``Broken``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

BLOCK = 512  # POSIX.1-2017, pax, ustar: logical records
LONGEST_HEADER = 64 * 2**10  # chosen: names have at most 1000 bytes here (unpacking)
LONGEST_END = 2**20  # chosen: GNU tar fills up to 10 KiB
MAGIC = (b"ustar\x0000", b"ustar  \x00")
OCTAL = re.compile(rb" *([0-7]+)[ \0]*")
PAX_RECORD = re.compile(rb"([1-9][0-9]{0,5}) ([^=\n]+)=")
HARMLESS_KEYS = ("path", "mtime", "atime", "ctime", "uid", "gid", "uname", "gname", "comment")
HARMLESS_PREFIXES = ("LIBARCHIVE.", "SCHILY.xattr.", "SCHILY.acl.")
HARMLESS_VENDOR = ("SCHILY.dev", "SCHILY.ino", "SCHILY.nlink", "SCHILY.fflags")
KINDS = {
    b"1": "a hard link",
    b"2": "a symbolic link",
    b"3": "a device",
    b"4": "a device",
    b"6": "a pipe",
    b"7": "a contiguous file",
    b"K": "a long link",
    b"S": "a sparse file",
    b"M": "a part of a file in several volumes",
    b"D": "a list of a folder",
    b"V": "a volume label",
}

Kind = Literal["file", "folder", "other"]


class Broken(ValueError):
    """A tar that cannot be read, or not in one way only; the message says what was expected, found, and where."""


@dataclass(frozen=True, slots=True)
class Member:
    """``name`` as the tar writes it (None where it is no UTF-8, with ``raw`` for the message); ``says`` names a member that
    is neither a plain file nor a folder; ``begin`` is the place of its bytes."""

    name: str | None
    raw: bytes
    kind: Kind
    says: str
    size: int
    begin: int


def members(stream: BinaryIO, length: int) -> Iterator[Member]:
    """Every member in order; the stream may be moved between two. Raises Broken at the first byte that is not understood."""
    at, name = 0, b""
    while True:
        header = _exactly(stream, at, BLOCK, length)
        if header == bytes(BLOCK):
            if name:
                raise Broken(f"expected a file behind the long name at byte {at}; found the end")
            _end(stream, at, length)
            return
        kind, size = _kind(header, at), _size(header, at)
        begin = at + BLOCK
        behind = begin + -(-size // BLOCK) * BLOCK
        if kind in (b"x", b"g", b"L"):
            if size > LONGEST_HEADER or name:
                raise Broken(f"expected one extended header of at most {LONGEST_HEADER} bytes; found more at byte {at}")
            data = _exactly(stream, begin, size, length)
            _padding(stream, begin + size, behind, length)
            name = data.removesuffix(b"\0") if kind == b"L" else _pax(data, kind, at)
            at = behind
            continue
        raw = name or _own_name(header)
        member = Member(decoded(raw), raw, _sort(kind), KINDS.get(kind, f"a member of type {kind!r}"), size, begin)
        yield member
        if member.kind == "other":
            behind = begin if kind in b"123456" else behind
        if behind > length:
            raise Broken(f"expected {size} bytes for a member; found the tar cut off at byte {length}")
        _padding(stream, begin + size, behind, length)
        at, name = behind, b""


def _exactly(stream: BinaryIO, at: int, count: int, length: int) -> bytes:
    if at + count > length:
        raise Broken(
            f"expected more of the tar, at least its end mark of two empty blocks; found the end at byte {length}"
        )
    stream.seek(at)
    data = stream.read(count)
    if len(data) != count:
        raise Broken(f"expected {count} bytes at byte {at}; found {len(data)}")
    return data


def _end(stream: BinaryIO, at: int, length: int) -> None:
    """Two empty blocks, then nothing but zeros (tar programs fill up to a multiple of 10,240 bytes)."""
    if length - at < 2 * BLOCK or length - at > LONGEST_END:
        raise Broken(
            f"expected an end mark of two empty blocks and little more at byte {at}; found {length - at} bytes"
        )
    if _exactly(stream, at, length - at, length).strip(b"\0"):
        raise Broken(f"expected nothing behind the end mark at byte {at}; found other bytes")


def _padding(stream: BinaryIO, begin: int, behind: int, length: int) -> None:
    if behind > begin and _exactly(stream, begin, behind - begin, length).strip(b"\0"):
        raise Broken(f"expected zeros behind the file that ends at byte {begin}; found bytes that belong to no file")


def _kind(header: bytes, at: int) -> bytes:
    checksum = _octal(header[148:156])
    right = sum(header) - sum(header[148:156]) + 8 * ord(" ")
    if header[257:265] not in MAGIC or checksum != right:
        found = "another checksum" if header[257:265] in MAGIC else "other bytes"
        raise Broken(f"expected the header of a file at byte {at} (ustar, GNU or pax form); found {found}")
    return header[156:157]


def _size(header: bytes, at: int) -> int:
    """Base 256 (GNU) is read too, so that an absurd size is refused by its number."""
    field = header[124:136]
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    size = _octal(field)
    if size is None:
        raise Broken(f"expected a size in the header at byte {at}; found none")
    return size


def _octal(field: bytes) -> int | None:
    match = OCTAL.fullmatch(field)
    return int(match[1], 8) if match else None


def _sort(kind: bytes) -> Kind:
    return "file" if kind in (b"0", b"\0") else "folder" if kind == b"5" else "other"


def _own_name(header: bytes) -> bytes:
    name = header[:100].split(b"\0", 1)[0]
    prefix = header[345:500].split(b"\0", 1)[0] if header[257:265] == MAGIC[0] else b""
    return prefix + b"/" + name if prefix else name


def decoded(raw: bytes) -> str | None:
    """A name as text; None where it is no UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _pax(data: bytes, kind: bytes, at: int) -> bytes:
    """The path of a pax header, empty where it gives none. Refused: keys that say another size, link or encoding."""
    path, position = b"", 0
    while position < len(data):
        match = PAX_RECORD.match(data, position)
        end = position + int(match[1]) if match else 0
        if match is None or end > len(data) or end <= match.end() or data[end - 1 : end] != b"\n":
            raise Broken(f"expected records of a pax header at byte {at}; found others")
        key, value = match[2].decode("utf-8", "replace"), data[match.end() : end - 1]
        harmless = key in HARMLESS_KEYS or key in HARMLESS_VENDOR or key.startswith(HARMLESS_PREFIXES)
        if not harmless or (key == "path" and (kind == b"g" or path or not value or b"\0" in value)):
            what = "a sparse file" if key.startswith("GNU.sparse") else f"the key {key[:60]!r}"
            raise Broken(f"expected a pax header that names plain files at byte {at}; found {what}")
        path = value if key == "path" else path
        position = end
    return path
