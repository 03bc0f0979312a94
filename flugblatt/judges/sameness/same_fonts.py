"""Two programs of a font, glyph by glyph and table by table: the font made again was cut from the original, and has its outlines.

Flow: both programs -> glyphs in the order by which a PDF calls them -> outline and width of each; every other table, which says
what letter calls what glyph, what stands for what, and how high it is -> Findings.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from fontTools.misc.xmlWriter import XMLWriter
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from flugblatt.judges.sameness import tolerated
from flugblatt.model import Finding

Glyphs = list[tuple[str, object, float]]


def findings(where: str, found: bytes, expected: bytes) -> Iterator[Finding]:
    """Where two fonts show other signs."""
    one, other = _opened(found), _opened(expected)
    told = [*_outlines(where, _glyphs(one), _glyphs(other))]
    yield from told
    for table in sorted({*one.reader.keys(), *other.reader.keys()}):
        if not _same_table(one, other, table) and not (told and table in tolerated.OUTLINES):
            yield _differs(where, f"the table {table} of the font made again", "another: letters may show other signs")


def _opened(data: bytes) -> TTFont:
    """A font whose glyphs have their numbers for names, but where its outlines themselves are named (CFF): names may be made of the
    letters that call them, and change with those."""
    font = TTFont(io.BytesIO(data))
    if "glyf" in font:
        font.setGlyphOrder([f"glyph {number}" for number in range(font["maxp"].numGlyphs)])
    return font


def _outlines(where: str, one: Glyphs, other: Glyphs) -> Iterator[Finding]:
    if len(one) != len(other):
        yield _differs(where, f"{len(other)} glyphs", f"{len(one)}")
    for (_, outline, width), (name, expected_outline, expected_width) in zip(one, other, strict=False):
        if outline != expected_outline:
            yield _differs(where, f"the outline of {name}", "another: readers see another sign")
        elif width != expected_width:
            yield _differs(where, f"{name} to be {expected_width:g} wide", f"{width:g}")


def _same_table(one: TTFont, other: TTFont, name: str) -> bool:
    """Whether a table says the same in both, however it is packed."""
    if name not in one or name not in other:
        return False
    return bool(one.reader[name] == other.reader[name]) or _written(one, name) == _written(other, name)


def _written(font: TTFont, name: str) -> list[str]:
    """The lines of a table as fontTools writes it out, without what counts its bytes."""
    out = io.BytesIO()
    writer = XMLWriter(out, newlinestr="\n")
    font[name].toXML(writer, font)
    lines = out.getvalue().decode("utf-8").splitlines()
    return [line for line in lines if not line.strip().startswith(tolerated.OF_PACKING)]


def _differs(where: str, expected: str, found: str) -> Finding:
    return Finding("same-changed", "error", f"expected {expected}; found {found}", where)


def _glyphs(font: TTFont) -> Glyphs:
    """Name, outline and width of each glyph, in the order of the font."""
    shapes = font.getGlyphSet()
    found: Glyphs = []
    for name in font.getGlyphOrder():
        pen = DecomposingRecordingPen(shapes)
        shapes[name].draw(pen)
        found.append((name, pen.value, shapes[name].width))
    return found
