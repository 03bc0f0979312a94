"""The grounds that text stands on: white text is seen where the last area painted under it is dark.

Flow: areas in the order of painting -> ``Grounds`` -> is it dark at this point? How much they differ, ``preflight`` measures.
"""

from __future__ import annotations

from typing import Any

from pikepdf import Name

from flugblatt.judges.pdf.plane import Box, inside

WHITE = 0.97
DARK = 0.3
"""How much of one ink, or how much less than full light, a ground has at least on which white is seen."""


class Grounds:
    """The rectangles that a page has painted so far."""

    def __init__(self) -> None:
        self._areas: list[tuple[Box, bool]] = []

    def add(self, box: Box, dark: bool) -> None:
        self._areas.append((box, dark))

    def is_dark(self, point: tuple[float, float]) -> bool:
        """Whether the last area at ``point`` is dark; paper is not."""
        return next((dark for box, dark in reversed(self._areas) if inside(point, box, 0)), False)


def is_white(operands: Any) -> bool:
    """Whether the operands of a colour operator set white."""
    values = _values(operands)
    return bool(values) and (max(values) <= 1 - WHITE if len(values) == 4 else min(values) >= WHITE)


def is_dark(operands: Any) -> bool:
    """Whether the operands of a colour operator set a colour on which white is seen."""
    values = _values(operands)
    return bool(values) and (max(values) >= DARK if len(values) == 4 else min(values) <= 1 - DARK)


def _values(operands: Any) -> list[float]:
    return [float(value) for value in operands if not isinstance(value, Name)]
