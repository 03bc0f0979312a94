"""The markup of a web page, read by a reader that mends nothing: what a browser would repair is refused.

Flow: text -> marks, one after the other -> tree of ``Element``, with findings for all that is not on the lists.

A browser makes a page of any bytes: it closes what is open, moves what stands in a wrong place, and goes on behind the end. A page
of ours needs none of that, so that every reader builds the same tree of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flugblatt.model import Finding

VOID = frozenset(("meta", "link", "br", "hr", "img", "wbr"))
RAW = frozenset(("style", "script"))
MARKUP = re.compile(
    r"<(?P<close>/)?(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z-]+=\"[^\"<>]*\")*)(?P<self>/)?>|(?P<text>[^<>]+)"
)
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|#34|#39);)")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&amp;": "&"}
FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\u2029\u202f-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
DEEPEST = 120  # chosen, far above what lists in quotations come to


def _all(names: str) -> frozenset[str]:
    return frozenset(names.split())


WORDS = _all("a em strong code span br img sub sup bdi wbr")
BLOCKS = _all("p h1 h2 h3 h4 h5 h6 ul ol dl table div section blockquote figure pre hr")
INSIDE: Mapping[str, frozenset[str]] = {
    "html": _all("head body"),
    "head": _all("meta title link style script"),
    "body": _all("header main footer"),
    "header": _all("nav p h1 div"),
    "nav": _all("ul"),
    "main": BLOCKS,
    "footer": _all("section"),
    "section": BLOCKS,
    "div": BLOCKS | {"dt", "dd"},
    "blockquote": BLOCKS,
    "figure": BLOCKS | {"figcaption"},
    "ul": _all("li"),
    "ol": _all("li"),
    "li": BLOCKS | WORDS,
    "dl": _all("dt dd div"),
    "dd": BLOCKS | WORDS,
    "table": _all("thead tbody"),
    "thead": _all("tr"),
    "tbody": _all("tr"),
    "tr": _all("th td"),
    "pre": _all("code"),
    **dict.fromkeys(_all("title style script"), frozenset()),
    **dict.fromkeys(_all("p h1 h2 h3 h4 h5 h6 dt th td figcaption a em strong code span sub sup bdi"), WORDS),
}
"""What may stand in what: nothing that a browser would close or move."""
NO_WORDS = _all("html head body header nav main footer section div blockquote figure ul ol dl table thead tbody tr")
"""Elements between whose elements stand spaces alone."""

EVERYWHERE = _all("id class lang dir")
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "html": _all("lang dir"),
    "meta": _all("charset name content property"),
    "link": _all("rel href type hreflang"),
    "script": _all("type"),
    "a": EVERYWHERE | _all("href hreflang title role aria-label"),
    "img": _all("class src alt role"),
    "span": EVERYWHERE | _all("style aria-current"),
    "div": EVERYWHERE | _all("tabindex role"),
    "nav": _all("aria-label"),
    "section": EVERYWHERE | _all("role aria-labelledby"),
    "ol": EVERYWHERE | _all("role"),
    "ul": EVERYWHERE | _all("role"),
    "th": EVERYWHERE | _all("scope"),
    **dict.fromkeys(_all("head body title style"), frozenset()),
}
"""Element: the attributes that may stand on it; those of ``EVERYWHERE`` on any other."""
CLASSES: Mapping[str, frozenset[str]] = {
    "p": _all(
        "ground emblem date subtitle notice lede red picture pictured number kind to dateline signatory name place asked-label"
    ),
    "div": _all("bar side issuers mark endnote scroll addressee large small-ones signatory asked about"),
    "main": _all("deep"),
    "span": _all("together apart hung label blank address line end place credit"),
    "a": _all("call again picture address"),
    "th": _all("left center right figures decimal"),
    "td": _all("left center right figures decimal lack-1 lack-2 lack-3 lack-4 lack-5 lack-6 lack-sign"),
    "bdi": _all("together address"),
    "img": _all("sign"),
    "ul": _all("switch downloads tight loose"),
    "ol": _all("tight loose labelled wide wider"),
    "section": _all("grid notes wide signatories narrow sender"),
    "blockquote": _all("ledes attributed"),
    "dd": _all("text link identifier"),
}
"""Element: the classes that it may have; each is a look that a rule of the style sheet gives."""
STYLE = re.compile(r"margin-(?:left|right):-(?:[01]?\.?\d+)em")
"""A punctuation mark that hangs over the edge of its line."""
HUNG = re.compile(r"[^\w\s]{1,3}")


@dataclass(slots=True)
class Element:
    name: str
    attributes: dict[str, str]
    line: int
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, name: str) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                if child.name == name:
                    yield child
                yield from child.all(name)

    @property
    def elements(self) -> list[Element]:
        return [child for child in self.children if isinstance(child, Element)]

    def has(self, name: str) -> bool:
        return name in self.attributes.get("class", "").split()


class Refused(Exception):
    """A page that cannot be read without mending it."""

    def __init__(self, code: str, message: str, line: int) -> None:
        super().__init__(message)
        self.finding = Finding(code, "error", message, f"page:{line}")


def parse(text: str) -> Element:
    """The tree of a page. Raises ``Refused``."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1
        self.top = Element("", {}, 1)
        self.stack = [self.top]

    def read(self) -> Element:
        end, counted = len(self.text.rstrip("\n")), 0
        while self.at < end:
            self.line, counted = self.line + self.text.count("\n", counted, self.at), self.at
            mark = MARKUP.match(self.text, self.at, end)
            if mark is None:
                raise self.refused(f"expected plain markup; found {self.text[self.at : self.at + 40]!r}")
            self.at = mark.end()
            if mark["text"] is not None:
                self.words(mark["text"])
            elif mark["close"]:
                self.close(mark)
            else:
                self.open(mark["name"], mark["attributes"], bool(mark["self"]))
        if len(self.stack) > 1:
            raise self.refused(f"expected the end of <{self.stack[-1].name}>; found the end of the page")
        return self.top

    def refused(self, message: str, code: str = "guard-page") -> Refused:
        return Refused(code, message, self.line)

    def words(self, written: str) -> None:
        here, text = self.stack[-1], self.plain(written)
        if (here.name in NO_WORDS or here is self.top) and text.strip(" \n"):
            where = f"in <{here.name}>" if here.name else "outside of <html>"
            raise self.refused(f"expected no words {where}; found {text.strip()[:60]!r}")
        here.children.append(text)

    def close(self, mark: re.Match[str]) -> None:
        here = self.stack.pop()
        if mark["name"] != here.name or mark["attributes"] or mark["self"]:
            raise self.refused(f"expected the end of <{here.name}>; found </{mark['name']}>")

    def open(self, name: str, written: str, closed: bool) -> None:
        here = self.stack[-1]
        allowed = INSIDE.get(here.name, frozenset()) if here is not self.top else frozenset(("html",))
        if name not in allowed or len(self.stack) > DEEPEST:
            where = f"no <{name}> in <{here.name}>" if here.name else f"html alone at the top; found <{name}>"
            raise self.refused(f"expected {where}", "guard-element")
        attributes: dict[str, str] = {}
        for key, value in ATTRIBUTE.findall(written):
            if key in attributes or key not in ATTRIBUTES.get(name, EVERYWHERE):
                raise self.refused(f"expected an attribute of the list; found {key} on <{name}>", "guard-attribute")
            attributes[key] = self.plain(value)
        element = Element(name, attributes, self.line, here)
        here.children.append(element)
        if name in RAW:
            close = self.text.find(f"</{name}>", self.at)
            inside = self.text[self.at : close]
            if close < 0 or "<" in inside:
                raise self.refused(f"expected the end of <{name}>; found other markup in it")
            element.children.append(inside)
            self.at = close + len(name) + 3
        elif name not in VOID:
            if closed:
                raise self.refused(f"expected an end of <{name}>; found none, which browsers overlook")
            self.stack.append(element)

    def plain(self, written: str) -> str:
        if reference := REFERENCE.search(written):
            raise self.refused(f"expected plain characters; found {written[reference.start() :][:12]!r}")
        for entity, char in ENTITIES.items():
            written = written.replace(entity, char)
        if foreign := FORBIDDEN.search(written):
            raise self.refused(f"expected a plain character; found U+{ord(foreign[0]):04X}", "guard-character")
        return written
