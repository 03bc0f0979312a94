"""Judges the text of archive-pdf, access-pdf and large-print: the structure tree against the reference, then what stands beside it.

Flow: PDF -> its structure tree as units, against units -> contents (``listed_headings``), outline, destinations, running feet,
repeated table heads, attachments.

Rule: the structure tree says title page, the contents where they are due, body, notes and colophon, in this order and nothing else.
Reason: assistive technology, extraction and archives read the tree; a printed page shows the glyphs.
Passes: a file in which both are the edition.
Fails: any other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from flugblatt.judges.fidelity import first_page, listed_headings, reference, tagged_pdf
from flugblatt.judges.fidelity.compare import Comparison, compare, difference
from flugblatt.judges.fidelity.marked_text import ArtifactText
from flugblatt.judges.fidelity.sequence import SOFT_HYPHEN, Spot, Unit, plain
from flugblatt.judges.fidelity.statement_facts import WITH_ISBN
from flugblatt.judges.fidelity.tagged_pdf import Reading
from flugblatt.judges.glyphs.bidi import levels, visual
from flugblatt.judges.pdf.catalog import Entry
from flugblatt.model import Finding, Heading, plain_text, walk
from flugblatt.model.cases import Case

CLAIMS = {
    "archive-pdf": "PDF/A-3a (ISO 19005-3), PDF/UA-1 (ISO 14289-1)",
    "large-print": "PDF/A-3a (ISO 19005-3), PDF/UA-1 (ISO 14289-1)",
    "access-pdf": "PDF/A-4f (ISO 19005-4), PDF/UA-2 (ISO 14289-2), WTPDF 1.0",
}
BULLET = "•"
EM_SPACE = "\u2003"
ABOVE = 80.0
"""How far in pt a destination may stand above the baseline of what it leads to."""


def judge(case: Case) -> Comparison:
    """Raises pikepdf.PdfError, ValueError and their like where the file cannot be read."""
    statement, edition = case.statement, case.edition
    whole = tagged_pdf.read(case.data)
    listed, rest = listed_headings.apart(whole.units)
    reading = replace(whole, units=rest)
    at_foot = notes_at_foot(reading.units)
    form = reference.Form(markup=False, notes="foot" if at_foot else "end", bullet=BULLET, columns=True)
    write = reference.writing(statement, edition, form)
    branded = case.target != "large-print"
    expected = units(write, CLAIMS[case.target], reference.names_shown(write, reading.units), branded, case.target)
    compared = compare(expected, reading.units, edition.source.path, edition.source.data, anchors=False)
    contents, faults = listed_headings.judge(write, whole.units, len(reading.feet))
    beside = [
        *reading.findings,
        *tagged_pdf.misnamed(reading, page_names(write, reading)),
        *compared.findings,
        *faults,
        *destinations((*expected, *contents), reading, compared),
        *outline(write, expected, reading, compared),
        *_feet(write, reading, case.target, bool(listed)),
        *repeated_heads(expected, reading),
        *attachments(
            (
                (f"{edition.language}.md", write.language.labels.text, edition.source.data),
                ("statement.yaml", "Metadata", statement.source.data),
            ),
            reading,
        ),
    ]
    return Comparison(tuple(beside), compared.pairs, compared.blocks, compared.equal, compared.characters)


def notes_at_foot(said: Iterable[Unit]) -> bool:
    """Whether notes stand at the foot: there the figure of a note is its label, at the end it is a link back."""
    return any(unit.path[-2:][0].startswith("note ") and unit.path[-1] == "label" for unit in said if unit.path)


def units(
    write: reference.Writing, claim: str, shown: int | None = None, branded: bool = True, target: str = "archive-pdf"
) -> tuple[Unit, ...]:
    """What the structure tree must say; a paragraph of mere decoration is an artifact, and not in it. The title page names the
    first ``shown`` issuers and how many others there are, or all."""
    verify = write.language.labels.verify_pdf
    page = first_page.title_page if branded else reference.title_page
    found = (
        *page(write, write.inside((), "section"), shown),
        *(reference.addressee(write, write.inside((), "section")) if write.form.apart else ()),
        *reference.body(write, write.inside((), "main")),
        *(reference.closing(write, ()) if write.form.forms else ()),
        *reference.endnotes(write, ()),
        *reference.colophon(write, (), "pdf" if target in WITH_ISBN else "", claim, verify),
    )
    return tuple(with_uris(unit) for unit in found if unit.chars or unit.kind != "paragraph")


def with_uris(unit: Unit) -> Unit:
    """An address in a PDF is a URI in ASCII (ISO 32000-1, 12.6.4.7): other characters are percent-encoded (RFC 3987, 3.1)."""
    if all(char.voice.link.isascii() for char in unit.chars):
        return unit
    chars = (replace(char, voice=replace(char.voice, link=_uri(char.voice.link))) for char in unit.chars)
    return replace(unit, chars=tuple(chars))


def _uri(address: str) -> str:
    if address.startswith("#"):
        return address
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in address)


def page_names(write: reference.Writing, reading: Reading) -> tuple[str, ...]:
    """The folios of all pages, which a reader names them by."""
    return tuple(write.language.number(number) for number in range(1, len(reading.feet) + 1))


def destinations(expected: tuple[Unit, ...], reading: Reading, compared: Comparison) -> list[Finding]:
    """Every link inside the document leads to the page and the height of what it names."""
    named = dict(reading.destinations)
    places = _places(expected, reading, compared)
    wanted = {char.voice.link[1:] for unit in expected for char in unit.chars if char.voice.link.startswith("#")}
    found: list[Finding] = []
    for anchor in sorted(wanted):
        place, target = places.get(anchor), named.get(anchor)
        if place is None:
            continue  # what it leads to is missing, and that was said
        if target is None:
            message = f"expected a place for links to #{anchor}, found none"
            found.append(Finding("fidelity-link", "error", message, str(place)))
        elif not _leads_to(target, place, reading):
            message = (
                f"expected links to #{anchor} to lead to page {place.page} at {place.height:.0f} pt, "
                f"found page {target.page} at {target.height:.0f} pt"
            )
            found.append(Finding("fidelity-link", "error", message, str(target)))
    return found


def _leads_to(target: Spot, place: Spot, reading: Reading) -> bool:
    """Whether a destination shows a place: it is a little above it, or right below what is said before it."""
    if target.page == place.page and -1 <= target.height - place.height <= ABOVE:
        return True
    spots = [char.place for unit in reading.units for char in unit.chars if isinstance(char.place, Spot)]
    at = next((at for at, spot in enumerate(spots) if spot is place), 0)
    before = next((spot for spot in reversed(spots[:at]) if spot.height), None)  # a picture has no baseline
    return before is not None and before.page == target.page and -1 <= before.height - target.height <= ABOVE


def _places(expected: tuple[Unit, ...], reading: Reading, compared: Comparison) -> dict[str, Spot]:
    """Where each anchor of the reference was found."""
    places: dict[str, Spot] = {}
    for index, other in compared.pairs:
        if index is None or other is None:
            continue
        unit, said = expected[index], reading.units[other]
        if unit.anchor and isinstance(said.place, Spot):
            places.setdefault(unit.anchor, said.place)
        for ours, theirs in zip(unit.chars, said.chars, strict=False):
            if ours.voice.anchor and isinstance(theirs.place, Spot):
                places.setdefault(ours.voice.anchor, theirs.place)
    return places


def outline(
    write: reference.Writing,
    expected: tuple[Unit, ...],
    reading: Reading,
    compared: Comparison,
    tops: tuple[str, ...] = (),
) -> list[Finding]:
    """The outline repeats title and headings, nested by level, and leads to their pages.

    ``tops`` are anchors of headings that stand beside the title, whatever their level.
    """
    places = _places(expected, reading, compared)
    texts = {
        block.anchor: plain(plain_text(block.children))
        for block in walk(write.edition.blocks)
        if isinstance(block, Heading)
    }
    wanted: list[Entry] = []
    levels: list[int] = []
    for unit in expected:
        if unit.kind != "title" and not unit.kind.startswith("heading"):
            continue
        level = 1 if unit.kind == "title" or unit.anchor in tops else int(unit.kind.split(" ")[1])
        levels = [other for other in levels if other < level]
        text = plain(plain_text(write.edition.title)) if unit.kind == "title" else texts.get(unit.anchor, unit.text)
        page = places[unit.anchor].page if unit.anchor in places else 0
        wanted.append(Entry(len(levels), text, page))
        levels.append(level)
    found: list[Finding] = []
    for ours, theirs in zip(wanted, reading.outline, strict=False):
        if parted := difference(ours.title, plain(theirs.title)):
            found.append(
                Finding("fidelity-generated", "error", f"outline: {parted[1]}", f"outline, “{ours.title[:40]}”")
            )
        elif ours.depth != theirs.depth:
            message = (
                f"expected “{ours.title[:40]}” at depth {ours.depth + 1} of the outline, found it at {theirs.depth + 1}"
            )
            found.append(Finding("fidelity-level", "error", message, "outline"))
        elif ours.page and ours.page != theirs.page:
            message = f"expected “{ours.title[:40]}” to lead to page {ours.page}, found page {theirs.page}"
            found.append(Finding("fidelity-link", "error", message, "outline"))
    if len(wanted) != len(reading.outline):
        message = f"expected {len(wanted)} entries in the outline, found {len(reading.outline)}"
        found.append(Finding("fidelity-generated", "error", message, "outline"))
    return found


def _feet(write: reference.Writing, reading: Reading, target: str, listed: bool) -> list[Finding]:
    """The running foot is the page's number, an em space and the title, or the section where contents are ``listed``, but a title
    page of A5 has none; in large print it is the number alone, on every page."""
    large = target == "large-print"
    fronts = _front_pages(reading) if write.statement.page == "a5" and not large else set()
    words = [plain(plain_text(write.edition.title))] * len(reading.feet)
    if listed:
        words = listed_headings.sections(write, reading.units, len(reading.feet))
    found: list[Finding] = []
    for number, pieces in enumerate(reading.feet, 1):
        said = "" if large else f"{EM_SPACE}{words[number - 1]}"
        wanted = "" if number in fronts else f"{write.language.number(number)}{said}"
        base = int(write.language.direction == "rtl")
        if not repeats(wanted, pieces, is_turned(wanted)) and not in_order_of_sight((wanted,), pieces, base):
            message = f"expected the running foot {wanted!r}, found {told(pieces)!r}"
            found.append(Finding("fidelity-generated", "error", message, f"page {number}"))
    return found


def _front_pages(reading: Reading) -> set[int]:
    """The pages of the title page alone."""
    pages: dict[int, set[int]] = {}
    for unit in reading.units:
        for char in unit.chars:
            if isinstance(char.place, Spot):
                pages.setdefault(char.place.page, set()).add(unit.stack[0][1])
    first = reading.units[0].stack[0][1] if reading.units else 0
    return {page for page, tops in pages.items() if tops == {first}}


def repeats(wanted: str, pieces: tuple[ArtifactText, ...], mirrored: bool) -> bool:
    """Whether the pieces, in order, are ``wanted``; between two of them a line break may have taken one space.

    Artifacts of right-to-left text carry no ActualText, so their text comes in the order in which it is drawn: then each
    word must be there, drawn forwards or backwards, and no other.
    """
    # A font without an em space draws the glyph of the space, as wide.
    wanted, at = wanted.replace(EM_SPACE, " "), 0
    for piece in pieces:
        text = _said(piece.text)
        if at and wanted[at : at + 1] == " ":
            at += 1
        if not wanted.startswith(text, at):
            return mirrored and _words_repeat(wanted, pieces)
        at += len(text)
    return at == len(wanted)


def _said(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "").replace(EM_SPACE, " ").strip(" ")


def _words_repeat(wanted: str, pieces: tuple[ArtifactText, ...]) -> bool:
    due = [word for word in wanted.split(" ") if word]
    for piece in pieces:
        forwards = [word for word in _said(piece.text).split(" ") if word]
        backwards = [word for word in _said(piece.mirrored).split(" ") if word][::-1]
        for one, other in zip(forwards, backwards, strict=True):
            mixed = next((word for word in due if _is_mixed(word) and sorted(word) == sorted(one)), "")
            found = next((word for word in (one, other, mixed) if word in due), "")
            if not found:
                return False
            due.remove(found)
    return not due


def _is_mixed(word: str) -> bool:
    """Whether parts of a word are drawn in one direction and parts in the other."""
    directions = {unicodedata.bidirectional(char) for char in word}
    return bool(directions & {"R", "AL"}) and bool(directions - {"R", "AL", "NSM"})


def is_turned(text: str) -> bool:
    """Whether text has letters that run to the left."""
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def in_order_of_sight(paragraphs: tuple[str, ...], pieces: tuple[ArtifactText, ...], base: int) -> bool:
    """Whether the pieces, each a line, show ``paragraphs`` from left to right as UAX #9 orders
    them at this level; between two pieces, as at the end of a line, one space may be lost.

    A glyph of several letters says them as they are read: ``mirrored``, turned back, has them as they are seen where text
    runs to the left.
    """
    wanted = " ".join(paragraphs).replace(EM_SPACE, " ")
    each = [level for one in paragraphs for level in (*levels(one.replace(EM_SPACE, " "), base), base)]
    at = 0
    for piece in pieces:
        forwards, turned = _said(piece.text), _said(piece.mirrored)[::-1]
        at += at > 0 and wanted[at : at + 1] == " "
        order = [at + place for place in visual(each[at : min(at + len(forwards), len(wanted))])]
        if len(order) != len(forwards) or len(turned) != len(forwards):
            return False
        if any(wanted[place] != (turned if each[place] % 2 else forwards)[spot] for spot, place in enumerate(order)):
            return False
        at += len(forwards)
    return at == len(wanted)


def told(pieces: tuple[ArtifactText, ...]) -> str:
    return " ".join(piece.text for piece in pieces)


def repeated_heads(expected: tuple[Unit, ...], reading: Reading) -> list[Finding]:
    """What is repeated on a page are heads of tables of the edition; a sheet has one for each of its pages."""
    rows: dict[int, list[str]] = {}
    for unit in expected:
        if unit.kind == "header cell":
            row = next(number for name, number in unit.stack if name == "row")
            rows.setdefault(row, []).append(unit.text)
    heads = [tuple(cells) for cells in rows.values()]
    found: list[Finding] = []
    for number, pieces in enumerate(reading.heads, 1):
        if not repeats_heads(heads, pieces):
            message = f"expected the head of a table, found {told(pieces)!r} drawn as an artifact"
            found.append(Finding("fidelity-generated", "error", message, f"page {number}"))
    return found


def repeats_heads(heads: list[tuple[str, ...]], pieces: tuple[ArtifactText, ...]) -> bool:
    ends = [0]  # where pieces may end that repeat whole heads
    for end in range(1, len(pieces) + 1):
        if any(_repeats_head(head, pieces[begin:end]) for begin in ends for head in heads):
            ends.append(end)
    return ends[-1] == len(pieces)


def _repeats_head(cells: tuple[str, ...], pieces: tuple[ArtifactText, ...]) -> bool:
    return repeats(" ".join(cells), pieces, True) or any(in_order_of_sight(cells, pieces, base) for base in (0, 1))


def attachments(wanted: tuple[tuple[str, str, bytes], ...], reading: Reading) -> list[Finding]:
    """The files that are ``wanted``, by name, description and bytes: the sources and the metadata, and nothing else."""
    found: list[Finding] = []
    named = {attachment.name: attachment for attachment in reading.attachments}
    for name, description, data in wanted:
        attachment = named.pop(name, None)
        if attachment is None:
            found.append(
                Finding("fidelity-missing", "error", f"expected the attachment {name}, found none", "attachments")
            )
        elif attachment.data != data:
            message = f"expected the attachment {name} to be the source of {len(data)} bytes, found other bytes"
            found.append(Finding("fidelity-changed", "error", message, f"attachment {name}"))
        elif attachment.description != description:
            message = f"expected the description {description!r}, found {attachment.description!r}"
            found.append(Finding("fidelity-generated", "error", message, f"attachment {name}"))
    for name in named:
        found.append(
            Finding("fidelity-extra", "error", f"expected no attachment {name}, found one", f"attachment {name}")
        )
    return found
