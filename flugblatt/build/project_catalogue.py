"""The catalogue of a project: all works of ``content/`` as they are published, and no others.

Flow: the kept facts of each work -> a digest: current pages stay -> else page after page is rendered, judged and laid on the stage
-> published if every check of every page passed, rejected otherwise. One page of works is in memory at a time.

A work whose set is not complete has no facts, and so is not listed: its links would lead nowhere. A red work is listed as it was
last published. One whose folder in ``content/`` is gone is listed no more; its files stay, and are named. A run that does not ask
for the catalogue makes none, but brings one that is there up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from flugblatt.build import store
from flugblatt.build.plan import Order
from flugblatt.catalogue import facts, pages, shelves, site_paths
from flugblatt.catalogue.facts import WorkFacts
from flugblatt.judges import judge_table
from flugblatt.judges.catalogue.census import Census
from flugblatt.model import Check, Finding
from flugblatt.model.cases import PageCase
from flugblatt.report.run_report import PageEntry

AT_HAND = 2 * shelves.MOST_WORKS
"""So many works are kept in memory: those of a page, and of the one that was made before it in another order."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages of the catalogue; in words what it does not list; where it lies if it was rejected."""

    entries: tuple[PageEntry, ...] = ()
    left_out: tuple[str, ...] = ()
    rejected: Path | None = None


def make(order: Order, names: tuple[str, ...], say: Callable[[str], None]) -> Listing:
    """The catalogue of the works of these names, which are those of ``content/``."""
    if not (order.asks_for("catalogue") or store.has_catalogue(order.out)):
        return Listing()
    listed = tuple(name for name in names if _is_current(store.facts(order.out, name)))
    left_out = tuple(_left_out(order, names, listed))
    digest = store.catalogue_digest((name, store.facts(order.out, name)) for name in listed)
    kept = None if order.force and order.asks_for("catalogue") else store.catalogue_kept(order.out, digest)
    if kept is not None:
        return Listing(tuple(PageEntry(page, True, checks) for page, checks in kept), left_out)
    if not listed:
        if store.has_catalogue(order.out):
            store.publish_catalogue(order.out, digest, ())
        return Listing((), left_out)
    say(f"catalogue: {len(listed):,} work{'' if len(listed) == 1 else 's'}")
    entries = _made(order.out, listed)
    if all(check.verdict == "passed" for entry in entries for check in entry.checks):
        store.publish_catalogue(order.out, digest, tuple((entry.page, entry.checks) for entry in entries))
        return Listing(entries, left_out)
    return Listing(entries, left_out, store.reject_catalogue(order.out))


def _is_current(data: bytes) -> bool:
    """Whether there are facts, of the version that is read."""
    return data.startswith(b'{"version":%d,' % facts.VERSION)


def _left_out(order: Order, names: tuple[str, ...], listed: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if name not in listed:
            yield f"{name}: not everything of it is published; build it without --target and --language"
    for name in store.works_with_facts(order.out):
        if name not in names and (order.out / name).is_dir():
            yield f"{order.out / name}: it is no work of {order.content} any more; its files were not removed"


def _made(out: Path, listed: tuple[str, ...]) -> tuple[PageEntry, ...]:
    """Every page, judged, on the stage."""

    @lru_cache(AT_HAND)
    def load(name: str) -> WorkFacts:
        known = facts.read(store.facts(out, name))
        assert known is not None, name
        return known

    found = pages.survey(map(load, listed))
    census, entries = Census(), []
    for page in pages.render(found, load):
        made = page.artefact
        told = tuple(store.facts(out, work) for work in page.works)
        case = PageCase(made.kind, made.path, made.data, told, page.language)
        checks = tuple(judge_table.judge_page(name, case) for name in case.form.checks)
        census.add(made.kind, page.language, page.works)
        entries.append(PageEntry(store.lay(out, made), False, checks))
    missing = tuple(census.findings({slot.work: slot.tongues for slot in found.slots}))
    return tuple(_with(entry, missing) if entry.page.path == site_paths.INDEX else entry for entry in entries)


def _with(entry: PageEntry, missing: tuple[Finding, ...]) -> PageEntry:
    """The entry with what the census found."""
    checks = tuple(
        Check.of(check.check, check.tool, (*check.findings, *missing), check.detail)
        if check.check == "metadata"
        else check
        for check in entry.checks
    )
    return replace(entry, checks=checks)
