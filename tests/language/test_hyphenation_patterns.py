"""Patterns of hyphenation: those in the cache are those of the dictionary, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyphen
import pytest

from flugblatt import resources
from flugblatt.language import hyphenation_patterns
from flugblatt.language.hyphenation_patterns import DIGEST, Kept


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache; pyphen has nothing in memory."""
    monkeypatch.setattr(resources, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(pyphen, "hdcache", Kept())
    return tmp_path / "patterns"


def read_anew() -> None:
    pyphen.hdcache.clear()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The dictionaries that pyphen reads itself from here on."""
    read: list[str] = []

    class Counted(pyphen.HyphDict):  # type: ignore[misc,no-any-unimported]
        def __init__(self, path: Any) -> None:
            read.append(path.name)
            super().__init__(path)

    monkeypatch.setattr(pyphen, "HyphDict", Counted)
    return read


@pytest.mark.parametrize(("language", "word"), [("uk", "заява"), ("en", "statement"), ("it", "dichiarazione")])
def test_what_is_kept_hyphenates_as_what_was_read(
    language: str, word: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = counted(monkeypatch)
    first = pyphen.Pyphen(lang=language)
    read_anew()
    again = pyphen.Pyphen(lang=language)
    assert len(read) == len(list(cache.iterdir())) == 1
    assert (again.hd.patterns, again.hd.maxlen) == (first.hd.patterns, first.hd.maxlen)
    assert again.inserted(word) == first.inserted(word) != word


def test_patterns_that_change_letters_are_read_each_time(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = counted(monkeypatch)
    for _ in range(2):
        read_anew()
        assert list(pyphen.Pyphen(lang="hu").iterate("asszonnyal")) == [("asszony", "nyal"), ("asz", "szonnyal")]
    assert len(read) == 2 and not cache.exists()


@pytest.mark.parametrize("damage", [b"", b"x", bytes(DIGEST), bytes(DIGEST) + b"{}"])
def test_a_damaged_file_is_none(damage: bytes, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = counted(monkeypatch)
    pyphen.Pyphen(lang="it")
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for data in (damage, whole[:-1], whole[:DIGEST] + b"\0" + whole[DIGEST + 1 :]):
        file.write_bytes(data)
        read_anew()
        pyphen.Pyphen(lang="it")
        assert file.read_bytes() == whole
    assert len(read) == 4


def test_another_dictionary_has_another_place(tmp_path: Path, cache: Path) -> None:
    dictionary = tmp_path / "hyph_xx.dic"
    places = []
    for text in ("UTF-8\na1b\n", "UTF-8\na1c\n"):
        dictionary.write_text(text)
        places.append(hyphenation_patterns._place(dictionary))
    assert len(set(places)) == 2


def test_keeping_twice_keeps_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyphen, "hdcache", {Path("x"): 1})
    hyphenation_patterns.keep()
    kept = pyphen.hdcache
    hyphenation_patterns.keep()
    assert pyphen.hdcache is kept and dict(kept) == {Path("x"): 1}
