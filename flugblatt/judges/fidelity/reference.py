"""What must be there: the edition's text, and the generated text of each form computed again from the statement.

Flow: (Statement, Edition) -> the units of a form in its reading order. Words come from the language table, dates from
CLDR, identifiers from RFC 9562; nothing comes from the rooms that make the outputs.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

from flugblatt.judges.fidelity import said_beside
from flugblatt.judges.fidelity.sequence import IMAGE, Char, Spot, Unit, Voice, collapse, plain
from flugblatt.judges.fidelity.statement_facts import Row, day, issuers, notices, rows
from flugblatt.language.table import Language, describe, language_of
from flugblatt.model import (
    Block,
    Break,
    Call,
    Code,
    CodeBlock,
    DefinitionList,
    Edition,
    Emphasis,
    Heading,
    Image,
    Inline,
    Link,
    List,
    Note,
    Paragraph,
    Place,
    Quote,
    Rule,
    Shifted,
    Span,
    Statement,
    Strong,
    Table,
    Text,
    is_captioned,
    leaves,
    plain_text,
)

Stack = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of output can carry, and how it carries it.

    ``markup``: XHTML, with directions, titles of links, ids and rules; else the structure tree of a PDF. ``bullet`` is
    the mark of unordered items where it is text. ``title_file`` and ``text_file``: where title and text are files of
    their own, their names, which links from one to the other begin with.
    ``forms``: with what letters and press releases say beside their text; ``columns``: their signatories stand in columns;
    ``apart``: their addressee stands in a section of its own before the text, and not on the title page.
    """

    markup: bool
    notes: Literal["foot", "end"]
    bullet: str = ""
    title_file: str = ""
    text_file: str = ""
    forms: bool = True
    columns: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """The writing of one edition in one form. ``called`` collects the notes that have been called; ``in_title``: what is
    written stands in another file than the notes."""

    statement: Statement
    edition: Edition
    language: Language
    form: Form
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    called: set[int] = field(default_factory=set)
    in_title: bool = False

    @property
    def voice(self) -> Voice:
        return Voice(language=self.edition.language, direction=self.language.direction if self.form.markup else "")

    @property
    def label_voice(self) -> Voice:
        return replace(self.voice, language=self.language.label_language)

    def inside(self, stack: Stack, name: str) -> Stack:
        return (*stack, (name, next(self.numbers)))


def writing(statement: Statement, edition: Edition, form: Form) -> Writing:
    return Writing(statement, edition, language_of(edition), form)


# --- Edition text --------------------------------------------------------------------------------


def title(write: Writing, stack: Stack) -> Iterator[Unit]:
    """The title, with the notes that it calls."""
    if write.form.text_file:
        write = replace(write, in_title=True)
    yield from _leaf(write, write.inside(stack, "title"), write.edition.title, write.edition.title_place, "title")


def body(write: Writing, stack: Stack) -> Iterator[Unit]:
    """Every block of the edition; notes follow the block that calls them where the form sets them at the foot."""
    for part in body_by_block(write, stack):
        yield from part


def body_by_block(write: Writing, stack: Stack) -> Iterator[tuple[Unit, ...]]:
    """The units of each block of the edition."""
    blocks = write.edition.blocks
    first = write.inside(stack, "figure") if _begins_figure(write, blocks, 0) else stack
    line = said_beside.dateline(write.statement, write.edition, write.language) if write.form.forms else ""
    at = 1 if len(blocks) > 1 and isinstance(blocks[1], Paragraph) else 0
    for index, units in enumerate(_each(write, stack, blocks, write.voice, first)):
        run_in = (said(write, write.inside(stack, "paragraph"), line, "dateline"),) if line and index == at else ()
        yield (*run_in, *units)


def endnotes(write: Writing, stack: Stack) -> Iterator[Unit]:
    """The section of notes with its heading, where the form has the notes at the end."""
    if not write.edition.notes or write.form.notes == "foot":
        return
    labels, voice = write.language.labels, write.label_voice
    here = write.inside(stack, "section")
    in_title = {leaf.number for leaf in leaves(write.edition.title) if isinstance(leaf, Call)}
    yield said(write, write.inside(here, "heading 2"), labels.notes, "heading of the notes", voice, "notes")
    for note in write.edition.notes:
        inside = write.inside(here, f"note note-{note.number}")
        figure = write.language.number(note.number)
        file = write.form.title_file if note.number in in_title else ""
        back = replace(write.voice, link=f"{file}#call-{note.number}", spoken=f"{labels.back}, {figure}")
        anchor = "" if write.form.markup else f"note-{note.number}"
        yield said(write, write.inside(inside, "paragraph"), figure, f"mark of note {note.number}", back, anchor)
        yield from _blocks(write, inside, note.blocks, write.voice, "")


