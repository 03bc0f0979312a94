"""Columns of numbers: which columns of a table are some, and what each cell lacks for its decimal sign to stand under the others.

Flow: cells of a column -> sign and currency, figures, decimal sign (CLDR), fraction, unit of each -> the longest fraction -> the
figures and the sign that each cell lacks, as classes that the style sheets turn into room at its end. No character is added.

Figures run from left to right in every script, so that the fraction is at the right, whichever way the table runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from flugblatt.language.table import locale_of
from flugblatt.model import Call, Cell, Direction, Image, Table, collapse, leaves, plain_text

MOST = (
    6  # figures; chosen: the style sheets have so many classes, and longer differences leave more room than they align
)
LEAST = 2  # numbers in a column; one stands under nothing
SIGNS = "+\\-\u2010\u2012\u2013\u2212±~≈<>≤≥"
CURRENCY = "$¢£¤¥֏؋৲৳૱௹฿៛﷼\u20a0-\u20cf"
BLANKS = " \u00a0\u2009\u202f"
GROUPS = BLANKS + "'’٬"
"""What parts thousands in every language, beside its own sign."""
EASTERN = "٫"  # the decimal sign of Arabic figures
TURNING = "\u200e\u200f\u061c"
NOTHING = re.compile(r"(?:[-\u2010-\u2014\u2212.…]{1,3})?")
"""What stands in a cell for no number."""


@dataclass(frozen=True, slots=True)
class Lack:
    """How many figures a cell lacks behind its decimal sign, and whether that lacks, too."""

    figures: int = 0
    sign: bool = False

    @property
    def look(self) -> str:
        return " ".join((*[f"lack-{self.figures}"] * bool(self.figures), *["lack-sign"] * self.sign))


@dataclass(frozen=True, slots=True)
class Column:
    """What each row lacks, a ``sample`` of the figures, the decimal sign, and whether a number has a sign before it that the
    direction of the table would move."""

    lacks: tuple[Lack, ...]
    sample: str
    sign: str
    signed: bool


def columns(table: Table, tag: str) -> tuple[Column | None, ...]:
    """Each column of a table, None where it is none of numbers or is set otherwise by the author."""
    if not table.rows or any(len(row) != len(table.header) for row in table.rows):
        return (None,) * len(table.header)
    return tuple(_column(column, tag) for column in zip(*table.rows, strict=True))


def looks(table: Table, tag: str, direction: Direction) -> tuple[bool, ...]:
    """Which columns are set as numbers: those that the author wants at the right, and those behind which numbers alone follow,
    but for the first; in tables that run from right to left, where they stand at the right anyhow, all that no sign would move."""
    found = columns(table, tag)
    if direction == "rtl":
        return tuple(column is not None and not column.signed for column in found)
    set_so: list[bool] = []
    last = True
    for index in range(len(found) - 1, -1, -1):
        last = last and index > 0 and found[index] is not None
        set_so.append(found[index] is not None and (last or table.header[index].align == "right"))
    return tuple(reversed(set_so))


def lacking(column: Column, row: int) -> str:
    """Figures as wide as what a cell lacks."""
    return column.sample[:1] * column.lacks[row].figures + column.sign * column.lacks[row].sign


def _column(cells: tuple[Cell, ...], tag: str) -> Column | None:
    if any(cell.align in ("left", "center") for cell in cells):
        return None
    if any(isinstance(leaf, Call | Image) for cell in cells for leaf in leaves(cell.children)):
        return None  # a call behind a figure has its own width
    texts = [collapse(plain_text(cell.children)).strip() for cell in cells]
    read = [_number(tag).fullmatch(text) for text in texts]
    found = [match for match in read if match]
    if len(found) < LEAST or any(
        not match and not NOTHING.fullmatch(text) for match, text in zip(read, texts, strict=True)
    ):
        return None
    units = {(match["unit"] or "").strip(BLANKS) for match in found}
    if len(units) > 1 or any(_is_label(match["whole"]) for match in found):
        return None
    longest = max(len(match["fraction"] or "") for match in found)
    shortest = min(len(match["fraction"] or "") for match in found)
    if longest - shortest > MOST:
        return None
    lacks = tuple(
        Lack(longest - len(match["fraction"] or ""), bool(longest and not match["fraction"]))
        if match
        else Lack(min(longest, MOST), bool(longest))
        for match in read
    )
    sign = next((match["point"] for match in found if match["point"]), "")
    figures = "".join(char for match in found for char in match[0] if char.isdecimal())
    return Column(lacks, figures, sign, any(match["signs"] and match[0][0] not in TURNING for match in found))


def _is_label(whole: str) -> bool:
    """Whether figures only name something, as 007 does."""
    return len(whole) > 1 and int(whole[0]) == 0


@cache
def _number(tag: str) -> re.Pattern[str]:
    """A number as the language of ``tag`` writes it."""
    locale = locale_of(tag)
    decimal = get_decimal_symbol(locale) if locale else "."
    groups = re.escape(
        "".join({"," if decimal == "." else ".", get_group_symbol(locale) if locale else ","} - {decimal}) + GROUPS
    )
    money = f"[A-Za-z]{{0,3}}[{CURRENCY}]|[A-Z]{{3}}"
    return re.compile(
        rf"[{TURNING}]*(?P<signs>[{SIGNS}]?)[{BLANKS}]?(?:(?:{money})[{BLANKS}]?)?[{SIGNS}]?"
        rf"(?P<whole>\d{{1,3}}(?:[{groups}]\d{{2,3}})*[{groups}]\d{{3}}|\d+)"
        rf"(?:(?P<point>[{re.escape(decimal)}{EASTERN}])(?P<fraction>\d+))?"
        rf"(?P<unit>[{BLANKS}]?(?:[%‰٪]|[{CURRENCY}]|°?[^\W\d_]{{1,3}}))?[{TURNING}]*"
    )
