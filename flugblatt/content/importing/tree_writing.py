"""The blocks of pandoc's tree as Markdown of our own: title, headings without a gap, lists with their numbers, tables, notes.

Flow: tree -> title (what a Word file calls so, else the first heading, else the first line) -> blocks -> notes -> ``Written``,
with the line of everything that was changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from flugblatt.content.anchors import fault_of
from flugblatt.content.importing.import_record import Fate, Row, gathered
from flugblatt.content.importing.inline_writing import Inlines, Node, plain
from flugblatt.content.importing.tree_tidying import bare, looks_like_heading, says, tidied

_HEAD = ("title", "subtitle", "author", "date", "abstract")
"""What the reader of Word files takes from the top of the text, by its styles, in their usual order."""
ROMAN = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
HASHED = re.compile(r"[0-9a-f]{40}\.\w+")
"""How pandoc calls pictures that a file holds without names."""
LONGEST_TITLE = 300  # characters; chosen: a longer first line is a paragraph


@dataclass(frozen=True, slots=True)
class Written:
    text: str
    pictures: tuple[tuple[str, bytes], ...]
    rows: tuple[Row, ...]


def write(
    tree: dict[str, Any],
    pictures: dict[str, bytes],
    language: str,
    title_in_head: bool = False,
    source_lines: bool = False,
) -> Written:
    """The Markdown of a tree; ``title_in_head``: what the metadata of the tree holds was text of the document; ``source_lines``:
    line ends within a paragraph stay where its author put them."""
    head = [block for name in _HEAD if title_in_head for block in _head(name, tree["meta"].get(name))]
    writer = _Writer(language, pictures, tidied(head + _flat(tree["blocks"]), source_lines))
    return writer.written()


def _head(name: str, value: Node | None) -> list[Node]:
    """A value of the metadata as blocks; the title is a heading of level 0."""
    if value is None:
        return []
    match value["t"]:
        case "MetaInlines":
            return [
                {"t": "Header", "c": [0, ["", [], []], value["c"]]}
                if name == "title"
                else {"t": "Para", "c": value["c"]}
            ]
        case "MetaBlocks":
            return list(value["c"])
        case "MetaList":
            return [block for part in value["c"] for block in _head(name, part)]
    return []


def _flat(blocks: Iterable[Node]) -> list[Node]:
    """Blocks without the boxes around them."""
    found: list[Node] = []
    for block in blocks:
        found += _flat(block["c"][1]) if block["t"] == "Div" else [block]
    return [block for block in found if block["t"] not in ("Para", "Plain", "Header") or says(block["c"])]


@dataclass(slots=True)
class _Writer:
    language: str
    pictures: dict[str, bytes]
    blocks: list[Node]
    lines: list[str] = field(default_factory=list)
    rows: list[tuple[Fate, str, int]] = field(default_factory=list)
    events: list[tuple[Fate, str]] = field(default_factory=list)
    notes: list[list[Node]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    inlines: Inlines = field(init=False)
    above: int = 1
    mark: str = "-"

    def __post_init__(self) -> None:
        linked = set(re.findall(r"'#([^'\s]+)'", str(self.blocks)))
        headings = {block["c"][1][0] for block in self.blocks if block["t"] == "Header"}
        anchors = frozenset(anchor for anchor in headings & linked if not fault_of(anchor))
        self.inlines = Inlines(self.language, self._note, self._picture, self._put, anchors)

    def written(self) -> Written:
        rest = self._title()
        shift = 2 - min((block["c"][0] for block in rest if block["t"] == "Header"), default=2)
        before: Node = {"t": ""}
        for block in rest:
            if block["t"] == before["t"] and block["t"] == "OrderedList":
                self._add(["<!-- -->"])
            same = block["t"] == before["t"] == "BulletList"
            self.mark = "*" if same and self.mark == "-" else "-"
            if looks_like_heading(block):
                self._put("kept", "a line all in bold: where it is a heading, write ## before it, without the **")
            self._add(self._heading(block, shift) if block["t"] == "Header" else self._block(block))
            before = block
        for number, blocks in enumerate(self.notes, 1):  # the list grows while it is written
            lines = self._all(_flat(blocks)) or [""]
            self._add([f"[^{number}]: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])])
            self.rows.append(("kept", "a note", len(self.lines) - len(lines)))
        files = tuple(
            (name, self.pictures[address]) for address, name in self.files.items() if address in self.pictures
        )
        return Written("\n".join(self.lines).strip("\n") + "\n", files, gathered(self.rows))

    def _add(self, lines: list[str]) -> None:
        """Lines of a block, with an empty line behind it, and what happened in it."""
        lines = lines if any(lines) else []
        first = len(self.lines) + 1
        self.rows += [(fate, what, first) for fate, what in self.events]
        self.events = []
        if lines:
            self.lines += [*lines, ""]

    def _put(self, fate: Fate, what: str) -> None:
        self.events.append((fate, what))

    def _note(self, blocks: list[Node]) -> str:
        self.notes.append(blocks)
        return str(len(self.notes))

    def _picture(self, address: str) -> str:
        if address not in self.files:
            name = re.sub(r"[^A-Za-z0-9_.-]+", "-", PurePosixPath(_named(address)).name).lstrip(".-") or "picture"
            stem, dot, ending = name.rpartition(".")
            taken = sum(
                other == name or re.fullmatch(rf"{re.escape(stem)}-\d+{dot}{ending}", other) is not None
                for other in self.files.values()
            )
            self.files[address] = f"{stem}-{taken + 1}{dot}{ending}" if taken else name
            found = address in self.pictures
            if not found and HASHED.fullmatch(address):
                self.files[address] = ""
                self._put("left out", "a picture: save it from the program and put it into the text by hand")
                return ""
            self._put(
                "kept" if found else "left out",
                f"a picture: {self.files[address]}" if found else f"a picture that is not in the file: {address}",
            )
        return self.files[address]

    # --- Title and headings ----------------------------------------------------------------------

    def _title(self) -> list[Node]:
        """Writes the title and returns the blocks below it, pictures above it first; where the text begins with no line of words
        it has none."""
        at = next((at for at, block in enumerate(self.blocks) if not _is_picture(block)), len(self.blocks))
        if at == len(self.blocks):
            return self.blocks
        above, first, rest = self.blocks[:at], self.blocks[at], self.blocks[at + 1 :]
        if first["t"] == "Header":
            words = first["c"][2]
        elif first["t"] in ("Para", "Plain") and 0 < len(plain(first["c"])) <= LONGEST_TITLE:
            words = first["c"]
            self._put("changed", "the first line is the title: # …")
        else:
            return self.blocks
        if above:
            self._put("changed", "a picture above the title: it stands below it")
        self._add([f"# {self._one_line(words)}"])
        return [*above, *rest]

    def _one_line(self, words: list[Node]) -> str:
        """Words of a title or heading, which is one line, and bold as its form is."""
        if (plainer := bare(words)) != words:
            self._put("left out", "bold or italic of a whole title or heading")
        written = self.inlines.text(plainer)
        if "\\\n" in written:
            self._put("changed", "a line break in a heading: <br>")
        written = written.replace("\\\n", "<br>").replace("\n", " ")
        return re.sub(r"(#+)$", r"\\\1", written)

    def _heading(self, block: Node, shift: int) -> list[str]:
        (level, (anchor, _, _), words) = block["c"]
        if not plain(words):
            return self._block({"t": "Para", "c": words}) if self.inlines.text(words) else []
        wanted = level + shift
        right = max(2, min(wanted, self.above + 1, 6))
        self.above = right
        moved = f"a heading of level {level} is one of level {right}: {'#' * right}"
        self._put("kept" if level == right else "changed", "a heading" if level == right else moved)
        named = ""
        if anchor in self.inlines.anchors:
            named = f" {{#{anchor}}}"
            self._put("changed", "the target of a link: {#…} behind its heading")
        return [f"{'#' * right} {self._one_line(words)}{named}"]

    # --- Blocks ----------------------------------------------------------------------------------

    def _all(self, blocks: list[Node], tight: bool = False) -> list[str]:
        lines: list[str] = []
        for block in blocks:
            written = self._block(block)
            if lines and written and not (tight and block["t"] in ("BulletList", "OrderedList")):
                lines.append("")
            lines += written
        return lines

    def _block(self, block: Node) -> list[str]:
        kind: str = block["t"]
        content: Any = block.get("c")
        match kind:
            case "Para" | "Plain":
                return self._lines(content)
            case "Header":
                self._put("changed", "a heading within a list, a note or a quotation: a paragraph in bold")
                return self._lines([{"t": "Strong", "c": content[2]}])
            case "BlockQuote":
                self._put("kept", "a quotation set apart: >")
                return [f"> {line}".rstrip() for line in self._all(_flat(content))]
            case "BulletList":
                return self._items([self.mark] * len(content), content)
            case "OrderedList":
                return self._ordered(content)
            case "DefinitionList":
                return self._terms(content)
            case "Table":
                return self._table(content)
            case "CodeBlock":
                fence = "`" * max(3, max(map(len, re.findall("`+", content[1])), default=0) + 1)
                return [fence, *content[1].split("\n"), fence]
            case "LineBlock":
                nodes = [
                    node
                    for number, line in enumerate(content)
                    for node in ([{"t": "LineBreak"}] if number else []) + line
                ]
                return self._lines(nodes)
            case "HorizontalRule":
                return ["---"]
            case "Figure":
                return self._all(_flat(content[2]) + _flat(content[1][1]))
            case "Div":
                return self._all(_flat([block]))
            case "RawBlock":
                self._put("left out", f"raw {content[0]}")
        return []

    def _lines(self, nodes: list[Node]) -> list[str]:
        if any(node["t"] == "LineBreak" for node in nodes):
            self._put("changed", "a line break: \\ at the end of the line")
        return self.inlines.text(nodes).split("\n")

    def _ordered(self, content: list[Any]) -> list[str]:
        (start, style, delimiter), items = content
        if not _is_numbered({"t": "OrderedList", "c": content}):
            self._put("changed", "a list with letters or other numbers: paragraphs that begin with them")
            labels = [list_label(number, style["t"], delimiter["t"]) for number in range(start, start + len(items))]
            lines: list[str] = []
            for label, blocks in zip(labels, items, strict=True):
                first, *rest = _flat(blocks) or [{"t": "Plain", "c": []}]
                words = [{"t": "Str", "c": label}, {"t": "Space"}]
                if first["t"] in ("Para", "Plain"):
                    first = {"t": "Para", "c": [*words, *first["c"]]}
                else:
                    first, rest = {"t": "Para", "c": words[:1]}, [first, *rest]
                lines += [*([""] if lines else []), *self._all([first, *rest])]
            return lines
        end = ")" if delimiter["t"] == "OneParen" else "."
        return self._items([f"{number}{end}" for number in range(start, start + len(items))], items)

    def _items(self, labels: list[str], items: list[list[Node]]) -> list[str]:
        """A list; its items stand close where each is one paragraph, perhaps with a list below."""
        self._put("kept", "a list")
        every = [_flat(item) for item in items]
        close = all(
            sum(block["t"] in ("Para", "Plain") for block in item) <= 1
            and all(block["t"] in ("Para", "Plain", "BulletList") or _is_numbered(block) for block in item)
            for item in every
        )
        lines: list[str] = []
        for label, item in zip(labels, every, strict=True):
            inside = self._all(item, tight=close) or [""]
            indent = " " * (len(label) + 1)
            lines += [*([""] if lines and not close else []), f"{label} {inside[0]}".rstrip()]
            lines += [f"{indent}{line}" if line else "" for line in inside[1:]]
        return lines

    def _terms(self, content: list[Any]) -> list[str]:
        lines: list[str] = []
        for term, definitions in content:
            lines += [*([""] if lines else []), self._one_line(term)]
            for blocks in definitions:
                inside = self._all(_flat(blocks)) or [""]
                lines += [f": {inside[0]}", *(f"  {line}" if line else "" for line in inside[1:])]
        return lines

    # --- Tables ----------------------------------------------------------------------------------

    def _table(self, content: list[Any]) -> list[str]:
        (_, caption, columns, head, bodies, foot) = content
        parts = [head[1], *(rows for body in bodies for rows in body[2:]), foot[1]]
        spans: dict[int, int] = {}
        heads, *others = ([self._row(row, spans) for row in rows] for rows in parts)
        self._put("kept", "a table")
        width = max(map(len, (columns, *heads, *(row for rows in others for row in rows))))
        if not heads:
            self._put("changed", "a table without a head: an empty one")
            heads = [[""]]
        marks = {"AlignLeft": ":---", "AlignRight": "---:", "AlignCenter": ":---:"}
        rule = [marks.get(column[0]["t"], "---") for column in columns] + ["---"] * (width - len(columns))
        rows = [heads[0], rule, *heads[1:], *(row for rows in others for row in rows)]
        above = self._all(_flat(caption[1]))
        table = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        return [*above, *([""] if above else []), *table]

    def _row(self, row: list[Any], spans: dict[int, int]) -> list[str]:
        """The cells of a row; ``spans`` are the columns that a cell above still takes, and for how many rows."""
        cells: list[str] = []

        def taken() -> None:
            while spans.get(len(cells), 0) > 0:
                spans[len(cells)] -= 1
                cells.append("")

        for _, _, rows, columns, blocks in row[1]:
            taken()
            if rows > 1 or columns > 1:
                self._put("changed", "cells that were merged: the words in the first, the others empty")
            words = self._cell(_flat(blocks))
            for number in range(columns):
                spans[len(cells)] = rows - 1
                cells.append("" if number else words)
        taken()
        return cells

    def _cell(self, blocks: list[Node]) -> str:
        parts: list[str] = []
        for block in blocks:
            if block["t"] in ("Para", "Plain", "Header"):
                parts.append(self.inlines.text(block["c"] if block["t"] != "Header" else block["c"][2], cell=True))
            elif block["t"] in ("BulletList", "OrderedList"):
                items = block["c"] if block["t"] == "BulletList" else block["c"][1]
                numbers = range(block["c"][0][0], 10**9) if block["t"] == "OrderedList" else ()
                labels = [f"{number}\\. " for number, _ in zip(numbers, items, strict=False)] or [""] * len(items)
                parts += [f"{label}{self._cell(_flat(item))}" for label, item in zip(labels, items, strict=True)]
            elif block["t"] == "Table":
                self._put("changed", "a table in a cell: its cells, <br> between them")
                rows = [
                    row
                    for part in (block["c"][3][1], *(part for body in block["c"][4] for part in body[2:]))
                    for row in part
                ]
                parts += [self._cell(_flat(cell[4])) for row in rows for cell in row[1]]
            else:
                parts.append(" ".join(self._block(block)).replace("|", "\\|"))
        if len(parts) > 1:
            self._put("changed", "several paragraphs in a cell: <br> between them")
        return "<br>".join(filter(None, parts))


def _is_numbered(block: Node) -> bool:
    """Whether a block is a list with numbers as Markdown has them."""
    if block["t"] != "OrderedList":
        return False
    _, style, delimiter = block["c"][0]
    return style["t"] in ("Decimal", "DefaultStyle", "Example") and delimiter["t"] != "TwoParens"


def list_label(number: int, style: str, delimiter: str) -> str:
    """What a list prints before an item (pandoc-types, ListNumberStyle and ListNumberDelim)."""
    letters = ""
    rest = number
    while rest > 0 and "Alpha" in style:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(97 + digit) + letters
    if "Roman" in style:
        for value, sign in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ROMAN,
            strict=True,
        ):
            letters, rest = letters + sign * (rest // value), rest % value
    words = letters.upper() if style.startswith("Upper") else letters or str(number)
    return {"OneParen": f"{words})", "TwoParens": f"({words})"}.get(delimiter, f"{words}.")


def _named(address: str) -> str:
    """A picture that stands in the text has no name but its kind."""
    kind = re.match(r"data:image/(\w+)", address)
    return f"picture.{kind[1]}" if kind else address


def _is_picture(block: Node) -> bool:
    """Whether a paragraph has no words, but pictures at most."""
    return block["t"] in ("Para", "Plain") and not plain(block["c"]).strip()
