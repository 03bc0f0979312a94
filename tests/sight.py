"""What a reader of a page sees, as Chromium paints it: order of sight, nothing over another, directions by language.

Flow: a file -> ``tests/sight.cjs`` -> blocks of clusters with their places -> ``faults``, in words. The order is that of
UAX #9 by ``judges.glyphs.bidi``, which shares no code with the browser.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from flugblatt.judges.glyphs import bidi

ROOT = Path(__file__).parent.parent
OPENING = {"ltr": "\u2066", "rtl": "\u2067"}  # LRI and RLI of UAX #9
CLOSING = "\u2069"
INK = 0.25  # of a line box above and below is leading, which may meet that of the next line
ROUNDING = 0.5  # px: the browser sets lines on whole pixels


def faults(file: Path) -> list[str]:
    """Everything in a page that a reader would call wrong, at each width, in light and in dark."""
    done = subprocess.run(
        ["node", ROOT / "tests" / "sight.cjs", file], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return [
        f"{view['width']} px, {view['scheme']}: {fault}" for view in json.loads(done.stdout) for fault in _of_view(view)
    ]


def _of_view(view: dict[str, Any]) -> Iterator[str]:
    if view["overhang"] > 0:
        yield f"the page is {view['overhang']} px wider than the window"
    for tag, direction, words in view["languages"]:
        if direction != direction_of(tag, words):
            yield f"{tag} is set {direction}: {words!r}"
    for block in view["blocks"]:
        yield from _disorder(block)
    yield from _overlaps(view["blocks"])


def direction_of(tag: str, words: str) -> str:
    """By CLDR; a language that it does not know goes as its first strong letter does."""
    try:
        order: str = Locale.parse(tag.replace("-", "_")).character_order
    except (UnknownLocaleError, ValueError):
        strong = next((kind for kind in map(bidi.class_of, words) if kind in bidi.STRONG), "L")
        return "ltr" if strong == "L" else "rtl"
    return {"left-to-right": "ltr", "right-to-left": "rtl"}[order]


def _disorder(block: dict[str, Any]) -> Iterator[str]:
    """Lines of the block whose clusters do not stand as UAX #9 orders them."""
    text: list[str] = []
    places: dict[int, tuple[str, float, float, float]] = {}
    depth: list[list[Any]] = []
    for piece in block["pieces"]:
        if piece["isolates"] != depth:
            same = next(
                (at for at, (old, new) in enumerate(zip(depth, piece["isolates"], strict=False)) if old != new),
                min(len(depth), len(piece["isolates"])),
            )
            text += [CLOSING] * (len(depth) - same)
            for _, direction in piece["isolates"][same:]:
                if direction not in OPENING:
                    yield f"the direction is forced ({direction}): {_words(piece)!r}"
                text.append(OPENING.get(direction, OPENING["ltr"]))
            depth = piece["isolates"]
        for cluster, *box in piece["clusters"]:
            if box:
                places[len(text)] = (cluster, box[0], box[1], (box[2] + box[3]) / 2)
            text += cluster
    for line in _lines(places):
        yield from _line_disorder("".join(text), places, line, block["direction"])


def _lines(places: dict[int, tuple[str, float, float, float]]) -> Iterator[list[int]]:
    """The indices of the clusters of each line, in logical order: a line ends where the next cluster stands lower."""
    line: list[int] = []
    for at, (_, _, _, middle) in places.items():
        if line and abs(middle - places[line[-1]][3]) > 12:  # px: more than a raised figure, less than a line
            yield line
            line = []
        line.append(at)
    if line:
        yield line


def _line_disorder(
    text: str, places: dict[int, tuple[str, float, float, float]], line: list[int], direction: str
) -> Iterator[str]:
    levels = bidi.levels(text, int(direction == "rtl"))
    own = [levels[at] for at in line]
    wanted = [line[at] for at in bidi.visual(own)]
    inked = [at for at in wanted if places[at][0].strip()]
    for left, right in pairwise(inked):
        if places[left][1] > places[right][1] + ROUNDING:
            yield f"{''.join(places[at][0] for at in line)!r}: {places[right][0]!r} stands before {places[left][0]!r}"
            return


def _overlaps(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Clusters of different blocks or lines whose ink could meet, found by a sweep from top to bottom."""
    boxes = sorted(
        (top + INK * (bottom - top), bottom - INK * (bottom - top), left, right, cluster, number)
        for number, block in enumerate(blocks)
        for piece in block["pieces"]
        for cluster, *box in piece["clusters"]
        if box and cluster.strip()
        for left, right, top, bottom in [box]
    )
    active: list[tuple[float, float, float, float, str, int]] = []
    for box in boxes:
        active = [other for other in active if other[1] > box[0] + ROUNDING]
        for other in active:
            wide = min(other[3], box[3]) - max(other[2], box[2])
            if wide > 2 * ROUNDING and (other[5] != box[5] or box[0] - other[0] > INK * (box[1] - box[0])):
                yield f"{box[4]!r} stands over {other[4]!r}"
                return
        active.append(box)


def _words(piece: dict[str, Any]) -> str:
    return "".join(cluster for cluster, *_ in piece["clusters"])
