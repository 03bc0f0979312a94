"""The back of a leaflet: the share code with its address, and the rows of "this edition".

Flow: (Statement, Edition, Language) -> ``rows``; address, measures -> ``share_block`` (where it stands, and how far down). The
engine parts addresses and identifiers where a line may part them (``typeset.line_splitting``). Drawn: from the foot upwards rows
of 8.4/11.5 pt with 3 pt between them, heading of 12/13.5 pt, bar, code; beside the code a label on its upper edge and the address
on its lower one.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.language import fonts
from flugblatt.language.addresses import Address
from flugblatt.language.table import Language
from flugblatt.leaflet import share
from flugblatt.leaflet.measures import POINTS_PER_MM, Measures
from flugblatt.model import Edition, Statement
from flugblatt.xhtml import colophon

# pt; drawn.
ROW, ROW_LEADING = 8.4, 11.5
ADDRESS, ADDRESS_LEADING = 9.5, 13.5
GAP = 6.0  # mm between the code and what stands beside it; drawn
STACKED = 70.0  # mm of measure; chosen by eye: below it labels stand above their values
BESIDE = 105.0  # mm of measure; chosen by eye: from it on the code has room beside the rows
LENIENCE = 0.99  # of the measure; the engine rounds


@dataclass(frozen=True, slots=True)
class Share:
    """The ``address`` as it is printed; ``below``: it stands under the code, not beside it; ``gap`` is the height in pt between the
    label and its first line."""

    address: str
    below: bool
    gap: float


def rows(statement: Statement, edition: Edition, language: Language) -> tuple[colophon.Row, ...]:
    """The rows of the back: from, translation, imprint, licence, ISBN, identifier, SHA-256. What is unknown has no row."""
    labels, imprint, rights = language.labels, statement.imprint, statement.rights
    kept = {labels.from_, labels.translator, "ISBN", labels.identifier, labels.sha256}
    if imprint:
        kept |= {labels.imprint_publisher, labels.imprint_printer, labels.imprint_responsible}
    if rights and rights.license:
        kept |= {labels.license}
    return tuple(row for row in colophon.rows(statement, edition, language, "leaflet", "", "") if row.label in kept)


def share_block(address: str, measures: Measures, face: fonts.Face, beside_rows: bool) -> Share:
    """How the address stands by the code: in the room beside it, or below where a part of it is wider than that."""
    spoken = share.spoken(address)
    parts = Address(0, spoken, "").parts
    room = measures.measure - (share.WIDTH + GAP) * measures.label
    column = share.WIDTH * measures.label if beside_rows else room
    widest = max(fonts.advance(face, part) for part in parts) * ADDRESS * measures.label
    below = beside_rows or widest > column * POINTS_PER_MM
    measure = (column if not below or beside_rows else measures.measure) * POINTS_PER_MM
    lines = _lines(parts, face, LENIENCE * measure / (ADDRESS * measures.label))
    free = 0.0 if below else share.WIDTH * POINTS_PER_MM - (lines + 1) * ADDRESS_LEADING
    return Share(spoken, below, max(0.0, free) * measures.label)


def is_narrow(measures: Measures) -> bool:
    """Whether the labels rather stand above their rows than beside them."""
    return measures.measure < STACKED * measures.label


def is_wide(measures: Measures) -> bool:
    """Whether the code has room beside the rows."""
    return measures.measure > BESIDE * measures.label


def _lines(parts: tuple[str, ...], face: fonts.Face, measure: float) -> int:
    """How many lines the parts take, each as full as it may be, as the engine fills them."""
    lines, line = 1, ""
    for part in parts:
        if line and fonts.advance(face, line + part) > measure:
            lines, line = lines + 1, ""
        line += part
    return lines
