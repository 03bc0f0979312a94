"""The practice texts in twelve languages: every target passes every judge."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands import PATIENCE
from tests.conftest import PracticeTexts

ROOT = Path(__file__).parent.parent.parent
LONG = 2 * PATIENCE  # twelve editions in every form, and all of them once more for verify, where other tests run beside


pytestmark = [pytest.mark.slow, pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")]


def test_one_work_of_all_editions(practice_texts: PracticeTexts, tmp_path: Path) -> None:
    work = built(practice_texts, tmp_path, "a5")
    check_booklets(work)
    check_that_every_run_is_proven(work)
    check_package(tmp_path / "out" / "udhr", practice_texts.languages)


def test_the_pdfs_of_all_editions_on_a4(practice_texts: PracticeTexts, tmp_path: Path) -> None:
    built(practice_texts, tmp_path, "a4", "--target", "archive-pdf", "--target", "access-pdf")


def built(practice_texts: PracticeTexts, tmp_path: Path, page: str, *options: str) -> dict[str, Any]:
    """The work as the report has it, every check of it passed."""
    yaml = practice_texts.content / "udhr" / "statement.yaml"
    yaml.write_text(yaml.read_text(encoding="utf-8") + f"page: {page}\n", encoding="utf-8")
    command = [
        sys.executable,
        ROOT / "build.py",
        "udhr",
        "--content",
        practice_texts.content,
        "--out",
        tmp_path / "out",
        *options,
    ]
    result = subprocess.run(command, capture_output=True, text=True, timeout=LONG)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    (work,) = report["works"]
    assert [edition["language"] for edition in work["editions"]] == sorted(practice_texts.languages)
    verdicts = {
        check["verdict"] for edition in work["editions"] for made in edition["artefacts"] for check in made["checks"]
    }
    assert verdicts == {"passed"}
    return dict(work)


def check_booklets(work: dict[str, Any]) -> None:
    """The text is ten times too long for a folded sheet: every edition is a booklet, right to left where it is read so."""
    for edition in work["editions"]:
        made = {
            artefact["path"].rpartition("/")[2] for artefact in edition["artefacts"] if "/leaflet/" in artefact["path"]
        }
        formats = {name.partition(".")[0] for name in made}
        assert len(formats) == 1 and formats <= {"booklet-a5", "booklet-a6"}, (edition["language"], made)
        assert {name.partition(".")[2] for name in made} >= {"read.pdf", "office.pdf", "press.pdf", "job.txt"}


def check_that_every_run_is_proven(work: dict[str, Any]) -> None:
    for edition in work["editions"]:
        (archive,) = (made for made in edition["artefacts"] if made["target"] == "archive-pdf")
        (glyphs,) = (check for check in archive["checks"] if check["check"] == "glyphs")
        counts = re.match(r"(\d+) of (\d+) runs", glyphs["detail"])
        assert counts is not None and counts[1] == counts[2] and int(counts[1]) > 200, edition["language"]


def check_package(folder: Path, languages: tuple[str, ...]) -> None:
    """Records of every language; the package is whole, and verified with everything in it."""
    kinds = {path.name.removeprefix("udhr.").partition(".")[0] for path in (folder / "records").iterdir()}
    assert kinds == set(languages)
    command = [sys.executable, ROOT / "build.py", "verify", folder / "archive" / "udhr.tar"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=LONG)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
