"""Judges two editions on facing pages: the text of each as that of archive-pdf is judged, and that each passage faces the other.

Flow: PDF -> its structure tree as units -> those of either edition, each against its own source -> outline, destinations,
running feet, repeated table heads, attachments -> blocks that are each other's by ``pairing`` stand at one height.

Rule: the structure says the first edition whole, then the second; the first stands on the even pages, the second on the odd
ones, the titles of both on the first. Blocks that are each other's begin at the same height of two pages that face each other,
of a sheet with both at the same height of one.
Reason: who reads one language and checks it against the other must find the same words beside each other.
Passes: a file in which both are, each whole.
Fails: any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flugblatt.judges.fidelity import edition_pdf, reference, tagged_pdf
from flugblatt.judges.fidelity.compare import Comparison, compare
from flugblatt.judges.fidelity.edition_pdf import BULLET, EM_SPACE
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, plain
from flugblatt.judges.fidelity.tagged_pdf import Reading
from flugblatt.judges.pdf.catalog import Entry
from flugblatt.model import Edition, Finding, plain_text
from flugblatt.model import units as units_of
from flugblatt.model.cases import Case
from flugblatt.model.pairing import align
from flugblatt.model.units import units

CLAIM = edition_pdf.CLAIMS["archive-pdf"]
LEVEL = 1.0
"""So many pt two baselines may differ that stand at one height. Chosen, far less than a line."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what must be said, and what was found of it."""

    edition: Edition
    expected: tuple[Unit, ...]
    reading: Reading
    compared: Comparison


def judge(case: Case) -> Comparison:
    """Raises pikepdf.PdfError, ValueError and their like where the file cannot be read, or its edition has none beside it."""
    if case.edition.beside is None:
        raise ValueError("two editions side by side were expected, found one")
    whole = tagged_pdf.read(case.data)
    editions = (replace(case.edition, beside=None), case.edition.beside)
    parts = _parts(whole)
    folios = [reference.writing(case.statement, each, reference.Form(markup=False, notes="end")) for each in editions]
    names = (folios[at % 2 if at > 1 else 0].language.number(at) for at in range(1, len(whole.feet) + 1))
    beside: list[Finding] = [*whole.findings, *tagged_pdf.misnamed(whole, () if case.kind else names)]
    if len(parts) != 2:
        message = f"expected two editions, one after the other, in the structure; found {len(parts)} parts"
        beside.append(Finding("fidelity-kind", "error", message, "structure"))
    sides = []
    for number, edition in enumerate(editions):
        own = parts[number] if number < len(parts) else ()
        made = _side(case, edition, replace(whole, units=_unprefixed(own, edition)), number)
        sides.append(made[0])
        beside += made[1]
    beside += [*_attachments(case, editions, whole), *_facing(sides[0], sides[1], 0 if case.kind else 1)]
    if case.kind:
        beside += _without_feet(whole)
    first, second = sides[0].compared, sides[1].compared
    return Comparison(
        tuple(beside),
        (),
        first.blocks + second.blocks,
        first.equal + second.equal,
        first.characters + second.characters,
    )


def _parts(reading: Reading) -> list[tuple[Unit, ...]]:
    """The units of each part of the structure, in order."""
    found: dict[tuple[str, int], list[Unit]] = {}
    for unit in reading.units:
        found.setdefault(unit.stack[0] if unit.stack else ("nothing", 0), []).append(unit)
    return [tuple(units) for units in found.values()]


def _unprefixed(found: tuple[Unit, ...], edition: Edition) -> tuple[Unit, ...]:
    """The units of an edition without what its part and its names begin with, where they do."""
    own = f"{edition.language}_"

    def name(value: str) -> str:
        for begin in (f"#{own}", own, f"note {own}"):
            if value.startswith(begin):
                return begin.removesuffix(own) + value[len(begin) :]
        return f"without “{own}”: {value}" if value.startswith(("#", "note ")) else value

    def char(said: Char) -> Char:
        voice = said.voice
        return replace(said, voice=replace(voice, link=name(voice.link), call=name(voice.call)))

    return tuple(
        replace(
            unit,
            stack=tuple((name(kind), number) for kind, number in unit.stack[1:])
            if unit.stack[:1] and unit.stack[0][0] == "edition"
            else unit.stack,
            chars=tuple(map(char, unit.chars)),
        )
        for unit in found
    )


def _side(case: Case, edition: Edition, reading: Reading, number: int) -> tuple[Side, list[Finding]]:
    form = reference.Form(markup=False, notes="end", bullet=BULLET, columns=True, apart=True)
    write = reference.writing(replace(case.statement, page="a5"), edition, form)
    expected = edition_pdf.units(write, CLAIM, reference.names_shown(write, reading.units), branded=False)
    compared = compare(expected, reading.units, edition.source.path, edition.source.data, anchors=False)
    own = f"{edition.language}_"
    named = tuple((name.removeprefix(own), spot) for name, spot in reading.destinations if name.startswith(own))
    reading = replace(
        reading,
        destinations=named,
        outline=_outline(reading, number),
        heads=reading.heads if case.kind else _of_side(reading.heads, number),
    )
    side = Side(edition, expected, reading, compared)
    beside = [
        *compared.findings,
        *edition_pdf.destinations(expected, reading, compared),
        *edition_pdf.outline(write, expected, reading, compared),
        *edition_pdf.repeated_heads(expected, reading),
        *(() if case.kind else _feet(write, reading, number)),
        *(() if case.kind else _pages(side, number)),
    ]
    return side, beside


