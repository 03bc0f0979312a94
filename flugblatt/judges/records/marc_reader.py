"""MARC 21, read back: how every field is built, and every value under a name.

Flow: .mrc -> iso2709, or MARCXML -> lxml -> ``Record`` -> ``_facts``; the fields that must be there go the same way. What no
rule of ours names keeps its tag and code as name (``MARC 336 $b``).
"""

from __future__ import annotations

from collections.abc import Iterator

from babel import Locale
from language_tags import tags

from flugblatt import __version__, resources
from flugblatt.judges.external import xml_schemas
from flugblatt.judges.metadata.fields import Fields, filled, gathered
from flugblatt.judges.records import access_facts, iso2709
from flugblatt.judges.records.iso2709 import Field, Record
from flugblatt.judges.records.record_facts import Other, Said, address
from flugblatt.language.table import locale_of
from flugblatt.model import Artefact, Issuer

SPACE = "{http://www.loc.gov/MARC21/slim}"
LEADER = "00000nam a2200000uc 4500"
MADE = ("8", r"1\p")
"""The link to 883, which says that the program added the field."""
KINDS = {"person": "00", "conference": "11", "organization": "10"}
NAMES = {
    "041 $h": "original code",
    "240 $a": "uniform title",
    "245 $a": "title",
    "245 $b": "subtitle",
    "264 $a": "place",
    "264 $b": "publisher",
    "264 $c": "date",
    "300 $a": "file extent",
    "520 $a": "summary",
    "540 $a": "rights",
    "540 $f": "license",
    "540 $u": "license",
    "653 $a": "subjects",
    "720 $a": "translator",
    "758 $1": "work",
    "765 $o": "original",
    "767 $o": "translations",
    "775 $o": "editions",
    "830 $a": "series",
    "830 $v": "series number",
    "830 $x": "series ISSN",
}
OF_FILES = {"341": "3ab2", "347": "3abc", "532": "3a", "856": "fqsu"}
"""Fields that are of the published files, where they name one, and the codes of their subfields."""
NUMBERS = {
    ("020", ""): "urn:isbn:",
    ("022", ""): "urn:issn:",
    ("024", "doi"): "doi:",
    ("024", "urn"): "",
    ("024", "uri"): "",
}
"""Tag and source ($2) of an identifier: how its URI begins."""
ENCODINGS = {"application/pdf": "PDF", "application/epub+zip": "EPUB", "text/html": "HTML", "text/plain": "TXT"}
ACCESS = {
    "": ("", "", ""),
    "open": ("0 ", "", "Unrestricted online access"),
    "reading-room": ("1 ", "reading_room", ""),
    "registered": ("1 ", "registered", "Online access with authorization"),
}
"""Indicators, name of the terms, and standard words of 506."""

Due = Iterator[tuple[Field, ...]]


# --- What must be there --------------------------------------------------------------------------


def expected(said: Said) -> Fields:
    """The facts of the record, fixed fields and indicators among them."""
    due = (*_fixed(said), *_numbers(said), *_body(said), *_notes(said), *_links(said))
    fields = sorted((field for fields in due for field in fields), key=lambda field: field.tag)
    return _facts(Record(LEADER, tuple(fields)))


def _due(tag: str, indicators: str, *subfields: tuple[str, str]) -> tuple[Field, ...]:
    """The field with the subfields that have a value; none where only its source ($2) or its link ($8) would be left."""
    given = tuple((code, value) for code, value in subfields if value)
    return (Field(tag, "", indicators, given),) if any(code not in "28" for code, _ in given) else ()


def _fixed(said: Said) -> Due:
    date = said.statement.date.split("-")
    year, month, day = [*date, "01", "01"][:3]
    published = (f"s{year}    ", f"e{year}{month}  ", f"e{year}{month}{day}")[len(date) - 1]
    pictures = "a" if said.pictures else " "
    agency = said.statement.cataloguing.agency
    yield (
        Field("001", said.identifier.rsplit(":", 1)[1]),
        *((Field("003", agency),) if agency else ()),
        Field("005", f"{said.moment}.0"),
        Field("006", "m    |o  d |      "),
        Field("007", "cr |||||||||||"),
        Field("008", f"{year[2:]}{month}{day}{published}xx {pictures}   |o|||||||0 ||{said.code} d"),
    )


