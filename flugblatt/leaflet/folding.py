"""Folding: the sheet is folded on paper, so to speak, and what then lies where is compared with what the format says.

Flow: the slots of front and back -> ``backs`` (which panel stands behind which) -> ``folded`` (facets, moved over one another fold
by fold) -> ``prove`` -> the pairs, the two outer panels, and every fault in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flugblatt.leaflet.sheets import Axis, Fold, Format, Sheet, Side, Slot, cuts_of, folds_of, imposition, turning_axis
from flugblatt.model import Direction

TOLERANCE = 0.01  # mm; boxes are judged to the same


@dataclass(frozen=True, slots=True)
class Proof:
    """``backs``: every panel of the front with the one behind it, by sheet. ``outside``: what the folded product shows, first in
    front. ``faults`` is empty where the format is right."""

    backs: tuple[tuple[int, int], ...]
    outside: tuple[int, int]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Facet:
    """A part of the sheet between folds: where it lay on the open front, and where it lies now, mirrored or not."""

    front: int
    back: int
    left: float
    top: float
    width: float
    height: float
    x: float
    y: float
    face_up: bool = True
    mirror_x: bool = False
    mirror_y: bool = False


def prove(format: Format, pages: int = 0, direction: Direction = "ltr") -> Proof:
    """Whether every panel's back is the right panel, as wide as it, and the folded product shows cover and back.

    The right panel: behind the cover stands panel 2; of cut formats and booklets behind every odd panel the next one; on the
    inner side of a folded sheet the panels are read in the direction of the text.
    """
    sheets = imposition(format, pages, direction)
    faults = [fault for sheet in sheets for fault in _divided(format, sheet, direction)]
    if faults:
        return Proof((), (0, 0), tuple(faults))
    pairs = [pair for sheet in sheets for pair in _pairs(format, sheet, faults)]
    backs = tuple((front.panel, back.panel) for front, back in pairs)
    if format.rows_back or format.booklet:
        faults += _wrong_backs(format, backs)
    if format.folds and not format.booklet:
        faults += _wrong_order(sheets[0], direction)
    outside = (sheets[0].front[0].panel, sheets[0].back[0].panel if sheets[0].back else 0)
    if format.folds and not faults:
        outside = _outside(format, sheets[0], direction, faults)
    return Proof(backs, outside, tuple(faults))


def behind(format: Format, sheet: Sheet, slot: Slot) -> Slot | None:
    """The slot of the back that lies behind this slot of the front, when the sheet was turned over its flip edge."""
    if turning_axis(format) == "y":
        x, y = sheet.width - slot.x - slot.width, slot.y
    else:
        x, y = slot.x, sheet.height - slot.y - slot.height
    return next((each for each in sheet.back if abs(each.x - x) < TOLERANCE and abs(each.y - y) < TOLERANCE), None)


def _divided(format: Format, sheet: Sheet, direction: Direction) -> list[str]:
    """Faults of the division: rows that do not fill the sheet, folds and cuts that do not run between panels."""
    faults = []
    for side in sheet.sides:
        rows: dict[float, list[Slot]] = {}
        for slot in sheet.side(side):
            rows.setdefault(slot.y, []).append(slot)
        for row in rows.values():
            if abs(sum(slot.width for slot in row) - sheet.width) > TOLERANCE:
                widths = " + ".join(f"{slot.width:g}" for slot in row)
                faults.append(f"{side}: the widths {widths} do not add up to the {sheet.width:g} of the open sheet")
        tall = sum(max(slot.height for slot in row) for row in rows.values())
        if abs(tall - sheet.height) > TOLERANCE:
            faults.append(f"{side}: the rows are {tall:g} high together, the open sheet {sheet.height:g}")
        if faults:
            continue
        lines = [(line, "fold") for line in folds_of(format, direction)]
        lines += [(line, "cut") for line in cuts_of(format, direction)]  # type: ignore[misc]
        for line, what in lines:
            edges = _edges(sheet.side(side), line.axis)
            if line.side == side and not any(abs(edge - line.at) < TOLERANCE for edge in edges):
                met = ", ".join(f"{edge:g}" for edge in edges) or "no line"
                faults.append(f"{side}: a {what} at {line.at:g} does not run between panels; they meet at {met}")
    return faults


def _edges(slots: tuple[Slot, ...], axis: Axis) -> tuple[float, ...]:
    """Where panels meet all along the sheet, in order."""
    if axis == "y":
        return tuple(sorted({slot.y for slot in slots} - {0.0}))
    rows = [{slot.x for slot in slots if slot.y == y} - {0.0} for y in {slot.y for slot in slots}]
    return tuple(sorted(set.intersection(*rows)))


def _pairs(format: Format, sheet: Sheet, faults: list[str]) -> list[tuple[Slot, Slot]]:
    """Each slot of the front with the one behind it."""
    found = []
    for slot in sheet.front if sheet.back else ():
        other = behind(format, sheet, slot)
        if other is None or abs(other.width - slot.width) > TOLERANCE or abs(other.height - slot.height) > TOLERANCE:
            what = f"panel {other.panel} of another size" if other else "no panel that begins there"
            faults.append(f"behind panel {slot.panel} ({slot.width:g} mm wide) stands {what}")
        elif slot.turned != other.turned and turning_axis(format) == "y":
            faults.append(f"panel {slot.panel} and its back, panel {other.panel}, do not stand the same way up")
        elif slot.turned == other.turned and turning_axis(format) == "x":
            faults.append(
                f"turned over its {format.flip} edge the sheet shows panel {other.panel}, "
                f"the back of panel {slot.panel}, upside down"
            )
        else:
            found.append((slot, other))
    return found


def _wrong_backs(format: Format, backs: tuple[tuple[int, int], ...]) -> list[str]:
    """A leaf is an odd panel and the next one; of a sheet that is folded open this holds for the cover alone."""
    faults = []
    for front, back in backs:
        odd = min(front, back) - (1 - min(front, back) % 2)
        only_cover = bool(format.folds) and not format.booklet
        if {front, back} != {odd, odd + 1} and (not only_cover or 1 in (front, back)):
            faults.append(
                f"behind panel {front} stands panel {back}; expected panel {front + 1 if front % 2 else front - 1}"
            )
    return faults


def _wrong_order(sheet: Sheet, direction: Direction) -> list[str]:
    """On the inner side the panels are read in the direction of the text."""
    numbers = [slot.panel for slot in sorted(sheet.back, key=lambda slot: (slot.y, slot.x)) if slot.panel]
    if len({slot.y for slot in sheet.back}) > 1:
        return []
    if direction == "rtl":
        numbers.reverse()
    if numbers == sorted(numbers):
        return []
    said = ", ".join(map(str, numbers))
    return [f"on the back the panels are read in the order {said}; reading goes on in rising numbers"]


# --- Folding -------------------------------------------------------------------------------------


def folded(format: Format, sheet: Sheet, direction: Direction) -> tuple[_Facet, ...]:
    """The facets of the sheet as they lie when every fold is made, from top to bottom; the front lay up."""
    stack = []
    for slot in sheet.front:
        other = behind(format, sheet, slot)
        stack.append(
            _Facet(slot.panel, other.panel if other else 0, slot.x, slot.y, slot.width, slot.height, slot.x, slot.y)
        )
    for fold in folds_of(format, direction):
        if fold.side == "front":
            stack = _folded_once(stack, fold)
    return tuple(stack)


def _folded_once(stack: list[_Facet], fold: Fold) -> list[_Facet]:
    """The smaller part of the sheet moves over, above or below the rest."""
    first = [facet for facet in stack if _start(facet, fold.axis) < fold.at - TOLERANCE]
    second = [facet for facet in stack if facet not in first]
    moving, fixed = (first, second) if len(first) <= len(second) else (second, first)
    hinge = next((facet for facet in fixed if abs(_near(facet, fold) - fold.at) < TOLERANCE), None)
    if hinge is None or not moving:
        return stack
    line = _now(hinge, fold)
    above = (fold.to == "front") == hinge.face_up
    moved = [_turned_over(facet, fold.axis, line) for facet in reversed(moving)]
    return moved + fixed if above else fixed + moved


def _start(facet: _Facet, axis: Axis) -> float:
    return facet.left if axis == "x" else facet.top


def _near(facet: _Facet, fold: Fold) -> float:
    """The edge of a facet, on the open sheet, that may lie on the fold."""
    start = _start(facet, fold.axis)
    end = start + (facet.width if fold.axis == "x" else facet.height)
    return start if abs(start - fold.at) < TOLERANCE else end


def _now(facet: _Facet, fold: Fold) -> float:
    """Where that edge lies now."""
    at_start = abs(_start(facet, fold.axis) - fold.at) < TOLERANCE
    if fold.axis == "x":
        return facet.x + (facet.width if at_start == facet.mirror_x else 0)
    return facet.y + (facet.height if at_start == facet.mirror_y else 0)


def _turned_over(facet: _Facet, axis: Axis, line: float) -> _Facet:
    if axis == "x":
        x = 2 * line - facet.x - facet.width
        return replace(facet, x=x, face_up=not facet.face_up, mirror_x=not facet.mirror_x)
    y = 2 * line - facet.y - facet.height
    return replace(facet, y=y, face_up=not facet.face_up, mirror_y=not facet.mirror_y)


def _outside(format: Format, sheet: Sheet, direction: Direction, faults: list[str]) -> tuple[int, int]:
    """What the folded product shows on its two outer faces, the cover first."""
    stack = folded(format, sheet, direction)
    wide, tall = max(facet.width for facet in stack), max(facet.height for facet in stack)
    left, top = min(facet.x for facet in stack), min(facet.y for facet in stack)
    right = max(facet.x + facet.width for facet in stack)
    bottom = max(facet.y + facet.height for facet in stack)
    if right - left > wide + TOLERANCE or bottom - top > tall + TOLERANCE:
        faults.append(
            f"folded the sheet measures {right - left:g} × {bottom - top:g}: a panel sticks out or a fold is missing"
        )
    elif abs(wide - format.closed[0]) > TOLERANCE or abs(tall - format.closed[1]) > TOLERANCE:
        faults.append(f"folded the sheet measures {wide:g} × {tall:g}, not {format.closed[0]:g} × {format.closed[1]:g}")
    upper = _shown(stack[0], "front" if stack[0].face_up else "back")
    lower = _shown(stack[-1], "back" if stack[-1].face_up else "front")
    last = max(max(facet.front, facet.back) for facet in stack)
    if {upper, lower} != {1, last}:
        shown = " and ".join(map(str, sorted((upper, lower))))
        faults.append(f"folded the sheet shows panels {shown} outside; expected 1 (cover) and {last} (back)")
    return (1, upper + lower - 1) if 1 in (upper, lower) else (upper, lower)


def _shown(facet: _Facet, side: Side) -> int:
    return facet.front if side == "front" else facet.back
