"""Reads the text form: its lines, in groups that empty lines part.

Flow: bytes -> lines -> units, one for each line that is not empty; the indent belongs to the name of the line.
"""

from __future__ import annotations

from itertools import count

from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice, collapse
from flugblatt.model import Finding

CONTROLS = frozenset(chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0))) - {"\n"}
"""The controls of C0 and C1 (ISO/IEC 6429) and DELETE, but for the end of a line."""


def read(data: bytes) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    """The units of a text file. Raises UnicodeDecodeError where it is not UTF-8."""
    text = data.decode("utf-8")
    findings: list[Finding] = []
    if not text.endswith("\n") or text.endswith("\n\n"):
        findings.append(
            Finding("fidelity-changed", "error", "expected a file that ends with one line feed", "last line")
        )
    units: list[Unit] = []
    numbers = count(1)
    group = next(numbers)
    for number, line in enumerate(text.split("\n"), 1):
        if stray := sorted(set(line) & CONTROLS):
            message = f"expected text, found the control character U+{ord(stray[0]):04X}"
            findings.append(Finding("fidelity-extra", "error", message, f"line {number}"))
        content = line.lstrip(" ")
        if not content:
            group = next(numbers)
            continue
        spot = Spot(f"line {number}")
        chars = collapse(Char(char, Voice(), spot) for char in content)
        name = line_name(len(line) - len(content))
        units.append(Unit((("group", group), (name, next(numbers))), chars, "", "", spot))
    return tuple(units), tuple(findings)


def line_name(indent: int) -> str:
    return f"line indented by {indent}" if indent else "line"
