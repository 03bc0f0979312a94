"""The brand: brand.yaml beside the works, and the keys of the same names in statement.yaml, which win for their work.

Flow: nodes -> one reader for each key -> ``read_brand`` -> Brand. ``project_brand`` is that of brand.yaml, of the project in use; a
work lays its own keys over it. A brand whose accent is too pale for its theme is refused with the measured ratio.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from flugblatt import resources
from flugblatt.content import characters, language_tags
from flugblatt.content.expected_keys import BRAND_KEYS
from flugblatt.content.font_rights import fault_of_font, lacks
from flugblatt.content.images import image_of, inside
from flugblatt.content.parties import read_cataloguing
from flugblatt.content.refused_files import Refused
from flugblatt.content.yaml_fields import (
    Fields,
    Reader,
    Sheet,
    choice_of,
    is_edition,
    optional,
    read_fields,
    read_text,
    read_word,
    required,
    what_is,
)
from flugblatt.content.yaml_source import Items, Mapping, Node, Scalar, read_yaml
from flugblatt.model import ByLanguage, ImageFile, Place, Source
from flugblatt.model.brand import Accent, Brand, CoverPicture, Inks, Logo, OwnFonts, Theme
from flugblatt.model.errors import ContentError
from flugblatt.tables import accents
from flugblatt.tables.limits import limit

AS_TEXT, AS_ORNAMENT = 4.5, 3.0  # to 1 on white: WCAG 2.2, 1.4.3 and 1.4.11
LEAST_ON_WHITE: dict[Theme, float] = {
    "red": AS_TEXT,
    "picture": AS_TEXT,
    "quiet": AS_ORNAMENT,
    "black": AS_ORNAMENT,
}
"""In red and picture the accent is text or its ground; in quiet and black it is mark and rule alone."""
CLEAR = (0.25, 2.0)  # parts of the emblem's height; chosen


@dataclass(frozen=True, slots=True)
class _Files:
    """The files that a brand may name, and what was said in them: ``get`` gives the bytes of one, or why there are none."""

    get: Callable[[str], bytes | Refused]
    where: str
    read: dict[str, bytes] = field(default_factory=dict)
    prefix: str = ""
    """How the names of the files of brand.yaml begin, beside which those of a work lie."""

    def data(self, name: str) -> bytes | Refused:
        found = self.get(name)
        if isinstance(found, bytes):
            self.read[name] = found
        return found


@resources.of_project
@cache
def project_brand() -> Brand:
    """What brand.yaml of the project in use says. Raises ContentError with every problem."""
    own = {file.name: file for file in resources.own()}
    file = own.get(resources.BRAND_FILE)
    if file is None:
        return Brand()
    sheet = Sheet(file.path, Path(), ())
    text, refused = characters.decode(file.data, file.path)
    node, faults = (None, refused) if refused else read_yaml(text, file.path)
    sheet.findings += faults
    if node is None:
        node = Mapping((), Place(1, 1))

    def get(name: str) -> bytes | Refused:
        known = own.get(f"{resources.BRAND_FOLDER}{name}")
        return known.data if known else Refused(f"a file beside brand.yaml was expected, found no {name}")

    files = _Files(get, "beside brand.yaml, or in a folder brand or fonts there", prefix=resources.BRAND_FOLDER)
    brand = read_brand(read_fields(node, "", BRAND_KEYS, sheet), Brand(), files, sheet)
    if any(finding.severity == "error" for finding in sheet.findings):
        raise ContentError(tuple(sheet.findings))
    return replace(brand, said=(hashlib.sha256(file.data).hexdigest(), *brand.said))


def of_work(fields: Fields, keep_metadata: bool, sheet: Sheet) -> Brand:
    """The project's brand with the keys of statement.yaml laid over it; its files lie in the folder of the work."""

    def get(name: str) -> bytes | Refused:
        path = inside(sheet.folder, name)
        if isinstance(path, Refused):
            return path
        size = path.stat().st_size
        if size > limit("picture_bytes"):
            return Refused(f"a file of at most {limit('picture_bytes'):,} bytes was expected, found {size:,}: {name}")
        return path.read_bytes()

    files = _Files(get, "in the folder of the work")
    brand = read_brand(fields, project_brand(), files, sheet, keep_metadata)
    if (node := fields.get("fonts")) and brand.fonts != project_brand().fonts:
        message = "fonts in brand.yaml beside content/, for all works, was expected, found it here"
        sheet.find("yaml-value", node.place, message, "move the key and its files there")
    return brand


