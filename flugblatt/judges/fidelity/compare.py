"""Compares what a reader said with what must be there, and says where they part.

Flow: expected units, found units -> aligned in order -> text, kind, place in lists and tables, voice of each character ->
findings with the place in the source and the place in the output. Equal means equal: what the alignment might overlook
is caught by a last comparison of everything.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from flugblatt.judges.fidelity.normalisations import source_text
from flugblatt.judges.fidelity.sequence import Char, Spot, Unit, Voice, kept_open
from flugblatt.model import Finding, Place

CONTEXT = 24  # chosen: characters on either side of a difference, so that a finding stays on a line or two
MOST_PAIRED = 40  # chosen, like what follows: the time grows with the square of blocks and with the length of texts
MOST_COMPARED = 120
LEAST_ALIKE = 0.3  # of 1; chosen: blocks of one language share so much by chance

VOICES = (
    ("language", "fidelity-language", "in the language"),
    ("direction", "fidelity-language", "written in the direction"),
    ("link", "fidelity-link", "leading to"),
    ("title", "fidelity-link", "with the title"),
    ("spoken", "fidelity-link", "spoken as"),
    ("call", "fidelity-note", "calling"),
    ("anchor", "fidelity-link", "with the anchor"),
    ("image", "fidelity-alt", "as the picture"),
    ("alt", "fidelity-alt", "with the alternative text"),
    ("emphasis", "fidelity-kind", "emphasised:"),
    ("strong", "fidelity-kind", "strong:"),
    ("code", "fidelity-kind", "as code:"),
    ("shift", "fidelity-kind", "below or above the line, as"),
)
"""Field of a voice, the code of the finding, and words for the message."""

Pair = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``blocks`` counts the blocks of edition text, ``equal`` those that are equal in every respect."""

    findings: tuple[Finding, ...]
    pairs: tuple[Pair, ...]
    blocks: int
    equal: int
    characters: int


def compare(
    expected: tuple[Unit, ...], found: tuple[Unit, ...], path: str, source: bytes, anchors: bool = True
) -> Comparison:
    """``path`` and ``source`` are those of the edition, for places; ``anchors``: whether the form's text carries them."""
    teller = _Teller(path, source, anchors)
    pairs = align(expected, found)
    findings: list[Finding] = []
    missing = {index: expected[index].text for index, other in pairs if index is not None and other is None}
    extra = {other: found[other].text for index, other in pairs if index is None and other is not None}
    parted = [(i, j) for i, j in pairs if i is not None and j is not None and expected[i].text != found[j].text]
    lost = {*missing.values(), *(expected[i].text for i, _ in parted)}
    moved = {text for text in (*extra.values(), *(found[j].text for _, j in parted)) if text and text in lost}
    wrong: set[int] = set()
    before: Pair = (None, None)
    for index, other in pairs:
        told: list[Finding] = []
        if index is None:
            assert other is not None
            told = teller.extra(found[other], moved)
        elif other is None:
            told = teller.missing(expected[index], moved, found[before[1]] if before[1] is not None else None)
        else:
            told = teller.pair(expected[index], found[other], moved)
            adjacent = before == (index - 1, other - 1) or (index, other) == (0, 0)
            if not told and adjacent:
                told = list(
                    teller.nesting(
                        expected[index],
                        found[other],
                        kept_open(expected[index - 1] if index else None, expected[index]),
                        kept_open(found[other - 1] if other else None, found[other]),
                    )
                )
        if told and index is not None:
            wrong.add(index)
        findings += told
        before = (index, other)
    if not findings and _signature(expected) != _signature(found):
        findings.append(Finding("fidelity-changed", "error", "the text is not that of the source", path))
    edition = [
        index for index, unit in enumerate(expected) if not unit.generated and unit.kind != "label" and unit.chars
    ]
    return Comparison(
        findings=tuple(findings),
        pairs=tuple(pairs),
        blocks=len(edition),
        equal=len([index for index in edition if index not in wrong]),
        characters=sum(len(expected[index].chars) for index in edition),
    )


def align(expected: tuple[Unit, ...], found: tuple[Unit, ...]) -> list[Pair]:
    """Indexes of units that belong together, in order; None where one side has no counterpart."""
    ours, theirs = [unit.text for unit in expected], [unit.text for unit in found]
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "replace" and (i2 - i1 == j2 - j1 or max(i2 - i1, j2 - j1) > MOST_PAIRED):
            shared = min(i2 - i1, j2 - j1)
            pairs += list(zip(range(i1, i1 + shared), range(j1, j1 + shared), strict=True))
            pairs += [(index, None) for index in range(i1 + shared, i2)]
            pairs += [(None, other) for other in range(j1 + shared, j2)]
        elif tag == "replace":
            pairs += [
                (None if i is None else i1 + i, None if j is None else j1 + j)
                for i, j in _nearest(ours[i1:i2], theirs[j1:j2])
            ]
        elif tag == "equal":
            pairs += list(zip(range(i1, i2), range(j1, j2), strict=True))
        else:
            pairs += [(index, None) for index in range(i1, i2)] + [(None, other) for other in range(j1, j2)]
    return pairs


