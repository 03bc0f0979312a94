"""The words of library records in the languages of cataloguing: terms of RDA, and of relations between editions.

Flow: ``styles/cataloguing.toml`` -> ``TABLE`` -> ``words_of`` a language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache

from flugblatt import resources
from flugblatt.tables.shapes import WORD, Row, Rows, read, text

AGENCY = re.compile(r"[A-Za-z]{1,4}-[A-Za-z0-9/:-]{1,11}|[A-Za-z][A-Za-z-]{1,10}")
"""An ISIL (ISO 15511: a prefix, a hyphen, at most eleven characters), or a code of the Library of Congress's list, as DLC."""


@dataclass(frozen=True, slots=True)
class CatalogueWords:
    """``code`` is the language in ISO 639-2/B; words with {} hold a place for what they speak of."""

    code: str
    place_unknown: str
    publisher_unknown: str
    extent: str
    pages: str
    illustrations: str
    text: str
    still_image: str
    media: str
    carrier: str
    text_file: str
    author: str
    translator: str
    signatory: str
    addressed: str
    print: str
    changed: str
    withdrawn: str
    embargoed: str
    supersedes: str
    in_language: str
    translated_from: str
    original: str
    translation: str
    edition: str
    bilingual: str
    work: str
    reading_room: str
    registered: str
    license: str


TABLE = Rows(
    Row(dict.fromkeys((field.name for field in fields(CatalogueWords)), WORD)), text("[a-z]{2,3}", "a language")
)


def catalogue_languages() -> tuple[str, ...]:
    """The languages that records can be written in."""
    return tuple(_table())


def words_of(language: str) -> CatalogueWords:
    return _table()[language]


@resources.of_project
@cache
def _table() -> dict[str, CatalogueWords]:
    return {tag: CatalogueWords(**row) for tag, row in read("cataloguing", TABLE).items()}
