"""Where the source breaks lines: a PDF does not say which ends of lines are meant.

Flow: edition -> the letters before and behind every hard break -> ``Breaks``, asked for two lines of a block.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from flugblatt.judges.visual.places import squeezed
from flugblatt.judges.visual.seen_text import Block, Line, Passage
from flugblatt.model import Edition
from flugblatt.model.text import Break, Code, Text, leaves

HEAD = 12
"""Letters on either side of a hard break that tell it from others."""


class Breaks:
    """The hard breaks of an edition; none where it is not known."""

    def __init__(self, edition: Edition | None) -> None:
        self._known = frozenset(_breaks(edition)) if edition else frozenset()

    def between(self, block: Block, line: Line, following: Line) -> bool:
        """Whether the source has a hard break between two lines of a block."""
        if not self._known:
            return False
        before, after = _letters(text_of(block, line)), _letters(text_of(block, following))
        return any(
            before.endswith(head[-len(before) :]) and after.startswith(tail[: len(after)])
            for head, tail in self._known
            if head
        )

    def parted(self, block: Block) -> list[list[Passage]]:
        """The passages of a block between its hard breaks."""
        starts = [0]
        for line, following in zip(block.lines, block.lines[1:], strict=False):
            first = min(number for number, _ in following.runs)
            if self.between(block, line, following) and first > starts[-1]:
                starts.append(first)
        return [block.passages[start:end] for start, end in zip(starts, (*starts[1:], None), strict=True)]


def text_of(block: Block, line: Line) -> str:
    """The text of a line in the order of reading, without calls of notes."""
    shown: dict[int, list[str]] = {}
    for number, run in line.runs:
        shown.setdefault(number, []).append("".join(run.texts))
    return "".join(
        passage.text if len(passage.runs) == len(runs) else "".join(runs)
        for passage, runs in ((block.passages[number], runs) for number, runs in shown.items())
        if not passage.call
    )


def _breaks(edition: Edition) -> Iterator[tuple[str, str]]:
    text = "".join(
        "\n" if isinstance(leaf, Break) else _letters(leaf.text)
        for leaf in leaves((edition.blocks, edition.notes))
        if isinstance(leaf, Text | Code | Break)
    )
    for match in re.finditer("\n", text):
        yield text[: match.start()].rpartition("\n")[2][-HEAD:], text[match.end() :].partition("\n")[0][:HEAD]


def _letters(text: str) -> str:
    return "".join(char for char in squeezed(text) if unicodedata.category(char)[0] in "LN")
