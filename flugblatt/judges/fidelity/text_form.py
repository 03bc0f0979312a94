"""Judges the text form: every line against the reference.

Flow: edition -> lines, composed again from the model -> units; the file -> ``text_lines`` -> units -> compared.

Rule: notices, title, subtitle, blocks, notes, a dash, and the colophon without form and check; nothing else.
Reason: this is the form that is copied into mails and chats, where nothing but the characters survives.
Passes: a file with exactly these lines in these groups.
Fails: any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flugblatt.judges.fidelity import reference, said_beside, statement_facts
from flugblatt.judges.fidelity.compare import Comparison, compare
from flugblatt.judges.fidelity.reference import Form, Writing, chars_of
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice, collapse
from flugblatt.judges.fidelity.text_lines import line_name, read
from flugblatt.model import (
    Block,
    Break,
    Call,
    Cell,
    Code,
    CodeBlock,
    DefinitionList,
    Emphasis,
    Heading,
    Image,
    Inline,
    Link,
    List,
    Paragraph,
    Place,
    Quote,
    Rule,
    Shifted,
    Span,
    Strong,
    Table,
    Text,
    plain_text,
)
from flugblatt.model.cases import Case

BULLET = "–"
INDENT = 2  # columns a level, as the text form is written
SPACE, HARD = " ", "\v"
"""What a hard break is inside a line, and until lines are made of it."""
QUOTED, RULE = "> ", "* * *"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file; None in a sequence of lines is an empty one."""

    indent: int
    chars: tuple[Char, ...]
    generated: str = ""


Lines = list[Line | None]


def judge(case: Case) -> Comparison:
    """Raises UnicodeDecodeError where the file is not UTF-8."""
    statement, edition = case.statement, case.edition
    found, findings = read(case.data)
    write = reference.writing(statement, edition, Form(markup=False, notes="end"))
    expected = units(write)
    compared = compare(expected, found, edition.source.path, edition.source.data, anchors=False)
    return replace(compared, findings=(*findings, *compared.findings))


def units(write: Writing) -> tuple[Unit, ...]:
    out: list[Unit] = []
    group = next(write.numbers)
    for line in _file(write):
        if line is None:
            group = next(write.numbers)
        elif line.chars:
            place = line.chars[0].place
            stack = (("group", group), (line_name(line.indent), next(write.numbers)))
            out.append(Unit(stack, line.chars, line.generated, "", place))
    return tuple(out)


def _file(write: Writing) -> Iterator[Line | None]:
    edition, labels = write.edition, write.language.labels
    for text, _ in statement_facts.notices(write.statement, edition, write.language):
        yield _said(text, "notice before the text")
        yield None
    yield _said(said_beside.kind(write.statement, edition, write.language), "kind of the work")
    yield None
    yield _line(_inlines(write, edition.title))
    yield None
    yield _said(edition.subtitle, "subtitle")
    yield None
    addressee = write.statement.addressee.for_language(edition.language) or ()
    yield from (_said(line, "addressee") for line in ((labels.to, *addressee) if addressee else ()))
    yield None
    dateline = said_beside.dateline(write.statement, edition, write.language)
    second = len(edition.blocks) > 1 and isinstance(edition.blocks[1], Paragraph)
    for index, block in enumerate(edition.blocks):
        if index == int(second):
            yield _said(dateline, "dateline")
            yield None
        yield from _block(write, block)
        yield None
    yield from _closing(write)
    if edition.notes:
        yield _said(labels.notes, "heading of the notes")
        yield None
    for note in edition.notes:
        lines = _apart(_block(write, block) for block in note.blocks)
        yield from _beside(f"[{write.language.number(note.number)}] ", lines, note.place)
        yield None
    yield _said("—", "dash before the colophon")
    yield None
    for row in statement_facts.rows(write.statement, edition, write.language, "", "", ""):
        yield _said(f"{row.label} – {', '.join(row.lines)}", f"colophon, row {row.label}")


def _closing(write: Writing) -> Iterator[Line | None]:
    """What stands behind the text of a letter or press release."""
    statement, labels = write.statement, write.language.labels
    people = said_beside.in_one_line(statement, write.language)
    yield _said(labels.signatories if people else "", "heading of the signatories")
    yield None
    yield from (_said(line, "signatory") for line in people)
    yield None
    asked = said_beside.contact(statement)
    yield from (_said(line, "contact") for line in ((labels.contact, *asked) if asked else ()))
    yield None
    for line in said_beside.boilerplate(statement, write.edition):
        yield _said(line, "boilerplate")
        yield None


