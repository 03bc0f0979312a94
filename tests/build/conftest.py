"""A small work, built whole by the command itself: once in a run, whichever worker asks first; nobody changes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import editions
from tests.commands import PATIENCE
from tests.conftest import made_once

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``content`` and ``out``."""

    def build(folder: Path) -> None:
        editions.write(folder / "content", "probe", editions.PLAIN_YAML, de=editions.PLAIN)
        command = [sys.executable, ROOT / "build.py", "--content", folder / "content", "--out", folder / "out"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
        assert done.returncode == 0, done.stdout + done.stderr

    return made_once(tmp_path_factory, "published", build)
