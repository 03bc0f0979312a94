"""Leaflets for the preflight judge's tests, made here from HTML and by hand, not by the room that makes leaflets.

Flow: HTML of panels -> WeasyPrint, in CMYK or RGB -> imposed by Form XObjects -> PDF/X-4 or a file for the office. ``spoil``
opens a finished file, lets a function change it, and saves it again as it was saved.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import fontpkg_alegreya_sans
import pikepdf
import segno
import weasyprint
from pikepdf import Array, Dictionary, Name, Stream, String
from weasyprint.text.fonts import FontConfiguration

from flugblatt.model import Edition, Imprint, Paragraph, Place, Source, Statement, Text
from flugblatt.model.work import ByLanguage, Issuer
from tests.sharing import shared

MM = 72 / 25.4
STYLES = Path(__file__).parent.parent.parent.parent / "styles"
PROFILE = (STYLES / "icc" / "FOGRA39L_coated.icc").read_bytes()
FONTS = Path(fontpkg_alegreya_sans.__file__).parent / "files"
WEIGHTS = {400: "Regular", 500: "Medium", 700: "Bold"}
URL = "https://example.org/brief"
WHEN = "2024-05-03T00:00:00+00:00"
PLACE = Place(1, 1)
CMYK = {"ink": "0 0 0 1", "red": "0 1 .85 .18", "tint": "0 .08 .08 .02", "paper": "0 0 0 0"}
RGB = {"ink": "#1C1A19", "red": "#C5202F", "tint": "#FAEEE8", "paper": "#FFFFFF"}
WORDS = "Wir erklären vor aller Welt, was wir gesehen haben, und bitten jeden, es weiterzusagen. "

Slots = tuple[tuple[int, float, float, float], ...]
"""Panel, x, y from the top, in mm, and the width; the height is the sheet's or half of it."""


