"""The laid-out pages: whether notes and colophon fit, which page rule is broken, and where each page begins.

Flow: the engine's document (and its alignment) -> answers for ``archive_pdf``.
"""

from __future__ import annotations

from typing import Any

from flugblatt.language.table import Language
from flugblatt.model import Code, Edition, Finding, PageStart, Pagination, Text, collapse, leaves
from flugblatt.typeset.alignment import Alignment, Fragment, is_generated, walk
from flugblatt.typeset.engine import boxes

PICTURE = Fragment("\ufffc")
SENDER, PIXELS_PER_MM = 243.0, 96 / 25.4  # mm from the top of an A4 page; drawn
LEAST_LINES = 5  # chosen: fewer lines on the last page are a rest
NOTES_SHARE = 1 / 3  # chosen by eye: a page of more notes than that is none of its text


def notes_too_tall(document: Any) -> bool:
    """Whether the notes of any page take more than a third of its text block."""
    for page in document.pages:
        box = page._page_box
        for child in box.children:
            if type(child).__name__ == "FootnoteAreaBox" and child.height > box.height * NOTES_SHARE:
                return True
    return False


def colophon_too_tall(document: Any) -> bool:
    """Whether the colophon, which stands on the foot of its page, rises above the page's text block."""
    for page in document.pages:
        for box, _ in walk(page._page_box):
            if box.element is not None and box.element.get("class") == "foot" and not is_generated(box):
                return bool(box.position_y < page._page_box.content_box_y() - 1)
    return False


def notes_put_off(document: Any) -> bool:
    """Whether the engine put off a note to a page without any text, or to that of the colophon, which leaves it no room."""
    with_text = {number for number, _ in _placed(document)}
    return any(
        type(box).__name__ == "FootnoteAreaBox" and box.children
        for number, page in enumerate(document.pages, 1)
        for box in page._page_box.children
        if number not in with_text and number > 1
    )


def above_foot(document: Any) -> float:
    """How far in px contact and boilerplate of a press release on A4 stand above their place at the foot of their page; 0 where
    there are none, or they stand there."""
    for page in document.pages:
        for box, _ in walk(page._page_box):
            if box.element is not None and box.element.get("class") == "sender" and not is_generated(box):
                foot = page._page_box.content_box_y() + page._page_box.height
                place = min(SENDER * PIXELS_PER_MM, foot - box.border_height() - 1)
                return max(0.0, float(place - box.position_y - box.margin_top))
    return 0.0


def rest(document: Any) -> range | None:
    """Where the text ends in fewer than five lines on a page of their own: the blocks, by their index, that should stand there; the
    first of them in part. None where it does not, or notes follow."""
    root = document._html.etree_element
    if any(element.get("class") == "notes" for element in root.iter("section")):
        return None
    there, before = _ends(document)
    if not before or len(there) >= LEAST_LINES:
        return None
    start, lines = there[0] - (there[0] not in before), len(there)
    while start > 0 and lines + before.count(start) < LEAST_LINES:
        lines += before.count(start)
        start -= 1
    return range(start, there[0] + 1)


def first_of_rest(document: Any) -> int:
    """The index of the block that the last page of the text begins with."""
    return min(_ends(document)[0], default=0)


def _ends(document: Any) -> tuple[list[int], list[int]]:
    """The blocks of the text, by their index, that the lines on its last page belong to, and those before."""
    placed = _placed(document)
    last = max((number for number, _ in placed), default=0)
    return [owner for number, owner in placed if number == last], [owner for number, owner in placed if number < last]


def _placed(document: Any) -> list[tuple[int, int]]:
    """The page of each line of the text, and the block, by its index, that it belongs to; a picture counts as five lines."""
    main = next(document._html.etree_element.iter("main"))
    owners = {part: index for index, block in enumerate(main) for part in block.iter()}
    small = {part for box in main.iter("span") if box.get("class") in ("note", "label") for part in box.iter()}
    placed: list[tuple[int, int]] = []
    for number, page in enumerate(document.pages, 1):
        for box, in_margin in walk(page._page_box):
            if in_margin or box.element not in owners or box.element in small:
                continue
            if isinstance(box, boxes.LineBox):
                placed.append((number, owners[box.element]))
            elif isinstance(box, boxes.ReplacedBox):
                placed += [(number, owners[box.element])] * LEAST_LINES
    return placed


