"""Shapes the text of a run again and compares the glyphs, in order, with those that are painted.

Flow: logical text -> items of one level (UAX #9) and one script (UAX #24) in visual order -> HarfBuzz shapes each in the
font that the stream names there -> every glyph must be the painted one; a change of font may divide an item.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import groupby, pairwise, product

import uharfbuzz as harfbuzz

from flugblatt.judges.glyphs.bidi import STRONG, class_of, closing_bracket, levels
from flugblatt.judges.glyphs.features import Features, manners_of, seams
from flugblatt.judges.glyphs.itemization import is_ignorable, items
from flugblatt.judges.glyphs.originals import Face, Proven, covered, shaper
from flugblatt.judges.glyphs.painted_glyphs import HYPHEN, Run

LANGUAGES = {"Hang": "ko", "Hira": "ja", "Kana": "ja"}
"""The languages whose letters fonts set otherwise than elsewhere, by their scripts: Korean spaces among Korean words."""
HYPHENS = "\u2010-\u058a\u1400\u1806"
DOTTED_CIRCLE = "\u25cc"


@dataclass(frozen=True, slots=True)
class Said:
    """What a glyph stands for: the text of its cluster, where that begins in the text of the run, and the glyph's rank
    among the glyphs of the cluster, as they are read."""

    text: str
    start: int
    rank: int


@dataclass(frozen=True, slots=True)
class Match:
    """The painted glyphs are those of the text, in this manner (a key of ``features.MANNERS``)."""

    manner: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first place where they are not: ``place`` counts glyphs from 0; what was expected and found, by name."""

    place: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class _Shaped:
    """Glyphs from left to right, and what each says."""

    glyphs: tuple[int, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class _Setting:
    """Everything that shaping depends on beside font and characters."""

    text: str
    language: str
    features: Features
    removing: bool


def compare(run: Run, fonts: dict[int, Proven], right_to_left: bool) -> Match | Mismatch:
    """Whether the glyphs of ``run``, all in proven fonts, are those of its text; ``right_to_left`` is the document's."""
    painted = [(fonts[glyph.font].face, fonts[glyph.font].glyphs[glyph.code]) for glyph in run.glyphs]
    bases = _bases(run, right_to_left)
    texts = [text for base in bases for text in _texts(run, painted, base)]
    removings = (False, True) if any(is_ignorable(char) for char in run.text) else (False,)
    for (manner, features), base, text in product(manners_of(run).items(), bases, dict.fromkeys(texts)):
        for removing in removings:
            said = _consumed(_Setting(text, run.language, features, removing), painted, base)
            if said is not None:
                return Match(manner, said)
    for base, text in product(bases, dict.fromkeys(texts)):
        for (manner, features), apart in product(manners_of(run).items(), seams(run, text)):
            said = _consumed(_Setting(text, run.language, (*features, *apart), removings[-1]), painted, base)
            if said is not None:
                return Match(manner, said)
    return _difference(run, painted, texts or [run.text], bases[0])


def painted_circles(run: Run, fonts: dict[int, Proven]) -> int:
    """How many dotted circles are painted that the text does not have: shaping inserts them in faulty sequences."""
    circles = sum(
        fonts[glyph.font].glyphs[glyph.code] == _nominal(fonts[glyph.font].face, DOTTED_CIRCLE) for glyph in run.glyphs
    )
    return max(circles - run.text.count(DOTTED_CIRCLE), 0)


# --- The text ------------------------------------------------------------------------------------


def _bases(run: Run, right_to_left: bool) -> tuple[int, ...]:
    """The levels that the paragraph may have: the one that the structure says, else the document's.

    A span may have a direction of its own without saying so. It is believed of text in another language, and of text
    that does not begin in the document's direction (UAX #9, P2).
    """
    if run.writing_mode:
        return (int(run.writing_mode == "RlTb"),)
    main = int(right_to_left)
    first = next((kind for kind in map(class_of, run.text) if kind in STRONG), "")
    own = run.foreign or (first in ("R", "AL")) != right_to_left
    return (main, 1 - main) if own else (main,)


def _texts(run: Run, painted: list[tuple[Face, int]], base: int) -> Iterator[str]:
    """The texts that the glyphs may stand for.

    An automatic hyphen is one of ``HYPHENS``, the one whose glyph is painted. The space at the end of a line of
    right-to-left text, or at its begin behind a picture, may be said and not painted: it would stand in the middle of a line, and
    has no ink.
    """
    if run.actual is not None:
        yield from _endings(run, run.text, painted, base)
        return
    for text in dict.fromkeys((_logical(run, base, False), _logical(run, base, True))):
        yield from _endings(run, text, painted, base)


def _endings(run: Run, text: str, painted: list[tuple[Face, int]], base: int) -> Iterator[str]:
    if text.endswith(HYPHEN) and painted and len(run.hyphens) < 2:
        for place in run.hyphens or (0, len(painted) - 1):
            face, glyph = painted[place]
            if place in (0, len(painted) - 1):
                yield from (text[:-1] + hyphen for hyphen in HYPHENS if _nominal(face, hyphen) == glyph)
    if not run.hyphens:
        yield text
        if text.strip(" ") != text and (base or any(class_of(char) in ("R", "AL", "AN") for char in text)):
            yield from (text.removesuffix(" "), text.removeprefix(" "), text.removeprefix(" ").removesuffix(" "))


def _logical(run: Run, base: int, by_brackets: bool) -> str:
    """Text by ToUnicode in logical order: painted is the visual order, so runs of higher levels are turned back.

    ``by_brackets``: brackets that are painted as those of the other direction are part of its run.
    """
    text = run.text
    if not any(class_of(char) in ("R", "AL", "AN") for char in text):
        return text
    hyphens = set(run.hyphens)
    units = [HYPHEN if place in hyphens else glyph.said for place, glyph in enumerate(run.glyphs)]
    units = [unit for unit in units if unit]
    if base:
        units.reverse()
    ordered = "".join(units)
    each = levels(_strong_brackets(ordered, "A" if base else "\u05d0") if by_brackets else ordered, base)
    starts = [sum(map(len, units[:place])) for place in range(len(units))]
    standing = list(zip(units, (each[start] for start in starts), strict=True))
    for level in range(max(each, default=base), base, -1):  # UAX #9, L2: figures among words are turned twice
        groups = [(above, list(group)) for above, group in groupby(standing, key=lambda pair: pair[1] >= level)]
        standing = [pair for above, group in groups for pair in (reversed(group) if above else group)]
    return "".join(unit for unit, _ in standing)


def _strong_brackets(text: str, letter: str) -> str:
    """``text`` with a strong letter for each bracket of a pair that closes before it opens."""
    chars = list(text)
    open_at: list[int] = []
    closed_at: list[int] = []
    for place, char in enumerate(text):
        if closing_bracket(char):
            first = next((at for at in reversed(closed_at) if text[at] == closing_bracket(char)), None)
            if first is None:
                open_at.append(place)
            else:
                closed_at.remove(first)
                chars[first] = chars[place] = letter
        elif unicodedata.category(char) == "Pe":
            if open_at and closing_bracket(text[open_at[-1]]) == char:
                open_at.pop()
            else:
                closed_at.append(place)
    return "".join(chars)


# --- Shaping -------------------------------------------------------------------------------------


def _consumed(setting: _Setting, painted: list[tuple[Face, int]], base: int) -> tuple[Said, ...] | None:
    """The text of each painted glyph, if the text, shaped item by item in visual order, gives exactly these glyphs.

    An item in a script that its language is not written in may be shaped as of no language, or as of the one that its script is
    named by: Latin words in Korean text, and Korean words in Latin text.
    """
    parts = items(setting.text, base)
    named = (LANGUAGES[part.script] for part in parts if part.script in LANGUAGES)
    settings = [replace(setting, language=language) for language in dict.fromkeys((setting.language, "", *named))]
    switches = [place for place in range(1, len(painted)) if painted[place][0] != painted[place - 1][0]]

    def item(number: int, place: int) -> tuple[Said, ...] | None:
        if number == len(parts):
            return () if place == len(painted) else None
        return piece(number, parts[number].start, parts[number].end, place)

    def piece(number: int, start: int, end: int, place: int) -> tuple[Said, ...] | None:
        """The rest of an item, from the glyph at ``place`` on: in one font, or up to the next change of font."""
        leftwards = parts[number].level % 2
        whole = standing(number, start, end, place)
        if whole is not None:
            rest = item(number + 1, place + len(whole))
            if rest is not None:
                return whole + rest
        switch = next((switch for switch in switches if switch > place), None)
        if switch is None:
            return None
        for middle in divisions(start, end, leftwards, painted[place][0], painted[switch][0]):
            left, right = (start, middle), (middle, end)
            first, last = (right, left) if leftwards else (left, right)
            part = standing(number, *first, place)
            if part is not None and place + len(part) == switch:
                rest = piece(number, *last, switch)
                if rest is not None:
                    return part + rest
        return None

    def divisions(start: int, end: int, leftwards: int, face: Face, following: Face) -> Iterator[int]:
        """Where the font may change: behind characters that ``face`` has, before one that the ``following`` has."""
        text = setting.text
        for middle in range(end - 1, start, -1) if leftwards else range(start + 1, end):
            if not _has(face, text[middle if leftwards else middle - 1]):
                return
            if _has(following, text[middle - 1 if leftwards else middle]):
                yield middle

    def standing(number: int, start: int, end: int, place: int) -> tuple[Said, ...] | None:
        """The text of the glyphs of a part of an item, if they are painted at ``place``."""
        face = painted[min(place, len(painted) - 1)][0]
        for one in settings:
            shaped = _shape(one, face, start, end, parts[number].level % 2, parts[number].script)
            if painted[place : place + len(shaped.glyphs)] == [(face, glyph) for glyph in shaped.glyphs]:
                return shaped.said
        return None

    return item(0, 0) if painted else None


@lru_cache(maxsize=2_000)
def _shape(setting: _Setting, face: Face, start: int, end: int, rtl: int, script: str) -> _Shaped:
    """A part of the text as glyphs; the text around it is their context."""
    buffer = harfbuzz.Buffer()
    buffer.add_str(setting.text, start, end - start)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.script = script
    if setting.language:
        buffer.language = setting.language
    buffer.cluster_level = harfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.flags = harfbuzz.BufferFlags.BOT | harfbuzz.BufferFlags.EOT
    if setting.removing:
        buffer.flags |= harfbuzz.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    harfbuzz.shape(shaper(face), buffer, _wanted(setting.features))
    infos = buffer.glyph_infos
    clusters = sorted({info.cluster for info in infos} | {end})
    ends = dict(pairwise(clusters))
    said = tuple(
        Said(setting.text[info.cluster : ends[info.cluster]], info.cluster, -place if rtl else place)
        for place, info in enumerate(infos)
    )
    return _Shaped(tuple(info.codepoint for info in infos), said)


def _wanted(features: Features) -> dict[str, int | list[tuple[int, int, int]]]:
    """The features as HarfBuzz takes them: a value for the whole text, or ranges with theirs."""
    wanted: dict[str, int | list[tuple[int, int, int]]] = {}
    for tag, value, *where in features:
        ranges = wanted.setdefault(tag, [] if where else value)
        if where and isinstance(ranges, list):
            ranges.append((where[0], where[1], value))
    return wanted


@lru_cache(maxsize=20_000)
def _has(face: Face, char: str) -> bool:
    """Whether a face can set a character: it has a glyph, or shaping needs none of its own."""
    return (
        ord(char) in covered(face)
        or char == "\u2011"
        or unicodedata.category(char) in ("Mn", "Mc", "Me", "Zs")
        or is_ignorable(char)
    )


@cache
def _nominal(face: Face, char: str) -> int | None:
    glyph = shaper(face).get_nominal_glyph(ord(char))
    return None if glyph is None else int(glyph)


# --- The report ----------------------------------------------------------------------------------


def _difference(run: Run, painted: list[tuple[Face, int]], texts: list[str], base: int) -> Mismatch:
    """The first glyph that differs, seen from the manner that agrees longest, in the font of most glyphs."""
    if not painted:
        return Mismatch(0, f"glyphs for {run.text[:40]!r}", "none")
    face = Counter(one for one, _ in painted).most_common(1)[0][0]
    best: tuple[int, ...] = ()
    longest = -1
    for features, text in product(manners_of(run).values(), texts):
        setting = _Setting(text, run.language, features, False)
        parts = [_shape(setting, face, one.start, one.end, one.level % 2, one.script) for one in items(text, base)]
        shaped = [glyph for part in parts for glyph in part.glyphs]
        agreed = next(
            (place for place, glyph in enumerate(shaped) if painted[place : place + 1] != [(face, glyph)]), len(shaped)
        )
        if agreed > longest:
            best, longest = tuple(shaped), agreed
    expected = _named(face, best[longest]) if longest < len(best) else "the end"
    found = _named(*painted[longest]) if longest < len(painted) else "the end"
    return Mismatch(longest, expected, found)


def _named(face: Face, glyph: int) -> str:
    """A glyph by its number and the character that it is the glyph of, or by the font's own name for it."""
    char = _characters(face).get(glyph)
    return f"glyph {glyph} ({f'{char!r} U+{ord(char):04X}' if char else shaper(face).glyph_to_string(glyph)})"


@cache
def _characters(face: Face) -> dict[int, str]:
    font = shaper(face)
    return {glyph: chr(code) for code in sorted(covered(face), reverse=True) if (glyph := font.get_nominal_glyph(code))}
