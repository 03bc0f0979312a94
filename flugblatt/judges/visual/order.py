"""Judges the order of sight: in every line the letters stand as UAX #9 orders the text of its paragraph, and lines go downwards.

Flow: block -> its text with isolates -> levels of its characters -> for each line the letters from left to right, as they must be
and as they are -> the lines of the block, down a column and then to the next one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise, zip_longest

from babel.core import get_global
from babel.localedata import locale_identifiers
from fontTools import unicodedata as scripts

from flugblatt.judges.glyphs.bidi import class_of, levels, visual
from flugblatt.judges.visual.codes_of_sight import found
from flugblatt.judges.visual.hard_breaks import Breaks
from flugblatt.judges.visual.painted_runs import REORDERED, Run
from flugblatt.judges.visual.places import Panel, Places
from flugblatt.judges.visual.seen_text import INITIAL, Block, Isolate, Line, Passage, Seen
from flugblatt.model import Edition, Finding

OPENED = {"ltr": "\u2066", "rtl": "\u2067"}
CLOSED = "\u2069"
STANDING = (frozenset(("span", "call")), frozenset(("span", "call", "link")))
"""What stands for itself in a sentence: either is right of links, which HTML leaves in it."""
TURNED = frozenset(("R", "AL", "AN"))
NO_LETTERS = frozenset(("Mn", "Mc", "Me", "Cf", "Cc", "Zs", "Zl", "Zp"))
MOST_FIGURES = 5  # of the number of a page
MOST_WORDS = 8  # chosen: a finding is a line or two
SLACK = 0.5  # pt; chosen: less than any letter is wide


def judge(seen: Seen, tag: str, edition: Edition | None, places: Places) -> Iterator[Finding]:
    """Lines in another order than that of their text; ``tag`` is the language of the edition, empty where it is not known."""
    sources = places.sources or ((edition,) if edition else ())
    main = base_level(seen, tag, sources[0] if sources else None)
    breaks = Breaks(edition)
    for block in seen.blocks:
        yield from _mirrored(block, places)
        if block.kind == "Copy" or (block.kind == "Artifact" and not block.said):
            continue  # nobody says their text in the order of reading; fidelity knows a foot in both orders
        shown = [_shown(line) for line in block.lines]
        expected = _expected(block, main, seen.language, breaks, shown)
        for number, line in enumerate(block.lines):
            wanted, found_ = _plain(line) if expected is None else (expected[number], shown[number])
            if wanted != found_:
                yield _disordered(block, line, wanted, found_, places)
        yield from _downwards(block, main, places)
    for number, own in enumerate(sources):
        pages = seen if len(sources) == 1 else _pages_of(seen, number)
        yield from _feet(pages, own, base_level(seen, own.language, own), places)


def base_level(seen: Seen, tag: str, edition: Edition | None = None) -> int:
    """The level of the edition's paragraphs: of the script that its tag names, else of the script of most of its own letters, in
    the file where the edition is not known, else of the one that its language is most often written in. Letters of scripts that
    the language is not written in do not count, where at least a tenth is left, and turn no edition that runs to the left."""
    named = next((part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()), "")
    if named:
        return _level_of(named)
    language = (tag or seen.language).partition("-")[0]
    usual = _script_named_in(get_global("likely_subtags").get(language, "")) or "Latn"
    strong = [char for char in (edition.own_text if edition else _own_text(seen)) if class_of(char) in ("L", "R", "AL")]
    if edition and language:
        every = frozenset((usual, *map(_script_named_in, _locales(language))))
        own = [char for char in strong if scripts.script(char) in every]
        few = len(own) < len(strong) / 10
        if few and _level_of(usual):
            return 1
        strong = strong if few else own
    count = Counter(class_of(char) != "L" for char in strong)
    return int(count[True] > count[False]) if count[True] != count[False] else _level_of(usual)


@cache
def _locales(language: str) -> tuple[str, ...]:
    """The names that CLDR has for the language in its scripts and regions."""
    return tuple(name for name in locale_identifiers() if name.partition("_")[0] == language)


def _script_named_in(locale: str) -> str:
    return next((part for part in locale.split("_")[1:] if len(part) == 4 and part.isalpha()), "")


def _own_text(seen: Seen) -> str:
    return "".join(
        passage.text
        for block in seen.blocks
        if block.language in ("", seen.language)
        for passage in block.passages
        if not passage.isolates
    )


def _level_of(script: str) -> int:
    return int(scripts.script_horizontal_direction(script, "LTR") == "RTL")


# --- Lines ---------------------------------------------------------------------------------------


def _expected(block: Block, main: int, language: str, breaks: Breaks, shown: list[str]) -> list[str] | None:
    """The letters of each line from left to right, as they must be; None where all go from left to right.

    None, too, where the glyphs say other letters than the text: that is for ``glyphs``.
    """
    plain = block.text
    turned = any(class_of(char) in TURNED for char in plain)
    base = _base(block, plain, main, language)
    if not turned and (not base or not ("Part" in block.path or block.kind == "H1")):
        return None  # of generated text of one direction, such as an address, either base is right
    counts = [sum(map(is_letter, "".join("".join(run.texts) for _, run in line.runs))) for line in block.lines]
    if sum(counts) != sum(map(is_letter, plain)):
        return None
    parts = breaks.parted(block)
    first: list[str] = []
    for isolating in STANDING:
        ordered = _ordered(parts, isolating, base, counts)
        if ordered == shown:
            return ordered
        first = first or ordered
    return first


def _ordered(parts: list[list[Passage]], isolating: frozenset[str], base: int, counts: list[int]) -> list[str]:
    """The letters of lines of so many letters; a hard break ends a paragraph of UAX #9, of which ``parts`` are several."""
    chars: list[tuple[str, int]] = []
    for passages in parts:
        text, owned = _isolated(passages, isolating, base)
        said = (char if own else "" for char, own in zip(text, owned, strict=True))
        chars += zip(said, levels(text, base), strict=True)
    letters = [at for at, (char, _) in enumerate(chars) if char and is_letter(char)]
    lines: list[str] = []
    start = 0
    for count in counts:
        own = letters[start : start + count]
        start += count
        line = chars[own[0] : own[-1] + 1] if own else []
        order = visual([level for _, level in line])
        lines.append(
            _settled("".join(line[place][0] for place in order if line[place][0] and is_letter(line[place][0])))
        )
    return lines


