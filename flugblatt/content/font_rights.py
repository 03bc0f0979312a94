"""Font files of a brand: whether one can be set, and whether its maker lets it be embedded (OpenType 1.9.1, OS/2, fsType).

Flow: bytes -> ``fault_of_font`` -> nothing, or why the file is refused.
"""

from __future__ import annotations

import io
from typing import Any

from fontTools.ttLib import TTFont, TTLibError

from flugblatt.content.refused_files import Refused

LARGEST = 20_000_000  # bytes; chosen: a face of all ideographs has 17 million
RESTRICTED, NO_SUBSETTING, BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
"""Bits of fsType. Bit 1 counts only where no freer one of the four lowest is set (version 3 of the table and later, alone)."""
FREER = 0x0004 | 0x0008


def fault_of_font(name: str, data: bytes) -> Refused | None:
    """Why a font cannot be used; None where it can."""
    if not name.endswith((".ttf", ".otf")):
        return Refused(f"a font file .ttf or .otf was expected, found {name}", "take the desktop fonts, unpacked")
    if len(data) > LARGEST:
        return Refused(f"a font of at most {LARGEST:,} bytes was expected, found {len(data):,} in {name}")
    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        rights, tables = int(_table(font, "OS/2").fsType), set(font.keys())
        known = bool(font.getBestCmap())
    except (TTLibError, KeyError, AttributeError, ValueError, IndexError, OverflowError, AssertionError) as error:
        return Refused(f"a whole OpenType font was expected, found a damaged one in {name} ({type(error).__name__})")
    except Exception as error:  # hostile bytes must end in a message, whatever they make the library throw
        return Refused(f"a font that can be read was expected, found {name}, which cannot ({type(error).__name__})")
    if not known or not {"glyf", "CFF "} & tables:
        return Refused(f"a font with outlines and characters was expected, found none in {name}")
    if "fvar" in tables:
        return Refused(f"a font of one weight was expected, found a variable one in {name}", "take the static files")
    return _forbidden(name, rights)


STYLES = ((False, False), (False, True), (True, False), (True, True))
"""Bold or not, italic or not."""
BOLD = 600  # usWeightClass; from it on a face is bold (OpenType, OS/2)


def lacks(faces: tuple[bytes, ...]) -> str:
    """Which of the four styles of a family is not among these; empty where all are there."""
    found = set()
    for data in faces:
        table = _table(TTFont(io.BytesIO(data), lazy=True), "OS/2")
        found.add((int(table.usWeightClass) >= BOLD, bool(table.fsSelection & 1)))
    for bold, italic in STYLES:
        if (bold, italic) not in found:
            return f"{'bold' if bold else 'regular'}{' italic' if italic else ''}"
    return ""


def _forbidden(name: str, rights: int) -> Refused | None:
    words = ""
    if rights & RESTRICTED and not rights & FREER:
        words = "its maker forbids to embed it"
    elif rights & BITMAPS_ONLY:
        words = "its maker lets only bitmaps of it be embedded"
    elif rights & NO_SUBSETTING:
        words = "its maker forbids to embed a part of it, and every output embeds the letters that it needs alone"
    if not words:
        return None
    message = f"a font that may be embedded was expected, found fsType 0x{rights:04X} in {name}: {words}"
    return Refused(message, "ask the foundry for a licence and files that allow it, or take another font")


def _table(font: TTFont, tag: str) -> Any:
    return font[tag]
