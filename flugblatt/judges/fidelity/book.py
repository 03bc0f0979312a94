"""Judges the text of the book: every document of the spine against the reference, then contents, pages and files.

Flow: book -> ``book_reader`` -> units of all documents in spine order, against units -> page breaks, titles of documents,
NCX, attached source, pictures.

Rule: cover, title page, navigation, text with notes, colophon; nothing else, in this order.
Reason: a book has many places for words that the proof of its chapters would not see.
Passes: a book of which every word in every file is accounted for.
Fails: any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flugblatt.judges.fidelity import book_reader, html_reader, reference, statement_facts
from flugblatt.judges.fidelity.book_reader import Book, Point
from flugblatt.judges.fidelity.compare import Comparison, compare, difference
from flugblatt.judges.fidelity.html_reader import PageBreak
from flugblatt.judges.fidelity.reference import Form, Stack, Writing
from flugblatt.judges.fidelity.sequence import IMAGE, Char, Spot, Unit, plain
from flugblatt.model import (
    Code,
    CodeBlock,
    Edition,
    Finding,
    Heading,
    PageStart,
    Table,
    Text,
    leaves,
    plain_text,
)
from flugblatt.model.cases import Case

CLAIM = "EPUB 3.3"
FORM = Form(markup=True, notes="end", title_file="title.xhtml", text_file="text.xhtml")
SPINE = ("cover.xhtml", "title.xhtml", "nav.xhtml", "text.xhtml", "colophon.xhtml")
COVER = "cover.jpg"
LARGEST = 10**9  # more blocks than a document has, so that those of all documents have numbers of their own


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a navigation list; ``words`` in the label language where ``label``."""

    words: str
    address: str
    label: bool = False
    entries: tuple[Entry, ...] = ()


def judge(case: Case) -> Comparison:
    """Without pages in the case the page list must agree with the marks of pages in the text. Raises zipfile.BadZipFile,
    etree.XMLSyntaxError, ValueError and their like where the file cannot be read."""
    statement, edition, pages = case.statement, case.edition, case.pages
    book = book_reader.read(case.data)
    write = reference.writing(statement, edition, FORM)
    labels = tuple(page.label for page in pages) or _labels(book)
    starts = _addresses(pages, edition) if pages else _found_addresses(book)
    parts = documents(write, book, labels, starts)
    found = numbered((name, document.units) for name, document in book.documents)
    compared = compare(numbered(parts.items()), found, edition.source.path, edition.source.data)
    findings = [
        *book.findings,
        *compared.findings,
        *_spine(book),
        *_titles(write, book),
        *(_breaks(write, parts, book, pages, compared) if pages else _labels_run(write, labels)),
        *_points(write, book),
        *_files(edition, book),
    ]
    return replace(compared, findings=tuple(findings))


def documents(
    write: Writing, book: Book, labels: tuple[str, ...], starts: tuple[str, ...]
) -> dict[str, tuple[Unit, ...]]:
    """What each document of the spine must say."""
    words = write.language.labels
    cover, front, text, back = (write.inside((), "section") for _ in range(4))
    front_units = (_without_anchor(unit) for unit in reference.title_page(write, front))
    return {
        "cover.xhtml": tuple(_cover(write, cover, book)),
        "title.xhtml": tuple(front_units),
        "nav.xhtml": tuple(_navigation(write, labels, starts)),
        "text.xhtml": (
            reference.said(write, write.inside(text, "spoken label"), write.edition.title_text, "label of the text"),
            *reference.body(write, text),
            *reference.endnotes(write, ()),
        ),
        "colophon.xhtml": tuple(
            replace(unit, stack=(*back, *unit.stack[1:]))
            for unit in reference.colophon(write, (), "epub", CLAIM, words.verify_epub)
        ),
    }


def numbered(documents: Iterable[tuple[str, tuple[Unit, ...]]]) -> tuple[Unit, ...]:
    """The units inside their documents, with numbers that no other document has."""
    return tuple(
        replace(unit, stack=((document, -at), *((name, other + at * LARGEST) for name, other in unit.stack)))
        for at, (document, units) in enumerate(documents, 1)
        for unit in units
    )


def _without_anchor(unit: Unit) -> Unit:
    return replace(unit, anchor="") if unit.kind == "title" else unit


def _cover(write: Writing, stack: Stack, book: Book) -> Iterator[Unit]:
    names = ", ".join(issuer.name for issuer in statement_facts.issuers(write.statement, write.edition))
    alt = f"{write.edition.title_text} – {names}" if names else write.edition.title_text
    picture = next((data for name, data in book.files if name.endswith(f"/{COVER}")), b"")
    voice = replace(write.voice, image=html_reader.picture(picture), alt=alt)
    yield Unit(stack, (Char(IMAGE, voice, Spot("")),), "cover", "", Spot(""))


# --- Navigation ----------------------------------------------------------------------------------


