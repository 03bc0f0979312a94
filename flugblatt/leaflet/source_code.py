"""The source code of a sheet: Markdown and statement.yaml in QR codes, so that whoever holds the sheet holds its source.

Flow: the files -> packed and deflated -> ``parts``, each with the header below -> segno's matrices of one size -> a grid of codes
that the measure holds, as SVG, or none: then it is not due, and ``why_not`` says why.

Header of a part, before its share of the deflated bytes: ``FLUG1``, which names form and version; one byte each for the number of
the part, from 1, and of all parts; SHA-256 of the packed files (32 bytes). Packed: for each file its name, in the folder of
the work, and its length in bytes, each with a line end behind it, then its bytes.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from dataclasses import dataclass

import segno

from flugblatt.leaflet.share import runs
from flugblatt.model import Edition, Statement

MAGIC = b"FLUG1"
MODULE = 0.40  # mm; drawn: office printers and cameras of telephones hold it
QUIET = 4  # modules (ISO/IEC 18004, 6.3.8)
MOST = 4  # codes; chosen: nobody photographs more
POSTER = "a poster bears an excerpt of the text"
"""Why it bears no code with its source."""
LARGEST = 2_331  # bytes of the largest code at error correction M (ISO/IEC 18004, table 7)


@dataclass(frozen=True, slots=True)
class Codes:
    """The grid of codes as SVG, and its width and height in mm, quiet zones included."""

    svg: bytes
    width: float
    height: float


def parts(statement: Statement, edition: Edition, count: int) -> tuple[bytes, ...]:
    """The source in so many parts, each nearly as long as the others."""
    packed = b"".join(
        f"{statement.work}/{name}\n{len(data)}\n".encode() + data
        for name, data in ((f"{edition.language}.md", edition.source.data), ("statement.yaml", statement.source.data))
    )
    deflated, digest = zlib.compress(packed, 9), hashlib.sha256(packed).digest()
    each = math.ceil(len(deflated) / count)
    return tuple(
        MAGIC + bytes((number + 1, count)) + digest + deflated[number * each : (number + 1) * each]
        for number in range(count)
    )


def codes(statement: Statement, edition: Edition, measure: float, height: float, colour: str) -> Codes | None:
    """As few codes as hold the source, in this measure and height in mm; None where it does not fit."""
    for count in range(1, MOST + 1):
        each = parts(statement, edition, count)
        if max(map(len, each)) > LARGEST:
            continue
        version = max(int(segno.make_qr(part, error="m", mode="byte", boost_error=False).version) for part in each)
        side = (17 + 4 * version + 2 * QUIET) * MODULE
        columns = min(count, int(measure // side))
        if columns and math.ceil(count / columns) * side <= height:
            return Codes(_drawn(each, version, columns, colour), columns * side, math.ceil(count / columns) * side)
    return None


def why_not(statement: Statement, edition: Edition, shares_its_back: bool) -> str:
    """Why a leaflet without the codes bears none."""
    if shares_its_back:
        return "its back shares a panel with the text or the pull quote"
    parted = parts(statement, edition, MOST)
    if max(map(len, parted)) > LARGEST:
        return f"the source, {sum(map(len, parted)):,} bytes when it is packed, needs more than {MOST} codes"
    return "its back has no room for it under all else"


def _drawn(each: tuple[bytes, ...], version: int, columns: int, colour: str) -> bytes:
    """One filled path for all codes, in modules."""
    side = 17 + 4 * version + 2 * QUIET
    path = ""
    for at, part in enumerate(each):
        matrix = segno.make_qr(part, version=version, error="m", mode="byte", boost_error=False).matrix
        path += runs(matrix, (at % columns) * side + QUIET, (at // columns) * side + QUIET)
    width, height = columns * side, math.ceil(len(each) / columns) * side
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<path d="{path}" fill="{colour}"/></svg>'
    )
    return svg.encode()
