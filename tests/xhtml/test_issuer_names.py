"""The names of the issuers on title page and covers: legible, in their room, and none lost but counted."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from flugblatt.content import read_work
from flugblatt.judges import fidelity, visual
from flugblatt.language import fonts
from flugblatt.language.table import describe, known
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml.issuer_names import Names, Space, lines, others, set_names

FACE = fonts.face_for(("Alegreya Sans",), 500)
PAGE = Space(317, 9.5, 7.0, 1.42)
NAMES = tuple(f"Signatory Number{number} of the Water Council" for number in range(1, 81))


def made(count: int, *rooms: float) -> Names:
    return set_names(NAMES[:count], FACE, describe("en", "words"), PAGE, rooms)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9, 20, 40, 80])
@pytest.mark.parametrize("room", [120.0, 250.0, 350.0])
def test_every_name_is_there_or_counted_and_all_have_their_room(count: int, room: float) -> None:
    names = made(count, room, room + 60)
    shown = [name for column in names.columns for name in column]
    assert tuple(shown) == NAMES[: len(shown)]
    assert names.others == {0: ""}.get(count - len(shown), f"and {count - len(shown)} others")
    assert names.height <= room + 60 and 7.0 <= names.size <= 9.5


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("room", [-20.0, 0.0, 5.0])
def test_one_or_two_names_without_room_are_as_small_as_may_be_and_whole(count: int, room: float) -> None:
    names = made(count, room)
    assert (names.columns, names.others, names.size) == ((NAMES[:count],), "", PAGE.smallest)


def test_the_lines_of_a_name_but_the_first_are_shorter() -> None:
    name = "Association of Well Keepers in the Valley of the Sill and its Tributaries"
    measure = fonts.advance(FACE, name) * 0.6
    whole, hung = (list(lines(name, FACE, measure, hang)) for hang in (0.0, measure / 2))
    assert (len(whole), len(hung)) == (2, 3) and whole[0] == hung[0] and "".join(hung) == name


def test_few_names_stand_one_below_the_other_and_many_in_columns() -> None:
    assert [len(made(count, 250.0).columns) for count in (1, 8)] == [1, 1]
    assert [len(column) for column in made(20, 250.0).columns] == [10, 10]


def test_one_is_never_counted_as_others() -> None:
    assert not any("and 1 " in made(count, 100.0).others for count in range(1, 81))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_names_that_have_no_room_are_set_as_small_as_they_may_be(count: int) -> None:
    long = tuple(
        "Association of the Friends of the Wells and Springs of all Islands " * 5 + str(n) for n in range(count)
    )
    names = set_names(long, FACE, describe("en", "words"), PAGE, (20.0, 25.0))
    assert names.size < 9.5 and names.height > 25 and names.columns[0][0] == long[0]
    assert names.others == {3: "and 2 others"}.get(count, "")


@pytest.mark.parametrize("count", [20, 30, 40, 52])
def test_the_columns_are_as_wide_as_the_style_sheet_makes_them(tmp_path: Path, count: int) -> None:
    """Where a line of a name holds less than was reckoned, the names rise over the mark."""
    folder = tmp_path / "probe"
    folder.mkdir()
    named = "".join(f"  - Initiative for the Water of District Number {number}\n" for number in range(1, count + 1))
    (folder / "statement.yaml").write_text(f"date: 2024-03-05\nissuers:\n{named}", encoding="utf-8")
    (folder / "en.md").write_text("# Open the wells\n\nText.\n", encoding="utf-8")
    statement, _ = read_work(folder)
    assert statement is not None
    edition = statement.editions[0]
    data = archive_pdf.render(statement, edition, describe("en", edition.whole_text)).data
    assert visual.judge(Case(statement, edition, "archive-pdf", data)).findings == ()


def test_a_name_that_is_wider_than_a_column_stays_whole() -> None:
    long = tuple("Zivilgesellschaftliches Krisenmanagement der Erwachsenenbildung " * 2 + str(n) for n in range(12))
    assert len(set_names(long, FACE, describe("de", "Wort"), PAGE, (400.0,)).columns) < 3


@pytest.mark.parametrize("tag", known())
def test_every_language_says_how_many_others_there_are(tag: str) -> None:
    language = describe(tag, "")
    assert language.number(12) in others(language, 12) and "{" not in others(language, 12)


def test_a_title_page_that_counts_wrongly_is_red(tmp_path: Path) -> None:
    """The number is computed again from statement.yaml."""
    folder = tmp_path / "probe"
    folder.mkdir()
    listed = "".join(f"  - {name}\n" for name in NAMES)
    (folder / "statement.yaml").write_text(f"date: 2024-03-05\nissuers:\n{listed}", encoding="utf-8")
    (folder / "en.md").write_text("# A letter\n\nText.\n", encoding="utf-8")
    statement, _ = read_work(folder)
    assert statement is not None
    edition = statement.editions[0]
    data = archive_pdf.render(statement, edition, describe("en", edition.whole_text)).data
    assert fidelity.judge(Case(statement, edition, "archive-pdf", data)).findings == ()
    (folder / "statement.yaml").write_text(f"date: 2024-03-05\nissuers:\n{listed}  - One more\n", encoding="utf-8")
    other, _ = read_work(folder)
    assert other is not None
    findings = fidelity.judge(Case(other, other.editions[0], "archive-pdf", data)).findings
    assert any("others" in finding.message or "Number" in finding.message for finding in findings)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 3
