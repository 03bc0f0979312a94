"""What the readers and the comparison rest on: the declared normalisations, alignment, places, style rules."""

from __future__ import annotations

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.judges.fidelity import statement_facts
from flugblatt.judges.fidelity.compare import align, compare, difference, place_in_source
from flugblatt.judges.fidelity.edition_pdf import in_order_of_sight, repeats, repeats_heads
from flugblatt.judges.fidelity.marked_text import ArtifactText
from flugblatt.judges.fidelity.sequence import Char, Collector, Spot, Unit, Voice, plain
from flugblatt.judges.fidelity.style_rules import declarations, judge_style
from flugblatt.judges.pdf.font_codes import cmap
from flugblatt.language.table import describe
from flugblatt.model import Place, identifiers
from tests.judges.mutations import forms

SPOT = Spot("here")


def unit(text: str, *path: str, number: int = 0) -> Unit:
    names = path or ("paragraph",)
    chars = tuple(Char(char, Voice(), SPOT) for char in text)
    return Unit(tuple((name, number + index) for index, name in enumerate(names)), chars, "", "", SPOT)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" a \t\r\n b ", "a b"),
        ("Na\u00adht", "Naht"),
        ("a \u00ad b", "a b"),
        ("\u00a0a\u00a0 b\u3000", "\u00a0a\u00a0 b\u3000"),
        ("a\u2028b\u0085c\u200bd", "a\u2028b\u0085c\u200bd"),
        ("e\u0301 é", "e\u0301 é"),
        ("“a” — ‘b’", "“a” — ‘b’"),
    ],
)
def test_normalisations_are_exactly_the_declared_ones(written: str, read: str) -> None:
    assert plain(written) == read


@given(st.text(alphabet=st.characters(exclude_characters=" \t\r\n\u00ad", exclude_categories=("Cs",)), max_size=20))
def test_every_other_character_is_kept(text: str) -> None:
    assert plain(text) == text


@given(st.text(max_size=30), st.text(max_size=30))
def test_two_texts_that_differ_are_told_apart(one: str, other: str) -> None:
    parted = difference(plain(one), plain(other))
    assert (parted is None) == (plain(one) == plain(other))
    findings = compare((unit(plain(one)),), (unit(plain(other)),), "a.md", b"").findings
    assert bool(findings) == (plain(one) != plain(other))


def test_a_difference_names_whole_characters_with_their_marks() -> None:
    assert difference("Café.", "Cafe\u0301.") == (
        3,
        'expected "é" U+00E9, found "é" U+0065 U+0301 in “Caf⟨é⟩.”'.replace('"é" U+0065', '"e\u0301" U+0065'),
    )


def test_alignment_finds_what_was_put_in_and_what_was_left_out() -> None:
    ours = tuple(unit(text) for text in ("eins", "zwei", "drei", "vier"))
    theirs = tuple(unit(text) for text in ("eins", "Neues", "zwei", "vier"))
    assert align(ours, theirs) == [(0, 0), (None, 1), (1, 2), (2, None), (3, 3)]


def test_the_same_text_in_other_lists_is_no_equality() -> None:
    ours = (unit("a", "list", "item", number=1), unit("b", "list", "item", number=1))
    theirs = (unit("a", "list", "item", number=1), unit("b", "list", "item", number=9))
    codes = [finding.code for finding in compare(ours, theirs, "a.md", b"").findings]
    assert codes == ["fidelity-kind"]
    assert compare(ours, ours, "a.md", b"").findings == ()


def test_the_column_is_that_of_the_source() -> None:
    source = b"eins\n> > zwei **drei** vier\n"
    assert place_in_source("a.md", source, Place(2, 5), "drei") == "a.md:2:12"
    assert place_in_source("a.md", source, Place(1, 3), "ns") == "a.md:1:3"


