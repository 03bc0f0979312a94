"""DataCite 4, read back by XPath; a value that no path reads is extra.

Flow: XML -> ``Sheet`` -> facts, and what is left.
"""

from __future__ import annotations

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.metadata.fields import Fields, filled, gathered
from flugblatt.judges.records.record_facts import Constants, Said, constants, picked
from flugblatt.judges.records.sheet import Sheet

SPACE = "http://datacite.org/schema/kernel-4"
PREFIXES = {"d": SPACE}
_DATE, _OTHER, _ALSO = "d:dates/d:date", "d:relatedIdentifiers/d:relatedIdentifier", "d:alternateIdentifiers/*"
_CREATOR, _RIGHTS = "d:creators/d:creator", "d:rightsList/d:rights"
PATHS = {
    "DataCite DOI": "d:identifier/text()",
    "creators": f"{_CREATOR}/d:creatorName/text()",
    "DataCite kinds of names": f"{_CREATOR}/d:creatorName/@nameType",
    "creator addresses": f"{_CREATOR}/d:nameIdentifier/text()",
    "translator": "d:contributors/d:contributor/d:contributorName/text()",
    "title": "d:titles/d:title[not(@titleType)]/text()",
    "subtitle": "d:titles/d:title[@titleType='Subtitle']/text()",
    "DataCite title types": "d:titles/d:title/@titleType",
    "DataCite title @lang": "d:titles/d:title/@xml:lang",
    "DataCite publisher": "d:publisher/text()",
    "DataCite year": "d:publicationYear/text()",
    "DataCite kind": "d:resourceType/text()",
    "subjects": "d:subjects/d:subject/text()",
    "DataCite subject @lang": "d:subjects/d:subject/@xml:lang",
    "DataCite subject schemes": "d:subjects/d:subject/@subjectScheme",
    "DataCite subject codes": "d:subjects/d:subject/@classificationCode",
    "date": f"{_DATE}[@dateType='Issued']/text()",
    "revised": f"{_DATE}[@dateType='Updated']/text()",
    "DataCite embargo": f"{_DATE}[@dateType='Available']/text()",
    "DataCite withdrawal": f"{_DATE}[@dateType='Withdrawn']/text()",
    "DataCite reason": f"{_DATE}/@dateInformation",
    "DataCite date types": f"{_DATE}/@dateType",
    "language": "d:language/text()",
    "DataCite other identifiers": f"{_ALSO}/text()",
    "DataCite types of other identifiers": f"{_ALSO}/@alternateIdentifierType",
    "work": f"{_OTHER}[@relationType='IsVersionOf']/text()",
    "original": f"{_OTHER}[@relationType='IsTranslationOf']/text()",
    "translations": f"{_OTHER}[@relationType='HasTranslation']/text()",
    "editions": f"{_OTHER}[@relationType='IsVariantFormOf']/text()",
    "DataCite relations": f"{_OTHER}/@relationType",
    "file sizes": "d:sizes/d:size/text()",
    "file media types": "d:formats/d:format/text()",
    "rights": f"{_RIGHTS}[not(@rightsURI)]/text()",
    "DataCite license": f"{_RIGHTS}[@rightsURI]/text()",
    "license address": f"{_RIGHTS}/@rightsURI",
    "DataCite SPDX": " | ".join(
        f"{_RIGHTS}/@{name}" for name in ("rightsIdentifier", "rightsIdentifierScheme", "schemeURI")
    ),
    "summary": "d:descriptions/d:description/text()",
    "DataCite summary @lang": "d:descriptions/d:description/@xml:lang",
}
CONSTANTS: Constants = {
    "DataCite identifier type": ("d:identifier/@identifierType", "DOI", ""),
    "DataCite name identifier scheme": (
        f"{_CREATOR}/d:nameIdentifier/@nameIdentifierScheme",
        "URI",
        "creator addresses",
    ),
    "DataCite contributor type": ("d:contributors/d:contributor/@contributorType", "Translator", "translator"),
    "DataCite general type": ("d:resourceType/@resourceTypeGeneral", "Text", ""),
    "DataCite types of relations": (f"{_OTHER}/@relatedIdentifierType", "URN", "DataCite relations"),
    "DataCite description type": ("d:descriptions/d:description/@descriptionType", "Abstract", "summary"),
}
_NAMES = {"thema": "Thema", "bisac": "BISAC", "ddc": "DDC", "udc": "UDC", "gnd": "GND", "eurovoc": "EuroVoc"}


