"""What a font of a PDF says of its codes: their text and their widths.

Flow: font dictionary -> ToUnicode and W -> ``Font``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from fontTools import agl
from pikepdf import Array, Dictionary, Name

CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}


@dataclass(frozen=True, slots=True)
class Font:
    to_unicode: dict[int, str]
    widths: dict[int, float]
    default_width: float
    code_bytes: int


def read_font(font: Any) -> Font:
    composite = font.get("/Subtype") == Name.Type0
    widths, default = _widths(font["/DescendantFonts"][0]) if composite else ({}, 500.0)
    to_unicode = font.get("/ToUnicode")
    if to_unicode is not None:
        texts = cmap(to_unicode.read_bytes().decode("latin-1"))
    else:
        texts = {} if composite else _encoded(font.get("/Encoding"))
    return Font(texts, widths, default, 2 if composite else 1)


def _widths(font: Any) -> tuple[dict[int, float], float]:
    """Widths by code (ISO 32000-1, 9.7.4.3); codes are glyphs or characters, by Identity-H."""
    found: dict[int, float] = {}
    entries = list(font.get("/W", Array()))
    at = 0
    while at < len(entries):
        first = int(entries[at])
        if isinstance(entries[at + 1], Array):
            found |= {first + step: float(width) for step, width in enumerate(entries[at + 1])}
            at += 2
        else:
            found |= {code: float(entries[at + 2]) for code in range(first, int(entries[at + 1]) + 1)}
            at += 3
    return found, float(font.get("/DW", 1000))


def _encoded(encoding: Any) -> dict[int, str]:
    """The text of the codes of a simple font by its encoding, whose glyph names are those of the Adobe Glyph List
    (ISO 32000-1, 9.10.2); nothing where it names none."""
    base = encoding.get("/BaseEncoding") if isinstance(encoding, Dictionary) else encoding
    codec = CODECS.get(str(base))
    codes = range(0x20, 0x100) if codec else ()
    found = {code: bytes([code]).decode(codec or "", "ignore") for code in codes}
    code = 0
    for entry in encoding.get("/Differences", Array()) if isinstance(encoding, Dictionary) else ():
        if isinstance(entry, Name):
            found[code] = agl.toUnicode(str(entry)[1:])
            code += 1
        else:
            code = int(entry)
    return {code: text for code, text in found.items() if text}


def cmap(data: str) -> dict[int, str]:
    """ToUnicode as code to text (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", data, re.S):
        for code, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F\s]*)>", section):
            found[int(code, 16)] = _utf16(text)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", data, re.S):
        for first, last, text in re.findall(
            r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*(<[0-9a-fA-F\s]*>|\[.*?\])", section, re.S
        ):
            targets = re.findall(r"<([0-9a-fA-F\s]*)>", text)
            for step, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                if text.startswith("["):
                    found[code] = _utf16(targets[step]) if step < len(targets) else "\ufffd"
                else:
                    begun = _utf16(targets[0])
                    found[code] = begun[:-1] + chr(ord(begun[-1]) + step) if begun else ""
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")
