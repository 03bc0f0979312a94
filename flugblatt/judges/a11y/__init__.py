"""Judges what assistive technology makes of a book or a page: what Ace and axe look for in markup as ours is, without a browser.

Flow: EPUB or page -> ``accessible_markup`` (documents with their elements and style sheets) -> ``names_and_roles``,
``structure_rules``, ``computed_contrast`` for each document, ``book_as_whole`` for a book -> Check ``a11y``.

Rule: every document has a title and a language; every picture, link, field and heading a name; identifiers stand once, and
what ARIA names is there; roles exist, and epub:type has its role beside it; a page has one main part, and its landmarks have
names of their own; headings skip no level, through a whole book; lists hold items, tables are headed by cells with a scope;
text has a contrast of 4.5 to 1 (large text 3 to 1) in light and in dark; pages may be enlarged, and everything is reached by
keyboard in the order of the text; a book says its accessibility in schema.org's words, truly, and its contents and pages go
in the order of its text.
Reason: who listens to a statement, or reads it with fingers or large letters, has the same right to it; the law of many countries
says so (WCAG 2.2 AA, EPUB Accessibility 1.1).
Passes: a book or page of ours. A warning is for the author: the file is published, and a book then claims no conformance.
Fails: with one of its codes.
Not judged: whether an alternative text says what the picture shows, whether words are plain, how large a target is on a screen, and
all that only a human finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flugblatt.judges.a11y import (
    accessible_markup,
    book_as_whole,
    computed_contrast,
    names_and_roles,
    structure_rules,
)
from flugblatt.judges.a11y.accessible_markup import Document
from flugblatt.judges.a11y.codes_of_accessibility import CODES as CODES
from flugblatt.model import Check, Finding
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives

TOOL = "our checks"


def judge(case: Case) -> Check:
    """The Check ``a11y`` of a book or a web page. Never raises for what the file holds."""
    return of_book(case.data) if case.form.media_type == "application/epub+zip" else of_page(case.data, "page")


@lru_cache(maxsize=2)  # a book is asked about when it is made, when it is judged, and for what it may claim
@survives("a11y", TOOL, "a11y-unreadable", "a book that can be read")
def of_book(data: bytes) -> Check:
    """The Check ``a11y`` of an EPUB."""
    book = book_as_whole.read(data)
    documents = dict.fromkeys((*book.spine, *filter(None, (book.navigation,))))
    single = (finding for document in documents for finding in _of_document(document))
    findings = (*single, *structure_rules.headings(book.spine), *book_as_whole.judge(book))
    return Check.of("a11y", TOOL, findings, f"{len(documents)} documents")


@survives("a11y", TOOL, "a11y-unreadable", "a page that can be read")
def of_page(data: bytes, name: str) -> Check:
    """The Check ``a11y`` of a page of HTML, which ``name`` names in findings: a web page, a landing page, a catalogue."""
    document = accessible_markup.read_page(data, name)
    findings = (*_of_document(document), *structure_rules.headings((document,)))
    return Check.of("a11y", TOOL, findings, f"{len(document.elements)} elements")


def _of_document(document: Document) -> Iterator[Finding]:
    yield from names_and_roles.judge(document)
    yield from structure_rules.judge(document)
    yield from computed_contrast.judge(document)
    yield from computed_contrast.scrollers(document)
