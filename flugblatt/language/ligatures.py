"""Where no ligature joins two letters: across the parts of a German compound and before its endings (Duden, Satz und Korrektur).

Flow: text and language -> ``apart``, the places before which a letter stands for itself: where a word may be hyphenated between f
and l, i or j, as in Auf-lage; between f and another f or t only behind the words of the table (``ligatures_end``), since those
stand together in Hof-fen and Haf-tung, too.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import pyphen

from flugblatt import resources
from flugblatt.language import hyphenation_patterns
from flugblatt.language.rows import rows
from flugblatt.language.table import nearest

_WORD = re.compile(r"[^\W\d_]*f[flijt][^\W\d_]*")
_PAIR = re.compile("f(?=[flijt])")


@resources.of_project
@lru_cache(maxsize=4096)
def apart(text: str, tag: str) -> tuple[int, ...]:
    """The places in ``text`` before which no ligature reaches over."""
    if "f" not in text or not ends_of(tag):
        return ()
    return tuple(match.start() + place for match in _WORD.finditer(text) for place in _of_word(match[0], tag))


@resources.of_project
@lru_cache(maxsize=8192)
def _of_word(word: str, tag: str) -> tuple[int, ...]:
    seams = set(_hyphenator(tag).positions(word))
    places = [match.end() for match in _PAIR.finditer(word)]
    return tuple(
        place for place in places if place in seams and (word[place] in "lij" or _is_end(word[:place].lower(), tag))
    )


def _is_end(head: str, tag: str) -> bool:
    return head.endswith(ends_of(tag))


@resources.of_project
@cache
def ends_of(tag: str) -> tuple[str, ...]:
    """The words behind which a compound goes on without a ligature; none for a language that minds no seams."""
    return tuple((nearest(tag, rows()["languages"]) or {}).get("ligatures_end", ()))


@cache
def _hyphenator(tag: str) -> pyphen.Pyphen:
    hyphenation_patterns.keep()
    return pyphen.Pyphen(lang=pyphen.language_fallback(tag) or "de")
