"""The order of the catalogue and its pages: all works, and those of each language, newest first.

Flow: the facts of every work, one after the other -> ``Slot``, which is all that stays in memory -> ``shelves`` -> pages of a
hundred works. The facts of a page are read again when it is made.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flugblatt.catalogue import site_paths
from flugblatt.catalogue.facts import WorkFacts

MOST_WORKS = 100  # on a page (the issue: pages beyond a hundred)
MOST_EDITIONS = 400  # on a page; chosen: a feed of so many publications is about a megabyte


@dataclass(frozen=True, slots=True)
class Slot:
    """What the order of the catalogue needs of a work; ``tongues`` are its languages."""

    work: str
    date: str
    stamp: str
    tongues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language that some edition has, with its own name and how many works it has."""

    language: str
    name: str
    direction: str
    works: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page: of all works, or of those that have an edition in ``language``. ``count`` is how many pages there are,
    ``works`` those on this one; ``all_works`` and ``all_editions`` are those of every page; ``stamp`` is the last change of all."""

    language: str
    number: int
    count: int
    works: tuple[str, ...]
    all_works: int
    all_editions: int
    stamp: str

    def path(self, kind: str) -> str:
        return site_paths.shelf(kind, self.number, self.language)

    def at(self, kind: str, number: int) -> str:
        """Where another page of the same works lies; empty where there is none."""
        return site_paths.shelf(kind, number, self.language) if 1 <= number <= self.count else ""


def slot(facts: WorkFacts) -> Slot:
    return Slot(facts.work, facts.date, facts.stamp, tuple(edition.language for edition in facts.editions))


def newest_first(slots: Iterable[Slot]) -> list[Slot]:
    """By date of publication, the latest first; works of one day by name."""
    return sorted(sorted(slots, key=lambda one: one.work), key=lambda one: one.date, reverse=True)


def latest_first(slots: Iterable[Slot]) -> list[Slot]:
    """By the last change, the latest first; works of one moment by name."""
    return sorted(sorted(slots, key=lambda one: one.work), key=lambda one: one.stamp, reverse=True)


def shelves(slots: list[Slot], language: str = "") -> Iterator[Shelf]:
    """The pages of these works, in their order; at least one, be it empty."""
    pages = list(_pages(slots, language)) or [()]
    stamp = max((one.stamp for one in slots), default="")
    editions = len(slots) if language else sum(len(one.tongues) for one in slots)
    for number, works in enumerate(pages, 1):
        yield Shelf(language, number, len(pages), works, len(slots), editions, stamp)


def _pages(slots: Iterable[Slot], language: str) -> Iterator[tuple[str, ...]]:
    page: list[str] = []
    editions = 0
    for one in slots:
        more = 1 if language else len(one.tongues)
        if page and (len(page) == MOST_WORKS or editions + more > MOST_EDITIONS):
            yield tuple(page)
            page, editions = [], 0
        page.append(one.work)
        editions += more
    if page:
        yield tuple(page)


def project_id(base_url: str, first: str) -> str:
    """The UUID that the identifiers of feeds are made from: of the project's address, else that of its first work."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, base_url)) if base_url else first
