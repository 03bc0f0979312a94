"""The OpenType features that text may be set with: what a style sheet may ask for beside the font's own defaults.

Flow: run -> ``manners_of`` -> names and features, in the order in which they are tried; its text -> ``seams``, what may be without
a ligature beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from flugblatt.judges.glyphs.painted_glyphs import Run

Features = tuple[tuple[str, int] | tuple[str, int, int, int], ...]
"""Features with their values, for the whole text or for a range of it."""
FIGURES: dict[str, Features] = {
    "": (),
    "onum": (("onum", 1),),
    "lnum": (("lnum", 1),),
    "lnum tnum": (("lnum", 1), ("tnum", 1)),
    "pnum onum": (("pnum", 1), ("onum", 1)),
    "onum tnum": (("onum", 1), ("tnum", 1)),
}
CAPITALS: dict[str, Features] = {"": (), "smcp": (("smcp", 1),), "smcp c2sc": (("smcp", 1), ("c2sc", 1))}
NONE = "no ligatures"
LIGATURES: dict[str, Features] = {"": (), NONE: (("liga", 0), ("clig", 0), ("dlig", 0), ("hlig", 0))}
MANNERS: dict[str, Features] = {
    " ".join(filter(None, (figures, capitals, ligatures))): FIGURES[figures] + CAPITALS[capitals] + LIGATURES[ligatures]
    for ligatures in LIGATURES
    for capitals in CAPITALS
    for figures in FIGURES
}
"""The OpenType features that a style may ask for, by the names that the report gives them."""
SPACED = 0.8
"""The share of gaps between glyphs that are set wider or tighter, by which letterspacing is known from kerning."""


def manners_of(run: Run) -> dict[str, Features]:
    """The manners that a run may be set in: ligatures are given up only where letters are spaced, all or nearly all."""
    spaced = run.gaps >= SPACED * (len(run.glyphs) - 1)
    return MANNERS if spaced else {manner: features for manner, features in MANNERS.items() if NONE not in manner}


PAIR = re.compile("f(?=[fijlt])")
MOST = 6
"""Pairs of a run that are tried in every combination; chosen: a line of German has fewer with a seam."""


def seams(run: Run, text: str) -> Iterator[Features]:
    """In German, what letters behind an f may stand for themselves: no ligature joins the parts of a compound."""
    places = [match.end() for match in PAIR.finditer(text)][:MOST] if run.language.split("-")[0] == "de" else []
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            yield tuple(("liga", 0, place, place + 1) for place in chosen)
