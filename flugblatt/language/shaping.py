"""Shaping: whether the fonts can set an edition, before anything is made of it; a text that they cannot set is refused.

Flow: Edition -> its pieces of text, each with the families of its language -> characters that no family has; then HarfBuzz
shapes each piece as every target will, and a dotted circle that the text does not have shows a faulty sequence: a sign
that stands where its script has no place for it -> findings with file, line and column, and how to mend the word.
``problems`` adds the words of statement.yaml that outputs show. A text with a faulty sequence is not made; of one with a
character that no font has, the web page and the text are, which the reader's own fonts set.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

import uharfbuzz as harfbuzz
from fontTools import unicodedata as scripts

from flugblatt import resources
from flugblatt.language import fonts
from flugblatt.language.fonts import Face
from flugblatt.language.table import PARTS, Language, describe, language_of, setting_of
from flugblatt.model import (
    Code,
    CodeBlock,
    Edition,
    Finding,
    FindingCode,
    Place,
    Span,
    Statement,
    Text,
    leaves,
    plain_text,
    spans,
    walk,
)
from flugblatt.model.errors import ContentError, ToolMissing

CIRCLE = "\u25cc"
MARKS = ("Mn", "Mc", "Me")
CIRCLE_CODE, MISSING_CODE, FONT_CODE = "dotted-circle", "glyph-missing", "font-missing"
LACKING = frozenset((MISSING_CODE, FONT_CODE))
REASON = "no font at hand has a character of it"
"""Why an output is not due."""
LISTED = 10
"""More characters of one script than these are told in one finding: what is missing is a font."""
SYMBOLS = ("Noto Sans Symbols2", "Noto Sans Symbols", "Noto Sans Math")
INHERITED = ("Zyyy", "Zinh")
BLANKS = " \t\r\n\f"
WORD = re.compile(f"[^{BLANKS}]+")
CODES: Mapping[str, FindingCode] = {
    CIRCLE_CODE: FindingCode(
        "A vowel sign, tone mark or accent stands where its script has no place for it, and the font draws a dotted circle "
        "(U+25CC) there. The work is not made.",
        "Often two signs are in the wrong order, or one is there twice: the hint says what was tried and found to mend the "
        "word. A sign that is meant to stand alone needs U+00A0 or U+25CC before it.",
    ),
    MISSING_CODE: FindingCode(
        "No font of the edition's language has this character. Web page and text are made; what needs fonts of its own is not due.",
        "Mark the words with their own language, as in [слово]{lang=be}, or write another character.",
    ),
    FONT_CODE: FindingCode(
        "The font for this character is not installed. Web page and text are made; what needs fonts of its own is not due.",
        "Install the package that the hint names, and build again.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters that are set in one go: a leaf of the edition, and the families of its language."""

    text: str
    place: Place
    families: fonts.Families
    spare: tuple[str, ...]
    language: Language


def check(edition: Edition, language: Language) -> None:
    """ContentError with every character that no font has and every faulty sequence; ToolMissing where all that is lacking are
    fonts that are not installed."""
    found = faults(edition, language)
    if found and all(finding.code == FONT_CODE for finding in found):
        raise ToolMissing("\n".join(map(str, found)))
    if found:
        raise ContentError(found)


def problems(statement: Statement, edition: Edition, language: Language) -> tuple[Finding, ...]:
    """What the fonts cannot set of the edition, and of what statement.yaml says in it."""
    words = "\n".join(_words_of(statement, edition))
    families = fonts.choose(language, edition.whole_text + words)
    lacking = fonts.uncovered(families.all, words)
    told = (missing(char, language, _said_at(statement, char)) for char in lacking[:LISTED])
    return (*faults(edition, language), *told)


def lacks_font(statement: Statement, edition: Edition) -> bool:
    """Whether only the reader's own fonts can set all of the edition, so that its books and leaflets are not due."""
    return any(finding.code in LACKING for finding in problems(statement, edition, language_of(edition)))


def lacking(statement: Statement, edition: Edition, language: Language) -> tuple[tuple[str, ...], str]:
    """The characters of an edition that no installed font sets, and the package that brings the first of them, if there is one."""
    words = "\n".join(_words_of(statement, edition))
    said = fonts.uncovered(fonts.choose(language, edition.whole_text + words).all, words)
    chars = dict.fromkeys([*(char for piece in _pieces(edition, language) for char in _uncovered(piece)), *said])
    return tuple(chars), next(filter(None, map(_package_for, chars)), "")


def _said_at(statement: Statement, char: str) -> str:
    """Where statement.yaml has a character first."""
    before, _, _ = statement.source.data.decode("utf-8-sig").partition(char)
    return f"{statement.source.path}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def _words_of(statement: Statement, edition: Edition) -> Iterator[str]:
    """The words of statement.yaml that title page, colophon and imprint show."""
    yield from (edition.subtitle, edition.translator, edition.pull_quote)
    yield from (issuer.name for issuer in statement.issuers_of(edition))
    yield from statement.subject_words(edition.language)
    yield from (change.note for change in statement.changes)
    if statement.withdrawn:
        yield statement.withdrawn.reason.for_language(edition.language) or ""
    for said in (statement.publisher, statement.contact, statement.imprint, statement.rights, statement.series):
        for name in said.__dataclass_fields__ if said else ():
            value = getattr(said, name)
            yield from (value,) if isinstance(value, str) else value


