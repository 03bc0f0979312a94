"""OPDS 1.2: the same catalogue as an Atom feed, for reading apps that know no other (specs.opds.io/opds-1.2).

Flow: a ``Shelf``, the facts of its works, the languages -> ``render`` -> XML. Accessibility stands in elements of schema.org's
namespace, as Atom allows (RFC 4287, 6.4).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from lxml import etree

from flugblatt.catalogue import site_paths
from flugblatt.catalogue.facts import EditionFacts, WorkFacts
from flugblatt.catalogue.index_pages import speech
from flugblatt.catalogue.opds_json import acquisition, beside_another, identifiers, taken
from flugblatt.catalogue.shelves import Shelf, Tongue
from flugblatt.records.tree import add, add_if, root, written

TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ATOM = "http://www.w3.org/2005/Atom"
OPDS = "http://opds-spec.org/2010/catalog"
DC = "http://purl.org/dc/terms/"
SCHEMA = "http://schema.org/"
THREAD = "http://purl.org/syndication/thread/1.0"
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
FACET = "http://opds-spec.org/facet"


def render(shelf: Shelf, works: Iterable[WorkFacts], tongues: tuple[Tongue, ...], project: str) -> bytes:
    """One page of the feed; ``project`` is a UUID that the identifiers of all pages are made from."""
    _, spoken = speech()
    page = shelf.path("opds1")
    feed = root("feed", ATOM, opds=OPDS, dc=DC, schema=SCHEMA, thr=THREAD, opensearch=SEARCH)
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", spoken.tag)
    add(feed, "id", uuid.uuid5(uuid.UUID(project), page).urn)
    add(feed, "title", spoken.words.statements)
    add(feed, "updated", shelf.stamp)
    _in(feed, SEARCH, "totalResults", str(shelf.all_editions))
    add(feed, "link", rel="self", href=site_paths.from_page(page, page), type=TYPE)
    add(feed, "link", rel="start", href=site_paths.from_page(site_paths.OPDS1, page), type=TYPE)
    numbers = {"first": 1, "previous": shelf.number - 1, "next": shelf.number + 1, "last": shelf.count}
    for relation, number in numbers.items():
        if shelf.count > 1 and (other := shelf.at("opds1", number)):
            add(feed, "link", rel=relation, href=site_paths.from_page(other, page), type=TYPE)
    add(feed, "link", rel="alternate", href=site_paths.from_page(shelf.path("index"), page), type="text/html")
    for tongue in tongues if len(tongues) > 1 else ():
        href = site_paths.from_page(site_paths.shelf("opds1", 1, tongue.language), page)
        link = add(feed, "link", rel=FACET, href=href, type=TYPE, title=tongue.name)
        link.set(f"{{{OPDS}}}facetGroup", spoken.words.languages)
        link.set(f"{{{THREAD}}}count", str(tongue.works))
        if tongue.language == shelf.language:
            link.set(f"{{{OPDS}}}activeFacet", "true")
    for facts in works:
        for edition in facts.editions:
            if shelf.language in ("", edition.language):
                _entry(feed, facts, edition, page)
    return written(feed)


def _entry(feed: etree._Element, facts: WorkFacts, edition: EditionFacts, page: str) -> None:
    entry = add(feed, "entry", lang=edition.language)
    add(entry, "id", f"urn:uuid:{edition.uuid}")
    add(entry, "title", edition.title)
    add(entry, "updated", facts.stamp)
    for issuer in edition.issuers:
        author = add(entry, "author")
        add(author, "name", issuer.name)
        add_if(author, "uri", issuer.uri)
    if edition.translator:
        add(add(entry, "contributor"), "name", edition.translator)
    _in(entry, DC, "language", edition.language)
    _in(entry, DC, "issued", facts.date)
    if facts.publisher:
        _in(entry, DC, "publisher", facts.publisher.name)
    for name in identifiers(edition):
        _in(entry, DC, "identifier", name)
    for subject in edition.subjects:
        add(entry, "category", term=subject, label=subject)
    add_if(entry, "summary", edition.told, type="text")
    if facts.rights:
        add_if(entry, "rights", facts.rights.statement)
    access = edition.access
    for name, values in (
        ("accessMode", access.modes),
        ("accessModeSufficient", access.sufficient),
        ("accessibilityFeature", access.features),
        ("accessibilityHazard", access.hazards),
        ("accessibilitySummary", (access.summary,) if access.summary else ()),
    ):
        for value in values:
            _in(entry, SCHEMA, name, value)
    if access.conforms_to:
        _in(entry, DC, "conformsTo", access.conforms_to)
    for kind, relation in (("cover", "http://opds-spec.org/image"), ("thumb", "http://opds-spec.org/image/thumbnail")):
        if file := edition.file("pictures", kind):
            add(entry, "link", rel=relation, href=site_paths.from_page(file.path, page), type=file.media_type)
    for file in taken(edition):
        href, size = site_paths.from_page(file.path, page), str(file.size)
        relation = acquisition(facts)
        add(entry, "link", rel=relation, href=href, type=file.media_type, hreflang=edition.language, length=size)
    for pair, file in beside_another(facts, edition):
        href, size = site_paths.from_page(file.path, page), str(file.size)
        title = " + ".join(side.name for side in facts.sides(pair))
        add(entry, "link", rel=acquisition(facts), href=href, type=file.media_type, title=title, length=size)
    add(
        entry,
        "link",
        rel="alternate",
        href=site_paths.from_page(site_paths.landing(facts.work), page),
        type="text/html",
    )


def _in(parent: etree._Element, space: str, name: str, text: str) -> None:
    """A child in another namespace."""
    etree.SubElement(parent, f"{{{space}}}{name}").text = text
