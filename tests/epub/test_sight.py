"""The pages of the book as a reader sees them in a real browser: at 320, 800 and 1400 px, in light and in dark."""

import io
import zipfile
from pathlib import Path

import pytest

from flugblatt import epub
from flugblatt.content import read_work
from flugblatt.epub import cover
from flugblatt.language.table import describe
from flugblatt.model import Pagination, Statement
from tests import editions, sight

pytestmark = [pytest.mark.slow, pytest.mark.needs("node", "chromium", "puppeteer")]


def pages(folder: Path, statement: Statement, tag: str) -> list[Path]:
    edition = editions.edition(statement, tag)
    language = describe(tag, edition.whole_text)
    book = epub.render(statement, edition, language, Pagination(()), cover.render(statement, edition, language))
    zipfile.ZipFile(io.BytesIO(book)).extractall(folder / tag)
    return sorted((folder / tag).rglob("*.xhtml"))


def test_the_long_letter(tmp_path: Path) -> None:
    statement, findings = read_work(sight.ROOT / "tests" / "letter")
    assert statement is not None, findings
    assert [fault for page in pages(tmp_path, statement, "en") for fault in sight.faults(page)] == []


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_every_construct(tag: str, tmp_path: Path) -> None:
    statement = editions.read(editions.write_rich(tmp_path / "content"))
    assert [fault for page in pages(tmp_path, statement, tag) for fault in sight.faults(page)] == []
