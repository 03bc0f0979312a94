"""The fonts: which families set an edition, where their files are, and the folder that the engine may see.

Flow: ``Language`` and text -> ``choose`` -> families -> ``pin`` -> a ``fonts.conf`` over a folder with just those faces, so
that no font of the system slips in. Static faces are cut from variable fonts by HarfBuzz. ``subset`` makes the faces of
the e-book and the web page.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import uharfbuzz as harfbuzz
from fontTools import unicodedata as ucd
from fontTools.ttLib import TTFont

from flugblatt import resources
from flugblatt.language import brand_fonts
from flugblatt.language.rows import rows
from flugblatt.language.table import Language

SERIF_FALLBACKS = ("Source Serif 4", "Noto Serif")
SANS_FALLBACKS = ("Alegreya Sans", "Noto Sans")
MONO = "Source Code Pro"
RARE_IDEOGRAPHS = ("HanaMinA", "HanaMinB")
"""Families with the ideographs of Chữ Nôm and the like, which Noto lacks; they have one weight."""
EMOJI = "Carried Emoji"
"""What emoji are set in, in one colour; it comes before symbols, so that sequences stay in one font."""
FALLBACKS = (
    *(
        "Noto Serif",
        "Noto Sans",
        EMOJI,
        "Carried Symbols",
        "Carried Math",
        "Noto Sans Math",
        "Noto Sans Symbols",
        "Noto Sans Symbols2",
    ),
    *("Noto Serif CJK SC", "Noto Naskh Arabic"),
    *RARE_IDEOGRAPHS,
)
_EMOJI_ALIAS = f"<alias binding='same'><family>emoji</family><prefer><family>{EMOJI}</family></prefer></alias>"
"""The family that Pango asks for where a sequence is shown as emoji (UTS #51, 1.4.4): keycaps would be parted else."""
NAMES = {(400, False): "Regular", (400, True): "Italic", (700, False): "Bold", (700, True): "Bold Italic"}
RARE = 0.005
"""The share of a text's letters that may be set in another face than the rest; chosen: one in 200, or in four lines."""
CJK_INDEX = {"JP": 0, "KR": 1, "SC": 2, "TC": 3, "HK": 4}
"""Of a region's face within the collections of Noto CJK, as Debian's fonts-noto-cjk has them."""


@dataclass(frozen=True, slots=True)
class Face:
    """One static face: a file of its own (``data``), or a face of a file on disk."""

    family: str
    weight: int
    italic: bool
    file: Path | None
    index: int = 0
    data: bytes = b""

    def read(self) -> bytes:
        return self.data or (self.file.read_bytes() if self.file else b"")


@dataclass(frozen=True, slots=True)
class Families:
    """The families of an edition, each a stack in order of preference."""

    text: tuple[str, ...]
    notes: tuple[str, ...]
    sans: tuple[str, ...]

    @property
    def mono(self) -> tuple[str, ...]:
        """What sets code: characters that the monospaced family lacks come from the text's."""
        return (MONO, *self.text)

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.text, *self.notes, *self.sans, MONO)))


def choose(language: Language, text: str) -> Families:
    """The stacks that set ``text`` in ``language``.

    A stack is the first family of the script that has every character, or all but a few, with the families that have those; or
    else the first one with what the others must add; those of Latin letters where none of the script is installed. Characters
    that no family has are for ``uncovered`` to find.
    """
    own = {role: (family.name,) for role, family in brand_fonts.families().items()}
    body = _stack((*own.get("text", ()), *language.script.text), SERIF_FALLBACKS, text)
    sans = _stack((*own.get("sans", ()), *language.script.sans), SANS_FALLBACKS, text)
    notes = tuple("Source Serif 4 Caption" if family == "Source Serif 4" else family for family in body)
    return Families(body, notes, sans)


def uncovered(stack: tuple[str, ...], text: str) -> str:
    """The characters of ``text`` that no family of ``stack`` has, each once, in order."""
    covered = frozenset[int]().union(*(coverage(family) for family in stack))
    return "".join(dict.fromkeys(char for char in text if ord(char) not in covered and _drawn(char)))


