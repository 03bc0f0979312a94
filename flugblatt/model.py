"""The values that cross rooms: a statement, its editions, what is made of them and what was found.

Flow: Source -> Statement -> Edition -> Artefact -> Check -> Report. Every value is frozen; sequences are tuples.
Lines and columns are 1-based and count characters of the decoded source, as an editor shows them.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

T = TypeVar("T")

Severity = Literal["error", "warning"]
Verdict = Literal["passed", "failed", "not run"]
Direction = Literal["ltr", "rtl"]
Kind = Literal["statement", "declaration", "open-letter", "press-release"]


# --- What went wrong, and where ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file: line and column, both from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect in a source or an artefact.

    ``where`` is ``path:line:column`` for a source and a page, spine item or object for an artefact.
    ``message`` names what was expected and what was found; ``hint`` says what to do, and may be empty.
    """

    code: str
    severity: Severity
    message: str
    where: str
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.severity} {self.code} {self.message}"
        return f"{line}\n  hint: {self.hint}" if self.hint else line


# --- Source --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read: ``path`` is relative to the content folder, with forward slashes."""

    path: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


# --- Inline content ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of the edition. A soft line break of the source is one LF inside ``text``."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Break:
    """A hard line break."""

    place: Place


@dataclass(frozen=True, slots=True)
class Call:
    """A note reference; ``number`` counts the notes of the edition from 1 in order of first reference."""

    number: int
    place: Place


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """``target`` as the source writes it: ``https:``, ``http:``, ``mailto:``, ``tel:`` or ``#anchor``."""

    target: str
    children: tuple[Inline, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """``path`` is relative to the work's folder. ``alt`` is empty only where ``decorative``."""

    path: str
    alt: str
    decorative: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Span:
    """Text with a language (canonical BCP 47 tag) or a direction of its own."""

    children: tuple[Inline, ...]
    language: str | None
    direction: Direction | None


Inline = Text | Code | Break | Call | Emphasis | Strong | Link | Image | Span


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """The characters of ``inlines`` in order, without note calls and images; a break is one LF."""
    parts: list[str] = []
    for node in inlines:
        match node:
            case Text(text=text) | Code(text=text):
                parts.append(text)
            case Break():
                parts.append("\n")
            case Emphasis() | Strong() | Link() | Span():
                parts.append(plain_text(node.children))
            case Call() | Image():
                pass
    return "".join(parts)


# --- Blocks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 2 to 6 (level 1 is the title, kept apart); ``anchor`` is unique in the edition."""

    level: int
    anchor: str
    children: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Item:
    """``label`` is what an ordered list prints ("6.", "2)"); empty in a bullet list."""

    label: str
    blocks: tuple[Block, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class List:
    """``tight``: paragraphs of the items are set without space between them (CommonMark, 5.3)."""

    ordered: bool
    tight: bool
    items: tuple[Item, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Cell:
    children: tuple[Inline, ...]
    align: Literal["", "left", "center", "right"]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is one row of column headers; every row has as many cells as it."""

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One term of a definition list and its definitions, each a sequence of blocks."""

    term: tuple[Inline, ...]
    definitions: tuple[tuple[Block, ...], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class DefinitionList:
    entries: tuple[Entry, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Preformatted text; ``text`` has no final LF."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""

    place: Place


Block = Heading | Paragraph | Quote | List | Table | DefinitionList | CodeBlock | Rule


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the edition. ``number`` is what every output prints; ``label`` is the source's name for it."""

    number: int
    label: str
    blocks: tuple[Block, ...]
    place: Place


# --- The work ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ByLanguage(Generic[T]):
    """A value for all editions (``everywhere``), or one for each language named."""

    everywhere: T | None = None
    named: tuple[tuple[str, T], ...] = ()

    def for_language(self, tag: str) -> T | None:
        return next((value for name, value in self.named if name == tag), self.everywhere)


@dataclass(frozen=True, slots=True)
class Issuer:
    name: str
    kind: Literal["organization", "person", "conference"] = "organization"
    uri: str = ""
    sort_name: str = ""


@dataclass(frozen=True, slots=True)
class Publisher:
    name: str
    place: str = ""
    address: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    publisher: tuple[str, ...] = ()
    printer: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rights:
    """``license`` is an SPDX identifier or an https address."""

    statement: str = ""
    license: str = ""
    access: Literal["", "open", "reading-room", "registered"] = ""


@dataclass(frozen=True, slots=True)
class Identifiers:
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    urn_nbn: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    title: str
    issn: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    date: str
    note: str


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image of the work's folder; sizes in pixels (0 for SVG without a size)."""

    path: str
    media_type: Literal["image/png", "image/jpeg", "image/svg+xml"]
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of the work: its text, and what ``statement.yaml`` says of it."""

    work: str
    language: str
    source: Source
    title: tuple[Inline, ...]
    title_place: Place
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    images: tuple[ImageFile, ...] = ()
    subtitle: str = ""
    translator: str = ""
    pull_quote: str = ""

    @property
    def title_text(self) -> str:
        """The title as one line of plain text."""
        return " ".join(part for part in _collapse(plain_text(self.title)).split(" ") if part)


@dataclass(frozen=True, slots=True)
class Statement:
    """One work: its metadata and its editions, sorted by language tag.

    ``date`` is ISO 8601 as written (a year, a month, a day); ``revised`` a date or date-time as written, equal to
    ``date`` where the yaml gives none; ``original`` is a tag among the editions' or empty.
    """

    work: str
    source: Source
    date: str
    issuers: ByLanguage[tuple[Issuer, ...]]
    editions: tuple[Edition, ...]
    kind: Kind = "statement"
    kind_given: bool = False
    revised: str = ""
    changes: tuple[Change, ...] = ()
    publisher: Publisher | None = None
    contact: Contact | None = None
    imprint: Imprint | None = None
    original: str = ""
    subjects: ByLanguage[tuple[str, ...]] = field(default_factory=ByLanguage)
    summary: ByLanguage[str] = field(default_factory=ByLanguage)
    rights: Rights | None = None
    identifiers: Identifiers = Identifiers()
    url: str = ""
    series: Series | None = None
    page: Literal["a5", "a4"] = "a5"
    accent: tuple[float, float, float, float] | None = None
    leaflets: tuple[str, ...] = ("auto",)
    shop: str = ""
    output_profile: str = ""

    def issuers_of(self, edition: Edition) -> tuple[Issuer, ...]:
        return self.issuers.for_language(edition.language) or ()

    @property
    def stamp(self) -> datetime.datetime:
        """``revised`` as a moment in UTC: a date is its midnight, a month or year its first day."""
        text = self.revised or self.date
        if "T" in text:
            moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
            return moment.astimezone(datetime.UTC) if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
        return datetime.datetime(year, month, day, tzinfo=datetime.UTC)


def _collapse(text: str) -> str:
    """Runs of space, tab, CR and LF become one space (the contract's declared normalisation)."""
    for blank in "\t\r\n":
        text = text.replace(blank, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


# --- What is made --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of archive-pdf begins: before character ``offset`` of block ``block`` of the edition.

    ``label`` is the printed page number. ``block`` indexes ``Edition.blocks``; ``offset`` counts the block's plain
    text. A page without edition text (title page, colophon) has ``block`` -1 or ``len(blocks)``.
    """

    label: str
    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages of archive-pdf, handed to the page-list of the epub."""

    pages: tuple[PageStart, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover as a picture, with its text alternative."""

    jpeg: bytes
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """A finished file: ``path`` is relative to the output folder, with forward slashes."""

    target: str
    path: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Check:
    """What one judge said of one artefact. ``reason`` is given where the verdict is ``not run``."""

    check: str
    verdict: Verdict
    tool: str
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    detail: str = ""


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block of ``blocks``, outer before inner, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Quote():
                yield from walk(block.blocks)
            case List():
                for item in block.items:
                    yield from walk(item.blocks)
            case DefinitionList():
                for entry in block.entries:
                    for definition in entry.definitions:
                        yield from walk(definition)
            case _:
                pass
