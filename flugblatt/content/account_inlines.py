"""The accounting of inlines: along the source of a block with its inlines in hand.

Flow: take_inlines -> one function for each kind of inline -> the cursor behind its last character, or Remainder.
"""

from __future__ import annotations

import re

from flugblatt.content.source_walk import (
    Reference,
    Remainder,
    Walk,
    collapsed,
    normalised_label,
    take_destination,
    written_at,
)
from flugblatt.model import Break, Call, Code, Emphasis, Image, Inline, Link, Span, Strong, Text

_ATTRIBUTES = re.compile(r"\{\s*((?:(?:lang|dir)=(?:\"[^\"]*\"|'[^']*'|[^\s\"'{}]+)\s*)+)\}")
_ATTRIBUTE = re.compile(r"(lang|dir)=[\"']?([A-Za-z0-9-]+)[\"']?")
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]", re.DOTALL)


def take_inlines(children: tuple[Inline, ...], walk: Walk) -> None:
    """Moves over the source of ``children``; raises Remainder where the source is another."""
    for node in children:
        match node:
            case Text():
                _take_text(node, walk)
            case Code():
                _take_code(node, walk)
            case Break():
                _take_break(node, walk)
            case Call():
                _take_call(node, walk)
            case Emphasis() | Strong():
                _take_emphasis(node, walk)
            case Link():
                _take_link(node, walk)
            case Image():
                _take_image(node, walk)
            case Span():
                _take_span(node, walk)


def _take_text(node: Text, walk: Walk) -> None:
    if node.text.startswith("\n"):
        walk.skip_blanks()
    walk.check(node.place, "the text")
    index = 0
    while index < len(node.text):
        if node.text[index] == "\n":
            walk.skip_blanks()
            walk.take("\n")
            walk.skip_prefix()
            index += 1
        else:
            index += len(_take_character(node.text[index : index + 2], walk))


def _take_character(wanted: str, walk: Walk) -> str:
    """Moves over one character as the source may write it: itself, behind a backslash, or an entity (maybe of two)."""
    written, width = written_at(walk)
    if not written or not wanted.startswith(written):
        raise walk.fail(f"the text {wanted[0]!r}")
    walk.position += width
    return written


def _take_code(node: Code, walk: Walk) -> None:
    walk.check(node.place, "the code")
    ticks = re.compile("`+").match(walk.text, walk.position)
    if ticks is None:
        raise walk.fail("`")
    walk.position = ticks.end()
    written = ""
    while True:
        run = re.compile("`+").match(walk.text, walk.position)
        if run is not None and len(run[0]) == len(ticks[0]):
            break
        if run is None and not walk.peek():
            raise walk.fail(ticks[0])
        piece = run[0] if run is not None else walk.peek()
        walk.position += len(piece)
        if piece == "\n":
            walk.skip_prefix()
            piece = " "
        written += piece
    if written.startswith(" ") and written.endswith(" ") and written.strip(" "):
        written = written[1:-1]
    if collapsed(written) != collapsed(node.text):
        raise walk.fail(f"the code {node.text!r} before")
    walk.position = run.end()


def _take_break(node: Break, walk: Walk) -> None:
    walk.check(node.place, "a line break")
    if walk.peek() == "\\":
        walk.position += 1
    elif walk.text.startswith("  ", walk.position):
        while walk.peek() == " ":
            walk.position += 1
    walk.take("\n")
    walk.skip_prefix()


def _take_call(node: Call, walk: Walk) -> None:
    walk.check(node.place, "a note reference")
    start = walk.here
    match = re.compile(r"\[\^([^\s\]]+)\]").match(walk.text, walk.position)
    if match is None:
        raise walk.fail("a note reference")
    walk.calls.append((node.number, match[1], start))
    walk.position = match.end()


def _take_emphasis(node: Emphasis | Strong, walk: Walk) -> None:
    mark = walk.peek()
    if mark not in ("*", "_"):
        raise walk.fail("* or _")
    marks = mark * (2 if isinstance(node, Strong) else 1)
    walk.take(marks)
    take_inlines(node.children, walk)
    walk.take(marks)


def _take_span(node: Span, walk: Walk) -> None:
    walk.take("[")
    take_inlines(node.children, walk)
    walk.take("]")
    match = _ATTRIBUTES.match(walk.text, walk.position)
    if match is None:
        raise walk.fail("{lang=…}")
    attributes = dict(_ATTRIBUTE.findall(match[1]))
    if attributes.get("lang") != node.language or attributes.get("dir") != node.direction:
        raise walk.fail(f"lang {node.language} and dir {node.direction}")
    walk.position = match.end()


def _take_link(node: Link, walk: Walk) -> None:
    if walk.peek() == "<":
        walk.take("<")
        start = walk.position
        match node.children:
            case (Text(text=text, place=place),) if node.target in (text, f"mailto:{text}"):
                walk.check(place, "the address")
                walk.take(text)
            case _:
                raise walk.fail(f"the address {node.target}")
        if walk.position == start:
            raise walk.fail("an address")
        walk.take(">")
        return
    walk.take("[")
    start = walk.position
    take_inlines(node.children, walk)
    label = walk.text[start : walk.position]
    walk.take("]")
    _take_address(node.target, node.title, label, walk)


def _take_image(node: Image, walk: Walk) -> None:
    walk.check(node.place, "an image")
    walk.take("![")
    start, index = walk.position, 0
    while index < len(node.alt):
        if node.alt[index] == " " and walk.peek() in ("\n", " ") and _at_line_end(walk):
            walk.skip_blanks()
            walk.take("\n")
            walk.skip_prefix()
            index += 1
        else:
            index += len(_take_character(node.alt[index : index + 2], walk))
    label = walk.text[start : walk.position]
    walk.take("]")
    _take_address(node.path, "", label, walk)
    if node.decorative:
        walk.take("{decorative}")


def _at_line_end(walk: Walk) -> bool:
    return re.compile(r"[ \t]*\n").match(walk.text, walk.position) is not None


def _take_address(target: str, title: str, label: str, walk: Walk) -> None:
    """``(address "title")``, ``[label]``, ``[]`` or nothing behind the words of a link (CommonMark, 6.3)."""
    start = walk.position
    if walk.peek() == "(":
        try:
            walk.position += 1
            found = take_destination(walk, ")")
            walk.take(")")
            if found == (target, collapsed(title)):
                return
        except Remainder:
            pass
        walk.position = start
    match = _LABEL.match(walk.text, walk.position)
    if match is not None:
        walk.position = match.end()
        label = match[1] or label
    walk.references.append(Reference(normalised_label(label), target, collapsed(title), walk.here))
