"""The job ticket: what a print shop asks, in plain text, English with the German terms of the trade.

Flow: finished press file and its format -> measures, folds, pages; inks of each side as they lie on the plates; fonts -> lines.
Nothing is said that the file or the table does not say.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
import pymupdf
from pikepdf import Dictionary, Name
from pymupdf import mupdf

from flugblatt.leaflet import printer_marks
from flugblatt.leaflet.output_profile import OutputProfile
from flugblatt.leaflet.sheets import Format, Shop, Side, cuts_of, folds_of
from flugblatt.model import Direction, Edition, Statement

INKS = ("cyan", "magenta", "yellow", "black")
DPI = 72  # chosen: enough to see which inks a page has
# A plate counts where it prints: the smoothing of edges leaves less.
LEAST_INK = 3
BY_HAND = "_" * 30  # nobody has said it: whoever orders fills it in
WIDEST_LABEL = 34  # characters; chosen: the lines of a ticket stay under 80


@dataclass(frozen=True, slots=True)
class Inked:
    """The inks that lie on the plates of one page, inside the bleed."""

    page: int
    inks: tuple[str, ...]


def job_ticket(
    press: bytes,
    format: Format,
    shop: Shop,
    statement: Statement,
    edition: Edition,
    direction: Direction,
    intent: OutputProfile,
    pages: int,
    name: str,
) -> bytes:
    """The ticket of the press file ``name``, UTF-8. ``pages`` is the number of panels."""
    inked = plates(press)
    rows: list[tuple[str, str]] = [
        ("File (Datei)", name),
        ("SHA-256", hashlib.sha256(press).hexdigest()),
        ("Title (Titel)", edition.title_text),
        ("Language (Sprache)", edition.language),
        ("", ""),
        ("Product", format.product),
        ("Produkt", format.german),
    ]
    if format.closed == format.open:
        rows.append(("Size (Endformat)", _size(format.open)))
    else:
        rows.append(("Closed size (Endformat geschlossen)", _size(format.closed)))
        rows.append(("Open size (offenes Format)", _size(format.open)))
    rows += _pages(format, shop, pages)
    rows += _folding(format, direction)
    rows += [("", "")]
    rows += _colours(inked, format, shop)
    rows += [
        ("Bleed (Beschnitt)", f"{shop.bleed:g} mm on every edge of the page (umlaufend)"),
        ("Marks (Marken)", _marks(format, shop)),
        ("Printing condition (Druckbedingung)", f"{intent.identifier}, {intent.condition}"),
        ("ICC profile, embedded (Profil)", hashlib.sha256(intent.data).hexdigest()),
        ("File format (Dateiformat)", "PDF/X-4 by our checks; no validator of PDF/X-4 was at hand"),
        ("Black text (schwarzer Text)", "K 100, overprints (überdruckt)"),
        ("Fonts, all embedded (Schriften)", ", ".join(fonts(press))),
        ("", ""),
        ("Run (Auflage)", statement.run or BY_HAND),
        *_paper(shop),
        ("Paper grain (Laufrichtung)", _grain(format)),
    ]
    wide = min(max(len(label) for label, _ in rows), WIDEST_LABEL + 6)
    lines = [f"{label:<{wide}}  {value}".rstrip() for label, value in rows]
    return ("\n".join(lines) + "\n").encode()


def plates(press: bytes) -> tuple[Inked, ...]:
    """Which inks each page prints, measured on its plates inside the bleed."""
    found = []
    library: Any = pymupdf  # has types for some of its functions only
    with library.open(stream=press, filetype="pdf") as document:
        # The output intent is not to change the inks on the way to the raster.
        document.xref_set_key(document.pdf_catalog(), "OutputIntents", "null")
        for number, page in enumerate(document, 1):
            page.set_cropbox(page.bleedbox)
            spots = mupdf.fz_page_separations(page.this)
            names = (*INKS, *_own(spots))
            process = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_CMYK)
            scale = mupdf.fz_scale(DPI / 72, DPI / 72)
            drawn = mupdf.fz_new_pixmap_from_page_with_separations(page.this, scale, process, spots, 0)
            samples = np.array(mupdf.fz_pixmap_samples_memoryview(drawn), dtype=np.uint8)
            most = samples.reshape(-1, drawn.n()).max(axis=0)
            printed = tuple(name for name, value in zip(names, most, strict=True) if value >= LEAST_INK)
            found.append(Inked(number, printed))
    return tuple(found)


def _own(separations: Any) -> tuple[str, ...]:
    """The inks beside the four, each set to have a plate; none where MuPDF gives no set of them."""
    count = mupdf.fz_count_separations(separations) if separations.m_internal else 0
    for at in range(count):
        mupdf.fz_set_separation_behavior(separations, at, mupdf.FZ_SEPARATION_SPOT)
    return tuple(mupdf.fz_separation_name(separations, at) for at in range(count))


def fonts(press: bytes) -> tuple[str, ...]:
    """The names of the embedded fonts, without the mark of their subset."""
    with pikepdf.open(io.BytesIO(press)) as pdf:
        names = {
            str(thing.get("/FontName", "/"))[1:].rpartition("+")[2].rstrip(",")
            for thing in pdf.objects
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor
        }
    return tuple(sorted(names))


def _size(size: tuple[float, float]) -> str:
    return f"{size[0]:g} × {size[1]:g} mm"


def _pages(format: Format, shop: Shop, pages: int) -> list[tuple[str, str]]:
    if format.booklet:
        manner = {
            "pages": "single pages in reading order (Einzelseiten); imposition and creep are the print shop's",
            "spreads": "spreads, cover with back first (Doppelseiten); imposition and creep are the print shop's",
        }[shop.booklets]
        return [
            ("Pages (Umfang)", f"{pages} pages with cover (Seiten einschließlich Umschlag), {pages // 4} sheets"),
            ("Binding (Bindung)", "saddle stitch (Rückstichheftung)"),
            ("Pages of the file (Seiten)", manner),
        ]
    sides = "front and back of the sheet (Vorder- und Rückseite)" if format.rows_back else "one side (einseitig)"
    kind = "panels (Seiten)" if format.folds else "pages (Seiten)" if format.rows_back else "page (Seite)"
    rows = [("Pages (Umfang)", f"{pages} {kind}"), ("Pages of the file (Seiten)", sides)]
    if format.flip:
        edge = {"short": "short edge (kurze Kante)", "long": "long edge (lange Kante)"}[format.flip]
        rows.append(("Back is turned over (Wenden)", edge))
    return rows


def _folding(format: Format, direction: Direction) -> list[tuple[str, str]]:
    """Each fold in its order, measured on both sides; cuts as measured on the front."""
    rows = []
    if not format.booklet:
        folds = folds_of(format, direction)
        for number, (front, back) in enumerate(zip(folds[::2], folds[1::2], strict=True), 1):
            edge = "left" if front.axis == "x" else "top"
            way: dict[Side, str] = {"front": "towards the front", "back": "towards the back, front outside"}
            rows.append(
                (
                    f"Fold {number} (Falz)",
                    f"{front.at:g} mm from the {edge} of the front = {back.at:g} mm of the back, {way[front.to]}",
                )
            )
    for cut in cuts_of(format, direction):
        if cut.side == "front":
            edge = "left" if cut.axis == "x" else "top"
            rows.append(("Cut (Schnitt)", f"{cut.at:g} mm from the {edge} of the front"))
    if direction == "rtl":
        bound = "right to left: bound on the right (rechts gebunden)" if format.booklet else "right to left"
        rows.append(("Reading direction (Leserichtung)", bound))
    return rows


def _colours(inked: tuple[Inked, ...], format: Format, shop: Shop) -> list[tuple[str, str]]:
    counts = [_count(page) for page in inked]
    two = (max(counts), max(counts)) if format.booklet else (*counts, 0)[:2]
    total = "/".join(map(str, two))
    manner = (
        f"with the spot colour {shop.spot} (Sonderfarbe)" if shop.spot else "CMYK, no spot colour (keine Sonderfarbe)"
    )
    rows = [("Colours (Farbigkeit)", f"{total} {manner}")]
    groups: dict[tuple[str, ...], list[int]] = {}
    for page in inked:
        groups.setdefault(page.inks, []).append(page.page)
    for inks, numbers in groups.items():
        where = f"page {numbers[0]}" if len(numbers) == 1 else f"pages {_runs(numbers)}"
        rows.append(("", f"{where} of the file: {', '.join(inks) or 'no ink'}"))
    return rows


def _runs(numbers: list[int]) -> str:
    """1, 2, 3, 7 as 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("–".join(map(str, run)) for run in runs)


