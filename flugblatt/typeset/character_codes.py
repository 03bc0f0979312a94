"""Typecase: the codes of the fonts of one PDF, one code for each glyph with each text that it stands for.

Flow: the engine's font -> ``Typecase.case`` (one for each font file, though several fonts of the engine may share it) ->
``Case.codes`` -> codes for a run of glyphs with their texts; ``font_dictionaries`` writes the font dictionaries from it.

The first text of a glyph has the glyph's number as its code. In a TrueType font further texts have codes beyond the last
glyph, which the map from CIDs to glyphs leads to the same glyph (CIDToGIDMap, ISO 32000-1, 9.7.4.2). The CIDs of a CFF
font are in its program, so there a further text is written in a sister of the font: another dictionary, the same program.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any

import uharfbuzz as harfbuzz

from flugblatt.model.errors import ToolFailed

LAST_CODE = 0xFFFF  # two bytes (ISO 32000-1, 9.7.5.2, Identity-H)


@dataclass(slots=True)
class Case:
    """The codes of one font dictionary. ``name`` is that of the resource and the tag before the name of the font.

    ``widths`` are those of glyphs in thousandths of an em, ``blank`` the glyphs without ink and width. ``sisters`` are the
    dictionaries of one CFF program, in order.
    """

    name: str
    font: Any
    shaper: harfbuzz.Font
    glyphs: dict[int, int] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    blank: set[int | None] = field(default_factory=set)
    sisters: list[Case] = field(default_factory=list)
    _codes: dict[tuple[int, str], int] = field(default_factory=dict)
    _nominal: dict[str, int | None] = field(default_factory=dict)
    _further: int = 0

    def codes(self, wanted: Sequence[tuple[int, str]]) -> list[tuple[Case, int]]:
        """For every glyph with its text the case that it is set from, and its code there."""
        if "glyf" in self.font.tables:
            return [(self, self._code(glyph, text)) for glyph, text in wanted]
        found: list[tuple[Case, int]] = []
        while len(found) < len(wanted):
            part = _without_conflict(wanted[len(found) :])
            case = next((sister for sister in self.sisters if sister._takes(part)), None) or self._sister()
            found += [(case, case._code(glyph, text)) for glyph, text in part]
        return found

    def nominal(self, char: str) -> int | None:
        """The plain glyph of a character."""
        if char not in self._nominal:
            self._nominal[char] = self.shaper.get_nominal_glyph(ord(char))
        return self._nominal[char]

    def _code(self, glyph: int, text: str) -> int:
        code = self._codes.get((glyph, text))
        if code is None:
            code = glyph
            if glyph in self.glyphs:
                code = self.font.glyph_count + self._further
                self._further += 1
            if code > LAST_CODE:
                raise ToolFailed(f"more glyphs and texts in {self.font.family} than a font dictionary has codes")
            self._codes[glyph, text], self.glyphs[code], self.texts[code] = code, glyph, text
        return code

    def _takes(self, part: Sequence[tuple[int, str]]) -> bool:
        return all(self.texts.get(glyph, text) == text for glyph, text in part)

    def _sister(self) -> Case:
        name = _tag(f"{self.name} {len(self.sisters)}".encode())
        made = Case(name, self.font, self.shaper, widths=self.widths, blank=self.blank, sisters=self.sisters)
        self.sisters.append(made)
        return made


class Typecase:
    """The cases of one document, in the order in which their fonts were first used."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self._by_font: dict[int, Case] = {}
        self._by_file: dict[tuple[bytes, int, tuple[tuple[str, float], ...]], Case] = {}

    def case(self, font: Any) -> Case:
        """The case of a font of the engine: that of its file, its place in it and its place on the axes."""
        found = self._by_font.get(id(font))
        if found is None:
            key = font.file_content, font.index, tuple(sorted(font.variations.items()))
            found = self._by_file.get(key)
            if found is None:
                shaper = harfbuzz.Font(harfbuzz.Face(font.file_content, font.index))
                taken = {case.name for case in self.cases}
                name = font.hash
                while name in taken:
                    name = _tag(name.encode())
                found = self._by_file[key] = Case(name, font, shaper)
                found.sisters.append(found)
                self.cases.append(found)
            self._by_font[id(font)] = found
        return found


def _without_conflict(wanted: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """The first glyphs of a run, up to one that comes again with another text: so the rest is as long as it can be."""
    first: dict[int, tuple[int, str]] = {}
    for place, (glyph, text) in enumerate(wanted):
        before = first.get(glyph)
        if before is not None and before[1] != text:
            return wanted[: before[0] + 1]
        first[glyph] = place, text
    return wanted


def _tag(words: bytes) -> str:
    """Six capitals, the same for the same words (ISO 32000-1, 9.6.4)."""
    return "".join(chr(65 + byte % 26) for byte in md5(words, usedforsecurity=False).digest()[:6])