def _numbers(said: Said) -> Due:
    given, agency = said.edition.identifiers, said.statement.cataloguing.agency
    translated = str(int(bool(said.original))) if said.statement.original else " "
    for form, number in said.isbns:
        printed = form == "print"
        yield _due(
            "020", "  ", ("z" if printed else "a", number), ("q", said.words["print"] if printed else form.upper())
        )
    yield _due("022", "  ", ("a", given.issn))
    for value, source in ((said.identifier, "uri"), (given.doi, "doi"), (given.urn_nbn, "urn"), (given.uri, "uri")):
        yield _due("024", "7 ", ("a", value), ("2", source))
    yield _due("040", "  ", ("a", agency), ("b", said.words["code"]), ("e", "rda"), ("c", agency))
    yield _due("041", f"{translated} ", ("a", said.code), *(("h", other.code) for other in said.original))
    yield _due("041", f"{translated}7", ("a", said.exact), ("2", "iso639-3"))
    yield _due("041", f"{translated}7", ("a", said.further), ("2", "rfc5646"))
    for subject in said.schemed:
        if listed := access_facts.CLASSIFIED.get(subject.scheme):
            yield _due("084", "  ", ("a", subject.code), ("2", listed))
    for at, issuer in enumerate(said.issuers):
        yield _creator("7" if at else "1", issuer, said.words["author"])
    yield _due(
        "720",
        "  ",
        ("a", said.edition.translator),
        *(("e", said.words["translator"]), ("4", "trl")) * bool(said.edition.translator),
    )
    for name in said.signatories:
        yield _due("720", "  ", ("a", name), ("e", said.words["signatory"]))


def _creator(block: str, issuer: Issuer, author: str) -> tuple[Field, ...]:
    """The first issuer is the main entry, and each other one an added entry."""
    person = issuer.kind == "person"
    return _due(
        f"{block}{KINDS[issuer.kind]}",
        ("1 " if "," in issuer.sort_name else "0 ") if person else "2 ",
        ("a", (issuer.sort_name if person else "") or issuer.name),
        ("j" if issuer.kind == "conference" else "e", author),
        ("4", "aut"),
        ("1", issuer.uri),
    )


def _body(said: Said) -> Due:
    publisher, series, words = said.statement.publisher, said.statement.series, said.words
    issuers = ", ".join(issuer.name for issuer in said.issuers)
    place = (publisher.place if publisher else "") or words["place_unknown"]
    house = publisher.name if publisher else words["publisher_unknown"]
    still = ((words["still_image"], "sti"),) if said.pictures else ()
    for other in said.original:
        if other.title:
            language = _language(said.edition.language, said)
            yield _due("240", f"1{_skipped(other.tag, other.title)}", ("a", other.title), ("l", language))
    title = said.edition.title_text
    indicators = f"{int(bool(issuers))}{_skipped(said.edition.language, title)}"
    yield _due("245", indicators, ("a", title), ("b", said.edition.subtitle), ("c", issuers))
    yield _due("264", " 1", ("a", place), ("b", house), ("c", said.statement.date))
    yield _due("300", "  ", MADE, ("a", said.extent), ("b", words["illustrations"] if said.pictures else ""))
    for term, code in ((words["text"], "txt"), *still):
        yield _due("336", "  ", MADE, ("a", term), ("b", code), ("2", "rdacontent"))
    yield _due("337", "  ", MADE, ("a", words["media"]), ("b", "c"), ("2", "rdamedia"))
    yield _due("338", "  ", MADE, ("a", words["carrier"]), ("b", "cr"), ("2", "rdacarrier"))
    for file in said.files:
        yield _file(file, words["text_file"])
        features, claim, summary = access_facts.said_by(file, said)
        if features:
            assistive = (("b", feature) for feature in features)
            yield _due("341", "0 ", MADE, ("3", file.name), ("a", "textual"), *assistive, ("2", "sapdv"))
        for text in (claim, summary):
            yield _due("532", "8 ", MADE, ("3", file.name), ("a", text)) if text else ()
    if series:
        yield _due("490", "1 ", ("a", series.title), ("x", series.issn), ("v", series.number))
        yield _due("830", " 0", ("a", series.title), ("v", series.number), ("x", series.issn))


