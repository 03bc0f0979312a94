"""The text of an OpenDocument file, read from its XML by a reader of our own: ``word_source`` for LibreOffice's files.

Flow: content.xml -> paragraphs and headings in document order, those of tables, frames and lists among them -> labels of numbered
lists -> notes in the order of their calls -> ``Edition`` of lines. The clauses are those of ODF 1.3, part 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from flugblatt.content import language_tags
from flugblatt.content.importing.office_container import opened, tree
from flugblatt.model import Break, Call, Edition, Image, Inline, Place, Text
from flugblatt.proving.word_source import edition_of, figure, one_line

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
GONE = {
    f"{TEXT}tracked-changes",
    f"{OFFICE}annotation",
    f"{OFFICE}annotation-end",
    f"{TEXT}sequence-decls",
    f"{OFFICE}forms",
}
"""Text that was deleted, comments and declarations (5.5, 14.1)."""
BLOCKS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list")
FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
HERE = Place(1, 1)


@dataclass(slots=True)
class _Reader:
    styles: dict[str, dict[int, Any]]
    lines: list[list[Inline]] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def blocks(self, parent: Any, style: str = "", depth: int = 0, label: str = "") -> None:
        for child in parent:
            if child.tag in GONE or not isinstance(child.tag, str):
                continue
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                self.paragraph(child, label)
                label = ""
            elif child.tag == f"{TABLE}table-cell":
                self.cell(child)
            elif child.tag == f"{TEXT}list":
                self.items(child, child.get(f"{TEXT}style-name") or style, depth + 1)
            else:
                self.blocks(child, style, depth, label)

    def cell(self, element: Any) -> None:
        """A cell is one line, as ``word_source`` has it."""
        before, self.lines = self.lines, []
        self.blocks(element)
        found: list[Inline] = []
        for line in self.lines:
            found += [*([Break(HERE)] if found and line else []), *line]
        self.lines = [*before, one_line(found)]

    def items(self, element: Any, style: str, depth: int) -> None:
        """Items with the labels of numbered ones (5.3.3); a list that goes on says so (19.880)."""
        levels = self.styles.get(style, {})
        level = levels.get(
            max((one for one in levels if one <= depth), default=0)
        )  # the next lower one where one lacks (16.30)
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        number = self.counts.get((style, depth), 0) if goes_on else _start(level) - 1
        for item in element:
            if item.tag == f"{TEXT}list-item":
                number = int(item.get(f"{TEXT}start-value") or number + 1)
                self.counts[style, depth] = number
                self.blocks(item, style, depth, _label(level, number))
            elif item.tag == f"{TEXT}list-header":
                self.blocks(item, style, depth)

    def paragraph(self, element: Any, label: str) -> None:
        found: list[Inline] = [Text(f"{label} ", HERE)] if label else []
        boxes: list[Any] = []
        self.inlines(element, found, boxes)
        self.lines.append(found)
        for box in boxes:
            self.blocks(box)

    def inlines(self, element: Any, found: list[Inline], boxes: list[Any]) -> None:
        found.append(Text(_plain(element.text), HERE))
        for child in element:
            self.inline(child, found, boxes)
            found.append(Text(_plain(child.tail), HERE))

    def inline(self, element: Any, found: list[Inline], boxes: list[Any]) -> None:
        if element.tag in GONE or not isinstance(element.tag, str):
            return
        match element.tag.rpartition("}")[2]:
            case "s":
                found.append(Text(" " * int(element.get(f"{TEXT}c") or 1), HERE))
            case "tab":
                found.append(Text("\t", HERE))
            case "line-break":
                found.append(Break(HERE))
            case "note":
                self.notes.append(element.find(f"{TEXT}note-body"))
                found.append(Call(len(self.notes), HERE))
            case "frame":
                words = " ".join((element.findtext(f"{SVG}desc") or element.findtext(f"{SVG}title") or "").split())
                if element.find(f"{DRAW}image") is not None:
                    found.append(Image("picture", words, False, HERE))
                boxes += element.iterfind(f"{DRAW}text-box")
            case _ if element.tag.startswith(DRAW) and any(child.tag in BLOCKS for child in element):
                boxes.append(element)
            case "title" | "desc" | "bookmark" | "bookmark-start" | "bookmark-end" | "soft-page-break":
                pass
            case _:
                self.inlines(element, found, boxes)


def read(data: bytes, path: str) -> Edition:
    """The edition that an OpenDocument text is, as ``word_source.read`` gives it."""
    with opened(data, path) as archive:
        content, styles = tree(archive, "content.xml"), tree(archive, "styles.xml")
    lists: dict[str, dict[int, Any]] = {}
    for root in filter(lambda one: one is not None, (styles, content)):
        for style in root.iter(f"{TEXT}list-style"):
            lists[style.get(f"{STYLE}name", "")] = {int(level.get(f"{TEXT}level", "1")): level for level in style}
    reader = _Reader(lists)
    reader.blocks(content.find(f"{OFFICE}body/{OFFICE}text"))
    lines, bodies = reader.lines, []
    for note in reader.notes:
        reader.lines = []
        reader.blocks(note)
        bodies.append(reader.lines)
    return edition_of(lines, bodies, path, _language(styles))


def _plain(text: str | None) -> str:
    """White space as the format counts it (6.1.2)."""
    return re.sub(r"[\t\r\n ]+", " ", text or "")


def _start(level: Any) -> int:
    return int(level.get(f"{TEXT}start-value") or 1) if level is not None else 1


def _label(level: Any, number: int) -> str:
    form = (
        level.get(f"{STYLE}num-format", "")
        if level is not None and level.tag.endswith("list-level-style-number")
        else ""
    )
    if not form:
        return ""
    return f"{level.get(f'{STYLE}num-prefix', '')}{figure(number, FORMS.get(form, 'decimal'))}{level.get(f'{STYLE}num-suffix', '')}"


def _language(styles: Any) -> str:
    """The language of the default style; ``und`` where it says none."""
    for properties in styles.iter(f"{STYLE}text-properties") if styles is not None else ():
        if language := properties.get(f"{FO}language"):
            return language_tags.canonical(language) or "und"
    return "und"
