"""Marks: crop, cut and fold marks in the slug, outside the bleed, in every ink.

Flow: sheet, folds, cuts -> lines that begin clear of the bleed -> operators in /Separation /All (ISO 32000-1, 8.6.6.4), an
artifact of the page (14.8.2.2).
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Pdf

from flugblatt.leaflet.sheets import Axis, Cut, Fold, Sheet, Side

POINTS = 72 / 25.4
LENGTH = 5.0  # mm, usual; chosen, as no standard says it
CLEAR = 1.0  # mm beyond the bleed: a mark must not be seen on the leaflet
LEAST_OFFSET = 3.0  # mm; what shops that want marks ask for at least
WIDTH_PT = 0.25  # the thinnest line that prints
DASH_PT = 1.5  # chosen: folds are dashed, cuts are not


def slug(bleed: float) -> float:
    """How far the page reaches over the trim, in mm, where marks are wanted."""
    return _offset(bleed) + LENGTH + CLEAR


def _offset(bleed: float) -> float:
    """Where marks begin: clear of the bleed, and never nearer to the trim than printers ask."""
    return max(bleed, LEAST_OFFSET) + CLEAR


def drawn(
    pdf: Pdf,
    resources: Dictionary,
    sheet: Sheet,
    side: Side,
    folds: tuple[Fold, ...],
    cuts: tuple[Cut, ...],
    bleed: float,
    margin: float,
) -> bytes:
    """The operators that draw the marks of one side; the colour space goes into ``resources``."""
    ink = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    if "/ColorSpace" not in resources:
        resources.ColorSpace = Dictionary()
    resources.ColorSpace["/marks"] = Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(ink)])
    solid: list[tuple[Axis, float]] = [("x", 0.0), ("x", sheet.width), ("y", 0.0), ("y", sheet.height)]
    solid += [(cut.axis, cut.at) for cut in cuts if cut.side == side]
    dashed = [(fold.axis, fold.at) for fold in folds if fold.side == side]
    lines = [b"/Artifact <</Type/Page>> BDC q /marks CS 1 SCN %g w [] 0 d" % WIDTH_PT]
    lines += [line for axis, at in solid for line in _pair(sheet, axis, at, bleed, margin)]
    lines.append(b"[%g %g] 0 d" % (DASH_PT, DASH_PT))
    lines += [line for axis, at in dashed for line in _pair(sheet, axis, at, bleed, margin)]
    return b"\n".join((*lines, b"Q EMC"))


def _pair(sheet: Sheet, axis: Axis, at: float, bleed: float, margin: float) -> tuple[bytes, bytes]:
    """A mark at both ends of a line across the sheet; ``at`` is measured from the left or from the top."""
    extent = sheet.height if axis == "x" else sheet.width
    place = margin + (at if axis == "x" else sheet.height - at)
    near, far = margin - _offset(bleed), margin + extent + _offset(bleed)
    ends = ((near - LENGTH, near), (far, far + LENGTH))
    if axis == "x":
        return tuple(_line(place, start, place, end) for start, end in ends)  # type: ignore[return-value]
    return tuple(_line(start, place, end, place) for start, end in ends)  # type: ignore[return-value]


def _line(x1: float, y1: float, x2: float, y2: float) -> bytes:
    return b"%.4f %.4f m %.4f %.4f l S" % tuple(value * POINTS for value in (x1, y1, x2, y2))
