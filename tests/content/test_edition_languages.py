"""The list of languages: what can be set, and in which script, not only what has labels."""

from functools import cache

from flugblatt import resources
from flugblatt.content.edition_languages import EditionLanguage, edition_languages
from flugblatt.content.language_tags import canonical
from flugblatt.language.table import known


@cache
def languages() -> dict[str, EditionLanguage]:
    return {each.tag: each for each in edition_languages()}


def test_every_language_with_labels_and_many_others_are_listed() -> None:
    assert set(known()) <= languages().keys()
    assert {
        "am",
        "bn",
        "eo",
        "fa",
        "ka",
        "ko",
        "sr-Latn",
        "sw",
        "ta",
        "tl",
        "ur",
        "vi",
        "yue",
        "zh",
    } <= languages().keys()
    assert all(canonical(tag) == tag for tag in languages())


def test_each_is_listed_with_its_script_direction_labels_and_fonts() -> None:
    said = {
        tag: (each.english, each.name, each.script, each.direction, each.labels) for tag, each in languages().items()
    }
    assert said["de"] == ("German", "Deutsch", "Latn", "ltr", True)
    assert said["sw"] == ("Swahili", "Kiswahili", "Latn", "ltr", True)
    assert said["so"] == ("Somali", "Soomaali", "Latn", "ltr", False)
    assert said["ur"] == ("Urdu", "اردو", "Arab", "rtl", True)
    assert said["sr-Latn"] == ("Serbian (Latin)", "Srpski (latinica)", "Latn", "ltr", True)
    assert said["zh-Hant"][2:] == ("Hant", "ltr", True)
    assert languages()["am"].families == ("Noto Serif Ethiopic", "Noto Sans Ethiopic")
    assert languages()["ar"].families == ("Amiri", "Noto Sans Arabic")


def test_labels_count_as_read_only_where_the_table_says_so_and_the_readme_says_which_are() -> None:
    assert {tag for tag, each in languages().items() if each.read} == {"de", "en"}
    assert all(each.labels for each in languages().values() if each.read)
    readme = " ".join((resources.CHECKOUT / "README.md").read_text(encoding="utf-8").split())
    assert "has read the labels of any but German and English" in readme


def test_a_language_whose_script_has_no_fonts_is_not_listed() -> None:
    assert "en-Shaw" not in languages() and "en-Dsrt" not in languages()
