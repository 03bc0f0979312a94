"""A work of two editions, its package, and a verification without the Java judges, which have tests of their own."""

import io
import os
import signal
import tarfile
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flugblatt import verification
from flugblatt.model import Check, Statement
from flugblatt.model.cases import Case
from flugblatt.verification import Verification, sandbox, verify
from tests import editions
from tests.bagging import Files, files_of, tar_of
from tests.packages import lay_tar, packaged
from tests.sharing import shared

YAML = "date: 2024-05-03\nissuers: [Büro]\npublisher: {name: Verlag}\nurl: https://example.org/probe\n"
GERMAN = editions.PLAIN + "\n![Ein blaues Rechteck](bild.png)\n"


class Silent:
    """Stands for the Java process: it passes everything."""

    def __init__(self, limit: float = 0) -> None:
        pass

    def judge(self, name: str, data: bytes) -> Check:
        return Check(name, "passed", "a test")

    def close(self) -> None:
        pass


class Idle:
    """Stands for the worker processes: it passes everything."""

    def judge(self, cases: dict[str, Case]) -> dict[str, tuple[Check, ...]]:
        made = {path: [name for name in case.form.checks if name in sandbox.INSIDE] for path, case in cases.items()}
        return {path: tuple(Check(name, "passed", "a test") for name in names) for path, names in made.items()}


def die(path: str, case: Case) -> tuple[Check, ...]:
    """In the place of a worker's judges: one file brings the process down."""
    if path.endswith(".de.txt"):
        os.kill(os.getpid(), signal.SIGKILL)
    return (Check("fidelity", "passed", "a test"),)


def written(folder: Path) -> Statement:
    (folder / "probe").mkdir()
    (folder / "probe" / "bild.png").write_bytes(editions.png(30, 12))
    return editions.read(editions.write(folder, "probe", YAML, de=GERMAN, ar=editions.ARABIC))


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return written(tmp_path_factory.mktemp("content"))


@shared
def whole_package() -> bytes:
    """The package of ``work``."""
    with tempfile.TemporaryDirectory() as folder:
        return packaged(written(Path(folder)))


@pytest.fixture(scope="session")
def tar() -> bytes:
    return whole_package()


@pytest.fixture(scope="session")
def files(tar: bytes) -> Files:
    return files_of(tar)


@pytest.fixture
def without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "Outside", Silent)


@pytest.fixture
def without_judges(without_java: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For what is found without looking into publications."""
    monkeypatch.setattr(verification, "Workers", Idle)


reading = partial(verify, required="read")
"""A verification that builds nothing again: what the judges find is told without it, and much faster."""
Verify = Callable[[Files | bytes], Verification]


@pytest.fixture
def verified(tmp_path: Path, without_java: None) -> Verify:
    def run(package: Files | bytes) -> Verification:
        data = package if isinstance(package, bytes) else tar_of(package, form=tarfile.PAX_FORMAT)
        return reading(lay_tar(tmp_path, data))

    return run


def found(verification: Verification) -> set[tuple[str, str, str]]:
    """Code, place within the package and check of each finding."""
    return {
        (finding.code, (finding.where or one.path).removeprefix(verification.folder), check.check)
        for one in verification.judged
        for check in one.checks
        for finding in check.findings
    }


def codes(verification: Verification) -> set[str]:
    return {code for code, _, _ in found(verification)}


def renamed(tar: bytes, old: str, new: str) -> bytes:
    """The tar with its one folder renamed."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(tar)) as source, tarfile.open(fileobj=out, mode="w") as copy:
        for member in source:
            data = source.extractfile(member)
            member.name = member.name.replace(old, new, 1)
            copy.addfile(member, data)
    return out.getvalue()
