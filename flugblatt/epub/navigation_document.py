"""The navigation of the book: contents, landmarks and page list (EPUB 3.3, 7.4).

Flow: (Edition, Language, Pagination) -> ``navs`` -> the navigation document and the NCX.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flugblatt.language.table import Language
from flugblatt.model import Edition, Heading, Pagination, Statement, collapse, plain_text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a navigation list."""

    text: str
    address: str
    entries: tuple[Entry, ...] = ()
    foreign: bool = False
    type: str = ""


@dataclass(frozen=True, slots=True)
class Nav:
    """One list of the navigation document (EPUB 3.3, 7.4)."""

    type: str
    heading: str
    entries: tuple[Entry, ...]
    role: str = ""


def navs(statement: Statement, edition: Edition, language: Language, pagination: Pagination) -> tuple[Nav, ...]:
    """Contents, landmarks and page list; each address is that of an element in the book."""
    labels = language.labels
    signed = (Entry(labels.signatories, "text.xhtml#signatories", foreign=True),) if statement.signatories else ()
    notes = (Entry(labels.notes, "text.xhtml#notes", foreign=True),) if edition.notes else ()
    headings = [
        (block.level, Entry(collapse(plain_text(block.children)).strip(" "), f"text.xhtml#{block.anchor}"))
        for block in edition.blocks
        if isinstance(block, Heading)
    ]
    contents = (
        Entry(labels.title_page, "title.xhtml", foreign=True),
        Entry(edition.title_text, "text.xhtml", (*_nested(headings), *signed, *notes)),
        Entry(labels.edition, "colophon.xhtml", foreign=True),
    )
    landmarks = (
        Entry(labels.cover, "cover.xhtml", foreign=True, type="cover"),
        Entry(labels.title_page, "title.xhtml", foreign=True, type="titlepage"),
        Entry(labels.contents, "nav.xhtml#toc", foreign=True, type="toc"),
        Entry(labels.text, "text.xhtml", foreign=True, type="bodymatter"),
    )
    pages = tuple(
        Entry(page.label, f"{_document_of(page.block, edition)}#page-{number}")
        for number, page in enumerate(pagination.pages, 1)
    )
    lists = (Nav("toc", labels.contents, contents, "doc-toc"), Nav("landmarks", labels.landmarks, landmarks))
    return (*lists, Nav("page-list", labels.pages, pages, "doc-pagelist")) if pages else lists


def _document_of(block: int, edition: Edition) -> str:
    return "title.xhtml" if block < 0 else "colophon.xhtml" if block >= len(edition.blocks) else "text.xhtml"


def _nested(headings: list[tuple[int, Entry]]) -> tuple[Entry, ...]:
    """The headings as a tree: one of a deeper level belongs to the one before it."""
    out: list[Entry] = []
    index = 0
    while index < len(headings):
        level, entry = headings[index]
        end = index + 1
        while end < len(headings) and headings[end][0] > level:
            end += 1
        out.append(replace(entry, entries=_nested(headings[index + 1 : end])))
        index = end
    return tuple(out)
