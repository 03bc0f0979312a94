"""The fonts that were embedded: for every font program of a PDF the original file it was cut from, proven by outlines.

Flow: name of the embedded font -> faces of that family (wheels of the language table, Debian's Noto folders) -> the face
whose outline of every painted glyph is that of the program. A variable font is compared at the axes of the table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from operator import sub
from pathlib import Path
from typing import Any

import uharfbuzz as harfbuzz
from fontTools.ttLib import TTCollection, TTFont

from flugblatt import resources
from flugblatt.judges.pdf.font_codes import Font
from flugblatt.judges.pdf.glyph_ink import glyph_numbers

FOLDERS = tuple(Path("/usr/share/fonts") / name for name in ("truetype/noto", "opentype/noto", "truetype/hanazono"))
ROUNDING = 1.5
"""In font units: a face cut from a variable font has its points rounded, and the offsets of its components once more."""

Outline = tuple[tuple[tuple[str, int], ...], tuple[float, ...]]
"""The strokes of a glyph, each with the number of its points, and the coordinates of all of them in turn, in font units."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face of an original: a file, the number in a collection, and the place on its axes."""

    file: Path
    index: int = 0
    axes: tuple[tuple[str, float], ...] = ()

    def __str__(self) -> str:
        return " ".join((self.file.name, *(f"{axis}={value:g}" for axis, value in self.axes)))


@dataclass(frozen=True, slots=True)
class Proven:
    """A proven font: its original, and the glyph of every code that is painted with it; 0 where it has none."""

    face: Face
    glyphs: dict[int, int]


OTHER_KIND = "a font of type"


class Unproven(Exception):
    """The program is not the font that it says it is, or its glyphs cannot be known."""


class OfOtherKind(Unproven):
    """The program is of a kind that this judge does not read, and that no file of this toolchain has."""


class NoOriginal(Exception):
    """No original of the font is at hand."""


def prove(font: Font, codes: Iterable[int]) -> Proven:
    """The original of ``font``, with the glyphs of ``codes``. Raises ``Unproven`` and ``NoOriginal``."""
    if defect := _defect(font):
        raise (OfOtherKind if defect.startswith(OTHER_KIND) else Unproven)(defect)
    try:
        program = harfbuzz.Font(harfbuzz.Face(font.program))
        count = program.face.glyph_count
        glyphs = {
            code: glyph if glyph < count else 0 for code, glyph in glyph_numbers(font, sorted(set(codes))).items()
        }
    except Exception as error:
        raise Unproven(f"its program cannot be read: {error}") from error
    candidates = faces(font.name)
    if not candidates:
        raise NoOriginal(font.name)
    used = sorted(set(glyphs.values()) - {0})
    found = {glyph: outline(program, glyph) for glyph in used}
    nearest: tuple[int, Face, int] = (-1, candidates[0], 0)
    for face in candidates:
        other = _first_difference(face, program.face.upem, found)
        if other is None:
            return Proven(face, glyphs)
        nearest = max(nearest, (used.index(other), face, other), key=lambda each: each[0])
    _, face, glyph = nearest
    name = shaper(face).glyph_to_string(glyph)
    raise Unproven(f"the outline of glyph {glyph} is not that of {name} in {face}")


def _defect(font: Font) -> str:
    """Why the glyphs of a font cannot be known; empty where they can."""
    if font.kind != "Type0":
        return f"{OTHER_KIND} {font.kind or '?'}"
    if not font.program:
        return "no font program"
    return "" if font.identity else "another encoding than Identity-H"


@resources.of_project
@cache
def faces(name: str) -> tuple[Face, ...]:
    """The faces at hand that a font of the PDF called ``name`` may be: those of the longest family name that fits."""
    wanted = _squashed(name)
    fitting = [family for family in families() if wanted.startswith(_squashed(family))]
    return families()[max(fitting, key=len)] if fitting else ()


@cache
def shaper(face: Face) -> harfbuzz.Font:
    """HarfBuzz's font of a face, at its place on the axes, in font units."""
    font = harfbuzz.Font(harfbuzz.Face(harfbuzz.Blob.from_file_path(str(face.file)), face.index))
    if face.axes:
        font.set_variations(dict(face.axes))
    return font


