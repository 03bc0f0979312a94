"""The words of the catalogue's pages, and the statements on accessibility of the W3C's display guide, by language.

Flow: ``styles/catalogue.toml`` -> ``TABLE`` -> ``words_of`` a language, which has its own words or the English ones.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from flugblatt import resources
from flugblatt.language.rows import TAG
from flugblatt.language.table import nearest
from flugblatt.tables.shapes import WORD, Row, Rows, read


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words in one language. ``{n}`` and the like hold the place of what is put in."""

    statements: str
    all: str
    edition: str
    editions: str
    work: str
    works: str
    reading_feed: str
    news_feed: str
    languages: str
    every_language: str
    page: str
    next: str
    previous: str
    pages: str
    web: str
    text: str
    large_print: str
    leaflet: str
    press: str
    files: str
    file: str
    size: str
    proof: str
    report: str
    package: str
    earlier: str
    records: str
    linkset: str
    checked: str
    accessibility: str
    citation: str
    verify: str
    verify_file: str
    verify_proof: str


ACCESSIBILITY = (
    *("ways-of-reading", "ways-of-reading-visual-adjustments-modifiable", "ways-of-reading-nonvisual-reading-readable"),
    *("ways-of-reading-nonvisual-reading-may-not-fully", "ways-of-reading-nonvisual-reading-alt-text"),
    *(
        "conformance",
        "conformance-aa",
        "conformance-claim",
        "conformance-certifier",
        "conformance-no",
        "conformance-pdf",
    ),
    *("navigation", "navigation-toc", "navigation-structural", "navigation-page-navigation"),
    *("hazards", "hazards-none", "hazards-unknown", "legal-considerations", "legal-considerations-exempt"),
    "accessibility-summary",
)
"""The statements of the Accessibility Metadata Display Guide 2.0 that can be true of what is made here, by its keys."""
TABLE = Row(
    {
        "words": Rows(Row(dict.fromkeys((field.name for field in fields(PageWords)), WORD)), TAG),
        "accessibility": Rows(Row(dict.fromkeys(ACCESSIBILITY, WORD)), TAG),
    }
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a page in the language of ``tag`` says: its words, the statements on accessibility by key, and the language that
    both are in."""

    tag: str
    words: PageWords
    accessibility: dict[str, str]

    def lang(self, page: str) -> str:
        """The language that the words must be marked with on a page in ``page``: empty where it is its own."""
        return "" if page.split("-")[0] == self.tag else self.tag


@resources.of_project
@cache
def words_of(tag: str) -> Spoken:
    """The words for a page in the language of ``tag``, or the nearest shorter tag that has some, or in English."""
    table = rows()
    named = nearest(tag, {known: known for known in table["words"].keys() & table["accessibility"].keys()}) or "en"
    return Spoken(named, PageWords(**table["words"][named]), dict(table["accessibility"][named]))


@resources.of_project
@cache
def rows() -> dict[str, dict[str, dict[str, str]]]:
    """The table, validated. ContentError with every problem."""
    found: dict[str, dict[str, dict[str, str]]] = read("catalogue", TABLE)
    return found
