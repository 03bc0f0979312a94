"""The practice texts in twelve languages: every target passes every judge."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PracticeTexts

ROOT = Path(__file__).parent.parent


@pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")
@pytest.mark.parametrize("page", ["a5", "a4"])
@pytest.mark.slow
def test_one_work_of_all_editions(practice_texts: PracticeTexts, tmp_path: Path, page: str) -> None:
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
    ]
    result = subprocess.run(command, capture_output=True, text=True, timeout=900)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    (work,) = report["works"]
    assert [edition["language"] for edition in work["editions"]] == sorted(practice_texts.languages)
    verdicts = {
        check["verdict"] for edition in work["editions"] for made in edition["artefacts"] for check in made["checks"]
    }
    assert verdicts == {"passed"}
