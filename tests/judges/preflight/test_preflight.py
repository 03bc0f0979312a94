"""The preflight judge passes leaflets as they must be, and finds every fault that is put into one, each by its own code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from flugblatt.judges import layout, preflight
from flugblatt.judges.preflight import CODES, plates
from flugblatt.model import Check
from tests.judges.preflight import leaflets as specimen
from tests.judges.preflight.leaflets import Design, repaint, spoil

Change = Callable[[pikepdf.Pdf], None]


def judged(data: bytes, kind: Any = "press", form: specimen.Form = specimen.ROLL, **changes: Any) -> Check:
    design = changes.pop("design", Design())
    statement, edition = specimen.statement(**changes)
    return preflight.judge(statement, edition, form.key, kind, data, specimen.read(form, design))


def codes(check: Check) -> set[str]:
    return {finding.code.removeprefix("preflight-") for finding in check.findings}


def told(check: Check) -> str:
    return "\n".join(map(str, check.findings))


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plates of half the resolution, for faults that are not on them."""
    monkeypatch.setattr(plates, "RESOLUTION", 100.0)


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


# --- What fails: the file ------------------------------------------------------------------------


def change_root(key: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value(pdf) if callable(value) else value

    return change


def change_page(key: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[key] = value(pdf) if callable(value) else value

    return change


def packet(old: str, new: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        text = pdf.Root.Metadata.read_bytes().decode()
        assert old in text
        pdf.Root.Metadata = pdf.make_indirect(
            Stream(pdf, text.replace(old, new).encode(), Type=Name.Metadata, Subtype=Name.XML)
        )

    return change


def intent(key: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        entry = pdf.Root.OutputIntents[0]
        if value is None:
            del entry[key]
        else:
            entry[key] = value

    return change


def profile(change_bytes: Callable[[bytes], bytes], components: int = 4) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        stream = Stream(pdf, change_bytes(specimen.PROFILE), N=components)
        pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_indirect(stream)

    return change


def boxes(**millimetres: tuple[float, float, float, float]) -> Change:
    """Boxes moved by mm: left, bottom, right, top."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        for name, moved in millimetres.items():
            edges = [float(value) for value in page[f"/{name}"]]
            page[f"/{name}"] = Array([edge + by * specimen.MM for edge, by in zip(edges, moved, strict=True)])

    return change


def swapped(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0].obj
    page.TrimBox, page.BleedBox = page.BleedBox, page.TrimBox


def two_intents(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def info(key: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[key] = value

    return change


def packed_packet(pdf: pikepdf.Pdf) -> None:
    """qpdf never packs what is of the type Metadata."""
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, pdf.Root.Metadata.read_bytes(), Subtype=Name.XML))


def graphics_state(**entries: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.ExtGState and thing.get("/op", False):
                for key, value in entries.items():
                    thing[f"/{key}"] = value

    return change


def link(pdf: pikepdf.Pdf) -> Array:
    action = Dictionary(S=Name.URI, URI=String(specimen.URL))
    return Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[9, 9, 90, 90], A=action)])


def attachment(pdf: pikepdf.Pdf) -> Dictionary:
    file = Dictionary(Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=Stream(pdf, b"a")))
    return Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a.txt"), file])))


def script(pdf: pikepdf.Pdf) -> Dictionary:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return Dictionary(JavaScript=Dictionary(Names=Array([String("a"), action])))


def postscript(pdf: pikepdf.Pdf) -> None:
    stream = Stream(pdf, b"showpage", Type=Name.XObject, Subtype=Name.PS)
    pdf.pages[0].obj.Resources.XObject.Ps = pdf.make_indirect(stream)


FILE: dict[str, tuple[Change, set[str]]] = {
    "two output intents": (two_intents, {"intent"}),
    "no output intent": (change_root("/OutputIntents", Array()), {"intent"}),
    "another printing condition": (intent("/OutputConditionIdentifier", String("FOGRA27")), {"intent"}),
    "another registry": (intent("/RegistryName", String("http://example.org")), {"intent"}),
    "no profile": (intent("/DestOutputProfile", None), {"profile"}),
    "a profile of three components": (profile(lambda data: data, 3), {"profile"}),
    "a profile of a screen": (profile(lambda data: data.replace(b"prtrCMYK", b"mntrCMYK", 1)), {"profile"}),
    "half a profile": (profile(lambda data: data[: len(data) // 2]), {"profile"}),
    "another profile": (profile(lambda data: data[:-1] + bytes([data[-1] ^ 1])), {"profile"}),
    "no XMP": (lambda pdf: pdf.Root.__delitem__("/Metadata"), {"xmp"}),
    "another claim": (packet("PDF/X-4", "PDF/X-3:2003"), {"xmp"}),
    "no version in XMP": (packet("<xmpMM:VersionID>1</xmpMM:VersionID>", ""), {"xmp"}),
    "another title": (packet("Eine Erklärung", "Keine Erklärung"), {"xmp"}),
    "another title in Info": (info("/Title", String("Keine")), {"xmp"}),
    "another date in Info": (info("/ModDate", String("D:20240504000000Z")), {"xmp"}),
    "trapped in one place": (info("/Trapped", Name("/True")), {"trapped"}),
    "no word on trapping": (lambda pdf: pdf.docinfo.__delitem__("/Trapped"), {"trapped"}),
    "an action on opening": (change_root("/OpenAction", Dictionary(S=Name.Named, N=Name.Print)), {"active"}),
    "a form": (change_root("/AcroForm", Dictionary(Fields=Array())), {"active"}),
    "JavaScript": (change_root("/Names", script), {"active"}),
    "a page with actions": (change_page("/AA", Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))), {"active"}),
    "a link": (change_page("/Annots", link), {"annotation"}),
    "an attachment": (change_root("/Names", attachment), {"attached"}),
    "layers": (change_root("/OCProperties", Dictionary(OCGs=Array(), D=Dictionary())), {"layer"}),
    "a transfer function": (graphics_state(TR=Dictionary(FunctionType=2, Domain=[0, 1], N=1)), {"device"}),
    "PostScript": (postscript, {"device"}),
    "a page too few": (lambda pdf: pdf.pages.__delitem__(1), {"pages"}),
    "a turned page": (change_page("/Rotate", 90), {"turned"}),
    "no TrimBox": (lambda pdf: pdf.pages[0].obj.__delitem__("/TrimBox"), {"box-missing"}),
    "boxes swapped": (swapped, {"box-order"}),
    "a bleed beyond the page": (boxes(BleedBox=(-1, 0, 0, 0)), {"box-order"}),
    "an ArtBox": (change_page("/ArtBox", lambda pdf: pdf.pages[0].obj.TrimBox), {"art-box"}),
    "a trim 0.1 mm too wide": (boxes(TrimBox=(0, 0, 0.1, 0)), {"trim-size", "bleed-size"}),
    "2 mm of bleed": (boxes(BleedBox=(1, 1, -1, -1)), {"bleed-size", "marks-unwanted"}),
}


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("name", FILE)
def test_a_fault_of_the_file_is_found(name: str) -> None:
    change, expected = FILE[name]
    check = judged(spoil(specimen.press(), change))
    assert check.verdict == "failed"
    assert codes(check) == expected, told(check)


def test_another_version_is_found() -> None:
    assert codes(judged(spoil(specimen.press(), lambda pdf: None, "1.7"))) == {"version"}
    assert codes(judged(spoil(specimen.press(), change_root("/Version", Name("/1.7"))))) == {"version"}


def test_a_missing_identifier_is_found() -> None:
    data = specimen.press()
    assert data.count(b"/ID [") == 1
    assert codes(judged(data.replace(b"/ID [", b"/Ix ["))) == {"id"}


def test_a_packet_that_is_packed_or_broken_is_found() -> None:
    packed = spoil(specimen.press(), packed_packet, fix_metadata_version=False)
    assert codes(judged(packed)) == {"xmp"}
    broken = specimen.press().replace(b"</rdf:RDF>", b"</rdf:RDX>")
    assert broken != specimen.press() and codes(judged(broken)) == {"xmp"}


def test_encryption_is_found() -> None:
    locked = pikepdf.Encryption(owner="locked", user="", R=4)
    assert codes(judged(spoil(specimen.press(), lambda pdf: None, deterministic_id=False, encryption=locked))) == {
        "encrypted"
    }


@pytest.mark.parametrize("data", [b"", b"%PDF-1.6\n", b"no PDF"])
def test_what_cannot_be_read_fails(data: bytes) -> None:
    check = judged(data)
    assert (check.verdict, codes(check)) == ("failed", {"unreadable"})


def test_a_cut_off_file_fails() -> None:
    assert judged(specimen.press()[:9000]).verdict == "failed"


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


def paragraph(style: str, words: str = "Ein Wort mehr.") -> str:
    return f'<p style="{style}">{words}</p>'


DESIGNS: dict[str, tuple[Design, set[str]]] = {
    "black of four inks": (Design(extra=paragraph("color:device-cmyk(.6 .4 .4 1)")), {"rich-black"}),
    "black of three inks": (Design(extra=paragraph("color:device-cmyk(.75 .68 .67 .5)")), {"rich-black"}),
    "three inks under 10 pt": (Design(quote_size=9), {"small-text"}),
    "white text under 10 pt": (Design(cover_note=9), {"negative-text"}),
    "white text too thin": (Design(style=".note{font-weight:400}"), {"negative-text"}),
    "text in a pale colour": (Design(accent="0 .6 .5 0"), {"contrast"}),
    "text over a fold": (
        Design(extra=paragraph("margin:0 -9mm 0 70mm;white-space:nowrap", "Das läuft hinaus")),
        {"text-over-fold"},
    ),
    "text near a fold": (Design(extra=paragraph("margin-left:-7mm")), {"text-near-edge"}),
    "text near an edge": (Design(style=".note{position:absolute;right:-7mm;bottom:0}"), {"text-near-edge"}),
    "text over an edge": (Design(style=".note{position:absolute;right:-11mm;bottom:0}"), {"text-over-edge", "bleed"}),
}


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


# --- What fails: fonts ---------------------------------------------------------------------------


def test_a_font_that_is_not_embedded_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor:
                del thing["/FontFile2"]

    for data, kind in ((specimen.press(), "press"), (specimen.office(), "office"), (specimen.read(), "read")):
        assert codes(judged(spoil(data, change), kind)) >= {"font-embedded"}


def test_a_face_of_another_family_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font and "/BaseFont" in thing:
                thing.BaseFont = Name("/ABCDEF+Times-New-Roman")

    assert codes(judged(spoil(specimen.press(), change))) == {"font-allowed"}


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


def test_a_format_whose_backs_do_not_fit_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is proven where leaflets are made; the judge works the backs out again."""
    table = {**layout._table()}
    wrong = {**table["formats"]["dl6-roll"], "flip": "long"}
    monkeypatch.setattr(layout, "_table", lambda: {**table, "formats": {"dl6-roll": wrong}})
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
    """The codes that this file expects somewhere are all the codes there are."""
    source = Path(__file__).read_text(encoding="utf-8")
    unproven = [code for code in CODES if f'"{code.removeprefix("preflight-")}"' not in source]
    assert unproven == []
