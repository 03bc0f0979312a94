"""MARC 21 for bibliographic data: the record of an online resource, as .mrc (ISO 2709) and as MARCXML.

Flow: Description -> ``fields`` of the groups below -> pymarc ``Record`` -> ``exchange`` or ``xml``.

Choices, where the format leaves one. Language of cataloguing is German (040 $b): the terms of RDA stand in German, among
them those for unknown places and publishers, and German libraries are the first to take these records. 040 has no $a,
$c and $d, since no cataloguing agency made the record. Positions of 008 that the content says nothing of hold the fill
character; the country is ``xx``. A translator is an uncontrolled name (720): nobody has said whether it is a person.
Punctuation of ISBD is left out (leader/18 c). Titles have no non-filing characters: 0 is true where nobody counted them.
Text is in its own script (leader/09 a), without romanisation. What the program says of its own accord is linked to 883.
"""

from __future__ import annotations

from collections.abc import Iterator

from pymarc import Field, Indicators, Record, Subfield

from flugblatt import __version__
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Issuer
from flugblatt.records.description import Description, Relation, isbn_of
from flugblatt.records.language_codes import german, german_script
from flugblatt.records.marc_fixed import fixed_fields
from flugblatt.records.tree import add, root, written

SPACE = "http://www.loc.gov/MARC21/slim"
LEADER = "00000nam a2200000uc 4500"
LONGEST_FIELD, LONGEST_RECORD = 9999, 99999
"""ISO 2709: a field's length has four figures, a record's five. Bytes."""

MADE = ("8", r"1\p")
"""Links a field to 883: its content is the program's."""
NO_PLACE, NO_PUBLISHER = "[Ort nicht ermittelbar]", "[Verlag nicht ermittelbar]"
ENCODINGS = {"application/pdf": "PDF", "application/epub+zip": "EPUB", "text/html": "HTML", "text/plain": "TXT"}
RELATIONS = {
    "original": ("765", "Übersetzung von"),
    "translation": ("767", "Übersetzt als"),
    "edition": ("775", "Ausgabe in anderer Sprache"),
}
ACCESS = {
    "open": ("0 ", "", "Unrestricted online access"),
    "reading-room": ("1 ", "Zugang nur im Lesesaal", ""),
    "registered": ("1 ", "Zugang nur für registrierte Personen", "Online access with authorization"),
}
"""Indicators of 506, terms in words, and in those of the list that MARC calls ``star``."""

Pairs = tuple[tuple[str, str], ...]
Fields = Iterator[tuple[Field, ...]]


def record(description: Description) -> Record:
    """The whole record, fields in the order of their tags."""
    made = Record(force_utf8=True, leader=LEADER)
    for tag, data in fixed_fields(description):
        made.fields.append(Field(tag=tag, data=data))
    groups = (_numbers, _names, _body, _notes, _links)
    found = (field for group in groups for fields in group(description) for field in fields)
    made.fields += sorted(found, key=lambda field: field.tag)
    return made


def exchange(made: Record) -> bytes | None:
    """ISO 2709, or None where a field or the record is longer than it can say."""
    if any(len(field.as_marc("utf-8")) > LONGEST_FIELD for field in made.fields):
        return None
    data: bytes = made.as_marc()
    return data if len(data) <= LONGEST_RECORD else None


def xml(made: Record) -> bytes:
    """MARCXML, valid by MARC21slim.xsd; the lengths of the leader are zeros, as there is nothing to measure."""
    top = root("record", SPACE)
    top.set("type", "Bibliographic")
    add(top, "leader", LEADER)
    for field in made.fields:
        if field.indicators is None:
            add(top, "controlfield", field.data or "", tag=field.tag)
            continue
        ind1, ind2 = field.indicators
        element = add(top, "datafield", tag=field.tag, ind1=ind1, ind2=ind2)
        for subfield in field.subfields:
            add(element, "subfield", subfield.value, code=subfield.code)
    return written(top)


def _field(tag: str, indicators: str, *pairs: tuple[str, str]) -> tuple[Field, ...]:
    """The field with the subfields that have a value; none where only controls ($2, $8) would be left."""
    filled = [Subfield(code, value) for code, value in pairs if value]
    if all(subfield.code in "28" for subfield in filled):
        return ()
    return (Field(tag=tag, indicators=Indicators(*indicators), subfields=filled),)


def _numbers(description: Description) -> Fields:
    """01X-09X: identifiers, cataloguing source, languages."""
    given, codes = description.statement.identifiers, description.codes
    original = description.original
    translation = {None: " ", False: "0", True: "1"}[description.translated]
    yield _field("020", "  ", ("a", isbn_of(description.statement)))
    yield _field("022", "  ", ("a", given.issn))
    yield _field("024", "7 ", ("a", description.identifier), ("2", "uri"))
    yield _field("024", "7 ", ("a", given.doi), ("2", "doi"))
    yield _field("024", "7 ", ("a", given.urn_nbn), ("2", "urn"))
    yield _field("024", "7 ", ("a", given.uri), ("2", "uri"))
    yield _field("040", "  ", ("b", "ger"), ("e", "rda"))
    of = original.codes.bibliographic if original else ""
    yield _field("041", f"{translation} ", ("a", codes.bibliographic), ("h", of))
    yield _field("041", f"{translation}7", ("a", codes.exact), ("2", "iso639-3"))
    yield _field("041", f"{translation}7", ("a", codes.tag), ("2", "rfc5646"))


