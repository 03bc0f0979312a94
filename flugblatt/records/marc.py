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

from lxml import etree
from pymarc import Field, Indicators, Record, Subfield

from flugblatt import __version__
from flugblatt.language.table import describe
from flugblatt.model import Issuer
from flugblatt.records.description import Description, Form, Relation, isbn_of
from flugblatt.records.language_codes import german, german_script
from flugblatt.records.marc_fixed import fixed_fields

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


def record(description: Description) -> Record:
    """The whole record, fields in the order of their tags."""
    made = Record(force_utf8=True, leader=LEADER)
    for tag, data in fixed_fields(description):
        made.fields.append(Field(tag=tag, data=data))
    found = (
        *_numbers(description),
        *_names(description),
        *_body(description),
        *_notes(description),
        *_links(description),
    )
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
    root = etree.Element(f"{{{SPACE}}}record", nsmap={None: SPACE}, type="Bibliographic")
    etree.SubElement(root, f"{{{SPACE}}}leader").text = LEADER
    for field in made.fields:
        if field.indicators is None:
            etree.SubElement(root, f"{{{SPACE}}}controlfield", tag=field.tag).text = field.data
            continue
        ind1, ind2 = field.indicators
        element = etree.SubElement(root, f"{{{SPACE}}}datafield", tag=field.tag, ind1=ind1, ind2=ind2)
        for subfield in field.subfields:
            etree.SubElement(element, f"{{{SPACE}}}subfield", code=subfield.code).text = subfield.value
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _field(tag: str, indicators: str, *pairs: tuple[str, str]) -> tuple[Field, ...]:
    """The field with the subfields that have a value; none where only controls ($2, $8) would be left."""
    filled = [Subfield(code, value) for code, value in pairs if value]
    if all(subfield.code in "28" for subfield in filled):
        return ()
    return (Field(tag=tag, indicators=Indicators(*indicators), subfields=filled),)


def _numbers(description: Description) -> tuple[Field, ...]:
    """01X-09X: identifiers, cataloguing source, languages."""
    given, codes = description.statement.identifiers, description.codes
    original = description.original
    translation = {None: " ", False: "0", True: "1"}[description.translated]
    return (
        *_field("020", "  ", ("a", isbn_of(description.statement))),
        *_field("022", "  ", ("a", given.issn)),
        *_field("024", "7 ", ("a", description.identifier), ("2", "uri")),
        *_field("024", "7 ", ("a", given.doi), ("2", "doi")),
        *_field("024", "7 ", ("a", given.urn_nbn), ("2", "urn")),
        *_field("024", "7 ", ("a", given.uri), ("2", "uri")),
        *_field("040", "  ", ("b", "ger"), ("e", "rda")),
        *_field(
            "041",
            f"{translation} ",
            ("a", codes.bibliographic),
            ("h", original.codes.bibliographic if original else ""),
        ),
        *_field("041", f"{translation}7", ("a", codes.exact), ("2", "iso639-3")),
        *_field("041", f"{translation}7", ("a", codes.tag), ("2", "rfc5646")),
    )


def _names(description: Description) -> tuple[Field, ...]:
    """1XX and 7XX: the first issuer is the main entry, the others added entries."""
    found: list[Field] = []
    for number, issuer in enumerate(description.issuers):
        found += _party("1" if number == 0 else "7", issuer)
    translator = description.edition.translator
    if translator:
        found += _field("720", "  ", ("a", translator), ("e", "Übersetzer"), ("4", "trl"))
    return tuple(found)


def _party(block: str, issuer: Issuer) -> tuple[Field, ...]:
    role: Pairs = (("4", "aut"), ("1", issuer.uri))
    match issuer.kind:
        case "person":
            inverted = "1" if "," in issuer.sort_name else "0"
            return _field(
                f"{block}00", f"{inverted} ", ("a", issuer.sort_name or issuer.name), ("e", "Verfasser"), *role
            )
        case "conference":
            return _field(f"{block}11", "2 ", ("a", issuer.name), ("j", "Verfasser"), *role)
        case _:
            return _field(f"{block}10", "2 ", ("a", issuer.name), ("e", "Verfasser"), *role)


