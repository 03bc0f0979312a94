"""Alignment: every laid-out text fragment against the text of the document, in order, before anything is drawn.

Flow: layout -> ``align`` -> for each text box what it says (``Fragment``), with the space that a line break swallowed and
the hyphen that hyphenation added; anything missing, doubled, reordered, hidden or off the page raises ``Misaligned``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flugblatt.typeset.engine import AbsolutePlaceholder, boxes
from flugblatt.typeset.line_breaks import MARK, unmarked, without
from flugblatt.typeset.visual_order import RTL

BLANKS = " \t\r\n\f"
SOFT_HYPHEN = "\u00ad"
BOUNDARY = "\x1d"
PICTURE = "\x1c"
BLOCK_TAGS = frozenset(
    [
        "html",
        "body",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "section",
        "main",
        "blockquote",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "hr",
    ]
)
PSEUDO = re.compile(r"::(?!first-)[a-z-]+$")  # a first letter or line is the source's, in another style
SAFE_EDGE = 15.0  # px, 4 mm; chosen: no text of a page stands nearer to its edge


class Misaligned(Exception):
    """The laid-out text is not the document's text. ``snippet`` is text of the source near the place."""

    def __init__(self, message: str, snippet: str, page: int) -> None:
        super().__init__(message)
        self.snippet = snippet
        self.page = page


@dataclass(slots=True)
class Fragment:
    """What one text box says: ``logical`` text, ``hyphen`` if hyphenation drew one, ``tail`` a swallowed space, ``lead`` one
    that was swallowed before it, behind a picture."""

    logical: str
    hyphen: str = ""
    tail: str = ""
    lead: str = ""
    generated: bool = False
    alone: bool = False
    """It is the blank between two pictures, which is drawn, as no words are there to take it."""


