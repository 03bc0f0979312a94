"""The glyphs that a text-showing operator paints, and where (ISO 32000-1, 9.4.3 and 9.4.4).

Flow: state, text matrix and the strings and numbers of the operator -> ``Text``, and how far it moves on.
"""

from __future__ import annotations

from typing import Any

from pikepdf import String

from flugblatt.judges.pdf.font_codes import UNKNOWN, Font
from flugblatt.judges.pdf.painted import Marks, State, Text
from flugblatt.judges.pdf.plane import Matrix, apply, around, times

ASCENT, DESCENT = 0.75, -0.22
"""How far text reaches over and under its baseline, as a share of its size: enough for margins, which are millimetres."""
SPACE = 32
"""The code that word spacing widens, in fonts with codes of one byte (ISO 32000-1, 9.3.3)."""


def shown(state: State, marks: Marks, matrix: Matrix, parts: Any) -> tuple[Text, float]:
    """The text of one operator, which begins at the text matrix ``matrix``, and its advance along the baseline."""
    font = state.font
    if font is None:
        codes = tuple(b"".join(bytes(part) for part in parts if isinstance(part, String)))
        return _text(state, marks, matrix, codes, (0.0,) * len(codes), 0), 0.0
    width_of, default = font.widths.get, font.default_width
    scale, space = state.size * state.stretch / 1000, state.char_space * state.stretch
    words = state.word_space * state.stretch if font.code_bytes == 1 else 0.0
    found: list[int] = []
    places: list[float] = []
    x, gaps, wide = 0.0, 0, False
    for part in parts:
        if isinstance(part, String):
            gaps, wide = gaps + wide, False
            codes_ = font.codes(bytes(part))
            found += codes_
            for code in codes_:
                places.append(x)
                x += width_of(code, default) * scale + space
                if words and code == SPACE:
                    x += words
        else:
            distance = float(part)
            x -= distance * scale
            wide = wide or bool(distance)
    text = _text(state, marks, matrix, tuple(found), tuple(places), len(found) if space else gaps + wide)
    return text, x


def _text(
    state: State, marks: Marks, matrix: Matrix, codes: tuple[int, ...], places: tuple[float, ...], gaps: int
) -> Text:
    matrix = times(matrix, state.matrix)
    texts = () if state.font is None else tuple([state.font.to_unicode.get(code, UNKNOWN) for code in codes])
    begun = next((place for place, text in enumerate(texts) if text.strip(" ")), None)
    first = last = low = high = 0.0
    if begun is not None and state.font is not None:
        done = next(place for place in range(len(texts) - 1, -1, -1) if texts[place].strip(" "))
        first, last = places[begun], places[done] + _advance(state.font, state, codes[done])
        low, high = state.rise + DESCENT * state.size, state.rise + ASCENT * state.size
    start, end = apply(matrix, first, 0), apply(matrix, last, 0)
    box = around(matrix, (first, low, last, high))
    return Text(state, marks, codes, texts, places, gaps, matrix, start, end, box)


def _advance(font: Font, state: State, code: int) -> float:
    return (font.widths.get(code, font.default_width) * state.size / 1000 + state.char_space) * state.stretch
