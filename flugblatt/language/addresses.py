"""Web and mail addresses and telephone numbers in running text: what they lead to, and where a line may part them.

Flow: text -> ``addresses`` -> ``Address``, with the link that it would be and its ``parts``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_DOMAIN = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_WORD_BEFORE = r"(?<![\w@./:+-])"
_THOUSANDS = r"\d{1,3}(?:[ \u00a0\u202f.]000)+(?!\d)"
_GROUP_BEFORE = r"(?<!\d[ \u00a0\u202f-])"  # 00 44 in the middle of an account number begins no number
_GAP = r"[ \u00a0\u202f\u2011./-]{0,2}"
_PATTERNS = (
    ("", rf"{_WORD_BEFORE}https?://[^\s<>\ufffc\"“”„«»]+"),
    ("mailto:", r"(?<![\w.+%/:-])[A-Za-z0-9][\w.+%-]*@(?:[\w-]+\.)+[A-Za-z]{2,}(?![\w@])"),
    ("https://", rf"{_WORD_BEFORE}www\.{_DOMAIN}(?:\.{_DOMAIN})+(?::\d+)?(?:[/?#][^\s<>\ufffc\"“”„«»]*)?"),
    ("https://", rf"{_WORD_BEFORE}{_DOMAIN}(?:\.{_DOMAIN})*\.[a-z]{{2,}}/[^\s<>\ufffc\"“”„«»]+"),
    ("https://", rf"{_WORD_BEFORE}{_DOMAIN}(?:\.{_DOMAIN})*\.(?:com|org|net|info|eu|example)(?![\w@/-]|\.\w)"),
    ("tel:", rf"(?<![\w+])(?:\+(?!{_THOUSANDS})|{_GROUP_BEFORE}00(?=[1-9]))[1-9](?:{_GAP}\(?\d\)?){{6,14}}(?![\w])"),
)
_ADDRESS = re.compile("|".join(f"(?P<p{number}>{pattern})" for number, (_, pattern) in enumerate(_PATTERNS)))
_HINT = re.compile(r"[\w-][.@/:_][\w/-]|\+[1-9]|00[1-9]")
"""What an address or a telephone number has: a cheap sign of where to look closer."""
_PARTING = re.compile(r"(?<=[/._@-])(?=[^\s/._@-])|(?<=[^\s/._@-])(?=@)")
_BEGIN = re.compile(r"https?://.|www\..|")
_TRAILING = ".,;:!?'’*_~…"
_SOFT_HYPHEN = "\u00ad"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Address:
    """An address at an index of a text, as it stands there and as a link leads to it."""

    start: int
    words: str
    target: str

    @property
    def link(self) -> str:
        """The link in Markdown."""
        words = self.words.replace(_SOFT_HYPHEN, "")
        plain = self.target in (words, f"mailto:{words}")
        return f"<{words}>" if plain else f"[{words}]({self.target})"

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    @property
    def is_number(self) -> bool:
        """Whether it is a telephone number, which no line parts."""
        return self.target.startswith("tel:")

    @property
    def parts(self) -> tuple[str, ...]:
        """The words as a line may part them: behind ``/ . - _`` and beside ``@``, not behind ``https://`` or ``www.``."""
        begin = _BEGIN.match(self.words)
        least = begin.end() if begin else 0
        ends = [match.start() for match in _PARTING.finditer(self.words) if match.start() >= least]
        ends = [0, *(() if self.is_number else ends), len(self.words)]
        return tuple(self.words[start:end] for start, end in pairwise(ends) if end > start)


def addresses(text: str) -> Iterator[Address]:
    """The addresses in ``text``, without the marks of the sentence behind them; a soft hyphen within one leads nowhere."""
    if _SOFT_HYPHEN not in text:
        yield from _found(text)
        return
    places = [place for place, char in enumerate(text) if char != _SOFT_HYPHEN]
    for one in _found(text.replace(_SOFT_HYPHEN, "")):
        start, end = places[one.start], places[one.end - 1] + 1
        yield Address(start, text[start:end], one.target)


def _found(text: str) -> Iterator[Address]:
    if not _HINT.search(text):
        return
    for match in _ADDRESS.finditer(text):
        words = _trimmed(match[0])
        scheme = next(scheme for number, (scheme, _) in enumerate(_PATTERNS) if match[f"p{number}"])
        target = scheme + words
        if scheme == "tel:":
            digits = re.sub(r"\D", "", words.replace("(0)", ""))
            target = f"tel:+{digits[2:] if words.startswith('00') else digits}"
        yield Address(match.start(), words, target)


def _trimmed(words: str) -> str:
    while words[-1] in _TRAILING or (
        words[-1] in _BRACKETS and words.count(words[-1]) > words.count(_BRACKETS[words[-1]])
    ):
        words = words[:-1]
    return words
