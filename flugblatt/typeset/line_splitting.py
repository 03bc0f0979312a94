"""Line splitting: the words that no hyphen may part, and the last line of a text box that the engine would cut to its first word.

Flow: a paragraph of the engine -> ``whole_words`` -> ``split``, which lays out a line of a text box as the engine does, and
again where the engine has it wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from flugblatt.language.addresses import addresses

Split = Callable[..., tuple[Any, Any, Any]]
Words = tuple[tuple[int, int, bool], ...]
"""Where words begin and end in a text, and whether one wider than its measure may be hyphenated all the same."""

WORD = re.compile(r"\S+")
LONGEST = 200  # characters that are looked through for the last word; chosen: no word is longer
FIGURED = re.compile(r"[^\s\u2010-\u2015/-]*\d[^\s\u2010-\u2015/-]*")
SIGNED = re.compile(r"\d [\u20a0-\u20cf$£¥%‰°](?!\w)|[§№] \d")
"""A figure and a sign of money or of a share behind a space, and the sign of a paragraph or of a number before its figure."""
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MARK = "\u200b"


def whole_words(text: str) -> Words:
    """The words of a paragraph that no hyphen parts: addresses, whatever has a figure in it, and the last word."""
    found = [(start, end, False) for start, end in places_of_addresses(text)]
    found += [(*match.span(), False) for match in FIGURED.finditer(text)]
    begun = max(0, len(text) - LONGEST)
    if last := [match.span() for match in WORD.finditer(text, begun) if any(map(str.isalnum, match[0]))][-1:]:
        found.append((*last[0], True))
    return tuple(found)


def places_of_addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses begin and end in ``text``, which may have marks of where they part."""
    places = [place for place, char in enumerate(text) if char != MARK] if MARK in text else range(len(text))
    return [(places[one.start], places[one.end - 1] + 1) for one in addresses(text.replace(MARK, ""))]


def parts_of_addresses(text: str) -> set[int]:
    """The offsets where a line may part an address, and an identifier of RFC 9562: behind a hyphen, in front of figures too."""
    found = {one.start + end for one in addresses(text) for end in accumulate(map(len, one.parts[:-1]))}
    return found | {at + 1 for one in UUID.finditer(text) for at in range(*one.span()) if text[at] == "-"}


def kept_together(text: str) -> list[tuple[int, int]]:
    """Where what no line may part begins and ends: telephone numbers, ``https://`` with what follows, a figure with its sign."""
    found = [(one.start, one.start + len(one.parts[0])) for one in addresses(text)]
    return found + [match.span() for match in SIGNED.finditer(text)]


def split(engine: Split, context: Any, box: Any, width: Any, skip: int | None, *rest: Any) -> tuple[Any, Any, Any]:
    """The first line of a text box, with where the next one begins, as the engine gives them."""
    if width is not None and _fits_without_blank(engine, context, box, width, skip, *rest):
        return engine(context, box, None, skip, *rest)
    made = engine(context, box, width, skip, *rest)
    if made[0] is None or made[1] is None or not hasattr(box, "begun"):
        return made
    word = next((word for word in box.whole_words if word[0] < _end(box, made) < word[1]), None)
    if word is None or not _is_hyphenated(box, made, skip):
        return made
    unparted = box.copy()
    unparted.style = box.style.copy()
    unparted.style["hyphens"] = "none"
    again = engine(context, unparted, width, skip, *rest)
    wider = again[0] is not None and again[0].width > max(width, box.measure)
    if (
        wider and not word[2]
    ):  # no line holds it: it is broken here, where the engine would break none but the first box
        again = engine(context, unparted, width, skip, True)
    broken = wider or (again[1] is not None and word[0] < _end(box, again) < word[1])
    if again[0] is not None:
        again[0].style = box.style
    return made if word[2] and broken else again


def _fits_without_blank(engine: Split, context: Any, box: Any, width: float, skip: int | None, *rest: Any) -> bool:
    """Whether the rest of a text fits into ``width`` but for the space at its end.

    The engine (70.0, ``split_first_line``, steps 2 and 3) counts that space, finds that the text does not fit, and keeps its
    first word alone: where an element follows, most of the line stays empty.
    """
    left = box.text.encode()[skip or 0 :].decode()
    text = left.rstrip(" ")
    if text == left or not text or "\n" in text or box.style["white_space"] not in ("normal", "pre-line"):
        return False
    if len(left) * box.style["font_size"] > 4 * width:  # the engine's own sign of a text of more than one line
        return False
    made, resume_at, _ = engine(context, box.copy_with_text(box.text.rstrip(" ")), width, skip, *rest)
    return made is not None and resume_at is None and made.width <= width


def _end(box: Any, made: tuple[Any, Any, Any]) -> int:
    """Where the paragraph goes on behind the line."""
    return int(box.begun) + len(box.text.encode()[: made[1]].decode())


def _is_hyphenated(box: Any, made: tuple[Any, Any, Any], skip: int | None) -> bool:
    return not box.text.encode()[skip or 0 :].decode().startswith(made[0].text)
