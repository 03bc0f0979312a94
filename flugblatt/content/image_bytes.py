"""The bytes of PNG and JPEG files without what is no picture: no Exif, XMP, comments, thumbnails or bytes behind the end.

Flow: bytes -> chunks or segments -> those that draw, unchanged and in order. A file that has no others keeps its bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
_DRAWING_CHUNKS = {
    b"IHDR": 13,
    b"PLTE": 768,
    b"tRNS": 256,
    b"IDAT": 2**31,
    b"IEND": 0,
    b"gAMA": 4,
    b"cHRM": 32,
    b"sRGB": 1,
    b"iCCP": 2**31,
    b"cICP": 4,
    b"sBIT": 4,
    b"pHYs": 9,
    b"bKGD": 6,
}
"""Critical chunks and those that say how pixels look, with the most bytes that each can have (PNG, third edition, 11.2
and 11.3): what is longer carries something else."""
_SCAN, _END = 0xDA, 0xD9  # the markers SOS and EOI (ITU-T T.81, table B.1)
_ALONE = frozenset((0x01, 0xD8, *range(0xD0, 0xD8)))
"""Markers without a length (ITU-T T.81, table B.1)."""
_ADOBE = 12  # bytes of the segment of Adobe's that decoders read (ITU-T T.872, 6.5.3)


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
        if length <= _DRAWING_CHUNKS.get(kind, -1) and (profile or kind != b"iCCP"):
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
    if marker == 0xEE and body.startswith(b"Adobe") and len(body) >= _ADOBE:
        return segment if len(body) == _ADOBE else b"\xff\xee\0\x0e" + body[:_ADOBE]
    return b"" if 0xE0 <= marker <= 0xEF or marker == 0xFE else segment


def fills_its_rows(data: bytes, width: int, height: int) -> bool:
    """Whether the compressed rows of a PNG are those of its pixels, with nothing hidden behind them (PNG, third edition, 10.1)."""
    depth, color, interlaced = data[24], data[25], data[28]
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = [(-((x - width) // across), -((y - height) // down)) for x, y, across, down in passes]
    expected = sum((1 + (wide * bits + 7) // 8) * high for wide, high in sizes if wide > 0 and high > 0)
    unpacker, found = zlib.decompressobj(), 0
    for kind, packed in _bodies(data):
        if kind != b"IDAT":
            continue
        if unpacker.eof and packed:
            return False
        while packed and not unpacker.eof and found <= expected:
            try:
                found += len(unpacker.decompress(packed, 1 << 20))
            except zlib.error:
                return False
            packed = unpacker.unconsumed_tail
        if found > expected:
            return False
    return found == expected and not unpacker.unused_data


_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of each pass of Adam7 where it begins and how far its pixels are apart (PNG, third edition, 8.1)."""


def _bodies(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(PNG)
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        yield data[position + 4 : position + 8], data[position + 8 : position + 8 + length]
        position += 12 + length