def expected(said: Said) -> Fields:
    """The facts of the record, with its constants."""
    statement, edition = said.statement, said.edition
    name, address = said.license
    withdrawn, url = statement.withdrawn, statement.url
    persons = [issuer.kind == "person" for issuer in said.issuers]
    names = [
        (issuer.sort_name if person else "") or issuer.name
        for issuer, person in zip(said.issuers, persons, strict=True)
    ]
    reason = (withdrawn.reason.for_language(edition.language) or "") if withdrawn else ""
    relations = ((said.original, "IsTranslationOf"), (said.translations, "HasTranslation"))
    fields = picked(
        said,
        *("title", "subtitle", "creator addresses", "translator", "subjects", "date", "revised", "language", "work"),
        *("original", "translations", "editions", "rights", "summary"),
    )
    fields |= {
        "DataCite DOI": (edition.identifiers.doi,),
        "creators": tuple(names),
        "DataCite kinds of names": tuple("Personal" if person else "Organizational" for person in persons),
        "DataCite title types": ("Subtitle" if edition.subtitle else "",),
        "DataCite title @lang": (edition.language, edition.language if edition.subtitle else ""),
        "DataCite publisher": (statement.publisher.name if statement.publisher else ":unav",),
        "DataCite year": (statement.date[:4],),
        "DataCite kind": (" ".join(statement.kind.split("-")),),
        "DataCite subject @lang": (said.subjects_tag,) * len(said.subjects),
        "DataCite subject schemes": tuple(_NAMES.get(subject.scheme, "") for subject in said.schemed),
        "DataCite subject codes": tuple(subject.code for subject in said.schemed),
        "DataCite embargo": (statement.embargo,),
        "DataCite withdrawal": (withdrawn.date if withdrawn else "",),
        "DataCite reason": (reason,),
        "DataCite date types": (
            "Issued",
            "Updated" if statement.revised != statement.date else "",
            "Available" if statement.embargo else "",
            "Withdrawn" if withdrawn else "",
        ),
        "DataCite other identifiers": (said.identifier, *(number for _, number in said.isbns), url),
        "DataCite types of other identifiers": ("URN", *("ISBN" for _ in said.isbns), "URL" if url else ""),
        "DataCite relations": (
            "IsVersionOf",
            *(kind for others, kind in relations for _ in others),
            *("IsVariantFormOf" for _ in said.editions),
        ),
        "file sizes": tuple(f"{len(file.data)} bytes" for file in said.files),
        "file media types": tuple(file.media_type for file in said.files),
        "DataCite license": ((name or address),),
        "license address": (address,),
        "DataCite SPDX": (name, "SPDX", "https://spdx.org/licenses/") if name else (),
        "DataCite summary @lang": (said.summary_tag,),
    }
    return fields | constants(CONSTANTS, fields)


def read(data: bytes) -> Fields:
    """The facts of a record."""
    root = xml_schemas.parse(data)
    if root.tag != f"{{{SPACE}}}resource":
        raise ValueError(f"{root.tag}, where resource was expected")
    sheet = Sheet(root, PREFIXES, "DataCite")
    paths = PATHS | {name: path for name, (path, _, _) in CONSTANTS.items()}
    fields: Fields = {name: sheet.read(path) for name, path in paths.items()}
    return filled(fields | gathered(sheet.left()))
