"""Lines of Chinese and Japanese: marks that meet are squeezed, a stop hangs in the margin, and the right edge is even.

Flow: text of a layout -> ``squeezed``, the marks that are half as wide; a line that breaks before a character and its stop ->
``hang``, the same line with both; a line with room left -> ``gap``, by which its characters are parted (JLREQ 3.1.4, 3.8.4; CLREQ
3.1.6). No character is changed, and no glyph is another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

LANGUAGES = frozenset(["ja", "zh", "yue"])
OPENING = frozenset("（「『〈《【〔〖〘｛［")
CLOSING = frozenset("）」』〉》】〕〗〙｝］")
STOPS = frozenset("、。，．")
QUOTES = "“‘", "”’"
"""They fill a square where they are those of mainland China."""
POINTS = frozenset("；：！？")
CENTRED = frozenset(["TW", "HK", "MO", "Hant"])
"""Where stops stand in the middle of their square: they are not halved, and do not hang."""
SQUARE = re.compile("[\u2e80-\u303f\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]+")
WIDEST = 0.25  # em; JLREQ 3.8.4: a line that must be spread by more stays as it is, since its words would fall apart

Split = Callable[[float], tuple[Any, Any, Any]]


@cache
def is_square(tag: str | None) -> bool:
    """Whether a language is set on the square of its characters."""
    return (tag or "").split("-")[0] in LANGUAGES


@cache
def has_centred_stops(tag: str) -> bool:
    return bool(CENTRED & {*tag.split("-")})


def squeezed(text: str, tag: str) -> Iterator[tuple[int, int]]:
    """The ranges, in bytes of UTF-8, of the marks that are half as wide, since they stand at another one."""
    opening, ending = OPENING, CLOSING
    if tag.split("-")[0] == "zh" and not has_centred_stops(tag):
        opening, ending = opening | {*QUOTES[0]}, ending | {*QUOTES[1]} | POINTS | STOPS
    elif not has_centred_stops(tag):
        ending = ending | STOPS
    start = 0
    for before, after in pairwise(text):
        end = start + len(before.encode())
        if before in ending and (after in ending or after in opening or after in POINTS or after in STOPS):
            yield start, end
        elif after in opening and (before in opening or before in STOPS or before in POINTS):
            yield end, end + len(after.encode())
        start = end


def squares(text: str) -> Iterator[tuple[int, int]]:
    """The ranges, in bytes of UTF-8, of the runs of square characters."""
    for match in SQUARE.finditer(text):
        begin = len(text[: match.start()].encode())
        yield begin, begin + len(match[0].encode())


def hang(split: Split, box: Any, made: tuple[Any, Any, Any], width: float) -> tuple[Any, Any, Any]:
    """The line, or the same with the character that follows and its stop, where that stands behind the measure alone."""
    if made[0] is None or made[1] is None or made[2] or has_centred_stops(box.style["lang"] or ""):
        return made
    rest = box.text.encode()[made[1] :].decode()[:3]
    stop = next((at for at in (0, 1, 2) if rest[at : at + 1] in STOPS and rest[at : at + 1]), None)
    if stop is None or not SQUARE.fullmatch(rest[: stop + 1]) or rest[stop + 1 : stop + 2] in (*CLOSING, *STOPS):
        return made
    size = box.style["font_size"]
    again = split(width + size)
    if again[0] is None or again[0].text[-1:] not in STOPS or again[1] == made[1]:
        return made
    if again[0].width - size > width + 1e-6:
        return made
    again[0].width = min(again[0].width, width)
    return again


def gap(texts: list[str], extra: float, size: float) -> float:
    """By how much the square characters of a line are parted so that it is ``extra`` longer; 0 where that were too much."""
    gaps = sum(len(run) for text in texts for run in SQUARE.findall(text)) - 1
    return extra / gaps if gaps > 0 and extra / gaps <= WIDEST * size else 0.0
