"""Words that are hard to hyphenate are parted as the tables say, and as an author says before all else."""

import re

import pyphen
import pytest

from flugblatt.language import hyphenation_patterns
from flugblatt.language.hyphenation_patterns import places, using
from tests.language.hard_words import LANGUAGES, words


def inserted(word: str, language: str) -> str:
    hyphenation_patterns.keep()
    return str(pyphen.Pyphen(lang=pyphen.language_fallback(language)).inserted(word))


def test_there_are_fifty_words_of_each_language() -> None:
    assert {language: len(words(language)) for language in LANGUAGES} == dict.fromkeys(LANGUAGES, 50)
    assert len(LANGUAGES) == 24


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_parted_as_the_table_says(language: str) -> None:
    found = [inserted(re.sub("[-=+]", "", marked), language) for marked in words(language)]
    assert found == [re.sub("=", "-", marked).replace("+", "") for marked in words(language)]


@pytest.mark.parametrize("tag", ["de", "de-AT", "de-CH", "de-Latn-DE"])
def test_every_german_has_the_patterns_of_german(tag: str) -> None:
    assert inserted("fortschreitende", tag) == "fort-schrei-ten-de"


def test_an_author_is_obeyed_before_the_patterns_and_no_longer_than_asked() -> None:
    with using((("de-AT", "Ver-sammlungsfrei-heit"), ("fi", "Helsin-ki"))):
        assert inserted("Versammlungsfreiheit", "de-AT") == "Ver-sammlungsfrei-heit"
        assert inserted("VERSAMMLUNGSFREIHEIT", "de-AT") == "VER-SAMMLUNGSFREI-HEIT"
        assert inserted("Versammlungsfreiheiten", "de-AT") == "Ver-samm-lungs-frei-hei-ten"
        assert inserted("Helsinki", "fi") == "Helsin-ki"
    assert inserted("Versammlungsfreiheit", "de-AT") == "Ver-samm-lungs-frei-heit"


def test_a_language_without_patterns_is_passed_over() -> None:
    with using((("zxx", "Wor-te"),)):
        assert places("Wor-te") == (3,)
