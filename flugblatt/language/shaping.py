"""Shaping: whether the fonts can set an edition, before anything is made of it; a text that they cannot set is refused.

Flow: Edition -> its pieces of text, each with the families of its language -> characters that no family has; then HarfBuzz
shapes each piece as every target will, and a dotted circle that the text does not have shows a faulty sequence: a sign
that stands where its script has no place for it -> findings with file, line and column, and how to mend the word.
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
from flugblatt.language.table import Language, describe
from flugblatt.model import (
    Code,
    CodeBlock,
    Edition,
    Finding,
    FindingCode,
    Place,
    Span,
    Text,
    leaves,
    plain_text,
    spans,
    walk,
)
from flugblatt.model.errors import ContentError, ToolMissing

CIRCLE = "\u25cc"
MARKS = ("Mn", "Mc", "Me")
CIRCLE_CODE, MISSING_CODE = "dotted-circle", "glyph-missing"
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
        "No font of the edition's language has this character. The work is not made.",
        "Mark the words with their own language, as in [слово]{lang=be}, or write another character.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters that are set in one go: a leaf of the edition, and the families of its language."""

    text: str
    place: Place
    families: fonts.Families
    spare: tuple[str, ...]
    language: str


def check(edition: Edition, language: Language) -> None:
    """ContentError with every character that no font has and every faulty sequence; ToolMissing where no font is
    installed."""
    found = faults(edition, language)
    _demand_rare_ideographs(edition, found)
    if found:
        raise ContentError(found)


def _demand_rare_ideographs(edition: Edition, found: tuple[Finding, ...]) -> None:
    """ToolMissing where a font that is not installed may well have the ideographs that no font has."""
    family = fonts.RARE_IDEOGRAPHS[-1]
    lacking = [finding.where for finding in found if finding.code == MISSING_CODE]
    if not lacking or fonts.faces_of(family):
        return
    unknown = fonts.uncovered(fonts.FALLBACKS, edition.whole_text)
    rare = [char for char in unknown if scripts.script(char) == "Hani"]
    if rare:
        raise ToolMissing(
            f"{lacking[0]}: the ideograph {rare[0]!r} (U+{ord(rare[0]):04X}) needs the font {family}, which is not "
            f"installed\n  hint: apt-get install {fonts.package_of(family)}"
        )


def faults(edition: Edition, language: Language) -> tuple[Finding, ...]:
    """What the fonts cannot set, in the order of the source, each place once."""
    found: dict[tuple[int, int], Finding] = {}
    for piece in _pieces(edition, language):
        for char in _uncovered(piece):
            place = _place(edition, piece, piece.text.index(char))
            found.setdefault(place, missing(char, piece.language, _where(edition, place)))
        for index in _circles(piece):
            place = _place(edition, piece, _sign(piece.text, index))
            found.setdefault(place, circle(piece.text, index, _where(edition, place), piece.families.text))
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


def missing(char: str, language: str, where: str) -> Finding:
    """The finding of a character that no font has."""
    message = f"no font of the language {language} has the character {char!r} (U+{ord(char):04X})"
    hint = f"mark the words with their language, as in [{char}]{{lang=…}}, or write another character"
    return Finding(MISSING_CODE, "error", message, where, hint)


# --- The pieces ----------------------------------------------------------------------------------


def _pieces(edition: Edition, language: Language) -> Iterator[_Piece]:
    content = (edition.title, edition.blocks, edition.notes)
    own = fonts.choose(language, edition.whole_text)
    foreign: dict[int, tuple[fonts.Families, str]] = {}
    by_tongue: dict[str, list[Span]] = {}
    for span in spans(content):
        by_tongue.setdefault(span.language or language.tag, []).append(span)
    for tag, tongue in by_tongue.items():
        words = "".join(plain_text(span.children) for span in tongue)
        families = fonts.choose(describe(tag, words), words)
        foreign |= {id(leaf): (families, tag) for span in tongue for leaf in leaves(span.children)}
    for leaf in leaves(content):
        if isinstance(leaf, Text | Code):
            families, tag = foreign.get(id(leaf), (own, language.tag))
            yield _Piece(leaf.text, leaf.place, families, own.all, tag)
    for block in walk((*edition.blocks, *(block for note in edition.notes for block in note.blocks))):
        if isinstance(block, CodeBlock):
            yield _Piece(block.text, block.place, own, (), language.tag)


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
