"""Dublin Core (oai_dc), read back: every element, by its place among those of its name.

Flow: XML -> lxml -> facts. ``related`` are the work and its other editions, which Dublin Core has one element for.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.metadata.markup_fields import Fields
from flugblatt.judges.records.record_facts import Said, filled, picked, plain_isbn

DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NAMES = {"creator": "creators", "contributor": "translator", "subject": "subjects", "description": "summary"}
NAMES |= {"source": "original", "relation": "related", "format": "file media types", "identifier": "identifiers"}
ACCESS = {"open": "openAccess", "reading-room": "restrictedAccess", "registered": "restrictedAccess"}


def expected(said: Said) -> Fields:
    """The facts of the record, with the languages of its texts."""
    rights, own = said.statement.rights, said.edition.language
    access = ACCESS.get(said.access, "")
    texts = (said.edition.title_text, said.edition.subtitle)
    return picked(
        said, "creators", "translator", "subjects", "summary", "publisher", "date", "language", "original"
    ) | {
        "title": texts,
        "type": ("Text", said.kind(own)),
        "file media types": tuple(dict.fromkeys(file.media_type for file in said.files)),
        "identifiers": (*said.identifiers, said.statement.url),
        "related": (said.work, *(other.identifier for other in (*said.translations, *said.editions))),
        "rights": (
            *((rights.statement, rights.license) if rights else ()),
            f"info:eu-repo/semantics/{access}" if access else "",
        ),
        "DC title @lang": tuple(own for text in texts if text),
        "DC subject @lang": (said.subjects_tag,) * len(said.subjects),
        "DC description @lang": (said.summary_tag,),
        "DC type @lang": (said.language.label_language if said.statement.kind_given else "",),
    }


def read(data: bytes) -> Fields:
    """The facts of a record."""
    root = xml_schemas.parse(data)
    if root.tag != "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc":
        raise ValueError(f"{root.tag}, where oai_dc:dc was expected")
    found: dict[str, list[str]] = {}
    for name, value in root.attrib.items():
        found.setdefault(f"DC record @{name}", []).append(str(value))
    for element in root:
        if not isinstance(element.tag, str) or not element.tag.startswith(DC) or len(element):
            found.setdefault("DC foreign element", []).append(str(element.tag))
            continue
        name = etree.QName(element).localname
        text = "".join(element.itertext())
        found.setdefault(NAMES.get(name, name), []).append(plain_isbn(text) if name == "identifier" else text)
        for attribute, value in element.attrib.items():
            key = "lang" if attribute == LANG else str(attribute)
            found.setdefault(f"DC {name} @{key}", []).append(str(value))
    return filled({name: tuple(values) for name, values in found.items()})