def _base(block: Block, text: str, main: int, language: str) -> int:
    """The level of a paragraph: what the structure says of it, else of text in another language its first strong character
    (P2, P3), else the edition's."""
    if block.direction:
        return int(block.direction == "rtl")
    if block.language in ("", language):
        return main
    return next((int(kind != "L") for kind in map(class_of, text) if kind in ("L", "R", "AL")), main)


def _isolated(passages: list[Passage], isolating: frozenset[str], base: int) -> tuple[str, list[bool]]:
    """The text of passages with the controls of isolates, and which characters are the text's own."""
    parts: list[str] = []
    owned: list[bool] = []
    directions = _directions(passages)
    opened: list[tuple[Isolate, str]] = []

    def add(text: str, own: bool) -> None:
        parts.append(text)
        owned.extend([own] * len(text))

    for passage in passages:
        isolates = [isolate for isolate in passage.isolates if isolate.kind in isolating]
        while opened and opened[-1][0] not in isolates:
            opened.pop()
            add(CLOSED, False)
        for isolate in isolates[len(opened) :]:
            around = opened[-1][1] if opened else ("ltr", "rtl")[base]
            opened.append((isolate, directions[isolate.number] or around))
            add(OPENED[opened[-1][1]], False)
        add(passage.text, True)
    add(CLOSED * len(opened), False)
    return "".join(parts), owned


def _directions(passages: list[Passage]) -> dict[int, str]:
    """The direction of each isolate: the one that is said, else that of its first strong character (as FSI), else none."""
    known: dict[int, str] = {}
    for passage in passages:
        first = next((kind for kind in map(class_of, passage.text) if kind in ("L", "R", "AL")), "")
        own = "" if not first else "ltr" if first == "L" else "rtl"
        for isolate in passage.isolates:
            known[isolate.number] = isolate.direction or known.get(isolate.number) or own
    return known


@cache
def is_letter(char: str) -> bool:
    """Whether a character has a place of its own in a line: no space, no mark on another and nothing that is not seen."""
    return unicodedata.category(char) not in NO_LETTERS and char not in ("\ufffc", "\ufffd")


def _shown(line: Line) -> str:
    """The letters of a line from left to right, as they are seen; a glyph that says several is one of their direction."""
    parts: list[str] = []
    for _, run in sorted(line.runs, key=lambda pair: pair[1].left):
        for said in run.texts:
            several = len(said) > 1 and any(class_of(char) in ("R", "AL") for char in said)
            parts.append(said[::-1] if several else said)
    return _settled("".join(char for char in "".join(parts) if is_letter(char)))


def _settled(letters: str) -> str:
    """Letters with those of scripts that change the order within a syllable in one order."""
    return REORDERED.sub(lambda match: "".join(sorted(match[0])), letters)


def _plain(line: Line) -> tuple[str, str]:
    """The text of a line whose letters all go from left to right, as it is read and as it is seen."""
    read = [run for _, run in line.runs]
    seen = sorted(read, key=lambda run: run.left)
    if all(other.left >= one.left - SLACK for one, other in pairwise(read)):
        return "", ""
    return _settled(_joined(read)), _settled(_joined(seen))


def _joined(runs: list[Run]) -> str:
    return "".join(char for run in runs for char in "".join(run.texts) if is_letter(char))


