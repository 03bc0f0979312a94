"""The bytes of a PDF around and between its objects: where nobody looks, another file may hide.

Flow: bytes -> ``states``, the file as it was saved each time -> header, objects, tables of places and trailers one behind the
other, each object once -> Findings with their place for whatever else stands there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from flugblatt.judges.sameness import tolerated
from flugblatt.model import Finding

HEAD = re.compile(rb"%PDF-\d\.\d[\r\n]+%[^\r\n]{1,8}[\r\n]")
"""The header and the line of binary characters behind it (ISO 32000-2, 7.5.2)."""
FIRST = 4096
"""Bytes from the beginning, within which a linearised file has its first table (ISO 32000-2, F.3): chosen."""
BLANK = re.compile(rb"[\0\t\n\f\r ]*")
OBJECT = re.compile(rb"(\d{1,10})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+obj\b")
BODY = re.compile(rb"\bendobj\b|>>[\0\t\n\f\r ]*stream\r?\n")
STREAM_END = re.compile(rb"endstream[\0\t\n\f\r ]+endobj\b")
TABLE = re.compile(
    rb"xref[ \t]*[\r\n]+(?:\d+ \d+[ \t]*[\r\n]+(?:\d{10} \d{5} [nf][\r\n ]{1,3})*)+"
    rb"trailer[\0\t\n\f\r ]*<<.*?>>[\0\t\n\f\r ]*(?=startxref)",
    re.DOTALL,
)
"""A table of places and its trailer (ISO 32000-2, 7.5.4, 7.5.5)."""
PLACE = re.compile(rb"startxref[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+%%EOF[\r\n \t]*")


def states(data: bytes) -> tuple[bytes, ...]:
    """The file as it was saved first, and each later time, up to the whole (ISO 32000-2, 7.5.6)."""
    ends = [match.end() for match in PLACE.finditer(data)]
    first = 1 if b"/Linearized" in data[:FIRST] else 0
    return (*(data[:end] for end in ends[first:-1]), data)


def findings(data: bytes, known: Collection[tuple[int, int]], begin: int = 0) -> Iterator[Finding]:
    """What stands before the header, behind the end, and between the objects of the state that begins at ``begin``.
    ``known`` are the objects that its tables name."""
    if not HEAD.match(data):
        message = "expected the header of a PDF in the first two lines and nothing before it; found other bytes"
        yield Finding("same-around", "error", message, "byte 0")
        return
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(b"\r\n \t"):
        message = f"expected nothing behind the end of the file; found {len(data) - end - 5:,} bytes more"
        yield Finding("same-around", "error", message, f"byte {max(end, 0):,}")
        return
    yield from _between(data, begin or HEAD.match(data).end(), known)  # type: ignore[union-attr]


def _between(data: bytes, at: int, known: Collection[tuple[int, int]]) -> Iterator[Finding]:
    seen: set[bytes] = set()
    while True:
        at = _end(BLANK, data, at)
        if at == len(data):
            return
        if match := OBJECT.match(data, at):
            number = (int(match[1]), int(match[2]))
            end = _end_of_object(data, match.end())
            if match[1] in seen:
                message = f"expected the object {number[0]} once; found it again, and readers may take either"
                yield Finding("same-around", "error", message, f"byte {at:,}")
            elif number not in known and b"/XRef" not in data[at : at + 400]:
                message = f"expected objects that the table of the file names; found the object {number[0]}, which it does not"
                yield Finding("same-around", "error", message, f"byte {at:,}")
            seen.add(match[1])
        else:
            end = max(_end(pattern, data, at) for pattern in (TABLE, PLACE, tolerated.COMMENT))
        if end <= at:
            words = " ".join(data[at : at + 40].decode("utf-8", "replace").split())
            message = f"expected objects one behind the other, and nothing between; found “{words}”"
            yield Finding("same-around", "error", message, f"byte {at:,}")
            return
        at = end


def _end(pattern: re.Pattern[bytes], data: bytes, at: int) -> int:
    """Where a match ends that begins here; the place itself where there is none."""
    match = pattern.match(data, at)
    return match.end() if match else at


def _end_of_object(data: bytes, at: int) -> int:
    """Where an object ends that begins before this place; 0 where it does not."""
    body = BODY.search(data, at)
    if body and body[0].startswith(b">>"):
        body = STREAM_END.search(data, body.end())
    return body.end() if body else 0
