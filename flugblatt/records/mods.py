"""MODS 3.6, the Library of Congress's descriptive metadata in XML.

Flow: Description -> ``render`` -> XML. Words of its own are in the language of cataloguing, as in MARC 21. Relations between
editions are ``relatedItem``s of type otherVersion; ``otherType`` says which way the translation goes.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.language.table import Language, describe
from flugblatt.model import Issuer
from flugblatt.model.work import Signatory
from flugblatt.records.description import Description, PairOf, Relation
from flugblatt.records.file_access import access_of
from flugblatt.records.language_codes import Codes
from flugblatt.records.standing_words import exemption, notes
from flugblatt.records.tree import add, add_if, group, root, written

MODS, XLINK = "http://www.loc.gov/mods/v3", "http://www.w3.org/1999/xlink"
KINDS = {"organization": "corporate", "person": "personal", "conference": "conference"}
CLASSIFICATIONS = {"thema": "thema", "bisac": "bisacsh", "ddc": "ddc", "udc": "udc"}
THESAURI = {"gnd": ("gnd", "https://d-nb.info/gnd/"), "eurovoc": ("eurovoc", "http://eurovoc.europa.eu/")}
"""Name of the authority, and how the address of a term begins."""
ROLES = {"original": "translation of", "translation": "translated as", "edition": "edition in another language"}
OPEN, REGISTERED = "Unrestricted online access", "Online access with authorization"
"""As the list that MARC calls ``star`` has them."""


def render(description: Description) -> bytes:
    """The record, valid by mods.xsd of version 3.6."""
    statement, edition = description.statement, description.edition
    own = edition.language
    record = root("mods", MODS, xlink=XLINK)
    record.set("version", "3.6")
    title = add(record, "titleInfo", lang=own)
    add(title, "title", edition.title_text)
    add_if(title, "subTitle", edition.subtitle)
    for issuer in description.issuers:
        _name(record, issuer)
    if edition.translator:
        translator = add(record, "name")
        add(translator, "namePart", edition.translator)
        _role(translator, "trl")
    for person in statement.signatories:
        _signatory(record, person, description.words.signatory)
    add(record, "typeOfResource", "text")
    if description.kind:
        tongue = statement.cataloguing.language
        add(record, "genre", describe(tongue, "").kind(description.kind), lang=tongue)
    _origin(record, description)
    _language(record, description.codes, own, description.language)
    _physical(record, description)
    add_if(record, "abstract", description.summary, lang=description.summary_language)
    for subject in description.subjects_of_schemes:
        authority, base = THESAURI.get(subject.scheme, ("", ""))
        about = add(record, "subject", lang=description.subjects_language, authority=authority)
        add(about, "topic", subject.label, valueURI=f"{base}{subject.code}" if authority else "")
    for subject in description.subjects_of_schemes:
        if scheme := CLASSIFICATIONS.get(subject.scheme):
            add(record, "classification", subject.code, authority=scheme)
    add_if(record, "note", description.addressee, type="addressee")
    for change in statement.changes:
        add(record, "note", description.words.changed.format(change.date, change.note), type="version identification")
    for text in notes(description):
        add(record, "note", text, type="publication status")
    _accessibility(record, description)
    _series(record, description)
    for relation in description.relations:
        _related(record, relation)
    for pair in description.pairs:
        _beside(record, pair)
    if statement.supersedes:
        add(add(record, "relatedItem", type="preceding"), "identifier", statement.supersedes, type="local")
    work = add(record, "relatedItem", type="otherVersion", otherType="edition of the work")
    add(work, "identifier", description.work, type="uri")
    for kind, value, form in _identifiers(description):
        add(record, "identifier", value, type=kind, displayLabel=form)
    if statement.url:
        add(add(record, "location"), "url", statement.url, usage="primary display")
    _rights(record, description)
    _record_info(record, description)
    return written(record)


def _name(record: etree._Element, issuer: Issuer) -> None:
    name = add(record, "name", type=KINDS[issuer.kind])
    add(name, "namePart", issuer.sort_name or issuer.name)
    if issuer.sort_name:
        add(name, "displayForm", issuer.name)
    _role(name, "aut")
    add_if(name, "nameIdentifier", issuer.uri, type="uri")


def _signatory(record: etree._Element, person: Signatory, word: str) -> None:
    """Without a type, as nobody has said whether it is a person; the list of relators has no term for who signs a letter."""
    name = add(record, "name")
    add(name, "namePart", person.name)
    add(add(name, "role"), "roleTerm", word, type="text")
    add_if(name, "description", ", ".join(filter(None, (person.function, person.place))))


def _role(name: etree._Element, code: str) -> None:
    add(add(name, "role"), "roleTerm", code, type="code", authority="marcrelator")


def _origin(record: etree._Element, description: Description) -> None:
    statement = description.statement
    publisher = statement.publisher
    origin = add(record, "originInfo", eventType="publication")
    if publisher and publisher.place:
        add(add(origin, "place"), "placeTerm", publisher.place, type="text")
    if publisher:
        add(origin, "publisher", publisher.name)
    add(origin, "dateIssued", statement.date, encoding="w3cdtf", keyDate="yes")
    if statement.revised != statement.date:
        add(origin, "dateModified", statement.revised, encoding="w3cdtf")


def _language(parent: etree._Element, codes: Codes, tag: str, language: Language | None = None) -> None:
    element = add(parent, "language")
    add(element, "languageTerm", codes.bibliographic, type="code", authority="iso639-2b")
    if codes.exact:
        add(element, "languageTerm", codes.exact, type="code", authority="iso639-3")
    add(element, "languageTerm", tag, type="code", authority="rfc5646")
    if language:
        add(element, "scriptTerm", language.script.code, type="code", authority="iso15924")


def _physical(record: etree._Element, description: Description) -> None:
    physical = add(record, "physicalDescription")
    add(physical, "form", "electronic", authority="marcform")
    for media_type in dict.fromkeys(form.media_type for form in description.forms):
        add(physical, "internetMediaType", media_type)
    add(physical, "extent", description.extent)


def _accessibility(record: etree._Element, description: Description) -> None:
    """A note for each thing that a file says of itself, with the name of the file, and one for the exemption."""
    for form in description.forms:
        said = access_of(form, description.pictures)
        for text in filter(None, (said.conforms, said.summary)):
            add(record, "note", text, type="accessibility", displayLabel=form.name)
    add_if(record, "note", exemption(description), type="accessibility")


def _series(record: etree._Element, description: Description) -> None:
    series = description.statement.series
    if series:
        item = add(record, "relatedItem", type="series")
        group(item, "titleInfo", title=series.title, partNumber=series.number)
        add_if(item, "identifier", series.issn, type="issn")


def _related(record: etree._Element, relation: Relation) -> None:
    item = add(record, "relatedItem", type="otherVersion", otherType=ROLES[relation.role])
    if relation.title:
        add(add(item, "titleInfo", lang=relation.language), "title", relation.title)
    _language(item, relation.codes, relation.language)
    add(item, "identifier", relation.identifier, type="uri")


def _beside(record: etree._Element, pair: PairOf) -> None:
    item = add(record, "relatedItem", type="otherVersion", otherType="bilingual edition")
    for tag, title in zip(pair.languages, pair.titles, strict=True):
        add(add(item, "titleInfo", lang=tag), "title", title)
    for tag, code in zip(pair.languages, pair.codes, strict=True):
        _language(item, code, tag)
    add(item, "identifier", pair.identifier, type="uri")


def _identifiers(description: Description) -> tuple[tuple[str, str, str], ...]:
    """Type, value and, of an ISBN, the form of product that it names."""
    given = description.edition.identifiers
    named = (
        ("uri", description.identifier, ""),
        ("doi", given.doi, ""),
        *(
            ("isbn", isbn.number, description.words.print if isbn.form == "print" else isbn.form.upper())
            for isbn in given.isbns
        ),
        ("issn", given.issn, ""),
        ("urn", given.urn_nbn, ""),
        ("uri", given.uri, ""),
    )
    return tuple(each for each in named if each[1])


def _rights(record: etree._Element, description: Description) -> None:
    rights = description.statement.rights
    if not rights:
        return
    use, words = "use and reproduction", description.words
    add_if(record, "accessCondition", rights.statement, type=use)
    if description.license_address:
        address = {f"{{{XLINK}}}href": description.license_address}
        name = description.license_name or description.license_address
        add(record, "accessCondition", name, type=use, displayLabel=words.license, **address)
    access = {"open": OPEN, "reading-room": words.reading_room, "registered": REGISTERED}
    add_if(record, "accessCondition", access.get(rights.access, ""), type="restriction on access")


def _record_info(record: etree._Element, description: Description) -> None:
    info, cataloguing = add(record, "recordInfo"), description.statement.cataloguing
    add_if(info, "recordContentSource", cataloguing.agency, authority="marcorg")
    add(info, "recordCreationDate", description.statement.date, encoding="w3cdtf")
    changed = description.statement.stamp_as("%Y-%m-%dT%H:%M:%SZ")
    add(info, "recordChangeDate", changed, encoding="w3cdtf")
    add(info, "recordIdentifier", description.identifier)
    language = add(info, "languageOfCataloging")
    add(language, "languageTerm", description.words.code, type="code", authority="iso639-2b")
    add(info, "descriptionStandard", "rda")
