"""The inlines of pandoc's tree as Markdown of our own: every character kept, marks escaped only where they would be read.

Flow: inlines -> ``Inlines.text`` -> written with few escapes, read again by our parser, and where that does not give the same
words, once more with all escapes, then without emphasis. What cannot be carried is put down in the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from flugblatt.content import language_tags
from flugblatt.content.importing.import_record import Fate
from flugblatt.content.markdown_parser import parse
from flugblatt.language.table import describe

Node = dict[str, Any]
LINK = re.compile(r"(?i)(?:https?://|mailto:|tel:)\S+|#\S+")
STYLE_OF_LANGUAGE = "flugblatt-language-"
"""How the style is called that ``word_preparation`` gives to words in another language."""
_LINE_START = re.compile(r"(?m)^(\s*)(?:([#>+=~:-])|(\d{1,9})([.)]))(?=\s|$|[-=#>~:+])")
_LIGHT = re.compile(
    r"[\\*`]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,31};)|\[(?=\^|[^\]]*\][(\[{:])|\](?=[(\[{:])"
    r"|\{(?=:?\s*(?:decorative|[#.\w][^{}]*=?[^{}]*)\})|\^(?=\[)"
)
_HEAVY = re.compile(r"[!-/:-@\[-`{-~]")
_EDGES = re.compile(r"^[^\S\n]|[^\S\n]$")
_WORDS_ALONE = {"Underline": "underlining", "Strikeout": "striking out", "SmallCaps": "small capitals"}
Put = Callable[[Fate, str], None]


@dataclass(slots=True)
class Inlines:
    """The writer of inlines: ``note`` takes the blocks of a note and gives its label, ``picture`` an address and gives a file
    name, or nothing for a picture that is left out, ``put`` takes what goes into the record; ``anchors`` are the ids of
    headings that a link leads to."""

    language: str
    note: Callable[[list[Node]], str]
    picture: Callable[[str], str]
    put: Put
    anchors: frozenset[str]
    _said: list[tuple[Fate, str]] = field(default_factory=list)
    _heavy: bool = False
    _plain: bool = False
    _labels: dict[int, str] = field(default_factory=dict)

    def text(self, nodes: list[Node], cell: bool = False) -> str:
        """The Markdown of the inlines of one block. In a cell a line break is <br>, and | is escaped."""
        expected = plain(nodes)
        written = ""
        for self._heavy, self._plain in ((False, False), (True, False), (False, True), (True, True)):
            self._said = []
            written = self._edged(self._all(nodes)).replace("\\\n", "<br>" if cell else "\\\n")
            written = re.sub(r"(?<!\\)\|", r"\\|", written) if cell else _LINE_START.sub(_escaped_start, written)
            written = written.replace("\n", " ") if cell else written
            if _read(written if not cell else written.replace("\\|", "|")) == expected:
                break
        if self._plain and _is_emphatic(nodes):
            self._said.append(("changed", "emphasis within a word: the words alone"))
        for fate, what in self._said:
            self.put(fate, what)
        return written

    def _edged(self, written: str) -> str:
        """A blank other than a space at the edge of a block is written as an entity: a parser would take it away."""
        return _EDGES.sub(lambda match: f"&#{ord(match[0])};" if match[0] not in " \t" else "", written)

    def _all(self, nodes: Iterable[Node]) -> str:
        parts: list[str] = []
        words: list[str] = []
        for node in [*nodes, {"t": "End"}]:
            if node["t"] in ("Str", "Space", "SoftBreak"):
                words.append(node["c"] if node["t"] == "Str" else "\n" if node["t"] == "SoftBreak" else " ")
                continue
            if words:
                parts.append(self._escaped("".join(words)))
                words = []
            if node["t"] != "End":
                parts.append(self._node(node, parts))
        return _joined(parts)

    def _escaped(self, text: str) -> str:
        return (_HEAVY if self._heavy else _LIGHT).sub(lambda match: f"\\{match[0]}", text)

    def _say(self, fate: Fate, what: str) -> None:
        self._said.append((fate, what))

    def _node(self, node: Node, before: list[str]) -> str:
        kind: str = node["t"]
        content: Any = node.get("c")
        match kind:
            case "Emph" | "Strong":
                return self._emphasis("*" if kind == "Emph" else "**", content)
            case "Superscript" | "Subscript":
                tag = "sup" if kind == "Superscript" else "sub"
                inside = self._all(content)
                return f"<{tag}>{inside}</{tag}>" if inside.strip() else inside
            case "Underline" | "Strikeout" | "SmallCaps":
                self._say("left out", f"{_WORDS_ALONE[kind]}: the words alone")
                return self._all(content)
            case "Quoted":
                self._say("changed", "quotation marks that a browser adds: the words alone")
                return self._all(content[1])
            case "Cite":
                return self._all(content[1])
            case "Code":
                return _code(content[1])
            case "Math":
                self._say("changed", "a formula: its source, as text")
                return self._escaped(content[1])
            case "RawInline":
                self._say("left out", f"raw {content[0]}")
                return ""
            case "LineBreak":
                return "\\\n"
            case "Link":
                return self._link(content)
            case "Image":
                return self._image(content)
            case "Note":
                return f"[^{self._label(content)}]"
            case "Span":
                return self._span(content)
        return ""

    def _label(self, blocks: list[Node]) -> str:
        """The label of a note, the same for each attempt."""
        if id(blocks) not in self._labels:
            self._labels[id(blocks)] = self.note(blocks)
        return self._labels[id(blocks)]

    def _emphasis(self, mark: str, nodes: list[Node]) -> str:
        inside = self._all(nodes)
        words = inside.strip()
        if self._plain or not words or "\\\n" in words[-2:]:
            return inside
        at = inside.index(words)
        return f"{inside[:at]}\0{mark}{words}{mark}\0{inside[at + len(words) :]}"

    def _link(self, content: list[Any]) -> str:
        (_, words, (target, title)) = content
        inside = self._all(words)
        if title:
            self._say("left out", "the title of a link, which shows when the mouse rests on it")
        if not inside.strip():
            return inside
        if not LINK.fullmatch(target) or (target.startswith("#") and target[1:] not in self.anchors):
            self._say("left out", f"a link to {target or 'nowhere'}, which is no address: the words alone")
            return inside
        address = f"<{target}>" if re.search(r"[()\s\\]", target) else target
        return f"[{inside}]({address})"

    def _image(self, content: list[Any]) -> str:
        (_, alt, (address, _)) = content
        words = re.sub(r"\s+", " ", plain(alt)).strip()
        escaped = _HEAVY.sub(lambda match: f"\\{match[0]}" if match[0] in "\\[]*_`<&{^!" else match[0], words)
        file = self.picture(address)
        return f"![{escaped}]({file})" if file else ""

    def _span(self, content: list[Any]) -> str:
        (_, _, pairs), nodes = content
        values = dict(pairs)
        if len(nodes) == 1 and nodes[0]["t"] == "Span" and values:  # a language has its own direction
            values, nodes = {**dict(nodes[0]["c"][0][2]), **values}, nodes[0]["c"][1]
        inside = self._all(nodes)
        style = values.get("custom-style", "")
        named = style.removeprefix(STYLE_OF_LANGUAGE) if style.startswith(STYLE_OF_LANGUAGE) else values.get("lang", "")
        language = language_tags.canonical(named) if named else ""
        direction = values.get("dir", "")
        if language and language.split("-")[0] == self.language.split("-")[0]:
            language = ""
        marks = [f"lang={language}"] if language else [f"dir={direction}"] if direction in ("ltr", "rtl") else []
        if not marks or not inside.strip() or (direction == describe(self.language, "").direction and not language):
            return inside
        words = inside.strip()
        at = inside.index(words)
        self._say("changed", f"words in another language: […]{{{marks[0]}}}")
        return f"{inside[:at]}[{words}]{{{marks[0]}}}{inside[at + len(words) :]}"


def plain(nodes: Iterable[Node]) -> str:
    """The characters of inlines, without notes and pictures, blanks as they are compared; a break is one LF."""
    return _even(_characters(nodes))


def _characters(nodes: Iterable[Node]) -> str:
    parts: list[str] = []
    for node in nodes:
        kind: str = node["t"]
        content: Any = node.get("c")
        match kind:
            case "Str":
                parts.append(content)
            case "Space":
                parts.append(" ")
            case "SoftBreak" | "LineBreak":
                parts.append("\n")
            case "Code" | "Math":
                parts.append(content[1])
            case "Quoted" | "Cite" | "Link" | "Span":
                parts.append(_characters(content[1]))
            case "Emph" | "Strong" | "Superscript" | "Subscript" | "Underline" | "Strikeout" | "SmallCaps":
                parts.append(_characters(content))
    return "".join(parts)


def _is_emphatic(value: object) -> bool:
    if isinstance(value, dict):
        return value.get("t") in ("Emph", "Strong") or _is_emphatic(value.get("c"))
    return isinstance(value, list) and any(map(_is_emphatic, value))


def _even(text: str) -> str:
    """Blanks as both sides are compared: runs as one, none at line ends or edges, but blanks that are no spaces."""
    lines = [re.sub(r"[ \t]+", " ", line).strip(" \t") for line in text.split("\n")]
    return re.sub(r"[ \n]+", " ", "\n".join(lines)).strip(" ")


def _read(written: str) -> str | None:
    """What our parser reads of the Markdown of one block, None where it is not one paragraph."""
    labels = set(re.findall(r"\[\^(\d+)\]", written))
    notes = "".join(f"\n\n[^{label}]: x" for label in sorted(labels))
    tokens = parse(f"{written}{notes}\n").tokens
    if [token.type for token in tokens[:3]] != ["paragraph_open", "inline", "paragraph_close"] and written:
        return None
    if any(token.type not in ("footnote_reference_open",) for token in tokens[3:4]):
        return None
    parts: list[str] = []
    for token in tokens[1].children or [] if written else []:
        if token.type in ("text", "text_special", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.content == "<br>":
            parts.append("\n")
        elif token.type == "attribute":
            return None
    return _even("".join(parts))


def _escaped_start(match: re.Match[str]) -> str:
    blank, mark, number, end = match.groups()
    return f"{blank}\\{mark}" if mark else f"{blank}{number}\\{end}"


def _code(text: str) -> str:
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    inside = f" {text} " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else text
    return f"{fence}{inside}{fence}"


def _joined(parts: list[str]) -> str:
    """The parts in one; marks of emphasis that meet are parted or, where they are the same, left out."""
    text = "".join(parts)
    text = re.sub(r"(\*{1,2})\0\0\1(?!\*)", "", text)
    return text.replace("\0", "")
