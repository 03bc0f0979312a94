"""A picture to share that shows anything but its page is found: an area changed, another page, a word struck out."""

import io

import pytest
from PIL import Image

from tests.shared_pictures import codes, german, judged, pictures


def spoilt(kind: str, box: tuple[int, int, int, int], colour: tuple[int, int, int]) -> bytes:
    """The picture with a field of colour in it, saved as it was."""
    image = Image.open(io.BytesIO(german(kind)[1].artefact.data)).convert("RGB")
    image.paste(colour, box)
    out = io.BytesIO()
    image.save(out, "PNG" if kind == "card" else "JPEG", quality=90)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["cover", "thumb", "card"])
def test_a_picture_of_its_page_is_passed(kind: str) -> None:
    check = judged("visual", kind)
    assert (check.verdict, check.findings) == ("passed", ())


@pytest.mark.parametrize(
    ("kind", "box"),
    [("cover", (0, 1200, 60, 1260)), ("thumb", (300, 20, 320, 40)), ("card", (600, 20, 640, 60))],
)
def test_a_field_that_the_page_does_not_have_is_found(kind: str, box: tuple[int, int, int, int]) -> None:
    assert codes(judged("visual", kind, spoilt(kind, box, (255, 255, 255)))) == {"visual-painted"}


def test_a_word_struck_out_is_found() -> None:
    assert codes(judged("visual", "card", spoilt("card", (72, 530, 160, 580), (197, 32, 47)))) == {"visual-painted"}


def test_the_picture_of_another_page_is_found() -> None:
    other = pictures("ar", "Büro, Rat")[1][2].artefact.data
    assert codes(judged("visual", "card", other)) == {"visual-painted"}


def test_a_picture_of_other_measures_than_its_page_is_found() -> None:
    assert codes(judged("visual", "card", page=german("cover")[1].beside)) == {"visual-painted"}


def test_what_is_no_picture_is_not_passed() -> None:
    assert codes(judged("visual", "thumb", b"x")) == {"visual-unreadable"}
