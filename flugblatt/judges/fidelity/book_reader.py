"""Reads a book: its documents in spine order, and every other file that may hold words.

Flow: zip -> container -> package document -> spine -> ``html_reader`` for each document -> ``Book``; style sheets, the NCX,
pictures and attached files beside them. A file that is none of these is a finding.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from flugblatt.judges.fidelity.html_reader import Document
from flugblatt.judges.fidelity.html_reader import read as read_document
from flugblatt.judges.fidelity.style_rules import judge_style
from flugblatt.model import Finding

CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XHTML_TYPE = "application/xhtml+xml"
LARGEST = 300 * 2**20  # chosen: above what guard lets pass, which says more of it
SILENT = re.compile(
    r"mimetype|META-INF/container\.xml|META-INF/(?:OFL|LICENSE)-[A-Za-z0-9_.-]+\.txt|.*\.(?:ttf|otf|woff2?)"
)


@dataclass(frozen=True, slots=True)
class Point:
    """An entry of the NCX: depth from 0, words, address."""

    depth: int
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Book:
    """What a book shows and says. ``documents`` are by file name, in spine order; ``files`` are the rest that the judge
    compares byte for byte: pictures and attached files."""

    documents: tuple[tuple[str, Document], ...]
    findings: tuple[Finding, ...]
    points: tuple[Point, ...]
    points_title: str
    files: tuple[tuple[str, bytes], ...]


def read(data: bytes) -> Book:
    """Raises zipfile.BadZipFile, etree.XMLSyntaxError, KeyError and ValueError where ``data`` cannot be read."""
    files = _files(data)
    findings: list[Finding] = []
    package_name = _package_name(files)
    package = _parse(files[package_name])
    folder = posixpath.dirname(package_name)
    manifest = {item.get("id", ""): item for item in package.iter(OPF + "item")}
    documents: list[tuple[str, Document]] = []
    known = {package_name}
    for reference in package.iter(OPF + "itemref"):
        item = manifest[reference.get("idref", "")]
        name = posixpath.normpath(posixpath.join(folder, item.get("href", "")))
        if reference.get("linear", "yes") != "yes":
            message = f"expected every document in the reading order, found {name} set apart from it"
            findings.append(Finding("fidelity-hidden", "error", message, package_name))
        if name in known:
            message = f"expected {name} once in the spine, found it again"
            findings.append(Finding("fidelity-extra", "error", message, package_name))
            continue
        known.add(name)
        document = read_document(
            files[name], posixpath.basename(name), True, _resource(files, name), _address(posixpath.basename(name))
        )
        documents.append((posixpath.basename(name), document))
        findings += document.findings
    findings += _cross_links(documents)
    points: list[Point] = []
    title = ""
    rest: list[tuple[str, bytes]] = []
    for name in sorted(files.keys() - known):
        if name.endswith(".css"):
            findings += judge_style(files[name].decode("utf-8"), posixpath.basename(name))
        elif name.endswith(".ncx"):
            title, points = _ncx(_parse(files[name]))
        elif not SILENT.fullmatch(name):
            rest.append((name, files[name]))
    findings += _manifest(manifest, folder, known)
    return Book(tuple(documents), tuple(findings), tuple(points), title, tuple(rest))


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if sum(entry.file_size for entry in entries) > LARGEST or len(set(names)) != len(names):
            raise ValueError("the book is too large, or has a file twice")
        return {entry.filename: archive.read(entry) for entry in entries}


def _parse(data: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _package_name(files: dict[str, bytes]) -> str:
    roots = list(_parse(files["META-INF/container.xml"]).iter(CONTAINER + "rootfile"))
    if len(roots) != 1:
        raise ValueError("expected one package document")
    return str(roots[0].get("full-path", ""))


def _resource(files: dict[str, bytes], name: str) -> Any:
    folder = posixpath.dirname(name)
    return lambda source: files.get(posixpath.normpath(posixpath.join(folder, unquote(source))))


def _address(name: str) -> Any:
    """Addresses as the reference writes them: without the name of the document that they stand in."""

    def written(href: str) -> str:
        file, hash_, fragment = href.partition("#")
        return f"#{fragment}" if hash_ and file == name else href

    return written


def _cross_links(documents: list[tuple[str, Document]]) -> list[Finding]:
    """Links to other documents of the book lead to something."""
    ids = {name: set(document.ids) for name, document in documents}
    found: list[Finding] = []
    for name, document in documents:
        links = {char.voice.link for unit in document.units for char in unit.chars if char.voice.link}
        for link in sorted(links):
            file, hash_, fragment = link.partition("#")
            if not file or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", file):
                continue
            if file not in ids or (hash_ and fragment not in ids[file]):
                message = f"expected a place for links to {link}, found none"
                found.append(Finding("fidelity-link", "error", message, name))
    return found


def _manifest(manifest: dict[str, Any], folder: str, known: set[str]) -> list[Finding]:
    """A document that is not in the spine is never read, and may be shown all the same."""
    found: list[Finding] = []
    for item in manifest.values():
        name = posixpath.normpath(posixpath.join(folder, item.get("href", "")))
        if item.get("media-type") == XHTML_TYPE and name not in known:
            message = f"expected every document in the spine, found {name} outside of it"
            found.append(Finding("fidelity-hidden", "error", message, "spine"))
        for attribute in ("fallback", "media-overlay"):
            if item.get(attribute):
                found.append(Finding("fidelity-extra", "error", f"expected no {attribute} for {name}", "manifest"))
    return found


def _ncx(root: Any) -> tuple[str, list[Point]]:
    points: list[Point] = []

    def visit(element: Any, depth: int) -> None:
        for point in element.findall(NCX + "navPoint"):
            words = "".join(point.find(f"{NCX}navLabel").itertext())
            points.append(Point(depth, words, point.find(f"{NCX}content").get("src", "")))
            visit(point, depth + 1)

    for known in root.findall(NCX + "navMap"):
        visit(known, 0)
    title = root.find(f"{NCX}docTitle/{NCX}text")
    said = sum(1 for _ in root.iter(NCX + "text"))
    if said != len(points) + 1:
        raise ValueError(f"the NCX has {said} texts for {len(points)} entries and a title")
    return (title.text or "") if title is not None else "", points
