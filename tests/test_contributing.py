"""The pages for those who carry on name files and rooms that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
OF_A_PROJECT = {"flugblatt.toml", "content/probe/TAG.md"}
FILES = [
    path.relative_to(ROOT).as_posix()
    for path in (
        *ROOT.glob("*.*"),
        *(path for folder in ("flugblatt", "tests", "styles", "templates") for path in (ROOT / folder).rglob("*.*")),
    )
]
NAMED = sorted({*re.findall(r"`([\w./-]+\.(?:py|css|toml|j2|md))", PAGE)} - OF_A_PROJECT)


@pytest.mark.parametrize("name", NAMED)
def test_a_file_that_is_named_is_there(name: str) -> None:
    assert any(f"/{path}".endswith(f"/{name}") for path in FILES)


@pytest.mark.parametrize("room", sorted(set(re.findall(r"make quick ROOM=([\w/]+)", PAGE))))
def test_a_room_that_is_named_has_tests(room: str) -> None:
    assert [*(ROOT / "tests" / room).glob("test_*.py")]
