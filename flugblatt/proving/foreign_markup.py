"""The routes through markup that this toolchain did not make: the DOM of a page, the spine of an e-book; and the lines of a text.

Flow: bytes -> lxml, closed -> blocks in document order as lines -> ``compare_lines``. Style sheets are not applied: what
they hide, order or add is for ``foreign_styles`` to judge. What an attribute hides is not text that a reader sees.
"""

from __future__ import annotations

import io
import posixpath
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from flugblatt.judges.fidelity.sequence import BLANKS, IMAGE, Char, Spot, Unit, Voice, collapse
from flugblatt.model import Check, Finding
from flugblatt.proving import foreign_styles
from flugblatt.proving.foreign_styles import Sheets
from flugblatt.proving.line_comparison import compare_lines, expected_lines, trimmed
from flugblatt.proving.proof import TOOL, Route
from flugblatt.proving.source import LARGEST, Original
from flugblatt.proving.word_source import figure

INLINE = re.compile(
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|"
    "sup|time|tt|u|var|wbr|svg|math|ruby|rb"
)
SILENT = re.compile("script|style|template|noscript|head|iframe|object|audio|video|canvas|select|textarea")
HIDING = re.compile(r"display:none|visibility:(hidden|collapse)|opacity:0(\.0+)?(;|$)|font-size:0")
OFFICE_LABEL = re.compile(r"(?i)mso-list:\s*ignore")
"""What Word and Outlook write before an item, which is a paragraph there."""
LETTER_BULLET = re.compile("[o§Øüqv]|[\ue000-\uf8ff]")
FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
STYLED = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
CALLS = frozenset(("doc-noteref", "noteref"))
BACK = frozenset(("doc-backlink", "backlink"))
NOTES = frozenset(("doc-endnotes", "doc-footnote", "footnotes", "endnotes", "footnote"))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OPS = "{http://www.idpf.org/2007/ops}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
OPF = "{http://www.idpf.org/2007/opf}"
SURE_OF_LINES = (
    "characters and their order; spaces at line ends as the source has them; a text says nothing of kinds and links"
)
SURE = (
    "characters and their order; style sheets are not applied: the route styles says what they may hide or add; "
    "kinds, levels, links and languages are not compared"
)


def page(original: Original, data: bytes) -> Route:
    """Route ``DOM``: the document order of a web page."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding=_encoding(data), no_network=True))
    return _judged(original, "DOM", [_Walk("page").document(root)])


def book(original: Original, data: bytes) -> Route:
    """Route ``spine``: the documents of an e-book in the order of its spine (EPUB 3.3, 5.7); its navigation is left out.

    Raises zipfile.BadZipFile, etree.XMLSyntaxError, KeyError and ValueError where the book cannot be read.
    """
    spine = _spine(data)
    read = [_Walk(posixpath.basename(name)).document(root) for name, root, is_navigation in spine if not is_navigation]
    left_out = tuple(f"navigation {name}" for name, _, is_navigation in spine if is_navigation)
    return _judged(original, "spine", read, left_out)


def styles_of_page(data: bytes) -> Route:
    """Route ``styles`` of a web page."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding=_encoding(data), no_network=True))
    linked = [link for link in root.iter("link") if "stylesheet" in link.get("rel", "").lower()]
    unread = "a style sheet that is not at hand" if linked else ""
    css = tuple("".join(style.itertext()) for style in root.iter("style"))
    return foreign_styles.judge((Sheets("page", root, css, unread),))


def styles_of_book(data: bytes) -> Route:
    """Route ``styles`` of an e-book: each document with the sheets that it names. Raises what ``book`` raises."""
    documents = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        for name, root, is_navigation in (
            () if sum(entry.file_size for entry in archive.infolist()) > LARGEST else _spine(data)
        ):
            if root is None or is_navigation:
                continue
            css, unread = ["".join(style.itertext()) for style in root.iter("{*}style")], ""
            for link in root.iter("{*}link"):
                path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(link.get("href", ""))))
                if "stylesheet" in link.get("rel", "").lower():
                    unread = unread or ("" if path in names else "a style sheet that is not at hand")
                    css += [archive.read(path).decode("utf-8", "replace")] if path in names else []
            documents.append(Sheets(posixpath.basename(name), root, tuple(css), unread))
    return foreign_styles.judge(documents)


