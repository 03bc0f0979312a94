"""Where words are hyphenated: pyphen's patterns, better ones of our own for some languages, and before both what the author says.

Flow: ``keep`` -> pyphen asks our ``Hyphenator``, which asks ``using``: the words that an edition hyphenates by itself -> else
``patterns/`` -> else pyphen's dictionaries. Patterns are read once and kept in the user's cache, since reading those of German
costs as much as setting twenty pages: pyphen asks its memory for a dictionary -> ``Kept`` -> the file in the cache, if it is whole
-> else pyphen reads the dictionary, and what it has read is kept. Patterns that change letters (Liang's with alternatives) are
not kept.

Each file of ``patterns/`` says whose it is and how it is licensed. Pyphen's German parts „fort-s-chrei-ten“, and it has no Finnish
and no Turkish; in the other languages that were compared (``tests/language/hard_words``) its own are as good or better.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyphen

from flugblatt import resources

PATTERNS = Path(__file__).parent / "patterns"
DIGEST = 32
"""Bytes of the SHA-256 that stands before what is kept, so that a damaged file is none."""


class Kept(dict[Path, Any]):
    """The dictionaries that pyphen has in memory, behind them those in the cache."""

    def __contains__(self, path: object) -> bool:
        if super().__contains__(path):
            return True
        patterns = _read(path) if isinstance(path, Path) else None
        if patterns is not None:
            super().__setitem__(path, _dictionary(patterns))  # type: ignore[index]
        return patterns is not None

    def __setitem__(self, path: Path, known: Any) -> None:
        super().__setitem__(path, known)
        if all(type(value) is int for _, values in known.patterns.values() for value in values):
            _write(path, known.patterns)


Exceptions = dict[str, dict[str, tuple[int, ...]]]
"""Of each language, as pyphen calls it, the words in small letters, and where they may be parted."""
_said: Exceptions = {}


class Hyphenator(pyphen.Pyphen):  # type: ignore[misc]
    """Hyphenates as pyphen does, but where the author says otherwise: there as written, however short a part is."""

    def __init__(self, *given: Any, lang: str | None = None, **named: Any) -> None:
        super().__init__(*given, lang=lang, **named)
        self.said = _said.get(lang or "", {})

    def positions(self, word: str) -> list[Any]:
        own = self.said.get(word.lower())
        if own is None:
            found: list[Any] = super().positions(word)
            return found
        return [pyphen.DataInt(place) for place in own]


def keep() -> None:
    """From here on pyphen knows our patterns and asks the cache; a second call does nothing."""
    if isinstance(pyphen.hdcache, Kept):
        return
    pyphen.hdcache = Kept(pyphen.hdcache)
    for path in sorted(PATTERNS.glob("*.dic")):
        for name in {path.stem, *(name for name in pyphen.LANGUAGES if name.split("_")[0] == path.stem)}:
            pyphen.LANGUAGES[name] = path
            pyphen.LANGUAGES_LOWERCASE[name.lower()] = name
    pyphen.Pyphen = Hyphenator


@contextmanager
def using(exceptions: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Within, words are hyphenated as these say, each a language's tag and a word with hyphens where it may be parted."""
    for tag, word in exceptions:
        if language := pyphen.language_fallback(tag):
            _said.setdefault(language, {})[word.replace("-", "").lower()] = places(word)
    try:
        yield
    finally:
        _said.clear()


def places(word: str) -> tuple[int, ...]:
    """Where a word with hyphens may be parted."""
    ends = accumulate(map(len, word.split("-")))
    return tuple(ends)[:-1]


def _dictionary(patterns: dict[str, Any]) -> Any:
    """What pyphen makes of a file with these patterns."""
    made = pyphen.HyphDict.__new__(pyphen.HyphDict)
    made.patterns, made.cache, made.maxlen = patterns, {}, max(map(len, patterns))
    return made


def _place(path: Path) -> Path:
    """In the cache: named by the dictionary's bytes, and by who reads and writes it."""
    words = f"{pyphen.VERSION} {sys.version} {marshal.version}\n"
    digest = hashlib.sha256(words.encode() + path.read_bytes()).hexdigest()
    return resources.cache_folder() / "patterns" / f"{digest[:24]}.patterns"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = _place(path).read_bytes()
    except OSError:
        return None
    if hashlib.sha256(data[DIGEST:]).digest() != data[:DIGEST]:
        return None
    patterns = marshal.loads(data[DIGEST:])
    return patterns if isinstance(patterns, dict) and patterns else None


def _write(path: Path, patterns: dict[str, Any]) -> None:
    data = marshal.dumps(patterns)
    place = _place(path)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as scratch:
            scratch.write(hashlib.sha256(data).digest() + data)
        os.replace(scratch.name, place)
