"""The shops and libraries that take e-books, their limits and what they ask for: styles/shops-ebook.toml and the project's rows.

Flow: table -> ``SHOP`` (keys and kinds, as data) -> ``ebook_shops``, or ContentError with every problem.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from flugblatt import resources
from flugblatt.model import Edition, Statement
from flugblatt.tables.shapes import FLAG, NAME, WORD, Row, Rows, Value, between, choice, is_number, read, several

REQUIRED: Mapping[str, Callable[[Statement, Edition], bool]] = {
    "publisher": lambda statement, edition: bool(statement.publisher),
    "price": lambda statement, edition: bool(statement.price),
    "supplier": lambda statement, edition: bool(statement.supplier),
    "summary": lambda statement, edition: bool(statement.summary.for_language(edition.language)),
    "subjects": lambda statement, edition: bool(statement.subject_words(edition.language)),
    "url": lambda statement, edition: bool(statement.url),
    "contact.email": lambda statement, edition: bool(statement.contact and statement.contact.email),
    "rights.access": lambda statement, edition: bool(statement.rights and statement.rights.access),
    "rights.license": lambda statement, edition: bool(statement.rights and statement.rights.license),
    "identifiers.isbn": lambda statement, edition: bool(edition.identifiers.isbns),
    "identifiers.doi": lambda statement, edition: bool(edition.identifiers.doi),
}
"""The keys of statement.yaml that a shop may require, and whether an edition has them."""
TAKEN = ("epub", "kepub", "archive-pdf", "access-pdf")
MOST = 1e12
SHOP = Row(
    {
        "says": WORD,
        "takes": several(choice(*TAKEN), f"a list of {', '.join(TAKEN)}"),
        "requires": several(choice(*REQUIRED), f"a list of {', '.join(REQUIRED)}"),
        "free": FLAG,
    },
    {
        "record": choice("onix.xml", "marc.xml", "mods.xml"),
        "file": between(1, MOST),
        "cover": Value(
            "the least and the most pixels, as [1400, 10000]",
            lambda value: (
                isinstance(value, list)
                and len(value) == 2
                and all(is_number(each) and each > 0 for each in value)
                and value[0] <= value[1]
            ),
        ),
        "cover_file": between(1, MOST),
        "asks": WORD,
    },
)
TABLE = Row({}, {"ebook_shops": Rows(SHOP, NAME)})


@dataclass(frozen=True, slots=True)
class EbookShop:
    """One shop. Sizes are in bytes, ``cover`` in pixels; 0 where the shop says none."""

    key: str
    says: str
    takes: tuple[str, ...]
    requires: tuple[str, ...]
    free: bool
    record: str = ""
    file: int = 0
    cover: tuple[int, int] = (0, 0)
    cover_file: int = 0
    asks: str = ""


@resources.of_project
@cache
def ebook_shops() -> tuple[EbookShop, ...]:
    """All of the project in use, in the order of the table. Raises ContentError with every problem."""
    return tuple(
        EbookShop(
            key,
            row["says"],
            tuple(row["takes"]),
            tuple(row["requires"]),
            row["free"],
            row.get("record", ""),
            int(row.get("file", 0)),
            (int(row.get("cover", (0, 0))[0]), int(row.get("cover", (0, 0))[1])),
            int(row.get("cover_file", 0)),
            row.get("asks", ""),
        )
        for key, row in read("shops-ebook", TABLE).get("ebook_shops", {}).items()
    )
