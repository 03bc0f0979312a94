"""What the catalog of a PDF leads to, as values: named places, the outline and attached files.

Flow: catalog -> name trees and outline -> places by name, entries in order, attachments.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from flugblatt.judges.pdf.painted import Key

DEEPEST = 200  # chosen: far above any outline of ours; a ring has an end


@dataclass(frozen=True, slots=True)
class Destination:
    """A named place: its page, counted from 1 (0: nowhere), and its height in pt."""

    name: str
    page: int
    height: float


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the outline: its depth from 0, its words, the page that it leads to (0: nowhere)."""

    depth: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    description: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Catalog:
    """``keys`` are those of the catalog itself, with their slashes; ``labels`` the names of all pages, as readers show them."""

    keys: frozenset[str]
    destinations: tuple[Destination, ...]
    outline: tuple[Entry, ...]
    attachments: tuple[Attachment, ...]
    labels: tuple[str, ...]


def read(data: bytes) -> Catalog:
    """The catalog of the PDF ``data``. Raises pikepdf.PdfError and the like where it cannot be read."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        names = pdf.Root.get("/Names", Dictionary())
        places = tuple(_destination(name, value, numbers) for name, value in _named(names.get("/Dests")))
        first = pdf.Root.get("/Outlines", Dictionary()).get("/First")
        outline = tuple(_entries(first, 0, numbers, {place.name: place.page for place in places}, set()))
        attached = tuple(_attachment(file) for _, file in _named(names.get("/EmbeddedFiles")))
        labels = tuple(str(page.label) for page in pdf.pages)
        return Catalog(frozenset(pdf.Root.keys()), places, outline, attached, labels)


def _named(tree: Any) -> list[tuple[str, Any]]:
    """The entries of a name tree (ISO 32000-1, 7.9.6)."""
    return [] if tree is None else [(str(name), value) for name, value in pikepdf.NameTree(tree).items()]


def _destination(name: str, value: Any, numbers: dict[Key, int]) -> Destination:
    """The place of a destination; one to a structure element (ISO 32000-2, 12.3.2.3) lies on that element's page."""
    where = value["/D"] if isinstance(value, Dictionary) else value
    target = where[0].get("/Pg", where[0]) if "/S" in where[0] else where[0]
    return Destination(name, numbers.get(target.objgen, 0), float(where[3]) if len(where) > 3 else 0.0)


def _entries(entry: Any, depth: int, numbers: dict[Key, int], named: dict[str, int], seen: set[Key]) -> Iterator[Entry]:
    """An entry of the outline, those under it and those after it; each once."""
    while entry is not None and entry.objgen not in seen and depth < DEEPEST:
        seen.add(entry.objgen)
        place = entry.get("/Dest", entry.get("/A", Dictionary()).get("/D"))
        if isinstance(place, Array):
            page = _destination("", place, numbers).page
        else:
            page = 0 if place is None else named.get(str(place), 0)
        yield Entry(depth, str(entry.get("/Title", "")), page)
        yield from _entries(entry.get("/First"), depth + 1, numbers, named, seen)
        entry = entry.get("/Next")


def _attachment(specification: Any) -> Attachment:
    stream = specification.get("/EF", Dictionary()).get("/F")
    data = stream.read_bytes() if stream is not None else b""
    return Attachment(str(specification.get("/UF", "")), str(specification.get("/Desc", "")), data)
