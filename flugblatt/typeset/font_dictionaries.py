"""The font dictionaries of a PDF, from the codes that its text was written with (ISO 32000-1, 9.7).

Flow: ``Typecase`` -> each program cut down to its painted glyphs and embedded once -> a Type 0 font for each case, with
Identity-H, the map from CIDs to glyphs, the widths (W), and ToUnicode, which says for every code exactly its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pydyf

from flugblatt.typeset.character_codes import Case, Typecase

SECTION = 100
"""The most entries of a section of a CMap (Adobe Technical Note 5014, 5)."""
HEAD = b"""\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange"""
FOOT = b"""\
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
FIXED_PITCH = 1  # bit 1 of Flags (ISO 32000-1, 9.8.2)


def dictionaries(pdf: Any, typecase: Typecase, compress: bool, hinting: bool) -> Any:
    """The font resources of the whole document; their objects are added to ``pdf``, the engine's."""
    fonts = pydyf.Dictionary()
    for case in typecase.cases:
        program = _program(pdf, case, compress, hinting)
        for sister in case.sisters:
            fonts[sister.name] = _font(pdf, sister, program, compress)
    return fonts


def _program(pdf: Any, case: Case, compress: bool, hinting: bool) -> Any:
    """The reference of the font program, which keeps the numbers of its glyphs."""
    case.font.clean(dict.fromkeys(sorted({glyph for each in case.sisters for glyph in each.glyphs.values()})), hinting)
    data = case.font.file_content
    extra = {"Subtype": "/OpenType"} if case.font.type == "otf" else {"Length1": len(data)}
    stream = pydyf.Stream([data], pydyf.Dictionary(extra), compress=compress)
    pdf.add_object(stream)
    return stream.reference


def _font(pdf: Any, case: Case, program: Any, compress: bool) -> Any:
    font = case.font
    is_cff = font.type == "otf"
    name = b"/" + case.name.encode() + b"+" + font.name.partition(b"+")[2]
    widths = {code: case.widths[glyph] for code, glyph in case.glyphs.items()}
    box = (0, font.descent, max(widths.values(), default=0), font.ascent)
    descriptor = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "FontFamily": pydyf.String(font.family),
            "Flags": font.flags | (FIXED_PITCH if len(widths) > 1 and len(set(widths.values())) == 1 else 0),
            "FontBBox": pydyf.Array(box),
            "ItalicAngle": font.italic_angle,
            "Ascent": font.ascent,
            "Descent": font.descent,
            "CapHeight": font.ascent,
            "StemV": font.stemv,
            "StemH": font.stemh,
            "FontFile3" if is_cff else "FontFile2": program,
        }
    )
    pdf.add_object(descriptor)
    system = pydyf.Dictionary(
        {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
    )
    descendant = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if is_cff else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": system,
            "W": pydyf.Array(_runs(widths)),
            "FontDescriptor": descriptor.reference,
        }
    )
    if not is_cff:
        descendant["CIDToGIDMap"] = _glyph_map(pdf, case.glyphs, compress)
    pdf.add_object(descendant)
    texts = pydyf.Stream(list(_to_unicode(case.texts)), compress=compress)
    pdf.add_object(texts)
    whole = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": pydyf.Array([descendant.reference]),
            "ToUnicode": texts.reference,
        }
    )
    pdf.add_object(whole)
    return whole.reference


def _runs(widths: dict[int, int]) -> Iterator[Any]:
    """The array W: runs of consecutive codes (ISO 32000-1, 9.7.4.3)."""
    codes = sorted(widths)
    begins = [place for place, code in enumerate(codes) if not place or codes[place - 1] != code - 1]
    for start, end in pairwise([*begins, len(codes)]):
        yield codes[start]
        yield pydyf.Array([widths[code] for code in codes[start:end]])


def _glyph_map(pdf: Any, glyphs: dict[int, int], compress: bool) -> Any:
    """CIDToGIDMap: two bytes for every code, 0 for those that are not used (ISO 32000-1, 9.7.4.2)."""
    if all(code == glyph for code, glyph in glyphs.items()):
        return "/Identity"
    data = b"".join(glyphs.get(code, 0).to_bytes(2, "big") for code in range(max(glyphs) + 1))
    stream = pydyf.Stream([data], compress=compress)
    pdf.add_object(stream)
    return stream.reference


def _to_unicode(texts: dict[int, str]) -> Iterator[bytes]:
    """The ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    yield HEAD
    entries = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(texts.items())]
    for start in range(0, len(entries), SECTION):
        section = entries[start : start + SECTION]
        yield "\n".join((f"{len(section)} beginbfchar", *section, "endbfchar")).encode()
    yield FOOT
