"""Dublin Core of the whole work (oai_dc): what an archive shows in its list of packages before anybody opens one.

Flow: Statement -> ``render`` -> XML. Every edition gives its title, its issuers' names and its language; ``relation`` names the
editions, each of which has records of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.model import Statement
from flugblatt.model.identifiers import edition_id, work_id
from flugblatt.model.work import PRODUCTS
from flugblatt.records import dublin_core


def render(statement: Statement) -> bytes:
    """The record of the work, valid by oai_dc.xsd."""
    return dublin_core.record(dict.fromkeys(_elements(statement)))


def _elements(statement: Statement) -> Iterator[tuple[str, str, str]]:
    """Name, value and language of each element, in the order of the edition's records."""
    editions = statement.editions
    yield from (("title", edition.title_text, edition.language) for edition in editions)
    yield from (("creator", issuer.name, "") for edition in editions for issuer in statement.issuers_of(edition))
    for edition in editions:
        subjects = statement.subject_words(edition.language)
        yield from (("subject", subject, edition.language if statement.subjects.named else "") for subject in subjects)
    for edition in editions:
        summary = statement.summary.for_language(edition.language) or ""
        yield "description", summary, edition.language if statement.summary.named else ""
    yield "publisher", statement.publisher.name if statement.publisher else "", ""
    yield "date", statement.date, ""
    yield "type", "Text", ""
    yield "identifier", work_id(statement).urn, ""
    given = statement.identifiers.uris(*PRODUCTS, issn=True)
    yield from (("identifier", uri, "") for uri in (*given, statement.url))
    yield from (("language", edition.language, "") for edition in editions)
    yield from (("relation", edition_id(statement, edition).urn, "") for edition in (*editions, *statement.pairs()))
    yield from (("rights", words, "") for words in dublin_core.rights(statement))
