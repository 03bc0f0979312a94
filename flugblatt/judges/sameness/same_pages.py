"""Two PDFs, page by page, as PDFium and as MuPDF paint them: what objects say is one thing, what an engine makes of them another.

Flow: each page of both files at 150 dpi by each engine -> the pixels that differ by more than a few levels -> a Finding with their
place, and with the words that a reader would have read there.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy
import pymupdf
import pypdfium2

from flugblatt.judges.sameness import tolerated
from flugblatt.model import Finding

DPI = 150
MM = 25.4 / DPI
LONGEST = 60
Picture = Any
MUPDF: Any = pymupdf


def findings(found: bytes, expected: bytes) -> Iterator[Finding]:
    """Each page that one of the engines paints otherwise."""
    pages = (_by_pdfium(found), _by_pdfium(expected), _by_mupdf(found), _by_mupdf(expected))
    for number, (one, other, second, again) in enumerate(zip(*pages, strict=False), 1):
        for engine, picture, right in (("PDFium", one[0], other[0]), ("MuPDF", second, again)):
            if words := _parts(picture, right):
                read = _read(one[1], other[1])
                message = f"expected the page as it was made again; found {words}{read}, as {engine} paints it"
                yield Finding("same-paint", "error", message, f"page {number}")
                break


def _parts(picture: Picture, right: Picture) -> str:
    """Where two pictures of a page differ, in words; empty where they do not."""
    if picture.shape != right.shape:
        return f"a page of {_size(picture)}, not {_size(right)}"
    apart = numpy.abs(picture.astype(numpy.int16) - right.astype(numpy.int16)).max(axis=2) > tolerated.LEVELS
    if not apart.any():
        return ""
    rows, columns = numpy.nonzero(apart.any(axis=1))[0], numpy.nonzero(apart.any(axis=0))[0]
    place = f"{columns[0] * MM:.0f} to {columns[-1] * MM:.0f} mm from the left, {rows[0] * MM:.0f} to {rows[-1] * MM:.0f} mm"
    return f"{int(apart.sum()):,} other pixels, {place} from above"


def _size(picture: Picture) -> str:
    return f"{picture.shape[1] * MM:.0f} × {picture.shape[0] * MM:.0f} mm"


def _read(found: str, expected: str) -> str:
    """The words that a reader would find there in place of the right ones."""
    one, other = found.split(), expected.split()
    if one == other:
        return ""
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    shown = [" ".join(words[max(0, at - 2) : at + 6])[:LONGEST] for words in (one, other)]
    return f"; a reader would read “{shown[0]}”, not “{shown[1]}”"


def _by_pdfium(data: bytes) -> Iterator[tuple[Picture, str]]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        for page in document:
            picture = page.render(scale=DPI / 72).to_numpy()[:, :, :3].copy()
            words = page.get_textpage().get_text_bounded()
            page.close()
            yield picture, words
    finally:
        document.close()


def _by_mupdf(data: bytes) -> Iterator[Picture]:
    with MUPDF.open(stream=data, filetype="pdf") as document:
        for page in document:
            painted = page.get_pixmap(dpi=DPI, alpha=False)
            yield (
                numpy.frombuffer(painted.samples, numpy.uint8).reshape(painted.height, painted.width, painted.n).copy()
            )