@dataclass(frozen=True, slots=True)
class Design:
    """What the specimen looks like; tests change one thing at a time."""

    url: str = URL
    accent: str = ""
    quote_size: float = 12.0
    cover_size: float = 24.0
    cover_weight: int = 700
    cover_note: float = 12.0
    side: float = 10.0
    extra: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The geometry of the specimen: sizes of the panels in reading order, and the sides of the sheets."""

    key: str
    widths: tuple[float, ...]
    height: float
    sheet: tuple[float, float]
    sides: tuple[Slots, ...]
    folds: tuple[tuple[float, ...], ...]


ROLL = Form(
    "dl6-roll",
    (100, 100, 100, 97, 97, 100),
    210,
    (297, 210),
    (((5, 0, 0, 97), (6, 97, 0, 100), (1, 197, 0, 100)), ((2, 0, 0, 100), (3, 100, 0, 100), (4, 200, 0, 97))),
    ((97, 197), (100, 200)),
)
FOUR_A6 = Form(
    "4xa6",
    (105, 105),
    148.5,
    (210, 297),
    tuple(tuple((number, x, y, 105.0) for y in (0.0, 148.5) for x in (0.0, 105.0)) for number in (1, 2)),
    ((), ()),
)
BOOKLET = Form("booklet-a5", (148.5,) * 8, 210, (297, 210), (), ())


def statement(**changes: Any) -> tuple[Statement, Edition]:
    """A small statement with everything that a leaflet shows."""
    tag = changes.pop("language", "de")
    words = "Eine Erklärung" if tag == "de" else "بيان مشترك"
    source = Source(f"probe/{tag}.md", f"# {words}\n\n{WORDS}\n".encode())
    body = (Paragraph((Text(WORDS.strip(), PLACE),), PLACE),)
    edition = Edition("probe", tag, source, (Text(words, PLACE),), PLACE, body, ())
    made = Statement(
        "probe",
        Source("probe/statement.yaml", b"date: 2024-05-03\n"),
        "2024-05-03",
        ByLanguage((Issuer("Büro"),)),
        (edition,),
        imprint=Imprint(("Büro, Straße 1, Berlin",), ("Druckerei, Straße 2, Berlin",)),
        url=URL,
    )
    return replace(made, **changes), edition


# --- Panels --------------------------------------------------------------------------------------


@shared
def panels(form: Form, press: bool, design: Design = Design(), mirrored: bool = False) -> bytes:
    """One page for each panel in reading order: red cover with white text, body, a pull quote on tint, the back."""
    colours = dict(CMYK) if press else dict(RGB)
    if design.accent:
        colours["red"] = design.accent
    colours = {name: f"device-cmyk({value})" if press else value for name, value in colours.items()}
    bleed = 3 if press else 0
    rules = [
        f"@font-face{{font-family:Alegreya Sans;font-weight:{weight};"
        f"src:url('{(FONTS / f'AlegreyaSans-{name}.ttf').as_uri()}')}}"
        for weight, name in WEIGHTS.items()
    ]
    count = len(form.widths)
    for number, width in enumerate(form.widths, 1):
        rules.append(
            f"@page p{number}{{size:{width}mm {form.height}mm;margin:12mm {design.side}mm;bleed:{bleed}mm;marks:none}}"
        )
        rules.append(f"#p{number}{{page:p{number};break-after:page}}")
    rules.append(f"@page p1{{background:{colours['red']}}}")
    if count > 4:
        rules.append(f"@page p{count - 1}{{background:{colours['tint']}}}")
    rules += [
        f"html{{font-family:Alegreya Sans;font-size:11pt;line-height:15pt;color:{colours['ink']};background:none}}",
        "body,p,h1{margin:0}",
        f"h1{{font-size:{design.cover_size}pt;line-height:1.1;font-weight:{design.cover_weight};color:{colours['paper']}}}",
        f".note{{font-size:{design.cover_note}pt;font-weight:500;color:{colours['paper']}}}",
        f".quote{{font-size:{design.quote_size}pt;color:{colours['red']}}}",
        ".code{width:28mm;height:28mm;display:block}",
        design.style,
    ]
    parts = ['<section id="p1"><h1>Eine Erklärung</h1><p class="note">3. Mai 2024</p></section>']
    for number in range(2, count + 1):
        inside = f"<p>Seite {number}. {WORDS * 2}</p>"
        if number == 2:
            inside += design.extra
        if number == count - 1:
            inside += f'<p class="quote">„Jeder soll es weitersagen“, Seite {number}</p>'
        if number == count and design.url:
            inside += _code(design.url, colours["ink"])
        parts.append(f'<section id="p{number}">{inside}</section>')
    html = f"<html lang=de><style>{''.join(rules)}</style><body>{''.join(parts)}</body></html>"
    options = {"output_intent": "device-cmyk"} if press else {}
    fonts = FontConfiguration()
    made = weasyprint.HTML(string=html, base_url=str(FONTS)).write_pdf(font_config=fonts, **options)
    assert made is not None
    return bytes(made)


def _code(url: str, ink: str) -> str:
    """A QR code as one filled path, with its quiet zone of four modules."""
    rows = [list(row) for row in segno.make(url, error="m").matrix]
    side = len(rows) + 8
    path = "".join(f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return f'<svg class="code" viewBox="0 0 {side} {side}"><path fill="{ink}" d="{path}"/></svg>'


# --- Sheets --------------------------------------------------------------------------------------


def read(form: Form = ROLL, design: Design = Design()) -> bytes:
    return panels(form, False, design)


@shared
def office(form: Form = ROLL, design: Design = Design(), flip: str = "Short") -> bytes:
    """Imposed in RGB without bleed, for a printer that prints on both sides."""
    pdf = _imposed(panels(form, False, design), form, 0, False)
    pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"), Duplex=Name(f"/DuplexFlip{flip}Edge"))
    return save(pdf, "1.7")


@shared
def press(form: Form = ROLL, design: Design = Design(), marks: bool = False) -> bytes:
    """A press file as it must be: open sheets with 3 mm of bleed, CMYK alone, black text that overprints."""
    if form.sides:
        pdf = _imposed(panels(form, True, design), form, 3, marks)
    else:
        pdf = pikepdf.open(io.BytesIO(panels(form, True, design)))
    _overprint(pdf)
    _finish(pdf)
    return save(pdf)


def save(pdf: pikepdf.Pdf, version: str = "1.6") -> bytes:
    target = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(target, min_version=version, force_version=version, deterministic_id=True)
    return target.getvalue()


def spoil(data: bytes, change: Callable[[pikepdf.Pdf], None], version: str = "1.6", **options: Any) -> bytes:
    """The file with one thing changed, and its identifier and version as they were."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        options = {"deterministic_id": True, **options}
        pdf.save(target, min_version=version, force_version=version, **options)
    return target.getvalue()


