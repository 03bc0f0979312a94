"""The bytes of PNG and JPEG files without what is no picture: no Exif, XMP, comments, thumbnails or bytes behind the end.

Flow: bytes -> chunks or segments -> those that draw, unchanged and in order. A file that has no others keeps its bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
_DRAWING_CHUNKS = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"tRNS",
        b"IDAT",
        b"IEND",
        b"gAMA",
        b"cHRM",
        b"sRGB",
        b"iCCP",
        b"cICP",
        b"sBIT",
        b"pHYs",
        b"bKGD",
    )
)
"""Critical chunks and those that say how pixels look (PNG, third edition, 11.3)."""
_SCAN, _END = 0xDA, 0xD9  # the markers SOS and EOI (ITU-T T.81, table B.1)
_ALONE = frozenset((0x01, 0xD8, *range(0xD0, 0xD8)))
"""Markers without a length (ITU-T T.81, table B.1)."""


def without_metadata(data: bytes, profile: bool) -> bytes:
    """``data`` with nothing but the picture; without its ICC profile too where ``profile`` is false. ValueError where the
    file is damaged."""
    if data.startswith(PNG):
        return PNG + b"".join(_chunks(data, profile))
    return b"".join(_segments(data, profile))


def _chunks(data: bytes, profile: bool) -> Iterator[bytes]:
    position = len(PNG)
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        kind, end = data[position + 4 : position + 8], position + 12 + length
        if kind in _DRAWING_CHUNKS and (profile or kind != b"iCCP"):
            yield data[position:end]
        if kind == b"IEND":
            return
        position = end
    raise ValueError("no end of the picture")


def _segments(data: bytes, profile: bool) -> Iterator[bytes]:
    yield data[:2]
    position = 2
    while position + 2 <= len(data):
        marker = data[position + 1]
        if data[position] != 0xFF:
            raise ValueError("no marker where one should be")
        if marker == 0xFF:  # a fill byte (B.1.1.2)
            position += 1
            continue
        if marker == _END:
            yield data[position : position + 2]
            return
        end = position + 2 if marker in _ALONE else position + 2 + struct.unpack_from(">H", data, position + 2)[0]
        kept = _kept(marker, data[position:end], profile)
        if marker == _SCAN:
            end = _end_of_scan(data, end)
            kept = data[position:end]
        yield kept
        position = end
    raise ValueError("no end of the picture")


def _end_of_scan(data: bytes, position: int) -> int:
    """Where the next marker begins that is neither a stuffed byte nor a restart."""
    while (position := data.find(b"\xff", position)) >= 0 and position + 1 < len(data):
        if data[position + 1] != 0 and not 0xD0 <= data[position + 1] <= 0xD7:
            return position
        position += 2
    raise ValueError("no end of the picture")


def _kept(marker: int, segment: bytes, profile: bool) -> bytes:
    """The segment if the picture needs it: tables and frames; of the application's, JFIF, the ICC profile and Adobe's."""
    body = segment[4:]
    if marker == 0xE0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        # Without its thumbnail, which may show what has been cut off.
        return segment if len(body) == 14 and body[12:14] == b"\0\0" else b"\xff\xe0\0\x10" + body[:12] + b"\0\0"
    if marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
        return segment if profile else b""
    if marker == 0xEE and body.startswith(b"Adobe"):
        return segment
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment
