"""How wide tables are set: in smaller type, then with long words hyphenated, then on a page turned on its side.

Flow: the words of a table -> the least width of each of its columns -> the first way in which their sum fits the measure -> the
classes of the table, which the style sheets set; None where no way does. Code takes the largest type that holds its longest line.

Figures stay in one line, and only words that a paragraph would hyphenate are parted, at the same places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import east_asian_width

import pyphen

from flugblatt.language import hyphenation_patterns
from flugblatt.language.bonds import bonded
from flugblatt.language.table import Language
from flugblatt.language.word_breaks import pieces
from flugblatt.model import Cell, Table, collapse, plain_text
from flugblatt.xhtml import number_columns

SIZES = (("", 0.9, 0.63), ("small", 0.8, 0.42), ("smaller", 0.74, 0.34), ("smallest", 0.66, 0.3))
"""Sizes of tables and the gap between columns, in em, as the style sheets set them; chosen: the last is 6.3 pt on the A5 page. The
last two are set in the sans, which is narrower."""
LARGE_SIZES = (("", 1.0, 0.63), ("small", 0.88, 0.42))
"""The same of large print, whose tables are no smaller than its least size: of 20.5 pt 0.88 are 18."""
FIGURES = re.compile(r"(?=.{1,20}$)[\W\d]*\d[\W\d]*(?:[^\W\d]{1,3})?")
"""Short figures with their signs, spaces and at most three letters of a unit."""
FOLDED = "turned folded"
"""The classes of a table on a sheet that folds out, as wide as the table in the size of all tables."""
ROUNDING = 1.01  # the engine rounds the widths of columns
CODE = (("", 0.86), ("fine", 0.74), ("finer", 0.63))
"""Sizes of code in em, as the style sheets set them; chosen: the last is 6 pt on A5, and holds the 80 columns of a terminal."""
CODE_ADVANCE = 0.6  # em; of every glyph of the monospaced face
LONG, HEAD, TAIL = 9, 4, 4
"""Letters of a word that is hyphenated, before the hyphen and behind it, as the style sheets set them."""
HYPHEN = "\u2010"
LINES_TOGETHER = 8  # chosen: a page of large print has 16, and a column may be half as wide as others
_WORD = re.compile(r"[^\W\d_]+")

Width = Callable[[str], float]
"""The advance of a text in em."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a form has for tables: the ``measure`` of its text in em, that of a page on its side and of a sheet that folds out (0:
    it has none), the ``width`` of words in the text's face and in the ``narrow`` one, the ``tag`` of the language, whether its
    words may be hyphenated, and the sizes."""

    measure: float
    turned: float
    width: Width
    narrow: Width
    tag: str
    hyphenated: bool
    folded: float = 0.0
    sizes: tuple[tuple[str, float, float], ...] = SIZES


def setting(table: Table, room: Room, on_its_own: bool) -> str | None:
    """The classes of a table that has the room that it needs; None where it has not. One that is not ``on_its_own``, as in a list,
    stays on its page; of the others what nothing holds has a sheet that folds out, as wide as it."""
    found = _fitting(table, room, on_its_own)
    return FOLDED if found is None and room.folded and on_its_own else found


def _fitting(table: Table, room: Room, on_its_own: bool) -> str | None:
    columns = _columns(table, room.tag)
    for turned, measure in (("", room.measure), ("turned", room.turned), (FOLDED, room.folded)):
        if turned and not (measure and on_its_own):
            continue
        for parted in ("", "parted") if room.hyphenated else ("",):
            for name, size, gap in room.sizes[2:] if parted else room.sizes:
                if _need(columns, room, name, bool(parted)) * size + len(columns) * gap <= measure:
                    return " ".join(filter(None, (turned, name, parted)))
    return None


def folded_width(table: Table, room: Room) -> float:
    """How wide in em a sheet must be that folds out for a table which nothing else holds; 0 where something does."""
    if not room.folded or _fitting(table, room, True) is not None:
        return 0.0
    name, size, gap = room.sizes[0]
    columns = _columns(table, room.tag)
    return (_need(columns, room, name, False) * size + len(columns) * gap) * ROUNDING


def is_tall(table: Table, room: Room) -> bool:
    """Whether a row, if all columns are as wide, has more lines than may be kept together: a page may hold fewer."""
    least = LINES_TOGETHER * room.measure / len(table.header)
    texts = (collapse(plain_text(cell.children)) for row in table.rows for cell in row)
    return any(len(text) > least and room.width(text) * room.sizes[0][1] > least for text in texts)


def need(table: Table, room: Room) -> float:
    """The least width that a table can be set in, in em."""
    name, size, gap = room.sizes[-1]
    columns = _columns(table, room.tag)
    return _need(columns, room, name, room.hyphenated) * size + len(columns) * gap


def _columns(table: Table, tag: str) -> tuple[frozenset[tuple[str, bool]], ...]:
    """Of each column the pieces that stand on one line, and whether they are figures."""
    numbers = number_columns.columns(table, tag)
    return tuple(
        frozenset(
            (piece + (number_columns.lacking(column, row - 1) if column and row else ""), figures)
            for row, cell in enumerate(cells)
            for piece, figures in _pieces(cell, tag)
        )
        for column, cells in zip(numbers, zip(table.header, *table.rows, strict=True), strict=True)
    )


def _pieces(cell: Cell, tag: str) -> Iterator[tuple[str, bool]]:
    text = collapse(plain_text(cell.children)).strip()
    if FIGURES.fullmatch(text):
        yield text, True
    else:
        held = {last for _, last in bonded(text, tag)}
        whole, end = "", 0
        for piece in pieces(text):
            whole, end = whole + piece, end + len(piece)
            if end not in held:
                yield whole.rstrip(" "), False
                whole = ""


def _need(columns: tuple[frozenset[tuple[str, bool]], ...], room: Room, name: str, parted: bool) -> float:
    """What the widest pieces of all columns take, in em of the table."""
    width = room.width if name in ("", "small") else room.narrow
    return sum(
        max(
            (
                width(part)
                for piece, figures in column
                for part in _parts(piece, room.tag if parted and not figures else "")
            ),
            default=0.0,
        )
        for column in columns
    )


def _parts(word: str, language: str) -> tuple[str, ...]:
    """What the end of lines may make of a word, or of words that are bound: each part as short as it can be, with its hyphen."""
    if " " in word:
        first, second = (_parts(one, language) for one in word.split(" ", 1))
        return (*first[:-1], f"{first[-1]} {second[0]}", *second[1:])
    dictionary = _dictionary(language) if language and len(word) >= LONG else None
    if dictionary is None:
        return (word,)
    parts: list[str] = []
    while len(_letters(word)) >= LONG:
        ends = (end for end in dictionary.positions(word) if len(_letters(word[:end])) >= HEAD)
        end = next((end for end in ends if len(_letters(word[end:])) >= TAIL), 0)
        if not end:
            break
        parts.append(word[:end] + HYPHEN)
        word = word[end:]
    return (*parts, word)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text))


@cache
def _dictionary(language: str) -> Any:
    """The patterns that the engine hyphenates a language by; None where it has none."""
    hyphenation_patterns.keep()
    known = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=known) if known else None


def code_setting(lines: list[str], measure: float) -> str:
    """The class of a block of code whose longest line fits the measure in em; none where it fits in no size, and is broken."""
    columns = max((sum(1 + (east_asian_width(char) in "WF") for char in line) for line in lines), default=0)
    return next((name for name, size in CODE if columns * size * CODE_ADVANCE <= measure), "")


def looks_of(table: Table, language: Language) -> tuple[tuple[str, ...], ...]:
    """Where the words of each cell stand, row by row from the head on; figures stay in one line, and decimal signs under others."""
    if any(len(row) != len(table.header) for row in table.rows):
        return tuple(tuple(map(_look, row)) for row in (table.header, *table.rows))
    columns = number_columns.columns(table, language.tag)
    numbers = number_columns.looks(table, language.tag, language.direction)
    head = tuple(
        " ".join(filter(None, ("decimal" if number else cell.align, _figures(cell))))
        for cell, number in zip(table.header, numbers, strict=True)
    )
    return (
        head,
        *(
            tuple(
                " ".join(filter(None, ("decimal figures", column.lacks[row].look)))
                if column and number
                else _look(cell)
                for cell, column, number in zip(cells, columns, numbers, strict=True)
            )
            for row, cells in enumerate(table.rows)
        ),
    )


def widths_of_figures(table: Table, language: Language, width: Width) -> str:
    """The widths of a figure and of a decimal sign in a face, as the style of a table; empty where no cell lacks one."""
    columns = number_columns.columns(table, language.tag)
    numbers = number_columns.looks(table, language.tag, language.direction)
    for column, number in zip(columns, numbers, strict=True):
        if column and number and any(lack.figures for lack in column.lacks):
            figure, sign = width(column.sample) / len(column.sample), width(column.sign)
            return f"--figure:{figure:.3f}em;--sign:{sign:.3f}em"
    return ""


def _look(cell: Cell) -> str:
    return " ".join(filter(None, (cell.align, _figures(cell))))


def _figures(cell: Cell) -> str:
    return "figures" if FIGURES.fullmatch(collapse(plain_text(cell.children)).strip()) else ""
