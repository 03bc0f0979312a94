"""The accounting of code blocks: every line of the code, and how far it stands to the right.

Flow: take_code_block -> a fence or an indent -> one line after the other.
"""

from __future__ import annotations

import re

from flugblatt.content.source_walk import BLANKS, Remainder, Walk, expanded
from flugblatt.model import CodeBlock


def take_code_block(block: CodeBlock, walk: Walk) -> None:
    start = walk.position
    fence = re.compile(r"(`{3,})[^`\n]*(?=\n|$)|(~{3,})[^\n]*(?=\n|$)").match(walk.text, start)
    if fence is not None:
        try:
            _take_fenced(block.text, fence, walk)
            return
        except Remainder:
            walk.position = start
    base = None
    for index, line in enumerate(block.text.split("\n")):
        base = _take_code_line(line, base, False, walk, within_line=index == 0)


def _take_fenced(text: str, fence: re.Match[str], walk: Walk) -> None:
    base = walk.column()
    walk.position = fence.end()
    walk.end_line()
    closing = re.compile(f"{fence[1] or fence[2]}+")
    if not text and not _closes(walk, closing) and re.compile(r"[ \t>]*\n").match(walk.text, walk.position):
        walk.skip_prefix()
        walk.end_line()
    for line in text.split("\n") if text else ():
        _take_code_line(line, base, True, walk, within_line=False)
    if _closes(walk, closing):
        walk.skip_prefix()
        match = closing.match(walk.text, walk.position)
        walk.position = match.end() if match else walk.position
        walk.end_line()


def _closes(walk: Walk, closing: re.Pattern[str]) -> bool:
    start = walk.position
    walk.skip_prefix()
    match = closing.match(walk.text, walk.position)
    walk.position = start
    return match is not None and re.compile(r"[ \t]*(\n|$)").match(walk.text, match.end()) is not None


def _take_code_line(line: str, base: int | None, fenced: bool, walk: Walk, within_line: bool) -> int | None:
    """Moves over one line of code; the column at which the code of the block begins."""
    if not within_line:
        walk.skip_prefix()
    if line.strip(BLANKS):
        column, words = walk.column(), line.lstrip(BLANKS)
        indent = line[: len(line) - len(words)]
        candidates = range(column + 1) if base is None else (base,)
        begins = next((start for start in candidates if expanded(indent, start) == column), None)
        if begins is None and not (fenced and not indent and base is not None and column < base):
            raise walk.fail("code as far to the right as the line above")
        walk.take(words)
        base = begins if base is None else base
    walk.end_line()
    return base
