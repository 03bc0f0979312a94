"""The excerpt that a poster bears: one sentence of the edition, and on some a few more from the same paragraph. Never other words.

Flow: Edition, Language -> the pull quote, else the first sentence of the first paragraph that is short enough -> the sentences that
follow it, each run of them in one piece as the source has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from flugblatt.language.bonds import bonded
from flugblatt.language.table import Language
from flugblatt.model import Edition, Image, Paragraph, collapse, leaves, plain_text, walk

LONGEST, MORE = 240, 420  # characters; chosen: what a passer-by reads, and what stays larger than the imprint
MARKS = "„“”«»‚‘’‹›\"'「」『』"
_END = re.compile(rf"[.!?…؟۔।॥።։។]+[{MARKS})\]]*(?=\s|$)|[。！？]+[{MARKS}）]*")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """``first`` is one sentence, ``more`` what follows it, in one piece; either may be empty."""

    first: str = ""
    more: str = ""


def of(edition: Edition, language: Language, count: int) -> Excerpt:
    """At most so many sentences of ``edition``."""
    every = [_plain(block) for block in walk(edition.blocks) if isinstance(block, Paragraph) and _is_text(block)]
    quote = collapse(edition.pull_quote).replace("\u00ad", "").strip(" ")
    at = next((number for number, text in enumerate(every) if quote in text), 0)
    text = every[at] if every else ""
    first = quote or next((text[begin:end] for begin, end in sentences(text, language)), "")
    if not 0 < len(first) <= LONGEST:
        return Excerpt()
    more = _more(text, text.find(first) + len(first), language, count - 1) if first in text else ""
    return Excerpt(first, more or next((_more(other, 0, language, count - 1) for other in every[at + 1 :]), ""))


def sentences(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where every sentence of ``text`` begins and ends, the first one without a quotation mark that it does not close itself; a
    bond between two words, as in an abbreviation, ends none."""
    held = {begin for begin, _ in bonded(text, language.tag)}
    ends = [match.end() for match in _END.finditer(text) if match.end() not in held and _begins(text[match.end() :])]
    found = []
    for start, end in pairwise((0, *ends)):
        piece = text[start:end]
        begin = start + len(piece) - len(piece.lstrip(" "))
        opened = text[begin : begin + 1] in MARKS and text[end - 1] not in MARKS
        found.append((begin + opened, end))
    return tuple(found)


def _more(text: str, behind: int, language: Language, count: int) -> str:
    """The first ``count`` sentences of ``text`` from an index on, as they stand there; fewer where they are long."""
    following = [(begin, end) for begin, end in sentences(text, language) if begin >= behind][: max(0, count)]
    fitting = [end for _, end in following if end - following[0][0] <= MORE]
    return text[following[0][0] : fitting[-1]] if fitting else ""


def _begins(rest: str) -> bool:
    """Whether what follows can be a new sentence: not a small letter, and no figure behind a point."""
    plain = rest.lstrip(f" {MARKS}")
    return not plain or not (plain[0].islower() or plain[0].isdigit())


def _plain(block: Paragraph) -> str:
    return collapse(plain_text(block.children)).replace("\u00ad", "").strip(" ")


def _is_text(block: Paragraph) -> bool:
    return not block.is_caption and not any(isinstance(leaf, Image) for leaf in leaves(block.children))
