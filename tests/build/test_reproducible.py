"""The same bytes: in another folder, zone, locale and hash seed, with the clock moved, with more jobs."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests import editions
from tests.commands import PATIENCE

ROOT = Path(__file__).parent.parent.parent
FAKETIME = next((str(path) for path in sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), "")


def build(checkout: Path, content: Path, out: Path, *arguments: str, **environment: str) -> None:
    result = subprocess.run(
        [sys.executable, checkout / "build.py", "--content", content, "--out", out, *arguments],
        cwd=content.parent,
        env={name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
        | {"PYTHONPATH": str(checkout)}
        | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def report(out: Path) -> dict[str, object]:
    value = json.loads((out / "report.json").read_text(encoding="utf-8"))
    del value["timings"]
    return value


def works(content: Path) -> Path:
    editions.write_rich(content)
    shutil.copytree(ROOT / "content" / "kasachstan-2022", content / "kasachstan-2022")
    return content


@pytest.mark.needs("faketime")
def test_the_same_bytes_whatever_the_surroundings(published: Path, tmp_path: Path) -> None:
    compare(published / "out", elsewhere(tmp_path, published / "content"), "probe")


@pytest.mark.slow
@pytest.mark.needs("faketime")
@pytest.mark.parametrize("work", ["kasachstan-2022", "rich"])
def test_the_same_bytes_of_larger_works(work: str, tmp_path: Path) -> None:
    """Of two editions, made one after the other and at a time; with pictures, and records of everything."""
    content, out = works(tmp_path / "here" / "content"), tmp_path / "here" / "out"
    build(ROOT, content, out, work, "--jobs", "1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    compare(out, elsewhere(tmp_path, content, work), work)


def elsewhere(folder: Path, content: Path, *words: str) -> Path:
    """The same content built by another checkout, at another time and place."""
    home = folder / "a folder elsewhere"
    checkout, second = home / "checkout", home / "works"
    for room in ("flugblatt", "templates", "styles"):
        shutil.copytree(ROOT / room, checkout / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "requirements.lock"):
        shutil.copy(ROOT / name, checkout / name)
    shutil.copytree(content, second)
    moved = {"LD_PRELOAD": FAKETIME, "FAKETIME": "+3333d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    settings = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "HOME": str(home)}
    build(checkout, second, home / "out", *words, "--jobs", "2", **settings, **moved)
    return home / "out"


def compare(first: Path, second: Path, work: str) -> None:
    here, there = tree(first / work), tree(second / work)
    assert {path for path in here if here[path] != there.get(path)} == set()
    assert set(here) == set(there)
    assert report(first) == report(second)


@pytest.mark.needs("faketime")
def test_the_clock_was_really_moved() -> None:
    moved = {"LD_PRELOAD": FAKETIME, "FAKETIME": "+3333d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    ask = [sys.executable, "-c", "import time; print(time.gmtime().tm_year)"]
    years = [
        int(subprocess.run(ask, env=os.environ | extra, capture_output=True, text=True, timeout=PATIENCE).stdout)
        for extra in ({}, moved)
    ]
    assert years[1] - years[0] in (9, 10)


def test_no_path_of_the_machine_reaches_an_output(published: Path) -> None:
    assert places(published / "out" / "probe", published) == []


@pytest.mark.slow
def test_no_path_of_the_machine_reaches_a_larger_work(tmp_path: Path) -> None:
    build(ROOT, works(tmp_path / "content"), tmp_path / "out", "rich", "--leaflet", "a5-4")
    assert places(tmp_path / "out" / "rich", tmp_path) == []


def test_a_path_is_seen_in_every_kind_of_file(tmp_path: Path) -> None:
    path = str(tmp_path).encode()
    (tmp_path / "a.txt").write_bytes(b"at " + path)
    (tmp_path / "b.pdf").write_bytes(b"1 0 obj stream\n" + zlib.compress(path) + b"\nendstream")
    with zipfile.ZipFile(tmp_path / "c.epub", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("text.xhtml", path * 9)
    assert places(tmp_path, tmp_path) == ["a.txt", "b.pdf", "c.epub"]


def places(folder: Path, made_in: Path) -> list[str]:
    """The files that name a place of the machine, packed ones unpacked."""
    needles = (str(made_in).encode(), str(ROOT).encode(), b"flugblatt.invalid", b"file://")
    return [
        name
        for name, data in tree(folder).items()
        if any(needle in part for part in parts(name, data) for needle in needles)
    ]


def parts(name: str, data: bytes) -> Iterator[bytes]:
    yield data
    if name.endswith(".epub"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(entry) for entry in archive.namelist())
    if name.endswith(".pdf"):
        for piece in data.split(b"stream\n")[1:]:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(piece)
