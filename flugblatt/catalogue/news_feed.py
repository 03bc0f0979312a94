"""The Atom feed of new and revised works (RFC 4287), the last change first; further pages are linked (RFC 5005, 3).

Flow: a ``Shelf`` by the last change and the facts of its works -> ``render`` -> XML. ``updated`` is the ``revised`` of the
statement: no clock is read. An entry keeps its identifier whatever happens to the work.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from lxml import etree

from flugblatt.catalogue import site_paths
from flugblatt.catalogue.facts import WorkFacts
from flugblatt.catalogue.index_pages import speech
from flugblatt.catalogue.opds_atom import ATOM
from flugblatt.catalogue.shelves import Shelf
from flugblatt.records.tree import add, add_if, root, written

TYPE = "application/atom+xml"


def render(shelf: Shelf, works: Iterable[WorkFacts], project: str) -> bytes:
    """One page of the feed; ``project`` is a UUID that its identifier is made from, the same on every page."""
    _, spoken = speech()
    page = shelf.path("feed")
    feed = root("feed", ATOM)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", spoken.tag)
    add(feed, "id", uuid.uuid5(uuid.UUID(project), site_paths.FEED).urn)
    add(feed, "title", spoken.words.statements)
    add(feed, "updated", shelf.stamp)
    add(feed, "link", rel="self", href=site_paths.outside(page, page), type=TYPE)
    add(feed, "link", rel="alternate", href=site_paths.outside(site_paths.INDEX, page), type="text/html")
    numbers = {"first": 1, "previous": shelf.number - 1, "next": shelf.number + 1, "last": shelf.count}
    for relation, number in numbers.items():
        if shelf.count > 1 and (other := shelf.at("feed", number)):
            add(feed, "link", rel=relation, href=site_paths.outside(other, page), type=TYPE)
    for facts in works:
        _entry(feed, facts, page)
    return written(feed)


def _entry(feed: etree._Element, facts: WorkFacts, page: str) -> None:
    main = facts.main
    entry = add(feed, "entry", lang=main.language)
    add(entry, "id", f"urn:uuid:{facts.uuid}")
    add(entry, "title", main.title)
    add(entry, "updated", facts.stamp)
    add(entry, "published", published(facts.date))
    for issuer in main.issuers:
        author = add(entry, "author")
        add(author, "name", issuer.name)
        add_if(author, "uri", issuer.uri)
    for subject in main.subjects:
        add(entry, "category", term=subject)
    landing = site_paths.outside(site_paths.landing(facts.work), page)
    add(entry, "link", rel="alternate", href=landing, type="text/html", hreflang=main.language)
    for edition in facts.editions:
        if file := edition.file("web"):
            href, tag = site_paths.outside(file.path, page), edition.language
            add(entry, "link", rel="related", href=href, type=file.media_type, hreflang=tag, title=edition.title)
    # Every entry has words of its own (RFC 4287, 4.1.2): notices, the last change or the summary, or else who speaks.
    change = facts.changes[-1].note if facts.changes else main.summary
    said = " ".join(filter(None, (*(notice.text for notice in main.notices), change)))
    said = said or ", ".join(issuer.name for issuer in main.issuers)
    add(entry, "summary", said)
    if facts.rights:
        add_if(entry, "rights", facts.rights.statement)


def published(date: str) -> str:
    """A date of publication as a moment (RFC 3339): the first of what it names."""
    if "T" in date:
        return date
    year, month, day = ([*date.split("-"), "01", "01"])[:3]
    return f"{year}-{month}-{day}T00:00:00Z"
