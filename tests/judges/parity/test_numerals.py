"""Numbers and months are read by value, as each language writes them."""

from collections import Counter

import pytest

from flugblatt.judges.parity import numerals


def said(text: str, tag: str) -> tuple[list[str], list[int]]:
    reading = numerals.read(text, tag)
    return sorted(reading.numbers.elements(), key=float), sorted(reading.months)


@pytest.mark.parametrize(
    ("tag", "text", "numbers"),
    [
        ("de", "1.234,50 Euro", ["1234.5"]),
        ("en", "1,234.50 euros", ["1234.5"]),
        ("be", "1 234,5 еўра", ["1234.5"]),
        ("fr", "1\u202f234,5 euros", ["1234.5"]),
        ("de-CH", "1’234.5 Franken", ["1234.5"]),
        ("de", "um 10.30 Uhr", ["10", "30"]),
        ("en", "at 10:30", ["10", "30"]),
        ("ar", "القرار ٢١٧", ["217"]),
        ("ar", "١٬٢٣٤٫٥ كم", ["1234.5"]),
        ("ar", "1٬234٫5 كم", ["1234.5"]),
        ("ar", "1.234 كم", ["1.234"]),
        ("fa", "۴٫۵ کیلومتر", ["4.5"]),
        ("hi", "अनुच्छेद १२.", ["12"]),
        ("ja", "第１２条", ["12"]),
        ("zh-Hant", "第二百一十七號", ["217"]),
        ("zh-Hant", "一律平等", []),
        ("th", "พ.ศ. 2491", ["1948"]),
        ("de", "Artikel 007", ["7"]),
        ("be", "у 2020 100 чалавек", ["100", "2020"]),
    ],
)
def test_a_number_is_the_same_however_it_is_written(tag: str, text: str, numbers: list[str]) -> None:
    assert said(text, tag)[0] == numbers


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de", "am 10.12.1948"),
        ("de", "am 10. Dezember 1948"),
        ("en", "December 10, 1948"),
        ("en", "12/10/1948"),
        ("en-GB", "10/12/1948"),
        ("ru", "10 декабря 1948 года"),
        ("be", "10 СНЕЖНЯ 1948"),
        ("kk", "1948 ж. 10 желтоқсан"),
        ("ar", "10 كانون الأول / ديسمبر 1948"),
        ("he", "10 בדצמבר 1948"),
        ("th", "10 ธันวาคม 2491"),
        ("ja", "1948.12.10"),
        ("ja", "1948年12月10日"),
        ("zh-Hant", "一九四八年十二月十日"),
        ("de", "1948-12-10"),
    ],
)
def test_a_date_is_the_same_however_it_is_written(tag: str, text: str) -> None:
    assert said(text, tag) == (["10", "1948"], [12])


@pytest.mark.parametrize(
    ("tag", "text", "months"),
    [
        ("fr", "le 3 mars 2024", [3]),
        ("fr", "les enfants de mars", []),
        ("en", "it may rain", []),
        ("de", "1. Mai", [5]),
    ],
)
def test_short_names_of_months_are_names_beside_a_figure(tag: str, text: str, months: list[int]) -> None:
    assert said(text, tag)[1] == months


@pytest.mark.parametrize(
    ("value", "tag", "text"),
    [
        ("1", "fr", "Article premier"),
        ("3", "de", "drei Monate"),
        ("3", "ru", "в третьей статье"),
        ("12", "zh-Hant", "十二人"),
        ("3", "en", "217 A (III)"),
        ("15", "he", "סעיף טו."),
        ("28", "he", "סעיף כ״ח"),
    ],
)
def test_a_small_number_may_be_a_word_or_letters(value: str, tag: str, text: str) -> None:
    assert numerals.spelled(value, text, tag)
    assert not numerals.spelled("7", text, tag)


def test_large_numbers_are_looked_for_in_figures_alone() -> None:
    assert not numerals.spelled("1000", "tausend Menschen", "de")
    assert not numerals.spelled("2.5", "zwei Menschen", "de")


def test_han_numerals_have_places_or_units() -> None:
    found = [numerals.han_value(run) for run in ("一九四八", "二百一十七", "十", "三十", "一万二千")]
    assert found == [1948, 217, 10, 30, 12_000]


def test_runs_are_kept_as_they_are() -> None:
    assert numerals.read("1.000 und 2,5", "de").runs == Counter({"1": 1, "0": 1, "2": 1, "5": 1})
