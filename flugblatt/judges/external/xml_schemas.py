"""Judges whether a record or a package's XML is valid by the schema of its standard, offline.

Flow: judge(kind, data) -> the bytes, refused where they are hostile -> the schema of ``flugblatt/schemas`` (ONIX: of the
package onixcheck) or, where a standard has none, a reader of our own -> Check ``schema``.

Rule: the file is valid by the published schema of its standard; an ISO 2709 record is built as the standard says; JSON-LD
is strict JSON of known schema.org types and properties.
Reason: a library's system loads a record by program and drops it without a word, or all that came with it, where it
cannot be read.
Passes: MARCXML by MARC21slim 1.1, MODS 3.6, Dublin Core by oai_dc 2.0, ONIX 3.1 with its code lists, PREMIS 3.0, METS 1.12
with the attributes of E-ARK.
Fails: with one of its codes; ``schema-hostile`` is what could make a reader load, grow or wait: a document type, entities,
more than 64 MB or 200 levels. No schema is fetched, and none that a document names for itself is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from flugblatt import resources
from flugblatt.judges.external import prepared_records
from flugblatt.judges.records import iso2709
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.checks import survives

CODES: Mapping[str, FindingCode] = {
    "schema-invalid": FindingCode(
        "A file that is not valid by the schema of its standard.",
        "Look up the value that the finding names in statement.yaml. If it is what you mean, report it with that file.",
    ),
    "schema-unreadable": FindingCode(
        "A file that is not of the form its standard is written in.",
        "Take another copy of the file, or build it again: it is damaged, or of another kind than its name says.",
    ),
    "schema-hostile": FindingCode(
        "A file with a document type, entities, or of a size that no record has.",
        "Open the file with no other program: it may be made to harm. Take it from its publisher again.",
    ),
}
LARGEST, DEEPEST = 64 * 2**20, 200  # chosen: far above any record, and far below what fills a memory

IMPORTS = {
    "http://www.loc.gov/mods/xml.xsd": "xml.xsd",
    "http://www.w3.org/2001/03/xml.xsd": "xml.xsd",
    "http://www.loc.gov/standards/xlink/xlink.xsd": "xlink.xsd",
    "http://dublincore.org/schemas/xmls/simpledc20021212.xsd": "dc.xsd",
}
"""What a schema imports, and the file that stands for it here."""

XML_KINDS = {
    "marc.xml": (("MARC21slim.xsd",), "MARC21slim 1.1"),
    "mods.xml": (("mods.xsd",), "MODS 3.6"),
    "dc.xml": (("oai_dc.xsd",), "oai_dc 2.0"),
    "premis.xml": (("premis.xsd",), "PREMIS 3.0"),
    "mets.xml": (
        ("mets.xsd", "DILCISExtensionMETS.xsd", "DILCISExtensionSIPMETS.xsd"),
        "METS 1.12 with E-ARK CSIP 2.1",
    ),
}
KINDS = (*XML_KINDS, "onix.xml", "mrc", "jsonld", "datacite.xml", "internet-archive.csv")

_XS = "{http://www.w3.org/2001/XMLSchema}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_LOCK = Lock()

Findings = Iterator[Finding]


def _tool(kind: str, data: bytes) -> str:
    return _reader(kind)[0]


@survives("schema", _tool, "schema-unreadable", "a record that can be read")
def judge(kind: str, data: bytes) -> Check:
    """The Check ``schema`` of a file of a kind: "marc.xml", "mods.xml", "dc.xml", "onix.xml", "premis.xml", "mets.xml",
    "mrc", "jsonld", "datacite.xml" or "internet-archive.csv". Never raises for what ``data`` holds; KeyError for another kind."""
    tool, read = _reader(kind)
    return Check.of("schema", tool, read(data))


def of_files(files: Iterable[tuple[str, str, bytes]]) -> Check:
    """One Check ``schema`` for several files, each by its path, its kind and its bytes."""
    checks = [(path, judge(kind, data)) for path, kind, data in files]
    found = (replace(one, where=f"{path}: {one.where}") for path, check in checks for one in check.findings)
    tools = ", ".join(dict.fromkeys(check.tool.removeprefix("lxml, ") for _, check in checks))
    return Check.of("schema", f"lxml, {tools}", found, f"{len(checks)} files" if len(checks) > 1 else "")


def _reader(kind: str) -> tuple[str, Callable[[bytes], Findings]]:
    if kind == "mrc":
        return "our checks, ISO 2709", _iso2709
    if kind == "jsonld":
        return "our checks, schema.org", _json_ld
    if kind in prepared_records.READERS:
        return prepared_records.READERS[kind]
    if kind == "onix.xml":
        return f"lxml, ONIX 3.1 of onixcheck {version('onixcheck')}", lambda data: _xml(data, _onix(), "onix.xml")
    files, name = XML_KINDS[kind]
    return f"lxml, {name}", lambda data: _xml(data, _schema(files), kind)


# --- XML -----------------------------------------------------------------------------------------


def parse(data: bytes) -> etree._Element:
    """The root of a document without document type, entities or excess. ValueError or XMLSyntaxError says what is wrong;
    a ValueError is hostile. What the document says of its own schemas is taken away, so that nobody follows it."""
    if len(data) > LARGEST:
        raise ValueError(f"{len(data):,} bytes, where a record has at most {LARGEST:,}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        raise ValueError("a document type")
    depth = 0
    for event, element in etree.iterwalk(root, ("start", "end", "comment", "pi")):
        if event not in ("start", "end"):
            continue
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} levels")
        if event == "start" and element.attrib:
            for name in ("schemaLocation", "noNamespaceSchemaLocation"):
                element.attrib.pop(_XSI + name, None)
    if next(root.iter(etree.Entity), None) is not None:
        raise ValueError("an entity")
    return root


def _xml(data: bytes, schema: etree.XMLSchema, kind: str) -> Findings:
    try:
        root = parse(data)
    except ValueError as error:
        yield Finding("schema-hostile", "error", f"expected a plain record; found {error}", kind)
        return
    except etree.XMLSyntaxError as error:
        yield Finding("schema-unreadable", "error", f"expected well-formed XML; found: {error.msg}", kind)
        return
    with _LOCK:
        if schema.validate(root):
            return
        problems = [(entry.line, entry.message) for entry in schema.error_log]
    for line, message in problems:
        yield Finding("schema-invalid", "error", message or "not valid", f"{kind}:{line}")


class _Here(etree.Resolver):  # type: ignore[misc]
    """Every import, from our folder or from beside the schema of onixcheck; all else is refused."""

    def __init__(self, *folders: Path) -> None:
        super().__init__()
        self._folders = folders

    def resolve(self, url: str, _public: str, context: Any) -> Any:
        named = IMPORTS.get(url)
        path = resources.SCHEMAS / named if named else Path(unquote(urlsplit(url).path))
        if path.parent in self._folders and path.is_file():
            return self.resolve_string(path.read_bytes(), context, base_url=path.as_uri())
        raise OSError(f"no schema here for {url}")


@cache
def _schema(files: tuple[str, ...]) -> etree.XMLSchema:
    """One schema of several files of our folder, each with a namespace of its own."""
    parser = _parser(resources.SCHEMAS)
    if len(files) == 1:
        return etree.XMLSchema(etree.parse(resources.SCHEMAS / files[0], parser))
    root = etree.Element(_XS + "schema")
    for name in files:
        space = etree.parse(resources.SCHEMAS / name, parser).getroot().get("targetNamespace")
        etree.SubElement(root, _XS + "import", namespace=space, schemaLocation=(resources.SCHEMAS / name).as_uri())
    return etree.XMLSchema(etree.fromstring(etree.tostring(root), parser))


@cache
def _onix() -> etree.XMLSchema:
    from onixcheck import schema

    path = Path(schema.O31_XSD_REFERENCE).resolve()
    return etree.XMLSchema(etree.parse(path, _parser(path.parent)))


def _parser(*folders: Path) -> etree.XMLParser:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Here(resources.SCHEMAS, *folders))
    return parser


# --- ISO 2709 and JSON-LD ------------------------------------------------------------------------


def _iso2709(data: bytes) -> Findings:
    try:
        record = iso2709.read(data)
    except ValueError as error:
        yield Finding("schema-unreadable", "error", f"expected a record of ISO 2709; found {error}", "mrc")
        return
    yield from _xml(iso2709.as_xml(record), _schema(("MARC21slim.xsd",)), "mrc")


_THING = {"@type", "@id", "name", "identifier", "url", "sameAs", "description", "alternateName"}
_WORK = _THING | {
    "inLanguage",
    "datePublished",
    "dateModified",
    "author",
    "translator",
    "contributor",
    "publisher",
    "license",
    "keywords",
    "genre",
    "isPartOf",
    "position",
    "issn",
    "copyrightNotice",
    "conditionsOfAccess",
    "translationOfWork",
    "workTranslation",
    "exampleOfWork",
    "workExample",
    "encoding",
    "about",
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilitySummary",
    "creativeWorkStatus",
    "expires",
    "http://purl.org/dc/terms/conformsTo",
    "http://purl.org/dc/terms/replaces",
}
TERMS: dict[str, set[str]] = {
    "CreativeWork": _WORK,
    "CreativeWorkSeries": _WORK,
    "Organization": _THING | {"address"},
    "Person": _THING,
    "DefinedTerm": _THING | {"termCode", "inDefinedTermSet"},
    "Role": _THING | {"roleName", "contributor"},
    "ItemList": _THING | {"itemListElement"},
    "MediaObject": _WORK | {"encodingFormat", "contentSize", "contentUrl", "sha256"},
}
"""schema.org's types and their properties, as far as our records use them."""


