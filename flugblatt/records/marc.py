"""MARC 21 for bibliographic data: the record of an online resource, as .mrc (ISO 2709) and as MARCXML.

Flow: Description -> ``fields`` of the groups below -> pymarc ``Record`` -> ``exchange`` or ``xml``.

Choices, where the format leaves one. Language of cataloguing (040 $b) is German, since German libraries are the first to take
these records, unless ``cataloguing`` says another; in it stand the terms of RDA, among them those for unknown places and
publishers. 040 has no $a and $c, and there is no 003, where no agency is given. Positions of 008 that the content says
nothing of hold the fill character; the country is ``xx``. Translator and signatories are uncontrolled names (720): nobody has
said whether they are persons. MARC's list of relators has none for who signs a letter. An addressee is a note, as it is no
name but lines of text. A book with two editions side by side is another edition (775). Punctuation of ISBD is left out
(leader/18 c). Articles that the language table has do not file (245, 240). An ISBN of the printed edition stands in 020 $z, as
it is no number of the resource described. Each file has an 856 of its own where flugblatt.toml says where the project is
published; the address of the work has one alone, as it is no file. What the program says of its own accord is linked to 883.

Text is in its own script (leader/09 a); nothing is romanised, so there is no field 880.
"""

from __future__ import annotations

from collections.abc import Iterator

from pymarc import Field, Indicators, Record, Subfield

from flugblatt import __version__
from flugblatt.language.table import describe, filing
from flugblatt.model import Artefact, Issuer
from flugblatt.records.description import Description, PairOf, Relation, file_address
from flugblatt.records.file_access import access_of
from flugblatt.records.language_codes import language_name, script_name
from flugblatt.records.marc_fixed import fixed_fields
from flugblatt.records.standing_words import exemption, notes
from flugblatt.records.tree import add, root, written

SPACE = "http://www.loc.gov/MARC21/slim"
LEADER = "00000nam a2200000uc 4500"
LONGEST_FIELD, LONGEST_RECORD = 9999, 99999
"""ISO 2709: a field's length has four figures, a record's five. Bytes."""

MADE = ("8", r"1\p")
"""Links a field to 883: its content is the program's."""
ENCODINGS = {"application/pdf": "PDF", "application/epub+zip": "EPUB", "text/html": "HTML", "text/plain": "TXT"}
CLASSIFICATIONS = {"thema": "thema", "bisac": "bisacsh", "ddc": "ddc", "udc": "udc"}
"""Schemes whose codes stand in 084, by their names in MARC's lists of sources."""
THESAURI = {"gnd": ("gnd", "(DE-588)"), "eurovoc": ("eurovoc", "http://eurovoc.europa.eu/")}
"""Schemes whose terms stand in 650: their names there, and how the number of a term begins."""
RELATIONS = {"original": "765", "translation": "767", "edition": "775"}
STANDARD_ACCESS = {"open": "Unrestricted online access", "registered": "Online access with authorization"}
"""Access in the words of the list that MARC calls ``star``."""

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
    given, codes, cataloguing = description.edition.identifiers, description.codes, description.statement.cataloguing
    original = description.original
    translation = {None: " ", False: "0", True: "1"}[description.translated]
    for isbn in given.isbns:
        code, form = ("z", description.words.print) if isbn.form == "print" else ("a", isbn.form.upper())
        yield _field("020", "  ", (code, isbn.number), ("q", form))
    yield _field("022", "  ", ("a", given.issn))
    yield _field("024", "7 ", ("a", description.identifier), ("2", "uri"))
    yield _field("024", "7 ", ("a", given.doi), ("2", "doi"))
    yield _field("024", "7 ", ("a", given.urn_nbn), ("2", "urn"))
    yield _field("024", "7 ", ("a", given.uri), ("2", "uri"))
    agency = cataloguing.agency
    yield _field("040", "  ", ("a", agency), ("b", description.words.code), ("e", "rda"), ("c", agency))
    of = original.codes.bibliographic if original else ""
    yield _field("041", f"{translation} ", ("a", codes.bibliographic), ("h", of))
    yield _field("041", f"{translation}7", ("a", codes.exact), ("2", "iso639-3"))
    yield _field("041", f"{translation}7", ("a", codes.tag), ("2", "rfc5646"))
    for subject in description.subjects_of_schemes:
        if source := CLASSIFICATIONS.get(subject.scheme):
            yield _field("084", "  ", ("a", subject.code), ("2", source))


