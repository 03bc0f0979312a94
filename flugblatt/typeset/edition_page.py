"""The design of the archival PDF: what depends on script, language and title, as CSS variables, title lines and the mark.

Flow: (Statement, Edition, Language, families) -> ``title`` and ``mark`` -> ``rules`` -> CSS that follows ``archive.css``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flugblatt.language import fonts
from flugblatt.language.table import Language
from flugblatt.language.word_breaks import pieces
from flugblatt.model import (
    Edition,
    Emphasis,
    Heading,
    Inline,
    Link,
    Shifted,
    Span,
    Statement,
    Strong,
    Text,
    collapse,
    plain_text,
)
from flugblatt.typeset.line_breaks import in_a_string
from flugblatt.xhtml import quotation_mark
from flugblatt.xhtml.line_setting import title_lines

POINTS_PER_MM = 72 / 25.4
A5_MEASURE = 112 * POINTS_PER_MM  # pt: the title page has 18 mm on both sides
A4_MEASURE = 116 * POINTS_PER_MM  # pt: the block, as drawn
SMALLEST_TITLE = 20  # pt; chosen by eye: drawn down to 26, and further for what would not fit
MOST_TITLE_LINES = 6  # chosen by eye: more leave no room for the mark


def rules(
    statement: Statement,
    edition: Edition,
    language: Language,
    families: fonts.Families,
    tongues: dict[str, fonts.Families],
    title: float,
    lines: int,
    mark_box: tuple[float, float],
) -> str:
    """The variables and rules that depend on script, language and title."""
    script, a4 = language.script, statement.page == "a4"
    size, leading, lede = (
        (script.size * 1.104, 15 * script.leading / 13.5, script.lede * 1.148)
        if a4
        else (script.size, script.leading, script.lede)
    )
    heavy, bold, medium = (800, 700, 500) if families.sans[0] == "Alegreya Sans" else (700, 700, 400)
    width, height = mark_box
    if not a4:
        used = 24 + 4.8 + 4 + 1.1 + 6 + lines * title * script.title_leading / script.title / POINTS_PER_MM + 10
        room = 210 - 45 - used
        shrink = min(1.0, max(room, 0.0) / height)
        width, height = width * shrink, height * shrink
    else:
        width, height = 30, height * 30 / width
    variables = {
        "text": _stack(families.text),
        "notes": _stack(families.notes),
        "sans": _stack(families.sans),
        "latin-text": _stack(("Source Serif 4",)),
        "size": f"{size:g}pt",
        "leading": f"{leading:g}pt",
        "leading-2": f"{2 * leading:g}pt",
        "lede": f"{lede:g}pt",
        "indent": script.indent,
        "title": f"{title:g}pt",
        "title-leading": f"{title * script.title_leading / script.title:g}pt",
        "title-tracking": "-.012em" if script.emphasis == "italic" else "0",
        "heavy": str(heavy),
        "bold": str(bold),
        "medium": str(medium),
        "hyphens": "auto" if language.hyphenate else "manual",
        "align": "justify" if script.justify else "right" if language.direction == "rtl" else "left",
        "em-style": "italic" if script.emphasis == "italic" else "normal",
        "em-weight": "inherit" if script.emphasis == "italic" else "700",
        "red": quotation_mark.RED,
        "mark-width": f"{width:.2f}mm",
        "mark-height": f"{height:.2f}mm",
    }
    rules = [":root { " + " ".join(f"--{name}: {value};" for name, value in variables.items()) + " }"]
    figures = "decimal"
    if language.digits:
        figures = "own-figures"
        rules.append(
            f"@counter-style own-figures {{ system: numeric; symbols: {' '.join(_string(char) for char in language.digits)}; }}"
        )
    rules.append(f".note::footnote-call, .note::footnote-marker {{ content: counter(footnote, {figures}); }}")
    side = "right" if language.direction == "rtl" else "left"
    rules.append(
        f"@page {{ @bottom-{side} {{ content: counter(page, {figures}) '\\2003' {_string(in_a_string(edition.title_text))};"
        f" direction: {language.direction}; text-align: {side}; vertical-align: top; padding-top: {'26pt' if a4 else '14pt'};"
        f" font: {medium} 8pt/11pt {_stack(families.sans)}; color: #5F5A56; hyphens: none; }} }}"
    )
    if not a4:
        rules += [f"@page {page} {{ @bottom-{side} {{ content: none; }} }}" for page in ("front", "front:left")]
    if a4 and language.direction == "rtl":
        rules.append("@page a4 { margin: 30mm 66mm 50.04mm 28mm; }")
    for anchor, text in (
        ("title", edition.title_text),
        ("colophon", language.labels.edition),
        ("notes", language.labels.notes),
    ):
        rules.append(f"#{anchor} {{ bookmark-label: {_string(text)}; }}")
    for block in edition.blocks:
        if isinstance(block, Heading):
            rules.append(
                f"#{block.anchor} {{ bookmark-label: {_string(collapse(plain_text(block.children)).strip(' '))}; }}"
            )
    for tag, stack in tongues.items():
        rules.append(f'[lang="{tag}"] {{ font-family: {_stack(stack.text)}; }}')
        rules.append(
            f'h1 [lang="{tag}"], h2 [lang="{tag}"], .lede [lang="{tag}"] {{ font-family: {_stack(stack.sans)}; }}'
        )
    if language.script.indent_always:
        rules.append("main > p:not(.lede, .picture, .pictured) { text-indent: var(--indent); }")
    return "\n".join(rules)


def title(
    statement: Statement, edition: Edition, language: Language, face: fonts.Face
) -> tuple[float, tuple[str, ...]]:
    """The title's size in pt and its lines; without lines of our own where the title has marks in it."""
    a4 = statement.page == "a4"
    measure = A4_MEASURE if a4 else A5_MEASURE
    size = language.script.title * (32 / 33 if a4 else 1)
    title = edition.title_text.replace("\u00ad", "")
    while True:
        width = measure / size
        lines = title_lines(
            edition.title_text, language.weak, lambda text: fonts.advance(face, text.replace("\u00ad", "")), width
        )
        widest = max(fonts.advance(face, line.replace("\u00ad", "")) for line in lines)
        if (widest <= width and len(lines) <= MOST_TITLE_LINES) or size <= SMALLEST_TITLE or len(pieces(title)) < 2:
            break
        size -= 1
    return size, lines if widest <= measure / size else (edition.title_text,)


def spaced(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """``children`` with every run of white space in a text as one space, as the lines of the title are counted."""
    return tuple(
        replace(node, text=collapse(node.text))
        if isinstance(node, Text)
        else replace(node, children=spaced(node.children))
        if isinstance(node, Emphasis | Strong | Link | Span | Shifted)
        else node
        for node in children
    )


def _stack(families: tuple[str, ...]) -> str:
    return ", ".join(f"'{family}'" for family in families)


def _string(text: str) -> str:
    """``text`` as a CSS string (CSS Syntax 3, 4.3.5)."""
    return '"' + re.sub(r'[\\"<>\n]', lambda match: f"\\{ord(match[0]):x} ", text) + '"'
