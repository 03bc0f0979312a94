r"""The source as cmark-gfm is to read it: its own bytes, with the five changes that bring out what it would not show.

Flow: bytes -> text -> ``Draft`` -> cmark-gfm -> marks of definitions, if any -> the next ``Draft`` -> ... -> tree and draft.
A draft knows where in the source each of its places is. The changes, each undone or allowed for when the tree is read:

1. A paragraph is put behind the text that calls every note, since cmark-gfm says nothing of a note that nobody calls.
2. The mark ``:`` or ``~`` of a definition becomes ``+``: cmark-gfm, which has no definition lists, then reads the same
   blocks as an item. Where such a mark stands is taken from cmark-gfm's own paragraphs, never from the project's parser.
3. A symbol beyond ASCII, like ``€``, is exchanged for a punctuation mark that the text does not have, and back afterwards:
   cmark-gfm follows CommonMark 0.29, where symbols are no punctuation and ``**„€“**`` may be read in another way.
4. A ``^`` that begins no note, in ``[\^a]`` or before the end of a line, is exchanged like a symbol: cmark-gfm 0.29 doubles
   or loses characters there.
5. Labels of notes that differ in nothing but case get a number, since cmark-gfm takes them for one.

What a row of a table has behind its last column cmark-gfm leaves out; it is added to the tree as a cell more.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from flugblatt.judges.fidelity.normalisations import source_text
from flugblatt.judges.fidelity.second_reader import Node, parse
from flugblatt.judges.fidelity.sequence import Voice
from flugblatt.model import Place

CALL = re.compile(r"\[\^([^\s\]]+)\]")
LABEL_OF_CALL = re.compile(r"(?<=\[\^)[^\s\]]+(?=\])")
NOTE = re.compile(r"\[\^([^\s\]]+)\]:")
DEFINITION = re.compile(r"(?P<before>[ \t>]*)(?P<mark>[:~])[ \t]+(?=[^ \t])")
ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?P<blanks>[ \t]*)(?P<more>\S?)")
CARET = re.compile(r"(?<=\[)(?:\\\^|\^(?=[^\[\]\n]*\n))")
BLANK_OR_QUOTE = " \t>"
NOTE_INDENT = 4  # columns; as the notes of Markdown Extra have it
MOST_DRAFTS = 30
"""Definitions in definitions; deeper ones the project refuses."""


@dataclass(frozen=True)
class Draft:
    """A text for cmark-gfm, and what is to be undone in what it says.

    ``definitions``: line and column of each mark of a definition; ``shifts``: line, the column behind which characters of
    the source are left out, and how many; ``symbols``: what stands for what, outside of code and in it; ``labels``: what
    stands for the label of which note."""

    lines: tuple[str, ...]
    definitions: frozenset[tuple[int, int]] = frozenset()
    shifts: tuple[tuple[int, int, int], ...] = ()
    symbols: tuple[tuple[str, str, str], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    def column(self, node: Node) -> int:
        """The column of a node in characters of the draft, from 1."""
        if not 0 < node.line <= len(self.lines):
            return 1
        return len(self.lines[node.line - 1].encode()[: max(0, node.column - 1)].decode("utf-8", "ignore")) + 1

    def place(self, node: Node) -> Place:
        """Where a node begins in the source."""
        column = self.column(node)
        for behind, left_out in self._shifts_by_line.get(node.line, ()):
            if column > behind:
                column += left_out
        return Place(max(1, node.line), max(1, column))

    @cached_property
    def _shifts_by_line(self) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = {}
        for line, behind, left_out in self.shifts:
            found.setdefault(line, []).append((behind, left_out))
        return found

    def is_definition(self, item: Node) -> bool:
        return (item.line, self.column(item)) in self.definitions


def read(data: bytes) -> tuple[Node, Draft]:
    """The tree of a source, in its own characters, and the draft that it was read from."""
    text = source_text(data)
    draft = _first(text)
    called = _calls(draft)
    for _ in range(MOST_DRAFTS):
        tree = parse("\n".join(draft.lines) + called)
        _place_loose(tree, draft)
        marks = tuple(_marks(tree, draft))
        if not marks:
            break
        draft = _with_definitions(draft, marks)
    tree.children = [node for node in tree.children if node.line <= len(draft.lines)]
    _add_surplus(tree, draft)
    _mend(tree, draft)
    return tree, draft


# --- The first draft -----------------------------------------------------------------------------


def _first(text: str) -> Draft:
    spare = _spare(text)
    symbols = [(other, symbol, symbol) for symbol, other in zip(_strange(text), spare, strict=False)]
    text = text.translate({ord(symbol): other for other, symbol, _ in symbols})
    carets = {}
    if CARET.search(text):
        carets = dict(zip((r"\^", "^"), spare, strict=False))
        symbols += [(other, "^", caret) for caret, other in carets.items()]
    alike: dict[str, list[str]] = {}
    for label in dict.fromkeys(CALL.findall(text)):
        alike.setdefault(label.casefold(), []).append(label)
    groups = [group for group in alike.values() if len(group) > 1]
    labels = {label: f"{label}-{i}-of-{len(group)}" for group in groups for i, label in enumerate(group, 1)}
    lines, shifts = [], list[tuple[int, int, int]]()
    for number, line in enumerate(text.split("\n"), 1):
        # The line end belongs to the pattern, and is no part of a match.
        line, found = _replaced(CARET, line + "\n", carets, number)
        shifts += found
        line, found = _replaced(LABEL_OF_CALL, line.removesuffix("\n"), labels, number)
        shifts += found
        lines.append(line)
    return Draft(
        tuple(lines), frozenset(), tuple(shifts), tuple(symbols), tuple((new, old) for old, new in labels.items())
    )


def _replaced(
    pattern: re.Pattern[str], line: str, words: dict[str, str], number: int
) -> tuple[str, list[tuple[int, int, int]]]:
    """``line`` with other words for some, and what that shifts."""
    if not words:
        return line, []
    shifts: list[tuple[int, int, int]] = []
    shift = 0
    for match in pattern.finditer(line):
        if match[0] in words:
            change = len(match[0]) - len(words[match[0]])
            shifts.append((number, match.end() - shift, change))
            shift += change
    return pattern.sub(lambda match: words.get(match[0], match[0]), line), shifts


def _strange(text: str) -> list[str]:
    """Symbols beyond ASCII, and punctuation that Unicode 3.2 did not have."""
    old = unicodedata.ucd_3_2_0
    beyond = (letter for letter in set(text) if letter > "\x7f" and old.category(letter)[0] != "P")
    return sorted(letter for letter in beyond if unicodedata.category(letter)[0] in "PS")


def _spare(text: str) -> Iterator[str]:
    """Punctuation marks that every version of Unicode calls so, and that ``text`` does not have."""
    letters = {*text, *html.unescape(text)}
    for mark in map(chr, range(0x00A1, 0xFFFF)):
        if mark not in letters and unicodedata.category(mark)[0] == "P" == unicodedata.ucd_3_2_0.category(mark)[0]:
            yield mark


def _calls(draft: Draft) -> str:
    """A paragraph that calls all that may be a note; what is none cmark-gfm takes for words, and all of it is left out."""
    labels = dict.fromkeys(label for line in draft.lines for label in NOTE.findall(line))
    return "".join(("\n\n", *(f"[^{label}] " for label in labels), "\n")) if labels else "\n"


def _place_loose(parent: Node, draft: Draft) -> None:
    """Gives each paragraph of an item that cmark-gfm writes without a place the first line that it can stand in."""
    before: Node | None = None
    for node in parent.children:
        if node.loose:
            line = before.end + 1 if before else parent.line
            while 0 < line < len(draft.lines) and not _has_words(line, parent, draft):
                line += 1
            node.line, node.column = line, node.column if line == parent.line else 1
            node.end = line + len(_words(node)) - 1
        _place_loose(node, draft)
        before = node


def _has_words(line: int, item: Node, draft: Draft) -> bool:
    words = draft.lines[line - 1]
    if line != item.line:
        return bool(words.strip(BLANK_OR_QUOTE))
    match = ITEM.match(words, draft.column(item) - 1)
    return match is None or bool(match["more"])


# --- Definitions ---------------------------------------------------------------------------------


Mark = tuple[int, int, int]
"""A line, the index in it at which the blanks before a mark begin that do not matter, and the index of the mark."""


def _marks(tree: Node, draft: Draft) -> Iterator[Mark]:
    """The marks of definitions that cmark-gfm took for words: at the beginning of the second line of a
    paragraph, or of a paragraph behind a term or a definition."""
    yield from _marks_within(tree, draft, 0, 0)


def _marks_within(parent: Node, draft: Draft, quotes: int, indent: int) -> Iterator[Mark]:
    """``indent``: how far the content of ``parent`` stands behind the marks of the quotes around it."""
    before: Node | None = None
    for node in parent.children:
        if node.name == "p" or (node.name == "pre" and _is_behind_term(before, node, draft)):
            words = _words(node)
            first = 0 if words[0][:1] in (":", "~") and _is_behind_term(before, node, draft) else 1
            marks = [_mark(line, node.line + i, draft, quotes, indent) for i, line in enumerate(words) if i >= first]
            if marks and marks[0]:
                yield from (mark for mark in marks if mark)
        else:
            inner = _indent_within(node, draft, quotes, indent)
            yield from _marks_within(node, draft, quotes + (node.name == "blockquote"), inner)
        before = node


def _words(node: Node) -> list[str]:
    return node.text.strip(" \t\n").split("\n")


def _is_behind_term(before: Node | None, node: Node, draft: Draft) -> bool:
    if before is None:
        return False
    if before.name == "ul":
        return bool(before.children) and draft.is_definition(before.children[-1])
    return before.name == "p" and len(_words(before)) == 1 and node.line - before.line == 2


def _mark(words: str, number: int, draft: Draft, quotes: int, indent: int) -> Mark | None:
    if words[:1] not in (":", "~") or not 0 < number <= len(draft.lines):
        return None
    line = draft.lines[number - 1]
    match = DEFINITION.match(line)
    if match is None or match["before"].count(">") != quotes:
        return None
    at, edge = match.start("mark"), _quoted(line, quotes)
    far = len(line[edge:at].expandtabs(4))
    if far < indent:
        return None
    return number, at if far < indent + 4 and "\t" not in line[edge:at] else edge + indent, at


def _quoted(line: str, quotes: int) -> int:
    """The index behind the marks of ``quotes`` quotes, and the blank behind the last."""
    at = 0
    for _ in range(quotes):
        at = line.find(">", at) + 1
    return at + (quotes > 0 and line[at : at + 1] == " ")


def _indent_within(node: Node, draft: Draft, quotes: int, outside: int) -> int:
    """How far the content of a block stands behind the marks of the quotes around it (CommonMark, 5.2)."""
    if node.name != "li":
        return 0 if node.name == "blockquote" else outside
    if node.label:
        return NOTE_INDENT
    if not 0 < node.line <= len(draft.lines):
        return 0
    line, at = draft.lines[node.line - 1], draft.column(node) - 1
    match = ITEM.match(line, at)
    if match is None:
        return 0
    blanks = len(match["blanks"]) if match["more"] and len(match["blanks"]) <= 4 else 1
    return match.start("blanks") + blanks - _quoted(line, quotes)


def _with_definitions(draft: Draft, marks: tuple[Mark, ...]) -> Draft:
    """The draft with ``+`` and one blank for each mark, which the project's definitions are indented by."""
    lines, shifts = list(draft.lines), list(draft.shifts)
    for number, begin, at in marks:
        line = lines[number - 1]
        rest = line[at + 1 :]
        blanks = len(rest) - len(rest.lstrip(" "))
        left_out = blanks - 1 if 1 < blanks <= 4 and rest[blanks] != "\t" else 0
        lines[number - 1] = line[:at].ljust(begin)[:begin].replace("\t", " ") + "+" + rest[left_out:]
        shifts.append((number, begin + 1, left_out + at - begin))
    definitions = draft.definitions | {(number, begin + 1) for number, begin, _ in marks}
    return replace(draft, lines=tuple(lines), definitions=definitions, shifts=tuple(shifts))


