"""Ace by DAISY reads the e-book in a browser and finds nothing; shown a spoilt book, it says so."""

import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from flugblatt import epub
from flugblatt.epub import cover
from flugblatt.language.table import describe
from flugblatt.typeset import archive_pdf
from tests import editions
from tests.commands import PATIENCE

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.needs("node", "chromium", "ace")


def assertions(book: Path, folder: Path) -> list[str]:
    """The titles of the rules that the book breaks."""
    command = [ROOT / "node_modules/.bin/ace-cli", "-f", "-s", "-E", "-o", folder, book]
    environment = os.environ | {"PUPPETEER_EXECUTABLE_PATH": "/usr/bin/chromium", "ACE_TIMEOUT_INITIAL": "60000"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode in (0, 2), done.stdout + done.stderr
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return [found["earl:test"]["dct:title"] for document in report["assertions"] for found in document["assertions"]]


def write_book(folder: Path, tag: str) -> Path:
    statement = editions.read(editions.write_rich(folder / "content"))
    edition = editions.edition(statement, tag)
    language = describe(tag, edition.whole_text)
    pagination = archive_pdf.render(statement, edition, language).pagination
    book = folder / f"{tag}.epub"
    book.write_bytes(epub.render(statement, edition, language, pagination, cover.render(statement, edition, language)))
    return book


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_ace_finds_nothing(tag: str, tmp_path: Path) -> None:
    assert assertions(write_book(tmp_path, tag), tmp_path / "report") == []


def test_ace_can_say_no(tmp_path: Path) -> None:
    book, spoilt = write_book(tmp_path, "de"), tmp_path / "spoilt.epub"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(spoilt, "w") as target:
        for entry in source.infolist():
            data = source.read(entry).replace(b'alt="Ein blaues Rechteck"', b"")
            target.writestr(entry, data)
    assert "image-alt" in assertions(spoilt, tmp_path / "report")