def _blocks(write: Writing, stack: Stack, blocks: Iterable[Block], voice: Voice, label: str) -> Iterator[Unit]:
    """``label`` is that of the item which the blocks are in: it stands before the first."""
    every = tuple(blocks)
    first = write.inside(stack, "figure") if _begins_figure(write, every, 0) else stack
    if label:
        place = every[0].place if every else Spot("")
        generated = "list mark" if label == write.form.bullet else ""
        here = write.inside(first, "label")
        yield Unit(here, collapse(chars_of(label, voice, place)), generated, "", place)
    for part in _each(write, stack, every, voice, first):
        yield from part


def _each(
    write: Writing, stack: Stack, blocks: tuple[Block, ...], voice: Voice, first: Stack
) -> Iterator[tuple[Unit, ...]]:
    """The units of each block; ``first`` is where the first of them stands."""
    here = first
    for index, block in enumerate(blocks):
        if index and not (isinstance(block, Paragraph) and block.is_caption):
            here = write.inside(stack, "figure") if _begins_figure(write, blocks, index) else stack
        yield tuple(_block(write, here, block, voice))


def _begins_figure(write: Writing, blocks: tuple[Block, ...], index: int) -> bool:
    """Whether a picture stands with its caption in a figure of their own, which only markup has."""
    return write.form.markup and is_captioned(blocks, index)


def _block(write: Writing, stack: Stack, block: Block, voice: Voice) -> Iterator[Unit]:
    match block:
        case Paragraph():
            name = "caption" if block.is_caption else "paragraph"
            yield from _leaf(write, write.inside(stack, name), block.children, block.place)
        case Heading():
            here = write.inside(stack, f"heading {block.level}")
            yield from _leaf(write, here, block.children, block.place, block.anchor)
        case Quote():
            yield from _blocks(write, write.inside(stack, "quote"), block.blocks, voice, "")
        case List():
            here = write.inside(stack, "list ordered" if block.ordered else "list bullets")
            for item in block.items:
                inside = write.inside(here, "item")
                yield from _blocks(write, inside, item.blocks, voice, item.label or write.form.bullet)
        case Table():
            yield from _table(write, write.inside(stack, "table"), block)
        case DefinitionList():
            here = write.inside(stack, "terms")
            for entry in block.entries:
                yield from _leaf(write, write.inside(here, "term"), entry.term, entry.place)
                for definition in entry.definitions:
                    yield from _blocks(write, write.inside(here, "definition"), definition, voice, "")
        case CodeBlock():
            here = write.inside(stack, "code" if write.form.markup else "paragraph")
            chars = collapse(chars_of(block.text, _code_voice(write, block.text, voice), block.place))
            yield Unit(here, chars, "", "", block.place)
        case Rule():
            if write.form.markup:
                yield Unit(write.inside(stack, "rule"), (), "", "", block.place)


def _table(write: Writing, stack: Stack, block: Table) -> Iterator[Unit]:
    row = write.inside(write.inside(stack, "head"), "row")
    for cell in block.header:
        # A head without words is no head of anything.
        yield from _leaf(
            write, write.inside(row, "header cell" if cell.children else "cell"), cell.children, cell.place
        )
    inside = write.inside(stack, "body")
    for cells in block.rows:
        row = write.inside(inside, "row")
        for cell in cells:
            yield from _leaf(write, write.inside(row, "cell"), cell.children, cell.place)


def _leaf(write: Writing, stack: Stack, children: tuple[Inline, ...], place: Place, anchor: str = "") -> Iterator[Unit]:
    """A block of inline content, then the notes that are called in it for the first time and stand at the foot."""
    before = set(write.called)
    chars = collapse(_inlines(write, children, write.voice))
    yield Unit(stack, chars, "", anchor, place)
    if write.form.notes == "foot":
        for number in sorted(write.called - before):
            yield from _foot(write, stack, write.edition.notes[number - 1])


def _foot(write: Writing, stack: Stack, note: Note) -> Iterator[Unit]:
    here = write.inside(stack, f"note note-{note.number}")
    figure, anchor = write.language.number(note.number), f"note-{note.number}"
    yield said(write, write.inside(here, "label"), figure, f"mark of note {note.number}", write.voice, anchor)
    yield from _blocks(write, here, note.blocks, write.voice, "")


