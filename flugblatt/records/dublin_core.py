"""Dublin Core as OAI-PMH takes it (oai_dc): the fifteen elements, as plain as they are.

Flow: Description -> ``render`` -> XML. Languages are tags (RFC 5646), dates W3CDTF, identifiers URIs. ``source`` is the
original that an edition is translated from; ``relation`` the work and its other editions.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from flugblatt.model import Statement
from flugblatt.model.work import PRODUCTS
from flugblatt.records.description import Description
from flugblatt.records.tree import LANG, root, written

OAI = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
ACCESS = {
    "open": "info:eu-repo/semantics/openAccess",
    "reading-room": "info:eu-repo/semantics/restrictedAccess",
    "registered": "info:eu-repo/semantics/restrictedAccess",
}
"""Access in the words of info:eu-repo, which harvesters of OAI-PMH read."""


def render(description: Description) -> bytes:
    """The record, valid by oai_dc.xsd."""
    statement, edition, language = description.statement, description.edition, description.language
    own = edition.language
    named = language.kind(description.kind) if description.kind else ""
    elements: tuple[tuple[str, tuple[str, ...], str], ...] = (
        ("title", (edition.title_text, edition.subtitle), own),
        ("creator", tuple(issuer.name for issuer in description.issuers), ""),
        ("contributor", (edition.translator, *(person.name for person in statement.signatories)), ""),
        ("subject", description.subjects, description.subjects_language),
        ("description", (description.summary,), description.summary_language),
        ("publisher", (statement.publisher.name if statement.publisher else "",), ""),
        ("date", (statement.date,), ""),
        ("type", ("Text",), ""),
        ("type", (named,), language.label_language),
        ("format", tuple(dict.fromkeys(form.media_type for form in description.forms)), ""),
        ("identifier", identifiers(description), ""),
        ("identifier", (statement.url,), ""),
        ("source", tuple(found.identifier for found in (description.original,) if found), ""),
        ("language", (own,), ""),
        ("relation", (description.work, *_others(description)), ""),
        ("rights", rights(statement), ""),
    )
    return record((name, value, tag) for name, values, tag in elements for value in values)


def record(elements: Iterable[tuple[str, str, str]]) -> bytes:
    """A record of elements, each its name, its value and the language of that; what has no value is left out."""
    top = root("dc", OAI, "oai_dc", dc=DC)
    for name, value, tag in elements:
        if value:
            element = etree.SubElement(top, f"{{{DC}}}{name}")
            element.text = value
            if tag:
                element.set(LANG, tag)
    return written(top)


def rights(statement: Statement) -> tuple[str, ...]:
    """What may be done with the work: the statement of rights, the licence, and the access."""
    given = statement.rights
    if given is None:
        return ()
    return (given.statement, given.license_name, given.license_address, ACCESS.get(given.access, ""))


def identifiers(description: Description) -> tuple[str, ...]:
    """The edition's identifier, then those that the content gives, each as a URI."""
    return (description.identifier, *description.edition.identifiers.uris(*PRODUCTS, issn=True))


def _others(description: Description) -> tuple[str, ...]:
    others = (relation.identifier for relation in description.relations if relation.role != "original")
    return (*others, *(pair.identifier for pair in description.pairs))
