"""What letters and press releases say beside their text."""

from dataclasses import replace
from pathlib import Path

import pytest

from flugblatt.language import fonts
from flugblatt.language.table import describe, language_of
from flugblatt.model import ByLanguage, Place, Text
from flugblatt.xhtml import blocks, forms, plain_text, web
from flugblatt.xhtml.line_setting import Ended, Together, with_end
from tests import letters

START = Place(1, 1)
GERMAN = describe("de", "Deutsch")


@pytest.mark.parametrize(
    ("tag", "written", "said"),
    [
        ("de", "Hafenstadt", "Hafenstadt, 4. Mai 2029."),
        ("en", "Hafenstadt", "Hafenstadt, May 4, 2029."),
        ("ja", "港町", "港町、2029年5月4日。"),
        ("ar", "الميناء", "الميناء، 4 مايو 2029."),
        ("hi", "बंदर", "बंदर, ४ मई २०२९।"),
        ("ur", "بندر", "بندر، 4 مئی، 2029۔"),
        ("ru", "Гавань", "Гавань, 4 мая 2029\u202fг."),
        ("de", "Hafenstadt, 3. Mai –", "Hafenstadt, 3. Mai –"),
        ("de", "", ""),
    ],
)
def test_a_dateline_has_the_date_where_it_says_none(tag: str, written: str, said: str, tmp_path: Path) -> None:
    statement = replace(letters.press(tmp_path), dateline=ByLanguage(written))
    edition = replace(statement.editions[0], language=tag)
    assert forms.dateline(statement, edition, describe(tag, written or "a")) == said


def test_the_kind_is_said_of_letters_and_press_releases_alone(tmp_path: Path) -> None:
    statement = letters.press(tmp_path)
    edition = statement.editions[0]
    titled = replace(edition, title=(Text("Pressemitteilung zum Hafen", START),))
    assert forms.kind(statement, edition, GERMAN) == "Pressemitteilung"
    assert forms.kind(statement, titled, GERMAN) == ""
    assert forms.kind(replace(statement, kind="declaration"), edition, GERMAN) == ""
    assert forms.kind(replace(statement, kind_given=False), edition, GERMAN) == ""


@pytest.mark.parametrize(
    ("count", "columns", "large", "first"),
    [
        (3, True, 3, ("Handwerkskammer", "Hafenstadt")),
        (40, True, 4, ("Handwerkskammer", "Hafenstadt")),
        (120, True, 0, ("Hafenstadt",)),
        (120, False, 4, ("Handwerkskammer", "Hafenstadt")),
    ],
)
def test_signatories(count: int, columns: bool, large: int, first: tuple[str, ...], tmp_path: Path) -> None:
    people = forms.signed(letters.letter(tmp_path, count), GERMAN, columns)
    assert len(people) == count
    assert sum(one.large for one in people) == large
    assert people[0].lines == first


def test_a_function_behind_one_without_stands_in_its_line(tmp_path: Path) -> None:
    statement = letters.letter(tmp_path)
    first, *rest = statement.signatories
    mixed = replace(statement, signatories=(replace(first, function=""), *rest))
    assert [one.large for one in forms.signed(mixed, GERMAN, True)] == [False, False, False]


def test_the_mark_of_the_end_stays_with_the_last_word() -> None:
    assert with_end((Text("Das ist alles.", START),)) == (Text("Das ist ", START), Ended("alles."))
    assert with_end((Together("so nicht.", START),)) == (Ended("so nicht."),)
    assert with_end((Text("動き出すのである。", START),)) == (Text("動き出すのであ", START), Ended("る。"))
    assert with_end(()) == (Ended(""),)


def test_the_mark_of_the_end_is_no_text(tmp_path: Path) -> None:
    statement = letters.press(tmp_path)
    page = web.render(statement, statement.editions[0], GERMAN).decode()
    assert page.count('<span class="end"></span>') == 1
    letter = letters.letter(tmp_path)
    assert 'class="end"' not in web.render(letter, letter.editions[0], GERMAN).decode()


def test_a_long_dateline_has_a_line_of_its_own(tmp_path: Path) -> None:
    statement = letters.press(tmp_path)
    face = fonts.face_for(("Source Serif 4",), 700)
    assert 0 < forms.run_in(statement, statement.editions[0], GERMAN, face, 30) < 22
    assert forms.run_in(statement, statement.editions[0], GERMAN, face, 12) == 0


def test_a_quotation_says_whose_words_it_has(tmp_path: Path) -> None:
    edition = letters.letter(tmp_path).editions[0]
    fragment = str(blocks.body(edition, GERMAN, blocks.Manner("end", None, "")))
    assert fragment.count('<blockquote class="attributed">') == 1
    assert "— Bauakte der Städtischen Kraftwerke" in fragment


def test_the_text_form_says_all_of_it(tmp_path: Path) -> None:
    letter, press = letters.letter(tmp_path), letters.press(tmp_path)
    said = plain_text.render(letter, letter.editions[0], GERMAN).decode()
    assert said.startswith(
        "Offener Brief\n\nLasst die Halle am Kai stehen\n\nAn\nden Rat der Stadt Hafenstadt\nRathausplatz 1\n"
    )
    assert "\n\nUnterzeichnende\n\nAda Ahrens, Handwerkskammer, Hafenstadt\n" in said
    said = plain_text.render(press, press.editions[0], GERMAN).decode()
    assert "\n\nHafenstadt, 4. Mai 2029.\n\nDer Aufsichtsrat" in said
    assert "\n\nKontakt\nPressestelle\npresse@hafenstadt.example\n+49 123 456789-0\n\nDie Stadtwerke versorgen" in said


def test_headings_below_headings_are_told_apart(tmp_path: Path) -> None:
    letter, press = letters.letter(tmp_path), letters.press(tmp_path)
    assert forms.is_deep(letter.editions[0]) and not forms.is_deep(press.editions[0])
    assert '<main class="deep">' in web.render(letter, letter.editions[0], language_of(letter.editions[0])).decode()


@pytest.mark.parametrize(
    ("part", "following", "expected"),
    [
        ("Über die Stadtwerke Hafenstadt", "Die Stadtwerke versorgen alle.", True),
        ("市営事業者について", "市営事業者は街のものです。", True),
        ("Über die Stadtwerke Hafenstadt", "", False),
        ("Die Stadtwerke versorgen alle.", "Sie gehören der Stadt.", False),
        ("www.hafenstadt.example/presse", "Sie gehören der Stadt.", False),
        ("Gegründet 1911", "Sie gehören der Stadt.", False),
        ("w" * 61, "Sie gehören der Stadt.", False),
    ],
)
def test_a_line_of_few_words_without_a_stop_opens_what_follows(part: str, following: str, expected: bool) -> None:
    assert forms.opens(part, following) == expected
