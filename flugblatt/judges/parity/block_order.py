"""Blocks that are missing, added, doubled, moved, split or joined, and blocks of another kind.

Flow: pairs of ``Sides`` -> those with an empty side, each at the block before it -> texts that stand twice -> pairs that fit
crosswise (``word_links``) -> kind, level, label and shape of what is each other's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flugblatt.judges.parity.sides import Couple, Difference, Sides, place, shown
from flugblatt.judges.parity.word_links import crossed
from flugblatt.model.pairing import deviation
from flugblatt.model.units import Unit

TWICE = 15
"""Texts of fewer characters may stand twice: “Ja.” does. Chosen."""
ALIKE = 2.0
"""Standard deviations of lengths within which a missing and an added block may be one that was moved. Chosen."""


def judge(sides: Sides) -> Iterator[Difference]:
    """Every difference in the row of blocks."""
    doubled = dict(_doubled(sides))
    exchanged = tuple(_exchanged(sides))
    yield from (
        Difference("parity-doubled", sides.ours[0] if one is None else one, copy, _twice(sides, one, first, copy))
        for copy, (one, first) in doubled.items()
    )
    yield from _unpaired(sides, doubled)
    yield from exchanged
    for a, b in sides.couples:
        yield from _other_kind(sides, a, b)


# --- Missing, added, moved -----------------------------------------------------------------------


def _unpaired(sides: Sides, doubled: dict[Unit, tuple[Unit | None, Unit]]) -> Iterator[Difference]:
    missing = [
        (sides.ours[pair.ours[0]], _before(sides, n)[1]) for n, pair in enumerate(sides.pairs) if not pair.theirs
    ]
    added = [
        (_before(sides, n)[0], sides.theirs[pair.theirs[0]]) for n, pair in enumerate(sides.pairs) if not pair.ours
    ]
    added = [(before, unit) for before, unit in added if unit not in doubled]
    for unit, before in missing:
        there = next((one for one in added if _same(unit, one[1], sides.measure)), None)
        if there:
            added.remove(there)
            message = (
                f"expected {shown(unit)} after “{_end(before)}” as in {place(sides.original, unit)}, "
                f"found what seems to be it here: {shown(there[1])}"
            )
            yield Difference("parity-moved", unit, there[1], message)
        else:
            message = f"expected {shown(unit)} after this line as in {place(sides.original, unit)}, found no such block"
            yield Difference("parity-missing", unit, before, message)
    for before, unit in added:
        message = f"expected no block here, after {place(sides.original, before)}, found {shown(unit)}"
        yield Difference("parity-added", before, unit, message)
    for pair in sides.pairs:
        yield from _bounds(sides, [sides.ours[i] for i in pair.ours], [sides.theirs[j] for j in pair.theirs], doubled)


def _before(sides: Sides, number: int) -> Couple:
    """The last units before a pair, on both sides; the titles where there are none."""
    ours = [i for pair in sides.pairs[:number] for i in pair.ours]
    theirs = [j for pair in sides.pairs[:number] for j in pair.theirs]
    return sides.ours[max(ours, default=0)], sides.theirs[max(theirs, default=0)]


def _end(unit: Unit) -> str:
    return unit.text if len(unit.text) <= 24 else f"…{unit.text[-23:].lstrip()}"


def _same(a: Unit, b: Unit, measure: float) -> bool:
    """Whether an unpaired block of each side may be one and the same, elsewhere."""
    return (
        (a.kind, a.level, a.calls, a.figures) == (b.kind, b.level, b.calls, b.figures)
        and abs(deviation(len(a.text), len(b.text), measure)) < ALIKE
        and (len(a.text) >= TWICE or bool(a.figures))
    )


def _bounds(
    sides: Sides, ours: list[Unit], theirs: list[Unit], doubled: dict[Unit, tuple[Unit | None, Unit]]
) -> Iterator[Difference]:
    if len(ours) == 1 and len(theirs) == 2 and not set(theirs) & set(doubled):
        message = f"expected one block as in {place(sides.original, ours[0])}, found two: {_both(theirs)}"
        yield Difference("parity-split", ours[0], theirs[0], message)
    if len(ours) == 2 and len(theirs) == 1:
        message = (
            f"expected two blocks as in {place(sides.original, ours[0])} and {place(sides.original, ours[1])}: {_both(ours)}, "
            f"found one: {shown(theirs[0])}; either they were joined, or one is missing"
        )
        yield Difference("parity-joined", ours[0], theirs[0], message)


def _both(units: list[Unit]) -> str:
    return " and ".join(map(shown, units))


# --- Doubled -------------------------------------------------------------------------------------


def _doubled(sides: Sides) -> Iterator[tuple[Unit, tuple[Unit | None, Unit]]]:
    """Each copy within the translation, with its block of the original, if it has one, and the first one."""
    partner = {id(b): a for a, b in sides.couples}
    repeated = _repeated(sides.ours)
    first: dict[str, Unit] = {}
    for unit in sides.theirs:
        key = _key(unit)
        if len(key) < TWICE:
            continue
        if key not in first:
            first[key] = unit
            continue
        ours = partner.get(id(unit))
        if ours is None or _key(ours) not in repeated:
            yield unit, (ours or partner.get(id(first[key])), first[key])


def _key(unit: Unit) -> str:
    return unit.text.casefold()


def _repeated(units: tuple[Unit, ...]) -> set[str]:
    return {key for key, count in Counter(map(_key, units)).items() if count > 1}


def _twice(sides: Sides, ours: Unit | None, first: Unit, copy: Unit) -> str:
    there = f" ({place(sides.original, ours)})" if ours else ""
    return (
        f"expected {shown(copy)} once as in the original{there}, found it twice, here and in "
        f"{place(sides.translation, first)}"
    )


# --- Exchanged -----------------------------------------------------------------------------------


def _exchanged(sides: Sides) -> Iterator[Difference]:
    """Two blocks that stand in each other's place."""
    for crossing in crossed(sides.couples, sides.measure):
        for here, there in ((crossing.first, crossing.second), (crossing.second, crossing.first)):
            (ours, theirs), (other, _) = sides.couples[here], sides.couples[there]
            message = (
                f"expected {shown(ours)} as in {place(sides.original, ours)}, found what seems to be "
                f"{place(sides.original, other)}, {shown(other)}: {shown(theirs)}"
            )
            yield Difference("parity-moved", ours, theirs, message)


