"""Rules on how elements stand to each other: landmarks, headings, lists, tables, foreign words.

Flow: ``Document`` -> each rule in its turn -> findings. The headings of a book are one sequence: ``levels`` goes on from document
to document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from fontTools import unicodedata as scripts

from flugblatt.judges.a11y.accessible_markup import (
    HEADINGS,
    Document,
    ancestors,
    name_of,
    role_of,
    text_of,
)
from flugblatt.language.table import scripts_of
from flugblatt.model import Finding

LANDMARKS = {"main": "main", "nav": "navigation", "aside": "complementary", "search": "search", "form": "form"}
AT_TOP = {"header": "banner", "footer": "contentinfo"}
"""Landmarks where they are of the whole page (HTML AAM 1.0, 3.5)."""
SECTIONS = frozenset(("article", "aside", "main", "nav", "section"))
ONCE = frozenset(("main", "banner", "contentinfo"))
IN_LISTS = frozenset(("li", "script", "template"))
SCOPES = frozenset(("col", "row", "colgroup", "rowgroup"))
UNSPOKEN = frozenset(("Zyyy", "Zinh", "Zzzz"))
LEAST_WORDS = 3
"""Chosen: fewer foreign words in a row may be a name, which WCAG 2.2 excepts (3.1.2)."""
LITTLE = frozenset(("code", "pre", "address"))


def judge(document: Document) -> Iterator[Finding]:
    yield from _landmarks(document)
    for element in document.elements:
        yield from _list(document, element)
        yield from _table(document, element)
        yield from _unmarked(document, element)


# --- Landmarks and headings ------------------------------------------------------------------------


def landmark_of(element: Any) -> str:
    """The landmark that an element is, by its role or its name; empty for others."""
    role = role_of(element)
    if role:
        return role if role in (*LANDMARKS.values(), *AT_TOP.values(), "region") or role.startswith("doc-") else ""
    if element.tag in AT_TOP:
        return "" if any(parent.tag in SECTIONS for parent in ancestors(element)) else AT_TOP[element.tag]
    if element.tag == "section":
        return "region" if element.get("aria-label") or element.get("aria-labelledby") else ""
    return LANDMARKS.get(element.tag, "")


def _landmarks(document: Document) -> Iterator[Finding]:
    found = [(kind, element) for element in document.elements if (kind := landmark_of(element))]
    kinds = Counter(kind for kind, _ in found)
    for kind in sorted(ONCE):
        if kinds[kind] > 1:
            yield document.find("a11y-landmark", f"expected one {kind}; found {kinds[kind]}")
    if not document.in_book and not kinds["main"]:
        yield document.find("a11y-landmark", "expected a main part; found none")
    called = Counter((kind, _label(element, document)) for kind, element in found)
    for (kind, name), count in called.items():
        if count > 1 and not kind.startswith("doc-"):
            yield document.find(
                "a11y-landmark", f"expected {count} {kind}s with names of their own; found {name or 'no name'!r}"
            )
    if not document.in_book:
        yield from _outside(document)


def _label(element: Any, document: Document) -> str:
    """The name that an author gave: landmarks are not called by what they hold."""
    return name_of(element, document) if element.get("aria-label") or element.get("aria-labelledby") else ""


def _outside(document: Document) -> Iterator[Finding]:
    body = document.root.find("body")
    for child in body if body is not None else ():
        if isinstance(child.tag, str) and not landmark_of(child) and child.tag != "script" and _is_outside(child):
            yield document.find("a11y-landmark", "expected all words within landmarks; found some outside", child)


def _is_outside(element: Any) -> bool:
    """Whether it has words that no landmark within it holds; a link that leads over to the main part may stand first."""
    if element.tag == "a" and (element.get("href") or "").startswith("#"):
        return False
    if landmark_of(element):
        return False
    own = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    return bool(own) or any(_is_outside(child) for child in element if isinstance(child.tag, str))


def headings(documents: tuple[Document, ...]) -> Iterator[Finding]:
    """The headings of a page, or of a book from document to document: each at most one level below the one before."""
    before, count = 0, 0
    for document in documents:
        for element in document.elements:
            if element.tag not in HEADINGS:
                continue
            level, count = int(element.tag[1]), count + 1
            if level > before + 1:
                expected = f"expected a heading of level {before + 1} or above"
                yield document.find("a11y-heading", f"{expected}; found one of level {level}", element)
            before = level
    if not count:
        yield documents[0].find("a11y-heading", "expected a heading; found none")


# --- Lists and tables ------------------------------------------------------------------------------


def _list(document: Document, element: Any) -> Iterator[Finding]:
    parent, tag = element.getparent(), element.tag
    role = role_of(parent) if parent is not None else ""
    if tag == "li" and (parent.tag not in ("ul", "ol") or role not in ("", "list")):
        yield document.find(
            "a11y-list", f"expected an item in a list; found it in {parent.tag} {role}".rstrip(), element
        )
    if tag in ("dt", "dd") and not (parent.tag == "dl" or (parent.tag == "div" and parent.getparent().tag == "dl")):
        yield document.find("a11y-list", f"expected {tag} in dl; found it in {parent.tag}", element)
    children = [child.tag for child in element if isinstance(child.tag, str)]
    if tag in ("ul", "ol"):
        strange = [child for child in children if child not in IN_LISTS]
        if strange or (element.text or "").strip():
            yield document.find("a11y-list", f"expected items alone; found {', '.join(strange) or 'text'}", element)
    if tag == "dl":
        for group in (element, *(child for child in element if child.tag == "div")):
            kinds = [child.tag for child in group if child.tag != "div"]
            if kinds and (kinds[0] != "dt" or kinds[-1] != "dd" or not {*kinds} <= {"dt", "dd"}):
                yield document.find("a11y-list", f"expected terms with definitions; found {', '.join(kinds)}", element)


def _table(document: Document, element: Any) -> Iterator[Finding]:
    if element.tag in ("th", "td"):
        for name in (element.get("headers") or "").split():
            if name not in document.ids or document.ids[name].tag != "th":
                yield document.find("a11y-table", f"expected the header cell {name}; found none", element)
    if element.tag == "th":
        if element.get("scope") not in SCOPES:
            yield document.find("a11y-table", f"expected a scope; found {element.get('scope')!r}", element)
        if not text_of(element):
            yield document.find("a11y-table", "expected words in a header cell; found none", element)
    elif element.tag == "td" and element.get("scope"):
        yield document.find("a11y-table", "expected no scope of a cell that heads nothing; found one", element)
    if element.tag != "table":
        return
    cells = [cell for cell in element.iter("td", "th")]
    heads = [cell for cell in cells if cell.tag == "th"]
    if role_of(element) in ("presentation", "none"):
        yield document.find("a11y-table", "expected a table of facts; found one for its looks", element)
    elif heads and len(heads) == len(cells):
        yield document.find("a11y-table", "expected cells that are headed; found header cells alone", element)
    elif cells and not heads:
        yield document.find("a11y-headless", f"expected header cells; found none among {len(cells)} cells", element)


# --- Foreign words -----------------------------------------------------------------------------------


def _unmarked(document: Document, element: Any) -> Iterator[Finding]:
    """Words of an element in a script that its language is not written in."""
    if element.tag in LITTLE or any(parent.tag in LITTLE for parent in ancestors(element)):
        return
    tag = next((one.get("lang") for one in (element, *ancestors(element)) if one.get("lang")), "")
    text = " ".join(filter(None, (element.text, *(child.tail for child in element))))
    if not tag or text.isascii():
        return
    written = scripts_of(tag)
    for script, group in groupby(re.findall(r"\S+", text), key=_script):
        words = [word for word in group if any(char.isalpha() for char in word)]
        if script and written and script not in written and len(words) >= LEAST_WORDS:
            message = f"expected words of {tag}, or a mark of their language; found {' '.join(words[:6])!r}"
            yield document.find("a11y-unmarked", message, element)


def _script(word: str) -> str:
    """The script of the letters of a word, where they are of one; empty for Latin, which every language quotes."""
    found = {str(scripts.script(char)) for char in word} - UNSPOKEN
    return found.pop() if len(found) == 1 and "Latn" not in found else ""
