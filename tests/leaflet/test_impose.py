"""Imposition: the sheets look like their panels, and say the same text in the same order."""

from __future__ import annotations

import numpy as np
import pikepdf
import pymupdf
import pytest

from flugblatt.judges import glyphs
from flugblatt.judges.external import verapdf
from flugblatt.judges.external.java import JavaHost
from flugblatt.judges.fidelity import tagged_pdf
from flugblatt.leaflet.dummy import dummy
from flugblatt.leaflet.formats import find, formats
from flugblatt.leaflet.impose import office
from flugblatt.leaflet.sheets import imposition
from flugblatt.model import Direction
from tests.leaflet import specimens

KEYS = [format.key for format in formats()]
ONCE = [key for key in KEYS if not find(key).cuts]
MM = 72 / 25.4
LETTERS = {"front": "A", "back": "B"}


def imposed(key: str, manner: specimens.Manner = "screen", rtl: bool = False) -> tuple[bytes, bytes]:
    format = find(key)
    panels = specimens.panels(key, manner, specimens.pages_of(format), rtl=rtl)
    return panels, office(panels, format, direction(rtl))


def direction(rtl: bool) -> Direction:
    return "rtl" if rtl else "ltr"


def raster(data: bytes, dpi: int = 60) -> list[np.ndarray]:  # type: ignore[type-arg]
    with pymupdf.open(stream=data, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        found = []
        for page in document:
            made = page.get_pixmap(dpi=dpi, alpha=False)
            found.append(np.frombuffer(made.samples, np.uint8).reshape(made.height, made.width, 3))
        return found


@pytest.mark.sample(12)
@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("key", KEYS)
def test_every_slot_looks_like_its_panel(key: str, rtl: bool) -> None:
    panels, sheets = imposed(key, rtl=rtl)
    single, sides = raster(panels), raster(sheets)
    format = find(key)
    made = imposition(format, len(single), direction(rtl))
    slots = [sheet.side(side) for sheet in made for side in sheet.sides]
    assert len(slots) == len(sides)
    for picture, row in zip(sides, slots, strict=True):
        for slot in row:
            panel = single[slot.panel - 1]
            top, left = round(slot.y * 60 / 25.4), round(slot.x * 60 / 25.4)
            place = picture[top : top + panel.shape[0], left : left + panel.shape[1]]
            panel = panel[: place.shape[0], : place.shape[1]]
            # the grid of dots falls otherwise on the sheet: most dots agree, and none of the panel's colour is lost
            unlike = np.abs(place.astype(int) - panel.astype(int)).max(axis=2) > 120
            assert unlike.mean() < 0.03, (key, slot)
            assert abs(place.mean() - panel.mean()) < 1.5


@pytest.mark.parametrize("key", ONCE)
def test_the_reading_order_is_that_of_the_panels(key: str) -> None:
    panels, sheets = imposed(key, "white")
    before, after = tagged_pdf.read(panels), tagged_pdf.read(sheets)
    assert [unit.text for unit in after.units] == [unit.text for unit in before.units]
    assert [unit.path for unit in after.units] == [unit.path for unit in before.units]
    assert after.findings == ()


@pytest.mark.parametrize("key", ["dl6-roll", "booklet-a6"])
def test_the_glyphs_of_the_sheets_are_those_of_the_text(key: str) -> None:
    check = glyphs.judge(imposed(key)[1])
    assert check.verdict == "passed", check.findings


def test_a_panel_that_stands_there_often_is_said_once() -> None:
    panels, sheets = imposed("4xa6")
    with specimens.opened(sheets) as pdf:
        for page in pdf.pages:
            operators = [str(each.operator) for each in pikepdf.parse_content_stream(page)]
            assert operators.count("Do") >= 3
            copies = [name for name, _ in page.Resources.XObject.items() if name.startswith("/copy")]
            assert len(copies) == 1
            inner = [str(each.operator) for each in pikepdf.parse_content_stream(page.Resources.XObject[copies[0]])]
            assert not {"BDC", "BMC", "EMC"} & set(inner)
    assert [unit.text for unit in tagged_pdf.read(sheets).units] == [
        unit.text for unit in tagged_pdf.read(panels).units
    ]


@pytest.mark.parametrize("key", KEYS)
def test_boxes_and_preferences(key: str) -> None:
    format = find(key)
    with specimens.opened(imposed(key)[1]) as pdf:
        for page in pdf.pages:
            expected = [0, 0, format.open[0] * MM, format.open[1] * MM]
            for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
                assert [float(edge) for edge in page.obj[name]] == pytest.approx(expected, abs=1e-4)
        preferences = pdf.Root.ViewerPreferences
        assert str(preferences.PrintScaling) == "/None"
        edges = {"short": "/DuplexFlipShortEdge", "long": "/DuplexFlipLongEdge", "": "/Simplex"}
        assert str(preferences.Duplex) == edges[format.flip]
        assert "/Direction" not in preferences
        assert bool(preferences.DisplayDocTitle)
        assert not pdf.check_pdf_syntax()


def test_a_right_to_left_booklet_is_bound_on_the_right() -> None:
    with specimens.opened(imposed("booklet-a5", rtl=True)[1]) as pdf:
        assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"


def test_the_parent_tree_leads_back_from_every_mark() -> None:
    with specimens.opened(imposed("dl6-roll")[1]) as pdf:
        tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for page in pdf.pages:
            marks = [
                int(each.operands[1].MCID)
                for each in pikepdf.parse_content_stream(page)
                if str(each.operator) == "BDC" and "/MCID" in each.operands[1]
            ]
            assert len(marks) == len(set(marks))
            parents = tree[int(page.obj.StructParents)]
            assert sorted(marks) == list(range(len(parents)))
            for mark in marks:
                kids = [kid for kid in parents[mark].K if isinstance(kid, pikepdf.Dictionary)]
                assert any(int(kid.MCID) == mark and kid.Pg.objgen == page.obj.objgen for kid in kids if "/MCID" in kid)


def corners(rectangle: object) -> list[float]:
    left, bottom, right, top = (float(edge) for edge in rectangle)  # type: ignore[attr-defined]
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]


