"""The accounting of headings: with marks before them, or underlined; the title is one of level 1.

Flow: take_heading -> its marks, its words, and the marks or the line behind them.
"""

from __future__ import annotations

import re

from flugblatt.content.account_inlines import take_inlines
from flugblatt.content.source_walk import Walk
from flugblatt.model import Edition, Heading


def take_heading(level: int, heading: Heading | Edition, walk: Walk) -> None:
    children = heading.children if isinstance(heading, Heading) else heading.title
    match = re.compile(r"#+(?=[ \t\n]|$)").match(walk.text, walk.position)
    if match is not None:
        if len(match[0]) != level:
            raise walk.fail("#" * level)
        walk.position = match.end()
        walk.skip_blanks()
        if isinstance(heading, Edition):
            walk.check(heading.title_place, "the title")
        take_inlines(children, walk)
        closing = re.compile(r"[ \t]+#+(?=[ \t]*(\n|$))").match(walk.text, walk.position)
        if closing is None and not children:
            closing = re.compile(r"#+(?=[ \t]*(\n|$))").match(walk.text, walk.position)
        walk.position = closing.end() if closing else walk.position
        walk.end_line()
        return
    if isinstance(heading, Edition):
        walk.check(heading.title_place, "the title")
    take_inlines(children, walk)
    walk.end_line()
    walk.skip_prefix()
    underline = re.compile({1: "=+", 2: "-+"}.get(level, "(?!)")).match(walk.text, walk.position)
    if underline is None:
        raise walk.fail("the line below a heading")
    walk.position = underline.end()
    walk.end_line()
