"""The one rule for line ends of text that was extracted from pages, where spaces and hyphens are lost or added.

Flow: text with LF at its line ends -> ``fit`` walks it beside the text of the source -> where it ends, and what was taken.

In our PDFs every line end is exact: an automatic hyphen (U+00AD) with the line end after it is nothing, a line end after a
space is nothing more, any other is nothing; between two blocks it parts them. PDFium puts U+0002 or U+FFFE in the place of
a hyphen at a line end, be it automatic or the source's own U+002D: it is nothing, but where the source has a hyphen it is
that, with the space behind it, and such a place is counted. In other PDFs the space at a line end is lost, and an automatic
hyphen looks like any other: there the source decides whether a space, nothing, or no hyphen stands at a line end, and each
such place is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AUTOMATIC = re.compile("\u00ad\n")
PDFIUM = "\u0002\ufffe"
EITHER = re.compile(f"[{PDFIUM}]\n?")
SOFT = re.compile("\u00ad(?!\n)")
HYPHENS = "-\u2010\u00ad" + PDFIUM
BLANKS = " \n"


@dataclass(frozen=True, slots=True)
class Fit:
    """``end``: the index behind the last character taken; ``decided``: at how many line ends the source decided."""

    end: int
    decided: int


def exact(text: str) -> str:
    """Extracted text of one of our PDFs without its automatic hyphens; a LF that is left is nothing, or parts blocks."""
    return SOFT.sub("", AUTOMATIC.sub("", EITHER.sub(PDFIUM[-1], text)))


def loose(text: str) -> str:
    """Extracted text of another PDF, its line ends as they are; soft hyphens inside of lines are left out."""
    return SOFT.sub("", text)


def fit(wanted: str, text: str, at: int, tolerant: bool) -> Fit | None:
    """Whether ``text`` reads ``wanted`` from ``at`` on, line ends by the rule; ``tolerant`` is that of other PDFs."""
    decided = hyphens = 0
    eaten = False
    for index, char in enumerate(wanted):
        blank_before = index > 0 and wanted[index - 1] == " "
        while at < len(text) and text[at] == "\n" and (char != " " or not tolerant):
            at, decided = at + 1, decided + (not blank_before)
        if eaten and char == " " and text[at : at + 1] not in ("", *BLANKS):
            eaten = False
            continue
        eaten = False
        if not tolerant and at < len(text) and text[at] in PDFIUM:
            at += 1
            if char == "-":
                hyphens, eaten = hyphens + 1, True
                continue
        if char == " " and at < len(text) and text[at] in BLANKS:
            start = at
            while at < len(text) and text[at] in BLANKS:
                at += 1
            decided += "\n" in text[start:at] and " " not in text[start:at]
            continue
        if at < len(text) and text[at] == char:
            at += 1
            continue
        if not tolerant or at >= len(text):
            return None
        behind = at + 1
        if text[at] in HYPHENS and (text[behind : behind + 1] == "\n" or text[at] in PDFIUM):
            # A hyphen that the line end brought, or one that PDFium took for such.
            at = behind + (text[behind : behind + 1] == "\n")
            decided += 1
            if char in HYPHENS and text[behind - 1] in PDFIUM:
                continue
            if at < len(text) and text[at] == char:
                at += 1
                continue
        return None
    return Fit(at, decided if tolerant else hyphens)
