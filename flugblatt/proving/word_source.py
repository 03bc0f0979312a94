"""The text of a Word file, read from its XML by a reader of our own, so that what a converter made of it can be proven.

Flow: word/document.xml -> paragraphs in document order, cells of tables and text boxes among them -> labels of numbered lists
counted as Word counts them -> notes in the order of their calls -> ``Edition`` of lines. Nothing is shared with pandoc or with what
is readied for it. Tracked changes count as accepted; comments, running heads and hidden words are no text of it.

The clauses are those of ISO/IEC 29500-1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flugblatt.content import language_tags
from flugblatt.content.importing.office_container import opened, tree
from flugblatt.model import Break, Call, Edition, Image, Inline, Note, Paragraph, Place, Source, Text, plain_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ART = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
GONE = {f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}instrText", f"{W}delText", f"{W}rubyPr", f"{W}rt"}
"""Struck out, moved away, said twice, or an order to the program (17.13.5, 17.16)."""
OFF = ("0", "false", "off", "none")
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""The letters that Word counts by in Russian (17.18.59)."""
LINE_ENDS = re.compile("[\u2028\u2029\x0b\x0c\x85]")
Inlines = list[Inline]


@dataclass(slots=True)
class _Level:
    """One level of a list (17.9.6): its form of numbers, the words around them, where it starts."""

    form: str
    words: str
    start: int
    restart: int | None


@dataclass(slots=True)
class _Numbering:
    """Counts the paragraphs of numbered lists: paragraphs of the same abstract list go on from one another (17.9.15)."""

    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    @staticmethod
    def read(root: Any) -> _Numbering:
        made = _Numbering()
        for one in root.iterfind(f"{W}abstractNum") if root is not None else ():
            for level in one.iterfind(f"{W}lvl"):
                depth = int(level.get(f"{W}ilvl", "0"))
                restart = _value(level, "lvlRestart")
                made.levels[one.get(f"{W}abstractNumId", ""), depth] = _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    _number(_value(level, "start"), 0),
                    _number(restart, 0) if restart else None,
                )
        for one in root.iterfind(f"{W}num") if root is not None else ():
            identifier = one.get(f"{W}numId", "")
            made.abstract[identifier] = _value(one, "abstractNumId") or ""
            for override in one.iterfind(f"{W}lvlOverride"):
                if start := _value(override, "startOverride"):
                    made.overrides[identifier, int(override.get(f"{W}ilvl", "0"))] = _number(start, 1)
        return made

    def label(self, identifier: str, depth: int) -> str:
        """What Word prints before the next paragraph of this list and level; empty for bullets."""
        abstract = self.abstract.get(identifier, "")
        level = self.levels.get((abstract, depth))
        if level is None:
            return ""
        key = (abstract, depth)
        if (identifier, depth) in self.overrides and (identifier, depth) not in self.begun:
            self.counts[key] = self.overrides[identifier, depth] - 1
        self.begun.add((identifier, depth))
        self.counts[key] = self.counts.get(key, level.start - 1) + 1
        for deeper in [other for other in self.counts if other[0] == abstract and other[1] > depth]:
            below = self.levels[deeper]
            if below.restart is None or below.restart > depth:
                del self.counts[deeper]
        if level.form in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda match: self._figure(abstract, int(match[1]) - 1), level.words)

    def _figure(self, abstract: str, depth: int) -> str:
        level = self.levels.get((abstract, depth))
        return figure(
            self.counts.get((abstract, depth), level.start if level else 1), level.form if level else "decimal"
        )


