"""A draft: judged by our own judges, laid apart, and nothing that was published is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flugblatt.build import draft
from flugblatt.model import Check
from tests import editions
from tests.commands import Done, run


@pytest.fixture(autouse=True)
def _in_a_folder_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts go where the test's other files are."""
    (tmp_path / "passing").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "passing"))


def drafted(tmp_path: Path, *options: str, text: str = editions.PLAIN) -> Done:
    editions.write(tmp_path / "content", "probe", editions.PLAIN_YAML, de=text, en=editions.PLAIN)
    return run("draft", "probe", "--content", tmp_path / "content", *options)


def folder_of(done: Done) -> Path:
    found = re.search(r"the draft lies in (\S+)$", done.stdout.strip())
    assert found, done.stdout
    return Path(found[1])


def test_a_draft_is_judged_and_laid_apart(tmp_path: Path) -> None:
    done = drafted(tmp_path, "--target", "web", "--target", "text", "--language", "de")
    assert done.returncode == 0, done.stdout + done.stderr
    made = [path.relative_to(folder_of(done)).as_posix() for path in folder_of(done).rglob("*.*")]
    assert sorted(made) == ["probe/de/probe.de.html", "probe/de/probe.de.txt"]
    assert "✓ fidelity passed" in done.stdout and "– format-id not run" in done.stdout
    assert "a draft asks no validator" in done.stdout and not (tmp_path / "out").exists()


def test_a_draft_is_the_archive_pdf_unless_another_target_is_named(tmp_path: Path) -> None:
    done = drafted(tmp_path, "--language", "en")
    assert done.returncode == 0 and (folder_of(done) / "probe/en/probe.en.pdf").read_bytes().startswith(b"%PDF")
    assert "verapdf:3a not run" in done.stdout and "visual passed" in done.stdout


def test_a_red_check_is_told_and_the_file_is_there_to_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    red = Check("fidelity", "failed", "our checks")
    monkeypatch.setattr(draft.production.judge_table, "judge", lambda name, case: red)
    done = drafted(tmp_path, "--target", "text", "--language", "de")
    assert done.returncode == 1 and "✕ fidelity failed" in done.stdout
    assert (folder_of(done) / "probe/de/probe.de.txt").is_file()


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--target", "records"), 2, "a draft is of one edition; build the work for records"),
        (("--target", "scroll"), 2, "there is no target 'scroll'"),
        (("--language", "be"), 2, "no edition in 'be'"),
    ],
)
def test_what_cannot_be_drafted_is_refused(tmp_path: Path, options: tuple[str, ...], code: int, says: str) -> None:
    done = drafted(tmp_path, *options)
    assert done.returncode == code and says in done.stderr
    assert list((tmp_path / "passing").iterdir()) == []


def test_a_problem_of_the_content_is_told_with_its_line(tmp_path: Path) -> None:
    done = drafted(tmp_path, text="Kein Titel\n")
    assert done.returncode == 3 and "probe/de.md:1:1" in done.stderr
    assert list((tmp_path / "passing").iterdir()) == []


def test_what_no_font_has_is_drafted_as_far_as_readers_fonts_set_it(tmp_path: Path) -> None:
    text = "# Titel\n\nDas Zeichen \U0001e7e0 hat keine Schrift.\n"
    done = drafted(tmp_path, "--target", "web", "--target", "archive-pdf", "--language", "de", text=text)
    assert done.returncode in (3, 4) and "U+1E7E0" in done.stderr
    made = [path.name for path in folder_of(done).rglob("*.*")]
    assert made == ["probe.de.html"] and "not due: archive-pdf: de: no font at hand" in done.stdout


def test_a_work_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    done = run("draft", "nothing", "--content", tmp_path / "content")
    assert done.returncode == 2 and "there is no work 'nothing'" in done.stderr
