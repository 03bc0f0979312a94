"""OPDS 2.0: the catalogue for reading apps, each edition a publication (drafts.opds.io/opds-2.0).

Flow: a ``Shelf``, the facts of its works, the languages -> ``render`` -> JSON, UTF-8. The languages are facets (2.4), further
pages are linked (2.3).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from flugblatt.catalogue import relations, site_paths
from flugblatt.catalogue.facts import Access, EditionFacts, FileFacts, PairFacts, WorkFacts
from flugblatt.catalogue.index_pages import THUMBNAIL, speech
from flugblatt.catalogue.shelves import Shelf, Tongue

TYPE = "application/opds+json"
OPEN, ANY = "http://opds-spec.org/acquisition/open-access", "http://opds-spec.org/acquisition"
COVER = (1600, 2560)
"""Width and height of a cover, in pixels (the contract's)."""
CONFORMS = {
    "EPUB Accessibility 1.1 - WCAG 2.1 Level AA": "https://www.w3.org/TR/epub-a11y-11#wcag-2.1-aa",
    "EPUB Accessibility 1.1 - WCAG 2.2 Level AA": "https://www.w3.org/TR/epub-a11y-11#wcag-2.2-aa",
}
"""What a book says it conforms to, and the address of the same in a manifest (Readium, contexts/default)."""
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def render(shelf: Shelf, works: Iterable[WorkFacts], tongues: tuple[Tongue, ...]) -> bytes:
    """One page of the feed."""
    _, spoken = speech()
    page = shelf.path("opds2")
    feed = {
        "metadata": {
            "title": spoken.words.statements,
            "modified": shelf.stamp,
            "numberOfItems": shelf.all_editions,
            "currentPage": shelf.number,
        },
        "links": list(_links(shelf, page)),
        "facets": [
            {
                "metadata": {"title": spoken.words.languages},
                "links": [_facet(tongue, shelf, page) for tongue in tongues],
            }
        ],
        "publications": [
            publication(facts, edition, page)
            for facts in works
            for edition in facts.editions
            if shelf.language in ("", edition.language)
        ],
    }
    if len(tongues) < 2:
        del feed["facets"]
    return (json.dumps(feed, ensure_ascii=False) + "\n").encode()


def _links(shelf: Shelf, page: str) -> Iterable[dict[str, Any]]:
    yield _link("self", page, page)
    numbers = {"first": 1, "previous": shelf.number - 1, "next": shelf.number + 1, "last": shelf.count}
    for relation, number in numbers.items():
        if shelf.count > 1 and (other := shelf.at("opds2", number)):
            yield _link(relation, other, page)
    if shelf.language:
        yield _link("start", site_paths.OPDS2, page)
    yield _link("alternate", shelf.path("index"), page, "text/html")


def _link(relation: str, path: str, page: str, type_: str = TYPE) -> dict[str, Any]:
    return {"rel": relation, "href": site_paths.from_page(path, page), "type": type_}


def _facet(tongue: Tongue, shelf: Shelf, page: str) -> dict[str, Any]:
    link = {
        "href": site_paths.from_page(site_paths.shelf("opds2", 1, tongue.language), page),
        "type": TYPE,
        "title": tongue.name,
        "properties": {"numberOfItems": tongue.works},
    }
    return {"rel": "self"} | link if tongue.language == shelf.language else link


def publication(facts: WorkFacts, edition: EditionFacts, page: str) -> dict[str, Any]:
    """An edition as a publication: metadata, files to take, covers."""
    made: dict[str, Any] = {"metadata": _filled(_metadata(facts, edition)), "links": list(_files(facts, edition, page))}
    images = [
        {"href": site_paths.from_page(file.path, page), "type": file.media_type, "width": width, "height": height}
        for kind, (width, height) in (("cover", COVER), ("thumb", THUMBNAIL))
        if (file := edition.file("pictures", kind))
    ]
    return made | {"images": images} if images else made


def _metadata(facts: WorkFacts, edition: EditionFacts) -> dict[str, Any]:
    publisher, series = facts.publisher, facts.series
    return {
        "@type": relations.WORK,
        "title": edition.title,
        "subtitle": edition.subtitle,
        "identifier": f"urn:uuid:{edition.uuid}",
        "altIdentifier": identifiers(edition),
        "author": [{"name": issuer.name, "identifier": issuer.uri} for issuer in edition.issuers],
        "translator": edition.translator,
        "publisher": publisher.name if publisher else "",
        "published": facts.date if DATE.fullmatch(facts.date) else "",
        "modified": facts.stamp,
        "language": edition.language,
        "readingProgression": edition.direction,
        "description": edition.told,
        "subject": list(edition.subjects),
        "belongsTo": {"series": {"name": series.title}} if series else {},
        "accessibility": _access(edition.access),
    }


def identifiers(edition: EditionFacts) -> list[str]:
    """What others have given the edition, each as a URI."""
    named = (
        f"doi:{edition.doi}" if edition.doi else "",
        *(f"urn:isbn:{isbn.number}" for isbn in edition.isbns),
        edition.urn_nbn,
        edition.uri,
    )
    return [name for name in named if name]


def _access(said: Access) -> dict[str, Any]:
    return {
        "conformsTo": CONFORMS.get(said.conforms_to, ""),
        "exemption": said.exemption,
        "certification": {"certifiedBy": said.certified_by},
        "accessMode": list(said.modes),
        "accessModeSufficient": [way.split(",") for way in said.sufficient],
        "feature": list(said.features),
        "hazard": list(said.hazards),
        "summary": said.summary,
    }


def acquisition(facts: WorkFacts) -> str:
    """What taking a file is called: open access where the statement does not say otherwise."""
    return OPEN if facts.rights is None or facts.rights.access in ("", "open") else ANY


def _files(facts: WorkFacts, edition: EditionFacts, page: str) -> Iterable[dict[str, Any]]:
    for file in taken(edition):
        href = site_paths.from_page(file.path, page)
        yield {
            "rel": acquisition(facts),
            "href": href,
            "type": file.media_type,
            "size": file.size,
            "language": edition.language,
        }
    for pair, file in beside_another(facts, edition):
        yield {
            "rel": acquisition(facts),
            "href": site_paths.from_page(file.path, page),
            "type": file.media_type,
            "size": file.size,
            "language": pair.tags.split("+"),
            "title": " + ".join(side.name for side in facts.sides(pair)),
        }
    yield _link("alternate", site_paths.landing(facts.work), page, "text/html")


def beside_another(facts: WorkFacts, edition: EditionFacts) -> Iterator[tuple[PairFacts, FileFacts]]:
    """The files in which the edition stands beside another, behind its own."""
    for pair in facts.pairs:
        if edition.language in pair.tags.split("+"):
            yield from ((pair, file) for file in pair.files)


def taken(edition: EditionFacts) -> list[Any]:
    """The files to take, the e-book first: apps take the first that they can show."""
    return sorted(relations.items(edition), key=lambda file: (file.target != "epub", file.target != "kepub"))


def _filled(value: Any) -> Any:
    """The value without empty texts, lists and objects."""
    if isinstance(value, dict):
        inner = {key: _filled(part) for key, part in value.items()}
        return {key: part for key, part in inner.items() if part not in ("", [], {})}
    return [_filled(part) for part in value] if isinstance(value, list) else value
