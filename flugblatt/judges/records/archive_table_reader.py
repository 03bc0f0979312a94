"""The Internet Archive's spreadsheet, read back cell by cell.

Flow: CSV -> rows -> facts: each cell by its column, its item and its row there.
"""

from __future__ import annotations

import csv
import io

from flugblatt.judges.fidelity import statement_facts
from flugblatt.judges.metadata.fields import Fields
from flugblatt.judges.records.record_facts import Said
from flugblatt.model import Edition

HEAD = (
    *("identifier", "file", "mediatype", "title", "creator", "date", "language", "publisher", "description"),
    *("subject", "licenseurl", "source"),
)
ENDS = (".pdf", ".epub")


def expected(said: Said) -> Fields:
    """The facts of the table, which is of all editions."""
    fields: Fields = {"columns": HEAD}
    for edition in said.statement.editions:
        item = f"{edition.work}-{edition.language}"
        for number, end in enumerate(ENDS, 1):
            name = f"{edition.work}/{edition.language}/{edition.work}.{edition.language}{end}"
            cells = _about(said, edition) if number == 1 else {}
            for column, value in {"identifier": item, "file": name, **cells}.items():
                fields[f"{item}, row {number}: {column}"] = (value,)
    return fields


def _about(said: Said, edition: Edition) -> dict[str, str]:
    statement, words = said.statement, said.statement.subject_words(edition.language)
    return {
        "mediatype": "texts",
        "title": edition.title_text,
        "creator": "; ".join(issuer.name for issuer in statement_facts.issuers(statement, edition)),
        "date": statement.date,
        "language": edition.language,
        "publisher": statement.publisher.name if statement.publisher else "",
        "description": statement.summary.for_language(edition.language) or "",
        "subject": ";".join(words),
        "licenseurl": said.license[1],
        "source": statement.url,
    }


def read(data: bytes) -> Fields:
    """The facts of a table. UnicodeDecodeError, csv.Error and ValueError where it is none."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    if not rows or "identifier" not in rows[0]:
        raise ValueError("a table with the column identifier was expected")
    fields: Fields = {"columns": tuple(rows[0])}
    count: dict[str, int] = {}
    for cells in rows[1:]:
        item = cells[rows[0].index("identifier")] if cells else ""
        count[item] = count.get(item, 0) + 1
        for number, value in enumerate(cells):
            column = rows[0][number] if number < len(rows[0]) else f"cell {number + 1}"
            key = f"{item}, row {count[item]}: {column}"
            fields[key] = (*fields.get(key, ()), value)
    return fields
