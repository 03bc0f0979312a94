"""What a line costs, by script: the weights that the lines of a paragraph are chosen by.

Flow: ``[lines.SCRIPT]`` of the language table -> ``weights_of`` -> ``Weights``; None where a grid sets the lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flugblatt import resources
from flugblatt.language.rows import rows
from flugblatt.language.table import nearest


@dataclass(frozen=True, slots=True)
class Weights:
    """Prices in squares of an em: a line that leaves 2 em empty costs 4. ``spaces`` is that of a justified line whose spaces are
    twice as wide; the others are those of a hyphen, of a second in a row, of one at the end of a page or column, of
    a word of one letter at a line's end, of the last two words apart, and of a short last line."""

    hyphen: float
    row: float
    page: float
    letter: float
    pair: float
    short: float
    spaces: float


@resources.of_project
@cache
def weights_of(script: str, tag: str) -> Weights | None:
    """The weights for a text of this script in the language of ``tag``."""
    table = rows()["lines"]
    if script in table["grid"]:
        return None
    row = dict(table["scripts"].get(script, table["scripts"]["other"]))
    if not nearest(tag, dict.fromkeys(table["letters"], True)):
        row["letter"] = 0.0
    return Weights(**{key: float(value) for key, value in row.items()})
