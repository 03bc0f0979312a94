"""Total fit: the lines of a paragraph chosen together, so that what is asked of all of them costs least.

Flow: ``Points`` (every place where a line may end, and how far it reaches) with the measures of a paragraph -> the fewest lines
that hold it, and how far each may reach in so many -> ``choose``: the cheapest way through them.

The price of a line is the square of the space that it leaves, with what its end costs (``Weights``). After D. E. Knuth and
M. F. Plass, Breaking Paragraphs into Lines (Software: Practice and Experience 11, 1981); the number of lines is that of the
tightest setting, so that no text becomes longer than line by line. All lengths are in em.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from flugblatt.language.line_weights import Weights

NEXT = 4
"""Points looked at behind the first that a line must reach: a hyphen may reach further than the break behind it."""
SHORTEST = 0.25
"""Share of the measure under which a last line is short; chosen."""
EMPTY = 500.0
"""Price of a line that stops short of the middle of its measure: more than all else, as it looks like the end of a paragraph."""
HAIR = 1e-6
STEPS = 7
"""Halvings of the measure in search of the narrowest: to less than half a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Points:
    """Places where a line of one segment may begin and end, in their order; the first is its begin, the last its end.

    ``starts`` and ``ends`` are how far the text reaches where a line begins there and where one ends there, without spaces and with
    its hyphen; ``spaces`` counts those before it; ``hyphens`` is 1 where a hyphen is added, 2 where the text has one;
    ``letters``: a word of one letter stands before it; ``pairs``: it parts the last two words. ``blank`` is the width of a space.
    """

    places: list[int]
    starts: list[float]
    ends: list[float]
    spaces: list[int]
    hyphens: list[int]
    letters: list[bool]
    pairs: list[bool]
    blank: float


@dataclass(frozen=True, slots=True)
class Measures:
    """How wide the first line is and those that follow, how many lines stand on this page or column (0: all), and whether
    spaces widen, and by how much of themselves they may narrow; ``even``: the last line is to be as long as the others."""

    first: float
    rest: float
    room: int = 0
    justified: bool = False
    shrink: float = 0.0
    even: bool = False


def fewest(points: Points, begin: int, measures: Measures) -> list[int]:
    """How far each line may reach in the tightest setting, as points; empty where a part is wider than its measure."""
    shrink = measures.shrink * points.blank
    ends = [end - shrink * count for end, count in zip(points.ends, points.spaces, strict=True)]
    starts = [start - shrink * count for start, count in zip(points.starts, points.spaces, strict=True)]
    last, at = len(ends) - 1, begin
    found: list[int] = []
    while at < last:
        limit = starts[at] + (measures.rest if found else measures.first) + HAIR
        if points.ends[last] - points.starts[at] <= limit - starts[at]:
            return [*found, last]
        reached = min(bisect_right(starts, limit), last)
        while reached > at and (ends[reached] > limit or reached == last):
            reached -= 1
        if reached == at:
            return []
        found.append(reached)
        at = reached
    return found


def balanced(points: Points, begin: int, measures: Measures, far: list[int]) -> tuple[Measures, list[int]]:
    """The narrowest measure in which the text takes no more lines, and how far each reaches there: lines about equally long."""
    loose, tight = 1.0, 0.5
    found = replace(measures, even=True), far
    for _ in range(STEPS):
        share = (loose + tight) / 2
        narrow = replace(measures, even=True, first=measures.first * share, rest=measures.rest * share)
        lines = fewest(points, begin, narrow)
        if lines and len(lines) == len(far):
            loose, found = share, (narrow, lines)
        else:
            tight = share
    return found


def choose(points: Points, begin: int, measures: Measures, weights: Weights, far: list[int]) -> list[int]:
    """The points where the lines from ``begin`` on end; ``far`` is what ``fewest`` has found."""
    near = _nearest(points, begin, measures, far)
    last, starts, ends, hyphens = len(points.ends) - 1, points.starts, points.ends, points.hyphens
    shrink = measures.shrink * points.blank
    reached: list[tuple[int, float]] = [(begin, 0.0)]
    ways: list[dict[int, int]] = []
    for line, (first, furthest) in enumerate(zip(near, far, strict=True)):
        measure = measures.rest if line else measures.first
        way: dict[int, int] = {}
        after: list[tuple[int, float]] = []
        of_page = line + 1 == measures.room
        for point in range(first, furthest + 1):
            end, broken = ends[point], hyphens[point]
            price = 0.0
            if point != last:
                if broken == 1:
                    price = weights.hyphen + weights.page * of_page
                if points.letters[point]:
                    price += weights.letter
                if points.pairs[point]:
                    price += weights.pair
            best, source = 0.0, -1
            for other, cost in reached:
                slack = measure - end + starts[other]
                if slack < -HAIR and (
                    not shrink
                    or point == last
                    or slack + shrink * (points.spaces[point] - points.spaces[other]) < -HAIR
                ):
                    continue
                if other >= point:
                    break
                if point == last:
                    width = measure - slack
                    cost += slack * slack * measures.even
                    if width < SHORTEST * measure:
                        cost += weights.short * (1.5 - width / (SHORTEST * measure))
                elif measures.justified:
                    gaps = points.spaces[point] - points.spaces[other]
                    wider = slack / gaps / points.blank if gaps else slack / points.blank
                    cost += weights.spaces * (wider if wider > 0 else -wider / measures.shrink) ** 2
                else:
                    cost += slack * slack
                if point != last and slack > measure / 2:
                    cost += EMPTY
                if broken and hyphens[other]:
                    cost += weights.row
                if source < 0 or cost < best:
                    best, source = cost, other
            if source >= 0:
                way[point] = source
                after.append((point, best + price))
        reached = after
        ways.append(way)
    found = [last]
    for way in reversed(ways[1:]):
        found.append(way[found[-1]])
    return found[::-1]


def _nearest(points: Points, begin: int, measures: Measures, far: list[int]) -> list[int]:
    """How far each line must reach at least, so that those behind it hold the rest."""
    shrink = measures.shrink * points.blank
    last = len(points.ends) - 1
    near = [last]
    for line in range(len(far) - 1, 0, -1):
        target = near[0]
        stop = min(far[line], target + NEXT)
        needed = (
            points.ends[last]
            if target == last
            else min(points.ends[at] - shrink * points.spaces[at] for at in range(target, stop + 1))
        )
        if target == last:
            least = bisect_left(points.starts, needed - measures.rest - HAIR)
        else:
            shrunk = [start - shrink * count for start, count in zip(points.starts, points.spaces, strict=True)]
            least = bisect_left(shrunk, needed - measures.rest - HAIR)
        near.insert(0, min(max(least, begin + 1), far[line - 1]))
    return near
