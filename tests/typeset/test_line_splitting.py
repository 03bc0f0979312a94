"""Lines end where a reader would end them: no hyphen in an address, a figure or a last word, and no line of one word."""

from typing import Any

import pytest

from flugblatt.typeset import engine, line_planning, line_splitting
from flugblatt.typeset.alignment import align, walk

FAMILIES = ("Source Serif 4",)
PAGE = (
    "<html lang={tag}><style>@page{{size:{width}px 300mm;margin:20px}} body{{margin:0}} html{{font:16px/20px 'Source Serif 4';"
    "hyphens:auto;hyphenate-limit-chars:9 4 4;overflow-wrap:anywhere}} .kept{{white-space:nowrap}}</style>{body}</html>"
)


def lines(body: str, width: int, tag: str = "de") -> list[str]:
    """The lines as they are drawn, in a measure of ``width`` px."""
    made = engine.layout(PAGE.format(tag=tag, width=width + 40, body=body), FAMILIES, ())
    assert made.complaints == ()
    align(made.document)
    boxes: list[Any] = [box for page in made.document.pages for box, _ in walk(page._page_box)]
    found = [box for box in boxes if isinstance(box, engine.boxes.LineBox)]
    return ["".join(part.text for part in line.descendants() if hasattr(part, "pango_layout")) for line in found]


STUMP = "<p>one two three four <span class=kept>five six</span></p>"


def test_a_line_before_an_element_is_as_full_as_it_may_be() -> None:
    for width in range(90, 220):
        first, *rest = lines(STUMP, width, "en")
        assert first != "one" or rest[0].startswith("two three"), width


def test_the_engine_alone_leaves_one_word_on_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails the engine has been mended: then ``line_splitting._fits_without_blank`` may go."""
    monkeypatch.setattr(line_planning, "weights_of", lambda *_: None)
    monkeypatch.setattr(line_splitting, "_fits_without_blank", lambda *_: False)
    assert ["one", "two three four", "five six"] in [lines(STUMP, width, "en") for width in range(90, 220)]


ADDRESSES = (
    "www.wasserversorgungsgenossenschaft.example.org",
    "wasserversorgungsgenossenschaft@beispielgenossenschaft.example.org",
    "https://www.trinkwasserversorgungsgenossenschaft.example.org/satzung/wasserversorgung_genossenschaft-satzung",
    "telegram.me/wasserversorgungsgenossenschaftoffiziell",
)


@pytest.mark.sample(6)
@pytest.mark.parametrize("words", ["{}", "<a href='https://example.org/'>{}</a>", "(<em>{}</em>),", "{}."])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_parted_without_a_hyphen(address: str, words: str) -> None:
    for width in range(200, 420, 20):
        drawn = lines(f"<p>Mehr steht unter {words.format(address)} und in der Satzung.</p>", width)
        parts = " ".join(drawn).replace(" ", "")
        assert address in parts.replace("\u200b", ""), (width, drawn)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_part_that_fits_is_not_broken(address: str) -> None:
    drawn = [line.rstrip(" \u200b") for line in lines(f"<p>Mehr steht unter {address} und in der Satzung.</p>", 420)]
    begun = "".join(drawn).replace(" ", "").index(address)
    ends = [len("".join(drawn[:count]).replace(" ", "")) - begun for count in range(1, len(drawn))]
    assert all(address[end - 1] in "/.-_@" or address[end] == "@" for end in ends if 0 < end < len(address)), drawn


@pytest.mark.parametrize("sign", [".", "!", "…"])
def test_the_call_of_a_note_stays_with_its_word(sign: str) -> None:
    for width in range(150, 280, 6):
        drawn = lines(f"<p>Wir fordern die Freilassung aller{sign}<a href='#n' id=n>12</a> Wir gehen.</p>", width)
        assert any(f"aller{sign}12" in line for line in drawn), (width, drawn)


@pytest.mark.parametrize("number", ["+370 600 00000", "0049 30 1234567", "+49 (0)30 12 34 56"])
def test_a_telephone_number_stays_on_a_line(number: str) -> None:
    for width in range(150, 320, 10):
        assert any(number in line for line in lines(f"<p>Ruft uns bitte an unter {number} und fragt.</p>", width)), (
            width
        )


@pytest.mark.parametrize("figure", ["4,20 €", "12 %", "§ 12", "№ 7"])
def test_a_figure_keeps_its_sign(figure: str) -> None:
    for width in range(150, 320, 10):
        assert any(figure in line for line in lines(f"<p>Es steht dort ein {figure} und noch mehr.</p>", width)), width


@pytest.mark.parametrize("word", ["Wasserversorgungsgenossenschaft2026", "KA29580Bescheidnummer"])
def test_a_code_is_not_hyphenated(word: str) -> None:
    for width in range(340, 460, 10):
        assert any(word in line for line in lines(f"<p>Das Zeichen unserer Sache ist {word} und gilt.</p>", width)), (
            width
        )


@pytest.mark.parametrize("end", ["", ".", "“", "<a class=call>7</a>", " "])
def test_the_last_word_of_a_paragraph_stays_whole(end: str) -> None:
    word = "Wasserversorgungsgenossenschaft"
    for width in range(300, 460, 10):
        assert lines(f"<p>Wir sind Mitglieder der {word}{end}</p>", width)[-1].startswith(word), width


def test_a_last_word_that_is_wider_than_its_measure_is_hyphenated() -> None:
    drawn = lines("<p>Wir sind Mitglieder der Wasserversorgungsgenossenschaft</p>", 150)
    assert drawn[-2].endswith("\u2010")


def test_a_word_before_the_last_one_is_hyphenated_as_ever() -> None:
    assert any(
        line.endswith("\u2010")
        for width in range(260, 420, 10)
        for line in lines("<p>Wir sind in der Wasserversorgungsgenossenschaft Mitglied</p>", width)
    )
