"""MODS 3.6, read back by XPath; a value that no path reads is extra.

Flow: XML -> ``Sheet`` -> facts, and what is left.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.metadata.fields import Fields, filled, gathered
from flugblatt.judges.records.access_facts import CLASSIFIED, exemption, said_by, status_notes
from flugblatt.judges.records.codes import exact
from flugblatt.judges.records.record_facts import Constants, Said, constants, picked, plain_isbn
from flugblatt.judges.records.sheet import Sheet

Pairs = Iterator[tuple[str, str]]
PREFIXES = {"m": "http://www.loc.gov/mods/v3", "x": "http://www.w3.org/1999/xlink"}
KINDS = {"organization": "corporate", "person": "personal", "conference": "conference"}
WORDS = {
    "original": "translation of",
    "translations": "translated as",
    "editions": "edition in another language",
    "work": "edition of the work",
}
SCHEMES = {"uri": "", "urn": "", "doi": "doi:", "isbn": "urn:isbn:", "issn": "urn:issn:"}
ACCESS = {"open": "Unrestricted online access", "registered": "Online access with authorization"}
ADDRESSES = {"gnd": "https://d-nb.info/gnd/", "eurovoc": "http://eurovoc.europa.eu/"}
"""How the address of a term begins in the schemes that have one."""
PATHS = {
    "title": "m:titleInfo/m:title/text()",
    "subtitle": "m:titleInfo/m:subTitle/text()",
    "MODS title @lang": "m:titleInfo/@xml:lang",
    "creator addresses": "m:name/m:nameIdentifier/text()",
    "MODS roles": "m:name/m:role/m:roleTerm[@type='code']/text()",
    "MODS signing": "m:name/m:role/m:roleTerm[@type='text']/text()",
    "MODS signing @type": "m:name/m:role/m:roleTerm[@type='text']/@type",
    "MODS signatories": "m:name/m:description/text()",
    "MODS addressee": "m:note[@type='addressee']/text()",
    "MODS genre": "m:genre/text()",
    "place": "m:originInfo/m:place/m:placeTerm/text()",
    "publisher": "m:originInfo/m:publisher/text()",
    "date": "m:originInfo/m:dateIssued/text()",
    "revised": "m:originInfo/m:dateModified/text()",
    "MODS encodings": "m:originInfo/*/@encoding",
    "language code": "m:language/m:languageTerm[@authority='iso639-2b']/text()",
    "MODS exact code": "m:language/m:languageTerm[@authority='iso639-3']/text()",
    "language": "m:language/m:languageTerm[@authority='rfc5646']/text()",
    "MODS authorities of language": "m:language/m:languageTerm/@authority",
    "MODS types of language": "m:language/*/@type",
    "MODS script": "m:language/m:scriptTerm/text()",
    "file media types": "m:physicalDescription/m:internetMediaType/text()",
    "file extent": "m:physicalDescription/m:extent/text()",
    "summary": "m:abstract/text()",
    "MODS abstract @lang": "m:abstract/@xml:lang",
    "subjects": "m:subject/m:topic/text()",
    "MODS subject @lang": "m:subject/@xml:lang",
    "MODS note": "m:note[@type='version identification']/text()",
    "MODS status note": "m:note[@type='publication status']/text()",
    "MODS exemption": "m:note[@type='accessibility' and not(@displayLabel)]/text()",
    "MODS note types": "m:note[not(@displayLabel)]/@type",
    "file notes": "m:note[@displayLabel]/@type | m:note[@displayLabel]/@displayLabel | m:note[@displayLabel]/text()",
    "MODS subject terms": "m:subject[@authority]/m:topic/text()",
    "MODS subject authorities": "m:subject/@authority",
    "MODS subject addresses": "m:subject/m:topic/@valueURI",
    "MODS classification": "m:classification/@authority | m:classification/text()",
    "MODS superseded": "m:relatedItem[@type='preceding']/m:identifier/text()",
    "MODS superseded types": "m:relatedItem[@type='preceding']/descendant-or-self::*/@type",
    "series": "m:relatedItem[@type='series']/m:titleInfo/m:title/text()",
    "series number": "m:relatedItem[@type='series']/m:titleInfo/m:partNumber/text()",
    "series ISSN": "m:relatedItem[@type='series']/m:identifier[@type='issn']/text()",
    "MODS series types": "m:relatedItem[@type='series']//@type",
    "url": "m:location/m:url/text()",
    "rights": "m:accessCondition[@type='use and reproduction' and not(@displayLabel)]/text()",
    "license": "m:accessCondition[@displayLabel]/text()",
    "MODS license address": "m:accessCondition/@x:href",
    "MODS rights @displayLabel": "m:accessCondition/@displayLabel",
    "MODS cataloguing": "m:recordInfo/m:languageOfCataloging/m:languageTerm/text()",
    "MODS agency": "m:recordInfo/m:recordContentSource/text()",
    "MODS genre @lang": "m:genre/@xml:lang",
    "MODS rights @type": "m:accessCondition/@type",
    "MODS access": "m:accessCondition[@type='restriction on access']/text()",
    "MODS record created": "m:recordInfo/m:recordCreationDate/text()",
    "MODS record changed": "m:recordInfo/m:recordChangeDate/text()",
    "MODS record encodings": "m:recordInfo/*/@encoding",
    "MODS record identifier": "m:recordInfo/m:recordIdentifier/text()",
    "MODS cataloguing attributes": "m:recordInfo/m:languageOfCataloging/m:languageTerm/@*",
}
CONSTANTS: Constants = {
    "MODS nameIdentifier @type": ("m:name/m:nameIdentifier/@type", "uri", "creator addresses"),
    "MODS roles @type": ("m:name/m:role/m:roleTerm[@type='code']/@type", "code", "MODS roles"),
    "MODS roles @authority": ("m:name/m:role/m:roleTerm/@authority", "marcrelator", "MODS roles"),
    "MODS typeOfResource": ("m:typeOfResource/text()", "text", ""),
    "MODS eventType": ("m:originInfo/@eventType", "publication", ""),
    "MODS place @type": ("m:originInfo/m:place/m:placeTerm/@type", "text", "place"),
    "MODS keyDate": ("m:originInfo/m:dateIssued/@keyDate", "yes", ""),
    "MODS script @authority": ("m:language/m:scriptTerm/@authority", "iso15924", ""),
    "MODS form": ("m:physicalDescription/m:form/text()", "electronic", ""),
    "MODS form @authority": ("m:physicalDescription/m:form/@authority", "marcform", ""),
    "MODS url @usage": ("m:location/m:url/@usage", "primary display", "url"),
    "MODS agency @authority": ("m:recordInfo/m:recordContentSource/@authority", "marcorg", "MODS agency"),
    "MODS description standard": ("m:recordInfo/m:descriptionStandard/text()", "rda", ""),
    "MODS version": ("@version", "3.6", ""),
}


def expected(said: Said) -> Fields:
    """The facts of the record, with its constants."""
    statement, own = said.statement, said.edition.language
    names = tuple(
        f"{KINDS[issuer.kind]}: {issuer.sort_name or issuer.name}" + (f" ({issuer.name})" if issuer.sort_name else "")
        for issuer in said.issuers
    )
    terms = ("iso639-2b", "iso639-3" if said.exact else "", "rfc5646")
    revised = said.shared["revised"]
    year = said.moment
    rights, tongue = statement.rights, statement.cataloguing.language
    name, address = said.license
    uses = [bool(rights and rights.statement), bool(rights and rights.license)]
    fields: Fields = picked(
        said,
        *("title", "subtitle", "creators", "creator addresses", "translator", "place", "publisher", "date", "revised"),
        *("language", "language code", "summary", "subjects", "series", "series number", "series ISSN", "url"),
        *("rights", "license", "identifiers", "original", "translations", "editions", "work"),
    )
    fields |= {"license": (name or address,), "MODS license address": (address,)}
    fields |= {
        "MODS names": (
            *names,
            said.edition.translator and f": {said.edition.translator}",
            *(f": {name}" for name in said.signatories),
        ),
        "signatories": said.signatories,
        "MODS signing": (said.words["signatory"],) * len(said.signatories),
        "MODS signing @type": ("text",) * len(said.signatories),
        "MODS signatories": tuple(
            ", ".join(filter(None, (person.function, person.place))) for person in statement.signatories
        ),
        "MODS addressee": (said.addressee,),
        "MODS title @lang": (own,),
        "MODS roles": (*("aut" for _ in said.issuers), "trl" if said.edition.translator else ""),
        "MODS genre": (said.kind(tongue),),
        "MODS genre @lang": (tongue if said.kind(tongue) else "",),
        "MODS agency": (statement.cataloguing.agency,),
        "MODS cataloguing": (said.words["code"],),
        "MODS rights @displayLabel": (said.words["license"] if any(said.license) else "",),
        "MODS forms of ISBNs": tuple(
            said.words["print"] if form == "print" else form.upper() for form, _ in said.isbns
        ),
        "MODS encodings": ("w3cdtf", "w3cdtf" if revised[0] else ""),
        "MODS exact code": (said.exact,),
        "MODS authorities of language": terms,
        "MODS types of language": tuple("code" for term in (*terms, "script") if term),
        "MODS script": (said.language.script.code,),
        "file media types": tuple(dict.fromkeys(file.media_type for file in said.files)),
        "file extent": (said.extent,),
        "MODS abstract @lang": (said.summary_tag,),
        "MODS subject @lang": (said.subjects_tag,) * len(said.subjects),
        "MODS note": tuple(said.words["changed"].format(change.date, change.note) for change in statement.changes),
        **_trade(said),
        "MODS series types": ("series", "issn" if statement.series.issn else "") if statement.series else (),
        "MODS rights @type": (
            *(("use and reproduction",) * sum(uses)),
            "restriction on access" if said.access else "",
        ),
        "MODS access": ({**ACCESS, "reading-room": said.words["reading_room"]}.get(said.access, ""),),
        "MODS record created": (statement.date,),
        "MODS record changed": (f"{year[:4]}-{year[4:6]}-{year[6:8]}T{year[8:10]}:{year[10:12]}:{year[12:]}Z",),
        "MODS record encodings": ("w3cdtf", "w3cdtf"),
        "MODS record identifier": (said.identifier,),
        "MODS cataloguing attributes": ("code", "iso639-2b"),
    }
    fields |= constants(CONSTANTS, fields)
    for role, others in (("original", said.original), ("translations", said.translations), ("editions", said.editions)):
        fields[f"MODS titles of {role}"] = tuple(f"{other.title} ({other.tag})" for other in others if other.title)
        fields[f"MODS languages of {role}"] = tuple(
            " ".join((other.code, *filter(None, (exact(other.tag),)), other.tag)) for other in others
        )
        fields[f"MODS attributes of languages of {role}"] = tuple(
            word
            for other in others
            for authority in ("iso639-2b", "iso639-3" if exact(other.tag) else "", "rfc5646")
            if authority
            for word in ("code", authority)
        )
    fields["pairs"] = tuple(pair.identifier for pair in said.pairs)
    sides = [(code, tag) for pair in said.pairs for code, tag in zip(pair.codes, pair.tags, strict=True)]
    fields["MODS titles of pairs"] = tuple(
        f"{title} ({tag})" for pair in said.pairs for title, tag in zip(pair.titles, pair.tags, strict=True)
    )
    fields["MODS languages of pairs"] = tuple(" ".join(filter(None, (code, exact(tag), tag))) for code, tag in sides)
    fields["MODS attributes of languages of pairs"] = tuple(
        word
        for _, tag in sides
        for authority in filter(None, ("iso639-2b", "iso639-3" if exact(tag) else "", "rfc5646"))
        for word in ("code", authority)
    )
    return fields


def _trade(said: Said) -> Fields:
    """Subjects with schemes, notes on status and accessibility, the work superseded."""
    named = [subject for subject in said.schemed if subject.scheme in ADDRESSES]
    classified = [
        (CLASSIFIED[subject.scheme], subject.code) for subject in said.schemed if subject.scheme in CLASSIFIED
    ]
    changes, status, law = len(said.statement.changes), status_notes(said), exemption(said)
    beside: list[str] = []
    for file in said.files:
        _, *texts = said_by(file, said)
        for text in filter(None, texts):
            beside += ["accessibility", file.name, text]
    earlier = said.statement.supersedes
    return {
        "MODS status note": status,
        "MODS exemption": (law,),
        "MODS note types": (
            "addressee" if said.addressee else "",
            *("version identification",) * changes,
            *("publication status",) * len(status),
            "accessibility" if law else "",
        ),
        "file notes": tuple(beside),
        "MODS subject terms": tuple(subject.label for subject in named),
        "MODS subject authorities": tuple(subject.scheme for subject in named),
        "MODS subject addresses": tuple(ADDRESSES[subject.scheme] + subject.code for subject in named),
        "MODS classification": tuple(part for pair in classified for part in pair),
        "MODS superseded": (earlier,),
        "MODS superseded types": ("preceding", "local") if earlier else (),
    }


def read(data: bytes) -> Fields:
    """The facts of a record."""
    root = xml_schemas.parse(data)
    if root.tag != f"{{{PREFIXES['m']}}}mods":
        raise ValueError(f"{root.tag}, where mods was expected")
    sheet = Sheet(root, PREFIXES, "MODS")
    paths = PATHS | {name: path for name, (path, _, _) in CONSTANTS.items()}
    fields: Fields = {name: sheet.read(path) for name, path in paths.items()}
    return filled(fields | gathered((*_names(sheet), *_identifiers(sheet), *_relations(sheet), *sheet.left())))


def _names(sheet: Sheet) -> Pairs:
    for name in sheet.elements("m:name"):
        kind, part, form = (
            "".join(sheet.read(path, name)) for path in ("@type", "m:namePart/text()", "m:displayForm/text()")
        )
        yield "MODS names", f"{kind}: {part}" + (f" ({form})" if form else "")
        roles = sheet.read("m:role/m:roleTerm/text()", name)
        coded = sheet.read("m:role/m:roleTerm[@type='code']/text()", name)
        yield "translator" if roles == ("trl",) else "creators" if coded else "signatories", form or part


def _identifiers(sheet: Sheet) -> Pairs:
    for element in sheet.elements("m:identifier"):
        scheme = SCHEMES.get("".join(sheet.read("@type", element)), "?")
        yield "identifiers", plain_isbn(scheme + "".join(sheet.read("text()", element)))
        yield "MODS forms of ISBNs", "".join(sheet.read("@displayLabel", element))


def _relations(sheet: Sheet) -> Pairs:
    for item in sheet.elements("m:relatedItem[@type='otherVersion' and @otherType='bilingual edition']"):
        sheet.read("@type | @otherType", item)
        if sheet.read("m:identifier/@type", item) == ("uri",):
            yield from (("pairs", value) for value in sheet.read("m:identifier/text()", item))
        for title in sheet.elements("m:titleInfo", item):
            words, tag = sheet.read("m:title/text()", title), sheet.read("@xml:lang", title)
            yield "MODS titles of pairs", f"{''.join(words)} ({''.join(tag)})"
        for language in sheet.elements("m:language", item):
            for value in sheet.read("m:languageTerm/@*", language):
                yield "MODS attributes of languages of pairs", value
            yield "MODS languages of pairs", " ".join(sheet.read("m:languageTerm/text()", language))
    for role, term in WORDS.items():
        for item in sheet.elements(f"m:relatedItem[@type='otherVersion' and @otherType='{term}']"):
            sheet.read("@type | @otherType", item)
            if sheet.read("m:identifier/@type", item) == ("uri",):
                yield from ((role, value) for value in sheet.read("m:identifier/text()", item))
            title, tag = sheet.read("m:titleInfo/m:title/text()", item), sheet.read("m:titleInfo/@xml:lang", item)
            if title or tag:
                yield f"MODS titles of {role}", f"{''.join(title)} ({''.join(tag)})"
            for value in sheet.read("m:language/m:languageTerm/@*", item):
                yield f"MODS attributes of languages of {role}", value
            yield f"MODS languages of {role}", " ".join(sheet.read("m:language/m:languageTerm/text()", item))
