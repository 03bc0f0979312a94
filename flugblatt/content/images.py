"""The images of a work: PNG, JPEG and SVG files in its folder, each judged before it is decoded.

Flow: path as the text writes it -> read_image -> ``raster_images`` or ``drawings`` -> ImageFile, or why not. Its bytes are not
always those of the file: they are what goes into every output and into the package, from which they come out the same.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from flugblatt.content.drawings import read_drawing
from flugblatt.content.image_bytes import PNG
from flugblatt.content.raster_images import read_raster
from flugblatt.content.refused_files import Refused
from flugblatt.model import ImageFile
from flugblatt.tables.limits import limit, raising

_ENDINGS = {"image/png": (".png",), "image/jpeg": (".jpg", ".jpeg"), "image/svg+xml": (".svg",)}
_OTHERS = (
    (rb"GIF8", "a GIF"),
    (rb"RIFF....WEBP", "a WebP picture"),
    (rb"BM", "a bitmap (BMP)"),
    (rb"II\*\0|MM\0\*", "a TIFF"),
    (rb"....ftyp(?:avif|avis)", "an AVIF picture"),
    (rb"....ftyp(?:heic|heix|mif1|msf1)", "a HEIC picture, as telephones take it"),
    (rb"%PDF", "a PDF"),
    (rb"%!PS", "an EPS or PostScript file"),
    (rb"8BPS", "a Photoshop file"),
    (rb"\x1f\x8b", "a compressed file (SVGZ?)"),
)

# Names outside of this cannot stand in every book and address unchanged.
_PLAIN = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*")


def is_plain(name: str) -> bool:
    """Whether a name can stand in every book and address unchanged."""
    return _PLAIN.fullmatch(name) is not None


def inside(folder: Path, name: str) -> Path | Refused:
    """The file ``name`` of the folder of a work, or why it is none or leads out of the folder."""
    if not name or "\\" in name or name.startswith("/") or ":" in name or ".." in name.split("/"):
        return Refused(f"a file in the work's folder was expected, found {name or 'no name'}")
    path = folder / name
    if not _is_there(folder, name):
        return _missing(folder, name)
    if not is_plain(name):
        return _renamed(name)
    if path.is_dir():
        return Refused(f"a file in the work's folder was expected, found a folder {name}")
    if not path.is_file():
        return Refused(f"a file in the work's folder was expected, found a pipe or a device {name}")
    if not path.resolve().is_relative_to(folder.resolve()):
        return Refused(f"a file in the work's folder was expected, found a link that leads out of it: {name}")
    return path


def _renamed(name: str) -> Refused:
    message = f"a name of A-Z, a-z, 0-9, dot, hyphen and underscore was expected, found {name}"
    return Refused(message, f"it is there; rename it, to {plain_name(name)} or the like")


def _is_there(folder: Path, name: str) -> bool:
    """Whether the folder has a file of exactly this name, on a file system that minds no case too."""
    path = folder / name
    try:
        return path.exists() and (path.is_dir() or path.name in {other.name for other in path.parent.iterdir()})
    except OSError:
        return False


def _missing(folder: Path, name: str) -> Refused:
    unescaped = unquote(name)
    if unescaped != name and ".." not in unescaped.split("/") and (folder / unescaped).is_file():
        if not is_plain(unescaped):
            return _renamed(unescaped)
        return Refused(f"the name as it is was expected, {unescaped}, found {name}", f"write {unescaped}")
    near = _near(folder, name)
    hint = f"did you mean {near}? names are told apart by capitals and endings too" if near else ""
    if near and near != near.removesuffix(Path(near).suffix) + Path(near).suffix.lower():
        hint = f"{near} is there: rename it to {name}"
    return Refused(f"a file in the work's folder was expected, found no {name}", hint)


def _near(folder: Path, name: str) -> str:
    """A file of the folder with nearly this name, or with it in another folder."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".md", ".yaml")]
    names = {str(path.relative_to(folder)): path for path in sorted(files)}
    wanted = _alike(name)
    for same in (_alike, lambda text: _alike(text.rsplit("/", 1)[-1]), lambda text: _alike(text.rsplit(".", 1)[0])):
        match = next((other for other in names if same(other) == same(name)), "")
        if match:
            return match
    return next(iter(get_close_matches(wanted, names, 1)), "")


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name.removeprefix("./")).casefold()


def plain_name(name: str) -> str:
    """A plain name as near to this one as may be."""
    letters = unicodedata.normalize("NFKD", name.replace("ß", "ss"))
    plain = re.sub(r"[^A-Za-z0-9_./-]+", "-", "".join(char for char in letters if not unicodedata.combining(char)))
    if not re.search("[A-Za-z0-9]", plain.rsplit(".", 1)[0]):
        return f"picture{Path(name).suffix.lower()}"
    parts = (re.sub(r"-+(?=\.)", "", part.lstrip("-.").rstrip("-")) for part in plain.split("/"))
    return "/".join(filter(None, parts))


def read_image(folder: Path, name: str, keep_metadata: bool = False) -> ImageFile | Refused:
    """The image ``name`` of the folder of a work as it goes into every output, or why it cannot."""
    path = inside(folder, name)
    if isinstance(path, Refused):
        return path
    try:
        if (size := path.stat().st_size) > limit("picture_bytes"):
            message = f"an image of at most {limit('picture_bytes'):,} bytes was expected, found {size:,}"
            return Refused(message, raising("picture_bytes", ["save it smaller"]))
        data = path.read_bytes()
    except OSError as error:
        return Refused(f"a file that may be read was expected, found {error.strerror}: {name}")
    return image_of(name, data, keep_metadata)


def image_of(name: str, data: bytes, keep_metadata: bool = False) -> ImageFile | Refused:
    """The image of these bytes as it goes into every output, or why it cannot."""
    image = _read(name, data, keep_metadata)
    if isinstance(image, Refused):
        return image
    endings = _ENDINGS[image.media_type]
    if not name.endswith(endings):
        right = name.removesuffix(Path(name).suffix) + endings[0]
        form = image.media_type[6:].split("+")[0].upper()
        message = f"a name that ends in {' or '.join(endings)} was expected for this {form} file, found {name}"
        return Refused(message, f"rename it to {right}, here and in the folder")
    return image


def _read(name: str, data: bytes, keep_metadata: bool) -> ImageFile | Refused:
    if data.startswith((PNG, b"\xff\xd8\xff")):
        return read_raster(name, data, keep_metadata)
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return read_drawing(name, data)
    known = next((known for magic, known in _OTHERS if re.match(magic, data, re.DOTALL)), "another format")
    return Refused(
        f"PNG, JPEG or SVG was expected, found {known} in {name}", "save it as PNG or JPEG, or a drawing as SVG"
    )