def faults(edition: Edition, language: Language) -> tuple[Finding, ...]:
    """What the fonts cannot set, in the order of the source, each place once."""
    found: dict[tuple[int, int], Finding] = {}
    lacking: dict[tuple[Language, str], dict[tuple[int, int], str]] = {}
    for piece in _pieces(edition, language):
        for char in _uncovered(piece):
            place = _place(edition, piece, piece.text.index(char))
            lacking.setdefault((piece.language, _script(char)), {}).setdefault(place, char)
        for index in _circles(piece):
            place = _place(edition, piece, _sign(piece.text, index))
            found.setdefault(place, circle(piece.text, index, _where(edition, place), piece.families.text))
    for (spoken, _), places in lacking.items():
        chars = "".join(dict.fromkeys(places.values()))
        few = len(chars) <= LISTED
        for place in places if few else sorted(places)[:1]:
            found.setdefault(place, missing(places[place] if few else chars, spoken, _where(edition, place)))
    return tuple(found[place] for place in sorted(found))


def circle(text: str, index: int, where: str, families: tuple[str, ...]) -> Finding:
    """The finding of a faulty sequence at ``index`` of ``text``, whose hint says what would mend it."""
    sign = _sign(text, index)
    start, end = _word(text, sign)
    message = (
        f"expected signs where their script has a place for them; found {_named(text[sign])} out of place "
        f"in “{text[start:end]}”: a dotted circle is drawn there"
    )
    return Finding(CIRCLE_CODE, "error", message, where, _mending(text[start:end], sign - start, families))


def missing(chars: str, language: Language, where: str) -> Finding:
    """The finding of a character that no font has, or of many of one script: its name, the families tried, and the package that
    would help."""
    first = chars[0]
    named = f"the character {first!r} ({_named(first)})"
    if len(chars) > 1:
        named = f"{len(chars)} characters of the text, among them {', '.join(map(_named, chars[:3]))}"
    tried = ", ".join(fonts.tried(language)) or "none"
    message = f"no font of the language {language.tag} has {named}; tried {tried}"
    package = _package_for(first)
    install = f"apt-get install {package}" if package.startswith("fonts-") else f"pip install {package}"
    foreign = _script(first) not in (*INHERITED, "Zzzz", *PARTS.get(language.script.code, (language.script.code,)))
    mark = f"mark the words with their language, as in [{first}]{{lang=…}}" if foreign else ""
    hint = ", and ".join(filter(None, (install if package else "", mark))) or "write another character"
    return Finding(FONT_CODE if package else MISSING_CODE, "error", message, where, hint)


def _package_for(char: str) -> str:
    """The package that brings a family for the script of a character; nothing where that is here, or nobody has such a family."""
    script = _script(char)
    if script == "Hani":
        return fonts.package_for(("Noto Serif CJK SC",)) or fonts.package_for(fonts.RARE_IDEOGRAPHS)
    if script in INHERITED:
        assigned = unicodedata.category(char) not in ("Co", "Cn", "Cs")
        return (
            next((package for family in SYMBOLS if (package := fonts.package_for((family,)))), "") if assigned else ""
        )
    return fonts.package_for(setting_of(script).text)


# --- The pieces ----------------------------------------------------------------------------------


def _pieces(edition: Edition, language: Language) -> Iterator[_Piece]:
    content = (edition.title, edition.blocks, edition.notes)
    own = fonts.choose(language, edition.whole_text)
    foreign: dict[int, tuple[fonts.Families, Language]] = {}
    by_tongue: dict[str, list[Span]] = {}
    for span in spans(content):
        by_tongue.setdefault(span.language or language.tag, []).append(span)
    for tag, tongue in by_tongue.items():
        words = "".join(plain_text(span.children) for span in tongue)
        spoken = describe(tag, words)
        families = fonts.choose(spoken, words)
        foreign |= {id(leaf): (families, spoken) for span in tongue for leaf in leaves(span.children)}
    for leaf in leaves(content):
        if isinstance(leaf, Text | Code):
            families, spoken = foreign.get(id(leaf), (own, language))
            yield _Piece(leaf.text, leaf.place, families, own.all, spoken)
    for block in walk((*edition.blocks, *(block for note in edition.notes for block in note.blocks))):
        if isinstance(block, CodeBlock):
            yield _Piece(block.text, block.place, own, (), language)


def _place(edition: Edition, piece: _Piece, index: int) -> tuple[int, int]:
    """Line and column of a character of a piece, found in the source by what stands before it."""
    lines = edition.source.data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    breaks = piece.text.count("\n", 0, index)
    begun = piece.text.rfind("\n", 0, index) + 1
    number = piece.place.line + breaks
    least = piece.place.column - 1 if not breaks else 0
    for line in (number, number + 1):
        for length in range(min(index - begun, 20), -1, -1):
            words = piece.text[index - length : index + 1]
            at = lines[line - 1].find(words, least if line == number else 0) if line <= len(lines) else -1
            if at >= 0 and (length or words not in lines[line - 1][at + 1 :]):
                return line, at + length + 1
    return number, least + index - begun + 1


