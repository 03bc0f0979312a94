"""Dublin Core (oai_dc), read back: every element, by its place among those of its name.

Flow: XML -> lxml -> facts. ``related`` are the work and its other editions, which Dublin Core has one element for.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.metadata.fields import LANG, Fields, filled, gathered
from flugblatt.judges.records.record_facts import Said, picked, plain_isbn

DC = "{http://purl.org/dc/elements/1.1/}"
NAMES = {"creator": "creators", "contributor": "translator", "subject": "subjects", "description": "summary"}
NAMES |= {"source": "original", "relation": "related", "format": "file media types", "identifier": "identifiers"}
ACCESS = {"open": "openAccess", "reading-room": "restrictedAccess", "registered": "restrictedAccess"}


def expected(said: Said) -> Fields:
    """The facts of the record, with the languages of its texts."""
    rights, own = said.statement.rights, said.edition.language
    access = ACCESS.get(said.access, "")
    texts = (said.edition.title_text, said.edition.subtitle)
    return picked(said, "creators", "subjects", "summary", "publisher", "date", "language", "original") | {
        "title": texts,
        "translator": (said.edition.translator, *said.signatories),
        "type": ("Text", said.kind(own)),
        "file media types": tuple(dict.fromkeys(file.media_type for file in said.files)),
        "identifiers": (*said.identifiers, said.statement.url),
        "related": (
            said.work,
            *(other.identifier for other in (*said.translations, *said.editions)),
            *(pair.identifier for pair in said.pairs),
        ),
        "rights": (
            *((rights.statement, *said.license) if rights else ()),
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
    return filled(gathered(_values(root)))


def _values(root: etree._Element) -> Iterator[tuple[str, str]]:
    yield from ((f"DC record @{name}", str(value)) for name, value in root.attrib.items())
    for element in root:
        if not isinstance(element.tag, str) or not element.tag.startswith(DC) or len(element):
            yield "DC foreign element", str(element.tag)
            continue
        name = etree.QName(element).localname
        text = "".join(element.itertext())
        yield NAMES.get(name, name), plain_isbn(text) if name == "identifier" else text
        for attribute, value in element.attrib.items():
            yield f"DC {name} @{'lang' if attribute == LANG else attribute}", str(value)
