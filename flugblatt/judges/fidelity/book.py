"""Judges the text of the book: every document of the spine against the reference, then contents, pages and files.

Flow: book -> ``book_reader`` -> units of all documents in spine order, against units -> page breaks, titles of documents,
NCX, attached source, pictures.

Rule: cover, title page, navigation, text with notes, colophon; nothing else, in this order. A text of more than 30,000 characters
has a file for each chapter, which begins with a heading of level 2, and one for the notes.
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
    Statement,
    Table,
    Text,
    leaves,
    plain_text,
)
from flugblatt.model.cases import Case

CLAIM = "EPUB 3.3"
FORM = Form(markup=True, notes="end", title_file="title.xhtml", text_file="text.xhtml")
AROUND = ("cover.xhtml", "title.xhtml", "nav.xhtml", "colophon.xhtml")
"""The documents that have no text of the edition, but for its title."""
TEXT = "text.xhtml"
LONG = 30_000
COVER = "cover.jpg"
LARGEST = 10**9  # more blocks than a document has, so that those of all documents have numbers of their own


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a navigation list; ``words`` in the label language where ``label``."""

    words: str
    address: str
    label: bool = False
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the text: each with its first block, and where the notes are."""

    begins: tuple[tuple[int, str], ...]
    notes: str

    @property
    def spine(self) -> tuple[str, ...]:
        names = tuple(dict.fromkeys((*(name for _, name in self.begins), self.notes)))
        return ("cover.xhtml", "title.xhtml", "nav.xhtml", *names, "colophon.xhtml")

    def of(self, block: int) -> str:
        """The file that a block is in."""
        return [name for begin, name in self.begins if begin <= block][-1]


def files_of(edition: Edition) -> Files:
    """What files a text must have."""
    chapters = [at for at, block in enumerate(edition.blocks) if isinstance(block, Heading) and block.level == 2]
    if len(edition.whole_text) < LONG or len(chapters) < 2:
        return Files(((0, TEXT),), TEXT)
    further = tuple((at, f"text-{number}.xhtml") for number, at in enumerate((at for at in chapters if at), 2))
    last = further[-1][1]
    return Files(((0, TEXT), *further), "notes.xhtml" if edition.notes else last)


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
        *_spine(edition, book),
        *_titles(write, book),
        *(_breaks(write, parts, book, pages, compared) if pages else _labels_run(write, labels)),
        *_points(write, book),
        *_files(case.statement, edition, book),
    ]
    return replace(compared, findings=tuple(findings))


def documents(
    write: Writing, book: Book, labels: tuple[str, ...], starts: tuple[str, ...]
) -> dict[str, tuple[Unit, ...]]:
    """What each document of the spine must say."""
    words = write.language.labels
    files = files_of(write.edition)
    cover, front, text, back = (write.inside((), "section") for _ in range(4))
    front_units = (_without_anchor(unit) for unit in reference.title_page(write, front))
    parts: dict[str, list[Unit]] = {name: [] for name in files.spine}
    parts["cover.xhtml"] += _cover(write, cover, book)
    parts["title.xhtml"] += front_units
    parts["nav.xhtml"] += _navigation(write, labels, starts)
    label = reference.said(write, write.inside(text, "spoken label"), write.edition.title_text, "label of the text")
    parts[TEXT].append(label)
    sections = {name: text if name == TEXT else write.inside((), "section") for _, name in files.begins}
    for block, units in enumerate(reference.body_by_block(write, text)):
        name = files.of(block)
        parts[name] += (replace(unit, stack=(*sections[name], *unit.stack[1:])) for unit in units)
    last = files.begins[-1][1]
    parts[last] += reference.closing(write, sections[last])
    parts[files.notes] += reference.endnotes(write, ())
    return _linked(parts, files) | {
        "colophon.xhtml": tuple(
            replace(unit, stack=(*back, *unit.stack[1:]))
            for unit in reference.colophon(write, (), "epub", CLAIM, words.verify_epub)
        ),
    }


def _linked(parts: dict[str, list[Unit]], files: Files) -> dict[str, tuple[Unit, ...]]:
    """The units with every link within the text leading to the file where its place is."""
    places = {anchor: name for name, units in parts.items() if name not in AROUND for anchor in _anchors(units)}

    def linked(char: Char, name: str) -> Char:
        file, _, anchor = char.voice.link.partition("#")
        place = places.get(anchor) if anchor and file in ("", TEXT) else None
        if place is None or (not file and name in AROUND):
            return char
        return replace(char, voice=replace(char.voice, link=f"{'' if place == name else place}#{anchor}"))

    if len(files.begins) == 1:
        return {name: tuple(units) for name, units in parts.items()}
    return {
        name: tuple(replace(unit, chars=tuple(linked(char, name) for char in unit.chars)) for unit in units)
        for name, units in parts.items()
    }


def _anchors(units: list[Unit]) -> Iterator[str]:
    """The places that links lead to: headings, calls, notes."""
    for unit in units:
        yield unit.anchor
        yield from (char.voice.anchor for char in unit.chars)
        yield from (name.removeprefix("note ") for name, _ in unit.stack if name.startswith("note "))


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
    """The table of contents: title page, the text with its headings nested by level, signatories and notes, the colophon."""
    words, edition = write.language.labels, write.edition
    files = files_of(edition)
    headings = [(files.of(at), block) for at, block in enumerate(edition.blocks) if isinstance(block, Heading)]
    inside = list(_nested(headings))
    if write.statement.signatories:
        inside.append(Entry(words.signatories, f"{files.begins[-1][1]}#signatories", label=True))
    if edition.notes:
        inside.append(Entry(words.notes, f"{files.notes}#notes", label=True))
    return (
        Entry(words.title_page, "title.xhtml", label=True),
        Entry(edition.title_text, "text.xhtml", entries=tuple(inside)),
        Entry(words.edition, "colophon.xhtml", label=True),
    )


def _nested(headings: list[tuple[str, Heading]]) -> Iterator[Entry]:
    """The entries of headings, each with the file that it is in."""
    while headings:
        (file, first), *rest = headings
        deeper = next((index for index, (_, other) in enumerate(rest) if other.level <= first.level), len(rest))
        inside = tuple(_nested(rest[:deeper]))
        yield Entry(plain(plain_text(first.children)), f"{file}#{first.anchor}", entries=inside)
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


def _document_of(page: PageStart, edition: Edition, files: Files) -> str:
    if page.block < 0:
        return "title.xhtml"
    return files.of(page.block) if page.block < len(edition.blocks) else "colophon.xhtml"


def _addresses(pages: tuple[PageStart, ...], edition: Edition) -> tuple[str, ...]:
    files = files_of(edition)
    return tuple(f"{_document_of(page, edition, files)}#page-{number}" for number, page in enumerate(pages, 1))


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
    files = files_of(write.edition)
    for number, (page, (name, mark)) in enumerate(zip(pages, found, strict=False), 1):
        document = _document_of(page, write.edition, files)
        if (name, mark.anchor, mark.label) != (document, f"page-{number}", page.label):
            message = (
                f"expected page {page.label} as #page-{number} of {document}, found {mark.label} as #{mark.anchor}"
            )
            findings.append(Finding("fidelity-generated", "error", message, name))
        elif document not in AROUND and not compared.findings:
            here = [place for place in places if files.of(place[0]) == document]
            block, offset = _place(here, parts[document], mark, document == TEXT)
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


def _place(places: list[tuple[int, int]], units: tuple[Unit, ...], mark: PageBreak, labelled: bool) -> tuple[int, int]:
    """Block and character before which a mark stands. The first unit of a document that is ``labelled`` is its label."""
    index = mark.unit - labelled
    if not 0 <= index < len(places):
        return -1, 0
    block, before = places[index]
    return block, before + _length(units[mark.unit], mark.offset)


def _length(unit: Unit, end: int) -> int:
    """How many characters of the edition's text stand before ``end``: without labels and calls, a picture as one."""
    if unit.kind == "label" or unit.generated == "dateline":
        return 0
    return sum(1 for char in unit.chars[:end] if not char.voice.call)


# --- Beside the text -----------------------------------------------------------------------------


def _spine(edition: Edition, book: Book) -> list[Finding]:
    names, wanted = tuple(name for name, _ in book.documents), files_of(edition).spine
    if names == wanted:
        return []
    message = f"expected the spine {' '.join(wanted)}, found {' '.join(names)}"
    return [Finding("fidelity-order", "error", message, "spine")]


def _titles(write: Writing, book: Book) -> list[Finding]:
    words, title, language = write.language.labels, write.edition.title_text, write.edition.language
    wanted = dict(zip(AROUND, (words.cover, title, words.contents, words.edition), strict=True))
    files = files_of(write.edition)
    if files.notes != TEXT:
        wanted[files.notes] = words.notes
    for at, name in files.begins:
        first = write.edition.blocks[at] if at else None
        wanted[name] = plain_text(first.children) if isinstance(first, Heading) else title
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


def _files(statement: Statement, edition: Edition, book: Book) -> list[Finding]:
    """The sources and the pictures of the edition, byte for byte; the cover; nothing else."""
    wanted = {f"META-INF/source/{edition.language}.md": edition.source.data}
    wanted["META-INF/source/statement.yaml"] = statement.source.data
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
