"""References: whatever pointed at a panel's page points at the panel's place on its sheet.

Flow: where each panel stands -> marked-content and object references and the parent tree (ISO 32000-1, 14.7.4) -> link annotations
(12.5) -> destinations (12.3.2). The order of the structure tree, which is the reading order, is untouched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Page, Pdf

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands: the page of the sheet's side, the matrix that takes it there, the number of its first mark."""

    page: Any
    matrix: Matrix
    first: int


def times(one: Matrix, other: Matrix) -> Matrix:
    """First ``one``, then ``other``."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def marks_of(pdf: Pdf, page: Page) -> int:
    """How many numbers of marked content a panel uses."""
    return len(_parents(pdf).get(int(page.obj.get("/StructParents", -1)), ()))


def follow(pdf: Pdf, panels: list[Page], home: dict[int, Place]) -> None:
    """Point everything at the new places. ``home`` gives the place of each panel by its number."""
    places = {panel.obj.objgen: home[number] for number, panel in enumerate(panels, 1) if number in home}
    if "/StructTreeRoot" in pdf.Root:
        _parent_tree(pdf, panels, home)
        for element in _elements(pdf.Root.StructTreeRoot):
            _element(element, places)
    for panel in panels:
        if place := places.get(panel.obj.objgen):
            _annotations(panel, place)
    for thing in pdf.objects:
        _destinations(thing, places)


# --- Structure -----------------------------------------------------------------------------------


def _parents(pdf: Pdf) -> dict[int, Any]:
    tree = pdf.Root.get("/StructTreeRoot", Dictionary()).get("/ParentTree")
    return dict(NumberTree(tree).items()) if tree is not None else {}


def _parent_tree(pdf: Pdf, panels: list[Page], home: dict[int, Place]) -> None:
    """The parent tree again: one entry for each side, with the panels' marks one after the other."""
    root = pdf.Root.StructTreeRoot
    known = _parents(pdf)
    free = sorted({int(panel.obj.StructParents) for panel in panels if "/StructParents" in panel.obj})
    sides: dict[tuple[int, int], tuple[Any, list[tuple[int, Any]]]] = {}
    for number, place in home.items():
        marks = known.get(int(panels[number - 1].obj.get("/StructParents", -1)))
        if marks is not None:
            page, listed = sides.setdefault(place.page.objgen, (place.page, []))
            listed += [(place.first + at, parent) for at, parent in enumerate(marks)]
    kept = {key: value for key, value in known.items() if key not in free}
    for page, listed in sides.values():
        key = free.pop(0)
        page.StructParents = key
        kept[key] = Array([parent for _, parent in sorted(listed, key=lambda entry: entry[0])])
    numbers: list[Any] = []
    for key in sorted(kept):
        numbers += [key, kept[key]]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = max(kept, default=-1) + 1


def _elements(root: Any) -> Iterator[Any]:
    """Every structure element, once."""
    waiting, seen = list(_kids(root)), set[tuple[int, int]]()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Dictionary) and "/S" in thing and thing.objgen not in seen:
            seen.add(thing.objgen)
            yield thing
            waiting += _kids(thing)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _element(element: Any, places: dict[tuple[int, int], Place]) -> None:
    page = element.get("/Pg")
    own = places.get(page.objgen) if page is not None else None
    if "/K" in element:
        element.K = Array([_kid(kid, own, places) for kid in _kids(element)])
    if own is not None:
        element.Pg = own.page
        _bounds(element, own)


def _kid(kid: Any, own: Place | None, places: dict[tuple[int, int], Place]) -> Any:
    if not isinstance(kid, Dictionary):
        number = int(kid)
        return kid if own is None else Dictionary(Type=Name.MCR, Pg=own.page, MCID=number + own.first)
    if "/S" in kid:
        return kid
    place = places.get(kid.Pg.objgen) if "/Pg" in kid else own
    if place is not None:
        kid.Pg = place.page
        if "/MCID" in kid and "/Stm" not in kid:
            kid.MCID = int(kid.MCID) + place.first
    return kid


def _bounds(element: Any, place: Place) -> None:
    """The bounding box of a figure moves with it (ISO 32000-1, table 343)."""
    owners = element.get("/A", Array())
    for owner in owners if isinstance(owners, Array) else [owners]:
        if isinstance(owner, Dictionary) and "/BBox" in owner:
            owner.BBox = _rectangle(owner.BBox, place.matrix)


# --- Links and destinations ----------------------------------------------------------------------


def _annotations(panel: Page, place: Place) -> None:
    for annotation in panel.obj.get("/Annots", Array()):
        annotation.Rect = _rectangle(annotation.Rect, place.matrix)
        if "/QuadPoints" in annotation:
            corners = [float(value) for value in annotation.QuadPoints]
            moved = [applied(place.matrix, x, y) for x, y in zip(corners[::2], corners[1::2], strict=True)]
            annotation.QuadPoints = Array([_decimal(value) for corner in moved for value in corner])
        if "/P" in annotation:
            annotation.P = place.page
        if "/Annots" not in place.page:
            place.page.Annots = Array()
            place.page.Tabs = Name.S
        place.page.Annots.append(annotation)


def _rectangle(edges: Any, matrix: Matrix) -> Array:
    left, bottom, right, top = (float(edge) for edge in edges)
    (x1, y1), (x2, y2) = applied(matrix, left, bottom), applied(matrix, right, top)
    return Array([_decimal(value) for value in (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))])


def _destinations(thing: Any, places: dict[tuple[int, int], Place]) -> None:
    """Every explicit destination inside an object: [page /XYZ left top zoom]."""
    if isinstance(thing, Array):
        first = thing[0] if len(thing) > 1 else None
        if isinstance(first, Dictionary) and first.objgen in places and isinstance(thing[1], Name):
            place = places[first.objgen]
            thing[0] = place.page
            if str(thing[1]) == "/XYZ":
                x, y = (0.0 if value is None else float(value) for value in (thing[2], thing[3]))
                thing[2], thing[3] = (_decimal(value) for value in applied(place.matrix, x, y))
            else:
                del thing[2:]
                thing[1] = Name.Fit
            return
        children = list(thing)
    elif isinstance(thing, Dictionary | pikepdf.Stream):
        children = [value for _, value in thing.items()]
    else:
        return
    for child in children:
        if isinstance(child, Array | Dictionary) and not child.is_indirect:
            _destinations(child, places)


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.5f}")
