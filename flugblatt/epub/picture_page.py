"""A page that is to be a picture: set by the engine, tagged as every PDF of ours, then painted by PDFium.

Flow: HTML, families, resources -> layout -> alignment -> drawing and tags -> ``drawn``: a PDF of one page that says what it shows
-> ``painted`` at a size in px -> ``jpeg``, ``png`` without any metadata. The judges hold the picture against the PDF.
"""

from __future__ import annotations

import io

import pypdfium2
from PIL import Image

from flugblatt.language.table import language_of
from flugblatt.model import Edition, Statement
from flugblatt.model.errors import ToolFailed
from flugblatt.typeset import engine
from flugblatt.typeset.alignment import Misaligned, align
from flugblatt.typeset.archive_pdf import refuse_faults
from flugblatt.typeset.drawing import faithful
from flugblatt.typeset.tagging import tagger
from flugblatt.typeset.text_showing import Fault
from flugblatt.typeset.xmp import LEAFLET

QUALITY = 90  # chosen by eye: no rings around letters; about 100 KB


def drawn(
    statement: Statement,
    edition: Edition,
    html: str,
    families: tuple[str, ...],
    resources: tuple[engine.Resource, ...],
) -> bytes:
    """The page as a tagged PDF. ToolFailed where the engine complains or draws another text: a picture carries no report."""
    options = {"pdf_variant": LEAFLET.variant, "pdf_tags": True}
    made = engine.layout(html, families, resources, **options)
    faults: list[Fault] = []
    try:
        alignment = align(made.document)
    except Misaligned as error:
        raise ToolFailed(f"{statement.work}: {edition.language}: a cover or card: {error}") from error
    with engine.drawing_with(faithful(alignment, faults, tagger(alignment, language_of(edition).direction))):
        data, later = engine.write(made.document, **options)
    if complaints := (*made.complaints, *later, *refuse_faults(statement, edition, faults)):
        raise ToolFailed("the engine complained: " + "; ".join(complaint.message for complaint in complaints))
    return data


def painted(pdf: bytes, width: int, height: int) -> Image.Image:
    """The one page of ``pdf`` in so many pixels, sRGB."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[0].render(scale=width / document[0].get_width()).to_pil().convert("RGB")
    finally:
        document.close()
    return picture.crop((0, 0, width, height))


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return out.getvalue()


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
