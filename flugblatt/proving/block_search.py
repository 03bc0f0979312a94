"""The search for the blocks of a source in one stream of extracted text, which shows no blocks of its own.

Flow: lines of pages -> ``joined`` -> each block found in order, character by character, line ends by their rule -> what is
left between two blocks is extra, a block that is not found is compared with what stands in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from flugblatt.judges.fidelity.edition_pdf import BULLET
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice, collapse
from flugblatt.model import Finding
from flugblatt.proving import line_ends
from flugblatt.proving.line_comparison import changes, extra, missing
from flugblatt.proving.line_ends import BLANKS, Fit
from flugblatt.proving.source import Original

PAGE = "\f"
LONGEST_GAP = 4000  # characters; chosen: a block in whose place more stands is missing, not changed
Span = tuple[int, Fit]
"""Where a block begins, and its fit."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Text, and where each page begins in it; ``ours``: of one of our PDFs, whose line ends are exact."""

    text: str
    starts: tuple[int, ...]
    ours: bool

    def spot(self, at: int) -> Spot:
        page = max(1, sum(1 for start in self.starts if start <= at))
        return Spot(f"page {page}", page)

    def find(self, block: str, at: int) -> Span | None:
        """The first place from ``at`` on where a whole block stands, parted from what is before and after it."""
        text = self.text
        start = text.find(block[0], at)
        while start >= 0:
            if start == 0 or text[start - 1] in BLANKS:
                fits = line_ends.fit(block, text, start, tolerant=not self.ours)
                if fits and (fits.end == len(text) or text[fits.end] in BLANKS):
                    return start, fits
            start = text.find(block[0], start + 1)
        return None


@dataclass(frozen=True, slots=True)
class Search:
    """``wrong`` counts the blocks that were not found as they are; ``decided`` the line ends that the source decided."""

    findings: list[Finding]
    wrong: int
    decided: int


def joined(pages: list[list[str]], ours: bool) -> Stream:
    """The lines of pages as one stream, with the automatic hyphens of our PDFs taken out."""
    text = "\n".join(PAGE + "\n".join(lines) for lines in pages)
    parts = (line_ends.exact if ours else line_ends.loose)(text).split(PAGE)[1:]
    starts = tuple(sum(map(len, parts[:at])) for at in range(len(parts)))
    return Stream("".join(parts), starts, ours)


def search(original: Original, expected: tuple[Unit, ...], stream: Stream, around: bool) -> Search:
    """Every block of ``expected`` in order. ``around``: other text may stand before the first and after the last, and in
    our PDFs between title and text, where title page and colophon are; a warning in other files."""
    spans = _spans([unit.text for unit in expected], stream)
    ours, findings = stream.ours, list[Finding]()
    before = index = 0
    while index < len(expected):
        run = next((at for at in range(index, len(expected)) if spans[at]), len(expected))
        span = spans[run] if run < len(expected) else None
        end = span[0] if span else len(stream.text)
        if run > index:
            if around and span is None:
                end = before + _length(stream.text[before:], expected[index:run])
            findings += _not_found(original, expected[index:run], stream, before, end)
        elif between := _line(stream.text[before:end]):
            title_page = around and ours and index <= 1
            bullet = not {*between} - {BULLET, " "} if ours else not any(char.isalnum() for char in between)
            bullet = bullet and not (ours and original.marked)  # else each is expected in its place
            if not title_page and not bullet:
                findings.append(extra(between, str(stream.spot(before)), ours or not around or index > 0))
        if span is None:
            break
        before, index = span[1].end, run + 1
    else:
        if (left := _line(stream.text[before:])) and not (around and ours):
            findings.append(extra(left, str(stream.spot(before)), not around))
    return Search(findings, spans.count(None), sum(span[1].decided for span in spans if span))


def _spans(blocks: list[str], stream: Stream) -> list[Span | None]:
    """The span of each block; None where it is not found in order."""
    spans: list[Span | None] = []
    at = 0
    for index, block in enumerate(blocks):
        span = stream.find(block, at)
        if span and stream.text[at : span[0]].strip() and index + 1 < len(blocks):
            # What is lost here may come again later: the block after it says so, where it comes before that.
            following = stream.find(blocks[index + 1], at)
            if following and following[0] < span[0]:
                span = None
        spans.append(span)
        at = span[1].end if span else at
    return spans


def _length(text: str, units: tuple[Unit, ...]) -> int:
    """How much of ``text``, in whole lines, stands for these blocks: as much as is nearest to their length."""
    wanted = sum(len(unit.chars) + 1 for unit in units)
    ends = [at for at, char in enumerate(text) if char == "\n"] + [len(text)]
    return min(ends, key=lambda end: abs(end - wanted))


def _not_found(original: Original, units: tuple[Unit, ...], stream: Stream, start: int, end: int) -> list[Finding]:
    """What is said of blocks that are not found between two others: lost, elsewhere, or changed."""
    findings: list[Finding] = []
    changed: list[Unit] = []
    gap, spot = _line(stream.text[start:end]), stream.spot(start)
    for unit in units:
        if elsewhere := stream.find(unit.text, 0):
            findings.append(missing(original, unit, True, stream.spot(elsewhere[0])))
        elif not gap or len(gap) > LONGEST_GAP:
            findings.append(missing(original, unit, False, spot))
        else:
            changed.append(unit)
    if changed:
        spaced = [char for unit in changed for char in (*unit.chars, Char(" ", Voice(), unit.place))]
        whole = Unit((("block", 1),), collapse(spaced), "", "", changed[0].place)
        found = collapse(Char(char, Voice(), spot) for char in gap)
        findings += changes(original, whole, Unit((("block", 1),), found, "", "", spot))
    return findings


def _line(text: str) -> str:
    return " ".join(text.split())
