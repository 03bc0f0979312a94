"""Judges whether a record says of its edition what ``statement.yaml`` says, fact by fact, and nothing more.

Flow: judge(statement, edition, kind, data, files) -> ``record_facts.said``, computed again -> the reader of the kind, which gives
every value of the record a name -> the two compared -> Check ``metadata``.

Rule: title, creators, dates, language, identifiers, rights, subjects, summary, series, files and the relations between the
editions equal the statement's in every record; what the statement does not say stands in none.
Reason: a catalogue copies the record and asks nobody; a wrong issuer, a licence that nobody gave or a translation that is
linked to nothing stays wrong for decades.
Passes: a record whose every value is expected. Fails: a value that is missing (``metadata-missing``), another than the
statement's (``metadata-changed``), one that nobody gave (``metadata-extra``), and a record that cannot be read
(``metadata-unreadable``).

Facts have the same names and the same form in all records, so that one record can be held against another: identifiers
are URIs, relations the identifiers of the other editions, languages tags or the codes of ISO 639-2/B.
"""

from __future__ import annotations

from collections.abc import Callable

from flugblatt.judges.metadata import CODES, compare
from flugblatt.judges.metadata.fields import Fields, filled
from flugblatt.judges.records import (
    archive_table_reader,
    datacite_reader,
    dublin_core_reader,
    json_ld_reader,
    marc_reader,
    mods_reader,
    onix_reader,
)
from flugblatt.judges.records.record_facts import OF_FILES, Said, said
from flugblatt.model import Artefact, Check, Edition, Statement
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives

__all__ = ["CODES", "KINDS", "judge", "read"]

Reader = Callable[[bytes], Fields]
Expected = Callable[[Said], Fields]
KINDS: dict[str, tuple[str, Expected, Reader]] = {
    "mrc": ("our checks, reading ISO 2709", marc_reader.expected, marc_reader.read_exchange),
    "marc.xml": ("our checks, reading with lxml", marc_reader.expected, marc_reader.read_xml),
    "mods.xml": ("our checks, reading with lxml", mods_reader.expected, mods_reader.read),
    "dc.xml": ("our checks, reading with lxml", dublin_core_reader.expected, dublin_core_reader.read),
    "onix.xml": ("our checks, reading with lxml", onix_reader.expected, onix_reader.read),
    "jsonld": ("our checks, reading with json", json_ld_reader.expected, json_ld_reader.read),
    "datacite.xml": ("our checks, reading with lxml", datacite_reader.expected, datacite_reader.read),
    "internet-archive.csv": ("our checks, reading with csv", archive_table_reader.expected, archive_table_reader.read),
}


Files = tuple[Artefact, ...] | None


def of_record(case: Case) -> Check:
    """The Check ``metadata`` of a record of the edition."""
    return judge(case.statement, case.edition, case.kind, case.data, case.files)


def _tool(statement: Statement, edition: Edition, kind: str, data: bytes, files: Files = None) -> str:
    return KINDS[kind][0]


@survives("metadata", _tool, "metadata-unreadable", "a record that can be read")
def judge(statement: Statement, edition: Edition, kind: str, data: bytes, files: Files = None) -> Check:
    """The Check ``metadata`` of a record of a kind, a key of ``KINDS``. ``files`` are the edition's published files; without
    them what a record says of files is read and not compared. Never raises for what ``data`` holds."""
    tool, expect, read_kind = KINDS[kind]
    wanted = _kept(expect(said(statement, edition, files or ())), files)
    found = _kept(read_kind(data), files)
    return Check.of("metadata", tool, compare(wanted, found), f"{len(wanted)} facts")


def read(kind: str, data: bytes) -> Fields:
    """Every fact of a record, by name. Raises whatever its reader raises where it cannot be read."""
    return filled(KINDS[kind][2](data))


def _kept(fields: Fields, files: tuple[Artefact, ...] | None) -> Fields:
    kept = {name: values for name, values in fields.items() if files is not None or not name.startswith(OF_FILES)}
    return filled(kept)
