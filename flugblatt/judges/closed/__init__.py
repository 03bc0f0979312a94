"""Judges whether a book or a web page is one of ours and nothing else: it can run, hide, load, change or add nothing.

Flow: judge(case) -> the guard of its form, ``judges.epub.guard`` or ``page_guard`` -> Check ``guard``.

Rule: the file holds only what is on the lists; what is not on them is refused, known to be dangerous or not. Style sheets are the
toolchain's own byte for byte, fonts are true parts of their originals.
Reason: readers open e-books in programs that run scripts, follow references and unpack archives, and browsers repair, cover, move
and make text in ways without end; people in danger open these. What nobody sees can carry text that no proof has read.
Passes: a plain zip of manifest files, every document in the spine; a page of one html, one head and one body.
Fails: with one of its codes. Garbage, a cut-off file or a zip bomb fails like any other file.
"""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import Check, FindingCode
from flugblatt.model.cases import Case
from flugblatt.resources import COMMAND

AWAY = (
    "A book of your own: build it with --force, and report the finding if it stays. A book from elsewhere: do not"
    " open it; take it from its publisher again."
)
CODES: Mapping[str, FindingCode] = {
    "guard-zip": FindingCode(
        "The zip is broken, encrypted, uses a rare feature, or has bytes outside its files.", AWAY
    ),
    "guard-mimetype": FindingCode(
        "`mimetype` is not the first file, not stored as it is, or says something else.", AWAY
    ),
    "guard-name": FindingCode("A file name that is unsafe to unpack or has no place in our books.", AWAY),
    "guard-collision": FindingCode("Two names that are one on some computers.", AWAY),
    "guard-plain": FindingCode("A link, folder or device instead of a plain file.", AWAY),
    "guard-size": FindingCode(
        "Too many files, too large, or packed too tightly (a zip bomb).",
        "A book of your own: give smaller pictures. A book from elsewhere: do not open it, it could fill the memory.",
    ),
    "guard-type": FindingCode("A file that is not what its name or the manifest says.", AWAY),
    "guard-manifest": FindingCode("Container, manifest and files do not agree.", AWAY),
    "guard-spine": FindingCode("A document that the reader would not come to in reading order.", AWAY),
    "guard-xml": FindingCode("XML that cannot be read, is not UTF-8, or is nested too deeply.", AWAY),
    "guard-dtd": FindingCode("A document type, an entity or an internal subset.", AWAY),
    "guard-instruction": FindingCode("A comment, CDATA section or processing instruction.", AWAY),
    "guard-element": FindingCode("An element that is not on the list.", AWAY),
    "guard-attribute": FindingCode("An attribute that is not on the list (event handlers, style, http-equiv).", AWAY),
    "guard-link": FindingCode(
        "A link with another scheme than https, http, mailto, tel, or to a place outside the book.", AWAY
    ),
    "guard-resource": FindingCode("A picture, font or style from outside the book.", AWAY),
    "guard-hidden": FindingCode("Text hidden from sight or from screen readers.", AWAY),
    "guard-css": FindingCode("A construct of CSS that loads, runs, hides or changes text.", AWAY),
    "guard-character": FindingCode(
        "A character that XML forbids, or a bidirectional embedding or override (U+202A to U+202E).", AWAY
    ),
    "guard-page": FindingCode(
        "A web page that a reader would have to mend, or with anything before, behind or beside its one head and body.",
        AWAY,
    ),
    "guard-style": FindingCode("A style sheet that is not the toolchain's own, byte for byte.", AWAY),
    "guard-font": FindingCode(
        "An embedded font that is no true part of an original font at hand.",
        f"`{COMMAND} doctor` names the fonts that are lacking here; with them at hand, take the file from its publisher again.",
    ),
    "guard-picture": FindingCode("A picture of the design that is not the one it should be.", AWAY),
    "guard-agreement": FindingCode("A fact that the file says in different words at different places.", AWAY),
}


def judge(case: Case) -> Check:
    """The Check ``guard`` of a file of ours. Never raises: what cannot be read has failed."""
    from flugblatt.judges.closed import page_guard
    from flugblatt.judges.epub import guard

    return page_guard.judge(case.data) if case.target == "web" else guard.judge(case.data, own=True)
