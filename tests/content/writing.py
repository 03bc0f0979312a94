"""Writes small works for the tests of the content room."""

from __future__ import annotations

from pathlib import Path

from flugblatt.content.markdown_source import read_edition
from flugblatt.model import Edition, Finding, Source

STATEMENT = "date: 2022-01-06\nissuers: [Council]\n"
MAY_BE_MEANT = {"code-indented", "suspicious-mark", "text-comment", "list-numbers"}
TEXT = "# Statement\n\nPeace now.\n"


def write_work(folder: Path, statement: str = STATEMENT, **editions: str) -> Path:
    """A folder ``work`` with a statement.yaml and one file for each edition."""
    work = folder / "work"
    work.mkdir()
    (work / "statement.yaml").write_bytes(statement.encode("utf-8"))
    for language, text in (editions or {"de": TEXT}).items():
        (work / f"{language}.md").write_bytes(text.encode("utf-8"))
    return work


def edition_of(text: str | bytes, folder: Path = Path("work")) -> tuple[Edition, tuple[Finding, ...]]:
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return read_edition(folder, "de", Source("work/de.md", data))


def whole_edition_of(text: str, folder: Path = Path("work")) -> Edition:
    """The edition of a text in which nothing is found but, maybe, what may be meant: code by indent, marks, comments, numbers."""
    edition, findings = edition_of(text, folder)
    assert {finding.code for finding in findings} <= MAY_BE_MEANT, "\n".join(map(str, findings))
    return edition