def _names(description: Description) -> Fields:
    """1XX and 7XX: the first issuer is the main entry, the others added entries."""
    for number, issuer in enumerate(description.issuers):
        yield _party("1" if number == 0 else "7", issuer)
    if translator := description.edition.translator:
        yield _field("720", "  ", ("a", translator), ("e", "Übersetzer"), ("4", "trl"))


def _party(block: str, issuer: Issuer) -> tuple[Field, ...]:
    role: Pairs = (("4", "aut"), ("1", issuer.uri))
    match issuer.kind:
        case "person":
            inverted = "1" if "," in issuer.sort_name else "0"
            name = issuer.sort_name or issuer.name
            return _field(f"{block}00", f"{inverted} ", ("a", name), ("e", "Verfasser"), *role)
        case "conference":
            return _field(f"{block}11", "2 ", ("a", issuer.name), ("j", "Verfasser"), *role)
        case _:
            return _field(f"{block}10", "2 ", ("a", issuer.name), ("e", "Verfasser"), *role)


def _body(description: Description) -> Fields:
    """2XX-4XX: title, publication, physical description, series."""
    statement, edition = description.statement, description.edition
    publisher, series = statement.publisher, statement.series
    place, house = (publisher.place or NO_PLACE, publisher.name) if publisher else (NO_PLACE, NO_PUBLISHER)
    issuers = ", ".join(issuer.name for issuer in description.issuers)
    title = ("a", edition.title_text), ("b", edition.subtitle), ("c", issuers)
    yield _field("245", "10" if description.issuers else "00", *title)
    yield _field("264", " 1", ("a", place), ("b", house), ("c", statement.date))
    illustrated = "Illustrationen" if description.pictures else ""
    yield _field("300", "  ", MADE, ("a", description.extent), ("b", illustrated))
    yield _field("336", "  ", MADE, ("a", "Text"), ("b", "txt"), ("2", "rdacontent"))
    if description.pictures:
        yield _field("336", "  ", MADE, ("a", "unbewegtes Bild"), ("b", "sti"), ("2", "rdacontent"))
    yield _field("337", "  ", MADE, ("a", "Computermedien"), ("b", "c"), ("2", "rdamedia"))
    yield _field("338", "  ", MADE, ("a", "Online-Ressource"), ("b", "cr"), ("2", "rdacarrier"))
    for form in description.forms:
        yield _characteristics(form)
    if series:
        yield _field("490", "1 ", ("a", series.title), ("x", series.issn), ("v", series.number))
        yield _field("830", " 0", ("a", series.title), ("v", series.number), ("x", series.issn))


def _characteristics(form: Artefact) -> tuple[Field, ...]:
    encoding = ENCODINGS.get(form.media_type, form.media_type)
    return _field("347", "  ", MADE, ("3", form.name), ("a", "Textdatei"), ("b", encoding), ("c", f"{form.size} Bytes"))


def _notes(description: Description) -> Fields:
    """5XX and 6XX: changes, access, summary, rights, language, subjects, kind."""
    statement, rights = description.statement, description.statement.rights
    indicators, terms, standard = ACCESS[rights.access] if rights and rights.access else ("  ", "", "")
    language = f"Text auf {german(description.edition.language)}"
    if description.original:
        language += f", übersetzt aus: {german(description.original.edition.language)}"
    for change in statement.changes:
        yield _field("500", "  ", ("a", f"Geändert am {change.date}: {change.note}"))
    yield _field("506", indicators, ("a", terms), ("f", standard), ("2", "star" if standard else ""))
    yield _field("520", "3 ", ("a", description.summary))
    license_ = ("f", description.license_name), ("u", description.license_address)
    yield _field("540", "  ", ("a", rights.statement if rights else ""), *license_)
    yield _field("546", "  ", MADE, ("a", language), ("b", german_script(description.language.script.code)))
    for subject in description.subjects:
        yield _field("653", "  ", ("a", subject))
    if description.kind:
        yield _field("655", " 4", ("a", describe("de", "").kind(description.kind)))


def _links(description: Description) -> Fields:
    """758-883: the work, its other editions, where it is published, and what made the record."""
    address = description.statement.url
    yield _field("758", "  ", MADE, ("i", "Ausgabe des Werks"), ("1", description.work))
    for relation in description.relations:
        yield _related(relation)
    for form in description.forms if address else ():
        size = f"{form.size} bytes"
        yield _field("856", "40", ("f", form.name), ("q", form.media_type), ("s", size), ("u", address))
    day = description.statement.stamp_as("%Y%m%d")
    yield _field("883", "0 ", MADE, ("a", f"flugblatt {__version__}"), ("d", day))


def _related(relation: Relation) -> tuple[Field, ...]:
    tag, says = RELATIONS[relation.role]
    return _field(
        tag,
        "08",
        ("i", says),
        ("a", relation.issuers[0].name if relation.issuers else ""),
        ("t", relation.edition.title_text),
        ("e", relation.codes.bibliographic if tag == "775" else ""),
        ("n", f"Text auf {german(relation.edition.language)}"),
        ("o", relation.identifier),
    )
