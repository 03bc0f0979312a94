"""Faults of what is painted: colours, type, lines, pictures, bleed and marks; each is found by its own code."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.judges.preflight import leaflets as specimen
from tests.judges.preflight.judging import codes, graphics_state, judged, paragraph, told
from tests.judges.preflight.leaflets import Design, repaint, spoil

# --- What fails: colours -------------------------------------------------------------------------


def image(space: Any, bits: bytes = b"\x80\x80\x80", size: int = 1, **more: Any) -> dict[str, Any]:
    def entries(pdf: pikepdf.Pdf) -> dict[str, Any]:
        value = space(pdf) if callable(space) else space
        made = Stream(
            pdf, bits * size * size, Type=Name.XObject, Subtype=Name.Image, Width=size, Height=size, BitsPerComponent=8
        )
        made.ColorSpace = value
        for key, entry in more.items():
            made[f"/{key}"] = entry
        return {"/Im": pdf.make_indirect(made)}

    return {"/XObject": entries}


def icc_rgb(pdf: pikepdf.Pdf) -> Array:
    from PIL import ImageCms

    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return Array([Name.ICCBased, pdf.make_indirect(Stream(pdf, data, N=3))])


def separation(name: str, alternate: Any, values: list[float]) -> Array:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * len(values), C1=values, N=1)
    return Array([Name.Separation, Name(f"/{name}"), alternate, function])


def shading(space: Any, components: int) -> dict[str, Any]:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0] * components, C1=[0.1] * components, N=1)
    made = Dictionary(ShadingType=2, ColorSpace=space, Coords=[0, 0, 9, 9], Function=function)
    return {"/Shading": lambda pdf: {"/Sh": made}}


def form(content: bytes, resources: Dictionary, **more: Any) -> dict[str, Any]:
    def entries(pdf: pikepdf.Pdf) -> dict[str, Any]:
        made = Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=resources)
        for key, entry in more.items():
            made[f"/{key}"] = entry
        return {"/Fo": pdf.make_indirect(made)}

    return {"/XObject": entries}


def tiling(pdf: pikepdf.Pdf) -> dict[str, Any]:
    made = Stream(
        pdf, b"0 0 0 rg 0 0 1 1 re f", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 2, 2], XStep=2, YStep=2
    )
    made.Resources = Dictionary()
    return {"/Pt": pdf.make_indirect(made)}


RGB = Name.DeviceRGB
DRAW = "q 1 0 0 1 150 50 cm 3 0 0 3 0 0 cm {} Q"
LAB = Array([Name.Lab, Dictionary(WhitePoint=[0.96, 1, 0.82])])
CAL = Array([Name.CalRGB, Dictionary(WhitePoint=[0.96, 1, 0.82])])
COLOURS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "RGB black": ("0 0 0 rg 0 0 1 1 re f", {}, {"rgb-operator"}),
    "an RGB line": ("0 0 0 RG 0 0 m 1 1 l S", {}, {"rgb-operator"}),
    "DeviceRGB": ("/DeviceRGB cs 0 0 0 scn 0 0 1 1 re f", {}, {"rgb-space"}),
    "sRGB by ICC": ("/X cs 0 0 0 scn 0 0 1 1 re f", {"/ColorSpace": lambda pdf: {"/X": icc_rgb(pdf)}}, {"rgb-space"}),
    "Lab": ("/X cs 0 0 0 scn 0 0 1 1 re f", {"/ColorSpace": lambda pdf: {"/X": LAB}}, {"rgb-space"}),
    "CalRGB that is not used": ("", {"/ColorSpace": lambda pdf: {"/X": CAL}}, {"rgb-space"}),
    "an ink of its own": (
        "/X cs 1 scn 0 0 1 1 re f",
        {"/ColorSpace": lambda pdf: {"/X": separation("PANTONE", Name.DeviceCMYK, [0, 1, 0, 0])}},
        {"spot"},
    ),
    "a separation that is RGB behind": (
        "/X cs 1 scn 0 0 1 1 re f",
        {"/ColorSpace": lambda pdf: {"/X": separation("Black", RGB, [0, 0, 0])}},
        {"rgb-space"},
    ),
    "an RGB image": ("/Im Do", image(RGB), {"rgb-image", "resolution"}),
    "an indexed RGB image": (
        "/Im Do",
        image(Array([Name.Indexed, RGB, 0, String(b"\0\0\0")]), b"\0"),
        {"rgb-image", "resolution"},
    ),
    "an sRGB image": ("/Im Do", image(icc_rgb), {"rgb-image", "resolution"}),
    "an inline RGB image": ("BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI", {}, {"rgb-image", "resolution"}),
    "a shading in RGB": ("0 0 9 9 re W n /Sh sh", shading(RGB, 3), {"rgb-shading"}),
    "a shading in Lab": ("0 0 9 9 re W n /Sh sh", shading(LAB, 3), {"rgb-shading"}),
    "a group in RGB": (
        "/Fo Do",
        form(b"0 0 0 1 k 0 0 1 1 re f", Dictionary(), Group=Dictionary(S=Name.Transparency, CS=RGB)),
        {"rgb-group"},
    ),
    "RGB in a form": ("/Fo Do", form(b"0 0 0 rg 0 0 1 1 re f", Dictionary()), {"rgb-operator"}),
    "RGB in a pattern": ("/Pattern cs /Pt scn 0 0 9 9 re f", {"/Pattern": tiling}, {"rgb-operator"}),
}


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("name", COLOURS)
def test_a_colour_that_no_press_has_is_found(name: str) -> None:
    content, resources, expected = COLOURS[name]
    check = judged(repaint(specimen.press(), 1, DRAW.format(content), resources))
    assert codes(check) == expected, told(check)


def test_rgb_in_a_font_of_drawings_and_in_a_soft_mask_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        glyph = pdf.make_indirect(Stream(pdf, b"9 0 d0 0 0 0 rg 0 0 1 1 re f"))
        pdf.pages[0].obj.Resources.Font = Dictionary(
            T3=pdf.make_indirect(
                Dictionary(
                    Type=Name.Font,
                    Subtype=Name.Type3,
                    FontBBox=[0, 0, 9, 9],
                    FontMatrix=[0.1, 0, 0, 0.1, 0, 0],
                    CharProcs=Dictionary(a=glyph),
                    Encoding=Dictionary(Differences=Array([97, Name.a])),
                    FirstChar=97,
                    LastChar=97,
                    Widths=[9],
                )
            )
        )
        group = Dictionary(S=Name.Transparency, CS=RGB)
        mask = Stream(pdf, b"0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 9, 9], Group=group, Resources=Dictionary())
        state = Dictionary(Type=Name.ExtGState, SMask=Dictionary(S=Name.Luminosity, G=pdf.make_indirect(mask)))
        pdf.pages[0].obj.Resources.ExtGState.Sm = pdf.make_indirect(state)

    assert codes(judged(spoil(specimen.press(), change))) == {"rgb-operator", "rgb-group"}


# --- What fails: type, lines, pictures -----------------------------------------------------------


DESIGNS: dict[str, tuple[Design, set[str]]] = {
    "black of four inks": (Design(extra=paragraph("color:device-cmyk(.6 .4 .4 1)")), {"rich-black"}),
    "black of three inks": (Design(extra=paragraph("color:device-cmyk(.75 .68 .67 .5)")), {"rich-black"}),
    "three inks under 10 pt": (Design(quote_size=9), {"small-text"}),
    "white text under 10 pt": (Design(cover_note=9), {"negative-text"}),
    "white text too thin": (Design(style=".note{font-weight:400}"), {"negative-text"}),
    "white text, thin and a little larger": (
        Design(cover_note=12.4, style=".note{font-weight:400}"),
        {"negative-text"},
    ),
    "white text, thin but large": (Design(cover_note=12.6, style=".note{font-weight:400}"), set()),
    "text in a pale colour": (Design(accent="0 .6 .5 0"), {"contrast"}),
    "text over a fold": (
        Design(extra=paragraph("margin:0 -9mm 0 70mm;white-space:nowrap", "Das läuft hinaus")),
        {"text-over-fold"},
    ),
    "text near a fold": (Design(extra=paragraph("margin-left:-7mm")), {"text-near-edge"}),
    "text near an edge": (Design(style=".note{position:absolute;right:-7mm;bottom:0}"), {"text-near-edge"}),
    "text over an edge": (Design(style=".note{position:absolute;right:-11mm;bottom:0}"), {"text-over-edge", "bleed"}),
}


@pytest.mark.sample(5)
@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("name", DESIGNS)
def test_a_fault_of_the_design_is_found(name: str) -> None:
    design, expected = DESIGNS[name]
    check = judged(specimen.press(design=design), design=design)
    assert codes(check) == expected, told(check)


def test_text_near_a_fold_is_found() -> None:
    design = Design(style="#p3 p{position:relative;left:-7mm}")
    assert codes(judged(specimen.press(design=design), design=design)) == {"text-near-fold"}


def test_a_pale_colour_is_found_on_the_screen_too_with_the_ratio() -> None:
    design = Design(accent="#F08070")
    check = judged(specimen.read(design=design), "read", design=design)
    assert codes(check) == {"contrast"} and "found 2." in told(check)


def test_black_that_knocks_out_is_found() -> None:
    assert codes(judged(spoil(specimen.press(), graphics_state(op=False)))) == {"overprint"}
    assert codes(judged(spoil(specimen.press(), graphics_state(OPM=0)))) == {"overprint"}


def test_white_that_overprints_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.ExtGState and "/op" in thing:
                thing.op, thing.OP, thing.OPM = True, True, 1

    assert "overprint" in codes(judged(spoil(specimen.press(), change)))


PAINTED: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "330 % of ink": (".9 .9 .9 .6 k 150 50 9 9 re f", {}, {"ink"}),
    "ink under overprinting black": ("/Over gs .8 .8 .8 0 k 150 50 9 9 re f", {}, {"overprint"}),
    "a line of 0.1 pt": ("0 0 0 1 K .035 w 150 50 m 180 50 l S", {}, {"thin-line"}),
    "a hairline": ("0 0 0 1 K 0 w 150 50 m 180 50 l S", {}, {"thin-line"}),
    "an area as thin as a hairline": ("0 0 0 1 k 150 50 20 .05 re f", {}, {"thin-line"}),
    "a picture of 150 dpi": (
        "q 20 0 0 20 150 50 cm /Im Do Q",
        image(Name.DeviceCMYK, b"\0\x40\x40\0", 118),
        {"resolution"},
    ),
    "a mark in the bleed": ("0 0 0 1 K .1 w 97 -3 m 97 -0.5 l S", {}, {"marks-inside"}),
    "a mark in all inks on the sheet": (
        "/All cs 1 scn 150 50 5 5 re f",
        {"/ColorSpace": lambda pdf: {"/All": separation("All", Name.DeviceCMYK, [1, 1, 1, 1])}},
        {"marks-inside", "ink"},
    ),
    "a fifth of the red without its bleed": ("0 0 0 0 k 200 210.2 20 5 re f", {}, {"bleed"}),
    "a corner without its bleed": ("0 0 0 0 k 297.2 210.2 5 5 re f", {}, {"bleed"}),
}


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("name", PAINTED)
def test_a_fault_that_is_painted_is_found(name: str) -> None:
    content, resources, expected = PAINTED[name]
    check = judged(repaint(specimen.press(), 1, content, resources))
    assert codes(check) == expected, told(check)


def test_a_picture_of_200_dpi_passes() -> None:
    resources = image(Name.DeviceCMYK, b"\0\x40\x40\0", 158)
    check = judged(repaint(specimen.press(), 1, "q 20 0 0 20 150 50 cm /Im Do Q", resources))
    assert check.verdict == "passed", told(check)


def test_black_that_overprints_counts_with_what_lies_below() -> None:
    """On a ground of 250 % black text that overprints makes 350 %, black that knocks out 100 %."""
    ground = ".85 .85 .8 0 k 130 30 30 30 re f"
    over = judged(repaint(specimen.press(), 1, f"/Out gs {ground} /Over gs 0 0 0 1 k 140 40 9 9 re f"))
    out = judged(repaint(specimen.press(), 1, f"/Out gs {ground} 0 0 0 1 k 140 40 9 9 re f"))
    assert codes(over) == {"ink"} and "found 349 %" in told(over)
    assert codes(out) == set(), told(out)


# --- What fails: bleed and marks -----------------------------------------------------------------


def test_lost_bleed_is_found_on_every_edge_that_has_colour() -> None:
    """What happens where a form is clipped to its TrimBox: every box is right, and all bleed is gone."""

    def change(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form:
                x, y, right, top = (float(value) for value in thing.BBox)
                reach = 3 * specimen.MM
                thing.BBox = Array([x + reach, y + reach, right - reach, top - reach])

    check = judged(spoil(specimen.press(), change))
    assert codes(check) == {"bleed"}
    edges = {edge for edge in ("top", "bottom", "left", "right") if f"over the {edge} edge" in told(check)}
    assert edges == {"top", "bottom", "left", "right"}


def test_marks_that_the_shop_does_not_want_are_found() -> None:
    assert codes(judged(specimen.press(marks=True))) == {"marks-unwanted"}


def test_marks_that_are_missing_are_found() -> None:
    check = judged(specimen.press(), shop="marks")
    assert codes(check) == {"marks-missing"} and "at 97 mm" in told(check)


def test_a_mark_at_no_fold_is_found() -> None:
    data = repaint(specimen.press(marks=True), 1, "0 0 0 1 K .1 w 50 -5 m 50 -10 l S")
    check = judged(data, shop="marks")
    assert codes(check) == {"marks-place"} and "one at 50 mm" in told(check)
