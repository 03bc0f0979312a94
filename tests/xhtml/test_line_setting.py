"""How lines are set: no trick changes a character."""

from hypothesis import given
from hypothesis import strategies as st

from flugblatt.language.table import describe
from flugblatt.model import Emphasis, Place, Text, plain_text
from flugblatt.xhtml.line_setting import Hung, Together, cut, set_paragraph

START = Place(1, 1)
GERMAN = describe("de", "Deutsch")
JAPANESE = describe("ja", "日本語の文")


def width(text: str) -> float:
    return float(len(text))


def characters(pieces: tuple[object, ...]) -> str:
    out = ""
    for piece in pieces:
        out += characters(piece.children) if hasattr(piece, "children") else piece.text  # type: ignore[attr-defined]
    return out


def test_a_telephone_number_at_the_end_is_kept_whole() -> None:
    pieces = set_paragraph((Text("Ruft uns an: +370 600 00000", START),), GERMAN, width)
    assert pieces == (Text("Ruft uns an: ", START), Together("+370 600 00000", START))


def test_the_last_two_words_stay_together_where_the_last_is_short() -> None:
    pieces = set_paragraph((Text("Das haben sie an sich gerissen hat, nicht.", START),), GERMAN, width)
    assert pieces[-1] == Together("hat, nicht.", START)


def test_what_is_bound_to_the_last_words_stays_with_them() -> None:
    pieces = set_paragraph((Text("Sie kamen gar nicht, i. d. R.", START),), GERMAN, width)
    assert pieces[-1] == Together("i. d. R.", START)


def test_a_long_last_word_may_stand_alone() -> None:
    pieces = set_paragraph((Text("Das sind die Schwierigkeitsgrade.", START),), GERMAN, width)
    assert pieces == (Text("Das sind die Schwierigkeitsgrade.", START),)


def test_an_opening_quote_hangs_and_keeps_its_place() -> None:
    pieces = set_paragraph((Text("„Die Ereignisse dort sind bekanntgeworden", Place(3, 1)),), GERMAN, lambda _: 0.42)
    assert pieces[0] == Hung("„", 0.42, Place(3, 1))
    assert pieces[1] == Text("Die Ereignisse dort sind bekanntgeworden", Place(3, 2))


def test_japanese_quotes_do_not_hang() -> None:
    pieces = set_paragraph((Text("「人権宣言」", START),), JAPANESE, width)
    assert pieces == (Text("「人権宣言」", START),)


def test_a_title_is_cut_through_its_emphasis() -> None:
    children = (Text("Worte an ", START), Emphasis((Text("die Völker der", START),)), Text(" Welt", START))
    parts = cut(children, ("Worte an die", "Völker", "der Welt"))
    assert [plain_text(part) for part in parts] == ["Worte an die ", "Völker ", "der Welt"]
    assert parts[1] == (Emphasis((Text("Völker ", START),)),)


@given(st.lists(st.text(alphabet="abcdefäß„“»«.,1 \n", min_size=1, max_size=40), min_size=1, max_size=4))
def test_setting_changes_no_character(texts: list[str]) -> None:
    children = tuple(
        Text(text, START) if index % 2 else Emphasis((Text(text, START),)) for index, text in enumerate(texts)
    )
    assert characters(set_paragraph(children, GERMAN, width)) == plain_text(children)
