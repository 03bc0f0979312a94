"""The order of sight: lines of several directions against what UAX #9 makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flugblatt.judges.visual import order
from flugblatt.judges.visual.seen_text import Block, Isolate
from flugblatt.language.table import describe
from flugblatt.model import Edition, Place, Source, Text
from tests.judges.visual.typed import NOWHERE, block, line, seen

LINK, SPAN, CALL, RIGHT = Isolate(1, ""), Isolate(2, ""), Isolate(3, ""), Isolate(4, "rtl")
Parts = tuple[tuple[str, str, tuple[Isolate, ...]], ...]


def codes(shown: Block, tag: str) -> list[str]:
    return [finding.code for finding in order.judge(seen(shown), tag, None, NOWHERE)]


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("en", (("say ", "say ", ()), ("אחת שתיים", "םייתש תחא", (SPAN,)), (" and go", " and go", ()))),
        ("en", (("two 12 ", "two 12 ", ()), ("אבג 34", "34 גבא", (SPAN,)), (".", ".", ()))),
        ("en", (("see ", "see ", ()), ("אבג.", ".גבא", (RIGHT,)), (" end", " end", ()))),
        ("en", (("see (", "see (", ()), ("אבג", "גבא", (LINK,)), (") ", ") ", ()), ("1", "1", (CALL,)))),
        ("ar-Arab", (("2 يونيو 2024 Fehler", "Fehler 2024 وينوي 2", ()),)),
        ("en", (("आप ", "आप ", ()), ("کتاب", "باتک", (SPAN,)), (" है", " है", ()))),
    ],
)
def test_a_line_as_it_must_be(tag: str, parts: Parts) -> None:
    assert codes(line(*parts), tag) == []


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("en", (("say ", "say ", ()), ("אחת שתיים", "שתיים אחת", (SPAN,)), (" and go", " and go", ()))),
        ("en", (("say ", "say ", ()), ("אחת ", " תחא", (SPAN,)), ("שתיים", "םייתש", (SPAN,)), (" go", " go", ()))),
        ("en", (("see ", "see ", ()), ("אבג.", "גבא.", (RIGHT,)), (" end", " end", ()))),
        ("he", (("אבג ", " גבא", ()), ("abc", "abc", (SPAN,)), (" דהו", "והד ", ()))),
        ("he", (("Hello.", "Hello.", ()),)),
    ],
)
def test_a_line_in_another_order(tag: str, parts: Parts) -> None:
    assert codes(line(*parts), f"{tag}-{ {'he': 'Hebr', 'en': 'Latn'}[tag] }") == ["visual-order"]


@pytest.mark.parametrize(
    ("shown", "found"), [("!Stop now", []), ("Stop now!", ["visual-order"]), ("!now Stop", ["visual-order"])]
)
def test_the_title_before_the_text_is_of_the_edition_whatever_its_letters(shown: str, found: list[str]) -> None:
    title = replace(line(("Stop now!", shown, ())), path=("Document", "Sect", "H1"))
    assert codes(title, "he-Hebr") == found


def test_the_base_is_that_of_the_script_that_the_tag_names_or_of_most_letters() -> None:
    foreign = line(("one ", "one ", ()), ("שלום לכולם שלום לכולם", "םלוכל םולש םלוכל םולש", (SPAN,)))
    assert order.base_level(seen(foreign), "en") == 0
    own = line(("שלום לכולם", "םלוכל םולש", ()))
    assert order.base_level(seen(own), "he") == 1
    assert order.base_level(seen(own), "ku-Latn") == 0
    assert order.base_level(seen(line(("1", "1", ()))), "fa") == 1


def test_labels_and_names_that_are_no_letters_of_the_edition_do_not_count() -> None:
    words = (Text("آب", Place(1, 3)),)
    edition = Edition("wells", "fa", Source("wells/fa.md", b""), words, Place(1, 3), (), ())
    named = line(("Council of Wells, Publication date", "Council of Wells, Publication date", ()))
    assert order.base_level(seen(named), "fa") == 0
    assert order.base_level(seen(named), "fa", edition) == 1


@pytest.mark.parametrize(
    ("tag", "text", "level"),
    [
        ("ar", "نص Python and JavaScript are used by the teams", 1),
        ("ar", "Python and JavaScript", 1),
        ("sd", "Python and JavaScript", 1),
        ("yi", "English words of all kinds ייִדיש", 1),
        ("en", "word here שלום לכולם שלום לכולם שלום לכולם", 0),
        ("ku", "zimanê kurdî", 0),
        ("ku", "زمانێ کوردی", 1),
    ],
)
def test_letters_of_other_scripts_do_not_turn_an_edition(tag: str, text: str, level: int) -> None:
    words = (Text(text, Place(1, 3)),)
    edition = Edition("wells", tag, Source(f"wells/{tag}.md", b""), words, Place(1, 3), (), ())
    assert order.base_level(seen(line((text, text, ()))), tag, edition) == level
    assert describe(tag, text).direction == ("ltr", "rtl")[level]


def test_lines_go_down_and_columns_on() -> None:
    assert codes(block("first line", "second line"), "en") == []
    up = block("first line", "second line")
    up.lines.reverse()
    assert codes(up, "en") == ["visual-order"]
    columns = block("first line", "second line")
    beside = block("third line", "fourth line", left=200)
    columns.passages += beside.passages
    columns.lines += beside.lines
    assert codes(columns, "en") == []


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("2030 םלוכל םימ 3", []),
        ("2030 םימ םלוכל 3", ["visual-order"]),
        ("3 2030 םלוכל םימ", ["visual-order"]),
        ("2030 מים לכולם 3", ["visual-order"]),
    ],
)
def test_the_foot_of_a_page_is_its_number_and_the_title_in_the_order_of_sight(shown: str, found: list[str]) -> None:
    title = (Text("מים לכולם 2030", Place(1, 3)),)
    edition = Edition("wells", "he", Source("wells/he.md", b""), title, Place(1, 3), (), ())
    foot = line((shown, shown, ()))
    foot.path, foot.said = ("Artifact",), False
    assert [one.code for one in order.judge(seen(foot), "he", edition, NOWHERE)] == found
