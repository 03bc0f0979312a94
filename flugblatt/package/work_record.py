"""Dublin Core of the whole work (oai_dc): what an archive shows in its list of packages before anybody opens one.

Flow: Statement -> ``render`` -> XML. Every edition gives its title, its issuers' names and its language; ``relation`` names the
editions, each of which has records of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from flugblatt.model import Statement
from flugblatt.model.identifiers import edition_id, work_id
from flugblatt.records.dublin_core import ACCESS, DC, OAI
from flugblatt.records.tree import LANG, root, written


def render(statement: Statement) -> bytes:
    """The record of the work, valid by oai_dc.xsd."""
    record = root("dc", OAI, "oai_dc", dc=DC)
    for name, value, language in dict.fromkeys(_elements(statement)):
        if value:
            element = etree.SubElement(record, etree.QName(DC, name))
            element.text = value
            if language:
                element.set(LANG, language)
    return written(record)


def _elements(statement: Statement) -> Iterator[tuple[str, str, str]]:
    """Name, value and language of each element, in the order of the edition's records."""
    editions, rights, given = statement.editions, statement.rights, statement.identifiers
    yield from (("title", edition.title_text, edition.language) for edition in editions)
    yield from (("creator", issuer.name, "") for edition in editions for issuer in statement.issuers_of(edition))
    for edition in editions:
        subjects = statement.subjects.for_language(edition.language) or ()
        yield from (("subject", subject, edition.language if statement.subjects.named else "") for subject in subjects)
    for edition in editions:
        summary = statement.summary.for_language(edition.language) or ""
        yield "description", summary, edition.language if statement.summary.named else ""
    yield "publisher", statement.publisher.name if statement.publisher else "", ""
    yield "date", statement.date, ""
    yield "type", "Text", ""
    yield "identifier", work_id(statement).urn, ""
    yield "identifier", given.doi and f"doi:{given.doi}", ""
    yield "identifier", given.isbn and f"urn:isbn:{given.isbn}", ""
    yield "identifier", given.issn and f"urn:issn:{given.issn}", ""
    yield from (("identifier", value, "") for value in (given.urn_nbn, given.uri, statement.url))
    yield from (("language", edition.language, "") for edition in editions)
    yield from (("relation", edition_id(statement, edition).urn, "") for edition in editions)
    if rights:
        yield from (
            ("rights", words, "") for words in (rights.statement, rights.license, ACCESS.get(rights.access, ""))
        )
