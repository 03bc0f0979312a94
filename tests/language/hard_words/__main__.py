"""Compares the tables with Debian's packages: 0 where every difference stands in them, 3 where one does not.

python -m tests.language.hard_words [LANGUAGE …], after apt-get install hunspell, hunspell-* and hyphen-* of the languages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pyphen

from tests.language.hard_words import LANGUAGES, decided, words

PLACES = {
    "en": "en_GB",
    "fr": "fr",
    "sv": "sv_SE",
    "el": "el_GR",
    "cs": "cs_CZ",
    "da": "da_DK",
    "uk": "uk_UA",
    "be": "be_BY",
}
LINKING = ("", "s", "es", "n", "en", "ens", "e", "er", "x")
"""What stands between the parts of a compound in the Germanic languages, and their hidden endings."""
ROOT = Path(os.environ.get("HARD_WORDS_ROOT", "/"))


def main(chosen: list[str]) -> int:
    faults = 0
    for language in chosen or LANGUAGES:
        place = PLACES.get(language, f"{language}_{language.upper()}")
        for fault in (*_points(language, place), *_seams(language, place)):
            print(f"{language}: {fault}")
            faults += 1
    return 3 if faults else 0


def _points(language: str, place: str) -> list[str]:
    path = ROOT / "usr/share/hyphen" / f"hyph_{place}.dic"
    if not path.is_file():
        return []
    patterns, known, found = pyphen.Pyphen(filename=path), decided(language), []
    for marked in words(language):
        plain = re.sub("[-=+]", "", marked)
        theirs = patterns.inserted(plain)
        if theirs != marked.replace("=", "-").replace("+", "") and known.get(marked) != theirs:
            found.append(f"{marked}: Debian has {theirs}, and the table does not say so")
    return found


def _seams(language: str, place: str) -> list[str]:
    names = [name for name in (place, language) if (ROOT / "usr/share/hunspell" / f"{name}.aff").is_file()]
    tool = ROOT / "usr/bin/hunspell"
    if not names or not tool.is_file():
        return []
    dictionary = ROOT / "usr/share/hunspell" / names[0]
    compounds = [marked for marked in words(language) if "=" in marked or "+" in marked]
    parts = {marked: re.split("[=+]", marked.replace("-", "")) for marked in compounds}
    wanted = {form for ones in parts.values() for part in ones for form in _forms(part)}
    given = subprocess.run(
        [tool, "-d", dictionary, "-l"], input="\n".join(sorted(wanted)), capture_output=True, text=True, check=True
    )
    unknown = set(given.stdout.split())
    return [
        f"{marked}: {part} is no word of Hunspell"
        for marked, ones in parts.items()
        for part in ones
        if unknown >= _forms(part)
    ]


def _forms(part: str) -> set[str]:
    """The part as a word: small or capital, with or without what links it to the next."""
    short = {part.removesuffix(ending) for ending in LINKING} | {f"{part}e", f"{part}n", f"{part}a"}
    return {form for one in short for form in (one.lower(), one.capitalize()) if one}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