# --- Kinds ---------------------------------------------------------------------------------------


def _other_kind(sides: Sides, a: Unit, b: Unit) -> Iterator[Difference]:
    line = place(sides.original, a)
    if (a.kind, a.within) != (b.kind, b.within):
        yield Difference("parity-kind", a, b, f"expected {_kind(a)} as in {line}, found {_kind(b)}: {shown(b)}")
    elif a.level != b.level:
        message = f"expected a heading of level {a.level} as in {line}, found one of level {b.level}: {shown(b)}"
        yield Difference("parity-level", a, b, message)
    elif a.label != b.label:
        yield Difference("parity-label", a, b, f"expected {_label(a)} as in {line}, found {_label(b)}: {shown(b)}")
    if a.kind == b.kind == "table" and _shape(a) != _shape(b):
        message = f"expected {_rows(a)} as in {line}, found {_rows(b)}"
        yield Difference("parity-table", a, b, message)


def _kind(unit: Unit) -> str:
    return " in a ".join((unit.kind, *reversed(unit.within)))


def _label(unit: Unit) -> str:
    return f"an item {unit.label}" if unit.label else "a block that begins no item of its own"


def _shape(unit: Unit) -> tuple[int, int]:
    return len(unit.content), len(unit.content[0])


def _rows(unit: Unit) -> str:
    rows, columns = _shape(unit)
    return f"{rows} rows of {columns} columns"
