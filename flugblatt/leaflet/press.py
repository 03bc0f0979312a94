"""press: the file that a print shop takes, PDF/X-4 (ISO 15930-7).

Flow: panels with their bleed -> sheet sides, or single pages of a booklet -> ``separation`` (ink alone, black text overprints) ->
``resolution`` -> boxes and marks as the shop wants them -> output intent, XMP and information dictionary -> bytes, or the findings
that forbid them. Nothing here calls the file certified: no validator of PDF/X-4 can be had.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from flugblatt import __version__
from flugblatt.leaflet import output_profile, press_packet, printer_marks, resolution, separation, spot_colour
from flugblatt.leaflet.formats import profile_of
from flugblatt.leaflet.impose import place, written
from flugblatt.leaflet.output_profile import Inks, OutputProfile
from flugblatt.leaflet.sheets import Format, Sheet, Shop, cuts_of, folds_of, imposition, single_pages, spreads
from flugblatt.model import Direction, Edition, Finding, Statement
from flugblatt.typeset.xmp import created

PDF_VERSION = "1.6"
NO_REGISTRY = "Custom"


@dataclass(frozen=True, slots=True)
class Press:
    """The press file; ``data`` is empty where the findings forbid it."""

    data: bytes
    findings: tuple[Finding, ...]


def press(
    panels: bytes,
    format: Format,
    shop: Shop,
    statement: Statement,
    edition: Edition,
    direction: Direction,
    profile: bytes = b"",
) -> Press:
    """The panels (a page each, with 3 mm bleed) as PDF/X-4, the way ``shop`` takes it.

    ``profile`` holds the bytes of the file that ``output_profile`` names; without it the shop's output condition counts.
    Findings: ``output-profile``, ``press-colour``, ``press-image``, ``press-resolution``, ``press-font``. Raises ValueError where
    the panels are not those of the format.
    """
    findings = output_profile.problems(profile, f"{statement.work}/{statement.output_profile}") if profile else ()
    if findings:
        return Press(b"", findings)
    intent = chosen(shop, profile)
    with pikepdf.open(io.BytesIO(panels)) as pdf:
        sheets = sheets_of(format, shop, len(pdf.pages), direction)
        slug = printer_marks.slug(shop.bleed) if shop.marks else 0.0
        whole = sheets[0].width > format.closed[0] or not format.booklet
        folds = folds_of(format, direction) if whole else ()
        spot = spot_colour.of(shop, statement.brand.accent)
        _without_actions(pdf)
        place(pdf, sheets, shop.bleed, slug, folds, cuts_of(format, direction))
        findings = (
            *separation.separate(pdf, Inks(intent.data, shop.output_condition.total_ink), spot),
            *resolution.coarse(pdf),
            *_fonts(pdf),
        )
        if findings:
            return Press(b"", findings)
        _claim(pdf, statement, edition, format, intent)
        return Press(written(pdf, PDF_VERSION), ())


def chosen(shop: Shop, profile: bytes = b"") -> OutputProfile:
    """The output profile: the work's own where there is one, else that of the shop's condition."""
    if profile:
        return OutputProfile(profile, NO_REGISTRY, output_profile.description(profile), "")
    condition = shop.output_condition
    return OutputProfile(profile_of(shop), condition.key, condition.condition, condition.registry)


def sheets_of(format: Format, shop: Shop, pages: int, direction: Direction) -> tuple[Sheet, ...]:
    """What the pages of the press file are: open sheet sides; of a booklet, which the shop imposes, single pages or spreads."""
    if not format.booklet:
        return imposition(format, pages, direction)
    if shop.booklets == "spreads":
        return spreads(format, pages, direction)
    return single_pages(format, pages)


def _without_actions(pdf: Pdf) -> None:
    """No annotation, action, attachment, outline or destination (ISO 15930-7, 6.17 and 6.18); links become plain text."""
    for page in pdf.pages:
        for key in ("/Annots", "/AA", "/Tabs", "/ArtBox", "/CropBox"):
            if key in page.obj:
                del page.obj[key]
    root = pdf.Root
    for key in (
        "/AcroForm",
        "/OpenAction",
        "/AA",
        "/Names",
        "/Dests",
        "/Outlines",
        "/AF",
        "/PageMode",
        "/PageLabels",
        "/Version",
    ):
        if key in root:
            del root[key]
    if "/StructTreeRoot" in root:
        _unlink(root.StructTreeRoot)


def _unlink(root: Any) -> None:
    """The structure without its references to annotations."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        kids = element.get("/K", Array())
        kids = list(kids) if isinstance(kids, Array) else [kids]
        kept = [kid for kid in kids if not (isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR)]
        if len(kept) < len(kids):
            element.K = Array(kept)
            element.S = Name.Span
        waiting += [kid for kid in kept if isinstance(kid, Dictionary) and "/S" in kid]
    numbers = pikepdf.NumberTree(root.ParentTree)
    for key in [key for key, value in numbers.items() if not isinstance(value, Array)]:
        del numbers[key]


def _fonts(pdf: Pdf) -> tuple[Finding, ...]:
    """Every font is embedded (ISO 15930-7, 6.3)."""
    findings = []
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.Font or thing.get("/Subtype") == Name.Type0:
            continue
        descriptor = thing.get("/FontDescriptor", Dictionary())
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            # a font of drawings (Type 3), such as coloured emoji, has no program either: its colours would escape
            message = f"expected every font embedded; found {str(thing.get('/BaseFont', '/Type3'))[1:]}, which is not"
            findings.append(Finding("press-font", "error", message, "file"))
    return tuple(findings)


def _claim(pdf: Pdf, statement: Statement, edition: Edition, format: Format, intent: OutputProfile) -> None:
    """Output intent, XMP packet and information dictionary (ISO 15930-7, 6.2, 6.4 and 6.5)."""
    icc = Stream(pdf, intent.data)
    icc.N = 4
    entry = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String(intent.identifier),
        OutputCondition=String(intent.condition),
        Info=String(intent.condition),
        DestOutputProfile=pdf.make_indirect(icc),
    )
    if intent.registry:
        entry.RegistryName = String(intent.registry)
    pdf.Root.OutputIntents = Array([pdf.make_indirect(entry)])
    for page in pdf.pages:
        if "/OutputIntents" in page.obj:
            del page.obj["/OutputIntents"]
    producer = f"flugblatt {__version__}, WeasyPrint, pikepdf"
    packet = Stream(pdf, press_packet.packet(statement, edition, format, producer))
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(packet)
    facts = Dictionary(
        Title=String(edition.title_text),
        Creator=String(f"flugblatt {__version__}"),
        Producer=String(producer),
        CreationDate=String(press_packet.pdf_date(datetime.fromisoformat(created(statement)))),
        ModDate=String(press_packet.pdf_date(statement.stamp)),
        Trapped=Name("/False"),
    )
    if issuers := ", ".join(issuer.name for issuer in statement.issuers_of(edition)):
        facts.Author = String(issuers)
    pdf.trailer.Info = pdf.make_indirect(facts)
