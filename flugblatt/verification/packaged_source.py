"""The packaged source, read as if it lay in the content folder: every other proof rests on it.

Flow: items of the role source -> a temporary folder (their names were proven safe) -> ``read_work`` -> Statement and Check
``source``.

Rule: statement.yaml and the editions are whole and without an error, as flugblatt demands before it prints.
Reason: what cannot be read as a work proves nothing about its prints.
Passes: the source of a work that was built.
Fails: with the codes of the content room, and ``source-size``.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flugblatt import resources
from flugblatt.build import project
from flugblatt.content import read_work
from flugblatt.model import Check, Finding, FindingCode, Statement
from flugblatt.model.errors import ContentError
from flugblatt.resources import TableFile
from flugblatt.verification.package_layout import Layout
from flugblatt.verification.verdicts import TOOL

CODES: Mapping[str, FindingCode] = {
    "source-size": FindingCode(
        "A text of the source that is larger than any statement.",
        "Take the package from its publisher again: no statement is that long.",
    ),
}
LARGEST_TEXT = 8 * 2**20  # bytes; chosen: far above any statement
WORK = re.compile("[a-z0-9-]+")


def read(layout: Layout) -> tuple[Statement | None, Check]:
    """The Statement of the packaged source, None where it has an error. Nothing of the folder remains."""
    items = layout.of("source")
    large = [item for item in items if item.name.endswith((".md", ".yaml", ".toml")) and len(item.data) > LARGEST_TEXT]
    if large:
        message = f"expected a text of at most {LARGEST_TEXT:,} bytes; found {len(large[0].data):,}"
        return _without("source-size", message, large[0].path)
    if not items:
        message = "expected statement.yaml and an edition; found no source in the package"
        return _without("layout-missing", message, "representations/source/data")
    with laid_out(layout) as folder:
        try:
            with project.opened(tables(layout)):
                statement, findings = read_work(folder)
        except ContentError as error:
            return None, Check.of("source", TOOL, error.findings)
        except Exception as error:  # hostile bytes must end in a verdict, whatever they make a library throw
            message = f"expected a source that can be read; found one that cannot ({type(error).__name__})"
            return _without("file-unreadable", message, "source")
    count = len(statement.editions) if statement else 0
    return statement, Check.of("source", TOOL, findings, f"{count} edition{'s' * (count != 1)}")


def _without(code: str, message: str, where: str) -> tuple[None, Check]:
    return None, Check.of("source", TOOL, (Finding(code, "error", message, where),))


def tables(layout: Layout) -> tuple[TableFile, ...]:
    """The tables of the project that the work was made with."""
    own = [item for item in layout.of("source") if resources.is_own(item.name)]
    own.sort(key=lambda item: (item.name == resources.PROJECT_FILE, item.name))
    return tuple(TableFile(item.name, item.path, item.data) for item in own)


@contextmanager
def laid_out(layout: Layout) -> Iterator[Path]:
    """The folder of the work with its source files, in a content folder of its own that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="flugblatt-") as scratch:
        folder = Path(scratch) / "content" / (layout.work if WORK.fullmatch(layout.work) else "work")
        folder.mkdir(parents=True)
        for item in layout.of("source"):
            name = item.name.removeprefix(resources.BRAND_FOLDER)
            file = (folder.parent.parent if resources.is_own(item.name) else folder) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(item.data)
        yield folder
