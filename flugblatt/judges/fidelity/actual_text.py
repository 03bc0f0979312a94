"""ActualText (ISO 32000-1, 14.9.4) against the glyphs that it stands for, as far as that can be told without shaping.

Flow: ActualText, text of the glyphs, their number -> ``fault`` in words. What it cannot tell, ``glyphs`` proves.
"""

from __future__ import annotations

import unicodedata

SOFT_HYPHEN = "\u00ad"
HYPHENS = frozenset("\u00ad\u2010-\u058a\u1806\u1400\ufe63\uff0d")


def fault(actual: str, glyphs: str, drawn: int) -> str:
    """What is wrong with ActualText for these glyphs; empty where nothing is. U+00AD alone stands for one hyphen."""
    if actual == SOFT_HYPHEN:
        right = drawn == 1 and glyphs in HYPHENS
        return "" if right else f"expected one hyphen under ActualText U+00AD; found {glyphs[:60]!r}"
    spoken, shown = actual.replace(SOFT_HYPHEN, ""), glyphs.replace(SOFT_HYPHEN, "")
    if spoken.strip(" ") and not drawn:
        return f"expected ActualText for what is drawn; found {spoken[:60]!r} and no glyph"
    if shown.strip(" ") and not spoken.strip(" "):
        return f"expected ActualText for {shown[:60]!r}; found none: it is drawn and not said"
    if letters(spoken) != letters(shown):
        return f"ActualText says {spoken[:60]!r}, but the glyphs are those of {shown[:60]!r}"
    return ""


def letters(text: str) -> list[str]:
    """The Latin, Greek and Cyrillic base letters: scripts in which each letter has a glyph of its own, in order."""
    decomposed = unicodedata.normalize("NFKD", text)
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in decomposed):
        return []
    return [char for char in decomposed if char.isalpha() and (char < "\u0530" or "\u1e00" <= char < "\u2000")]
