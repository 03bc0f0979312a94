"""What an edition looks like at this moment: rendered and judged in memory, by one thread that does nothing else.

Flow: work, language, view -> the sources as they lie there -> renderers of the view -> ``Shown`` -> pictures of pages, files; then
the judges of this process -> verdicts. What is unchanged is not made again; a source with an error leaves the last good view.
The outside validators are not asked: the build asks them.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pypdfium2
from lxml import etree

from flugblatt import resources
from flugblatt.build import bounded, production, project, store
from flugblatt.build.draft import OUTSIDE, REASON
from flugblatt.model import Artefact, Check, Edition, Finding, NotDue, Product, Statement
from flugblatt.model.errors import ContentError
from flugblatt.model.targets import row
from flugblatt.serve.source_files import NotThere, folder_of

VIEWS = ("archive-pdf", "leaflet", "web", "epub", "text", "pictures")
"""The targets that can be looked at; each is a view of its own."""
DPI = 110
"""Of the pictures of pages, as of the previews of leaflets."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page of a file as it is shown: its number from 0, and its size in mm."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a view with the sizes of its pages (PDF) or the addresses of its documents (EPUB)."""

    artefact: Artefact
    format: str = ""
    pages: tuple[PagePicture, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A view: ``findings`` are those of the work now; ``stale``: the files are those of before an error; ``made_of`` is a digest
    of what they were made of."""

    findings: tuple[Finding, ...]
    made_of: str = ""
    files: tuple[ShownFile, ...] = ()
    not_due: tuple[NotDue, ...] = ()
    stale: bool = False


@dataclass(frozen=True, slots=True)
class _Kept:
    shown: Shown
    statement: Statement
    edition: Edition
    products: tuple[Product, ...]
    checks: tuple[tuple[Artefact, tuple[Check, ...]], ...] | None = None


