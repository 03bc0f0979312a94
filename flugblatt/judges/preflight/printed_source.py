"""Reads the source that a sheet bears in its codes, and judges whether it is the source of the edition.

Flow: bytes of codes -> parts of one source -> ``assembled``: deflated bytes -> files, by their SHA-256 -> compared.
The form of a part: ``FLUG1``, number of the part, number of all parts, SHA-256 of the files (32 bytes), deflated bytes.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping

BEGIN = b"FLUG1"
HEAD = len(BEGIN) + 2 + 32
LARGEST = 4 * 2**20  # bytes; chosen, far above what four codes can hold of text, and no trap
FILE = re.compile(rb"([a-z0-9-]{1,100}/(?:[A-Za-z0-9-]{1,40}\.md|statement\.yaml))\n([0-9]{1,8})\n")
"""Name and length of a file: in the folder of a work, and nothing that leads out of it."""


class Unread(Exception):
    """Codes that give no source; the message says why."""


def is_part(data: bytes) -> bool:
    """Whether the bytes of a code are a part of a source."""
    return data.startswith(BEGIN) and len(data) > HEAD


def assembled(parts: Iterable[bytes]) -> Mapping[str, bytes]:
    """The files in these parts, in any order, each part once or more. Raises ``Unread``."""
    found: dict[int, bytes] = {}
    heads = set[tuple[int, bytes]]()
    for part in parts:
        number, count, digest = part[5], part[6], part[7:HEAD]
        heads.add((count, digest))
        if found.setdefault(number, part[HEAD:]) != part[HEAD:]:
            raise Unread(f"two codes say that they are part {number}")
    if len(heads) != 1:
        raise Unread("there is no code with a source" if not heads else "the codes are of different sources")
    ((count, digest),) = heads
    if lacking := [str(number) for number in range(1, count + 1) if number not in found]:
        raise Unread(f"of {count} codes part {', '.join(lacking)} is lacking")
    try:
        stream = zlib.decompressobj()
        packed = stream.decompress(b"".join(found[number] for number in range(1, count + 1)), LARGEST)
    except zlib.error as error:
        raise Unread(f"the codes cannot be unpacked: {error}") from error
    if hashlib.sha256(packed).digest() != digest or not stream.eof:
        raise Unread("the checksum in the codes is not that of what they hold")
    return _files(packed)


def _files(packed: bytes) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    at = 0
    while at < len(packed):
        head = FILE.match(packed, at)
        if head is None or head.end() + int(head[2]) > len(packed):
            raise Unread("what the codes hold is no source")
        at = head.end() + int(head[2])
        files[head[1].decode()] = packed[head.end() : at]
    return files
