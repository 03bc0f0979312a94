"""The catalogue of a project: all works of ``content/`` as they are published, and no others.

Flow: the kept facts of each work -> a digest: current pages stay -> else page after page is rendered, judged and laid on the stage
-> published if every check of every page passed, rejected otherwise. One page of works is in memory at a time.

A work whose set is not complete has no facts, and so is not listed: its links would lead nowhere. A red work is listed as it was
last published. One whose folder in ``content/`` is gone is listed no more; its files stay, and are named. A run that does not ask
for the catalogue makes none, but brings one that is there up to date.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from flugblatt import resources
from flugblatt.build import store
from flugblatt.build.plan import Order
from flugblatt.catalogue import facts, pages, shelves, site_paths
from flugblatt.catalogue.facts import WorkFacts
from flugblatt.catalogue.pages import Batch, Page, Survey
from flugblatt.catalogue.shelves import Tongue
from flugblatt.judges import judge_table
from flugblatt.judges.catalogue.census import Census
from flugblatt.model import Check, Finding
from flugblatt.model.cases import PageCase
from flugblatt.report.run_report import PageEntry

AT_HAND = 10 * shelves.MOST_WORKS
"""The facts of so many works are kept in memory, as the bytes of their files: those of the pages of some languages."""

FEWEST = 10 * shelves.MOST_WORKS
"""From so many works on several processes make the pages: starting them takes as long as the pages of some hundred works."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages of the catalogue; in words what it does not list; where it lies if it was rejected."""

    entries: tuple[PageEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    rejected: Path | None = None


def make(
    order: Order, names: tuple[str, ...], say: Callable[[str], None], withheld: frozenset[str] = frozenset()
) -> Listing:
    """The catalogue of the works of these names, which are those of ``content/``; of those ``withheld`` it was said why they are
    not listed."""
    if not (order.asks_for("catalogue") or store.has_catalogue(order.out)):
        return Listing()
    listed = tuple(name for name in names if facts.is_current(store.facts(order.out, name)))
    left_out = tuple(_left_out(order, names, (*listed, *withheld)))
    digest = store.catalogue_digest((name, store.facts(order.out, name)) for name in listed)
    kept = None if order.force and order.asks_for("catalogue") else store.catalogue_kept(order.out, digest)
    if kept is not None:
        return Listing(tuple(PageEntry(page, True, checks) for page, checks in kept), left_out)
    if not listed:
        if store.has_catalogue(order.out):
            store.publish_catalogue(order.out, digest, ())
        return Listing((), left_out)
    say(f"catalogue: {len(listed):,} work{'' if len(listed) == 1 else 's'}")
    entries = _made(order, listed)
    if all(check.verdict == "passed" for entry in entries for check in entry.checks):
        store.publish_catalogue(order.out, digest, tuple((entry.page, entry.checks) for entry in entries))
        return Listing(entries, left_out)
    return Listing(entries, left_out, store.reject_catalogue(order.out))


def _left_out(order: Order, names: tuple[str, ...], known: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name not in known:
            yield f"{name}: not everything of it is published; build it without --target and --language"
    for name in store.works_with_facts(order.out):
        if name not in names and (order.out / name).is_dir():
            yield f"{order.out / name}: it is no work of {order.content} any more; its files were not removed"


def _made(order: Order, listed: tuple[str, ...]) -> tuple[PageEntry, ...]:
    """Every page, judged, on the stage."""

    @lru_cache(AT_HAND)
    def kept(name: str) -> bytes:
        return store.facts(order.out, name)

    found = pages.survey(_read(kept(name)) for name in listed)
    census, entries = Census(), []
    for page, checks in _judged_pages(order, found, kept):
        census.add(page.artefact.kind, page.language, page.works)
        entries.append(PageEntry(store.lay(order.out, page.artefact), False, checks))
    missing = tuple(census.findings({slot.work: slot.tongues for slot in found.slots}))
    return tuple(_with(entry, missing) if entry.page.path == site_paths.INDEX else entry for entry in entries)


@lru_cache(2 * shelves.MOST_WORKS)
def _read(data: bytes) -> WorkFacts:
    known = facts.read(data)
    assert known is not None
    return known


Judged = tuple[Page, tuple[Check, ...]]


def _judged_pages(order: Order, found: Survey, kept: Callable[[str], bytes]) -> Iterator[Judged]:
    """Every page with its checks; many are made by several processes, with no more of them under way than keep these busy."""
    yield from (_judged(page, ()) for page in (pages.style(found), *pages.list_of_parts(found)))
    given = (
        (batch, tuple(kept(work) for work in batch.shelf.works), found.tongues, found.project)
        for batch in pages.batches(found)
    )
    workers = order.jobs or os.cpu_count() or 1
    if workers == 1 or len(found.slots) < FEWEST:
        for batch in given:
            yield from _batch(*batch)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, spawn, resources.use, (resources.own(),)) as pool:
        waiting: deque[Future[tuple[Judged, ...]]] = deque()
        for batch in given:
            waiting.append(pool.submit(_batch, *batch))
            if len(waiting) > 2 * workers:
                yield from waiting.popleft().result()
        for future in waiting:
            yield from future.result()


def _batch(batch: Batch, told: tuple[bytes, ...], tongues: tuple[Tongue, ...], project: str) -> tuple[Judged, ...]:
    works = [_read(data) for data in told]
    return tuple(_judged(page, told) for page in pages.made(batch, works, tongues, project))


def _judged(page: Page, told: tuple[bytes, ...]) -> Judged:
    made = page.artefact
    case = PageCase(made.kind, made.path, made.data, told, page.language)
    return page, tuple(judge_table.judge_page(name, case) for name in case.form.checks)


def _with(entry: PageEntry, missing: tuple[Finding, ...]) -> PageEntry:
    """The entry with what the census found."""
    checks = tuple(
        Check.of(check.check, check.tool, (*check.findings, *missing), check.detail)
        if check.check == "metadata"
        else check
        for check in entry.checks
    )
    return replace(entry, checks=checks)
