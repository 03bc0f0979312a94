"""Axe and Ace, which look at books and pages in a browser, agree with our judge: on what is good, and on what is spoilt."""

import json
import subprocess
from pathlib import Path

import pytest

from flugblatt.judges import a11y
from tests.epub.test_ace import assertions
from tests.judges.a11y import mutations_of_markup, specimens

ROOT = Path(__file__).parent.parent.parent.parent
pytestmark = pytest.mark.needs("node", "chromium", "axe", "ace", "puppeteer")


def axe(file: Path) -> set[str]:
    """The rules that a page breaks, in light or in dark."""
    command = ["node", ROOT / "tests" / "axe.cjs", file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return {rule for rules in json.loads(done.stdout).values() for rule in rules}


def test_axe_finds_each_fault_of_a_page_that_it_has_a_rule_for(tmp_path: Path) -> None:
    rows = [row for row in mutations_of_markup.PAGE if row[3]]
    file = tmp_path / "spoilt.html"
    file.write_bytes(specimens.changed(specimens.page(), *((old, new) for old, new, _, _ in rows)))
    assert {rule for *_, rule in rows} <= axe(file)
    found = {finding.code for finding in a11y.of_page(file.read_bytes(), "page").findings}
    assert {code for _, _, code, _ in rows} <= found


def test_ace_finds_each_fault_of_a_book_that_it_has_a_rule_for(tmp_path: Path) -> None:
    rows = [row for row in mutations_of_markup.BOOK if row[4]]
    file = tmp_path / "spoilt.epub"
    file.write_bytes(specimens.rebound(specimens.book(), *((name, old, new) for name, old, new, _, _ in rows)))
    assert {rule for *_, rule in rows} <= set(assertions(file, tmp_path / "report"))
    found = {finding.code for finding in a11y.of_book(file.read_bytes()).findings}
    assert {code for _, _, _, code, _ in rows} <= found
