"""The preflight judge passes leaflets as they must be, and finds faults of panels, codes and sides, each by its own code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array

from flugblatt import resources
from flugblatt.judges import preflight
from flugblatt.judges.preflight import CODES
from tests import own_tables
from tests.judges.preflight import leaflets as specimen
from tests.judges.preflight.judging import change_page, codes, judged, paragraph, told
from tests.judges.preflight.leaflets import Design, repaint, spoil

# --- What passes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [specimen.ROLL, specimen.FOUR_A6, specimen.BOOKLET], ids=lambda form: form.key)
def test_a_press_file_as_it_must_be_passes(form: specimen.Form) -> None:
    check = judged(specimen.press(form), form=form)
    assert (check.verdict, check.findings) == ("passed", ()), told(check)
    assert check.check == "preflight" and "our checks" in check.tool


def test_a_press_file_with_the_marks_that_the_shop_wants_passes() -> None:
    check = judged(specimen.press(marks=True), shop="marks")
    assert (check.verdict, check.findings) == ("passed", ()), told(check)


@pytest.mark.parametrize("kind", ["office", "dummy"])
def test_an_office_file_as_it_must_be_passes(kind: str) -> None:
    check = judged(specimen.office(), kind)
    assert (check.verdict, check.findings) == ("passed", ()), told(check)


def test_a_reading_file_passes() -> None:
    check = judged(specimen.read(), "read")
    assert (check.verdict, check.findings) == ("passed", ()), told(check)


def test_the_detail_says_what_was_measured() -> None:
    detail = judged(specimen.press()).detail
    assert "total ink at most 20" in detail and "contrast of text at least 5." in detail and "1 code read" in detail
    statement, edition = specimen.statement()
    alone = preflight.judge(statement, edition, "dl6-roll", "press", specimen.press())
    assert "order of the panels was not judged" in alone.detail


def test_a_right_to_left_sheet_is_the_mirror_image() -> None:
    form = specimen.ROLL
    mirrored = replace(
        form,
        sides=tuple(tuple((n, form.sheet[0] - x - w, y, w) for n, x, y, w in side) for side in form.sides),
        folds=tuple(tuple(form.sheet[0] - at for at in folds) for folds in form.folds),
    )
    check = judged(specimen.press(mirrored, marks=True), shop="marks", language="ar")
    assert codes(check) == {"xmp"}, told(check)  # the title alone is another
    assert "panel-order" in codes(judged(specimen.press(form), language="ar"))


# --- What fails: panels, code, both sides --------------------------------------------------------


def exchanged(pdf: pikepdf.Pdf) -> None:
    """Two panels of the outer side in each other's place."""
    named = pdf.pages[0].obj.Resources.XObject
    named["/P0"], named["/P1"] = named["/P1"], named["/P0"]


def test_panels_in_each_others_place_are_found() -> None:
    for data, kind in ((specimen.press(), "press"), (specimen.office(), "office")):
        check = judged(spoil(data, exchanged), kind)
        assert "panel-order" in codes(check)
        assert "expected panel 5 here, so that it is in its place when folded; found panel 6" in told(check)


def test_sides_in_each_others_place_are_found() -> None:
    check = judged(spoil(specimen.press(), lambda pdf: pdf.pages.reverse()))
    assert "panel-order" in codes(check), told(check)


def test_another_text_on_a_panel_is_found() -> None:
    other = Design(extra=paragraph("", "Ein Wort mehr."))
    check = judged(specimen.press(design=other))
    assert codes(check) == {"panel-text"} and "found 'EinWortmehr.'" in told(check)


def test_the_code_of_another_address_is_found() -> None:
    other = Design(url="https://example.org/falsch")
    for data, kind in ((specimen.press(design=other), "press"), (specimen.read(design=other), "read")):
        check = judged(data, kind, design=other)
        assert codes(check) == {"code"} and "https://example.org/falsch" in told(check)


def test_a_code_that_should_not_be_there_and_one_that_is_missing_are_found() -> None:
    assert codes(judged(specimen.press(), url="")) == {"code"}
    none = Design(url="")
    assert codes(judged(specimen.press(design=none), design=none)) == {"code"}
    assert judged(specimen.press(design=none), design=none, url="").verdict == "passed"


def test_a_copy_without_its_code_is_found() -> None:
    data = repaint(specimen.press(specimen.FOUR_A6), 2, "0 0 0 0 k 10 155 90 90 re f")
    check = judged(data, form=specimen.FOUR_A6)
    assert codes(check) == {"code"} and "4 copies" in told(check)


def test_a_code_in_other_inks_is_found() -> None:
    data = specimen.press(design=Design(style="#p6{background:device-cmyk(0 .3 .3 0)}"))
    assert codes(judged(data)) == {"code-ink"}


def test_both_sides_must_be_printed_over_the_right_edge() -> None:
    assert codes(judged(specimen.office(flip="Long"), "office")) == {"duplex"}
    nothing = spoil(specimen.office(), lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"), "1.7")
    assert codes(judged(nothing, "office")) == {"duplex", "scaling"}


def test_a_format_whose_backs_do_not_fit_is_found() -> None:
    """The table is proven where leaflets are made; the judge works the backs out again."""
    with resources.using(own_tables.files({"flugblatt.toml": '[formats.dl6-roll]\nflip = "long"\n'})):
        check = judged(specimen.office(flip="Long"), "office")
    assert codes(check) == {"backs"} and "turned over its long edge" in told(check)


def test_colour_in_the_margin_of_an_office_printer_is_found() -> None:
    assert codes(judged(specimen.office(), "office-white")) == {"edge-ink"}


def test_an_office_file_of_another_size_is_found() -> None:
    change = change_page("/MediaBox", Array([0, 0, 842, 595]))
    assert "trim-size" in codes(judged(spoil(specimen.office(), change, "1.7"), "office"))


# --- What is only a warning ----------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "data"), [("press", specimen.press()), ("office", specimen.office())])
def test_a_missing_imprint_is_a_warning(kind: str, data: bytes) -> None:
    check = judged(data, kind, imprint=None)
    assert check.verdict == "passed" and codes(check) == {"imprint"}
    assert check.findings[0].severity == "warning" and "German states" in check.findings[0].hint


# --- All codes -----------------------------------------------------------------------------------


def test_every_code_is_found_by_some_test() -> None:
    """The codes that some test expects are all the codes there are; what papers have, the tests of papers expect."""
    here = Path(__file__).parent
    papers = here.parents[1] / "leaflet" / "test_papers.py"
    source = "".join(path.read_text(encoding="utf-8") for path in (*here.glob("test_*.py"), papers))
    unproven = [
        code for code in CODES if f'"{code.removeprefix("preflight-")}"' not in source and f'"{code}"' not in source
    ]
    assert unproven == []
