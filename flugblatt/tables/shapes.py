"""The shapes of tables, as data: which keys a row has, of which kinds their values are, and the check of a table by them.

Flow: ``Row({key: shape}, {optional key: shape})``, ``Rows`` of any names, ``Items`` of a list, ``Value`` at the leaves ->
``check`` -> problems on the reader. ``sound`` gives the rows that are as their shape says, for what a shape cannot say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from flugblatt.model.findings import is_strange, shown
from flugblatt.tables import table_reader
from flugblatt.tables.table_reader import Reader

MOST_NAMED = 20
"""More keys than these are not listed in a message."""


@dataclass(frozen=True, slots=True)
class Value:
    """A single value: what is expected, in words, and whether a value is that; ``form`` is what a JSON Schema can say of it."""

    expected: str
    holds: Callable[[Any], bool]
    form: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A table of known keys."""

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table whose keys are names of the user's, each as ``named`` says."""

    of: Shape
    named: Value


@dataclass(frozen=True, slots=True)
class Items:
    """A list of rows."""

    of: Row


Shape = Value | Row | Rows | Items


def check(reader: Reader, value: Any, shape: Shape, *path: str) -> bool:
    """Whether the value at ``path`` has this shape; where not, every problem of it is put down."""
    before = len(reader.findings)
    reader.here = path[:-1]
    key = path[-1] if path else ""
    match shape:
        case Value():
            if not shape.holds(value):
                reader.problem(key, f"{key}: expected {shape.expected}, found {shown(repr(value))}")
        case Items() if not isinstance(value, list):
            reader.problem(key, f"expected tables [[{'.'.join(path)}]]")
        case Items():
            for number, item in enumerate(value, 1):
                check(reader, item, shape.of, *path, str(number))
        case Row() | Rows() if not isinstance(value, dict):
            many = ".NAME" if isinstance(shape, Rows) else ""
            reader.problem(key, f"expected {'tables' if many else 'a table'} [{'.'.join(path)}{many}]")
        case Row():
            _keys(reader, value, shape, path)
        case Rows():
            for name, inner in value.items():
                if not shape.named.holds(name):
                    reader.here = (*path, name)
                    reader.problem("", shape.named.expected)
                check(reader, inner, shape.of, *path, name)
    return len(reader.findings) == before


def read(table: str, shape: Shape) -> dict[str, Any]:
    """The rows of a table of the project in use. Raises ContentError with every problem."""
    reader = table_reader.read(table)
    check(reader, reader.data, shape)
    reader.done()
    return reader.data


def sound(reader: Reader, rows: Mapping[str, Any], shape: Shape, *path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows that are as ``shape`` says, each with its name; the reader looks at the row meanwhile."""
    for name, row in rows.items():
        if check(reader, row, shape, *path, name):
            reader.here = (*path, name)
            yield name, row


def _keys(reader: Reader, row: Mapping[str, Any], shape: Row, path: tuple[str, ...]) -> None:
    shapes = {**shape.required, **shape.optional}
    reader.here = path
    for key in (key for key in row if key not in shapes):
        near = get_close_matches(key, shapes, 1)
        listed = f"; the keys are {', '.join(shapes)}" if len(shapes) <= MOST_NAMED or not near else ""
        reader.problem(key, f"there is no key {key!r} here{listed}", f"did you mean {near[0]}?" if near else "")
    if missing := [key for key in shape.required if key not in row]:
        reader.problem("", f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    for key, value in row.items():
        if key in shapes:
            check(reader, value, shapes[key], *path, key)


# --- Kinds of values -----------------------------------------------------------------------------


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_word(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not any(map(is_strange, value))


def between(least: float, most: float) -> Value:
    return Value(
        f"a number from {least:g} to {most:g}",
        lambda value: is_number(value) and bool(least <= value <= most),
        {"type": "number", "minimum": least, "maximum": most},
    )


def choice(*words: str) -> Value:
    expected = " or ".join(f'"{word}"' for word in words)
    return Value(expected, lambda value: isinstance(value, str) and value in words, {"enum": list(words)})


def text(pattern: str, expected: str) -> Value:
    form = {"type": "string", "pattern": f"^(?:{pattern})$"}
    return Value(expected, lambda value: isinstance(value, str) and bool(re.fullmatch(pattern, value)), form)


def several(value: Value, expected: str) -> Value:
    """A list of such values."""
    form = {"type": "array", "items": dict(value.form)}
    return Value(expected, lambda found: isinstance(found, list) and all(map(value.holds, found)), form)


WORD = Value("words in quotation marks", is_word, {"type": "string", "minLength": 1})
WORDS = several(WORD, "a list of words in quotation marks")
NAME = text("[a-z0-9]+(-[a-z0-9]+)*", "a name has small letters, figures and hyphens alone")
ANYTHING = Value("", lambda value: True)
FLAG = Value("true or false", lambda value: isinstance(value, bool), {"type": "boolean"})
