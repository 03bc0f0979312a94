"""What the engine would set wrongly without a word, refused before it is set: ruby, and vertical text.

Flow: the elements and style sheets of a page -> ``refuse`` -> nothing, or ToolFailed that names the place and a way out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import tinycss2

from flugblatt.model.errors import ToolFailed

RUBY = frozenset(["ruby", "rb", "rt", "rtc", "rp"])
WRITING_MODES = frozenset(["writing-mode", "-epub-writing-mode", "-webkit-writing-mode"])
SNIPPET = 40  # chosen: characters that show the place on one line


def refuse(root: Any, sheets: tuple[str, ...] = ()) -> None:
    """Raises ToolFailed where the page under ``root``, or one of the style ``sheets`` beside it, asks for ruby or for
    vertical text (CSS Ruby 1; CSS Writing Modes 4, 3.2)."""
    for element in root.iter():
        if element.tag in RUBY:
            raise ToolFailed(
                f"the template has {_name(element)}: a reading above its word is not set here, it would stand behind it\n"
                "  hint: take the element out, and say the reading in brackets behind the word or in a note"
            )
        if element.tag == "style":
            sheets = (*sheets, element.text or "")
        if style := element.get("style"):
            for name, value in _declarations(tinycss2.parse_blocks_contents(style)):
                _judge(_name(element), name, value)
    for sheet in sheets:
        _refuse_sheet(sheet)


@lru_cache(maxsize=16)
def _refuse_sheet(sheet: str) -> None:
    """Once for all pages that a sheet is of, where it is not refused."""
    for selector, rules in _rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)):
        for name, value in _declarations(rules):
            _judge(f"the rule {selector}", name, value)


def _judge(place: str, name: str, value: str) -> None:
    if name in WRITING_MODES and value not in ("horizontal-tb", "lr", "lr-tb"):
        raise ToolFailed(
            f"the style of {place} asks for vertical text ({name}: {value}), which is not set here\n"
            "  hint: take the declaration out: the text is set in lines from side to side"
        )
    if name == "display" and "ruby" in value:
        raise ToolFailed(
            f"the style of {place} asks for ruby (display: {value}): a reading above its word is not set here\n"
            "  hint: take the declaration out, and say the reading in brackets behind the word or in a note"
        )


def _rules(nodes: Any) -> Iterator[tuple[str, Any]]:
    """Every rule with its selector, those within at-rules and within rules too."""
    for node in nodes:
        if getattr(node, "content", None) is None or node.type not in ("qualified-rule", "at-rule"):
            continue
        keyword = f"@{node.at_keyword} " if node.type == "at-rule" else ""
        inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
        yield (keyword + tinycss2.serialize(node.prelude)).strip(), inner
        yield from _rules(inner)


def _declarations(nodes: Any) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if node.type == "declaration":
            yield node.lower_name, tinycss2.serialize(node.value).strip().lower()


def _name(element: Any) -> str:
    attributes = "".join(f' {name}="{element.get(name)}"' for name in ("id", "class") if element.get(name))
    text = " ".join("".join(element.itertext()).split())
    return f"<{element.tag}{attributes}>" + (f" “{text[:SNIPPET]}{'…' if len(text) > SNIPPET else ''}”" if text else "")
