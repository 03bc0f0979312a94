"""Judges where lines end: no hyphen in an address, a number or the last word, no inner line that stops short.

Flow: blocks of the edition's text -> the columns that their lines stand in -> for each line what is parted at its end, and what of
the next line would have fitted.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.hard_breaks import Breaks, text_of
from flugblatt.judges.visual.painted_runs import advance
from flugblatt.judges.visual.places import Places
from flugblatt.judges.visual.seen_text import INITIAL, Block, Line, Seen
from flugblatt.model import Edition, Finding, Text, leaves

HYPHEN, END = "\u00ad", "\0"
SEPARATORS = "/.-_@:?=&#%~+,;"
"""Where an address may be parted: behind or before one of these."""
ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://\S|www\.\S|\S@\S+\.\S|(?:[a-z0-9_-]+\.)+[a-z]{2,}/\S|^(?:[a-z0-9-]+\.){1,}[a-z]{2,}$", re.I
)
AROUND = "()[]{}<>„“”\"'‚‘’«»‹›.,;:!?…"
"""Marks around a word that belong to the sentence."""
SPACE = 0.25  # em; chosen: what a space is at least
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua980-\ua9df\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
)
BALANCED = range(2, 6)
"""So many lines of a lede or a quotation may be balanced."""
LONGEST = 25
"""Glyphs, chosen: within so many a script that is written without spaces has a place to break."""
ROUNDING = 0.5  # pt


@dataclass(frozen=True, slots=True)
class _Column:
    """What the lines of a column reach from and to, in the plane of their text: their measure is at least this wide."""

    left: float
    right: float


def judge(seen: Seen, base: int, edition: Edition | None, places: Places) -> Iterator[Finding]:
    """What is wrong with the ends of lines; ``base`` is the level of the edition's paragraphs."""
    blocks = [block for block in seen.blocks if "Part" in block.path or {"Note", "FENote"} & {*block.path}]
    columns = _columns(blocks, places)
    breaks, soft = Breaks(edition), _soft_hyphens(edition)
    for block in blocks:
        if len(block.lines) > 1 and not all(passage.code for passage in block.passages if passage.text.strip()):
            yield from _parted(block, columns, soft, places)
            if not block.kind.startswith("H"):
                yield from _stranded(block, columns, base, breaks, places)


def _columns(blocks: list[Block], places: Places) -> dict[Line, _Column]:
    """The column of each line: all lines of blocks of one kind, on one panel, that stand over one another. Of a cell of a
    table only its own, since the columns of tables differ."""
    groups: dict[object, list[Line]] = defaultdict(list)
    for block in blocks:
        own = block if {"TD", "TH"} & {*block.path} else None
        for line in block.lines:
            groups[own, block.path, line.page, line.turn, places.panel(line)].append(line)
    found_: dict[Line, _Column] = {}
    for lines in groups.values():
        standing: list[Line] = []
        reach = 0.0
        for line in sorted(lines, key=lambda line: line.left):
            if standing and line.left > reach:
                found_ |= _as_column(standing)
                standing = []
            reach = max(reach, line.right) if standing else line.right
            standing.append(line)
        found_ |= _as_column(standing)
    return found_


def _as_column(lines: list[Line]) -> dict[Line, _Column]:
    column = _Column(min(line.left for line in lines), max(line.right for line in lines))
    return dict.fromkeys(lines, column)


# --- What is parted ------------------------------------------------------------------------------


def _soft_hyphens(edition: Edition | None) -> frozenset[tuple[str, str]]:
    """What stands before and behind the soft hyphens of the text, each to the end of its word: the author wants it."""
    texts = (
        (leaf.text for leaf in leaves((edition.title, edition.blocks, edition.notes)) if isinstance(leaf, Text))
        if edition
        else ()
    )
    words = (word for text in texts if HYPHEN in text for word in text.split() if HYPHEN in word)
    return frozenset(
        (word[: match.start()].replace(HYPHEN, ""), word[match.end() :].replace(HYPHEN, ""))
        for word in words
        for match in re.finditer(HYPHEN, word)
    )


def _parted(
    block: Block, columns: dict[Line, _Column], soft: frozenset[tuple[str, str]], places: Places
) -> Iterator[Finding]:
    """Words that the ends of lines part where they must not."""
    texts = [text_of(block, line) for line in block.lines]
    whole = [_goes_on(block, number, texts) for number in range(len(texts) - 1)]
    words = "".join(text + (END if on else " ") for text, on in zip(texts, (*whole, False), strict=True)).split()
    ends = iter([number for number, on in enumerate(whole) if on])
    for place, word in enumerate(words):
        pieces = word.split(END)
        for head, tail in pairwise(pieces):
            number = next(ends)
            line = block.lines[number]
            kind = _fault(block, number, "".join(pieces), head, tail)
            if kind == "visual-last-word" and (place < len(words) - 1 or _is_said(head, tail, soft)):
                continue
            if kind in ("visual-last-word", "visual-address") and _needs(block, number, columns[line]):
                continue
            if kind:
                shown = head.replace(HYPHEN, "-"), tail.replace(HYPHEN, "-")
                yield found(kind, f"{EXPECTED[kind]}; found {shown[0]!r} and {shown[1]!r}", places.of_line(line))