def _names(description: Description) -> Fields:
    """1XX and 7XX: the first issuer is the main entry, the others added entries."""
    words = description.words
    for number, issuer in enumerate(description.issuers):
        yield _party("1" if number == 0 else "7", issuer, words.author)
    if translator := description.edition.translator:
        yield _field("720", "  ", ("a", translator), ("e", words.translator), ("4", "trl"))
    for person in description.statement.signatories:
        yield _field("720", "  ", ("a", person.name), ("e", words.signatory))


def _party(block: str, issuer: Issuer, author: str) -> tuple[Field, ...]:
    role: Pairs = (("4", "aut"), ("1", issuer.uri))
    match issuer.kind:
        case "person":
            inverted = "1" if "," in issuer.sort_name else "0"
            name = issuer.sort_name or issuer.name
            return _field(f"{block}00", f"{inverted} ", ("a", name), ("e", author), *role)
        case "conference":
            return _field(f"{block}11", "2 ", ("a", issuer.name), ("j", author), *role)
        case _:
            return _field(f"{block}10", "2 ", ("a", issuer.name), ("e", author), *role)


def _body(description: Description) -> Fields:
    """2XX-4XX: title, publication, physical description, series."""
    statement, edition = description.statement, description.edition
    publisher, series, words = statement.publisher, statement.series, description.words
    place = (publisher.place if publisher else "") or words.place_unknown
    house = publisher.name if publisher else words.publisher_unknown
    issuers = ", ".join(issuer.name for issuer in description.issuers)
    title = ("a", edition.title_text), ("b", edition.subtitle), ("c", issuers)
    if (first := description.original) and first.title:
        language = language_name(edition.language, statement.cataloguing.language)
        yield _field("240", f"1{filing(first.language, first.title)}", ("a", first.title), ("l", language))
    filed = filing(edition.language, edition.title_text)
    yield _field("245", f"{'1' if description.issuers else '0'}{filed}", *title)
    yield _field("264", " 1", ("a", place), ("b", house), ("c", statement.date))
    illustrated = words.illustrations if description.pictures else ""
    yield _field("300", "  ", MADE, ("a", description.extent), ("b", illustrated))
    yield _field("336", "  ", MADE, ("a", words.text), ("b", "txt"), ("2", "rdacontent"))
    if description.pictures:
        yield _field("336", "  ", MADE, ("a", words.still_image), ("b", "sti"), ("2", "rdacontent"))
    yield _field("337", "  ", MADE, ("a", words.media), ("b", "c"), ("2", "rdamedia"))
    yield _field("338", "  ", MADE, ("a", words.carrier), ("b", "cr"), ("2", "rdacarrier"))
    for form in description.forms:
        yield _characteristics(form, words.text_file)
    for form in description.forms:
        said = access_of(form, description.pictures)
        if said.features:
            features = (("b", feature) for feature in said.features)
            yield _field("341", "0 ", MADE, ("3", form.name), ("a", "textual"), *features, ("2", "sapdv"))
        for text in filter(None, (said.conforms, said.summary)):
            yield _field("532", "8 ", MADE, ("3", form.name), ("a", text))
    if series:
        yield _field("490", "1 ", ("a", series.title), ("x", series.issn), ("v", series.number))
        yield _field("830", " 0", ("a", series.title), ("v", series.number), ("x", series.issn))


