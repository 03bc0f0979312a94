"""The source of a printed sheet, out of the codes on photographs of it or in its PDF.

Flow: files -> pictures of their pages -> ZXing -> the parts of one source -> its files, written -> its SHA-256 beside the one that
the sheet prints, where that can be read; of a PDF the text is proven, too. A photograph gives the code alone, and that is said.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from flugblatt.judges.preflight import printed_source
from flugblatt.model.errors import UsageError
from flugblatt.verification.proofs import prove

MUPDF: Any = pymupdf
RESOLUTION = 200  # dpi, as the judge of print reads codes
MOST_PAGES = 64  # chosen: a sheet has few
MOST_PIXELS = 200_000_000  # chosen: more than a camera makes
FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
DIGEST = re.compile(r"(?:[0-9a-f]{8}\s*){8}")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found, in lines; ``good``: nothing contradicts it."""

    lines: tuple[str, ...]
    good: bool


def recover(photos: tuple[Path, ...], to: Path) -> Recovered:
    """Writes the source into the folder ``to``. UsageError where a file cannot be read, the codes give no source, or other files of
    these names are there."""
    loaded = [(path, _read(path)) for path in photos]
    parts = [code for path, data in loaded for picture in _pictures(path, data) for code in _codes(picture)]
    try:
        files = printed_source.assembled(parts)
    except printed_source.Unread as reason:
        hint = "photograph each code whole, flat and sharp, in even light, and name all photographs in one command"
        raise UsageError(f"no source was recovered: {reason}; {hint}") from reason
    written = _written(files, to)
    edition = next((path for path in written if path.suffix == ".md"), None)
    if edition is None:
        raise UsageError("no source was recovered: the codes hold no text")
    digest = hashlib.sha256(edition.read_bytes()).hexdigest()
    lines = [*(f"written: {path}" for path in written), f"SHA-256 of the text: {_grouped(digest)}"]
    if any(path.name == "statement.yaml" for path in written):
        lines.append("it is that of the text alone: compare date and issuers in statement.yaml with the sheet, too")
    sheets = [(path, data) for path, data in loaded if data.startswith(b"%PDF-")]
    good = True
    for path, data in sheets:
        printed = _printed(data)
        if printed and digest not in printed:
            good = False
            lines.append(f"{path}: not the source of this sheet: it prints the SHA-256 {_grouped(min(printed))}")
        elif printed:
            lines.append(f"{path}: the sheet prints this SHA-256")
        (proof,) = prove(edition, (path,))
        good = good and proof.verdict == "passed"
        said = "is exactly that of the source" if proof.verdict == "passed" else f"was not proven ({proof.verdict})"
        lines.append(f"{path}: the text of the PDF {said}; what the eye sees was not judged")
    if len(sheets) < len(loaded):
        lines.append("compare this SHA-256 with the one that is printed on the sheet, figure by figure")
        lines.append("the text that stands on the photograph was not judged: only its code was read")
    return Recovered(tuple(lines), good)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def _pictures(path: Path, data: bytes) -> Iterator[Image.Image]:
    """Each page of a PDF, or the photograph as a viewer turns it, in grey."""
    if data.startswith(b"%PDF-"):
        try:
            with MUPDF.open(stream=data, filetype="pdf") as document:
                for number in range(min(len(document), MOST_PAGES)):
                    pixels = document[number].get_pixmap(dpi=RESOLUTION, colorspace=MUPDF.csGRAY, alpha=False)
                    yield Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
        except (RuntimeError, ValueError) as error:
            raise UsageError(f"{path} cannot be read as a PDF: {error}") from error
        return
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise UsageError(f"{path} has more than {MOST_PIXELS:,} pixels")
            yield ImageOps.exif_transpose(photo).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UsageError(f"{path} is no PNG, JPEG or PDF that can be read") from error


def _codes(picture: Image.Image) -> list[bytes]:
    return [
        code.bytes for code in zxingcpp.read_barcodes(picture, formats=FORMATS) if printed_source.is_part(code.bytes)
    ]


def _written(files: Any, to: Path) -> tuple[Path, ...]:
    paths = {to / name: data for name, data in files.items()}
    for path, data in paths.items():
        if path.exists() and (not path.is_file() or path.read_bytes() != data):
            raise UsageError(f"{path} is there already, and says something else; name another folder with --to")
    for path, data in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tuple(paths)


def _printed(data: bytes) -> set[str]:
    """The checksums that stand in the text of a PDF."""
    with MUPDF.open(stream=data, filetype="pdf") as document:
        text = "\n".join(document[number].get_text() for number in range(min(len(document), MOST_PAGES)))
    return {"".join(found.split()) for found in DIGEST.findall(text)}


def _grouped(digest: str) -> str:
    return " ".join(digest[at : at + 8] for at in range(0, 64, 8))
