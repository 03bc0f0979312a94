"""Judges the fonts: every one embedded, and none but the faces that the language table names.

Flow: font dictionary (ISO 32000-1, 9) -> ``Face``: name, weight, whether its program is in the file -> allow-list.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont, TTLibError

from flugblatt import resources
from flugblatt.judges.glyphs.originals import own_families
from flugblatt.judges.pdf.font_codes import Font
from flugblatt.judges.preflight.case import found
from flugblatt.model import Finding

WEIGHTS = {
    "thin": 100,
    "extralight": 200,
    "ultralight": 200,
    "light": 300,
    "regular": 400,
    "medium": 500,
    "semibold": 600,
    "demibold": 600,
    "extrabold": 800,
    "ultrabold": 800,
    "bold": 700,
    "black": 900,
    "heavy": 900,
}
"""The words for weights, the longer before those that they end in."""
FALLBACKS = (
    "Noto Serif",
    "Noto Sans",
    "Noto Sans Math",
    "Noto Sans Symbols",
    "Noto Sans Symbols2",
    "HanaMinA",
    "HanaMinB",
)
"""What stands in for single signs that no family of the language has."""
STYLE = re.compile(rf"(?:{'|'.join(WEIGHTS)}|italic|oblique|caption|display|text|variable|roman|[0-9]|opsz|wght|vf)*")
"""What may follow the name of a family in the name of a face."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font of the file. ``name`` is without the tag of a subset; ``weight`` is that of OpenType (400 regular)."""

    name: str
    weight: int
    embedded: bool
    kind: str


def read(font: Font) -> Face:
    """The face of a font. Its program knows the weight best, then its descriptor, then its name."""
    weight = _weight(font.program) or font.described_weight or _named_weight(font.name)
    return Face(font.name, weight, bool(font.program), font.kind)


def judge(faces: tuple[Face, ...]) -> Iterator[Finding]:
    """What is wrong with the fonts that a file uses; each font once."""
    for face in dict.fromkeys(faces):
        where = f"font {face.name}"
        if face.kind == "Type3":
            message = "a font of outlines; found one of drawings (Type 3)"
            yield found("font-embedded", message, where)
        elif not face.embedded:
            message = "every font in the file; found one that is only named"
            yield found("font-embedded", message, where, "the print shop would put another font in its place")
        if not _is_allowed(face.name):
            message = "a face of the families in styles/languages.toml; found another"
            yield found(
                "font-allowed", message, where, "a character that no face of the language has was set in another"
            )


def _is_allowed(name: str) -> bool:
    plain = _plain(name)
    return any(plain.startswith(family) and STYLE.fullmatch(plain[len(family) :]) for family in _families())


@resources.of_project
@cache
def _families() -> tuple[str, ...]:
    """The families of the language table."""
    table = resources.rows("languages")
    names = {*table["fonts"], *FALLBACKS, *own_families()}
    hands = [language["hand"] for language in table["languages"].values() if "hand" in language]
    for script in (*table["scripts"].values(), *hands):
        names |= {*script["text"], *script["sans"]}
    for families in table["other_scripts"].values():
        names |= set(families)
    return tuple(sorted(map(_plain, names)))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _named_weight(name: str) -> int:
    plain = _plain(name)
    return next((weight for word, weight in WEIGHTS.items() if word in plain), 400)


def _weight(program: bytes) -> int:
    """The weight that the font program says of itself (OS/2, usWeightClass); 0 where it says none."""
    try:
        with TTFont(io.BytesIO(program), lazy=True) as font:
            return int(font["OS/2"].usWeightClass) if "OS/2" in font else 0
    except (TTLibError, KeyError, ValueError, OSError, AssertionError):
        return 0
