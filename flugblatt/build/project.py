"""The project of a run: the folder that ``content/`` lies in, whose own tables are read once, before anything is made.

Flow: content folder -> its project's files (``resources``) -> every table that they add to, validated -> the tables in use within
``opened``. The package's own tables are good: the tests say so, and a quick look does not wait for rooms that it does not enter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flugblatt import resources
from flugblatt.content.brand_file import project_brand
from flugblatt.model import Finding
from flugblatt.model.errors import ContentError
from flugblatt.model.targets import load
from flugblatt.resources import TableFile
from flugblatt.tables.project_file import settings

READERS = {
    "languages": "flugblatt.language.rows:rows",
    "formats": "flugblatt.leaflet.formats:formats",
    "libraries": "flugblatt.package.libraries:libraries",
    "shops-ebook": "flugblatt.tables.ebook_shops:ebook_shops",
    "package": "flugblatt.package.readme:rows",
    "language-codes": "flugblatt.records.language_codes:rows",
    "catalogue": "flugblatt.catalogue.page_words:rows",
}
"""The reader of each table that a project may add to, or that others are held against."""


@contextmanager
def opened(project: Path | tuple[TableFile, ...]) -> Iterator[None]:
    """The tables of the project of a content folder, or these files, in use. Raises ContentError with every problem of all."""
    files = resources.beside(project) if isinstance(project, Path) else project
    with resources.using(files):
        findings: list[Finding] = []
        for read in _readers():
            try:
                read()
            except ContentError as error:
                findings += error.findings
        if findings:
            raise ContentError(tuple(dict.fromkeys(findings)))
        yield


def _readers() -> Iterator[Callable[[], object]]:
    """What reads flugblatt.toml, and the readers of the tables that a file of the project adds to."""
    yield settings
    yield project_brand
    yield from (load(reader) for table, reader in READERS.items() if _is_added_to(table))


def _is_added_to(table: str) -> bool:
    try:
        return any(resources.rows_of(file, table) for file in resources.table_files(table)[1:])
    except ValueError:  # what is no TOML is told by its reader
        return True