def test_a_collector_puts_notes_behind_the_block_that_calls_them() -> None:
    collector = Collector()
    collector.open("paragraph")
    collector.say("vor", Voice(), SPOT)
    collector.open_note("note note-1")
    collector.say("Note", Voice(), SPOT)
    collector.close_note()
    collector.say("nach", Voice(), SPOT)
    collector.close()
    assert [(said.path, said.text) for said in collector.units] == [
        (("paragraph",), "vornach"),
        (("paragraph", "note note-1"), "Note"),
    ]


def test_facts_agree_with_what_the_outputs_carry() -> None:
    statement, edition = forms().statement, forms().edition
    assert statement_facts.work_id(statement) == str(identifiers.work_id(statement))
    assert statement_facts.form_id(statement, edition, "epub") == str(identifiers.form_id(statement, edition, "epub"))
    assert statement_facts.instance_id(statement, edition, "x") == str(identifiers.instance_id(statement, edition, "x"))


@pytest.mark.parametrize(
    ("tag", "date", "day"),
    [
        ("de", "2022-01-06", "6. Januar 2022"),
        ("de", "2022-01", "Januar 2022"),
        ("de", "2022", "2022"),
        ("en", "2022-01-06T10:00:00Z", "January 6, 2022"),
        ("hi", "1948-12-10", "१० दिसंबर १९४८"),
        ("af", "1948-12-10", "10 Desember 1948"),
        ("sr-Latn", "1948-12-10", "10. decembar 1948."),
        ("nds-Cyrl", "1948-12-10", "1948-12-10"),
    ],
)
def test_dates(tag: str, date: str, day: str) -> None:
    assert statement_facts.day(date, describe(tag, "")) == day


def test_the_dates_of_the_languages_of_cldr_are_found_in_two_ways() -> None:
    """By the likely script of the locale, and by the letters of its months. Every eighth language, for time: none failed of all."""
    names = sorted({name.partition("_")[0] for name in locale_identifiers()})[::8]
    for tag in (*names, "ab", "sr", "sr-Latn", "uz-Cyrl", "zh-TW", "ja", "ko", "dv"):
        for text in ("A", "Ж", "ب"):
            language = describe(tag, text)
            assert statement_facts.day("2022-01-06", language) == language.day("2022-01-06"), (tag, text)


def drawn(*texts: str) -> tuple[ArtifactText, ...]:
    return tuple(ArtifactText("/Pagination", "/Footer", text, text[::-1]) for text in texts)


def test_a_running_foot_may_lose_one_space_at_a_line_break_and_nothing_else() -> None:
    assert repeats("2\u2003Ein Titel", drawn("2\u2003Ein", "Titel"), False)
    assert not repeats("2\u2003Ein Titel", drawn("2\u2003Ein Tit"), False)
    assert not repeats("2\u2003Ein Titel", drawn("2\u2003Ein Titel", "mehr"), False)
    assert repeats("2\u2003שלום עולם", drawn("םלוע םולש 2"), True)
    assert not repeats("2\u2003שלום עולם", drawn("םלוע םולש 3"), True)
    assert not repeats("2\u2003שלום עולם", drawn("לםוע םולש 2"), True)
    assert not repeats("2\u2003שלום עולם", drawn("םולש 2"), True)


def test_a_sheet_repeats_a_head_for_each_of_its_pages_and_nothing_else() -> None:
    heads = [("Ort", "Zahl"), ("Name",)]
    assert repeats_heads(heads, ())
    assert repeats_heads(heads, drawn("Ort", "Zahl"))
    assert repeats_heads(heads, drawn("Ort", "Zahl", "Name", "Ort", "Zahl"))
    assert not repeats_heads(heads, drawn("Ort", "Zahl", "Ort"))
    assert not repeats_heads(heads, drawn("Ort", "Zahlen", "Ort", "Zahl"))
    assert not repeats_heads(heads, drawn("Mehr", "Ort", "Zahl"))


