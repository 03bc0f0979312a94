"""The faces that travel inside e-book and web page: subsets of the edition's families, renamed, with their licence.

Flow: (Statement, Edition, Language, generated text) -> families -> ``faces`` -> one subset for each face in use.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

from flugblatt.language import brand_fonts, fonts
from flugblatt.language.table import Language, describe
from flugblatt.model import Edition, Emphasis, Statement, Strong, plain_text, spans

SERIF, SANS, MONO = "Statement Serif", "Statement Sans", "Statement Mono"


@dataclass(frozen=True, slots=True)
class Embedded:
    """One subset: the CSS family, weight and style it answers to, its bytes (TrueType or OpenType) and whose it was."""

    family: str
    weight: int
    italic: bool
    data: bytes
    origin: str

    @property
    def name(self) -> str:
        """A file name without folder."""
        style = f"{self.weight}{'i' if self.italic else ''}"
        return f"{self.family.replace(' ', '-').lower()}-{style}.{'otf' if self.data[:4] == b'OTTO' else 'ttf'}"


@dataclass(frozen=True, slots=True)
class Faces:
    """The embedded faces and the stacks of CSS family names that use them."""

    embedded: tuple[Embedded, ...]
    text: tuple[str, ...]
    sans: tuple[str, ...]
    mono: tuple[str, ...]


def faces(statement: Statement, edition: Edition, language: Language, generated: str) -> Faces:
    """The subsets that set the edition and the ``generated`` text around it."""
    whole = edition.whole_text + generated
    chosen = fonts.choose(language, whole)
    text_families, sans_families = list(chosen.text), list(chosen.sans)
    for span in spans((edition.title, edition.blocks, edition.notes)):
        words = plain_text(span.children)
        other = fonts.choose(describe(span.language or language.tag, words), words)
        text_families += [family for family in other.text if family not in text_families]
        sans_families += [family for family in other.sans if family not in sans_families]
    styles = {(400, False)}
    if _uses(edition, Emphasis):
        styles.add((400, True))
    if _uses(edition, Strong):
        styles.add((700, False))
    if _uses(edition, Strong) and _uses(edition, Emphasis):
        styles.add((700, True))
    text = tuple(_named(SERIF, text_families))
    sans = tuple(_named(SANS, sans_families))
    display = {(500, False), (800, False)} | ({(500, True), (800, True)} if (400, True) in styles else set())
    made = [*_cut(text, styles, whole), *_cut(sans, display, whole)]
    mono = tuple(_named(MONO, [fonts.MONO])) if (code := edition.code_text) else ()
    made += _cut(mono, styles, code)
    return Faces(tuple(made), *(tuple(name for name, _ in stack) for stack in (text, sans, (*mono, *text))))


def licences(made: Faces) -> tuple[tuple[str, str], ...]:
    """File name and text of the licence of every family that a face was cut from."""
    found: dict[str, str] = {}
    for origin in dict.fromkeys(face.origin for face in made.embedded):
        own = brand_fonts.named(origin)
        plain = re.sub(r"[^A-Za-z0-9]+", "-", origin)
        name = f"LICENSE-{plain}.txt" if own else f"OFL-{origin.replace(' ', '-')}.txt"
        found[name] = _licence(origin)
    return tuple(sorted(found.items()))


def _named(name: str, families: list[str]) -> list[tuple[str, str]]:
    return [(name if index == 0 else f"{name} {index + 1}", family) for index, family in enumerate(families)]


def _cut(stack: tuple[tuple[str, str], ...], styles: set[tuple[int, bool]], text: str) -> list[Embedded]:
    made: list[Embedded] = []
    for name, family in stack:
        have = fonts.faces_of(family)
        used = dict.fromkeys(
            min(have, key=lambda face: (face.italic != italic, abs(face.weight - weight)))
            for weight, italic in sorted(styles)
        )
        for face in used:
            made.append(Embedded(name, face.weight, face.italic, fonts.subset(face, text, name), family))
    return made


def _uses(edition: Edition, kind: type) -> bool:
    def visit(value: object) -> bool:
        if isinstance(value, kind):
            return True
        if isinstance(value, tuple):
            return any(visit(part) for part in value)
        names = getattr(value, "__dataclass_fields__", ())
        return any(visit(getattr(value, name)) for name in names)

    return visit((edition.title, edition.blocks, edition.notes))


def _licence(family: str) -> str:
    """The licence that the font's package gives, or the words of the font's own name table over the OFL's."""
    if own := brand_fonts.named(family):
        with TTFont(own.faces[0].file, lazy=True) as font:
            return f"{font['name'].getDebugName(0) or family}\n\n{own.license}\n"
    package = fonts.package_of(family)
    spec = find_spec(package.replace("-", "_"))
    if spec and spec.origin:
        return (Path(spec.origin).parent / "LICENSE").read_text(encoding="utf-8")
    face = fonts.faces_of(family)[0]
    names = TTFont(io.BytesIO(face.read()), fontNumber=face.index, lazy=True)["name"]
    ofl = find_spec("fontpkg_source_serif_4")
    text = (Path(ofl.origin).parent / "LICENSE").read_text(encoding="utf-8") if ofl and ofl.origin else ""
    return f"{names.getDebugName(0)}\n\n{text.partition(chr(10))[2].lstrip()}"
