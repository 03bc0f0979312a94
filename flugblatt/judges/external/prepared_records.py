"""Judges the form of records that no schema at hand describes: DataCite 4.6, and the spreadsheet of the Internet Archive.

Flow: bytes -> the rules of the documentation, as data -> findings of the check ``schema``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from flugblatt.model import Finding

Findings = Iterator[Finding]
SPACE = "{http://datacite.org/schema/kernel-4}"
LARGEST = 2**24  # chosen: far above any such record
REQUIRED = ("identifier", "creators", "titles", "publisher", "publicationYear", "resourceType")
"""Properties 1 to 5 and 10 of DataCite 4.6 are mandatory."""
INNER: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "creators": ("creator", ()),
    "contributors": ("contributor", ("contributorType",)),
    "titles": ("title", ()),
    "subjects": ("subject", ()),
    "dates": ("date", ("dateType",)),
    "alternateIdentifiers": ("alternateIdentifier", ("alternateIdentifierType",)),
    "relatedIdentifiers": ("relatedIdentifier", ("relatedIdentifierType", "relationType")),
    "sizes": ("size", ()),
    "formats": ("format", ()),
    "rightsList": ("rights", ()),
    "descriptions": ("description", ("descriptionType",)),
}
"""Lists: what is in each, and the attributes that it must have."""
TERMS = {
    "dateType": {"Issued", "Updated", "Available", "Withdrawn"},
    "relationType": {"IsVersionOf", "IsTranslationOf", "HasTranslation", "IsVariantFormOf"},
    "relatedIdentifierType": {"URN", "DOI", "ISBN", "URL"},
    "titleType": {"Subtitle"},
    "nameType": {"Personal", "Organizational"},
    "resourceTypeGeneral": {"Text"},
    "contributorType": {"Translator"},
    "descriptionType": {"Abstract"},
    "identifierType": {"DOI"},
}
"""Of the controlled lists of DataCite 4.6 the terms that records here use."""
COLUMNS = (
    *("identifier", "file", "mediatype", "title", "creator", "date", "language", "publisher", "description"),
    *("subject", "licenseurl", "source"),
)
ITEM = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{4,99}")
"""An item's identifier there: 5 to 100 characters of ASCII."""


def datacite(data: bytes) -> Findings:
    """What is missing, doubled, or of another word than the list has."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data[:LARGEST], parser)
    except etree.XMLSyntaxError as error:
        yield Finding("schema-unreadable", "error", f"expected well-formed XML; found: {error.msg}", "datacite.xml")
        return
    if root.getroottree().docinfo.doctype:
        yield Finding("schema-hostile", "error", "expected a plain record; found a document type", "datacite.xml")
        return
    if root.tag != f"{SPACE}resource":
        yield _invalid(f"expected resource of DataCite 4; found {root.tag}", "datacite.xml")
        return
    names = [etree.QName(child).localname if isinstance(child.tag, str) else "a comment" for child in root]
    for name in REQUIRED:
        if names.count(name) != 1:
            yield _invalid(f"expected {name} once; found it {names.count(name)} times", f"datacite.xml {name}")
    for child, name in zip(root, names, strict=True):
        if name not in (*REQUIRED, *INNER, "language"):
            yield _invalid(f"expected a property of DataCite 4.6; found {name}", f"datacite.xml {name}")
        elif name in INNER:
            yield from _list(child, name)
        elif not (child.text or "").strip():
            yield _invalid(f"expected {name} with a value; found none", f"datacite.xml {name}")
    for element in root.iter():
        for name, value in element.attrib.items():
            if value not in TERMS.get(name, {value}):
                yield _invalid(f"expected a term of the list {name}; found {value!r}", f"datacite.xml {name}")
    doi = root.findtext(f"{SPACE}identifier") or ""
    if not re.fullmatch(r"10\.[0-9]{4,9}(\.[0-9]+)*/\S+", doi):
        yield _invalid(f"expected a DOI; found {doi!r}", "datacite.xml identifier")
    year = root.findtext(f"{SPACE}publicationYear") or ""
    if not re.fullmatch("[0-9]{4}", year):
        yield _invalid(f"expected a year of four figures; found {year!r}", "datacite.xml publicationYear")


def _list(element: etree._Element, name: str) -> Findings:
    inner, needed = INNER[name]
    if not len(element):
        yield _invalid(f"expected {inner} within {name}; found none", f"datacite.xml {name}")
    for child in element:
        if child.tag != f"{SPACE}{inner}":
            yield _invalid(f"expected {inner}; found {child.tag}", f"datacite.xml {name}")
            continue
        for attribute in needed:
            if not child.get(attribute):
                yield _invalid(f"expected {inner} with {attribute}; found none", f"datacite.xml {name}")
        if not "".join(child.itertext()).strip():
            yield _invalid(f"expected {inner} with a value; found none", f"datacite.xml {name}")


def archive_table(data: bytes) -> Findings:
    """UTF-8, the columns in their order, an identifier and a file in each row, and a title in the first row of each item."""
    try:
        rows = list(csv.reader(io.StringIO(data[:LARGEST].decode("utf-8"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        yield Finding("schema-unreadable", "error", f"expected CSV in UTF-8; found: {error}", "internet-archive.csv")
        return
    if not rows or tuple(rows[0]) != COLUMNS:
        yield _invalid(f"expected the columns {', '.join(COLUMNS)}; found {rows[:1]}", "internet-archive.csv:1")
        return
    known: set[str] = set()
    for number, cells in enumerate(rows[1:], 2):
        where = f"internet-archive.csv:{number}"
        if len(cells) != len(COLUMNS):
            yield _invalid(f"expected {len(COLUMNS)} cells; found {len(cells)}", where)
            continue
        item = dict(zip(COLUMNS, cells, strict=True))
        if not ITEM.fullmatch(item["identifier"]) or not item["file"]:
            yield _invalid(f"expected the name of an item and a file; found {cells[:2]}", where)
        if item["identifier"] not in known and not (item["title"] and item["mediatype"] == "texts"):
            yield _invalid("expected title and mediatype in the first row of an item; found none", where)
        known.add(item["identifier"])


def _invalid(message: str, where: str) -> Finding:
    return Finding("schema-invalid", "error", message, where)


READERS: Mapping[str, tuple[str, Callable[[bytes], Findings]]] = {
    "datacite.xml": ("our checks, DataCite 4.6", datacite),
    "internet-archive.csv": ("our checks, table of the Internet Archive", archive_table),
}
