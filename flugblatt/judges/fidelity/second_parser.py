"""Judges an edition by the bytes of its source, which a parser reads that is not the project's: cmark-gfm, in C.

Flow: check(edition) -> ``second_source``: bytes -> tree -> ``second_readings``: tree and edition -> pieces -> compared.

Rule: the edition, from which every output is made and by which every output is judged, is what its source says: each
character of the source is text of the edition or a mark of Markdown.
Reason: a word that the reader of Markdown loses or changes would else be missing from all outputs alike, and from what they
are compared with. Nothing else looks for that: this is asked before anything is made, and again of every output.
Passes: an edition that a second reader of the same bytes finds equal in blocks, their kinds, order and nesting; levels of
headings; labels of items, which are read from the bytes where cmark-gfm says that the item begins; shapes, alignments and
cells of tables; every character; line breaks; emphasis; links with addresses and titles; pictures with alternative texts;
calls, notes and their order; the words, language and direction of spans; decorations; definition lists.
Fails: any other edition, with the place in the source.

What cmark-gfm does not know or reads by older rules ``second_source`` brings out or evens out; nothing is passed over. These
editions are found to differ because the project's reader departs from CommonMark, or because the form is in no standard; a
blank line, or spaces for the tab, mends each:
- a link definition with no blank line behind it, before a list that does not begin with 1, a table, code or ``---``;
- a definition list whose later terms are marks of lists, quotes or headings; whose definitions are indented by four and more
  and go on in further paragraphs; that go on in a paragraph of several lines with the next definition right below it; or
  whose last line has ``-`` or ``=`` below it;
- a table of one column whose first or second line has no bar;
- code that a tab indents within a quotation.

A hard line break is shown as U+2028 in messages. Percent-encoding is undone on both sides, since cmark-gfm encodes addresses;
an address with such characters must stand in the source as the edition has it. Where statement.yaml says autolink, a link is
passed over whose words tell its address, and an address without one is found.
"""

from __future__ import annotations

import html
import re
from collections import deque
from dataclasses import replace

from flugblatt.judges.fidelity.compare import compare
from flugblatt.judges.fidelity.normalisations import source_text
from flugblatt.judges.fidelity.second_pieces import keys, units
from flugblatt.judges.fidelity.second_readings import of_edition, of_tree
from flugblatt.judges.fidelity.second_source import read
from flugblatt.model import Edition, Finding, Image, Link

CODE = "fidelity-source"
HINT = "set a blank line before and behind this, or write it in another way; and please report it"
KEPT = 16  # editions; chosen: an edition is judged in several forms, one after the other
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9\-_.!*'(),#@?=;:/+$~]*")
ADDRESS = re.compile(r"https?://[\w-]+\.\S+|(?<![\w.+%/:-])[A-Za-z0-9][\w.+%-]*@[\w-]+\.[A-Za-z]{2,}(?![\w@])")
_checked: deque[tuple[Edition, tuple[Finding, ...]]] = deque(maxlen=KEPT)
"""What was found in the last editions: the outputs of one edition are judged one after the other."""


def check(edition: Edition) -> tuple[Finding, ...]:
    """Where the edition is not its source; empty where it is. Raises UnicodeDecodeError where the source is not UTF-8."""
    known = next((findings for other, findings in tuple(_checked) if other is edition), None)
    if known is None:
        known = (*_differences(edition), *_addresses(edition), *_unlinked(edition))
        _checked.append((edition, known))
    return known


def _differences(edition: Edition) -> tuple[Finding, ...]:
    tree, draft = read(edition.source.data)
    expected, found = of_tree(tree, draft, edition.autolink), of_edition(edition)
    if keys(expected) == keys(found):
        return ()
    path = edition.source.path
    compared = compare(units(expected), units(found), path, edition.source.data, anchors=False)
    # Of two places, in the source and in the edition, the first is that of what was expected.
    return tuple(_finding(told.message, told.where.split("; ")[0]) for told in compared.findings)


def _unlinked(edition: Edition) -> tuple[Finding, ...]:
    """Where statement.yaml says autolink, the addresses that are no links."""
    if not edition.autolink:
        return ()
    runs = [run for piece in of_edition(replace(edition, autolink=False)) for run in piece.runs]
    texts = [text.replace("\u00ad", "") for text, voice in runs if not voice.link and not voice.code]
    bare = [match[0] for text in texts for match in ADDRESS.finditer(text)]
    return tuple(_finding(f"expected a link, as autolink says, found {words}", edition.source.path) for words in bare)


def _addresses(edition: Edition) -> tuple[Finding, ...]:
    """Addresses with other than plain characters that the source does not have in these characters."""
    targets = dict.fromkeys(target for target in _targets(edition) if not PLAIN_ADDRESS.fullmatch(target))
    if not targets:
        return ()
    text = source_text(edition.source.data)
    plain = html.unescape(ESCAPE.sub(r"\1", text))
    return tuple(
        _finding(f"expected an address that the source has, found {target}", edition.source.path)
        for target in targets
        if target.removeprefix("mailto:") not in text and target.removeprefix("mailto:") not in plain
    )


def _targets(value: object) -> list[str]:
    """The addresses of all links and pictures in a value of the model."""
    match value:
        case Image():
            return [value.path]
        case Link():
            return [value.target, *_targets(value.children)]
        case tuple():
            return [target for part in value for target in _targets(part)]
        case Edition():
            return _targets((value.title, value.blocks, value.notes))
        case _:
            names = getattr(value, "__dataclass_fields__", ())
            return [target for name in names for target in _targets(getattr(value, name))]


def _finding(message: str, where: str) -> Finding:
    return Finding(CODE, "error", f"the edition is not what its source says: {message}", where, HINT)