def _nearest(ours: list[str], theirs: list[str]) -> list[Pair]:
    """The alignment of two runs of blocks, in order, in which those most alike stand together."""
    likeness = [[_likeness(one, other) for other in theirs] for one in ours]
    best: dict[tuple[int, int], tuple[float, tuple[Pair, ...]]] = {(len(ours), len(theirs)): (0.0, ())}
    for i in range(len(ours), -1, -1):
        for j in range(len(theirs), -1, -1):
            choices: list[tuple[float, tuple[Pair, ...]]] = []
            if i < len(ours) and j < len(theirs) and likeness[i][j] > LEAST_ALIKE:
                score, rest = best[i + 1, j + 1]
                choices.append((score + likeness[i][j], ((i, j), *rest)))
            if i < len(ours):
                score, rest = best[i + 1, j]
                choices.append((score, ((i, None), *rest)))
            if j < len(theirs):
                score, rest = best[i, j + 1]
                choices.append((score, ((None, j), *rest)))
            if choices:
                best[i, j] = max(choices, key=lambda choice: choice[0])
    return list(best[0, 0][1])


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:MOST_COMPARED], other[:MOST_COMPARED], autojunk=False).ratio()


def place_in_source(path: str, source: bytes, place: Place | Spot, text: str) -> str:
    """``path:line:column``; the column is corrected where indents or marks of Markdown stand before ``text``."""
    if isinstance(place, Spot):
        return path
    lines = source_text(source, "replace").split("\n")
    line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    column = place.column
    for length in (12, 6, 3, 1):
        wanted = text[:length]
        places = [at for at in range(len(line)) if wanted and line.startswith(wanted, at)]
        if places:
            column = min(places, key=lambda at: (abs(at + 1 - place.column), at)) + 1
            break
    return f"{path}:{place.line}:{column}"


def points(chars: str) -> str:
    """Characters with their code points: ``"é" U+00E9``."""
    if not chars:
        return "the end of the block"
    return f'"{chars}" ' + " ".join(f"U+{ord(char):04X}" for char in chars)


def difference(expected: str, found: str) -> tuple[int, str] | None:
    """Where two texts part, in characters, and words for it; None where they are equal."""
    if expected == found:
        return None
    at = next((i for i, (one, two) in enumerate(zip(expected, found, strict=False)) if one != two), None)
    at = min(len(expected), len(found)) if at is None else at
    while at > 0 and any(
        unicodedata.category(char).startswith("M") for char in (expected[at : at + 1] + found[at : at + 1])
    ):
        at -= 1
    ours, theirs = _cluster(expected, at), _cluster(found, at)
    around = (
        expected[max(0, at - CONTEXT) : at] + "⟨" + ours + "⟩" + expected[at + len(ours) : at + len(ours) + CONTEXT]
    )
    return at, f"expected {points(ours)}, found {points(theirs)} in “{around}”"


def _cluster(text: str, at: int) -> str:
    """The character at an index with the marks that combine with it."""
    end = at + 1
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return text[at:end]


