"""Language tags: RFC 5646, 4.5, by the registry, and nothing of the CLDR."""

from __future__ import annotations

import pytest

from flugblatt.content.language_tags import canonical, problem

CANONICAL = [
    "de",
    "be",
    "tl",
    "cnr",
    "bs-Latn",
    "de-1996",
    "el-monoton",
    "zh-Hant",
    "sh",
    "sr-Latn-RS",
    "be-tarask",
    "es-419",
    "de-DE-1996",
    "x-flug",
    "qaa-Qaaa-QM",
    "en-u-ca-buddhist",
    "und",
    "ru-Cyrl",
    "yue",
    "hy-arevela",
    "sl-rozaj-biske",
    "zh-min",
]

REFUSED = {
    "iw": "he",
    "hau": "ha",
    "deu": "de",
    "ger": "de",
    "deutsch": "de",
    "english": "en",
    "русский": "ru",
    "DE": "de",
    "de-de": "de-DE",
    "SR-LATN": "sr-Latn",
    "de_DE": "de-DE",
    "mo": "ro",
    "zh-yue": "yue",
    "zh-cmn-Hans": "cmn-Hans",
    "i-klingon": "tlh",
    "en-BU": "en-MM",
    "en-GB-oed": "en-GB-oxendict",
    "ja-Latn-hepburn-heploc": "ja-Latn-alalc97",
    "en-u-ca-buddhist-t-de": "en-t-de-u-ca-buddhist",
    "sgn-BE-FR": "sfb",
    "de-1996-1996": "de",
    "de-yue": "de",
    "de-": "de",
    "de-u": "de",
}
REFUSED_WITHOUT_ANOTHER = ["xx_YY", "", "a", "x", "123"]


@pytest.mark.parametrize("tag", CANONICAL)
def test_canonical_tags_pass(tag):
    assert canonical(tag) == tag
    assert problem(tag) is None


@pytest.mark.parametrize("tag", REFUSED)
def test_other_tags_are_refused_with_the_tag_to_write(tag):
    found = problem(tag)
    assert found is not None
    assert found.instead == REFUSED[tag]
    assert found.message and found.instead in found.hint
    assert problem(found.instead) is None


@pytest.mark.parametrize("tag", REFUSED_WITHOUT_ANOTHER)
def test_tags_without_a_likely_one_are_refused_with_a_hint(tag):
    found = problem(tag)
    assert found is not None
    assert found.instead == ""
    assert found.message and found.hint


def test_nothing_is_taken_from_a_tag_that_the_registry_would_not_take():
    # Suppress-Script is advice on choosing a tag, no part of the canonical form.
    assert canonical("de-latn") == "de-Latn"
    assert canonical("tl") == "tl"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        *[("by", "be"), ("ua", "uk"), ("cz", "cs"), ("jp", "ja"), ("gr", "el"), ("dk", "da"), ("cn", "zh")],
        *[("rs", "sr"), ("vn", "vi"), ("ir", "fa"), ("ge", "ka"), ("kz", "kk"), ("at", "de"), ("us", "en")],
        *[("gb", "en"), ("al", "sq"), ("me", "sr"), ("md", "ro"), ("il", "he"), ("by-BY", "be"), ("UA", "uk")],
    ],
)
def test_the_code_of_a_country_is_answered_with_its_language(code, language):
    found = problem(code)
    assert found is not None
    assert (found.instead, found.hint.split("?")[0]) == (language, f"did you mean {language}")


@pytest.mark.parametrize("tag", ["se", "si", "am", "br", "ee", "kr", "be", "et", "sl", "ar", "ch", "ca", "no", "is"])
def test_the_tag_of_another_language_passes(tag):
    assert problem(tag) is None
