"""What follows from one colour: the drawn values, and for any colour the contrasts that the themes rest on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from flugblatt.model.brand import RED
from flugblatt.tables import accents
from flugblatt.tables.accents import contrast

DARK_SCREEN = "#161413"
BLUE = {"main": "#004688", "deep": "#032F64", "tint": "#EBF0F8", "bright": "#78B3E2"}
"""The accent of the drawings, 100/68/0/22, and what they draw from it."""


def far(one: str, other: str) -> int:
    return max(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))


def test_the_red_is_the_drawn_one_however_it_is_written() -> None:
    assert accents.of_inks((0, 100, 85, 18)) is RED and accents.of_screen("#c5202f") is RED
    assert [colour.screen for colour in (RED.main, RED.deep, RED.tint, RED.bright)] == [
        *("#C5202F", "#9E2225", "#FAEEE8", "#E94344"),
    ]


@pytest.mark.parametrize("accent", [accents.of_inks((100, 68, 0, 22)), accents.of_screen("#004688")])
def test_the_blue_comes_out_as_it_is_drawn(accent) -> None:
    assert accent.main.screen == BLUE["main"] and contrast(accent.main.screen, "#FFFFFF") == pytest.approx(
        9.4, abs=0.05
    )
    assert {role: far(getattr(accent, role).screen, seen) for role, seen in BLUE.items() if role != "bright"} == {
        **{"main": 0, "deep": pytest.approx(5, abs=5), "tint": pytest.approx(3, abs=3)},
    }
    assert contrast(accent.bright.screen, accents.NIGHT) == pytest.approx(8.4, abs=0.15)
    assert far(accent.bright.screen, BLUE["bright"]) < 30


def test_inks_that_are_given_are_printed_as_given() -> None:
    assert accents.of_inks((100, 68, 0, 22)).main.inks == (100, 68, 0, 22)
    assert accents.of_inks((100, 68, 0, 22)).bright.inks[3] == 0


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 0xFFFFFF))
def test_every_accent_has_what_the_themes_rest_on(number: int) -> None:
    accent = accents.of_screen(f"#{number:06X}")
    assert contrast(accent.tint.screen, accents.INK) >= 14
    assert contrast(accent.bright.screen, accents.NIGHT) >= 4.5 <= contrast(accent.bright.screen, DARK_SCREEN)
    assert all(
        0 <= ink <= 100 for colour in (accent.main, accent.deep, accent.tint, accent.bright) for ink in colour.inks
    )


@pytest.mark.parametrize("screen", ["#004688", "#1B6B3A", "#5B2A86", "#8A4B00", "#B00068", "#C00000", "#00606B"])
def test_the_deep_shows_on_its_ground_and_is_no_second_colour(screen) -> None:
    accent = accents.of_screen(screen)
    assert 1.2 <= contrast(accent.deep.screen, accent.main.screen) <= 1.6
    assert accent.deep.inks[:3] == accent.main.inks[:3]
