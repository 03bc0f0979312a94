"""Copies: a panel that stands on a sheet more than once is said once, and drawn again as a form inside an artifact.

Flow: form XObject drawn inside an artifact -> the text of its glyphs in the order of painting -> it must repeat a part of what
a page has shown as its own text; anything else that a form shows is text that nobody can say.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream, String

from flugblatt.judges.pdf.font_codes import Font, read_font

SHOWING = frozenset(("Tj", "TJ", "'", '"'))
BETWEEN = "\x00"
"""Stands between the texts of two glyphs, which may be of several characters."""


def shown(stream: Any, fonts: dict[str, Font]) -> tuple[str, ...] | None:
    """The text of every glyph that a form shows, in the order of painting; None where it draws further forms with text."""
    resources = stream.get("/Resources", Dictionary())
    own = {**fonts, **{key: read_font(font) for key, font in resources.get("/Font", Dictionary()).items()}}
    font: Font | None = None
    kept: list[Font | None] = []
    found: list[str] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operator, operands = str(instruction.operator), instruction.operands
        match operator:
            case "q":
                kept.append(font)
            case "Q":
                font = kept.pop() if kept else font
            case "Tf":
                font = own.get(str(operands[0]))
            case "Do":
                inner = resources.get("/XObject", Dictionary()).get(str(operands[0]))
                if has_text(inner):
                    return None
            case _ if operator in SHOWING:
                if font is None:
                    return None
                for part in operands[0] if operator == "TJ" else operands[-1:]:
                    if isinstance(part, String):
                        found += texts(bytes(part), font)
    return tuple(found)


def texts(data: bytes, font: Font) -> list[str]:
    """The text of each code of a string."""
    size = font.code_bytes
    codes = (int.from_bytes(data[at : at + size], "big") for at in range(0, len(data), size))
    return [font.to_unicode.get(code, "\ufffd") for code in codes]


def has_text(thing: Any) -> bool:
    """Whether a form shows text itself."""
    if not isinstance(thing, Stream) or thing.get("/Subtype") == Name.Image:
        return False
    return any(str(one.operator) in SHOWING for one in pikepdf.parse_content_stream(thing))


def repeats(copy: tuple[str, ...], said: str) -> bool:
    """Whether a copy is a part of ``said``: texts of glyphs, each followed by ``BETWEEN``."""
    return bool(copy) and "".join(text + BETWEEN for text in copy) in said
