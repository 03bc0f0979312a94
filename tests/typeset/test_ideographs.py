"""Chinese, Japanese and Korean: squeezed marks, hung stops, an even edge, whole words of Korean."""

import pytest

from flugblatt.language import fonts
from flugblatt.language.table import describe
from flugblatt.typeset import engine
from flugblatt.typeset.alignment import align
from flugblatt.typeset.ideographs import gap, squeezed

PAGE = (
    "<html lang='{tag}'><head><title>x</title><style>@page{{size:{width}pt 300mm;margin:20pt}}"
    "body{{margin:0}} p{{font:10pt/16pt {family};text-align:justify;margin:0;overflow-wrap:anywhere}} .before{{margin-left:.25em}}"
    ".after{{margin-right:.25em}}</style></head><body><p>{body}</p></body></html>"
)
PX = 4 / 3


def lines(tag: str, body: str, ems: float) -> list[tuple[str, float, float]]:
    """The lines of a paragraph of so many em: what they say, where they begin and where their last box ends, in em."""
    family = fonts.choose(describe(tag, body), body).text[0]
    html = PAGE.format(tag=tag, width=ems * 10 + 40, family=f"'{family}'", body=body)
    made = engine.layout(html, (family,), ())
    alignment = align(made.document)
    found: dict[float, list[object]] = {}
    for box, _ in alignment.order:
        found.setdefault(round(box.position_y + box.baseline), []).append(box)
    assert made.complaints == ()
    unit = 10 * PX
    return [
        (
            "".join(alignment.fragments[box].logical for box in boxes),
            (boxes[0].position_x - 20 * PX) / unit,  # type: ignore[attr-defined]
            (boxes[-1].position_x + boxes[-1].width - 20 * PX) / unit,  # type: ignore[attr-defined]
        )
        for boxes in found.values()
    ]


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("ja", "」「", "」"),
        ("ja", "「『", "『"),
        ("ja", "。」", "。"),
        ("ja", "、字。", ""),
        ("zh-Hans", "”“", "”"),
        ("zh-Hans", "：“", "："),
        ("zh-Hant", "。」", ""),
        ("zh-Hant", "」、「", "」「"),
        ("ja", "」、「", "」、"),
        ("ja", "？「", "「"),
        ("zh-Hant", "」（", "」"),
        ("zh-TW", "，「", "「"),
    ],
)
def test_of_marks_that_meet_one_is_half_as_wide(tag: str, text: str, expected: str) -> None:
    data = text.encode()
    assert "".join(data[start:end].decode() for start, end in squeezed(text, tag)) == expected


@pytest.mark.needs("fonts-noto-cjk")
def test_squeezed_marks_take_less_room() -> None:
    ((_, _, apart),) = lines("ja", "字字」字「字字", 12)
    ((_, _, beside),) = lines("ja", "字字」「字字字", 12)
    assert (round(apart, 2), round(beside, 2)) == (7.0, 6.5)


@pytest.mark.needs("fonts-noto-cjk")
def test_lines_end_at_the_measure_and_say_the_source() -> None:
    text = "人類社会のすべての構成員の、固有の尊厳と「平等」で譲ることの（できない）権利とを承認することは世界における自由である。"
    found = lines("ja", text, 11)
    assert "".join(said for said, _, _ in found) == text
    assert [round(end, 1) for said, _, end in found[:-1] if said[-1] not in "、。"] == [11.0] * 5


@pytest.mark.needs("fonts-noto-cjk")
def test_a_stop_hangs_behind_the_measure() -> None:
    found = lines("ja", "字字字字字字字字字字、字字字字", 10)
    assert [said for said, _, _ in found] == ["字字字字字字字字字字、", "字字字字"]
    found = lines("zh-Hant", "字字字字字字字字字字，字字字字", 10)
    assert [said for said, _, _ in found] == ["字字字字字字字字字", "字，字字字字"]


@pytest.mark.needs("fonts-noto-cjk")
def test_the_air_beside_a_latin_word_is_none_at_the_edges() -> None:
    body = "字字字字字字字字<span class='before after'>ABCDE</span>字字字字字字字字字字字字字字"
    found = lines("ja", body, 9)
    assert (found[1][0][:5], round(found[1][1], 2), round(found[1][2], 1)) == ("ABCDE", 0.0, 9.0)


def test_a_line_that_would_fall_apart_stays_as_it_is() -> None:
    assert gap(["字字字字字"], 4.0, 10.0) == 1.0
    assert gap(["字字字字字"], 12.0, 10.0) == 0.0
    assert gap(["words"], 1.0, 10.0) == gap(["字"], 1.0, 10.0) == 0.0


@pytest.mark.needs("fonts-noto-cjk")
@pytest.mark.parametrize("ems", range(7, 15, 2))
def test_no_line_ends_within_a_word_of_korean(ems: int) -> None:
    text = "우리는 카자흐스탄 국민이 거리로 나와 자유와 정의를 요구하는 것을 보았다"
    found = lines("ko", text, ems)
    assert [word for said, _, _ in found for word in said.split()] == text.split()


@pytest.mark.needs("fonts-noto-cjk")
def test_a_word_of_korean_that_no_line_holds_is_parted() -> None:
    found = lines("ko", "인간의존엄성과자유와평등과정의", 6)
    assert len(found) == 3