def _block(write: Writing, block: Block) -> Lines:
    match block:
        case Paragraph() | Heading():
            return _lines(_inlines(write, block.children))
        case Quote():
            return [_quoted(line) for line in _apart(_block(write, part) for part in block.blocks)]
        case List():
            items = [_item(write, item.label or BULLET, item.blocks, block.tight, item.place) for item in block.items]
            return [line for item in items for line in item] if block.tight else _apart(items)
        case Table():
            return [_row(write, row) for row in (block.header, *block.rows)]
        case DefinitionList():
            return _apart(_entry(write, entry.term, entry.definitions) for entry in block.entries)
        case CodeBlock():
            return _code(block)
        case Rule():
            return [_said(RULE, "rule")]


def _item(write: Writing, label: str, blocks: tuple[Block, ...], tight: bool, place: Place) -> Lines:
    """The label with the first paragraph beside it; all else under it, indented."""
    parts = [_block(write, block) for block in blocks]
    beside = bool(blocks) and isinstance(blocks[0], Paragraph)
    first = parts.pop(0) if beside else []
    out = _beside(f"{label} ", [*first[:1], *_indented(first[1:])], place)
    for part in parts:
        out += _indented(part) if tight else [None, *_indented(part)]
    return out


def _entry(write: Writing, term: tuple[Inline, ...], definitions: Iterable[tuple[Block, ...]]) -> Lines:
    out: Lines = [_line(_inlines(write, term))]
    for blocks in definitions:
        out += _indented(_apart(_block(write, block) for block in blocks))
    return out


def _row(write: Writing, cells: Iterable[Cell]) -> Line:
    chars: list[Char] = []
    for index, cell in enumerate(cells):
        chars += chars_of(" | ", Voice(), Spot("")) if index else ()
        chars += collapse(_inlines(write, cell.children))
    return replace(_line(chars), indent=1 if chars[0].char == " " else 0)


def _inlines(write: Writing, children: tuple[Inline, ...]) -> Iterator[Char]:
    for node in children:
        match node:
            case Text() | Code():
                yield from chars_of(node.text, Voice(), node.place)
            case Break():
                yield Char(HARD, Voice(), node.place)
            case Call():
                yield from chars_of(f"[{write.language.number(node.number)}]", Voice(), node.place)
            case Image():
                yield from chars_of(f"[{node.alt}]" if node.alt else "", Voice(), node.place)
            case Link():
                yield from _inlines(write, node.children)
                yield from chars_of(_address(node), Voice(), Spot(""))
            case Emphasis() | Strong() | Span() | Shifted():
                yield from _inlines(write, node.children)


def _address(node: Link) -> str:
    """The address of a link, where its words do not say it already."""
    words, target = plain_text(node.children), node.target
    without_scheme = [target[len(scheme) :] for scheme in ("mailto:", "tel:") if target.startswith(scheme)]
    return "" if target.startswith("#") or words in (target, *without_scheme) else f" <{target}>"


def _line(chars: Iterable[Char]) -> Line:
    """One line, hard breaks in it as spaces."""
    return Line(0, collapse(replace(char, char=SPACE) if char.char == HARD else char for char in chars))


def _lines(chars: Iterable[Char]) -> Lines:
    """The lines that hard breaks part."""
    parts: list[list[Char]] = [[]]
    for char in chars:
        if char.char == HARD:
            parts.append([])
        else:
            parts[-1].append(char)
    return [_line(part) for part in parts]


def _code(block: CodeBlock) -> Lines:
    """Every line with its indent, a tab being four columns; empty ones at the ends are none."""
    lines: Lines = []
    for text in block.text.strip("\n").split("\n"):
        plain = text.replace("\u00ad", "").expandtabs(4).rstrip(" ")
        line = _line(chars_of(plain.lstrip(" "), Voice(), block.place))
        lines.append(replace(line, indent=len(plain) - len(plain.lstrip(" "))) if plain else None)
    return lines


def _quoted(line: Line | None) -> Line:
    """A line of a quotation as mail marks it; so are those between its paragraphs."""
    mark = chars_of(QUOTED, Voice(), Spot(""))
    if line is None:
        return Line(0, collapse(mark), "mark of a quotation")
    return Line(0, collapse((*mark, *(line.chars if line.chars else ()))), line.generated)


def _said(text: str, name: str) -> Line:
    return Line(0, collapse(chars_of(text, Voice(), Spot(""))), name)


def _beside(label: str, lines: Lines, place: Place) -> Lines:
    """``lines`` with the label before the first."""
    first = lines[0] if lines else None
    return [_line((*chars_of(label, Voice(), place), *(first.chars if first else ()))), *lines[1:]]


def _indented(lines: Lines) -> Lines:
    return [None if line is None else replace(line, indent=line.indent + INDENT) for line in lines]


def _apart(parts: Iterable[Lines]) -> Lines:
    """The parts with an empty line between each and the next."""
    out: Lines = []
    for part in parts:
        out += [None, *part] if out else part
    return out
