"""What records must repeat of the accessibility of files, and what they say of embargo and withdrawal, found again.

Flow: file -> ``said_by`` -> features, claim, summary; Said -> ``status_notes``, ``exemption``. The package document of a book is
read as text, by the attributes of its ``meta`` elements.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import lru_cache

from flugblatt.judges.records.record_facts import Said
from flugblatt.model import Artefact

META = re.compile(r"<meta\b([^>]*)>([^<]*)</meta>")
PROPERTY = re.compile(r'\bproperty="([^"]*)"')
PDF_CLAIMS = {"archive-pdf": "PDF/UA-1", "access-pdf": "PDF/UA-2", "large-print": "PDF/UA-1"}
CLASSIFIED = {"thema": "thema", "bisac": "bisacsh", "ddc": "ddc", "udc": "udc"}
"""Schemes that classify, by their names in MARC's lists of sources; the others name things."""


def said_by(file: Artefact, said: Said) -> tuple[tuple[str, ...], str, str]:
    """Features, claim and summary of a file, each as schema.org and its standard name them; nothing of other forms."""
    if claim := PDF_CLAIMS.get(file.target, ""):
        pictures = ("alternativeText",) if said.pictures else ()
        large = ("largePrint",) if file.target == "large-print" else ()
        return ("taggedPDF", "readingOrder", "structuralNavigation", "unlocked", *pictures, *large), claim, ""
    found = _metas(file.data) if file.target in ("epub", "kepub") else ()
    features = tuple(text for name, text in found if name == "schema:accessibilityFeature")
    kept = dict(reversed(found))
    return features, kept.get("dcterms:conformsTo", ""), kept.get("schema:accessibilitySummary", "")


@lru_cache(8)  # one book is asked for by every record of its edition
def _metas(data: bytes) -> tuple[tuple[str, str], ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            texts = [book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith(".opf")]
    except zipfile.BadZipFile:
        return ()
    found = [(PROPERTY.search(match[1]), html.unescape(match[2])) for text in texts for match in META.finditer(text)]
    return tuple((name[1], text) for name, text in found if name)


def status_notes(said: Said) -> tuple[str, ...]:
    """Embargo and withdrawal in the words of the language of cataloguing."""
    statement, words = said.statement, said.words
    embargo = words["embargoed"].replace("{}", statement.embargo) if statement.embargoed else ""
    withdrawn = ""
    if statement.withdrawn:
        reason = statement.withdrawn.reason.for_language(said.edition.language) or ""
        withdrawn = words["withdrawn"].replace("{}", statement.withdrawn.date) + (f": {reason}" if reason else "")
    return tuple(text for text in (embargo, withdrawn) if text)


def exemption(said: Said) -> str:
    return f"Directive (EU) 2019/882: {said.statement.exemption}" if said.statement.exemption else ""