def _inlines(write: Writing, children: tuple[Inline, ...], voice: Voice) -> Iterator[Char]:
    for node in children:
        match node:
            case Text():
                yield from chars_of(node.text, voice, node.place)
            case Code():
                yield from chars_of(node.text, _code_voice(write, node.text, voice), node.place)
            case Break():
                yield Char("\n", voice, node.place)
            case Call():
                yield from _call(write, node, voice)
            case Emphasis():
                yield from _inlines(write, node.children, replace(voice, emphasis=True))
            case Strong():
                yield from _inlines(write, node.children, replace(voice, strong=True))
            case Shifted():
                yield from _inlines(write, node.children, replace(voice, shift=node.position))
            case Link():
                yield from _link(write, node, voice)
            case Span():
                inside = replace(voice, language=node.language or voice.language)
                if write.form.markup:
                    inside = replace(inside, direction=_direction(node) or voice.direction)
                yield from _inlines(write, node.children, inside)
            case Image():
                yield from _image(write, node, voice)


def _code_voice(write: Writing, code: str, voice: Voice) -> Voice:
    """Code runs as its first letter does, else to the right."""
    strong = (unicodedata.bidirectional(char) for char in code)
    leftward = next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"
    direction = ("rtl" if leftward else "ltr") if write.form.markup else ""
    return replace(voice, code=True, direction=direction)


def _direction(span: Span) -> str:
    """The direction of a span: its own, else that of its language."""
    own = describe(span.language, plain_text(span.children)).direction if span.language else ""
    return span.direction or own


def _call(write: Writing, node: Call, voice: Voice) -> Iterator[Char]:
    figure, note, first = write.language.number(node.number), f"note-{node.number}", node.number not in write.called
    write.called.add(node.number)
    anchor = f"call-{node.number}" if first and write.form.notes == "end" else ""
    voice = replace(voice, anchor=anchor, direction=write.voice.direction)
    if write.form.markup:
        called = replace(voice, link=f"{write.form.text_file if write.in_title else ''}#{note}", call=note)
    elif write.form.notes == "foot" and first:
        called = replace(voice, call=note)
    else:
        called = replace(voice, link=f"#{note}", spoken=figure)
    yield from (Char(char, called, node.place) for char in figure)


def _link(write: Writing, node: Link, voice: Voice) -> Iterator[Char]:
    inside = replace(voice, link=node.target, title=node.title if write.form.markup else "")
    if not write.form.markup:
        text = _spoken(write, node.children)
        internal = node.target.startswith("#") or node.target == text
        inside = replace(inside, spoken=text if internal else f"{text} – {node.target}")
    yield from _inlines(write, node.children, inside)


def _spoken(write: Writing, children: tuple[Inline, ...]) -> str:
    """What the label of a link says: its words, and the alternative texts of its images."""
    told = replace(write, called=set(write.called))
    chars = _inlines(told, children, Voice())
    return plain("".join(char.voice.alt if char.char == IMAGE else char.char for char in chars))


def _image(write: Writing, node: Image, voice: Voice) -> Iterator[Char]:
    if not write.form.markup:
        if not node.decorative:
            yield Char(IMAGE, replace(voice, image="picture", alt=node.alt), node.place)
        return
    data = next((image.data for image in write.edition.images if image.path == node.path), b"")
    name = f"picture {hashlib.sha256(data).hexdigest()[:16]}{' (decoration)' if node.decorative else ''}"
    yield Char(IMAGE, replace(voice, image=name, alt=node.alt), node.place)


def chars_of(text: str, voice: Voice, place: Place | Spot) -> Iterator[Char]:
    """The characters of ``text``, in the source one behind the other from ``place`` on."""
    if isinstance(place, Spot):
        yield from [Char(char, voice, place) for char in text]
        return
    line, column = place.line, place.column
    *ended, last = text.split("\n")
    for part in (*(f"{words}\n" for words in ended), last):
        yield from [Char(char, voice, Place(line, at)) for at, char in enumerate(part, column)]
        line, column = line + 1, 1


# --- Generated text ------------------------------------------------------------------------------


def said(write: Writing, stack: Stack, text: str, name: str, voice: Voice | None = None, anchor: str = "") -> Unit:
    """A unit of generated text; ``name`` says which."""
    chars = collapse(chars_of(text, voice or write.voice, Spot("")))
    return Unit(stack, chars, name, anchor, Spot(""))


def names_shown(write: Writing, found: tuple[Unit, ...]) -> int:
    """How many issuers a title page names which may end in how many others there are; all where it does not say so."""
    total = len(issuers(write.statement, write.edition))
    front = [plain("".join(char.char for char in unit.chars)) for unit in found if unit.path[:1] == ("section",)]
    return next((shown for shown in range(1, total - 1) if _others(write, total - shown) in front), total)


def _others(write: Writing, count: int) -> str:
    foreign = write.language.label_language != write.edition.language
    return write.language.labels.others.replace("{n}", str(count) if foreign else write.language.number(count))


def title_page(write: Writing, stack: Stack, shown: int | None = None) -> Iterator[Unit]:
    """Notices, date, title, subtitle, issuers: the first ones that are ``shown`` and how many others there are, or all."""
    yield from first_notices(write, stack)
    yield date(write, stack)
    yield from title_and_subtitle(write, stack)
    yield from named_issuers(write, stack, shown)


