"""The metadata of book and page: the fields that must be there, and the fields that are.

Flow: (Statement, Edition) -> fields; book -> EbookLib -> fields; page -> lxml -> title, meta elements and JSON-LD -> fields.
A field is a name and its values in order.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from ebooklib import epub
from lxml import html

from flugblatt.judges.fidelity import statement_facts
from flugblatt.judges.metadata.fields import LANG, Fields, base_url, filled, flattened, gathered, instant
from flugblatt.language.table import language_of
from flugblatt.model import Edition, Image, Statement, leaves, spans

DC = "http://purl.org/dc/elements/1.1/"
SUMMARY = "schema:accessibilitySummary"
SPOKEN = ("schema:access", "a11y:")
"""Properties on the book's making, which the judge ``a11y`` holds against the book; but for the summary, which is words, and the
exemption, which is the statement's."""
EXEMPTION = "OPF a11y:exemption"
CLAIM: Fields = {"OPF dcterms:conformsTo": ("EPUB Accessibility 1.1 - WCAG 2.2 Level AA",)}
"""What a book in which ``a11y`` finds nothing says, and no other."""
CARD = ("meta og:image", "meta twitter:card")
"""What an edition without books and pictures, as no font has a character of it, does not have."""
TECHNICAL = frozenset(("viewport", "color-scheme"))


def identifiers(statement: Statement, edition: Edition, product: str) -> tuple[str, ...]:
    """The edition's identifier, then those that are given, each a URI, the ISBN that of a form of product; what is not given
    is empty."""
    given = edition.identifiers
    doi = given.doi and f"doi:{given.doi}"
    isbn = "".join(f"urn:isbn:{re.sub('[ -]', '', isbn.written)}" for isbn in given.isbns if isbn.form == product)
    return (f"urn:uuid:{statement_facts.edition_id(statement, edition)}", doi, isbn, given.urn_nbn, given.uri)


# --- epub ----------------------------------------------------------------------------------------


def epub_fields(statement: Statement, edition: Edition) -> Fields:
    """The fields of the package document (EPUB 3.3, 5.5) that say something of statement and edition."""
    issuers, rights, language = statement_facts.issuers(statement, edition), statement.rights, edition.language
    tongues = [span.language for span in spans((edition.title, edition.blocks, edition.notes)) if span.language]
    printed = f"urn:uuid:{statement_facts.form_id(statement, edition, 'archive-pdf')}"
    fields: Fields = {
        "OPF unique identifier": identifiers(statement, edition, "epub")[:1],
        "OPF dc:identifier": identifiers(statement, edition, "epub"),
        "OPF dc:title": (edition.title_text, edition.subtitle),
        "OPF dc:title @lang": (language, language if edition.subtitle else ""),
        "OPF dc:language": tuple(dict.fromkeys((language, *tongues))),
        "OPF dc:creator": tuple(issuer.name for issuer in issuers),
        "OPF dc:contributor": (edition.translator,),
        "OPF dc:publisher": (statement.publisher.name if statement.publisher else "",),
        "OPF dc:date": (statement.date,),
        "OPF dc:description": (statement.summary.for_language(language) or "",),
        "OPF dc:subject": statement.subject_words(language),
        "OPF dc:rights": (rights.statement, rights.license_name or rights.license_address) if rights else (),
        "OPF dcterms:license": (rights.license_address if rights else "",),
        "OPF dc:source": (printed,),
        "OPF pageBreakSource": (printed,),
        f"OPF source-of of {printed}": ("pagination",),
        "OPF dcterms:modified": (modified(statement),),
        "OPF meta name=cover": ("cover-image",),
        f"OPF {SUMMARY}": (language_of(edition).accessibility(_pictures(edition)),),
    }
    for issuer in issuers:
        fields[f"OPF role (marc:relators) of {issuer.name}"] = ("aut",)
        fields[f"OPF file-as of {issuer.name}"] = (issuer.sort_name,)
        fields[f"OPF dcterms:identifier of {issuer.name}"] = (issuer.uri,)
    if edition.subtitle:
        for kind, title in (("main", edition.title_text), ("subtitle", edition.subtitle)):
            fields[f"OPF title-type of {title}"] = (kind,)
    fields |= _series(statement)
    if edition.translator:
        fields[f"OPF role (marc:relators) of {edition.translator}"] = ("trl",)
    return filled(fields)


