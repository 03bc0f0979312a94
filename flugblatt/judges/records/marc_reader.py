"""MARC 21, read back: every control field, indicator and subfield under a name.

Flow: .mrc -> iso2709, or MARCXML -> lxml -> ``Record`` -> ``_named`` -> facts. What no rule of ours names keeps its tag and
code as name (``MARC 336 $b``).
"""

from __future__ import annotations

from babel import Locale
from language_tags import tags

from flugblatt import __version__
from flugblatt.judges.external import xml_schemas
from flugblatt.judges.metadata.markup_fields import Fields
from flugblatt.judges.records import iso2709
from flugblatt.judges.records.iso2709 import Field, Record
from flugblatt.judges.records.record_facts import Said, picked
from flugblatt.language.table import locale_of

SPACE = "{http://www.loc.gov/MARC21/slim}"
NAMES = {
    "022 $a": "identifiers",
    "041 $h": "original code",
    "245 $a": "title",
    "245 $b": "subtitle",
    "264 $a": "place",
    "264 $b": "publisher",
    "264 $c": "date",
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
    "300 $a": "file extent",
    "347 $3": "file names of 347",
    "347 $a": "file kinds of 347",
    "347 $b": "file encodings of 347",
    "347 $c": "file sizes of 347",
    "856 $f": "file names of 856",
    "856 $q": "file media types of 856",
    "856 $s": "file sizes of 856",
    "856 $u": "file addresses of 856",
}
NUMBERS = ("urn:isbn:", "urn:issn:")
"""Identifiers that have fields of their own, 020 and 022."""
SCHEMES = {"doi": "doi:", "uri": "", "urn": ""}
ENCODINGS = {"application/pdf": "PDF", "application/epub+zip": "EPUB", "text/html": "HTML", "text/plain": "TXT"}
TAGS = {"person": "00", "conference": "11", "organization": "10"}


# --- What must be there --------------------------------------------------------------------------


def expected(said: Said) -> Fields:
    """The facts of the record, fixed fields and indicators among them."""
    fields = picked(said, "title", "subtitle", "translator", "summary", "subjects", "rights", "license", "work")
    fields |= picked(said, "original", "translations", "editions", "series", "series number", "series ISSN", "date")
    fields |= picked(said, "language code")
    publisher = said.statement.publisher
    numbers = [uri for uri in said.identifiers if uri.startswith(NUMBERS)]
    fields |= {
        "identifiers": (*numbers, *(uri for uri in said.identifiers if uri not in numbers)),
        "place": ((publisher.place if publisher else "") or "[Ort nicht ermittelbar]",),
        "publisher": (publisher.name if publisher else "[Verlag nicht ermittelbar]",),
        "MARC 245 $c": (", ".join(issuer.name for issuer in said.issuers),),
        "MARC language code of 041": (said.code,),
        "MARC code in iso639-3": (said.exact,),
        "MARC code in rfc5646": (said.further,),
        "original code": tuple(other.code for other in said.original),
        "MARC 490 $a": (said.statement.series.title if said.statement.series else "",),
        "MARC 490 $v": (said.statement.series.number if said.statement.series else "",),
        "MARC 490 $x": (said.statement.series.issn if said.statement.series else "",),
        "MARC 500 $a": tuple(f"Geändert am {change.date}: {change.note}" for change in said.statement.changes),
        "MARC 546 $a": (_language_note(said),),
        "MARC 546 $b": (_script(said),),
        "MARC 655 $a": (said.kind("de"),),
        "MARC 720 $e": ("Übersetzer" if said.edition.translator else "",),
        "MARC 720 $4": ("trl" if said.edition.translator else "",),
        "MARC 758 $i": ("Ausgabe des Werks",),
        "MARC 883 $a": (f"flugblatt {__version__}",),
        "MARC 883 $d": (said.moment[:8],),
    }
    terms, standard = _ACCESS.get(said.access, ("", ""))
    fields["MARC 506 $a"], fields["MARC 506 $f"] = (terms,), (standard,)
    fields["MARC 506 $2"] = ("star" if standard else "",)
    return (
        fields | _fixed(said) | _creators(said) | _constants(said) | _relations(said) | _files(said) | _indicators(said)
    )


_ACCESS = {
    "open": ("", "Unrestricted online access"),
    "reading-room": ("Zugang nur im Lesesaal", ""),
    "registered": ("Zugang nur für registrierte Personen", "Online access with authorization"),
}


def _fixed(said: Said) -> Fields:
    date = said.statement.date
    pictures = "a" if said.pictures else " "
    year, month, day = [*date.split("-"), "01", "01"][:3]
    return {
        "MARC leader": ("nam a22uc 4500",),
        "MARC 001": (said.identifier.rsplit(":", 1)[1],),
        "MARC 005": (f"{said.moment}.0",),
        "MARC 006": ("m    |o  d |      ",),
        "MARC 007": ("cr |||||||||||",),
        "MARC 008/00-05": (f"{year[2:]}{month}{day}",),
        "MARC 008 date": (date,),
        "MARC 008/15-34": (f"xx {pictures}   |o|||||||0 ||",),
        "MARC 008/38-39": (" d",),
    }


