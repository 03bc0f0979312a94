"""The route ``sight`` through a PDF that this toolchain did not make: what on its pages hides, covers or adds words.

Flow: pages in the order of painting, into the forms -> each text against its ground, its clip and its page; each area, picture
and shading against the texts before it; annotations, form fields and layers -> what hides words or shows others is an error; what
cannot be told, as what a picture says, is named, and nothing can be said of what the eye sees.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from flugblatt.judges.fidelity.visibility import CLEAR, Visibility
from flugblatt.judges.pdf import content_streams
from flugblatt.judges.pdf.colours import Colour
from flugblatt.judges.pdf.instructions import inherited
from flugblatt.judges.pdf.painted import Area, Page, Picture, Shading, Text, flat
from flugblatt.judges.pdf.plane import Box, Point, apply, inside
from flugblatt.model import Check, Finding
from flugblatt.model.checks import said_of
from flugblatt.proving.proof import TOOL, Route, Unreadable, not_run

SURE = "every letter that is painted can be seen, and nothing else is but rules and plain grounds; fonts are the file's own"
SOLID = 0.9  # chosen: what lies under less of a colour may be seen through it
LEAST = 1.5
"""Contrast to the ground (WCAG 2.2): chosen, with half of what the palest grey of design has; below it nobody sees letters."""
STRAIGHT = frozenset(("m", "l", "h", "re"))
MOST = 20  # findings of a page; chosen: the first ones tell what was done
SPEAKING = ("/FreeText", "/Stamp", "/Widget", "/Redact", "/Watermark")
"""Annotations whose words stand on the page (ISO 32000-1, 12.5.6)."""

Covers = Callable[[Point], bool | None]
"""Whether something covers a point; None where that is not known."""


@dataclass(slots=True)
class _Sight:
    """One page as it is painted."""

    page: Page
    errors: dict[Finding, None] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    texts: list[tuple[tuple[Point, ...], Text]] = field(default_factory=list)
    grounds: list[tuple[Covers, float | None]] = field(default_factory=list)

    def see(self) -> None:
        visibility = Visibility(self.page.crop)
        for item in flat(self.page.items):
            match item:
                case Text() if item.state.font is not None and item.text.strip():
                    self.find(
                        *(fault for fault in visibility.faults(item, item.text) if not fault.endswith(" in white"))
                    )
                    self.text(item)
                case Area():
                    self.area(item)
                case Picture():
                    self.unknown["a picture may show words"] = None
                    self.cover(_box(item.box, item.state.clip), item.state.fill_alpha, None)
                case Shading():
                    self.cover(_box(item.state.clip, item.state.clip), item.state.fill_alpha, None)

    def find(self, *messages: str) -> None:
        for message in messages[: MOST - len(self.errors)]:
            self.errors[Finding("fidelity-hidden", "error", message, f"page {self.page.number}")] = None

    def text(self, item: Text) -> None:
        if item.state.font and item.state.font.kind == "Type3":
            self.unknown["a font whose glyphs are drawings may show other letters"] = None
        points = tuple(_points(item))
        if points:
            self.texts.append((points, item))
        shades = [_luminance(colour) for colour in item.colours]
        for point in points[:: max(1, len(points) - 1)]:
            ground = self.ground(point)
            if ground is None or None in shades:
                self.unknown["letters on a picture, or in a colour that is not known, may be like their ground"] = None
            elif shades and max(_contrast(shade, ground) for shade in shades if shade is not None) < LEAST:
                self.find(f"expected visible text; found {item.text[:60]!r} in the colour of its ground")

    def ground(self, point: Point) -> float | None:
        """The luminance of what a point lies on, from paper upwards; None where it is not known."""
        for covers, shade in reversed(self.grounds):
            covered = covers(point)
            if covered is None or covered:
                return shade if covered else None
        return 1.0

    def area(self, item: Area) -> None:
        if item.stroked or item.state.fill_alpha < CLEAR or item.colour.pattern:
            if item.colour.pattern:
                self.unknown["a pattern may show words"] = None
            return
        if any(operator not in STRAIGHT for operator, _ in item.path):
            self.unknown["outlines may show words, or cover some"] = None
        self.cover(_polygons(item), item.state.fill_alpha, _luminance(item.colour))

    def cover(self, covers: Covers, alpha: float, shade: float | None) -> None:
        """Something is painted over what is there."""
        if alpha < CLEAR:
            return
        for points, item in self.texts:
            found = {covers(point) for point in points}
            if True in found and alpha >= SOLID:
                self.find(f"expected visible text; found {item.text[:60]!r} painted over")
            elif found != {False}:
                self.unknown["something is painted over words that may hide them"] = None
        self.grounds.append((covers, shade if alpha >= SOLID else None))


def judge(data: bytes) -> Route:
    """The route ``sight``: failed where words are hidden or others shown, not run where that cannot be told. Raises Unreadable
    where pages are written as this reader does not know it: that others read them is for the other routes to say."""
    errors, unknown = list[Finding](), dict[str, None]()
    try:
        pages = content_streams.read(data).pages
    except Exception as error:  # whatever unknown bytes make a library throw
        raise Unreadable(f"what the eye sees was not judged; pages cannot be followed: {said_of(error)}") from error
    for page in pages:
        seen = _Sight(page)
        seen.see()
        errors += seen.errors
        unknown |= dict.fromkeys(f"page {page.number}: {words}" for words in seen.unknown)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for harm, words, where in (*_annotations(pdf), *_masks(pdf), *_layers(pdf)):
            if harm:
                errors.append(Finding("fidelity-extra", "error", words, where))
            else:
                unknown[f"{where}: {words}"] = None
    if errors:
        return Route(Check.of("sight", TOOL, errors))
    if unknown:
        return not_run("sight", f"what the eye sees was not judged; {next(iter(unknown))}", TOOL)
    return Route(Check.of("sight", TOOL, ()), decides=False, sure=SURE)


# --- Places and colours --------------------------------------------------------------------------


def _points(item: Text) -> Iterator[Point]:
    """A point within each letter, a quarter of its size above the baseline."""
    up = item.state.size / 4
    for text, place in zip(item.texts, item.places, strict=False):
        if text.strip():
            yield apply(item.matrix, place + up / 2, up)


def _box(box: Box, clip: Box) -> Covers:
    return lambda point: inside(point, box, 0) and inside(point, clip, 0)


def _polygons(item: Area) -> Covers:
    """Whether a point lies in a filled path, where both rules of filling say the same (ISO 32000-1, 8.5.3.3); a curve counts as
    its control points."""
    parts: list[list[Point]] = []
    for operator, points in item.path:
        if operator in ("m", "re") or not parts:
            parts.append([])
        parts[-1] += points
    clip, bounds = item.state.clip, item.box

    def covers(point: Point) -> bool | None:
        if not (inside(point, bounds, 0) and inside(point, clip, 0)):
            return False
        turns = [turn for part in parts for turn in _crossings(point, part)]
        if len(turns) % 2 == 1:
            return True
        return None if sum(turns) else False

    return covers


def _crossings(point: Point, corners: list[Point]) -> Iterator[int]:
    """The sides that a ray from the point to the right crosses: 1 for one that goes up, -1 for one that goes down."""
    x, y = point
    for (left, low), (right, high) in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        if (low > y) != (high > y) and x < left + (y - low) * (right - left) / (high - low):
            yield 1 if high > low else -1


def _luminance(colour: Colour) -> float | None:
    """The relative luminance of a colour (WCAG 2.2), inks as simple screens; None where it is not known."""
    values, family = colour.values, colour.space.family
    if colour.pattern or not values or colour.space.name.startswith("Indexed"):
        return None
    match family, len(values):
        case "gray", 1:
            parts = values * 3
        case "rgb", 3:
            parts = values
        case "cmyk", 4:
            parts = tuple((1 - ink) * (1 - values[3]) for ink in values[:3])
        case _:
            return None
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in map(_unit, parts)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


# --- Annotations and layers ----------------------------------------------------------------------


def _annotations(pdf: Any) -> Iterator[tuple[bool, str, str]]:
    """What annotations show beside the pages: whether they have words, and which."""
    for number, page in enumerate(pdf.pages, 1):
        for one in page.obj.get("/Annots", Array()):
            kind = str(one.get("/Subtype", "/unknown"))
            said = " ".join(str(one[key]) for key in ("/Contents", "/V") if isinstance(one.get(key), pikepdf.String))
            drawn = any(map(_shows_text, _streams(one.get("/AP", Dictionary()))))
            where = f"page {number}"
            if drawn or (kind in SPEAKING and said.strip()):
                yield (
                    True,
                    f"expected words of the pages alone; found an annotation {kind[1:]} with {said[:60]!r}",
                    where,
                )
            elif kind not in ("/Link", "/Popup") or "/AP" in one:
                yield False, f"an annotation {kind[1:]} is painted over the page", where


def _streams(appearance: Any) -> Iterator[Any]:
    """The streams of an appearance in all its states (ISO 32000-1, 12.5.5)."""
    for entry in appearance.values() if isinstance(appearance, Dictionary) else ():
        yield from (
            one for one in (entry.values() if isinstance(entry, Dictionary) else [entry]) if isinstance(one, Stream)
        )


def _shows_text(stream: Any) -> bool:
    """Whether an appearance shows text, or has forms that may."""
    operators = {str(one.operator) for one in pikepdf.parse_content_stream(stream)}
    return not operators.isdisjoint(("Tj", "TJ", "'", '"', "Do"))


def _masks(pdf: Any) -> Iterator[tuple[bool, str, str]]:
    """Soft masks (ISO 32000-1, 11.6.5), which thin what is painted in a way that is not followed here."""
    seen: set[Any] = set()
    for number, page in enumerate(pdf.pages, 1):
        if any(
            isinstance(one.get("/SMask"), Dictionary) for one in _states(inherited(page.obj, "/Resources", {}), seen)
        ):
            yield False, "a mask may hide words", f"page {number}"


def _states(resources: Any, seen: set[Any]) -> Iterator[Any]:
    """The parameters of the graphics state among resources, and among those of their forms."""
    yield from (one for one in resources.get("/ExtGState", {}).values() if isinstance(one, Dictionary))
    for thing in resources.get("/XObject", {}).values():
        if isinstance(thing, Stream) and "/Resources" in thing and thing.objgen not in seen:
            seen.add(thing.objgen)
            yield from _states(thing["/Resources"], seen)


def _layers(pdf: Any) -> Iterator[tuple[bool, str, str]]:
    """Optional content (ISO 32000-1, 8.11): layers that are off hide what extraction reads, others may be switched off."""
    layers = pdf.Root.get("/OCProperties")
    if isinstance(layers, Dictionary):
        default = layers.get("/D", Dictionary())
        if len(default.get("/OFF", Array())) or default.get("/BaseState", Name.ON) != Name.ON:
            yield True, "expected text that is always shown; found layers that are off", "catalog"
        else:
            yield False, "layers may be switched off", "catalog"
    opening = pdf.Root.get("/OpenAction")
    scripted = isinstance(opening, Dictionary) and opening.get("/S") == Name.JavaScript
    if scripted or "/JavaScript" in pdf.Root.get("/Names", Dictionary()):
        yield False, "it has scripts", "catalog"
