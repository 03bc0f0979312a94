"""Transfer packages for national libraries: a catalogue record and the published file of one edition, as a hotfolder takes them.

Flow: the table of libraries -> ``Library`` -> ``not_due`` or ``transfer``: the MARC record with the library's own fields, and
the file itself, byte for byte as it was published, in one tar. The rules are data; ``dnb`` is the German National Library.
"""

from __future__ import annotations

import re

from lxml import etree

from flugblatt.model import Artefact, Edition, Statement
from flugblatt.model.errors import ToolFailed
from flugblatt.package.bag import tar
from flugblatt.package.libraries import REQUIRED, FieldRule, Library, library
from flugblatt.records import tree
from flugblatt.records.tree import add, written

NS = "http://www.loc.gov/MARC21/slim"
_WORD = re.compile(r"\{([a-z_]+)\}")
_CREATIVE_COMMONS = re.compile(r"CC-((?:BY|ND|NC|SA)(?:-[A-Z]{2})*)-([\d.]+)(?:-([A-Z]{2,3}))?|CC0-([\d.]+)")
_CC_ADDRESS = re.compile(
    r"https://creativecommons\.org/(?:licenses/(by[a-z-]*)|publicdomain/zero)/([\d.]+)/?(?:[a-z]{2}/?)?"
)


def dnb(statement: Statement, edition: Edition, marc_xml: bytes, pdf: Artefact) -> Artefact:
    """The transfer package of one edition for the German National Library; ``pdf`` is the published archive-pdf."""
    return transfer(library("dnb"), statement, edition, marc_xml, pdf)


def not_due(rules: Library, statement: Statement) -> str:
    """What ``statement.yaml`` lacks for this library, as one sentence without a full stop; empty where nothing is."""
    lacking = [key for key in rules.requires if not REQUIRED[key](statement)]
    return f"statement.yaml lacks {' and '.join(lacking)}" if lacking else ""


def transfer(rules: Library, statement: Statement, edition: Edition, marc_xml: bytes, file: Artefact) -> Artefact:
    """The package: a tar with the record and ``file``, its bytes untouched.

    Its time is the statement's stamp, so that the same input gives the same bytes; a library tells packages apart by their
    checksum. ToolFailed where no package is due, or ``marc_xml`` holds no record.
    """
    if reason := not_due(rules, statement):
        raise ToolFailed(f"no package for {rules.name} can be made: {reason}")
    record = catalogue_record(rules, statement, marc_xml, file)
    path = f"{edition.work}/archive/{edition.work}.{edition.language}{rules.suffix}"
    name = file.path.rsplit("/", 1)[-1]
    data = tar("", ((rules.record, record), (f"{rules.folder}/{name}", file.data)), statement.stamp)
    return Artefact("dnb", path, "application/x-tar", data)


def catalogue_record(rules: Library, statement: Statement, marc_xml: bytes, file: Artefact) -> bytes:
    """The MARCXML that the library wants: a collection of one record, its fields in the order of their tags."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    source = next(etree.fromstring(marc_xml, parser).iter(f"{{{NS}}}record"), None)
    if source is None:
        raise ToolFailed("the MARC record of the edition cannot be read")
    words = _words(rules, statement, file)
    made = tuple(field for rule in rules.fields if (field := _field(rule, words)) is not None)
    own = {str(field.get("tag")) for field in made}
    kept = [field for field in source if field.get("tag") in rules.keep and field.get("tag") not in own]
    root = tree.root("collection", NS)
    record = add(root, "record", type="Bibliographic")
    add(record, "leader", rules.leader or source.findtext(f"{{{NS}}}leader", ""))
    for field in sorted((*kept, *made), key=lambda field: str(field.get("tag"))):
        record.append(field)
    for tag, code, most in rules.shorten:
        for subfield in record.iterfind(f"{{{NS}}}datafield[@tag='{tag}']/{{{NS}}}subfield[@code='{code}']"):
            subfield.text = shortened(subfield.text or "", most)
    etree.cleanup_namespaces(root)
    return written(root)


def shortened(text: str, most: int) -> str:
    """``text`` with at most so many characters; what is cut ends after a whole word, with an ellipsis."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip(" ,;:–—") + "…"


def _field(rule: FieldRule, words: dict[str, str]) -> etree._Element | None:
    indicators = _filled(rule.indicators, words) or "  "
    field = etree.Element(etree.QName(NS, "datafield"), tag=rule.tag, ind1=indicators[0], ind2=indicators[1])
    for code, template in rule.subfields:
        if text := _filled(template, words):
            add(field, "subfield", text, code=code)
    return field if len(field) else None


def _filled(template: str, words: dict[str, str]) -> str:
    """The text with its words; empty where one of them is unknown."""
    if any(not words.get(word) for word in _WORD.findall(template)):
        return ""
    return _WORD.sub(lambda match: words[match[1]], template)


def _words(rules: Library, statement: Statement, file: Artefact) -> dict[str, str]:
    publisher, rights = statement.publisher, statement.rights
    access = rights.access if rights else ""
    return {
        **{f"access_{word}": text for value, word, text in rules.access if value == access},
        **_license(rights.license if rights else "", rights.statement if rights else ""),
        "publisher": publisher.name if publisher else "",
        "place": publisher.place if publisher else "",
        "year": statement.date[:4],
        "address": statement.url,
        "format": file.path.rsplit(".", 1)[-1],
        "size": str(len(file.data)),
    }


def _license(license_: str, words: str) -> dict[str, str]:
    """Name, code and address of a licence; of one that is not of Creative Commons only what the statement says of it."""
    by_name, by_address = _CREATIVE_COMMONS.fullmatch(license_), _CC_ADDRESS.fullmatch(license_)
    kind = version = port = ""
    if by_name:
        kind, version, port = (by_name[1] or "").lower(), by_name[2] or by_name[4], (by_name[3] or "").lower()
    elif by_address:
        kind, version = by_address[1] or "", by_address[2]
    if not version:
        address = license_ if license_.startswith("https:") else ""
        return {"license_name": words or (license_ if not address else ""), "license_address": address}
    folder = f"licenses/{kind}" if kind else "publicdomain/zero"
    return {
        "license_name": f"CC {kind.upper()} {version}" if kind else f"CC0 {version}",
        "license_code": f"cc-{kind}.{version}" if kind else "",
        "license_address": f"https://creativecommons.org/{folder}/{version}/{port + '/' if port else ''}",
        "license_source": "cc",
    }
