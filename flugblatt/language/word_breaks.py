"""Words of scripts that write them without spaces: where a line may end in Thai, Lao, Khmer, Burmese, Javanese and their kin.

Flow: text -> ``bounds``, the places between two words where no space stands, which are ``clusters`` too; text ->
``pieces``, the parts of a title that a line may hold. Words are ICU's (UAX 14; its dictionaries for Thai, Lao, Khmer and
Burmese) and those of the language table, so that no version of a system's library moves a line. A script that no dictionary
knows is cut between its clusters (UAX 29).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from fontTools import unicodedata as ucd
from icu4py.breakers import CharacterBreaker, LineBreaker

from flugblatt import resources
from flugblatt.language.rows import rows

BLOCKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9ff\uaa60-\uaa7f]")
"""The blocks of these scripts: most texts have nothing of them."""
UNSPACED = frozenset(["Bali", "Java", "Khmr", "Lana", "Laoo", "Mymr", "Thai"])
WITHOUT_DICTIONARY = frozenset(["Lana"])
BLANKS = frozenset(" \t\r\n\f\u200b")
STACKERS = frozenset("\u1039\u17d2\u1a60")
ROOT = "und"


def bounds(text: str) -> tuple[int, ...]:
    """The offsets in ``text`` where a line may end between two words, though neither a space nor U+200B stands there."""
    between = clusters(text)
    if not between:
        return ()
    found = between & set(_ends(LineBreaker(text, ROOT)))  # the dictionary of Burmese cuts Mon inside its stacks
    for word in _known_words():
        for match in re.finditer(word, text):
            found = (found - {*range(match.start() + 1, match.end())}) | (between & {match.start(), match.end()})
    found |= {end for end in between if all(ucd.script(char) in WITHOUT_DICTIONARY for char in text[end - 1 : end + 1])}
    return tuple(end for end in sorted(found) if any(map(_unspaced, text[end - 1 : end + 1])))


def clusters(text: str) -> frozenset[int]:
    """The offsets in ``text`` between its clusters; empty where no script without spaces is in it."""
    if not BLOCKS.search(text):
        return frozenset()
    return frozenset(end for end in _ends(CharacterBreaker(text, ROOT)) if _whole(text[end - 1 : end + 1]))


def pieces(text: str) -> tuple[str, ...]:
    """``text`` cut wherever a line may end: behind the spaces, and between words that no space parts."""
    between = set(bounds(text))
    out: list[str] = []
    begun = 0
    for end in range(1, len(text)):
        here, before = text[end], text[end - 1]
        if end in between or (here != " " and (before == " " or (before == "\u200b" and _unspaced(here)))):
            out.append(text[begun:end])
            begun = end
    return (*out, text[begun:]) if text else ()


def _ends(segments: Iterator[str] | LineBreaker | CharacterBreaker) -> Iterator[int]:
    end = 0
    for segment in segments:
        end += len(segment)
        yield end


def _whole(beside: str) -> bool:
    """Whether a line may end between the two characters ``beside`` it: none where a space does, or a sign hangs over.

    UAX 29 lets the vowel sign AA of Tai Tham stand alone, and parts what a stacker joins beneath it.
    """
    return (
        len(beside) == 2
        and not BLANKS & set(beside)
        and ucd.category(beside[1])[0] != "M"
        and beside[0] not in STACKERS
    )


@resources.of_project
@cache
def _known_words() -> tuple[str, ...]:
    """The words of the language table that the dictionaries part wrongly."""
    return tuple(sorted(word for words in rows().get("words", {}).values() for word in words))


@cache
def _unspaced(char: str) -> bool:
    return ucd.script(char) in UNSPACED
