"""The images of a work: PNG, JPEG and SVG files in its folder, each judged before it is decoded.

Flow: path as the text writes it -> read_image -> ImageFile, or the finding that says why not.
"""

from __future__ import annotations

import io
import re
import warnings
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from lxml import etree
from PIL import Image

from flugblatt.model import ImageFile

LARGEST_FILE = 50_000_000
"""Bytes of an image file."""
MOST_PIXELS = 40_000_000
"""Pixels of an image: an A3 page at 450 dpi."""

_FORBIDDEN_ELEMENTS = {"text", "tspan", "textPath", "tref", "script", "foreignObject"}
_EXTERNAL = re.compile(r"@import|url\((?!\s*['\"]?#)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px)?\s*")
_SVG = "{http://www.w3.org/2000/svg}"

# Names outside of this cannot stand in every book and address unchanged.
_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")


def is_plain(name: str) -> bool:
    """Whether a name can stand in every book and address unchanged."""
    return _PLAIN.fullmatch(name) is not None


def inside(folder: Path, name: str) -> Path | str:
    """The file ``name`` of the folder of a work; a sentence where it is none or leads out of the folder."""
    if not name or "\\" in name or name.startswith("/") or ":" in name or ".." in name.split("/"):
        return f"a file in the work's folder was expected, found {name or 'no name'}"
    path = folder / name
    if path.is_file() and not _PLAIN.fullmatch(name):
        return f"a name of A-Z, a-z, 0-9, dot, hyphen and underscore was expected, found {name}"
    if path.is_dir():
        return f"a file in the work's folder was expected, found a folder {name}"
    if not path.is_file():
        unescaped = unquote(name)
        if unescaped != name and ".." not in unescaped.split("/") and (folder / unescaped).is_file():
            return f"the name as it is was expected, <{unescaped}>, found {name}"
        return f"a file in the work's folder was expected, found no {name}"
    if not path.resolve().is_relative_to(folder.resolve()):
        return f"a file in the work's folder was expected, found a link that leads out of it: {name}"
    return path


def read_image(folder: Path, name: str) -> ImageFile | str:
    """The image ``name`` of the folder of a work, or a sentence saying what was expected and what was found."""
    path = inside(folder, name)
    if isinstance(path, str):
        return path
    if path.stat().st_size > LARGEST_FILE:
        return f"an image of at most {LARGEST_FILE // 1_000_000} MB was expected, found {path.stat().st_size:,} bytes"
    try:
        data = path.read_bytes()
    except OSError as error:
        return f"a file that may be read was expected, found {error.strerror}: {name}"
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _raster(name, data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _svg(name, data)
    return f"PNG, JPEG or SVG was expected, found another format in {name}"


def _raster(name: str, data: bytes) -> ImageFile | str:
    media_type: Literal["image/png", "image/jpeg"] = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
    try:
        with warnings.catch_warnings():
            # Pillow warns of its own, larger limit; ours is asked before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    return f"at most {MOST_PIXELS:,} pixels were expected, found {width} × {height} in {name}"
                if getattr(image, "n_frames", 1) > 1 and media_type == "image/png":
                    return f"a still image was expected, found an animation in {name}"
                image.load()
    except Image.DecompressionBombError:
        return f"at most {MOST_PIXELS:,} pixels were expected, found many more in {name}"
    except (OSError, SyntaxError, ValueError) as error:
        return f"a whole {media_type[6:].upper()} image was expected, found a damaged one in {name} ({error})"
    return ImageFile(name, media_type, data, width, height)


def _svg(name: str, data: bytes) -> ImageFile | str:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return f"an SVG without document type and entities was expected, found one in {name}"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return f"well-formed SVG was expected, found in {name}: {error.msg}"
    if root.getroottree().docinfo.doctype:
        return f"an SVG without document type and entities was expected, found one in {name}"
    if root.tag != f"{_SVG}svg":
        return f"an svg element was expected, found {etree.QName(root).localname} in {name}"
    for node in (*root.itersiblings(preceding=True), *root.iter()):
        problem = _svg_problem(node)
        if problem:
            return f"an SVG of shapes only was expected, found {problem} in line {node.sourceline} of {name}"
    width, height = _svg_size(root)
    if width * height > MOST_PIXELS:
        return f"at most {MOST_PIXELS:,} pixels were expected, found {width} × {height} in {name}"
    return ImageFile(name, "image/svg+xml", data, width, height)


def _svg_problem(node: etree._Element) -> str:
    """What an SVG may not hold and this node is, or an empty string."""
    if isinstance(node, etree._ProcessingInstruction):
        return "a processing instruction"
    if not isinstance(node.tag, str):
        return "" if isinstance(node, etree._Comment) else "an entity"
    local = etree.QName(node).localname
    if local in _FORBIDDEN_ELEMENTS:
        return f"the element {local}"
    if local == "style" and _EXTERNAL.search("".join(node.itertext())):
        return "a style that loads another file"
    for key, value in node.attrib.items():
        attribute = etree.QName(key).localname
        if attribute.lower().startswith("on"):
            return f"the script {attribute}"
        if attribute in ("href", "src") and not str(value).strip().startswith("#"):
            return f"a reference to {str(value)[:40]}"
        if _EXTERNAL.search(str(value)):
            return f"a reference in {attribute}"
    return ""


def _svg_size(root: etree._Element) -> tuple[int, int]:
    """Width and height in pixels, from the attributes or else the view box; 0 where there are none."""
    lengths = [_LENGTH.fullmatch(str(root.get(name, ""))) for name in ("width", "height")]
    if lengths[0] and lengths[1]:
        return round(float(lengths[0][1])), round(float(lengths[1][1]))
    box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    try:
        return (round(float(box[2])), round(float(box[3]))) if len(box) == 4 else (0, 0)
    except (ValueError, OverflowError):
        return 0, 0
