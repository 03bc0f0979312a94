"""How lines are set: words kept together, opening quotes hung, titles cut into their lines. No trick changes a character.

Flow: inline content -> ``set_paragraph`` -> the same content with spans that say what stays on one line and what hangs;
title and the lines that ``title_setting`` has chosen -> ``cut`` -> the content of each line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from flugblatt.language.addresses import addresses
from flugblatt.language.bonds import bound
from flugblatt.language.table import Language
from flugblatt.language.word_breaks import UNSPACED, pieces
from flugblatt.model import Code, Emphasis, Inline, Link, Place, Shifted, Span, Strong, Text, collapse, plain_text

OPENING = "„“”«»‚‘’‹›\"'"
SQUARE = frozenset(["Jpan", "Hans", "Hant"])
"""Scripts that are set on the square of their characters."""
SHORT = 10  # letters, as drawn: a last word under that does not stand alone


@dataclass(frozen=True, slots=True)
class Together:
    """Text that stays on one line."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Hung:
    """An opening quotation mark that stands in the margin by ``em`` of its own size."""

    text: str
    em: float
    place: Place


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where page ``number`` of the printed edition begins; ``label`` is its printed number."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Blank:
    """The blank between two pictures."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The last word of a text, with the mark of its end beside it; without text the mark alone."""

    text: str


SetInline = Inline | Together | Hung | PageMark | Blank | Ended
LONGEST_END = 30  # characters; chosen: of a longer last word but its end stays with the mark
IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Letters of Han and Kana, between which any line may end."""


def set_paragraph(
    children: tuple[Inline, ...], language: Language, width: Callable[[str], float]
) -> tuple[SetInline, ...]:
    """``children`` with the last two words kept together where the last is short, and with whatever is bound to them; an opening
    quote hung by its ``width`` in em (not in Han, Kana and Hangul, whose quotes fill a square)."""
    hang = language.script.code not in ("Jpan", "Hant", "Hans", "Kore")
    quote, rest = _split_quote(children) if hang else (None, children)
    pieces = _keep(rest, language, last=True)
    return (Hung(quote.text, round(width(quote.text), 3), quote.place), *pieces) if quote else pieces


def with_end(children: tuple[SetInline, ...]) -> tuple[SetInline, ...]:
    """``children`` with the mark of the end bound to the last word."""
    match children:
        case (*head, Together(text=text)):
            return (*head, Ended(text))
        case (*head, Text(text=text)) if text.strip():
            word = pieces(text.rstrip())[-1]
            before = text[: -2 if IDEOGRAPH.search(word) or len(word) > LONGEST_END else len(text.rstrip()) - len(word)]
            kept = (replace(children[-1], text=before),) if before else ()  # type: ignore[arg-type]
            return (*head, *kept, Ended(text[len(before) :]))
    return (*children, Ended(""))


def _split_quote(children: tuple[Inline, ...]) -> tuple[Text | None, tuple[Inline, ...]]:
    match children:
        case (Text(text=text, place=place), *rest) if text[:1] in OPENING and len(text) > 1:
            after = Text(text[1:], replace(place, column=place.column + 1))
            return Text(text[0], place), (after, *rest)
    return None, children


def _keep(children: tuple[Inline, ...], language: Language, last: bool) -> tuple[SetInline, ...]:
    out: list[SetInline] = []
    for index, node in enumerate(children):
        final = last and index == len(children) - 1
        match node:
            case Text():
                out.extend(_keep_text(node, language, final))
            case Emphasis() | Strong() | Link() | Span() | Shifted():
                out.append(replace(node, children=_keep(node.children, language, final)))  # type: ignore[arg-type]
            case _:
                out.append(node)
    return tuple(out)


def _keep_text(node: Text, language: Language, final: bool) -> tuple[SetInline, ...]:
    spaced = language.script.code not in UNSPACED | SQUARE  # where spaces part phrases, the last two are no words
    words = re.search(r"[^ \t\n]+[ \t\n]+([^ \t\n]+)$", node.text) if final and spaced else None
    if not words or sum(char.isalpha() for char in words[1]) >= SHORT or len(words[0]) >= 4 * SHORT:
        return (node,)
    parted = [(one.start, one.end) for one in addresses(node.text)]
    held = (begin for begin, end in (*parted, *bound(node.text, language.tag)) if begin < words.start() < end)
    start = min(held, default=words.start())
    before = (Text(node.text[:start], node.place),) if start else ()
    return (*before, Together(node.text[start:], node.place))


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


def cut(children: tuple[Inline, ...], lines: tuple[str, ...]) -> tuple[tuple[Inline, ...], ...]:
    """``children`` cut into one part for each of ``lines``, which are their words; a space stays at its line's end.

    White space in the text is single spaces (``collapse``), as ``set_title`` wants it too.
    """
    parts: list[tuple[Inline, ...]] = []
    rest, text = children, plain_text(children)
    for line in lines[:-1]:
        length = len(line) + text[len(line) :].startswith(" ")
        head, rest = split(rest, length)
        text = text[length:]
        parts.append(head)
    return (*parts, rest)


def split(
    children: tuple[Inline, ...], length: int, said: Callable[[tuple[Inline, ...]], str] = plain_text
) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The first ``length`` characters of ``children`` as ``said`` counts them, and what follows."""
    head: list[Inline] = []
    for index, node in enumerate(children):
        size = len(said((node,)))
        if size <= length:
            head.append(node)
            length -= size
            continue
        if length:
            match node:
                case Text(text=text) | Code(text=text):
                    head.append(replace(node, text=text[:length]))
                    return tuple(head), (replace(node, text=text[length:]), *children[index + 1 :])
                case Emphasis() | Strong() | Link() | Span() | Shifted():
                    first, second = split(node.children, length, said)
                    head.append(replace(node, children=first))
                    return tuple(head), (replace(node, children=second), *children[index + 1 :])
                case _:
                    head.append(node)
                    return tuple(head), children[index + 1 :]
        return tuple(head), children[index:]
    return tuple(head), ()
