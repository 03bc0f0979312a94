"""The words of an edition that are hyphenated as its author says: ``hyphenation: [Versamm-lungs-freiheit]``.

Flow: the edition -> a reader of the list -> each word with a hyphen wherever it may be parted, none at its ends; one that the
edition does not have is told.
"""

from __future__ import annotations

import re

from flugblatt.content.quotation import normalised, text_of
from flugblatt.content.yaml_fields import Reader, Sheet, list_of, read_text
from flugblatt.content.yaml_source import Node
from flugblatt.model import Edition

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+(?:['’][^\W\d_]+)*)+")


def reader(edition: Edition) -> Reader[tuple[str, ...]]:
    """Reads the words that ``edition`` hyphenates by itself."""
    known = frozenset(re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", normalised(text_of(edition)).lower()))

    def read_word(node: Node, name: str, sheet: Sheet) -> str | None:
        written = read_text(node, name, sheet)
        word = (written or "").replace("\u00ad", "-")
        if not word:
            return None
        if not WORD.fullmatch(word):
            message = f"{name}, a word with hyphens where it may be parted, was expected, found {word}"
            sheet.find("yaml-hyphenation", node.place, message, "write Versamm-lungs-freiheit or the like")
            return None
        plain = word.replace("-", "")
        if plain.lower() not in known:
            message = f"{name}, a word of {edition.language}.md, was expected, found {plain}, which is not in it"
            sheet.find(
                "hyphenation-unused", node.place, message, "write each form of the word as it stands in the text"
            )
        return word

    return list_of(read_word)
