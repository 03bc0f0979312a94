"""Judges the contents of a long work and the sections in the feet of its pages: each repeats a heading, and says the page it is on.

Flow: units of a PDF -> ``apart``: those of the contents, and all others -> the page of each heading among these -> ``expected``
lines of the contents, against those found; ``sections``: for each page the heading that holds at its first line.

Rule: from twelve pages and seven headings of the second and third level on, the contents stand before the text: of each such
heading, of the notes at the end, the signatories and the colophon the figure of its page and its words, with a link to it. A work
that has them names in the foot of each page the heading of the second level that its first line stands under.
Reason: whoever leafs finds by them; a wrong figure leads astray.
Passes: figures that are those of the finished pages, words that are the headings'.
Fails: another figure, a heading left out, another order, contents where none are due.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flugblatt.judges.fidelity import reference
from flugblatt.judges.fidelity.compare import compare
from flugblatt.judges.fidelity.reference import Writing
from flugblatt.judges.fidelity.sequence import IMAGE, Char, Spot, Unit, Voice, collapse, plain
from flugblatt.model import Break, Call, Code, Finding, Heading, Image, Inline, Shifted, Span, Text, plain_text

LEAST_HEADINGS, LEAST_PAGES = 7, 12  # drawn, as the contract has them
PARTS = ("heading 2", "heading 3")
AROUND = ("signatories", "notes", "colophon")


@dataclass(frozen=True, slots=True)
class _Line:
    """What a line of the contents repeats: a heading as it was found, and the words that it must have."""

    level: int
    anchor: str
    page: int
    words: tuple[Char, ...]
    voice: Voice


def apart(units: tuple[Unit, ...]) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
    """The units of the contents, and all others."""
    return (
        tuple(unit for unit in units if unit.path[:1] == ("contents",)),
        tuple(unit for unit in units if unit.path[:1] != ("contents",)),
    )


def judge(write: Writing, found: tuple[Unit, ...], pages: int) -> tuple[tuple[Unit, ...], list[Finding]]:
    """The contents that must stand among all units ``found`` on so many pages, and what is wrong with those that do."""
    shown, rest = apart(found)
    due = pages >= LEAST_PAGES and len(_listed(write)) >= LEAST_HEADINGS
    wanted = tuple(_units(write, rest)) if due else ()
    source = write.edition.source
    findings = list(compare(wanted, shown, source.path, source.data, anchors=False).findings)
    if shown:
        first = next((at for at, unit in enumerate(found) if unit.path[:1] == ("main",)), len(found))
        if found[max(0, first - len(shown)) : first] != shown:
            message = "expected the contents right before the text, found them elsewhere"
            findings.append(Finding("fidelity-order", "error", message, str(shown[0].place)))
    return wanted, findings


def sections(write: Writing, rest: tuple[Unit, ...], pages: int) -> list[str]:
    """For each page the words of the section that holds at its first line, or the title."""
    first: dict[int, tuple[int, bool]] = {}
    heads: list[tuple[int, int, str]] = []
    for index, unit in enumerate(rest):
        if any(name.startswith("note ") for name in unit.path):
            continue
        for at, char in enumerate(unit.chars):
            if isinstance(char.place, Spot):
                first.setdefault(char.place.page, (index, at == 0))
        if _is_listed(unit, PARTS[:1]) and isinstance(unit.place, Spot):
            heads.append((index, unit.place.page, _words(unit)))
    out = []
    for page in range(1, pages + 1):
        index, begins = first.get(page, (len(rest), False))
        holding = [words for at, on, words in heads if on < page or (begins and at == index)]
        out.append(holding[-1] if holding else plain(plain_text(write.edition.title)))
    return out


def _listed(write: Writing) -> list[Heading]:
    return [
        block
        for block in write.edition.blocks
        if isinstance(block, Heading) and block.level <= 3 and plain(plain_text(block.children))
    ]


def _is_listed(unit: Unit, kinds: tuple[str, ...] = PARTS) -> bool:
    return len(unit.stack) == 2 and unit.path[0] in ("main", "section") and unit.kind in kinds and bool(_words(unit))


def _words(unit: Unit) -> str:
    """The words of a heading as it was found, without calls of notes and pictures."""
    return plain("".join(char.char for char in unit.chars if not _is_sign(char)))


def _is_sign(char: Char) -> bool:
    return char.char == IMAGE or bool(char.voice.call) or char.voice.link.startswith("#note-")


def _lines(write: Writing, rest: tuple[Unit, ...]) -> Iterator[_Line]:
    """The headings of the text, each beside what was found of it, then those around it by their words."""
    labels = write.language.labels
    named = dict(zip(AROUND, (labels.signatories, labels.notes, labels.edition), strict=True))
    inside = [unit for unit in rest if _is_listed(unit) and unit.path[0] == "main"]
    for block, unit in zip(_listed(write), inside, strict=False):
        page = unit.place.page if isinstance(unit.place, Spot) else 0
        yield _Line(block.level, block.anchor, page, tuple(_bare(block.children, write.voice)), write.voice)
    for unit in rest:
        if _is_listed(unit, PARTS[:1]) and unit.path[0] == "section" and isinstance(unit.place, Spot):
            anchor = next((name for name, label in named.items() if plain(label) == _words(unit)), "")
            words = tuple(reference.chars_of(named.get(anchor, ""), write.label_voice, Spot("")))
            yield _Line(2, anchor, unit.place.page, words, write.voice)


def _units(write: Writing, rest: tuple[Unit, ...]) -> Iterator[Unit]:
    """The contents: their heading, and a line for each heading, nested by level."""
    here = write.inside((), "contents")
    heading = write.inside(here, PARTS[0])
    yield reference.said(write, heading, write.language.labels.contents, "heading of the contents", write.label_voice)
    top = write.inside(here, "entries")
    item, below = top, top
    for line in _lines(write, rest):
        if line.level == 2:
            item, below = write.inside(top, "entry"), ()
            inside = item
        else:
            below = below or write.inside(item, "entries")
            inside = write.inside(below, "entry")
        figure = write.language.number(line.page)
        chars = collapse((*reference.chars_of(f"{figure} ", line.voice, Spot("")), *line.words))
        link, spoken = f"#{line.anchor}", plain("".join(char.char for char in chars))
        linked = (replace(char, voice=replace(char.voice, link=link, spoken=spoken)) for char in chars)
        yield Unit(write.inside(inside, "paragraph"), tuple(linked), "line of the contents", "", Spot(""))


def _bare(children: tuple[Inline, ...], voice: Voice) -> Iterator[Char]:
    """The characters of a heading without calls, pictures, links and emphasis."""
    for node in children:
        match node:
            case Text():
                yield from reference.chars_of(node.text, voice, node.place)
            case Code():
                yield from reference.chars_of(node.text, replace(voice, code=True), node.place)
            case Break():
                yield Char(" ", voice, node.place)
            case Call() | Image():
                pass
            case Span():
                yield from _bare(node.children, replace(voice, language=node.language or voice.language))
            case Shifted():
                yield from _bare(node.children, replace(voice, shift=node.position))
            case _:
                yield from _bare(node.children, voice)