def _creators(said: Said) -> Fields:
    """The first issuer is the main entry; the others stand in the order of their tags."""
    first, rest = said.issuers[:1], said.issuers[1:]
    order = (*first, *sorted(rest, key=lambda issuer: TAGS[issuer.kind]))
    persons = [issuer.kind == "person" for issuer in order]
    return {
        "creators": tuple(
            (issuer.sort_name if person else "") or issuer.name for issuer, person in zip(order, persons, strict=True)
        ),
        "creator kinds": tuple(issuer.kind for issuer in order),
        "creator addresses": tuple(issuer.uri for issuer in order),
        "MARC relators": tuple("Verfasser aut" for _ in order),
        "MARC indicators of creators": tuple(
            ("1 " if "," in issuer.sort_name else "0 ") if person else "2 "
            for issuer, person in zip(order, persons, strict=True)
        ),
    }


def _constants(said: Said) -> Fields:
    still = ("unbewegtes Bild", "sti", "rdacontent") if said.pictures else ("", "", "")
    made = 7 + len(said.files) + bool(still[0])
    return {
        "MARC 024 $2": tuple(
            "doi" if uri.startswith("doi:") else "urn" if uri.startswith("urn:nbn:") else "uri"
            for uri in said.identifiers
            if not uri.startswith(NUMBERS)
        ),
        "MARC 040 $b": ("ger",),
        "MARC 040 $e": ("rda",),
        "MARC 300 $b": ("Illustrationen" if said.pictures else "",),
        "MARC 336 $a": ("Text", still[0]),
        "MARC 336 $b": ("txt", still[1]),
        "MARC 336 $2": ("rdacontent", still[2]),
        "MARC 337 $a": ("Computermedien",),
        "MARC 337 $b": ("c",),
        "MARC 337 $2": ("rdamedia",),
        "MARC 338 $a": ("Online-Ressource",),
        "MARC 338 $b": ("cr",),
        "MARC 338 $2": ("rdacarrier",),
        "file links to 883": (r"1\p",) * made,
    }


def _relations(said: Said) -> Fields:
    words = {"765": "Übersetzung von", "767": "Übersetzt als", "775": "Ausgabe in anderer Sprache"}
    fields: Fields = {}
    for tag, others in (("765", said.original), ("767", said.translations), ("775", said.editions)):
        fields[f"MARC {tag} $i"] = (words[tag],) * len(others)
        fields[f"MARC {tag} $a"] = tuple(other.issuer for other in others)
        fields[f"MARC {tag} $n"] = tuple(f"Text auf {_german(other.tag)}" for other in others)
        fields[f"MARC {tag} $t"] = tuple(other.title for other in others)
    fields["MARC 775 $e"] = tuple(other.code for other in said.editions)
    return fields


def _files(said: Said) -> Fields:
    pages = [file.pages for file in said.files if file.target == "archive-pdf"]
    linked = said.files if said.statement.url else ()
    return {
        "file extent": (f"1 Online-Ressource ({pages[0]} Seiten)" if pages else "1 Online-Ressource",),
        "file names of 347": tuple(file.name for file in said.files),
        "file kinds of 347": tuple("Textdatei" for _ in said.files),
        "file encodings of 347": tuple(ENCODINGS[file.media_type] for file in said.files),
        "file sizes of 347": tuple(f"{file.size} Bytes" for file in said.files),
        "file names of 856": tuple(file.name for file in linked),
        "file media types of 856": tuple(file.media_type for file in linked),
        "file sizes of 856": tuple(f"{file.size} bytes" for file in linked),
        "file addresses of 856": tuple(said.statement.url for _ in linked),
    }


def _indicators(said: Said) -> Fields:
    rights, series = said.statement.rights, said.statement.series
    given, uris = said.statement.identifiers, said.identifiers
    numbers = sum(not uri.startswith(NUMBERS) for uri in uris)
    translated = {True: "1", False: "0"}[bool(said.original)] if said.statement.original else " "
    codes = (f"{translated} ", *(f"{translated}7" for code in (said.exact, said.further) if code))
    access = {"": (), "open": ("0 ",)}.get(said.access, ("1 ",))
    wanted: dict[str, tuple[str, ...]] = {
        "020": ("  ",) * bool(given.isbn),
        "022": ("  ",) * bool(given.issn),
        "024": ("7 ",) * numbers,
        "040": ("  ",),
        "041": codes,
        "245": ("10" if said.issuers else "00",),
        "264": (" 1",),
        "300": ("  ",),
        "336": ("  ",) * (1 + said.pictures),
        "337": ("  ",),
        "338": ("  ",),
        "490": ("1 ",) * bool(series),
        "500": ("  ",) * len(said.statement.changes),
        "506": access,
        "520": ("3 ",) * bool(said.summary),
        "540": ("  ",) * bool(rights and (rights.statement or rights.license)),
        "546": ("  ",),
        "653": ("  ",) * len(said.subjects),
        "655": (" 4",) * said.statement.kind_given,
        "720": ("  ",) * bool(said.edition.translator),
        "758": ("  ",),
        "765": ("08",) * len(said.original),
        "767": ("08",) * len(said.translations),
        "775": ("08",) * len(said.editions),
        "830": (" 0",) * bool(series),
        "883": ("0 ",),
    }
    fields = {f"MARC {tag} indicators": values for tag, values in wanted.items()}
    fields["file indicators of 347"] = ("  ",) * len(said.files)
    fields["file indicators of 856"] = ("40",) * (len(said.files) if said.statement.url else 0)
    return fields


