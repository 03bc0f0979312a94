"""The codes of the judge ``visual``, each with what it means and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import Finding, FindingCode

OURS = (
    "Look at the place that the finding names. A file of your own: build with --force, and report the finding with the "
    "source if it stays. A file from elsewhere was changed, or made by another version."
)
CODES: Mapping[str, FindingCode] = {
    "visual-order": FindingCode(
        "A line whose letters stand in another order than its text has by UAX #9, or that stands out of its turn.",
        "Where a line mixes directions, mark its foreign words, as in [שלום]{lang=he}. " + OURS,
    ),
    "visual-overlap": FindingCode(
        "Two texts whose ink meets.",
        "Shorten the longer one, or the list of names that it belongs to. " + OURS,
    ),
    "visual-over-picture": FindingCode("Text over a picture, or a picture over text.", OURS),
    "visual-over-rule": FindingCode("A rule that goes through text.", OURS),
    "visual-over-mark": FindingCode(
        "Text that lies partly over a coloured area or a mark.", "Shorten the title or the list of names. " + OURS
    ),
    "visual-outside": FindingCode("Text beyond the edge of its page or panel, or too near to it.", OURS),
    "visual-hyphenated": FindingCode(
        "A hyphen that is not its own in a web or mail address: readers copy it with the address.", OURS
    ),
    "visual-address": FindingCode(
        "A web or mail address that the end of a line parts where it has no mark, though its piece would fit.", OURS
    ),
    "visual-number": FindingCode("A hyphen in a number or a code.", OURS),
    "visual-last-word": FindingCode("The last word of a paragraph, hyphenated although a line would hold it.", OURS),
    "visual-stranded": FindingCode("A line within a paragraph that stops short of its middle.", OURS),
    "visual-engines": FindingCode(
        "A page that PDFium and MuPDF paint differently.",
        "What one printer or screen shows is not what another does. Look at the place in two programs. " + OURS,
    ),
    "visual-picture": FindingCode(
        "A place that shows another picture than the one of the source, or shows it in other colours.",
        "Save the picture as PNG or JPEG in RGB, or a drawing as plain SVG, and build again. " + OURS,
    ),
    "visual-painted": FindingCode(
        "A picture to share that shows something else than the page it was painted from.", OURS
    ),
    "visual-ground": FindingCode(
        "White letters on the picture of a brand, where it is too bright for them under any scrim.",
        "Take a darker picture, or another part of it. " + OURS,
    ),
    "visual-unreadable": FindingCode(
        "A file that cannot be read.", "Take another copy of the file: it is damaged, locked or no PDF."
    ),
}


def found(code: str, message: str, where: str) -> Finding:
    """A finding of this judge; ``message`` begins with what was expected."""
    return Finding(code, "error", f"expected {message}", where)