def _pictures(edition: Edition) -> bool:
    found = leaves((edition.title, edition.blocks, edition.notes))
    return any(isinstance(leaf, Image) and not leaf.decorative for leaf in found)


def _series(statement: Statement) -> Fields:
    series = statement.series
    if series is None:
        return {}
    number = series.number if all(part.isdecimal() for part in series.number.split(".")) else ""
    return {
        "OPF belongs-to-collection": (series.title,),
        f"OPF collection-type of {series.title}": ("series",),
        f"OPF group-position of {series.title}": (number,),
        f"OPF dcterms:identifier of {series.title}": (series.issn and f"urn:issn:{series.issn}",),
    }


def modified(statement: Statement) -> str:
    """The moment of the last change in UTC, to the second, as EPUB 3.3, 5.5.4 wants it."""
    moment = instant(statement.revised or statement.date)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def read_epub(data: bytes) -> Fields:
    """Every field of the package document but those that are SPOKEN. Raises whatever EbookLib raises."""
    book = epub.read_epub(io.BytesIO(data), {"ignore_ncx": True})
    return filled(gathered((("OPF unique identifier", str(book.uid or "")), *_package(book.metadata))))


def _package(metadata: Any) -> Iterator[tuple[str, str]]:
    """What EbookLib read of the metadata: by namespace and name, values with their attributes."""
    values = [
        (name, str(value or ""), dict(attributes or {})) for name, value, attributes in _rows(metadata.get(DC, {}))
    ]
    every = (row for names in metadata.values() for row in _rows(names))
    named = {attributes["id"]: value for _, value, attributes in every if attributes and "id" in attributes}
    for name, value, attributes in values:
        yield f"OPF dc:{name}", value
        for attribute, said in attributes.items():
            if attribute != "id":
                yield f"OPF dc:{name} @{'lang' if attribute == LANG else attribute}", said
    for namespace, names in metadata.items():
        if namespace != DC:
            for _, value, attributes in _rows(names):
                yield from _meta(str(value or ""), dict(attributes or {}), named)


def _rows(names: Any) -> Iterator[tuple[str, Any, Any]]:
    return ((name, value, attributes) for name, values in names.items() for value, attributes in values)


def _meta(value: str, attributes: dict[str, str], named: dict[str, str]) -> Iterator[tuple[str, str]]:
    if "name" in attributes:
        yield f"OPF meta name={attributes['name']}", attributes.get("content", "")
        return
    name = attributes.get("property", "without property")
    if name in (SUMMARY, "a11y:exemption") or not name.startswith(SPOKEN):
        scheme = f" ({attributes['scheme']})" if "scheme" in attributes else ""
        refined = attributes.get("refines", "").removeprefix("#")
        of = f" of {named.get(refined, refined)}" if refined else ""
        yield f"OPF {name}{scheme}{of}", value


# --- web -----------------------------------------------------------------------------------------


