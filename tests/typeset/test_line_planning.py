"""The engine ends its lines where they were planned, and says which were set line by line, and why."""

import statistics
from itertools import pairwise
from typing import Any

import pytest

from flugblatt.typeset import engine, line_planning
from flugblatt.typeset.alignment import align, walk

FAMILIES = ("Source Serif 4", "Noto Serif Hebrew", "Noto Serif CJK JP")
PAGE = (
    "<html lang={tag}><style>@page{{size:{width}px {height}px;margin:20px}} body{{margin:0}} p{{margin:0}}"
    "html{{font:16px/20px 'Source Serif 4','Noto Serif Hebrew','Noto Serif CJK JP';hyphens:auto;hyphenate-limit-chars:9 4 4;"
    "hyphenate-limit-zone:8%;overflow-wrap:anywhere;orphans:1;widows:1}} .kept{{white-space:nowrap}} {css}</style>{body}</html>"
)
TEXT = (
    "Jeder hat bei der Feststellung seiner Rechte und Pflichten sowie bei einer gegen ihn erhobenen strafrechtlichen "
    "Beschuldigung in voller Gleichheit Anspruch auf ein gerechtes und öffentliches Verfahren vor einem unabhängigen "
    "und unparteiischen Gericht."
)


def boxes_of(body: str, width: int = 260, tag: str = "de", css: str = "", height: int = 900) -> list[Any]:
    made = engine.layout(PAGE.format(tag=tag, width=width + 40, height=height, css=css, body=body), FAMILIES, ())
    assert made.complaints == ()
    align(made.document)
    found = [box for page in made.document.pages for box, _ in walk(page._page_box)]
    return [box for box in found if isinstance(box, engine.boxes.LineBox)]


def text_of(line: Any) -> str:
    return "".join(part.text for part in line.descendants() if hasattr(part, "pango_layout"))


def greedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_planning, "weights_of", lambda *_: None)


def cost(lines: list[Any], width: int) -> float:
    return sum(((width - line.width) / 16) ** 2 for line in lines[:-1])


@pytest.mark.parametrize("align_", ["left", "right", "center"])
def test_lines_are_as_many_and_less_ragged(align_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    widths = range(200, 420, 20)
    css = f"p{{text-align:{align_}}}"
    planned = [boxes_of(f"<p>{TEXT}</p>", width, css=css) for width in widths]
    greedy(monkeypatch)
    single = [boxes_of(f"<p>{TEXT}</p>", width, css=css) for width in widths]
    assert {line.set_by for lines in planned for line in lines} == {"plan"}
    assert all(len(one) <= len(other) for one, other in zip(planned, single, strict=True))
    hyphens = [
        sum(text_of(line).endswith("\u2010") for lines in every for line in lines) for every in (planned, single)
    ]
    assert hyphens[0] <= 0.75 * hyphens[1]


def test_no_line_is_wider_than_its_measure() -> None:
    body = f"<p style='text-indent:22px'>{TEXT.replace('Rechte', '<em>Rechte</em>').replace('voller', '<b>voller</b>')}</p>"
    for width in range(180, 420, 7):
        assert max(line.width for line in boxes_of(body, width)) <= width + 0.02 * 16, width


def test_each_part_between_forced_breaks_is_planned() -> None:
    lines = boxes_of(f"<p>{TEXT}<br>{TEXT}<br>Ende</p>")
    assert {line.set_by for line in lines} == {"plan"}
    one = [text_of(line) for line in boxes_of(f"<p>{TEXT}</p>")]
    assert [text_of(line).strip() for line in lines if text_of(line).strip()] == [*one, *one, "Ende"]


def test_a_justified_line_fills_its_measure_and_its_spaces_may_narrow() -> None:
    lines = boxes_of(f"<p>{TEXT}</p>", 300, css="p{text-align:justify}")
    spacings = [
        max(part.justification_spacing for part in line.descendants() if hasattr(part, "pango_layout"))
        for line in lines
    ]
    for line in lines[:-1]:
        hang = line_planning.HANGING.get(text_of(line)[-1], 0.0) * 0.25 * 16
        assert line.width == pytest.approx(300 + hang, abs=0.01)
    assert spacings[-1] == 0
    assert any(
        spacing < 0
        for width in range(260, 400, 10)
        for line in boxes_of(f"<p>{TEXT}</p>", width, css="p{text-align:justify}")
        for spacing in [part.justification_spacing for part in line.descendants() if hasattr(part, "pango_layout")]
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>Ein <span style='float:left;width:30px'>1</span>{}</p>", "float"),
        ("<pre style='white-space:pre-wrap'>{}</pre>", "preformatted"),
        (
            "<p lang=ja>日本国民は正当に選挙された国会における代表者を通じて行動し、われらとわれらの子孫のために</p>",
            "grid",
        ),
        ("<p style='width:60px'>{}</p>", "overflow"),
    ],
)
def test_what_no_plan_holds_is_set_line_by_line_and_named(body: str, reason: str) -> None:
    assert reason in {line.set_by for line in boxes_of(body.format(TEXT))}


