"""Judges whether a leaflet file can be printed, folded and cut as it is meant, before anyone pays for paper: *our checks*.

Flow: judge(statement, edition, format, kind, data) -> the layout, computed again from styles/formats.toml -> the file as a
whole (pypdf) -> what its pages paint (qpdf) -> the plates (MuPDF, 200 dpi) -> codes (ZXing) -> Check ``preflight``.

Rule: a press file is PDF/X-4 as far as we can tell, in the inks of its output intent, with exact boxes and real bleed; every
file of a leaflet has each panel in its place, text clear of folds and edges, embedded faces of the language table, legible
colours, and a code that leads to ``url``.
Reason: what goes wrong here is seen when the paper is printed, and is paid for twice: white slivers at the edge, coloured
letters, a text over a fold, a page behind the wrong page, a code that leads nowhere.
Passes: ``press``: everything below. ``office`` and ``office-white``: size, printing on both sides, panels, margins, faces,
contrast, code; ``office-white`` has nothing in the margin that office printers leave. ``read``: size of the panels, margins,
faces, contrast, code. ``dummy``: size, printing on both sides, faces.
Fails: with one of its codes. Only a warning: ``preflight-imprint``, since press laws differ.
Not judged: whether a printing house accepts the file; there is no validator of PDF/X-4 that can be had, so this is never
called certified. What the text says is judged by ``fidelity`` and ``glyphs``.

Measures: boxes to 0.01 mm; total ink within the trim to 1 %, overprinting counted; bleed where the edge has ink, in runs of
0.4 mm and more; text under 10 pt in two inks at most; light text on dark ground at least 10 pt and of weight 500; lines of
0.25 pt; pictures of 200 dpi as printed; contrast of 4.5 : 1 (WCAG 2.2), of inks as the profile of the output intent shows
them; the margins to folds and edges are those of the print shop in styles/formats.toml.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from PIL import ImageCms
from pypdf import PdfReader

from flugblatt.judges.preflight import (
    boxes,
    crop_marks,
    file_structure,
    foreign_colours,
    ink,
    line_work,
    margins,
    metadata_packet,
    output_intent,
    painted_areas,
    panel_layout,
    panel_order,
    share_code,
    spot_plate,
    two_sides,
    type_setting,
    typefaces,
)
from flugblatt.judges.preflight.case import Case, found
from flugblatt.judges.preflight.codes_of_print import CODES as CODES
from flugblatt.judges.preflight.painted_areas import Page
from flugblatt.judges.preflight.panel_layout import Kind
from flugblatt.judges.preflight.plates import Proofer, Raster
from flugblatt.language.table import language_of
from flugblatt.model import Check, Edition, Finding, Statement
from flugblatt.model.checks import survives

TOOL = "our checks (pypdf, qpdf, MuPDF, ZXing)"
NO_PLACE = ("preflight-box-missing", "preflight-box-order", "preflight-turned")
"""Where these are found, nobody can say where on the paper anything stands."""
PRINTED = ("press", "office")


@survives("preflight", TOOL, "preflight-unreadable", "a PDF of this format that can be read")
def judge(statement: Statement, edition: Edition, format_key: str, kind: Kind, data: bytes, read: bytes = b"") -> Check:
    """The Check ``preflight`` of a leaflet file: "press", "office", "office-white", "dummy" or "read".

    ``read`` is the reading file of the same format: panels are judged by its pages. Never raises for what ``data`` holds.
    """
    judged = _Judgement(statement, edition, format_key, kind, data, read)
    findings = (*judged.run(), *_imprint(statement, kind))
    return Check.of("preflight", TOOL, findings, "; ".join(judged.measured))


@survives("preflight", TOOL, "preflight-unreadable", "a PDF for the press that can be read")
def judge_alone(data: bytes) -> Check:
    """The Check ``preflight`` of a press file of which nothing else is known: what PDF/X-4 demands of every one. Never raises."""
    return Check.of(
        "preflight", TOOL, _alone(data), "panels, bleed and inks were not judged: nothing says what they must be"
    )


def _alone(data: bytes) -> Iterator[Finding]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        yield found("encrypted", "a file that everyone can open; found an encrypted one", "file")
        return
    yield from file_structure.judge(True, reader)
    yield from boxes.judge_alone(reader)
    yield from output_intent.judge_alone(reader)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield from file_structure.devices(pdf)
        yield from foreign_colours.judge(pdf)


class _Judgement:
    """One run over one file. ``measured`` is what the report says beside the findings."""

    def __init__(
        self, statement: Statement, edition: Edition, format_key: str, kind: Kind, data: bytes, read: bytes
    ) -> None:
        self.statement, self.edition, self.kind, self.data, self.read = statement, edition, kind, data, read
        self.layout = panel_layout.read(format_key, statement.shop)
        self.measured: list[str] = []

    def run(self) -> Iterator[Finding]:
        """Every finding. Raises whatever the libraries raise for a file that they cannot read."""
        reader = PdfReader(io.BytesIO(self.data))
        if reader.is_encrypted:
            yield found("encrypted", "a file that everyone can open; found an encrypted one", "file")
            return
        reading, panels = self._reading(len(reader.pages))
        language = language_of(self.edition)
        sides = panel_layout.sides(self.layout, self.kind, panels, language.direction)
        case = Case(self.statement, self.edition, language, self.layout, self.kind, sides)
        yield from file_structure.judge(case.press, reader)
        framed = tuple(boxes.judge(case, reader))
        yield from framed
        if case.press:
            yield from output_intent.judge(case, reader)
            yield from metadata_packet.judge(case, reader)
        elif self.kind != "read":
            yield from two_sides.judge(case, reader, panels)
        proofer = _proofer(output_intent.profile(reader)) if case.press else None
        if case.press:
            with pikepdf.open(io.BytesIO(self.data)) as pdf:
                yield from file_structure.devices(pdf)
                yield from foreign_colours.judge(pdf)
                yield from spot_plate.judge(case, pdf)
        painted, fonts = painted_areas.read(self.data)
        used = tuple(map(typefaces.read, fonts))
        yield from typefaces.judge(used)
        if any(finding.code in NO_PLACE for finding in framed):
            self.measured.append("nothing was measured on the pages, as their boxes say nothing")
        elif self.kind != "dummy":
            yield from self._pages(case, painted, used, reading, proofer)

    def _reading(self, pages: int) -> tuple[panel_order.Panels | None, int]:
        """The panels of the reading file, and how many pages a booklet has."""
        if self.read:
            reading, _ = painted_areas.read(self.read)
            return panel_order.panels(reading), len(reading)
        single = self.kind == "read" or (self.kind == "press" and not self.layout.spreads)
        return None, pages if single else 2 * pages

    def _pages(
        self,
        case: Case,
        painted: tuple[Page, ...],
        used: tuple[typefaces.Face, ...],
        reading: panel_order.Panels | None,
        proofer: Proofer | None,
    ) -> Iterator[Finding]:
        """What each page shows, and where."""
        raster = Raster(self.data)
        codes: list[share_code.Code] = []
        inks: list[float] = []
        contrasts: list[float] = []
        for page, side in zip(painted, case.sides, strict=False):
            framed = page.frame
            yield from margins.judge(case, page, side, framed)
            if reading and self.kind != "read":
                yield from panel_order.judge(case, page, side, framed, reading)
            plates = raster.page(framed, case.press)
            if case.press:
                yield from type_setting.judge_inks(page, framed)
                yield from type_setting.judge_areas(page, framed)
                yield from spot_plate.judge_page(case, page)
                yield from line_work.judge(page, framed)
                yield from crop_marks.judge(case, page, side, framed)
                yield from ink.judge(case, plates)
                inks.append(ink.highest(plates))
            elif self.kind == "office-white":
                yield from ink.judge_margin(plates)
            grounds = type_setting.grounds(page, plates, proofer)
            yield from type_setting.judge_grounds(case, grounds, used, framed)
            contrasts += [ground.ratio for ground in grounds if ground.ratio]
            here = share_code.read(plates, side)
            for code in here:
                yield from share_code.judge_inks(code, plates)
            codes += here
        yield from share_code.judge(case, tuple(codes))
        self._tell(len(painted), inks, contrasts, len(codes), reading is not None or self.kind == "read")

    def _tell(self, pages: int, inks: list[float], contrasts: list[float], codes: int, ordered: bool) -> None:
        self.measured.append(f"{pages} pages" if pages != 1 else "1 page")
        if inks:
            self.measured.append(f"total ink at most {max(inks):.0f} %")
        if contrasts:
            self.measured.append(f"contrast of text at least {min(contrasts):.1f} : 1")
        if self.statement.url:
            self.measured.append(f"{codes} code{'' if codes == 1 else 's'} read at 200 dpi")
        if not ordered:
            self.measured.append("the order of the panels was not judged: there is no reading file")


def _proofer(profile: bytes) -> Proofer | None:
    """None where the profile cannot show colours; that is found as a fault of the output intent."""
    try:
        return Proofer(profile) if profile else None
    except (ImageCms.PyCMSError, OSError):
        return None


def _imprint(statement: Statement, kind: Kind) -> Iterator[Finding]:
    if kind not in PRINTED or (statement.imprint and statement.imprint.publisher and statement.imprint.printer):
        return
    message = "an imprint with name and address of publisher and printer; found none"
    hint = (
        "press laws of the German states ask for both on everything that is printed and spread: give `imprint` in "
        "statement.yaml (for what you publish yourself, author or editor)"
    )
    yield found("imprint", message, "statement.yaml", hint)
