"""Two pictures, pixel by pixel: within a PDF, and as files of their own.

Flow: pictures of a PDF -> the filter that cannot be undone (JPEG) must be the same -> unpacked bytes. Files -> chunks of PNG, of
which only those with pixels may be packed otherwise -> pixels.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import Image

from flugblatt.model import Finding

LOSSY = ("/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode")
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS = b"IDAT"


def same_filter(found: Any, expected: Any) -> bool:
    """Whether both pictures are packed by nothing, or by what gives every byte back."""
    return not any(_lossy(picture) for picture in (found, expected))


def same_pixels(found: Any, expected: Any) -> bool:
    """Whether two pictures of a PDF, whose dictionaries were compared, have the same pixels."""
    if not same_filter(found, expected):
        return bool(found.read_raw_bytes() == expected.read_raw_bytes())
    return bool(found.read_bytes() == expected.read_bytes())


def _lossy(picture: Any) -> bool:
    filters = picture.get("/Filter", pikepdf.Array())
    names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    return any(str(name) in LOSSY for name in names)


def png(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where two PNGs differ: in a chunk that is not packed, or in a pixel (ISO/IEC 15948)."""
    one, other = _chunks(found), _chunks(expected)
    beside = [chunk for chunk in one if chunk[0] != PIXELS], [chunk for chunk in other if chunk[0] != PIXELS]
    if beside[0] != beside[1]:
        kinds = [b" ".join(kind for kind, _ in chunks).decode("latin-1") for chunks in beside]
        message = f"expected the chunks {kinds[1]} as they were made again; found {kinds[0]}, or others in them"
        yield Finding("same-changed", "error", message, "picture")
        return
    pixels = [Image.open(io.BytesIO(data)) for data in (found, expected)]
    if pixels[0].mode != pixels[1].mode or pixels[0].tobytes() != pixels[1].tobytes():
        yield Finding("same-paint", "error", "expected the pixels made again; found others", "picture")


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Each chunk by its kind; ValueError for what is no whole PNG, or has something behind its end."""
    if not data.startswith(SIGNATURE):
        raise ValueError("no PNG")
    at, found = len(SIGNATURE), list[tuple[bytes, bytes]]()
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] != zlib.crc32(kind + body):
            raise ValueError("a chunk with another checksum")
        found.append((kind, body))
        at += 12 + length
        if kind == b"IEND":
            break
    if at != len(data):
        raise ValueError(f"{len(data) - at} bytes behind the end")
    return found