def web_fields(statement: Statement, edition: Edition) -> Fields:
    """Title, meta elements and JSON-LD (schema.org) of the page."""
    issuers, language = statement_facts.issuers(statement, edition), edition.language
    names = tuple(issuer.name for issuer in issuers)
    named = identifiers(statement, edition, "")
    rights, original = statement.rights, statement.original
    translated = original not in ("", language)
    kinds = tuple("Person" if issuer.kind == "person" else "Organization" for issuer in issuers)
    fields: Fields = {
        "page lang": (language,),
        "page title": (edition.title_text,),
        "meta author": names,
        "meta dcterms.date": (statement.date,),
        "meta dcterms.identifier": named[:1],
        "meta description": (statement.summary.for_language(language) or "",),
        "JSON-LD @context": ("https://schema.org",),
        "JSON-LD @type": ("CreativeWork",),
        "JSON-LD name": (edition.title_text,),
        "JSON-LD inLanguage": (language,),
        "JSON-LD datePublished": (statement.date,),
        "JSON-LD dateModified": (statement.revised if statement.revised != statement.date else "",),
        "JSON-LD alternateName": (edition.subtitle,),
        "JSON-LD identifier": named,
        "JSON-LD author @type": kinds,
        "JSON-LD author name": names,
        "JSON-LD author sameAs": tuple(issuer.uri for issuer in issuers),
        "JSON-LD publisher @type": ("Organization" if statement.publisher else "",),
        "JSON-LD publisher name": (statement.publisher.name if statement.publisher else "",),
        "JSON-LD url": (statement.url,),
        "JSON-LD license @type": ("CreativeWork" if rights and rights.license else "",),
        "JSON-LD license name": (rights.license_name if rights else "",),
        "JSON-LD license url": (rights.license_address if rights else "",),
        "JSON-LD translationOfWork @type": ("CreativeWork" if translated else "",),
        "JSON-LD translationOfWork @id": (
            f"urn:uuid:{statement_facts.language_id(statement, original)}" if translated else "",
        ),
        "JSON-LD translationOfWork inLanguage": (original if translated else "",),
    }
    return filled(fields | _web_head(statement, edition))


def _web_head(statement: Statement, edition: Edition) -> Fields:
    """What the head says to programs beside that: links, Open Graph, the tags of Highwire Press."""
    name, base = f"{edition.work}.{edition.language}", base_url()
    own = f"{base}/{edition.work}/{edition.language}/{name}"
    several, rights = len(statement.editions) > 1, statement.rights
    address = f"{own}.html" if base else "" if several else statement.url
    doi, issuers = edition.identifiers.doi, statement_facts.issuers(statement, edition)
    summary = statement.summary.for_language(edition.language) or ""
    card = f"{own}.card.png" if base else f"{name}.card.png"
    others = tuple(other.language for other in statement.editions if several)
    return {
        "link canonical": (address,),
        "link alternate": tuple(f"../{tag}/{edition.work}.{tag}.html text/html {tag}" for tag in others),
        "link cite-as": (f"https://doi.org/{doi}" if doi else statement.url,),
        "link type": ("https://schema.org/CreativeWork",),
        "link collection": ("../index.html text/html",),
        "link author": tuple(dict.fromkeys(issuer.uri for issuer in issuers)),
        "link license": (rights.license_address if rights else "",),
        "meta og:type": ("article",),
        "meta og:title": (edition.title_text,),
        "meta og:locale": (edition.language.replace("-", "_"),),
        "meta og:description": (summary,),
        "meta og:url": (address,),
        "meta og:image": (card,),
        "meta twitter:card": ("summary_large_image",),
        "meta citation_title": (edition.title_text,),
        "meta citation_author": tuple(issuer.name for issuer in issuers),
        "meta citation_publication_date": ("/".join(statement.date.split("-")),),
        "meta citation_language": (edition.language,),
        "meta citation_doi": (doi,),
    }


def read_page(data: bytes) -> Fields:
    """Every field of the page. Raises ValueError and its like where page or JSON-LD cannot be read."""
    root: Any = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    return filled(gathered(_page(root)))


def _page(root: Any) -> Iterator[tuple[str, str]]:
    yield "page lang", root.get("lang", "")
    yield from (("page title", "".join(element.itertext())) for element in root.iter("title"))
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("http-equiv") or ""
        if name and name not in TECHNICAL:
            yield f"meta {name}", element.get("content", "")
    for element in root.iter("link"):
        words = (element.get("href", ""), element.get("type", ""), element.get("hreflang", ""))
        yield f"link {element.get('rel')}", " ".join(filter(None, words))
    for element in root.iter("script"):
        if element.get("type") == "application/ld+json":
            yield from flattened("JSON-LD", json.loads("".join(element.itertext())))
