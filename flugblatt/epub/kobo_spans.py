"""The marks that Kobo's own readers want in a book: a span around every sentence, by which they count, mark and find again.

Flow: the finished EPUB -> its content documents, each with its sentences in spans and two wrappers that Kobo pages by -> zipped as
it was. Kobo publishes no specification: names and numbers are those of its own books, which kepubify and calibre write, too. No
character is added, and none moved; code keeps its lines untouched.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import Any

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
SENTENCE = re.compile(r".+?(?:[.!?:…؟।]['’”“»«\")\]]*\s+|[。！？][」』”]?|$)", re.S)
"""Up to the space behind its end; where no spaces part sentences, up to their full stop."""
PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "td", "th", "figcaption"))
UNTOUCHED = frozenset(("pre", "svg", "style", "script"))
VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
RULE = "\ndiv#book-inner { margin-top: 0; margin-bottom: 0; }\n"


def with_spans(book: bytes) -> bytes:
    """The book for Kobo's readers, the same bytes for the same input."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith(".xhtml"):
                data = _document(data)
            elif entry.filename.endswith("style.css"):
                data += RULE.encode()
            target.writestr(entry, data, entry.compress_type, 9)
    return out.getvalue()


def _document(data: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    body = root.find(f"{XHTML}body")
    _mark(body, _Numbers())
    inner, columns = (etree.Element(f"{XHTML}div", id=name) for name in ("book-inner", "book-columns"))
    inner.text, body.text = body.text, None
    inner.extend(list(body))
    columns.append(inner)
    body.append(columns)
    for element in root.iter(etree.Element):
        if not len(element) and element.text is None and _name(element) not in VOID:
            element.text = ""  # never closed in itself, as readers of HTML would leave it open
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", doctype="<!DOCTYPE html>")
    return made


class _Numbers:
    """The numbers of spans: of the paragraph, and within it."""

    def __init__(self) -> None:
        self._paragraphs = count(1)
        self.begin()

    def begin(self) -> None:
        self._paragraph, self._spans = 0, count(1)

    def next(self) -> str:
        self._paragraph = self._paragraph or next(self._paragraphs)
        return f"kobo.{self._paragraph}.{next(self._spans)}"


def _mark(element: Any, numbers: _Numbers) -> None:
    """Spans around the sentences in an element and around its pictures; a paragraph begins a count of its own."""
    if _name(element) in PARAGRAPHS:
        numbers.begin()
    text, children = element.text, list(element)
    for child in children:
        element.remove(child)
    element.text = None
    _say(element, text, numbers)
    for child in children:
        tail, child.tail = child.tail, None
        if _name(child) == "img":
            span = _span(numbers)
            span.append(child)
            element.append(span)
        else:
            element.append(child)
            if isinstance(child.tag, str) and _name(child) not in UNTOUCHED:
                _mark(child, numbers)
        _say(element, tail, numbers)


def _say(element: Any, text: str | None, numbers: _Numbers) -> None:
    """``text`` at the end of an element: sentence by sentence, white space between blocks as it is."""
    if text is None:
        return
    if not text.strip():
        last = element[-1] if len(element) else None
        if last is None:
            element.text = text
        else:
            last.tail = text
        return
    for sentence in _sentences(text):
        span = _span(numbers)
        span.text = sentence
        element.append(span)


def _sentences(text: str) -> Iterator[str]:
    return (match[0] for match in SENTENCE.finditer(text) if match[0])


def _span(numbers: _Numbers) -> Any:
    return etree.Element(f"{XHTML}span", {"class": "koboSpan", "id": numbers.next()})


def _name(element: Any) -> str:
    return str(element.tag).removeprefix(XHTML)
