"""What a file says of itself: title, author and date, as its program wrote them. Suggestions for a person, never facts.

A program writes the name of who began the file and the day of that: of a statement neither is the issuer or the date.
"""

from __future__ import annotations

from typing import Any

from flugblatt.content.importing.inline_writing import plain
from flugblatt.content.importing.office_container import opened, tree
from flugblatt.model.findings import shown

PARTS = {"Word": "docProps/core.xml", "OpenDocument": "meta.xml"}
NAMES = {"creator": "issuers", "initial-creator": "issuers", "created": "date", "creation-date": "date"}
"""Elements (ISO/IEC 29500-2, 11.1; ODF 1.3, 4.3) and the key that somebody might take them for."""


def properties(data: bytes, kind: str, document: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Key of statement.yaml and value, for each thing that the file says."""
    found: dict[str, str] = {}
    if kind in PARTS:
        with opened(data, "the file") as archive:
            root = tree(archive, PARTS[kind])
        for element in root.iter() if root is not None else ():
            key = NAMES.get(str(element.tag).rpartition("}")[2])
            if key and (element.text or "").strip():
                found.setdefault(key, element.text.strip()[: 10 if key == "date" else None])
    else:
        for name, key in (("author", "issuers"), ("creator", "issuers"), ("date", "date"), ("lang", "language")):
            if words := _words(document["meta"].get(name)):
                found.setdefault(key, words)
    return tuple((key, shown(value)) for key, value in found.items())


def _words(value: dict[str, Any] | None) -> str:
    match value:
        case {"t": "MetaInlines", "c": nodes}:
            return plain(nodes)
        case {"t": "MetaString", "c": str(text)}:
            return text
        case {"t": "MetaList", "c": [first, *_]}:
            return _words(first)
    return ""
