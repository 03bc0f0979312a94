"""The search for the blocks of a source in one stream of extracted text, which shows no blocks of its own.

Flow: lines of pages -> ``joined`` -> each block found in order, character by character, line ends by their rule -> what is
left between two blocks is extra, a block that is not found is compared with what stands in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice, collapse
from flugblatt.model import Finding
from flugblatt.proving import line_ends
from flugblatt.proving.differences import short
from flugblatt.proving.line_ends import BLANKS, Fit
from flugblatt.proving.lines import changes, extra, where
from flugblatt.proving.source import Original

PAGE = "\f"
LONGEST_GAP = 4000


@dataclass(frozen=True, slots=True)
class Stream:
    """Text, and where each page begins in it."""

    text: str
    starts: tuple[int, ...]

    def spot(self, at: int) -> Spot:
        page = max(1, sum(1 for start in self.starts if start <= at))
        return Spot(f"page {page}", page)


@dataclass(frozen=True, slots=True)
class Search:
    """``wrong`` counts the blocks that were not found as they are; ``decided`` the line ends that the source decided."""

    findings: list[Finding]
    wrong: int
    decided: int


def joined(pages: list[list[str]], ours: bool) -> Stream:
    """The lines of pages as one stream, with the automatic hyphens of our PDFs taken out."""
    text = "\n".join(PAGE + "\n".join(lines) for lines in pages)
    text = (line_ends.exact if ours else line_ends.loose)(text)
    parts = text.split(PAGE)[1:]
    starts, at = [], 0
    for part in parts:
        starts.append(at)
        at += len(part)
    return Stream("".join(parts), tuple(starts))


def search(original: Original, expected: tuple[Unit, ...], stream: Stream, ours: bool, around: bool) -> Search:
    """Every block of ``expected`` in order. ``around``: other text may stand before the first and after the last, and in
    our PDFs between title and text, where title page and colophon are; a warning in other files."""
    spans = _spans([unit.text for unit in expected], stream.text, ours)
    findings: list[Finding] = []
    wrong = 0
    before = 0
    index = 0
    while index < len(expected):
        run = index
        while run < len(expected) and spans[run] is None:
            run += 1
        span = spans[run] if run < len(expected) else None
        end = span[0] if span else len(stream.text)
        if run > index:
            wrong += run - index
            if around and span is None:
                end = before + _length(stream.text[before:], expected[index:run])
            findings += _not_found(original, expected[index:run], stream, before, end, ours)
        elif stream.text[before:end].strip():
            title_page = around and ours and index <= 1
            bullet = not ours and not any(char.isalnum() for char in stream.text[before:end])
            if not title_page and not bullet:
                inside = ours or not around or index > 0
                findings.append(extra(_line(stream.text[before:end]), str(stream.spot(before)), inside))
        if span is None:
            return Search(findings, wrong, _decided(spans))
        before, index = span[1].end, run + 1
    left = _line(stream.text[before:])
    if left and not (around and ours):
        findings.append(extra(left, str(stream.spot(before)), not around))
    return Search(findings, wrong, _decided(spans))


def _decided(spans: list[tuple[int, Fit] | None]) -> int:
    return sum(span[1].decided for span in spans if span)


def _spans(blocks: list[str], text: str, ours: bool) -> list[tuple[int, Fit] | None]:
    """Where each block begins, and its fit; None where it is not found in order."""
    spans: list[tuple[int, Fit] | None] = []
    at = 0
    for index, block in enumerate(blocks):
        span = _find(block, text, at, ours)
        if span and text[at : span[0]].strip() and index + 1 < len(blocks):
            # What is lost here may come again later: the block after it says so, where it comes before that.
            following = _find(blocks[index + 1], text, at, ours)
            if following and following[0] < span[0]:
                span = None
        spans.append(span)
        at = span[1].end if span else at
    return spans


def _find(block: str, text: str, at: int, ours: bool) -> tuple[int, Fit] | None:
    """The first place from ``at`` on where a whole block stands, parted from what is before and after it."""
    start = text.find(block[0], at)
    while start >= 0:
        if start == 0 or text[start - 1] in BLANKS:
            fits = line_ends.fit(block, text, start, tolerant=not ours)
            if fits and (fits.end == len(text) or text[fits.end] in BLANKS):
                return start, fits
        start = text.find(block[0], start + 1)
    return None


def _length(text: str, units: tuple[Unit, ...]) -> int:
    """How much of ``text``, in whole lines, stands for these blocks: as much as is nearest to their length."""
    wanted = sum(len(unit.chars) + 1 for unit in units)
    ends = [at for at, char in enumerate(text) if char == "\n"] + [len(text)]
    return min(ends, key=lambda end: abs(end - wanted))


def _not_found(
    original: Original, units: tuple[Unit, ...], stream: Stream, start: int, end: int, ours: bool
) -> list[Finding]:
    """What is said of blocks that are not found between two others: lost, elsewhere, or changed."""
    findings: list[Finding] = []
    changed: list[Unit] = []
    gap = _line(stream.text[start:end])
    for unit in units:
        elsewhere = _find(unit.text, stream.text, 0, ours)
        if elsewhere:
            message = f"expected “{short(unit.text)}” here, found it elsewhere"
            spot = stream.spot(elsewhere[0])
            findings.append(Finding("fidelity-order", "error", message, where(original, unit, 0, spot)))
        elif not gap or len(gap) > LONGEST_GAP:
            message = f"expected “{short(unit.text)}”, found nothing"
            findings.append(Finding("fidelity-missing", "error", message, where(original, unit, 0, stream.spot(start))))
        else:
            changed.append(unit)
    if changed:
        spaced = [char for unit in changed for char in (*unit.chars, Char(" ", Voice(), unit.place))]
        spot = stream.spot(start)
        found = collapse(Char(char, Voice(), spot) for char in gap)
        whole = Unit((("block", 1),), collapse(spaced), "", "", changed[0].place)
        findings += changes(original, whole, Unit((("block", 1),), found, "", "", spot))
    return findings


def _line(text: str) -> str:
    return " ".join(text.split())