def _count(page: Inked) -> int:
    """Colours as print shops count them: nothing, black alone, or the four process colours; each ink of its own is one more."""
    process = tuple(ink for ink in page.inks if ink in INKS)
    return (0 if not process else 1 if process == ("black",) else 4) + len(page.inks) - len(process)


def _marks(format: Format, shop: Shop) -> str:
    if not shop.marks:
        return "none (keine)"
    kinds = ["crop (Schnitt)"]
    kinds += ["fold (Falz)"] if format.folds and (not format.booklet or shop.booklets == "spreads") else []
    offset = printer_marks.slug(shop.bleed) - printer_marks.LENGTH - printer_marks.CLEAR
    return f"{' and '.join(kinds)} marks from {offset:g} mm outside the trim (außerhalb des Endformats)"


def _paper(shop: Shop) -> list[tuple[str, str]]:
    """What is known of the paper, or a line for it."""
    if shop.paper is None:
        return [("Paper (Papier)", BY_HAND)]
    paper = shop.paper
    return [
        ("Paper (Papier)", f"{paper.says}, {paper.grams:g} g/m², {paper.thickness:.2g} mm"),
        ("", f"{paper.german}, {paper.grams:g} g/m²"),
    ]


def _grain(format: Format) -> str:
    """Paper folds and opens well along its grain."""
    if not format.folds:
        return "as the print shop likes (beliebig)"
    upright = format.folds[0].axis == "x"
    edge = f"the {format.open[1]:g} mm edge" if upright else f"the {format.open[0]:g} mm edge"
    line = "spine (Bund)" if format.booklet else "first fold (erster Falz)"
    return f"parallel to the {line}, along {edge}"
