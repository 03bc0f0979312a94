"""The one rule for line ends of text that was extracted from pages, where spaces and hyphens are lost or added.

Flow: text with LF at its line ends -> ``fit`` walks it beside the text of the source -> where it ends, and what was taken.

In our PDFs every line end is exact: an automatic hyphen (U+2010, U+00AD, or U+0002 and U+FFFE, which PDFium puts in their
place) with the line end after it is nothing, a line end after a space is nothing more, any other is nothing; between two
blocks it parts them. In other PDFs the space at a line end is lost, and an automatic hyphen looks like any other: there
the source decides whether a space, nothing, or no hyphen stands at a line end, and each such place is counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AUTOMATIC = re.compile("[\u2010\u00ad]\n|[\u0002\ufffe]\n?")
SOFT = re.compile("\u00ad(?!\n)")
HYPHENS = "-\u2010\u00ad\u0002\ufffe"
BLANKS = " \n"


@dataclass(frozen=True, slots=True)
class Fit:
    """``end``: the index behind the last character taken; ``decided``: at how many line ends the source decided."""

    end: int
    decided: int


def exact(text: str) -> str:
    """Extracted text of one of our PDFs without its automatic hyphens; a LF that is left is nothing, or parts blocks."""
    return SOFT.sub("", AUTOMATIC.sub("", text))


def loose(text: str) -> str:
    """Extracted text of another PDF, its line ends as they are; soft hyphens inside of lines are left out."""
    return SOFT.sub("", text)


def fit(wanted: str, text: str, at: int, tolerant: bool) -> Fit | None:
    """Whether ``text`` reads ``wanted`` from ``at`` on, line ends by the rule; ``tolerant`` is that of other PDFs."""
    decided = 0
    for index, char in enumerate(wanted):
        blank_before = index > 0 and wanted[index - 1] == " "
        while at < len(text) and text[at] == "\n" and (char != " " or not tolerant):
            at, decided = at + 1, decided + (not blank_before)
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
        if text[at] in HYPHENS and (text[behind : behind + 1] == "\n" or text[at] in "\u0002\ufffe"):
            # A hyphen that the line end brought, or one that PDFium took for such.
            at = behind + (text[behind : behind + 1] == "\n")
            decided += 1
            if char in HYPHENS and text[behind - 1] in "\u0002\ufffe":
                continue
            if at < len(text) and text[at] == char:
                at += 1
                continue
        return None
    return Fit(at, decided if tolerant else 0)
