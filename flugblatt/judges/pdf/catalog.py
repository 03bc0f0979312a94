"""What the catalog of a PDF leads to: named places, the outline, attached files, and what pages inherit from their tree.

Flow: catalog -> name trees and outline -> places by name, entries in order, attachments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from flugblatt.judges.fidelity.sequence import Spot
from flugblatt.model import Finding

DEEPEST = 200
ROLES = (("/Em", "/Span"), ("/Strong", "/Span"))


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


def _names(tree: Any) -> list[tuple[str, Any]]:
    """The entries of a name tree (ISO 32000-1, 7.9.6)."""
    if tree is None:
        return []
    flat = list(tree.get("/Names", Array()))
    found = [(str(name), value) for name, value in zip(flat[::2], flat[1::2], strict=True)]
    for kid in tree.get("/Kids", Array()):
        found += _names(kid)
    return found


def destinations(pdf: pikepdf.Pdf, numbers: dict[tuple[int, int], int]) -> list[tuple[str, Spot]]:
    entries = _names(pdf.Root.get("/Names", Dictionary()).get("/Dests"))
    return [(name, _spot(value, numbers)) for name, value in entries]


def _spot(value: Any, numbers: dict[tuple[int, int], int]) -> Spot:
    """The place of a destination; one to a structure element (ISO 32000-2, 12.3.2.3) lies on that element's page."""
    where = value["/D"] if isinstance(value, Dictionary) else value
    target = where[0].get("/Pg", where[0]) if "/S" in where[0] else where[0]
    page = numbers.get(target.objgen, 0)
    return Spot(f"page {page}", page, float(where[3]) if len(where) > 3 else 0.0)


def outline(root: Any, numbers: dict[tuple[int, int], int], named: dict[str, Spot]) -> list[Entry]:
    found: list[Entry] = []
    seen: set[tuple[int, int]] = set()

    def visit(entry: Any, depth: int) -> None:
        while entry is not None and entry.objgen not in seen and depth < DEEPEST:
            seen.add(entry.objgen)
            place = entry.get("/Dest", entry.get("/A", Dictionary()).get("/D"))
            if place is None:
                page = 0
            elif isinstance(place, Array):
                page = _spot(place, numbers).page
            else:
                page = named.get(str(place), Spot("")).page
            found.append(Entry(depth, str(entry.get("/Title", "")), page))
            visit(entry.get("/First"), depth + 1)
            entry = entry.get("/Next")

    visit(root.get("/Outlines", Dictionary()).get("/First"), 0)
    return found


def attachments(pdf: pikepdf.Pdf) -> tuple[Attachment, ...]:
    entries = _names(pdf.Root.get("/Names", Dictionary()).get("/EmbeddedFiles"))
    found: list[Attachment] = []
    for _, specification in entries:
        stream = specification.get("/EF", Dictionary()).get("/F")
        data = stream.read_bytes() if stream is not None else b""
        found.append(Attachment(str(specification.get("/UF", "")), str(specification.get("/Desc", "")), data))
    return tuple(found)


def roles(tree: Any) -> list[Finding]:
    """The role map may explain our own kinds of elements, and no others (ISO 32000-1, 14.7.3)."""
    found: list[Finding] = []
    for kind, standard in tree.get("/RoleMap", Dictionary()).items():
        if (kind, str(standard)) not in ROLES:
            message = (
                f"expected no other roles than {', '.join(kind for kind, _ in ROLES)}, found {kind} as {standard!s}"
            )
            found.append(Finding("fidelity-kind", "error", message, "role map"))
    return found


def refused(root: Any) -> list[Finding]:
    """What a catalog may have that shows or hides text."""
    refused = {"/AcroForm": "form fields", "/OCProperties": "optional content", "/PageLabels": "page labels"}
    refused |= {"/Collection": "a collection", "/OpenAction": "an action on opening", "/AA": "actions"}
    return [
        Finding("fidelity-extra", "error", f"expected no {name}; found {key} in the catalog", "catalog")
        for key, name in refused.items()
        if key in root
    ]


def inherited(page: Any, key: str, otherwise: Any) -> Any:
    """An attribute of a page, or of the nodes of the page tree above it (ISO 32000-1, 7.7.3.4)."""
    for _ in range(DEEPEST):
        if page is None or key in page:
            break
        page = page.get("/Parent")
    return otherwise if page is None else page.get(key, otherwise)
