"""Judges whether a PDF is large print: how large its letters are, what colour they have, and that no word is divided.

Flow: PDF -> what its pages paint (qpdf) -> every text with its size, face and colour, every area with its colour -> Check
``large-print``.

Rule: every text of every page, notes, folios and labels too, has 18 pt or more, in an upright face of regular weight or heavier,
black; areas and lines but those of drawings are black or white; no line ends in a hyphen that is not in the word.
Reason: who cannot read small print is helped by nothing that is large in part: a note in 9 pt is a note that is not there.
Passes: a PDF in letters of 18 pt and more, black on white.
Fails: with one of its codes.
Not judged: pictures; whether the faces are easy to tell letters apart in; how far lines stand apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flugblatt.judges.pdf import content_streams
from flugblatt.judges.pdf.colours import Colour
from flugblatt.judges.pdf.painted import Area, Text, flat
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.checks import survives

TOOL = "our checks (qpdf)"
LEAST = 18.0  # pt
ROUNDING = 0.02  # pt
SOFT_HYPHEN = "\u00ad"
SLANTED = re.compile("italic|oblique", re.IGNORECASE)
LIGHT = re.compile("thin|light", re.IGNORECASE)
FIGURE = "/Figure"
SHOWN = 40  # characters; chosen: the place stays on one line
OURS = "Build again with --force. If the finding stays, it is a fault of ours: report it with the source."
CODES: Mapping[str, FindingCode] = {
    "large-print-small": FindingCode("Text of fewer than 18 pt in a file of large print.", OURS),
    "large-print-face": FindingCode("Text in a slanted or a light face in a file of large print.", OURS),
    "large-print-colour": FindingCode("Text, a line or a ground in colour in a file of large print.", OURS),
    "large-print-divided": FindingCode("A word that a hyphen divides in a file of large print.", OURS),
    "large-print-unreadable": FindingCode(
        "A file that cannot be read.", "Take another copy of the file: it is damaged, locked or no PDF."
    ),
}


@survives("large-print", TOOL, "large-print-unreadable", "a PDF that can be read")
def judge(data: bytes) -> Check:
    """The Check ``large-print``. Never raises for what the file holds."""
    texts = [
        (page.number, item)
        for page in content_streams.read(data).pages
        for item in flat(page.items)
        if isinstance(item, Text | Area)
    ]
    sizes = [item.size for _, item in texts if isinstance(item, Text) and item.text.strip()]
    told = f"letters of {min(sizes):.1f} to {max(sizes):.1f} pt" if sizes else "no letters"
    return Check.of("large-print", TOOL, (one for page, item in texts for one in _faults(page, item)), told)


def _faults(page: int, item: Text | Area) -> Iterator[Finding]:
    if isinstance(item, Area):
        if not any(mark.tag == FIGURE for mark in item.marks) and not _is_plain(item.colour, "01"):
            yield _found("large-print-colour", "areas and lines in black or white; found one in colour", f"page {page}")
        return
    words = item.text.strip()
    if not words:
        return
    where = f"page {page}, {words[:SHOWN]!r}{'…' if len(words) > SHOWN else ''}"
    face = item.state.font.name if item.state.font else ""
    if item.size < LEAST - ROUNDING:
        yield _found("large-print-small", f"letters of {LEAST:g} pt or more; found {item.size:.2f} pt", where)
    if SLANTED.search(face) or LIGHT.search(face):
        yield _found("large-print-face", f"an upright face of regular weight or heavier; found {face}", where)
    if not all(_is_plain(colour, "0") for colour in item.colours):
        yield _found("large-print-colour", "black letters; found others", where)
    if words.endswith(SOFT_HYPHEN):
        yield _found("large-print-divided", "whole words; found one that a hyphen divides", where)


def _is_plain(colour: Colour, allowed: str) -> bool:
    """Whether a colour is black (0) or white (1), as ``allowed``, in gray or RGB."""
    of_light = colour.space.family in ("gray", "rgb")
    return of_light and any(colour.values == (float(level),) * len(colour.values) for level in allowed)


def _found(code: str, message: str, where: str) -> Finding:
    return Finding(code, "error", f"expected {message}", where)
