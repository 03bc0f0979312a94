"""The lists behind the judge ``guard``: which elements, attributes, addresses, styles and characters a book may hold.

Flow: judge_xml / judge_css / judge_text -> findings. Every file is read as strict UTF-8 and by its own reader here;
entities, document types and references to the outside are refused before a parser could follow them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import tinycss2
from lxml import etree

from flugblatt.model import Finding

Findings = Iterator[Finding]
Names = frozenset[str]

_X, _S = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}"
_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
_NCX, _C = "{http://www.daisy.org/z3986/2005/ncx/}", "{urn:oasis:names:tc:opendocument:xmlns:container}"
_LANGUAGE, _TYPE = "{http://www.w3.org/XML/1998/namespace}lang", "{http://www.idpf.org/2007/ops}type"


def _all(names: str, namespace: str = "") -> frozenset[str]:
    return frozenset(namespace + name for name in names.split())


ELEMENTS = {
    "xhtml": _all(
        "html head meta title link body main section header nav aside footer div h1 h2 h3 h4 h5 h6 p br hr span a em"
        " strong code pre blockquote ul ol li dl dt dd figure figcaption img table caption thead tbody tr th td sub sup"
        " bdi wbr",
        _X,
    )
    | _all("svg path title", _S),
    "svg": _all(
        "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop clipPath mask pattern"
        " marker title desc",
        _S,
    ),
    "opf": _all("package metadata meta link manifest item spine itemref", _OPF)
    | _all(
        "identifier title language creator contributor publisher date description subject rights source type relation"
        " coverage format",
        _DC,
    ),
    "ncx": _all("ncx head meta docTitle docAuthor text navMap navPoint navLabel content pageList pageTarget", _NCX),
    "xml": _all("container rootfiles rootfile", _C),
}
"""File kind: the elements that may stand in it."""

ATTRIBUTES = {
    "xhtml": _all(
        "id class lang dir href src alt title role rel type charset name content width height scope headers colspan"
        " rowspan start value tabindex aria-label aria-labelledby aria-hidden viewBox d fill focusable"
    )
    | {_LANGUAGE, _TYPE},
    "svg": _all(
        "id class role lang aria-label aria-labelledby viewBox width height d x y x1 y1 x2 y2 r rx ry cx cy fx fy"
        " points offset transform preserveAspectRatio version fill fill-opacity fill-rule stroke stroke-width"
        " stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity"
        " stop-color stop-opacity clip-path clip-rule gradientUnits gradientTransform spreadMethod clipPathUnits color"
        " opacity mask maskUnits patternUnits patternContentUnits patternTransform marker-start marker-mid marker-end refX"
        " refY markerWidth markerHeight markerUnits orient overflow"
    )
    | {_LANGUAGE},
    "opf": _all(
        "id version unique-identifier dir prefix property refines scheme name content rel href hreflang media-type"
        " properties toc idref linear page-progression-direction"
    )
    | {_LANGUAGE},
    "ncx": _all("id class version name content src playOrder type value dir") | {_LANGUAGE},
    "xml": _all("version full-path media-type"),
}
"""File kind: the attributes that may stand in it."""

SCHEMES = frozenset(("https", "http", "mailto", "tel"))
PROPERTIES = frozenset(("nav", "cover-image", "svg"))

_AT_RULES = frozenset(("charset", "namespace", "font-face", "media", "page", "supports"))
_HIDING = {
    "display": {"none"},
    "visibility": {"hidden", "collapse"},
    "color": {"transparent"},
    "content-visibility": {"hidden"},
    "unicode-bidi": {"bidi-override", "isolate-override"},
    "text-transform": {"uppercase", "lowercase", "capitalize", "full-width", "full-size-kana", "math-auto"},
    "-webkit-text-security": {"disc", "circle", "square"},
}
_ZERO = frozenset(("opacity", "font-size", "max-height", "zoom"))
_NEVER = frozenset(("behavior", "-moz-binding", "clip", "clip-path", "mask", "mask-image", "filter", "src"))

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\u2029\u202f-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"\A<\?xml\s+version=(['\"])1\.0\1(?:\s+encoding=(['\"])(?i:utf-8)\2)?\s*\?>\s*")
_DOCTYPE = re.compile(r"\A<!DOCTYPE html>\s*")


def parse(data: bytes) -> etree._Element:
    """The root of ``data``, read without entities, document types or network. Raises XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    return etree.fromstring(data, parser)


