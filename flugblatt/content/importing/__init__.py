"""Importing: a text in the form of another program -> the Markdown of an edition, with a record of all that was done to it.

Flow: bytes -> kind (``document_kinds``) -> opened within limits (``office_container``) -> readied (``word_preparation``,
``open_document_preparation``, ``rich_text_preparation``, ``page_preparation``) -> pandoc (``converter``) -> its tree, tidied
(``tree_tidying``), as Markdown of our own (``tree_writing``, ``inline_writing``), quotation marks, spaces and dashes as they are
-> ``ImportedText``. Markdown and plain text go no such way (``plain_sources``). That the text is the same is judged elsewhere, in
``proving``, by readers that share nothing with the converter.
"""

from __future__ import annotations

from pathlib import Path

from flugblatt.content.importing import (
    open_document_preparation,
    page_preparation,
    plain_sources,
    rich_text_preparation,
    tree_writing,
    word_preparation,
)
from flugblatt.content.importing.converter import to_tree
from flugblatt.content.importing.document_kinds import READERS, kind_of
from flugblatt.content.importing.file_properties import properties
from flugblatt.content.importing.import_record import ImportedText, Row
from flugblatt.content.importing.office_container import pictures
from flugblatt.content.importing.pictures_beside import pictures_beside
from flugblatt.content.markdown_places import TooMuch
from flugblatt.model.checks import said_of
from flugblatt.model.errors import FlugblattError, UsageError
from flugblatt.model.findings import shown
from flugblatt.tables.limits import limit, raising

__all__ = ["ImportedText", "convert", "kind_of"]


def convert(data: bytes, name: str, language: str, folder: Path | None = None) -> ImportedText:
    """The text of a file in the language of its edition; ``folder`` is the one that it lies in, where its pictures may lie, too.
    UsageError for what cannot be read, ToolMissing without a converter."""
    try:
        made = _converted(data, name, language, folder)
        if not made.text.strip():
            raise UsageError(f"{shown(name)} has no words: a text was expected")
        return made
    except FlugblattError:
        raise
    except TooMuch as error:
        what = error.limit.replace("_", " ")
        message = f"{shown(name)}: at most {limit(error.limit):,} {what} were expected, found {error.found:,}"
        raise UsageError(f"{message}; {raising(error.limit, ['part the text by empty lines'])}") from error
    except Exception as error:  # whatever a hostile file makes a library throw
        raise UsageError(f"{shown(name)} cannot be read: {said_of(error)}") from error


def _converted(data: bytes, name: str, language: str, folder: Path | None) -> ImportedText:
    kind = kind_of(data, name)
    if kind in ("text", "Markdown"):
        return plain_sources.convert(data, name, kind, language, folder)
    rows: list[Row] = []
    readied = data
    if kind == "Word":
        readied, rows = word_preparation.ready(data, name, language)
    if kind == "OpenDocument":
        readied, rows = open_document_preparation.ready(data, name)
    if kind == "rich text":
        readied, rows = rich_text_preparation.ready(data)
    if kind == "web page":
        readied, rows = page_preparation.ready(data, name)
    tree = to_tree(readied, READERS[kind], name)
    found = pictures(data, kind) or pictures_beside(tree, folder)
    written = tree_writing.write(tree, found, language, title_in_head=kind == "Word")
    return ImportedText(kind, written.text, written.pictures, (*written.rows, *rows), properties(data, kind, tree))
