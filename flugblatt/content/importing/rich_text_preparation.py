"""A rich text file readied for pandoc: each letter beyond ASCII as its number in Unicode, in the one form that it reads well.

Old programs write Cyrillic, Greek or Polish letters as bytes of the code page of the font (``\\f1`` with ``\\fcharset204``), which
pandoc reads as Western; it loses the blank behind a letter whose substitute is a sign of ASCII. Flow: bytes -> control words, one
by one -> fonts and their code pages -> each letter as ``\\uN\\'3f``.
"""

from __future__ import annotations

import re

_PART = re.compile(
    rb"\\u(?P<number>-?\d+) ?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<word>f|fcharset|ansicpg|uc|plain)(?P<value>-?\d+)?"
    rb"(?![a-zA-Z]) ?|[{}]|\\[a-zA-Z]+-?\d* ?|\\.|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_PAGES = {
    **{128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256"},
    **{186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
"""The character sets of fonts (RTF 1.9.1, *Font Table*) that are not Western."""


def ready(data: bytes) -> bytes:
    """The file with its letters as numbers."""
    letters = _Letters()
    return b"".join(letters.part(match) for match in _PART.finditer(data))


class _Letters:
    """Follows the groups of a file, to know the font of each letter and how many signs stand for one that is not known."""

    def __init__(self) -> None:
        self.fonts: dict[int, str] = {}
        self.page = "cp1252"
        self.now = (self.page, 1)
        self.stack: list[tuple[str, int]] = []
        self.defined = 0
        self.skip = 0
        self.half = 0

    def part(self, match: re.Match[bytes]) -> bytes:
        whole = match[0]
        if match["number"]:
            self.skip = self.now[1]
            return self._of_number(int(match["number"]) % 0x10000)
        if match["bytes"]:
            data = bytes.fromhex(match["bytes"].decode("ascii").replace("\\'", ""))
            taken, self.skip = data[self.skip :], max(0, self.skip - len(data))
            return self._of_page(taken)
        if match["text"]:
            written = whole.lstrip(b"\r\n") if self.skip else whole
            taken, self.skip = written[self.skip :], max(0, self.skip - len(written))
            return taken
        self.skip = 0
        if whole == b"{":
            self.stack.append(self.now)
        elif whole == b"}":
            self.now = self.stack.pop() if self.stack else self.now
        elif match["word"]:
            self._word(match["word"].decode("ascii"), int(match["value"] or 0))
            return b"" if match["word"] == b"uc" else whole
        return whole

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
            text = data.decode(self.now[0], "replace")
        except LookupError:
            text = data.decode("cp1252", "replace")
        return b"".join(b"\\uc1\\u%d\\'3f" % ord(char) for char in text)

    def _word(self, name: str, value: int) -> None:
        page, signs = self.now
        match name:
            case "uc":
                signs = value
            case "ansicpg":
                page = self.page = f"cp{value}"
            case "f":
                self.defined = value
                page = self.fonts.get(value, self.page)
            case "fcharset" if value in _PAGES:
                self.fonts[self.defined] = _PAGES[value]
            case "plain":
                page = self.page
        self.now = (page, signs)
