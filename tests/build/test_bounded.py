"""Sources are read in a process that may be ended: what takes too long or too much costs its own work, and is told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flugblatt import resources
from flugblatt.build import bounded
from flugblatt.build.bounded import Ended
from flugblatt.report import crash
from flugblatt.resources import TableFile

pytestmark = pytest.mark.fresh_process
LOW = TableFile(
    "flugblatt.toml", "flugblatt.toml", b"[limits]\nreading_seconds = 1\nmemory_bytes = 200000000\nblocks = 5\n"
)


def spin(name: str) -> str:
    end = time.monotonic() + 60
    while name == "bad" and time.monotonic() < end:
        pass
    return name


def fill(name: str) -> str:
    return name if name != "bad" else str(len(bytearray(10**10)))


def die(name: str) -> str:
    if name == "bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return name


def fail(name: str) -> str:
    if name == "bad":
        raise KeyError("words of a text")
    return name


@pytest.mark.parametrize(
    ("function", "limit"), [(spin, "reading_seconds"), (fill, "memory_bytes"), (die, "memory_bytes")]
)
def test_what_ends_its_reader_costs_itself_alone(function: Callable[[str], str], limit: str) -> None:
    begun = time.monotonic()
    with resources.using((LOW,)):
        before, ended, after = bounded.each(function, ["a", "bad", "b"])
    assert (before, after) == ("a", "b")
    assert isinstance(ended, Ended) and ended.limit == limit
    assert time.monotonic() - begun < 30


def test_a_fault_in_the_reader_is_told_with_its_place_and_without_its_words() -> None:
    before, made, after = bounded.each(fail, ["a", "bad", "b"])
    assert (before, after) == ("a", "b") and isinstance(made, crash.Crashed)
    assert made.crash.kind == "KeyError" and made.crash.place.startswith("test_bounded.py:")
    assert "words of a text" not in crash.text(made.crash) and str(Path.home()) not in crash.text(made.crash)


def test_the_words_of_a_fault_are_written_where_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(crash.LEAVE, "1")
    assert "words of a text" in crash.text(crash.Crash("KeyError", (), "words of a text"))


def test_a_work_over_a_limit_is_a_finding_with_the_limit_and_how_to_raise_it(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "statement.yaml").write_text("date: 2022\nissuers: [C]\n", encoding="utf-8")
        (tmp_path / name / "en.md").write_text("# T\n\n" + "Words.\n\n" * (9 if name == "a" else 2), encoding="utf-8")
    with resources.using((LOW,)):
        (_, bad), (_, good) = bounded.works(tmp_path, ["a", "b"])
    assert not isinstance(bad, crash.Crashed) and not isinstance(good, crash.Crashed)
    assert bad[0] is None and "over-limit at most 5 blocks were expected, found 10" in str(bad[1][0])
    assert "[limits] blocks = 10" in bad[1][0].hint
    assert good[0] is not None and good[1] == ()


RESERVING = """
from flugblatt.judges.external import siegfried
from flugblatt.verification import sandbox
sandbox._start(())
print(siegfried.identify("a.txt", b"words")[1:])
"""


def test_a_tool_that_reserves_addresses_by_the_gigabyte_is_not_ended() -> None:
    """Siegfried does: a limit of addresses ended every check of a good file."""
    command = [sys.executable, "-c", RESERVING]
    done = subprocess.run(command, cwd=resources.CHECKOUT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "x-fmt/111" in done.stdout
