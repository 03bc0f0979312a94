"""What is judged, and by what: the edition, the layout that the file must have, and the boxes of its pages.

Flow: ``Case`` (what must be) and ``Frame`` (the boxes of one page, in pt) go to every judge of the room.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.judges.pdf.plane import Box
from flugblatt.judges.preflight.codes_of_print import CODES
from flugblatt.judges.preflight.panel_layout import Kind, Layout, Place, Side
from flugblatt.language.table import Language
from flugblatt.model import Edition, Finding, Statement

POINT = 25.4 / 72
"""One pt in mm."""


@dataclass(frozen=True, slots=True)
class Case:
    """``sides`` are the pages that the file must have."""

    statement: Statement
    edition: Edition
    language: Language
    layout: Layout
    kind: Kind
    sides: tuple[Side, ...]

    @property
    def press(self) -> bool:
        return self.kind == "press"

    @property
    def bleed(self) -> float:
        """The bleed in mm: what is printed in the office has none."""
        return self.layout.bleed if self.press else 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The boxes of a page in pt; where a page lacks a box, it is the one around it (ISO 32000-1, 14.11.2)."""

    number: int
    media: Box
    bleed: Box
    trim: Box

    @property
    def where(self) -> str:
        return f"page {self.number}"

    def box(self, place: Place | Side) -> Box:
        """The box of a panel, or of the whole trimmed page."""
        x, y = (place.x, place.y) if isinstance(place, Place) else (0.0, 0.0)
        left, top = self.trim[0] + x / POINT, self.trim[3] - y / POINT
        return left, top - place.height / POINT, left + place.width / POINT, top

    def spot(self, x: float, y: float) -> str:
        """A point of the page in words: mm from the left and the top edge of the trimmed page."""
        left, top = (x - self.trim[0]) * POINT, (self.trim[3] - y) * POINT
        return f"{self.where}, {left:.1f} mm from the left, {top:.1f} mm from the top"


def found(code: str, message: str, where: str, hint: str = "") -> Finding:
    """A finding of this room; ``message`` begins after “expected”."""
    name = f"preflight-{code}"
    return Finding(name, CODES[name].severity, f"expected {message}", where, hint)
