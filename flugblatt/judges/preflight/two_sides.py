"""Judges whether an office printer puts the right back behind every front: at full size, turned over the right edge.

Flow: the layout's own backs -> viewer preferences of the file (ISO 32000-1, 12.2) -> findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from pypdf import PdfReader

from flugblatt.judges.preflight.case import Case, found
from flugblatt.judges.preflight.panel_layout import back_faults
from flugblatt.model import Finding

DUPLEX = {"short": "/DuplexFlipShortEdge", "long": "/DuplexFlipLongEdge"}


def judge(case: Case, reader: PdfReader, panels: int) -> Iterator[Finding]:
    """What would print the sheet wrongly on both sides."""
    for fault in back_faults(case.layout, panels, case.language.direction):
        yield found("backs", fault, "styles/formats.toml")
    preferences = reader.root_object.get("/ViewerPreferences")
    preferences = preferences.get_object() if preferences is not None else {}
    duplex, scaling = str(preferences.get("/Duplex", "none")), str(preferences.get("/PrintScaling", "none"))
    flip = case.layout.flip
    if flip and duplex != DUPLEX[flip]:
        message = (
            f"printing on both sides, turned over the {flip} edge ({DUPLEX[flip][1:]}); found {duplex.lstrip('/')}"
        )
        yield found("duplex", message, "viewer preferences")
    elif not flip and duplex not in ("none", "/Simplex"):
        yield found("duplex", f"printing on one side; found {duplex[1:]}", "viewer preferences")
    if scaling != "/None":
        message = f"printing at full size (PrintScaling None); found {scaling.lstrip('/')}"
        yield found("scaling", message, "viewer preferences")
