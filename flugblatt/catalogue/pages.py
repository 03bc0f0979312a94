"""All files of the catalogue, one after the other: no more than one page of works is in memory at a time.

Flow: names of works and a way to their facts -> ``survey`` (slots, languages, characters) -> ``batches`` -> ``made`` from the
facts of a batch -> ``Page`` after ``Page``, each with the works that it must speak of, for the judge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

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
class Batch:
    """Pages that are made of the same works: of ``lists`` one of the index and of each OPDS feed. The first page of an index is
    a form of its own, ``index``, whose accessibility is judged: the others are of the same template, with other titles."""

    kind: Literal["lists", "feed", "sitemap"]
    shelf: Shelf


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


def style(found: Survey) -> Page:
    """The style sheet of the index, which needs every character that is shown."""
    return _page("style", site_paths.STYLE, index_pages.style(found.characters, found.tongues))


def batches(found: Survey) -> Iterator[Batch]:
    """What is to be made, in the order in which the works of all and of each language come, so that each work is near at hand."""
    yield from (Batch("lists", shelf) for shelf in _in_order(found))
    changed = tuple(_changed(found))
    yield from (Batch("feed", shelf) for shelf in changed)
    if settings().base_url:
        yield from (Batch("sitemap", shelf) for shelf in changed)


def made(batch: Batch, works: list[WorkFacts], tongues: tuple[Tongue, ...], project: str) -> Iterator[Page]:
    """The pages of a batch, from the facts of its works."""
    shelf = batch.shelf
    match batch.kind:
        case "lists":
            kind = "index" if shelf.number == 1 else "page"
            yield _page(kind, shelf.path("index"), index_pages.render(shelf, works, tongues), shelf)
            yield _page("opds2", shelf.path("opds2"), opds_json.render(shelf, works, tongues), shelf)
            yield _page("opds1", shelf.path("opds1"), opds_atom.render(shelf, works, tongues, project), shelf)
        case "feed":
            yield _page("feed", shelf.path("feed"), news_feed.render(shelf, works, project), shelf)
        case "sitemap":
            yield _page("sitemap", _part(shelf), sitemap.render(works), shelf)


def list_of_parts(found: Survey) -> Iterator[Page]:
    """The list of the parts of a sitemap that has several."""
    parts = [(_part(shelf), shelf.stamp) for shelf in _changed(found)]
    if settings().base_url and len(parts) > 1:
        yield _page("sitemap", site_paths.SITEMAP, sitemap.index(parts))


def render(found: Survey, load: Load) -> Iterator[Page]:
    """Every file of the catalogue."""
    yield style(found)
    for batch in batches(found):
        yield from made(batch, [load(work) for work in batch.shelf.works], found.tongues, found.project)
    yield from list_of_parts(found)


def _changed(found: Survey) -> Iterator[Shelf]:
    return shelves.shelves(shelves.latest_first(found.slots))


def _in_order(found: Survey) -> Iterator[Shelf]:
    """The pages of all works and of each language, in one walk over the works: a page comes when its last work has come."""
    ordered = shelves.newest_first(found.slots)
    tags = ("", *(tongue.language for tongue in found.tongues if len(found.tongues) > 1))
    due = {tag: shelves.shelves([one for one in ordered if not tag or tag in one.tongues], tag) for tag in tags}
    at = {tag: next(due[tag]) for tag in tags}
    for slot in ordered:
        for tag in tags:
            if at[tag].works[-1] == slot.work:
                yield at[tag]
                at[tag] = next(due[tag], at[tag])


def _part(shelf: Shelf) -> str:
    """A sitemap is one file, or parts beside the other pages."""
    if shelf.count == 1:
        return site_paths.SITEMAP
    return f"{site_paths.FOLDER}/{shelf.number}{site_paths.SUFFIX['sitemap']}"


def _page(kind: str, path: str, data: bytes, shelf: Shelf | None = None) -> Page:
    artefact = Artefact("catalogue", path, form("catalogue", kind).media_type, data, kind)
    return Page(artefact, shelf.works, shelf.language) if shelf else Page(artefact)
