"""The cover of the e-book: text and mark each in a place of their own, whatever their length."""

import io
from pathlib import Path

import pytest
from PIL import Image

from flugblatt.epub import cover
from flugblatt.language.table import describe
from flugblatt.model import Cover
from tests import editions

RED, WHITE, DEEP = (0xC5, 0x20, 0x2F), (255, 255, 255), (0x9E, 0x22, 0x25)
LONG = "Gemeinsame Erklärung der unabhängigen Vereinigungen und Verbände zur Lage der Menschenrechte in der Region"
NAMES = [f"Vereinigung der unabhängigen Gewerkschaften und Verbände Nummer {number}" for number in range(1, 17)]


def made(folder: Path, tag: str, text: str, issuers: str = "Büro") -> Cover:
    yaml = f"date: 2024-05-03\nissuers: [{issuers}]\n"
    statement = editions.read(editions.write(folder, "probe", yaml, **{tag.replace("-", "_"): text}))
    edition = editions.edition(statement, tag)
    return cover.render(statement, edition, describe(tag, edition.whole_text))


def test_words_of_a_title_are_set_in_the_fonts_of_their_language(tmp_path: Path) -> None:
    text = "# Water for [כל *אדם* ואדם]{lang=he} today\n\nText.\n"
    assert made(tmp_path, "en", text).alt == "Water for כל אדם ואדם today – Büro"


def picture(found: Cover) -> Image.Image:
    with Image.open(io.BytesIO(found.jpeg)) as opened:
        return opened.convert("RGB")


def near(pixel: tuple[int, ...], colour: tuple[int, int, int]) -> bool:
    return all(abs(value - wanted) < 20 for value, wanted in zip(pixel, colour, strict=True))


def extent(image: Image.Image, colour: tuple[int, int, int], across: bool = False) -> list[int]:
    """The pixel rows (``across``: columns) with a spot of 5 by 5 pixels in the colour: what JPEG leaves beside letters
    is no spot."""
    small = image.reduce(5)
    length, width = (small.width, small.height) if across else (small.height, small.width)
    spots = (
        (at, [small.getpixel((at, side) if across else (side, at)) for side in range(width)]) for at in range(length)
    )
    return [at * 5 for at, pixels in spots if any(near(pixel, colour) for pixel in pixels)]


def test_the_picture_is_plain_and_says_its_text_in_words(tmp_path: Path) -> None:
    found = made(tmp_path, "de", editions.PLAIN, "Büro, Rat")
    with Image.open(io.BytesIO(found.jpeg)) as opened:
        assert (opened.format, opened.size, opened.mode) == ("JPEG", (1400, 2240), "RGB")
        assert (dict(opened.getexif()), opened.info.get("icc_profile")) == ({}, None)
        assert near(opened.getpixel((5, 5)), RED)
    assert (found.width, found.height, found.alt) == (1400, 2240, "Ein Titel – Büro, Rat")


def test_the_mark_is_on_the_end_side(tmp_path: Path) -> None:
    left_to_right = extent(picture(made(tmp_path / "de", "de", editions.PLAIN)), DEEP, across=True)
    right_to_left = extent(picture(made(tmp_path / "ar", "ar", editions.ARABIC)), DEEP, across=True)
    assert 1250 < left_to_right[-1] < 1290 and left_to_right[0] > 250
    assert 110 < right_to_left[0] < 150 and right_to_left[-1] < 1150


@pytest.mark.parametrize("number", [1, 3, 8, 16])
def test_title_mark_and_issuers_keep_apart(number: int, tmp_path: Path) -> None:
    image = picture(made(tmp_path, "de", f"# {LONG}\n\nVorspann.\n\nText.\n", ", ".join(NAMES[:number])))
    white, deep = extent(image, WHITE), extent(image, DEEP)
    assert deep, "the mark is there"
    assert not [row for row in white if deep[0] <= row <= deep[-1]], "no text stands on the mark"
    assert white[0] >= 150 and white[-1] <= 2240 - 130


def test_a_single_long_word_is_broken_and_not_shrunk_away(tmp_path: Path) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    white = extent(picture(made(tmp_path, "de", f"# {word}\n\nVorspann.\n\nText.\n")), WHITE)
    title = [row for row in white if 340 < row < 1000]
    assert title[-1] - title[0] > 90


@pytest.mark.needs("fonts-noto-cjk")
def test_a_title_without_spaces_fills_rows_instead_of_shrinking(tmp_path: Path) -> None:
    text = "# 關於保障新聞自由與人權捍衛者安全以及釋放所有政治犯的共同聲明\n\n前言。\n\n本文。\n"
    image = picture(made(tmp_path, "zh-Hant", text))
    white, deep = extent(image, WHITE), extent(image, DEEP)
    title = [row for row in white if 340 < row < deep[0]]
    assert title[-1] - title[0] > 3 * 126
    assert not [row for row in white if deep[0] <= row <= deep[-1]]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (made(tmp_path / name, "de", editions.PLAIN).jpeg for name in ("here", "there"))
    assert first == second
