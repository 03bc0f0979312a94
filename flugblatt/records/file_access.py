"""What a file says of its accessibility, in the words of schema.org: for MARC 21, MODS and JSON-LD.

Flow: file -> ``access_of``: of an e-book what its package document says, of a PDF what its claim means. All of it was judged
before any record is made.
"""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from flugblatt.model import Artefact

PDF_FEATURES = ("taggedPDF", "readingOrder", "structuralNavigation", "unlocked")
"""What PDF/UA demands (ISO 14289-1, 7.1, 7.2; ISO 14289-2, 8.2), and that no password stands before it."""
CONFORMS = {"archive-pdf": "PDF/UA-1", "access-pdf": "PDF/UA-2", "large-print": "PDF/UA-1"}
OF_PICTURES = "alternativeText"
OF_LETTERS = "largePrint"


@dataclass(frozen=True, slots=True)
class FileAccess:
    """``features`` are terms of schema.org's accessibilityFeature; ``summary`` and ``conforms`` may be empty."""

    features: tuple[str, ...] = ()
    summary: str = ""
    conforms: str = ""


def access_of(form: Artefact, pictures: bool) -> FileAccess:
    """Nothing of forms that say nothing of it."""
    if form.target in CONFORMS:
        letters = [OF_LETTERS] * (form.target == "large-print")
        return FileAccess((*PDF_FEATURES, *([OF_PICTURES] * pictures), *letters), "", CONFORMS[form.target])
    if form.target not in ("epub", "kepub"):
        return FileAccess()
    said = package_metadata(form.data)
    features = tuple(value for name, value in said if name == "schema:accessibilityFeature")
    summary, conforms = (
        next((value for name, value in said if name == wanted), "")
        for wanted in ("schema:accessibilitySummary", "dcterms:conformsTo")
    )
    return FileAccess(features, summary, conforms)


@lru_cache(maxsize=8)  # every record of an edition asks
def package_metadata(epub: bytes) -> tuple[tuple[str, str], ...]:
    """The ``meta`` elements of a package document, each property with its value; none where there is no such document."""
    with suppress(zipfile.BadZipFile, KeyError, etree.XMLSyntaxError), zipfile.ZipFile(io.BytesIO(epub)) as book:
        name = re.search(rb'full-path="([^"]+)"', book.read("META-INF/container.xml"))
        if name:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            package = etree.fromstring(book.read(name[1].decode()), parser)
            return tuple((meta.get("property", ""), meta.text or "") for meta in package.iter("{*}meta"))
    return ()
