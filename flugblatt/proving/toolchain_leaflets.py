"""The route through a leaflet of this toolchain: read, office, office-white and press, compared with a source alone.

Flow: structure tree -> ``leaflet_claims`` -> the reference of a leaflet that says just this -> units against units. Edition text
must be that of the source in every respect. Generated text stands at its places and nowhere else, and agrees with itself and with
the metadata of the file; whether it is true, only statement.yaml says, so it is named as not judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flugblatt.judges.fidelity import leaflet_pdf, reference, tagged_pdf
from flugblatt.judges.fidelity.compare import Comparison, compare
from flugblatt.judges.fidelity.reference import Writing
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit
from flugblatt.judges.fidelity.statement_facts import day
from flugblatt.judges.fidelity.tagged_pdf import Reading
from flugblatt.language.table import Labels, Language, language_of
from flugblatt.model import Finding
from flugblatt.proving import leaflet_claims, toolchain_forms
from flugblatt.proving.leading_notices import leading, left_out
from flugblatt.proving.leaflet_claims import Claims, Parts
from flugblatt.proving.letter_words import statement_for, with_letter_words
from flugblatt.proving.proof import Route, not_run
from flugblatt.proving.source import Original

SURE = (
    "text around the edition in its places alone, agreeing with itself and with the metadata of the file; "
    "whether it is true, only statement.yaml says"
)
IMPOSED = (
    "its pages are sheets with several panels, and plain extraction gives the order of the sheet: structure proves it"
)
EXCERPT = "a poster bears an excerpt, not the whole text: it proves no source; the build has proven its sentences"
MASTHEAD = "its title stands on a panel of text and is drawn after it, and plain extraction gives that order: structure proves it"
KINDS = {
    "read": "panel by panel",
    "office": "imposed for the office",
    "office-white": "imposed for the office, in white",
    "press": "for the press",
}
DATES = ("date of the title page", "source of the pull quote")
DIGEST = re.compile("[0-9a-f]{8}( [0-9a-f]{8}){7}")


def judge(original: Original, data: bytes, said: Claims) -> Route:
    """Route ``structure`` of a leaflet that says ``said`` of itself; not gone for a poster."""
    if said.layout is not None and said.layout.excerpt:
        return not_run("structure", EXCERPT, decides=True)
    reading = tagged_pdf.read(data)
    found = leaflet_claims.parts(reading.units)
    plain = original.in_language(said.language)
    labels = language_of(plain).labels
    notices = found.cover[: leading(found.cover, day(said.date or leaflet_claims.NO_DATE, language_of(plain)), labels)]
    found = replace(found, cover=found.cover[len(notices) :])
    statement, edition, findings = leaflet_claims.printing(said, found, plain)
    statement = with_letter_words(statement, statement_for(original, plain))
    write = reference.writing(statement, edition, leaflet_claims.FORM)
    quoted = bool(edition.pull_quote) and (said.layout is None or leaflet_pdf.has_quote_panel(said.layout))
    expected = leaflet_pdf.units(write, quoted, said.kind == "press", reference.names_shown(write, reading.units))
    expected = tuple(_taken(unit, said, write.language, found) for unit in expected)
    expected = (*(replace(unit, stack=(expected[0].stack[0], unit.stack[-1])) for unit in notices), *expected)
    findings += left_out(notices)
    findings += [
        *reading.findings,
        *tagged_pdf.misnamed(reading),
        *_metadata(said),
        *_digest(original, labels, found),
        *_feet(write, reading, said),
    ]
    findings += leaflet_pdf.attachments(reading)
    around = (
        *notices,
        *found.cover,
        *(unit for unit in found.quote if "quote" not in unit.path),
        *_untold(original, found),
    )
    inside = reading.units
    if original.marked:
        compared = compare(expected, inside, original.path, edition.source.data, anchors=False)
        findings += leaflet_pdf.led(write, expected, reading, compared, said.kind)
    else:
        findings += _generated(original, expected, inside).findings
        expected, inside = (), found.edition
    told = toolchain_forms.FormText(plain, expected, inside, around, tuple(findings))
    route = toolchain_forms.judged(original, "structure", told)
    return replace(route, sure=f"{route.sure}; {SURE}")


def without_plain(said: Claims) -> str:
    """Why plain extraction does not give the text of a leaflet in its order; empty where it does."""
    if said.layout is not None and said.layout.excerpt:
        return EXCERPT
    if said.kind != "read" or said.layout is None:
        return IMPOSED
    return MASTHEAD if "body" in said.layout.roles[0] else ""


def _taken(unit: Unit, said: Claims, language: Language, found: Parts) -> Unit:
    """A unit of the reference, with what follows from more than source and claims as the leaflet says it."""
    labels = language.labels
    if unit.kind == "definition" and unit.generated == f"colophon, row {labels.identifier}":
        return _saying(unit, said.identifier or _of_row(found, labels.identifier))
    if unit.kind == "definition" and unit.generated == f"colophon, row {labels.sha256}":
        digest = _of_row(found, labels.sha256)
        return _saying(unit, digest) if DIGEST.fullmatch(digest) else unit
    if unit.generated in DATES and not said.date and found.cover and unit.text == day(leaflet_claims.NO_DATE, language):
        return _saying(unit, found.cover[0].text)
    return unit


def _saying(unit: Unit, text: str) -> Unit:
    voice = unit.chars[0].voice
    return replace(unit, chars=tuple(Char(char, voice, Spot("")) for char in text))


def _of_row(found: Parts, label: str) -> str:
    return leaflet_claims.rows_of(found.back).get(label, "")


def _metadata(said: Claims) -> Iterator[Finding]:
    """The metadata of our leaflets name date, edition and form."""
    if not said.date:
        yield Finding("fidelity-generated", "error", "expected the date in the metadata of the file, found none", "XMP")
    if not said.identifier:
        message = "expected the identifier of the edition in the metadata of the file, found none"
        yield Finding("fidelity-generated", "error", message, "XMP")
    elif said.layout is None:
        message = "expected the identifier of a leaflet of this edition; found another: its panels are not known"
        yield Finding("fidelity-generated", "warning", message, "XMP")


def _digest(original: Original, labels: Labels, found: Parts) -> Iterator[Finding]:
    """The checksum on the back; other bytes with the same text have another one, so it is no error by itself."""
    digest = _of_row(found, labels.sha256)
    if original.marked and DIGEST.fullmatch(digest) and not _is_of(original, digest):
        message = "expected the SHA-256 of the source; found that of other bytes"
        yield Finding("fidelity-changed", "warning", message, "back")


def _is_of(original: Original, digest: str) -> bool:
    return digest.replace(" ", "") == original.edition.source.sha256


def _untold(original: Original, found: Parts) -> Iterator[Unit]:
    """What stands on the back, but for a checksum that is that of the source."""
    for unit in found.back:
        if not (unit.kind == "definition" and original.marked and _is_of(original, unit.text)):
            yield unit


def _feet(write: Writing, reading: Reading, said: Claims) -> Iterator[Finding]:
    """The numbers of panels at their feet; where the panels are not known, nothing but numbers."""
    if said.layout is not None:
        yield from leaflet_pdf.feet(write, reading, said.layout, said.kind)
        return
    numbers = {write.language.number(number) for number in range(1, 1000)}
    for number, pieces in enumerate(reading.feet, 1):
        for piece in pieces:
            if piece.text.strip(" ") not in numbers:
                message = f"expected numbers at the foot, found {piece.text!r}"
                yield Finding("fidelity-generated", "error", message, f"page {number}")


def _generated(original: Original, expected: tuple[Unit, ...], found: tuple[Unit, ...]) -> Comparison:
    """The comparison of what stands around the edition: a source without marks says nothing of the kinds inside."""
    sides = (leaflet_claims.parts(units) for units in (expected, found))
    wanted, said = ((*side.cover, *side.quote, *side.back) for side in sides)
    return compare(wanted, said, original.path, original.edition.source.data, anchors=False)
