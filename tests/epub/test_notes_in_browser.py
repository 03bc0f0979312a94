"""A reader who follows the call of a note in Chromium, by the keyboard, sees the note, and comes back to the call."""

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests import editions
from tests.commands import PATIENCE
from tests.epub.test_epub import book

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.needs("node", "chromium")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an unpacked book, its words between calls and notes many times as many."""
    place = tmp_path_factory.mktemp("notes")
    statement = editions.read(editions.write_rich(place / "content"))
    (place / "book.epub").write_bytes(book(statement, "de"))
    with zipfile.ZipFile(place / "book.epub") as archive:
        archive.extractall(place / "book")
    return place / "book" / "EPUB"


def followed(document: Path) -> dict[str, Any]:
    command = ["node", ROOT / "tests" / "notes.cjs", document]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_every_call_leads_to_its_note_and_back(opened: Path) -> None:
    assert followed(opened / "text.xhtml") == {"calls": 3, "wrong": []}


@pytest.mark.parametrize(
    ("old", "new"),
    [('href="#note-2"', 'href="#note-9"'), ('href="#call-2"', 'href="#call-9"'), ('id="note-2"', 'id="remark-2"')],
    ids=["a call to nowhere", "no way back", "a note without its place"],
)
def test_a_way_that_leads_nowhere_is_seen(opened: Path, old: str, new: str) -> None:
    text = (opened / "text.xhtml").read_text(encoding="utf-8")
    assert old in text
    spoilt = opened / "spoilt.xhtml"
    spoilt.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert followed(spoilt)["wrong"]