def judge_xml(where: str, name: str, data: bytes, names: Names, kind: str) -> Findings:
    """Findings of an XML file of ``kind`` (a key of ``ELEMENTS``); ``names`` are the files of the book."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield Finding("guard-xml", "error", "expected UTF-8; found other bytes", where)
        return
    body = _DECLARATION.sub("", text, count=1)
    if body.startswith("<?xml "):
        yield Finding("guard-xml", "error", "expected XML 1.0 in UTF-8; found a declaration of something else", where)
        return
    if kind == "xhtml":
        body = _DOCTYPE.sub("", body, count=1)
    refused = False
    for pattern, code, words in (
        (r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", "guard-dtd", "a document type or an entity"),
        (r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)", "guard-dtd", "a reference to an entity"),
        (r"<\?|<!--|<!\[CDATA\[", "guard-instruction", "a comment, CDATA section or processing instruction"),
    ):
        if hit := re.search(pattern, body):
            line = text.count("\n", 0, len(text) - len(body) + hit.start()) + 1
            yield Finding(code, "error", f"expected plain markup; found {words}", f"{where}:{line}")
            refused = True
    if refused:
        return
    try:
        root = parse(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield Finding("guard-xml", "error", f"expected well-formed XML; found: {str(error)[:200]}", where)
        return
    for element in root.iter():
        yield from _element(element, f"{where}:{element.sourceline}", name, names, kind)


def _element(element: etree._Element, where: str, name: str, names: Names, kind: str) -> Findings:
    tag = str(element.tag)
    if tag not in ELEMENTS[kind]:
        yield Finding("guard-element", "error", f"expected an element of the list; found {_local(tag)[:40]!r}", where)
        return
    for text in (element.text or "", element.tail or ""):
        yield from _characters(text, where)
    for key, value in element.attrib.items():
        key = str(key)
        yield from _characters(value, where)
        if key == "hidden":
            yield Finding("guard-hidden", "error", "expected what everyone can see; found the attribute hidden", where)
        elif key == "aria-hidden" and not (tag == _S + "svg" and value == "true"):
            message = "expected aria-hidden only on a mark drawn in SVG; found it on something else"
            yield Finding("guard-hidden", "error", message, where)
        elif key not in ATTRIBUTES[kind]:
            yield Finding(
                "guard-attribute", "error", f"expected an attribute of the list; found {_local(key)[:40]!r}", where
            )
        elif key in ("href", "src"):
            yield from _address(element, value, where, name, names, kind)
        elif kind == "svg" and "url(" in value.lower() and not re.fullmatch(r"url\(#[\w.-]+\)", value):
            yield Finding("guard-resource", "error", f"expected a part of this picture; found {value[:80]!r}", where)
    if tag == _OPF + "item" and not set(element.get("properties", "").split()) <= PROPERTIES:
        found = element.get("properties", "")[:80]
        yield Finding("guard-manifest", "error", f"expected {', '.join(sorted(PROPERTIES))}; found {found!r}", where)


def _address(element: etree._Element, value: str, where: str, name: str, names: Names, kind: str) -> Findings:
    """A link may lead out of the book; a resource, a contents entry and a manifest item may not."""
    tag = str(element.tag)
    link = tag in (_X + "a", _OPF + "link")
    code = "guard-link" if link or kind == "ncx" else "guard-resource"
    target = _target(value, name)
    if isinstance(target, str):
        extension = target.rsplit(".", 1)[-1]
        wanted = {_X + "img": ("jpg", "jpeg", "png", "svg"), _X + "link": ("css",)}.get(tag)
        if target not in names or target.startswith("META-INF/") or (wanted and extension not in wanted):
            yield Finding(code, "error", f"expected a file of the book; found {value[:80]!r}", where)
        elif tag == _X + "link" and element.get("rel") != "stylesheet":
            yield Finding(code, "error", f"expected a style sheet; found {element.get('rel', '')[:80]!r}", where)
    elif not (link and target):
        allowed = "https, http, mailto, tel or a place in the book" if link else "a file of the book"
        yield Finding(code, "error", f"expected {allowed}; found {value[:80]!r}", where)


def _target(value: str, name: str) -> str | bool:
    """The file that an address in file ``name`` means, or whether it is a harmless address outside the book."""
    if re.search(r"[\x00-\x20\x7f-\xa0\\]", value):
        return False
    try:
        parts = urlsplit(value)
        outside = bool(parts.scheme or parts.netloc)
        if outside:
            web = parts.scheme in ("https", "http")
            return parts.scheme in SCHEMES and bool(parts.netloc) == web and not (web and "@" in parts.netloc)
    except ValueError:
        return False
    if not parts.path:
        return name
    if parts.path.startswith("/") or parts.query:
        return False
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))


def judge_text(name: str, data: bytes) -> Findings:
    """Findings of a plain text: UTF-8, and no forbidden character."""
    try:
        yield from _characters(data.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        yield Finding("guard-type", "error", "expected text in UTF-8; found other bytes", name)


def _characters(text: str, where: str) -> Findings:
    for char in sorted(set(_FORBIDDEN.findall(text))):
        hint = "use the isolates U+2066 to U+2069 or the attribute dir" if "\u202a" <= char <= "\u202e" else ""
        yield Finding("guard-character", "error", f"expected a plain character; found U+{ord(char):04X}", where, hint)
    for char in sorted({char for char in text if ord(char) > 0xFFFF and ord(char) & 0xFFFE == 0xFFFE}):
        yield Finding("guard-character", "error", f"expected a plain character; found U+{ord(char):04X}", where)


# --- Style sheets --------------------------------------------------------------------------------


def judge_css(name: str, data: bytes, names: Names) -> Findings:
    """Findings of a style sheet: nothing loaded from outside, nothing run, no text hidden, changed or made."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield Finding("guard-css", "error", "expected UTF-8; found other bytes", name)
        return
    yield from _characters(text, name)
    if "\\" in text:
        yield Finding("guard-css", "error", "expected no escapes; found a backslash", name)
        return
    yield from _rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), name, names)


