"""The archival PDFs: an edition set as book pages, aligned with its source, tagged and drawn."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import FindingCode

CODES: Mapping[str, FindingCode] = {
    "engine-complaint": FindingCode(
        "The typesetting engine warned of something: a property that it does not know, a resource that it may not have, a "
        "missing glyph. A warning is never passed over: the file is not published.",
        "Look at the picture or the words that the warning names. If there is nothing odd about them, report it with the "
        "source.",
    ),
    "text-misaligned": FindingCode(
        "The text that was laid out is not the text of the source: something would be missing, doubled, hidden or off the "
        "page. The file is not published.",
        "Divide long words that cannot be broken, and wide tables: they are the usual causes. Else report it with the source.",
    ),
    "table-too-wide": FindingCode(
        "A table within a list or a quotation, or of two editions side by side, whose words and figures do not fit the page, not "
        "even in the smallest type. The file is not published; web page and book move such a table under their window.",
        "Let it stand on its own, where a sheet folds out for it; part it into two tables, or write its rows as a list.",
    ),
    "picture-too-small": FindingCode(
        "A picture that would have fewer than 150 dots per inch at the full measure of the archival PDF. It is set smaller, so "
        "that no dots are seen.",
        "Take a picture with more dots, or a drawing (SVG). Nothing need be done where the smaller one is meant.",
        severity="warning",
    ),
    "page-single-line": FindingCode(
        "A page begins or ends with one line of a longer paragraph, because no better break exists there.",
        "Nothing need be done: the text is whole. A word more or less in the paragraph may mend it.",
        severity="warning",
    ),
}
