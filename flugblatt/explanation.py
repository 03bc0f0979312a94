"""The explanations of codes: what a rule is, why, what passes and what fails.

Flow: code -> the content room's table, or the manual (module docstring) of the judge that finds it -> text.
"""

from __future__ import annotations

import importlib
import inspect

from flugblatt.content import CODES
from flugblatt.errors import UsageError

JUDGES = {
    "verapdf": "flugblatt.judges.verapdf",
    "epubcheck": "flugblatt.judges.epubcheck",
    "guard": "flugblatt.judges.guard",
    "fidelity": "flugblatt.judges.fidelity",
    "glyphs": "flugblatt.judges.glyphs",
    "metadata": "flugblatt.judges.metadata",
    "format-id": "flugblatt.judges.format_id",
}
TYPESETTING = {
    "engine-complaint": "The typesetting engine warned of something: a property it does not know, a resource it may not have, a "
    "missing glyph.\nA warning is never passed over: the file is not published.",
    "text-misaligned": "The text that was laid out is not the text of the source: something would be missing, doubled, hidden or "
    "off the page.\nThe file is not published. Long unbreakable words and wide tables are the usual causes.",
    "page-single-line": "A page begins or ends with one line of a longer paragraph, because no better break exists there.\nThis is "
    "a warning: the text is whole.",
    "glyph-missing": "No font of the edition's language has this character.\nMark the words with their own language, as in "
    "[слово]{lang=be}, or write another character.",
}


def explain(code: str) -> str:
    """The manual entry of a code or of a check's name. UsageError for an unknown one, with the nearest."""
    for rule in CODES:
        if rule.code == code:
            return f"{rule.code} ({rule.severity})\n{rule.rule}\nWhy: {rule.reason}\nPasses: {rule.passes}\nFails: {rule.fails}"
    if code in TYPESETTING:
        return f"{code}\n{TYPESETTING[code]}"
    for prefix, module in JUDGES.items():
        if code == prefix or code.startswith((f"{prefix}-", f"{prefix}:")):
            return f"{code}\n{inspect.getdoc(importlib.import_module(module))}"
    import difflib

    known = [rule.code for rule in CODES] + [*TYPESETTING, *JUDGES]
    near = difflib.get_close_matches(code, known, 3)
    raise UsageError(f"there is no code {code!r}" + (f"; did you mean {' or '.join(near)}?" if near else ""))
