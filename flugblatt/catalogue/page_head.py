"""The head of a landing page: what search engines, reference managers and social networks read of a work.

Flow: WorkFacts -> ``links`` (canonical, alternates, Signposting) and ``metas`` (Highwire, Dublin Core, Open Graph) and ``data``
(schema.org as JSON-LD). Only what the content gives; addresses are absolute where it is known where the project is published.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flugblatt.catalogue import relations, site_paths
from flugblatt.catalogue.facts import Access, EditionFacts, FileFacts, PairFacts, WorkFacts
from flugblatt.catalogue.relations import Link

CARD = ("1200", "630")
"""Width and height of a social card, in pixels (the contract's)."""


@dataclass(frozen=True, slots=True)
class Meta:
    """``name`` of HTML or ``property`` of RDFa, which Open Graph wants; ``language`` is that of the content."""

    name: str
    content: str
    language: str = ""
    property: bool = False


def canonical(facts: WorkFacts) -> str:
    """Where the page belongs: what ``url`` says, or the project's own address; empty where neither is known."""
    return facts.url or site_paths.absolute(site_paths.landing(facts.work))


def links(facts: WorkFacts) -> Iterator[Link]:
    """Every link of the head."""
    if address := canonical(facts):
        yield Link("canonical", address=address)
    for edition in facts.editions:
        if page := edition.file("web"):
            yield Link("alternate", page.path, type=page.media_type, language=edition.language)
    yield Link("linkset", site_paths.linkset(facts.work), type="application/linkset+json")
    yield Link("alternate", site_paths.FEED, type="application/atom+xml")
    yield from relations.links(facts)


def metas(facts: WorkFacts) -> Iterator[Meta]:
    """Every property, in the language of the page."""
    main, page = facts.main, site_paths.landing(facts.work)
    if main.summary:
        yield Meta("description", main.summary)
    yield from _highwire(facts, main, page)
    yield from _dublin_core(facts, main)
    card = main.file("pictures", "card")
    yield Meta("og:type", "website", property=True)
    yield Meta("og:title", main.title, property=True)
    yield Meta("og:locale", main.language.replace("-", "_"), property=True)
    if main.summary:
        yield Meta("og:description", main.summary, property=True)
    if address := canonical(facts):
        yield Meta("og:url", address, property=True)
    if card:
        yield Meta("og:image", site_paths.outside(card.path, page), property=True)
        yield Meta("og:image:width", CARD[0], property=True)
        yield Meta("og:image:height", CARD[1], property=True)
        yield Meta("og:image:alt", main.title, property=True)
    yield Meta("twitter:card", "summary_large_image" if card else "summary")


def _highwire(facts: WorkFacts, main: EditionFacts, page: str) -> Iterator[Meta]:
    """The tags of Highwire Press that Google Scholar and Zotero read; dates with slashes, as they want them."""
    yield Meta("citation_title", main.title)
    for issuer in main.issuers:
        yield Meta("citation_author", issuer.name)
    yield Meta("citation_publication_date", facts.date.replace("-", "/"))
    yield Meta("citation_language", main.language)
    if facts.publisher:
        yield Meta("citation_publisher", facts.publisher.name)
    if facts.doi:
        yield Meta("citation_doi", facts.doi)
    for isbn in main.isbns:
        yield Meta("citation_isbn", isbn.written)
    if facts.issn:
        yield Meta("citation_issn", facts.issn)
    if facts.series:
        yield Meta("citation_series_title", facts.series.title)
    for subject in main.subjects:
        yield Meta("citation_keywords", subject)
    pdf, text = main.file("archive-pdf"), main.file("web")
    if pdf:
        yield Meta("citation_pdf_url", site_paths.outside(pdf.path, page))
    if text:
        yield Meta("citation_fulltext_html_url", site_paths.outside(text.path, page))


def _dublin_core(facts: WorkFacts, main: EditionFacts) -> Iterator[Meta]:
    yield Meta("DC.title", main.title, main.language)
    for edition in facts.editions:
        if edition is not main:
            yield Meta("DCTERMS.alternative", edition.title, edition.language)
    for issuer in main.issuers:
        yield Meta("DC.creator", issuer.name)
    if facts.publisher:
        yield Meta("DC.publisher", facts.publisher.name)
    for subject in main.subjects:
        yield Meta("DC.subject", subject)
    yield Meta("DC.date", facts.date)
    if facts.revised:
        yield Meta("DCTERMS.modified", facts.revised)
    yield Meta("DC.type", "Text")
    yield Meta("DC.identifier", f"urn:uuid:{facts.uuid}")
    if facts.doi:
        yield Meta("DC.identifier", f"doi:{facts.doi}")
    for edition in facts.editions:
        yield Meta("DC.language", edition.language)
    if facts.rights and facts.rights.statement:
        yield Meta("DC.rights", facts.rights.statement)


# --- schema.org ----------------------------------------------------------------------------------


def data(facts: WorkFacts) -> str:
    """schema.org; no character can end the element that it stands in."""
    text = json.dumps(_filled(_work(facts)), ensure_ascii=False, indent=1)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _work(facts: WorkFacts) -> dict[str, Any]:
    main, publisher, rights, series = facts.main, facts.publisher, facts.rights, facts.series
    return {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": f"urn:uuid:{facts.uuid}",
        "name": main.title,
        "alternateName": main.subtitle,
        "author": _parties(main),
        "datePublished": facts.date,
        "dateModified": facts.revised,
        "description": main.summary,
        "keywords": list(main.subjects),
        "identifier": [f"doi:{facts.doi}"] if facts.doi else [],
        "url": canonical(facts),
        "publisher": {"@type": "Organization", "name": publisher.name, "url": publisher.url} if publisher else "",
        "license": rights.license_address if rights else "",
        "copyrightNotice": rights.statement if rights else "",
        "isPartOf": {"@type": "CreativeWorkSeries", "name": series.title, "issn": series.issn} if series else "",
        "creativeWorkStatus": _status(facts),
        "expires": facts.expires,
        "http://purl.org/dc/terms/replaces": facts.supersedes,  # schema.org has no word for it
        "workExample": [
            *(_example(facts, edition) for edition in facts.editions),
            *(_pair(facts, pair) for pair in facts.pairs),
        ],
    }


def _status(facts: WorkFacts) -> dict[str, str]:
    """Withdrawn with its reason, or under embargo; nothing of a work that is neither."""
    return {"@type": "DefinedTerm", "name": facts.status, "description": facts.reason} if facts.status else {}


def _example(facts: WorkFacts, edition: EditionFacts) -> dict[str, Any]:
    page = site_paths.landing(facts.work)
    numbers = [f"urn:isbn:{isbn.number}" for isbn in edition.isbns]
    return {
        "@type": "CreativeWork",
        "@id": f"urn:uuid:{edition.uuid}",
        "name": edition.title,
        "inLanguage": edition.language,
        "author": _parties(edition) if edition.issuers != facts.main.issuers else [],
        "translator": edition.translator,
        "identifier": numbers,
        **access(edition.access),
        "encoding": [_encoding(file, page) for file in relations.items(edition)],
    }


def _pair(facts: WorkFacts, pair: PairFacts) -> dict[str, Any]:
    """Two editions side by side: one publication in both languages."""
    sides = facts.sides(pair)
    return {
        "@type": "CreativeWork",
        "@id": f"urn:uuid:{pair.uuid}",
        "name": [side.title for side in sides],
        "inLanguage": [side.language for side in sides],
        "encoding": [_encoding(file, site_paths.landing(facts.work)) for file in pair.files],
    }


def _encoding(file: FileFacts, page: str) -> dict[str, str]:
    return {
        "@type": "MediaObject",
        "contentUrl": site_paths.outside(file.path, page),
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} bytes",
        "sha256": file.sha256,
    }


def access(said: Access) -> dict[str, Any]:
    """The terms on accessibility, as the book has them."""
    sufficient = [{"@type": "ItemList", "itemListElement": way.split(",")} for way in said.sufficient]
    return {
        "accessMode": list(said.modes),
        "accessModeSufficient": sufficient,
        "accessibilityFeature": list(said.features),
        "accessibilityHazard": list(said.hazards),
        "accessibilitySummary": said.summary,
    }


def _parties(edition: EditionFacts) -> list[dict[str, str]]:
    return [
        {"@type": "Person" if issuer.kind == "person" else "Organization", "name": issuer.name, "sameAs": issuer.uri}
        for issuer in edition.issuers
    ]


def _filled(value: Any) -> Any:
    """The value without empty texts, lists and objects."""
    if isinstance(value, dict):
        inner = {key: _filled(part) for key, part in value.items()}
        return {key: part for key, part in inner.items() if part not in ("", [], {})}
    return [_filled(part) for part in value] if isinstance(value, list) else value
