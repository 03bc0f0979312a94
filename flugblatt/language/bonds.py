"""Bonds: the blanks of a text at which no line ends, as between a figure and its unit, or the parts of an abbreviation.

Flow: text and language -> ``bonded``, the ranges of such blanks, by the rows ``bonds`` of the language table, the months of CLDR,
and what holds everywhere (initials, groups of figures, signs of money); text -> ``bound``, the ranges of words that they hold
together. No character is changed. A chain of bonds that grows too long is broken where it does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise

from babel.dates import get_month_names

from flugblatt import resources
from flugblatt.language.rows import rows
from flugblatt.language.table import locale_of, nearest

LONGEST = 30  # characters; chosen: a longer chain leaves holes in a narrow column, and is as wide as a phone
OPENING = "([{„“”«»‚‘’‹›\"'¿¡…"
CLOSING = ")]}“”«»‘’‹›\"',;:!?…"
_WORD = re.compile(r"[^ \t\n]+")
_INITIAL = re.compile(r"[^\W\d_]\.(?:[-‐‑]?[^\W\d_]\.)*")
_DAY = re.compile(r"\d{1,2}(?:\.|er|º|°|η)?")
_GROUP = re.compile(r"\d{3}(?!\d)")
_ROMAN = re.compile(r"[IVXLC]+")

Range = tuple[int, int]
Sequences = dict[str, tuple[tuple[str, ...], ...]]
"""Of each first word, what may follow it."""


@dataclass(frozen=True, slots=True)
class Bonds:
    """What a language holds together: see the head of these rows in ``languages.toml``. All but units are in small letters."""

    abbreviations: Sequences
    units: Sequences
    figures: frozenset[str]
    names: frozenset[str]
    months: frozenset[str]
    of: frozenset[str]
    one_letter: bool
    before: str
    after: str


@resources.of_project
@lru_cache(maxsize=2048)
def bonded(text: str, tag: str) -> tuple[Range, ...]:
    """The runs of blanks in ``text`` at which no line ends, each by its begin and end."""
    places = [match.span() for match in _WORD.finditer(text)]
    out: list[Range] = []
    begun = 0
    for number in sorted(set(_held([text[begin:end] for begin, end in places], tag))):
        word, following = places[number], places[number + 1]
        if not out or out[-1][1] != word[0]:
            begun = word[0]
        if following[1] - begun <= LONGEST:
            out.append((word[1], following[0]))
    return tuple(out)


def bound(text: str, tag: str) -> tuple[Range, ...]:
    """The runs of words in ``text`` that stay on one line, each by its begin and end."""
    out: list[Range] = []
    for first, last in bonded(text, tag):
        begin = max(text.rfind(blank, 0, first) for blank in " \t\n") + 1
        end = last + len(_WORD.match(text, last)[0])  # type: ignore[index]
        if out and out[-1][1] > begin:
            begin = out.pop()[0]
        out.append((begin, end))
    return tuple(out)


def _held(words: list[str], tag: str) -> Iterator[int]:
    """The numbers of the words that stay with the next one."""
    for place, pair in enumerate(pairwise(words)):
        together, runs = _of_pair(*pair, tag)
        if together:
            yield place
        for rest in runs:
            if _said(words[place + 2 :][: len(rest)], rest):
                yield from range(place, place + 1 + len(rest))


def _said(words: list[str], wanted: tuple[str, ...]) -> bool:
    """Whether these words are those wanted, the last of them with any marks behind."""
    found = [word.lower() for word in words]
    return found == [*wanted] or [*found[:-1], *(word.rstrip(CLOSING) for word in found[-1:])] == [*wanted]


@resources.of_project
@lru_cache(maxsize=16384)
def _of_pair(word: str, following: str, tag: str) -> tuple[bool, tuple[tuple[str, ...], ...]]:
    """Whether two words stay together, and the words that would have to follow for them to do so. Kept, since the same words are
    asked for line by line."""
    bonds = bonds_of(tag)
    first, second = word.lstrip(OPENING), following.rstrip(CLOSING)
    endings = dict.fromkeys((following, second, second.rstrip(".")))
    rests = [
        parts[1:]
        for parts in bonds.abbreviations.get(first.lower(), ())
        if parts[0] == following.lower() or parts == (second.lower(),)
    ]
    if word[-1].isdecimal():
        rests += [parts for one in endings for parts in bonds.units.get(one, ())]
    together = (
        _with_next(first, following.lstrip(OPENING), bonds)
        or _with_last(word, following, bonds)
        or _is_date(first, second, bonds)
        or (word in bonds.units and any(one in bonds.units or _is_money(one) for one in endings))
    )
    return together, tuple(dict.fromkeys(rests))


def _with_next(word: str, following: str, bonds: Bonds) -> bool:
    """Whether a word is bound to what follows, by what it is itself."""
    if not word or not following:
        return False
    small, bare = word.lower(), following.rstrip(CLOSING + ".")
    if (small in bonds.figures or _is_money(word)) and (following[0].isdecimal() or _ROMAN.fullmatch(bare)):
        return True
    if following[0].isupper() and (small in bonds.names or (word[0].isupper() and _INITIAL.fullmatch(word))):
        return True
    return bonds.one_letter and len(word) == 1 and word.isalpha() and following[0].isalnum()


def _with_last(word: str, following: str, bonds: Bonds) -> bool:
    """Whether a word is bound to the one before, by what it is itself."""
    if word in bonds.after or (following[0] in bonds.before and not following.strip(bonds.before + ",.;:!?)")):
        return True
    group = _GROUP.match(following) and len(word.lstrip(OPENING + "+-−–~")) <= 3
    return word[-1].isdecimal() and (bool(group) or _is_money(following.rstrip(CLOSING + ".")))


def _is_date(word: str, following: str, bonds: Bonds) -> bool:
    bare = following.rstrip(".").lower()
    if _DAY.fullmatch(word):
        return bare in bonds.months or following in bonds.of
    return (word in bonds.of and bare in bonds.months) or (
        word.lower() in bonds.months and bool(_DAY.fullmatch(following))
    )


def _is_money(word: str) -> bool:
    return 0 < len(word) <= 3 and unicodedata.category(word[-1]) == "Sc"


@resources.of_project
@cache
def bonds_of(tag: str) -> Bonds:
    """What the language of ``tag`` holds together, and what every language does."""
    own = (nearest(tag, rows()["languages"]) or {}).get("bonds", {})
    common = rows().get("bonds", {})

    def both(key: str) -> Iterable[str]:
        return (*common.get(key, ()), *own.get(key, ()))

    return Bonds(
        abbreviations=_by_first_word(map(str.lower, own.get("abbreviations", ()))),
        units=_by_first_word(both("units")),
        figures=frozenset(map(str.lower, both("figures"))),
        names=frozenset(map(str.lower, both("names"))),
        months=_months(tag),
        of=frozenset(own.get("of", ())),
        one_letter=own.get("one_letter", False),
        before=own.get("before", ""),
        after=own.get("after", ""),
    )


def _by_first_word(written: Iterable[str]) -> Sequences:
    ordered = sorted({tuple(one.split(" ")) for one in written})
    return {first: tuple(one[1:] for one in ones) for first, ones in groupby(ordered, lambda one: one[0])}


def _months(tag: str) -> frozenset[str]:
    """The names of the months by CLDR, as they stand in a date and alone, in small letters."""
    locale = locale_of(tag)
    names = [
        str(name).lower()
        for context in ("format", "stand-alone")
        if locale
        for name in get_month_names("wide", context=context, locale=locale).values()
    ]
    return frozenset(name for name in names if name.isalpha())