def repaint(data: bytes, page: int, content: str, resources: dict[str, Any] | None = None) -> bytes:
    """The file with ``content`` painted over a page; coordinates in mm from the left and the bottom of the trimmed page."""

    def change(pdf: pikepdf.Pdf) -> None:
        held = pdf.pages[page - 1]
        x, y = (float(value) for value in list(held.obj.TrimBox)[:2])
        for kind, entries in (resources or {}).items():
            if kind not in held.obj.Resources:
                held.obj.Resources[kind] = Dictionary()
            for name, value in entries(pdf).items():
                held.obj.Resources[kind][name] = value
        text = f"q 1 0 0 1 {x} {y} cm {MM} 0 0 {MM} 0 0 cm {content} Q"
        held.contents_add(Stream(pdf, text.encode()), prepend=False)

    return spoil(data, change)


def _imposed(source: bytes, form: Form, bleed: float, marks: bool) -> pikepdf.Pdf:
    panels_ = pikepdf.open(io.BytesIO(source))
    out = pikepdf.Pdf.new()
    width, height = form.sheet
    around = 12.0 if marks else bleed
    forms: list[tuple[Any, list[float]]] = []
    for page in panels_.pages:
        copied = out.copy_foreign(page.as_form_xobject())
        copied.BBox = Array([float(value) for value in page.mediabox])
        forms.append((copied, [float(value) for value in page.trimbox]))
    for slots, folds in zip(form.sides, form.folds, strict=True):
        content, named = [f"q 1 0 0 1 {around * MM:.4f} {around * MM:.4f} cm"], Dictionary()
        for at, (number, x, top, w) in enumerate(slots):
            form_, trim = forms[number - 1]
            named[f"/P{at}"] = form_
            y = height - top - form.height
            left, right = (bleed if x < 0.01 else 0), (bleed if x + w > width - 0.01 else 0)
            below, above = (bleed if y < 0.01 else 0), (bleed if y + form.height > height - 0.01 else 0)
            clip = (x - left, y - below, w + left + right, form.height + below + above)
            content.append(
                f"q {' '.join(f'{value * MM:.4f}' for value in clip)} re W n "
                f"1 0 0 1 {x * MM - trim[0]:.4f} {y * MM - trim[1]:.4f} cm /P{at} Do Q"
            )
        resources = Dictionary(XObject=named)
        if marks:
            resources.ColorSpace = Dictionary(All=_all_inks())
            content.append(_marks(form, folds))
        content.append("Q")
        boxes = [(around - bleed, around + bleed), (around, around)]
        page_ = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, (width + 2 * around) * MM, (height + 2 * around) * MM],
            Resources=resources,
            Contents=Stream(out, "\n".join(content).encode()),
        )
        for name, (low, high) in zip(("/BleedBox", "/TrimBox"), boxes, strict=True):
            page_[name] = Array([low * MM, low * MM, (width + high) * MM, (height + high) * MM])
        out.pages.append(pikepdf.Page(out.make_indirect(page_)))
    return out


def _all_inks() -> Array:
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    return Array([Name.Separation, Name.All, Name.DeviceCMYK, function])


