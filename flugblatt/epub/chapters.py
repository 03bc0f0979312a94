"""The files of a long text: a book of one file is slow to open and to turn, so that each chapter has one of its own.

Flow: Edition -> ``parts_of`` -> the body, cut before each -> documents -> ``relinked``: addresses name the file that their place is
in now. A short text stays one file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flugblatt.model import Edition, Heading, plain_text

TEXT, NOTES = "text.xhtml", "notes.xhtml"
LONG = 30_000
"""Characters of a text from which on its chapters are files; chosen: some twenty pages of A5."""
CHAPTER = 2
"""The level of the headings that chapters begin with, as 1 is the title."""
IDENTIFIER = re.compile(r' id="([^"]+)"')
ADDRESS = re.compile(rf'(href|src)="({re.escape(TEXT)})?#([^"]+)"')


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the text: its name, its first block, the words and the anchor of its heading; the first file has those of no
    heading, as it begins with the text."""

    name: str
    block: int
    title: str = ""
    anchor: str = ""


def parts_of(edition: Edition) -> tuple[Part, ...]:
    """The files of the text in order: one, or of a long text with several chapters one for each, and one for what stands before."""
    found = [
        (index, block)
        for index, block in enumerate(edition.blocks)
        if isinstance(block, Heading) and block.level == CHAPTER
    ]
    if len(found) < 2 or len(edition.whole_text) < LONG:
        return (Part(TEXT, 0),)
    further = [(index, block) for index, block in found if index]
    return (
        Part(TEXT, 0),
        *(
            Part(f"text-{number}.xhtml", index, plain_text(block.children), block.anchor)
            for number, (index, block) in enumerate(further, 2)
        ),
    )


def relinked(documents: Mapping[str, str]) -> dict[str, str]:
    """The documents of a text in several files, each address with the name of the file where its place is now."""
    of_text = [name for name in documents if name == NOTES or name.startswith("text")]
    places = {anchor: name for name in of_text for anchor in IDENTIFIER.findall(documents[name])}

    def written(name: str, text: str) -> str:
        def address(found: re.Match[str]) -> str:
            word, file, anchor = found.groups()
            place = places.get(anchor, "") if file or name in of_text else ""
            return f'{word}="{place if place != name else ""}#{anchor}"' if place else found[0]

        return ADDRESS.sub(address, text)

    return {name: written(name, text) for name, text in documents.items()}