@pytest.mark.parametrize(
    ("wanted", "base", "good", "bad"),
    [
        ("2\u2003הצהרה (Minsk)", 1, (")Minsk( הרהצה\u20032",), (")ksniM( הרהצה\u20032",)),
        ("2\u2003הצהרה (Minsk)", 1, ("הרהצה 2", ")Minsk("), ("הרהצה 2", "(Minsk)")),
        ("2\u2003Aufruf „حرية الآن“", 0, ("2\u2003Aufruf „نآلا ةيرح“",), ("2\u2003Aufruf „ةيرح نآلا“",)),
        (
            "3\u2003بيان «رقم 17/2024» Bern (EU)",
            1,
            ("Bern (EU) »17/2024 مقر« نايب 3",),
            ("Bern (EU) »2024/17 مقر« نايب 3",),
        ),
    ],
)
def test_a_foot_of_two_directions_stands_as_it_is_seen(
    wanted: str, base: int, good: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    assert in_order_of_sight((wanted,), drawn(*good), base)
    assert not in_order_of_sight((wanted,), drawn(*bad), base)
    assert not in_order_of_sight((wanted,), drawn(*good), 1 - base)
    assert not in_order_of_sight((wanted + "!",), drawn(*good), base)


def test_to_unicode_is_read_in_both_of_its_ways() -> None:
    chars = "1 beginbfchar <0001> <0041> <0002> <00660069> <0003> <> endbfchar"
    ranges = "1 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <0079>] endbfrange"
    assert cmap(chars) == {1: "A", 2: "fi", 3: ""}
    assert cmap(ranges) == {16: "a", 17: "b", 18: "c", 32: "x", 33: "y"}


HIDING = [
    "p { display: none }",
    "p{DISPLAY:none!important}",
    "p { visibility: hidden }",
    "p { opacity: 0.0 }",
    "p { font-size: 0 }",
    "p { font: 0/0 serif }",
    "p { color: transparent }",
    "p { color: rgba(0, 0, 0, 0) }",
    "p::before { content: 'x' }",
    "p::after { content: attr(class) }",
    "p { text-transform: uppercase }",
    "p { unicode-bidi: bidi-override }",
    "p { text-indent: -9999px }",
    "p { position: absolute; left: -200em }",
    "p { clip-path: inset(50%) }",
    "p { transform: scale(0) }",
    "p { height: 0 }",
    "p { background: #fff; color: #fff }",
    "p { color: #fff; background-color: #fff }",
    "p { overflow: hidden }",
    "ol { list-style: decimal }",
    "p { disp\\6c ay: none }",
    "@import url(x.css);",
    "@media print { p { display: none } }",
    "@media screen { nav { display: none } }",
]
HARMLESS = [
    "p { color: #000; font-size: .9em; margin: 0 }",
    ".label { margin-inline-start: -1.6em }",
    "p::before { content: '' }",
    "@media print { .switch,nav { display: none } }",
    "ul { list-style: disc } ol { list-style: none }",
    "/* p { display: none } */ p { margin: 0 }",
    "@font-face { font-family: 'a;b{display:none}'; src: url(data:font/woff2;base64,AAAA) }",
]


@pytest.mark.parametrize("css", HIDING)
def test_style_that_hides_adds_or_changes_text_fails(css: str) -> None:
    assert [finding.code for finding in judge_style(css, "a.css")] == ["fidelity-hidden"]


@pytest.mark.parametrize("css", HARMLESS)
def test_style_that_leaves_text_alone_passes(css: str) -> None:
    assert judge_style(css, "a.css") == []


def test_declarations_keep_their_conditions() -> None:
    found = list(declarations("@media print{a{b:c;d:e}} f{g:h}"))
    assert [(one.conditions, one.selector, one.name, one.value) for one in found] == [
        (("@media print",), "a", "b", "c"),
        (("@media print",), "a", "d", "e"),
        ((), "f", "g", "h"),
    ]