_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>{alias}</fontconfig>
"""


def pin(families: Iterable[str]) -> Path:
    """The path of a fonts.conf that shows exactly these families."""
    wanted = sorted(set(families))
    faces = [face for family in wanted for face in faces_of(family)]
    listed = "\n".join(
        f"{face.family} {face.weight} {face.italic} {face.file or hashlib.sha256(face.data).hexdigest()}"
        for face in faces
    )
    place = resources.cache_folder() / "fonts"
    # fonts.conf names its own place, so that a cache that was moved is made anew.
    folder = place / hashlib.sha256(f"{place}\n{_CONFIGURATION}\n{_EMOJI_ALIAS}\n{listed}".encode()).hexdigest()[:16]
    conf = folder / "fonts.conf"
    if conf.is_file():
        return conf
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as scratch:
        (made := Path(scratch) / "made").mkdir()
        for face in faces:
            if face.data:
                (made / f"{face.family} {face.weight}{' Italic' if face.italic else ''}.ttf").write_bytes(face.data)
            elif face.file and not (made / face.file.name).exists():
                (made / face.file.name).symlink_to(face.file)
        (made / "fonts.conf").write_text(_CONFIGURATION.format(folder=folder, alias=_EMOJI_ALIAS))
        try:
            made.rename(folder)
        except OSError:  # another process was faster
            if not conf.is_file():
                raise
    return conf


def faces_of(family: str) -> tuple[Face, ...]:
    """The faces of an installed family; empty where it is not installed."""
    return _faces(family, _system_files())


@resources.of_project
@cache
def coverage(family: str) -> frozenset[int]:
    """The code points that the upright face of ``family`` has a glyph for."""
    upright = next((face for face in faces_of(family) if not face.italic), None)
    if upright is None:
        return frozenset()
    return frozenset(harfbuzz.Face(upright.read(), upright.index).unicodes)


def package_of(family: str) -> str:
    """The Debian package or wheel that brings ``family``."""
    entry = rows()["fonts"].get(family)
    if entry:
        return str(entry["wheel"]).replace("_", "-")
    if family in RARE_IDEOGRAPHS:
        return "fonts-hanazono"
    return "fonts-noto-cjk" if " CJK " in family else "fonts-noto-core"


def tried(language: Language) -> tuple[str, ...]:
    """The families at hand that may set a character in ``language``."""
    return tuple(
        family for family in dict.fromkeys((*language.script.text, *SERIF_FALLBACKS, *FALLBACKS)) if faces_of(family)
    )


def package_for(families: Iterable[str]) -> str:
    """The package that brings the first of the families, where none of them is installed; else nothing."""
    wanted = tuple(families)
    return "" if not wanted or any(map(faces_of, wanted)) else package_of(wanted[0])


def subset(face: Face, text: str, family: str) -> bytes:
    """``face`` cut down to the characters of ``text``, named ``family``; layout features are kept.

    The new name is owed to the OFL where it reserves the old one (OFL 1.1, 3).
    """
    data = face.read()
    source = harfbuzz.Face(data, face.index)
    wish = harfbuzz.SubsetInput()
    wish.unicode_set.update({ord(char) for char in text} | {0x20, 0xA0})
    wish.layout_feature_tag_set.clear()
    wish.layout_feature_tag_set.invert()
    wish.name_id_set.update({0, 13, 14})
    wish.flags = harfbuzz.SubsetFlags.NO_HINTING | harfbuzz.SubsetFlags.NOTDEF_OUTLINE
    cut = harfbuzz.subset(source, wish)
    return _renamed(bytes(cut.blob.data), family, face.weight, face.italic)


@resources.of_project
@cache
def outline(family: str, char: str, weight: int) -> tuple[str, tuple[float, float, float, float]]:
    """The glyph of ``char`` as an SVG path (y downwards, font units) and its tight box (left, top, right, bottom)."""
    from fontTools.pens.boundsPen import BoundsPen
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    face = min((face for face in faces_of(family) if not face.italic), key=lambda face: abs(face.weight - weight))
    font = TTFont(io.BytesIO(face.read()), fontNumber=face.index if _is_collection(face.read()) else -1, lazy=True)
    glyphs = font.getGlyphSet()
    name = font.getBestCmap()[ord(char)]
    path = SVGPathPen(glyphs, ntos=lambda value: f"{value:g}")
    box = BoundsPen(glyphs)
    for pen in (path, box):
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, -1, 0, 0)))
    return path.getCommands(), box.bounds


@lru_cache(maxsize=20_000)
def advance(face: Face, text: str) -> float:
    """The width of ``text`` set in ``face``, in em."""
    return _advance(face, text, {})


def has(face: Face, char: str) -> bool:
    """Whether a face has a glyph for a character."""
    return _shaper(face)[0].get_nominal_glyph(ord(char)) is not None


def tabular(face: Face, text: str) -> float:
    """The width of ``text`` in em with lining figures of one width, where the face has some."""
    return _advance(face, text, {"tnum": True, "lnum": True})


def _advance(face: Face, text: str, features: dict[str, bool]) -> float:
    font, upem = _shaper(face)
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(font, buffer, features)
    return float(sum(position.x_advance for position in buffer.glyph_positions or ())) / upem


def face_for(stack: tuple[str, ...], weight: int) -> Face:
    """The upright face of the stack's first family that is nearest to ``weight``."""
    return min((face for face in faces_of(stack[0]) if not face.italic), key=lambda face: abs(face.weight - weight))


