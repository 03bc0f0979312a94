"""The routes through plain extraction: a PDF as two everyday readers see it, pypdf and PDFium.

Flow: bytes -> text page by page -> running heads and feet taken off -> every block of the source, in order, with the rule
for line ends of ``line_ends`` -> what is left between blocks. In our PDFs notes stand at the foot of the page that calls
them, and are compared as a stream of their own. Right-to-left text is in no order that can be proved: not run.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from importlib.metadata import version

import pypdf
import pypdfium2

from flugblatt.judges.fidelity import listed_headings
from flugblatt.judges.fidelity.edition_pdf import notes_at_foot
from flugblatt.judges.fidelity.sequence import IMAGE, SOFT_HYPHEN, Char, Spot, Unit, Voice, collapse
from flugblatt.judges.fidelity.tagged_pdf import Reading
from flugblatt.language.table import describe
from flugblatt.model import Check
from flugblatt.proving import block_search, line_ends, proof
from flugblatt.proving.difference_messages import is_right_to_left, short
from flugblatt.proving.line_comparison import expected_lines
from flugblatt.proving.proof import Route
from flugblatt.proving.source import Original

TOOLS = {"plain (pypdf)": f"pypdf {version('pypdf')}", "plain (PDFium)": f"PDFium, pypdfium2 {version('pypdfium2')}"}
EM_SPACE = "\u2003"
PLAIN = re.compile(f"[^{IMAGE}{SOFT_HYPHEN}\n]*")
OURS = (
    "as this reader sees it, by one rule for line ends: a hyphen with the line end after it is nothing, a line end after a "
    "space is nothing more, any other is nothing, or parts two blocks; title page, contents, colophon and feet are left to the "
    "structure"
)
THEIRS = (
    "no structure: kinds of blocks are not known; spaces and hyphens at line ends as the source has them; lines at the edge "
    "of pages that come again, and page numbers, are taken for running heads, marks without letters for bullets"
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What the structure of one of our PDFs says stands on each page beside the body: its running foot, heads of tables
    that are repeated, notes, and lines of the contents; ``language`` is that of the document, for the heading of notes at the
    end."""

    feet: tuple[str, ...]
    heads: tuple[str, ...]
    notes: tuple[str, ...]
    contents: tuple[str, ...]
    language: str


Measure = tuple[tuple[Unit, ...], Furniture | None]
"""What both readers are held against: the source in lines, and in a PDF of ours what stands beside the body."""


def measure(original: Original, reading: Reading | None) -> Measure:
    """``reading`` is given for PDFs of ours."""
    lines = (_without_pictures(unit) for unit in expected_lines(original, marks=reading is not None))
    return tuple(unit for unit in lines if unit.chars), _furniture(reading) if reading else None


def _furniture(reading: Reading) -> Furniture:
    notes, contents = [""] * len(reading.feet), [""] * len(reading.feet)
    for unit in listed_headings.apart(reading.units)[0]:
        for char in unit.chars:
            if isinstance(char.place, Spot) and 0 < char.place.page <= len(contents):
                contents[char.place.page - 1] += char.char
    at_foot = notes_at_foot(reading.units)
    for unit in reading.units:
        for char in unit.chars if at_foot and any(name.startswith("note ") for name in unit.path) else ():
            if isinstance(char.place, Spot) and 0 < char.place.page <= len(notes):
                notes[char.place.page - 1] += char.char
    feet, heads = (
        tuple("".join(piece.text for piece in page) for page in kind) for kind in (reading.feet, reading.heads)
    )
    language = next((char.voice.language for unit in reading.units for char in unit.chars), "")
    return Furniture(feet, heads, tuple(notes), tuple(contents), language)


def without_order(original: Original) -> str:
    """Why plain extraction does not give the text of this source in its order; empty where it does."""
    if not is_right_to_left(original.edition.whole_text):
        return ""
    return "the source has right-to-left text, whose order plain extraction does not give: only structure proves it"