def _where(edition: Edition, place: tuple[int, int]) -> str:
    return f"{edition.source.path}:{place[0]}:{place[1]}"


# --- Shaping -------------------------------------------------------------------------------------


def _uncovered(piece: _Piece) -> str:
    """The characters of a piece that none of its families has, and none that the edition is set in otherwise."""
    lacking = fonts.uncovered(piece.families.text, piece.text)
    return fonts.uncovered((*piece.families.all, *piece.spare), lacking) if lacking else ""


def _circles(piece: _Piece) -> list[int]:
    """Where HarfBuzz draws a dotted circle that the text does not have, in the serif or in the sans."""
    found: set[int] = set()
    for match in WORD.finditer(piece.text):
        # A space before the word: some faults show only at the begin of a text.
        before = " " if match.start() else ""
        for stack in (piece.families.text, piece.families.sans):
            found |= {match.start() + at - len(before) for at in drawn_circles(before + match[0], stack)}
    return sorted(found)


@resources.of_project
@lru_cache(maxsize=20_000)
def drawn_circles(text: str, families: tuple[str, ...]) -> tuple[int, ...]:
    """The indices of ``text`` at which a dotted circle is drawn in these families that the text does not have."""
    if not any(unicodedata.category(char) in MARKS for char in text):
        return ()
    found: list[int] = []
    for start, end, face, script in _items(text, families):
        font, covered = _shaper(face)
        glyph = font.get_nominal_glyph(ord(CIRCLE)) if ord(CIRCLE) in covered else None
        if glyph is None:
            continue
        buffer = harfbuzz.Buffer()
        buffer.add_str(text, start, end - start)
        buffer.flags = harfbuzz.BufferFlags.BOT | harfbuzz.BufferFlags.EOT
        buffer.cluster_level = harfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.script = script
        buffer.guess_segment_properties()
        harfbuzz.shape(font, buffer)
        infos = buffer.glyph_infos
        if not any(info.codepoint == glyph for info in infos):
            continue
        clusters = sorted({info.cluster for info in infos})
        ends = dict(zip(clusters, (*clusters[1:], end), strict=True))
        found += [
            info.cluster
            for info in infos
            if info.codepoint == glyph and CIRCLE not in text[info.cluster : ends[info.cluster]]
        ]
    return tuple(sorted(set(found)))


def _items(text: str, families: tuple[str, ...]) -> Iterator[tuple[int, int, Face, str]]:
    """Parts of ``text`` of one face and one script; a mark stays with the letter before it where the face has it."""
    faces = [(face, _shaper(face)[1]) for face in map(face_of, families)]
    covered = dict(faces)
    keys: list[tuple[Face, str]] = []
    script = next((found for found in map(_script, text) if found not in INHERITED), "Zyyy")
    for char in text:
        own, code = _script(char), ord(char)
        script = own if own not in INHERITED else script
        face = keys[-1][0] if keys else faces[0][0]
        if code not in covered[face] or unicodedata.category(char) not in (*MARKS, "Cf", "Zs"):
            face = next((other for other, has in faces if code in has), face)
        keys.append((face, script))
    start = 0
    for (face, script), group in groupby(keys):
        end = start + len(list(group))
        yield start, end, face, script
        start = end


@resources.of_project
@cache
def face_of(family: str) -> Face:
    return fonts.face_for((family,), 400)


@cache
def _script(char: str) -> str:
    return str(scripts.script(char))


@lru_cache(maxsize=64)
def _shaper(face: Face) -> tuple[harfbuzz.Font, frozenset[int]]:
    loaded = harfbuzz.Face(face.read(), face.index)
    return harfbuzz.Font(loaded), frozenset(loaded.unicodes)


# --- What is said --------------------------------------------------------------------------------


def _mending(word: str, sign: int, families: tuple[str, ...]) -> str:
    """What would mend a word: the order of two signs, or one sign less; each is tried in the families, where there are."""
    for at in (sign - 1, sign) if families else ():
        if 0 <= at < len(word) - 1:
            turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            if not drawn_circles(turned, families):
                return f"perhaps {_named(word[at + 1])} belongs before {_named(word[at])}: “{turned}” is set without a circle"
    shorter = word[:sign] + word[sign + 1 :]
    if families and shorter and not drawn_circles(shorter, families):
        return f"perhaps the sign is one too many: “{shorter}”; to show it alone, write U+00A0 or U+25CC before it"
    return "look at the order of the signs of this word; to show a sign alone, write U+00A0 or U+25CC before it"


def _sign(text: str, index: int) -> int:
    """The first sign of the faulty sequence that begins at ``index``."""
    return next((at for at in range(index, len(text)) if unicodedata.category(text[at]) in MARKS), index)


def _word(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and text[start - 1] not in BLANKS:
        start -= 1
    while end < len(text) and text[end] not in BLANKS:
        end += 1
    return start, end


def _named(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip()
