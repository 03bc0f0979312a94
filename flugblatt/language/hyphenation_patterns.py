"""Patterns of hyphenation, read once and kept in the user's cache: reading those of German costs as much as setting twenty pages.

Flow: pyphen asks its own memory for a dictionary -> ``Kept`` -> the file in the cache, if it is whole -> else pyphen reads the
dictionary, and what it has read is kept. Patterns that change letters (Liang's with alternatives) are not kept.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyphen

from flugblatt import resources

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


def keep() -> None:
    """From here on pyphen asks the cache; a second call does nothing."""
    if not isinstance(pyphen.hdcache, Kept):
        pyphen.hdcache = Kept(pyphen.hdcache)


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
