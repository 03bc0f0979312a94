"""The judge of accessibility: nothing in what we make, and each fault of the tables of mutations, under its code."""

import pytest

from flugblatt.judges import a11y
from flugblatt.judges.a11y.codes_of_accessibility import CODES
from flugblatt.judges.a11y.computed_contrast import ratio
from flugblatt.model import Check
from tests import editions
from tests.judges.a11y import mutations_of_markup, specimens

HEADLESS = "# Titel\n\nVorspann.\n\n| | |\n|---|---|\n| Maria | 1 |\n"
FOREIGN = "# Titel\n\nVorspann.\n\nSie riefen: Жыве Беларусь і ўсе людзі. Und {mark}.\n"


def codes(check: Check) -> set[str]:
    return {finding.code for finding in check.findings}


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_nothing_is_found_in_pages_and_books_of_ours(tag: str) -> None:
    for check in (a11y.of_page(specimens.page(tag), "page"), a11y.of_book(specimens.book(tag))):
        assert (check.check, check.verdict, check.findings) == ("a11y", "passed", ())


@pytest.mark.parametrize(("old", "new", "code", "axe"), mutations_of_markup.PAGE)
def test_a_spoilt_page_is_found(old: str, new: str, code: str, axe: str) -> None:
    check = a11y.of_page(specimens.changed(specimens.page(), (old, new)), "page")
    assert check.verdict == "failed" and code in codes(check)


@pytest.mark.parametrize(("file", "old", "new", "code", "ace"), mutations_of_markup.BOOK)
def test_a_spoilt_book_is_found(file: str, old: str, new: str, code: str, ace: str) -> None:
    check = a11y.of_book(specimens.rebound(specimens.book(), (file, old, new)))
    assert check.verdict == "failed" and code in codes(check)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEADLESS, "a11y-headless"),
        (FOREIGN.format(mark="gingen"), "a11y-unmarked"),
        (editions.RICH.replace("Ein blaues Rechteck", "bild.png"), "a11y-weak-name"),
    ],
)
def test_what_an_author_should_mend_is_a_warning(text: str, code: str) -> None:
    for check in (a11y.of_page(specimens.page(text=text), "page"), a11y.of_book(specimens.book(text=text))):
        assert (check.verdict, codes(check)) == ("passed", {code})
        assert {finding.severity for finding in check.findings} == {"warning"}


def test_marked_words_and_a_name_are_no_foreign_words() -> None:
    text = "# Titel\n\nVorspann.\n\n[Жыве Беларусь і ўсе людзі]{lang=be}, rief Святлана Ціханоўская.\n"
    assert a11y.of_page(specimens.page(text=text), "page").findings == ()


@pytest.mark.parametrize("data", [b"", b"\x00", b"PK\x03\x04", b"<html>"])
def test_what_is_no_book_is_unreadable(data: bytes) -> None:
    assert codes(a11y.of_book(data)) == {"a11y-unreadable"}


def test_what_is_no_page_is_not_passed() -> None:
    assert a11y.of_page(b"", "page").verdict == a11y.of_page(b"x", "page").verdict == "failed"


def test_contrast_is_that_of_the_guidelines() -> None:
    black, white, grey = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (119 / 255, 119 / 255, 119 / 255)
    assert ratio(black, white) == ratio(white, black) == 21
    assert round(ratio(grey, white), 2) == 4.48


def test_every_code_is_found_somewhere() -> None:
    warnings = {"a11y-headless", "a11y-unmarked", "a11y-weak-name", "a11y-unreadable"}
    rows = {row[2] for row in mutations_of_markup.PAGE} | {row[3] for row in mutations_of_markup.BOOK}
    assert rows | warnings == set(CODES)
