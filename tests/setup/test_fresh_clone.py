"""A fresh clone of what is committed builds with one command, for a user with an empty home and an empty pip cache."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from tests.setup import registries

ROOT = Path(__file__).parent.parent.parent
MINUTES = 60


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh") / "flugblatt"
    subprocess.run(("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)), check=True)
    return folder


def make(target: str, folder: Path) -> subprocess.CompletedProcess[str]:
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    environment = registries.variables() | {"HOME": str(home), "PIP_CACHE_DIR": str(home / "pip")}
    return subprocess.run(
        ("make", target),
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=20 * MINUTES,
        check=False,
    )


@pytest.mark.slow
def test_a_fresh_clone_builds(clone: Path) -> None:
    first = make("build", clone)
    assert first.returncode == 0, first.stdout[-4000:]
    assert verdicts(clone) == {"passed"}
    report = (clone / "out/report.json").read_bytes()

    second = make("build", clone)
    assert second.returncode == 0, second.stdout[-4000:]
    assert "requirements.lock" not in second.stdout, "the second build did the set-up again"
    assert works(json.loads(report)) == works(json.loads((clone / "out/report.json").read_bytes()))

    untracked = registries.output("git", "-C", str(clone), "status", "--porcelain")
    assert untracked == "", "set-up and build leave files that git does not know to ignore"


@pytest.mark.slow
def test_dist_makes_wheel_sdist_and_their_checksums(clone: Path) -> None:
    done = make("dist", clone)
    assert done.returncode == 0, done.stdout[-4000:]
    sums = (clone / "dist/SHA256SUMS").read_text().splitlines()
    made = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (clone / "dist").glob("flugblatt-*")}
    assert sorted(Path(name).suffix for name in made) == [".gz", ".whl"]
    assert sums == [f"{digest}  {name}" for name, digest in sorted(made.items())]
    assert registries.output("git", "-C", str(clone), "status", "--porcelain") == ""


@pytest.mark.slow
def test_set_up_runs_again_when_the_lock_changes(clone: Path) -> None:
    lock = clone / "requirements.lock"
    lock.write_text(lock.read_text().replace("--hash=sha256:", "--hash=sha256:0"))
    spoilt = make("setup", clone)
    assert spoilt.returncode == 2, "a package whose hash is not in the lock was installed"
    assert "HASH" in spoilt.stdout.upper(), spoilt.stdout[-4000:]


def test_the_lock_names_no_place() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert lock.count("--hash=sha256:") >= lock.count("==") > 30
    for word in ("://", "--find-links", "--index-url", "--trusted-host", " @ ", "file:/"):
        assert word not in lock
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_the_lock_holds_every_direct_dependency_at_its_version() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = pyproject["project"]["optional-dependencies"].values()
    direct = [*pyproject["build-system"]["requires"], *pyproject["project"]["dependencies"], *chain(*extras)]
    assert len(direct) > 50
    for requirement in direct:
        assert "==" in requirement
        assert f"\n{requirement.lower().replace('ruamel.yaml', 'ruamel-yaml')} \\\n" in f"\n{lock}"


def verdicts(folder: Path) -> set[str]:
    report = json.loads((folder / "out/report.json").read_text())
    artefacts = [
        artefact
        for work in report["works"]
        for owner in (work, *work["editions"])
        for artefact in owner.get("artefacts", ())
    ]
    assert artefacts
    return {check["verdict"] for artefact in artefacts for check in artefact["checks"]}


def works(report: dict[str, object]) -> str:
    """The report without what may differ from run to run."""
    text = json.dumps({key: value for key, value in report.items() if key != "timings"}, sort_keys=True)
    return text.replace('"reused": true', '"reused": false')
