"""Blocks of two editions find each other by lengths and by what they share, whatever their languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flugblatt.model import Place
from flugblatt.model.pairing import Pair, align, deviation
from flugblatt.model.units import Unit, units
from tests.judges.parity.beside import edition

LENGTHS = (20, 150, 90, 310, 45, 220, 130, 80, 400, 60)


def row(lengths: tuple[int, ...], kind: str = "paragraph") -> tuple[Unit, ...]:
    return tuple(Unit(kind, "x" * length, Place(number, 1), ()) for number, length in enumerate(lengths, 1))


def shapes(ours: tuple[int, ...], theirs: tuple[int, ...]) -> list[Pair]:
    """The pairs that are not one to one."""
    return [pair for pair in align(row(ours), row(theirs), 0.0) if (len(pair.ours), len(pair.theirs)) != (1, 1)]


def test_the_same_row_is_paired_one_by_one() -> None:
    assert shapes(LENGTHS, LENGTHS) == []
    longer = tuple(2 * length for length in LENGTHS)
    assert all(pair.ours == pair.theirs for pair in align(row(LENGTHS), row(longer)))


@pytest.mark.parametrize("lost", range(1, len(LENGTHS)))
def test_a_block_that_is_missing_has_no_partner(lost: int) -> None:
    (pair,) = shapes(LENGTHS, LENGTHS[:lost] + LENGTHS[lost + 1 :])
    assert lost in pair.ours and len(pair.theirs) <= 1
    (back,) = shapes(LENGTHS[:lost] + LENGTHS[lost + 1 :], LENGTHS)
    assert lost in back.theirs and len(back.ours) <= 1


def test_a_block_in_two_is_one_to_two() -> None:
    assert shapes(LENGTHS, (*LENGTHS[:3], 155, 155, *LENGTHS[4:])) == [Pair((3,), (3, 4))]


def test_kinds_hold_where_lengths_mislead() -> None:
    heads = row((30,), "heading")
    ours, theirs = (*row((30,)), *heads, *row((200,))), (*heads, *row((200,)))
    assert align(ours, theirs, 0.0)[0] == Pair((0,), ())


@pytest.mark.parametrize(("ours", "theirs"), [((), ()), ((5,), ()), ((), (5,)), ((5, 5, 5), (5,))])
def test_every_unit_is_in_one_pair(ours: tuple[int, ...], theirs: tuple[int, ...]) -> None:
    pairs = align(row(ours), row(theirs))
    assert [i for pair in pairs for i in pair.ours] == list(range(len(ours)))
    assert [j for pair in pairs for j in pair.theirs] == list(range(len(theirs)))


def test_a_long_text_that_lost_its_first_part_is_found_far_from_the_diagonal() -> None:
    ours = LENGTHS * 8
    theirs = ours[40:]
    pairs = align(row(ours), row(theirs), 0.0)
    lone = [pair for pair in pairs if not pair.theirs]
    assert len(lone) == 40 and len(pairs) == 80


def test_figures_that_stand_once_lead_the_way_past_a_long_gap() -> None:
    """Without them all blocks of one length could be each other's."""
    marked = tuple(replace(unit, figures=frozenset([str(unit.place.line)])) for unit in row((50,) * 200))
    pairs = align(marked, (*marked[:20], *marked[150:]), 0.0)
    assert [pair.ours[0] for pair in pairs if not pair.theirs] == list(range(20, 150))
    assert all(pair.theirs == (pair.ours[0] - 130,) for pair in pairs[150:])


def test_units_are_in_reading_order_with_notes_last() -> None:
    text = "# T[^1]\n\n> q\n\n- a\n\n  b\n\n1. c\n\n| h |\n|---|\n| d |\n\nterm\n: said\n\n---\n\n`x`\n\n[^1]: n\n"
    found = [(unit.kind, unit.within, unit.label, unit.text) for unit in units(edition("de", text))]
    assert found == [
        ("title", (), "", "T"),
        ("paragraph", ("quote",), "", "q"),
        ("paragraph", ("bullet list",), "•", "a"),
        ("paragraph", ("bullet list",), "", "b"),
        ("paragraph", ("ordered list",), "1.", "c"),
        ("table", (), "", "h d"),
        ("term", (), "", "term"),
        ("paragraph", ("definition",), "", "said"),
        ("rule", (), "", ""),
        ("paragraph", (), "", "x"),
        ("paragraph", ("note",), "", "n"),
    ]


def test_deviations_are_signed_and_shrink_with_short_blocks() -> None:
    assert deviation(100, 50, 0.0) < 0 < deviation(100, 200, 0.0)
    assert abs(deviation(20, 10, 0.0)) < abs(deviation(400, 200, 0.0))
