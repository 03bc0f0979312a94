"""The codes of the judge ``a11y``, each with what it means and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import Finding, FindingCode

OURS = (
    "A file of your own: build with --force, and report the finding with the source if it stays. A file from elsewhere was "
    "changed, or made by another version."
)
CODES: Mapping[str, FindingCode] = {
    "a11y-title": FindingCode(
        "A document without a title: a screen reader says it first (WCAG 2.2, 2.4.2).",
        "Give the edition a title with words, on its first line after #. " + OURS,
    ),
    "a11y-language": FindingCode(
        "A document or a part of one without its language, or with one that is no tag of BCP 47, or with two (WCAG 2.2, 3.1.1, "
        "3.1.2): it is read with the wrong voice.",
        OURS,
    ),
    "a11y-unmarked": FindingCode(
        "Several words in letters that the language is not written in, and no mark of theirs (WCAG 2.2, 3.1.2): a voice spells "
        "them, or leaves them out.",
        "Mark the words with their language, as in [слово і яшчэ адно]{lang=be}.",
        severity="warning",
    ),
    "a11y-name": FindingCode(
        "A picture, link, button, field or heading that has no name: a screen reader says nothing, or reads an address "
        "(WCAG 2.2, 1.1.1, 2.4.4, 4.1.2).",
        "Give a picture an alternative text, or mark it {decorative}; give a link words. " + OURS,
    ),
    "a11y-weak-name": FindingCode(
        "An alternative text that is the name of a file: it says nothing of what the picture shows (WCAG 2.2, 1.1.1).",
        "Write what one sees, in a sentence: ![The square in front of the station, full of people](square.jpg).",
        severity="warning",
    ),
    "a11y-id": FindingCode(
        "An identifier that stands twice in a document, or is named and not there (WCAG 2.2, 1.3.1, 4.1.2).", OURS
    ),
    "a11y-role": FindingCode(
        "A role or ARIA attribute that does not exist or does not fit, or an epub:type without the role that says the same to "
        "assistive technology (WAI-ARIA 1.2, DPUB-ARIA 1.1).",
        OURS,
    ),
    "a11y-landmark": FindingCode(
        "A page without one main part, a landmark that stands twice under one name, or text outside of all (WCAG 2.2, 1.3.1, "
        "2.4.1): one cannot jump there.",
        OURS,
    ),
    "a11y-heading": FindingCode(
        "A heading that skips a level, or a page without one (WCAG 2.2, 1.3.1, 2.4.6).",
        "Let headings go down one level at a time: # title, ## part, ### part of it. " + OURS,
    ),
    "a11y-list": FindingCode(
        "An item outside of a list, or something else than items in one (WCAG 2.2, 1.3.1): how many there are is not said.",
        OURS,
    ),
    "a11y-table": FindingCode(
        "A header cell that says no scope, is empty, or heads nothing, or a table that is there for its looks (WCAG 2.2, 1.3.1).",
        OURS,
    ),
    "a11y-headless": FindingCode(
        "A table without header cells: of a figure one does not hear what it counts (WCAG 2.2, 1.3.1).",
        "Write words into the first row of the table: what each column holds.",
        severity="warning",
    ),
    "a11y-contrast": FindingCode(
        "Text that differs too little from its ground, in light or in dark: 4.5 to 1, from 24 px, or 18.66 px in bold, 3 to 1 "
        "(WCAG 2.2, 1.4.3); computed from the style sheets.",
        OURS,
    ),
    "a11y-zoom": FindingCode(
        "A page that may not be enlarged, or that loads itself again (WCAG 2.2, 1.4.4, 2.2.1).", OURS
    ),
    "a11y-keyboard": FindingCode(
        "An order of tabs of its own, a part that scrolls and cannot be reached by keyboard, or a control in a control or in what "
        "is hidden (WCAG 2.2, 2.1.1, 2.4.3).",
        OURS,
    ),
    "a11y-metadata": FindingCode(
        "Accessibility metadata of a book that is missing, unknown to schema.org, or not true of the book (EPUB Accessibility 1.1, "
        "2): shops and libraries show it before anybody opens the book.",
        OURS,
    ),
    "a11y-pages": FindingCode(
        "Pages of the printed edition without a label, without a list, in another order than the list, or of no source "
        "(EPUB Accessibility 1.1, 4.1).",
        OURS,
    ),
    "a11y-order": FindingCode(
        "A table of contents that is missing, or goes another way than the text (EPUB 3.3, 7.4.1; WCAG 2.2, 1.3.2, 2.4.5).",
        OURS,
    ),
    "a11y-unreadable": FindingCode(
        "A file that cannot be read.",
        "Take another copy of the file: it is damaged, locked or of another kind than its name says.",
    ),
}


def finding(code: str, message: str, where: str) -> Finding:
    """A finding of this judge, as severe as its code; ``message`` says what was expected and what was found."""
    rule = CODES[code]
    return Finding(code, rule.severity, message, where)
