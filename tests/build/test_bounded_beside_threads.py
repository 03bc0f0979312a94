"""A process that may have no child, for it has threads, reads within the same limits as any other: a helper has the children."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flugblatt import resources
from flugblatt.build import bounded, signals
from flugblatt.build.bounded import Ended
from flugblatt.model.errors import UsageError
from flugblatt.report import crash
from tests.build.test_bounded import LOW, die, fail, fill, spin


def refuse(name: str) -> str:
    raise UsageError("no such thing")


def read(name: str) -> str:
    return Path(name).read_text()


@pytest.fixture(scope="module", autouse=True)
def helper() -> Iterator[None]:
    """The thread is one of which a child of this process would know nothing."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="busy")
    thread.start()
    assert not signals.may_fork()
    yield
    end.set()
    thread.join()
    bounded._HELPER._begun().shutdown()
    bounded._HELPER._pool = None


@pytest.mark.parametrize(
    ("function", "limit"), [(spin, "reading_seconds"), (fill, "memory_bytes"), (die, "memory_bytes")]
)
def test_a_process_with_threads_has_the_same_limits(function: Callable[[str], str], limit: str) -> None:
    with resources.using((LOW,)):
        before, ended, after = bounded.each(function, ["a", "bad", "b"])
    assert (before, after) == ("a", "b")
    assert isinstance(ended, Ended) and ended.limit == limit


def test_a_helper_that_died_is_begun_again() -> None:
    assert list(bounded.each(fail, ["a"])) == ["a"]
    for process in list(bounded._HELPER._begun()._processes.values()):
        process.kill()
        process.join()
    assert list(bounded.each(fail, ["b"])) == ["b"]


def test_faults_and_refusals_come_out_of_the_helper() -> None:
    with pytest.raises(UsageError, match="no such thing"):
        list(bounded.each(refuse, ["a"]))
    (made,) = bounded.each(fail, ["bad"])
    assert isinstance(made, crash.Crashed) and made.crash.place.startswith("test_bounded.py:")


def test_a_name_means_the_file_that_it_names_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The helper was begun in another folder."""
    assert list(bounded.each(fail, ["a"])) == ["a"]
    (tmp_path / "here.txt").write_text("here")
    monkeypatch.chdir(tmp_path)
    assert list(bounded.each(read, ["here.txt"])) == ["here"]