# --- Cells that a table has no column for -----------------------------------------------------------


def _add_surplus(parent: Node, draft: Draft) -> None:
    """Adds to each row what stands behind its last cell as a cell more; cmark-gfm leaves it out (GFM, 4.10)."""
    for node in parent.children:
        last = node.children[-1] if node.name == "tr" else None
        if last is None:
            _add_surplus(node, draft)
        elif last.name == "td" and last.column:  # a cell that the row lacks has no column
            behind = draft.lines[node.line - 1].encode()[last.end_column : node.end_column].decode("utf-8", "ignore")
            if words := behind.strip(" \t|"):
                column = node.end_column - len(behind.lstrip(" \t|").encode()) + 1
                node.children.append(Node("td", node.line, column, node.line, runs=[(words, Voice())]))


# --- The tree in the characters of the source ----------------------------------------------------


def _mend(tree: Node, draft: Draft) -> None:
    """Puts symbols and labels of the source back into a tree."""
    if not draft.symbols and not draft.labels:
        return
    labels = dict(draft.labels)
    outside = {ord(other): symbol for other, symbol, _ in draft.symbols}
    inside = {ord(other): symbol for other, _, symbol in draft.symbols}

    def words(text: str, code: bool = False) -> str:
        text = LABEL_OF_CALL.sub(lambda match: labels.get(match[0], match[0]), text) if labels else text
        return text.translate(inside if code else outside)

    def voice(said: Voice) -> Voice:
        call = labels.get(said.call, said.call).translate(outside)
        link, title, alt = words(said.link), words(said.title), words(said.alt)
        return replace(said, call=call, link=link, title=title, image=words(said.image), alt=alt)

    def visit(node: Node) -> None:
        node.label = labels.get(node.label, node.label).translate(outside)
        node.runs = [(words(text, said.code), voice(said)) for text, said in node.runs]
        for child in node.children:
            visit(child)

    visit(tree)
