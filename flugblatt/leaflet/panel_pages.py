"""The pages of the panels: a fitted leaflet drawn in one manner, tagged (PDF/UA-1, ISO 14289-1), a page for every panel.

Flow: ``Fitted``, manner -> layout -> the same lines as fitted? -> alignment -> drawing, tags, XMP -> ``Panels``. TrimBox is the
panel; in the manner "press" the page has 3 mm bleed and its colours are ink.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pydyf
import weasyprint

from flugblatt.leaflet import flow, poster
from flugblatt.leaflet.composition import fitted_styles, opened
from flugblatt.leaflet.copyfit import Fitted
from flugblatt.leaflet.sheets import form_of
from flugblatt.model import Finding
from flugblatt.model.brand import Manner
from flugblatt.model.errors import ToolFailed
from flugblatt.typeset import engine, line_planning, xmp
from flugblatt.typeset.alignment import align
from flugblatt.typeset.archive_pdf import refuse_faults
from flugblatt.typeset.drawing import faithful
from flugblatt.typeset.tagging import tagger
from flugblatt.typeset.text_showing import Fault


@dataclass(frozen=True, slots=True)
class Panels:
    """A finished PDF of ``pages`` panels in reading order, what the engine complained of, and how its lines were set."""

    data: bytes
    pages: int
    manner: Manner
    size_pt: float
    leading_pt: float
    fill: float
    layouts: int
    findings: tuple[Finding, ...]
    lines: str


def panels(fitted: Fitted, manner: Manner) -> Panels:
    """The panels of a leaflet that holds, drawn in ``manner``.

    Raises ValueError where it does not hold, ToolFailed where a line breaks otherwise than it was fitted.
    """
    if not fitted.holds:
        raise ValueError(f"{fitted.format.key} does not hold the text")
    made = fitted.composition
    variant = None if manner == "press" else xmp.LEAFLET.variant
    options: dict[str, Any] = {"pdf_variant": variant, "pdf_tags": True}
    if isinstance(made, poster.Poster):
        page, styles = poster.opened(made, manner), poster.styles(made, manner)
    else:
        asked = (fitted.size_pt, fitted.leading_pt, fitted.fillers, fitted.even, fitted.depths)
        page, styles = opened(made, manner), fitted_styles(made, manner, *asked)
    laid_out = engine.lay_out(page, styles, **options)
    if flow.line_breaks(laid_out.document) != fitted.breaks:
        raise ToolFailed(f"{fitted.format.key}: the lines of the manner {manner} are not those that were fitted")
    lines = line_planning.told(laid_out.document)
    data, complaints = _drawn(fitted, manner, laid_out.document, options)
    findings = (*laid_out.complaints, *complaints)
    measures = fitted.size_pt, fitted.leading_pt, fitted.fill, fitted.layouts
    return Panels(data, fitted.pages, manner, *measures, findings, lines)


def _drawn(fitted: Fitted, manner: Manner, document: Any, options: dict[str, Any]) -> tuple[bytes, tuple[Finding, ...]]:
    made = fitted.composition
    claims = replace(xmp.LEAFLET, target=form_of(fitted.format, "read"))
    alignment = align(document)

    def add_packet(pdf: Any, *_: Any, **__: Any) -> None:
        content = xmp.packet(made.statement, made.edition, claims, f"WeasyPrint {weasyprint.__version__}")
        stream = pydyf.Stream([content], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
        pdf.add_object(stream)
        pdf.catalog["Metadata"] = stream.reference

    document.metadata.include_in_pdf = add_packet
    faults: list[Fault] = []
    with engine.drawing_with(faithful(alignment, faults, tagger(alignment, made.language.direction))):
        written = engine.write(document, **options)
    data, complaints = written
    return data, (*complaints, *refuse_faults(made.statement, made.edition, faults))
