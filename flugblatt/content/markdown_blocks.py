"""The blocks of an edition: block tokens of the parser -> title, blocks and notes of the model.

Flow: tokens -> tree -> read_document: the title first, then every block in order, then each note in the order of its
first reference. Whatever the model cannot hold becomes a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it.token import Token

from flugblatt.content import characters, raw_html
from flugblatt.content.anchors import NAMED, anchor_of, fault_of
from flugblatt.content.block_tree import OUTSIDE, Branch, Inside, behind, inside_of, place_of, tree_of
from flugblatt.content.markdown_inlines import Reading, find_comment, read_inlines
from flugblatt.content.markdown_parser import DEEPEST
from flugblatt.model import (
    Block,
    Cell,
    CodeBlock,
    DefinitionList,
    Entry,
    Heading,
    Image,
    Inline,
    Item,
    List,
    Note,
    Paragraph,
    Place,
    Quote,
    Rule,
    Table,
    Text,
    leaves,
    plain_text,
)

_ANCHOR = re.compile(r"\{\s*#[^\s{}=]*\s*\}")
# "#Title", and the no-break or ideographic space that a Mac or an East Asian keyboard sets behind #, or its wide form.
_UNSEEN = re.compile("([\u00a0\u00ad\u200b-\u200f\u2060\ufeff]+)[ \t]*(?=#[ \t]+\\S)")
_NEARLY_TITLE = re.compile(r"[ \t]{0,3}(#|＃)(?P<words>[^#＃ \t].*|[ \u00a0\u2007\u202f\u3000]+\S.*)")


@dataclass(frozen=True, slots=True)
class Document:
    title: tuple[Inline, ...]
    title_place: Place
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]


def read_document(tokens: Sequence[Token], reading: Reading) -> Document:
    """Title, blocks and notes of the edition; the findings go to ``reading``."""
    deepest = next((token for token in tokens if token.block and token.level > DEEPEST and token.map), None)
    if deepest is not None:
        assert deepest.map is not None
        place = Place(deepest.map[0] + 1, 1)
        message = f"blocks stand more than {DEEPEST} deep within one another"
        reading.find(
            "text-nesting",
            place,
            message,
            "let a list or quotation end before the next one begins; this limit is fixed",
        )
        return Document((), place, (), ())
    branches = tree_of(iter(tokens))
    _find_comments(tokens, reading)
    _reserve(branches, reading)
    title, title_place = _title(branches, reading)
    rest = branches[1:] if title_place is not None and _is_title(branches[0]) else branches
    blocks = _blocks(rest, OUTSIDE, reading)
    return Document(title, title_place or Place(1, 1), blocks, _notes(branches, reading))


def _find_comments(tokens: Sequence[Token], reading: Reading) -> None:
    """Comments that are blocks of their own, which no output shows."""
    for token in tokens:
        if token.type == "html_block" and token.map and raw_html.is_comment(token.content):
            line = token.map[0]
            find_comment(token.content, Place(line + 1, reading.lines[line].find("<!--") + 1), reading)


def _is_title(branch: Branch) -> bool:
    return branch.token.type == "heading_open" and branch.token.tag == "h1"


def _title(branches: tuple[Branch, ...], reading: Reading) -> tuple[tuple[Inline, ...], Place | None]:
    hint = "begin the text with one line: # and the title"
    reading.heading_level = 1
    if not branches or not any(_is_title(branch) for branch in branches):
        place, seen, spaced = _nearly_title(reading)
        reading.find("title-missing", place, f"a title was expected, found {seen}", spaced or hint)
        return (), None
    if not _is_title(branches[0]):
        first = place_of(branches[0], OUTSIDE, reading)
        reading.find("title-first", first, "the title was expected before all text, found text before it", hint)
        reading.title_pending = True
        return (), None
    inline = branches[0].branches[0].token
    title = read_inlines(inline.children or [], reading)
    if not plain_text(title).strip():
        reading.find("title-empty", Place(branches[0].line + 1, 1), "a title was expected, found # and no words", hint)
    return title, inline.meta["at"]


def _nearly_title(reading: Reading) -> tuple[Place, str, str]:
    """Where the first line of text is meant as the title: its place, what it is, and what to write; else that there is none."""
    for number, line in enumerate(reading.lines, 1):
        if unseen := _UNSEEN.match(line):
            seen = f"{characters.code_point(unseen[1][0])}, which nobody sees, before #"
            return Place(number, 1), seen, f"delete it: {characters.shortened(line[unseen.end() :])}"
        match = _NEARLY_TITLE.match(line)
        if match:
            words = characters.shortened(match["words"].strip())
            hint = (
                f"a space after #: # {words}" if "＃" not in match[1] else f"# and a space, in plain letters: # {words}"
            )
            return Place(number, match.start(1) + 1), characters.shortened(line.strip()), hint
        if line.strip():
            break
    return Place(1, 1), "no # heading", ""


def _notes(branches: tuple[Branch, ...], reading: Reading) -> tuple[Note, ...]:
    defined: dict[str, Note] = {}
    reading.in_note = True
    for branch, inside in _definitions(branches, OUTSIDE, reading):
        label, place = branch.token.meta["label"], place_of(branch, inside, reading)
        blocks = _blocks(branch.branches, behind(place, len(f"[^{label}]:"), inside.quotes), reading)
        if label in defined:
            first = defined[label].place.line
            message = f"one note for each label was expected, found a second [^{label}]:, after that of line {first}"
            reading.find("note-twice", place, message, "give the second note a label of its own")
            continue
        if not blocks:
            reading.find("note-empty", place, f"words were expected behind [^{label}]:, found none")
        if label not in reading.numbers:
            message = f"a reference [^{label}] was expected in the text, found none"
            reading.find("note-unused", place, message, "put the reference into the text or take the note away")
        defined[label] = Note(reading.numbers.get(label, 0), label, blocks, place)
    for label in reading.numbers:
        if label not in defined:
            message = f"a line [^{label}]: … was expected, found none"
            below = next(
                (line for line in reading.lines if re.match(rf"\s{{0,3}}\[\^{re.escape(label)}\]\s*[^:\s]", line)), ""
            )
            words = characters.shortened(below.partition("]")[2].strip())
            hint = f"write the note, or \\[^{label}] where the characters are text"
            hint = f"a colon behind it: [^{label}]: {words}" if below else hint
            reading.find("note-missing", reading.calls[label], message, hint)
    return tuple(sorted(defined.values(), key=lambda note: note.number))


def _definitions(branches: tuple[Branch, ...], inside: Inside, reading: Reading) -> Iterator[tuple[Branch, Inside]]:
    """Every note definition, wherever it stands, with where it stands."""
    for branch in branches:
        if branch.token.type == "footnote_reference_open":
            yield branch, inside
        if branch.token.map is not None and branch.token.nesting == 1:
            inner = inside_of(branch, inside, reading)
            yield from _definitions(branch.branches, inner, reading)


def _blocks(branches: tuple[Branch, ...], inside: Inside, reading: Reading) -> tuple[Block, ...]:
    return tuple(
        block
        for branch in branches
        if branch.token.type != "footnote_reference_open"
        for block in _block(branch, inside, reading)
    )


def _block(branch: Branch, inside: Inside, reading: Reading) -> Iterator[Block]:
    token, place = branch.token, place_of(branch, inside, reading)
    match token.type:
        case "paragraph_open":
            children = _inlines(branch, reading)
            yield Paragraph(children, place)
            if caption := _caption(children, reading):
                yield Paragraph((caption,), caption.place, is_caption=True)
        case "heading_open":
            yield _heading(branch, place, reading)
        case "blockquote_open":
            yield Quote(_blocks(branch.branches, inside_of(branch, inside, reading), reading), place)
        case "bullet_list_open" | "ordered_list_open":
            yield _list(branch, place, inside, reading)
        case "table_open":
            yield _table(branch, place, reading)
        case "dl_open":
            yield DefinitionList(tuple(_entries(branch, inside, reading)), place)
        case "fence" | "code_block":
            _check_code(token, place, reading)
            yield CodeBlock(token.content.removesuffix("\n"), place)
        case "hr":
            yield Rule(place)
        case _:
            first = token.content.strip().split("\n")[0]
            words = re.sub("<[^>]*>", " ", token.content)
            hint = raw_html.instead(token.content, words)
            reading.find("text-html", place, f"raw HTML is not read, found {characters.shortened(first)}", hint)


def _check_code(token: Token, place: Place, reading: Reading) -> None:
    assert token.map is not None
    if token.type == "code_block":
        hint = "take the indent away if it is a paragraph, or write ``` above and below if it is code"
        message = "a paragraph without indent was expected, found four or more spaces, which make it code"
        reading.find("code-indented", place, message, hint)
        return
    last = reading.lines[token.map[1] - 1].strip(" \t>")
    if token.map[1] - token.map[0] < 2 or not last.startswith(token.markup) or last.strip(token.markup[0]):
        message = f"a line {token.markup} was expected behind the code, found none"
        reading.find("code-unclosed", place, message, f"write {token.markup} below the last line of the code")


def _inlines(branch: Branch, reading: Reading) -> tuple[Inline, ...]:
    return read_inlines(branch.branches[0].token.children or [], reading)


def _caption(children: tuple[Inline, ...], reading: Reading) -> Text | None:
    """The title of the picture that ``children`` are; None where they are anything else, and in notes, which stand in a line."""
    match tuple(leaves(children)):
        case (Image(decorative=False, place=place),) if not reading.in_note:
            return reading.captions.pop(place, None)
        case _:
            return None


def _heading(branch: Branch, place: Place, reading: Reading) -> Heading:
    level, (tokens, given) = int(branch.token.tag[1]), _named(branch)
    children = read_inlines(tokens, reading)
    marks = "#" * level
    if reading.in_note:
        reading.find("heading-in-note", place, "a note holds no headings, found one", "write it as a paragraph")
    elif level == 1 and reading.title_pending:
        reading.title_pending = False
    elif level == 1:
        message = "one # heading, the title, was expected, found another one"
        reading.find("title-second", place, message, "write ## and the words")
    elif level > reading.heading_level + 1:
        expected = "#" * (reading.heading_level + 1)
        message = f"headings go down one level at a time: {expected} was expected, found {marks}"
        reading.find("heading-skips", place, message, f"write {expected} and the words")
    if not plain_text(children).strip() and level > 1:
        hint = "write them, or delete the marks"
        reading.find("heading-empty", place, f"words were expected behind {marks}, found none", hint)
    reading.heading_level = level
    if given is not None and _may_name(given, reading):
        return Heading(level, given.content[2:-1].strip(), children, place, named=True)
    return Heading(level, anchor_of(plain_text(children), reading.anchors), children, place)


def _named(branch: Branch) -> tuple[list[Token], Token | None]:
    """The inline tokens of a heading, without ``{#id}`` at their end; and that."""
    tokens = list(branch.branches[0].token.children or [])
    if len(tokens) < 2 or tokens[-1].type != "attribute" or not _ANCHOR.fullmatch(tokens[-1].content):
        return tokens, None
    given = tokens.pop()
    if tokens[-1].type == "text":
        tokens[-1].content = tokens[-1].content.rstrip(" \t")
    return tokens, given


def _may_name(given: Token, reading: Reading) -> bool:
    anchor, place = given.content[2:-1].strip(), given.meta["at"]
    fault = fault_of(anchor)
    if fault:
        message = f"an anchor {fault} was expected, found {given.content}"
        reading.find("text-attributes", place, message, "write {#part-2} or the like, or take it away")
    elif reading.anchors.get(anchor, -1) != NAMED:
        message = f"an anchor of its own was expected for each heading, found {given.content} again"
        reading.find("text-attributes", place, message, "give it another one")
    else:
        reading.anchors[anchor] = 0
        return True
    return False


def _reserve(branches: tuple[Branch, ...], reading: Reading) -> None:
    """Keeps the anchors that headings are given from those that are made of words."""
    for branch in branches:
        if branch.token.type == "heading_open" and branch.token.tag != "h1":
            given = _named(branch)[1]
            if given is not None and not fault_of(given.content[2:-1].strip()):
                reading.anchors.setdefault(given.content[2:-1].strip(), NAMED)
        _reserve(branch.branches, reading)


def _list(branch: Branch, place: Place, inside: Inside, reading: Reading) -> List:
    ordered = branch.token.type == "ordered_list_open"
    items = []
    for item in branch.branches:
        label = item.token.info + item.token.markup if ordered else ""
        inner = inside_of(item, inside, reading)
        items.append(Item(label, _blocks(item.branches, inner, reading), place_of(item, inside, reading)))
    if ordered and len(items) == 1 and int(branch.branches[0].token.info) != 1:
        label = items[0].label
        written = label[:-1] + "\\" + label[-1]
        reading.find(
            "list-single",
            items[0].place,
            f"a list of more than one item, or one that begins with 1, was expected, found the single item {label}",
            f"if this is no list but a date or a number, write {written}; if it goes on with a list above, indent what stands "
            f"between them by {len(label) + 1} blanks",
        )
    if ordered:
        _check_numbers(items, reading)
    # The parser hides the paragraphs of a tight list; one without paragraphs is tight as well.
    paragraphs = [inner for item in branch.branches for inner in item.branches if inner.token.type == "paragraph_open"]
    return List(ordered, all(paragraph.token.hidden for paragraph in paragraphs), tuple(items), place)


def _check_numbers(items: list[Item], reading: Reading) -> None:
    """Numbers that stand twice, as Markdown that counts by itself has them."""
    numbers = [int(item.label[:-1]) for item in items]
    again = next((at for at, number in enumerate(numbers) if number in numbers[:at]), None)
    if again is None:
        return
    right = [f"{numbers[0] + at}{item.label[-1]}" for at, item in enumerate(items)]
    written = f"{', '.join(right[:-1])} and {right[-1]}" if len(right) < 6 else f"{right[0]}, {right[1]}, {right[2]} …"
    message = f"a number for each item was expected, found {numbers.count(numbers[again])} items with the number {numbers[again]}"
    reading.find("list-numbers", items[again].place, message, f"write {written}; the numbers are printed as they stand")


def _table(branch: Branch, place: Place, reading: Reading) -> Table:
    rows = []
    for part in branch.branches:
        for row in part.branches:
            surplus = row.token.meta.get("surplus")
            if surplus is not None:
                count = len(row.branches)
                message = f"a row of {count} cells was expected, as in the header, found more"
                reading.find("table-cells", surplus, message, "give the header a cell for each column, or write \\|")
            if "edge" in row.token.meta:
                message = "a row was expected to begin with | or a word, found a wide or no-break space"
                reading.find("table-cells", row.token.meta["edge"], message, "delete the space before the row")
            rows.append(tuple(_cell(cell, reading) for cell in row.branches))
    if len(rows) == 1:
        message = "a table with a row below its header was expected, found the header alone"
        reading.find(
            "table-cells", place, message, "write its words as a row below the line of hyphens, or as a paragraph"
        )
    return Table(rows[0], tuple(rows[1:]), place)


def _cell(branch: Branch, reading: Reading) -> Cell:
    align: Literal["", "left", "center", "right"] = ""
    match branch.token.attrs.get("style"):
        case "text-align:left":
            align = "left"
        case "text-align:center":
            align = "center"
        case "text-align:right":
            align = "right"
    return Cell(_inlines(branch, reading), align, branch.branches[0].token.meta["at"])


def _entries(branch: Branch, inside: Inside, reading: Reading) -> Iterator[Entry]:
    terms = [i for i, part in enumerate(branch.branches) if part.token.type == "dt_open"]
    for start, end in zip(terms, [*terms[1:], len(branch.branches)], strict=True):
        term, *definitions = branch.branches[start:end]
        inners = [inside_of(definition, inside, reading) for definition in definitions]
        yield Entry(
            _inlines(term, reading),
            tuple(_blocks(part.branches, inner, reading) for part, inner in zip(definitions, inners, strict=True)),
            term.branches[0].token.meta["at"],
        )
