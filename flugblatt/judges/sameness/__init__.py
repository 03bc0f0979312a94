"""Judge ``reproduction``: a file beside the one that was made again of the same sources, in everything that a reader can meet.

Flow: both files' bytes -> by the format: every object of a PDF, then its pages as two engines paint them; every file of a book; the
form of a page or record without what nobody sees -> ``Check`` with each place where they differ.

Rule: but for what ``tolerated`` lists, each entry with its reason, the two are the same.
Reason: rules against each way to deceive an eye have no end; what is the same as a file that we have made deceives nobody.
Passes: a file that a shop has linearised, one that somebody has signed without a mark on its pages, a book that another program
has packed, another version's name in the metadata.
Fails: with one of its codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from flugblatt.judges.sameness import same_books, same_bytes, same_markup, same_objects, same_pages, same_pictures
from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.checks import survives

TOOL = "our checks, PDFium, MuPDF"
FORGED = (
    "Trust nothing of this file: take it from its publisher again. One of your own is not to be edited: build it again."
)
CODES: Mapping[str, FindingCode] = {
    "same-changed": FindingCode("A place of the file that says something else than in the file made again.", FORGED),
    "same-extra": FindingCode("Something in the file that the file made again does not have.", FORGED),
    "same-missing": FindingCode("Something that the file made again has, and this one does not.", FORGED),
    "same-around": FindingCode(
        "Bytes before, behind or between what the format reads, or an earlier state of the file.", FORGED
    ),
    "same-paint": FindingCode("A page that an engine paints otherwise than that of the file made again.", FORGED),
    "same-unreadable": FindingCode("A file that cannot be read beside the one made again.", FORGED),
}


@survives("reproduction", TOOL, "same-unreadable", "a file that can be read beside the one made again")
def judge(found: bytes, expected: bytes, media_type: str) -> Check:
    """The check ``reproduction``; its detail says what was compared."""
    compare, words = COMPARED.get(media_type, (same_markup.as_bytes, "its bytes"))
    if media_type == "application/pdf" and unsigned(found):
        words += "; a signature lies behind it, and whether that is true was not judged"
    return Check.of("reproduction", TOOL, compare(found, expected), f"compared with the file made again: {words}")


def unsigned(data: bytes) -> bytes:
    """The first state of a PDF that was saved again, as those are that somebody has signed; nothing where it was not."""
    first, *later = same_bytes.states(data)
    return first if later else b""


def _pdf(found: bytes, expected: bytes) -> Iterator[Finding]:
    """What is seen first, since it says best what a reader was to be made to believe."""
    yield from same_pages.findings(found, expected)
    yield from same_objects.findings(found, expected)


Compare = Callable[[bytes, bytes], Iterable[Finding]]
COMPARED: Mapping[str, tuple[Compare, str]] = {
    "application/pdf": (_pdf, "every object, glyph and picture, and each page by two engines at 150 dpi"),
    "application/epub+zip": (same_books.findings, "every file of the book"),
    "text/html": (same_markup.text, "every character"),
    "text/plain": (same_markup.text, "every character"),
    "text/csv": (same_markup.text, "every character"),
    "application/xml": (same_markup.xml, "its canonical form"),
    "application/marcxml+xml": (same_markup.xml, "its canonical form"),
    "application/mods+xml": (same_markup.xml, "its canonical form"),
    "application/json": (same_markup.json, "every value"),
    "application/ld+json": (same_markup.json, "every value"),
    "image/png": (same_pictures.png, "every pixel, and all beside them"),
    "image/jpeg": (same_markup.as_bytes, "its bytes"),
}
"""How files of each media type are compared, and what that is in words."""
