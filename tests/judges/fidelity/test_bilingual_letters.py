"""Letters and press releases in two languages: addressee, dateline, signatories and sender of either are set and proven."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flugblatt.judges import fidelity, visual
from flugblatt.judges.fidelity import tagged_pdf
from flugblatt.leaflet import bilingual_sheet
from flugblatt.model import ByLanguage, Statement
from flugblatt.model.cases import Case
from flugblatt.model.work import Signatory
from flugblatt.typeset import facing_pages
from tests.editions import read, write

YAML = """\
date: 2024-05-03
kind: open-letter
issuers: [Brunnenrat]
addressee: {de: [An den Landtag, Platz 1], ar: [إلى البرلمان]}
dateline: {de: Oberdorf, ar: القرية}
boilerplate: {de: Der Rat vertritt das Dorf., ar: يمثل المجلس القرية.}
signatories:
  - {name: Anna Weber, function: Vorsitz, place: Oberdorf}
  - Karim Haddad
withdrawn: {date: 2024-06-01, reason: {de: Eine Zahl war falsch., ar: كان الرقم خاطئا.}}
bilingual: [[ar, de]]
editions: {de: {subtitle: Was das Dorf jetzt braucht}}
"""
GERMAN = "# Sauberes Wasser für alle, die im Dorf und um das Dorf leben\n\nWir bitten um Wasser.\n\nBald.\n"
ARABIC = "# ماء نظيف\n\nنطلب الماء.\n\nقريبا.\n"


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return read(write(tmp_path_factory.mktemp("letters"), "brief", YAML, de=GERMAN, ar=ARABIC))


@pytest.fixture(scope="module")
def book(statement: Statement) -> bytes:
    return facing_pages.render(statement, statement.pairs()[0])[0]


def verdicts(statement: Statement, data: bytes, kind: str = "") -> list[str]:
    case = Case(statement, statement.pairs()[0], "bilingual", data, kind=kind)
    return [f"{check.check} {check.verdict} {check.findings}" for check in (fidelity.judge(case), visual.judge(case))]


def test_a_letter_in_two_languages_says_whom_it_is_for_and_who_signs_it(statement: Statement, book: bytes) -> None:
    said = [unit.text for unit in tagged_pdf.read(book).units]
    own = ["An den Landtag", "Platz 1", "Oberdorf, 3. Mai 2024.", "Unterzeichnende", "Anna Weber", "Karim Haddad"]
    assert [text for text in said if text in own][-len(own) :] == own
    assert said.count("Anna Weber") == 2 and "إلى البرلمان" in said and "Der Rat vertritt das Dorf." in said


def test_book_and_sheet_of_a_letter_pass(statement: Statement, book: bytes) -> None:
    assert verdicts(statement, book) == ["fidelity passed ()", "visual passed ()"]
    sheet = bilingual_sheet.render(statement, statement.pairs()[0])[0]
    assert verdicts(statement, sheet, "leaflet") == ["fidelity passed ()", "visual passed ()"]


CHANGED = {
    "another addressee": {
        "addressee": ByLanguage(named=(("de", ("An den Rat", "Platz 1")), ("ar", ("إلى البرلمان",))))
    },
    "no addressee": {"addressee": ByLanguage()},
    "another signatory": {"signatories": (Signatory("Anna Weber", "Vorsitz", "Oberdorf"), Signatory("Kim Haddad"))},
    "a signatory more": {"signatories": (Signatory("Anna Weber", "Vorsitz", "Oberdorf"),)},
    "another dateline": {"dateline": ByLanguage(named=(("de", "Unterdorf"), ("ar", "القرية")))},
    "another boilerplate": {"boilerplate": ByLanguage(named=(("de", "Er vertritt."), ("ar", "يمثل المجلس القرية.")))},
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED)
def test_a_letter_that_says_something_else_beside_its_text_fails(
    statement: Statement, book: bytes, change: dict[str, object]
) -> None:
    other = replace(statement, **change)  # type: ignore[arg-type]
    case = Case(other, other.pairs()[0], "bilingual", book)
    assert fidelity.judge(case).verdict == "failed"


@pytest.mark.parametrize(
    "names", [["Rat"], ["Rat", "Verein der Freunde des Wassers im Dorf"], ["Rat"] * 3 + ["Bund"] * 40]
)
def test_title_and_names_find_room_beside_long_notices(tmp_path: Path, names: list[str]) -> None:
    reason = " ".join(["Die Zahlen des Briefes waren nicht die dieses Brunnens."] * 4)
    yaml = YAML.replace("[Brunnenrat]", str([f"{name} {at}" for at, name in enumerate(names)]))
    yaml = yaml.replace("Eine Zahl war falsch.", reason)
    found = read(write(tmp_path, "brief", yaml, de=GERMAN, ar=ARABIC))
    assert verdicts(found, facing_pages.render(found, found.pairs()[0])[0]) == [
        "fidelity passed ()",
        "visual passed ()",
    ]
