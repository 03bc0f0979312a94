"""What every reader says and the reference expects: units of text in reading order, each character with its voice.

Flow: a reader walks its format and feeds a ``Collector`` -> units; the reference builds the same from the model. A unit is
one block: the names of what it stands in, and its characters under the declared ``normalisations``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from flugblatt.judges.fidelity.normalisations import BLANKS as BLANKS
from flugblatt.judges.fidelity.normalisations import SOFT_HYPHEN as SOFT_HYPHEN
from flugblatt.judges.fidelity.normalisations import plain as plain
from flugblatt.model import Place

IMAGE = "\ufffc"
COLLAPSED = frozenset(BLANKS + SOFT_HYPHEN)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in an output: its name, and for a PDF the page and the height of the baseline in pt."""

    name: str
    page: int = 0
    height: float = 0.0

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Voice:
    """What holds for a character beside itself. ``spoken`` is text said in its place: the label of a link.

    ``call`` and ``anchor`` are names of targets: the note that a call leads to, the place that a link leads to.
    ``image`` names the picture where the character is U+FFFC, and ``alt`` its alternative text.
    """

    language: str = ""
    direction: str = ""
    link: str = ""
    title: str = ""
    spoken: str = ""
    call: str = ""
    anchor: str = ""
    image: str = ""
    alt: str = ""
    emphasis: bool = False
    strong: bool = False
    code: bool = False
    shift: str = ""
    """``sub`` or ``sup`` where it stands below or above the line."""


@dataclass(frozen=True, slots=True)
class Char:
    char: str
    voice: Voice
    place: Place | Spot


@dataclass(frozen=True, slots=True)
class Unit:
    """One block. ``stack`` names what it stands in, outermost first and itself last, each with a number of its own.

    ``generated`` names the generated text that it belongs to; empty for edition text, and in what a reader says.
    ``anchor`` is the name by which links lead to it.
    """

    stack: tuple[tuple[str, int], ...]
    chars: tuple[Char, ...]
    generated: str = ""
    anchor: str = ""
    place: Place | Spot = field(default_factory=lambda: Spot(""))

    @property
    def text(self) -> str:
        return "".join(char.char for char in self.chars)

    @property
    def kind(self) -> str:
        return self.stack[-1][0] if self.stack else ""

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.stack)


def collapse(chars: Iterable[Char]) -> tuple[Char, ...]:
    """``chars`` under the declared normalisations, as ``normalisations.plain`` does it with text."""
    kept: list[Char] = []
    for char in chars:
        if char.char not in COLLAPSED:
            kept.append(char)
        elif char.char != SOFT_HYPHEN and kept and kept[-1].char != " ":
            kept.append(Char(" ", char.voice, char.place))
    while kept and kept[-1].char == " ":
        kept.pop()
    return tuple(kept)


def kept_open(before: Unit | None, unit: Unit) -> int:
    """How many of the blocks that ``unit`` stands in were open in the unit before: shows where lists and rows begin."""
    if before is None:
        return 0
    same = 0
    for one, other in zip(before.stack, unit.stack, strict=False):
        if one[1] != other[1]:
            break
        same += 1
    return same


class Collector:
    """Collects units from a walk through a tree of blocks. Text between two blocks belongs to the block around them."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.stack: list[tuple[str, int]] = []
        self._numbers = count(1)
        self._anchors: dict[int, str] = {}
        self._filled: set[int] = set()
        self._buffer: list[Char] = []
        self._after: list[Unit] = []
        self._kept: list[tuple[list[Unit], list[Char], list[Unit]]] = []
        self._set_aside: list[tuple[str, int] | None] = []

    def open(self, name: str, anchor: str = "") -> None:
        self.flush()
        number = next(self._numbers)
        self.stack.append((name, number))
        if anchor:
            self._anchors[number] = anchor

    def close(self, spot: Spot | None = None) -> None:
        """Ends the innermost block; with ``spot`` it is a unit even if nothing was said in it: a cell, a heading."""
        self.flush()
        if spot is not None and self.stack[-1][1] not in self._filled:
            self._emit((), spot)
        self.stack.pop()

    def say(self, text: str, voice: Voice, spot: Spot) -> None:
        self._buffer.extend(Char(char, voice, spot) for char in text)

    def insert(self, char: Char) -> None:
        """A mark without text; between two blocks it stands before the second."""
        self._buffer.append(char)

    def open_label(self, name: str = "label") -> None:
        """A label stands before the paragraph that it opens, not in it."""
        self.flush()
        self._set_aside.append(self.stack.pop() if self.stack and self.stack[-1][0] == "paragraph" else None)
        self.stack.append((name, next(self._numbers)))

    def close_label(self) -> None:
        self.flush()
        self.stack.pop()
        if aside := self._set_aside.pop():
            self.stack.append(aside)

    def open_note(self, name: str) -> None:
        """A note inside a block: what it says comes after the block that calls it."""
        self._kept.append((self.units, self._buffer, self._after))
        self.units, self._buffer, self._after = [], [], []
        self.stack.append((name, next(self._numbers)))

    def close_note(self) -> None:
        self.flush()
        self.stack.pop()
        said = self.units
        self.units, self._buffer, self._after = self._kept.pop()
        self._after += said

    def flush(self) -> None:
        chars = collapse(self._buffer)
        if not any(char.char not in ("", " ") for char in chars):
            self._buffer[:] = [char for char in chars if not char.char]
            chars = ()
        else:
            self._buffer.clear()
        if chars:
            place = chars[0].place
            self._emit(chars, place if isinstance(place, Spot) else Spot(""))
        self.units += self._after
        self._after = []

    def _emit(self, chars: tuple[Char, ...], spot: Spot) -> None:
        self._filled.update(number for _, number in self.stack)
        anchor = self._anchors.get(self.stack[-1][1], "") if self.stack else ""
        self.units.append(Unit(tuple(self.stack), chars, "", anchor, spot))
