"""Dates as people write them in words, and days that no calendar has: what to write instead.

Flow: text, languages of the work -> date_of_words, fault_of_day -> an ISO 8601 date or a sentence, or nothing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from flugblatt.content.values import is_date

_ISO = re.compile("([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_DAY, _YEAR = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])"), re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_WORD = re.compile(r"[^\W\d_]+")


def date_of_words(text: str, tags: tuple[str, ...]) -> str:
    """The ISO form of ``3. Mai 2024``, with a month of German, English or a language of the work; else an empty string."""
    months = {month for word in _WORD.findall(text.casefold()) if (month := _months(tags).get(word))}
    years, days = _YEAR.findall(text), _DAY.findall(text)
    if len(months) != 1 or len(years) != 1 or len(days) > 1:
        return ""
    written = f"{years[0]}-{months.pop():02}" + "".join(f"-{int(day):02}" for day in days)
    return written if is_date(written) else ""


def fault_of_day(text: str) -> str:
    """What is wrong with a date of the right form: a month or a day that is not there."""
    match = _ISO.fullmatch(text)
    if match is None or match[1] == "0000":
        return ""
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        return f"a year has 12 months, found {match[2]}: write year-month-day"
    last = calendar.monthrange(year, month)[1]
    return f"{get_month_names('wide', locale='en')[month]} {year} has {last} days" if match[3] else ""


def locales_of(tags: tuple[str, ...]) -> Iterator[Locale]:
    """The locales of CLDR for German, English and the languages of a work."""
    for language in dict.fromkeys(("de", "en", *(tag.split("-")[0] for tag in tags))):
        try:
            yield Locale.parse(language)
        except (UnknownLocaleError, ValueError):
            continue


@cache
def _months(tags: tuple[str, ...]) -> dict[str, int]:
    """The number of each month by its names, long and short, as they stand alone and in a date."""
    return {
        str(name).casefold().rstrip("."): number
        for locale in locales_of(tags)
        for context in ("stand-alone", "format")
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, context, locale).items()
    }
