"""German letters that no ligature joins, and those that one does."""

import pytest

from flugblatt.language.ligatures import apart

PARTS = (
    *("Auf|lage", "Kauf|leute", "verkäuf|lich", "höf|lich", "Stoff|fetzen", "Stoff|liste", "auf|fallen", "Brief|taube"),
    *("Schilf|insel", "Kauf|frau", "Schiff|fahrt", "Lauf|text", "Auf|takt", "Tarif|lohn", "fünf|tausend", "Prüf|ling"),
)
WHOLE = (
    *(
        "hoffen",
        "schaffen",
        "Haftung",
        "Kräfte",
        "Grafik",
        "häufig",
        "Waffel",
        "offiziell",
        "treffen",
        "Pflicht",
        "finden",
    ),
    *("pflanzlich", "Luft", "oft", "Schriften"),
)


@pytest.mark.parametrize("word", PARTS)
def test_no_ligature_joins_the_parts_of_a_compound(word: str) -> None:
    assert apart(word.replace("|", ""), "de") == (word.index("|"),)
    assert apart(f"ein {word.replace('|', '')}, ja", "de-AT") == (word.index("|") + 4,)


@pytest.mark.parametrize("word", WHOLE)
def test_a_ligature_stays_within_a_part(word: str) -> None:
    assert apart(word, "de") == ()


@pytest.mark.parametrize("tag", ["en", "fr", "und", ""])
def test_other_languages_mind_no_seams(tag: str) -> None:
    assert apart("Auflage", tag) == ()
