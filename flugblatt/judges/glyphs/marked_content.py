"""What the structure tree says of marked content: language, writing mode, and the ActualText of its elements.

Flow: structure tree (ISO 32000-1, 14.7) -> ``read_sayings`` by page number and MCID.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Saying:
    """What the structure says of one sequence. ``group`` numbers the elements that have ActualText, from 1."""

    language: str
    writing_mode: str = ""
    actual: str | None = None
    group: int = 0


def read_sayings(pdf: pikepdf.Pdf, main: str) -> dict[tuple[int, int], Saying]:
    """What the structure tree says of marked content, by page number and MCID."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found: dict[tuple[int, int], Saying] = {}
    visited: set[tuple[int, int]] = set()
    groups = 0

    def page_of(thing: Any, otherwise: int) -> int:
        return numbers.get(thing["/Pg"].objgen, 0) if "/Pg" in thing else otherwise

    def visit(element: Any, saying: Saying, page: int, depth: int) -> None:
        nonlocal groups
        if element.objgen in visited or depth > DEEPEST:
            return
        if element.objgen != (0, 0):
            visited.add(element.objgen)
        page = page_of(element, page)
        if "/Lang" in element:
            saying = replace(saying, language=str(element["/Lang"]))
        if mode := _writing_mode(element):
            saying = replace(saying, writing_mode=mode)
        if "/ActualText" in element and saying.actual is None:
            groups += 1
            saying = replace(saying, actual=str(element["/ActualText"]), group=groups)
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                found[page, int(kid)] = saying
            elif kid.get("/Type") == Name.MCR:
                found[page_of(kid, page), int(kid["/MCID"])] = saying
            elif kid.get("/Type") != Name.OBJR:
                visit(kid, saying, page, depth + 1)

    visit(pdf.Root["/StructTreeRoot"], Saying(main), 1, 0)
    return found


def _writing_mode(element: Any) -> str:
    """The layout attribute WritingMode of a structure element, such as ``RlTb`` (ISO 32000-1, 14.8.5.4)."""
    owners = element.get("/A", Array())
    for owner in owners if isinstance(owners, Array) else [owners]:
        if isinstance(owner, Dictionary) and "/WritingMode" in owner:
            return str(owner["/WritingMode"])[1:]
    return ""
