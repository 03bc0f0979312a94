"""What a picture to share says, by its page: one wrong word is found, and a picture without its page is not passed."""

import pytest

from tests.shared_pictures import codes, german, judged, pictures


def test_the_page_says_date_title_and_issuers() -> None:
    check = judged("fidelity", "cover")
    assert (check.verdict, check.findings) == ("passed", ())


@pytest.mark.parametrize(
    ("issuers", "title"),
    [
        ("Büro, Rad", ""),
        ("Büro", ""),
        ("Rat, Büro", ""),
        ("Büro, Rat", "Die Wärme kommt künftig aus dem Dunai"),
    ],
)
def test_a_card_of_other_words_is_found(issuers: str, title: str) -> None:
    other = pictures("de", issuers, title)[1][2]
    check = judged("fidelity", "card", other.artefact.data, other.beside)
    assert check.verdict == "failed"
    assert codes(check) & {"fidelity-generated", "fidelity-changed", "fidelity-missing", "fidelity-order"}


def test_a_card_without_the_kind_of_the_work_is_found() -> None:
    check = judged("fidelity", "card", page=german("cover")[1].beside)
    assert (check.verdict, codes(check)) == ("failed", {"fidelity-generated"})


def test_words_of_another_language_are_marked_in_the_page() -> None:
    plain = pictures("de", "Büro, Rat", "Die Wärme kommt künftig aus dem Dunaj")[1][2]
    check = judged("fidelity", "card", page=plain.beside)
    assert codes(check) == {"fidelity-language"}


def test_a_picture_without_its_page_is_not_passed() -> None:
    assert codes(judged("fidelity", "thumb", page=b"")) == {"fidelity-unreadable"}
