"""The structure tree of a tagged PDF (ISO 32000-1, 14.7 and 14.8) as values: elements, marked content and annotations.

Flow: catalog -> elements, depth first, each once -> ``Tree``; a number that a kid of an element is, or an MCR, is ``MarkReference``
with its page, an OBJR the annotation that it names.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from flugblatt.judges.pdf.painted import Key

DEEPEST = 150  # chosen: above what text-nesting lets a source have, below what Python recurses
SPOKEN = ("/E", "/T", "/Alt")


@dataclass(frozen=True, slots=True)
class MarkReference:
    """A sequence of marked content by its page, counted from 1 (0: none), and MCID. ``elsewhere``: it is not in the content
    of the page, but in another stream."""

    page: int
    mcid: int
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation: where it leads to (an address, or ``#`` and the name of a destination), what it says, whether it has a
    picture of its own, and whether its area has a size."""

    key: Key
    kind: str
    target: str
    contents: str
    has_picture: bool
    has_area: bool


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element; ``page`` is the one that it says, or that of the element around it. ``spoken`` are E, T and Alt
    by key; ``attributes`` values as text, those of the first owner before others. ``again``: it stood in the tree before, or
    lies too deep in it; then it has no kids."""

    kind: str
    page: int
    kids: tuple[Kid, ...]
    language: str | None = None
    actual: str | None = None
    identifier: str = ""
    spoken: tuple[tuple[str, str], ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    again: bool = False

    @property
    def alternative(self) -> str:
        return dict(self.spoken).get("/Alt", "")

    @property
    def contents(self) -> Iterator[MarkReference]:
        """All marked content in it."""
        for kid in self.kids:
            if isinstance(kid, MarkReference):
                yield kid
            elif isinstance(kid, Element):
                yield from kid.contents


Kid = Element | MarkReference | Annotation


@dataclass(frozen=True, slots=True)
class Tree:
    """``roles`` as the role map has them, without slashes; ``annotations`` those of each page, in the structure or not."""

    kids: tuple[Kid, ...]
    roles: tuple[tuple[str, str], ...]
    language: str
    right_to_left: bool
    annotations: tuple[tuple[Annotation, ...], ...]


class _Reading:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self.seen: set[Key] = set()

    def element(self, element: Any, page: int, depth: int) -> Element:
        kind = str(element.get("/S", "/"))[1:]
        page = self.page_of(element, page)
        if element.objgen in self.seen or depth > DEEPEST:
            return Element(kind, page, (), again=True)
        if element.is_indirect:
            self.seen.add(element.objgen)
        keys = element.keys()
        return Element(
            kind=kind,
            page=page,
            kids=self.kids(element, page, depth),
            language=str(element["/Lang"]) if "/Lang" in keys else None,
            actual=str(element["/ActualText"]) if "/ActualText" in keys else None,
            identifier=str(element["/ID"]) if "/ID" in keys else "",
            spoken=tuple((key, str(element[key])) for key in SPOKEN if key in keys),
            attributes=_attributes(element["/A"]) if "/A" in keys else {},
        )

    def kids(self, element: Any, page: int, depth: int) -> tuple[Kid, ...]:
        kids = element.get("/K", Array())
        return tuple(self.kid(kid, page, depth) for kid in (kids if isinstance(kids, Array) else [kids]))

    def kid(self, kid: Any, page: int, depth: int) -> Kid:
        if isinstance(kid, int):
            return MarkReference(page, kid)
        kind = kid.get("/Type")
        if kind == Name.MCR:
            return MarkReference(self.page_of(kid, page), int(kid["/MCID"]), "/Stm" in kid)
        return annotation(kid["/Obj"]) if kind == Name.OBJR else self.element(kid, page, depth + 1)

    def page_of(self, thing: Any, page: int) -> int:
        return self.numbers.get(thing["/Pg"].objgen, 0) if "/Pg" in thing else page


@lru_cache(maxsize=1)
def read(data: bytes) -> Tree | None:
    """The structure tree of the PDF ``data``; None where it has none. Raises pikepdf.PdfError and the like."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        tree = root.get("/StructTreeRoot")
        if tree is None:
            return None
        roles = tree.get("/RoleMap", Dictionary()).items()
        return Tree(
            kids=_Reading(pdf).kids(tree, 1, 0),
            roles=tuple((name[1:], str(role)[1:]) for name, role in roles),
            language=str(root.get("/Lang", "")),
            right_to_left=root.get("/ViewerPreferences", Dictionary()).get("/Direction") == Name.R2L,
            annotations=tuple(tuple(map(annotation, page.obj.get("/Annots", Array()))) for page in pdf.pages),
        )


def annotation(dictionary: Any) -> Annotation:
    left, bottom, right, top = (float(edge) for edge in dictionary.get("/Rect", (0, 0, 0, 0)))
    return Annotation(
        key=dictionary.objgen,
        kind=str(dictionary.get("/Subtype")),
        target=_target(dictionary),
        contents=str(dictionary.get("/Contents", "")),
        has_picture="/AP" in dictionary,
        has_area=abs(right - left) >= 1 and abs(top - bottom) >= 1,
    )


def _target(dictionary: Any) -> str:
    action = dictionary.get("/A")
    if action is None:
        return f"#{dictionary.get('/Dest', '')!s}"
    match str(action.get("/S", "")):
        case "/URI":
            return str(action["/URI"])
        case "/GoTo":
            return f"#{action.get('/D', '')!s}"
        case other:
            return f"an action {other[1:]}"


def _attributes(owners: Any) -> dict[str, str]:
    """The attributes of a structure element (ISO 32000-1, 14.7.5)."""
    found: dict[str, str] = {}
    for owner in owners if isinstance(owners, Array) else [owners]:
        for key, value in owner.items() if isinstance(owner, Dictionary) else ():
            found.setdefault(key, str(value))
    return found
