"""The converter of other programs' files: pandoc, in a process of its own, with limits of time and memory and without any access.

pandoc reads every form that people send (docx, odt, rtf, epub, HTML), is kept up by its author since 2006, and gives its tree as
JSON, from which the Markdown is written here. It comes as a wheel (``pypandoc-binary``, extra ``import``: 34 MB, GPL-2.0-or-later).
"""

from __future__ import annotations

import json
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flugblatt.model.errors import ToolFailed, ToolMissing, UsageError

SECONDS = 120  # chosen: a book of 1,000 pages takes 10
MEMORY = "2g"  # of pandoc's heap; chosen: the same book takes 600 MB
MISSING = "pandoc, which reads this file, is not installed: pip install 'flugblatt[import]'"


@cache
def program() -> Path:
    """The program of the wheel. ToolMissing without it."""
    found = find_spec("pypandoc")
    places = (found.submodule_search_locations if found else None) or []
    paths = [Path(place) / "files" / "pandoc" for place in places]
    if path := next((path for path in paths if path.is_file()), None):
        return path
    raise ToolMissing(MISSING)


def to_tree(data: bytes, reader: str, name: str) -> dict[str, Any]:
    """The document as pandoc's tree (pandoc-types 1.23). In its sandbox pandoc opens no file and no network address."""
    command = (str(program()), "+RTS", f"-M{MEMORY}", "-RTS", "--sandbox", "-f", reader, "-t", "json")
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=SECONDS, check=False, env={"LC_ALL": "C.UTF-8"}
        )
    except subprocess.TimeoutExpired as error:
        raise UsageError(f"{name} cannot be read within {SECONDS} s") from error
    except OSError as error:
        raise ToolFailed(f"pandoc does not start: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"{name} cannot be read: {said[0] if said else f'pandoc ended with {done.returncode}'}")
    tree = json.loads(done.stdout)
    assert isinstance(tree, dict)
    return tree
