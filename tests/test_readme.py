"""The README tells the truth: every command that it shows is run, in the order shown."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.commands import run

ROOT = Path(__file__).parent.parent


def commands() -> list[list[str]]:
    """The commands of the code block, without what stands behind two or more spaces."""
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return [shlex.split(re.split(" {2,}", line)[0])[2:] for line in lines if line.startswith("python build.py")]


def test_every_command_of_the_readme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_java: None) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    assert len(commands()) >= 8
    for arguments in commands():
        result = run(*arguments)
        assert result.returncode == 0, f"{arguments}\n{result.stdout}{result.stderr}"


def test_the_readme_names_every_target() -> None:
    from flugblatt.model.targets import TARGETS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in TARGETS:
        assert f"`{target.name}`" in text and all(form.suffix in text for form in target.forms)


def test_the_readme_has_every_key_of_statement_yaml_once() -> None:
    from flugblatt.content.expected_keys import KEYS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    _, table = text.split("| key of `statement.yaml` | what it says |\n|---|---|\n", 1)
    rows = table.split("\n\n", 1)[0].splitlines()
    named = [key for row in rows for key in re.findall(r"`([a-z_]+)`", row.split("|")[1])]
    assert sorted(named) == sorted(KEYS)