def language_of_book(data: bytes) -> str:
    """The language that the documents of an e-book say first, empty where none says one. Raises what ``book`` raises."""
    named = (root.get(key, "") for _, root, _ in _spine(data) if root is not None for key in (XML_LANG, "lang"))
    return next((str(tag) for tag in named if tag), "")


def _judged(original: Original, name: str, read: list[_Walk], left_out: tuple[str, ...] = ()) -> Route:
    compared = compare_lines(original, (unit for walk in read for unit in walk.units), ours=False)
    findings = (*compared.findings, *(finding for walk in read for finding in walk.findings))
    return Route(Check.of(name, TOOL, findings, compared.detail), sure=SURE, left_out=left_out)


def text(original: Original, data: bytes) -> Route:
    """Route ``text``: a line is a block, or several lines without an empty one between them are."""
    content = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    content = re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", content)
    wanted = {unit.text for unit in expected_lines(original)}
    units: list[Unit] = []
    group: list[tuple[int, str]] = []
    for number, line in (*enumerate(content.split("\n"), 1), (0, "")):
        if line.strip():
            group.append((number, line))
            continue
        apart = any(" ".join(words.split()) in wanted for _, words in group)
        units += [_block(part) for part in ([[one] for one in group] if apart else [group] if group else [])]
        group = []
    compared = compare_lines(original, units, ours=False)
    return Route(Check.of("text", TOOL, compared.findings, compared.detail), sure=SURE_OF_LINES)


def _block(lines: list[tuple[int, str]]) -> Unit:
    chars = [
        Char(char, Voice(), Spot(f"line {number}"))
        for at, (number, line) in enumerate(lines)
        for char in ("\n" if at else "") + line
    ]
    kept = trimmed(chars)
    return Unit((("block", lines[0][0]),), kept, "", "", kept[0].place)


def _encoding(data: bytes) -> str:
    """The encoding that a page names; UTF-8 where it names none (WHATWG Encoding)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    named = re.search(rb"<meta[^>]+charset=[\"']?\s*([A-Za-z0-9_-]+)", data[:4096])
    label = named[1].decode("ascii").lower() if named else "utf-8"
    label = "cp1252" if label in ("iso-8859-1", "latin1", "us-ascii", "ascii") else label
    try:
        "".encode(label)
    except LookupError:
        return "utf-8"
    return "utf-8" if data.startswith(b"\xef\xbb\xbf") else label


def _spine(data: bytes) -> list[tuple[str, Any, bool]]:
    """Name and tree of each document of the spine, and whether it is the navigation document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise ValueError("the book is too large")
        container = _tree(archive.read("META-INF/container.xml"))
        name = next(container.iter(f"{CONTAINER}rootfile")).get("full-path", "")
        package = _tree(archive.read(name))
        items = {item.get("id", ""): item for item in package.iter(f"{OPF}item")}
        out = []
        for reference in package.iter(f"{OPF}itemref"):
            item = items[reference.get("idref", "")]
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(item.get("href", ""))))
            out.append((path, _tree(archive.read(path), mend=True), "nav" in item.get("properties", "").split()))
        return out


def _tree(data: bytes, mend: bool = False) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=mend)
    return etree.fromstring(data, parser)


