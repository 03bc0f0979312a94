"""How large a title is and where its lines end, chosen together: one rule for pages, leaflets, posters, covers, cards and quotes.

Flow: words, face, ``Room`` -> the largest size at which they fit -> every way to break them that needs no more than one line
more there, each at the size that its longest line allows -> the one with the fewest faults -> ``SetTitle``. Lines that the
author wants (``title_lines``) are taken as they are, unless one is too long at the smallest size.
Lengths are in the unit of the room.

A line ends in no word of the table's ``weak`` (article, preposition, conjunction) and in no adjective before its noun, and begins
with none of ``postposed``; none is shorter than 45 % of the longest, and none is one short word.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from flugblatt import resources
from flugblatt.language import fonts, table
from flugblatt.language.bonds import bonded
from flugblatt.language.table import Language
from flugblatt.language.word_breaks import pieces

SOFT_HYPHEN = "\u00ad"
UNSPACED = frozenset(["Hans", "Hant", "Jpan", "Khmr", "Lana", "Laoo", "Mymr", "Thai", "Tibt"])
CAPITALS = frozenset(["de", "lb", "gsw", "bar", "nds"])  # they write nouns with a capital letter
STEP = 1 / 66  # of the first size; half a point of the 33 pt of a title page
GIVES_WAY = 0.96  # drawn: so much smaller a title is set for better breaks
LEAST = 0.45  # drawn: no line is shorter beside the longest
SHORT = 4  # letters; chosen: a word like „Wir“ or „auch“ is no line
SLACK = 0.998  # of the measure; the engine rounds
ROW_FILLED = 0.86  # of the measure; chosen: a row that the engine breaks is up to a word short of it
KEPT = 24  # ways to break the words so far into so many lines; chosen: real titles never have more that matter
# What a fault costs; chosen so that the order holds: sense, then even lines, then the fewest lines, then the size.
MUCH_LARGER = 0.34  # of the size; chosen: a title that may grow is worth no more for growing further
WEAK, POSTPOSED, ADJECTIVE, LONE, UNEVEN, LINE, SMALLER, LONG_LAST, PHRASE = (
    3.0,
    2.0,
    1.2,
    1.6,
    0.9,
    0.45,
    5.0,
    0.05,
    0.06,
)


@dataclass(frozen=True, slots=True)
class Room:
    """What a title has: the measure, the size to begin with, how small and how large it may be, its leading by its size, and how
    high and of how many rows it may be. ``tracking`` is in em; ``yields``: it is set so much smaller for better breaks,
    and in so many lines ``more`` than it needs; ``growth`` is what a larger size is worth."""

    measure: float
    size: float
    smallest: float
    largest: float = 0.0
    leading: float = 1.0
    height: float = math.inf
    most: int = 1000
    tracking: float = 0.0
    yields: float = GIVES_WAY
    more: int = 1
    growth: float = 0.0


@dataclass(frozen=True, slots=True)
class SetTitle:
    """A title as it is set. ``rows`` are more than its lines where the engine has to break one: a word that is too long, or the
    words of a script that no dictionary parts; ``longest`` is the width of the longest line in em."""

    size: float
    lines: tuple[str, ...]
    rows: int
    longest: float
    fits: bool

    @property
    def broken(self) -> bool:
        return self.rows > len(self.lines)

    def width(self, measure: float) -> float:
        """The width that the rows of the title fill evenly."""
        if not self.broken:
            return measure
        longest = self.longest * self.size
        return min(measure, longest / _rows(longest, measure) + 1.2 * self.size)


@dataclass(frozen=True, slots=True)
class _Broken:
    """Words broken into lines: where each ends, how wide the lines are in em, and what their ends cost."""

    ends: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    cost: float = 0.0


_SET_AS = {"Hani": "Hans", "Hira": "Jpan", "Kana": "Jpan", "Hang": "Kore"}
"""The rows of the table for scripts of Unicode that have none."""


@resources.of_project
@lru_cache(maxsize=256)
def set_title(text: str, language: Language, face: fonts.Face, room: Room, wanted: tuple[str, ...] = ()) -> SetTitle:
    """``text``, whose white space is single spaces, as large as ``room`` lets it be; in the lines that the author wants."""

    def width(words: str) -> float:
        drawn = words.replace(SOFT_HYPHEN, "")
        return sum(fonts.advance(own, part) for part, own in _in_faces(drawn, face)) + room.tracking * len(drawn)

    made = _as_wanted(wanted, width, room) if wanted else None
    return made if made and not made.broken else set_words(text, language, width, room)


def _in_faces(text: str, face: fonts.Face) -> Iterator[tuple[str, fonts.Face]]:
    """``text`` in parts, each with the face that sets it: of letters that ``face`` lacks that of their own script, and of the
    blanks behind them."""
    known = True
    knowns = [known := known if char.isspace() else fonts.has(face, char) for char in text]
    for known, group in groupby(zip(text, knowns, strict=True), key=lambda pair: pair[1]):
        part = "".join(char for char, _ in group)
        script = "" if known else table.script_of(part)
        families = table.setting_of(_SET_AS.get(script, script)).sans if script else ()
        there = next((family for family in families if fonts.faces_of(family)), "")
        yield part, fonts.face_for((there,), face.weight) if there else face


def _as_wanted(lines: tuple[str, ...], width: Callable[[str], float], room: Room) -> SetTitle:
    longest = max(map(width, lines))
    size = min(max(room.size, room.largest), room.measure / longest * SLACK, _by_height(room, len(lines)))
    size = max(size, room.smallest)
    rows = sum(_rows(width(line) * size, room.measure) for line in lines)
    return SetTitle(size, lines, rows, longest, rows == len(lines) and _holds(room, size, rows))


def set_words(text: str, language: Language, width: Callable[[str], float], room: Room) -> SetTitle:
    """The same for words whose width in em is known."""
    words = _words(" ".join(word for word in text.split(" ") if word), language)
    widest = max(width(word.rstrip(" ")) for word in words)
    size = room.size
    while True:
        fewest = _fewest(words, width, room.measure / size)
        whole = widest * size <= room.measure and _holds(room, size, fewest)
        if whole or size <= room.smallest:
            break
        if (
            language.script.code in UNSPACED
            and len(words) < 2
            and _holds(room, size, _rows(widest * size, room.measure))
        ):
            break
        size = max(room.smallest, size - STEP * room.size)
    if widest * size > room.measure:
        return _left_to_the_engine(text, language, width(text), size, room)
    ceiling = max(room.largest, size) if size == room.size else size
    choices = [
        made
        for made in _every(words, language, width, room.measure / size / room.yields, fewest + room.more)
        if _holds(room, _size_of(made, room, ceiling), len(made.ends)) or len(made.ends) <= fewest
    ]
    best = min(choices, key=lambda made: _cost(made, _size_of(made, room, ceiling) / size, fewest, room.growth))
    chosen = _size_of(best, room, ceiling)
    starts = (0, *best.ends[:-1])
    lines = tuple("".join(words[start:end]).rstrip(" ") for start, end in zip(starts, best.ends, strict=True))
    return SetTitle(chosen, lines, len(lines), max(best.widths), _holds(room, chosen, len(lines)))


def _words(text: str, language: Language) -> tuple[str, ...]:
    """The parts that a line may hold: words, and words that a bond holds together."""
    held = {end for _, end in bonded(text, language.tag)}
    out: list[str] = []
    at = 0
    for piece in pieces(text):
        if at in held and out:
            out[-1] += piece
        else:
            out.append(piece)
        at += len(piece)
    return tuple(out)


def _left_to_the_engine(text: str, language: Language, longest: float, size: float, room: Room) -> SetTitle:
    """One line that the engine breaks into rows: it hyphenates a word that no row holds."""
    unspaced = language.script.code in UNSPACED
    rows = _rows(longest * size, room.measure)
    words = text.replace(SOFT_HYPHEN, "") if unspaced else text
    return SetTitle(size, (words,), max(2, rows), longest, unspaced and _holds(room, size, rows))


def _size_of(made: _Broken, room: Room, ceiling: float) -> float:
    """As large as the longest line and the height of the room allow."""
    most = min(ceiling, room.measure / max(made.widths) * SLACK)
    return max(min(most, _by_height(room, len(made.ends))), min(room.smallest, most))


def _by_height(room: Room, rows: int) -> float:
    return room.height / (rows * room.leading)


def _holds(room: Room, size: float, rows: int) -> bool:
    return rows <= room.most and rows * size * room.leading <= room.height * 1.0001


def _rows(width: float, measure: float) -> int:
    """How many rows the engine breaks a line into."""
    return 1 if width <= measure else math.ceil(width / (measure * ROW_FILLED))


def _fewest(words: tuple[str, ...], width: Callable[[str], float], measure: float) -> int:
    """The lines that the words need when each is filled."""
    lines, line = 1, ""
    for word in words:
        if line and width((line + word).rstrip(" ")) > measure:
            lines, line = lines + 1, ""
        line += word
    return lines


def _every(
    words: tuple[str, ...], language: Language, width: Callable[[str], float], measure: float, most: int
) -> Iterator[_Broken]:
    """Ways to break the words into at most so many lines within the measure, those whose lines end best."""
    begun: dict[int, list[_Broken]] = {0: [_Broken()]}
    for _ in range(most):
        longer: dict[int, list[_Broken]] = {}
        for start, ways in begun.items():
            for end in range(start + 1, len(words) + 1):
                line = width("".join(words[start:end]).rstrip(" "))
                if line > measure:
                    break
                cost = _of_line(words, start, end, language)
                longer.setdefault(end, []).extend(
                    _Broken((*way.ends, end), (*way.widths, line), way.cost + cost) for way in ways
                )
        begun = {
            end: sorted(ways, key=lambda way: (way.cost + _ragged(way.widths, measure), way.ends))[:KEPT]
            for end, ways in longer.items()
        }
        yield from begun.pop(len(words), ())


def _of_line(words: tuple[str, ...], start: int, end: int, language: Language) -> float:
    """What a line costs by its words alone; a line that begins with a weak word begins a phrase."""
    cost = LONE if end == start + 1 and sum(map(str.isalpha, words[start])) <= SHORT and len(words) > 1 else 0.0
    if end == len(words):
        return cost
    last, following = bare(words[end - 1]), bare(words[end])
    cost += WEAK * (last in language.weak) + POSTPOSED * (following in language.postposed)
    cost += ADJECTIVE * _is_adjective(words[end - 1], words[end], language)
    return cost - PHRASE * (following in language.weak)


def bare(word: str) -> str:
    """A word as the table has it: in small letters, without the marks around it."""
    return word.strip(" „“”«»‚‘‹›\"'(–—…").replace(SOFT_HYPHEN, "").lower()


def _is_adjective(word: str, following: str, language: Language) -> bool:
    """Whether a word looks like an adjective before its noun, by its ending."""
    plain, noun = word.strip(" "), bare(following)
    if not plain.endswith(language.attributive) or bare(word) in language.weak or noun in language.weak:
        return False
    return language.tag.split("-")[0] not in CAPITALS or (plain[0].islower() and following[:1].isupper())


def _cost(made: _Broken, size: float, fewest: int, growth: float) -> tuple[float, tuple[int, ...]]:
    """What a way to break a title costs on the whole; ``size`` is by that at which the fewest lines are counted."""
    longest, last = max(made.widths), made.widths[-1]
    short = sum(1 + LEAST - width / longest for width in made.widths if width < LEAST * longest)
    cost = made.cost + UNEVEN * short + _ragged(made.widths, longest) / len(made.widths)
    cost += (
        LINE * (len(made.ends) - fewest) + SMALLER * max(0.0, 1 - size) - growth * min(MUCH_LARGER, max(0.0, size - 1))
    )
    return cost + LONG_LAST * (len(made.widths) > 1 and last == longest), made.ends


def _ragged(widths: tuple[float, ...], full: float) -> float:
    return sum((1 - width / full) ** 2 for width in widths)
