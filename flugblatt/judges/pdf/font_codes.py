"""The fonts of a PDF: what leads from the codes of its strings to text, to widths and to glyphs, and the program embedded.

Flow: font dictionary (ISO 32000-1, 9.5 to 9.10) -> ``Font``, each once and numbered in the order in which they are met.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fontTools import agl
from pikepdf import Array, Dictionary, Name, Stream

CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
UNKNOWN = "\ufffd"
"""The text of a code of which the font says none."""


@dataclass(frozen=True, slots=True, eq=False)
class Font:
    """A font of a file. ``name`` is without the tag of a subset, ``kind`` the Subtype, ``described_weight`` what the
    descriptor says (0: nothing); ``program`` is empty where none is embedded.

    ``glyph_map`` is the stream of CIDToGIDMap, empty for Identity. ``identity``: codes are CIDs of two bytes.
    """

    number: int
    name: str
    kind: str
    to_unicode: dict[int, str]
    widths: dict[int, float]
    default_width: float
    code_bytes: int
    program: bytes = b""
    glyph_map: bytes = b""
    identity: bool = False
    described_weight: int = 0

    def codes(self, data: bytes) -> Sequence[int]:
        """The codes of a string; a last half of one counts as it stands."""
        if self.code_bytes == 1:
            return data
        whole = len(data) // 2
        return struct.unpack(f">{whole}H", data[: 2 * whole]) + tuple(data[2 * whole :])


class Fonts:
    """The fonts of a file, each once."""

    def __init__(self) -> None:
        self.found: list[Font] = []
        self._known: dict[Any, Font] = {}

    def of(self, dictionary: Any) -> Font:
        """The font of a dictionary. Raises what pikepdf raises for one that cannot be read."""
        key = dictionary.objgen if dictionary.is_indirect else dictionary.unparse()
        if key not in self._known:
            self._known[key] = read_font(dictionary, len(self.found))
            self.found.append(self._known[key])
        return self._known[key]


def read_font(font: Any, number: int = 0) -> Font:
    composite = font.get("/Subtype") == Name.Type0
    described = font["/DescendantFonts"][0] if composite else font
    descriptor = described.get("/FontDescriptor", Dictionary())
    widths, default = _composite_widths(described) if composite else (_simple_widths(font), 500.0)
    to_unicode = font.get("/ToUnicode")
    if to_unicode is not None:
        texts = cmap(to_unicode.read_bytes().decode("latin-1"))
    else:
        texts = {} if composite else _encoded(font.get("/Encoding"))
    program = next((descriptor[key] for key in PROGRAMS if isinstance(descriptor.get(key), Stream)), None)
    glyph_map = described.get("/CIDToGIDMap")
    return Font(
        number=number,
        name=re.sub(r"^[A-Z]{6}\+", "", str(font.get("/BaseFont", font.get("/Name", "/without a name")))[1:]),
        kind=str(font.get("/Subtype", "/"))[1:],
        to_unicode=texts,
        widths=widths,
        default_width=default,
        code_bytes=2 if composite else 1,
        program=b"" if program is None else program.read_bytes(),
        glyph_map=glyph_map.read_bytes() if isinstance(glyph_map, Stream) else b"",
        identity=font.get("/Encoding") == Name("/Identity-H"),
        described_weight=int(descriptor.get("/FontWeight", 0)),
    )


def _composite_widths(font: Any) -> tuple[dict[int, float], float]:
    """Widths by CID (ISO 32000-1, 9.7.4.3)."""
    found: dict[int, float] = {}
    entries = list(font.get("/W", Array()))
    at = 0
    while at < len(entries):
        first = int(entries[at])
        if isinstance(entries[at + 1], Array):
            found |= {first + step: float(width) for step, width in enumerate(entries[at + 1])}
            at += 2
        else:
            found |= {code: float(entries[at + 2]) for code in range(first, _last(int(entries[at + 1])) + 1)}
            at += 3
    return found, float(font.get("/DW", 1000))


def _simple_widths(font: Any) -> dict[int, float]:
    """A simple font has its widths in an array from FirstChar on (ISO 32000-1, 9.6.2)."""
    first = int(font.get("/FirstChar", 0))
    return {first + step: float(width) for step, width in enumerate(font.get("/Widths", Array()))}


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
            for step, code in enumerate(range(int(first, 16), _last(int(last, 16)) + 1)):
                if text.startswith("["):
                    found[code] = _utf16(targets[step]) if step < len(targets) else UNKNOWN
                else:
                    begun = _utf16(targets[0])
                    found[code] = begun[:-1] + chr(ord(begun[-1]) + step) if begun else ""
    return found


def _last(code: int) -> int:
    """The end of a range of codes: none has more than two bytes, whatever a hostile file says."""
    return min(code, 0xFFFF)


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")
