"""schema.org as JSON-LD: the same properties that the web page carries, and what else the description knows.

Flow: Description -> ``render`` -> JSON, UTF-8. The work is an ``exampleOfWork``; files are ``encoding``s, each with
its own ISBN, and with an address where flugblatt.toml says where the project is published.
"""

from __future__ import annotations

import json
from typing import Any

from flugblatt.model import Artefact, Issuer, Subject
from flugblatt.model.targets import product_of
from flugblatt.records.description import Description, PairOf, Relation, file_address
from flugblatt.records.dublin_core import identifiers
from flugblatt.records.file_access import access_of

REPLACES, CONFORMS = "http://purl.org/dc/terms/replaces", "http://purl.org/dc/terms/conformsTo"
"""schema.org has no property for these."""
ROLES = {"original": "translationOfWork", "translation": "workTranslation"}


def render(description: Description) -> bytes:
    """The record: one object of type CreativeWork."""
    text = json.dumps(_value(description), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def _value(description: Description) -> dict[str, Any]:
    statement, edition = description.statement, description.edition
    rights, publisher, series = statement.rights, statement.publisher, statement.series
    named = identifiers(description)
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": description.identifier,
        "name": edition.title_text,
        "alternateName": edition.subtitle,
        "inLanguage": edition.language,
        "datePublished": statement.date,
        "dateModified": statement.revised if statement.revised != statement.date else "",
        "identifier": named[0] if len(named) == 1 else list(named),
        "author": [_party(issuer) for issuer in description.issuers],
        "translator": edition.translator,
        "contributor": [_signatory(person.name) for person in statement.signatories],
        "genre": description.language.kind(description.kind) if description.kind else "",
        "description": description.summary,
        "keywords": list(description.subjects),
        "about": [_term(subject) for subject in description.subjects_of_schemes if subject.scheme],
        "accessMode": ["textual", "visual"] if description.pictures else ["textual"],
        "accessModeSufficient": {"@type": "ItemList", "itemListElement": ["textual"]},
        "accessibilityHazard": "none",
        "creativeWorkStatus": _status(description),
        "expires": statement.withdrawn.date if statement.withdrawn else "",
        REPLACES: statement.supersedes,
        "url": statement.url,
        "exampleOfWork": {"@id": description.work},
    }
    if publisher:
        about = {"name": publisher.name, "address": publisher.address or publisher.place, "url": publisher.url}
        value["publisher"] = {"@type": "Organization", **about}
    if rights:
        value["copyrightNotice"] = rights.statement
        value["conditionsOfAccess"] = rights.access
        license_ = {"name": description.license_name, "url": description.license_address}
        value["license"] = {"@type": "CreativeWork", **license_} if rights.license else ""
    if series:
        inside = {"@type": "CreativeWorkSeries", "name": series.title, "issn": series.issn}
        value["isPartOf"], value["position"] = inside, series.number
    for relation in description.relations:
        if relation.role in ROLES:
            value.setdefault(ROLES[relation.role], []).append(_edition(relation))
        else:
            value["exampleOfWork"].setdefault("@type", "CreativeWork")
            value["exampleOfWork"].setdefault("workExample", []).append(_edition(relation))
    for pair in description.pairs:
        value["exampleOfWork"].setdefault("@type", "CreativeWork")
        value["exampleOfWork"].setdefault("workExample", []).append(_beside(pair))
    value["encoding"] = [
        {
            "@type": "MediaObject",
            "name": form.name,
            "identifier": f"urn:isbn:{isbn}" if (isbn := _isbn(description, form)) else "",
            "contentUrl": file_address(form),
            "encodingFormat": form.media_type,
            "contentSize": f"{form.size} bytes",
            "sha256": form.sha256,
            **_access(description, form),
        }
        for form in description.forms
    ]
    filled: dict[str, Any] = _filled(value)
    return filled


def _status(description: Description) -> dict[str, str]:
    """Withdrawn with its reason, or under embargo; nothing is said of a work that is neither."""
    statement = description.statement
    if statement.withdrawn:
        reason = statement.withdrawn.reason.for_language(description.edition.language) or ""
        return {"@type": "DefinedTerm", "name": "Withdrawn", "description": reason}
    return (
        {"@type": "DefinedTerm", "name": "Embargoed", "description": statement.embargo} if statement.embargoed else {}
    )


def _term(subject: Subject) -> dict[str, str]:
    named = {"name": subject.label, "termCode": subject.code, "inDefinedTermSet": subject.scheme}
    return {"@type": "DefinedTerm", **named}


def _access(description: Description, form: Artefact) -> dict[str, Any]:
    """What the file says of its accessibility."""
    said = access_of(form, description.pictures)
    return {
        "accessibilityFeature": list(said.features),
        "accessibilitySummary": said.summary,
        CONFORMS: said.conforms,
    }


def _party(issuer: Issuer) -> dict[str, str]:
    kind = "Person" if issuer.kind == "person" else "Organization"
    return {"@type": kind, "name": issuer.name, "sameAs": issuer.uri}


def _signatory(name: str) -> dict[str, str]:
    """In a role, as schema.org has no property for who signs a letter."""
    return {"@type": "Role", "roleName": "signatory", "contributor": name}


def _beside(pair: PairOf) -> dict[str, Any]:
    """Two editions in one."""
    titles, tags = list(pair.titles), list(pair.languages)
    return {"@type": "CreativeWork", "@id": pair.identifier, "name": titles, "inLanguage": tags}


def _isbn(description: Description, form: Artefact) -> str:
    product = product_of(form.target)
    return next((isbn.number for isbn in description.isbns if isbn.form == product), "")


def _edition(relation: Relation) -> dict[str, str]:
    return {
        "@type": "CreativeWork",
        "@id": relation.identifier,
        "name": relation.title,
        "inLanguage": relation.language,
    }


def _filled(value: Any) -> Any:
    """The value without empty texts, lists and objects."""
    if isinstance(value, dict):
        inner = {key: _filled(part) for key, part in value.items()}
        return {key: part for key, part in inner.items() if part not in ("", [], {})}
    return [_filled(part) for part in value] if isinstance(value, list) else value