def figure(number: int, form: str) -> str:
    """A number as Word writes it (17.18.59, the forms that Markdown or words can say; others as decimal)."""
    letters = ""
    match form:
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""
        case "lowerRoman" | "upperRoman":
            rest = number
            for value, sign in (
                (1000, "m"),
                (900, "cm"),
                (500, "d"),
                (400, "cd"),
                (100, "c"),
                (90, "xc"),
                (50, "l"),
                (40, "xl"),
                (10, "x"),
                (9, "ix"),
                (5, "v"),
                (4, "iv"),
                (1, "i"),
            ):
                letters, rest = letters + sign * (rest // value), rest % value
        case "russianLower" | "russianUpper" if 0 < number <= len(RUSSIAN):
            letters = RUSSIAN[number - 1]
        case "decimalZero":
            letters = f"{number:02}"
    return (letters.upper() if form.startswith("upper") else letters) or str(number)


@dataclass(slots=True)
class _Reader:
    styles: dict[str, tuple[str, Any]]
    numbering: _Numbering
    notes: dict[tuple[str, str], Any]
    lines: list[Inlines] = field(default_factory=list)
    called: list[tuple[str, str]] = field(default_factory=list)
    pending: Inlines = field(default_factory=list)

    def blocks(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}tc":
                self.cell(child)
            elif child.tag not in GONE and child.tag != f"{W}sectPr":
                self.blocks(child)

    def cell(self, cell: Any) -> None:
        """A cell is one line; what is apart in it, by paragraphs or by a table within, is parted by breaks."""
        before, self.lines = self.lines, []
        self.blocks(cell)
        found: Inlines = []
        for line in filter(_says, self.lines):
            found += [*([Break(Place(1, 1))] if found else []), *line]
        self.lines = [*before, one_line(found)]

    def paragraph(self, paragraph: Any) -> None:
        boxes: list[Any] = []
        found: Inlines = []
        for child in paragraph:
            self.inline(child, found, boxes)
        label = self.label(paragraph)
        if label and not self.pending and plain_text(tuple(found)).strip():
            found.insert(0, Text(f"{label} ", Place(1, 1)))
        self.pending += found
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is None and (
            paragraph.find(f"{W}pPr/{W}framePr[@{W}dropCap]") is None
        ):  # else its end is struck out, or it is the initial of the next one, which goes on in it
            self.lines.append(self.pending)
            self.pending = []
        for box in boxes:
            self.blocks(box)

    def label(self, paragraph: Any) -> str:
        """The label of a paragraph in a list, by its own properties or those of its style (17.3.1.19)."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        chain = self.chain(_value(paragraph.find(f"{W}pPr"), "pStyle") or "")
        every = [one for one in (own, *(style.find(f"{W}pPr/{W}numPr") for style in chain)) if one is not None]
        identifier = next((value for one in every if (value := _value(one, "numId"))), "0")
        depth = next((value for one in every if (value := _value(one, "ilvl"))), "0")
        return self.numbering.label(identifier, int(depth)) if identifier != "0" else ""

    def chain(self, identifier: str) -> Iterator[Any]:
        seen: set[str] = set()
        while identifier in self.styles and identifier not in seen:
            seen.add(identifier)
            identifier, style = self.styles[identifier]
            yield style

    def inline(self, element: Any, found: Inlines, boxes: list[Any]) -> None:
        name = str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""
        if not name or element.tag in GONE or name in ("pPr", "rPr"):
            return
        if element.tag == f"{W}r" and _is_on(element.find(f"{W}rPr/{W}vanish")):
            return
        place = Place(1, 1)
        match name:
            case "txbxContent":
                boxes.append(element)
            case "t":
                found.append(Text(element.text or "", place))
            case "tab" | "ptab":
                found.append(Text("\t", place))
            case "noBreakHyphen":
                found.append(Text("\u2011", place))
            case "softHyphen":
                found.append(Text("\u00ad", place))
            case "sym":
                found.append(Text(chr(int(element.get(f"{W}char", "fffd"), 16)), place))
            case "br" | "cr":
                found.append(Break(place))
            case "footnoteReference" | "endnoteReference":
                key = (name.removesuffix("Reference"), element.get(f"{W}id", ""))
                if key in self.notes:
                    self.called += [key] if key not in self.called else []
                    found.append(Call(self.called.index(key) + 1, place))
            case "imagedata":  # as Word wrote pictures before 2007
                found.append(Image("picture", "", False, place))
            case "drawing":
                found += self.picture(element)
                for child in element:
                    self.inline(child, [], boxes)
            case _:
                for child in element:
                    self.inline(child, found, boxes)

    def picture(self, drawing: Any) -> Inlines:
        """A picture with its alternative text, which may be empty; nothing for a drawing that is none."""
        properties = next(drawing.iter(f"{DRAWING}docPr"), None)
        if properties is None or next(drawing.iter(f"{ART}blip"), None) is None:
            return []
        words = "" if _decorates(properties) else " ".join((properties.get("descr") or "").split())
        return [Image("picture", words, False, Place(1, 1))]


def read(data: bytes, path: str) -> Edition:
    """The edition that a Word file is: its first line of words as title, then paragraphs and notes. UsageError where it cannot be
    read. Its source is the text itself, a line for each paragraph, so that places can be told."""
    with opened(data, path) as archive:
        parts = {
            name: tree(archive, f"word/{name}.xml")
            for name in ("document", "styles", "numbering", "footnotes", "endnotes")
        }
    styles = {
        style.get(f"{W}styleId", ""): (_value(style, "basedOn") or "", style)
        for style in (parts["styles"].iterfind(f"{W}style") if parts["styles"] is not None else ())
    }
    notes = {
        (kind, note.get(f"{W}id", "")): note
        for kind in ("footnote", "endnote")
        for note in (parts[f"{kind}s"].iterfind(f"{W}{kind}") if parts[f"{kind}s"] is not None else ())
        if note.get(f"{W}type") in (None, "normal")
    }
    reader = _Reader(styles, _Numbering.read(parts["numbering"]), notes)
    reader.blocks(parts["document"])
    lines, reader.lines = reader.lines, []
    bodies: list[list[Inlines]] = []
    for key in reader.called:  # the list grows where a note calls another
        reader.blocks(notes[key])
        bodies.append(reader.lines)
        reader.lines = []
    return edition_of(lines, bodies, path, _language(parts["document"], parts["styles"]))


def edition_of(lines: Iterable[Inlines], notes: Iterable[list[Inlines]], path: str, language: str) -> Edition:
    """An edition of lines and notes, each placed in the text that is their source."""
    written: list[str] = []

    def placed(every: Iterable[Inlines]) -> tuple[Paragraph, ...]:
        found = []
        for inlines in (part for line in every for part in _paragraphs(line)):
            if _says(inlines):
                written.append(plain_text(tuple(inlines)).replace("\n", " "))
                found.append(Paragraph(tuple(_at(inlines, len(written))), Place(len(written), 1)))
        return tuple(found)

    body = placed(lines)
    numbered = tuple(
        Note(number, str(number), placed(blocks), Place(len(written) or 1, 1)) for number, blocks in enumerate(notes, 1)
    )
    at = next((at for at, block in enumerate(body) if plain_text(block.children).strip()), len(body))
    title = body[at].children if at < len(body) else ()
    rest = (*body[:at], *body[at + 1 :])  # a picture above the title stands below it in an edition
    source = Source(path, "\n".join(written).encode("utf-8", "replace"))
    return Edition("source", language, source, title, Place(1, 1), rest, numbered)


def one_line(cell: Inlines) -> Inlines:
    """A cell without breaks that follow one another: it has no paragraphs."""
    parts = [part for part in _paragraphs(cell) if _says(part)]
    return [
        node for number, part in enumerate(parts) for node in (*([Break(Place(1, 1))] if number else []), *_shorn(part))
    ]


def _shorn(part: Inlines) -> Inlines:
    while part and isinstance(part[-1], Break):
        part = part[:-1]
    return part


def _paragraphs(line: Inlines) -> Iterator[Inlines]:
    """A line as one or several: where two breaks follow one another, a paragraph ends."""
    part: Inlines = []
    broken = False
    for node in (one for inline in line for one in _lines(inline)):
        if isinstance(node, Break) and broken:
            yield part
            part = []
        else:
            part.append(node)
        blank = isinstance(node, Text) and not node.text.strip(" \t")
        broken = isinstance(node, Break) or (broken and blank)
    yield part


def _lines(node: Inline) -> Iterator[Inline]:
    """A text with the characters that end lines as breaks (UAX #14, BK and NL)."""
    if not isinstance(node, Text):
        yield node
        return
    for number, words in enumerate(LINE_ENDS.split(node.text)):
        if number:
            yield Break(node.place)
        yield Text(words, node.place)


def _says(inlines: Inlines) -> bool:
    return bool(plain_text(tuple(inlines)).strip()) or any(isinstance(node, Image) for node in inlines)


def _at(inlines: Inlines, line: int) -> Iterator[Inline]:
    """Inlines with their places in a line."""
    column = 1
    for node in inlines:
        place = Place(line, column)
        match node:
            case Text():
                yield Text(node.text, place)
                column += len(node.text)
            case Break():
                yield Break(place)
                column += 1
            case Call():
                yield Call(node.number, place)
            case Image():
                yield Image(node.path, node.alt, node.decorative, place)


def _language(document: Any, styles: Any) -> str:
    """The language that most letters are marked with, by their runs or by the default; ``und`` where nothing says one."""
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang") if styles is not None else None
    counts: dict[str, int] = {}
    for run in document.iter(f"{W}r"):
        marked = run.find(f"{W}rPr/{W}lang")
        one = default if marked is None else marked
        side = "bidi" if _is_on(run.find(f"{W}rPr/{W}rtl")) else "val"
        tag = language_tags.canonical((one.get(f"{W}{side}") if one is not None else "") or "") or ""
        counts[tag.split("-")[0]] = counts.get(tag.split("-")[0], 0) + sum(map(len, run.itertext(f"{W}t")))
    counts.pop("", None)
    return max(sorted(counts), key=lambda tag: counts[tag], default="und")


def _decorates(properties: Any) -> bool:
    return any(element.get("val") in ("1", "true") for element in properties.iter(DECORATIVE))


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}") if element is not None else None
    return str(found.get(f"{W}val")) if found is not None and found.get(f"{W}val") is not None else None


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{W}val") not in OFF


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else otherwise
