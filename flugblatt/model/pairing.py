"""Two editions side by side: which blocks of one are which blocks of the other.

Flow: units of both -> ``align`` -> pairs of stretches, in order. The method is that of Gale and Church (Computational
Linguistics 19/1, 1993), over blocks in place of sentences: dynamic programming over lengths, with what every language shares
beside them (kinds, figures, targets of links, calls of notes). It knows no word of any language. Whoever sets two editions
beside each other and whoever judges them asks here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import inf, log, sqrt
from operator import itemgetter

from flugblatt.model.units import Unit

SHAPES = {(1, 1): 0.0, (1, 0): 6.0, (0, 1): 6.0, (1, 2): 5.0, (2, 1): 5.0, (2, 2): 8.0}
"""So many units of one edition are so many of the other, as in the paper, and what a shape costs, in nats: chosen near what the
practice texts have, where some forty pairs are 1-1 for each other one."""
SPREAD, SHORT = 0.2, 2.5
"""Standard deviation of the logarithm of the ratio of lengths: of long blocks, and of one character by the root of the length;
measured on the practice texts."""
FARTHEST = 7.0
"""What lengths that differ cost at most: a paragraph cut in half is still the one that it was. Chosen."""
DEAREST_GAIN = 7.5
"""No pair costs less than minus this: the sum of all that ``unlike`` takes off."""
NOWHERE = (inf, (0, 0))
ITEM = 3.0
"""What it costs to take an item of a list with what stands before it. Chosen."""
SAME = 12
"""Longer texts that are the same on both sides are one text, which was not translated. Chosen."""
MOST_CELLS = 500_000
"""The band grows no more where it would have some four times as many places: half a minute. Chosen; texts of a thousand blocks are
tried whole, longer ones that lost hundreds of blocks on end, and have no figure or link as an anchor, are paired as they stand."""
BAND = 8
"""Units to each side of the way from anchor to anchor that are tried first, and four times as many while the best way touches the
edge. Chosen."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The units of the one edition, from number to number, that are those of the other; one side may be empty."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]

    @property
    def couples(self) -> tuple[tuple[int, int], ...]:
        """The units that are each other's, one by one; none where there are more on one side."""
        return tuple(zip(self.ours, self.theirs, strict=True)) if len(self.ours) == len(self.theirs) else ()


def align(ours: tuple[Unit, ...], theirs: tuple[Unit, ...], measure: float | None = None) -> tuple[Pair, ...]:
    """The pairs of the cheapest way through both; ``measure``: the logarithm of so many characters of theirs for one of ours, None:
    as the two have."""
    measure = log(overall_ratio(ours, theirs)) if measure is None else measure
    middles = _middles(ours, theirs)
    band = BAND
    while True:
        pairs, touches = _way(ours, theirs, measure, middles, band)
        if not touches or band >= max(len(ours), len(theirs)) or band * len(ours) > MOST_CELLS:
            return pairs
        band *= 4


