"""The fonts that a PDF embeds, each once, with what leads from the codes of its strings to text and to glyphs.

Flow: font dictionary (ISO 32000-1, 9.7) -> ``EmbeddedFont``, and beside it ToUnicode and the width of a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from flugblatt.judges.pdf.font_codes import read_font


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font of the file: its name without the tag, its program, and what leads from codes to CIDs and glyphs.

    ``glyph_map`` is the stream of CIDToGIDMap, empty for Identity. ``defect`` says why its glyphs cannot be known.
    """

    name: str
    program: bytes
    glyph_map: bytes = b""
    defect: str = ""


class Fonts:
    """The fonts of the file, each once, in the order in which they are met."""

    def __init__(self) -> None:
        self.keys: dict[tuple[int, int], int] = {}
        self.found: list[EmbeddedFont] = []
        self.texts: list[dict[int, str]] = []
        self.code_bytes: list[int] = []

    def key(self, font: Any) -> int:
        if font.objgen == (0, 0) or font.objgen not in self.keys:
            self.keys[font.objgen] = len(self.found)
            self.found.append(_embedded(font))
            read = read_font(font)
            self.texts.append(read.to_unicode)
            self.code_bytes.append(read.code_bytes)
        return self.keys[font.objgen]


def _embedded(font: Any) -> EmbeddedFont:
    name = str(font.get("/BaseFont", "/no name"))[1:]
    name = name.partition("+")[2] or name
    if font.get("/Subtype") != Name.Type0:
        return EmbeddedFont(name, b"", defect=f"a font of type {str(font.get('/Subtype', '/?'))[1:]}")
    descendant = font["/DescendantFonts"][0]
    described = descendant.get("/FontDescriptor", Dictionary())
    program = next((described[key] for key in ("/FontFile2", "/FontFile3") if key in described), None)
    if program is None:
        return EmbeddedFont(name, b"", defect="no font program")
    if font.get("/Encoding") != Name("/Identity-H"):
        return EmbeddedFont(name, b"", defect="another encoding than Identity-H")
    glyph_map = descendant.get("/CIDToGIDMap")
    stream = glyph_map.read_bytes() if isinstance(glyph_map, pikepdf.Stream) else b""
    return EmbeddedFont(name, program.read_bytes(), stream)
