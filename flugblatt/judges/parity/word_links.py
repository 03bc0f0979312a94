"""Which blocks of a translation say what which blocks of the original say, learnt from the two texts alone.

Flow: pairs of blocks as they stand -> words (their first letters; two letters at a time where nothing parts words) -> each block
as the other blocks that have its words -> ``crossed``: pairs that fit far better crosswise than as they stand, by lengths, by what
every language shares, and by these.

A word of the original and its translation stand in the same blocks, whatever the languages: a text of some dozens of blocks says
enough about itself. This is explicit semantic analysis (Gabrilovich and Markovitch, IJCAI 2007; across languages Potthast and
others, ECIR 2008) with the work as its own collection; a block has no say in what is learnt about it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log, sqrt
from operator import mul

from flugblatt.model.pairing import deviation, unlike
from flugblatt.model.units import Unit

WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f\u0900-\u0dff]*")
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
STEM = 5
"""So many first letters stand for a word, whatever its ending. Chosen; 4 and 6 do as well on the practice texts."""
PART = 3
"""A word that stands in more than this part of the blocks says nothing about one."""
WINDOW, STEP = 150, 100
"""So many blocks are looked at together, and so many on the next ones begin: longer texts need no longer memory. Chosen."""
FEWEST = 12
"""Fewer blocks teach no words. Chosen."""
WEIGHT = 22.0
"""What one of likeness (a cosine) counts beside the squares of deviations of lengths; as below."""
NEIGHBOURS, FARTHER = 1.6, 5.5
"""So much better must two blocks fit crosswise; those that stand side by side are exchanged more often. Measured on the practice
texts beside the German one: of 645 pairs of neighbours that were exchanged one by one 607 are told as moved, 26 in another way, and
12 are not seen; in the eleven untouched texts nothing is told, in the 55 other pairs of languages eight pairs of blocks are."""
AGAINST = -2.0
"""Where lengths speak more than so much against it, blocks are not exchanged: that is most pairs, which cost no time then."""
MOST = 6.0
"""What the lengths of two blocks say at most."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """The numbers of two pairs whose translations seem to be exchanged, and how much better they fit so."""

    first: int
    second: int
    gain: float


def crossed(pairs: tuple[tuple[Unit, Unit], ...], measure: float) -> tuple[Crossing, ...]:
    """The crossings among pairs in their order, the clearest first; no pair is in two of them."""
    found: dict[tuple[int, int], Crossing] = {}
    for start in range(0, max(len(pairs) - (WINDOW - STEP), 1), STEP):
        for crossing in _in_window(pairs[start : start + WINDOW], measure):
            moved = Crossing(start + crossing.first, start + crossing.second, crossing.gain)
            found[moved.first, moved.second] = moved
    taken: set[int] = set()
    chosen = []
    for crossing in sorted(found.values(), key=lambda each: (-each.gain, each.first, each.second)):
        if not {crossing.first, crossing.second} & taken:
            taken |= {crossing.first, crossing.second}
            chosen.append(crossing)
    return tuple(chosen)


def _in_window(pairs: tuple[tuple[Unit, Unit], ...], measure: float) -> Iterator[Crossing]:
    if len(pairs) < FEWEST:
        return
    ours, theirs = _profiles([a.text for a, _ in pairs]), _profiles([b.text for _, b in pairs])
    bodies = [n for n, (a, b) in enumerate(pairs) if a.kind == b.kind == "paragraph"]
    misfit = _misfits(pairs, measure)
    for place, i in enumerate(bodies):
        for k in bodies[place + 1 :]:
            lengths = misfit(i, i) + misfit(k, k) - misfit(i, k)
            if lengths < AGAINST:
                continue
            lengths -= misfit(k, i)
            if lengths < AGAINST:
                continue
            gain = lengths + _marks(pairs, i, k) + WEIGHT * _likeness(ours, theirs, i, k)
            if gain > (NEIGHBOURS if k == bodies[place + 1] else FARTHER):
                yield Crossing(i, k, gain)


def _marks(pairs: tuple[tuple[Unit, Unit], ...], i: int, k: int) -> float:
    """How much better two blocks fit crosswise by what every language shares: labels, figures, targets of links, calls of notes."""
    (a, b), (c, d) = pairs[i], pairs[k]
    return unlike(a, b) + unlike(c, d) - unlike(a, d) - unlike(c, b)


def _misfits(pairs: tuple[tuple[Unit, Unit], ...], measure: float) -> Callable[[int, int], float]:
    """How ill the length of a block of one pair fits the translation of another: half the square of its deviation."""
    alone = [deviation(len(a.text), 0, measure) for a, _ in pairs]
    steps = [deviation(len(a.text), 0, 0.0) - deviation(len(a.text), 0, 1.0) for a, _ in pairs]
    lengths = [log((len(b.text) + 3) / 3) for _, b in pairs]

    def misfit(i: int, k: int) -> float:
        far = alone[i] + lengths[k] * steps[i]
        return min(far * far / 2, MOST)

    return misfit


def _likeness(ours: list[list[float]], theirs: list[list[float]], i: int, k: int) -> float:
    """How much more alike two blocks and their translations are crosswise, by all other blocks."""
    without = {i, k}
    return (
        _cosine(ours[i], theirs[k], without)
        + _cosine(ours[k], theirs[i], without)
        - _cosine(ours[i], theirs[i], without)
        - _cosine(ours[k], theirs[k], without)
    )


def _cosine(a: list[float], b: list[float], without: set[int]) -> float:
    product = sum(map(mul, a, b)) - sum(a[n] * b[n] for n in without)
    norms = (a[-1] - sum(a[n] ** 2 for n in without)) * (b[-1] - sum(b[n] ** 2 for n in without))
    return (product - a[-1] * b[-1]) / sqrt(norms) if norms > 1e-9 else 0.0


def _profiles(texts: list[str]) -> list[list[float]]:
    """Each text as the texts that share words with it, rare words more; the sum of the squares stands last."""
    words = [tokens(text) for text in texts]
    where: dict[str, list[int]] = {}
    for number, own in enumerate(words):
        for word in own:
            where.setdefault(word, []).append(number)
    profiles = []
    for own in words:
        profile = [0.0] * len(texts)
        for word in sorted(own):
            places = where[word]
            if 1 < len(places) < len(texts) / PART:
                weight = log(len(texts) / len(places))
                for number in places:
                    profile[number] += weight
        profiles.append([*profile, sum(value * value for value in profile)])
    return profiles


def tokens(text: str) -> frozenset[str]:
    """The words of a text by their first letters, or every two letters where no blank parts words."""
    found: set[str] = set()
    for word in WORD.findall(text.casefold()):
        if UNSPACED.search(word):
            found |= {word[at : at + 2] for at in range(len(word) - 1)}
        else:
            found.add(word[:STEM])
    return frozenset(found)
