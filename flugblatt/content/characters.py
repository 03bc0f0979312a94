"""The characters of a source: bytes -> text, with a finding for each that no text may hold.

Flow: bytes -> decode -> text with LF line ends and no leading BOM. Everything else survives untouched: soft and hard
hyphens, no-break and narrow spaces, joiners, combining marks, characters beyond U+FFFF. Nothing is normalised.
"""

from __future__ import annotations

import re
import unicodedata

from flugblatt.content.finding_codes import finding_at
from flugblatt.content.other_formats import Format, looks_like
from flugblatt.model import Finding, Place

_EMBEDDINGS = "\u202a\u202b\u202c\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_ISOLATE = "\u2069"
_SEPARATORS = "\u2028\u2029"
_CONTROL = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_SEPARATORS}{_EMBEDDINGS}\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_BLANK_LINE = re.compile(r"[ \t>]*")


def code_point(character: str) -> str:
    """``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    name = unicodedata.name(character, "") or {
        "Cc": "a control",
        "Cn": "a noncharacter",
        "Cs": "a half of a character",
    }.get(unicodedata.category(character), "")
    return f"U+{ord(character):04X} {name}".rstrip()


def is_seen(text: str) -> bool:
    """Whether anything of ``text`` is seen: blanks and what has no form of its own are not."""
    return any(unicodedata.category(char) not in ("Zs", "Zl", "Zp", "Cf", "Cc") for char in text)


def shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def is_refused(character: str, as_entity: bool = False) -> bool:
    """Whether a text may not hold ``character``; as an entity an isolate, CR, LF or tab is refused too."""
    if as_entity and character in _ISOLATES + _END_OF_ISOLATE + "\r\n\t":
        return True
    return _CONTROL.match(character) is not None


def advice(character: str) -> str:
    """What to write instead of a refused character."""
    if character in _EMBEDDINGS + _ISOLATES + _END_OF_ISOLATE:
        return "write U+2067 … U+2069 or U+2066 … U+2069 around the words, or […]{dir=rtl}"
    if character in _SEPARATORS:
        return "write an empty line for a new paragraph, or \\ at the end of the line for a new line"
    if "\x80" <= character <= "\x9f":  # what an old Windows file holds there, read as if it were Latin-1
        meant = character.encode("latin-1").decode("cp1252", "ignore")
        return f"write {meant} (U+{ord(meant):04X}) if that is meant, or delete it" if meant else "delete it"
    return "delete it"


def decode(data: bytes, path: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a UTF-8 file and a finding for each refused character, or one for a file that is none; bad bytes become
    U+FFFD. A file is taken to be in the language that it is named after."""
    other = looks_like(data, path.rsplit("/", 1)[-1].removesuffix(".md"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        other = other or _unknown(data)
        before = _lines_of(data[: error.start].decode("utf-8-sig"))
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        text = data.decode("utf-8-sig", errors="replace")
    else:
        place = Place(1, 1)
    if other is not None:
        message = f"UTF-8 was expected, found {other.name}"
        place = Place(1, 1) if other.is_file else place
        return _lines_of(text), (finding_at("text-encoding", path, place, message, other.hint),)
    return _lines_of(text), (*_refused(text, path), *_unpaired(text, path))


def _unknown(data: bytes) -> Format:
    bad = len(data.decode("utf-8", "replace").split("\ufffd")) - len(data.decode("utf-8", "ignore").split("\ufffd"))
    times = "a byte that is none" if bad == 1 else f"{bad:,} places that are none"
    return Format(times, "save the file as UTF-8 (in the editor: Save as, Encoding: UTF-8)")


def _lines_of(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refused(text: str, path: str) -> tuple[Finding, ...]:
    findings = []
    returns = text.count("\r") - text.count("\r\n")
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        for match in _CONTROL.finditer(line):
            place = Place(number, match.start() + 1)
            if match[0] == "\r":
                if not returns:
                    continue
                times = f", {returns:,} times" if returns > 1 else ""
                message, hint = (
                    f"a line end LF or CRLF was expected, found a lone CR{times}",
                    "save the file with LF line ends",
                )
                returns = 0
            else:
                message = f"a character of the text was expected, found {code_point(match[0])}"
                hint = advice(match[0])
            findings.append(finding_at("text-control", path, place, message, hint))
    return tuple(findings)


def _unpaired(text: str, path: str) -> tuple[Finding, ...]:
    """A finding for each isolate without its end, or end without its isolate, in one paragraph (UAX #9, 3.1.2)."""
    findings: list[Finding] = []
    opened: list[tuple[str, Place]] = []

    def find(character: str, place: Place, missing: str) -> None:
        message = f"{missing} was expected in the same paragraph, found {code_point(character)} alone"
        findings.append(finding_at("text-isolate", path, place, message, advice(character)))

    def close() -> None:
        for character, place in opened:
            find(character, place, code_point(_END_OF_ISOLATE))
        opened.clear()

    for number, line in enumerate(_lines_of(text).split("\n"), 1):
        if _BLANK_LINE.fullmatch(line):
            close()
        for column, character in enumerate(line, 1):
            if character in _ISOLATES:
                opened.append((character, Place(number, column)))
            elif character == _END_OF_ISOLATE and opened:
                opened.pop()
            elif character == _END_OF_ISOLATE:
                find(character, Place(number, column), "U+2066, U+2067 or U+2068")
    close()
    return tuple(findings)
