"""Reads Markdown with a parser that is not the project's: cmark-gfm, by way of the HTML that it writes.

Flow: text -> cmark-gfm (tables, footnotes, places of blocks) -> HTML -> a tree of ``Node``, each with its inline content as
runs. Of raw HTML, comments are left out, ``<br>`` is a break, ``<sub>`` and ``<sup>`` are kept; all else becomes words that no
edition holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import unquote

from cmarkgfm import cmark

from flugblatt.judges.fidelity.normalisations import BLANK_RUN
from flugblatt.judges.fidelity.sequence import IMAGE, Voice

OPTIONS = cmark.Options.CMARK_OPT_FOOTNOTES | cmark.Options.CMARK_OPT_SOURCEPOS | cmark.Options.CMARK_OPT_UNSAFE
LEAVES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "th", "td", "pre", "hr"))
INLINES = frozenset(("em", "strong", "code", "a", "sub", "sup"))
"""What cmark-gfm writes within a block, ``sup`` around calls of notes, and what a source may have in HTML."""
CONTAINERS = frozenset(("ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "section"))
BREAK = "\u2028"
"""Stands for a hard line break: no source may hold it."""
RAW_HTML = "<raw HTML>"
NOTE = "#fn-"


@dataclass(slots=True)
class Node:
    """A block: the name of its element, its first line and column and its last as cmark-gfm counts them (bytes, from 1; 0
    where it does not say), and its text in runs of one voice. ``loose``: a paragraph of an item without ``p``."""

    name: str
    line: int = 0
    column: int = 0
    end: int = 0
    end_column: int = 0
    loose: bool = False
    align: str = ""
    label: str = ""
    children: list[Node] = field(default_factory=list)
    runs: list[tuple[str, Voice]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)


def parse(text: str) -> Node:
    """The blocks of ``text`` (LF line ends, no BOM), under a node ``document``."""
    reader = _Reader()
    reader.feed(cmark.markdown_to_html_with_extensions(text, options=OPTIONS, extensions=["table"]))
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    """From the few elements that cmark-gfm writes to nodes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("document")
        self._open = [self.root]
        self._loose: Node | None = None
        """The paragraph of an item that is written without ``p``."""
        self._voices = [Voice()]
        self._back = 0
        """How many elements are open within a link back from a note, which is no text of the source."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self._back or "data-footnote-backref" in given:
            self._back += tag not in ("br", "img")
        elif tag in CONTAINERS or tag in LEAVES:
            self._open_block(tag, given)
        elif tag == "br":
            self._say(BREAK, self._voices[-1])
        elif tag == "img":
            path = unquote(given.get("src", "")).removeprefix("./")
            words = BLANK_RUN.sub(" ", given.get("title", "")).strip(" ")
            title = f" with the title {words}" if words else ""
            self._say(IMAGE, replace(self._voices[-1], image=f"picture {path}{title}", alt=given.get("alt", "")))
        else:
            if tag not in INLINES:
                self._say(RAW_HTML, self._voices[-1])
            self._voices.append(_within(self._voices[-1], tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._back:
            self._back -= 1
        elif tag in CONTAINERS or tag in LEAVES:
            self._loose = None
            self._open.pop()
        elif len(self._voices) > 1:
            self._voices.pop()

    def handle_data(self, data: str) -> None:
        if not self._back:
            self._say(data, self._voices[-1])

    def handle_decl(self, decl: str) -> None:
        self._say(RAW_HTML, self._voices[-1])

    def handle_pi(self, data: str) -> None:
        self._say(RAW_HTML, self._voices[-1])

    def _open_block(self, tag: str, given: dict[str, str]) -> None:
        self._loose = None
        parent = self._open[-1]
        line, column, end, behind = map(int, re.split("[-:]", given.get("data-sourcepos", "0:0-0:0")))
        label = unquote(given.get("id", ""))[len(NOTE) - 1 :]
        # A block that ends before the first column of a line ends in the line before.
        node = Node(tag, line, column, end - (not behind), behind, align=given.get("align", ""), label=label)
        parent.children.append(node)
        if tag != "hr":
            self._open.append(node)

    def _say(self, text: str, voice: Voice) -> None:
        node = self._open[-1]
        if node.name not in LEAVES:
            if self._loose is None and not text.strip(" \t\r\n"):
                return
            if self._loose is None:
                self._loose = Node("p", node.line, node.column, loose=True)
                node.children.append(self._loose)
            node = self._loose
        node.runs.append((text, voice))


def _within(voice: Voice, tag: str, given: dict[str, str]) -> Voice:
    match tag:
        case "em":
            return replace(voice, emphasis=True)
        case "strong":
            return replace(voice, strong=True)
        case "code":
            return replace(voice, code=True)
        case "a" if "data-footnote-ref" in given:
            return replace(voice, call=unquote(given.get("href", ""))[len(NOTE) :])
        case "sub" | "sup" if "class" not in given:
            return replace(voice, shift=tag)
        case "a":
            return replace(voice, link=unquote(given.get("href", "")), title=given.get("title", ""))
        case _:
            return voice
