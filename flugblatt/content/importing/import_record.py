"""What an import did to a text: each thing that was kept, changed or left out, with the lines of the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Fate = Literal["kept", "changed", "left out"]


@dataclass(frozen=True, slots=True)
class Row:
    """``what`` happened, in words; ``lines`` are those of the result, empty where it has none of it."""

    fate: Fate
    what: str
    lines: tuple[int, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class ImportedText:
    """``text`` is the Markdown of an edition; ``pictures`` are files beside it; ``suggestions`` what the file says of itself, key
    of statement.yaml and value, never taken for facts; ``front_matter`` what its author wrote above the text."""

    kind: str
    text: str
    pictures: tuple[tuple[str, bytes], ...]
    rows: tuple[Row, ...]
    suggestions: tuple[tuple[str, str], ...] = ()
    front_matter: tuple[tuple[str, str], ...] = ()


def gathered(rows: list[tuple[Fate, str, int]]) -> tuple[Row, ...]:
    """Single events as rows, one for each thing, in the order kept, changed, left out. Line 0 is nowhere."""
    found: dict[tuple[Fate, str], list[int]] = {}
    for fate, what, line in rows:
        found.setdefault((fate, what), []).append(line)
    order = ("kept", "changed", "left out")
    return tuple(
        Row(fate, what, tuple(sorted({line for line in lines if line})), len(lines))
        for (fate, what), lines in sorted(found.items(), key=lambda item: order.index(item[0][0]))
    )
