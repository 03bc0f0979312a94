"""Differences in words: the characters with code points and names, and a few words around them.

Flow: two texts -> ``differences`` -> messages; a finished finding -> ``named``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher

from flugblatt.model import Finding

CONTEXT = 24  # characters on either side; chosen, like what follows, so that people read it
MOST_A_BLOCK = 5
MOST_SHOWN = 40
STRONG_RTL = ("R", "AL")
POINT = re.compile(r"“[^“”]*”|U\+([0-9A-F]{4,6})(?![0-9A-F])( (?=U\+))?")


def differences(expected: str, found: str) -> list[tuple[int, int, str]]:
    """Where two texts differ: the index in each, and words for it; five at most, in order, the last with how many there are
    beyond them."""
    told: list[tuple[int, int, str]] = []
    places = _places(expected, found)
    for i1, i2, j1, j2 in places[:MOST_A_BLOCK]:
        ours, theirs = expected[i1:i2], found[j1:j2]
        around = f"{expected[max(0, i1 - CONTEXT) : i1]}⟨{short(ours)}⟩{expected[i2 : i2 + CONTEXT]}"
        told.append((i1, j1, f"expected {_pointed(ours)}, found {_pointed(theirs)} in “{around}”"))
    if more := len(places) - len(told):
        at, other, words = told[-1]
        told[-1] = (
            at,
            other,
            f"{words}; {more:,} more {'places' if more > 1 else 'place'} in the same block differ{'' if more > 1 else 's'}",
        )
    return told


def _places(expected: str, found: str) -> list[tuple[int, int, int, int]]:
    """The stretches in which the texts differ, each with the marks that combine with what differs."""
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    out: list[tuple[int, int, int, int]] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        while i1 and j1 and (_is_mark(expected[i1 : i1 + 1]) or _is_mark(found[j1 : j1 + 1])):
            i1, j1 = i1 - 1, j1 - 1
        if out and i1 <= out[-1][1] + 1:
            i1, j1 = out[-1][0], out[-1][2]
            out.pop()
        out.append((i1, i2, j1, j2))
    return out


def _is_mark(char: str) -> bool:
    return bool(char) and unicodedata.category(char).startswith("M")


def _pointed(text: str) -> str:
    """Characters with code points and names; a long stretch is quoted, and its first character named."""
    if not text:
        return "nothing"
    points = " ".join(f"U+{ord(char):04X}" for char in text[:4])
    return f"“{short(text)}” {points}{' …' if len(text) > 4 else ''}"


def short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def named(finding: Finding) -> Finding:
    """The finding with the names of the code points in its message, but for what it quotes."""

    def name(match: re.Match[str]) -> str:
        if not match[1]:
            return match[0]
        code = int(match[1], 16)
        words = unicodedata.name(chr(code), "") if code < 0x110000 else ""
        return f"U+{match[1]}{' ' if words else ''}{words}{', ' if match[2] else ''}"

    return replace(finding, message=POINT.sub(name, finding.message))


def is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in STRONG_RTL for char in text)
