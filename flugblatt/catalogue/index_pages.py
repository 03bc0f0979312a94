"""The index: all works as a list, newest first, and the works of each language on pages of their own, which need no script.

Flow: a ``Shelf`` and the facts of its works -> rows in the language of cataloguing -> ``index.html.j2``. All pages share one
style sheet with the fonts of every character that they show (``style``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flugblatt import resources
from flugblatt.catalogue import relations, site_paths
from flugblatt.catalogue.facts import EditionFacts, FileFacts, WorkFacts
from flugblatt.catalogue.landing_page import Filed, filed
from flugblatt.catalogue.page_words import Spoken, words_of
from flugblatt.catalogue.shelves import Shelf, Tongue
from flugblatt.content.brand_file import project_brand
from flugblatt.language.table import Language, describe
from flugblatt.tables.project_file import cataloguing
from flugblatt.xhtml import blocks, page_fonts, theming

THUMBNAIL = (400, 640)
"""Width and height of a small cover, in pixels (the contract's)."""


@dataclass(frozen=True, slots=True)
class Version:
    """An edition in the list, or two of them side by side: where its part of the landing page lies, its files and its proof."""

    sides: tuple[EditionFacts, ...]
    href: str
    files: tuple[Filed, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A work in the list; ``shown`` is the edition whose title and cover stand for it."""

    facts: WorkFacts
    shown: EditionFacts
    href: str
    cover: str
    day: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A language to choose; ``current``: the page is its own."""

    language: str
    name: str
    direction: str
    href: str
    works: str
    current: bool


def speech() -> tuple[Language, Spoken]:
    """The language that the catalogue speaks, which is that of cataloguing, and its words."""
    tag = cataloguing().language
    return describe(tag, ""), words_of(tag)


def render(shelf: Shelf, works: Iterable[WorkFacts], tongues: tuple[Tongue, ...]) -> bytes:
    """One page of the index, UTF-8."""
    language, spoken = speech()
    page = shelf.path("index")
    words = spoken.words
    return blocks.render(
        "index.html.j2",
        shelf=shelf,
        language=language,
        words=words,
        foreign=spoken.lang(language.tag),
        title=words.statements,
        canonical=site_paths.absolute(page),
        works=[_listed(facts, shelf, language) for facts in works],
        total=words.work if shelf.all_works == 1 else words.works.format(n=language.number(shelf.all_works)),
        choices=[_choice(tongue, shelf, language) for tongue in tongues],
        every=site_paths.from_page(site_paths.INDEX, page),
        style=site_paths.from_page(site_paths.STYLE, page),
        feeds=[
            (words.reading_feed, "application/opds+json", site_paths.from_page(shelf.at("opds2", 1), page)),
            ("OPDS 1.2", "application/atom+xml;profile=opds-catalog", site_paths.from_page(shelf.at("opds1", 1), page)),
            (words.news_feed, "application/atom+xml", site_paths.from_page(site_paths.FEED, page)),
        ],
        previous=_beside(shelf, shelf.number - 1),
        next=_beside(shelf, shelf.number + 1),
        numbered=words.page.format(n=language.number(shelf.number), m=language.number(shelf.count)),
        size=THUMBNAIL,
    ).encode()


def _beside(shelf: Shelf, number: int) -> str:
    other = shelf.at("index", number)
    return site_paths.from_page(other, shelf.path("index")) if other else ""


def _listed(facts: WorkFacts, shelf: Shelf, language: Language) -> Listed:
    page = shelf.path("index")
    shown = next((one for one in facts.editions if one.language == shelf.language), facts.main)
    cover = shown.file("pictures", "thumb")
    alone = (shown,) if shelf.language else facts.editions
    listed: list[tuple[str, tuple[EditionFacts, ...], tuple[FileFacts, ...]]]
    listed = [(edition.language, (edition,), relations.items(edition)) for edition in alone]
    for pair in facts.pairs:
        if shelf.language in ("", *pair.tags.split("+")):
            listed.append((pair.tags, facts.sides(pair), pair.files))
    return Listed(
        facts,
        shown,
        site_paths.from_page(site_paths.landing(facts.work), page),
        site_paths.from_page(cover.path, page) if cover else "",
        language.day(facts.date),
        tuple(_version(facts, *one, page, language) for one in listed),
    )


def _version(
    facts: WorkFacts,
    anchor: str,
    sides: tuple[EditionFacts, ...],
    files: tuple[FileFacts, ...],
    page: str,
    language: Language,
) -> Version:
    return Version(
        sides,
        f"{site_paths.from_page(site_paths.landing(facts.work), page)}#{anchor}",
        tuple(filed(file, page, language) for file in files),
        site_paths.from_page(site_paths.proof(facts.work, anchor), page),
    )


def _choice(tongue: Tongue, shelf: Shelf, language: Language) -> Choice:
    href = site_paths.from_page(site_paths.shelf("index", 1, tongue.language), shelf.path("index"))
    current = tongue.language == shelf.language
    return Choice(tongue.language, tongue.name, tongue.direction, href, language.number(tongue.works), current)


def style(characters: str, tongues: tuple[Tongue, ...]) -> bytes:
    """The style sheet of all pages: the fonts of every character that they show, and the rules of ``catalogue.css``."""
    language, spoken = speech()
    own = "".join(getattr(spoken.words, name) for name in spoken.words.__dataclass_fields__)
    months = "".join(language.day(f"2026-{month:02}-01") for month in range(1, 13))
    shown = characters + own + months + language.number("0123456789") + "kMB.,OPDS·+"
    named = tuple((describe(tongue.language, tongue.name), tongue.name) for tongue in tongues)
    rules = page_fonts.rules(((language, ""), *named), shown)
    colours = theming.web_rules(project_brand())
    return (rules + (resources.STYLES / "catalogue.css").read_text(encoding="utf-8") + colours).encode()


def characters_of(facts: WorkFacts) -> set[str]:
    """The characters that the pages show of a work."""
    shown = [facts.work, facts.date]
    for edition in facts.editions:
        names = (issuer.name for issuer in edition.issuers)
        files = (file.name for file in relations.items(edition))
        said = (notice.text for notice in edition.notices)
        shown += [edition.name, edition.title, edition.subtitle, *names, *files, *said]
    shown += [file.name for pair in facts.pairs for file in pair.files]
    return set("".join(shown))
