"""Judges whether a book of ours says each of its facts in the same words wherever it says them.

Flow: the files of the book -> package document, navigation, NCX, title page, colophon, headings -> facts, compared.

A shelf shows the title of the package document, a reading system the NCX or the navigation, a reader the title page: who changes
one of them alone deceives those who look there. What is changed at all places alike, the judge of the text finds.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from flugblatt.judges.epub import guard_lists
from flugblatt.model import Finding

X, OPS = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}"
OPF, DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
URN = re.compile(r"urn:uuid:[0-9a-f-]{36}")
DIGEST = re.compile(r"(?:[0-9a-f]{8} ?){8}")
HEADINGS = frozenset(f"{X}h{level}" for level in range(1, 7))
MARKED = frozenset(("noteref", "pagebreak"))
"""Parts of a heading that are not its words."""

Findings = Iterator[Finding]


def judge(files: dict[str, bytes]) -> Findings:
    """Findings of the files of a book, which the guard found whole."""
    try:
        yield from _Book(files).findings()
    except (KeyError, StopIteration, AttributeError, etree.XMLSyntaxError) as error:
        message = f"expected the documents of our books; found another make ({type(error).__name__}: {error})"
        yield Finding("guard-agreement", "error", message[:300], "book")


class _Book:
    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.trees = {
            posixpath.basename(name): guard_lists.parse(data)
            for name, data in files.items()
            if name.endswith((".xhtml", ".opf", ".ncx"))
        }
        self.package = self.trees["package.opf"]

    def findings(self) -> Findings:
        title, front, ncx = self._title(), self.trees["title.xhtml"], self.trees.get("toc.ncx")
        yield from self._same("title", title, _words(next(front.iter(f"{X}h1"))), "title.xhtml")
        yield from self._same("title", title, _words(next(front.iter(f"{X}title"))), "title.xhtml, head")
        creators = [_words(one) for one in self.package.iter(f"{DC}creator")]
        issuers = [
            _words(one) for box in front.iter(f"{X}div") if box.get("class") == "issuers" for one in box.iter(f"{X}p")
        ]
        yield from self._same("issuers", creators, issuers, "title.xhtml")
        alt = _plain(next(self.trees["cover.xhtml"].iter(f"{X}img")).get("alt", ""))
        wanted = f"{title} – {', '.join(creators)}" if creators else title
        yield from self._same("words of the cover", wanted, alt, "cover.xhtml")
        yield from self._colophon()
        contents = list(self._contents())
        for words, address in contents:
            heading = self._heading(*address.split("#"))
            if heading is not None and "#" in address:
                yield from self._same("heading", heading, words, f"nav.xhtml, {address}")
        if ncx is not None:
            head = _words(ncx.find(f"{NCX}docTitle"))
            yield from self._same("title", title, head, "toc.ncx")
            points = [
                (_words(point.find(f"{NCX}navLabel")), point.find(f"{NCX}content").get("src", ""))
                for point in ncx.iter(f"{NCX}navPoint")
            ]
            yield from self._same("table of contents", contents, points, "toc.ncx")

    def _same(self, fact: str, one: Any, other: Any, where: str) -> Findings:
        if one != other:
            message = f"expected the same {fact} everywhere; found “{str(one)[:80]}” and “{str(other)[:80]}”"
            yield Finding("guard-agreement", "error", message, where)

    def _title(self) -> str:
        return _words(next(self.package.iter(f"{DC}title")))

    def _colophon(self) -> Findings:
        """The identifier is the package's, the checksum that of the source inside."""
        rows = [_words(row) for row in self.trees["colophon.xhtml"].iter(f"{X}dd")]
        own = _words(next(self.package.iter(f"{DC}identifier")))
        urns = {urn for row in rows for urn in URN.findall(row)}
        yield from self._same("identifier", {own}, urns or {own}, "colophon.xhtml")
        sources = [data for name, data in self.files.items() if re.fullmatch(r"META-INF/source/.*\.md", name)]
        digests = {hashlib.sha256(data).hexdigest() for data in sources}
        said = {row.replace(" ", "") for row in rows if DIGEST.fullmatch(row)}
        if said and not said <= digests:
            message = f"expected the checksum of the source in the book; found {min(said)}"
            yield Finding("guard-agreement", "error", message, "colophon.xhtml")

    def _contents(self) -> Iterator[tuple[str, str]]:
        for nav in self.trees["nav.xhtml"].iter(f"{X}nav"):
            if nav.get(f"{OPS}type") == "toc":
                yield from ((_words(entry), entry.get("href", "")) for entry in nav.iter(f"{X}a"))

    def _heading(self, name: str, anchor: str = "") -> str | None:
        """The words of the first heading of a document, or of that at a place in it."""
        for element in self.trees[name].iter(*HEADINGS):
            if not anchor or element.get("id") == anchor:
                return _words(element)
        return None


def _words(element: Any) -> str:
    """The words of an element, without calls of notes and marks of pages."""

    def within(node: Any) -> Iterator[str]:
        yield node.text or ""
        for child in node:
            if child.get(f"{OPS}type") not in MARKED:
                yield " " if child.tag == f"{X}br" else ""
                yield from within(child)
            yield child.tail or ""

    return _plain("".join(within(element)))


def _plain(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())
