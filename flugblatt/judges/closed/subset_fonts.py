"""Judges whether an embedded font is a true part of a font at hand: it can show no other letter than the text has.

Flow: font -> its tables, none that paints or exchanges by other ways -> the face whose outlines its characters have -> that face
cut down again to the same characters -> outlines of all glyphs, widths, map of characters and layout must be the same. A variable
font is cut at the axes of the language table.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTFont

from flugblatt import resources
from flugblatt.judges.glyphs import originals
from flugblatt.judges.glyphs.originals import Face
from flugblatt.model import Finding

TABLES = frozenset(
    (
        *(
            "head",
            "hhea",
            "maxp",
            "OS/2",
            "hmtx",
            "cmap",
            "name",
            "post",
            "GPOS",
            "GSUB",
            "GDEF",
            "BASE",
            "loca",
            "glyf",
        ),
        *("CFF", "vhea", "vmtx", "VORG", "gasp", "MATH", "STAT"),
    )
)
"""Tables of OpenType that a subset may have: no colours, no pictures, no instructions, no variations, no tables of Apple."""
SAME = ("hmtx", "GSUB", "GPOS", "GDEF", "BASE", "vmtx", "VORG", "MATH")
"""Tables whose bytes must be those of the original cut down to the same characters."""
OUTLINES = ("glyf", "loca", "maxp", "CFF ")
"""Tables that outlines are made of."""
UNICODE = frozenset(((0, 3), (0, 4), (0, 5), (0, 6), (3, 1), (3, 10)))
"""Platform and encoding of the maps from Unicode (OpenType 1.9, cmap)."""
WOFF2 = b"wOF2"
SLACK = 0.02
"""Of an em: how far heights and depths may lie from the original's; chosen: those of a variable font are rounded anew."""


def judge(data: bytes, where: str) -> Iterator[Finding]:
    """Findings of a font (OpenType, or WOFF 2 around it)."""
    fault = fault_of(data)
    if fault:
        yield Finding("guard-font", "error", f"expected a true part of an original font; found {fault}", where)


@resources.of_project
@lru_cache(maxsize=256)
def fault_of(data: bytes) -> str:
    """Why a font is no true part of an original; empty where it is. The faces of a work are in several of its files."""
    try:
        program = _unpacked(data)
        font = TTFont(io.BytesIO(program), lazy=True)
        return _form(data, font) or _against_originals(font, program)
    except Exception as error:  # whatever hostile bytes make a library throw
        return f"what cannot be read: {type(error).__name__}: {error}"[:200]


def _form(data: bytes, font: Any) -> str:
    """Whether the file is nothing but the tables of a plain font."""
    if data[:4] == WOFF2:
        length, metadata, private = (struct.unpack_from(">I", data, at)[0] for at in (8, 28, 40))
        if length != len(data) or metadata or private:
            return "bytes that belong to no table"
    else:
        ends = [entry.offset + entry.length for entry in font.reader.tables.values()]
        if not max(ends) <= len(data) <= max(ends) + 3 or data[max(ends) :].strip(b"\0"):
            return "bytes that belong to no table"
    names = {str(name).strip() for name in font.reader.tables}
    if others := names - TABLES:
        return f"the table {min(others)}"
    maps = {(table.platformID, table.platEncID) for table in font["cmap"].tables}
    if not maps <= UNICODE:
        return "a map of characters that is not of Unicode"
    plain = [table.cmap for table in font["cmap"].tables if table.format != 14]
    best = font.getBestCmap()
    if any(best.get(code) != name for one in plain for code, name in one.items()):
        return "two maps of characters that disagree"
    if "glyf" in names and any(
        font["glyf"][name].program.getBytecode()
        for name in font.getGlyphOrder()
        if hasattr(font["glyf"][name], "program")
    ):
        return "instructions that move outlines"
    return ""


def _unpacked(data: bytes) -> bytes:
    """OpenType: of WOFF 2 what it holds, no table of it compiled again."""
    if data[:4] != WOFF2:
        return data
    font, plain = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False), io.BytesIO()
    font.flavor = None
    font.save(plain, reorderTables=None)
    return plain.getvalue()


