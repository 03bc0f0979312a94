"""Any change: every place of an edition or of a finished form where something can be other than it is, and the ways how.

Flow: an edition, a tree of markup or a structure tree -> ``sites``, each a function that makes the changed whole -> one of
them, drawn by a test. What a change does to the text is not known here; the tests say when it must be found.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

import pikepdf
from lxml import etree

from flugblatt.judges.fidelity.normalisations import plain
from flugblatt.model import (
    Code,
    Edition,
    Emphasis,
    Heading,
    Image,
    Item,
    Link,
    Paragraph,
    Place,
    Quote,
    Span,
    Strong,
    Text,
)

LETTERS = "aÄяع“-\u2010\u0301 "


# --- Characters ----------------------------------------------------------------------------------


def other_texts(text: str) -> Iterator[str]:
    """``text`` with one character lost, doubled, exchanged with the next, replaced or inserted; none that counts as equal."""
    for at in range(len(text)):
        for new in (
            text[:at] + text[at + 1 :],
            text[: at + 1] + text[at:],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
            *(text[:at] + letter + text[at + 1 :] for letter in LETTERS),
            *(text[:at] + letter + text[at:] for letter in LETTERS),
        ):
            if plain(new) != plain(text):
                yield new


# --- Editions ------------------------------------------------------------------------------------


def edition_sites(edition: Edition) -> list[tuple[str, Callable[[], Edition]]]:
    """Every change of title, blocks and notes, with words for it. The source stays what it was. A note that comes twice is left
    out: no source has one, and no output asks; and strong within strong, which nobody can tell from strong."""
    found: list[tuple[str, Callable[[], Edition]]] = []
    for name in ("title", "blocks", "notes"):
        for words, value in _changes(getattr(edition, name)):
            if words == "Note doubled":
                continue
            found.append((f"{name}: {words}", partial(replace, edition, **{name: value})))
    return found


def _changes(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        yield from _of_row(value)
    elif is_dataclass(value) and not isinstance(value, Place):
        yield from _of_node(value)
        for field in fields(value):
            for words, new in _changes(getattr(value, field.name)):
                if isinstance(value, Strong) and words in ("Text made strong", "Code made strong"):
                    continue
                yield words, replace(value, **{field.name: new})  # type: ignore[type-var]


def _of_row(row: tuple[Any, ...]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for at, part in enumerate(row):
        kind = type(part).__name__
        if len(row) > 1 or isinstance(part, Text):
            yield f"{kind} lost", row[:at] + row[at + 1 :]
        yield f"{kind} doubled", row[: at + 1] + row[at:]
        if at + 1 < len(row):
            yield f"{kind} exchanged with the next", (*row[:at], row[at + 1], part, *row[at + 2 :])
        if isinstance(part, Emphasis | Strong | Link | Span):
            yield f"{kind} unwrapped", row[:at] + part.children + row[at + 1 :]
        if isinstance(part, Quote):
            yield "Quote unwrapped", row[:at] + part.blocks + row[at + 1 :]
        if isinstance(part, Text | Code) and part.text.strip():
            yield f"{kind} made strong", (*row[:at], Strong((part,)), *row[at + 1 :])
        if isinstance(part, Paragraph):
            yield "Paragraph made a heading", (*row[:at], Heading(2, "neu", part.children, part.place), *row[at + 1 :])
            yield "Paragraph quoted", (*row[:at], Quote((part,), part.place), *row[at + 1 :])
        if isinstance(part, Heading):
            yield "Heading made a paragraph", (*row[:at], Paragraph(part.children, part.place), *row[at + 1 :])
        for words, new in _changes(part):
            yield words, (*row[:at], new, *row[at + 1 :])


def _of_node(node: Any) -> Iterator[tuple[str, Any]]:
    match node:
        case Text() | Code():
            for text in other_texts(node.text):
                yield f"{type(node).__name__} {node.text!r} made {text!r}", replace(node, text=text)
        case Emphasis():
            yield "Emphasis made strong", Strong(node.children)
        case Strong():
            yield "Strong made emphasis", Emphasis(node.children)
        case Heading():
            for level in {2, 3, 4, 5, 6} - {node.level}:
                yield f"Heading of level {level}", replace(node, level=level)
        case Link():
            yield "Link led elsewhere", replace(node, target=node.target + "x")
            yield "Link with another title", replace(node, title=node.title + "x")
        case Image():
            yield "Image with other words", replace(node, alt=node.alt[:-1])
        case Span():
            yield "Span in another language", replace(node, language="fr")
        case Item() if node.label:
            yield "Item with another label", replace(node, label="9" + node.label)
        case _:
            pass


# --- Markup --------------------------------------------------------------------------------------

Tree = etree._Element
MEANT = ("lang", "href", "alt", "title", "src", "scope", "colspan", "start", "value", "dir")


def markup_sites(root: Tree, inside: str) -> list[tuple[str, Callable[[], Tree]]]:
    """Every change of the tree below the element ``inside`` (a path), with words for it."""
    found: list[tuple[str, Callable[[], Tree]]] = []
    tree = root.getroottree()

    def site(words: str, element: Tree, change: Callable[[Tree], None]) -> None:
        path = tree.getpath(element)

        def run() -> Tree:
            again = copy.deepcopy(root)
            (there,) = again.xpath(path)
            change(there)
            return again

        found.append((f"{words} at {path}", run))

    for element in root.xpath(inside):
        for part in element.iter(etree.Element):
            for key in ("text", "tail") if part is not element else ("text",):
                for new in other_texts(getattr(part, key) or ""):
                    site(f"{key} made {new[:60]!r}", part, partial(_write, key, new))
            if part is element:
                continue
            if not _says(part):
                continue
            site("lost", part, lambda there: there.getparent().remove(there))
            site("doubled", part, lambda there: there.addnext(copy.deepcopy(there)))
            site("hidden", part, lambda there: there.set("hidden", ""))
            site("hidden by style", part, lambda there: there.set("style", "display:none"))
            site("kept from being heard", part, lambda there: there.set("aria-hidden", "true"))
            site("in another language", part, lambda there: there.set("lang", "tlh"))
            following = part.getnext()
            if following is not None and _says(following) and _written(following) != _written(part):
                site("exchanged with the next", part, _exchange)
            for name in MEANT:
                if name in part.attrib:
                    site(f"{name} changed", part, partial(_append, name))
    return found


def _says(element: Tree) -> bool:
    return bool("".join(element.itertext()).strip() or element.xpath("descendant-or-self::*[local-name()='img']"))


def _written(element: Tree) -> bytes:
    return etree.tostring(element, with_tail=False)


def _write(key: str, text: str, element: Tree) -> None:
    setattr(element, key, text)


def _append(name: str, element: Tree) -> None:
    element.set(name, f"{element.get(name)}x")


def _exchange(element: Tree) -> None:
    following = element.getnext()
    assert following is not None
    element.tail, following.tail = following.tail, element.tail
    following.addnext(element)


# --- Structure trees of PDF ----------------------------------------------------------------------

KINDS = ("/P", "/H2", "/H3", "/Span", "/LBody", "/BlockQuote", "/Div", "/TD", "/TH", "/Note")
Change = Callable[[pikepdf.Pdf], None]


def structure_sites(pdf: pikepdf.Pdf) -> list[tuple[str, Change]]:
    """Every change of the structure tree: of an element among its siblings, of its kind and of what it says. Left out is what
    changes nothing: the place of an annotation in its link, a language that is that of the whole."""
    return list(_below(pdf.Root.StructTreeRoot.K[0], (), str(pdf.Root.Lang)))


def _below(element: Any, path: tuple[int, ...], language: str) -> Iterator[tuple[str, Change]]:
    kids = _kids(element)
    for at, kid in enumerate(kids):
        here = (*path, at)
        is_element = isinstance(kid, pikepdf.Dictionary) and "/S" in kid
        what = str(kid.S) if is_element else "content"
        yield f"{what} lost at {here}", partial(_among, here, lambda row, at: row[:at] + row[at + 1 :])
        yield f"{what} doubled at {here}", partial(_among, here, lambda row, at: row[: at + 1] + row[at:])
        if at + 1 < len(kids) and not any(map(_is_annotation, kids[at : at + 2])):
            yield f"{what} exchanged at {here}", partial(_among, here, _swapped)
        if is_element:
            for name in KINDS:
                if name != what:
                    yield f"{what} made {name} at {here}", partial(_set, here, "/S", pikepdf.Name(name))
            for key in ("/ActualText", "/Alt", "/Lang"):
                yield f"{key} of {what} given at {here}", partial(_set, here, key, pikepdf.String("tlh"))
                if key in kid and str(kid[key]) != language:
                    yield f"{key} of {what} taken at {here}", partial(_set, here, key, None)
            yield from _below(kid, here, language)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _at(pdf: pikepdf.Pdf, path: tuple[int, ...]) -> tuple[Any, list[Any], int]:
    """Parent, its kids and the place among them."""
    element = pdf.Root.StructTreeRoot.K[0]
    for at in path[:-1]:
        element = _kids(element)[at]
    return element, _kids(element), path[-1]


def _is_annotation(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.OBJR


def _swapped(row: list[Any], at: int) -> list[Any]:
    return [*row[:at], row[at + 1], row[at], *row[at + 2 :]]


def _among(path: tuple[int, ...], change: Callable[[list[Any], int], list[Any]], pdf: pikepdf.Pdf) -> None:
    parent, kids, at = _at(pdf, path)
    parent.K = pikepdf.Array(change(kids, at))


def _set(path: tuple[int, ...], key: str, value: Any, pdf: pikepdf.Pdf) -> None:
    _, kids, at = _at(pdf, path)
    if value is None:
        del kids[at][key]
    else:
        kids[at][key] = value
