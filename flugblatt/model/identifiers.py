"""The identifiers that flugblatt mints: names made from names (UUID version 5), the same on every machine.

    work      from identifiers.uri or url, else from date, issuers and the name of the work
    edition   from the work and the language tag
    form      from the edition and the target; xmpMM:DocumentID
    instance  from the form and the bytes of source and metadata; xmpMM:InstanceID

Identifiers that others give (DOI, ISBN, ISSN, URN:NBN) are taken from ``statement.yaml`` and never minted.
"""

from __future__ import annotations

import hashlib
import json
import uuid

from flugblatt.model import Edition, Statement


def work_id(statement: Statement) -> uuid.UUID:
    """Over ``identifiers.uri`` or ``url`` where given, else over [date, names of the issuers, work] as canonical JSON.

    The issuers are those of the original or, where it is none of the editions, of the first one. The JSON has no blanks and no
    escapes, in UTF-8, so that any other program can make the same identifier.
    """
    address = statement.identifiers.uri or statement.url
    return uuid.uuid5(uuid.NAMESPACE_URL, address or _canonical(statement))


def _canonical(statement: Statement) -> str:
    tags = [edition.language for edition in statement.editions]
    tag = statement.original if statement.original in tags else next(iter(tags), "")
    names = [issuer.name for issuer in statement.issuers.for_language(tag) or ()]
    said = [statement.date, names, statement.work]
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def edition_id(statement: Statement, edition: Edition) -> uuid.UUID:
    """That of an edition, or of two side by side, which are a publication of their own."""
    return language_id(statement, edition.tags)


def language_id(statement: Statement, tag: str) -> uuid.UUID:
    """That of the edition in a language, which need not be at hand: so records name the original of a translation."""
    return uuid.uuid5(work_id(statement), tag)


def form_id(statement: Statement, edition: Edition, target: str) -> uuid.UUID:
    """What XMP calls the document: one edition in one form, whatever its revision."""
    return uuid.uuid5(edition_id(statement, edition), target)


def instance_id(statement: Statement, edition: Edition, target: str) -> uuid.UUID:
    """What XMP calls the instance: one state of a form, by the SHA-256 of the edition's source (of both, of two side by side)
    and of the metadata."""
    sources = (*(side.source for side in edition.sides), statement.source)
    digests = "\n".join(source.sha256 for source in sources).encode("ascii")
    return uuid.uuid5(form_id(statement, edition, target), hashlib.sha256(digests).hexdigest())
