"""A wheel carries all that the checkout has, demands the tested set, and makes the same bytes for anybody anywhere."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from email.message import Message
from email.parser import Parser
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import flugblatt
from flugblatt import resources
from flugblatt.build import store
from tests.commands import PATIENCE
from tests.setup import distributions

ROOT = distributions.ROOT
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and a source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    distributions.build(folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would lie among installed packages."""
    folder = tmp_path_factory.mktemp("packages")
    (wheel,) = made.glob("*.whl")
    shutil.unpack_archive(wheel, folder, "zip")
    return folder


def said(unpacked: Path) -> Message:
    (page,) = unpacked.glob("*.dist-info/METADATA")
    return Parser().parsestr(page.read_text(encoding="utf-8"))


def run(unpacked: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with the unpacked wheel before this checkout, in a folder of no project."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        (sys.executable, *arguments),
        cwd=unpacked.parent,
        env=environment | {"PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def pinned(lines: list[str]) -> dict[str, str]:
    """The version for each package of some ``name==version``."""
    return {canonical(name): version for name, _, version in (line.partition("==") for line in lines)}


def canonical(name: str) -> str:
    """A name of a package as an index compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    return pinned(re.findall(r"^(\S+==\S+) \\$", resources.LOCK.read_text(), re.MULTILINE))


def closure(roots: list[str], python: str) -> set[str]:
    """The packages that a Python of this version on Linux gets for some requirements, by what is installed here."""
    machine = {"python_version": python, "python_full_version": f"{python}.0"}
    asked = list(map(Requirement, roots))
    met: set[tuple[str, str]] = set()
    while asked:
        one = asked.pop()
        for extra in ({""} | one.extras) - {extra for name, extra in met if name == one.name}:
            met.add((one.name, extra))
            brought = map(Requirement, metadata.requires(one.name) or ())
            asked += [new for new in brought if not new.marker or new.marker.evaluate(machine | {"extra": extra})]
    return {canonical(name) for name, _ in met}


# --- What is in it -------------------------------------------------------------------------------


def test_the_wheel_carries_every_file_of_the_toolchain(unpacked: Path) -> None:
    here = {
        name if name.startswith("flugblatt/") else f"flugblatt/{name}": path.read_bytes()
        for name, path in resources.toolchain_files()
    }
    there = {
        path.relative_to(unpacked).as_posix(): path.read_bytes()
        for path in (unpacked / "flugblatt").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there == here
    assert "flugblatt/py.typed" in there


def test_the_source_distribution_makes_the_same_wheel(made: Path, tmp_path: Path) -> None:
    (source,) = made.glob("*.tar.gz")
    (wheel,) = made.glob("*.whl")
    shutil.unpack_archive(source, tmp_path, filter="data")
    (checkout,) = tmp_path.iterdir()
    again = distributions.build(tmp_path / "dist", checkout, "wheel")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_source_distribution_has_what_set_up_and_tests_need(made: Path) -> None:
    (source,) = made.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        there = {name.partition("/")[2] for name in archive.getnames()}
    listed = ("git", "-C", str(ROOT), "ls-files", "content", "tests", "bench", "Makefile", "build.py", "CHANGELOG.md")
    tracked = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {name for name in tracked if (ROOT / name).is_file()} - there == set()
    assert {"package.json", "package-lock.json", ".npmrc", "requirements-eark.lock", "LICENSE", "README.md"} <= there


def test_version_changelog_and_wheel_agree(made: Path, unpacked: Path) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\](?: - (\d{4}-\d{2}-\d{2}))?$", changelog, re.MULTILINE)
    assert headings[0] == ("Unreleased", "")
    assert headings[1][0] == flugblatt.__version__ == said(unpacked)["Version"]
    assert all(day for _, day in headings[1:])
    assert {path.name.partition("-")[2].partition("-")[0].removesuffix(".tar.gz") for path in made.iterdir()} == {
        flugblatt.__version__
    }
    unreleased = changelog.partition("## [Unreleased]")[2].partition("\n## [")[0]
    assert re.search(r"^- \w", unreleased, re.MULTILINE)


# --- What it demands -----------------------------------------------------------------------------


def test_the_wheel_demands_versions_of_the_lock(unpacked: Path) -> None:
    wanted = said(unpacked).get_all("Requires-Dist") or []
    plain = pinned([line for line in wanted if ";" not in line])
    assert len(plain) > 40
    assert plain.items() <= locked().items()
    of_extras = pinned([line.partition(";")[0] for line in wanted if ";" in line])
    assert of_extras.items() <= locked().items()


@pytest.mark.parametrize("python", PYTHONS)
def test_without_the_lock_pip_would_take_the_same_set(unpacked: Path, python: str) -> None:
    """Whatever a dependency brings along is pinned by the wheel itself, so that no later version slips in."""
    wanted = [line for line in said(unpacked).get_all("Requires-Dist") or [] if ";" not in line]
    assert closure(wanted, python) - set(pinned(wanted)) == set()


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_is_whole_on_every_python(python: str) -> None:
    assert closure(list(locked()), python) - set(locked()) == set()


def test_what_the_package_imports_is_demanded() -> None:
    """A room that needs an extra may import that, too."""
    extras = {resources.PACKAGE / "serve": "serve", resources.PACKAGE / "build" / "cluster.py": "cluster"}
    imported = {
        (name.partition(".")[0], next((extra for place, extra in extras.items() if path.is_relative_to(place)), ""))
        for path in resources.PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    brings = metadata.packages_distributions()
    ours = {"flugblatt", "__future__", *sys.stdlib_module_names}
    foreign = {(name, extra) for name, extra in imported if name not in ours}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = set(pinned(project["dependencies"]))
    more = {extra: set(pinned(project["optional-dependencies"][extra])) for extra in extras.values()}
    assert len(foreign) > 15
    for name, extra in foreign:
        given = {canonical(one) for one in brings.get(name, ())}
        assert given & (wanted | more.get(extra, set())), name


# --- What it does --------------------------------------------------------------------------------


def test_the_digest_of_the_toolchain_is_that_of_the_checkout(unpacked: Path) -> None:
    ask = "from flugblatt.build import store; import flugblatt; print(flugblatt.__file__, store.toolchain())"
    told = run(unpacked, "-c", ask)
    assert told.returncode == 0, told.stderr
    place, digest = told.stdout.split()
    assert Path(place).is_relative_to(unpacked)
    assert digest == store.toolchain()


def test_the_doctor_of_a_wheel_speaks_of_the_wheel(unpacked: Path) -> None:
    told = run(unpacked, "-m", "flugblatt", "doctor")
    assert told.returncode == 0, told.stdout + told.stderr
    named = {line.split()[1] for line in told.stdout.splitlines()}
    assert {"packages", "Pango", "Java"} <= named
    assert not {"pytest", "ruff", "qpdf", "ace"} & named
    assert "make build" not in told.stdout


def test_a_usage_names_the_command_that_was_typed(unpacked: Path) -> None:
    assert run(unpacked, "-m", "flugblatt", "--help").stdout.startswith("usage: python -m flugblatt ")
    assert run(unpacked, str(ROOT / "build.py"), "--help").stdout.startswith("usage: build.py ")
