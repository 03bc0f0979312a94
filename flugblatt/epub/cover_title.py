"""The title of a cover or card: its words with their languages, in the lines that ``title_setting`` chooses.

Flow: title, face, room -> ``set_edition`` -> ``SetTitle``; its lines and the inline content of the title -> ``cut`` -> the runs of
each line, each with the language it is marked with. Lengths are in px.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.language import fonts
from flugblatt.language.table import Language, describe
from flugblatt.model import (
    Break,
    Code,
    Direction,
    Edition,
    Emphasis,
    Inline,
    Link,
    Shifted,
    Span,
    Strong,
    Text,
    plain_text,
)
from flugblatt.xhtml.title_setting import SOFT_HYPHEN, Room, SetTitle, set_title


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a title in one language; ``language`` and ``direction`` are empty where they are the edition's."""

    text: str
    language: str = ""
    direction: Direction | str = ""


def set_edition(edition: Edition, language: Language, face: fonts.Face, room: Room) -> SetTitle:
    """The title as it is set: without soft hyphens, as the engine hyphenates a word that no row holds."""
    wanted = tuple(line.replace(SOFT_HYPHEN, "") for line in edition.title_lines)
    return set_title(edition.title_text.replace(SOFT_HYPHEN, ""), language, face, room, wanted)


def cut(edition: Edition, lines: tuple[str, ...]) -> tuple[tuple[Run, ...], ...]:
    """The runs of each line; the space between two lines stands at the end of the first."""
    letters = list(_collapsed(edition))
    parts: list[tuple[Run, ...]] = []
    for line in lines:
        length = len(line) + (letters[len(line) : len(line) + 1] != [] and letters[len(line)][0] == " ")
        parts.append(tuple(_runs(letters[:length])))
        del letters[:length]
    return tuple(parts)


def foreign(edition: Edition) -> tuple[tuple[str, str], ...]:
    """The languages of the title that are not the edition's, each with its words."""
    found: dict[str, str] = {}
    for letter, language, _ in _collapsed(edition):
        if language:
            found[language] = found.get(language, "") + letter
    return tuple(found.items())


Letter = tuple[str, str, Direction | str]


def _collapsed(edition: Edition) -> Iterator[Letter]:
    """The letters of the title without soft hyphens, each with its language."""
    kept: list[Letter] = []
    for letter, language, direction in _letters(edition.title, "", ""):
        if letter not in " \t\r\n":
            kept.append((letter, language, direction))
        elif kept and kept[-1][0] != " ":
            kept.append((" ", language, direction))
    yield from kept[:-1] if kept and kept[-1][0] == " " else kept


def _letters(children: tuple[Inline, ...], language: str, direction: Direction | str) -> Iterator[Letter]:
    for node in children:
        match node:
            case Text(text=text) | Code(text=text):
                yield from ((letter, language, direction) for letter in text if letter != SOFT_HYPHEN)
            case Break():
                yield "\n", language, direction
            case Span():
                tag = node.language or language
                turned = describe(node.language, plain_text(node.children)).direction if node.language else direction
                yield from _letters(node.children, tag, node.direction or turned)
            case Emphasis() | Strong() | Link() | Shifted():
                yield from _letters(node.children, language, direction)
            case _:
                pass


def _runs(letters: list[Letter]) -> Iterator[Run]:
    begin = 0
    for at in range(1, len(letters) + 1):
        if at == len(letters) or letters[at][1:] != letters[begin][1:]:
            yield Run("".join(letter for letter, _, _ in letters[begin:at]), *letters[begin][1:])
            begin = at
