"""Covers of leaflets in the four themes: grounds, where things stand, what is read on a picture, ink for the press."""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest

from flugblatt import leaflet
from flugblatt.judges import visual
from flugblatt.language import fonts
from flugblatt.language.table import language_of
from flugblatt.leaflet import accent, composition, copyfit, cover_themes, panel_design
from flugblatt.leaflet.formats import find
from flugblatt.leaflet.measures import POINTS_PER_MM
from flugblatt.model import Statement
from flugblatt.model.cases import Case
from tests import branding

RED, QUIET, PICTURE, BLACK, ARABIC = (branding.BRANDS[number] for number in (0, 1, 2, 3, 7))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("themes")


@cache
def statement_of(folder: Path, brand: branding.Brand) -> Statement:
    return branding.read(folder / str(brand), brand)


@cache
def fitted(folder: Path, brand: branding.Brand, key: str = "dl6-roll") -> copyfit.Fitted:
    statement = statement_of(folder, brand)
    made = leaflet.fit(statement, statement.editions[0], language_of(statement.editions[0]), find(key))
    assert made.holds, made.findings
    return made


@cache
def drawn(folder: Path, brand: branding.Brand, manner: str = "screen", key: str = "dl6-roll") -> bytes:
    return leaflet.panels(fitted(folder, brand, key), manner).data  # type: ignore[arg-type]


def cover(data: bytes) -> np.ndarray:
    return np.asarray(pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("RGB"))


@pytest.mark.sample(2)
@pytest.mark.parametrize(
    ("brand", "manner", "ground"),
    [
        (RED, "screen", (0xC5, 0x20, 0x2F)),
        (QUIET, "screen", (255, 255, 255)),
        (BLACK, "screen", (0x12, 0x11, 0x10)),
        (BLACK, "white", (255, 255, 255)),
        (PICTURE, "white", (255, 255, 255)),
    ],
    ids=str,
)
def test_the_ground_of_the_cover(folder: Path, brand: branding.Brand, manner: str, ground: tuple[int, ...]) -> None:
    pixels = cover(drawn(folder, brand, manner))
    assert {tuple(pixels[y, x]) for y in (1, -2) for x in (1, -2)} == {ground}


@pytest.mark.parametrize(("brand", "below"), [(RED, 0.1), (QUIET, 0.4), (PICTURE, 0.6), (BLACK, 0.6)], ids=str)
def test_the_title_begins_where_the_theme_has_it(folder: Path, brand: branding.Brand, below: float) -> None:
    page = pypdfium2.PdfDocument(drawn(folder, brand))[0]
    text = page.get_textpage()
    top = 1 - text.get_charbox(text.search("Die W").get_next()[0])[3] / page.get_height()
    assert below < top < below + 0.35


def test_no_theme_sets_other_lines_of_text(folder: Path) -> None:
    red = fitted(folder, RED)
    black = fitted(folder, BLACK)
    assert red.breaks[1][2:] == black.breaks[1][2:]


def test_black_is_four_inks_and_its_letters_have_size(folder: Path) -> None:
    with pikepdf.open(io.BytesIO(drawn(folder, BLACK, "press"))) as pdf:
        content = pdf.pages[0].Contents.read_bytes() if "/Contents" in pdf.pages[0] else b""
    assert b"0.5 0.3 0.3 1 k" in content or b"0.5 0.3 0.3 1 scn" in content
    assert fitted(folder, BLACK).composition.measures.label * 10 >= 9.5  # type: ignore[union-attr]


def test_white_letters_on_the_picture_can_be_read_and_on_a_bright_one_not(folder: Path) -> None:
    statement = statement_of(folder, PICTURE)
    case = Case(statement, statement.editions[0], "leaflet", drawn(folder, PICTURE), format="dl6-roll", kind="read")
    assert visual.judge(case).findings == ()
    with pikepdf.open(io.BytesIO(case.data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                thing.write(bytes([0xE0]) * int(thing.Width) * int(thing.Height) * 3)
                thing.ColorSpace, thing.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        out = io.BytesIO()
        pdf.save(out)
    found = visual.judge(replace(case, data=out.getvalue())).findings
    assert "visual-ground" in {finding.code for finding in found}


def test_right_to_left_is_mirrored(folder: Path) -> None:
    pixels = cover(drawn(folder, ARABIC))
    bright = np.argwhere(np.abs(pixels[: pixels.shape[0] // 2].astype(int) - (0x12, 0x11, 0x10)).sum(axis=2) > 60)
    assert bright[:, 1].mean() > pixels.shape[1] / 2


def test_where_the_accent_is_ornament_no_letter_has_it(folder: Path) -> None:
    for brand in (QUIET, BLACK):
        made = statement_of(folder, brand).brand
        assert accent.palette(made, "screen").pull == accent.INK.screen


def test_over_text_the_picture_gives_way_to_the_field(folder: Path) -> None:
    made = statement_of(folder, PICTURE).brand
    assert cover_themes.shown_theme(made, find("a5").panels[0]) == "red"
    assert cover_themes.shown_theme(made, find("dl6-roll").panels[0]) == "picture"


@pytest.mark.parametrize("ratio", [0.2, 1, 3, 12])
def test_an_emblem_of_any_proportion_at_the_foot_leaves_room_for_the_names(folder: Path, ratio: float) -> None:
    statement = statement_of(folder, BLACK)
    logo = statement.brand.logo
    assert logo and logo.white
    shaped = replace(logo, white=replace(logo.white, width=round(300 * ratio), height=300))
    given = replace(statement, brand=replace(statement.brand, logo=shaped))
    made = leaflet.fit(given, given.editions[0], language_of(given.editions[0]), find("dl6-roll")).composition
    assert isinstance(made, composition.Composition)
    face = fonts.face_for(made.families.sans, panel_design.negative(made.families))
    widest = max(fonts.advance(face, name) for column in made.names.columns for name in column) * made.names.size
    width, height = made.cover.emblem
    assert 0 < width == pytest.approx(ratio * height, rel=0.01)
    assert widest / POINTS_PER_MM + made.cover.beside <= made.measures.measure
    assert made.cover.beside == pytest.approx(width + height * logo.clear_space)


def test_the_same_bytes_twice(folder: Path) -> None:
    first = drawn(folder, PICTURE, "press")
    drawn.cache_clear()
    assert drawn(folder, PICTURE, "press") == first