def _body(description: Description) -> tuple[Field, ...]:
    """2XX-4XX: title, publication, physical description, series."""
    statement, edition = description.statement, description.edition
    publisher, series = statement.publisher, statement.series
    pages = next((form.pages for form in description.forms if form.target == "archive-pdf"), 0)
    number: Pairs = (("v", series.number), ("x", series.issn)) if series else ()
    pictures: Pairs = (("b", "Illustrationen"),) if description.pictures else ()
    still: Pairs = (MADE, ("a", "unbewegtes Bild"), ("b", "sti"), ("2", "rdacontent")) if description.pictures else ()
    return (
        *_field(
            "245",
            "10" if description.issuers else "00",
            ("a", edition.title_text),
            ("b", edition.subtitle),
            ("c", ", ".join(issuer.name for issuer in description.issuers)),
        ),
        *_field(
            "264",
            " 1",
            ("a", (publisher.place if publisher else "") or NO_PLACE),
            ("b", publisher.name if publisher else NO_PUBLISHER),
            ("c", statement.date),
        ),
        *_field(
            "300",
            "  ",
            MADE,
            ("a", f"1 Online-Ressource ({pages} Seiten)" if pages else "1 Online-Ressource"),
            *pictures,
        ),
        *_field("336", "  ", MADE, ("a", "Text"), ("b", "txt"), ("2", "rdacontent")),
        *_field("336", "  ", *still),
        *_field("337", "  ", MADE, ("a", "Computermedien"), ("b", "c"), ("2", "rdamedia")),
        *_field("338", "  ", MADE, ("a", "Online-Ressource"), ("b", "cr"), ("2", "rdacarrier")),
        *(field for form in description.forms for field in _characteristics(form)),
        *_field("490", "1 ", ("a", series.title if series else ""), *reversed(number)),
        *_field("830", " 0", ("a", series.title if series else ""), *number),
    )


def _characteristics(form: Form) -> tuple[Field, ...]:
    encoding = ENCODINGS.get(form.media_type, form.media_type)
    return _field("347", "  ", MADE, ("3", form.name), ("a", "Textdatei"), ("b", encoding), ("c", f"{form.size} Bytes"))


def _notes(description: Description) -> tuple[Field, ...]:
    """5XX and 6XX: changes, access, summary, rights, language, subjects, kind."""
    statement, rights = description.statement, description.statement.rights
    indicators, terms, standard = ACCESS[rights.access] if rights and rights.access else ("  ", "", "")
    kind = describe("de", "").kind(description.kind) if description.kind else ""
    language = f"Text auf {german(description.edition.language)}"
    if description.original:
        language += f", übersetzt aus: {german(description.original.edition.language)}"
    return (
        *(
            field
            for change in statement.changes
            for field in _field("500", "  ", ("a", f"Geändert am {change.date}: {change.note}"))
        ),
        *_field("506", indicators, ("a", terms), ("f", standard), ("2", "star" if standard else "")),
        *_field("520", "3 ", ("a", description.summary)),
        *_field(
            "540",
            "  ",
            ("a", rights.statement if rights else ""),
            ("f", description.license_name),
            ("u", description.license_address),
        ),
        *_field("546", "  ", MADE, ("a", language), ("b", german_script(description.language.script.code))),
        *(field for subject in description.subjects for field in _field("653", "  ", ("a", subject))),
        *_field("655", " 4", ("a", kind)),
    )


def _links(description: Description) -> tuple[Field, ...]:
    """758-883: the work, its other editions, where it is published, and what made the record."""
    address = description.statement.url
    day = description.statement.stamp_as("%Y%m%d")
    return (
        *_field("758", "  ", MADE, ("i", "Ausgabe des Werks"), ("1", description.work)),
        *(field for relation in description.relations for field in _related(relation)),
        *(
            field
            for form in (description.forms if address else ())
            for field in _field(
                "856",
                "40",
                ("f", form.name),
                ("q", form.media_type),
                ("s", f"{form.size} bytes"),
                ("u", address),
            )
        ),
        *_field("883", "0 ", MADE, ("a", f"flugblatt {__version__}"), ("d", day)),
    )


def _related(relation: Relation) -> tuple[Field, ...]:
    tag, says = RELATIONS[relation.role]
    code = relation.codes.bibliographic if tag == "775" else ""
    return _field(
        tag,
        "08",
        ("i", says),
        ("a", relation.issuers[0].name if relation.issuers else ""),
        ("t", relation.edition.title_text),
        ("e", code),
        ("n", f"Text auf {german(relation.edition.language)}"),
        ("o", relation.identifier),
    )
