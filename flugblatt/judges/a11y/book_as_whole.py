"""Rules on a whole book: its metadata, its pages, its contents (EPUB Accessibility 1.1, 2 and 4.1).

Flow: package document, navigation document, content documents in the order of the spine -> each rule in its turn -> findings.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from lxml import etree

from flugblatt.judges.a11y.accessible_markup import Document, name_of, read_chapter, role_of, text_of, types_of
from flugblatt.judges.a11y.codes_of_accessibility import finding
from flugblatt.model import Finding

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
LARGEST = 256 * 2**20  # bytes of the unpacked book; chosen: a work of 1,390 pages takes 12 MB
SCHEMA = "schema:"
VALUES = {
    "accessMode": frozenset(
        ["textual", "visual", "auditory", "tactile", "chartOnVisual", "mathOnVisual", "textOnVisual"]
    ),
    "accessModeSufficient": frozenset(["textual", "visual", "auditory", "tactile"]),
    "accessibilityFeature": frozenset(
        [
            "ARIA",
            "alternativeText",
            "ariaLabels",
            "displayTransformability",
            "index",
            "longDescription",
            "none",
            "pageBreakMarkers",
            "pageNavigation",
            "printPageNumbers",
            "readingOrder",
            "structuralNavigation",
            "tableOfContents",
            "unlocked",
        ]
    ),
    "accessibilityHazard": frozenset(
        ["none", "noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard", "unknown"]
    ),
    "accessibilitySummary": frozenset(),
}
"""What a package must say, and the words of schema.org for it that a book of text can use; none: any sentence."""


@dataclass(frozen=True, eq=False)
class Book:
    """``spine`` are the content documents in reading order; ``navigation`` is one of them or lies beside."""

    package: Any
    place: str
    spine: tuple[Document, ...]
    navigation: Document | None

    def said(self, name: str) -> list[str]:
        """The values of a property of schema.org."""
        metas = self.package.iter(f"{OPF}meta")
        return [(meta.text or "").strip() for meta in metas if meta.get("property") == f"{SCHEMA}{name}"]

    @cached_property
    def breaks(self) -> list[tuple[Document, Any]]:
        """The page breaks in reading order."""
        return [
            (document, element)
            for document in self.spine
            for element in document.elements
            if "pagebreak" in types_of(element) or role_of(element) == "doc-pagebreak"
        ]

    def nav(self, kind: str) -> Any:
        """The list of this type in the navigation document; None where there is none."""
        elements = self.navigation.elements if self.navigation else ()
        return next((element for element in elements if element.tag == "nav" and kind in types_of(element)), None)

    def targets(self, kind: str) -> list[tuple[str, str]]:
        """The files and fragments that the entries of a list lead to, in their order."""
        nav = self.nav(kind)
        links = nav.iter("a") if nav is not None else ()
        found = []
        for link in links:
            file, _, fragment = unquote(link.get("href") or "").partition("#")
            folder = posixpath.dirname(self.navigation.name) if self.navigation else ""
            found.append((posixpath.normpath(posixpath.join(folder, file)), fragment))
        return found


def read(data: bytes) -> Book:
    """The book in the bytes of an EPUB. Raises zipfile.BadZipFile, KeyError, ValueError and what lxml raises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise ValueError(f"more than {LARGEST:,} bytes unpacked")
        files = {name: archive.read(name) for name in archive.namelist()}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    container = etree.fromstring(files["META-INF/container.xml"], parser)
    place = next(container.iter(f"{CONTAINER}rootfile")).get("full-path", "")
    package = etree.fromstring(files[place], parser)
    items = {item.get("id"): item for item in package.iter(f"{OPF}item")}
    chapters = {
        name: read_chapter(
            files[_at(place, items[name])], _at(place, items[name]), _styles(files, _at(place, items[name]))
        )
        for name in items
        if items[name].get("media-type") == "application/xhtml+xml"
    }
    spine = tuple(chapters[reference.get("idref")] for reference in package.iter(f"{OPF}itemref"))
    marked = (chapters[name] for name in chapters if "nav" in (items[name].get("properties") or "").split())
    return Book(package, place, spine, next(marked, None))


def _at(place: str, item: Any) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(item.get("href") or "")))