def _json_ld(data: bytes) -> Findings:
    if len(data) > LARGEST:
        yield Finding("schema-hostile", "error", f"expected a record; found {len(data):,} bytes", "jsonld")
        return
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_without_doubles, parse_constant=_no_constant)
    except RecursionError:
        yield Finding("schema-hostile", "error", "expected a record; found too many levels", "jsonld")
        return
    except ValueError as error:
        yield Finding("schema-unreadable", "error", f"expected strict JSON in UTF-8; found: {error}", "jsonld")
        return
    if not isinstance(value, dict) or value.pop("@context", None) != "https://schema.org":
        yield Finding("schema-invalid", "error", "expected one object with the @context https://schema.org", "jsonld")
        return
    yield from _object(value, "jsonld")


def _object(value: dict[str, Any], where: str) -> Findings:
    kind = value.get("@type")
    known = TERMS.get(kind) if isinstance(kind, str) else ({"@id"} if set(value) == {"@id"} else None)
    if known is None:
        yield Finding("schema-invalid", "error", f"expected one of {', '.join(TERMS)}; found @type {kind!r}", where)
        return
    for name, inner in value.items():
        place = f"{where} {name}"
        if name not in known:
            yield Finding("schema-invalid", "error", f"expected a property of {kind}; found {name!r}", place)
        for part in inner if isinstance(inner, list) else [inner]:
            if isinstance(part, dict):
                yield from _object(part, place)
            elif not isinstance(part, str) or not part:
                yield Finding("schema-invalid", "error", f"expected text or an object; found {part!r}", place)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name that stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name}, which JSON does not have")