@cache
def _shaper(face: Face) -> tuple[harfbuzz.Font, int]:
    loaded = harfbuzz.Face(face.read(), face.index)
    return harfbuzz.Font(loaded), loaded.upem


def _stack(candidates: tuple[str, ...], spare: tuple[str, ...], text: str) -> tuple[str, ...]:
    installed = tuple(family for family in candidates if faces_of(family)) or spare[:1]
    for family in installed:
        lacking = uncovered((family,), text)
        if not lacking:
            return (family,)
        if _is_rare(lacking, text):
            installed = (family, *(one for one in installed if one != family))
            break
    stack = installed[:1]
    for family in (*installed[1:], *spare, *FALLBACKS):
        rest = uncovered(stack, text)
        if rest and faces_of(family) and len(uncovered((*stack, family), text)) < len(rest):
            stack = (*stack, family)
    return stack


def _is_rare(lacking: str, text: str) -> bool:
    """Whether characters that a family lacks are so few that they alone are set in another: one letter of a foreign name is no
    reason to set the whole edition so. Signs that stand on letters are, as both must be of one face."""
    if any(ucd.category(char)[0] == "M" for char in lacking):
        return False
    return sum(map(text.count, lacking)) <= RARE * sum(map(str.isalpha, text))


def _drawn(char: str) -> bool:
    """Whether a character needs a glyph: not controls, format characters, variation selectors and blanks."""
    return ucd.category(char) not in ("Cc", "Cf", "Zs", "Zl", "Zp") and not 0xFE00 <= ord(char) <= 0xFE0F


@cache
def _system_files() -> tuple[tuple[str, Path], ...]:
    """The Debian font files by name."""
    return tuple(
        (path.name, path) for folder in resources.SYSTEM_FONTS if folder.is_dir() for path in sorted(folder.iterdir())
    )


@resources.of_project
@cache
def _faces(family: str, system: tuple[tuple[str, Path], ...]) -> tuple[Face, ...]:
    entry = rows()["fonts"].get(family)
    if entry is None and (own := brand_fonts.named(family)):
        return tuple(Face(family, face.weight, face.italic, face.file) for face in own.faces)
    if entry is None:
        return _system_faces(family, dict(system))
    spec = find_spec(entry["wheel"])
    if spec is None or spec.origin is None:
        return ()
    folder = Path(spec.origin).parent / "files"
    if "files" in entry:
        return tuple(_file_face(family, folder / name) for name in entry["files"])
    return tuple(
        _instance(family, folder / entry[style], weight, style == "italic", entry.get("axes", {}))
        for style in ("upright", "italic")
        if style in entry
        for weight in entry["weights"]
    )


