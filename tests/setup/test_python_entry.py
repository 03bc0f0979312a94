"""The example of the README is run as it stands, and passes the type checker of somebody who has flugblatt installed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests import editions
from tests.commands import PATIENCE

ROOT = Path(__file__).parent.parent.parent


def example() -> str:
    (code,) = re.findall(
        r"^```python\n(.+?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(code)


def test_the_example_of_the_readme_builds(tmp_path: Path) -> None:
    editions.write(tmp_path / "content", "kurz", editions.PLAIN_YAML, de=editions.PLAIN)
    (tmp_path / "example.py").write_text(example(), encoding="utf-8")
    done = subprocess.run(
        (sys.executable, "example.py"),
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("0 [")
    assert sorted(path.name for path in (tmp_path / "out/kurz/de").glob("kurz.*")) == [
        "kurz.de.html",
        "kurz.de.proof.json",
        "kurz.de.txt",
    ]


def test_the_example_passes_the_type_checker(tmp_path: Path) -> None:
    """It reads our types only because of py.typed."""
    (tmp_path / "example.py").write_text(example(), encoding="utf-8")
    command = (sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=/dev/null", "example.py")
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout
