"""Words stand in the order in which UAX #9 orders their paragraph, whatever elements they are in."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.judges.glyphs import bidi
from flugblatt.typeset import engine, visual_order
from flugblatt.typeset.alignment import align, walk

FAMILIES = ("Source Serif 4", "Noto Serif Hebrew", "Amiri")
PAGE = (
    "<html lang=en dir={dir}><style>@page{{size:{width}mm 200mm;margin:8mm}} html{{font:9pt/14pt 'Source Serif 4',"
    "'Noto Serif Hebrew',Amiri;hyphens:auto}} b{{padding:0 2mm 0 1mm}} .note{{float:footnote}} {css}</style>"
    "<body>{body}</body></html>"
)
ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "": ""}
CONTROLS = "\u2066\u2067\u2069"
Part = tuple[str, str, str]
"""An element, its direction if it has one, and its words."""


def laid_out(body: str, direction: str = "ltr", width: int = 120, css: str = "") -> engine.Layout:
    made = engine.layout(PAGE.format(dir=direction, width=width, body=body, css=css), FAMILIES, ())
    assert made.complaints == ()
    align(made.document)
    return made


def lines_of(made: engine.Layout) -> list[list[Any]]:
    """The text boxes of every line."""
    lines = [
        box for page in made.document.pages for box, _ in walk(page._page_box) if isinstance(box, engine.boxes.LineBox)
    ]
    return [[box for box in line.descendants() if isinstance(box, engine.boxes.TextBox)] for line in lines]


def seen(body: str, direction: str = "ltr", width: int = 120, css: str = "") -> list[str]:
    """The lines as they are seen, every character where it stands, from left to right."""
    out: list[str] = []
    for line in lines_of(laid_out(body, direction, width, css)):
        parts = sorted((box for box in line if box.text), key=lambda box: box.position_x)
        for before, after in pairwise(parts):
            assert before.position_x + before.width <= after.position_x + 0.02, "boxes stand over one another"
        out.append("".join(turned(box.text, int(box.style["direction"] == "rtl")) for box in parts))
    return out


def turned(text: str, base: int) -> str:
    return sight(list(zip(text, bidi.levels(text, base), strict=True)))


def sight(chars: list[tuple[str, int]]) -> str:
    """Characters with their levels as they are seen: brackets mirrored (rule L4), isolates away."""
    ordered = [chars[place] for place in bidi.visual([level for _, level in chars])]
    mirrored = {"(": ")", ")": "("}
    return "".join(mirrored.get(char, char) if level % 2 else char for char, level in ordered if char not in CONTROLS)


@pytest.mark.parametrize(
    ("direction", "body", "wanted"),
    [
        ("ltr", "said <span lang=he>אחת <em>שתיים</em> שלוש</span> and", "said שולש םייתש תחא and"),
        ("ltr", "said <span lang=he>אחת <a href='#x'>שתיים</a> שלוש</span> and", "said שולש םייתש תחא and"),
        ("ltr", "<span dir=rtl>אב <em>גד!</em></span> z", "!דג בא z"),
        ("ltr", "<b>אב <em>גד</em></b>! z", "דג בא! z"),
        ("ltr", "(<em>אב</em>) <span dir=rtl>(<em>גד</em>)</span> z", "(בא) (דג) z"),
        ("ltr", "אב <em>12</em>, <b>34</b> גד z", "דג 34 ,12 בא z"),
        ("ltr", "<bdi>אב!</bdi> <span dir=rtl>אב</span><span dir=ltr>1</span> z", "!בא בא1 z"),
        ("rtl", "אב <em>one</em> two <b>three</b> גד", "דג one two three בא"),
        ("rtl", "אב one (<em>two</em>) גד", "דג one (two) בא"),
        ("rtl", "مرحبا <em>Water</em> <b>Council</b> 50%، 12-13", "Water Council 50%، 12-13 ابحرم"),
        ("rtl", "אב <span dir=ltr>yes!</span> <em>5</em>", "5 yes! בא"),
        ("rtl", "אב<br>one <em>two</em>", "בא"),
    ],
)
def test_a_line_is_seen_in_the_order_of_its_paragraph(direction: str, body: str, wanted: str) -> None:
    assert seen(f"<p>{body}</p>", direction)[0] == wanted


def test_a_note_call_stands_behind_its_word() -> None:
    (line, *notes) = seen(
        "<p>a <span dir=rtl>אב</span><span class=note id=n lang=en><span dir=rtl>גד!</span></span>.</p>"
    )
    assert line == "a בא1." and notes == ["1. !דג"]


LEFT, RIGHT = 8 * 96 / 25.4 + 8, (70 - 8) * 96 / 25.4 - 8
"""The edges of the text of a page of 70 mm, in px: a margin of 8 mm, and the body's 8 px."""