def read_brand(fields: Fields, under: Brand, files: _Files, sheet: Sheet, keep_metadata: bool = False) -> Brand:
    """The brand that these keys make of the one ``under`` them."""
    places = {key: f"{sheet.path}:{node.place.line}:{node.place.column}" for key, node in fields.nodes}
    pictures = _image_of(files, keep_metadata)
    brand = replace(
        under,
        theme=_theme(fields, sheet) or under.theme,
        accent=optional(fields, "accent", _accent, sheet) or under.accent,
        picture=optional(fields, "picture", _picture(pictures), sheet) or under.picture,
        logo=optional(fields, "logo", _logo(pictures), sheet) or under.logo,
        fonts=optional(fields, "fonts", _fonts(files), sheet) or under.fonts,
        cataloguing=optional(fields, "cataloguing", read_cataloguing, sheet) or under.cataloguing,
        places=tuple({**dict(under.places), **{key: at for key, at in places.items() if key in BRAND_KEYS}}.items()),
    )
    _check_contrast(brand, fields, sheet)
    if brand.theme == "picture" and brand.picture is None:
        asked = fields.get("theme")
        if asked is not None:
            message = "picture: {file, alt} was expected for the theme picture, found none; the theme is red"
            sheet.find("brand-picture", asked.place, message, "write picture: {file: …, alt: …}")
        brand = replace(brand, theme="red")
    digests = tuple(hashlib.sha256(data).hexdigest() for _, data in sorted(files.read.items()))
    return replace(brand, said=(*under.said, *digests))


def _check_contrast(brand: Brand, fields: Fields, sheet: Sheet) -> None:
    node = fields.get("accent") or fields.get("theme")
    least = LEAST_ON_WHITE[brand.theme]
    ratio = accents.contrast(brand.accent.main.screen, "#FFFFFF")
    if node is None or ratio >= least:
        return
    what = "as text and ground" if least == AS_TEXT else "as an ornament"
    message = (
        f"accent, a colour of at least {least}:1 on white {what} in the theme {brand.theme}, was expected, "
        f"found {brand.accent.main.screen} with {accents.cut(ratio)}:1"
    )
    hint = "take a darker colour: more of the same inks, or 10 to 40 more K"
    hint += "; or the theme quiet or black" if least == AS_TEXT and ratio >= AS_ORNAMENT else ""
    sheet.find("accent-pale", node.place, message, hint)


def _theme(fields: Fields, sheet: Sheet) -> Theme | None:
    match optional(fields, "theme", choice_of("red", "quiet", "picture", "black"), sheet):
        case "red" | "quiet" | "picture" | "black" as theme:
            return theme
        case _:
            return None


# --- Accent --------------------------------------------------------------------------------------


def _accent(node: Node, name: str, sheet: Sheet) -> Accent | None:
    if isinstance(node, Scalar) and re.fullmatch("#[0-9A-Fa-f]{6}", node.text):
        return accents.of_screen(node.text)
    inks = [_ink(item) for item in node.items] if isinstance(node, Items) else []
    match inks:
        case [float() as cyan, float() as magenta, float() as yellow, float() as black]:
            return accents.of_inks(_as_inks(cyan, magenta, yellow, black))
    written = ", ".join(item.text if isinstance(item, Scalar) else "…" for item in getattr(node, "items", ()))
    seen = f"[{written}]" if isinstance(node, Items) else what_is(node)
    message = (
        f"{name}, four numbers from 0 to 100 (cyan, magenta, yellow, black) or a colour of the screen, was expected, "
        f"found {seen}"
    )
    hint = 'write [0, 100, 80, 10] or "#C5202F", in quotes, or the like'
    if isinstance(node, Scalar) and re.fullmatch("[0-9A-Fa-f]{6}", node.text):
        hint = f'write "#{node.text}", in quotes'
    elif isinstance(node, Scalar) and re.fullmatch(" *#[0-9A-Fa-f]{6}", node.comment):
        hint = f'write {name}: "{node.comment.strip()}": without quotes it is a comment'
    sheet.find("yaml-value", node.place, message, hint)
    return None


def _as_inks(*values: float) -> Inks:
    cyan, magenta, yellow, black = values
    return cyan, magenta, yellow, black


def _ink(node: Node) -> float | None:
    if not isinstance(node, Scalar) or node.quoted or not node.text.replace(".", "", 1).isdecimal():
        return None
    amount = float(node.text)
    return amount if amount <= 100 else None


# --- Picture and logo ----------------------------------------------------------------------------


def _said(node: Node, name: str, sheet: Sheet) -> ByLanguage[str]:
    """A text for all editions, or one for each language: of brand.yaml any, of statement.yaml one that is an edition's."""
    if not isinstance(node, Mapping):
        return ByLanguage(read_text(node, name, sheet))
    named = [(key.text, value) for key, value in node.pairs if _is_language(key, name, sheet)]
    return ByLanguage(None, tuple((tag, read_text(value, f"{name}.{tag}", sheet)) for tag, value in named))


def _is_language(key: Scalar, name: str, sheet: Sheet) -> bool:
    if sheet.editions:
        return is_edition(key, name, sheet)
    problem = language_tags.problem(key.text)
    if problem is not None:
        sheet.find("yaml-language", key.place, f"{name}: {problem.message}", problem.hint)
    return problem is None