def test_a_link_can_be_touched_where_its_words_are() -> None:
    panels, sheets = imposed("dl6-roll", "white")
    with specimens.opened(panels) as before, specimens.opened(sheets) as after:
        one = before.pages[1].Annots[0]
        two = after.pages[1].Annots[0]  # panel 2 stands at the left of the back
        assert str(two.A.URI) == "https://example.org/"
        assert corners(two.Rect) == pytest.approx(corners(one.Rect), abs=0.01)
        assert str(after.pages[1].Tabs) == "/S"
        assert "/Annots" not in after.pages[0]


def test_patterns_move_with_their_panel() -> None:
    """The code on the back is drawn as a pattern, which does not follow the current matrix."""
    import zxingcpp
    from PIL import Image

    for data in imposed("dl6-roll"):
        with pymupdf.open(stream=data, filetype="pdf") as document:  # type: ignore[no-untyped-call]
            found = []
            for page in document:
                made = page.get_pixmap(dpi=200, alpha=False)
                found += zxingcpp.read_barcodes(Image.frombytes("RGB", (made.width, made.height), made.samples))
        assert [code.text for code in found] == ["https://example.org/brief"]


def test_panels_of_another_format_are_refused() -> None:
    with pytest.raises(ValueError, match=r"panel 4 measures 97\.00 × 210\.00 mm, its place 99 × 210"):
        office(specimens.panels("dl6-roll"), find("dl6-z"), "ltr")
    with pytest.raises(ValueError, match="6 panels, not 4"):
        office(specimens.panels("a5-4"), find("dl6-roll"), "ltr")


def test_the_same_bytes_twice() -> None:
    for key in ("dl6-roll", "4xa6"):
        panels, sheets = imposed(key)
        assert office(panels, find(key), "ltr") == sheets


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_the_sheets_are_pdf_ua(key: str, java_host: JavaHost) -> None:
    check = verapdf.judge(java_host, imposed(key)[1], "ua1")
    assert check.verdict == "passed", check.findings


# --- The dummy -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_the_dummy_numbers_every_panel_in_its_place(key: str) -> None:
    format = find(key)
    pages = specimens.pages_of(format)
    data = dummy(format, pages, "ltr")
    assert data == dummy(format, pages, "ltr")
    sides = [(sheet, side) for sheet in imposition(format, pages) for side in sheet.sides]
    with pymupdf.open(stream=data, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        assert len(document) == len(sides)
        for page, (sheet, side) in zip(document, sides, strict=True):
            assert (page.rect.width / MM, page.rect.height / MM) == pytest.approx(format.open, abs=0.01)
            words = page.get_text("words")
            assert sum(word[4] == f"{sheet.number}{LETTERS[side]}" for word in words) == 1
            tall = [word for word in words if word[3] - word[1] > 0.3 * min(format.closed) * MM]
            found = sorted(
                (round((word[0] + word[2]) / 2 / MM), round((word[1] + word[3]) / 2 / MM), word[4]) for word in tall
            )
            expected = sorted(
                (round(slot.x + slot.width / 2), round(slot.y + slot.height / 2), str(slot.panel))
                for slot in sheet.side(side)
            )
            assert [each[2] for each in found] == [each[2] for each in expected]
            for (x, y, _), (due_x, due_y, _) in zip(found, expected, strict=True):
                assert abs(x - due_x) <= 1 and abs(y - due_y) <= 6
            folds = [fold.at for fold in format.folds if fold.side == side]
            said = [word[4] for word in words]
            assert all(f"{at:g}" in said for at in folds)
    with specimens.opened(data) as pdf:
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"
