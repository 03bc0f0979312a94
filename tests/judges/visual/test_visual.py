"""The judge of sight: a good work passes in every form, and each change that a reader would see is red."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from flugblatt.judges import visual
from flugblatt.judges.pdf.painted import Page
from flugblatt.judges.visual import measure
from flugblatt.judges.visual import pictures as drawings
from flugblatt.judges.visual.seen_text import Block, Figure
from flugblatt.language.table import describe
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf
from tests import editions
from tests.judges.mutations import assert_failed
from tests.judges.visual.sights import (
    LEAF,
    SKY,
    Change,
    baseline,
    drawn_after,
    drawn_before,
    exchange,
    judged,
    moved,
    pdf,
    pictures,
    without_gradients,
    work,
    wrapped,
)
from tests.judges.visual.typed import NOWHERE, block, seen

BLACK = {"/DeviceRGB": b"\0\0\0", "/DeviceCMYK": b"\xff\xff\xff\xff"}
KINDS = ("archive-pdf", "access-pdf", "read", "office", "office-white", "press")
PAINTED = ("archive-pdf", "office", "press")
"""Kinds whose pictures lie in the file in ways of their own."""


@pytest.mark.sample(3)
@pytest.mark.parametrize("kind", KINDS)
def test_a_good_file_passes(kind: str) -> None:
    check = judged(kind)
    assert check.findings == ()
    assert check.verdict == "passed" and "3 pictures" in check.detail


def test_a_file_alone_is_judged_too() -> None:
    assert visual.judge_alone(pdf("archive-pdf")).verdict == "passed"


def test_a_file_that_is_none_is_unreadable() -> None:
    statement, edition, _ = work()
    check = visual.judge(Case(statement, edition, "archive-pdf", b"%PDF-1.7 nothing"))
    assert_failed(check, "visual-unreadable")


def test_an_untagged_file_is_not_run() -> None:
    def untagged(document: pikepdf.Pdf) -> None:
        del document.Root.StructTreeRoot

    assert judged("archive-pdf", untagged).verdict == "not run"


# --- Order ---------------------------------------------------------------------------------------


@pytest.mark.needs("fonts-noto-core")
def test_a_telephone_number_runs_as_its_figures_do_among_words_that_run_to_the_left(tmp_path: Path) -> None:
    text = "# بيان\n\nبلغ العدد 1234 في هذه الفترة، والهاتف +49 30 123456-78، والبريد هنا.\n"
    statement = editions.read(editions.write(tmp_path, "call", editions.PLAIN_YAML, ar=text))
    edition = statement.editions[0]
    made = archive_pdf.render(statement, edition, describe("ar", edition.whole_text))
    assert visual.judge(Case(statement, edition, "archive-pdf", made.data)).findings == ()


def test_words_that_stand_in_another_order_are_named() -> None:
    check = judged("archive-pdf", moved("a link", 45, 0))
    assert_failed(check, "visual-order", "found a then and then note. then link", "en.md:5")


def test_a_foreign_phrase_in_reversed_order_is_seen() -> None:
    """Its first word must stand rightmost; here the last one does."""

    def change(document: pikepdf.Pdf) -> None:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and str(thing.get("/ActualText", "")).startswith("אחת"):
                thing.ActualText = pikepdf.String("שלוש שתיים אחת")

    assert_failed(judged("archive-pdf", change), "visual-order", "אחת then שתיים then שלוש then to", "en.md:5")


def test_a_line_that_stands_over_the_one_before_it_goes_back() -> None:
    assert_failed(judged("archive-pdf", moved("and nobody", 0, 30)), "visual-order", "goes back")


def test_mirrored_text_is_seen() -> None:
    def change(document: pikepdf.Pdf) -> None:
        wrapped(document, "The springs", "q -1 0 0 1 560 0 cm", "Q")

    assert_failed(judged("archive-pdf", change), "visual-order", "mirrored")


# --- Nothing over another ------------------------------------------------------------------------


def test_a_line_on_another_one_is_seen() -> None:
    check = judged("archive-pdf", moved("We ask", 0, 22))
    assert_failed(check, "visual-overlap", "We ask")


def test_text_on_a_picture_is_seen() -> None:
    assert_failed(judged("archive-pdf", moved("The end", 0, 40)), "visual-over-picture", "The end")


@pytest.mark.parametrize("drawn", [drawn_before, drawn_after])
def test_a_rule_through_a_line_is_seen(drawn: Callable[[str, str], Change]) -> None:
    x, y = baseline("The springs")
    change = drawn("The springs", f"0 0 0 RG 0.5 w {x} {y + 3} m {x + 200} {y + 3} l S")
    assert_failed(judged("archive-pdf", change), "visual-over-rule", "The springs")


def test_text_partly_on_a_ground_is_seen() -> None:
    x, y = baseline("The springs")
    ground = drawn_before("The springs", f".9 .8 .8 rg {x - 5} {y - 5} 60 20 re f")
    assert_failed(judged("archive-pdf", ground), "visual-over-mark", "The springs")


def test_text_wholly_on_a_ground_stands_well() -> None:
    x, y = baseline("The springs")
    ground = drawn_before("The springs", f".95 .95 .95 rg {x - 5} {y - 60} 330 75 re f")
    assert [one.code for one in judged("archive-pdf", ground).findings if "The springs" in one.where] == []


def test_a_mark_under_a_title_is_seen_where_it_has_ink() -> None:
    x, y = baseline("Water")
    mark = f"1 0 0 rg {x} {y} m {x} {y + 30} {x + 40} {y + 30} {x + 40} {y} c f"
    assert_failed(judged("archive-pdf", drawn_before("Water", mark)), "visual-over-mark", "Water")
    beside = f"1 0 0 rg {x + 300} {y} m {x + 300} {y + 30} {x + 340} {y + 30} {x + 340} {y} c f"
    assert judged("archive-pdf", drawn_before("Water", beside)).verdict == "passed"


@pytest.mark.parametrize(("right", "up"), [(-70, 0), (330, 0), (0, -500), (0, 150)])
def test_text_over_the_edge_of_its_page_is_seen(right: float, up: float) -> None:
    assert_failed(judged("archive-pdf", moved("Water", right, up)), "visual-outside", "Water")


def test_two_blocks_that_touch_on_a_line_are_seen() -> None:
    """The label of an item has 9 pt of white before its text."""
    assert judged("archive-pdf", moved("1. ", 7, 0)).verdict == "passed"
    assert_failed(judged("archive-pdf", moved("1. ", 8.2, 0)), "visual-overlap", "1.")


def test_a_line_and_a_picture_beyond_the_measure_are_seen() -> None:
    lines = [f"These are words of line {number:02d}" for number in range(14)]
    around, code = block(*lines), block("x" * 34, kind="Code", top=400)
    page = Page(1, *[(0.0, 0.0, 300.0, 800.0)] * 4, (), (), ())

    def codes(*blocks: Block, figures: tuple[Figure, ...] = ()) -> list[str]:
        given = replace(seen(*blocks), pages=(page,), figures=figures)
        return [finding.code for finding in measure.judge(given, NOWHERE)]

    assert codes(around, code) == ["visual-outside"]
    assert codes(around, block("x" * 26, kind="Code", top=400)) == []
    assert codes(block(*lines[:5]), code) == []
    assert codes(replace(around, path=("Part", "Note", "P")), code) == []
    for right, found in ((110, []), (200, ["visual-outside"]), (295, ["visual-outside"])):
        assert codes(around, figures=(Figure("A well", 1, (20.0, 100.0, right, 200.0)),)) == found


def test_a_line_that_is_longer_than_the_ragged_ones_of_a_panel_keeps_to_its_sides() -> None:
    left, right = measure._Reach(), measure._Reach()
    for _ in range(14):
        left.add(20.0, 1)
        right.add(50.0, 1)
    assert measure._beyond((left, right), (20.0, 22.0), 2, 15.0, True) == 0
    assert measure._beyond((left, right), (20.0, 22.0), 2, 15.0, False) == 28
    assert measure._beyond((left, right), (20.0, 3.0), 2, 15.0, True) == 17


# --- What two engines paint ----------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["archive-pdf", "read", "press"])
def test_a_page_that_engines_paint_differently_is_seen(kind: str) -> None:
    """A transfer function (ISO 32000-1, 10.5): PDFium turns the colours by it, MuPDF has none."""

    def change(document: pikepdf.Pdf) -> None:
        page = document.pages[-1]
        turned = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[1], C1=[0])
        states = page.Resources.get("/ExtGState", pikepdf.Dictionary())
        states.Turned = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, TR=turned)
        page.Resources.ExtGState = states
        page.contents_add(b"/Turned gs", prepend=True)

    assert_failed(judged(kind, change), "visual-engines", "PDFium and MuPDF", "page ")


def test_small_tiles_that_an_engine_sets_on_whole_dots_are_no_difference(tmp_path: Path) -> None:
    given = 'id="p" width=".5" height=".5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    tile = f'<pattern {given}><path d="M0 0H.5" stroke="#000" stroke-width=".125"/></pattern>'
    size = 'viewBox="0 0 100 60" width="60mm" height="36mm"'
    filled = f'<defs>{tile}</defs><rect x="5" y="5" width="90" height="50" fill="url(#p)"/>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{filled}</svg>'
    text = "# Tiles\n\nText.\n\n![Tiles](tiles.svg)\n\nEnd.\n"
    home = editions.write(tmp_path, "tiles", editions.PLAIN_YAML, en=text)
    (home / "tiles.svg").write_text(drawn, encoding="utf-8")
    statement = editions.read(home)
    made = archive_pdf.render(statement, statement.editions[0], describe("en", ""))
    assert visual.judge(Case(statement, statement.editions[0], "archive-pdf", made.data)).findings == ()


# --- Pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PAINTED)
def test_exchanged_pictures_are_named(kind: str) -> None:
    check = judged(kind, exchange)
    assert_failed(check, "visual-picture", "flag.png", "found disc.png", "en.md:17")
    assert_failed(check, "visual-picture", "disc.png", "found flag.png", "en.md:19")


@pytest.mark.parametrize("kind", PAINTED)
def test_a_black_box_is_no_picture(kind: str) -> None:
    def change(document: pikepdf.Pdf) -> None:
        flag = pictures(document)[0]
        flag.write(BLACK[str(flag.ColorSpace)] * (200 * 120))

    assert_failed(judged(kind, change), "visual-picture", "flag.png", "differs by")


@pytest.mark.parametrize("kind", PAINTED)
def test_a_gradient_that_vanished_is_seen(kind: str) -> None:
    assert_failed(judged(kind, without_gradients), "visual-picture", "sky.svg", "en.md:21")


def test_a_drawing_that_another_engine_cannot_show_is_named() -> None:
    statement, edition, files = work()
    images = [
        replace(image, data=SKY.replace("40mm", "0").encode()) if image.path == "sky.svg" else image
        for image in edition.images
    ]
    data = files["archive-pdf"].artefact.data
    check = visual.judge(Case(statement, replace(edition, images=tuple(images)), "archive-pdf", data))
    assert_failed(check, "visual-picture", "sky.svg", "invalid size", "en.md:21")


@pytest.mark.parametrize("kind", PAINTED)
def test_a_decoration_that_shows_something_else_is_named(kind: str) -> None:
    def change(document: pikepdf.Pdf) -> None:
        knot = next(one for one in pictures(document) if int(one.Width) == 60)
        knot.write(BLACK[str(knot.ColorSpace)] * (60 * 40))

    assert_failed(judged(kind, change), "visual-picture", "the decoration knot.png", "en.md:25")


def test_a_drawing_that_decorates_and_is_another_is_named() -> None:
    statement, edition, files = work()
    other = LEAF.replace("#083", "#c00").encode()
    images = [replace(image, data=other) if image.path == "leaf.svg" else image for image in edition.images]
    data = files["archive-pdf"].artefact.data
    check = visual.judge(Case(statement, replace(edition, images=tuple(images)), "archive-pdf", data))
    assert_failed(check, "visual-picture", "the decoration leaf.svg", "en.md:27")


def test_a_picture_over_the_edge_is_seen() -> None:
    def change(document: pikepdf.Pdf) -> None:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and str(thing.get("/Alt", "")).startswith("A drawing"):
                left, bottom, right, top = map(float, thing.A.BBox)
                thing.A.BBox = pikepdf.Array([left, bottom - 500, right, top - 500])

    assert_failed(judged("archive-pdf", change), "visual-outside", "a picture within the page", "A drawing of the sky")


def test_a_drawing_without_a_size_is_shown_as_browsers_show_it() -> None:
    drawn = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="100" height="50" fill="#c00"/></svg>'
    shown = drawings._decoded(drawn, "image/svg+xml", b"")
    wide, high = shown.size
    assert wide == 2 * high and shown.getpixel((wide // 6, high // 6)) == (204, 0, 0)
    assert shown.getpixel((wide // 2, high // 2)) == (255, 255, 255)


def test_a_picture_upside_down_is_another() -> None:
    def change(document: pikepdf.Pdf) -> None:
        flag, width = pictures(document)[0], 3 * 200
        rows = flag.read_bytes()
        flag.write(b"".join(rows[at : at + width] for at in range(len(rows) - width, -1, -width)))

    assert_failed(judged("archive-pdf", change), "visual-picture", "flag.png")
