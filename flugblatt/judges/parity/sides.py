"""An edition beside its original: the two rows of blocks, their pairs, and how long the one is for the other.

Flow: two editions -> ``units`` -> ``align`` -> ``Sides``; a rule of this room finds ``Difference`` values in it, each at a unit of
the translation and a unit of the original.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from math import log
from statistics import median

from flugblatt import resources
from flugblatt.judges.parity.codes_of_parity import CODES
from flugblatt.language.table import nearest
from flugblatt.model import Edition, Finding
from flugblatt.model.pairing import Pair, align, overall_ratio
from flugblatt.model.units import Unit, units

Couple = tuple[Unit, Unit]
KNOWN = 12
"""The table of lengths counts as so many blocks of the text itself. Chosen: after a page the text decides."""
CLOSE = 0.05
"""Logarithms of ratios that differ less align alike. Chosen."""
SHORTEST = 40
"""Blocks of fewer characters say nothing about the ratio of lengths. Chosen."""
QUOTED = 60
"""So many characters of a block are shown."""


@dataclass(frozen=True, slots=True)
class Sides:
    """``couples`` are the pairs of one unit each; ``measure`` is the logarithm of the usual ratio of lengths."""

    original: Edition
    translation: Edition
    ours: tuple[Unit, ...]
    theirs: tuple[Unit, ...]
    pairs: tuple[Pair, ...]
    couples: tuple[Couple, ...]
    measure: float


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding: at ``theirs`` of the translation, for ``ours`` of the original."""

    code: str
    ours: Unit
    theirs: Unit
    message: str


def set_beside(original: Edition, translation: Edition) -> Sides:
    """The two editions, aligned by the ratio of lengths of the table and then by their own."""
    ours, theirs = units(original), units(translation)
    known = _known(original.language, translation.language)
    first = known if known is not None else log(overall_ratio(ours, theirs))
    pairs = align(ours, theirs, first)
    measure = _measure(_couples(ours, theirs, pairs), known, first)
    if abs(measure - first) > CLOSE:
        pairs = align(ours, theirs, measure)
    return Sides(original, translation, ours, theirs, pairs, _couples(ours, theirs, pairs), measure)


def _couples(ours: tuple[Unit, ...], theirs: tuple[Unit, ...], pairs: tuple[Pair, ...]) -> tuple[Couple, ...]:
    return tuple((ours[i], theirs[j]) for pair in pairs for i, j in pair.couples)


def _measure(couples: tuple[Couple, ...], known: float | None, first: float) -> float:
    """The usual ratio: the median of the text's own blocks, and the table's beside it while they are few."""
    own = [log(len(b.text) / len(a.text)) for a, b in couples if a.kind == b.kind == "paragraph" and _says(a, b)]
    if known is None:
        return median(own) if own else first
    return median([*own, *[known] * KNOWN])


def _says(a: Unit, b: Unit) -> bool:
    return len(a.text) >= SHORTEST and b.text != ""


def _known(original: str, translation: str) -> float | None:
    table = _lengths()
    one, other = nearest(original, table), nearest(translation, table)
    return log(other / one) if one and other else None


@cache
def _lengths() -> dict[str, float]:
    table = tomllib.loads((resources.STYLES / "lengths.toml").read_text(encoding="utf-8"))
    return dict(table["lengths"])


# --- Words of findings ---------------------------------------------------------------------------


def place(edition: Edition, unit: Unit) -> str:
    """``udhr/be.md:12``: how a line of an edition is named within a message."""
    return f"{edition.source.path}:{unit.place.line}"


def shown(unit: Unit) -> str:
    """What a unit is, and the begin of its words."""
    words = unit.text if len(unit.text) <= QUOTED else f"{unit.text[: QUOTED - 1].rstrip()}…"
    return f"{unit.kind} “{words}”" if words else unit.kind


def finding(sides: Sides, difference: Difference) -> Finding:
    """The finding, as the report has it: at the line of the translation, with that of the original in its message."""
    at = difference.theirs.place
    where = f"{sides.translation.source.path}:{at.line}:{at.column}"
    remedy = CODES[difference.code].remedy.replace("be.md:12", f"{sides.translation.language}.md:{at.line}")
    return Finding(difference.code, "warning", difference.message, where, remedy)