def page_rule(document: Any, edition: Edition) -> list[Finding]:
    """A warning for each page that begins or ends with a single line of a paragraph of four lines or more."""
    found: list[Finding] = []
    lines: dict[Any, list[tuple[int, str]]] = {}
    for number, page in enumerate(document.pages, 1):
        for box, in_margin in walk(page._page_box):
            if isinstance(box, boxes.LineBox) and not in_margin and box.element is not None and box.element.tag == "p":
                text = "".join(part.text for part in box.descendants() if hasattr(part, "pango_layout"))
                lines.setdefault(box.element, []).append((number, text))
    for element, placed in lines.items():
        pages = sorted({number for number, _ in placed})
        if len(pages) < 2 or len(placed) < 4 or element.get("class") == "lede":
            continue
        for number in pages:
            on_page = [text for page, text in placed if page == number]
            if len(on_page) == 1:
                found.append(
                    Finding(
                        "page-single-line",
                        "warning",
                        f"one line of a paragraph stands alone on page {number}",
                        place_of(edition, on_page[0].strip()[:30]),
                    )
                )
    return found


def pagination(document: Any, edition: Edition, language: Language, alignment: Alignment) -> Pagination:
    """Where each page begins in the edition's blocks."""
    root = document._html.etree_element
    main = next(element for element in root.iter("main"))
    own = [element for element in main if element.get("class") != "dateline"]
    standing = [part for element in own for part in (element if element.tag == "figure" else (element,))]
    blocks = {element: index for index, element in enumerate(standing)}
    read: dict[int, int] = {}
    starts: dict[int, tuple[int, int]] = {}
    last = len(edition.blocks)
    for box, page in alignment.order:
        index, inside = _block_of(box.element, blocks, alignment, root)
        fragment = alignment.fragments.get(box, PICTURE)
        if index is not None and not fragment.generated and inside:
            starts.setdefault(page, (index, read.get(index, 0)))
            read[index] = read.get(index, 0) + len(_of_text(box.element, fragment.logical))
    out: list[PageStart] = []
    for number in range(1, len(document.pages) + 1):
        seen_before = any(page < number for page in starts)
        block, offset = starts.get(number, (last, 0) if seen_before else (-1, 0))
        if number == 1:
            block, offset = -1, 0
        out.append(PageStart(language.number(number), block, offset))
    return Pagination(tuple(out))


def _of_text(element: Any, said: str) -> str:
    """What of ``said`` is text: of the call of a note at the end only the spaces behind it, where a line ends there."""
    is_call = "call" in element.get("class", "").split()
    return said[len(said.rstrip(" ")) :] if is_call else said


def _block_of(element: Any, blocks: dict[Any, int], alignment: Alignment, root: Any) -> tuple[int | None, bool]:
    """The index of the top-level block that an element lies in; False for a note or a label, which are not its text."""
    inside = True
    while element is not None and element is not root:
        if element in alignment.notes or element.get("class") == "label":
            inside = False
        if element in blocks:
            return blocks[element], inside
        element = alignment.parents.get(element)
    return None, False


def place_of(edition: Edition, snippet: str) -> str:
    """The place of the leaf that holds ``snippet``, or the edition's file; of two side by side in the one that has it."""
    words = collapse(snippet).strip(" ")[:24]
    for side in edition.sides:
        for leaf in leaves((side.title, side.blocks, side.notes)):
            if isinstance(leaf, Text | Code) and words and words in collapse(leaf.text):
                return f"{side.source.path}:{leaf.place.line}:{leaf.place.column}"
    return edition.source.path
