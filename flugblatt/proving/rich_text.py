"""The text of a rich text file (RTF 1.9.1), read by a reader of our own: control words, groups, bytes of a code page.

Flow: bytes -> tokens -> paragraphs, cells and line ends of the main text; footnotes apart, in the order of their calls ->
``Edition`` of lines. Lists have their labels in \\listtext or \\pntext.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from flugblatt.model import Break, Call, Edition, Image, Inline, Place, Text
from flugblatt.proving.word_source import edition_of

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
SILENT = re.compile(
    "fonttbl|colortbl|stylesheet|info|listtable|listoverridetable|rsidtbl|generator|pict|object|header[lrf]?|footer[lrf]?|xmlnstbl|"
    "themedata|colorschememapping|datastore|latentstyles|fldinst|bkmkstart|bkmkend|annotation|atnid|atnauthor|atndate|atnref|mmathPr|"
    "nonshppict|filetbl|revtbl|pgptbl|listpicture|ftnsepc?"
)
"""Destinations that hold no text of the document (chapter *Destinations*)."""
SPEAKING = ("shpinst", "shptxt", "shppict", "fldrslt", "listtext", "pntext", "footnote")
"""Destinations that hold text, though they are marked as such that a program may pass over (LibreOffice marks footnotes so)."""
SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "tab": "\t", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
BULLET = re.compile("[o§Øüqv]|[\ue000-\uf8ff]")
"""Bullets that are letters: of Courier New and Wingdings, as Word writes them."""
MARKS = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011"}
ENDS = frozenset(("par", "cell", "row", "sect", "page", "nestcell", "nestrow"))
PAGES = {
    437: "cp437",
    850: "cp850",
    932: "cp932",
    936: "gbk",
    949: "cp949",
    950: "big5",
    10000: "mac-roman",
    65001: "utf-8",
}
CHARSETS = {
    0: "cp1252",
    77: "mac-roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
"""\\fcharset of a font and its code page (chapter *Font Table*)."""
DEEPEST = 500  # groups within one another; chosen: a program nests some ten


@dataclass(frozen=True, slots=True)
class _State:
    silent: bool = False
    skip: int = 1
    page: str = "cp1252"
    note: bool = False
    label: bool = False
    struck: bool = False
    hidden: bool = False
    fonts: bool = False


@dataclass(slots=True)
class _Reader:
    lines: list[list[Inline]] = field(default_factory=lambda: [[]])
    notes: list[list[list[Inline]]] = field(default_factory=list)
    stack: list[_State] = field(default_factory=list)
    state: _State = _State()
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = -1
    default: str = "cp1252"
    swallow: int = 0
    waiting: bytes = b""
    labels: list[str] = field(default_factory=list)

    def run(self, data: bytes) -> None:
        star = False
        for match in TOKEN.finditer(data):
            word, number, code, sign, brace, words = match.groups()
            if code is None or self.swallow:
                self.flush()
            if brace == b"{" and len(self.stack) < DEEPEST:
                self.stack.append(self.state)
                star = False
            elif brace == b"}":
                inside, self.state = self.state, self.stack.pop() if self.stack else self.state
                if inside.label and not self.state.label:
                    self.say_label(self.labels.pop().strip())
            elif word is not None:
                name = word.decode("ascii")
                self.word(name, int(number) if number else None, star)
                star = False
            elif sign is not None:
                mark = sign.decode("latin-1")
                star = mark == "*"
                if mark in "\r\n":
                    self.end()
                elif not star:
                    self.say(MARKS.get(mark, mark if mark in "\\{}" else ""))
            elif code is not None:
                self.byte(bytes.fromhex(code.decode("ascii")))
            elif words is not None:
                self.say(words.decode(self.state.page, "replace"))
        self.flush()

    def word(self, name: str, number: int | None, star: bool) -> None:
        state = self.state
        on = number != 0
        if name == "pict":
            self.put(Image("picture", "", False, Place(1, 1)))
        if SILENT.fullmatch(name) or (star and name not in SPEAKING):
            self.state = replace(state, silent=True, fonts=name == "fonttbl")
        elif name == "f" and state.fonts:
            self.font = number or 0
        elif name == "fcharset" and state.fonts:
            self.fonts[self.font] = CHARSETS.get(number or 0, "cp1252")
        elif name in ("f", "af"):
            self.state = replace(state, page=self.fonts.get(number or 0, self.default) if name == "f" else state.page)
        elif name == "ansicpg":
            page = PAGES.get(number or 0, f"cp{number}")
            self.default = page if _is_known(page) else "cp1252"
            self.state = replace(state, page=self.default)
        elif name == "uc":
            self.state = replace(state, skip=number or 0)
        elif name == "u":
            self.say(chr((number or 0) % 65536))
            self.swallow = state.skip
        elif name == "footnote":
            if not state.silent:
                self.notes.append([[]])
                self.current(outside=True).append(Call(len(self.notes), Place(1, 1)))
            self.state = replace(state, note=True)
        elif name in ("listtext", "pntext"):
            self.state = replace(state, label=True)
            self.labels.append("")
        elif name in ("v", "deleted"):
            self.state = replace(state, hidden=on)
        elif name == "plain":
            self.state = replace(state, hidden=False, page=self.default)
        elif name in ENDS:
            self.end()
        elif name in ("line", "softline"):
            self.put(Break(Place(1, 1)))
        elif name in SIGNS:
            self.say(SIGNS[name])

    def current(self, outside: bool = False) -> list[Inline]:
        return (self.notes[-1] if self.state.note and not outside and self.notes else self.lines)[-1]

    def put(self, node: Inline) -> None:
        if self.state.label:
            self.labels[-1] += node.text if isinstance(node, Text) and not self.state.silent else ""
        elif not self.state.silent and not self.state.hidden:
            self.current().append(node)

    def say(self, text: str) -> None:
        taken, self.swallow = (text[self.swallow :], 0) if self.swallow else (text, 0)
        if taken:
            self.put(Text(taken, Place(1, 1)))

    def say_label(self, label: str) -> None:
        """The figure before an item is text; a bullet is none, whatever letter of a font of signs it is."""
        if any(char.isalnum() for char in label) and not BULLET.fullmatch(label):
            self.put(Text(f"{label} ", Place(1, 1)))

    def byte(self, value: bytes) -> None:
        if self.swallow:
            self.swallow -= 1
            return
        self.waiting += value

    def flush(self) -> None:
        """Bytes of a code page that stand side by side are read together: some letters have two."""
        if self.waiting:
            data, self.waiting = self.waiting, b""
            self.put(Text(data.decode(self.state.page, "replace"), Place(1, 1)))

    def end(self) -> None:
        if not self.state.silent:
            (self.notes[-1] if self.state.note and self.notes else self.lines).append([])


def read(data: bytes, path: str) -> Edition:
    """The edition that a rich text file is, as ``word_source.read`` gives it."""
    reader = _Reader()
    reader.run(data)
    lines = [_joined(line) for line in reader.lines]
    return edition_of(lines, [[_joined(line) for line in note] for note in reader.notes], path, "und")


def _joined(line: list[Inline]) -> list[Inline]:
    """A line with the halves of characters beyond U+FFFF together."""
    return list(_parts(line))


def _parts(line: list[Inline]) -> Iterator[Inline]:
    words = ""
    for node in [*line, None]:
        if isinstance(node, Text):
            words += node.text
            continue
        if words:
            whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            yield Text(whole, Place(1, 1))
            words = ""
        if node is not None:
            yield node


def _is_known(page: str) -> bool:
    try:
        "".encode(page)
    except LookupError:
        return False
    return True