def test_a_paragraph_beside_a_float_of_another_is_planned_line_by_line_of_its_measure() -> None:
    body = f"<div style='float:left;width:80px;height:50px'></div><p>{TEXT}</p>"
    lines = [line for line in boxes_of(body) if text_of(line)]
    assert {line.set_by for line in lines} == {"plan"}
    assert max(line.width for line in lines[:2]) <= 180.5 < max(line.width for line in lines[3:])


def test_a_hyphen_at_the_end_of_a_page_is_rarer(monkeypatch: pytest.MonkeyPatch) -> None:
    def turned(body: str) -> int:
        found = 0
        for width in range(200, 300, 10):
            lines = boxes_of(body, width, height=140)  # five lines
            found += sum(text_of(line).endswith("\u2010") for line in lines[4::5])
        return found

    planned = turned(f"<p>{TEXT} {TEXT}</p>")
    greedy(monkeypatch)
    assert planned < turned(f"<p>{TEXT} {TEXT}</p>")


@pytest.mark.parametrize("tag", ["he", "de"])
def test_lines_that_run_to_the_left_are_planned(tag: str) -> None:
    body = "<p dir=rtl lang=he>כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם כולם <em>חוננו בתבונה</em> ובמצפון לפיכך 12</p>"
    lines = boxes_of(body, 180, tag)
    assert len(lines) > 2 and {line.set_by for line in lines} == {"plan"}


def test_soft_hyphens_of_the_author_win() -> None:
    word = "Versamm\u00adlungsfreiheitsgesetzgebung"
    drawn = [
        text_of(line)
        for width in range(250, 400, 10)
        for line in boxes_of(f"<p>Wir fordern die {word} sofort und überall</p>", width)
    ]
    broken = [line for line in drawn if line.endswith("\u2010")]
    assert broken and all(line.rstrip("\u2010").endswith("Versamm\u00ad") for line in broken)


def test_no_line_ends_behind_a_letter_and_its_hyphen() -> None:
    for width in range(150, 330, 6):
        drawn = [
            text_of(line)
            for line in boxes_of("<p>Schreibt uns heute eine E-Mail und nehmt die U-Bahn nach Hause</p>", width)
        ]
        assert not any(line.endswith((" E-", " U-", "E-", "U-")) for line in drawn), (width, drawn)


def test_the_last_two_words_part_where_a_line_would_stop_short_else() -> None:
    body = "<p>Die Einzelheiten werden mit den Städten <span class=together>vertraglich geregelt.</span></p>"
    for width in range(150, 300, 5):
        lines = boxes_of(body, width, css=".together{white-space:nowrap}")
        for line, following in pairwise(lines):
            first = text_of(following).split()[0]
            room = width - line.width - 4 - following.width * len(first) / len(text_of(following))
            assert line.width > width / 2 or room < 3, (width, [text_of(each) for each in lines])


def test_a_report_says_how_lines_were_set() -> None:
    body = f"<p>{TEXT}</p><pre style='white-space:pre-wrap'>a\nb</pre>"
    made = engine.layout(PAGE.format(tag="de", width=300, height=900, css="", body=body), FAMILIES, ())
    lines = len(boxes_of(f"<p>{TEXT}</p>", 260))
    assert line_planning.told(made.document) == f"lines: {lines} chosen together, 2 one by one (2 preformatted)"


def test_a_paragraph_that_begins_with_a_box_is_planned() -> None:
    """The indent of a paragraph that runs to the left is an empty box, and the label of a list one with text."""
    for box in (
        "p::before{content:'';display:inline-block;width:20px}",
        "p::before{content:'2.';display:inline-block}",
    ):
        lines = boxes_of(f"<p>{TEXT}</p>", css=box)
        assert {line.set_by for line in lines if "2." not in text_of(line) or len(text_of(line)) > 2} == {"plan"}


def test_a_lede_of_a_few_lines_is_balanced() -> None:
    said = "Die Stadtwerke beenden den Bezug von Steinkohle drei Jahre früher als geplant."
    plain, lede = (
        boxes_of(f"<p>{said}</p>", 300, css=css)
        for css in ("p { hyphens: manual }", "p { hyphens: manual; orphans: 5; widows: 5 }")
    )
    assert len(lede) == len(plain) > 1
    spread = [statistics.pstdev(line.width for line in lines) for lines in (plain, lede)]
    assert spread[1] < spread[0] / 2


def test_notes_that_the_engine_sets_again_and_again_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = " ".join(f"Wort {number}<span class=note>Anmerkung {number} mit Worten.</span>" for number in range(12))
    read: list[str] = []
    segments = line_planning.segments
    monkeypatch.setattr(line_planning, "segments", lambda *given: read.append(given[1]) or segments(*given))

    def lines() -> list[tuple[str, float, float]]:
        read.clear()
        made = boxes_of(f"<p>{notes}</p><p>{TEXT}</p>", css=".note{float:footnote}")
        return [(text_of(line), line.width, line.position_y) for line in made]

    found = lines()
    assert len(read) == len(set(read)) == 14
    monkeypatch.setattr(line_planning, "_same", lambda *_: None)
    assert lines() == found and len(read) > 3 * 14