def _image_of(files: _Files, keep_metadata: bool) -> Reader[ImageFile | None]:
    def read(node: Node, name: str, sheet: Sheet) -> ImageFile | None:
        text = read_word(node, name, sheet)
        if not text:
            return None
        data = files.data(text)
        image = data if isinstance(data, Refused) else image_of(text, data, keep_metadata)
        if isinstance(image, Refused):
            hint = image.hint or f"put the picture {files.where}"
            sheet.find("yaml-file", node.place, f"{name}: {image.message}", hint)
            return None
        return replace(_sized(image), path=files.prefix + image.path)

    return read


def _sized(image: ImageFile) -> ImageFile:
    """The same with the size of its frame, where a drawing says no other."""
    frame = re.search(rb'<svg[^>]*\sviewBox="[^"]*?([0-9.]+)[ ,]+([0-9.]+)\s*"', image.data)
    if (image.width and image.height) or frame is None:
        return image
    width, height = (float(side) for side in frame.groups())
    return replace(image, width=max(1, round(width * 100)), height=max(1, round(height * 100)))


def _picture(image: Reader[ImageFile | None]) -> Reader[CoverPicture | None]:
    def read(node: Node, name: str, sheet: Sheet) -> CoverPicture | None:
        fields = read_fields(node, name, ("file", "alt", "credit"), sheet)
        file, alt = required(fields, "file", image, sheet), required(fields, "alt", _said, sheet)
        if file is not None and file.media_type == "image/svg+xml":
            message = (
                f"{name}.file, a photograph or a painting as PNG or JPEG, was expected, found the drawing {file.path}"
            )
            place = (fields.get("file") or node).place
            sheet.find("yaml-file", place, message, "save it as PNG or JPEG, at 1400 × 2240 pixels or more")
            return None
        credit = optional(fields, "credit", _said, sheet) or ByLanguage()
        return CoverPicture(file, alt, credit) if file and alt else None

    return read


def _logo(image: Reader[ImageFile | None]) -> Reader[Logo | None]:
    def read(node: Node, name: str, sheet: Sheet) -> Logo | None:
        fields = read_fields(node, name, ("color", "white", "alt", "clear_space"), sheet)
        color, alt = required(fields, "color", image, sheet), required(fields, "alt", _said, sheet)
        white, space = optional(fields, "white", image, sheet), optional(fields, "clear_space", _space, sheet)
        return Logo(color, white, alt, space or 0.5) if color and alt else None

    return read


def _space(node: Node, name: str, sheet: Sheet) -> float | None:
    text = read_word(node, name, sheet)
    amount = float(text) if re.fullmatch(r"[0-9](\.[0-9]+)?", text) else 0.0
    if CLEAR[0] <= amount <= CLEAR[1]:
        return amount
    if text:
        message = (
            f"{name}, a part of the emblem's height from {CLEAR[0]:g} to {CLEAR[1]:g}, was expected, "
            f"found {characters.shortened(text)}"
        )
        sheet.find("yaml-value", node.place, message, "write 0.5, half its height, or the like")
    return None


# --- Fonts ---------------------------------------------------------------------------------------


def _fonts(files: _Files) -> Reader[OwnFonts | None]:
    def read(node: Node, name: str, sheet: Sheet) -> OwnFonts | None:
        fields = read_fields(node, name, ("text", "sans", "license"), sheet)
        license_ = required(fields, "license", read_text, sheet) or ""
        faces: dict[str, Any] = {key: optional(fields, key, faces_of, sheet) or () for key in ("text", "sans")}
        if fields.whole and not fields.get("text") and not fields.get("sans"):
            sheet.find("yaml-missing", node.place, f"{name}.text or {name}.sans was expected, found neither")
        for key, files_of_key in faces.items():
            _whole_family(files_of_key, fields.get(key), fields.path(key), sheet)
        return OwnFonts(faces["text"], faces["sans"], license_) if license_ and any(faces.values()) else None

    def faces_of(node: Node, name: str, sheet: Sheet) -> tuple[Source, ...]:
        items = node.items if isinstance(node, Items) else (node,)
        found = (_font(item, name, files, sheet) for item in items)
        return tuple(source for source in found if source)

    return read


def _whole_family(faces: tuple[Source, ...], node: Node | None, name: str, sheet: Sheet) -> None:
    """Text has regular and bold, upright and italic; what a family lacks would be slanted or smeared by programs."""
    if not faces or node is None:
        return
    lacking = lacks(tuple(face.data for face in faces))
    if lacking:
        message = f"{name}, the four styles of a family, was expected, found none that is {lacking}"
        sheet.find("yaml-value", node.place, message, "write [Regular.ttf, Italic.ttf, Bold.ttf, BoldItalic.ttf]")


def _font(node: Node, name: str, files: _Files, sheet: Sheet) -> Source | None:
    text = read_word(node, name, sheet)
    if not text:
        return None
    data = files.data(text)
    fault = data if isinstance(data, Refused) else fault_of_font(text, data)
    if isinstance(fault, Refused):
        code = "font-rights" if "embed" in fault.message else "yaml-file"
        sheet.find(code, node.place, f"{name}: {fault.message}", fault.hint or f"put the font {files.where}")
        return None
    return Source(files.prefix + text, data if isinstance(data, bytes) else b"")
