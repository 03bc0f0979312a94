"""Wheels and source distributions of this checkout, built without a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.commands import PATIENCE

ROOT = Path(__file__).parent.parent.parent


def build(folder: Path, checkout: Path = ROOT, *targets: str) -> Path:
    """Builds into ``folder``, by default a wheel and a source distribution; returns the wheel."""
    asked = [word for target in targets for word in ("--target", target)]
    command = (sys.executable, "-m", "hatchling", "build", "--directory", str(folder), *asked)
    made = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel
