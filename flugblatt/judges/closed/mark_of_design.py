"""Judges the mark of the design: an opening quotation mark of a font at hand, drawn as an outline, and no other picture.

Flow: SVG -> its one path -> points and strokes -> those of an opening quotation mark in a face of the language table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml import etree

from flugblatt import resources
from flugblatt.judges.glyphs import originals

SVG = "{http://www.w3.org/2000/svg}"
OPENING = "“„‘‚«‹»›”「『《〈"
"""Opening quotation marks of the languages of the table, those of right-to-left scripts among them."""
LONGEST = 20_000  # chosen: many times the outline of a quotation mark
COMMAND = re.compile(r"([MLHVQCTSZ])|(-?\d*\.?\d+)")
TURNED = re.compile(r"translate\(-?[\d.]+ 0\) scale\(-1 1\)")
ROUNDING = 1.5  # font units, as of outlines of a variable font
Points = frozenset[tuple[int, int]]


def fault_of(svg: bytes) -> str:
    """Why a picture is not the mark; empty where it is."""
    if len(svg) > LONGEST:
        return "a picture that is too large for a quotation mark"
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(svg, parser)
    except (etree.XMLSyntaxError, ValueError):
        return "what is no SVG"
    kids = list(root.iter())
    plain = {"viewBox", "preserveAspectRatio"} >= set(map(str, root.attrib)) and (root.text or "").strip() == ""
    if (
        [kid.tag for kid in kids] != [f"{SVG}svg", f"{SVG}path"]
        or not plain
        or (kids[1].text or kids[1].tail or "").strip()
    ):
        return "more than one outline"
    path = kids[1]
    turn = path.get("transform")
    if set(map(str, path.attrib)) - {"d", "fill", "transform"} or (turn and not TURNED.fullmatch(turn)):
        return "an outline with attributes of its own"
    found = _points(path.get("d", ""))
    if not found or not any(_near(found, mark) for mark in _marks()):
        return "the outline of something that is no opening quotation mark"
    return ""


def _points(path: str) -> tuple[tuple[float, float], ...]:
    """All points of a path in absolute coordinates, those that a horizontal or vertical line leaves out filled in."""
    points: list[tuple[float, float]] = []
    command, numbers = "", list[float]()
    for letter, number in COMMAND.findall(path):
        if letter:
            command, numbers = letter, []
            continue
        numbers.append(float(number))
        if command == "H":
            points.append((numbers.pop(), points[-1][1] if points else 0.0))
        elif command == "V":
            points.append((points[-1][0] if points else 0.0, numbers.pop()))
        elif len(numbers) == 2:
            points.append((numbers[0], numbers[1]))
            numbers = []
    return tuple(points)


def _near(found: tuple[tuple[float, float], ...], mark: tuple[tuple[float, float], ...]) -> bool:
    """Whether the two outlines have the same points but for rounding, wherever they begin."""
    return _within(found, mark) and _within(mark, found)


def _within(inner: tuple[tuple[float, float], ...], outer: tuple[tuple[float, float], ...]) -> bool:
    return all(any(abs(x - a) <= ROUNDING and abs(y - b) <= ROUNDING for a, b in outer) for x, y in inner)


@resources.of_project
@cache
def _marks() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The outlines of the quotation marks in all faces of the wheels, y downwards, as SVG has it."""
    return tuple(dict.fromkeys(_drawn()))


def _drawn() -> Iterator[tuple[tuple[float, float], ...]]:
    wanted = [entry for entry in resources.rows("languages")["fonts"] if "Display" in entry]
    families = originals.families()
    for name in (*wanted, *(name for name in families if name not in wanted)):
        for face in families.get(name, ()):
            font = originals.shaper(face)
            for char in OPENING:
                if glyph := font.get_nominal_glyph(ord(char)):
                    _, numbers = originals.outline(font, glyph)
                    yield tuple((x, -y) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
