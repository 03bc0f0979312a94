"""SVG files of drawing programs, made safe: what draws is kept, all else goes, and what cannot be drawn everywhere is refused.

Flow: bytes -> tree -> plain enough? the same bytes -> else written anew (``drawing_parts``) -> ``ImageFile``. What has been written
anew comes out the same the next time, so that a work can be rebuilt from its package.
"""

from __future__ import annotations

import re

from lxml import etree

from flugblatt.content.drawing_frames import everywhere, length, size, view_box
from flugblatt.content.drawing_parts import Drawing
from flugblatt.content.drawing_sheet import GEOMETRY, Sheet
from flugblatt.content.drawing_styles import SVG, Unsafe, demand_numbers, names
from flugblatt.content.raster_images import too_many_pixels
from flugblatt.content.refused_files import Refused
from flugblatt.model import ImageFile
from flugblatt.tables.limits import limit

_EXPORT = "in the drawing program, turn it into paths (Path > Object to Path, Outlines), or export the picture as PNG"
_PLAIN_ELEMENTS = names("svg g path rect circle ellipse line polyline polygon")
_PLAIN_ATTRIBUTES = names(
    "id class role lang aria-label aria-labelledby viewBox width height d x y x1 y1 x2 y2 r rx ry cx cy points transform"
    " preserveAspectRatio version fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin"
    " stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity color"
)
_LENGTHS = names("width height x y x1 y1 x2 y2 r rx ry cx cy stroke-width stroke-dashoffset")
_PLAIN_PAINT = re.compile("none|#[0-9A-Fa-f]{3}|#[0-9A-Fa-f]{6}|[A-Za-z]+")
_DECLARATION = re.compile(r"\A<\?xml\s+version=(['\"])1\.0\1(?:\s+encoding=(['\"])(?i:utf-8)\2)?\s*\?>\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[(?P<subset>[^\]]*)\]\s*)?>")
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>""")
_LARGEST = (
    1e9  # px, of a side; chosen: no drawing is a thousand kilometres wide, and numbers beyond it break other programs
)
_MOST_NAMES = 200  # chosen: drawing programs write some ten
_MOST_PASSES = 8  # chosen: drawings settle at the second


def read_drawing(name: str, data: bytes) -> ImageFile | Refused:
    """The drawing as it goes into every output, or why it cannot."""
    try:
        root = _parse(data)
        demand_numbers(root)
        if root.tag == "svg":
            hint = f'write <svg xmlns="{SVG[1:-1]}" at its beginning, or export it again'
            return Refused(f"an svg element with its namespace was expected, found one without in {name}", hint)
        if root.tag != f"{SVG}svg":
            return Refused(f"an svg element was expected, found {etree.QName(root).localname} in {name}")
        width, height = map(round, size(root))
        if root.get("width") and width * height > limit("picture_pixels"):
            return too_many_pixels(name, f"{width} × {height}")
        plain = _is_plain(root, data)
        safe = _settled(Drawing(Sheet(root)).written())
        made = _parse(safe)
        demand_numbers(made)
        if len(root) and not any(str(node.tag).removeprefix(SVG) in GEOMETRY for node in made.iter()):
            return Refused(
                f"a drawing that shows something was expected, found an empty one in {name}",
                "export it again, or as PNG",
            )
    except Unsafe as error:
        line = f"line {error.line} of " if error.line else ""
        message = f"an SVG of shapes only was expected, found {error.what} in {line}{name}"
        return Refused(message, error.hint or _EXPORT)
    except OverflowError:
        return Refused(f"a drawing of a size was expected, found one that is endless in {name}", _EXPORT)
    except RecursionError:
        return Refused(
            f"an SVG of shapes only was expected, found styles too deep within one another in {name}", _EXPORT
        )
    except etree.XMLSyntaxError as error:
        return Refused(f"well-formed SVG was expected, found in {name}: {error.msg}", "export it again as plain SVG")
    return ImageFile(name, "image/svg+xml", data if plain else safe, width, height)


def _settled(written: bytes) -> bytes:
    """The drawing as it comes out of being written anew however often."""
    for _ in range(_MOST_PASSES):
        again = Drawing(Sheet(_parse(written))).written()
        if again == written:
            return written
        written = again
    raise Unsafe("parts that never settle", 0, "export the picture as PNG")


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = _without_doctype(data)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise Unsafe("a document type of its own", 1, "export it again as plain SVG")
    for node in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter(etree.PI)):
        if isinstance(node, etree._ProcessingInstruction) and node.target == "xml-stylesheet":
            raise Unsafe("a style that loads another file", node.sourceline or 1)
    for node in root.iter(etree.Entity):
        raise Unsafe("an entity", node.sourceline or 1, "export it again as plain SVG")
    return root


def _without_doctype(data: bytes) -> bytes:
    """The file without its document type, with the names in it that stand for plain words, as Illustrator declares its
    namespaces, written out."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    match = _DOCTYPE.search(text)
    subset = (match["subset"] or "") if match else ""
    meant = {name: double or single for name, double, single in _ENTITY.findall(subset)}
    if (
        "<!ENTITY" in _ENTITY.sub("", subset)
        or len(meant) > _MOST_NAMES
        or "<!ENTITY" in text[match.end() if match else 0 :]
    ):
        raise Unsafe("a document type with entities", 1, "export it again as plain SVG")
    if match:
        # The lines stay where they are, for the messages.
        text = text[: match.start()] + "\n" * match[0].count("\n") + text[match.end() :]
    text = re.sub(r"\A(\s*<\?xml[^>]*?)\s+encoding=(['\"]).*?\2", r"\1", text)
    for known, value in meant.items():
        text = text.replace(f"&{known};", value)
    return text.encode("utf-8")


def _is_plain(root: etree._Element, data: bytes) -> bool:
    """Whether the file is already what any reader of SVG, the guard of books among them, takes."""
    try:
        body = _DECLARATION.sub("", data.decode("utf-8"), count=1)
    except UnicodeDecodeError:
        return False
    if re.search(r"<!|<\?", body) or body.startswith("\ufeff"):
        return False
    sides = [root.get(name) for name in ("width", "height")]
    if sum(side not in (None, "100%") for side in sides) == 1 or any(length(side, 1, 1) <= 0 for side in sides):
        return False
    box = view_box(root)
    if "auto" in sides or (box and not any(sides) and box.width < size(root)[0]):
        return False
    for node in root.iter():
        tag = str(node.tag)
        nested = tag == f"{SVG}svg" and node is not root
        if nested or not tag.startswith(SVG) or tag[len(SVG) :] not in _PLAIN_ELEMENTS:
            return False
        for key, value in node.attrib.items():
            if str(key) not in _PLAIN_ATTRIBUTES or (key in ("fill", "stroke") and not _PLAIN_PAINT.fullmatch(value)):
                return False
            if key in _LENGTHS and value not in ("auto", "none", "inherit") and not everywhere(value):
                return False
    return True
