"""What a picture to share says, by its page: one wrong word is found, and a picture without its page is not passed."""

import pytest

from flugblatt.judges import judge_table
from flugblatt.model import Finding
from flugblatt.model.cases import Case
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


LATIN = "Statement of the Independent Council on Freedom and Human Rights in Exile"


def found(tag: str, issuers: str, title: str, theme: str = "red") -> list[Finding]:
    """What is found in the pictures of an edition."""
    statement, made = pictures(tag, issuers, title, theme)
    cases = [
        Case(statement, statement.editions[0], "pictures", one.artefact.data, kind=one.artefact.kind, beside=one.beside)
        for one in made
    ]
    checks = [judge_table.judge(check, case) for case in cases for check in ("fidelity", "visual")]
    assert len(checks) == 6 and {check.verdict for check in checks} <= {"passed", "failed"}
    return [finding for check in checks for finding in check.findings]


@pytest.mark.parametrize(
    ("tag", "title", "theme"),
    [
        *((tag, LATIN, "red") for tag in ("ar", "he", "fa", "ur")),
        *(("ar", LATIN, theme) for theme in ("quiet", "picture", "black")),
        ("ar", f"[{LATIN}]{{lang=en}}", "red"),
        ("he", f"{LATIN} 2022–2023", "red"),
        ("ar", "Stop the War against the Independent Council of Human Rights in Exile, now!", "red"),
        ("ar", "Statement of *the Council* «حقوق الإنسان» 2022 on Freedom (and more), 15 % in Exile!", "red"),
        ("ar", "بيان Independent Council on Freedom 2022 (UN) حول حقوق الإنسان 1,234 في المنفى Freedom House", "red"),
        ("en", "[הצהרה של המועצה העצמאית על חירות וזכויות האדם בגולה ועל העתיד]{lang=he}", "red"),
    ],
)
def test_lines_of_a_title_that_run_against_the_edition_are_proven(tag: str, title: str, theme: str) -> None:
    """The blank at the end of such a line stands on its left, where the edition's paragraphs end (UAX #9, L1)."""
    assert found(tag, "Example Council", title, theme) == []


@pytest.mark.parametrize(
    "name", ["Freundeskreis e. V.", "“Memorial”", "Council & Friends, Inc.", f"{LATIN} {LATIN} e. V."]
)
@pytest.mark.parametrize(("tag", "title"), [("ar", "رسالة مفتوحة"), ("he", "מכתב גלוי")])
def test_the_stop_at_the_end_of_a_name_stays_at_its_end(tag: str, title: str, name: str) -> None:
    """In an edition that runs to the left a name of Latin letters is an isolate."""
    assert found(tag, f"'{name}', Büro", title) == []
