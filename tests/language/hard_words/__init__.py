"""Fifty words of each of 24 languages that are hard to hyphenate, one a line: ``-`` where a line may part it, ``=`` where it does
so between the parts of a compound, ``+`` between parts where it does not. Behind ``#`` stands what Debian's ``hyphen-*`` has
otherwise, and what was decided.

Flow: ``words`` of a language -> the test beside this folder. ``python -m tests.language.hard_words`` compares them with Debian's
packages hyphen-* and hunspell-*, which no test needs: points with the patterns, parts of compounds with the spelling.
"""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = tuple(sorted(path.stem for path in HERE.glob("*.txt")))


def words(language: str) -> list[str]:
    """The words with their marks."""
    lines = (HERE / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip()]


def decided(language: str) -> dict[str, str]:
    """Of the words that Debian's patterns part otherwise, how they do, as the table says."""
    lines = (HERE / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    found = (line.partition("#") for line in lines if line[:1] != "#" and "# Debian: " in line)
    return {word.strip(): note.removeprefix(" Debian: ").split(";")[0].strip() for word, _, note in found}
