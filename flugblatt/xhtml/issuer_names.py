"""The names of the issuers on title page and covers: one below the other, in columns, smaller, and the last ones as a number.

Flow: names, face, measure and room -> the largest size at which all have room, in few columns -> or as many as have room and how
many others there are; the colophon lists all of them. Lengths are in one unit, that of the caller; widths of text in em.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.language.word_breaks import pieces

MOST_COLUMNS = 3  # chosen by eye, as what follows
LONG_COLUMN = 8  # names; longer columns are rather set side by side
MOST_LINES = 2  # of a name in one of several columns
BESIDE = 1.2  # em; the air that the style sheets leave beside each column
SHORTENED = 0.8  # of the size, so that names need not be broken, and where not all have room even in the smallest
STEPS = 8  # sizes tried
HANG = 1.0  # em; as the style sheets indent the lines of a name but the first, where no air stands between names
LENIENCE = 0.99  # of the measure; the engine rounds


@dataclass(frozen=True, slots=True)
class Names:
    """The names as they are set, in ``columns``; ``others`` says how many are left out, or is empty."""

    size: float
    leading: float
    columns: tuple[tuple[str, ...], ...]
    others: str
    height: float

    @property
    def is_whole(self) -> bool:
        """Whether every name is one line."""
        return self.height < (max(map(len, self.columns)) + bool(self.others) + 0.5) * self.leading


@dataclass(frozen=True, slots=True)
class Space:
    """How names are set: the measure, between which sizes, leading by size, and the air between two names by size."""

    measure: float
    size: float
    smallest: float
    leading: float
    air: float = 0.0
    columns: int = MOST_COLUMNS


def set_names(
    names: tuple[str, ...], face: fonts.Face, language: Language, space: Space, rooms: tuple[float, ...]
) -> Names:
    """The names in the first of ``rooms`` (heights) that has place for all of them; else shortened, in the first of all. One or
    two names are never shortened: where they have no room, they are as small as they may be, and higher than it."""
    steps = (space.size - (space.size - space.smallest) * step / STEPS for step in range(STEPS + 1))
    sizes = tuple(dict.fromkeys(steps))
    for room in rooms:
        found = [
            _best([_columns(names, "", face, space, size, count) for count in _counts(space)], room) for size in sizes
        ]
        fitting = [made for made in found if made]
        if fitting:
            whole = (made for made in fitting if made.size >= SHORTENED * space.size and made.is_whole)
            return next(whole, fitting[0])
    if len(names) < 3:
        return _stacked(names, "", face, space, space.smallest)
    size = max(space.smallest, space.size * SHORTENED)
    for shown in range(len(names) - 2, 0, -1):
        label = others(language, len(names) - shown)
        tried = [_columns(names[:shown], label, face, space, size, count) for count in _counts(space)]
        if (made := _best(tried, rooms[0])) or shown == 1:
            break
    return made or _stacked(names[:1], others(language, len(names) - 1), face, space, space.smallest)


def others(language: Language, count: int) -> str:
    """How the language says that there are so many others."""
    return language.labels.others.replace("{n}", language.number_in_label(count))


def lines(text: str, face: fonts.Face, measure: float, hang: float = 0.0) -> Iterator[str]:
    """The lines of ``text`` as the engine breaks them, each as full as it may be; ``measure`` in em, all but the first by ``hang``
    shorter."""
    if fonts.advance(face, text) <= measure:
        yield text
        return
    line = ""
    for piece in pieces(text):
        if line and fonts.advance(face, (line + piece).rstrip(" ")) > measure:
            yield line
            line, measure, hang = "", measure - hang, 0.0
        line += piece
    yield line


def _counts(space: Space) -> range:
    return range(1, space.columns + 1)


def _best(tried: list[Names | None], room: float) -> Names | None:
    """One column, or where it is long what takes the least height."""
    fitting = [made for made in tried if made is not None and made.height <= room]
    short = next((made for made in fitting if len(made.columns) == 1 and len(made.columns[0]) <= LONG_COLUMN), None)
    return short or min(fitting, key=lambda made: made.height, default=None)


def _columns(
    names: tuple[str, ...], label: str, face: fonts.Face, space: Space, size: float, count: int
) -> Names | None:
    """The names in so many columns; None where one of them is too wide for its column, or there are too few."""
    if count == 1:
        return _stacked(names, label, face, space, size)
    if len(names) < 2 * count:
        return None
    measure = LENIENCE * (space.measure / size / count - BESIDE)
    each = math.ceil(len(names) / count)
    columns = tuple(names[at : at + each] for at in range(0, len(names), each))
    widest = max(fonts.advance(face, piece.rstrip(" ")) for name in names for piece in pieces(name))
    rows = [[sum(1 for _ in lines(name, face, measure, HANG)) for name in column] for column in columns]
    if len(columns) < count or widest > measure or max(map(max, rows)) > MOST_LINES:
        return None
    height = max(_height(column, space, size) for column in rows) + (space.leading * size if label else 0)
    return Names(size, size * space.leading, columns, label, height)


def _stacked(names: tuple[str, ...], label: str, face: fonts.Face, space: Space, size: float) -> Names:
    measure = LENIENCE * space.measure / size
    hang = 0.0 if space.air else HANG
    rows = [_rows(name, face, measure, hang) for name in (*names, *filter(None, (label,)))]
    return Names(size, size * space.leading, (names,), label, _height(rows, space, size))


def _rows(name: str, face: fonts.Face, measure: float, hang: float) -> int:
    """How many lines a name takes; a word that is wider than the measure is broken."""
    return sum(
        max(1, math.ceil(fonts.advance(face, line.rstrip(" ")) / (measure - hang * (at > 0))))
        for at, line in enumerate(lines(name, face, measure, hang))
    )


def _height(rows: list[int], space: Space, size: float) -> float:
    return sum(rows) * size * space.leading + max(0, len(rows) - 1) * size * space.air
