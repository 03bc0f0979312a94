"""Where lines may end in addresses and in scripts without spaces: the engine learns it from ``line_splitting`` and ``word_breaks``.

Flow: document elements -> ``marked``: U+200B stands between parts and words while the engine breaks the lines -> the elements
say the source's text again -> ``alignment`` takes the marks out of the boxes, so that no mark is ever drawn or said.

The engine's own reading of Thai is put to rest: its library is given a dictionary without words (``without_dictionary``),
and where it would part Thai from signs and figures all the same, no line may end (``unbroken``).
"""

from __future__ import annotations

import re
import struct
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from flugblatt import resources
from flugblatt.language.bonds import bonded
from flugblatt.language.word_breaks import BLANKS, bounds, clusters
from flugblatt.typeset.line_splitting import kept_together, parts_of_addresses

MARK = "\u200b"
INLINE = frozenset(["a", "bdi", "code", "em", "span", "strong", "sub", "sup"])
SILENT = frozenset(["head", "script", "style"])

HANGUL = re.compile("[\uac00-\ud7a3\u4e00-\u9fff\\w]{2,}")
"""Words of Korean, which spaces part: no line ends within one (KLREQ 2.3)."""
THAI = re.compile("[\u0e01-\u0e7f]")
THAI_LETTER = re.compile("[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e]")

# A double-array trie without keys (libdatrie 0.2): its alphabet, its root alone, no tails.
NO_WORDS = struct.pack(
    ">IiIIiiiiiiIii", 0xD9FCD9FC, 1, 1, 0xFB, 0xDAFCDAFC - (1 << 32), 3, -1, -1, 3, 0, 0xDFFCDFFC, 0, 0
)


@contextmanager
def marked(root: Any) -> Iterator[None]:
    """Within, the elements under ``root`` carry U+200B wherever a line may end between words that no space parts."""
    kept: list[tuple[Any, str, str]] = []
    for run in _runs(root):
        text = "".join(part for _, _, part in run)
        cuts = sorted({*bounds(text), *parts_of_addresses(text)})
        start = 0
        for element, name, part in run:
            here = [cut - start for cut in cuts if start <= cut < start + len(part)]
            if element is not None and here:
                kept.append((element, name, part))
                setattr(element, name, _with_marks(part, here))
            start += len(part)
    try:
        yield
    finally:
        for element, name, part in kept:
            setattr(element, name, part)


def unmarked(drawn: str, text: str) -> tuple[str, frozenset[int]]:
    """``drawn`` without the marks that ``text``, which it says, does not have, and the rank of each among its U+200B."""
    out: list[str] = []
    ours: set[int] = set()
    rank = at = 0
    for char in drawn:
        if char == MARK:
            rank += 1
            if text[at : at + 1] != MARK:
                ours.add(rank)
                continue
        out.append(char)
        if at or char != " ":
            at += 1
    return "".join(out), frozenset(ours)


def without(text: str, ranks: frozenset[int]) -> str:
    """``text`` without those of its U+200B that have these ranks."""
    head, *rest = text.split(MARK)
    return head + "".join(part if rank in ranks else MARK + part for rank, part in enumerate(rest, 1))


def in_a_string(text: str) -> str:
    """A text of a style sheet with the marks in it; as it stands where it has such characters of its own."""
    return text if MARK in text else _with_marks(text, bounds(text))


def unbroken(text: str, tag: str | None) -> Iterator[tuple[int, int]]:
    """What no line may part, as ranges of the bytes of ``text`` in UTF-8: the beginning of an address, where a ``tag`` is given the
    bonds of its language and the words of Korean, and pairs of characters.

    Those inside a cluster, where a word longer than the measure is broken; and those of Thai with another sign, which the
    engine's library parts by their kind alone: where a line may end between them, ``text`` has a mark.
    """
    for first, last in kept_together(text):
        begun = len(text[:first].encode())
        yield begun, begun + len(text[first:last].encode())
    for first, last in (match.span() for match in HANGUL.finditer(text)) if (tag or "").split("-")[0] == "ko" else ():
        begun = len(text[:first].encode())
        yield begun, begun + len(text[first:last].encode())
    for first, last in bonded(text, tag) if tag is not None else ():
        begun = len(text[: first - 1].encode())
        yield begun, begun + len(text[first - 1 : last + 1].encode())
    between = clusters(text)
    if not between:
        return
    start = 0
    for offset, (before, after) in enumerate(pairwise(text), 1):
        end = start + len(before.encode())
        if not BLANKS & {before, after} and (
            (offset not in between and unicodedata.category(after) != "Mn")
            or (
                (THAI.match(before) or THAI.match(after))
                and not (THAI_LETTER.match(before) and THAI_LETTER.match(after))
            )
        ):
            yield start, end + len(after.encode())
        start = end


def without_dictionary() -> Path:
    """A folder for LIBTHAI_DICTDIR, whose dictionary has no words."""
    folder = resources.cache_folder() / "no-words"
    dictionary = folder / "thbrk.tri"
    if not dictionary.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as scratch:
            scratch.write(NO_WORDS)
        Path(scratch.name).replace(dictionary)
    return folder


def _runs(root: Any) -> Iterator[list[tuple[Any, str, str]]]:
    """The text that runs on through inline elements, as parts: their element, the name of their place, their text.

    A note stands in the run that calls it, and has a run of its own; a part without an element is where lines end anyway.
    """
    found: list[list[tuple[Any, str, str]]] = []

    def visit(element: Any, run: list[tuple[Any, str, str]]) -> None:
        if not isinstance(element.tag, str) or element.tag in SILENT:
            return
        inline = element.tag in INLINE
        note = (element.get("class") or "").split(" ")[0] in ("note", "note-part")
        if not inline:
            run.append((None, "", "\n"))
        own = run if inline and not note else []
        if own is not run:
            found.append(own)
        if element.text:
            own.append((element, "text", element.text))
        for child in element:
            visit(child, own)
            if child.tail:
                own.append((child, "tail", child.tail))

    visit(root, [])
    yield from found


def _with_marks(text: str, cuts: tuple[int, ...] | list[int]) -> str:
    ends = (*cuts, len(text))
    return text[: ends[0]] + "".join(MARK + text[start:end] for start, end in zip(cuts, ends[1:], strict=True))
