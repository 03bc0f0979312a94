"""The control fields of a MARC 21 record: numbers, moments and coded positions.

Flow: Description -> ``fixed_fields`` -> 001, 005, 006, 007 and 008.
"""

from __future__ import annotations

from flugblatt.records.description import Description

FILL = "|"
"""No attempt to code: the content says nothing of it."""


def fixed_fields(description: Description) -> tuple[tuple[str, str], ...]:
    """Tag and data of every control field; 003 where an agency gives out the record."""
    agency = description.statement.cataloguing.agency
    return (
        ("001", description.uuid),
        *((("003", agency),) if agency else ()),
        ("005", description.statement.stamp_as("%Y%m%d%H%M%S.0")),
        ("006", _additional()),
        ("007", "cr" + " " + FILL * 11),
        ("008", _general(description)),
    )


def _additional() -> str:
    """006 of a computer file: online (06), a document (09); 18 characters."""
    return "m" + " " * 4 + FILL + "o" + " " * 2 + "d" + " " + FILL + " " * 6


def _general(description: Description) -> str:
    """008 of a book, 40 characters. The date on file (00-05) is the day of publication: no clock is read."""
    date = description.statement.date.split("-")
    year, month, day = ([*date, "01", "01"])[:3]
    dates = {1: f"s{year}    ", 2: f"e{year}{month}  ", 3: f"e{year}{month}{day}"}[len(date)]
    illustrations = "a   " if description.pictures else "    "
    data = "".join(
        (
            year[2:] + month + day,  # 00-05
            dates,  # 06-14
            "xx ",  # 15-17 place of publication: unknown, as a country can only be guessed from a place
            illustrations,  # 18-21
            FILL,  # 22 audience
            "o",  # 23 online
            FILL * 4,  # 24-27 contents
            FILL,  # 28 government publication
            FILL,  # 29 conference publication
            FILL,  # 30 festschrift
            "0",  # 31 no index
            " ",  # 32 undefined
            FILL,  # 33 literary form
            FILL,  # 34 biography
            description.codes.bibliographic,  # 35-37
            " ",  # 38 not modified
            "d",  # 39 made by another than a national agency or a cooperative programme
        )
    )
    assert len(data) == 40
    return data