def _disordered(block: Block, line: Line, expected: str, shown: str, places: Places) -> Finding:
    said = " ".join(dict.fromkeys(block.passages[number].text for number, _ in line.runs))
    wanted, seen = _words(said, expected), _words(said, shown)
    same = next((at for at, pair in enumerate(zip(wanted, seen, strict=False)) if pair[0] != pair[1]), 0)
    told = [" then ".join(words[max(0, same - 1) :][:MOST_WORDS]) for words in (wanted, seen)]
    return found("visual-order", f"from left to right {told[0]}; found {told[1]}", places.of_line(line))


def _words(said: str, letters: str) -> list[str]:
    """The words of a line as they stand among its letters, or those. With "then" between them nobody who shows them turns
    them round."""
    words = {word: _settled("".join(filter(is_letter, word))) for word in said.split()}
    spots = {word: max(letters.find(own), letters.find(own[::-1])) for word, own in words.items() if own}
    there = sorted((word for word, spot in spots.items() if spot >= 0), key=lambda word: spots[word])
    return there if len(there) > 1 else list(letters)


# --- Running feet --------------------------------------------------------------------------------


def _pages_of(seen: Seen, number: int) -> Seen:
    """What stands on the pages of one of two editions side by side: the first has the even ones, the second the odd ones."""
    blocks = (block for block in seen.blocks if block.lines and block.lines[0].page % 2 == number)
    return replace(seen, blocks=tuple(blocks))


def _feet(seen: Seen, edition: Edition, main: int, places: Places) -> Iterator[Finding]:
    """Feet of pages, which are a number and the title: artifacts that say them in the order of painting."""
    title = " ".join(edition.title_text.replace("\u00ad", "").split())
    if not main and not any(class_of(char) in TURNED for char in title):
        return  # fidelity knows what is painted in the order in which it is read
    wanted = Counter(filter(is_letter, title))
    for lines in _artifacts(seen).values():
        shown = [_shown(line) for line in lines]
        more = Counter("".join(shown)) - wanted
        count = more.total()
        if wanted - Counter("".join(shown)) or count > MOST_FIGURES or not all(map(str.isdecimal, more)):
            continue  # a repeated head of a table, which fidelity knows
        number = shown[0][len(shown[0]) - count :] if main else shown[0][:count]
        text = Passage(f"{number}\u2003{title}", (), ())
        expected = _ordered([[text]], frozenset(), main, list(map(len, shown)))
        for line, own, there in zip(lines, expected, shown, strict=True):
            if own != there:
                block = Block(("Artifact",), "", passages=[text])
                yield _disordered(
                    block, Line(line.page, 0, 0, 0, [(0, run) for _, run in line.runs]), own, there, places
                )


def _artifacts(seen: Seen) -> dict[tuple[int, float], list[Line]]:
    """The lines of artifacts in no order that the file says, downwards, of each page and size; what stands on one line is one."""
    found_: dict[tuple[int, float], dict[float, Line]] = defaultdict(dict)
    for block in seen.blocks:
        for line in block.lines if block.kind == "Artifact" and not block.said else ():
            standing = found_[line.page, round(line.size, 1)]
            home = standing.setdefault(round(line.base, 1), Line(line.page, line.turn, line.base, line.size))
            home.runs += line.runs
    return {key: [standing[base] for base in sorted(standing, reverse=True)] for key, standing in found_.items()}


# --- The lines of a block ------------------------------------------------------------------------


def _mirrored(block: Block, places: Places) -> Iterator[Finding]:
    for line in block.lines:
        a, b, c, d, _, _ = line.runs[0][1].item.matrix
        if (a * d - b * c) * line.runs[0][1].item.state.size < 0:
            yield found("visual-order", "text as it is read; found it mirrored", places.of_line(line))


def _downwards(block: Block, main: int, places: Places) -> Iterator[Finding]:
    """The lines of a block go down; where one goes up, a new column begins, beside all that was."""
    columns: list[tuple[float, float]] = []
    place: tuple[int, int, Panel | None] | None = None
    before: Line | None = None
    for line, following in zip_longest(block.lines, block.lines[1:]):
        if following and line.size > INITIAL * following.size:
            continue  # an initial stands beside the lines that follow
        here = line.page, line.turn, places.panel(line)
        if here != place:
            place, columns = here, [(line.left, line.right)]
        elif before is not None and line.base < before.base:
            left, right = columns[-1]
            columns[-1] = min(left, line.left), max(right, line.right)
        else:
            columns.append((line.left, line.right))
        before = line
        beyond = columns[:-1]
        left, right = columns[-1]
        if any(left < far if not main else right > near for near, far in beyond):
            message = "the lines of a paragraph under one another, or in the next column; found one that goes back"
            yield found("visual-order", message, places.of_line(line))
            return
