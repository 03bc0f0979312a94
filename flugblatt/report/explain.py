"""The explanations of codes: what a rule is, why, what passes and what fails.

Flow: code -> the content room's table, or the manual (module docstring) of the judge that finds it -> text.
"""

from __future__ import annotations

import importlib
import inspect

from flugblatt.content import CODES
from flugblatt.model.errors import UsageError
from flugblatt.tables.table_reader import EXPLANATIONS

JUDGES = {
    "verapdf": "flugblatt.judges.external.verapdf",
    "epubcheck": "flugblatt.judges.external.epubcheck",
    "guard": "flugblatt.judges.epub.guard",
    "fidelity": "flugblatt.judges.fidelity",
    "glyphs": "flugblatt.judges.glyphs",
    "preflight": "flugblatt.judges.preflight",
    "schema": "flugblatt.judges.external.xml_schemas",
    "fixity": "flugblatt.judges.package.fixity",
    "package": "flugblatt.judges.package.information_package",
    "transfer": "flugblatt.judges.package.transfer",
    "signature": "flugblatt.package.signature",
    "source": "flugblatt.verification.packaged_source",
    "rebuild": "flugblatt.verification.rebuilding",
    "certificate": "flugblatt.verification.certificate_check",
    "layout": "flugblatt.verification.package_layout",
    "judge": "flugblatt.verification.sandbox",
    "metadata": "flugblatt.judges.metadata",
    "format-id": "flugblatt.judges.external.siegfried",
}
TYPESETTING = {
    "engine-complaint": "The typesetting engine warned of something: a property it does not know, a resource it may not have, a "
    "missing glyph.\nA warning is never passed over: the file is not published.",
    "text-misaligned": "The text that was laid out is not the text of the source: something would be missing, doubled, hidden or "
    "off the page.\nThe file is not published. Long unbreakable words and wide tables are the usual causes.",
    "page-single-line": "A page begins or ends with one line of a longer paragraph, because no better break exists there.\nThis is "
    "a warning: the text is whole.",
    "leaflet-overfull": "The text does not fit the panels of this format, not even at the smallest size that it allows.\n"
    "Take the format that the message names, or a booklet; leaflets: auto chooses one that holds the text.",
    "leaflet-crowded": "Something that cannot be divided, as a picture or a table, is larger than a panel of this format.\n"
    "Take a larger format.",
    "accent-contrast": "Text in the accent colour would be too near to its ground: 4.5 : 1 is the least (WCAG 2.2, 1.4.3).\n"
    "Give a darker accent in statement.yaml.",
    **EXPLANATIONS,
    "format-table": "A table in styles/formats.toml is not one of a format or print shop that can be folded, cut and printed.",
    "output-profile": "The ICC profile is not one of a printing condition in CMYK, or is damaged.",
    "press-colour": "A colour that cannot be turned into the four inks of the press.",
    "press-image": "A picture that cannot be turned into the four inks of the press.",
    "press-resolution": "A picture of less than 200 dots per inch as it is printed. Give a larger one, or print it smaller.",
    "press-font": "A font that is not in the file, or is drawn by a program of its own, as coloured emoji are.",
    "glyph-missing": "No font of the edition's language has this character.\nMark the words with their own language, as in "
    "[слово]{lang=be}, or write another character.",
    "dotted-circle": "A vowel sign, tone mark or accent stands where its script has no place for it, and the font draws a dotted "
    "circle (U+25CC) there.\nThe work is not made. Often two signs are in the wrong order, or one is there twice: the hint says "
    "what was tried and found to mend the word.\nA sign that is meant to stand alone needs U+00A0 or U+25CC before it.",
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
