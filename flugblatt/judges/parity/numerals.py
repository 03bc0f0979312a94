"""Numbers and months in a text, by value, as each language writes them.

Flow: text, tag -> dates in figures -> names of months (CLDR, every country of the language) -> figures of every script, with the
marks for decimals and thousands of the language (CLDR); Han numerals where they count -> ``Reading``. ``spelled`` looks for
one number as a word (the rules of ICU), in Roman, Hebrew or Han numerals.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.dates import get_month_names
from babel.localedata import locale_identifiers
from babel.numbers import get_decimal_symbol, get_group_symbol
from icu4py.messageformat import MessageFormat

from flugblatt.language.table import locale_of

HAN = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2, "兩": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
HAN_RUN = re.compile(f"(第?)([{''.join((*HAN, *HAN_UNITS))}]+)([年月日號号條条項项款届屆次回]?)")
"""A Han numeral; only after 第 or before such a sign it is a number: elsewhere 一 is a word."""
FIGURES = re.compile(r"\d+(?:[.,'’٫٬\u00a0\u2009\u202f]\d+)*")
ARABIC_DECIMAL = "٫"
"""It parts decimals and nothing else, whatever figures it stands among; CLDR's mark is that of the figures of Europe."""
SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?!\d)")
"""Thousands that are parted by plain blanks, in languages that part them by a blank."""
DATE = re.compile(
    r"(?<![\d.])(\d{1,2})([./])\s?(\d{1,2})\2\s?(\d{4})(?!\d)|(?<![\d-])(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?![\d-])"
)
SPELLED = 100
"""Numbers up to here are looked for as words, too. Chosen: who writes larger ones writes figures."""
STYLES = (
    "",
    "%spellout-ordinal",
    "%spellout-ordinal-masculine",
    "%spellout-ordinal-feminine",
    "%spellout-cardinal-feminine",
)
"""The rules of ICU that most languages have; where one is lacking, ICU takes the first."""
WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f’'ʼ-]*")
SHORT = 4
"""Letters of the longest name of a month that must stand beside a figure."""
PREFIX = "ב"
"""*In* of Hebrew, which is written as one word with the month."""
BESIDE = re.compile(r"\d\S{0,2}\s(?:\w{1,3}\s)?@|@\S?\s?\d")
UNSPACED = ("ja", "zh", "th", "lo", "km", "my")
BUDDHIST = 543
"""So many years the Thai solar calendar is ahead."""
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
HEBREW = (
    (100, "ק"),
    *zip(range(90, 0, -10), "צפעסנמלכי", strict=True),
    *zip(range(9, 0, -1), "טחזוהדגבא", strict=True),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says in figures: ``numbers`` by their values, day and year of dates among them; ``months`` those that are
    named or stand in a date; ``runs`` every run of figures as it is."""

    numbers: Counter[str]
    months: Counter[int]
    runs: Counter[str]


def read(text: str, tag: str) -> Reading:
    """The numbers of a text in the language of ``tag``."""
    numbers: Counter[str] = Counter()
    months: Counter[int] = Counter()
    plain = _decimal(text)
    runs = Counter(run.lstrip("0") or "0" for run in re.findall(r"\d+", plain))
    plain = DATE.sub(lambda match: _dated(match, tag, numbers, months), plain)
    if tag.split("-")[0] in ("ja", "zh"):
        plain = re.sub(r"(\d{1,2})\s?月", lambda match: _month(match, months), plain)
        plain = HAN_RUN.sub(lambda match: _han(match, numbers, months), plain)
    months += _named_months(plain, tag)
    if _group(tag).isspace():
        plain = SPACED.sub(lambda match: match[0].replace(" ", "\u00a0"), plain)
    for match in FIGURES.finditer(plain):
        numbers.update(_values(match[0], tag))
    if tag.split("-")[0] == "th":
        numbers = Counter({_solar(value): count for value, count in numbers.items()})
    return Reading(numbers, months, runs)


def _decimal(text: str) -> str:
    """``text`` with the decimal digits of ASCII for those of every script."""
    return "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)


def _dated(match: re.Match[str], tag: str, numbers: Counter[str], months: Counter[int]) -> str:
    first, _, second, year, iso_year, iso_month, iso_day = match.groups()
    day, month = (iso_day, iso_month) if iso_year else (second, first) if _month_first(tag) else (first, second)
    if not 1 <= int(month) <= 12:
        return match[0]
    months[int(month)] += 1
    numbers.update((_plain(day), iso_year or year))
    return " "


@cache
def _group(tag: str) -> str:
    """The mark between thousands by CLDR."""
    locale = locale_of(tag)
    return str(get_group_symbol(locale)) if locale else ","


@cache
def _month_first(tag: str) -> bool:
    """Whether CLDR writes the month first in the short date, as in the United States."""
    locale = locale_of(tag)
    return locale is not None and str(locale.date_formats["short"]).startswith("M")


def _month(match: re.Match[str], months: Counter[int]) -> str:
    months[int(match[1])] += 1
    return " "


def _han(match: re.Match[str], numbers: Counter[str], months: Counter[int]) -> str:
    if match[1] or match[3]:
        value = han_value(match[2])
        if match[3] == "月" and not match[1]:
            months[value] += 1
        else:
            numbers[str(value)] += 1
    return match[0]


def han_value(run: str) -> int:
    """The value of a Han numeral, by places (一九四八) or with units (二百一十七)."""
    if not set(run) & set(HAN_UNITS):
        return int("".join(str(HAN[char]) for char in run))
    total, digit = 0, 0
    for char in run:
        if char in HAN:
            digit = HAN[char]
        elif HAN_UNITS[char] == 10_000:
            total, digit = (total + digit) * 10_000, 0
        else:
            total, digit = total + (digit or 1) * HAN_UNITS[char], 0
    return total + digit


def _values(figures: str, tag: str) -> Iterator[str]:
    """The values of figures with marks in them: one number, or several where the marks are no marks of numbers."""
    locale = locale_of(tag)
    decimal = str(get_decimal_symbol(locale)) if locale else "."
    decimal = ARABIC_DECIMAL if ARABIC_DECIMAL in figures else decimal
    whole, mark, part = figures.rpartition(decimal) if figures.count(decimal) == 1 else (figures, "", "")
    groups = re.split(r"\D", whole)
    if mark and part.isdigit() and all(len(group) == 3 for group in groups[1:]):
        yield f"{_plain(''.join(groups))}.{part}".rstrip("0").rstrip(".")
    elif not mark and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]):
        yield _plain("".join(groups))
    else:
        yield from map(_plain, re.split(r"\D", figures))


def _plain(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _solar(value: str) -> str:
    """A year of the Thai calendar as the others count it."""
    return str(int(value) - BUDDHIST) if value.isdigit() and 2400 <= int(value) <= 2700 else value


# --- Names of months -----------------------------------------------------------------------------


def _named_months(text: str, tag: str) -> Counter[int]:
    """The months that a text names, each once: long names whatever ending of case they have, short ones, which are words of other
    things too (mars, may), beside a figure."""
    language, folded = tag.split("-")[0], text.casefold()
    found = {month for name, month in _names(language) if " " in name and name in folded}
    if language in UNSPACED:
        found |= {month for name, month in _names(language) if len(name) > SHORT and name in folded}
        return Counter(dict.fromkeys(sorted(found), 1))
    for match in _stems(language).finditer(folded):
        months = _of_word(match[0], language)
        around = f"{folded[max(0, match.start() - 8) : match.start()]}@{folded[match.end() : match.end() + 4]}"
        if not months and BESIDE.search(around):
            months = {month for name, month in _names(language) if name in (match[0], match[0].removeprefix(PREFIX))}
        found |= months if len(months) == 1 else set()
    return Counter(dict.fromkeys(sorted(found), 1))


def _of_word(word: str, language: str) -> set[int]:
    return {
        month
        for name, month in _names(language)
        if len(name) > SHORT and " " not in name and _stem(name) in word and len(word) <= len(name) + 3
    }


def _stem(name: str) -> str:
    return name[: max(SHORT, len(name) - 1)]


@cache
def _stems(language: str) -> re.Pattern[str]:
    """Words that may name a month."""
    stems = sorted({re.escape(_stem(name)) for name, _ in _names(language) if " " not in name})
    return re.compile(rf"\w*(?:{'|'.join(stems)})\w*" if stems else r"(?!)")


@cache
def _names(language: str) -> tuple[tuple[str, int], ...]:
    """The names and abbreviations of months of a language, in every country that CLDR knows: Jänner, too."""
    found: dict[str, int] = {}
    for locale in (Locale.parse(name) for name in locale_identifiers() if name.split("_")[0] == language):
        for names in (
            get_month_names("wide", "format", locale),
            get_month_names("wide", "stand-alone", locale),
            get_month_names("abbreviated", "format", locale),
        ):
            for month, name in names.items():
                found.setdefault(str(name).casefold().rstrip("."), month)
    return tuple(sorted((name, month) for name, month in found.items() if len(name) > 2 and not name[0].isdigit()))


# --- Numbers as words ----------------------------------------------------------------------------


def spelled(value: str, text: str, tag: str) -> bool:
    """Whether a text has the number as a word, or in numerals that are letters."""
    if not value.isdigit() or not 0 < int(value) <= SPELLED:
        return False
    number, folded = int(value), text.casefold()
    if re.search(rf"(?<!\w){_letters(number, ROMAN)}(?!\w)", text) or _in_hebrew(number, text):
        return True
    forms = _forms(number, tag)
    if tag.split("-")[0] in UNSPACED:
        return any(form in folded for form in forms)
    words = WORD.findall(folded)
    return any(_begins(word, form) for form in forms for word in words)


def _begins(word: str, form: str) -> bool:
    """Whether a word is a spelled number, whatever its ending; short ones must be whole."""
    return word == form or (len(form) > 3 and word.startswith(form[: max(3, len(form) - 2)]))


@cache
def _forms(number: int, tag: str) -> tuple[str, ...]:
    """A number in words, as ICU spells it: as a cardinal and as an ordinal; the last word of several decides."""
    locale = locale_of(tag)
    found = {
        MessageFormat(f"{{0,spellout{',' if style else ''}{style}}}", str(locale or "en")).format({"0": number})
        for style in STYLES
    }
    return tuple(sorted({form.replace("\u00ad", "").replace("\u200b", "").casefold().split()[-1] for form in found}))


def _letters(number: int, numerals: tuple[tuple[int, str], ...]) -> str:
    made = ""
    for value, letter in numerals:
        made += letter * (number // value)
        number %= value
    return made


def _in_hebrew(number: int, text: str) -> bool:
    """Whether a text has the number in Hebrew letters; 15 and 16 are written 9 + 6 and 9 + 7."""
    plain = _letters(number, HEBREW).replace("יה", "טו").replace("יו", "טז")
    return re.search(rf"(?<!\w){plain[:-1]}[\"״]?{plain[-1]}(?!\w)", text) is not None
