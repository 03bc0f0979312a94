"""The bidirectional algorithm of the judge of glyphs, against levels worked out by hand from UAX #9."""

from __future__ import annotations

import pytest

from flugblatt.judges.glyphs import bidi


@pytest.mark.parametrize(
    "text, base, expected",
    [
        ("abc", 0, "000"),
        ("abc", 1, "222"),
        ("אבג abc", 0, "1110000"),
        ("אבג abc", 1, "1111222"),
        ("אב 12, 3.", 1, "111221121"),
        ("ab 12 אב", 0, "00000011"),
        ("ab (אב) c", 0, "000011000"),
        ("אב (ab) ג", 1, "111122111"),
        ("אב [a] b", 1, "11112112"),
        ("a(ב)c", 1, "21112"),
        ("ع 1,234", 0, "1122222"),
        ("ع1+2", 0, "1212"),
        ("א1+2%", 0, "12222"),
        ("אא\u0301 -1$", 1, "1111122"),
        ("א\u200eא", 0, "101"),
        ("a\u2067ב c\u2069d", 0, "0011200"),
        ("א\u2066ab ג\u2069ד", 1, "11222311"),
        ("א\u202ab\u202cג", 1, "11221"),
        ("א\u202aב\u202c 1", 0, "113300"),
        ("א\u202bb\u202c 1", 0, "112212"),
        ("ab אב ", 0, "000110"),
        ("אב ab ", 1, "111221"),
    ],
)
def test_embedding_levels_are_those_of_the_standard(text: str, base: int, expected: str) -> None:
    assert "".join(map(str, bidi.levels(text, base))) == expected


@pytest.mark.parametrize(
    "levels, expected",
    [
        ([0, 0, 0], [0, 1, 2]),
        ([1, 1, 1], [2, 1, 0]),
        ([1, 2, 2, 1], [3, 1, 2, 0]),
        ([0, 1, 2, 0], [0, 2, 1, 3]),
        ([], []),
    ],
)
def test_visual_order_reverses_from_the_deepest_level(levels: list[int], expected: list[int]) -> None:
    assert bidi.visual(levels) == expected