def _rules(nodes: list[Any], name: str, names: Names) -> Findings:
    for node in nodes:
        where = f"{name}:{node.source_line}"
        if node.type == "error":
            yield Finding("guard-css", "error", f"expected CSS; found: {node.message}", where)
        elif node.type == "at-rule" and node.lower_at_keyword not in _AT_RULES:
            yield Finding("guard-css", "error", f"expected another rule; found @{node.at_keyword[:40]}", where)
        elif node.type == "at-rule" and node.lower_at_keyword in ("media", "supports"):
            yield from _rules(tinycss2.parse_rule_list(node.content or [], True, True), name, names)
        elif node.type in ("at-rule", "qualified-rule") and node.content is not None:
            font = node.type == "at-rule" and node.lower_at_keyword == "font-face"
            yield from _declarations(tinycss2.parse_blocks_contents(node.content, True, True), name, names, font)


def _declarations(nodes: list[Any], name: str, names: Names, font: bool) -> Findings:
    for node in nodes:
        where = f"{name}:{node.source_line}"
        if node.type != "declaration":
            yield Finding("guard-css", "error", f"expected declarations; found {node.type}", where)
            continue
        words = [token for token in node.value if token.type not in ("whitespace", "comment")]
        yield from _loads(words, where, name, names, font and node.lower_name == "src")
        if _changes_text(node.lower_name, words, font):
            found = f"{node.lower_name}: {tinycss2.serialize(words)[:60]}"
            yield Finding("guard-css", "error", f"expected text as it stands; found {found}", where)


def _changes_text(name: str, words: list[Any], font: bool) -> bool:
    """Whether a declaration hides text, shows it otherwise than it is, or makes some."""
    said = {token.lower_value for token in words if token.type == "ident"}
    numbers = [token.value for token in words if token.type in ("number", "dimension", "percentage")]
    if name == "content":
        return any(
            token.type != "ident" and not (token.type == "string" and not token.value.strip()) for token in words
        )
    return (
        (name in _NEVER and not (font and name == "src"))
        or name.startswith("--")
        or bool(said & _HIDING.get(name, set()))
        or (name in _ZERO and any(number < 0.01 for number in numbers))
        or (name == "text-indent" and any(number < -99 for number in numbers))
    )


def _loads(words: list[Any], where: str, name: str, names: Names, font: bool) -> Findings:
    """Every address and function in a value, however deep."""
    for token in words:
        if token.type == "function" and token.lower_name in (
            "url",
            "src",
            "image",
            "image-set",
            "expression",
            "element",
        ):
            strings = [part for part in token.arguments if part.type == "string"]
            if token.lower_name != "url" or len(strings) != 1:
                yield Finding("guard-css", "error", f"expected no function {token.lower_name}(); found it", where)
                continue
            yield from _loaded(strings[0].value, where, name, names, font)
        elif token.type == "url":
            yield from _loaded(token.value, where, name, names, font)
        elif token.type == "function":
            yield from _loads(token.arguments, where, name, names, font)
        elif token.type.endswith(" block"):
            yield from _loads(token.content, where, name, names, font)


def _loaded(value: str, where: str, name: str, names: Names, font: bool) -> Findings:
    target = _target(value, name)
    endings = (".ttf", ".otf") if font else (".jpg", ".jpeg", ".png", ".svg")
    if not isinstance(target, str) or target not in names or not target.endswith(endings):
        yield Finding("guard-resource", "error", f"expected a file of the book; found {value[:80]!r}", where)


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