def _signature(units: tuple[Unit, ...]) -> list[object]:
    out: list[object] = []
    before: Unit | None = None
    for unit in units:
        out.append((unit.path, kept_open(before, unit), unit.text))
        before = unit
    return out


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts differences into words."""

    path: str
    source: bytes
    anchors: bool

    def where(self, unit: Unit, found: Spot | Place | None, at: int = 0) -> str:
        """The place of what was expected, and of what was found."""
        char: Char | None = unit.chars[at] if at < len(unit.chars) else (unit.chars[-1] if unit.chars else None)
        place = char.place if char else unit.place
        if isinstance(unit.place, Place) and isinstance(place, Place):
            ours = place_in_source(self.path, self.source, place, unit.text[at:] or unit.text[-1:])
        else:
            ours = f"{self.path}, {unit.generated}" if unit.generated else self.path
        return f"{ours}; {found}" if found and str(found) else ours

    def missing(self, unit: Unit, moved: set[str], before: Unit | None) -> list[Finding]:
        spot = before.place if before else None
        if unit.text in moved:
            message = f"expected the {unit.kind} “{_short(unit.text)}” here, found it elsewhere"
            return [Finding("fidelity-order", "error", message, self.where(unit, spot))]
        code = "fidelity-generated" if unit.generated else "fidelity-missing"
        if unit.kind == "label" or "list mark" in unit.generated:
            code = "fidelity-label"
        if any(name.startswith("note ") for name in unit.path) or unit.generated.startswith("mark of note"):
            code = "fidelity-note"
        if "table" in unit.path and not unit.chars:
            code = "fidelity-table"
        what = f"{unit.generated} " if unit.generated else ""
        message = f"expected the {what}{unit.kind} “{_short(unit.text)}”, found nothing"
        return [Finding(code, "error", message, self.where(unit, spot))]

    def extra(self, unit: Unit, moved: set[str]) -> list[Finding]:
        if unit.text in moved:
            return []
        code = "fidelity-table" if "table" in unit.path and not unit.chars else "fidelity-extra"
        message = f"expected nothing, found the {unit.kind} “{_short(unit.text)}”"
        return [Finding(code, "error", message, str(unit.place))]

    def pair(self, unit: Unit, found: Unit, moved: set[str]) -> list[Finding]:
        parted = difference(unit.text, found.text)
        if parted and unit.text in moved:
            message = f"expected the {unit.kind} “{_short(unit.text)}” here, found it elsewhere"
            return [Finding("fidelity-order", "error", message, self.where(unit, found.place))]
        if parted:
            at, words = parted
            code = "fidelity-generated" if unit.generated else "fidelity-changed"
            if unit.kind == "label" and not unit.generated:
                code = "fidelity-label"
            index = min(at, len(found.chars) - 1)
            spot = found.chars[index].place if found.chars else found.place
            words = f"{unit.generated}: {words}" if unit.generated else words
            return [Finding(code, "error", words, self.where(unit, spot, at))]
        if unit.path != found.path:
            code = _kind_code(unit, found)
            message = f"expected {_path(unit)}, found {_path(found)}: “{_short(unit.text)}”"
            return [Finding(code, "error", message, self.where(unit, found.place))]
        if self.anchors and unit.anchor != found.anchor:
            message = f"expected the anchor {unit.anchor!r}, found {found.anchor!r}: “{_short(unit.text)}”"
            return [Finding("fidelity-link", "error", message, self.where(unit, found.place))]
        return self.voices(unit, found)

    def voices(self, unit: Unit, found: Unit) -> list[Finding]:
        told: dict[str, Finding] = {}
        for at, (ours, theirs) in enumerate(zip(unit.chars, found.chars, strict=True)):
            if ours.voice == theirs.voice or ours.char == " ":
                continue
            for name, code, words in VOICES:
                one, other = _value(ours.voice, name), _value(theirs.voice, name)
                if one == other or name in told or (name == "direction" and unit.generated):
                    continue
                if name == "anchor" and not self.anchors:
                    continue
                if name == "link" and "#note-" in one + other:
                    code = "fidelity-note"
                text = _same_voice(unit, at, name)
                message = f"expected “{_short(text)}” {words} {one or 'nothing'}, found {other or 'nothing'}"
                told[name] = Finding(code, "error", message, self.where(unit, theirs.place, at))
        return list(told.values())

    def nesting(self, unit: Unit, found: Unit, ours: int, theirs: int) -> list[Finding]:
        if ours == theirs:
            return []
        shorter = min(ours, theirs)
        name = unit.path[shorter] if shorter < len(unit.path) else unit.kind
        expected, other = ("a new", "the same") if ours < theirs else ("the same", "a new")
        code = "fidelity-table" if "table" in unit.path else "fidelity-kind"
        message = f"expected “{_short(unit.text)}” in {expected} {name}, found it in {other}"
        return [Finding(code, "error", message, self.where(unit, found.place))]


def _value(voice: Voice, name: str) -> str:
    value = getattr(voice, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("\u00ad", "")


def _same_voice(unit: Unit, at: int, name: str) -> str:
    """The run of characters from ``at`` that share a field of their voice."""
    value = _value(unit.chars[at].voice, name)
    end = at
    while end < len(unit.chars) and _value(unit.chars[end].voice, name) == value:
        end += 1
    return unit.text[at:end]


def _kind_code(unit: Unit, found: Unit) -> str:
    if unit.kind.startswith(("heading", "title")) and found.kind.startswith(("heading", "title")):
        return "fidelity-level"
    if any(name.startswith("note ") for name in (*unit.path, *found.path)):
        return "fidelity-note"
    if "table" in unit.path or "table" in found.path:
        return "fidelity-table"
    if "label" in (unit.kind, found.kind):
        return "fidelity-label"
    return "fidelity-kind"


def _path(unit: Unit) -> str:
    return " > ".join(unit.path)


def _short(text: str) -> str:
    return text if len(text) <= 2 * CONTEXT else text[: 2 * CONTEXT] + "…"
