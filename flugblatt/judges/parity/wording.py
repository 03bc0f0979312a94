"""Words that were not translated, and blocks or sentences that are too short, too long or not ended.

Flow: each couple -> the same words, or letters of another script -> length of the block, then of its sentences, beside what this
text is used to -> the mark that a block ends with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from math import exp
from statistics import median

from fontTools import unicodedata as scripts

from flugblatt.judges.parity.shared_marks import own_words
from flugblatt.judges.parity.sides import Couple, Difference, Sides, place, shown
from flugblatt.language.table import scripts_of
from flugblatt.model.pairing import deviation
from flugblatt.model.units import Unit

WORDS = re.compile(r"[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*")
RUN = 5
"""So many words on end are no name any more. Chosen."""
LETTERS = 12
"""So many letters on end, where words are not parted. Chosen."""
FOREIGN = 0.5
"""The part of the letters of a block from which on it is in the other script. Chosen."""
FAR = 3.0
"""So many standard deviations of this text a length is too far: one block in a thousand would be by chance."""
SHORTER = 1.4
"""So many standard deviations are too short for a block that has fewer sentences, too. Chosen: by this measure the practice texts
have none."""
LEAST, USUAL, LARGEST = 0.55, 0.75, 1.2
"""Bounds of what is one standard deviation of a text beside that of ``pairing``, and what it is where few blocks say so: the
practice texts have 0.5 to 1.0."""
FEW = 8
SHORTEST = 50
"""Shorter blocks and sentences differ in length for many reasons. Chosen."""
COMMAS = tuple(",،、，")
ENDS = "[.!?…։۔؟।॥。！？｡෴።᙮]"
SENTENCE = re.compile(rf".+?(?:{ENDS}+[\"'”“’»«)\]」』]*(?=\s|$)|[。！？]+[」』）]*|$)", re.DOTALL)
CLOSING = "\"'”“’‘»«)]}」』）›‹ "
JOINED = re.compile(r"([;,:،؛])\s?\w{1,3}$")
USED = 0.9
"""The part of the blocks that must end with a mark where the original's do, for one that does not to be found. Chosen."""
LEAST_ENDED = 4


script_of = cache(scripts.script)


def judge(sides: Sides) -> Iterator[Difference]:
    """Every difference in words and lengths."""
    strange = {id(b): difference for a, b in sides.couples for difference in _untranslated(sides, a, b)}
    yield from strange.values()
    whole = [(a, b) for a, b in sides.couples if a.kind == b.kind == "paragraph" and id(b) not in strange]
    yield from _lengths(sides, whole)
    yield from _ends(sides, whole)


# --- Not translated ------------------------------------------------------------------------------


def _untranslated(sides: Sides, a: Unit, b: Unit) -> Iterator[Difference]:
    languages = [edition.language.split("-")[0] for edition in (sides.original, sides.translation)]
    if languages[0] == languages[1] or "code" in (a.kind, b.kind):
        return
    ours, theirs = own_words((a, b), sides)
    line = place(sides.original, a)
    run = _common_run(ours, theirs)
    if run:
        message = f"expected a translation of {line}, found its words: “{run}”"
        yield Difference("parity-untranslated", a, b, message)
    elif _in_other_script(theirs, sides.translation.language):
        message = f"expected a translation of {line} in the script of the language, found {shown(b)}"
        yield Difference("parity-untranslated", a, b, message)


def _common_run(ours: str, theirs: str) -> str:
    """The longest run of words that both have, if it is too long for a name."""
    one, other = WORDS.findall(ours), WORDS.findall(theirs)
    if sum(map(len, set(one) & set(other))) < LETTERS:
        return ""
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    run = one[match.a : match.a + match.size]
    unparted = any(script_of(char) in ("Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr") for char in "".join(run))
    small = sum(word[0].islower() or word[0].lower() == word[0].upper() for word in run)
    long = sum(map(len, run)) >= LETTERS if unparted else len(run) >= RUN and small >= RUN - 2
    whole = len(run) == len(one) == len(other) and len(run) > 1 and small >= 2
    return " ".join(run[:12]) + ("…" if len(run) > 12 else "") if long or whole else ""


