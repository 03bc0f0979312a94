"""Columns of numbers: which are some, and that decimal signs stand under one another on the page without a character more."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from flugblatt.content import read_work
from flugblatt.judges import fidelity, visual
from flugblatt.judges.closed import page_guard
from flugblatt.language.table import describe
from flugblatt.model import Edition, Statement, Table
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import number_columns, web
from flugblatt.xhtml.number_columns import Lack
from flugblatt.xhtml.table_setting import looks_of

WORDS = {"ar": "مكان", "he": "מקום"}


def work(folder: Path, columns: tuple[tuple[str, ...], ...], tag: str, rule: str = "") -> tuple[Statement, Edition]:
    """A table with these columns behind one of names; ``rule`` is that of the second column."""
    made = folder / "probe"
    made.mkdir(exist_ok=True)
    word = WORDS.get(tag, "Ort")
    rows = "".join(f"| {word} | {' | '.join(cells)} |\n" for cells in zip(*columns, strict=True))
    head = f"| {word} |{f' {word} |' * len(columns)}\n|---|{rule or '---'}|{'---|' * (len(columns) - 1)}\n"
    (made / "statement.yaml").write_text("date: 2024-03-05\nissuers: [Rat]\n", encoding="utf-8")
    (made / f"{tag}.md").write_text(f"# {word}\n\n{word}.\n\n{head}{rows}\n{word}.\n", encoding="utf-8")
    statement, findings = read_work(made)
    assert statement is not None, findings
    return statement, statement.editions[0]


def table(folder: Path, columns: tuple[tuple[str, ...], ...], tag: str, rule: str = "") -> Table:
    blocks = work(folder, columns, tag, rule)[1].blocks
    return next(block for block in blocks if isinstance(block, Table))


@pytest.mark.parametrize(
    ("tag", "cells", "lacks"),
    [
        ("de", ("1,25", "12", "−1.234,5"), (Lack(), Lack(2, True), Lack(1))),
        ("de", ("3 %", "4,25 %", "–"), (Lack(2, True), Lack(), Lack(2, True))),
        ("de", ("12 €", "1 250,50 €", ""), (Lack(2, True), Lack(), Lack(2, True))),
        ("de-CH", ("1’250.50", "3.5"), (Lack(), Lack(1))),
        ("en", ("$1,250.50", "US$ 7"), (Lack(), Lack(2, True))),
        ("en", ("12", "140"), (Lack(), Lack())),
        ("ar", ("١٫٥", "١٢"), (Lack(), Lack(1, True))),
        ("hi", ("1.5", "12"), (Lack(), Lack(1, True))),
    ],
)
def test_a_cell_lacks_what_the_longest_fraction_has_more(
    tag: str, cells: tuple[str, ...], lacks: tuple[Lack, ...], tmp_path: Path
) -> None:
    column = number_columns.columns(table(tmp_path, (cells,), tag), tag)[1]
    assert column is not None and column.lacks == lacks


@pytest.mark.parametrize(
    ("tag", "cells"),
    [
        ("de", ("1,5", "viele")),
        ("de", ("1,5 km", "3 t")),  # they are not compared
        ("de", ("6.1.2022", "7.1.2022")),
        ("en", ("1,5", "3,5")),  # decimals of another language
        ("en", ("007", "12")),
        ("en", ("3–5", "4–6")),
        ("en", ("12", "–")),
        ("en", ("1.2345678", "1")),
    ],
)
def test_other_columns_are_none_of_numbers(tag: str, cells: tuple[str, ...], tmp_path: Path) -> None:
    assert number_columns.columns(table(tmp_path, (cells,), tag), tag)[1] is None


@pytest.mark.parametrize(
    ("rule", "second", "look"),
    [
        ("---", ("1,5", "12"), "decimal figures"),
        ("---", ("gut", "schlecht"), "figures"),  # words that follow would stand at its figures
        ("---:", ("gut", "schlecht"), "decimal figures"),
        (":---", ("1,5", "12"), "left figures"),
        (":---:", ("1,5", "12"), "center figures"),
    ],
)
def test_the_author_says_where_figures_stand(rule: str, second: tuple[str, ...], look: str, tmp_path: Path) -> None:
    made = table(tmp_path, (("1,5", "3,5"), second), "de", rule)
    assert looks_of(made, describe("de", ""))[1][1] == look


def test_a_sign_that_the_direction_would_move_leaves_a_column_as_it_is(tmp_path: Path) -> None:
    language = describe("he", WORDS["he"])
    for cells, look in ((("1.5", "-12"), "figures"), (("1.5", "\u200e-12"), "decimal figures")):
        assert looks_of(table(tmp_path, (cells,), "he"), language)[1][1] == look


@pytest.mark.parametrize(
    ("tag", "sign", "cells"), [("de", ",", ("1,5", "12,25", "−1.234,125")), ("ar", "٫", ("١٫٥", "١٢٫٢٥", "٣٫١٢٥"))]
)
def test_decimal_signs_stand_under_one_another(tag: str, sign: str, cells: tuple[str, ...], tmp_path: Path) -> None:
    statement, edition = work(tmp_path, (cells,), tag)
    made = archive_pdf.render(statement, edition, describe(tag, edition.whole_text))
    case = Case(statement, edition, "archive-pdf", made.data)
    assert (made.findings, fidelity.judge(case).findings, visual.judge(case).findings) == ((), (), ())
    page = pypdfium2.PdfDocument(made.data)[1].get_textpage()
    text = page.get_text_range()
    lefts = [page.get_charbox(at)[0] for at, char in enumerate(text) if char == sign]
    assert len(lefts) == 3 and max(lefts) - min(lefts) < 0.4


def test_the_guard_knows_the_classes_of_numbers_and_no_others(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, (("1,5", "12"),), "de")
    page = web.render(statement, edition, describe("de", edition.whole_text))
    assert b'<td class="decimal figures lack-1 lack-sign">12</td>' in page and b"<table>" in page
    assert page_guard.judge(page).findings == ()
    spoilt = page_guard.judge(page.replace(b" lack-1 ", b" lack-9 "))
    assert [finding.code for finding in spoilt.findings] == ["guard-attribute"]
