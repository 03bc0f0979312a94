"""What a run of the suite leaves out is named in its last lines, and is a failure where CI=true."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import sharing

ROOT = Path(__file__).parent.parent.parent
SUITE = """
import pytest
from hypothesis import given, settings, strategies

@given(strategies.text())
@settings(max_examples=7)
def test_property(text): assert text == text

@pytest.mark.needs("qpdf")
def test_tool(): pass

@pytest.mark.slow
def test_slow(): pass

@pytest.mark.sample(2)
@pytest.mark.parametrize("case", range(5))
def test_table(case): assert case in (0, 2)

def test_practice(practice_texts): assert len(practice_texts.works) == 3
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose suite has one test of each kind, on a machine with an empty PATH."""
    folder = tmp_path / "project"
    (folder / "tests").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in ("conftest.py", "sharing.py"):
        shutil.copy(ROOT / "tests" / name, folder / "tests")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "tests/test_all_kinds.py").write_text(SUITE)
    return folder


def run(project: Path, *arguments: str, ci: bool = False) -> tuple[int, list[str]]:
    ours = ("PYTEST", "CI", sharing.FOLDER)  # the suite within the suite would take the folder of specimens away
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"PATH": str(project.parent / "bin"), "PYTHONPATH": str(ROOT)} | ({"CI": "true"} if ci else {})
    command = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments)
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("workers", [(), ("--numprocesses", "2")], ids=["one process", "two workers"])
def test_the_last_lines_name_what_is_not_proven(project: Path, workers: tuple[str, ...]) -> None:
    code, lines = run(project, *workers)
    assert code == 0, lines
    assert "hypothesis: 7 examples for 1 properties, fixed seed" in lines
    assert lines[-3:] == [
        "not proven here: qpdf (1): tests/test_all_kinds.py::test_tool",
        "left out: the tests marked slow; CI=true or --slow runs them",
        "not proven here: the practice texts are absent, and tests that use them were not collected",
    ]
    assert "3 passed, 1 skipped" in lines[-4]


def test_ci_runs_the_slow_tests_and_fails_for_a_missing_tool(project: Path) -> None:
    code, lines = run(project, ci=True)
    assert code == 1
    assert "3 failed, 4 passed, 1 deselected, 1 error" in "\n".join(lines)
    assert "missing with CI=true: qpdf" in lines


def test_practice_texts_become_works(project: Path) -> None:
    practice = project.parent / "shared/corpus/udhr"
    practice.mkdir(parents=True)
    for name in ("statement.yaml", "de-1996.md", "zh-Hant.md"):
        (practice / name).write_text(name)
    code, lines = run(project, "--slow", "--deselect", "tests/test_all_kinds.py::test_table")
    assert code == 0, lines
    assert "3 passed, 1 skipped" in "\n".join(lines)
    assert "practice texts" not in lines[-1]


def test_a_tool_that_nobody_knows_is_refused(project: Path) -> None:
    suite = project / "tests/test_all_kinds.py"
    suite.write_text(SUITE.replace('"qpdf"', '"qdpf"'))
    code, lines = run(project)
    assert code == 1
    assert any("no such tool: needs('qdpf')" in line for line in lines)


@pytest.mark.parametrize(
    "workers",
    [
        pytest.param((), id="one process"),
        pytest.param(("--numprocesses", "2"), id="two workers", marks=pytest.mark.slow),
    ],
)
def test_a_run_of_so_many_seconds_says_how_many_tests_it_left(project: Path, workers: tuple[str, ...]) -> None:
    code, lines = run(project, "--within", "0", *workers)
    assert code == 0, lines
    assert "the time was over: 4 tests were not run; `make test` runs them all" in lines
    assert run(project, "--within", "600", *workers)[1][-3:] == run(project, *workers)[1][-3:]