@pytest.mark.parametrize(
    ("align", "edge"),
    [
        ("left", lambda left, right: left - LEFT),
        ("right", lambda left, right: right - RIGHT),
        ("center", lambda left, right: left - LEFT + right - RIGHT),
        ("justify", lambda left, right: abs(left - LEFT) + abs(right - RIGHT)),
    ],
)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_turned_lines_keep_to_their_edges(direction: str, align: str, edge: Callable[[float, float], float]) -> None:
    words = "word אחת <em>שתיים</em> <em>two</em> שלוש, three (ארבע) 12 four " * 6
    lines = lines_of(laid_out(f"<p>{words}</p>", direction, 70, f"p{{text-align:{align}}} html{{hyphens:none}}"))[:-1]
    parted = [line for line in lines if len(line) > 1]
    assert len(parted) > 3
    for line in parted:
        left, right = min(box.position_x for box in line), max(box.position_x + box.width for box in line)
        assert edge(left, right) == pytest.approx(0, abs=0.3)  # words that stand apart are not kerned


@given(st.text("אבab12م٤.,!- ()%+\u2066\u2067\u2068\u2069\u2069", max_size=14), st.sampled_from([0, 1]))
def test_levels_are_those_of_the_algorithm(text: str, base: int) -> None:
    kept = len(text.rstrip(" \u2066\u2067\u2068\u2069"))  # blanks at the end are the line's to say
    assert visual_order._levels(text, base)[:kept] == bidi.levels(text, base)[:kept]


def test_text_that_runs_one_way_is_left_to_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visual_order, "arrange", lambda *_: pytest.fail("a line was arranged"))
    assert seen("<p>one <em>two</em> <b>three</b>, 12</p>")[0] == "one two three, 12"


def test_the_engine_alone_sets_a_phrase_in_the_order_of_its_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails the engine has learnt to do it: then ``visual_order`` may go."""
    monkeypatch.setattr(engine, "next_line", engine._next_line)
    assert seen("<p>said <span lang=he>אחת <em>שתיים</em> שלוש</span> and</p>")[0] == "said תחא םייתש שולש and"


words = st.lists(
    st.sampled_from(["אב", "שלום", "one", "two-three", "12", "3.5%", "(", ")", ",", "!", "שָׁל", "مرحبا", "٤٢", "-"]),
    min_size=1,
    max_size=4,
)
parts = st.lists(
    st.tuples(st.sampled_from(["em", "b", "span"]), st.sampled_from(["", "", "ltr", "rtl"]), words.map(" ".join)),
    min_size=1,
    max_size=7,
)


@given(parts, st.sampled_from(["ltr", "rtl"]), st.sampled_from([40, 60, 120]))
def test_every_line_of_every_paragraph_is_in_order(drawn: list[Part], direction: str, width: int) -> None:
    """Against the implementation of the algorithm that the judge of glyphs has."""
    body = " ".join(f"<{tag} dir='{way}'>{text}</{tag}>" for tag, way, text in drawn).replace(" dir=''", "")
    text = " ".join(ISOLATES[way] + text + "\u2069" * bool(way) for _, way, text in drawn)
    base = int(direction == "rtl")
    rest = list(zip(text, bidi.levels(text, base), strict=True))
    for line in seen(f"<p>{body}</p>", direction, width, "html{hyphens:none;overflow-wrap:break-word}"):
        while rest and rest[0][0] in f" {CONTROLS}":
            rest.pop(0)
        here: list[tuple[str, int]] = []
        while sum(char not in CONTROLS for char, _ in here) < len(line):
            here.append(rest.pop(0))
        assert line == sight(here)
