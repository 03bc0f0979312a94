"""The package of the book: its metadata, the repair of what EbookLib writes, and the zip.

Flow: (Statement, Edition) -> ``new_book`` -> EbookLib -> ``zipped`` -> bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from ebooklib import epub as ebook
from lxml import etree

from flugblatt.language.table import Language
from flugblatt.model import Edition, Image, Series, Statement, leaves, spans
from flugblatt.model.identifiers import edition_id, form_id

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OPF = "http://www.idpf.org/2007/opf"
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
"""What a book says that it conforms to (EPUB Accessibility 1.1, 4.3); who certified that, nobody has said."""
FEATURES = (
    "structuralNavigation",
    "tableOfContents",
    "readingOrder",
    "displayTransformability",
    "pageBreakMarkers",
    "pageNavigation",
    "unlocked",
)


def identifier(statement: Statement, edition: Edition) -> str:
    return f"urn:uuid:{edition_id(statement, edition)}"


def new_book(statement: Statement, edition: Edition, language: Language, claims: bool) -> Any:
    """The package with its metadata (EPUB 3.3, 5.5), only what the content gives. ``claims``: it says that it conforms."""
    book = ebook.EpubBook()
    book.metadata.clear()
    book.IDENTIFIER_ID = "pub-id"
    book.set_identifier(identifier(statement, edition))
    book.title, book.language = edition.title_text, edition.language
    for uri in edition.identifiers.uris("epub"):
        book.add_metadata("DC", "identifier", uri)
    book.add_metadata("DC", "title", edition.title_text, {"id": "title", XML_LANG: edition.language})
    if edition.subtitle:
        book.add_metadata("DC", "title", edition.subtitle, {"id": "subtitle", XML_LANG: edition.language})
        _refined(book, "title", "title-type", "main")
        _refined(book, "subtitle", "title-type", "subtitle")
    languages = (span.language for span in spans((edition.title, edition.blocks, edition.notes)))
    for tag in dict.fromkeys((edition.language, *(tag for tag in languages if tag))):
        book.add_metadata("DC", "language", tag)
    for number, issuer in enumerate(statement.issuers_of(edition), 1):
        _party(book, "creator", f"creator-{number}", issuer.name, "aut")
        if issuer.sort_name:
            _refined(book, f"creator-{number}", "file-as", issuer.sort_name)
        if issuer.uri:
            _refined(book, f"creator-{number}", "dcterms:identifier", issuer.uri)
    if edition.translator:
        _party(book, "contributor", "translator", edition.translator, "trl")
    rights = statement.rights
    facts = (
        ("publisher", (statement.publisher.name,) if statement.publisher else ()),
        ("date", (statement.date,)),
        ("description", (statement.summary.for_language(edition.language) or "",)),
        ("subject", statement.subject_words(edition.language)),
        ("rights", (rights.statement, rights.license_name or rights.license_address) if rights else ()),
    )
    for name, values in facts:
        for value in values:
            if value:
                book.add_metadata("DC", name, value)
    if rights and rights.license:
        book.add_metadata(None, "meta", rights.license_address, {"property": "dcterms:license"})
    _series(book, statement.series)
    printed = f"urn:uuid:{form_id(statement, edition, 'archive-pdf')}"
    book.add_metadata("DC", "source", printed, {"id": "printed"})
    _refined(book, "printed", "source-of", "pagination")
    book.add_metadata(None, "meta", printed, {"property": "pageBreakSource"})
    pictures = has_pictures(edition)
    for name, values in _accessibility(pictures):
        for value in values:
            book.add_metadata(None, "meta", value, {"property": f"schema:{name}"})
    summary = {"property": "schema:accessibilitySummary", XML_LANG: language.label_language}
    book.add_metadata(None, "meta", language.accessibility(pictures), summary)
    if statement.exemption:  # who is exempt says so instead (Note on the EAA exemption property, 2)
        book.add_metadata(None, "meta", f"eaa-{statement.exemption}", {"property": "a11y:exemption"})
    elif claims:
        book.add_metadata(None, "meta", CLAIM, {"property": "dcterms:conformsTo"})
    return book


def _party(book: Any, element: str, name: str, words: str, role: str) -> None:
    """Somebody with a role by MARC's list of relators (EPUB 3.3, D.4.3); ``name`` is what refinements refer to."""
    book.add_metadata("DC", element, words, {"id": name})
    book.add_metadata(None, "meta", role, {"refines": f"#{name}", "property": "role", "scheme": "marc:relators"})


