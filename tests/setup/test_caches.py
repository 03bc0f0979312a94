"""What can be made again lies in the user's cache folder, and a build goes on where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flugblatt import doctor, resources
from flugblatt.language import fonts

ROOT = Path(__file__).parent.parent.parent
ASK = "from flugblatt.resources import cache_folder; print(cache_folder())"
SHARE = f"""
import subprocess, sys
{ASK}
subprocess.run([sys.executable, "-c", {ASK!r}], check=True)
assert cache_folder().parent.is_dir()
"""


@pytest.fixture
def fresh() -> Iterator[None]:
    """This process looks for its cache folder again, before and after the test."""
    resources.cache_folder.cache_clear()
    yield
    resources.cache_folder.cache_clear()


def folders(code: str, **environment: str) -> list[Path]:
    """The folders that a process of another environment prints."""
    known = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    command = (sys.executable, "-c", code)
    path = os.pathsep.join((str(ROOT), *sys.path))
    surroundings = known | {"PYTHONPATH": path} | environment
    said = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    return [Path(line) for line in said.stdout.splitlines()]


def test_the_cache_is_the_users(tmp_path: Path) -> None:
    assert folders(ASK, HOME=str(tmp_path)) == [tmp_path / ".cache/flugblatt"]
    assert folders(ASK, XDG_CACHE_HOME=str(tmp_path / "kept")) == [tmp_path / "kept/flugblatt"]
    assert (tmp_path / "kept/flugblatt").is_dir()


def test_without_one_processes_share_a_temporary_folder_that_ends_with_the_first(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    mine, of_a_child = folders(SHARE, XDG_CACHE_HOME=str(tmp_path / "file"))
    assert mine == of_a_child
    assert mine.parent.name.startswith(resources.TEMPORARY)
    assert not mine.parent.exists()


def test_a_home_that_is_none_gets_a_temporary_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (folder,) = folders(ASK, HOME=str(tmp_path / "file"))
    assert folder.parent.name.startswith(resources.TEMPORARY)


def test_the_doctor_says_what_to_set(fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert doctor.probe_cache().found == str(tmp_path / "cache/flugblatt")
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    resources.cache_folder.cache_clear()
    lacking = doctor.probe_cache()
    assert lacking.missing and "XDG_CACHE_HOME" in lacking.mend
    assert doctor.exit_code((lacking,)) == 0, "a build works without it"


def test_fonts_of_a_cache_that_was_moved_are_pinned_anew(
    fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    fonts.pin(("Amiri",))
    (tmp_path / "here").rename(tmp_path / "there")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "there"))
    resources.cache_folder.cache_clear()
    moved = fonts.pin(("Amiri",))
    assert moved.is_relative_to(tmp_path / "there")
    assert f"<dir>{moved.parent}</dir>" in moved.read_text()
    assert str(tmp_path / "here") not in moved.read_text()