def _navigation(write: Writing, labels: tuple[str, ...], starts: tuple[str, ...]) -> Iterator[Unit]:
    words = write.language.labels
    landmarks = (
        Entry(words.cover, "cover.xhtml", label=True),
        Entry(words.title_page, "title.xhtml", label=True),
        Entry(words.contents, "#toc", label=True),
        Entry(words.text, "text.xhtml", label=True),
    )
    pages = tuple(Entry(label, start) for label, start in zip(labels, starts, strict=True))
    yield from _list(write, "toc", words.contents, contents(write), "contents")
    yield from _list(write, "landmarks", words.landmarks, landmarks, "landmarks")
    if pages:
        yield from _list(write, "page-list", words.pages, pages, "page list")


def contents(write: Writing) -> tuple[Entry, ...]:
    """The table of contents: title page, the text with its headings nested by level and the notes, the colophon."""
    words, edition = write.language.labels, write.edition
    headings = [block for block in edition.blocks if isinstance(block, Heading)]
    inside = list(_nested(headings))
    if edition.notes:
        inside.append(Entry(words.notes, "text.xhtml#notes", label=True))
    return (
        Entry(words.title_page, "title.xhtml", label=True),
        Entry(edition.title_text, "text.xhtml", entries=tuple(inside)),
        Entry(words.edition, "colophon.xhtml", label=True),
    )


def _nested(headings: list[Heading]) -> Iterator[Entry]:
    while headings:
        first, *rest = headings
        deeper = next((index for index, other in enumerate(rest) if other.level <= first.level), len(rest))
        inside = tuple(_nested(rest[:deeper]))
        yield Entry(plain(plain_text(first.children)), f"text.xhtml#{first.anchor}", entries=inside)
        headings = rest[deeper:]


def _list(write: Writing, anchor: str, heading: str, entries: tuple[Entry, ...], name: str) -> Iterator[Unit]:
    here = write.inside((), "nav")
    voice = write.label_voice
    yield reference.said(
        write, write.inside(here, "heading 2"), heading, f"heading of the {name}", voice, f"{anchor}-title"
    )
    yield from _entries(write, here, entries, name)


def _entries(write: Writing, stack: Stack, entries: tuple[Entry, ...], name: str) -> Iterator[Unit]:
    here = write.inside(stack, "list ordered")
    for entry in entries:
        inside = write.inside(here, "item")
        voice = replace(write.label_voice if entry.label else write.voice, link=entry.address)
        yield reference.said(write, inside, entry.words, name, voice)
        if entry.entries:
            yield from _entries(write, inside, entry.entries, name)


# --- Pages ---------------------------------------------------------------------------------------


def _document_of(page: PageStart, edition: Edition) -> str:
    if page.block < 0:
        return "title.xhtml"
    return "text.xhtml" if page.block < len(edition.blocks) else "colophon.xhtml"


def _addresses(pages: tuple[PageStart, ...], edition: Edition) -> tuple[str, ...]:
    return tuple(f"{_document_of(page, edition)}#page-{number}" for number, page in enumerate(pages, 1))


def _found_breaks(book: Book) -> list[tuple[str, PageBreak]]:
    return [(name, found) for name, document in book.documents for found in document.breaks]


def _labels(book: Book) -> tuple[str, ...]:
    return tuple(found.label for _, found in _found_breaks(book))


def _found_addresses(book: Book) -> tuple[str, ...]:
    return tuple(f"{name}#{found.anchor}" for name, found in _found_breaks(book))


def _labels_run(write: Writing, labels: tuple[str, ...]) -> list[Finding]:
    """Where the pages are not known: their numbers run on from one."""
    wanted = tuple(write.language.number(number) for number in range(1, len(labels) + 1))
    if wanted == labels:
        return []
    message = f"expected the pages {' '.join(wanted)}, found {' '.join(labels)}"
    return [Finding("fidelity-generated", "error", message, "page breaks")]


def _breaks(
    write: Writing,
    parts: dict[str, tuple[Unit, ...]],
    book: Book,
    pages: tuple[PageStart, ...],
    compared: Comparison,
) -> list[Finding]:
    """Each page of archive-pdf is marked where it begins, once, in order, and is spoken by its number."""
    found = _found_breaks(book)
    findings: list[Finding] = []
    if len(found) != len(pages):
        message = f"expected {len(pages)} page breaks, found {len(found)}"
        findings.append(Finding("fidelity-generated", "error", message, "page breaks"))
    places = _places(write)
    for number, (page, (name, mark)) in enumerate(zip(pages, found, strict=False), 1):
        document = _document_of(page, write.edition)
        if (name, mark.anchor, mark.label) != (document, f"page-{number}", page.label):
            message = (
                f"expected page {page.label} as #page-{number} of {document}, found {mark.label} as #{mark.anchor}"
            )
            findings.append(Finding("fidelity-generated", "error", message, name))
        elif document == "text.xhtml" and not compared.findings:
            block, offset = _place(places, parts["text.xhtml"], mark)
            if not _is_at(write.edition, page, block, offset):
                message = f"expected page {page.label} to begin in block {page.block + 1} at character {page.offset}, "
                message += f"found it in block {block + 1} at {offset}"
                findings.append(Finding("fidelity-generated", "error", message, name))
    return findings


