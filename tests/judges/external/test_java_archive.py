"""The archive of the Java process: named by all that it was made of, harmless where it is missing, broken or another's."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from flugblatt import resources
from flugblatt.judges.external import java, java_archive


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(resources, "cache_folder", lambda: tmp_path)
    return tmp_path / "java"


def test_another_runtime_other_flags_and_other_jars_have_another_archive(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (jar := tmp_path / "a.jar").write_bytes(b"1")
    (home := tmp_path / "home").mkdir()
    (home / "release").write_text("25")
    monkeypatch.setattr(java_archive, "epubcheck_jars", lambda: [jar])
    monkeypatch.setattr(java_archive, "java_home", lambda: home)
    seen = [java_archive.place()]
    jar.write_bytes(b"12")
    seen.append(java_archive.place())
    (home / "release").write_text("26")
    seen.append(java_archive.place())
    monkeypatch.setattr(java_archive, "FLAGS", ("-Xmx1g",))
    seen.append(java_archive.place())
    assert len(set(seen)) == 4 and {path.parent for path in seen} == {cache}


def test_an_archive_that_is_none_is_passed_over(cache: Path) -> None:
    archive = java_archive.place()
    archive.parent.mkdir()
    archive.write_bytes(b"no archive" * 1000)
    with java.start(warm=False) as host:
        assert host.ask({"versions": True})["java"].startswith("25")


def test_the_process_is_told_of_an_archive_only_where_there_is_one(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[str]] = []

    def started(command: list[str], **_: Any) -> Any:
        told.append([word for word in command if word.startswith("archive=")])
        raise OSError

    monkeypatch.setattr(subprocess, "Popen", started)
    for worker in (None, ["x"], None, ["x"]):
        with pytest.raises(OSError):
            java.start(worker=worker)
        java_archive.place().parent.mkdir(exist_ok=True)
        java_archive.place().touch()
    assert told == [[], [], [f"archive={java_archive.place()}"], []]


def test_what_makes_no_archive_leaves_none(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: None)
    assert java_archive.make() is None and list(cache.iterdir()) == []


@pytest.mark.slow
def test_an_archive_is_made_once_and_those_before_it_go(cache: Path) -> None:
    cache.mkdir()
    (cache / "old.aot").write_bytes(b"")
    made = java_archive.make()
    assert made is not None and list(cache.iterdir()) == [made] and made.stat().st_size > 10_000_000
    before = made.stat()
    assert java_archive.make() == made and made.stat() == before
    with java.start(warm=False) as host:
        assert host.ask({"versions": True})["java"].startswith("25")
