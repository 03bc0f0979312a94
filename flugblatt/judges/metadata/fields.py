"""Fields of metadata as every judge compares them: a name, and its values in order.

Flow: pairs of name and value -> ``gathered`` -> ``filled``; JSON -> ``flattened`` -> pairs; a date -> ``instant``.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any

from flugblatt import resources

Fields = dict[str, tuple[str, ...]]
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def gathered(pairs: Iterable[tuple[str, str]]) -> Fields:
    """The values of each name, in order."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def filled(fields: Fields) -> Fields:
    """The fields that have a value, without the empty ones among their values."""
    return gathered((name, value) for name, values in fields.items() for value in values if value)


def flattened(path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text of a JSON value, each with the names that lead to it behind ``path``; lists have no name of their own."""
    match value:
        case dict():
            for name, inner in value.items():
                yield from flattened(f"{path} {name}".strip(), inner)
        case list():
            for inner in value:
                yield from flattened(path, inner)
        case _:
            yield path, value if isinstance(value, str) else json.dumps(value)


def instant(date: str) -> datetime.datetime:
    """A date as a moment in UTC: midnight, the first day of a month or year; a time of another zone is converted."""
    if "T" in date:
        value = datetime.datetime.fromisoformat(date.replace("Z", "+00:00"))
    else:
        year, month, day = ([int(part) for part in date.split("-")] + [1, 1])[:3]
        value = datetime.datetime(year, month, day)
    aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    return aware.astimezone(datetime.UTC)


def base_url() -> str:
    """Where the project is published, by flugblatt.toml; empty where nobody has said."""
    found = [
        str(resources.rows_of(own, "project").get("base_url", ""))
        for own in resources.own()
        if own.name == resources.PROJECT_FILE
    ]
    return found[-1].rstrip("/") if found else ""
