"""Addresses are found in running text, with the places where a line may part them."""

import pytest

from flugblatt.language.addresses import addresses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Siehe https://example.org/a_b-c/.", ("https://example.", "org/", "a_", "b-", "c/")),
        ("Siehe www.council.example, bitte", ("www.council.", "example")),
        ("An press.office@council.example!", ("press.", "office", "@", "council.", "example")),
        ("Ruft +370 600 00000 an", ("+370 600 00000",)),
        ("In t.me/x steht es", ("t.", "me/", "x")),
    ],
)
def test_where_a_line_may_part_an_address(text: str, parts: tuple[str, ...]) -> None:
    (found,) = addresses(text)
    assert found.parts == parts and "".join(parts) == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "words", "target"),
    [
        ("Siehe www.exam\u00adple.org.", "www.exam\u00adple.org", "https://www.example.org"),
        (
            "An wasser\u00adwerk@bei\u00adspiel.example.org!",
            "wasser\u00adwerk@bei\u00adspiel.example.org",
            "mailto:wasserwerk@beispiel.example.org",
        ),
        ("https://example.org/a\u00ad, so", "https://example.org/a", "https://example.org/a"),
        ("\u00adwww.example.org", "www.example.org", "https://www.example.org"),
    ],
)
def test_soft_hyphens_within_an_address_lead_nowhere(text: str, words: str, target: str) -> None:
    (found,) = addresses(text)
    assert (found.words, found.target, text[found.start : found.end]) == (words, target, words)


@pytest.mark.parametrize(
    "text", ["Am 6.1.2022 um 10:30.", "und/oder", "z.B. so", "1.000 Euro", "DE89 3704 0044 0532 0130 00"]
)
def test_what_is_no_address(text: str) -> None:
    assert not list(addresses(text))