def _middles(ours: tuple[Unit, ...], theirs: tuple[Unit, ...]) -> list[int]:
    """Where the way is looked for, for each number of units of ours: straight from anchor to anchor."""
    anchors = [(0, 0), *_anchors(ours, theirs), (len(ours), len(theirs))]
    middles = [0]
    for (i, j), (to_i, to_j) in pairwise(anchors):
        middles += [j + (step * (to_j - j)) // (to_i - i) for step in range(1, to_i - i + 1)]
    return middles


def _anchors(ours: tuple[Unit, ...], theirs: tuple[Unit, ...]) -> list[tuple[int, int]]:
    """Units with the same figures or targets that no other unit has, the longest row of them that runs on in both."""
    places = _once(theirs)
    both = [(i, places[mark]) for mark, i in sorted(_once(ours).items(), key=itemgetter(1)) if mark in places]
    ends: list[int] = []
    rows: list[list[tuple[int, int]]] = []
    for i, j in both:
        at = bisect_left(ends, j)
        ends[at:] = [j, *ends[at + 1 :]]
        rows[at:] = [[*(rows[at - 1] if at else []), (i, j)], *rows[at + 1 :]]
    return [(i, j) for i, j in (rows[-1] if rows else []) if i]


def _once(units: tuple[Unit, ...]) -> dict[tuple[object, ...], int]:
    """The places of the marks that stand there once."""
    marks = [(unit.kind, unit.level, unit.figures, unit.targets) for unit in units]
    counts = Counter(marks)
    return {mark: i for i, mark in enumerate(marks) if counts[mark] == 1 and (mark[2] or mark[3])}


def overall_ratio(ours: tuple[Unit, ...], theirs: tuple[Unit, ...]) -> float:
    """So many characters of theirs for one of ours."""
    return (sum(len(unit.text) for unit in theirs) or 1) / (sum(len(unit.text) for unit in ours) or 1)


def _way(
    ours: tuple[Unit, ...], theirs: tuple[Unit, ...], measure: float, middles: list[int], band: int
) -> tuple[tuple[Pair, ...], bool]:
    """The cheapest way within the band, and whether it touches the edge."""
    best = _table(ours, theirs, measure, middles, band)
    pairs, touches = [], False
    i, j = len(ours), len(theirs)
    while i or j:
        a, b = best[i][j][1]
        pairs.append(Pair(tuple(range(i - a, i)), tuple(range(j - b, j))))
        i, j = i - a, j - b
        touches = touches or (i > 0 and 0 < j < len(theirs) and abs(j - middles[i]) >= band - 1)
    return tuple(reversed(pairs)), touches


Step = tuple[float, tuple[int, int]]
"""What it costs to come to a place, and the shape of the last pair."""


def _table(
    ours: tuple[Unit, ...], theirs: tuple[Unit, ...], measure: float, middles: list[int], band: int
) -> list[dict[int, Step]]:
    """The cheapest step to each place of the band, one row for each unit of ours."""
    best: list[dict[int, Step]] = []
    for i in range(len(ours) + 1):
        reach = band if ours else len(theirs)
        row: dict[int, Step] = {}
        best.append(row)
        for j in range(max(0, middles[i] - reach), min(len(theirs), middles[i] + reach) + 1):
            row[j] = (0.0, (0, 0))
            if i or j:
                row[j] = _cheapest(best, ours, theirs, (i, j), measure)
    return best


def _cheapest(
    best: list[dict[int, Step]],
    ours: tuple[Unit, ...],
    theirs: tuple[Unit, ...],
    place: tuple[int, int],
    measure: float,
) -> Step:
    (i, j), found = place, (inf, (0, 0))
    for (a, b), price in SHAPES.items():
        before = best[i - a].get(j - b, NOWHERE)[0] + price if a <= i and b <= j else inf
        if before < inf and before - DEAREST_GAIN < found[0]:
            cost = before + _cost(ours[i - a : i], theirs[j - b : j], measure)
            found = min(found, (cost, (a, b)), key=itemgetter(0))
    return found


def _cost(ours: tuple[Unit, ...], theirs: tuple[Unit, ...], measure: float) -> float:
    if not ours or not theirs:
        return 0.0
    if len(ours) == len(theirs) == 1:
        a, b = ours[0], theirs[0]
        return unlike(a, b) + distance(len(a.text), len(b.text), measure)
    if not all(
        unit.kind == "paragraph" and ("note" in unit.within) == ("note" in ours[0].within) for unit in (*ours, *theirs)
    ):
        return inf
    items = sum(unit.label != "" for unit in (*ours[1:], *theirs[1:])) * ITEM
    lengths = sum(len(unit.text) for unit in ours), sum(len(unit.text) for unit in theirs)
    return items + distance(*lengths, measure)


def distance(length: int, other: int, measure: float) -> float:
    return min(deviation(length, other, measure) ** 2 / 2, FARTHEST)


def deviation(length: int, other: int, measure: float) -> float:
    """How far two lengths, in characters, are from the ratio e^measure, in standard deviations: below 0 the other is short."""
    spread = sqrt(SPREAD**2 + SHORT**2 / (length + 1))
    return (log((other + 3) / (length + 3)) - measure) / spread


def unlike(a: Unit, b: Unit) -> float:
    """What two units cost that are each other's, beside their lengths; below 0 where what both have says that they are."""
    cost = 0.0
    if a.kind != b.kind:
        cost += 3.0 if {a.kind, b.kind} == {"paragraph", "term"} else 8.0
    elif a.level != b.level:
        cost += 1.5
    if a.within != b.within:
        cost += 10.0 if ("note" in a.within) != ("note" in b.within) else 2.0
    if a.label and b.label:
        cost += -0.5 if a.label == b.label else 1.5
    if a.figures and b.figures:
        cost += -2.0 if a.figures == b.figures else 0.0 if a.figures & b.figures else 2.0
    if a.targets or b.targets:
        cost += -2.0 if a.targets == b.targets else 1.0
    if a.calls or b.calls:
        cost += -0.5 if a.calls == b.calls else 0.5
    if len(a.text) > SAME and a.text == b.text:
        cost -= 3.0
    return cost