def _series(book: Any, series: Series | None) -> None:
    """The collection that the book belongs to (EPUB 3.3, D.3.2)."""
    if series is None:
        return
    book.add_metadata(None, "meta", series.title, {"property": "belongs-to-collection", "id": "series"})
    _refined(book, "series", "collection-type", "series")
    if re.fullmatch(r"[0-9]+(\.[0-9]+)*", series.number):  # what D.3.4 allows
        _refined(book, "series", "group-position", series.number)
    if series.issn:
        _refined(book, "series", "dcterms:identifier", f"urn:issn:{series.issn}")


def _refined(book: Any, name: str, property: str, value: str) -> None:
    book.add_metadata(None, "meta", value, {"refines": f"#{name}", "property": property})


def has_pictures(edition: Edition) -> bool:
    """Whether there is a picture that says something: decoration does not, and the cover alone makes no visual book."""
    whole = (edition.title, edition.blocks, edition.notes)
    return any(isinstance(leaf, Image) and not leaf.decorative for leaf in leaves(whole))


def _accessibility(pictures: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """schema.org's terms (EPUB Accessibility 1.1, 2.2)."""
    return (
        ("accessMode", ("textual", "visual") if pictures else ("textual",)),
        ("accessModeSufficient", ("textual",)),
        ("accessibilityFeature", (*FEATURES, "alternativeText") if pictures else FEATURES),
        ("accessibilityHazard", ("none",)),
    )


def zipped(packed: bytes, outside: tuple[tuple[str, bytes], ...], statement: Statement, language: Language) -> bytes:
    """The files in a fixed order with fixed times (EPUB 3.3, 4.2): the mimetype first, stored."""
    with zipfile.ZipFile(io.BytesIO(packed)) as source:
        files = {name: source.read(name) for name in source.namelist()}
    package = next(name for name in files if name.endswith(".opf"))
    files["EPUB/package.opf"] = _repaired(files.pop(package), statement, language)
    files["META-INF/container.xml"] = files["META-INF/container.xml"].replace(package.encode(), b"EPUB/package.opf")
    files |= dict(outside)
    stamp = statement.stamp
    moment = max(
        (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second // 2 * 2), (1980, 1, 1, 0, 0, 0)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("mimetype", *sorted(name for name in files if name != "mimetype")):
            entry = zipfile.ZipInfo(name, moment)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], entry.compress_type, 9)
    return out.getvalue()


def _repaired(package: bytes, statement: Statement, language: Language) -> bytes:
    """The package document as EbookLib should have written it: language and direction on the package, no leftovers of
    EPUB 2, the moment of the last change in UTC behind the Dublin Core."""
    root = etree.fromstring(re.sub(rb' xmlns:opf="[^"]*"', b"", package))
    root.attrib.pop("prefix", None)
    root.set(XML_LANG, language.tag)
    root.set("dir", language.direction)
    metadata = root.find(f"{{{OPF}}}metadata")
    modified = [meta for meta in metadata if meta.get("property") == "dcterms:modified"]
    for meta in modified:
        metadata.remove(meta)
    last = max(index for index, child in enumerate(metadata) if "purl.org/dc/elements" in str(child.tag))
    moment = etree.Element(f"{{{OPF}}}meta", property="dcterms:modified")
    moment.text = statement.stamp_as("%Y-%m-%dT%H:%M:%SZ")
    metadata.insert(last + 1, moment)
    metadata.append(etree.Element(f"{{{OPF}}}meta", name="cover", content="cover-image"))
    etree.indent(root)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return written
