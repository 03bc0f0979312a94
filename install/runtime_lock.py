"""The part of requirements.lock that a user's machine needs: no test tool, every version and hash as they are.

    python install/runtime_lock.py > runtime.lock
    pip install --no-deps --require-hashes --requirement runtime.lock

Flow: pyproject.toml (dependencies, the extras ``import`` and ``serve``) -> their names -> the entries of the lock.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("import", "serve")


def entries(lock: str) -> Iterator[tuple[str, str]]:
    """Each entry of a lock by its name: the pinned line, and those with hashes."""
    for match in re.finditer(r"^([A-Za-z0-9][\w.-]*)==\S+ \\\n(?:    --hash=\S+(?: \\)?\n)+", lock, re.MULTILINE):
        yield canonical(match[1]), match[0]


def canonical(name: str) -> str:
    """A name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(project: dict[str, dict[str, object]]) -> set[str]:
    """The names that pyproject.toml pins for users."""
    table = project["project"]
    extras = table["optional-dependencies"]
    assert isinstance(extras, dict)
    pinned = [*table["dependencies"], *(one for extra in EXTRAS for one in extras[extra])]  # type: ignore[misc]
    return {canonical(one.partition("==")[0]) for one in pinned}


def main() -> int:
    names = wanted(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    found = dict(entries((ROOT / "requirements.lock").read_text(encoding="utf-8")))
    if missing := names - found.keys():
        print(f"requirements.lock lacks {', '.join(sorted(missing))}: make lock", file=sys.stderr)
        return 1
    sys.stdout.writelines(found[name] for name in sorted(names))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
