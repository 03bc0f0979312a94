"""The comparison by lines: every block of the source as one line of text, in order, against the lines of any artefact.

Flow: units of a reader -> ``lines_of`` (labels joined with what they label, notes last) -> ``compare_lines`` -> findings.

For files that this toolchain did not make, and for sources without marks: then characters and order are all that can be
compared. In a file of ours nothing but the source may stand there; in another file, text before and after the span of the
source is a warning, since nothing says what belongs to it, and text inside of it an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from flugblatt.judges.fidelity import edition_pdf, reference
from flugblatt.judges.fidelity.compare import Pair, align, place_in_source
from flugblatt.judges.fidelity.reference import Form
from flugblatt.judges.fidelity.sequence import IMAGE, SOFT_HYPHEN, Char, Spot, Unit, Voice, collapse
from flugblatt.model import ByLanguage, Edition, Finding, Place, Source, Statement
from flugblatt.proving import line_ends
from flugblatt.proving.difference_messages import differences, short
from flugblatt.proving.source import Original

NOWHERE = Spot("")
BULLETS = "•◦▪▫‣●○■□·\uf0b7\uf0a7\uf0d8\uf0a8\ue00a\ue00c "
"""Marks of lists that programs print, some of them by the places that symbol fonts have for them; chosen: those of Word and
LibreOffice."""
LABEL = re.compile(r"([0-9]{1,4}[.)]|[a-zA-Z][.)]) (.+)", re.DOTALL)
LEAST_ALIKE = 0.4  # chosen: lines less alike are one lost and one added, not one changed
UNKNOWN_STATEMENT = Source("statement.yaml", b"")


@dataclass(frozen=True, slots=True)
class Compared:
    """``decided``: at how many line ends the source decided what stands there; ``equal`` of ``blocks`` are equal."""

    findings: tuple[Finding, ...]
    blocks: int
    equal: int
    characters: int
    decided: int = 0

    @property
    def detail(self) -> str:
        return f"{self.equal} of {self.blocks} blocks equal, {self.characters:,} characters"


def statement_of(edition: Edition) -> Statement:
    """A Statement that says nothing, for the parts of the reference that need none."""
    date = "2000-01-01"
    return Statement(edition.work, UNKNOWN_STATEMENT, date, ByLanguage(()), (edition,), revised=date)


def expected_lines(original: Original, marks: bool = False, silent: bool = False) -> tuple[Unit, ...]:
    """The lines that an artefact must have: title, blocks, notes. Figures of note calls are text of the line; with
    ``marks`` those before the notes and the bullets of lists are, too, as our PDFs print them; with ``silent`` pictures
    without an alternative text are."""
    edition = original.edition
    form = Form(markup=False, notes="foot", bullet=edition_pdf.BULLET if marks else "")
    write = reference.writing(statement_of(edition), edition, form)
    units = [*reference.title(write, write.inside((), "main")), *reference.body(write, write.inside((), "main"))]
    return lines_of(units, calls=True, marks=marks, silent=silent)


def lines_of(units: Iterable[Unit], calls: bool, marks: bool = False, silent: bool = False) -> tuple[Unit, ...]:
    """Units as lines, of the kind ``block`` or ``note``: a label before the first words of its item, no bullets, no marks
    of notes but with ``marks``; notes after all else. Without ``calls`` the figures that call notes are left out: a source
    without marks has none. Without ``silent`` pictures that say nothing are left out."""
    body: list[Unit] = []
    notes: list[Unit] = []
    label: tuple[Char, ...] = ()
    for unit in units:
        in_note = any(name.startswith("note ") for name in unit.path)
        if unit.kind == "label":
            mark = not marks and (in_note or not any(char.char.isalnum() for char in unit.chars))
            label = () if mark else (*unit.chars, Char(" ", Voice(), unit.place))
            continue
        if unit.generated or _is_mark_of_note(unit) or (not silent and len(_silent(unit)) == len(unit.chars) > 0):
            continue
        chars = trimmed(char for char in (*label, *unit.chars) if _counts(char, calls, silent))
        label = ()
        if chars:
            (notes if in_note else body).append(replace(unit, chars=chars))
    return (*_numbered("block", body), *_numbered("note", notes))


def trimmed(chars: Iterable[Char]) -> tuple[Char, ...]:
    """Characters without soft hyphens inside of lines, runs of spaces as one, no blanks at the ends."""
    every = list(chars)
    kept: list[Char] = []
    for char, behind in zip_longest(every, every[1:]):
        if char.char == SOFT_HYPHEN and (behind is None or behind.char != "\n"):
            continue
        blank = char.char in ("\t", "\r", " ")
        if blank and (not kept or kept[-1].char in (" ", "\n")):
            if kept and kept[-1].char == "\n":
                kept[-1] = replace(kept[-1], char=" ")
            continue
        kept.append(replace(char, char=" ") if blank and char.char != " " else char)
    while kept and kept[-1].char in (" ", "\n"):
        kept.pop()
    while kept and kept[0].char in (" ", "\n"):
        kept.pop(0)
    return tuple(kept)


def _numbered(kind: str, units: list[Unit]) -> tuple[Unit, ...]:
    return tuple(replace(unit, stack=((kind, number),), anchor="") for number, unit in enumerate(units, 1))


def _counts(char: Char, calls: bool, silent: bool) -> bool:
    """A picture counts by its alternative text; a U+FFFC that is no picture is a character like any other."""
    return silent or bool(char.voice.alt) if char.voice.image else calls or not char.voice.call


def _is_mark_of_note(unit: Unit) -> bool:
    """Whether a unit of markup is the figure before a note, which leads back to its call."""
    return bool(unit.chars) and all(char.voice.link.partition("#")[2].startswith("call-") for char in unit.chars)


def compare_lines(original: Original, units: Iterable[Unit], ours: bool) -> Compared:
    """Every line of the source in order and once in these units, which may have LF at the ends of printed lines."""
    whole = expected_lines(original, silent=not original.marked)
    known = (*whole, *_heard(whole))
    lines = lines_of(units, calls=original.calls, silent=original.describes)
    lines = _title_first(lines) if original.describes else lines
    found, decided = _settled(known, lines if ours else tuple(_unmarked(known, lines)))
    expected, found = _described(whole, found)
    pairs = _alike(align(expected, found), expected, found)
    paired = [(i, j) for i, j in pairs if i is not None and j is not None]
    first, last = (paired[0][1], paired[-1][1]) if paired else (0, -1)
    same = {(i, j) for i, j in paired if expected[i].text == found[j].text}
    lost = {expected[i].text for i in {*range(len(expected))} - {i for i, _ in same}}
    moved = lost & {found[j].text for j in {*range(len(found))} - {j for _, j in same}}
    findings: list[Finding] = []
    equal = 0
    before: Spot | Place = NOWHERE
    for i, j in pairs:
        if i is None:
            assert j is not None
            if found[j].text not in moved:
                findings.append(extra(found[j].text, str(found[j].place), ours or first < j < last))
            continue
        if j is None or ((i, j) not in same and expected[i].text in moved):
            told = [missing(original, expected[i], expected[i].text in moved, before)]
        else:
            judge = _pictures if (i, j) in same else changes
            told = judge(original, expected[i], found[j])
        before = before if j is None else found[j].place
        equal += all(finding.severity == "warning" for finding in told)
        findings += told
    return Compared(tuple(findings), len(expected), equal, sum(len(unit.chars) for unit in expected), decided)


def _title_first(lines: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Lines with pictures above the title below it, as an edition has them."""
    at = next((at for at, unit in enumerate(lines) if {char.char for char in unit.chars} - {IMAGE}), 0)
    return (*lines[at : at + 1], *lines[:at], *lines[at + 1 :])