def _styles(files: dict[str, bytes], name: str) -> tuple[str, ...]:
    """The style sheets that a document links to."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    links = etree.fromstring(files[name], parser).iter("{http://www.w3.org/1999/xhtml}link")
    sheets = (posixpath.normpath(posixpath.join(posixpath.dirname(name), link.get("href") or "")) for link in links)
    return tuple(files[sheet].decode("utf-8") for sheet in sheets if sheet in files)


def judge(book: Book) -> Iterator[Finding]:
    yield from _metadata(book)
    yield from _pages(book)
    yield from _contents(book)


# --- Metadata ----------------------------------------------------------------------------------------


def _metadata(book: Book) -> Iterator[Finding]:
    for name, words in VALUES.items():
        values = book.said(name)
        if not any(values):
            yield _of_package(book, f"expected {SCHEMA}{name}; found none")
        for value in values if words else ():
            if not {part.strip() for part in value.split(",")} <= words:
                yield _of_package(book, f"expected a word of schema.org for {SCHEMA}{name}; found {value!r}")
    if not any((element.text or "").strip() for element in book.package.iter(f"{DC}language")):
        yield _of_package(book, "expected dc:language; found none")
    yield from _truth(book)


def _truth(book: Book) -> Iterator[Finding]:
    """What the metadata says is so: pictures, contents, pages."""
    pictures = [
        element
        for document in book.spine
        for element in document.elements
        if element.tag == "img" and (element.get("alt") or "").strip() and role_of(element) != "doc-cover"
    ]
    features = book.said("accessibilityFeature")
    facts = (
        ("accessMode", "visual", bool(pictures)),
        ("accessibilityFeature", "alternativeText", bool(pictures)),
        ("accessibilityFeature", "tableOfContents", book.nav("toc") is not None),
        ("accessibilityFeature", "pageBreakMarkers", bool(book.breaks)),
        ("accessibilityFeature", "pageNavigation", book.nav("page-list") is not None),
    )
    for name, word, true in facts:
        said = word in (features if name == "accessibilityFeature" else book.said(name))
        if said != true:
            found = "it said, and not there" if said else "it there, and not said"
            yield _of_package(book, f"expected {word} in {SCHEMA}{name} where the book has it; found {found}")


def _of_package(book: Book, message: str) -> Finding:
    return finding("a11y-metadata", message, book.place)


# --- Pages -------------------------------------------------------------------------------------------


def _pages(book: Book) -> Iterator[Finding]:
    for document, element in book.breaks:
        if not (element.get("aria-label") or element.get("title") or text_of(element)):
            yield document.find("a11y-pages", "expected the number of the page; found none", element)
    there = [(document.name, element.get("id") or "") for document, element in book.breaks]
    listed = book.targets("page-list")
    if book.breaks and book.nav("page-list") is None:
        yield finding("a11y-pages", f"expected a list of the {len(there)} pages; found none", book.place)
    elif listed != there:
        at = next((at for at, (one, other) in enumerate(zip(there, listed, strict=False)) if one != other), len(listed))
        expected, found = (" # ".join(places[at]) if at < len(places) else "no more" for places in (there, listed))
        message = f"expected the pages as they follow each other; found at entry {at + 1} {found}, not {expected}"
        yield finding("a11y-pages", message, book.navigation.name if book.navigation else book.place)
    metas = book.package.iter(f"{OPF}meta")
    if book.breaks and not any(meta.get("property") == "pageBreakSource" for meta in metas):
        yield finding(
            "a11y-pages", "expected pageBreakSource, the edition that the pages are of; found none", book.place
        )


# --- Contents ----------------------------------------------------------------------------------------


def _contents(book: Book) -> Iterator[Finding]:
    nav = book.nav("toc")
    if nav is None or book.navigation is None:
        yield finding("a11y-order", "expected a table of contents; found none", book.place)
        return
    places = {
        (document.name, name): (number, order)
        for number, document in enumerate(book.spine)
        for order, name in enumerate(("", *_ids(document)))
    }
    before = (-1, -1)
    for file, fragment in book.targets("toc"):
        here = places.get((file, fragment))
        if here is None:
            message = f"expected entries that lead into the text; found {file}#{fragment}"
            yield book.navigation.find("a11y-order", message, nav)
        elif here < before:
            message = f"expected entries in the order of the text; found {file}#{fragment} behind a later one"
            yield book.navigation.find("a11y-order", message, nav)
        else:
            before = here
    for element in book.navigation.elements:
        if element.tag == "nav" and not name_of(element, book.navigation):
            yield book.navigation.find("a11y-name", "expected the name of a list; found none", element)


def _ids(document: Document) -> Iterator[str]:
    """The identifiers of a document in the order of its text."""
    return (element.get("id") for element in document.root.iter() if element.get("id"))