def _against_originals(font: Any, program: bytes) -> str:
    found = harfbuzz.Font(harfbuzz.Face(program))
    characters = sorted(found.face.unicodes)
    if not characters:
        return "no character"
    nearest, furthest = "", -1
    for face in _candidates():
        reached = _reached(found, face, characters)
        if reached < len(characters):
            if reached > furthest:
                nearest, furthest = f"a glyph of U+{characters[reached]:04X} that is not that of {face}", reached
            continue
        fault = _parts(font, found, face, characters)
        if not fault:
            return ""
        nearest, furthest = f"{fault} than {face}", len(characters)
    return nearest if furthest > 0 else "no original at hand"


@resources.of_project
@lru_cache(maxsize=1)
def _all_faces() -> tuple[Face, ...]:
    return tuple(dict.fromkeys(face for family in originals.families().values() for face in family))


_recent: list[Face] = []
"""The faces that were met last, which the next file of the work has again."""


def _candidates() -> Iterator[Face]:
    yield from tuple(_recent)
    yield from (face for face in _all_faces() if face not in _recent)


def _reached(found: Any, face: Face, characters: list[int]) -> int:
    """How many of the characters, in their order, have the outlines of a face."""
    font = originals.shaper(face)
    if font.face.upem != found.face.upem:
        return -1
    for count, character in enumerate(characters):
        glyph = font.get_nominal_glyph(character)
        if glyph is None or not originals.same_outline(face, glyph, found, found.get_nominal_glyph(character)):
            return count
    return len(characters)


def _parts(font: Any, found: Any, face: Face, characters: list[int]) -> str:
    """What differs from a face cut down to the same characters."""
    cut = _cut(face, tuple(characters))
    again = TTFont(io.BytesIO(cut), lazy=True)
    if _mapped(font) != _mapped(again):
        return "another map of characters"
    for name in SAME:
        table = name if name in again.reader else ""
        if table and (name not in font.reader or font.reader[name] != again.reader[name]):
            return f"another table {name}"
        if not table and name in font.reader:
            return f"one table {name} more"
    program = harfbuzz.Font(harfbuzz.Face(cut))
    if program.face.glyph_count != found.face.glyph_count:
        return "another number of glyphs"
    slack = originals.ROUNDING if face.axes else 0.0
    for glyph in range(0 if _same_program(font, again) else program.face.glyph_count):
        if not originals.same(originals.outline(program, glyph), originals.outline(found, glyph), slack):
            return f"another outline of glyph {glyph}"
    one, other = font["hhea"], again["hhea"]
    far = SLACK * font["head"].unitsPerEm
    if any(abs(getattr(one, name) - getattr(other, name)) > far for name in ("ascent", "descent", "lineGap")):
        return "other heights of lines"
    if face not in _recent:
        _recent.insert(0, face)
    return ""


def _same_program(font: Any, again: Any) -> bool:
    """Whether the outlines of two fonts are the same bytes, which spares drawing them."""
    if font["head"].indexToLocFormat != again["head"].indexToLocFormat:
        return False
    there = [name for name in OUTLINES if name in font.reader or name in again.reader]
    return bool(there) and all(
        name in font.reader and name in again.reader and font.reader[name] == again.reader[name] for name in there
    )


def _mapped(font: Any) -> tuple[dict[int, int], dict[int, set[tuple[int, int]]]]:
    """The glyph of each character, and of each with a selector of variants (0: its usual one), however the tables are packed."""
    best = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    variants: dict[int, set[tuple[int, int]]] = {}
    for table in font["cmap"].tables:
        if table.format == 14:
            for selector, pairs in table.uvsDict.items():
                variants[selector] = {(code, font.getGlyphID(name) if name else 0) for code, name in pairs}
    return best, variants


@lru_cache(maxsize=256)
def _cut(face: Face, characters: tuple[int, ...]) -> bytes:
    """A face cut down to characters, with all its layout, as HarfBuzz does it."""
    source = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(face.file)), face.index)
    wish = harfbuzz.SubsetInput()
    wish.unicode_set.update(characters)
    wish.layout_feature_tag_set.clear()
    wish.layout_feature_tag_set.invert()
    wish.flags = harfbuzz.SubsetFlags.NO_HINTING | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    for axis, value in face.axes:
        wish.pin_axis_location(source, axis, value)
    return bytes(harfbuzz.subset(source, wish).blob.data)