def _skipped(tag: str, title: str) -> int:
    """The characters before the word that a title is filed under: marks, an article by the language table, a blank."""
    articles = resources.rows("languages")["articles"]
    known = {word.casefold() for part in (tag, tag.split("-")[0]) for word in articles.get(part, ())}
    for length in range(min(9, len(title) - 1), 0, -1):
        head = title[:length]
        word = head.strip().lstrip("".join(char for char in head if not char.isalnum() and char not in "'’-"))
        parted = head[-1].isspace() != (head[-1] in "'’-")
        if parted and word.casefold() in known and not title[length].isspace():
            return length
    return 0


def _file(file: Artefact, text_file: str) -> tuple[Field, ...]:
    size = f"{file.size} Bytes"
    return _due(
        "347",
        "  ",
        MADE,
        ("3", file.name),
        ("a", text_file),
        ("b", ENCODINGS.get(file.media_type, file.media_type)),
        ("c", size),
    )


def _notes(said: Said) -> Due:
    rights, (spdx, address) = said.statement.rights, said.license
    indicators, name, standard = ACCESS[said.access]
    terms = said.words.get(name, "")
    script = said.language.script.code
    tongue = said.statement.cataloguing.language
    language = said.words["in_language"].replace("{}", _language(said.edition.language, said))
    for other in said.original:
        language += ", " + said.words["translated_from"].replace("{}", _language(other.tag, said))
    if said.addressee:
        yield _due("500", "  ", ("a", said.words["addressed"].replace("{}", said.addressee)))
    for change in said.statement.changes:
        yield _due("500", "  ", ("a", said.words["changed"].format(change.date, change.note)))
    for text in access_facts.status_notes(said):
        yield _due("500", "  ", ("a", text))
    yield _due("532", "8 ", ("a", access_facts.exemption(said)))
    yield _due("506", indicators, ("a", terms), ("f", standard), ("2", "star" if standard else ""))
    yield _due("520", "3 ", ("a", said.summary))
    yield _due("540", "  ", ("a", rights.statement if rights else ""), ("f", spdx), ("u", address))
    written = "" if script == "Latn" else str(Locale(tongue).scripts.get(script, script))
    yield _due("546", "  ", MADE, ("a", language), ("b", written))
    for subject in said.schemed:
        if begin := {"gnd": "(DE-588)", "eurovoc": "http://eurovoc.europa.eu/"}.get(subject.scheme):
            yield _due("650", " 7", ("a", subject.label), ("0", begin + subject.code), ("2", subject.scheme))
        else:
            yield _due("653", "  ", ("a", subject.label))
    yield _due("655", " 4", ("a", said.kind(tongue)))


def _links(said: Said) -> Due:
    url = said.statement.url
    yield _due("758", "  ", MADE, ("i", said.words["work"]), ("1", said.work))
    for other in said.original:
        yield _other("765", "original", other, said)
    for other in said.translations:
        yield _other("767", "translation", other, said)
    for other in said.editions:
        yield _other("775", "edition", other, said, other.code)
    for pair in said.pairs:
        spoken = ", ".join(_language(tag, said) for tag in pair.tags)
        language = said.words["in_language"].replace("{}", spoken)
        titles = " = ".join(pair.titles)
        yield _due("775", "08", ("i", said.words["bilingual"]), ("t", titles), ("n", language), ("o", pair.identifier))
    if said.statement.supersedes:
        yield _due("787", "08", ("i", said.words["supersedes"]), ("o", said.statement.supersedes))
    yield _due("856", "40", ("u", url))
    for file in said.files:
        if lies := address(file):
            yield _due("856", "40", ("f", file.name), ("q", file.media_type), ("s", f"{file.size} bytes"), ("u", lies))
    yield _due("883", "0 ", MADE, ("a", f"flugblatt {__version__}"), ("d", said.moment[:8]))


def _other(tag: str, words: str, other: Other, said: Said, code: str = "") -> tuple[Field, ...]:
    language = said.words["in_language"].replace("{}", _language(other.tag, said))
    named = (
        ("i", said.words[words]),
        ("a", other.issuer),
        ("t", other.title),
        ("e", code),
        ("n", language),
        ("o", other.identifier),
    )
    return _due(tag, "08", *named)


