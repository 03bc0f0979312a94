"""records: what libraries, shops and search engines read of an edition, all from one description.

Flow: (Statement, Edition, Language, files) -> ``description`` -> ``marc``, ``mods``, ``dublin_core``, ``onix``, ``json_ld``,
``datacite``, and ``internet_archive`` of all editions -> Artefacts of the target ``records``. What the content does not say is in
none of them.
"""

from __future__ import annotations

from flugblatt.language.table import Language, language_of
from flugblatt.model import Artefact, Edition, Statement
from flugblatt.records import datacite, description, dublin_core, internet_archive, json_ld, marc, mods, onix

TARGET = "records"
MEDIA_TYPES = {
    "mrc": "application/marc",
    "marc.xml": "application/marcxml+xml",
    "mods.xml": "application/mods+xml",
    "dc.xml": "application/xml",
    "onix.xml": "application/xml",
    "jsonld": "application/ld+json",
    "datacite.xml": "application/xml",
    "internet-archive.csv": "text/csv",
}
"""What ends a record's file name: its media type."""
OF_WORK = "internet-archive.csv"
"""The one record of all editions; it lies with those of the first."""


def path(edition: Edition, kind: str) -> str:
    """The path of a record, a key of ``MEDIA_TYPES``, relative to the output folder."""
    name = edition.work if kind == OF_WORK else f"{edition.work}.{edition.language}"
    return f"{edition.work}/records/{name}.{kind}"


def render(
    statement: Statement, edition: Edition, language: Language, files: tuple[Artefact, ...]
) -> tuple[Artefact, ...]:
    """Every record that is due, in the order of ``MEDIA_TYPES``. ``files`` are the edition's published files."""
    described = description.describe(statement, edition, language, files)
    record = marc.record(described)
    made = {
        "mrc": marc.exchange(record),
        "marc.xml": marc.xml(record),
        "mods.xml": mods.render(described),
        "dc.xml": dublin_core.render(described),
        "onix.xml": onix.render(described),
        "jsonld": json_ld.render(described),
        "datacite.xml": datacite.render(described),
        OF_WORK: internet_archive.render(statement) if edition == statement.editions[0] else None,
    }
    return tuple(
        Artefact(TARGET, path(edition, kind), MEDIA_TYPES[kind], data, kind)
        for kind, data in made.items()
        if data is not None
    )


def not_due(
    statement: Statement, edition: Edition | None = None, files: tuple[Artefact, ...] = ()
) -> tuple[tuple[str, str], ...]:
    """What is not made of the work, or of one edition with its files, and why: (file name without its path, reason)."""
    found: list[tuple[str, str]] = []
    for each in statement.editions if edition is None else (edition,):
        if not statement.publisher:
            found.append((_name(each, "onix.xml"), "statement.yaml lacks publisher"))
        if not each.identifiers.doi:
            found.append((_name(each, "datacite.xml"), "statement.yaml lacks identifiers.doi"))
        if not statement.url and each == statement.editions[0]:
            found.append((_name(each, OF_WORK), "statement.yaml lacks url"))
        language = language_of(each)
        record = marc.record(description.describe(statement, each, language, files if edition else ()))
        if marc.exchange(record) is None:
            found.append((_name(each, "mrc"), f"{marc.LONGEST_RECORD:,} bytes are the most that ISO 2709 holds"))
    return tuple(found)


def _name(edition: Edition, kind: str) -> str:
    return path(edition, kind).rpartition("/")[2]