def _outline(reading: Reading, number: int) -> tuple[Entry, ...]:
    """The entries of one edition: from one title to the next."""
    starts = [at for at, entry in enumerate(reading.outline) if entry.depth == 0]
    starts.append(len(reading.outline))
    if number + 1 >= len(starts):
        return ()
    return reading.outline[starts[number] : None if number else starts[number + 1]]


def _of_side(pages: tagged_pdf.Pieces, number: int) -> tagged_pdf.Pieces:
    """What stands on the pages of one edition; nothing for the others."""
    return tuple(page if at and at % 2 == 1 - number else () for at, page in enumerate(pages))


def _feet(write: reference.Writing, reading: Reading, number: int) -> Iterator[Finding]:
    """The running foot of each page of the edition is its number, an em space and its title; the first page has none."""
    title = plain(plain_text(write.edition.title))
    base = int(write.language.direction == "rtl")
    for at, pieces in enumerate(reading.feet, 1):
        if at == 1 or at % 2 != number:
            continue
        wanted = f"{write.language.number(at)}{EM_SPACE}{title}"
        repeated = edition_pdf.repeats(wanted, pieces, edition_pdf.is_turned(wanted))
        if not repeated and not edition_pdf.in_order_of_sight((wanted,), pieces, base):
            message = f"expected the running foot {wanted!r}, found {edition_pdf.told(pieces)!r}"
            yield Finding("fidelity-generated", "error", message, f"page {at}")
    if number == 0 and reading.feet and reading.feet[0]:
        message = f"expected no running foot, found {edition_pdf.told(reading.feet[0])!r}"
        yield Finding("fidelity-generated", "error", message, "page 1")


def _without_feet(reading: Reading) -> Iterator[Finding]:
    """A sheet has no running foot."""
    for at, pieces in enumerate(reading.feet, 1):
        if pieces:
            message = f"expected no running foot, found {edition_pdf.told(pieces)!r}"
            yield Finding("fidelity-generated", "error", message, f"page {at}")


def _pages(side: Side, number: int) -> Iterator[Finding]:
    """Text of the edition on a page of the other."""
    for unit in side.reading.units:
        wrong = {char.place for char in unit.chars if isinstance(char.place, Spot) and not _is_own(char.place, number)}
        for place in sorted(wrong, key=str)[:1]:
            pages = "even" if number == 0 else "odd"
            message = f"expected the edition {side.edition.language} on {pages} pages, found “{unit.text[:40]}”"
            yield Finding("fidelity-beside", "error", message, str(place))


def _is_own(place: Spot, number: int) -> bool:
    return place.page == 1 or place.page % 2 == number


def _attachments(case: Case, editions: tuple[Edition, Edition], reading: Reading) -> Iterator[Finding]:
    """The sources of both and the metadata, and nothing else."""
    form = reference.Form(markup=False, notes="end")
    writes = [reference.writing(case.statement, edition, form) for edition in editions]
    wanted = [
        (f"{write.edition.language}.md", write.language.labels.text, write.edition.source.data) for write in writes
    ]
    wanted.append(("statement.yaml", "Metadata", case.statement.source.data))
    yield from edition_pdf.attachments(tuple(wanted), reading)


# --- Beside each other ---------------------------------------------------------------------------


def _facing(first: Side, second: Side, pages: int) -> Iterator[Finding]:
    """Blocks that are each other's, and do not begin at the same height of one page, or of two that face each other: the second
    stands so many pages on."""
    ours, theirs = units(first.edition), units(second.edition)
    spots = _spots(first), _spots(second)
    for pair in align(ours, theirs):
        if len(pair.ours) != 1 or len(pair.theirs) != 1:
            continue
        one, other = ours[pair.ours[0]], theirs[pair.theirs[0]]
        here, there = (
            at.get((unit.place.line, unit.place.column)) for at, unit in zip(spots, (one, other), strict=True)
        )
        if here is None or there is None or not (_begins(one, first.edition) and _begins(other, second.edition)):
            continue
        if there.page != here.page + pages or (
            abs(there.height - here.height) > LEVEL and here.height and there.height
        ):
            where = f"{first.edition.source.path}:{one.place.line}; {here}"
            message = (
                f"expected “{other.text[:40]}” of {second.edition.source.path}:{other.place.line} beside it, on page "
                f"{here.page + pages} at {here.height:.0f} pt; found it on page {there.page} at {there.height:.0f} pt"
            )
            yield Finding("fidelity-beside", "error", message, where)


def _begins(unit: units_of.Unit, edition: Edition) -> bool:
    """Whether a block begins what can stand by itself: it is in no other, or first in an item, a quotation or a note."""
    if unit.within == ("note",):
        return any(note.blocks[0].place == unit.place for note in edition.notes if note.blocks)
    return unit.kind != "title" and (
        not unit.within or (len(unit.within) == 1 and bool(unit.label)) or unit.within == ("quote",)
    )


def _spots(side: Side) -> dict[tuple[int, int], Spot]:
    """Where each block of the source begins on the page, by its line and column."""
    found: dict[tuple[int, int], Spot] = {}
    for index, other in side.compared.pairs:
        if index is None or other is None:
            continue
        unit, said = side.expected[index], side.reading.units[other]
        place = next((char.place for char in said.chars if isinstance(char.place, Spot)), said.place)
        if isinstance(place, Spot) and not unit.generated and unit.kind != "label" and not isinstance(unit.place, Spot):
            found.setdefault((unit.place.line, unit.place.column), place)
    return found
