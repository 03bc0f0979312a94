"""Reads a document in markup, XHTML of a book or HTML of a page: its tree in order, and every word an attribute says.

Flow: bytes -> lxml, closed -> the body, depth first -> units; beside them page breaks, ids, and whatever hides, adds or
changes text: attributes, elements and style rules that are not on the list.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree, html

from flugblatt.judges.fidelity.sequence import IMAGE, Char, Collector, Spot, Unit, Voice, collapse
from flugblatt.judges.fidelity.style_rules import judge_style
from flugblatt.model import Finding

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

BLOCKS = {f"h{level}": f"heading {level}" for level in range(2, 7)} | {
    "h1": "title",
    "p": "paragraph",
    "section": "section",
    "main": "main",
    "header": "header",
    "footer": "footer",
    "nav": "nav",
    "blockquote": "quote",
    "figure": "figure",
    "figcaption": "caption",
    "ul": "list bullets",
    "ol": "list ordered",
    "li": "item",
    "dl": "terms",
    "dt": "term",
    "dd": "definition",
    "table": "table",
    "thead": "head",
    "tbody": "body",
    "tr": "row",
    "th": "header cell",
    "td": "cell",
    "pre": "code",
    "hr": "rule",
}
NEVER_EMPTY = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "hr"))
ATTRIBUTES = frozenset(
    [
        "id",
        "class",
        "lang",
        "dir",
        "href",
        "hreflang",
        "role",
        "scope",
        "src",
        "alt",
        "title",
        "style",
        "tabindex",
        "aria-label",
        "aria-labelledby",
        "aria-current",
    ]
) | {XML_LANG, f"{OPS}type"}
SPOKEN_BLOCKS = frozenset(("nav", "section"))
ROLES = frozenset(
    [
        "list",
        "presentation",
        "doc-noteref",
        "doc-backlink",
        "doc-endnotes",
        "doc-endnote",
        "doc-footnote",
        "doc-pagebreak",
        "doc-toc",
        "doc-pagelist",
        "doc-titlepage",
        "doc-colophon",
        "doc-chapter",
        "doc-cover",
    ]
)
HUNG = re.compile(r"margin-(left|right):-(\d+(?:\.\d+)?)em")
FARTHEST_HUNG = 1.5  # em; chosen: an opening quotation mark and a bracket hang less far
NOTE = re.compile(r"note-\d+")
HEADING = re.compile(r"h[1-6]")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A mark of a page of another form: its label and id, and the unit and character that it stands before."""

    label: str
    anchor: str
    unit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a document shows and says. ``title`` is that of its head; ``language`` that of its root."""

    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    breaks: tuple[PageBreak, ...]
    ids: tuple[str, ...]
    title: str
    language: str


def read(
    data: bytes,
    name: str,
    xhtml: bool,
    resource: Callable[[str], bytes | None],
    address: Callable[[str], str] = lambda href: href,
) -> Document:
    """``name`` is that of the file, for places; ``resource`` gives the bytes at an address, ``address`` an address as
    the reference writes it. Raises etree.XMLSyntaxError and ValueError where the document cannot be read."""
    if xhtml:
        parser: Any = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
    else:
        root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    return _Reader(root, name, resource, address).read()


class _Reader:
    def __init__(
        self, root: Any, name: str, resource: Callable[[str], bytes | None], address: Callable[[str], str]
    ) -> None:
        self.root, self.name, self.resource, self.address = root, name, resource, address
        self.collector = Collector()
        self.findings: list[Finding] = []
        self.ids: list[str] = []

    def read(self) -> Document:
        root = self.root
        head = next((child for child in root if _tag(child) == "head"), None)
        bodies = [child for child in root if _tag(child) == "body"]
        if _tag(root) != "html" or len(bodies) != 1:
            raise ValueError("expected html with one body")
        language, direction = root.get("lang", ""), root.get("dir", "")
        if root.get(XML_LANG, language) != language:
            self.find("fidelity-language", f"expected one language, found {language} and {root.get(XML_LANG)}", root)
        title = self._head(head)
        self.element(bodies[0], Voice(language=language, direction=direction))
        self.collector.flush()
        for anchor in sorted({anchor for anchor in self.ids if self.ids.count(anchor) > 1}):
            self.find("fidelity-link", f"expected the id {anchor} once, found it {self.ids.count(anchor)} times", root)
        units, breaks = _without_breaks(self.collector.units)
        self._links(units)
        return Document(units, tuple(self.findings), breaks, tuple(self.ids), title, language)

    def find(self, code: str, message: str, element: Any) -> None:
        self.findings.append(Finding(code, "error", message, str(self._spot(element))))

    def _spot(self, element: Any) -> Spot:
        return Spot(f"{self.name}:{element.sourceline}" if element.sourceline else self.name)

    # --- Head ------------------------------------------------------------------------------------

    def _head(self, head: Any) -> str:
        title = ""
        for element in head if head is not None else ():
            match _tag(element):
                case "title":
                    title = "".join(element.itertext())
                case "style":
                    self.findings += judge_style("".join(element.itertext()), self.name)
                case "script" if element.get("type") == "application/ld+json" and element.get("src") is None:
                    pass
                case "meta" | "link" | "":
                    pass
                case other:
                    self.find("fidelity-extra", f"expected no <{other}> in the head", element)
        return title

    # --- Body ------------------------------------------------------------------------------------

    def element(self, element: Any, voice: Voice) -> None:
        tag = _tag(element)
        if not tag:
            self.find("fidelity-extra", "expected no comment, instruction or entity in the text", element)
            return
        voice = self._attributes(element, tag, voice)
        match tag:
            case "body":
                self._children(element, voice)
            case "div":
                self._division(element, voice)
            case _ if tag in BLOCKS:
                self._block(element, tag, voice)
            case "span" if self._is_break(element):
                self._page_break(element)
            case "span" if "label" in element.get("class", "").split(" "):
                self.collector.open_label()
                self._children(element, voice)
                self.collector.close_label()
            case "span" | "bdi" | "wbr":
                self._children(element, voice)
            case "a":
                self._children(element, self._link(element, voice))
            case "em":
                self._children(element, replace(voice, emphasis=True))
            case "strong":
                self._children(element, replace(voice, strong=True))
            case "code":
                self._children(element, replace(voice, code=True))
            case "sub" | "sup":
                self._children(element, replace(voice, shift=tag))
            case "br":
                self.collector.say("\n", voice, self._spot(element))
            case "img":
                self._image(element, voice)
            case _:
                self.find("fidelity-kind", f"expected a known element, found <{tag}>", element)
                self._children(element, voice)

    def _children(self, element: Any, voice: Voice) -> None:
        self.collector.say(element.text or "", voice, self._spot(element))
        for child in element:
            self.element(child, voice)
            self.collector.say(child.tail or "", voice, self._spot(child))

    def _block(self, element: Any, tag: str, voice: Voice) -> None:
        name = BLOCKS[tag]
        if tag == "th" and element.get("scope") != "col":
            name = f"header cell of {element.get('scope', 'no scope')}"
        self.collector.open(name, element.get("id", ""))
        if tag in SPOKEN_BLOCKS and element.get("aria-label"):
            self.collector.open("spoken label")
            self.collector.say(element.get("aria-label"), voice, self._spot(element))
            self.collector.close()
        self._children(element, voice)
        self.collector.close(self._spot(element) if tag in NEVER_EMPTY else None)

    def _division(self, element: Any, voice: Voice) -> None:
        """A div is nothing of its own, but for a note."""
        anchor = element.get("id", "")
        if self._is_break(element):
            self._page_break(element)
        elif NOTE.fullmatch(anchor):
            self.collector.open(f"note {anchor}")
            self._children(element, voice)
            self.collector.close()
        else:
            self.collector.flush()
            self._children(element, voice)
            self.collector.flush()

    def _link(self, element: Any, voice: Voice) -> Voice:
        target = self.address(element.get("href", ""))
        if voice.link:
            self.find("fidelity-link", "expected no link inside a link", element)
        call = target.partition("#")[2] if element.get("role") == "doc-noteref" else ""
        spoken, anchor = element.get("aria-label", ""), element.get("id", "")
        return replace(voice, link=target, title=element.get("title", ""), spoken=spoken, call=call, anchor=anchor)

    def _image(self, element: Any, voice: Voice) -> None:
        source = element.get("src", "")
        data = _data_of(source) if source.startswith("data:") else self.resource(source)
        image = "a picture that is not there" if data is None else picture(data)
        if element.get("role") == "presentation":
            image += " (decoration)"
        alt = element.get("alt")
        if alt is None:
            self.find("fidelity-alt", "expected an alternative text, found none", element)
        self.collector.say(IMAGE, replace(voice, image=image, alt=alt or ""), self._spot(element))

    def _is_break(self, element: Any) -> bool:
        return element.get("role") == "doc-pagebreak" or "pagebreak" in element.get(f"{OPS}type", "").split(" ")

    def _page_break(self, element: Any) -> None:
        if len(element) or (element.text or ""):
            self.find("fidelity-extra", f"expected a page break without text, found {element.text!r}", element)
        voice = Voice(spoken=element.get("aria-label", ""), anchor=element.get("id", ""))
        self.collector.insert(Char("", voice, self._spot(element)))

    # --- Attributes ------------------------------------------------------------------------------

    def _attributes(self, element: Any, tag: str, voice: Voice) -> Voice:
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                code = "fidelity-hidden" if name in ("hidden", "aria-hidden", "inert") else "fidelity-extra"
                self.find(code, f"expected no attribute {name} on <{tag}>, found {value[:60]!r}", element)
        if anchor := element.get("id"):
            self.ids.append(anchor)
        self._unsaid(element, tag)
        language = element.get("lang")
        if language is not None:
            voice = replace(voice, language=language)
        if XML_LANG in element.attrib and element.get(XML_LANG) != voice.language:
            message = f"expected lang and xml:lang to agree, found {voice.language} and {element.get(XML_LANG)}"
            self.find("fidelity-language", message, element)
        return replace(voice, direction=element.get("dir", voice.direction))

    def _unsaid(self, element: Any, tag: str) -> None:
        """Attributes that would be spoken where the reading does not take them up."""
        if element.get("title") is not None and tag != "a":
            self.find("fidelity-extra", f"expected no title on <{tag}>, found {element.get('title')!r}", element)
        if element.get("alt") is not None and tag != "img":
            self.find("fidelity-extra", f"expected no alt on <{tag}>, found {element.get('alt')!r}", element)
        labelled = tag in (*SPOKEN_BLOCKS, "a") or self._is_break(element)
        if element.get("aria-label") is not None and not labelled:
            self.find("fidelity-extra", f"expected no label on <{tag}>, found {element.get('aria-label')!r}", element)
        if (role := element.get("role")) is not None and role not in ROLES:
            self.find("fidelity-kind", f"expected no role {role} on <{tag}>", element)
        if (index := element.get("tabindex")) is not None and (tag, index) != ("div", "0"):
            self.find("fidelity-extra", f"expected no tabindex on <{tag}>, found {index}", element)
        style = element.get("style")
        hung = HUNG.fullmatch(style.replace(" ", "")) if style is not None else None
        if style is not None and not (hung and float(hung[2]) <= FARTHEST_HUNG):
            self.find("fidelity-hidden", f"expected no style on <{tag}>, found {style[:60]!r}", element)

    def _links(self, units: tuple[Unit, ...]) -> None:
        """Links inside the document lead to something, and so do labels by reference."""
        for unit in units:
            for target in {char.voice.link for char in unit.chars if char.voice.link.startswith("#")}:
                if target[1:] not in self.ids:
                    message = f"expected a place for links to {target}, found none"
                    self.findings.append(Finding("fidelity-link", "error", message, str(unit.place)))
        for element in self.root.iter(etree.Element):
            label = element.get("aria-labelledby")
            headings = [inner.get("id", "") for inner in element.iter(etree.Element) if HEADING.fullmatch(_tag(inner))]
            if label is not None and headings[:1] != [label]:
                message = f"expected the label of its first heading, found #{label}"
                self.find("fidelity-generated", message, element)


def picture(data: bytes) -> str:
    """The name that reader and reference give a picture."""
    return f"picture {hashlib.sha256(data).hexdigest()[:16]}"


def _tag(element: Any) -> str:
    return element.tag.removeprefix(XHTML) if isinstance(element.tag, str) else ""


def _data_of(address: str) -> bytes | None:
    """The bytes of a data address (RFC 2397)."""
    header, comma, body = address.partition(",")
    if not comma:
        return None
    return base64.b64decode(body, validate=True) if header.endswith(";base64") else unquote_to_bytes(body)


def _without_breaks(units: list[Unit]) -> tuple[tuple[Unit, ...], tuple[PageBreak, ...]]:
    """The units without the marks of pages, and the marks by their places."""
    out: list[Unit] = []
    breaks: list[PageBreak] = []
    for index, unit in enumerate(units):
        for at, char in enumerate(unit.chars):
            if not char.char:
                offset = len(collapse(kept for kept in unit.chars[:at] if kept.char))
                breaks.append(PageBreak(char.voice.spoken, char.voice.anchor, index, offset))
        out.append(replace(unit, chars=collapse(char for char in unit.chars if char.char)))
    return tuple(out), tuple(breaks)
