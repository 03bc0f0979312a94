"""The format table as text: where every key stands, and its fields by their kind.

Flow: text -> ``parse`` (TOML, a fault of syntax with its line) -> ``Reader`` -> ``fields``, ``word``, ``number``, ``size``, each of
which puts down a problem with its line and goes on.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from flugblatt.model import Finding
from flugblatt.model.errors import ContentError

CODE = "format-table"
LARGEST_SHEET = 2000.0


def parse(text: str, path: str) -> Reader:
    """The reader of the table. Raises ContentError for what is no TOML."""
    try:
        return Reader(tomllib.loads(text), text, path)
    except tomllib.TOMLDecodeError as error:
        raise ContentError((_syntax(str(error), text, path),)) from error


class Reader:
    """Reads the parsed table and gathers problems; ``lines`` knows where every key of every table stands."""

    def __init__(self, data: dict[str, Any], text: str, path: str) -> None:
        self.data, self.path = data, path
        self.lines = dict(_places(text))
        self.findings: list[Finding] = []
        self.here = ""

    def problem(self, key: str, message: str, hint: str = "") -> None:
        line = self.lines.get((self.here, key)) or self.lines.get((self.here, "")) or 1
        said = f"[{self.here}] {message}" if self.here else message
        self.findings.append(Finding(CODE, "error", said, f"{self.path}:{line}:1", hint))

    def fields(self, row: Any, keys: dict[str, bool]) -> dict[str, Any]:
        """The row, unknown and missing keys reported."""
        for key in row:
            if key not in keys:
                self.problem(key, f"there is no key {key!r} here; the keys are {', '.join(keys)}")
        for key, required in keys.items():
            if required and key not in row:
                self.problem("", f"{key} is missing")
        return {key: value for key, value in row.items() if key in keys}

    def word(self, row: dict[str, Any], key: str) -> str:
        value = row[key]
        if not isinstance(value, str) or not value.strip():
            self.problem(key, f"{key}: expected words in quotation marks, found {value!r}")
            return ""
        return value

    def number(self, row: dict[str, Any], key: str, least: float, most: float) -> float:
        value = row[key]
        if not is_number(value) or not least <= value <= most:
            self.problem(key, f"{key}: expected a number from {least:g} to {most:g}, found {value!r}")
            return 0.0
        return float(value)

    def size(self, row: dict[str, Any], key: str) -> tuple[float, float]:
        value = row[key]
        if not (isinstance(value, list) and len(value) == 2 and all(is_number(each) for each in value)) or not all(
            0 < each <= LARGEST_SHEET for each in value
        ):
            self.problem(key, f"{key}: expected [width, height] in millimetres, found {value!r}")
            return (1.0, 1.0)
        return float(value[0]), float(value[1])


def in_order(finding: Finding) -> tuple[int, int]:
    """The place of a finding, to sort by."""
    line, column = finding.where.split(":")[-2:]
    return int(line), int(column)


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _syntax(message: str, text: str, path: str) -> Finding:
    found = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line, column = found.groups() if found else (str(text.count("\n") + 1), "1")
    return Finding(
        CODE, "error", re.sub(r" \(at .*\)$", "", message), f"{path}:{line}:{column}", "mend the line as TOML"
    )


def _places(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    """The line of every table (key "") and of every key in it. The text is known to be TOML."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$", line):
            table = re.sub(r"[\"'\s]", "", header.group(1))
            yield (table, ""), number
        elif key := re.match(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\")\s*=", line):
            yield (table, key.group(1).strip('"')), number