def _is_said(head: str, tail: str, soft: frozenset[tuple[str, str]]) -> bool:
    """Whether the author wants a hyphen between the two parts of a word."""
    before, after = head.replace(HYPHEN, ""), tail.replace(HYPHEN, "")
    return any(before.endswith(first) and after.startswith(second) for first, second in soft)


def _goes_on(block: Block, number: int, texts: list[str]) -> bool:
    """Whether the end of a line parts a word: neither what is painted nor what is said has a space there."""
    said = block.passages[block.lines[number].runs[-1][0]].text
    return not (texts[number][-1:].isspace() or said[-1:].isspace() or texts[number + 1][:1].isspace())


def _fault(block: Block, number: int, word: str, head: str, tail: str) -> str:
    """What is wrong with a word that the end of a line parts into ``head`` and ``tail``; of the last word, if it is the last."""
    hyphenated = head.endswith(HYPHEN)
    if ADDRESS.search(word.replace(HYPHEN, "").strip(AROUND)):
        if hyphenated:
            return "visual-hyphenated"
        return "" if head[-1:] in SEPARATORS or tail[:1] in SEPARATORS else "visual-address"
    if not hyphenated:
        return ""
    before, after = re.split(r"[-‐‑–/]", head)[-1], re.split(r"[-‐‑–/]", tail)[0].strip(AROUND)
    code = block.passages[block.lines[number].runs[-1][0]].code
    return "visual-number" if code or any(char.isdigit() for char in before + after) else "visual-last-word"


EXPECTED = {
    "visual-hyphenated": "an address without a hyphen that is not its own",
    "visual-address": "an address in one piece, or parted at one of / . - _ @",
    "visual-number": "a number or a code in one piece",
    "visual-last-word": "the last word of a paragraph in one piece, since it fits on a line",
}


def _needs(block: Block, number: int, column: _Column) -> bool:
    """Whether the word that the end of a line parts is wider than a line of its column."""
    glyphs = _glyphs(block.lines[number], 0)
    start = next((at + 1 for at in range(len(glyphs) - 1, -1, -1) if glyphs[at][0].isspace()), 0)
    width = sum(wide for _, wide in glyphs[start:]) + _first_word(block.lines[number + 1], 0)
    return width > column.right - column.left + ROUNDING


# --- Lines that stop short -----------------------------------------------------------------------


def _stranded(
    block: Block, columns: dict[Line, _Column], base: int, breaks: Breaks, places: Places
) -> Iterator[Finding]:
    """Inner lines of less than half their measure, where the next word would have fitted. A few lines may be made equally long:
    then no word has to fit that would make a line the longest of them."""
    widest = max(line.right - line.left for line in block.lines) if len(block.lines) in BALANCED else math.inf
    level = {"rtl": 1, "ltr": 0}.get(block.direction, base)
    for line, following in zip(block.lines, block.lines[1:], strict=False):
        column = columns[line]
        measure = line.right - column.left if level else column.right - line.left
        width = line.right - line.left
        if width >= measure / 2 or columns[following] != column or line.size > INITIAL * following.size:
            continue
        word = _first_word(following, level)
        if width + SPACE * line.size + word > min(measure, widest) - ROUNDING or breaks.between(block, line, following):
            continue
        if _is_parted_by_picture(block, line, following):
            continue
        message = (
            f"a line that goes on while there is room; found one of {width:.0f} pt where at least {measure:.0f} pt are "
            f"free and the next word takes {word:.0f}"
        )
        yield found("visual-stranded", message, places.of_line(line))


def _is_parted_by_picture(block: Block, line: Line, following: Line) -> bool:
    """Whether a picture stands between two lines: it, and not the next word, would have to fit."""
    between = block.passages[line.runs[-1][0] + 1 : following.runs[0][0]]
    return any(passage.text == "\ufffc" for passage in between)


def _glyphs(line: Line, level: int) -> list[tuple[str, float]]:
    """The text and the width of each glyph of a line, from the side on which it begins."""
    found_: list[tuple[str, float]] = []
    for run in sorted((run for _, run in line.runs), key=lambda run: -run.right if level else run.left):
        places = range(run.end - 1, run.first - 1, -1) if level else range(run.first, run.end)
        scale = run.size / (abs(run.item.state.size) or 1)
        found_ += [(run.item.texts[at], advance(run.item, at) * scale) for at in places]
    return found_


def _first_word(line: Line, level: int) -> float:
    """How wide the first word of a line is; of a script without spaces so many glyphs as surely have a place to break."""
    width, count = 0.0, 0
    for text, wide in _glyphs(line, level):
        if text.isspace() or count == LONGEST:
            break
        width, count = width + wide, count + bool(UNSPACED.search(text))
        if text[-1:] == HYPHEN:
            break
    return width
