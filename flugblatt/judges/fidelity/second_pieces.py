"""Pieces: blocks of a source or of an edition, on their way to be compared.

Flow: pieces of either side -> keys, which are cheap and enough where nothing differs; else -> units with a place for each
character. Both sides write out what cmark-gfm does not know: a span as ``[words]{lang=he dir=rtl}``, in this order and
without quotes, and a decoration as ``{decorative}`` behind its picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from flugblatt.judges.fidelity.normalisations import BLANK_RUN, BLANKS
from flugblatt.judges.fidelity.second_reader import BREAK
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice
from flugblatt.model import Place

Stack = tuple[tuple[str, int], ...]
Run = tuple[str, Voice]
BULLET = "bullet"
_VALUE = r"""(?:"[^"{}\n]*"|'[^'{}\n]*'|[^\s"'{}]+)"""
AROUND_BREAK = re.compile(f" ?{BREAK} ?")
ATTRIBUTES = re.compile(rf"(?<=\])\{{\s*((?:(?:lang|dir)={_VALUE}\s*)+)\}}")
ATTRIBUTE = re.compile(rf"(lang|dir)=({_VALUE})")


@dataclass(frozen=True, slots=True)
class Piece:
    """One block, or the label of an item, on its way to be a unit; ``exact``: blanks in it count."""

    stack: Stack
    runs: tuple[Run, ...]
    place: Place | Spot
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """The numbers that tell blocks apart, and the path that places in the edition begin with."""

    path: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def inside(self, stack: Stack, name: str) -> Stack:
        return (*stack, (name, next(self.numbers)))

    def spot(self, place: Place) -> Spot:
        return Spot(f"{self.path}:{place.line}:{place.column}")


def label(write: Writing, stack: Stack, words: str, place: Place | Spot) -> Piece:
    return Piece(write.inside(stack, "label"), ((words, Voice()),), place, exact=True)


def flat(said: str) -> str:
    return BLANK_RUN.sub(" ", said).strip(" ")


def keys(pieces: Iterable[Piece]) -> list[object]:
    """What is equal only where the units are; cheaper than they."""
    found: list[object] = []
    before: Stack = ()
    for piece in pieces:
        open_still = next(
            (i for i, (one, other) in enumerate(zip(before, piece.stack, strict=False)) if one[1] != other[1]),
            min(len(before), len(piece.stack)),
        )
        found.append((open_still, [name for name, _ in piece.stack], _key(piece)))
        before = piece.stack
    return found


def _key(piece: Piece) -> list[Run]:
    runs: list[Run] = []
    for text, voice in piece.runs:
        if runs and runs[-1][1] == voice:
            text = runs.pop()[0] + text
        if text:
            runs.append((text, voice))
    if piece.exact or not runs:
        return runs
    runs = [(AROUND_BREAK.sub(BREAK, BLANK_RUN.sub(" ", text)), voice) for text, voice in runs]
    runs[0] = runs[0][0].lstrip(" "), runs[0][1]
    runs[-1] = runs[-1][0].rstrip(" "), runs[-1][1]
    return runs


def units(pieces: Iterable[Piece]) -> tuple[Unit, ...]:
    """The pieces as units of characters, each with its place."""
    return tuple(Unit(piece.stack, _chars(piece), "", "", piece.place) for piece in pieces)


def _chars(piece: Piece) -> tuple[Char, ...]:
    chars: list[Char] = []
    place = piece.place
    for text, voice in piece.runs:
        for char in text:
            chars.append(Char(char, voice, place))
            if isinstance(place, Place):
                place = Place(place.line + 1, 1) if char == "\n" else Place(place.line, place.column + 1)
    return tuple(chars) if piece.exact else collapse(chars)


def collapse(chars: Iterable[Char]) -> tuple[Char, ...]:
    """``chars`` with runs of space, tab and LF as one space, none at the ends or beside a hard line break, and the
    attributes of spans in one form. U+00AD stays: a parser has no business with it."""
    kept: list[Char] = []
    for char in chars:
        if char.char not in BLANKS:
            if char.char == BREAK and kept and kept[-1].char == " ":
                kept.pop()
            kept.append(char)
        elif kept and kept[-1].char not in (" ", BREAK):
            kept.append(Char(" ", char.voice, char.place))
    while kept and kept[-1].char == " ":
        kept.pop()
    return tuple(_attributes_in_order(kept))


def _attributes_in_order(chars: list[Char]) -> list[Char]:
    text = "".join(char.char for char in chars)
    for match in reversed([*ATTRIBUTES.finditer(text)]):
        begin, end = match.span()
        if any(char.voice.code for char in chars[begin:end]):
            continue
        values = {name: value.strip("\"'") for name, value in ATTRIBUTE.findall(match[1])}
        given = " ".join(f"{name}={values[name]}" for name in ("lang", "dir") if name in values)
        first = chars[begin]
        chars[begin:end] = [Char(char, first.voice, first.place) for char in "{" + given + "}"]
    return chars
