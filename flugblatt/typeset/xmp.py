"""XMP: one packet with every claim and every fact (ISO 16684-1), and the PDF/A extension schemas that it needs.

Flow: (Statement, Edition, claims) -> ``packet`` -> bytes of the metadata stream. A fact that the content does not give is
absent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from flugblatt import __version__
from flugblatt.model import Edition, Statement
from flugblatt.model.identifiers import edition_id, form_id, instance_id
from flugblatt.model.targets import product_of

HEADER = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
FOOTER = '\n</x:xmpmeta>\n<?xpacket end="r"?>'
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfd": "http://pdfa.org/declarations/",
    "prism": "http://prismstandard.org/namespaces/basic/3.0/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaType": "http://www.aiim.org/pdfa/ns/type#",
    "pdfaField": "http://www.aiim.org/pdfa/ns/field#",
}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a PDF says of itself: part, level and revision of PDF/A, part and revision of PDF/UA, PDF declarations.

    ``form`` says it in the colophon; ``variant`` is the engine's name for the version of PDF that carries it.
    """

    target: str
    form: str
    variant: str
    pdfa_part: str
    pdfa_level: str
    pdfa_revision: str
    pdfua_part: str
    pdfua_revision: str
    declarations: tuple[str, ...]

    @property
    def second_edition(self) -> bool:
        """Whether the file is PDF 2.0 (ISO 32000-2), with namespaces and structure destinations."""
        return self.pdfua_part == "2"


ARCHIVE = Claims("archive-pdf", "PDF/A-3a (ISO 19005-3), PDF/UA-1 (ISO 14289-1)", "pdf/a-3a", "3", "A", "", "1", "", ())
BILINGUAL = replace(ARCHIVE, target="bilingual")
LARGE = replace(ARCHIVE, target="large-print")
ACCESS = Claims(
    "access-pdf",
    "PDF/A-4f (ISO 19005-4), PDF/UA-2 (ISO 14289-2), WTPDF 1.0",
    "pdf/a-4f",
    "4",
    "F",
    "2020",
    "2",
    "2024",
    ("accessibility1.0", "reuse1.0"),
)
LEAFLET = Claims("leaflet", "PDF/UA-1 (ISO 14289-1)", "pdf/ua-1", "", "", "", "1", "", ())


def packet(statement: Statement, edition: Edition, claims: Claims, producer: str) -> bytes:
    """The whole packet, UTF-8, to be written uncompressed so that format identifiers can read it."""
    stamp, isbn = statement.stamp.isoformat(), edition.identifiers.isbn(product_of(claims.target))
    parts = [
        _description(
            simple("pdfaid:part", claims.pdfa_part),
            simple("pdfaid:conformance", claims.pdfa_level),
            simple("pdfaid:rev", claims.pdfa_revision),
            simple("pdfuaid:part", claims.pdfua_part),
            simple("pdfuaid:rev", claims.pdfua_revision),
            _declared(claims.declarations),
        ),
        _description(*_dublin_core(statement, edition, claims.target)),
        _description(*licence(statement, *languages_of(edition))),
        _description(
            simple("xmp:CreateDate", created(statement)),
            simple("xmp:ModifyDate", stamp),
            simple("xmp:MetadataDate", stamp),
            simple("xmp:CreatorTool", f"flugblatt {__version__}"),
            simple("pdf:Producer", producer),
            simple("pdf:Keywords", ", ".join(subjects(statement, edition))),
            simple("xmpMM:DocumentID", f"uuid:{form_id(statement, edition, claims.target)}"),
            simple("xmpMM:InstanceID", f"uuid:{instance_id(statement, edition, claims.target)}"),
            simple("prism:publicationDate", statement.date),
            simple("prism:isbn", isbn),
        ),
        _description(_extensions(claims, bool(isbn))) if claims.pdfa_part else "",
    ]
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    body = "\n".join(part for part in parts if part)
    return f"{HEADER}<rdf:RDF {spaces}>\n{body}\n</rdf:RDF>{FOOTER}".encode()


def created(statement: Statement) -> str:
    """The publication date as a moment: its midnight in UTC, the first day of a month or year."""
    year, month, day = ([*statement.date.split("-"), "01", "01"])[:3]
    return f"{year}-{month}-{day}T00:00:00+00:00"


def identifiers(statement: Statement, edition: Edition, target: str) -> tuple[str, ...]:
    """The edition's identifier, then those that the content gives it, and of its ISBNs that of this product; two editions side by
    side have those of the work."""
    given = statement.identifiers if edition.beside else edition.identifiers
    return (f"urn:uuid:{edition_id(statement, edition)}", *given.uris(product_of(target)))


def title(edition: Edition) -> str:
    """The title as the window of a reader shows it; of two editions side by side both."""
    return " / ".join(side.title_text for side in edition.sides)


def languages_of(edition: Edition) -> tuple[str, ...]:
    return tuple(side.language for side in edition.sides)


def subjects(statement: Statement, edition: Edition) -> tuple[str, ...]:
    """The subjects in the edition's language, or in both."""
    return _each_once(statement.subject_words(tag) for tag in languages_of(edition))


def creators(statement: Statement, edition: Edition) -> tuple[str, ...]:
    """The names of the issuers, as either language has them."""
    return _each_once((issuer.name for issuer in statement.issuers_of(side)) for side in edition.sides)