def _language_note(said: Said) -> str:
    note = f"Text auf {_german(said.edition.language)}"
    return f"{note}, übersetzt aus: {_german(said.original[0].tag)}" if said.original else note


def _german(tag: str) -> str:
    """The name of a language in German: by CLDR, else as the IANA registry has it."""
    locale = locale_of(tag)
    if locale is not None:
        return str(locale.get_display_name("de"))
    found = tags.language(tag.split("-")[0])
    return str(found.description[0]) if found else tag


def _script(said: Said) -> str:
    code = said.language.script.code
    return "" if code == "Latn" else str(Locale("de").scripts.get(code, code))


# --- What is there -------------------------------------------------------------------------------


def read_exchange(data: bytes) -> Fields:
    """The facts of a record of ISO 2709."""
    return _named(iso2709.read(data))


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
    return _named(Record(leader, tuple(fields)))


def _named(record: Record) -> Fields:
    leader = record.leader
    # without its lengths, which .mrc measures and MARCXML has none to measure
    found: dict[str, list[str]] = {"MARC leader": [leader[5:12] + leader[17:]]}
    for field in record.fields:
        for name, value in _values(field):
            found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _values(field: Field) -> list[tuple[str, str]]:
    """The values of a field, each with its name."""
    tag = field.tag
    if tag == "008":
        return _general(field.data)
    if not field.subfields:
        return [(f"MARC {tag}", field.data)]
    if tag in ("100", "110", "111", "700", "710", "711"):
        return _creator(field)
    codes = dict(field.subfields)
    place = "file indicators of" if tag in ("347", "856") else "MARC"
    found = [(f"{place} {tag} indicators" if place == "MARC" else f"{place} {tag}", field.indicators)]
    for code, value in field.subfields:
        name = NAMES.get(f"{tag} ${code}", f"MARC {tag} ${code}")
        if code == "8":
            found.append(("file links to 883", value))
        elif tag == "020" and code == "a":
            found.append(("identifiers", f"urn:isbn:{value}"))
        elif tag == "022" and code == "a":
            found.append(("identifiers", f"urn:issn:{value}"))
        elif tag == "024" and code == "a":
            found.append(("identifiers", SCHEMES.get(codes.get("2", ""), "?") + value))
        elif tag == "041" and code == "a":
            source = codes.get("2", "")
            found.append((f"MARC code in {source}" if source else "MARC language code of 041", value))
        elif tag != "041" or code != "2":
            found.append((name, value))
    return found


def _creator(field: Field) -> list[tuple[str, str]]:
    kind = {ending: kind for kind, ending in TAGS.items()}[field.tag[1:]]
    term = "j" if kind == "conference" else "e"
    codes = dict(field.subfields)
    found = [
        ("creators", codes.pop("a", "")),
        ("creator kinds", kind),
        ("MARC indicators of creators", field.indicators),
        ("MARC relators", f"{codes.pop(term, '')} {codes.pop('4', '')}"),
        ("creator addresses", codes.pop("1", "")),
    ]
    if len(dict(field.subfields)) != len(field.subfields):
        found.append((f"MARC {field.tag}", "a subfield twice"))
    return [*found, *((f"MARC {field.tag} ${code}", value) for code, value in codes.items())]


def _general(data: str) -> list[tuple[str, str]]:
    """008, 40 characters: a date by its type, and the language code, are facts."""
    if len(data) != 40:
        return [("MARC 008 length", str(len(data)))]
    year, rest = data[7:11], data[11:15].strip()
    date = {"s": year, "e": "-".join(part for part in (year, rest[:2], rest[2:]) if part)}.get(data[6], data[6:15])
    if data[6] == "s" and rest:
        date = data[6:15]
    return [
        ("MARC 008/00-05", data[:6]),
        ("MARC 008 date", date),
        ("MARC 008/15-34", data[15:35]),
        ("language code", data[35:38]),
        ("MARC 008/38-39", data[38:]),
    ]
