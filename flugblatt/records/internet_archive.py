"""The spreadsheet that the Internet Archive's own client uploads files by. Prepared, never sent; due where a ``url`` is given.

Flow: Statement, its editions -> ``render`` -> CSV (RFC 4180), a row for each file, an item for each edition. ``file`` is a path in
the output folder; an item is named by work and tag, as long as nobody has said another name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flugblatt.model import Edition, Statement
from flugblatt.model.targets import row

COLUMNS = (
    *("identifier", "file", "mediatype", "title", "creator", "date", "language", "publisher", "description"),
    *("subject", "licenseurl", "source"),
)
FILES = ("archive-pdf", "epub")
"""What readers there are shown: a PDF, from which pages are made, and the book."""


def render(statement: Statement) -> bytes | None:
    """The table; None where the work is published nowhere."""
    if not statement.url:
        return None
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for edition in statement.editions:
        table.writerows(_rows(statement, edition))
    return out.getvalue().encode()


def _rows(statement: Statement, edition: Edition) -> Iterator[tuple[str, ...]]:
    """The first row of an item says what it is, the others name a file more."""
    rights, publisher = statement.rights, statement.publisher
    said = (
        "texts",
        edition.title_text,
        "; ".join(issuer.name for issuer in statement.issuers_of(edition)),
        statement.date,
        edition.language,
        publisher.name if publisher else "",
        statement.summary.for_language(edition.language) or "",
        ";".join(statement.subject_words(edition.language)),
        rights.license_address if rights else "",
        statement.url,
    )
    for number, target in enumerate(FILES):
        more = said if number == 0 else ("",) * len(said)
        yield (f"{edition.work}-{edition.language}", row(target).path(edition), *more)
