"""The fonts: which family sets what, pinned, and subsets that lose nothing."""

import io

import pytest
from fontTools.ttLib import TTFont

from flugblatt.language import fonts, table
from flugblatt.language.table import describe

GERMAN = "Erklärung der belarusischen Kräfte „zu“ Kasachstan"


def test_latin_and_cyrillic_are_set_by_the_wheels_alone() -> None:
    for tag, text in (("de", GERMAN), ("kk", "АДАМ ҚҰҚЫҚТАРЫНЫҢ"), ("be", "Усеагульная дэкларацыя правоў чалавека")):
        families = fonts.choose(describe(tag, text), text)
        assert (families.text, families.sans) == (("Source Serif 4",), ("Alegreya Sans",))


def test_a_character_that_no_family_has_is_named() -> None:
    families = fonts.choose(describe("de", GERMAN), GERMAN)
    assert fonts.uncovered(families.text, GERMAN + "\U00012000 \u200d\u00ad") == "\U00012000"


def test_a_language_whose_font_is_missing_is_left_to_the_fonts_of_latin_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """``shaping`` finds what they lack, and names the package; a web page is made all the same."""
    installed = fonts.faces_of
    monkeypatch.setattr(fonts, "faces_of", lambda family: () if family.endswith("Thai") else installed(family))
    families = fonts.choose(describe("th", "ปฏิญญา"), "ปฏิญญา")
    assert (families.text, families.sans) == (("Source Serif 4",), ("Alegreya Sans",))
    assert fonts.package_for(("Noto Serif Thai",)) == "fonts-noto-core"
    assert fonts.package_for(("Noto Serif Thai", "Source Serif 4")) == fonts.package_for(()) == ""


def test_the_pinned_folder_shows_those_families_and_no_other() -> None:
    conf = fonts.pin(("Alegreya Sans",))
    shown = [path for path in conf.parent.iterdir() if path.suffix == ".ttf"]
    assert {TTFont(path)["name"].getBestFamilyName() for path in shown} == {"Alegreya Sans"}
    assert str(conf.parent) in conf.read_text()


def test_static_faces_are_static_and_carry_their_family() -> None:
    faces = fonts.faces_of("Source Serif 4 Caption")
    assert {(face.weight, face.italic) for face in faces} == {(400, False), (700, False), (400, True), (700, True)}
    for face in faces:
        font = TTFont(io.BytesIO(face.read()))
        assert "fvar" not in font
        assert font["name"].getBestFamilyName() == "Source Serif 4 Caption"


def test_a_subset_has_the_characters_and_the_new_name_only() -> None:
    face = fonts.face_for(("Source Serif 4",), 400)
    made = fonts.subset(face, GERMAN, "Statement Serif")
    assert made == fonts.subset(face, GERMAN, "Statement Serif")
    font = TTFont(io.BytesIO(made))
    assert set(map(ord, GERMAN)) <= set(font.getBestCmap())
    assert ord("Q") not in font.getBestCmap()
    assert "Source" not in font["name"].getDebugName(1) + font["name"].getDebugName(4) + font["name"].getDebugName(6)


def test_the_outline_of_the_mark_is_tight() -> None:
    path, (left, top, right, bottom) = fonts.outline("Source Serif 4 Display", "„", 700)
    assert path.startswith("M") and right > left and bottom > top


@pytest.mark.needs("fonts-noto-core")
def test_a_bold_file_that_calls_itself_regular_is_bold_to_the_engine() -> None:
    faces = fonts.faces_of("Noto Serif Myanmar")
    assert {face.weight: TTFont(io.BytesIO(face.read()))["OS/2"].usWeightClass for face in faces} == {
        400: 400,
        700: 700,
    }


def test_a_rare_letter_is_set_in_another_face_and_changes_none() -> None:
    text = "Der 1ᵉʳ Januar, und sonst nur gewöhnliche Worte. " + "Worte in einem Satz, der lang ist. " * 40
    chosen = fonts.choose(describe("de", text), text)
    assert chosen.sans[0] == "Alegreya Sans" and fonts.uncovered(chosen.sans, text) == ""
    assert len(chosen.sans) > 1
    often = "ᵉʳ Worte. " * 30
    assert fonts.choose(describe("de", often), often).sans[0] != "Alegreya Sans"


def test_signs_on_letters_are_of_one_face_with_them() -> None:
    text = "Worte in einem Satz, der lang ist. " * 80 + "m\u0329"
    lacking = fonts.uncovered(("Alegreya Sans",), "\u0329")
    assert fonts.choose(describe("yo", text), text).sans[0] == ("Noto Sans" if lacking else "Alegreya Sans")


@pytest.mark.needs("fonts-noto-core")
def test_urdu_is_set_in_nastaliq_where_that_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    urdu, persian = describe("ur", "بیان"), describe("fa", "بیان")
    assert urdu.script.text[0] == "Noto Nastaliq Urdu" != persian.script.text[0]
    assert urdu.script.leading > 2.4 * urdu.script.size
    describe.cache_clear()
    monkeypatch.setattr(table, "_is_installed", lambda family: False)
    assert describe("ur", "بیان").script == persian.script
    describe.cache_clear()
