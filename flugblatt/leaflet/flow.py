"""The flow of a laid-out leaflet: how far its text runs, over which panels, and whether the fixed parts have their room.

Flow: the engine's document -> ``measure`` (the panels of the text, column by column) -> ``Extent``; ``crowded`` looks at cover,
pull quote and back; ``line_breaks`` says what stands on every line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flugblatt.leaflet.measures import Measures
from flugblatt.typeset.alignment import walk
from flugblatt.typeset.engine import AbsolutePlaceholder, boxes

PIXELS_PER_MM = 96 / 25.4
HAIR = 0.5  # px; the engine rounds


@dataclass(frozen=True, slots=True)
class Extent:
    """``last`` is the page that the text ends on, ``fill`` how much of all its panels it takes (over 1: more than there is).

    ``lines`` and ``words`` count what stands beyond the panels of the text, ``all_lines`` every line of it, ``last_lines`` those on
    the page that it ends on, ``depth`` how far down it they reach, in px.
    """

    pages: int
    last: int
    fill: float
    lines: int
    words: str
    all_lines: int
    last_lines: int
    depth: float


def measure(document: Any, bodies: tuple[int, ...], measures: Measures) -> Extent:
    """How far the text runs that has the panels ``bodies`` (page numbers in order)."""
    used = capacity = 0.0
    last, lines, all_lines, last_lines, depth = bodies[0], 0, 0, 0, 0.0
    beyond: list[str] = []
    for number, page in enumerate(document.pages, 1):
        main = next((box for box in _blocks(page._page_box) if box.element_tag == "main"), None)
        bottom = page._page_box.content_box_y() + page._page_box.height
        top = main.content_box_y() if main is not None else page._page_box.content_box_y()
        room = (bottom - top) * measures.columns
        if number in bodies:
            capacity += room
        if main is None:
            continue
        on_page = list(_lines(main))
        all_lines += len(on_page)
        deepest = _deepest(main, top, bottom, measures)
        used += room if main is not _last_main(document) else deepest
        if deepest > 0 or on_page:
            last, last_lines, depth = number, len(on_page), deepest
        if number > bodies[-1]:
            lines += len(on_page)
            beyond += [text_of(line) for line in on_page]
    return Extent(
        len(document.pages),
        last,
        used / capacity if capacity else 1.0,
        lines,
        " ".join(beyond),
        all_lines,
        last_lines,
        depth,
    )


def crowded(document: Any, pages: int) -> tuple[str, ...]:
    """Which fixed parts have not enough room: "cover", "quote", "back"."""
    found: list[str] = []
    sheets = [page._page_box for page in document.pages[:pages]]
    if not sheets:
        return ("cover",)
    cover = _of_class(sheets[0], "cover panel")
    if cover is not None:
        heads = [box for box in _blocks(cover) if _class(box) == "subtitle" or box.element_tag == "h1"]
        feet = [box for box in _blocks(cover) if _class(box) == "issuers"]
        head = max(box.position_y + box.margin_height() for box in heads)
        foot = min((box.position_y for box in feet), default=sheets[0].content_box_y() + sheets[0].height)
        if head > foot - 2 * PIXELS_PER_MM:
            found.append("cover")
    else:
        band = _of_class(sheets[0], "cover masthead")
        if band is not None and band.position_y + band.margin_height() > sheets[0].content_box_y() + sheets[0].height:
            found.append("cover")
    for sheet in sheets:
        back = _of_class(sheet, "back")
        quote = _of_class(sheet, "pull")
        if back is not None and back.position_y < sheet.content_box_y() - HAIR:
            found.append("back")
        if quote is None:
            continue
        source = _of_class(sheet, "source")
        below = [box.position_y for box in (source, back) if box is not None]
        ends = [_end(quote), _end(source)] if source is not None else [_end(quote)]
        if any(end > start for end, start in zip(ends, below, strict=False)):
            found.append("quote")
    return tuple(dict.fromkeys(found))


def line_breaks(document: Any) -> tuple[tuple[str, ...], ...]:
    """The text of every line of every page, in order: what no manner may change. Marks between words, which alignment takes
    away, do not count."""
    return tuple(
        tuple(text_of(line).replace("\u200b", "") for line in _lines(page._page_box)) for page in document.pages
    )


def lines_of_blocks(document: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The blocks of the text that have lines, page by page, with these lines."""
    for page in document.pages:
        main = next((box for box in _blocks(page._page_box) if box.element_tag == "main"), None)
        for block in _blocks(main) if main is not None else ():
            lines = [line for line in getattr(block, "children", ()) if isinstance(line, boxes.LineBox)]
            if lines and block.element is not None:
                yield block, lines


def text_of(line: Any) -> str:
    """What a line says."""
    return "".join(box.text for box, _ in walk(line) if isinstance(box, boxes.TextBox))


def _last_main(document: Any) -> Any:
    """The last piece of the text."""
    found = None
    for page in document.pages:
        found = next((box for box in _blocks(page._page_box) if box.element_tag == "main"), found)
    return found


def _deepest(main: Any, top: float, bottom: float, measures: Measures) -> float:
    """How much of its regions a piece of the text takes: whole columns, and the last one down to its last line."""
    column, depth = 0, 0.0
    width = (measures.column + measures.gutter) * PIXELS_PER_MM
    for box, _ in walk(main):
        if isinstance(box, boxes.LineBox | boxes.ReplacedBox | boxes.TableBox) or box.element_tag == "hr":
            at = 0
            if measures.columns > 1:
                across = box.position_x - main.content_box_x()
                if box.style["direction"] == "rtl":
                    across = main.content_box_x() + main.width - box.position_x - box.width
                at = max(0, min(measures.columns - 1, int((across + 2) / width)))
            end = box.position_y + box.margin_height() - top
            column, depth = (at, end) if at > column else (column, max(depth, end) if at == column else depth)
    return column * (bottom - top) + depth


def _blocks(box: Any) -> Iterator[Any]:
    """The boxes above the lines, in the order they are drawn in."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox | boxes.LineBox):
        return
    yield box
    for child in getattr(box, "children", ()):
        yield from _blocks(child)


def _lines(box: Any) -> Iterator[Any]:
    """The lines in a box, those in an inline block as part of their line."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.LineBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _of_class(box: Any, name: str) -> Any:
    return next((each for each in _blocks(box) if _class(each) == name), None)


def _end(box: Any) -> float:
    return float(box.position_y + box.margin_height())


def _class(box: Any) -> str:
    return (box.element.get("class") or "") if box.element is not None and "::" not in (box.element_tag or "") else ""
