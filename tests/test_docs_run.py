"""What the pages for readers show to be typed is typed: every command that needs neither a browser nor a camera, page by page."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import run
from tests.content.importing.word_specimens import docx, item, paragraph
from tests.test_docs import commands

NOT_RUN = {"flugblatt", "flugblatt serve", "flugblatt recover photo.jpg"}
"""The whole build, which `build appeal` is; what stays until it is ended; what needs a photograph."""
WARNED = {"flugblatt build --strict --report github": (0, 1)}
"""Where a warning about a small specimen may be a failure."""
PAGES = ("press-office", "translator", "print-shop", "ebook-shop", "proven", "developer", "library", "troubleshooting")
"""In the order in which they can be walked: the first makes the project and the work."""


def letter(title: str, words: str) -> bytes:
    return docx(
        paragraph(title, style="Titel"),
        *(paragraph(f"{words} {number}.") for number in range(9)),
        item("1", 2),
        item("2", 2),
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the files that the pages speak of, as they come by mail."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "appeal.docx").write_bytes(
        letter("Aufruf", "Wir sagen, dass dies der Satz ist, und zwar der mit der Zahl")
    )
    (tmp_path / "appeal.en.docx").write_bytes(
        letter("Appeal", "We say that this is the sentence, and it is the one with the number")
    )
    (tmp_path / "appeal.be.docx").write_bytes(letter("Зварот", "Мы кажам, што гэта сказ, і гэта той, у якім ёсць лік"))
    yield tmp_path


@pytest.mark.slow
def test_every_command_of_the_pages_works(here: Path, monkeypatch: pytest.MonkeyPatch, one_java: None) -> None:
    """Of the English ones: the German ones show the same blocks, which ``test_docs`` says."""
    project = here / "statements"
    typed = [(page, line) for page in PAGES for line in dict.fromkeys(commands(f"en/{page}.md")) if line not in NOT_RUN]
    wrong = []
    for page, line in typed:
        said = run(*shlex.split(line)[1:])
        if said.returncode not in WARNED.get(line, (0,)):
            wrong.append(f"{page}: {line}: {said.returncode}\n{said.stdout[-1500:]}{said.stderr[-1500:]}")
        if line.startswith("flugblatt init"):
            monkeypatch.chdir(project)
            for file in here.glob("*.docx"):
                shutil.copy(file, project)
        for made in project.glob("out/appeal/*/appeal.[te][an]*"):
            if made.suffix in (".tar", ".pdf"):
                shutil.copy(made, project)
    assert wrong == []
    assert len(typed) > 20
