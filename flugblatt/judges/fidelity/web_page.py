"""Judges the text of the web page: its document order against the reference.

Flow: page -> ``html_reader`` -> units against units; then the title of its head.

Rule: language switch, title page, body, notes, downloads, colophon; nothing else is shown or spoken.
Reason: a page is read by eyes, by screen readers and by search engines, each from another part of it.
Passes: a page in which all parts say the same, and that is the edition.
Fails: any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flugblatt.judges.fidelity import first_page, html_reader, reference, statement_facts
from flugblatt.judges.fidelity.compare import Comparison, compare, difference
from flugblatt.judges.fidelity.reference import Form, Writing
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, collapse, plain
from flugblatt.language.table import language_of
from flugblatt.model import Edition, Finding, plain_text
from flugblatt.model.cases import Case

NAME = "page"


def judge(case: Case) -> Comparison:
    """Raises ValueError and its like where the file cannot be read."""
    statement, edition = case.statement, case.edition
    document = html_reader.read(case.data, NAME, False, lambda source: None)
    write = reference.writing(statement, edition, Form(markup=True, notes="end"))
    compared = compare(
        units(write, _leads_to_books(edition, document.units)), document.units, edition.source.path, edition.source.data
    )
    findings = [*document.findings, *compared.findings]
    title = plain(plain_text(edition.title))
    if parted := difference(title, plain(document.title)):
        findings.append(Finding("fidelity-generated", "error", f"title of the head: {parted[1]}", NAME))
    if document.language != edition.language:
        message = f"expected the language {edition.language}, found {document.language or 'none'}"
        findings.append(Finding("fidelity-language", "error", message, NAME))
    for found in document.breaks:
        message = f"expected no page break, found {found.label!r}"
        findings.append(Finding("fidelity-extra", "error", message, NAME))
    return replace(compared, findings=tuple(findings))


def _leads_to_books(edition: Edition, found: tuple[Unit, ...]) -> bool:
    """Whether the page offers PDF or EPUB: they are not due where no font has a character of the edition."""
    books = [f"{edition.work}.{edition.language}.{form}" for form in ("pdf", "epub")]
    return any(char.voice.link in books for unit in found for char in unit.chars)


def units(write: Writing, books: bool = True) -> tuple[Unit, ...]:
    """What the page must say, in the order of the document; ``books``: whether it leads to PDF and EPUB."""
    header, main, footer = write.inside((), "header"), write.inside((), "main"), write.inside((), "footer")
    return (
        *_switch(write, header),
        *first_page.brand_figures(write, header),
        *reference.title_page(write, header),
        *reference.body(write, main),
        *reference.closing(write, main),
        *reference.endnotes(write, main),
        *_downloads(write, footer, books),
        *reference.colophon(write, footer, "", "", write.language.labels.verify_web),
    )


def _switch(write: Writing, stack: reference.Stack) -> Iterator[Unit]:
    """The names of the languages, where there are several: each its own, as a link, and that which readers of this edition have
    for it; this edition's is no link."""
    editions = write.statement.editions
    if len(editions) == 1:
        return
    here, name = write.inside(stack, "nav"), "language switch"
    yield reference.said(write, write.inside(here, "spoken label"), write.language.labels.languages, name)
    inside = write.inside(here, "list bullets")
    for other in editions:
        voice = write.voice
        if other.language != write.edition.language:
            link = f"../{other.language}/{other.work}.{other.language}.html"
            voice = replace(voice, language=other.language, link=link)
        words = language_of(other).name
        called = statement_facts.called(other.language, write.edition.language)
        chars = [Char(char, voice, Spot("")) for char in words]
        if other.language != write.edition.language and called and called.casefold() != words.casefold():
            chars += [Char(char, write.voice, Spot("")) for char in f" {called}"]
        yield Unit(write.inside(inside, "item"), collapse(chars), name, "", Spot(""))


def _downloads(write: Writing, stack: reference.Stack, books: bool) -> Iterator[Unit]:
    labels, edition, name = write.language.labels, write.edition, "downloads"
    here = write.inside(stack, "section")
    yield reference.said(write, write.inside(here, "heading 2"), labels.take, name, write.label_voice, "take")
    inside = write.inside(here, "list bullets")
    forms = (
        ("PDF", f"{labels.archive_pdf}, {write.statement.page.capitalize()}"),
        ("EPUB", labels.epub),
        ("TXT", labels.plain_text),
    )
    for form, says in forms if books else forms[-1:]:
        link = replace(write.voice, link=f"{edition.work}.{edition.language}.{form.lower()}")
        chars = [Char(char, link, Spot("")) for char in form] + [Char(" ", write.voice, Spot(""))]
        chars += [Char(char, write.label_voice, Spot("")) for char in says]
        yield Unit(write.inside(inside, "item"), collapse(chars), name, "", Spot(""))
