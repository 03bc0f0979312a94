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

from collections.abc import Mapping

from flugblatt.judges.fidelity import second_parser
from flugblatt.judges.fidelity.compare import Comparison
from flugblatt.judges.pdf import garbage_collection
from flugblatt.model import Check, FindingCode
from flugblatt.model.cases import Case
from flugblatt.model.checks import survives
from flugblatt.model.targets import load, row

TOOL = "our checks"

COMPARE = (
    "Compare the two places that the finding names. A file of your own: build with --force, and if the finding "
    "stays, report it with the source. A file from elsewhere does not say what the source says: do not pass it "
    "on."
)
CODES: Mapping[str, FindingCode] = {
    "fidelity-missing": FindingCode("Text of the edition that the output does not have.", COMPARE),
    "fidelity-extra": FindingCode("Text in the output that is neither of the edition nor generated.", COMPARE),
    "fidelity-changed": FindingCode("Text that differs from the source.", COMPARE),
    "fidelity-order": FindingCode("Text in another order than in the source.", COMPARE),
    "fidelity-kind": FindingCode(
        "A block or a stretch of text of another kind: a heading made a paragraph, a list not nested.", COMPARE
    ),
    "fidelity-level": FindingCode("A heading of another level.", COMPARE),
    "fidelity-label": FindingCode("Another label of a list item.", COMPARE),
    "fidelity-link": FindingCode("A link that leads elsewhere, or says something else.", COMPARE),
    "fidelity-alt": FindingCode("Another picture or another alternative text.", COMPARE),
    "fidelity-language": FindingCode("A stretch of text marked with another language or direction.", COMPARE),
    "fidelity-table": FindingCode("A table of another shape or with other heads.", COMPARE),
    "fidelity-note": FindingCode("A note that is missing, or called elsewhere.", COMPARE),
    "fidelity-generated": FindingCode(
        "Generated text (title page, colophon, contents, running foot, labels) that is not as computed.",
        "Look whether statement.yaml says what you mean; it is what these words are computed from. If so, do as "
        "for fidelity-changed: build with --force, then report it.",
    ),
    "fidelity-hidden": FindingCode("Text that is said and not shown, or shown and not said.", COMPARE),
    "fidelity-beside": FindingCode(
        "Of two editions on facing pages: a block that does not stand beside its translation, or stands on a page of the other.",
        COMPARE,
    ),
    "fidelity-source": FindingCode(
        "An edition that is not what its source says, as a second reader of Markdown finds.",
        "Write the place that the finding names more plainly: blank lines around lists and tables, fewer marks "
        "within marks. And report it: two readers of Markdown disagree there.",
    ),
    "fidelity-unreadable": FindingCode(
        "An output that cannot be read.",
        "Take another copy of the file: it is damaged, locked, or of another kind than its name says.",
    ),
}


@garbage_collection.paused()
@survives("fidelity", TOOL, "fidelity-unreadable", "a file that can be read")
def judge(case: Case) -> Check:
    """The Check ``fidelity``, by the reader that the target names. Never raises for what the file holds."""
    beside = [finding for side in case.edition.sides for finding in second_parser.check(side)]
    compared: Comparison = load(row(case.target).fidelity)(case)
    detail = f"{compared.equal} of {compared.blocks} blocks equal, {compared.characters:,} characters"
    return Check.of("fidelity", TOOL, (*beside, *compared.findings), detail)
