"""The contents of a long work, and the section that the foot of each of its pages names.

Flow: laid-out pages -> ``is_due`` -> ``plan_of``: the page of every heading, the section of every page -> ``entries`` for
``archive.html.j2`` and ``running_section`` for the style sheet. ``shifted`` is the plan as it will be with the contents in their
place, ahead of the text: what is laid out by it shows whether it was so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from flugblatt.language.table import Language
from flugblatt.model import (
    Break,
    Call,
    Edition,
    Emphasis,
    Heading,
    Image,
    Inline,
    Link,
    Shifted,
    Span,
    Strong,
    Text,
    collapse,
    plain_text,
)
from flugblatt.typeset import edition_page
from flugblatt.typeset.alignment import walk
from flugblatt.typeset.engine import boxes
from flugblatt.typeset.line_breaks import in_a_string
from flugblatt.xhtml import blocks

LEAST_HEADINGS, LEAST_PAGES = 7, 12  # drawn: fewer are found by leafing
AROUND = ("signatories", "notes", "colophon")  # what stands behind the text with a heading of its own, by its id


@dataclass(frozen=True, slots=True)
class Plan:
    """The page of each heading by its anchor, and of each page the section that holds at its first line."""

    numbers: tuple[tuple[str, int], ...]
    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: where it leads, the figure of that page, its words, whether these are in the language of labels,
    and the entries below it."""

    anchor: str
    number: str
    words: Markup | str
    label: bool = False
    parts: tuple[Entry, ...] = ()


def headings(edition: Edition) -> tuple[Heading, ...]:
    """The headings that the contents list: those of the second and third level that have words."""
    return tuple(block for block in edition.blocks if isinstance(block, Heading) and block.level <= 3 and _words(block))


def is_due(document: Any, edition: Edition) -> bool:
    """Whether a work laid out without contents is to have them."""
    return len(document.pages) >= LEAST_PAGES and len(headings(edition)) >= LEAST_HEADINGS


def plan_of(document: Any, edition: Edition, language: Language) -> Plan:
    """Where the headings of laid-out pages stand."""
    holding = edition.title_text
    listed = {block.anchor for block in headings(edition)} | {*AROUND}
    opening = _sections(edition, language)
    numbers: dict[str, int] = {}
    sections: list[str] = []
    for number, page in enumerate(document.pages, 1):
        first: str | None = None
        for box, in_margin in walk(page._page_box):
            if in_margin or box.element is None:
                continue
            anchor = box.element.get("id")
            if anchor in listed and anchor not in numbers:
                numbers[anchor] = number
                holding = opening.get(anchor, holding)
            if first is None and _is_read(box):
                first = holding
        sections.append(holding if first is None else first)
    return Plan(tuple(numbers.items()), tuple(sections))


def shifted(plan: Plan, document: Any, edition: Edition) -> Plan:
    """The plan of pages without contents as it is with one page of them before the text; on A4 and in large print that page is the
    first one, which the text leaves."""
    main = next(document._html.etree_element.iter("main"))
    inside = {*main.iter()}
    places = (
        number
        for number, page in enumerate(document.pages)
        for box, in_margin in walk(page._page_box)
        if not in_margin and box.element in inside
    )
    front = max(1, next(places, 1))
    numbers = tuple((anchor, number + 1) for anchor, number in plan.numbers)
    return Plan(numbers, (*plan.sections[:front], edition.title_text, *plan.sections[front:]))


def entries(plan: Plan, edition: Edition, language: Language, manner: blocks.Manner) -> tuple[Entry, ...]:
    """The lines of the contents; what is of the third level stands below the one before of the second."""
    numbers = dict(plan.numbers)
    found: list[Entry] = []
    for block in headings(edition):
        words = blocks.inline(tuple(_bare(block.children)), edition, language, manner)
        entry = Entry(block.anchor, language.number(numbers[block.anchor]), words)
        if block.level > 2 and found:
            found[-1] = replace(found[-1], parts=(*found[-1].parts, entry))
        else:
            found.append(entry)
    for anchor, label in zip(AROUND, _labels(language), strict=True):
        if anchor in numbers:
            found.append(Entry(anchor, language.number(numbers[anchor]), label, True))
    return tuple(found)


def running_section(plan: Plan, language: Language) -> str:
    """The rules by which the foot of a page names its section in the place of the title."""
    side, figures = edition_page.start(language), edition_page.figures_of(language)
    return "".join(
        f"\n@page :nth({number}) {{ @bottom-{side} {{ "
        f"content: counter(page, {figures}) '\\2003' {edition_page.in_css(in_a_string(words))}; }} }}"
        for number, words in enumerate(plan.sections, 1)
    )


def _sections(edition: Edition, language: Language) -> dict[str, str]:
    """The words of each section by the anchor that opens it."""
    around = dict(zip(AROUND, _labels(language), strict=True))
    return around | {block.anchor: _words(block) for block in headings(edition) if block.level == 2}


def _labels(language: Language) -> tuple[str, str, str]:
    return language.labels.signatories, language.labels.notes, language.labels.edition


def _words(block: Heading) -> str:
    return collapse(plain_text(block.children)).strip(" ")


def _is_read(box: Any) -> bool:
    """Whether a box has words, or a picture that is one."""
    if isinstance(box, boxes.ReplacedBox):
        return bool(box.element.get("alt"))
    return isinstance(box, boxes.TextBox) and bool(box.text.strip())


def _bare(children: tuple[Inline, ...]) -> Iterator[Inline]:
    """A heading as it is listed: on one line, without calls of notes, pictures, links and emphasis."""
    for node in children:
        match node:
            case Call() | Image():
                pass
            case Break():
                yield Text(" ", node.place)
            case Emphasis() | Strong() | Link():
                yield from _bare(node.children)
            case Span() | Shifted():
                yield replace(node, children=tuple(_bare(node.children)))
            case _:
                yield node
