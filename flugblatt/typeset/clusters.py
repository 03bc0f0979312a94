"""Clusters: which characters each painted glyph stands for, so that the glyphs of a line say its text, each once.

Flow: the items of a line as the shaper made them -> ``tell`` -> a text for every glyph, and the clusters that are at fault.

A cluster is the smallest part of a text that the shaper gives glyphs of its own (UAX #29 is its model, not its rule). A
cluster of one glyph gives that glyph its text. The letters of a cluster of several glyphs are shared out among them in
reading order, first to those that are the plain glyph of a letter. What has no glyph joins the cluster before it; so does
what has only glyphs without ink and width, since readers that look at places lose their text.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field

UNSAID = "\uffff"
CIRCLE = "\u25cc"
INVISIBLE = None


@dataclass(slots=True)
class Item:
    """Glyphs of one font and one level, in the order of painting, with the byte of the line's text that each begins at.

    ``glyphs`` has None where nothing is painted; ``nominal`` is the plain glyph of a character in the font of the item,
    ``blank`` its glyphs without ink and width. ``texts`` is what ``tell`` finds.
    """

    start: int
    end: int
    rtl: bool
    glyphs: list[int | None]
    starts: list[int]
    nominal: Callable[[str], int | None]
    blank: Container[int | None]
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Cluster:
    item: Item
    text: str
    places: list[int]


def tell(items: list[Item], text: bytes) -> list[str]:
    """Fills ``texts`` of every item of a line whose text is ``text`` in UTF-8; U+FFFF in it are characters to be left unsaid.

    The result are the texts of the clusters in which the shaper painted a dotted circle that the text does not have.
    """
    clusters = [cluster for item in sorted(items, key=lambda item: item.start) for cluster in _clusters(item, text)]
    last: _Cluster | None = None
    waiting = ""
    for cluster in clusters:
        if cluster.places:
            cluster.text = waiting + cluster.text
            last, waiting = cluster, ""
        elif last is None:
            waiting += cluster.text
        else:
            last.text += cluster.text
    faulty: list[str] = []
    for cluster in clusters:
        item, places = cluster.item, cluster.places
        if len(places) == 1:
            item.texts[places[0]] = cluster.text
        elif places:
            glyphs = [item.glyphs[place] for place in places]
            for place, part in zip(places, shared(glyphs, cluster.text, item.nominal), strict=True):
                item.texts[place] = part
        circle = item.nominal(CIRCLE)
        if circle is not None and CIRCLE not in cluster.text and any(item.glyphs[place] == circle for place in places):
            faulty.append(cluster.text)
    return faulty


def shared(glyphs: list[int | None], text: str, nominal: Callable[[str], int | None]) -> list[str]:
    """The letters of a cluster for each of its glyphs in reading order; some are empty where there are too few letters."""
    letters = {nominal(char): char for char in reversed(text)}
    parts = [letters.get(glyph, "") for glyph in glyphs]
    if "".join(parts) == text and all(parts):
        return parts
    if parts.count("") == 1:
        place = parts.index("")
        before, after = "".join(parts[:place]), "".join(parts[place + 1 :])
        if text.startswith(before) and text.endswith(after) and len(text) > len(before) + len(after):
            parts[place] = text[len(before) : len(text) - len(after)]
            return parts
    last = len(glyphs) - 1
    if len(text) >= len(glyphs):
        return [*text[:last], text[last:]]
    return [text] + [""] * last


def spoken(drawn: str, logical: str) -> bytes:
    """``drawn`` in UTF-8, its invisible characters that ``logical`` does not have as U+FFFF, which is as long.

    A line may be drawn with zero width spaces where it was allowed to break: they are no text.
    """
    if drawn == logical or "\u200b" not in drawn:
        return drawn.encode()
    out: list[str] = []
    at = 0
    for char in drawn:
        said = logical[at : at + 1] == char
        out.append(char if said or char != "\u200b" else UNSAID)
        at += said
    return "".join(out).encode()


def _clusters(item: Item, text: bytes) -> list[_Cluster]:
    """The clusters of an item in logical order, each with the places of its glyphs in reading order."""
    item.texts = [""] * len(item.glyphs)
    places: dict[int, list[int]] = {}
    order = range(len(item.glyphs) - 1, -1, -1) if item.rtl else range(len(item.glyphs))
    for place in order:
        found = places.setdefault(item.starts[place], [])
        if item.glyphs[place] is not INVISIBLE and item.glyphs[place] not in item.blank:
            found.append(place)
    starts = sorted(places)
    ends = [*starts[1:], item.end]
    return [
        _Cluster(item, text[start:end].decode().replace(UNSAID, ""), places[start])
        for start, end in zip(starts, ends, strict=True)
    ]
