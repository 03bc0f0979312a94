"""What is wrong with a fitted text, counted, and weighed against each other."""

import pytest

from flugblatt.leaflet.measures import TypeRange
from flugblatt.leaflet.quality import Faults, look
from flugblatt.typeset import engine

SIZES = TypeRange(smallest=8.5, drawn=11.8, largest=12.6, tight=1.36, loose=1.52, ideal=1.44)
CLEAN = Faults(lines=70, hyphens=0, in_a_row=0, stumps=0, short_ends=0, ragged=0.0, rest=False, empty=0)
STYLE = (
    "@page { size: 400px 400px; margin: 0 } p { font: 20px 'Source Serif 4'; width: 200px; margin: 0; hyphens: manual }"
)


def faults(*paragraphs: str) -> Faults:
    """Of paragraphs whose lines are 200 px wide."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = engine.opened(f"<html lang='en'><body><main>{body}</main></body></html>", ("Source Serif 4",), (), STYLE)
    return look(engine.lay_out(page, "").document, (1,), 1, 9)


def test_hyphens_at_line_ends_are_counted_and_those_in_a_row() -> None:
    found = faults("the incomprehen\u00adsibilitiesoflong\u00adwinded words and so on and so forth")
    assert (found.hyphens, found.in_a_row) == (2, 1)


def test_a_hole_in_a_line_and_a_last_line_of_one_word_are_counted() -> None:
    found = faults("so incomprehensibilities of it", "a few words on lines as full as these on")
    assert (found.stumps, found.short_ends) == (1, 1)


def test_one_line_is_no_short_end() -> None:
    assert faults("No.") == Faults(1, 0, 0, 0, 0, 0.0, False, 0)


@pytest.mark.parametrize(
    "worse",
    [
        Faults(70, 12, 0, 0, 0, 0.0, False, 0),
        Faults(70, 0, 1, 0, 0, 0.0, False, 0),
        Faults(70, 0, 0, 1, 0, 0.0, False, 0),
        Faults(70, 0, 0, 0, 1, 0.0, False, 0),
        Faults(70, 0, 0, 0, 0, 0.0, True, 0),
        Faults(70, 0, 0, 0, 0, 0.0, False, 1),
    ],
)
def test_three_tenths_of_a_point_are_less_than_any_fault(worse: Faults) -> None:
    assert CLEAN.cost(11.5, SIZES) < worse.cost(11.8, SIZES)


def test_an_empty_panel_is_worse_than_a_point() -> None:
    assert CLEAN.cost(10.8, SIZES) < Faults(70, 0, 0, 0, 0, 0.0, False, 1).cost(11.8, SIZES)


def test_the_drawn_size_is_taken_where_nothing_else_differs() -> None:
    assert min((11.5, 11.8, 12.1), key=lambda size: CLEAN.cost(size, SIZES)) == 11.8
