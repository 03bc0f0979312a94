"""Judges what a reader sees of a tagged PDF: the order of sight, what stands over another, line ends, and pictures.

Flow: PDF -> ``seen_text`` (blocks, lines and runs, each with its ink) -> ``order``, ``overlaps``, ``measure``, ``ends_of_lines``;
every page as PDFium and MuPDF paint it -> ``paintings`` (do they agree), ``pictures`` (is each the one of the source) -> Check
``visual``.

Rule: in every line the letters stand, from left to right, as UAX #9 orders the text of their paragraph, spans of another
language or direction, links and calls of notes by themselves; lines go down, columns on. No ink of a text meets that of
another line or block, a picture, a rule or a mark, but a ground that was painted before and holds the whole block, and the
line under a link. Text and pictures stay on their page, in their panel and within the measure of its paragraphs. A hyphen of
the engine stands in no address, no number and not in the last word of a paragraph that would fit; no inner line stops before
its middle where the next word would fit. Two engines paint the same page, and each picture's place shows that picture.
A picture to share (cover, card) shows the page that it was painted from, which lies beside it for the judge and is judged in
the same way.
Reason: the other judges compare characters and glyphs; a reader sees a page.
Passes: a file whose every page looks as its text, its design and its pictures say.
Fails: with one of its codes; the place names page, panel and words, and the line of the source where it is known.
Not run: a PDF without a structure tree.
Not judged: whether a page is beautiful; the measure of a kind of pages or panels that has fewer than twelve lines of
paragraphs; artifacts in no order that the file says, but the running foot; the order within copies of a panel; of a file
alone, without its source, hard breaks, pictures and the running foot.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pikepdf

from flugblatt.judges.pdf import garbage_collection
from flugblatt.judges.preflight import panel_layout
from flugblatt.judges.visual import (
    ends_of_lines,
    grounds,
    measure,
    order,
    overlaps,
    painted_picture,
    paintings,
    pictures,
    seen_text,
)
from flugblatt.judges.visual.codes_of_sight import CODES as CODES
from flugblatt.judges.visual.places import Places
from flugblatt.judges.visual.seen_text import Seen
from flugblatt.model import Check, Direction, Edition, Finding, Paragraph
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives

TOOL = "our checks (PDFium, MuPDF, HarfBuzz, resvg)"
UNTAGGED = "the PDF has no structure tree that says its text"


@garbage_collection.paused()
@survives("visual", TOOL, "visual-unreadable", "a PDF that can be read")
def judge(case: Case) -> Check:
    """The Check ``visual`` of a file of an edition. Never raises for what the file holds."""
    seen = seen_text.read(case.data)
    if seen is None:
        return Check.not_run("visual", UNTAGGED, TOOL)
    sides: tuple[panel_layout.Side, ...] = ()
    tag = case.edition.language
    if case.format:
        layout = panel_layout.read(case.format, case.statement.shop)
        single = case.kind == "read" or (case.kind == "press" and not layout.spreads)
        pages = len(seen.pages) if single else 2 * len(seen.pages)
        direction: Direction = "rtl" if order.base_level(seen, tag, case.edition) else "ltr"
        sides = panel_layout.sides(layout, case.kind, pages, direction)
    edition = _whole(case.edition)
    places = Places(seen.pages, sides, edition, case.edition.sides)
    printed = case.kind == "press"
    shown = None if case.target == "pictures" else edition  # the page of a cover or card has no picture of the text
    of_brand = pictures.of_brand(case.statement.brand, tag) if not case.format else ()
    led = bool(case.format) and case.statement.brand.theme == "picture"
    findings = (
        *_of_text(seen, tag, places, printed, led),
        *_of_sight(seen, case.data, shown, printed, places, of_brand),
        # Sheets are imposed of the panels of the reading file, whose letters can be taken away.
        *(grounds.judge(seen, case.data, places, white=True) if led and case.kind == "read" else ()),
    )
    return Check.of("visual", TOOL, findings, _told(seen))


def _whole(edition: Edition) -> Edition:
    """What stands in the file of an edition, as one text: of two side by side the first, then the second."""
    other = edition.beside
    if other is None:
        return edition
    notes = (block for note in edition.notes for block in note.blocks)
    blocks = (*edition.blocks, *notes, Paragraph(other.title, other.title_place), *other.blocks)
    return replace(edition, beside=None, blocks=blocks, notes=other.notes, images=edition.images + other.images)


@garbage_collection.paused()
@survives("visual", TOOL, "visual-unreadable", "a PDF that can be read")
def judge_alone(data: bytes) -> Check:
    """The Check ``visual`` of a file of which nothing else is known."""
    seen = seen_text.read(data)
    if seen is None:
        return Check.not_run("visual", UNTAGGED, TOOL)
    places = Places(seen.pages, (), None)
    findings = (*_of_text(seen, seen.language, places, False), *_of_sight(seen, data, None, False, places))
    return Check.of("visual", TOOL, findings, _told(seen))


@survives("visual", TOOL, "visual-unreadable", "a picture that can be read, and its page")
def judge_picture(case: Case) -> Check:
    """The Check ``visual`` of a picture to share, beside its page. Never raises for what either file holds."""
    page = _page_of_picture(replace(case, data=case.beside, kind=""))
    if page.verdict == "not run":
        return page
    of_page = page.findings
    if case.statement.brand.theme == "picture":  # letters stand on a picture there, and are measured
        seen = seen_text.read(case.beside)
        rest = (finding for finding in of_page if finding.code not in grounds.OVER)
        of_page = (*rest, *(grounds.judge(seen, case.beside, Places(seen.pages, (), case.edition)) if seen else ()))
    return Check.of("visual", TOOL, (*of_page, *painted_picture.judge(case.data, case.beside)), page.detail)


@lru_cache(maxsize=1)  # cover and thumb are of one page
def _page_of_picture(case: Case) -> Check:
    return judge(case)


def _told(seen: Seen) -> str:
    lines = sum(len(block.lines) for block in seen.blocks)
    return f"{len(seen.pages)} pages, {lines} lines, {len(seen.figures)} pictures"


def _of_text(seen: Seen, tag: str, places: Places, printed: bool, led: bool = False) -> Iterator[Finding]:
    yield from order.judge(seen, tag, places.edition, places)
    yield from overlaps.judge(seen, places, printed, led)
    yield from measure.judge(seen, places)
    yield from ends_of_lines.judge(seen, order.base_level(seen, tag, places.edition), places.edition, places)


def _of_sight(
    seen: Seen,
    data: bytes,
    edition: Edition | None,
    printed: bool,
    places: Places,
    of_brand: tuple[pictures.Due, ...] = (),
) -> Iterator[Finding]:
    """What two engines paint, and whether its pictures are those of the source; every page is painted once."""
    shown = pictures.Expected(seen, edition, _profile(data) if printed else b"", of_brand) if edition else None
    for painting in paintings.read(data, seen.pages):
        yield from paintings.judge(painting, places, printed)
        if shown:
            yield from shown.judge(painting, places)
    if shown:
        yield from shown.rest(places)


def _profile(data: bytes) -> bytes:
    """The profile of the inks of a press file; empty where it has none."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        intents: Any = pdf.Root.get("/OutputIntents", [])
        return next(
            (intent["/DestOutputProfile"].read_bytes() for intent in intents if "/DestOutputProfile" in intent), b""
        )