@dataclass(slots=True)
class _Walk:
    name: str
    units: list[Unit] = field(default_factory=list)
    chars: list[Char] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    path: tuple[str, ...] = ("body",)

    def document(self, root: Any) -> _Walk:
        """Itself, with the units of the first body of a document."""
        body = next((element for element in root.iter(etree.Element) if tag_of(element) == "body"), None)
        if body is not None:
            self.children(body, Voice())
            self.flush()
        return self

    def children(self, element: Any, voice: Voice) -> None:
        self.say(element.text or "", voice, element)
        for child in element:
            self.element(child, voice)
            self.say(child.tail or "", voice, element)

    def element(self, element: Any, voice: Voice) -> None:
        tag = tag_of(element)
        if not tag or SILENT.fullmatch(tag):
            return
        if _is_hidden(element):
            if words := " ".join(element.itertext()).replace("\n", "").strip():
                self.find(
                    "fidelity-hidden", f"found “{words[:60]}” hidden by an attribute: it is not read as text", element
                )
            return
        roles = {*element.get("role", "").split(), *element.get(f"{OPS}type", "").split()}
        if roles & BACK:
            return
        if roles & CALLS or (tag == "a" and "footnote-ref" in element.get("class", "")):
            voice = replace(voice, call="note")
        if tag == "br":
            before = next((char.char for char in reversed(self.chars) if char.char not in (" ", "\t", "\r")), "")
            if before == "\n" and self.path[-1] not in ("td", "th"):
                self.flush()  # an empty line ends a paragraph
            else:
                self.say("\n", voice, element)
        elif tag == "img":
            alt = element.get("alt", "")
            voice = replace(voice, alt=alt, image="" if alt else "picture")
            self.chars.append(Char(IMAGE, voice, self.spot(element)))
        elif tag in ("rt", "rp"):
            self.find("fidelity-extra", "found ruby text, which is left out", element)
        elif OFFICE_LABEL.search(element.get("style", "")):
            label = "".join("".join(element.itertext()).split())
            if any(char.isalnum() for char in label) and not LETTER_BULLET.fullmatch(label):
                self.say(f"{label} ", voice, element)
        elif INLINE.fullmatch(tag):
            self.children(element, voice)
        else:
            self.block(element, tag, voice)

    def block(self, element: Any, tag: str, voice: Voice) -> None:
        self.flush()
        if tag == "li" and (label := _label(element)):
            self.path = (*self.path, "label")
            self.say(label, voice, element)
            self.flush()
            self.path = self.path[:-1]
        self.path = (*self.path, tag)
        self.children(element, voice)
        self.flush()
        self.path = self.path[:-1]

    def find(self, code: str, message: str, element: Any) -> None:
        self.findings.append(Finding(code, "warning", message, str(self.spot(element))))

    def say(self, text: str, voice: Voice, element: Any) -> None:
        text = re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", text)
        self.chars += [Char(char, voice, self.spot(element)) for char in text]

    def flush(self) -> None:
        chars = collapse(self.chars)
        while chars and chars[0].char in BLANKS:
            chars = chars[1:]
        if any(unicodedata.category(char.char)[0] not in "ZC" for char in chars):  # a line of blanks is air on the page
            stack = tuple((name, number) for number, name in enumerate(self.path))
            self.units.append(Unit(stack, chars, "", "", chars[0].place))
        self.chars = []

    def spot(self, element: Any) -> Spot:
        return Spot(f"{self.name}:{element.sourceline}" if element.sourceline else self.name)


def tag_of(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _is_hidden(element: Any) -> bool:
    style = re.sub(r"\s", "", element.get("style", "").lower())
    return element.get("hidden") is not None or bool(HIDING.search(style))


def _label(item: Any) -> str:
    """What a browser writes before an item of an ordered list (HTML, 4.4.8); nothing before one that has its own figure.

    Letters by attributes (4.4.5); a style sheet may give others, which are then a difference.
    """
    parent = item.getparent()
    if (
        parent is None
        or tag_of(parent) != "ol"
        or _is_of_notes(parent)
        or "list-style:none" in parent.get("style", "").replace(" ", "")
    ):
        return ""
    items = [child for child in parent if tag_of(child) == "li"]
    backwards = parent.get("reversed") is not None
    number = _number(parent.get("start"), len(items) if backwards else 1)
    for other in items:
        number = _number(other.get("value"), number)
        if other is item:
            break
        number += -1 if backwards else 1
    kind = parent.get("type", "") or next(
        (sign for name, sign in STYLED.items() if name in parent.get("style", "").lower()), ""
    )
    return f"{figure(number, FORMS.get(kind, 'decimal'))}."


def _is_of_notes(element: Any) -> bool:
    """Whether a list is that of the notes of a document, whose numbers are marks of notes and no labels."""
    return any(
        NOTES & {*one.get("role", "").split(), *one.get(f"{OPS}type", "").split(), *one.get("class", "").split()}
        for one in (element, *element.iterancestors())
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text.strip()) else otherwise