def _characteristics(form: Artefact, text_file: str) -> tuple[Field, ...]:
    encoding = ENCODINGS.get(form.media_type, form.media_type)
    return _field("347", "  ", MADE, ("3", form.name), ("a", text_file), ("b", encoding), ("c", f"{form.size} Bytes"))


def _notes(description: Description) -> Fields:
    """5XX and 6XX: changes, access, summary, rights, language, subjects, kind."""
    statement, rights = description.statement, description.statement.rights
    words, tongue = description.words, statement.cataloguing.language
    access = rights.access if rights else ""
    indicators = {"": "  ", "open": "0 "}.get(access, "1 ")
    terms = {"reading-room": words.reading_room, "registered": words.registered}.get(access, "")
    standard = STANDARD_ACCESS.get(access, "")
    language = words.in_language.format(language_name(description.edition.language, tongue))
    if description.original:
        language += ", " + words.translated_from.format(language_name(description.original.language, tongue))
    if description.addressee:
        yield _field("500", "  ", ("a", words.addressed.format(description.addressee)))
    for change in statement.changes:
        yield _field("500", "  ", ("a", words.changed.format(change.date, change.note)))
    for text in notes(description):
        yield _field("500", "  ", ("a", text))
    yield _field("506", indicators, ("a", terms), ("f", standard), ("2", "star" if standard else ""))
    yield _field("520", "3 ", ("a", description.summary))
    license_ = ("f", description.license_name), ("u", description.license_address)
    yield _field("540", "  ", ("a", rights.statement if rights else ""), *license_)
    yield _field("546", "  ", MADE, ("a", language), ("b", script_name(description.language.script.code, tongue)))
    yield _field("532", "8 ", ("a", exemption(description)))
    for subject in description.subjects_of_schemes:
        if source := THESAURI.get(subject.scheme):
            number = f"{source[1]}{subject.code}"
            yield _field("650", " 7", ("a", subject.label), ("0", number), ("2", source[0]))
        else:
            yield _field("653", "  ", ("a", subject.label))
    if description.kind:
        yield _field("655", " 4", ("a", describe(tongue, "").kind(description.kind)))


def _links(description: Description) -> Fields:
    """758-883: the work, its other editions, where it is published, and what made the record."""
    yield _field("758", "  ", MADE, ("i", description.words.work), ("1", description.work))
    for relation in description.relations:
        yield _related(relation, description)
    for pair in description.pairs:
        yield _field("775", "08", *_beside(pair, description))
    if earlier := description.statement.supersedes:
        yield _field("787", "08", ("i", description.words.supersedes), ("o", earlier))
    yield _field("856", "40", ("u", description.statement.url))
    for form in description.forms:
        if address := file_address(form):
            size = f"{form.size} bytes"
            yield _field("856", "40", ("f", form.name), ("q", form.media_type), ("s", size), ("u", address))
    day = description.statement.stamp_as("%Y%m%d")
    yield _field("883", "0 ", MADE, ("a", f"flugblatt {__version__}"), ("d", day))


def _beside(pair: PairOf, description: Description) -> Pairs:
    """Two editions in one: titles as ISBD has parallel ones."""
    tongue, words = description.statement.cataloguing.language, description.words
    languages = ", ".join(language_name(tag, tongue) for tag in pair.languages)
    titles, said = " = ".join(pair.titles), words.in_language.format(languages)
    return ("i", words.bilingual), ("t", titles), ("n", said), ("o", pair.identifier)


def _related(relation: Relation, description: Description) -> tuple[Field, ...]:
    tag, words = RELATIONS[relation.role], description.words
    says = {"original": words.original, "translation": words.translation, "edition": words.edition}[relation.role]
    language = language_name(relation.language, description.statement.cataloguing.language)
    return _field(
        tag,
        "08",
        ("i", says),
        ("a", relation.issuers[0].name if relation.issuers else ""),
        ("t", relation.title),
        ("e", relation.codes.bibliographic if tag == "775" else ""),
        ("n", words.in_language.format(language)),
        ("o", relation.identifier),
    )
