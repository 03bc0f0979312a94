"""Lines chosen together: as few as there can be, and of those the ones that cost least."""

from itertools import accumulate, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flugblatt.language.line_weights import Weights
from flugblatt.typeset.line_plan import EMPTY, Measures, Points, choose, fewest

FREE = Weights(0, 0, 0, 0, 0, 0, 1)


def points(widths: list[float], hyphens: list[int] | None = None, letters: list[bool] | None = None) -> Points:
    """Words of these widths in em, with spaces of a quarter; a word with a 1 in ``hyphens`` goes on in the next one."""
    hyphens = hyphens or [0] * (len(widths) - 1)
    gaps = [0.0 if hyphen else 0.25 for hyphen in hyphens]
    starts = [0.0, *accumulate(width + gap for width, gap in zip(widths, gaps, strict=False))]
    ends = [0.0, *(start + width for start, width in zip(starts, widths, strict=True))]
    ends = [end + 0.3 * hyphen for end, hyphen in zip(ends, [0, *hyphens, 0], strict=True)]
    spaces = [0, 0, *accumulate(int(gap > 0) for gap in gaps)]
    return Points(
        list(range(len(widths) + 1)),
        [*starts, starts[-1] + widths[-1]],
        ends,
        spaces[: len(widths) + 1],
        [0, *hyphens, 0],
        letters or [False] * (len(widths) + 1),
        [False] * (len(widths) + 1),
        0.25,
    )


def slacks(found: Points, lines: list[int], measure: float) -> list[float]:
    return [measure - found.ends[end] + found.starts[begin] for begin, end in pairwise([0, *lines])]


def planned(found: Points, measure: float, weights: Weights = FREE, room: int = 0) -> list[int]:
    measures = Measures(measure, measure, room)
    return choose(found, 0, measures, weights, fewest(found, 0, measures))


@given(some.lists(some.floats(0.5, 6), min_size=2, max_size=9), some.lists(some.integers(0, 1), min_size=8, max_size=8))
def test_no_other_lines_of_as_few_are_cheaper(widths: list[float], hyphens: list[int]) -> None:
    found, measure = points(widths, hyphens[: len(widths) - 1]), 8.0
    weights = Weights(3, 5, 0, 0, 0, 2, 1)

    def price(lines: list[int]) -> float:
        gaps = slacks(found, lines, measure)
        broken = [found.hyphens[end] for end in lines]
        total = sum(gap * gap for gap in gaps[:-1]) + sum(broken) * weights.hyphen
        total += weights.row * sum(a and b for a, b in pairwise(broken))
        total += sum(EMPTY for gap in gaps[:-1] if gap > measure / 2)
        width = measure - gaps[-1]
        return total + (weights.short * (1.5 - width / 2) if width < 2 and len(lines) > 1 else 0.0)

    chosen = planned(found, measure, weights)
    last = len(widths)
    inner = [[place for place, taken in enumerate(mask, 1) if taken] for mask in product([0, 1], repeat=last - 1)]
    others = [[*ends, last] for ends in inner]
    held = [lines for lines in others if min(slacks(found, lines, measure)) > -1e-6]
    fewer = min(map(len, held))
    assert len(chosen) == fewer
    assert price(chosen) == pytest.approx(min(price(lines) for lines in held if len(lines) == fewer))


def test_the_last_lines_share_what_one_would_leave() -> None:
    found = points([3, 3, 3, 5, 5, 3])
    assert planned(found, 10) == [2, 4, 6]
    assert max(slacks(found, [3, 4, 6], 10)[:-1]) > max(slacks(found, [2, 4, 6], 10)[:-1])


def test_a_part_wider_than_its_measure_has_no_plan() -> None:
    assert fewest(points([3, 12, 3]), 0, Measures(10, 10)) == []


def test_a_hyphen_at_the_foot_of_a_page_is_dearer() -> None:
    found = points([4, 3, 2, 4, 3], [0, 1, 0, 0])
    weights = Weights(1, 0, 50, 0, 0, 0, 1)
    assert planned(found, 8, weights) == [2, 4, 5]
    assert planned(found, 8, weights, room=1) == [1, 3, 5]


def test_a_word_of_one_letter_goes_on_where_it_costs_something() -> None:
    found = points([5, 0.5, 3.3, 4], letters=[False, False, True, False, False])
    assert planned(found, 9) == [2, 4]
    assert planned(found, 9, Weights(0, 0, 0, 40, 0, 0, 1)) == [1, 4]
