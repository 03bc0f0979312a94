"""What the bytes of a source look like that are no UTF-8 text: a file of another program, or another encoding.

Flow: bytes, language -> looks_like -> its name and what to do, or nothing -> one finding a file.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from fontTools import unicodedata as scripts

from flugblatt.resources import COMMAND

_SAVE_AS = f"make a work of it: {COMMAND} new NAME --from this file; or save it in its program as plain text, in UTF-8"
_SAVE_AS_UTF_8 = "save it as UTF-8 (in the editor: Save as, Encoding: UTF-8)"
_MAGIC = (
    (rb"PK\x03\x04(?s:.{0,2000})word/", "a Word document (.docx)", _SAVE_AS),
    (rb"PK\x03\x04(?s:.{0,60})mimetypeapplication/vnd\.oasis", "a LibreOffice document (.odt)", _SAVE_AS),
    (rb"PK\x03\x04(?s:.{0,60})mimetypeapplication/epub", "a book (.epub)", "take the text out of it, as UTF-8"),
    (rb"PK\x03\x04", "a Word or LibreOffice document, or another zip file", _SAVE_AS),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (.doc)", _SAVE_AS),
    (rb"(?:\xef\xbb\xbf)?\s*\{\\rtf", "a rich text document (.rtf)", _SAVE_AS),
    (rb"%PDF-", "a PDF", "take the text out of it, as UTF-8"),
    (
        rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html\b|<\?xml\b)",
        "a web page (HTML) or XML",
        "write its text as Markdown",
    ),
    (rb"\x89PNG|\xff\xd8\xff|GIF8", "a picture", "write its text as Markdown"),
    (rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!", "a compressed file", "unpack it"),
    (rb"\xff\xfe\x00\x00|\x00\x00\xfe\xff", "UTF-32", ""),
    (rb"\xff\xfe|\xfe\xff", "UTF-16", ""),
)
"""What a file begins with (as ``file`` has it), its name, and what to do with it; empty: save it as UTF-8."""

_ENCODINGS = {
    "Cyrl": ("windows-1251", "koi8-r", "koi8-u", "cp866", "iso8859-5", "mac-cyrillic"),
    "Grek": ("windows-1253", "iso8859-7"),
    "Hebr": ("windows-1255",),
    "Arab": ("windows-1256", "iso8859-6"),
    "Thai": ("cp874",),
    "Jpan": ("shift_jis", "euc_jp", "iso2022_jp"),
    "Hang": ("cp949",),
    "Hani": ("gb18030", "big5"),
    "Latn": ("windows-1252", "windows-1250", "windows-1254", "windows-1257", "iso8859-2", "mac-roman", "cp850"),
}
_CENTRAL = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "sl", "hr", "bs", "ro", "sq"), "windows-1250"),
    **dict.fromkeys(("tr", "az", "ku", "crh"), "windows-1254"),
    **dict.fromkeys(("lt", "lv", "et"), "windows-1257"),
}
_SCRIPTS = {
    **dict.fromkeys(("be", "ru", "uk", "bg", "mk", "sr", "kk", "ky", "tg", "mn", "tt", "ba"), "Cyrl"),
    **{"el": "Grek", "he": "Hebr", "yi": "Hebr", "ar": "Arab", "fa": "Arab", "ur": "Arab", "th": "Thai"},
    **{"ja": "Jpan", "ko": "Hang", "zh": "Hani"},
}


@dataclass(frozen=True, slots=True)
class Format:
    """What a file looks like, and what is to be done with it; ``is_file``: all of it, not only some of its bytes."""

    name: str
    hint: str
    is_file: bool = False


def looks_like(data: bytes, language: str) -> Format | None:
    """A format that ``data`` begins like, or the encoding that makes words of it; None for UTF-8 and for what is unknown."""
    for pattern, name, hint in _MAGIC:
        if re.match(pattern, data):
            return Format(name if hint else f"text in {name}", hint or _SAVE_AS_UTF_8, is_file=True)
    if data.count(0) > max(4, len(data) // 20):
        name = (
            "text in UTF-16"
            if any(_is_text(data, encoding) for encoding in ("utf-16-le", "utf-16-be"))
            else "a file that is no text"
        )
        return Format(name, _SAVE_AS_UTF_8, is_file=True)
    try:
        data.decode("utf-8")
        return None
    except UnicodeDecodeError:
        encoding = "" if _is_damaged(data) else _encoding(data, language.split("-")[0])
    return Format(f"text in {encoding}", _SAVE_AS_UTF_8) if encoding else None


def _is_text(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return sum(char.isalpha() or char in " \t\r\n" for char in text) > len(text) / 2 and "\0" not in text


def _is_damaged(data: bytes) -> bool:
    """Whether most of what is no ASCII is UTF-8 all the same."""
    kept = data.decode("utf-8", "replace")
    return sum(char > "\x7f" for char in kept if char != "\ufffd") > kept.count("\ufffd") / 2


def _encoding(data: bytes, language: str) -> str:
    """The 8-bit or East Asian encoding in which most of the bytes that are no ASCII are letters of one word with others."""
    script = _SCRIPTS.get(language) or ("Cyrl" if _is_dense(data) and language not in _CENTRAL else "Latn")
    first = _CENTRAL.get(language)
    names = ([first] if first else []) + [name for name in _ENCODINGS[script] if name != first]
    scores = [(_score(data, name, script), -rank, name) for rank, name in enumerate(names)]
    best = max(scores)
    return best[2] if best[0] > 0.5 else ""


def _is_dense(data: bytes) -> bool:
    """Whether letters beyond ASCII are the rule, as in words of Cyrillic, and not the exception, as in those of Latin."""
    words: list[bytes] = [word for word in re.findall(rb"[A-Za-z\x80-\xff]+", data) if not word.isascii()]
    beyond = sum(byte >= 0x80 for word in words for byte in word)
    return beyond > sum(len(word) for word in words) / 2


def _score(data: bytes, encoding: str, script: str) -> float:
    """The share of characters beyond ASCII that are small letters of the script, or marks of an ordinary text; 0 where
    the bytes are not of the encoding."""
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return 0.0
    parts = {"Jpan": ("Hira", "Kana", "Hani"), "Hang": ("Hang", "Hani")}.get(script, (script,))
    kinds = Counter(
        "word"
        if char in "„“”‚‘’–—…«»№ §€°\u00ad" or (scripts.script(char) in parts and not _is_inner_capital(text, at))
        else "other"
        for at, char in enumerate(text)
        if char > "\x7f"
    )
    return kinds["word"] / kinds.total() if kinds else 0.0


def _is_inner_capital(text: str, at: int) -> bool:
    """Whether a capital stands behind a small letter: the sign of KOI8 read as windows-1251, and the other way round."""
    return text[at].isupper() and at > 0 and text[at - 1].islower()
