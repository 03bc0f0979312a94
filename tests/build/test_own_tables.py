"""A build with tables of the project's own, in worker processes, from a folder that has other tables: everything is made by them,
lies in the package with them, and is proven by them years later."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from flugblatt import resources
from tests import editions, own_tables
from tests.commands import PATIENCE

YAML = """\
date: 2024-05-03
issuers: [Oficejo]
publisher: {name: Eldonejo}
url: https://example.org/eo
shop: hier
leaflets: [karte]
"""
EO = "# Deklaro\n\nUnua alineo, kiu diras la aferon.\n\nDua alineo.\n"


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(resources.CHECKOUT / "build.py"), *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(resources.CHECKOUT)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=PATIENCE)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A current folder with tables that would end any build."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "flugblatt.toml").write_text("[formats.karte]\nno = 1\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, elsewhere: Path) -> Path:
    """A project that was built: its works in ``content``, what was made in ``out``."""
    folder = tmp_path_factory.mktemp("project")
    content = own_tables.write(folder)
    editions.write(content, "gruss", YAML, eo=EO, de="# Gruß\n\nEin Vorspann.\n\nEin Absatz.\n")
    built = run("--content", content, "--out", folder / "out", "--jobs", "2", cwd=elsewhere)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def test_labels_formats_shops_and_libraries_of_the_project_are_used(project: Path) -> None:
    out = project / "out" / "gruss"
    text = (out / "eo" / "gruss.eo.txt").read_text(encoding="utf-8")
    assert "La from – Oficejo" in text and "La language – Esperanto" in text
    assert (out / "de" / "leaflet" / "karte.press.pdf").is_file()
    ticket = (out / "eo" / "leaflet" / "karte.job.txt").read_text(encoding="utf-8")
    assert "Karte DIN A6" in ticket and "the press around the corner" in ticket
    with tarfile.open(out / "archive" / "gruss.eo.lnb.tar") as tar:
        assert tar.getnames() == ["files/gruss.eo.epub", "record.xml"]


def test_what_is_current_stays_until_a_table_changes(project: Path, elsewhere: Path) -> None:
    table, out = project / "flugblatt.toml", project / "again"
    before = table.read_text(encoding="utf-8")
    build = ("--content", project / "content", "--out", out, "--target", "text", "--jobs", "1")
    assert run(*build, cwd=elsewhere).stderr.count("text") == 2
    assert run(*build, cwd=elsewhere).stderr == ""
    try:
        table.write_text(before.replace("La from", "De"), encoding="utf-8")
        assert run(*build, cwd=elsewhere).stderr.count("text") == 2
        assert "De – Oficejo" in (out / "gruss" / "eo" / "gruss.eo.txt").read_text(encoding="utf-8")
    finally:
        table.write_text(before, encoding="utf-8")


def test_prove_reads_the_tables_of_the_project_that_the_source_lies_in(project: Path, elsewhere: Path) -> None:
    made = project / "out" / "gruss"
    source = project / "content" / "gruss" / "eo.md"
    proven = run("prove", source, made / "eo" / "gruss.eo.pdf", made / "eo" / "gruss.eo.txt", cwd=elsewhere)
    assert proven.returncode == 0, proven.stdout
    assert "✓ fidelity passed" in proven.stdout
    packaged = run("prove", made / "archive" / "gruss.tar", made / "eo" / "gruss.eo.txt", cwd=elsewhere)
    assert packaged.returncode == 0, packaged.stdout


@pytest.mark.slow
def test_the_package_holds_the_tables_and_is_built_again_by_them(project: Path, elsewhere: Path) -> None:
    archive = project / "out" / "gruss" / "archive" / "gruss.tar"
    with tarfile.open(archive) as tar:
        held = {name.partition("/source/data/")[2] for name in tar.getnames()}
    assert {"flugblatt.toml", "styles/shops.toml", "styles/libraries.toml", "styles/icc/EIGEN.icc"} <= held
    verified = run("verify", archive, "--rebuild", cwd=elsewhere)
    assert verified.returncode == 0, verified.stdout
    assert "✓ rebuild passed" in verified.stdout and "✕" not in verified.stdout


def test_a_wrong_table_ends_the_build_with_all_its_problems(tmp_path: Path) -> None:
    content = own_tables.write(tmp_path / "project")
    editions.write(content, "gruss", YAML, eo=EO)
    table = content.parent / "flugblatt.toml"
    table.write_text(
        table.read_text(encoding="utf-8").replace('flip = "long"', 'flip = "lang"').replace('notes = "La notes"\n', "")
    )
    ended = run("--content", "content", cwd=content.parent)
    assert ended.returncode == 3
    first, second, *_ = [line for line in ended.stderr.splitlines() if "error" in line]
    assert first.startswith("flugblatt.toml:5:1: error language-table [languages.eo.labels] notes is missing")
    assert 'error format-table [formats.karte] flip: expected "short" or "long", found \'lang\'' in second
    assert "Traceback" not in ended.stderr and not (content.parent / "out").exists()
