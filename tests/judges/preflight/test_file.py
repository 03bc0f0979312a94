"""Faults of the file as a whole: structure, output intent, metadata, boxes, fonts; each is found by its own code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from tests.judges.preflight import leaflets as specimen
from tests.judges.preflight.judging import Change, change_page, codes, graphics_state, judged, told
from tests.judges.preflight.leaflets import spoil

# --- What fails: the file ------------------------------------------------------------------------


def change_root(key: str, value: Any) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root[key] = value(pdf) if callable(value) else value

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


@pytest.mark.usefixtures("coarse")
def test_a_profile_of_the_work_needs_only_a_name() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        profile(lambda data: data[:-1] + bytes([data[-1] ^ 1]))(pdf)
        intent("/OutputConditionIdentifier", String("Custom"))(pdf)

    data = spoil(specimen.press(), change)
    assert codes(judged(data)) == {"intent", "profile"}
    assert judged(data, output_profile="own.icc").verdict == "passed"
    nameless = spoil(data, intent("/OutputConditionIdentifier", String("")))
    assert codes(judged(nameless, output_profile="own.icc")) == {"intent"}


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