def _each_once(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for part in parts for value in part))


def _dublin_core(statement: Statement, edition: Edition, target: str) -> tuple[str, ...]:
    tags, rights = languages_of(edition), statement.rights
    titles = tuple((side.language, side.title_text) for side in edition.sides)
    summaries = tuple((tag, statement.summary.for_language(tag) or "") for tag in tags)
    identifier, *others = identifiers(statement, edition, target)
    return (
        simple("dc:format", "application/pdf"),
        alternatives("dc:title", title(edition), titles),
        array("dc:creator", "Seq", creators(statement, edition)),
        array("dc:date", "Seq", (statement.date,)),
        array("dc:language", "Bag", tags),
        simple("dc:identifier", identifier),
        array("dc:relation", "Bag", tuple(others)),
        alternatives("dc:description", next((text for _, text in summaries if text), ""), summaries),
        array("dc:subject", "Bag", subjects(statement, edition)),
        array("dc:publisher", "Bag", (statement.publisher.name,) if statement.publisher else ()),
        array("dc:contributor", "Bag", _each_once(filter(None, (side.translator,)) for side in edition.sides)),
        alternative("dc:rights", rights.statement if rights else "", *tags),
        array("dc:type", "Bag", ("Text",)),
    )


def licence(statement: Statement, *languages: str) -> tuple[str, ...]:
    """The licence as text and as address (ISO 16684-1, 8.5); an address that has no name is its own text."""
    rights = statement.rights
    if not rights or not rights.license:
        return ()
    terms = alternative("xmpRights:UsageTerms", rights.license_name or rights.license_address, *languages)
    return (simple("xmpRights:WebStatement", rights.license_address), terms)


def _description(*properties: str) -> str:
    body = "\n".join(part for part in properties if part)
    return f'<rdf:Description rdf:about="">\n{body}\n</rdf:Description>' if body else ""


def simple(name: str, value: str) -> str:
    """A property with one value; nothing where it has none, as of the two that follow."""
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def array(name: str, kind: str, values: tuple[str, ...]) -> str:
    """A property with several values: a ``Bag``, or a ``Seq`` where their order counts."""
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if items else ""


def alternative(name: str, value: str, *languages: str) -> str:
    """A property that is the same in these languages, and by default."""
    return alternatives(name, value, tuple((language, value) for language in languages))


def alternatives(name: str, default: str, values: tuple[tuple[str, str], ...]) -> str:
    """A property in several languages, and what it is by default (ISO 16684-1, 8.2.2.4)."""
    said = [(tag, value) for tag, value in (("x-default", default), *values) if value]
    items = "".join(f'<rdf:li xml:lang="{tag}">{escape(value)}</rdf:li>' for tag, value in said)
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>" if items else ""


def _declared(names: tuple[str, ...]) -> str:
    """Declarations that the file conforms to a specification (PDF Declarations, PDF Association)."""
    items = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfd:conformsTo>http://pdfa.org/declarations/wtpdf#{name}</pdfd:conformsTo></rdf:li>'
        for name in names
    )
    return f"<pdfd:declarations><rdf:Bag>{items}</rdf:Bag></pdfd:declarations>" if items else ""


def _extensions(claims: Claims, isbn: bool) -> str:
    """The schemas that PDF/A does not know by itself (ISO 19005-3, 6.6.2.3)."""
    part = _property("part", "Integer", "internal", "Part of ISO 14289")
    revision = _property("rev", "Integer", "internal", "Year of the revision") if claims.pdfua_revision else ""
    identification = (part, revision)
    publication = [_property("publicationDate", "Text", "external", "Date of publication")]
    if isbn:
        publication.append(_property("isbn", "Text", "external", "ISBN"))
    schemas = [
        _schema("PDF/UA identification", "pdfuaid", identification),
        _schema("PRISM basic metadata", "prism", tuple(publication)),
    ]
    if claims.declarations:
        declaration = (_property("declarations", "Bag declaration", "external", "PDF Declarations"),)
        schemas.append(_schema("PDF Declarations", "pdfd", declaration, _DECLARATION_TYPE))
    return f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>"


_DECLARATION_TYPE = (
    '<pdfaSchema:valueType><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaType:type>declaration</pdfaType:type>'
    f"<pdfaType:namespaceURI>{NAMESPACES['pdfd']}</pdfaType:namespaceURI><pdfaType:prefix>pdfd</pdfaType:prefix>"
    "<pdfaType:description>PDF Declaration</pdfaType:description><pdfaType:field><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><pdfaField:name>conformsTo</pdfaField:name><pdfaField:valueType>Text</pdfaField:valueType>'
    "<pdfaField:description>Address of the specification</pdfaField:description></rdf:li>"
    "</rdf:Seq></pdfaType:field></rdf:li></rdf:Seq></pdfaSchema:valueType>"
)


def _schema(title: str, prefix: str, properties: tuple[str, ...], types: str = "") -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{NAMESPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{''.join(properties)}</rdf:Seq></pdfaSchema:property>{types}</rdf:li>"
    )


def _property(name: str, kind: str, category: str, text: str) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>"
        f"<pdfaProperty:description>{text}</pdfaProperty:description></rdf:li>"
    )
