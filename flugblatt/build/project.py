"""The project of a run: the folder that ``content/`` lies in, whose own tables are read once, before anything is made.

Flow: content folder -> its project's files (``resources``) -> every table, validated -> the tables in use within ``opened``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flugblatt import resources
from flugblatt.catalogue.page_words import rows as spoken
from flugblatt.language.rows import rows as languages
from flugblatt.leaflet.formats import formats
from flugblatt.model import Finding
from flugblatt.model.errors import ContentError
from flugblatt.package.libraries import libraries
from flugblatt.package.readme import rows as words
from flugblatt.records.language_codes import rows as codes
from flugblatt.resources import TableFile
from flugblatt.tables.ebook_shops import ebook_shops
from flugblatt.tables.project_file import settings

READERS: tuple[Callable[[], object], ...] = (settings, languages, formats, libraries, ebook_shops, words, codes, spoken)


@contextmanager
def opened(project: Path | tuple[TableFile, ...]) -> Iterator[None]:
    """The tables of the project of a content folder, or these files, in use. Raises ContentError with every problem of all."""
    files = resources.beside(project) if isinstance(project, Path) else project
    with resources.using(files):
        findings: list[Finding] = []
        for read in READERS:
            try:
                read()
            except ContentError as error:
                findings += error.findings
        if findings:
            raise ContentError(tuple(dict.fromkeys(findings)))
        yield
