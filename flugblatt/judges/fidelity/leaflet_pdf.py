"""Judges the text of a leaflet: read, office, office-white and press say the edition once, in reading order, and nothing else.

Flow: PDF -> its structure tree as units (of an imposed sheet too: it goes through the panels in reading order), against
units -> outline and destinations, numbers at the foot of panels, repeated table heads; nothing is attached.

Rule: the structure tree says cover, body with its notes, pull quote and back, in this order.
Reason: what is printed by the thousand cannot be called back; a panel of another version, or a line lost between two panels,
is in everybody's hands.
Passes: a file whose text is the edition's, with the generated text of a leaflet: on the cover the date, subtitle and issuers; the
pull quote, whole or not at all, with marks of the language's and where it is from; on the back the label and the address of
``url``, and rows on issuers, translation, imprint, licence, identifier and SHA-256; the numbers of panels of text.
A poster says title, excerpt, address and imprint (``poster_excerpt``).
Fails: any other. Where on the sheet the panels stand, ``preflight`` judges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flugblatt.judges.fidelity import poster_excerpt, reference, statement_facts, tagged_pdf
from flugblatt.judges.fidelity.compare import Comparison, compare
from flugblatt.judges.fidelity.edition_pdf import BULLET, destinations, outline, repeated_heads, told, with_uris
from flugblatt.judges.fidelity.sequence import Unit, plain
from flugblatt.judges.fidelity.tagged_pdf import Reading
from flugblatt.judges.preflight import panel_layout
from flugblatt.judges.preflight.panel_layout import Kind, Layout
from flugblatt.model import Finding
from flugblatt.model.cases import Case

CLOSING = {"„": "“", "“": "”", "”": "”", "«": "»", "「": "」"}
LOW_AND_HIGH = ("pl", "hu", "ro", "hr", "sr")
"""Languages that close „ with ”."""
OWN_MARKS = "„“”«»‚‘’‹›\"'『』「」"
BACK = "edition"


def judge(case: Case) -> Comparison:
    """Raises panel_layout.Unknown, pikepdf.PdfError, ValueError and their like where the file cannot be judged."""
    statement, edition, kind = case.statement, case.edition, case.kind
    reading = tagged_pdf.read(case.data)
    known = panel_layout.read(case.format, statement.shop)
    write = reference.writing(
        statement, edition, reference.Form(markup=False, notes="end", bullet=BULLET, columns=True)
    )
    quoted = bool(edition.pull_quote) and has_quote_panel(known) and _says_quote(reading)
    shown = reference.names_shown(write, reading.units)
    if known.excerpt:
        expected = poster_excerpt.units(write, reading.units, shown)
        expected = tuple(_unlinked(unit) if kind == "press" else with_uris(unit) for unit in expected)
    else:
        expected = units(write, quoted, kind == "press", shown)
    compared = compare(expected, reading.units, edition.source.path, edition.source.data, anchors=False)
    beside = [
        *reading.findings,
        *tagged_pdf.misnamed(reading),
        *compared.findings,
        *feet(write, reading, known, kind),
        *led(write, expected, reading, compared, kind),
        *attachments(reading),
    ]
    return Comparison(tuple(beside), compared.pairs, compared.blocks, compared.equal, compared.characters)


def led(
    write: reference.Writing, expected: tuple[Unit, ...], reading: Reading, compared: Comparison, kind: Kind
) -> Iterator[Finding]:
    """What repeats the text or leads to it: heads of tables, destinations and outline; a press file has the first alone."""
    yield from repeated_heads(expected, reading)
    if kind == "press":
        yield from _silent(reading)
    else:
        yield from destinations(expected, reading, compared)
        yield from outline(write, expected, reading, compared, (BACK,))


def units(write: reference.Writing, quoted: bool, printed: bool, shown: int | None = None) -> tuple[Unit, ...]:
    """What the structure tree must say. ``quoted``: with the pull quote; ``printed``: links are plain text; the cover names the
    first ``shown`` issuers and how many others there are, or all."""
    main = write.inside((), "main")
    found = (
        *reference.title_page(write, write.inside((), "section"), shown),
        *reference.body(write, main),
        *reference.closing(write, main),
        *reference.endnotes(write, main),
        *(_quote(write) if quoted else ()),
        *_back(write),
    )
    kept = (unit for unit in found if unit.chars or unit.kind != "paragraph")
    return tuple(_unlinked(unit) if printed else with_uris(unit) for unit in kept)


def pull_quote(write: reference.Writing) -> str:
    """The pull quote between the quotation marks of the language, or with those that it brings itself."""
    quote = plain(write.edition.pull_quote)
    if quote[0] in OWN_MARKS or quote[-1] in OWN_MARKS:
        return quote
    opening = write.language.mark
    if opening == "„" and write.language.tag.partition("-")[0] in LOW_AND_HIGH:
        return f"{opening}{quote}”"
    return f"{opening}{quote}{CLOSING.get(opening, '”')}"


def _quote(write: reference.Writing) -> Iterator[Unit]:
    """The pull quote, the kind of the work (the title where no kind is given in words of the language), the date."""
    statement, language = write.statement, write.language
    here = write.inside((), "section")
    stack = write.inside(write.inside(here, "quote"), "paragraph")
    yield reference.said(write, stack, pull_quote(write), "pull quote")
    named = statement.kind_given and language.label_language == language.tag
    source = dict(language.kinds)[statement.kind] if named else write.edition.title_text
    for line in (source, statement_facts.day(statement.date, language)):
        yield reference.said(write, write.inside(here, "paragraph"), line, "source of the pull quote")


def _back(write: reference.Writing) -> Iterator[Unit]:
    """The label and the address beside the share code, then the rows of the edition."""
    statement, labels = write.statement, write.language.labels
    here = write.inside((), "section")
    if url := statement.url:
        text = url.removeprefix("https://").removesuffix("/")
        labelled = write.inside(here, "paragraph")
        yield reference.said(write, labelled, labels.whole_text, "label of the share code", write.label_voice)
        voice = replace(write.voice, link=url, spoken=text if text == url else f"{text} – {url}")
        yield reference.said(write, write.inside(here, "paragraph"), text, "address beside the share code", voice)
    shown = (
        labels.from_,
        labels.translator,
        labels.imprint_publisher,
        labels.imprint_printer,
        labels.imprint_responsible,
        labels.license,
        "ISBN",
        labels.identifier,
        labels.sha256,
    )
    every = statement_facts.rows(statement, write.edition, write.language, "print", "", "")
    yield from reference.this_edition(write, here, tuple(row for row in every if row.label in shown), BACK)


def _unlinked(unit: Unit) -> Unit:
    chars = (replace(char, voice=replace(char.voice, link="", spoken="")) for char in unit.chars)
    return replace(unit, chars=tuple(chars))


# --- What the file shows beside ------------------------------------------------------------------


def has_quote_panel(known: Layout) -> bool:
    """Whether the format has a panel for a pull quote."""
    return any("quote" in roles for roles in known.roles)


def _says_quote(reading: Reading) -> bool:
    return any(unit.path[:2] == ("section", "quote") for unit in reading.units)


def feet(write: reference.Writing, reading: Reading, known: Layout, kind: Kind) -> Iterator[Finding]:
    """At the foot of a panel of text alone stands its number; on one for a quote that gave way to text it may."""
    single = kind == "read" or (kind == "press" and known.booklet and not known.spreads)
    panels = len(reading.feet) if single else 2 * len(reading.feet)
    sides = panel_layout.sides(known, kind, panels, write.language.direction)
    for number, (pieces, side) in enumerate(zip(reading.feet, sides, strict=False), 1):
        shown = [piece.text.strip(" ") for piece in pieces]
        due: set[str] = set()
        allowed: set[str] = set()
        for place in side.places:
            roles = panel_layout.roles_of(known, place.panel, panels) if place.panel else ()
            if roles == ("body",):
                due.add(write.language.number(place.panel))
            elif "quote" in roles and "back" not in roles:
                allowed.add(write.language.number(place.panel))
        if not due <= set(shown) <= due | allowed or len(set(shown)) < len(shown):
            message = (
                f"expected the numbers {', '.join(sorted(due)) or 'of no panel'} at the foot, found {told(pieces)!r}"
            )
            yield Finding("fidelity-generated", "error", message, f"page {number}")


def attachments(reading: Reading) -> Iterator[Finding]:
    """A leaflet carries nothing."""
    for attachment in reading.attachments:
        message = f"expected nothing attached to a leaflet, found {attachment.name}"
        yield Finding("fidelity-extra", "error", message, f"attachment {attachment.name}")


def _silent(reading: Reading) -> Iterator[Finding]:
    """A press file has no outline: nobody reads it on a screen."""
    for entry in reading.outline:
        message = f"expected no outline in a press file, found {entry.title[:60]!r}"
        yield Finding("fidelity-extra", "error", message, "outline")