class LiveViews:
    """The views of the works of ``content``, each kept as it was last made."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._thread = ThreadPoolExecutor(1, "views")
        self._kept: dict[tuple[str, str, str], _Kept] = {}
        self._pictures: dict[tuple[str, int], bytes] = {}

    def run(self, work: Callable[[], Made]) -> Made:
        """The result of a function that must run in the thread of the views: neither typesetting nor rasteriser can be shared."""
        return self._thread.submit(work).result()

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def is_kept(self, work: str, language: str, view: str) -> bool:
        """Whether a view was made before, and is likely there at once."""
        return (work, language, view) in self._kept

    def findings(self, work: str) -> tuple[Finding, ...]:
        """What the sources of a work are found with at this moment."""
        return self.run(lambda: self._read(work)[1])

    def shown(self, work: str, language: str, view: str) -> Shown:
        """A view of an edition. NotThere for an edition or view that is not there."""
        return self.run(lambda: self._shown(work, language, view))

    def checks(self, work: str, language: str, view: str) -> tuple[tuple[Artefact, tuple[Check, ...]], ...]:
        """The verdicts on the files that the view shows."""
        return self.run(lambda: self._checks(work, language, view))

    def file(self, work: str, language: str, view: str, number: int) -> Artefact:
        """A file of a view as it was last shown. NotThere where it was not."""
        kept = self._kept.get((work, language, view))
        if kept is None:
            self.shown(work, language, view)
            kept = self._kept.get((work, language, view))
        if kept is None or not 0 <= number < len(kept.shown.files):
            raise NotThere("there is no such file; show the view again")
        return kept.shown.files[number].artefact

    def picture(self, pdf: Artefact, page: int) -> bytes:
        """A page as PNG. NotThere for a page that it does not have."""
        return self.run(lambda: self._picture(pdf, page))

    def inside(self, book: Artefact, name: str) -> bytes:
        """A file of a book. NotThere where it has none of this name."""
        try:
            with zipfile.ZipFile(io.BytesIO(book.data)) as archive:
                return archive.read(name)
        except KeyError as error:
            raise NotThere(f"the book has no {name!r}") from error

    def _read(self, work: str) -> tuple[Statement | None, tuple[Finding, ...]]:
        folder = folder_of(self._content, work)
        try:
            self._use_tables()
            return bounded.work(folder.parent, folder.name)
        except ContentError as error:
            return None, error.findings

    def _use_tables(self) -> None:
        """The project's own tables as they are now; what is known of them stays as long as they do."""
        files = resources.beside(self._content)
        resources.use(files)
        with project.opened(files):
            pass

    def _shown(self, work: str, language: str, view: str) -> Shown:
        if view not in VIEWS:
            raise NotThere(f"there is no view {view!r}")
        key = (work, language, view)
        statement, findings = self._read(work)
        if statement is None:
            return self._stale(key, findings)
        edition = next((one for one in statement.editions if one.language == language), None)
        if edition is None:
            raise NotThere(f"{work} has no edition in {language!r}")
        made_of = store.fingerprint(statement, edition, view, statement.leaflets)
        kept = self._kept.get(key)
        if kept and kept.shown.made_of == made_of:
            return replace(kept.shown, findings=findings)
        if unset := (() if view == "text" else production.unset(statement, (edition,))):
            findings = (*findings, *unset)
            if production.is_fatal(unset):
                return self._stale(key, findings)
        try:
            made = tuple(production.render(statement, edition, (row(view),), statement.leaflets))
        except ContentError as error:
            return self._stale(key, (*findings, *error.findings))
        products = tuple(one for one in made if isinstance(one, Product))
        files = tuple(_file(one) for one in products if one.artefact.data)
        told = tuple(finding for one in products for finding in one.findings)
        not_due = tuple(one for one in made if isinstance(one, NotDue))
        shown = Shown((*findings, *told), made_of, files, not_due)
        self._kept[key] = _Kept(shown, statement, edition, products)
        self._pictures.clear()
        return shown

    def _stale(self, key: tuple[str, str, str], findings: tuple[Finding, ...]) -> Shown:
        kept = self._kept.get(key)
        return replace(kept.shown, findings=findings, stale=True) if kept else Shown(findings)

    def _checks(self, work: str, language: str, view: str) -> tuple[tuple[Artefact, tuple[Check, ...]], ...]:
        key = (work, language, view)
        kept = self._kept.get(key)
        if kept is None:
            self._shown(work, language, view)
            kept = self._kept.get(key)
        if kept is None:
            return ()
        if kept.checks is None:
            judged = (production.judged(kept.statement, kept.edition, one, OUTSIDE) for one in kept.products)
            told = tuple((one.artefact, production.in_order(one.checks, one.artefact, REASON)) for one in judged)
            kept = replace(kept, checks=told)
            self._kept[key] = kept
        return kept.checks or ()

    def _picture(self, pdf: Artefact, page: int) -> bytes:
        key = (hashlib.sha256(pdf.data).hexdigest(), page)
        if key not in self._pictures:
            document = pypdfium2.PdfDocument(pdf.data)
            try:
                if not 0 <= page < len(document):
                    raise NotThere(f"{pdf.name} has no page {page + 1}")
                picture = document[page].render(scale=DPI / 72).to_pil()
            finally:
                document.close()
            stream = io.BytesIO()
            picture.save(stream, "PNG", compress_level=1)
            self._pictures[key] = stream.getvalue()
        return self._pictures[key]


def _file(product: Product) -> ShownFile:
    artefact = product.artefact
    if artefact.media_type == "application/pdf":
        return ShownFile(artefact, product.format, _pages(artefact.data))
    if artefact.media_type == "application/epub+zip":
        return ShownFile(artefact, product.format, (), _documents(artefact.data))
    return ShownFile(artefact, product.format)


def _pages(pdf: bytes) -> tuple[PagePicture, ...]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes = [document.get_page_size(number) for number in range(len(document))]
    finally:
        document.close()
    return tuple(
        PagePicture(number, round(width / 72 * 25.4, 1), round(height / 72 * 25.4, 1))
        for number, (width, height) in enumerate(sizes)
    )


def _documents(book: bytes) -> tuple[str, ...]:
    """The documents of a book in the order of reading (EPUB 3.3, 5.7), by their names in the container."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        name = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        package = etree.fromstring(archive.read(name))
    places = {item.get("id"): item.get("href") for item in package.iterfind(".//{*}manifest/{*}item")}
    spine = (places[ref.get("idref")] for ref in package.iterfind(".//{*}spine/{*}itemref"))
    return tuple(posixpath.normpath(posixpath.join(posixpath.dirname(name), href)) for href in spine)
