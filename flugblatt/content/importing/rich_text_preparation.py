"""A rich text file readied for pandoc: each letter beyond ASCII as its number in Unicode, in the one form that it reads well.

Old programs write Cyrillic, Greek or Polish letters as bytes of the code page of the font (``\\f1`` with ``\\fcharset204``), which
pandoc reads as Western; it loses the blank behind a letter whose substitute is a sign of ASCII, starts lists anew at every level,
and shows words that were struck out. Flow: bytes -> control words, one by one -> fonts and their code pages -> each letter as
``\\uN\\'3f``, the sign before an item as one that ``tree_tidying`` knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flugblatt.content.importing.import_record import Row
from flugblatt.content.importing.tree_tidying import labelled

_PART = re.compile(
    rb"\\u(?P<number>-?\d+) ?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    rb"|\\(?P<word>fcharset|f|ansicpg|uc|plain|deleted|ilvl|pard|footnote|listtext|pntext|pn|ls|shptxt|v|strike|tab)"
    rb"(?P<value>-?\d+)?(?![a-zA-Z]) ?|(?P<end>\\[\r\n]+)|[{}]|\\[a-zA-Z]+-?\d* ?|\\.|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_PAGES = {
    **{128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256"},
    **{186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
"""The character sets of fonts (RTF 1.9.1, *Font Table*) that are not Western."""


_ADDED = re.compile(rb"\\revised(?![a-z0-9])")


def ready(data: bytes) -> tuple[bytes, list[Row]]:
    """The file with its letters as numbers, and what is said of it."""
    letters = _Letters()
    readied = b"".join(letters.part(match) for match in _PART.finditer(data))
    rows = []
    if changes := letters.deleted + len(_ADDED.findall(data)):
        what = "tracked changes: all accepted (what was added stays, what was struck out is gone)"
        rows.append(Row("changed", what, (), changes))
    if letters.hidden:
        rows.append(Row("left out", "hidden words", (), letters.hidden))
    if comments := len(re.findall(rb"\\annotation(?![a-z])", data)):
        rows.append(Row("left out", "comments in the margin", (), comments))
    return readied, rows


@dataclass(frozen=True, slots=True)
class _State:
    """What holds to the end of a group: the code page, how many signs stand for a letter, and whether words are struck out or
    hidden, the sign before an item, or no words of the text."""

    page: str = "cp1252"
    signs: int = 1
    gone: bool = False
    label: bool = False
    silent: bool = False


class _Letters:
    """Follows the groups of a file, to know the font of each letter and how many signs stand for one that is not known."""

    def __init__(self) -> None:
        self.fonts: dict[int, str] = {}
        self.page = "cp1252"
        self.now = _State()
        self.stack: list[_State] = []
        self.defined = 0
        self.skip = 0
        self.half = 0
        self.depth = 0
        self.starred = False
        self.label: bytes | None = None
        self.deleted = self.hidden = 0

    def part(self, match: re.Match[bytes]) -> bytes:
        whole = match[0]
        starred, self.starred = self.starred, whole == b"\\*"
        if starred and match["word"] not in (b"footnote", b"listtext", b"pntext") and not whole.startswith(b"\\shp"):
            self.now = replace(self.now, silent=True)
        if match["end"]:  # as TextEdit ends a paragraph
            return b"\\par "
        if match["number"]:
            self.skip = self.now.signs
            return self._said(self._of_number(int(match["number"]) % 0x10000))
        if match["bytes"]:
            data = bytes.fromhex(match["bytes"].decode("ascii").replace("\\'", ""))
            taken, self.skip = data[self.skip :], max(0, self.skip - len(data))
            return self._said(self._of_page(taken))
        if match["text"]:
            written = whole.lstrip(b"\r\n") if self.skip else whole
            taken, self.skip = written[self.skip :], max(0, self.skip - len(written))
            return self._said(taken)
        self.skip = 0
        if whole == b"{":
            self.stack.append(self.now)
        elif whole == b"}":
            self.now = self.stack.pop() if self.stack else self.now
        elif match["word"]:
            return self._word(match["word"].decode("ascii"), match["value"], whole)
        return b"" if whole == b"\\*" and match.string[match.end() : match.end() + 9] == b"\\footnote" else whole

    def _said(self, words: bytes) -> bytes:
        """Words that are shown; those of a sign before an item wait for the first ones of the item, whose depth is known then."""
        if self.now.label:
            self.label = (self.label or b"") + words
            return b""
        if self.now.gone:
            return b""
        if self.label is None or self.now.silent or not words.strip():
            return words
        sign, self.label = _plain(self.label), None
        return b"".join(b"\\uc1\\u%d\\'3f" % ord(char) for char in labelled(self.depth, sign)) + words

    def _of_number(self, number: int) -> bytes:
        """A letter, or nothing for the first half of one beyond U+FFFF."""
        if 0xD800 <= number < 0xDC00:
            self.half = number
            return b""
        whole = (
            0x10000 + (self.half - 0xD800 << 10) + number - 0xDC00
            if self.half and 0xDC00 <= number < 0xE000
            else number
        )
        self.half = 0
        return b"\\uc1\\u%d\\'3f" % whole

    def _of_page(self, data: bytes) -> bytes:
        try:
            text = data.decode(self.now.page, "replace")
        except LookupError:
            text = data.decode("cp1252", "replace")
        return b"".join(b"\\uc1\\u%d\\'3f" % ord(char) for char in text)

    def _word(self, name: str, number: bytes | None, whole: bytes) -> bytes:
        value = int(number or 0)
        on = number is None or value != 0
        match name:
            case "uc":
                self.now = replace(self.now, signs=value)
                return b""
            case "ansicpg":
                self.page = f"cp{value}"
                self.now = replace(self.now, page=self.page)
            case "f":
                self.defined = value
                self.now = replace(self.now, page=self.fonts.get(value, self.page))
            case "fcharset" if value in _PAGES:
                self.fonts[self.defined] = _PAGES[value]
            case "plain":
                self.now = replace(self.now, page=self.page, gone=False)
            case "deleted" | "v":
                self.deleted += on and name == "deleted"
                self.hidden += on and name == "v"
                self.now = replace(self.now, gone=on)
            case "listtext" | "pntext":
                self.now = replace(self.now, label=True)
                self.label = b""
            case "ilvl":
                self.depth = value
                return b""
            case "ls":
                return b""
            case "pard" if not self.now.label:
                self.depth = 0
            case "tab" if self.now.label:
                return b""
        return whole


def _plain(label: bytes) -> str:
    """The sign before an item as characters."""
    words = re.sub(rb"\\uc1\\u(\d+)\\'3f", lambda match: chr(int(match[1])).encode("utf-8"), label)
    return words.decode("utf-8", "replace")
