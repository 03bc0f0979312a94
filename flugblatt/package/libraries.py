"""The libraries that take transfer packages, and their rules: styles/libraries.toml and the project's own.

Flow: table -> ``LIBRARY`` (keys and kinds, as data) -> ``libraries``, or ContentError with every problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flugblatt import resources
from flugblatt.model import Statement
from flugblatt.model.errors import UsageError
from flugblatt.model.targets import SINGLE
from flugblatt.tables import shapes, table_reader
from flugblatt.tables.shapes import NAME, WORD, Items, Row, Rows, Value, between, choice, several, text
from flugblatt.tables.table_reader import Reader

REQUIRED: dict[str, Callable[[Statement], bool]] = {
    "publisher": lambda statement: bool(statement.publisher),
    "url": lambda statement: bool(statement.url),
    "rights.access": lambda statement: bool(statement.rights and statement.rights.access),
    "rights.license": lambda statement: bool(statement.rights and statement.rights.license),
    "identifiers.isbn": lambda statement: any(edition.identifiers.isbns for edition in statement.editions),
    "identifiers.urn_nbn": lambda statement: bool(statement.identifiers.urn_nbn),
}
"""The keys of statement.yaml that a library may require, and whether a statement gives them."""
WORDS = (
    *("publisher", "place", "year", "address", "format", "size"),
    *("license_name", "license_code", "license_address", "license_source"),
)
"""What {words in braces} may stand for, beside the library's own words of access."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field that the library wants: ``subfields`` are pairs of code and text with words in braces."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The rules of one library. ``shorten`` are tag, code and the most characters; ``access`` is value, word, text."""

    id: str
    name: str
    says: str
    requires: tuple[str, ...]
    target: str
    record: str
    folder: str
    suffix: str
    leader: str
    keep: tuple[str, ...]
    shorten: tuple[tuple[str, str, int], ...]
    access: tuple[tuple[str, str, str], ...]
    fields: tuple[FieldRule, ...]


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(WORD.holds, value)) and len(value[0]) == 1


FIELD_TAG = text("[0-9]{3}", "the tag of a MARC field, as 245")
CODE = text("[a-z0-9]", "the code of a subfield, as a")
FIELD = Row(
    {
        "tag": FIELD_TAG,
        "indicators": text(r"([ 0-9]|\{[a-z_]+\}){2}", "two indicators, each a figure, a blank or a {word}"),
        "subfields": several(Value("", _is_pair), 'pairs of code and text, as [["a", "{place}"]]'),
    }
)
LIBRARY = Row(
    {
        "name": WORD,
        "says": WORD,
        "requires": several(choice(*REQUIRED), f"a list of {choice(*REQUIRED).expected}"),
        "target": choice(*(target.name for target in SINGLE)),
        "record": text(r"[A-Za-z0-9._-]+\.xml", "the name of an XML file"),
        "folder": text(r"[A-Za-z0-9_-]+", "the name of a folder"),
        "suffix": text(r"\.[a-z0-9-]+\.tar", "the end of the package's name, as .dnb.tar"),
        "keep": several(FIELD_TAG, "a list of tags of MARC fields"),
        "fields": Items(FIELD),
    },
    {
        "leader": text(".{24}", "a leader of 24 characters"),
        "shorten": Items(Row({"tag": FIELD_TAG, "code": CODE, "most": between(2, 100_000)})),
        "access": Rows(
            Rows(WORD, text("[a-z_]+", "a word has small letters and _ alone")),
            choice("open", "reading-room", "registered"),
        ),
    },
)
TABLE = Row({"libraries": Rows(LIBRARY, NAME)})


@resources.of_project
@cache
def libraries() -> tuple[Library, ...]:
    """Every library, in the order of the table. Raises ContentError where the table is wrong."""
    reader = table_reader.read("libraries")
    if shapes.check(reader, reader.data, TABLE):
        rows = reader.data["libraries"]
        suffixes = [row["suffix"] for row in rows.values()]
        for number, (name, row) in enumerate(rows.items()):
            reader.here = ("libraries", name)
            if row["suffix"] in suffixes[:number]:
                reader.problem("suffix", f"suffix: another library's package ends in {row['suffix']}, too")
            _words(reader, row)
    reader.done()
    return tuple(_library(name, row) for name, row in reader.data["libraries"].items())


def _words(reader: Reader, row: dict[str, Any]) -> None:
    """Puts down the words in braces that stand for nothing."""
    access = {f"access_{word}" for words in row.get("access", {}).values() for word in words}
    row_path = reader.here
    for number, rule in enumerate(row["fields"], 1):
        reader.here = (*row_path, "fields", str(number))
        for word in re.findall(r"\{([^}]*)\}", f"{rule['indicators']} {rule['subfields']}"):
            if word not in (*WORDS, *access):
                reader.problem(
                    "subfields", f"there is no word {{{word}}}; the words are {', '.join((*WORDS, *sorted(access)))}"
                )


def library(name: str) -> Library:
    """The rules of one library. Raises UsageError with the names there are."""
    for each in libraries():
        if each.id == name:
            return each
    raise UsageError(f"there is no library {name!r}; the libraries are {', '.join(each.id for each in libraries())}")


def _library(name: str, row: dict[str, Any]) -> Library:
    return Library(
        id=name,
        leader=row.get("leader", ""),
        **{key: row[key] for key in ("name", "says", "target", "record", "folder", "suffix")},
        requires=tuple(row["requires"]),
        keep=tuple(row["keep"]),
        shorten=tuple((rule["tag"], rule["code"], rule["most"]) for rule in row.get("shorten", ())),
        access=tuple(
            (value, word, text) for value, words in row.get("access", {}).items() for word, text in words.items()
        ),
        fields=tuple(
            FieldRule(rule["tag"], rule["indicators"], tuple((code, text) for code, text in rule["subfields"]))
            for rule in row["fields"]
        ),
    )