@cache
def covered(face: Face) -> frozenset[int]:
    """The code points that a face has a glyph for."""
    return frozenset(shaper(face).face.unicodes)


def _first_difference(face: Face, upem: int, found: dict[int, Outline]) -> int | None:
    """The first of the glyphs ``found`` whose outline the face does not have; None where it has them all."""
    font = shaper(face)
    if font.face.upem != upem:
        return next(iter(found), None)
    slack = ROUNDING if face.axes else 0.0
    for glyph, drawn in found.items():
        if glyph >= font.face.glyph_count or not same(_original_outline(face, glyph), drawn, slack):
            return glyph
    return None


def same_outline(face: Face, glyph: int, font: harfbuzz.Font, other: int) -> bool:
    """Whether a glyph of a font has the outline of one of the face."""
    return same(_original_outline(face, glyph), outline(font, other), ROUNDING if face.axes else 0.0)


def same(one: Outline, other: Outline, slack: float) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or max(map(abs, map(sub, one[1], other[1])), default=0) <= slack)


@lru_cache(maxsize=4_000)
def _original_outline(face: Face, glyph: int) -> Outline:
    return outline(shaper(face), glyph)


class _Pen:
    def __init__(self) -> None:
        self.strokes: list[tuple[str, int]] = []
        self.numbers: list[float] = []

    def moveTo(self, *points: Any) -> None:
        self._add("move", points)

    def lineTo(self, *points: Any) -> None:
        self._add("line", points)

    def qCurveTo(self, *points: Any) -> None:
        self._add("quadratic", points)

    def curveTo(self, *points: Any) -> None:
        self._add("cubic", points)

    def closePath(self) -> None:
        self._add("close", ())

    def _add(self, kind: str, points: Any) -> None:
        self.strokes.append((kind, len(points)))
        for point in points:
            self.numbers += point


def outline(font: harfbuzz.Font, glyph: int) -> Outline:
    pen = _Pen()
    font.draw_glyph_with_pen(glyph, pen)
    return tuple(pen.strokes), tuple(pen.numbers)


def _squashed(name: str) -> str:
    return "".join(char for char in name if char.isalnum())


@resources.of_project
@cache
def families() -> dict[str, tuple[Face, ...]]:
    """Every family at hand with its faces."""
    found: dict[str, tuple[Face, ...]] = {}
    for family, entry in resources.rows("languages")["fonts"].items():
        spec = find_spec(entry["wheel"])
        if spec is not None and spec.origin is not None:
            found[family] = tuple(_wheel_faces(Path(spec.origin).parent / "files", entry))
    grouped: dict[str, list[Face]] = {}
    for folder in FOLDERS:
        for path in sorted(folder.glob("*.[ot]t[fc]")):
            stem = path.stem.partition("-")[0]
            if path.suffix == ".ttc":
                for index, family in enumerate(_collection(path)):
                    grouped.setdefault(family, []).append(Face(path, index))
            else:
                grouped.setdefault(stem, []).append(Face(path))
    return found | {family: tuple(group) for family, group in grouped.items()} | own_families()


@resources.of_project
@cache
def own_families() -> dict[str, tuple[Face, ...]]:
    """The families of the brand in use, by the fonts that lie beside its brand.yaml."""
    found: dict[str, tuple[Face, ...]] = {}
    for path in resources.own_fonts().values():
        with TTFont(path, lazy=True) as font:
            family = str(font["name"].getBestFamilyName())
        found[family] = (*found.get(family, ()), Face(path))
    return found


def _wheel_faces(folder: Path, entry: dict[str, Any]) -> list[Face]:
    if "files" in entry:
        return [Face(folder / name) for name in entry["files"]]
    return [
        Face(folder / entry[style], 0, tuple(sorted(({"wght": weight} | entry.get("axes", {})).items())))
        for style in ("upright", "italic")
        if style in entry
        for weight in entry["weights"]
    ]


@cache
def _collection(path: Path) -> tuple[str, ...]:
    """The family names of a collection's fonts, in its order."""
    with TTCollection(str(path), lazy=True) as collection:
        return tuple(_squashed(font["name"].getBestFamilyName()) for font in collection)
