"""The codes of languages: the table holds what ISO 639-2/B holds, and the renderers' way and the judges' way agree."""

import json
import tomllib
from importlib.resources import files

import pytest

from flugblatt import resources
from flugblatt.judges.records import codes as judged
from flugblatt.records.language_codes import codes, language_name, script_name


def subtags() -> list[str]:
    text = files("language_tags").joinpath("data/json/registry.json").read_text(encoding="utf-8")
    return [entry["Subtag"] for entry in json.loads(text) if entry["Type"] == "language"]


def test_the_table_holds_the_codes_of_the_standard() -> None:
    table = tomllib.loads((resources.STYLES / "language-codes.toml").read_text(encoding="utf-8"))
    ours = {*table["two_letters"].values(), *table["three_letters"]["codes"].split()}
    assert ours == judged.standard()
    assert len(table["two_letters"]) == 184


def test_renderers_and_judges_agree_on_every_language_of_the_registry() -> None:
    assert len(subtags()) > 8000
    for subtag in subtags():
        if ".." in subtag or subtag in ("in", "iw", "ji", "jw", "mo"):  # a range, or no canonical tag
            continue
        for tag in (subtag, f"{subtag}-Cyrl"):
            found = codes(tag)
            assert (found.bibliographic, found.exact, found.tag) == (
                judged.bibliographic(tag),
                judged.exact(tag),
                judged.further(tag),
            ), tag


@pytest.mark.parametrize(
    ("tag", "bibliographic", "exact", "further"),
    [
        ("de", "ger", "", ""),
        ("de-1996", "ger", "", "de-1996"),
        ("cnr", "cnr", "", ""),
        ("tl", "tgl", "", ""),
        ("yue", "chi", "yue", ""),
        ("sr-Latn", "srp", "", "sr-Latn"),
        ("sh", "mis", "hbs", ""),
        ("rhg", "mis", "rhg", ""),
        ("aav", "mis", "", "aav"),
        ("und", "und", "", ""),
    ],
)
def test_codes(tag: str, bibliographic: str, exact: str, further: str) -> None:
    found = codes(tag)
    assert (found.bibliographic, found.exact, found.tag) == (bibliographic, exact, further)


def test_names_in_the_language_of_cataloguing() -> None:
    assert [language_name(tag, "de") for tag in ("be", "zh-Hant", "rhg", "aav")] == [
        "Belarussisch",
        "Chinesisch (Traditionell)",
        "Rohingyalisch",
        "Austro-Asiatic languages",
    ]
    assert [script_name(code, "de") for code in ("Latn", "Cyrl", "Jpan")] == ["", "Kyrillisch", "Japanisch"]
