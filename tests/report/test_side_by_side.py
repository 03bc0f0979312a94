"""The page sets a translation beside its original, with what was found between the blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html

from flugblatt.judges import parity
from flugblatt.model import Check, Statement
from flugblatt.report import html as proof_report
from flugblatt.report.run_report import WorkReport, as_json
from flugblatt.report.side_by_side import MOST, Beside, beside
from tests import editions

YAML = "date: 2024-05-03\noriginal: de\nissuers: [Büro]\n"
DE = "# Ein Titel\n\nAm 6. Januar 2024 geschah etwas.\n\n## Zwei\n\nUnd dann noch etwas.\n"
AR = "# عنوان\n\nحدث شيء في 6 يناير 2042.\n\n## اثنان\n\nثم شيء آخر.\n"


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return editions.read(editions.write(tmp_path_factory.mktemp("content"), "w", YAML, de=DE, ar=AR))


@pytest.fixture(scope="module")
def check(statement: Statement) -> Check:
    return dict(parity.checks(statement))["ar"]


def page(statement: Statement, check: Check) -> Any:
    return html.fromstring(proof_report.render(statement, (), sources=(("ar", check),)).decode())


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_blocks_stand_side_by_side_in_their_languages(statement: Statement, check: Check) -> None:
    (table,) = page(statement, check).xpath("//table[@class='beside']")
    rows = table.xpath("tbody/tr[not(@class)]")
    assert [words(cell) for cell in rows[1]] == ["Am 6. Januar 2024 geschah etwas. 3", "حدث شيء في 6 يناير 2042. 3"]
    assert [(cell.get("lang"), cell.get("dir")) for cell in rows[1]] == [("de", "ltr"), ("ar", "rtl")]
    assert len(rows) == 4


def test_a_finding_stands_below_its_blocks(statement: Statement, check: Check) -> None:
    (between,) = page(statement, check).xpath("//tr[@class='between']")
    assert "parity-number, w/ar.md:3:1" in words(between) and "2042" in words(between)
    assert words(between.getprevious()).startswith("Am 6. Januar")


def test_the_section_counts_the_check_of_the_source(statement: Statement, check: Check) -> None:
    tree = page(statement, check)
    assert words(tree.xpath("//tbody/tr/th")[0]) == "ar.md"
    assert "one difference, shown below" in words(tree.xpath("//td[@class='finding']")[0])


def many(content: Path, change: str = "") -> Beside:
    blocks = [f"Absatz mit der Zahl {number}." for number in range(MOST + 20)]
    text = "# Titel\n\n" + "\n\n".join(blocks) + "\n"
    other = text.replace("Absatz mit der Zahl", "Абзац з лікам")
    work = editions.read(
        editions.write(content, "w", YAML, de=text, be=other.replace(change, "999") if change else other)
    )
    return beside(work, "be", dict(parity.checks(work))["be"])


def test_of_a_long_text_only_what_is_around_a_finding_is_shown(tmp_path: Path) -> None:
    whole = many(tmp_path / "a")
    assert whole.rows == () and whole.rest == MOST + 21
    shown = many(tmp_path / "b", " 40")
    assert [bool(row.findings) for row in shown.rows] == [False, True, False]
    assert (shown.rows[0].skipped, shown.rest) == (40, MOST + 21 - 43)


def test_the_report_for_programs_has_it_under_the_edition(statement: Statement, check: Check) -> None:
    text = as_json((WorkReport(statement, (), 0, sources=(("ar", check),)),), 0).decode()
    assert '"language": "ar"' in text and '"check": "parity"' in text and '"language": "de"' not in text