def first_notices(write: Writing, stack: Stack) -> Iterator[Unit]:
    for text, is_label in notices(write.statement, write.edition, write.language):
        voice = write.label_voice if is_label else write.voice
        yield said(write, write.inside(stack, "paragraph"), text, "notice on the first page", voice)


def date(write: Writing, stack: Stack) -> Unit:
    words = day(write.statement.date, write.language)
    return said(write, write.inside(stack, "paragraph"), words, "date of the title page")


def title_and_subtitle(write: Writing, stack: Stack, named: bool = False) -> Iterator[Unit]:
    """With what stands beside them in a letter or press release: above its kind, unless that is ``named`` already, below whom it is
    addressed to."""
    kind = said_beside.kind(write.statement, write.edition, write.language) if write.form.forms and not named else ""
    if kind:
        yield said(write, write.inside(stack, "paragraph"), kind, "kind of the work", write.label_voice)
    yield from title(write, stack)
    if write.edition.subtitle:
        yield said(write, write.inside(stack, "paragraph"), write.edition.subtitle, "subtitle")
    if not write.form.apart:
        yield from addressee(write, stack)


def named_issuers(write: Writing, stack: Stack, shown: int | None) -> Iterator[Unit]:
    every = issuers(write.statement, write.edition)
    for issuer in every[:shown]:
        yield said(write, write.inside(stack, "paragraph"), issuer.name, "issuer on the title page")
    if shown is not None and shown < len(every):
        label = _others(write, len(every) - shown)
        yield said(write, write.inside(stack, "paragraph"), label, "number of the other issuers", write.label_voice)


def addressee(write: Writing, stack: Stack) -> Iterator[Unit]:
    lines = (write.statement.addressee.for_language(write.edition.language) or ()) if write.form.forms else ()
    if lines:
        label = write.language.labels.to
        yield said(write, write.inside(stack, "paragraph"), label, "label of the addressee", write.label_voice)
    for line in lines:
        yield said(write, write.inside(stack, "paragraph"), line, "addressee")


def closing(write: Writing, stack: Stack) -> Iterator[Unit]:
    """What stands behind the text of a letter or press release: signatories; contact and boilerplate."""
    labels, statement = write.language.labels, write.statement
    people = said_beside.signatories(statement, write.language, write.form.columns)
    if people:
        here, name = write.inside(stack, "section"), "heading of the signatories"
        heading = write.inside(here, "heading 2")
        yield said(write, heading, labels.signatories, name, write.label_voice, "signatories")
        for line in people:
            for part in line.split("\n"):
                yield said(write, write.inside(here, "paragraph"), part, "signatory")
    asked, about = said_beside.contact(statement), said_beside.boilerplate(statement, write.edition)
    here = write.inside(stack, "section") if asked or about else stack
    if asked:
        yield said(write, write.inside(here, "paragraph"), labels.contact, "label of the contact", write.label_voice)
    for line in asked:
        yield said(write, write.inside(here, "paragraph"), line, "contact")
    for line in about:
        yield said(write, write.inside(here, "paragraph"), line, "boilerplate")


def colophon(write: Writing, stack: Stack, product: str, form: str, verify: str) -> Iterator[Unit]:
    """The colophon with its heading."""
    every = rows(write.statement, write.edition, write.language, product, form, verify)
    yield from this_edition(write, write.inside(stack, "section"), every, "colophon")


def this_edition(write: Writing, stack: Stack, shown: tuple[Row, ...], anchor: str) -> Iterator[Unit]:
    """What the edition says of itself: a heading, and these rows."""
    labels, name = write.label_voice, "heading of the colophon"
    yield said(write, write.inside(stack, "heading 2"), write.language.labels.edition, name, labels, anchor)
    terms = write.inside(stack, "terms")
    for row in shown:
        part = f"colophon, row {row.label}"
        yield said(write, write.inside(terms, "term"), row.label, part, labels)
        yield _lines(write, write.inside(terms, "definition"), row, part)


def _lines(write: Writing, stack: Stack, row: Row, name: str) -> Unit:
    voice = write.label_voice if row.labels else write.voice
    voice = replace(voice, language=row.language) if row.language else voice
    chars: list[Char] = []
    for line in row.lines:
        if row.links and line.startswith("https:"):
            linked = replace(voice, link=line, spoken="" if write.form.markup else line)
            chars += chars_of(line, linked, Spot(""))
        else:
            chars += chars_of(line, voice, Spot(""))
        chars.append(Char("\n", voice, Spot("")))
    return Unit(stack, collapse(chars), name, "", Spot(""))
