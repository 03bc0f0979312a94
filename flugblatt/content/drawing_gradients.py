"""Gradients as all renderers draw them alike: lengths without shares, and small steps where the opacity changes.

WeasyPrint takes a share of a radius from another diagonal than SVG does (SVG 2, 8.9), and mixes colours of different opacity by a
power instead of evenly; in small steps, the difference cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, hypot, sqrt

from lxml import etree

from flugblatt.content.drawing_frames import Box, length

_STEP = 1 / 16  # of opacity; chosen: no eye sees a step of that size between two plain colours
_LENGTHS = {"x1": "0%", "y1": "0%", "x2": "100%", "y2": "0%", "cx": "50%", "cy": "50%", "r": "50%", "fx": "", "fy": ""}
"""The lengths of gradients and what holds where they are not given."""


@dataclass(frozen=True, slots=True)
class Stop:
    offset: float
    color: str
    opacity: float


def set_lengths(made: etree._Element, view: Box) -> None:
    """Writes the lengths of a gradient as numbers: of the box of what it fills, or in user units."""
    own = made.get("gradientUnits") == "userSpaceOnUse"
    linear = made.tag.endswith("linearGradient")
    for name, without in _LENGTHS.items():
        if linear != name[-1].isdigit() or not (made.get(name) or without):
            continue
        across = {"x": view.width, "y": view.height}.get(name.strip("cf12"), hypot(view.width, view.height) / sqrt(2))
        made.set(name, f"{length(made.get(name) or without, across if own else 1, 0):g}")


def even_stops(stops: Sequence[Stop]) -> Iterator[Stop]:
    """The stops, none before the one before it, with others between two of different opacity."""
    last = stops[0]
    yield last
    for stop in stops[1:]:
        stop = Stop(min(1.0, max(stop.offset, last.offset)), stop.color, stop.opacity)
        steps = ceil(abs(stop.opacity - last.opacity) / _STEP - 0.01)
        if last.color.startswith("#") and stop.color.startswith("#"):
            yield from (_between(last, stop, step / steps) for step in range(1, steps))
        yield stop
        last = stop


def _between(one: Stop, other: Stop, share: float) -> Stop:
    parts = (
        round(int(one.color[at : at + 2], 16) * (1 - share) + int(other.color[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    offset = round(one.offset + (other.offset - one.offset) * share, 4)
    return Stop(
        offset,
        "#" + "".join(f"{part:02x}" for part in parts),
        round(one.opacity + (other.opacity - one.opacity) * share, 4),
    )
