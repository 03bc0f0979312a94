"""One fixture for each code: exactly its messages, and nothing else reported."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flugblatt.content import CODES, read_work

FIXTURES = Path(__file__).parent.parent / "findings"
YAML = "date: 2022-01-06\nissuers: [Council]\n"
TEXT = "# Statement\n\nPeace now.\n"


def _write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir()
    for name, data in {"statement": YAML, **files}.items():
        path = folder / (name + (".yaml" if name == "statement" else ".md"))
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return folder


def _link_outside(folder: Path) -> Path:
    (folder / "elsewhere.md").write_text(TEXT, encoding="utf-8")
    work = _write(folder / "work")
    (work / "be.md").mkdir()
    (work / "de.md").symlink_to(folder / "elsewhere.md")
    return work


def _copy(code: str, folder: Path) -> Path:
    return Path(shutil.copytree(FIXTURES / code / "work", folder / "work"))


# Files that an editor, an archive or a file system may change on the way are made here.
WORKS: dict[str, Callable[[Path], Path]] = {code: partial(_copy, code) for code in CODES} | {
    "work-name": lambda folder: _write(folder / "Großer Aufruf", de=TEXT),
    "file-unreadable": _link_outside,
    "over-limit": lambda folder: _write(
        folder / "work", de=f"# Title\n\nWords.\n\n{'[a ' * 6000}\n", fr=TEXT + "words " * 900_000
    ),
    "tag-twice": lambda folder: _write(folder / "work", **{"sr-Latn": TEXT, "sr-latn": TEXT}),
    "text-encoding": lambda folder: _write(
        folder / "work", de="# Erklärung\n\nFrüh.\n".encode("latin-1"), fr="# Déclaration\n".encode("utf-16")
    ),
    "text-control": lambda folder: _write(
        folder / "work",
        statement=YAML + 'summary: "a\\u202Eb"\n',
        de="# Statement\n\na\x00b \x07 \x85 \u202e \u2028 \ufdd0 \U0001ffff\rlone\n",
    ),
}


@pytest.mark.parametrize("code", CODES)
def test_each_code_has_a_fixture_and_nothing_else_is_reported(code, tmp_path):
    severity = CODES[code].severity
    statement, findings = read_work(WORKS[code](tmp_path))
    expected = FIXTURES / code / "expected.txt"
    assert "".join(f"{finding}\n" for finding in findings) == expected.read_text(encoding="utf-8")
    assert {finding.code for finding in findings} == {code}
    assert {finding.severity for finding in findings} == {severity}
    assert (statement is None) == (severity == "error")


def test_no_fixture_is_left_without_a_code():
    assert {path.name for path in FIXTURES.iterdir()} == set(CODES)


def test_every_rule_says_what_is_right_and_what_is_wrong():
    for code, rule in CODES.items():
        assert rule.meaning and rule.reason and rule.right and rule.wrong and rule.right != rule.wrong, code


def test_all_problems_of_a_work_are_reported_in_one_run_by_file_line_and_column(tmp_path):
    work = _write(
        tmp_path / "work",
        statement="date: 6.1.2022\nisuers: [Council]\n",
        be="# Заява\n\n<b>Мір</b>\n\n![](x.png)\n",
        de="Kein Titel[^1].\n",
    )
    statement, findings = read_work(work)
    assert statement is None
    assert [(finding.where, finding.code) for finding in findings] == [
        ("work/be.md:3:1", "text-html"),
        ("work/be.md:5:1", "image-alt"),
        ("work/be.md:5:1", "image-file"),
        ("work/de.md:1:1", "title-missing"),
        ("work/de.md:1:11", "note-missing"),
        ("work/statement.yaml:1:1", "yaml-missing"),
        ("work/statement.yaml:1:7", "yaml-date"),
        ("work/statement.yaml:2:1", "yaml-unknown-key"),
    ]
