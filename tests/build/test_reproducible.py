"""The same bytes: in another folder, zone, locale and hash seed, with the clock moved, with more jobs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import editions

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
        timeout=300,
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
@pytest.mark.parametrize("work", ["kasachstan-2022", pytest.param("rich", marks=pytest.mark.slow)])
def test_the_same_bytes_whatever_the_surroundings(work: str, tmp_path: Path) -> None:
    first = works(tmp_path / "here" / "content")
    build(ROOT, first, tmp_path / "here" / "out", work, "--jobs", "1", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    elsewhere = tmp_path / "a folder elsewhere"
    checkout = elsewhere / "checkout"
    for folder in ("flugblatt", "templates", "styles"):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "requirements.lock"):
        shutil.copy(ROOT / name, checkout / name)
    second = works(elsewhere / "works")
    moved = {"LD_PRELOAD": FAKETIME, "FAKETIME": "+3333d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    settings = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "HOME": str(elsewhere)}
    build(checkout, second, elsewhere / "out", work, "--jobs", "2", **settings, **moved)
    here, there = tree(tmp_path / "here" / "out" / work), tree(elsewhere / "out" / work)
    assert {path for path in here if here[path] != there.get(path)} == set()
    assert set(here) == set(there)
    assert report(tmp_path / "here" / "out") == report(elsewhere / "out")


@pytest.mark.needs("faketime")
def test_the_clock_was_really_moved() -> None:
    moved = {"LD_PRELOAD": FAKETIME, "FAKETIME": "+3333d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    ask = [sys.executable, "-c", "import time; print(time.gmtime().tm_year)"]
    years = [
        int(subprocess.run(ask, env=os.environ | extra, capture_output=True, text=True, timeout=30).stdout)
        for extra in ({}, moved)
    ]
    assert years[1] - years[0] in (9, 10)


def test_no_path_of_the_machine_reaches_an_output(tmp_path: Path) -> None:
    import io
    import zipfile
    import zlib

    content = works(tmp_path / "content")
    build(ROOT, content, tmp_path / "out", "rich", "--leaflet", "a5-4")
    needles = (str(tmp_path).encode(), str(ROOT).encode(), b"flugblatt.invalid", b"file://")
    for name, data in tree(tmp_path / "out" / "rich").items():
        parts = [data]
        if name.endswith(".epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts += [archive.read(entry) for entry in archive.namelist()]
        if name.endswith(".pdf"):
            for piece in data.split(b"stream\n")[1:]:
                try:
                    parts.append(zlib.decompressobj().decompress(piece))
                except zlib.error:
                    continue
        for part in parts:
            assert not any(needle in part for needle in needles), name