@dataclass(slots=True)
class Alignment:
    """The result of ``align``, keyed by boxes and elements of the engine.

    ``actuals`` is filled while drawing: ActualText that belongs on the structure element, since on the content plain
    readers would reverse it again. ``order`` holds the text boxes and pictures of the flow with their page numbers. ``columns``
    are elements that flow over pages beside each other: each is a text of its own; ``parts`` those that the structure begins
    with, in their order.
    """

    fragments: dict[Any, Fragment] = field(default_factory=dict)
    artifacts: dict[Any, dict[str, str]] = field(default_factory=dict)
    parents: dict[Any, Any] = field(default_factory=dict)
    notes: set[Any] = field(default_factory=set)
    columns: frozenset[Any] = frozenset()
    parts: list[Any] = field(default_factory=list)
    actuals: dict[Any, str] = field(default_factory=dict)
    order: list[tuple[Any, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Flow:
    text: str
    position: int = 0
    previous: Any = None
    after_mark: bool = False


def walk(box: Any, in_margin: bool = False) -> Iterator[tuple[Any, bool]]:
    """Every box in the order it is drawn in, with whether it is in a page margin."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    in_margin = in_margin or isinstance(box, boxes.MarginBox)
    yield box, in_margin
    if not isinstance(box, boxes.TextBox):
        for child in getattr(box, "children", ()):
            yield from walk(child, in_margin)


def is_generated(box: Any) -> bool:
    """Whether a box was made by a pseudo-element: note calls, note marks, list marks."""
    return bool(PSEUDO.search(box.element_tag or ""))


def is_block(element: Any) -> bool:
    return element.tag in BLOCK_TAGS or element.get("class") == "note-part"


def align(document: Any, columns: frozenset[Any] = frozenset()) -> Alignment:
    """Match the document's boxes with its elements' text; the swallowed spaces are put back into the boxes."""
    root = document._html.etree_element
    columns |= _parted_cells(root)
    result = Alignment(parents={child: parent for parent in root.iter() for child in parent}, columns=columns)
    found = _collect(document, result)
    flows: dict[Any, _Flow] = {}
    for box, page in found:
        is_call = (box.element_tag or "").endswith("::footnote-call")
        home = _flow_of(result.parents[box.element] if is_call else box.element, result, root)
        if home not in flows:
            flows[home] = _Flow(_text_of(home, result.notes | result.columns))
        if isinstance(box, boxes.ReplacedBox):
            _match_picture(page, flows[home], result)
        else:
            _match(box, page, flows[home], result)
    for column in columns - flows.keys():
        flows[column] = _Flow(_text_of(column, result.notes | result.columns))
    for flow in flows.values():
        if rest := flow.text[flow.position :].replace(BOUNDARY, " ").strip(BLANKS + SOFT_HYPHEN):
            raise Misaligned(f"text of the source is not drawn: {rest[:60]!r}", rest[:60], len(document.pages))
    if root not in flows and not columns:
        raise Misaligned("the document draws no text", "", 1)
    result.order = [(box, page) for box, page in found if box in result.fragments or isinstance(box, boxes.ReplacedBox)]
    for box, fragment in result.fragments.items():
        if fragment.lead:
            fragment.logical = " " + fragment.logical
            if not is_rtl(box):
                box.pango_layout.text = " " + box.pango_layout.text
        if fragment.tail:
            fragment.logical += " "
            if not is_rtl(box) and not box.pango_layout.text.endswith(" "):
                box.pango_layout.text += " "
        elif box.pango_layout.text.endswith(" ") and not fragment.logical.endswith(" ") and not is_rtl(box):
            box.pango_layout.text = box.pango_layout.text.rstrip(" ")  # drawn at a block's end, and no text
    return result


def _parted_cells(root: Any) -> frozenset[Any]:
    """The cells of tables whose rows may go over pages: what is left of each follows that of those before it."""
    tall = (table for table in root.iter("table") if "tall" in (table.get("class") or "").split())
    return frozenset(cell for table in tall for cell in table.iter("td"))


def is_rtl(box: Any) -> bool:
    return bool(box.pango_layout.first_line_direction % 2) or bool(RTL.search(box.text))


def _collect(document: Any, result: Alignment) -> list[tuple[Any, int]]:
    """The text boxes of the flow with their pages; margins, repeated table heads and decoration become artifacts."""
    found: list[tuple[Any, int]] = []
    heads: dict[Any, int] = {}
    title = document._html.etree_element.findtext("head/title") or ""
    for number, page in enumerate(document.pages, 1):
        subtype = "/Header"
        for box, in_margin in walk(page._page_box):
            if isinstance(box, boxes.MarginBox):
                subtype = "/Header" if box.at_keyword.startswith("@top") else "/Footer"
            is_leaf = isinstance(box, boxes.TextBox | boxes.ReplacedBox)
            if in_margin:
                if is_leaf:
                    result.artifacts[box] = {"Type": "/Pagination", "Subtype": subtype}
                _without_marks(box, title)
                continue
            if box.element is None:
                continue
            head = _ancestor(box.element, "thead", result.parents)
            if head is not None and heads.setdefault(head, number) != number:
                result.artifacts[box] = {"Type": "/Pagination"}
                _without_marks(box, "".join(head.itertext()))
                continue
            _check_visible(box, number)
            if (box.element_tag or "").endswith("::footnote-call"):
                result.notes.add(box.element)
            if isinstance(box, boxes.ReplacedBox) and box.element.get("role") == "presentation":
                result.artifacts[box] = {}
            if isinstance(box, boxes.ReplacedBox):
                found.append((box, number))
            if isinstance(box, boxes.TextBox):
                if not box.text.strip(" "):
                    result.artifacts[box] = {}
                else:
                    _check_inside(box, page, number)
                found.append((box, number))
    return found


def _without_marks(box: Any, text: str) -> None:
    """The box of an artifact without the marks of its line ends, unless ``text``, which it says a part of, has such characters."""
    if isinstance(box, boxes.TextBox) and MARK not in text:
        box.text, box.pango_layout.text = (drawn.replace(MARK, "") for drawn in (box.text, box.pango_layout.text))


def _match(box: Any, page: int, flow: _Flow, result: Alignment) -> None:
    text = box.text
    fragment = result.fragments[box] = Fragment(text)
    if is_generated(box):
        fragment.generated = True
        if (box.element_tag or "").endswith("::footnote-call"):
            flow.previous = box
        return
    start = flow.position
    while start < len(flow.text) and flow.text[start] in BLANKS + BOUNDARY:
        start += 1
    if MARK in text:
        text = fragment.logical = _take_marks_out(box, flow.text[start : start + len(text)], result)
    core = text.strip(" ")
    gap = flow.text[flow.position : start]
    before = result.fragments.get(flow.previous)
    swallowed = bool(gap) and BOUNDARY not in gap and before is not None and not before.logical.endswith(" ")
    if not core:
        if flow.after_mark and gap and BOUNDARY not in gap and flow.text.startswith(PICTURE, start):
            del result.artifacts[box]  # what parts two pictures is text
            fragment.logical, fragment.alone, flow.position, flow.previous = " ", True, start, box
        elif swallowed and before is not None and not before.tail:
            before.tail = " "
            flow.position = start
        return
    hyphen = box.style["hyphenate_character"]
    if length := _said(core, flow.text, start):
        pass
    elif core.endswith(hyphen) and (length := _said(core[: -len(hyphen)], flow.text, start)):
        fragment.hyphen = hyphen
        fragment.logical = text.removesuffix(hyphen)
    else:
        wanted = flow.text[start : start + len(core) + 20].replace(BOUNDARY, " ")
        raise Misaligned(f"drawn {core[:60]!r} where the source has {wanted[:60]!r}", wanted[:40], page)
    if swallowed and before is not None and not before.tail and not text.startswith(" "):
        before.tail = " "
    if flow.after_mark and gap and BOUNDARY not in gap and not text.startswith(" "):
        # A picture takes no text of the flow, so the space swallowed behind it opens the next words.
        fragment.lead = " "
    flow.after_mark = False
    flow.previous = box
    flow.position = start + length


def _said(core: str, text: str, start: int) -> int:
    """How many characters of ``text`` from ``start`` on say ``core``; 0 where they do not. A soft hyphen says nothing: the engine
    leaves it out where nothing is hyphenated, as in code, and at some line ends."""
    if text.startswith(core, start):
        return len(core)
    place = start
    for char in core:
        while text[place : place + 1] == SOFT_HYPHEN != char:
            place += 1
        if text[place : place + 1] != char:
            return 0
        place += 1
    return place - start


def _take_marks_out(box: Any, wanted: str, result: Alignment) -> str:
    """The text of a box without the marks of its line ends; the box says and draws it so."""
    box.text, marks = unmarked(box.text, wanted)
    box.pango_layout.text = without(box.pango_layout.text, marks)
    if not box.text.strip(" "):
        result.artifacts[box] = {}
    return str(box.text)


def _match_picture(page: int, flow: _Flow, result: Alignment) -> None:
    """A picture stands where the text has its sign; a space swallowed before it ends the words before."""
    start = flow.position
    while start < len(flow.text) and flow.text[start] in BLANKS + BOUNDARY:
        start += 1
    if not flow.text.startswith(PICTURE, start):
        raise Misaligned("a picture stands where the source has none", flow.text[start : start + 40], page)
    gap = flow.text[flow.position : start]
    before = result.fragments.get(flow.previous)
    if gap and BOUNDARY not in gap and before is not None and not before.logical.endswith(" "):
        before.tail = " "
    flow.position, flow.previous, flow.after_mark = start + 1, None, True


def _text_of(home: Any, apart: set[Any]) -> str:
    """The text of a flow: of the document without what flows apart, or of one note or column. Block ends are BOUNDARY."""
    out: list[str] = []

    def visit(element: Any, top: bool, raw: bool) -> None:
        if not isinstance(element.tag, str) or element.tag in ("head", "style", "script"):
            return
        if element in apart and not top:
            return
        raw = raw or element.tag == "pre"
        if is_block(element):
            out.append(BOUNDARY)
        if element.tag == "br":
            out.append(" ")
        if element.tag == "img":
            out.append(PICTURE)
        out.append(_blanks(element.text, raw))
        for child in element:
            visit(child, False, raw)
            out.append(_blanks(child.tail, raw))
        if is_block(element):
            out.append(BOUNDARY)

    visit(home, True, False)
    return "".join(out)


def _blanks(text: str | None, raw: bool) -> str:
    return (text or "") if raw else re.sub("[ \t\r\n\f]+", " ", text or "")


def _flow_of(element: Any, result: Alignment, root: Any) -> Any:
    while element is not None:
        if element in result.notes or element in result.columns:
            return element
        element = result.parents.get(element)
    return root


def _ancestor(element: Any, tag: str, parents: dict[Any, Any]) -> Any:
    while element is not None:
        if element.tag == tag:
            return element
        element = parents.get(element)
    return None


def _check_visible(box: Any, page: int) -> None:
    style = box.style
    if isinstance(box, boxes.ReplacedBox):
        return
    if style["visibility"] != "visible" or style["overflow"] != "visible" or style["opacity"] == 0:
        raise Misaligned(f"<{box.element_tag}> is hidden or clipped", getattr(box, "text", ""), page)


def _check_inside(box: Any, page: Any, number: int) -> None:
    """Text must stand at least 4 mm (15 px) inside the page on every side."""
    inside = (
        box.position_x >= SAFE_EDGE
        and box.position_y >= SAFE_EDGE
        and box.position_x + box.width <= page.width - SAFE_EDGE
        and box.position_y + box.height <= page.height - SAFE_EDGE
    )
    if not inside:
        raise Misaligned(f"{box.text[:60]!r} runs off the page", box.text.strip()[:40], number)