def _heard(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """The units without pictures that say nothing, where they have any."""
    return tuple(_left(unit, ()) for unit in units if _silent(unit))


def _silent(unit: Unit) -> frozenset[int]:
    """Where pictures without an alternative text stand in a line."""
    return frozenset(at for at, char in enumerate(unit.chars) if char.voice.image and not char.voice.alt)


def _left(unit: Unit, kept: Iterable[int]) -> Unit:
    """A line without the pictures that say nothing, but for those at the places ``kept``."""
    gone = _silent(unit) - {*kept}
    return replace(unit, chars=trimmed(char for at, char in enumerate(unit.chars) if at not in gone)) if gone else unit


def _described(expected: tuple[Unit, ...], found: tuple[Unit, ...]) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """Both sides with those pictures without an alternative text that have one on the other side: it was added. The others say
    nothing on either side."""
    silent = any(map(_silent, (*expected, *found)))
    met: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
    for i, j in align(expected, found) if silent else ():
        if i is None or j is None or not (_silent(expected[i]) or _silent(found[j])):
            continue
        for block in SequenceMatcher(None, expected[i].text, found[j].text, autojunk=False).get_matching_blocks():
            for at, other in ((block.a + step, block.b + step) for step in range(block.size)):
                if bool(expected[i].chars[at].voice.alt) != bool(found[j].chars[other].voice.alt):
                    met[0].setdefault(i, set()).add(at)
                    met[1].setdefault(j, set()).add(other)
    sides = (
        (_left(unit, kept.get(number, ())) for number, unit in enumerate(units))
        for units, kept in zip((expected, found), met, strict=True)
    )
    ours, theirs = (tuple(unit for unit in side if unit.chars) for side in sides)
    return ours, theirs


def _alike(pairs: list[Pair], expected: tuple[Unit, ...], found: tuple[Unit, ...]) -> list[Pair]:
    """The pairs, with those taken apart that have too little in common to be one block changed into the other."""
    out: list[Pair] = []
    for i, j in pairs:
        ours, theirs = "" if i is None else expected[i].text, "" if j is None else found[j].text
        paired = i is not None and j is not None and ours != theirs
        apart = paired and SequenceMatcher(None, ours, theirs, autojunk=False).ratio() < LEAST_ALIKE
        out += [(i, None), (None, j)] if apart else [(i, j)]
    return out


def _unmarked(expected: tuple[Unit, ...], found: tuple[Unit, ...]) -> Iterator[Unit]:
    """Found lines as the source has them, where a program has put the mark of a list into the words of its item: a bullet before
    them, or a label without the space behind it."""
    wanted = {unit.text for unit in expected}
    closed = {f"{match[1]}{match[2]}": unit for unit in expected if (match := LABEL.fullmatch(unit.text))}
    for unit in found:
        text = " ".join(unit.text.split())
        mark = len(text) - len(text.lstrip(BULLETS))
        if text not in wanted and mark and text[mark:] in wanted:
            yield replace(unit, chars=trimmed(unit.chars[len(unit.text) - len(unit.text.lstrip(BULLETS)) :]))
        elif text not in wanted and text in closed:
            chars = tuple(replace(char, place=unit.chars[0].place) for char in closed[text].chars)
            yield replace(unit, chars=chars)
        else:
            yield unit


def _settled(expected: tuple[Unit, ...], found: tuple[Unit, ...]) -> tuple[tuple[Unit, ...], int]:
    """Found lines without LF: as the source has them where they fit it, else each LF is a space."""
    by_key: dict[str, list[Unit]] = {}
    for unit in expected:
        by_key.setdefault(_key(unit.text), []).append(unit)
    out: list[Unit] = []
    decided = 0
    for unit in _over_pages(found, set(by_key)):
        text = unit.text
        if "\n" not in text:
            out.append(unit)
            continue
        for wanted in by_key.get(_key(text), ()):
            fits = line_ends.fit(wanted.text, text, 0, tolerant=True)
            if fits is not None and not text[fits.end :].strip("\n "):
                decided += fits.decided
                chars = tuple(replace(char, place=unit.chars[0].place) for char in wanted.chars)
                out.append(replace(unit, chars=chars))
                break
        else:
            out.append(replace(unit, chars=collapse(_without_hyphens(unit.chars))))
    return tuple(out), decided


def _over_pages(found: tuple[Unit, ...], keys: set[str]) -> Iterable[Unit]:
    """Found lines, with those joined that are one block of the source, parted by nothing but the end of a page."""
    at = 0
    while at < len(found):
        unit, end = found[at], at + 1
        parts, key = [unit], _key(unit.text)
        while key not in keys and end < len(found) and _page(found[end].chars[0]) == _page(parts[-1].chars[-1]) + 1:
            parts.append(found[end])
            key, end = key + _key(found[end].text), end + 1
        if len(parts) > 1 and key in keys:
            line_end = Char("\n", Voice(), unit.place)
            unit, at = replace(unit, chars=tuple(char for part in parts for char in (*part.chars, line_end))[:-1]), end
        else:
            at += 1
        yield unit


def _page(char: Char) -> int:
    return char.place.page if isinstance(char.place, Spot) else 0


def _key(text: str) -> str:
    return "".join(char for char in text if char not in line_ends.BLANKS + line_ends.HYPHENS)


def _without_hyphens(chars: tuple[Char, ...]) -> Iterable[Char]:
    """The characters of printed lines, joined: U+2010 before LF is taken for an automatic hyphen."""
    skip = False
    for char, behind in zip_longest(chars, chars[1:]):
        if skip:
            skip = False
        elif char.char == "\u2010" and behind is not None and behind.char == "\n":
            skip = True
        else:
            yield char


def extra(text: str, where: str, inside: bool) -> Finding:
    """Text that the source does not have: an error inside of the source's text, a warning around it."""
    if inside:
        return Finding("fidelity-extra", "error", f"expected nothing, found “{short(text)}”", where)
    message = f"found “{short(text)}” outside of the text of the source"
    return Finding("fidelity-extra", "warning", message, where)


def missing(original: Original, unit: Unit, moved: bool, spot: Spot | Place) -> Finding:
    """Text of the source that is not where it belongs; ``moved``: it is elsewhere."""
    code, words = ("fidelity-order", " here, found it elsewhere") if moved else ("fidelity-missing", ", found nothing")
    return Finding(code, "error", f"expected “{short(unit.text)}”{words}", where(original, unit, 0, spot))


def changes(original: Original, expected: Unit, found: Unit) -> list[Finding]:
    """Every difference of two lines, with its place in the source and in the artefact."""
    told: list[Finding] = []
    for at, other, words in differences(expected.text, found.text):
        spot = found.chars[min(other, len(found.chars) - 1)].place if found.chars else found.place
        told.append(Finding("fidelity-changed", "error", words, where(original, expected, at, spot)))
    return told


def _pictures(original: Original, expected: Unit, found: Unit) -> list[Finding]:
    told: list[Finding] = []
    for at, (ours, theirs) in enumerate(zip(expected.chars, found.chars, strict=True)):
        if ours.char == IMAGE and original.calls and ours.voice.alt != theirs.voice.alt:
            place = where(original, expected, at, theirs.place)
            if ours.voice.alt and theirs.voice.alt:
                message = f"expected the alternative text “{ours.voice.alt}”, found “{theirs.voice.alt}”"
                told.append(Finding("fidelity-alt", "error", message, place))
            else:  # only a picture whose words may be added is here without any
                message = (
                    f"found the alternative text “{ours.voice.alt or theirs.voice.alt}” of a picture that had none"
                )
                hint = "it was added, and is no difference of the text: that it fits the picture, only you can say"
                told.append(Finding("fidelity-alt", "warning", message, place, hint))
    return told


def where(original: Original, unit: Unit, at: int, spot: Spot | Place) -> str:
    """``path:line:column`` of a character of the source, then the place in the artefact."""
    written = [char for char in unit.chars[at:] if isinstance(char.place, Place)]
    char = written[0] if written else unit.chars[-1]
    place = place_in_source(original.path, original.edition.source.data, char.place, unit.text[at:] or unit.text[-1:])
    return f"{place}; {spot}" if str(spot) and isinstance(spot, Spot) else place
