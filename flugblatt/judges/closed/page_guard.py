"""Judges whether a web page is one of ours and nothing else: a closed form, of which every part is known.

Flow: judge(data) -> ``page_markup`` reads the page and mends nothing -> head (``head_of_page``), looks and places of the body,
style sheet, fonts and mark -> Check ``guard``.

Rule: the page holds only what is on the lists; what is not on the lists is refused, known to deceive or not.
Reason: browsers repair, cover, move, hide and make text in ways without end; who lists the bad ones never comes to an end.
Passes: one html, one head, one body in the form of our template; our own style sheet byte for byte; fonts that are true parts of
their originals; facts of the head that are the same at each of their places.
Fails: with one of its codes.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from flugblatt.judges.closed import head_of_page, mark_of_design, own_styles, page_markup, subset_fonts
from flugblatt.judges.closed.page_markup import Element
from flugblatt.judges.epub import guard_lists
from flugblatt.model import Check, Finding
from flugblatt.model.checks import survives

DOCTYPE = "<!DOCTYPE html>\n"
PICTURE = re.compile(r"data:(image/(?:png|jpeg|svg\+xml));base64,([A-Za-z0-9+/]+={0,2})")
FIRST_BYTES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
OUTSIDE = re.compile(r"(?:https?://[^\s@/]+(?:/\S*)?|mailto:\S+|tel:[0-9+().\-]+)", re.IGNORECASE)
"""An address that leads out: with no name of a user before the host, which readers take for the host."""
BESIDE = re.compile(r"#[^\s#]+|[\w.-]+\.(?:pdf|epub|txt)|\.\./[\w-]+/[\w.-]+\.html")
ROLES = frozenset(
    ("list", "presentation", "doc-noteref", "doc-backlink", "doc-endnotes", "doc-endnote", "doc-footnote")
)
WORDLESS = ("mark", "bar", "end")
"""Looks that draw something, on which no words are read."""
WAYS = frozenset(("ltr", "rtl", "auto"))

Findings = Iterator[Finding]


@survives("guard", "our checks", "guard-page", "a page of markup", "page")
def judge(data: bytes) -> Check:
    """The Check ``guard`` of the page ``data``. Never raises: what cannot be read has failed."""
    return Check.of("guard", "our checks", _page(data))


def _page(data: bytes) -> Findings:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield Finding("guard-page", "error", "expected UTF-8; found other bytes", "page")
        return
    if not text.startswith(DOCTYPE):
        yield Finding("guard-page", "error", "expected <!DOCTYPE html> first; found other bytes", "page:1")
        return
    try:
        top = page_markup.parse(" " * len(DOCTYPE[:-1]) + text[len(DOCTYPE) - 1 :])
    except page_markup.Refused as refused:
        yield refused.finding
        return
    roots = top.elements
    if [root.name for root in roots] != ["html"] or [part.name for part in roots[0].elements] != ["head", "body"]:
        yield Finding("guard-page", "error", "expected one html with one head and one body; found otherwise", "page")
        return
    top_head, body = roots[0].elements
    yield from head_of_page.judge(top_head, body, roots[0].attributes.get("lang", ""))
    yield from _style(top_head)
    if [part.name for part in body.elements] != ["header", "main", "footer"]:
        yield Finding("guard-page", "error", "expected header, main and footer; found otherwise", f"page:{body.line}")
    for part in body.elements:
        yield from _looks(part)


def _style(head: Element) -> Findings:
    for style in head.all("style"):
        where = f"page:{style.line}, style"
        said = own_styles.of_page(style.text)
        yield from own_styles.findings(said.faults, where)
        for number, font in enumerate(said.fonts, 1):
            yield from subset_fonts.judge(base64.b64decode(font), f"{where}, font {number}")
        if said.mark and (fault := mark_of_design.fault_of(base64.b64decode(said.mark))):
            yield Finding("guard-picture", "error", f"expected a quotation mark as the mark; found {fault}", where)


def _looks(element: Element) -> Findings:
    """Each element in its own look, in a place where that look shows all words."""
    where, attributes = f"page:{element.line}", element.attributes
    known = page_markup.CLASSES.get(element.name, frozenset())
    for name in attributes.get("class", "").split(" ") if "class" in attributes else ():
        if name not in known:
            yield Finding("guard-attribute", "error", f"expected a class of the list; found {name[:40]!r}", where)
    for key, listed in (("dir", WAYS), ("role", ROLES)):
        if key in attributes and attributes[key] not in listed:
            yield Finding(
                "guard-attribute", "error", f"expected {key} of the list; found {attributes[key][:40]!r}", where
            )
    yield from _place(element, where)
    if "href" in attributes:
        address = attributes["href"]
        if not (OUTSIDE.fullmatch(address) or BESIDE.fullmatch(address)):
            message = "expected a place of the page, a file beside it, https, http, mailto or tel"
            yield Finding("guard-link", "error", f"{message}; found {address[:80]!r}", where)
    if element.name == "img":
        yield from _picture(attributes.get("src", ""), where)
    for child in element.elements:
        yield from _looks(child)


def _place(element: Element, where: str) -> Findings:
    """Looks that move words or lay them beside others stand where they cannot hide any."""
    style, parent = element.attributes.get("style"), element.parent
    if style is not None and not (
        element.has("hung") and page_markup.STYLE.fullmatch(style) and page_markup.HUNG.fullmatch(element.text)
    ):
        message = "expected a style only for a mark that hangs over the edge of its line"
        yield Finding("guard-hidden", "error", f"{message}; found {style[:60]!r} on {element.text[:40]!r}", where)
    if element.has("number") and not (parent and parent.has("endnote") and parent.elements[0] is element):
        yield Finding("guard-hidden", "error", "expected the number of a note first in it; found it elsewhere", where)
    if element.has("number") and (len(element.text) > 8 or [child.name for child in element.elements] != ["a"]):
        yield Finding("guard-hidden", "error", f"expected the number of a note; found {element.text[:40]!r}", where)
    if element.name == "nav" and not (parent and parent.name == "header" and parent.elements[0] is element):
        yield Finding("guard-hidden", "error", "expected one navigation, first in the header; found another", where)
    if element.has("switch") and not (parent and parent.name == "nav"):
        yield Finding("guard-hidden", "error", "expected the names of languages in the navigation alone", where)
    if any(element.has(name) for name in WORDLESS) and element.text:
        yield Finding("guard-hidden", "error", f"expected no words on the mark; found {element.text[:40]!r}", where)
    if any(element.has(name) for name in ("ground", "emblem")) and (
        not (parent and parent.name == "header") or element.text or [kid.name for kid in element.elements] != ["img"]
    ):
        message = f"expected a picture of the brand in the header; found {element.text[:40]!r}"
        yield Finding("guard-hidden", "error", message, where)
    tabs = element.attributes.get("tabindex")
    if tabs is not None and not (element.has("scroll") and tabs == "0"):
        yield Finding("guard-attribute", "error", f"expected tabindex on tables alone; found {tabs[:20]!r}", where)


def _picture(source: str, where: str) -> Findings:
    found = PICTURE.fullmatch(source)
    if not found:
        yield Finding("guard-resource", "error", f"expected a picture in the page; found {source[:80]!r}", where)
        return
    data = base64.b64decode(found[2])
    if found[1] == "image/svg+xml":
        yield from guard_lists.judge_xml(where, "picture", data, frozenset(), "svg")
    elif not data.startswith(FIRST_BYTES[found[1]]):
        yield Finding("guard-type", "error", f"expected {found[1]}; found another kind of file", where)
