"""The Dublin Core of the whole work in a package, against what the source says of the work.

Flow: statement -> the elements that must be there; dc.xml -> those that are -> Check ``metadata``.

Rule: titles, creators, languages and identifiers of all editions, date, publisher, subjects, descriptions and rights equal
the statement's, and nothing else is there. Reason: it is what an archive shows of the package before anybody opens it.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.metadata import compare
from flugblatt.judges.records.dublin_core_reader import ACCESS
from flugblatt.model import Check, Statement
from flugblatt.model.checks import unreadable
from flugblatt.model.identifiers import edition_id, work_id

NAME = "dc.xml"
TOOL = "our checks, reading with lxml"
DC = "http://purl.org/dc/elements/1.1/"


def judge(statement: Statement, data: bytes) -> Check:
    """The Check ``metadata`` of dc.xml. Never raises for what ``data`` holds."""
    try:
        root = xml_schemas.parse(data)
    except (ValueError, etree.XMLSyntaxError) as error:
        return Check.of(
            "metadata", TOOL, (unreadable("metadata-unreadable", "a record that can be read", error, NAME),)
        )
    expected = _expected(statement)
    found: dict[str, tuple[str, ...]] = {}
    for element in root:
        if isinstance(element.tag, str):
            name = f"dc:{etree.QName(element).localname}"
            found[name] = (*found.get(name, ()), element.text or "")
    return Check.of("metadata", TOOL, compare(expected, found), f"{len(expected)} fields")


def _expected(statement: Statement) -> dict[str, tuple[str, ...]]:
    editions, given, rights = statement.editions, statement.identifiers, statement.rights
    isbns = (("urn:isbn:", isbn.written.replace("-", "").replace(" ", "")) for isbn in given.isbns)
    numbers = (("doi:", given.doi), *isbns, ("urn:issn:", given.issn), ("", given.urn_nbn))
    fields = {
        "title": [edition.title_text for edition in editions],
        "creator": [issuer.name for edition in editions for issuer in statement.issuers_of(edition)],
        "subject": [word for edition in editions for word in statement.subject_words(edition.language)],
        "description": [statement.summary.for_language(edition.language) or "" for edition in editions],
        "publisher": [statement.publisher.name if statement.publisher else ""],
        "date": [statement.date],
        "type": ["Text"],
        "identifier": [
            work_id(statement).urn,
            *(prefix + value for prefix, value in numbers if value),
            given.uri,
            statement.url,
        ],
        "language": [edition.language for edition in editions],
        "relation": [edition_id(statement, edition).urn for edition in (*editions, *statement.pairs())],
        "rights": [rights.statement, rights.license_name, rights.license_address, _access(rights.access)]
        if rights
        else [],
    }
    kept = {f"dc:{name}": tuple(dict.fromkeys(filter(None, values))) for name, values in fields.items()}
    return {name: values for name, values in kept.items() if values}


def _access(value: str) -> str:
    return f"info:eu-repo/semantics/{ACCESS[value]}" if value in ACCESS else ""
