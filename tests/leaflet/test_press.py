"""The press file: boxes, marks, bleed on the plates, ink alone, black that overprints, the claims of PDF/X-4."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
import pytest
from PIL import Image, ImageCms

from flugblatt.leaflet.formats import find, find_shop, formats, profile_of
from flugblatt.leaflet.impose import written
from flugblatt.leaflet.job_ticket import job_ticket, plates
from flugblatt.leaflet.output_profile import Inks, problems
from flugblatt.leaflet.press import chosen, press, sheets_of
from flugblatt.leaflet.resolution import pictures
from flugblatt.leaflet.separation import separate
from flugblatt.leaflet.sheets import Shop, folds_of, panels_of
from flugblatt.model import Edition, Statement
from flugblatt.model.identifiers import form_id
from tests.leaflet import specimens

KEYS = [format.key for format in formats()]
MM = 72 / 25.4
CYAN, MAGENTA, YELLOW, BLACK = range(4)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Statement, Edition]:
    return specimens.work(tmp_path_factory.mktemp("work"))


def made(small: tuple[Statement, Edition], key: str, shop: str = "default", **changes: object) -> bytes:
    format = find(key)
    panels = specimens.panels(key, "press", specimens.pages_of(format), **changes)  # type: ignore[arg-type]
    result = press(panels, format, find_shop(shop), *small, "ltr")
    assert result.findings == ()
    return result.data


def inks(data: bytes, dpi: int = 100) -> list[np.ndarray]:  # type: ignore[type-arg]
    """The plates of each page, 0 to 255."""
    with pymupdf.open(stream=data, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        document.xref_set_key(document.pdf_catalog(), "OutputIntents", "null")
        found = []
        for page in document:
            drawn = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csCMYK, alpha=False)
            found.append(np.frombuffer(drawn.samples, np.uint8).reshape(drawn.height, drawn.width, 4))
        return found


def streams(pdf: pikepdf.Pdf) -> list[object]:
    return [*pdf.pages, *(thing for thing in pdf.objects if is_stream_of_operators(thing))]


def is_stream_of_operators(thing: object) -> bool:
    return isinstance(thing, pikepdf.Stream) and (thing.get("/Subtype") == "/Form" or thing.get("/PatternType") == 1)


def operators(pdf: pikepdf.Pdf) -> list[tuple[str, list[object]]]:
    return [
        (str(each.operator), list(each.operands))
        for stream in streams(pdf)
        for each in pikepdf.parse_content_stream(stream)  # type: ignore[arg-type]
    ]


# --- Boxes, bleed, marks -------------------------------------------------------------------------


@pytest.mark.parametrize("shop", ["default", "bleed-2", "bleed-1", "marks", "spreads"])
@pytest.mark.parametrize("key", ["dl6-roll", "booklet-a6", "2xa5", "a3"])
def test_boxes_lie_in_one_another_exactly(small: tuple[Statement, Edition], key: str, shop: str) -> None:
    format, profile = find(key), find_shop(shop)
    sheets = sheets_of(format, profile, specimens.pages_of(format), "ltr")
    sides = [sheet for sheet in sheets for _ in sheet.sides]
    with specimens.opened(made(small, key, shop)) as pdf:
        assert len(pdf.pages) == len(sides)
        for page, sheet in zip(pdf.pages, sides, strict=True):
            media, bleed, trim = (
                [float(edge) for edge in page.obj[f"/{name}Box"]] for name in ("Media", "Bleed", "Trim")
            )
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(
                (sheet.width * MM, sheet.height * MM), abs=1e-4
            )
            for one, other in zip(trim, bleed, strict=True):
                assert abs(one - other) == pytest.approx(profile.bleed * MM, abs=1e-4)
            assert (media == bleed) == (not profile.marks)
            assert media[0] == media[1] == 0 and "/ArtBox" not in page.obj and "/CropBox" not in page.obj


@pytest.mark.parametrize("shop", ["default", "bleed-1", "marks"])
@pytest.mark.parametrize("key", KEYS)
def test_colour_fills_the_bleed_on_every_edge_where_it_reaches_the_trim(
    small: tuple[Statement, Edition], key: str, shop: str
) -> None:
    data, format = made(small, key, shop), find(key)
    with specimens.opened(data) as pdf:
        boxes = [[float(edge) for edge in page.obj.BleedBox] for page in pdf.pages]
        trims = [[float(edge) for edge in page.obj.TrimBox] for page in pdf.pages]
        height = [float(page.obj.MediaBox[3]) for page in pdf.pages]
    scale, reds = 100 / 72, 0
    for plate, bleed, trim, tall in zip(inks(data), boxes, trims, height, strict=True):

        def dots(box: list[float], top: float = tall) -> tuple[int, int, int, int]:
            return tuple(round(value * scale) for value in (box[0], top - box[3], box[2], top - box[1]))  # type: ignore[return-value]

        (left, up, right, down), (in_left, in_up, in_right, in_down) = dots(bleed), dots(trim)
        pairs = (
            (plate[in_up + 2, in_left:in_right], plate[up + 1, in_left:in_right]),
            (plate[in_down - 3, in_left:in_right], plate[down - 2, in_left:in_right]),
            (plate[in_up:in_down, in_left + 2], plate[in_up:in_down, left + 1]),
            (plate[in_up:in_down, in_right - 3], plate[in_up:in_down, right - 2]),
        )
        for inside, outside in pairs:
            red = inside[:, MAGENTA] > 240
            reds += int(red.any())
            unlike = np.abs(inside.astype(int) - outside.astype(int)).max(axis=1) > 8
            assert unlike.mean() < 0.01  # the dots where two panels meet
    covered = any(panel.role == "cover" for panel in panels_of(format, specimens.pages_of(format)))
    assert (reds >= 3) == covered


def test_bleed_ends_where_panels_meet(small: tuple[Statement, Edition]) -> None:
    """The red of the cover stops at the fold, to the tenth of a millimetre."""
    front = inks(made(small, "dl6-roll"), 254)[0]
    row = front[60, :, MAGENTA] > 128
    first = int(np.argmax(row))
    assert first == pytest.approx((3 + 197) * 10, abs=1)
    assert row[first:].all()


def test_marks_stand_outside_the_bleed_at_edges_folds_and_cuts(small: tuple[Statement, Edition]) -> None:
    for key, upright in (("dl6-roll", ([0, 97, 197, 297], [0, 100, 200, 297])), ("2xa5", ([0, 148.5, 297],) * 2)):
        data = made(small, key, "marks")
        with specimens.opened(data) as pdf:
            boxes = [[float(edge) / MM for edge in page.obj.BleedBox] for page in pdf.pages]
            margin = float(pdf.pages[0].obj.TrimBox[0]) / MM
            for page in pdf.pages:
                space = page.Resources.ColorSpace["/marks"]
                assert [str(space[at]) for at in range(3)] == ["/Separation", "/All", "/DeviceCMYK"]
        for plate, (left, bottom, right, top), expected in zip(inks(data, 508), boxes, upright, strict=True):
            dots = 508 / 25.4
            outside = plate.copy()
            high = plate.shape[0]
            outside[
                round(high - top * dots) : round(high - bottom * dots), round(left * dots) : round(right * dots)
            ] = 0
            band = outside[round(1.5 * dots) : round(5.5 * dots)].min(axis=2).max(axis=0)
            ends = np.flatnonzero(band > 60)  # in all four inks
            places = sorted({round(float(end) / dots - margin, 1) for end in ends})
            clusters = [place for at, place in enumerate(places) if at == 0 or place - places[at - 1] > 1]
            assert clusters == pytest.approx(expected, abs=0.15)
            # nothing stands between the bleed and the marks
            near = outside[round(high - (top + 0.9) * dots) : round(high - top * dots)]
            assert near.max() < 8


def test_shops_that_want_no_marks_get_none(small: tuple[Statement, Edition]) -> None:
    with specimens.opened(made(small, "dl6-roll")) as pdf:
        assert not any(operator == "S" for operator, _ in operators(pdf))
        assert not any("/marks" in page.Resources.get("/ColorSpace", {}) for page in pdf.pages)


# --- Ink -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["dl6-roll", "4xa6", "booklet-a5"])
def test_there_is_no_colour_but_ink(small: tuple[Statement, Edition], key: str) -> None:
    with specimens.opened(made(small, key)) as pdf:
        found = {operator for operator, _ in operators(pdf)}
        assert not found & {"rg", "RG", "g", "G", "sh", "ri"}
        spaces = {str(operands[0]) for operator, operands in operators(pdf) if operator in ("cs", "CS")}
        assert spaces <= {"/DeviceCMYK", "/Pattern"}
        images = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        ]
        assert [str(image.ColorSpace) for image in images] == ["/DeviceCMYK"]
        holders = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)]
        groups = [holder.Group for holder in holders if "/Group" in holder]
        assert {str(group.get("/CS", "/DeviceCMYK")) for group in groups} <= {"/DeviceCMYK"}


def test_black_text_overprints_and_nothing_else_does(small: tuple[Statement, Edition]) -> None:
    with specimens.opened(made(small, "dl6-roll")) as pdf:
        for stream in streams(pdf):
            state: list[tuple[tuple[float, ...], bool]] = [((), False)]
            shown = 0
            for each in pikepdf.parse_content_stream(stream):  # type: ignore[arg-type]
                operator = str(each.operator)
                if operator == "q":
                    state.append(state[-1])
                elif operator == "Q":
                    state.pop()
                elif operator == "scn" and len(each.operands) == 4:
                    state[-1] = (tuple(float(value) for value in each.operands), state[-1][1])
                elif operator == "gs":
                    entry = stream.Resources.ExtGState[str(each.operands[0])]  # type: ignore[attr-defined]
                    if "/op" in entry:
                        assert int(entry.OPM) == int(bool(entry.op))
                        state[-1] = (state[-1][0], bool(entry.op))
                elif operator in ("Tj", "TJ"):
                    shown += 1
                    assert state[-1][1] == (state[-1][0] == (0, 0, 0, 1))
                elif operator in ("f", "f*", "Do", "S", "sh"):
                    assert not state[-1][1]
            assert shown or is_stream_of_operators(stream)


@pytest.mark.needs("ghostscript")
def test_on_ghostscripts_plates_the_tint_goes_on_under_black_text(
    small: tuple[Statement, Edition], tmp_path: Path
) -> None:
    data = made(small, "dl6-roll")
    knocked = press_without_overprint(data)
    found = []
    for name, each in (("over", data), ("out", knocked)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(each)
        command = [
            "gs",
            "-q",
            "-dNOPAUSE",
            "-dBATCH",
            "-dSAFER",
            "-dFirstPage=1",
            "-dLastPage=1",
            "-sDEVICE=tiffsep",
            "-r300",
        ]
        subprocess.run([*command, f"-sOutputFile={tmp_path}/{name}.tif", str(path)], check=True, capture_output=True)
        magenta = 255 - np.asarray(Image.open(tmp_path / f"{name}(Magenta).tif").convert("L")).astype(int)
        black = 255 - np.asarray(Image.open(tmp_path / f"{name}(Black).tif").convert("L")).astype(int)
        tint = np.zeros_like(black, dtype=bool)
        tint[:, : round(95 / 25.4 * 300)] = True  # panel 5
        found.append(magenta[(black > 250) & tint])
    assert len(found[0]) > 100
    assert found[0].mean() == pytest.approx(0.08 * 255, abs=4)
    assert found[1].mean() < 1


def press_without_overprint(data: bytes) -> bytes:
    with specimens.opened(data) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/OPM" in thing:
                thing.OPM, thing.op = 0, False
        return written(pdf, "1.6")


def test_a_picture_is_printed_with_no_more_ink_than_the_paper_takes(small: tuple[Statement, Edition]) -> None:
    data = made(small, "a5")
    total = max(int(plate.astype(int).sum(axis=2).max()) for plate in inks(data, 200))
    assert 250 * 2.55 < total <= 300 * 2.55 + 2
    rgb = Image.merge("RGB", [Image.linear_gradient("L")] * 3)
    free = np.asarray(Inks(profile_of(find_shop("")), 400).of_picture(rgb, b"")).astype(int).sum(axis=2).max()
    assert free > 300 * 2.55  # so the limit is what holds it


def test_a_pictures_own_profile_counts() -> None:
    """In a profile whose red is the blue of sRGB, red is printed as blue."""
    swapped = icc_rgb().replace(b"rXYZ", b"?XYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"?XYZ", b"bXYZ", 1)
    through = Inks(profile_of(find_shop("")), 300)
    red, blue = Image.new("RGB", (1, 1), "#FF0000"), Image.new("RGB", (1, 1), "#0000FF")
    assert through.of_picture(red, b"").getpixel((0, 0)) == through.of_picture(red, icc_rgb()).getpixel((0, 0))
    assert through.of_picture(red, swapped).getpixel((0, 0)) == through.of_picture(blue, b"").getpixel((0, 0))


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [((0, 0, 0), (0, 0, 0, 1)), ((1, 1, 1), (0, 0, 0, 0)), ((0.4, 0.4, 0.4), (0, 0, 0, 0.6))],
)
def test_neutral_colours_are_black_alone(rgb: tuple[float, float, float], expected: tuple[float, ...]) -> None:
    assert Inks(profile_of(find_shop("")), 300).of_rgb(*rgb) == pytest.approx(expected)


# --- Colours that come from elsewhere ------------------------------------------------------------


def page_with(content: bytes, resources: pikepdf.Dictionary | None = None) -> pikepdf.Pdf:
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    page = pdf.pages[0]
    page.Contents = pikepdf.Stream(pdf, content)
    page.obj.Resources = resources or pikepdf.Dictionary()
    return pdf


def separated(pdf: pikepdf.Pdf) -> tuple[list[str], list[str]]:
    findings = separate(pdf, Inks(profile_of(find_shop("")), 300))
    text = pdf.pages[0].Contents.read_bytes().decode()
    return text.split("\n"), [finding.code for finding in findings]


def test_rgb_black_becomes_black_ink() -> None:
    lines, codes = separated(page_with(b"0 0 0 rg 0 0 9 9 re f 0.5 g 0 0 9 9 re f 1 0 0 RG 0 0 m 9 9 l S"))
    assert codes == []
    assert "0 0 0 1 k" in lines and "0 0 0 .5 k" in [line.replace("0.5", ".5") for line in lines]
    red = next(line for line in lines if line.endswith(" K"))
    cyan, magenta, yellow, black = (float(value) for value in red.split()[:4])
    assert magenta > 0.8 and yellow > 0.8 and cyan < 0.1 and black < 0.1


def test_rgb_by_name_and_by_profile_becomes_ink() -> None:
    for space in (pikepdf.Name.DeviceRGB, icc_rgb()):
        pdf = pikepdf.Pdf.new()
        resources = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary({"/farbe": own(pdf, space)}))
        with page_with(b"/farbe cs 0 0 1 scn 0 0 9 9 re f") as page:
            page.pages[0].obj.Resources = page.copy_foreign(pdf.make_indirect(resources))
            lines, codes = separated(page)
            assert codes == [] and "/DeviceCMYK cs" in lines
            assert "/farbe" not in page.pages[0].Resources.ColorSpace
            assert any(re.fullmatch(r"0\.9\d* 0\.8\d* 0 0 scn", line) for line in lines)


def icc_rgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def own(pdf: pikepdf.Pdf, space: object) -> object:
    if not isinstance(space, bytes):
        return space
    stream = pikepdf.Stream(pdf, space)
    stream.N = 3
    return pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_indirect(stream)])


def test_a_gradient_and_a_group_in_rgb_become_ink() -> None:
    pdf = page_with(b"q /verlauf sh Q")
    function = pikepdf.Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 0], N=1)
    shading = pikepdf.Dictionary(
        ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB, Coords=[0, 0, 9, 9], Function=pdf.make_indirect(function)
    )
    page = pdf.pages[0]
    page.obj.Resources = pikepdf.Dictionary(Shading=pikepdf.Dictionary(verlauf=pdf.make_indirect(shading)))
    page.obj.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceRGB)
    assert separated(pdf)[1] == []
    made_of = page.Resources.Shading["/verlauf"]
    assert str(made_of.ColorSpace) == str(page.obj.Group.CS) == "/DeviceCMYK"
    inks = made_of.Function.read_bytes()
    assert len(inks) == 4 * int(made_of.Function.Size[0])
    assert list(inks[-4:]) == [0, 0, 0, 255] and inks[1] > 200


def test_a_soft_mask_that_is_named_among_the_forms_stays_in_grey() -> None:
    pdf = page_with(b"/soft gs 0 0 9 9 re f")
    mask = pdf.make_stream(
        b"0.5 g 0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
    )
    mask.Group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceGray)
    soft = pikepdf.Dictionary(SMask=pikepdf.Dictionary(S=pikepdf.Name.Luminosity, G=mask))
    forms, states = pikepdf.Dictionary(x0=mask), pikepdf.Dictionary(soft=soft)
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(XObject=forms, ExtGState=states)
    assert separated(pdf)[1] == []
    assert str(mask.Group.CS) == "/DeviceGray" and b"0.5 g" in mask.read_bytes()


def test_a_colour_that_cannot_be_converted_is_refused() -> None:
    lab = pikepdf.Array([pikepdf.Name.Lab, pikepdf.Dictionary(WhitePoint=[0.9, 1, 1])])
    resources = pikepdf.Dictionary(ColorSpace=pikepdf.Dictionary(x=lab))
    assert separated(page_with(b"/x cs 50 0 0 scn 0 0 9 9 re f", resources))[1] == ["press-colour"]


def test_a_picture_that_cannot_be_converted_is_refused() -> None:
    page = page_with(b"q BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q", pikepdf.Dictionary())
    assert separated(page)[1] == ["press-image"]


def test_a_mesh_in_rgb_is_refused() -> None:
    pdf = page_with(b"/netz sh")
    mesh = pikepdf.Stream(pdf, b"")
    mesh.ShadingType, mesh.ColorSpace = 4, pikepdf.Name.DeviceRGB
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(Shading=pikepdf.Dictionary(netz=pdf.make_indirect(mesh)))
    assert separated(pdf)[1] == ["press-colour"]


# --- Pictures ------------------------------------------------------------------------------------


def test_resolution_is_measured_where_the_picture_is_printed(small: tuple[Statement, Edition]) -> None:
    with specimens.opened(made(small, "4xa6")) as pdf:
        found = list(pictures(pdf))
    assert len(found) == 4  # one picture, printed four times
    for placed in found:
        assert (placed.width, placed.height) == pytest.approx((30, 30), abs=0.01)
        assert placed.dpi == pytest.approx(400 / 30 * 25.4, abs=0.2)


def test_a_coarse_picture_is_refused(small: tuple[Statement, Edition]) -> None:
    result = press(specimens.panels("a5", "press", dots=180), find("a5"), find_shop(""), *small, "ltr")
    assert result.data == b""
    (finding,) = result.findings
    assert (finding.code, finding.where) == ("press-resolution", "page 2")
    assert "180 × 180 dots on 30 × 30 mm: 152 dpi" in finding.message
    assert "237 × 237 dots" in finding.hint
    fine = press(specimens.panels("a5", "press", dots=237), find("a5"), find_shop(""), *small, "ltr")
    assert fine.findings == ()


# --- Claims --------------------------------------------------------------------------------------


def test_the_file_claims_what_it_is(small: tuple[Statement, Edition]) -> None:
    statement, edition = small
    data = made(small, "dl6-roll")
    assert data.startswith(b"%PDF-1.6")
    with specimens.opened(data) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.read_bytes() == profile_of(find_shop(""))
        assert int(intent.DestOutputProfile.N) == 4
        assert str(pdf.docinfo.Trapped) == "/False"
        assert str(pdf.docinfo.Title) == "Ein Titel & mehr"
        assert str(pdf.docinfo.Author) == "Büro & Rat"
        assert str(pdf.docinfo.CreationDate) == str(pdf.docinfo.ModDate) == "D:20240503000000+00'00'"
        assert "/Filter" not in pdf.Root.Metadata
        packet = pdf.Root.Metadata.read_bytes().decode()
        assert "/ID" in pdf.trailer
        for key in ("/AcroForm", "/OpenAction", "/AA", "/Names", "/Outlines", "/AF", "/PageLabels"):
            assert key not in pdf.Root
        assert not any("/Annots" in page.obj for page in pdf.pages)
        assert not pdf.check_pdf_syntax()
    assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in packet
    assert "<pdf:Trapped>False</pdf:Trapped>" in packet
    assert f"uuid:{form_id(statement, edition, 'leaflet/dl6-roll.press')}" in packet
    assert "Ein Titel &amp; mehr" in packet and "B\u00fcro &amp; Rat" in packet
    for name in ("xmpMM:VersionID", "xmpMM:RenditionClass", "xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
        assert f"<{name}>" in packet
    for name in ("dc:publisher", "dc:rights"):
        assert name not in packet


def test_links_go_and_their_words_stay(small: tuple[Statement, Edition]) -> None:
    """Panels with a link, as the screen has them, lose the annotation and keep the text."""
    panels = specimens.panels("dl6-roll", "press", extra="<p>Ein <a href='https://example.org/'>Verweis</a>.</p>")
    assert b"/URI" in pikepdf_bytes(panels)
    result = press(panels, find("dl6-roll"), find_shop(""), *small, "ltr")
    assert b"/URI" not in pikepdf_bytes(result.data) and b"/OBJR" not in pikepdf_bytes(result.data)
    with pymupdf.open(stream=result.data, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        assert "Verweis" in document[1].get_text()


def pikepdf_bytes(data: bytes) -> bytes:
    """The file with nothing packed."""
    with specimens.opened(data) as pdf:
        target = io.BytesIO()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
        return target.getvalue()


def test_the_same_bytes_twice(small: tuple[Statement, Edition]) -> None:
    specimens.panels.cache_clear()
    first = made(small, "dl6-roll", "marks")
    specimens.panels.cache_clear()
    assert made(small, "dl6-roll", "marks") == first


def test_a_font_that_is_not_embedded_is_refused(small: tuple[Statement, Edition]) -> None:
    with specimens.opened(specimens.panels("a5", "press")) as pdf:
        descriptor = next(
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        )
        del descriptor["/FontFile2"]
        spoilt = written(pdf, "1.7")
    result = press(spoilt, find("a5"), find_shop(""), *small, "ltr")
    assert (result.data, [finding.code for finding in result.findings]) == (b"", ["press-font"])


# --- The work's own profile ----------------------------------------------------------------------


def test_the_works_own_profile_is_the_output_intent(small: tuple[Statement, Edition]) -> None:
    profile = profile_of(find_shop(""))
    result = press(specimens.panels("a5", "press"), find("a5"), find_shop(""), *small, "ltr", profile)
    with specimens.opened(result.data) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.OutputConditionIdentifier) == "Custom"
        assert str(intent.Info) == "FOGRA39L Coated"
        assert "/RegistryName" not in intent


def spoilt_profiles() -> list[tuple[bytes, str]]:
    good = profile_of(find_shop(""))
    return [
        (b"", "found another file"),
        (b"no profile at all" * 20, "found another file"),
        (good[:5000], "found 5000"),
        (good[:12] + b"mntr" + good[16:], "found class mntr"),
        (good[:16] + b"RGB " + good[20:], "found RGB"),
        (good[:8] + b"\x05" + good[9:], "found version 5"),
        (good.replace(b"A2B0", b"A2Bx", 1), "found none of its parts A2B0"),
        (icc_rgb(), "found class mntr"),
    ]


@pytest.mark.parametrize(("data", "said"), spoilt_profiles())
def test_a_profile_that_cannot_be_one_is_refused(data: bytes, said: str) -> None:
    (finding,) = problems(data, "probe/papier.icc")
    assert (finding.code, finding.where) == ("output-profile", "probe/papier.icc")
    assert said in finding.message


def test_a_wrong_profile_makes_no_file(small: tuple[Statement, Edition]) -> None:
    statement = replace(small[0], output_profile="papier.icc")
    result = press(specimens.panels("a5", "press"), find("a5"), find_shop(""), statement, small[1], "ltr", icc_rgb())
    assert result.data == b""
    assert [(finding.code, finding.where) for finding in result.findings] == [("output-profile", "probe/papier.icc")]


# --- The job ticket ------------------------------------------------------------------------------


def ticket(small: tuple[Statement, Edition], key: str, shop: Shop, direction: str = "ltr") -> str:
    format = find(key)
    data = press(specimens.panels(key, "press", specimens.pages_of(format)), format, shop, *small, direction).data  # type: ignore[arg-type]
    pages = len(panels_of(format, specimens.pages_of(format)))
    return job_ticket(data, format, shop, *small, direction, chosen(shop), pages, f"{key}.press.pdf").decode()  # type: ignore[arg-type]


def test_the_ticket_says_what_a_print_shop_asks(small: tuple[Statement, Edition]) -> None:
    said = ticket(small, "dl6-roll", find_shop(""))
    for words in (
        "folded leaflet DIN long, 6 panels, roll fold",
        "Wickelfalz",
        "100 × 210 mm",
        "297 × 210 mm",
        "97 mm from the left of the front = 200 mm of the back",
        "197 mm from the left of the front = 100 mm of the back",
        "4/4 CMYK",
        "page 1 of the file: magenta, yellow, black",
        "3 mm on every edge",
        "none (keine)",
        "FOGRA39",
        "Alegreya-Sans-Bold, Alegreya-Sans-Medium, Source-Serif-4",
        "along the 210 mm edge",
    ):
        assert words in said
    data = press(specimens.panels("dl6-roll", "press"), find("dl6-roll"), find_shop(""), *small, "ltr").data
    assert hashlib.sha256(data).hexdigest() in said
    assert "certified" not in said and "validated" not in said


def test_the_ticket_of_a_booklet_says_pages_and_binding(small: tuple[Statement, Edition]) -> None:
    said = ticket(small, "booklet-a5", find_shop(""), "rtl")
    assert "8 pages with cover" in said and "2 sheets" in said and "saddle stitch" in said
    assert "single pages in reading order" in said and "rechts gebunden" in said
    assert "pages 3–8 of the file: black" in said
    assert "Fold 1" not in said
    assert "spreads" in ticket(small, "booklet-a5", find_shop("spreads"))


def test_the_ticket_counts_colours_by_the_plates(small: tuple[Statement, Edition]) -> None:
    assert "1/4 CMYK" in ticket(small, "a5", find_shop(""))
    assert plates(made(small, "a5"))[0].inks == ("black",)


def test_folds_of_right_to_left_editions_are_mirrored() -> None:
    roll = find("dl6-roll")
    assert [fold.at for fold in folds_of(roll, "rtl") if fold.side == "front"] == [200, 100]
