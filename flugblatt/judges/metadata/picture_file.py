"""Judges what a picture to share is as a file: format, size in pixels, colours, and nothing else in it.

Flow: bytes -> its segments (ITU-T T.81, B.1) or chunks (PNG, 5.3), one by one -> against those that pixels need -> Check
``metadata``.

Rule: cover 1600 by 2560 and thumb 400 by 640 pixels as JPEG in JFIF, card 1200 by 630 as PNG; of each colour eight bits; no segment
and no chunk beyond those that give the pixels, and no byte behind them.
Reason: shops refuse a cover of another size; names of people, places and programs in a file betray who made it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from flugblatt.judges.metadata.fields import Fields, gathered
from flugblatt.model import Check, Finding
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives

TOOL = "our checks"
SIZES = {"cover": ("JPEG", 1600, 2560), "thumb": ("JPEG", 400, 640), "card": ("PNG", 1200, 630)}
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS = {0xC0: "SOF0", 0xC4: "DHT", 0xDB: "DQT", 0xDA: "SOS"}
"""The segments of a JPEG that give its pixels."""
START, END, APP0 = b"\xff\xd8", b"\xff\xd9", 0xE0


@survives("metadata", TOOL, "metadata-unreadable", "a picture that can be read")
def of_picture(case: Case) -> Check:
    """The Check ``metadata`` of a picture to share. Never raises for what the file holds."""
    format_, width, height = SIZES[case.kind]
    said = gathered(_png(case.data) if format_ == "PNG" else _jpeg(case.data))
    expected: Fields = {"pixels": (f"{width} by {height}",), "bits": ("8 of 3 colours",)}
    return Check.of("metadata", TOOL, _compared(expected, said), f"{format_}, {len(expected)} fields")


def _compared(expected: Fields, said: Fields) -> Iterator[Finding]:
    for name in sorted(expected.keys() | said.keys()):
        ours, theirs = (" and ".join(fields.get(name, ())) for fields in (expected, said))
        if ours != theirs:
            code = "metadata-extra" if not ours else "metadata-changed" if theirs else "metadata-missing"
            yield Finding(code, "error", f"expected {ours or 'nothing'}, found {theirs or 'nothing'}", name)


def _png(data: bytes) -> Iterator[tuple[str, str]]:
    """The facts of a PNG, and every chunk that pixels do not need."""
    if not data.startswith(SIGNATURE):
        raise ValueError("no PNG")
    at, name = len(SIGNATURE), ""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        name = kind.decode("latin-1")
        if name == "IHDR":
            width, height, bits, colours = struct.unpack(">IIBB", data[at + 8 : at + 18])
            yield "pixels", f"{width} by {height}"
            yield "bits", f"{bits} of {({2: 3, 6: 4}).get(colours, 1)} colours"
        elif name not in ("IDAT", "IEND"):
            yield f"chunk {name}", f"{length} bytes"
        at += length + 12
        if name == "IEND":
            break
    if name != "IEND" or at != len(data):
        yield "behind the picture", f"{len(data) - at} bytes"


def _jpeg(data: bytes) -> Iterator[tuple[str, str]]:
    """The facts of a JPEG, and every segment that pixels do not need."""
    if not data.startswith(START):
        raise ValueError("no JPEG")
    at = len(START)
    while True:
        mark, kind, length = struct.unpack(">BBH", data[at : at + 4])
        if mark != 0xFF:
            raise ValueError(f"no segment at byte {at}")
        body = data[at + 4 : at + 2 + length]
        if kind == 0xC0:
            bits, height, width, colours = struct.unpack(">BHHB", body[:6])
            yield "pixels", f"{width} by {height}"
            yield "bits", f"{bits} of {colours} colours"
        elif not (kind in PIXELS or (kind == APP0 and body.startswith(b"JFIF\0") and len(body) == 14)):
            yield f"segment {kind:02X}", f"{length} bytes"
        at += 2 + length
        if kind == 0xDA:
            break
    # In the pixels FF is followed by 00 or by a mark of restart (T.81, B.1.1.2): another mark ends them.
    end = re.compile(rb"\xff[^\x00\xd0-\xd7]").search(data, at)
    if end is None or data[end.start() :] != END:
        yield "behind the picture", "no end" if end is None else f"{len(data) - end.end()} bytes"
