"""Messages in another language than English: what was said is found by its shape, and said again.

The toolchain speaks English. ``styles/messages.TAG.po`` (gettext) has every shape of a message, ``{0}`` for what changes, and
the same in another language; ``install/messages.py`` gathers the shapes from the code. So no message is written twice in it,
and what is kept (reports, certificates) stays as it is, whatever the language of whoever built it.

Flow: a text -> every shape that fits it -> what stands in the places of the shape, said again in the same way -> of all ways
the one that leaves least in English. What no shape fits, and what stands in quotation marks, stays as it is.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from flugblatt import resources
from flugblatt.terminal.arguments import SPOKEN

ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)
"""An entry of the file: each half is one string or several, one on a line, in the escapes of JSON."""
PLACE = re.compile(r"\{\{(\w*)\}\}|…|\{(\d+)\}|(\{\{|\}\})")
"""In a shape: a place that is filled later, a place, or a brace of the text."""
DEEPEST = 4  # shapes within shapes; chosen: none is deeper
MOST = 4000  # characters; chosen: no message is longer
QUOTES = "“\"'`«<"
PARTS = (r"^[✓✗✕–] ", r"  +", "\n", "; ", ", ", ": ", r" (?=\(\d+\))")
"""What stands between messages that were joined, or in columns."""
JOINED = re.compile("|".join(f"(?:{part})" for part in PARTS))
MOST_PARTS = (
    24  # parts of a text that are tried together; chosen: a line has no more, and the time grows by their square
)
WEAK, SHORT = 12, 60
"""A shape with fewer letters than that is tried with no longer text: more than that it would fit by chance. Chosen."""


def preferred(environment: Mapping[str, str] = os.environ) -> str:
    """The language of messages that the locale asks for (POSIX.1-2017, 8.2), English where there is none of it."""
    named = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    tag = re.split(r"[_.@-]", named)[0].lower()
    return tag if tag in SPOKEN else "en"


class Shape:
    """A message with its places, in English and in another language."""

    def __init__(self, english: str, other: str) -> None:
        places = [place for place in PLACE.finditer(english) if not place[3]]
        ends = [0, *(place.end() for place in places)]
        begins = [*(place.start() for place in places), len(english)]
        self._words = [_plain(english[end:begin]) for end, begin in zip(ends, begins, strict=True)]
        self.places = tuple((place[0], english[: place.start()][-1:] in tuple(QUOTES)) for place in places)
        """The name of each, and whether it is quoted."""
        self.weight = sum(map(len, self._words))
        self.anchor = max(self._words, key=len)
        self._other = other

    def fits(self, text: str) -> list[str] | None:
        """What stands in the places where a whole text has this shape: the words between are sought from the left, so that the
        time is that of reading it once."""
        first, *between, last = self._words
        if self.anchor not in text or not text.startswith(first):
            return None
        values, at = [], len(first)
        for words in between:
            found = text.find(words, at)
            if found < 0:
                return None
            values.append(text[at:found])
            at = found + len(words)
        end = len(text) - len(last)
        return [*values, text[at:end]] if end >= at and text.endswith(last) else None

    def said(self, values: Iterable[str]) -> str:
        """The message in the other language, with what stands in its places; in one that is filled later by its order."""
        filled = list(zip((name for name, _ in self.places), values, strict=True))

        def put(place: re.Match[str]) -> str:
            if place[3]:
                return place[3][0]
            found = next((pair for pair in filled if pair[0] == place[0]), None)
            if found is None:
                return place[0]
            if not place[2]:
                filled.remove(found)  # of several alike each stands once
            return found[1]

        return PLACE.sub(put, self._other)


def _has_places(shape: str) -> bool:
    return any(not place[3] for place in PLACE.finditer(shape))


def _plain(words: str) -> str:
    return words.replace("{{", "{").replace("}}", "}")


def _joined(strings: str) -> str:
    return "".join(map(json.loads, strings.splitlines()))


class Translation:
    """What is said in one language."""

    def __init__(self, language: str) -> None:
        text = (resources.STYLES / f"messages.{language}.po").read_text("utf-8")
        pairs = [(_joined(english), _joined(other)) for english, other in ENTRY.findall(text)][
            1:
        ]  # the first is the head of the file
        pairs += [
            (english.removeprefix(sign), other.removeprefix(sign))
            for english, other in pairs
            for sign in (": ", ", ", "; ")
            if english.startswith(sign) and other.startswith(sign)
        ]
        self._whole = {_plain(english): _plain(other) for english, other in pairs if not _has_places(english)}
        self._shapes = tuple(Shape(english, other) for english, other in pairs if _has_places(english))
        self._best = lru_cache(maxsize=4096)(self._found)

    def of(self, text: str) -> str:
        """``text`` in the language, as far as it is known there."""
        return self._best(text, 0)[1] if len(text) <= MOST else text

    def _found(self, text: str, depth: int) -> tuple[int, str]:
        """How many characters are in the language, and the text."""
        bare = text.strip(" ")
        if text in self._whole:
            return len(text), self._whole[text]
        if depth > DEEPEST or not any(map(str.isalpha, text)):
            return 0, text
        best = (0, text)
        for shape in self._shapes:
            if (shape.weight >= WEAK or len(text) <= SHORT) and (values := shape.fits(text)) is not None:
                inner = [
                    (0, value) if quoted else self._best(value, depth + 1)
                    for value, (_, quoted) in zip(values, shape.places, strict=True)
                ]
                weight = shape.weight + sum(known for known, _ in inner)
                if weight > best[0]:
                    best = (weight, shape.said(value for _, value in inner))
        if bare != text:
            known, said = self._best(bare, depth)
            best = max(best, (known, text.replace(bare, said, 1)), key=lambda one: one[0])
        if depth < DEEPEST and (joined := self._of_parts(bare, depth)) and joined[0] > best[0]:
            best = (joined[0], text.replace(bare, joined[1], 1))
        for between in PARTS if depth < DEEPEST else ():
            pieces = re.split(f"({between})", bare)
            if len(pieces) > 1:
                parts = [self._best(part, depth + 1) for part in pieces]
                known = sum(count for count, _ in parts)
                if known > best[0]:
                    best = (known, text.replace(bare, "".join(said for _, said in parts), 1))
        return best

    def _of_parts(self, text: str, depth: int) -> tuple[int, str] | None:
        """The text as messages that were joined, where one of them has signs in it that also stand between messages: of all ways
        to part it the one that leaves least in English."""
        cuts = [match.span() for match in JOINED.finditer(text)]
        if not 2 <= len(cuts) <= MOST_PARTS:
            return None
        begins, ends = [0, *(end for _, end in cuts)], [*(begin for begin, _ in cuts), len(text)]
        best: list[tuple[int, str]] = [(0, "")]
        for last, end in enumerate(ends):
            ways = []
            for first in range(last + 1):
                part = text[begins[first] : end]
                known, said = 0, ""
                if part in self._whole:
                    known, said = len(part), self._whole[part]
                elif last - first < 4:
                    known, said = self._best(part, depth + 1 if first == last else DEEPEST)
                if first == last or known:
                    between = text[ends[first - 1] : begins[first]] if first else ""
                    ways.append((best[first][0] + known, best[first][1] + between + said))
            best.append(max(ways, key=lambda way: way[0]))
        return best[-1]


_spoken: Translation | None = None


@cache
def translation(language: str) -> Translation | None:
    """The translation into one of ``SPOKEN``; none into English."""
    return None if language == "en" else Translation(language)


def speak(language: str) -> None:
    """From now on messages are said in this language, one of ``SPOKEN``."""
    global _spoken
    _spoken = translation(language)


def said_in(language: str, text: str) -> str:
    """``text`` in a language, whatever is spoken; as it is where there is no translation into it."""
    known = translation(language) if language in SPOKEN else None
    return known.of(text) if known else text


def said(text: str) -> str:
    """``text`` in the language that is spoken."""
    return _spoken.of(text) if _spoken else text
