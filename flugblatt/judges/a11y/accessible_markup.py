"""A document as assistive technology meets it: its elements in order, with what each is called.

Flow: bytes of XHTML or HTML -> lxml, closed, names without namespaces -> ``Document`` -> the rules of this room; ``name_of`` says
what an element is called (Accessible Name and Description Computation 1.2, 4.3, as far as our markup goes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tinycss2
from lxml import etree, html

from flugblatt.judges.a11y.codes_of_accessibility import finding
from flugblatt.model import Finding

XHTML = "{http://www.w3.org/1999/xhtml}"
SHORT = {
    "{http://www.idpf.org/2007/ops}type": "epub-type",
    "{http://www.w3.org/XML/1998/namespace}lang": "xml-lang",
}
"""Attributes with a namespace, and what they are called here."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FOCUSABLE = frozenset(("a", "button", "input", "select", "textarea", "summary"))
UNREAD = frozenset(("style", "script", "template"))
DATA = re.compile(r"url\(\s*[\"']?data:[^)]*\)")
SHOWN = 48  # characters of an element that a finding quotes; chosen: it stays on a line


@dataclass(frozen=True, eq=False)
class Document:
    """``name`` is that of the file; ``in_book``: it is one of several documents of a book, else a page of its own; ``styles`` are
    its style sheets."""

    name: str
    root: Any
    in_book: bool
    styles: tuple[str, ...]

    @cached_property
    def sheets(self) -> tuple[list[Any], ...]:
        """The style sheets as tinycss2 reads them, without the fonts and pictures in them."""
        return tuple(
            tinycss2.parse_stylesheet(DATA.sub("none", css), skip_comments=True, skip_whitespace=True)
            for css in self.styles
        )

    @cached_property
    def elements(self) -> tuple[Any, ...]:
        """Every element of the body in order, but for those in drawings."""
        body = self.root.find("body")
        return tuple(_within(body)) if body is not None else ()

    @cached_property
    def ids(self) -> dict[str, Any]:
        return {element.get("id"): element for element in self.root.iter() if element.get("id")}

    def where(self, element: Any = None) -> str:
        """The place of an element, in words."""
        if element is None:
            return self.name
        said = element.get("id") and f"#{element.get('id')}"
        words = said or element.get("href") or element.get("src") or text_of(element)[:SHOWN]
        return f"{self.name}, {element.tag}{f' {words}' if words else ''}"

    def find(self, code: str, message: str, element: Any = None) -> Finding:
        return finding(code, message, self.where(element))


def read_page(data: bytes, name: str) -> Document:
    """A page of HTML with its style elements. Raises what lxml raises."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    root = html.document_fromstring(data, parser=parser)
    return Document(name, root, False, tuple(style.text or "" for style in root.iter("style")))


def read_chapter(data: bytes, name: str, styles: tuple[str, ...]) -> Document:
    """A content document of a book. Raises what lxml raises."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(XHTML)
            for long, short in SHORT.items():
                if value := element.attrib.pop(long, None):
                    element.attrib[short] = value
    return Document(name, root, True, (*styles, *(style.text or "" for style in root.iter("style"))))


def _within(element: Any) -> Iterator[Any]:
    yield element
    for child in element:
        if isinstance(child.tag, str) and not child.tag.startswith("{") and child.tag not in UNREAD:
            yield from _within(child)


def types_of(element: Any) -> tuple[str, ...]:
    """The values of epub:type."""
    return tuple((element.get("epub-type") or "").split())


def role_of(element: Any) -> str:
    return (element.get("role") or "").strip()


def text_of(element: Any) -> str:
    """The words of an element, with the alternatives of its pictures."""
    return re.sub(r"\s+", " ", "".join(_said(element))).strip()


def _said(element: Any) -> Iterator[str]:
    if element.get("aria-hidden") == "true" or not isinstance(element.tag, str) or element.tag in UNREAD:
        return
    if element.tag == "img":
        yield element.get("alt") or ""
    yield element.text or ""
    for child in element:
        yield from (child.get("aria-label"),) if child.get("aria-label") else _said(child)
        yield child.tail or ""


def name_of(element: Any, document: Document) -> str:
    """What an element is called: by others, by a label, by its words, by its title."""
    others = [document.ids[name] for name in (element.get("aria-labelledby") or "").split() if name in document.ids]
    called = " ".join(text_of(other) for other in others)
    return (
        called or (element.get("aria-label") or "").strip() or text_of(element) or (element.get("title") or "").strip()
    )


def ancestors(element: Any) -> Iterator[Any]:
    while (element := element.getparent()) is not None:
        yield element
