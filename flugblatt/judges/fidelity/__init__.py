"""Judges whether an output says exactly what its edition says: every character, in order, and nothing else.

Flow: judge(statement, edition, target, data) -> the reader of the form -> the reference, computed again -> Check ``fidelity``.

Rule: every character that an output shows or speaks is edition text, or generated text computed again from
``statement.yaml``, the edition and the language table; compared beside the characters: kind and level of blocks, nesting
and labels of lists, shape and heads of tables, notes and their calls, targets of links, alternative texts, languages.
Reason: a statement that was signed must not change on its way to print; a letter dropped by a font, a paragraph lost at
a page end or a note out of place is seen by nobody who does not compare.
Passes: an output whose text, read by a reader that shares no code with what made it, equals the source.
Fails: any difference, with the first differing characters and their code points. Declared normalisations are exactly: a
leading BOM and CRLF in the source; runs of space, tab, CR, LF count as one space; U+00AD is left out.
"""

from __future__ import annotations

from flugblatt.judges.fidelity import second_parser
from flugblatt.judges.fidelity.compare import Comparison
from flugblatt.judges.pdf import garbage_collection
from flugblatt.model import Check
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives
from flugblatt.model.targets import load, row

TOOL = "our checks"

CODES = {
    "fidelity-missing": "text of the edition that the output does not have",
    "fidelity-extra": "text in the output that is neither of the edition nor generated",
    "fidelity-changed": "text that differs from the source",
    "fidelity-order": "text in another order than in the source",
    "fidelity-kind": "a block or a stretch of text of another kind: a heading made a paragraph, a list not nested",
    "fidelity-level": "a heading of another level",
    "fidelity-label": "another label of a list item",
    "fidelity-link": "a link that leads elsewhere, or says something else",
    "fidelity-alt": "another picture or another alternative text",
    "fidelity-language": "a stretch of text marked with another language or direction",
    "fidelity-table": "a table of another shape or with other heads",
    "fidelity-note": "a note that is missing, or called elsewhere",
    "fidelity-generated": "generated text (title page, colophon, contents, running foot, labels) that is not as computed",
    "fidelity-hidden": "text that is said and not shown, or shown and not said",
    "fidelity-source": "an edition that is not what its source says, as a second reader of Markdown finds",
    "fidelity-unreadable": "an output that cannot be read",
}


@garbage_collection.paused()
@survives("fidelity", TOOL, "fidelity-unreadable", "a file that can be read")
def judge(case: Case) -> Check:
    """The Check ``fidelity``, by the reader that the target names. Never raises for what the file holds."""
    beside = second_parser.check(case.edition)
    compared: Comparison = load(row(case.target).fidelity)(case)
    detail = f"{compared.equal} of {compared.blocks} blocks equal, {compared.characters:,} characters"
    return Check.of("fidelity", TOOL, (*beside, *compared.findings), detail)
