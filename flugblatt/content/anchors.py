"""The anchors of headings: what ``[words](#anchor)`` leads to.

Flow: words of a heading, anchors taken -> anchor_of -> one that is new and may stand as an XML identifier.
"""

from __future__ import annotations

import re
import unicodedata

# XML 1.0, production 4a, without the colon: what may stand in an identifier behind its first character.
_NAME = re.compile(
    "[-.0-9A-Z_a-z\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d\u203f\u2040\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff]"
)
_NAME_START = re.compile("[^-.0-9\u00b7\u0300-\u036f\u203f\u2040]")

# The names that the forms give to their own parts: a heading of the same words gets a number behind its anchor.
_OURS = re.compile(
    r"title|notes|colophon|signatories|contents|take|(?:toc|landmarks|page-list)(?:-title)?|(?:note|call|page)-\d+"
)


NAMED = -1
"""The count of an anchor that a heading further down is given."""


def anchor_of(text: str, taken: dict[str, int]) -> str:
    """GitHub's slug of ``text``, as an XML name, unique among ``taken``, to which it is added."""
    kept = (
        "-" if character.isspace() else character
        for character in text.strip().lower()
        if character.isspace() or character in "-_" or unicodedata.category(character)[0] in "LMN"
    )
    slug = "".join(character for character in kept if _NAME.match(character)) or "section"
    if not _NAME_START.match(slug):
        slug = "_" + slug
    unique, count = slug, taken.get(slug, 0)
    while unique in taken or _OURS.fullmatch(unique):
        count += 1
        unique = f"{slug}-{count}"
        if _OURS.fullmatch(unique):  # page-1 is a page: the heading becomes _page-1
            slug, unique = f"_{slug}", f"_{unique}"
    taken[slug] = count
    taken.setdefault(unique, 0)
    return unique


def fault_of(anchor: str) -> str:
    """Why ``anchor`` cannot stand as it is; empty where it can."""
    if not anchor or not all(_NAME.match(character) for character in anchor) or not _NAME_START.match(anchor):
        return "of letters, digits, - and _, with a letter first,"
    return "that is no name of the outputs' own" if _OURS.fullmatch(anchor) else ""
