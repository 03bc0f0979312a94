"""All files of the catalogue, one after the other: no more than one page of works is in memory at a time.

Flow: names of works and a way to their facts -> ``survey`` (slots, languages, characters) -> ``render`` -> ``Page`` after ``Page``,
each with the works that it must speak of, for the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flugblatt.catalogue import index_pages, news_feed, opds_atom, opds_json, shelves, site_paths, sitemap
from flugblatt.catalogue.facts import WorkFacts
from flugblatt.catalogue.shelves import Shelf, Slot, Tongue
from flugblatt.model import Artefact
from flugblatt.model.targets import form
from flugblatt.tables.project_file import settings

Load = Callable[[str], WorkFacts]
"""The facts of a work by its name."""


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page; ``works`` are those that it speaks of, in its order, in ``language`` alone where one is named."""

    artefact: Artefact
    works: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is known of all works together. ``project`` is the UUID that feeds are named from: it comes from the address where the
    project is published, else from its first work."""

    slots: tuple[Slot, ...]
    tongues: tuple[Tongue, ...]
    characters: str
    project: str


def survey(works: Iterable[WorkFacts]) -> Survey:
    """One walk over the facts of all works."""
    slots: list[Slot] = []
    named: dict[str, tuple[str, str]] = {}
    counts: dict[str, int] = {}
    characters: set[str] = set()
    first = ("", "", "")
    for facts in works:
        slots.append(shelves.slot(facts))
        characters |= index_pages.characters_of(facts)
        first = min(first if first[2] else (facts.date, facts.work, facts.uuid), (facts.date, facts.work, facts.uuid))
        for edition in facts.editions:
            named.setdefault(edition.language, (edition.name, edition.direction))
            counts[edition.language] = counts.get(edition.language, 0) + 1
    tongues = tuple(Tongue(tag, *named[tag], counts[tag]) for tag in sorted(named))
    project = shelves.project_id(settings().base_url, first[2])
    return Survey(tuple(slots), tongues, "".join(sorted(characters)), project)


def render(found: Survey, load: Load) -> Iterator[Page]:
    """Every file of the catalogue."""
    ordered = shelves.newest_first(found.slots)
    yield _page("style", site_paths.STYLE, index_pages.style(found.characters, found.tongues))
    for tag in ("", *(tongue.language for tongue in found.tongues if len(found.tongues) > 1)):
        for shelf in shelves.shelves([one for one in ordered if not tag or tag in one.tongues], tag):
            yield from _of_shelf(shelf, found, load)
    changed = list(shelves.shelves(shelves.latest_first(found.slots)))
    for shelf in changed:
        works = [load(work) for work in shelf.works]
        yield _page("feed", shelf.path("feed"), news_feed.render(shelf, works, found.project), shelf)
    if settings().base_url:
        yield from _sitemap(changed, load)


def _of_shelf(shelf: Shelf, found: Survey, load: Load) -> Iterator[Page]:
    works, tongues = [load(work) for work in shelf.works], found.tongues
    yield _page("index", shelf.path("index"), index_pages.render(shelf, works, tongues), shelf)
    yield _page("opds2", shelf.path("opds2"), opds_json.render(shelf, works, tongues), shelf)
    yield _page("opds1", shelf.path("opds1"), opds_atom.render(shelf, works, tongues, found.project), shelf)


def _sitemap(parts: list[Shelf], load: Load) -> Iterator[Page]:
    """One file, or a list of parts: the first part then lies beside the others."""
    if len(parts) == 1:
        yield _page("sitemap", site_paths.SITEMAP, sitemap.render(map(load, parts[0].works)), parts[0])
        return
    named = [(f"{site_paths.FOLDER}/{shelf.number}{site_paths.SUFFIX['sitemap']}", shelf) for shelf in parts]
    for path, shelf in named:
        yield _page("sitemap", path, sitemap.render(map(load, shelf.works)), shelf)
    yield _page("sitemap", site_paths.SITEMAP, sitemap.index((path, shelf.stamp) for path, shelf in named))


def _page(kind: str, path: str, data: bytes, shelf: Shelf | None = None) -> Page:
    artefact = Artefact("catalogue", path, form("catalogue", kind).media_type, data, kind)
    return Page(artefact, shelf.works, shelf.language) if shelf else Page(artefact)
