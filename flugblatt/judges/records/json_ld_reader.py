"""schema.org's JSON-LD, read back: every text by the path of its properties.

Flow: JSON -> paths -> facts. What no rule of ours names keeps its path as name.
"""

from __future__ import annotations

import json

from flugblatt.judges.metadata.fields import Fields, filled, flattened, gathered
from flugblatt.judges.records.access_facts import said_by
from flugblatt.judges.records.record_facts import Said, address, picked, plain_isbn

NAMES = {
    "name": "title",
    "alternateName": "subtitle",
    "inLanguage": "language",
    "datePublished": "date",
    "dateModified": "revised",
    "identifier": "identifiers",
    "author name": "creators",
    "author sameAs": "creator addresses",
    "description": "summary",
    "keywords": "subjects",
    "publisher name": "publisher",
    "copyrightNotice": "rights",
    "license name": "license",
    "license url": "license address",
    "isPartOf name": "series",
    "isPartOf issn": "series ISSN",
    "position": "series number",
    "exampleOfWork @id": "work",
    "exampleOfWork workExample @id": "editions",
    "translationOfWork @id": "original",
    "workTranslation @id": "translations",
    "encoding name": "file names",
    "encoding encodingFormat": "file media types",
    "encoding contentSize": "file sizes",
    "encoding sha256": "file checksums",
    "encoding @type": "file types",
    "encoding identifier": "file ISBNs",
    "encoding contentUrl": "file addresses",
    "encoding accessibilityFeature": "file features",
    "encoding accessibilitySummary": "file summaries",
    "encoding http://purl.org/dc/terms/conformsTo": "file claims",
    "http://purl.org/dc/terms/replaces": "superseded",
}
PRODUCTS = {"archive-pdf": "pdf", "access-pdf": "pdf", "epub": "epub"}
"""The forms of product that the files are."""
PEOPLE = {"organization": "Organization", "conference": "Organization", "person": "Person"}


def expected(said: Said) -> Fields:
    """The facts of the record, with the types of its objects."""
    statement = said.statement
    publisher = statement.publisher
    fields: Fields = picked(
        said,
        *("title", "subtitle", "language", "date", "revised", "identifiers", "creators", "creator addresses"),
        *("summary", "subjects", "publisher", "rights", "series", "series ISSN", "series number"),
        *("work", "editions", "original", "translations", "translator", "url"),
    )
    for path, others in (
        ("exampleOfWork workExample", said.editions),
        ("translationOfWork", said.original),
        ("workTranslation", said.translations),
    ):
        fields[f"{path} @type"] = ("CreativeWork",) * len(others)
        fields[f"{path} name"] = tuple(other.title for other in others)
        fields[f"{path} inLanguage"] = tuple(other.tag for other in others)
    example = "exampleOfWork workExample"
    fields["editions"] += tuple(pair.identifier for pair in said.pairs)
    fields[f"{example} @type"] += ("CreativeWork",) * len(said.pairs)
    fields[f"{example} name"] += tuple(title for pair in said.pairs for title in pair.titles)
    fields[f"{example} inLanguage"] += tuple(tag for pair in said.pairs for tag in pair.tags)
    signed = len(said.signatories)
    fields["contributor @type"], fields["contributor roleName"] = ("Role",) * signed, ("signatory",) * signed
    fields["contributor contributor"] = said.signatories
    schemed = [subject for subject in said.schemed if subject.scheme]
    withdrawn = statement.withdrawn
    status = ("Withdrawn" if withdrawn else "Embargoed") if withdrawn or statement.embargoed else ""
    reason = (withdrawn.reason.for_language(said.edition.language) or "") if withdrawn else statement.embargo
    access = [said_by(file, said) for file in said.files]
    fields |= {
        "about @type": ("DefinedTerm",) * len(schemed),
        "about name": tuple(subject.label for subject in schemed),
        "about termCode": tuple(subject.code for subject in schemed),
        "about inDefinedTermSet": tuple(subject.scheme for subject in schemed),
        "accessMode": ("textual", "visual" if said.pictures else ""),
        "accessModeSufficient @type": ("ItemList",),
        "accessModeSufficient itemListElement": ("textual",),
        "accessibilityHazard": ("none",),
        "creativeWorkStatus @type": ("DefinedTerm" if status else "",),
        "creativeWorkStatus name": (status,),
        "creativeWorkStatus description": (reason if status else "",),
        "expires": (withdrawn.date if withdrawn else "",),
        "superseded": (statement.supersedes,),
        "file features": tuple(feature for features, _, _ in access for feature in features),
        "file claims": tuple(claim for _, claim, _ in access),
        "file summaries": tuple(summary for _, _, summary in access),
    }
    return fields | {
        "@context": ("https://schema.org",),
        "@type": ("CreativeWork",),
        "@id": (said.identifier,),
        "author @type": tuple(PEOPLE[issuer.kind] for issuer in said.issuers),
        "genre": (said.kind(said.edition.language),),
        "publisher @type": ("Organization" if publisher else "",),
        "publisher address": ((publisher.address or publisher.place) if publisher else "",),
        "publisher url": (publisher.url if publisher else "",),
        "conditionsOfAccess": (said.access,),
        "license": said.license[:1],
        "license address": said.license[1:],
        "license @type": ("CreativeWork" if any(said.license) else "",),
        "isPartOf @type": ("CreativeWorkSeries" if statement.series else "",),
        "exampleOfWork @type": ("CreativeWork" if said.editions or said.pairs else "",),
        "file ISBNs": tuple(
            f"urn:isbn:{dict(said.isbns).get(PRODUCTS.get(file.target, ''), '')}"
            for file in said.files
            if PRODUCTS.get(file.target) in dict(said.isbns)
        ),
        "file addresses": tuple(address(file) for file in said.files),
        "file names": tuple(file.name for file in said.files),
        "file media types": tuple(file.media_type for file in said.files),
        "file sizes": tuple(f"{file.size} bytes" for file in said.files),
        "file checksums": tuple(file.sha256 for file in said.files),
        "file types": ("MediaObject",) * len(said.files),
    }


def read(data: bytes) -> Fields:
    """The facts of a record."""
    value = json.loads(data)
    if not isinstance(value, dict):
        raise ValueError("an object was expected")
    found = gathered(flattened("", value))
    found["identifier"] = tuple(plain_isbn(uri) for uri in found.get("identifier", ()))
    return filled({NAMES.get(path, path): values for path, values in found.items()})