def _language(tag: str, said: Said) -> str:
    """The name of a language in the language of cataloguing: by CLDR, else as the IANA registry has it."""
    locale = locale_of(tag)
    if locale is not None:
        return str(locale.get_display_name(said.statement.cataloguing.language))
    found = tags.language(tag.split("-")[0])
    return str(found.description[0]) if found else tag


# --- What is there -------------------------------------------------------------------------------


def read_exchange(data: bytes) -> Fields:
    """The facts of a record of ISO 2709."""
    return _facts(iso2709.read(data))


def read_xml(data: bytes) -> Fields:
    """The facts of a MARCXML record."""
    root = xml_schemas.parse(data)
    if root.tag != SPACE + "record":
        raise ValueError(f"{root.tag}, where a record was expected")
    fields = [Field(f"record @{name}", str(value)) for name, value in root.attrib.items() if name != "type"]
    leader = ""
    for element in root:
        text = element.text or ""
        match element.tag:
            case tag if tag == SPACE + "controlfield":
                fields.append(Field(element.get("tag", ""), text))
            case tag if tag == SPACE + "datafield":
                pairs = tuple((child.get("code", ""), child.text or "") for child in element)
                indicators = element.get("ind1", "") + element.get("ind2", "")
                fields.append(Field(element.get("tag", ""), "", indicators, pairs))
            case tag if tag == SPACE + "leader":
                leader += text
            case _:
                fields.append(Field(str(element.tag), text))
    return _facts(Record(leader, tuple(fields)))


def _facts(record: Record) -> Fields:
    leader = record.leader
    # without its lengths, which .mrc measures and MARCXML has none to measure
    values = (value for field in record.fields for value in _values(field))
    return filled(gathered((("MARC leader", leader[5:12] + leader[17:]), *values)))


def _values(field: Field) -> Iterator[tuple[str, str]]:
    """The values of a field, each with its name."""
    tag, pairs = field.tag, field.subfields
    if tag == "008":
        yield from _general(field.data)
    elif not pairs:
        yield f"MARC {tag}", field.data
    elif tag[0] in "17" and tag[1:] in KINDS.values():
        yield from _entry(field)
    else:
        source = dict(pairs).get("2", "")
        codes = OF_FILES.get(tag, "") if {"3", "f"} & dict(pairs).keys() else ""
        yield f"{'file field' if codes else 'MARC'} {tag} indicators", field.indicators
        for code, value in pairs:
            if code == "8":
                yield "file links to 883", value
            elif (code == "a" and tag in ("020", "022", "024")) or (tag, code) == ("020", "z"):
                yield "identifiers", NUMBERS.get((tag, source), "?") + value
            elif tag == "041" and code in "a2":
                yield f"MARC 041 $a {source}", value if code == "a" else ""
            else:
                place = "file field" if code in codes else "MARC"
                yield NAMES.get(f"{tag} ${code}", f"{place} {tag} ${code}"), value


def _entry(field: Field) -> Iterator[tuple[str, str]]:
    """A creator: name, kind and address, and what says that it is one."""
    codes = dict(field.subfields)
    yield from (("creators", codes.pop("a", "")), ("creator addresses", codes.pop("1", "")))
    yield from (("creator kinds", field.tag[1:]), ("MARC indicators of creators", field.indicators))
    role = codes.pop("j" if field.tag[1:] == KINDS["conference"] else "e", "")
    yield "MARC relators", f"{role} {codes.pop('4', '')}"
    if len(dict(field.subfields)) != len(field.subfields):
        yield f"MARC {field.tag}", "a subfield twice"
    yield from ((f"MARC {field.tag} ${code}", value) for code, value in codes.items())


def _general(data: str) -> Iterator[tuple[str, str]]:
    """008, 40 characters: a date by its type, and the language code, are facts."""
    if len(data) != 40:
        yield "MARC 008 length", str(len(data))
        return
    year, rest = data[7:11], data[11:15].strip()
    date = {"s": year, "e": "-".join(part for part in (year, rest[:2], rest[2:]) if part)}.get(data[6], data[6:15])
    yield from (("MARC 008/00-05", data[:6]), ("MARC 008 date", data[6:15] if data[6] == "s" and rest else date))
    yield from (("MARC 008/15-34", data[15:35]), ("language code", data[35:38]), ("MARC 008/38-39", data[38:]))