def _system_faces(family: str, files: dict[str, Path]) -> tuple[Face, ...]:
    if " CJK " in family:
        stem, _, region = family.rpartition(" ")
        base = stem.replace(" ", "")
        names = ((f"{base}-Regular.ttc", 400), (f"{base}-Bold.ttc", 700))
        return tuple(
            Face(family, weight, False, files[name], CJK_INDEX[region]) for name, weight in names if name in files
        )
    if family in RARE_IDEOGRAPHS:
        return tuple(Face(family, 400, False, files[name]) for name in (f"{family}.ttf",) if name in files)
    base = family.replace(" ", "")
    styles = (("Regular", 400, False), ("Bold", 700, False), ("Italic", 400, True), ("BoldItalic", 700, True))
    return tuple(
        _system_face(family, weight, italic, files[f"{base}-{style}.ttf"])
        for style, weight, italic in styles
        if f"{base}-{style}.ttf" in files
    )


def _system_face(family: str, weight: int, italic: bool, path: Path) -> Face:
    """The file as it is, unless it says another weight of itself than its name does: the engine would take it for that."""
    with TTFont(path, lazy=True) as font:
        if font["OS/2"].usWeightClass == weight:
            return Face(family, weight, italic, path)
    return Face(family, weight, italic, None, data=_renamed(path.read_bytes(), family, weight, italic))


def _file_face(family: str, path: Path) -> Face:
    style = path.stem.partition("-")[2]
    weights = {"Regular": 400, "": 400, "Medium": 500, "Bold": 700, "ExtraBold": 800, "Black": 900}
    return Face(family, weights[style.removesuffix("Italic")], style.endswith("Italic"), path)


def _instance(family: str, path: Path, weight: int, italic: bool, axes: dict[str, float]) -> Face:
    """A static face of a variable font (OpenType 1.9, fvar), made once and kept in the cache."""
    data = path.read_bytes()
    key = f"{hashlib.sha256(data).hexdigest()} {family} {weight} {italic} {sorted(axes.items())} {harfbuzz.version_string()}"
    kept = resources.cache_folder() / "faces" / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.ttf"
    if kept.is_file():
        return Face(family, weight, italic, None, data=kept.read_bytes())
    source = harfbuzz.Face(data)
    wish = harfbuzz.SubsetInput()
    wish.keep_everything()
    for axis, value in ({"wght": weight} | axes).items():
        wish.pin_axis_location(source, axis, value)
    made = _renamed(bytes(harfbuzz.subset(source, wish).blob.data), family, weight, italic)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as scratch:
        scratch.write(made)
    os.replace(scratch.name, kept)
    return Face(family, weight, italic, None, data=made)


def _renamed(data: bytes, family: str, weight: int, italic: bool) -> bytes:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    style = NAMES.get((weight, italic), f"{weight}{' Italic' if italic else ''}")
    names = font["name"]
    kept = {identifier: names.getDebugName(identifier) for identifier in (0, 13, 14)}
    names.names = []
    new = {1: family, 2: style, 3: f"{family} {style}", 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    for identifier, value in sorted((kept | new).items()):
        if value:
            names.setName(value, identifier, 3, 1, 0x409)
    for table in ("STAT", "DSIG"):
        if table in font:
            del font[table]
    if "OS/2" in font:
        font["OS/2"].usWeightClass = weight
        selection = font["OS/2"].fsSelection & ~0b1100001
        font["OS/2"].fsSelection = (
            selection | (1 if italic else 0) | (0x20 if weight >= 700 else 0) | (0 if italic or weight >= 700 else 0x40)
        )
    font["head"].macStyle = (1 if weight >= 700 else 0) | (2 if italic else 0)
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def _is_collection(data: bytes) -> bool:
    return data[:4] == b"ttcf"


def main() -> int:
    """Cut the static faces of every variable font of the table into the cache, so that no build has to."""
    for family in rows()["fonts"]:
        faces_of(family)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
