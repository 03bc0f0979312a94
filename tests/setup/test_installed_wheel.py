"""A wheel in an environment of its own, used by somebody without a home who may write to nothing but an empty folder."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import editions
from tests.build import three_letters
from tests.setup import distributions, registries

ROOT = distributions.ROOT
USER = 65534 if os.geteuid() == 0 else None
"""Where root runs the tests, the user that Debian calls nobody (base-passwd), whose home does not exist."""
PYTHON = sys.executable if USER is None else "/usr/bin/python3"
"""A Python that this user may run; one of root's own lies where only root may look."""
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Place:
    """An environment with the wheel in it, and the folder of its user."""

    environment: Path
    project: Path

    def flugblatt(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            (str(self.environment / "bin/flugblatt"), *arguments),
            cwd=self.project,
            env={"PATH": "/usr/bin:/bin"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=10 * MINUTES,
            check=False,
            user=USER,
            group=USER,
            extra_groups=USER and (),
        )


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """Not in pytest's own folder, into which no other user may look."""
    with tempfile.TemporaryDirectory(prefix="flugblatt-wheel-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        environment, project = folder / "environment", folder / "project"
        subprocess.run((PYTHON, "-m", "venv", str(environment)), check=True)
        install(distributions.build(folder / "dist", ROOT, "wheel"), environment)
        editions.write(project / "content", "brief", editions.LETTER_YAML, de=editions.LETTER)
        subprocess.run(("chmod", "--recursive", "a-w", str(environment)), check=True)
        subprocess.run(("chown", "--recursive", str(USER or os.geteuid()), str(project)), check=True)
        yield Place(environment, project)
        subprocess.run(("chmod", "--recursive", "u+w", str(environment)), check=True)


def install(wheel: Path, environment: Path, extras: str = "") -> None:
    """The wheel with the hashes of the lock; pip refuses a dependency that the lock does not have."""
    page = wheel.parent / "requirements.txt"
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    page.write_text(f"{wheel}{extras} --hash=sha256:{digest}\n{(ROOT / 'requirements.lock').read_text()}")
    command = (str(environment / "bin/pip"), "install", "--quiet", "--require-hashes", "--requirement", str(page))
    done = subprocess.run(
        command, env=registries.variables(), capture_output=True, text=True, timeout=20 * MINUTES, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]


def tree(out: Path) -> dict[str, bytes]:
    """What was published, by path; the report without what may differ. Of what is kept of a machine, which names its Python, the
    names, and the facts for the catalogue whole."""
    found = {path.relative_to(out).as_posix(): path for path in out.rglob("*") if path.is_file()}
    of_machine = {name for name in found if name.startswith(".state/") and not name.endswith(".facts.json")}
    files = {name: b"" if name in of_machine else path.read_bytes() for name, path in found.items()}
    report = json.loads(files.pop("report.json"))
    del report["timings"]
    return files | {"report.json": json.dumps(report, sort_keys=True).encode()}


@pytest.mark.slow
def test_anybody_gets_the_bytes_of_the_checkout(place: Place, tmp_path: Path) -> None:
    built = place.flugblatt("build")
    assert built.returncode == 0, built.stdout + built.stderr
    here = subprocess.run(
        (sys.executable, ROOT / "build.py", "--content", place.project / "content", "--out", tmp_path / "out"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=10 * MINUTES,
        check=False,
    )
    assert here.returncode == 0, here.stdout + here.stderr
    assert tree(place.project / "out") == tree(tmp_path / "out")


@pytest.mark.slow
def test_every_command_works_where_there_is_no_checkout(place: Place) -> None:
    out = place.project / "out/brief"
    checked = place.flugblatt("check", *map(str, (*out.glob("de/*.pdf"), *out.glob("de/*.epub"))))
    proven = place.flugblatt("prove", "content/brief/de.md", *map(str, out.glob("de/*.pdf")))
    verified = place.flugblatt("verify", "out/brief/archive/brief.tar")
    doctor = place.flugblatt("doctor")
    for told in (checked, proven, verified, doctor):
        assert told.returncode == 0, told.stdout + told.stderr
        assert "Traceback" not in told.stderr
    assert f"{place.project}" not in doctor.stdout
    assert sorted(path.name for path in place.project.iterdir()) == ["content", "out"]


@pytest.mark.slow
@pytest.mark.needs("node", "chromium", "puppeteer")
def test_a_newcomer_goes_from_three_word_files_to_a_verified_package(place: Place, tmp_path: Path) -> None:
    """An empty folder, no home: init, new, a word changed in the browser, build, the catalogue opened, the Word texts proven in
    every output, the package verified."""
    subprocess.run(("chmod", "--recursive", "u+w", str(place.environment)), check=True)
    install(next((place.environment.parent / "dist").glob("*.whl")), place.environment, "[import,serve]")
    assert place.flugblatt("init", "mine").returncode == 0
    own = Place(place.environment, place.project / "mine")
    for tag in three_letters.TEXTS:
        (own.project / f"{tag}.docx").write_bytes(three_letters.written(tag))
    files = [f"{tag}.docx" for tag in three_letters.TEXTS]
    made = own.flugblatt("new", "brief", "--from", *files, "--yes", "--date", "2024-05-03", "--issuer", "Rat")
    assert made.returncode == 0 and made.stdout.count("✓ proven") == 3, made.stdout + made.stderr
    with served(own) as address:
        met = browsed("edit", f"{address}works/brief/de.md", "dies", "das")
    assert met["changed"] and "heute – das." in (own.project / "content/brief/de.md").read_text("utf-8")
    (own.project / "de.docx").write_bytes(three_letters.written("de", dies="das"))
    built = own.flugblatt("build", "brief")
    assert built.returncode == 0, built.stdout + built.stderr
    met = browsed("open", str(own.project / "out/index.html"))
    assert "Erklärung" in met["text"] and met["links"] > 3 and met["missing"] == []
    for tag in three_letters.TEXTS:
        folder = own.project / "out/brief" / tag
        every = [str(path) for path in sorted(folder.rglob("*")) if path.suffix in (".pdf", ".epub", ".html", ".txt")]
        texts = [path for path in every if not path.endswith((".dummy.pdf", ".job.txt"))]
        proven = own.flugblatt("prove", f"{tag}.docx", *texts, "--work", "content/brief")
        assert proven.returncode == 0 and proven.stdout.count("✓ reproduced") == len(texts) > 8, proven.stdout
    verified = own.flugblatt("verify", "out/brief/archive/brief.tar")
    assert verified.returncode == 0, verified.stdout + verified.stderr


@contextmanager
def served(place: Place) -> Iterator[str]:
    """The address of a desk, by the user of the place."""
    command = (str(place.environment / "bin/flugblatt"), "serve")
    desk = subprocess.Popen(
        command, cwd=place.project, env={"PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE, text=True,
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=USER, group=USER, extra_groups=USER and (),
    )  # fmt: skip
    assert desk.stdout
    try:
        yield desk.stdout.readline().strip()
    finally:
        desk.terminate()
        desk.wait(60)


def browsed(*words: str) -> dict[str, Any]:
    done = subprocess.run(
        ("node", "tests/setup/newcomer.cjs", *words),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=10 * MINUTES,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
