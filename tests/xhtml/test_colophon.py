"""The colophon: which rows run to the right in an edition that runs to the left."""

from pathlib import Path

import pytest

from flugblatt.language.table import language_of
from flugblatt.model import Wish
from flugblatt.xhtml import colophon, forms, web
from tests.editions import read, write

YAML = """\
date: 2024-05-03
kind: press-release
issuers: {he: [מועצת הבאר], de: [Rat]}
contact: {name: Anna Weber, email: post@brunnen.example, phone: "+49 30 1234"}
rights: {statement: © Rat, license: CC-BY-4.0}
series: {title: סדרה, number: "3"}
publisher: {name: הוצאה, place: Berlin}
"""
TEXTS = {"he": "# הבאר תיפתח\n\nמילים.\n\nעוד.\n", "de": "# Der Brunnen\n\nWörter.\n\nMehr.\n"}


@pytest.mark.parametrize(
    ("tag", "turned"),
    [
        ("he", {"Anna Weber", "© Rat", "CC-BY-4.0"}),
        ("de", set()),
    ],
)
def test_lines_without_a_letter_that_runs_to_the_left_run_to_the_right(
    tmp_path: Path, tag: str, turned: set[str]
) -> None:
    statement = read(write(tmp_path, "presse", YAML, **TEXTS))
    edition = next(each for each in statement.editions if each.language == tag)
    rows = colophon.rows(statement, edition, language_of(edition), "web", "", "")
    found = {row.lines[0] for row in rows if row.turned and row.style != "identifier"}
    assert found == turned


def test_a_number_of_a_telephone_is_marked_in_every_place_of_a_page_that_runs_to_the_left(tmp_path: Path) -> None:
    statement = read(write(tmp_path, "presse", YAML, **TEXTS))
    edition = next(each for each in statement.editions if each.language == "he")
    assert '<p dir="ltr">+49 30 1234</p>' in forms.closing(statement, edition, language_of(edition))
    (made,) = web.page(statement, edition, Wish(("web",)))
    assert (
        '<dd class="text" dir="ltr">Anna Weber<br>post@brunnen.example<br>+49 30 1234</dd>'
        in made.artefact.data.decode()
    )