def _is_at(edition: Edition, page: PageStart, block: int, offset: int) -> bool:
    """A page break may stand on either side of a space; inside tables and code it stands before them. The pages count
    soft hyphens, which the units leave out."""
    if block != page.block:
        return False
    within = edition.blocks[block]
    hyphens = sum(leaf.text.count("\u00ad") for leaf in leaves(within) if isinstance(leaf, Text | Code))
    return -1 <= page.offset - offset <= 1 + hyphens or (isinstance(within, Table | CodeBlock) and offset == 0)


def _places(write: Writing) -> list[tuple[int, int]]:
    """For each unit of the body: its block, and how many characters of the block stand before it."""
    places: list[tuple[int, int]] = []
    for block, units in enumerate(reference.body_by_block(replace(write, called=set()), ())):
        before = 0
        for unit in units:
            places.append((block, before))
            before += _length(unit, len(unit.chars))
    return places


def _place(places: list[tuple[int, int]], units: tuple[Unit, ...], mark: PageBreak) -> tuple[int, int]:
    """Block and character before which a mark stands. The first unit of the document is its label."""
    index = mark.unit - 1
    if not 0 <= index < len(places):
        return -1, 0
    block, before = places[index]
    return block, before + _length(units[mark.unit], mark.offset)


def _length(unit: Unit, end: int) -> int:
    """How many characters of the edition's text stand before ``end``: without labels and calls, a picture as one."""
    if unit.kind == "label":
        return 0
    return sum(1 for char in unit.chars[:end] if not char.voice.call)


# --- Beside the text -----------------------------------------------------------------------------


def _spine(book: Book) -> list[Finding]:
    names = tuple(name for name, _ in book.documents)
    if names == SPINE:
        return []
    return [
        Finding("fidelity-order", "error", f"expected the spine {' '.join(SPINE)}, found {' '.join(names)}", "spine")
    ]


def _titles(write: Writing, book: Book) -> list[Finding]:
    words, title, language = write.language.labels, write.edition.title_text, write.edition.language
    wanted = dict(zip(SPINE, (words.cover, title, words.contents, title, words.edition), strict=True))
    found: list[Finding] = []
    for name, document in book.documents:
        if name in wanted and (parted := difference(plain(wanted[name]), plain(document.title))):
            found.append(Finding("fidelity-generated", "error", f"title of the document: {parted[1]}", name))
        if document.language != language:
            message = f"expected the language {language}, found {document.language or 'none'}"
            found.append(Finding("fidelity-language", "error", message, name))
    return found


def _points(write: Writing, book: Book) -> list[Finding]:
    """The NCX repeats the table of contents."""

    def flat(entries: tuple[Entry, ...], depth: int) -> Iterator[Point]:
        for entry in entries:
            yield Point(depth, plain(entry.words), entry.address)
            yield from flat(entry.entries, depth + 1)

    wanted = tuple(flat(contents(write), 0))
    said = tuple(replace(point, words=plain(point.words)) for point in book.points)
    if not book.points and not book.points_title:
        return []
    found: list[Finding] = []
    if parted := difference(plain(write.edition.title_text), plain(book.points_title)):
        found.append(Finding("fidelity-generated", "error", f"title of the NCX: {parted[1]}", "toc.ncx"))
    for ours, theirs in zip(wanted, said, strict=False):
        if ours != theirs:
            message = f"expected the entry “{ours.words}” to {ours.address}, found “{theirs.words}” to {theirs.address}"
            found.append(Finding("fidelity-generated", "error", message, "toc.ncx"))
            break
    if len(wanted) != len(said):
        message = f"expected {len(wanted)} entries, found {len(said)}"
        found.append(Finding("fidelity-generated", "error", message, "toc.ncx"))
    return found


def _files(edition: Edition, book: Book) -> list[Finding]:
    """The source and the pictures of the edition, byte for byte; the cover; nothing else."""
    wanted = {f"META-INF/source/{edition.language}.md": edition.source.data}
    wanted |= {f"EPUB/images/{image.path}": image.data for image in edition.images}
    found: list[Finding] = []
    files = dict(book.files)
    for name, data in wanted.items():
        if files.pop(name, None) != data:
            message = f"expected {name} to be the file of the work, found other bytes or none"
            found.append(Finding("fidelity-changed", "error", message, name))
    for name, data in files.items():
        if name != f"EPUB/{COVER}" or not data.startswith(b"\xff\xd8\xff"):
            found.append(Finding("fidelity-extra", "error", f"expected no file {name} in the book", name))
    return found