def _marks(form: Form, folds: tuple[float, ...]) -> str:
    """Crop marks at the corners and fold marks at the folds, 4 mm off the trim."""
    width, height = form.sheet
    lines = [(x, y, x, end) for x in (0, width, *folds) for y, end in ((-4, -11), (height + 4, height + 11))]
    lines += [(x, y, end, y) for y in (0, height) for x, end in ((-4, -11), (width + 4, width + 11))]
    drawn = " ".join(f"{a * MM:.3f} {b * MM:.3f} m {c * MM:.3f} {d * MM:.3f} l S" for a, b, c, d in lines)
    return f"q /All CS 1 SCN 0.25 w {drawn} Q"


def _overprint(pdf: pikepdf.Pdf) -> None:
    """Black overprints, everything else knocks out."""
    states = {
        "/Over": pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)),
        "/Out": pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=0)),
    }
    streams: list[Any] = [page for page in pdf.pages]
    streams += [thing for thing in pdf.objects if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form]
    for stream in streams:
        kept: list[Any] = []
        for one in pikepdf.parse_content_stream(stream):
            kept.append(one)
            if str(one.operator) in ("scn", "SCN", "k", "K") and len(one.operands) == 4:
                black = [float(value) for value in one.operands] == [0, 0, 0, 1]
                state = Name("/Over" if black else "/Out")
                kept.append(pikepdf.ContentStreamInstruction([state], pikepdf.Operator("gs")))
        data = pikepdf.unparse_content_stream(kept)
        if isinstance(stream, pikepdf.Page):
            stream.obj.Contents = Stream(pdf, data)
            resources = stream.obj.Resources
        else:
            stream.write(data)
            resources = stream.Resources
        if "/ExtGState" not in resources:
            resources.ExtGState = Dictionary()
        for name, state in states.items():
            resources.ExtGState[name] = state
        if "/ColorSpace" in resources:  # WeasyPrint defines Lab in every page, used or not
            for name in set(resources.ColorSpace.keys()) & {"/lab-d50", "/lab-d65"}:
                del resources.ColorSpace[name]


def _finish(pdf: pikepdf.Pdf) -> None:
    """Output intent, metadata, and nothing that a press cannot print."""
    profile = pdf.make_indirect(Stream(pdf, PROFILE, N=4))
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier=String("FOGRA39"),
                RegistryName=String("http://www.color.org"),
                Info=String("Offset on coated paper"),
                DestOutputProfile=profile,
            )
        ]
    )
    for page in pdf.pages:
        for key in ("/Annots", "/Tabs", "/StructParents", "/ArtBox", "/CropBox"):
            if key in page.obj:
                del page.obj[key]
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title=String("Eine Erklärung"),
            Creator=String("specimen"),
            Producer=String("specimen"),
            CreationDate=String("D:20240503000000+00'00'"),
            ModDate=String("D:20240503000000+00'00'"),
            Trapped=Name("/False"),
        )
    )
    spaces = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "pdf": "http://ns.adobe.com/pdf/1.3/",
        "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    }
    fields = {
        "dc:title": '<rdf:Alt><rdf:li xml:lang="x-default">Eine Erklärung</rdf:li></rdf:Alt>',
        "xmp:CreateDate": WHEN,
        "xmp:ModifyDate": WHEN,
        "xmp:MetadataDate": WHEN,
        "xmp:CreatorTool": "specimen",
        "xmpMM:DocumentID": "uuid:7f3c2d3e-0b5e-5d1e-9a53-000000000000",
        "xmpMM:VersionID": "1",
        "xmpMM:RenditionClass": "default",
        "pdf:Producer": "specimen",
        "pdf:Trapped": "False",
        "pdfxid:GTS_PDFXVersion": "PDF/X-4",
    }
    named = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    body = "\n".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" {named}>\n'
        f'{body}\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, packet.encode(), Type=Name.Metadata, Subtype=Name.XML))
