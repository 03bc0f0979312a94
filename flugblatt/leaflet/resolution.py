"""Resolution: how fine every picture is where it is printed.

Flow: each page's operators with their matrix, into forms and patterns -> dots per inch of every place of a picture -> a finding for
each that is coarser than print needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from flugblatt.leaflet.references import Matrix, times
from flugblatt.model import Finding

LEAST_DPI = 200  # as printed; what shops refuse begins here, though they wish for 300
# A measure that the engine has rounded is no reason to refuse a picture.
TOLERANCE_DPI = 0.5  # chosen
MM_PER_INCH = 25.4
DEEPEST = 12  # chosen: forms within forms, of which ours are few


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture in one place: its dots, and how large it is printed, in mm."""

    page: int
    dots: tuple[int, int]
    width: float
    height: float

    @property
    def dpi(self) -> float:
        """The coarser of the two directions."""
        return min(self.dots[0] / self.width, self.dots[1] / self.height) * MM_PER_INCH


def coarse(pdf: Pdf) -> tuple[Finding, ...]:
    """A finding ``press-resolution`` for every picture under 200 dpi."""
    findings: list[Finding] = []
    for placed in pictures(pdf):
        if placed.dpi < LEAST_DPI - TOLERANCE_DPI:
            due = tuple(math.ceil(side / MM_PER_INCH * LEAST_DPI) for side in (placed.width, placed.height))
            finding = Finding(
                "press-resolution",
                "error",
                f"expected pictures of at least {LEAST_DPI} dpi; found one of {placed.dots[0]} × {placed.dots[1]} dots on "
                f"{placed.width:.0f} × {placed.height:.0f} mm: {int(placed.dpi)} dpi",
                f"page {placed.page}",
                f"take a picture of at least {due[0]} × {due[1]} dots, or leave it out",
            )
            if finding not in findings:
                findings.append(finding)
    return tuple(findings)


def pictures(pdf: Pdf) -> Iterator[Placed]:
    """Every picture in every place where it is drawn."""
    for number, page in enumerate(pdf.pages, 1):
        yield from _drawn(page, page.obj.get("/Resources", Dictionary()), (1, 0, 0, 1, 0, 0), number, 0)


def _drawn(stream: Any, resources: Any, start: Matrix, page: int, depth: int) -> Iterator[Placed]:
    if depth > DEEPEST:
        return
    matrix, kept = start, list[Matrix]()
    for instruction in pikepdf.parse_content_stream(stream):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "q":
            kept.append(matrix)
        elif operator == "Q":
            matrix = kept.pop() if kept else matrix
        elif operator == "cm":
            matrix = times(_matrix(operands), matrix)
        elif operator == "Do":
            yield from _thing(resources["/XObject"][str(operands[0])], resources, matrix, page, depth)
        elif operator in ("scn", "SCN") and operands and isinstance(operands[-1], Name):
            pattern = resources.get("/Pattern", Dictionary()).get(str(operands[-1]))
            if isinstance(pattern, Stream):
                own = times(_matrix(pattern.get("/Matrix", (1, 0, 0, 1, 0, 0))), start)
                yield from _drawn(pattern, pattern.get("/Resources", resources), own, page, depth + 1)


def _thing(thing: Any, resources: Any, matrix: Matrix, page: int, depth: int) -> Iterator[Placed]:
    if thing.get("/Subtype") == Name.Image:
        a, b, c, d, _, _ = matrix
        wide, tall = math.hypot(a, b) / 72 * MM_PER_INCH, math.hypot(c, d) / 72 * MM_PER_INCH
        if wide and tall:
            yield Placed(page, (int(thing.Width), int(thing.Height)), wide, tall)
        return
    own = times(_matrix(thing.get("/Matrix", (1, 0, 0, 1, 0, 0))), matrix)
    yield from _drawn(thing, thing.get("/Resources", resources), own, page, depth + 1)


def _matrix(values: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in values)
    return (a, b, c, d, e, f)
