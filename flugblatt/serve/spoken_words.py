"""The words of the pages, in the languages that they speak.

Flow: ``styles/serve.toml`` -> ``words_of`` what a browser asks for -> words, English where it asks for none of ours.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from flugblatt import resources
from flugblatt.terminal.translation import said_in

USUAL = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language; calling it with a name and what is put in gives the words with this name."""

    language: str
    said: dict[str, str]
    keys: dict[str, str]
    """What the keys of statement.yaml say, where that is said in this language."""

    def __call__(self, name: str, **put_in: object) -> str:
        words = self.said[name]
        return words.format(**put_in) if put_in else words

    def told(self, message: str) -> str:
        """A message of the toolchain, which is English, in this language."""
        return said_in(self.language, message)


@cache
def spoken() -> dict[str, Words]:
    """Every language with its words."""
    rows = tomllib.loads((resources.STYLES / "serve.toml").read_text(encoding="utf-8"))
    return {
        language: Words(language, {name: words for name, words in row.items() if name != "keys"}, row.get("keys", {}))
        for language, row in rows.items()
    }


def words_of(accepted: str, chosen: str = "") -> Words:
    """The words in the language that was ``chosen``, else in the first that an Accept-Language (RFC 9110, 12.5.4) names with the
    highest weight."""
    if chosen in spoken():
        return spoken()[chosen]
    asked = sorted(map(_weighted, accepted.split(",")), key=lambda one: -one[0])
    language = next((tag for weight, tag in asked if weight > 0 and tag in spoken()), USUAL)
    return spoken()[language]


def _weighted(item: str) -> tuple[float, str]:
    tag, _, parameter = item.partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        weight = float(value) if name == "q" else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().lower().partition("-")[0]