def judge(name: str, original: Original, data: bytes, measure: Measure, decides: bool) -> Route:
    """Route ``name`` of ``TOOLS``. Raises what the library raises where the file cannot be read."""
    expected, beside = measure
    pages = (_by_pypdf if "pypdf" in name else _by_pdfium)(data)
    if not any(page.strip() for page in pages):
        return proof.not_run(name, "its pages have no text: they may be pictures", TOOLS[name], decides)
    left_out: list[str] = []
    feet: list[list[str]] = []
    if beside:
        lines, feet = _apart([page.replace(EM_SPACE, " ").split("\n") for page in pages], beside)
    else:
        lines, left_out = _without_running([page.split("\n") for page in pages], expected[0].text)
    body = tuple(unit for unit in expected if unit.kind == "block")
    notes = tuple(unit for unit in expected if unit.kind == "note")
    at_foot = beside is not None and any(beside.notes)
    if beside and notes and not at_foot:
        body = (*body, _heading(original, beside.language))
    stream = block_search.joined(lines, bool(beside))
    searches = [block_search.search(original, body if at_foot else (*body, *notes), stream, around=True)]
    if at_foot:
        searches.append(block_search.search(original, notes, block_search.joined(feet, True), around=False))
    wrong, decided = sum(search.wrong for search in searches), searches[0].decided
    sure = (OURS if beside else THEIRS) + (f"; {decided} line ends decided by the source" if decided else "")
    findings = (finding for search in searches for finding in search.findings)
    check = Check.of(name, TOOLS[name], findings, f"{len(expected) - wrong} of {len(expected)} blocks equal")
    return Route(check, decides, sure, tuple(left_out))


def _heading(original: Original, language: str) -> Unit:
    """The heading of notes at the end, as the language table has it."""
    words = describe(original.in_language(language).language, original.edition.own_text).labels.notes
    spot = Spot("")
    return Unit((("block", 0),), tuple(Char(char, Voice(), spot) for char in words), "heading of the notes", "", spot)


def _by_pypdf(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def _by_pdfium(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        texts = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    finally:
        document.close()
    # PDFium leaves out the line end behind a hyphen.
    return [line_ends.EITHER.sub(f"{line_ends.PDFIUM[-1]}\n", text.replace("\r\n", "\n")) for text in texts]


def _without_pictures(unit: Unit) -> Unit:
    if PLAIN.fullmatch(unit.text):
        return unit
    return replace(unit, chars=collapse(char for char in unit.chars if char.char != IMAGE))


# --- What stands beside the body -----------------------------------------------------------------


def _apart(pages: list[list[str]], beside: Furniture) -> tuple[list[list[str]], list[list[str]]]:
    """The lines of the body of each page of ours, and those of the notes at its foot; without running feet."""
    bodies: list[list[str]] = []
    notes: list[list[str]] = []
    around = zip(beside.feet, beside.heads, beside.notes, beside.contents, strict=True)
    for page, (foot, head, said, contents) in zip(pages, around, strict=False):
        lines = [line for line in page if line.strip()]
        if foot:
            at = _tail(lines, foot)
            lines = lines[:at] if _letters("".join(lines[at:])) == _letters(foot) else lines
        if head:
            lines = _without(lines, head, most=4)
        if contents:
            lines = _without(lines, contents, most=len(lines))
        at = _tail(lines, said) if said else len(lines)
        bodies.append(lines[:at])
        notes.append(lines[at:])
    return bodies, notes


def _letters(text: str) -> str:
    """Characters without blanks and without what line ends bring: enough to tell one part of a page from another."""
    return "".join(char for char in text if not char.isspace() and char not in line_ends.HYPHENS)


def _tail(lines: list[str], text: str) -> int:
    """The line from which on as many letters stand as in ``text``."""
    missing = len(_letters(text))
    best = (missing, len(lines))
    for at in range(len(lines) - 1, -1, -1):
        missing -= len(_letters(lines[at]))
        best = min(best, (abs(missing), at))
    return best[1]


def _without(lines: list[str], said: str, most: int) -> list[str]:
    """The lines without those, at ``most`` so many one after the other, that are ``said`` beside the body."""
    for at in range(len(lines)):
        for end in range(at + 1, min(at + most, len(lines)) + 1):
            if _letters("".join(lines[at:end])) == _letters(said):
                return lines[:at] + lines[end:]
    return lines


def _without_running(pages: list[list[str]], title: str) -> tuple[list[list[str]], list[str]]:
    """The pages without lines at their edges that come again on other pages, without page numbers; and these, once each."""
    pages = [[line for line in page if line.strip()] for page in pages]
    keys = Counter(key for page in pages for key in {_key(line) for line in (*page[:1], *page[-1:])})
    taken: dict[str, None] = {}
    out: list[list[str]] = []
    for page in pages:
        lines = list(page)
        for at in (-1, 0):
            key = _key(lines[at]) if len(lines) > 1 else title
            if key != _key(title) and (not key or keys[key] > 1):
                taken[f"running head or foot “{short(lines.pop(at).strip())}”"] = None
        out.append(lines)
    return out, list(taken)


def _key(line: str) -> str:
    """A line without its page number."""
    return re.sub(r"^\W*\d+\W*|\W*\d+\W*$", "", " ".join(line.split()))