def _in_other_script(text: str, language: str) -> bool:
    known = scripts_of(language)
    letters = [char for char in text if script_of(char) not in ("Zyyy", "Zinh", "Zzzz")]
    if not known or len(letters) < LETTERS:
        return False
    foreign = sum(script_of(char) not in known for char in letters)
    small = [word for word in WORDS.findall(text) if word[0].islower() and script_of(word[0]) not in known]
    return foreign > FOREIGN * len(letters) and len(small) >= 2


# --- Lengths -------------------------------------------------------------------------------------


def _lengths(sides: Sides, couples: list[Couple]) -> Iterator[Difference]:
    far = [deviation(len(a.text), len(b.text), sides.measure) for a, b in couples if len(a.text) >= SHORTEST]
    spread = _spread(far)
    for a, b in couples:
        line = place(sides.original, a)
        if _too_far(len(a.text), len(b.text), sides.measure, spread):
            message = f"length: {_told(len(a.text), len(b.text), sides.measure, line)}: {shown(b)}"
            yield Difference("parity-length", a, b, message)
            continue
        if _lacks_sentence(a, b, sides.measure, spread):
            counts = f"expected {len(_split(a))} as in {line}, found {len(_split(b))}"
            message = f"sentences: {counts} in fewer characters than usual: {shown(b)}"
            yield Difference("parity-length", a, b, message)
            continue
        for one, other in _sentences(a, b):
            if _too_far(len(one), len(other), sides.measure, spread):
                message = f"length of a sentence: {_told(len(one), len(other), sides.measure, line)}: “{other[:60]}”"
                yield Difference("parity-length", a, b, message)
                break


def _spread(far: list[float]) -> float:
    """One standard deviation of this text, by the median of its absolute deviations."""
    own = 1.4826 * median(map(abs, far)) if len(far) >= FEW else USUAL
    return min(max(own, LEAST), LARGEST)


def _too_far(length: int, other: int, measure: float, spread: float) -> bool:
    return length >= SHORTEST and abs(deviation(length, other, measure)) > FAR * spread


def _told(length: int, other: int, measure: float, line: str) -> str:
    usual = round(length * exp(measure))
    return f"expected about {usual} characters for the {length} of {line}, found {other}"


def _sentences(a: Unit, b: Unit) -> Iterator[tuple[str, str]]:
    """The sentences of two blocks, where both have as many and more than one."""
    ours, theirs = _split(a), _split(b)
    if len(ours) == len(theirs) > 1:
        yield from zip(ours, theirs, strict=True)


def _lacks_sentence(a: Unit, b: Unit, measure: float, spread: float) -> bool:
    """Whether a block has fewer sentences, and is the shorter by one or by a part of one."""
    short = deviation(len(a.text), len(b.text), measure) < -SHORTER * spread
    return short and len(a.text) >= SHORTEST and 1 <= len(_split(b)) < len(_split(a))


def _split(unit: Unit) -> list[str]:
    return [part.strip() for part in SENTENCE.findall(unit.text) if part.strip()]


# --- Ends ----------------------------------------------------------------------------------------


def _ends(sides: Sides, couples: list[Couple]) -> Iterator[Difference]:
    """A block without a mark at its end, or with a comma for a full stop, in a text that has them wherever the original has."""
    ended = [(a, b) for a, b in couples if _has_end(a) and len(a.text) >= SHORTEST]
    open_ones = [(a, b) for a, b in ended if not _has_end(b) or (_last(a) in ENDS and _last(b) in COMMAS)]
    if len(ended) < LEAST_ENDED or len(open_ones) > (1 - USED) * len(ended) + 1:
        return
    for a, b in open_ones:
        message = f"expected a mark at the end as in {place(sides.original, a)}, found “…{b.text[-40:]}”"
        yield Difference("parity-unended", a, b, message)


def _has_end(unit: Unit) -> bool:
    """Whether a block ends with a mark, or with a mark and one short word: “…; and”."""
    end = _last(unit)
    return bool(end) and not end.isalnum() and not scripts.category(end).startswith("M")


def _last(unit: Unit) -> str:
    """The mark or letter that a block ends with, quotation marks and brackets aside."""
    return JOINED.sub(r"\1", unit.text).rstrip(CLOSING)[-1:]
