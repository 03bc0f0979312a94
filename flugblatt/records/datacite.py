"""DataCite 4.6: the record that an agency registers a DOI with. Prepared, never sent; due only where the edition has a DOI.

Flow: Description -> ``render`` -> XML. A publisher that nobody has named is ``:unav``, the schema's own word for it (appendix 3).
"""

from __future__ import annotations

from lxml import etree

from flugblatt.records.description import Description
from flugblatt.records.tree import add, add_if, root, written

DATACITE = "http://datacite.org/schema/kernel-4"
UNAVAILABLE = ":unav"
SPDX = "https://spdx.org/licenses/"
RELATIONS = {"original": "IsTranslationOf", "translation": "HasTranslation", "edition": "IsVariantFormOf"}
SCHEMES = {"thema": "Thema", "bisac": "BISAC", "ddc": "DDC", "udc": "UDC", "gnd": "GND", "eurovoc": "EuroVoc"}


def render(description: Description) -> bytes | None:
    """The record; None without a DOI."""
    statement, edition = description.statement, description.edition
    if not edition.identifiers.doi:
        return None
    record = root("resource", DATACITE)
    add(record, "identifier", edition.identifiers.doi, identifierType="DOI")
    _parties(record, description)
    titles = add(record, "titles")
    add(titles, "title", edition.title_text, lang=edition.language)
    add_if(titles, "title", edition.subtitle, lang=edition.language, titleType="Subtitle")
    add(record, "publisher", statement.publisher.name if statement.publisher else UNAVAILABLE)
    add(record, "publicationYear", statement.date[:4])
    add(record, "resourceType", statement.kind.replace("-", " "), resourceTypeGeneral="Text")
    _subjects(record, description)
    _dates(record, description)
    add(record, "language", edition.language)
    _identifiers(record, description)
    _files(record, description)
    _rights(record, description)
    if description.summary:
        inside = add(record, "descriptions")
        add(inside, "description", description.summary, descriptionType="Abstract", lang=description.summary_language)
    return written(record)


def _parties(record: etree._Element, description: Description) -> None:
    creators = add(record, "creators")
    for issuer in description.issuers:
        person = issuer.kind == "person"
        creator = add(creators, "creator")
        name = (issuer.sort_name if person else "") or issuer.name
        add(creator, "creatorName", name, nameType="Personal" if person else "Organizational")
        add_if(creator, "nameIdentifier", issuer.uri, nameIdentifierScheme="URI")
    if description.edition.translator:
        contributor = add(add(record, "contributors"), "contributor", contributorType="Translator")
        add(contributor, "contributorName", description.edition.translator)


def _subjects(record: etree._Element, description: Description) -> None:
    given = description.subjects_of_schemes
    inside = add(record, "subjects") if given else record
    for subject in given:
        scheme = {"subjectScheme": SCHEMES.get(subject.scheme, ""), "classificationCode": subject.code}
        add(inside, "subject", subject.label, lang=description.subjects_language, **scheme)


def _dates(record: etree._Element, description: Description) -> None:
    """Issued; updated, available (the end of an embargo) and withdrawn where statement.yaml says so."""
    statement = description.statement
    dates = add(record, "dates")
    add(dates, "date", statement.date, dateType="Issued")
    add_if(dates, "date", statement.revised if statement.revised != statement.date else "", dateType="Updated")
    add_if(dates, "date", statement.embargo, dateType="Available")
    if statement.withdrawn:
        reason = statement.withdrawn.reason.for_language(description.edition.language) or ""
        add(dates, "date", statement.withdrawn.date, dateType="Withdrawn", dateInformation=reason)


def _identifiers(record: etree._Element, description: Description) -> None:
    """The edition's other names, and the editions that it is translated from or into."""
    others = add(record, "alternateIdentifiers")
    add(others, "alternateIdentifier", description.identifier, alternateIdentifierType="URN")
    for isbn in description.isbns:
        add(others, "alternateIdentifier", isbn.number, alternateIdentifierType="ISBN")
    add_if(others, "alternateIdentifier", description.statement.url, alternateIdentifierType="URL")
    inside = add(record, "relatedIdentifiers")
    add(inside, "relatedIdentifier", description.work, relatedIdentifierType="URN", relationType="IsVersionOf")
    for relation in description.relations:
        kind = {"relatedIdentifierType": "URN", "relationType": RELATIONS[relation.role]}
        add(inside, "relatedIdentifier", relation.identifier, **kind)


def _files(record: etree._Element, description: Description) -> None:
    if not description.forms:
        return
    sizes = add(record, "sizes")
    for form in description.forms:
        add(sizes, "size", f"{form.size} bytes")
    formats = add(record, "formats")
    for form in description.forms:
        add(formats, "format", form.media_type)


def _rights(record: etree._Element, description: Description) -> None:
    rights = description.statement.rights
    if not rights or not (rights.statement or rights.license):
        return
    inside = add(record, "rightsList")
    add_if(inside, "rights", rights.statement)
    if description.license_address:
        name = description.license_name
        scheme = {"rightsIdentifier": name, "rightsIdentifierScheme": "SPDX", "schemeURI": SPDX} if name else {}
        add(inside, "rights", name or description.license_address, rightsURI=description.license_address, **scheme)
