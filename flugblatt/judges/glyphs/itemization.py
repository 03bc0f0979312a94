"""Divides a text as shaping must: into items of one embedding level (UAX #9) and one script (UAX #24), in visual order.

Flow: text and paragraph direction -> level and script of every character -> ``items``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from fontTools import unicodedata as scripts

from flugblatt.judges.glyphs.bidi import closing_bracket, levels, visual

NUMBER_SIGNS = frozenset((*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD))
"""Prepended_Concatenation_Mark (PropList.txt of Unicode): format characters that are seen."""
FILLERS = frozenset((0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0))
"""Default_Ignorable_Code_Point (DerivedCoreProperties.txt) that are neither format characters nor selectors."""
SELECTORS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))  # Mongolian free, variation, and their supplement


@dataclass(frozen=True, slots=True)
class Item:
    """Characters of one level and one script."""

    start: int
    end: int
    level: int
    script: str


@lru_cache(maxsize=2_000)
def items(text: str, base: int) -> tuple[Item, ...]:
    """The items of ``text`` in visual order."""
    keys = list(zip(levels(text, base), _scripts(text), strict=True))
    found: list[Item] = []
    start = 0
    for (level, script), group in groupby(keys):
        end = start + len(list(group))
        found.append(Item(start, end, level, script))
        start = end
    return tuple(found[place] for place in visual([one.level for one in found]))


def _scripts(text: str) -> list[str]:
    """The script of every character: common and inherited ones take that before them, closing brackets their opener's."""
    found: list[str] = []
    brackets: list[tuple[str, str]] = []
    current = "Zyyy"
    for char in text:
        script = _script(char)
        if script not in ("Zyyy", "Zinh"):
            if current == "Zyyy":
                found = [script] * len(found)
                brackets = [(closing, script) for closing, _ in brackets]
            current = script
        elif closing_bracket(char):
            brackets.append((closing_bracket(char), current))
        elif any(closing == char for closing, _ in brackets):
            while brackets:
                closing, opener = brackets.pop()
                if closing == char:
                    current = opener
                    break
        found.append(current)
    return found


@cache
def _script(char: str) -> str:
    return str(scripts.script(char))


@cache
def is_ignorable(char: str) -> bool:
    """Whether a character needs no glyph of its own (DerivedCoreProperties.txt, Default_Ignorable_Code_Point)."""
    if unicodedata.category(char) == "Cf":
        return ord(char) not in NUMBER_SIGNS
    return ord(char) in FILLERS or any(first <= ord(char) <= last for first, last in SELECTORS)
