"""A web page or a mail readied for pandoc, which takes bytes for UTF-8, shows what a browser hides, and knows no list of Outlook.

Flow: bytes -> letters by the encoding that the page names -> hidden parts and pixels that count readers taken away -> items of
Outlook, which are paragraphs with a sign before them, marked as such for ``tree_tidying`` -> UTF-8.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from flugblatt.content import characters
from flugblatt.content.importing.import_record import Row
from flugblatt.content.importing.tree_tidying import labelled
from flugblatt.model.errors import UsageError
from flugblatt.model.findings import shown

_NAMED = re.compile(rb"(?i)<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)")
_HIDDEN = re.compile(r"(?i)display:none|visibility:(?:hidden|collapse)|mso-hide:all|font-size:0(?:px|pt|em)?(?:;|$)")
_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level(\d)")
_ALIASES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "unicode": "utf-16"}
"""Names of encodings that browsers take for another one (WHATWG Encoding, 4.2)."""


def ready(data: bytes, name: str) -> tuple[bytes, list[Row]]:
    """The page for pandoc, and what is said of it. UsageError where it is in an encoding that it does not name."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    text = letters(data, name)
    root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    rows = [*_hidden(root), *_pixels(root)]
    marked = _items(root)
    framed = list(root.iter("nav", "header", "footer", "aside", "main"))
    for element in framed:
        element.tag = (
            "div"  # pandoc reads main alone, where there is one; who reads the edition can delete what is too much
        )
    if not (rows or framed or marked):
        return text.encode("utf-8", "replace"), []
    for meta in root.iter("meta"):
        meta.attrib.pop("charset", None)
    return etree.tostring(root, method="html", encoding="utf-8"), rows


def letters(data: bytes, name: str) -> str:
    """The letters of a page, by its byte order mark or the encoding that it names; UTF-8 where it names none. UsageError where
    that is not so."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    named = _NAMED.search(data[:4096])
    label = named[1].decode("ascii").lower() if named and not data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode(_ALIASES.get(label, label))
    except (LookupError, UnicodeDecodeError) as error:
        _, found = characters.decode(data, name)
        said = next((finding for finding in found if finding.code == "text-encoding"), None)
        message = f"{said.message}; {said.hint}" if said else "its letters are in no encoding that it names"
        raise UsageError(f"{shown(name)}: {message}") from error


def _hidden(root: Any) -> list[Row]:
    found = [
        element
        for element in root.iter(etree.Element)
        if element.get("hidden") is not None or _HIDDEN.search(re.sub(r"\s", "", element.get("style") or ""))
    ]
    count = 0
    for element in found:
        count += bool("".join(element.itertext()).strip())
        _drop(element)
    return [Row("left out", "hidden words", (), count)] if count else []


def _pixels(root: Any) -> list[Row]:
    found = [
        image
        for image in root.iter("img")
        if {image.get("width", "").strip("px"), image.get("height", "").strip("px")} <= {"0", "1"}
    ]
    for image in found:
        _drop(image)
    return [Row("left out", "pictures of one point, which count readers", (), len(found))] if found else []


def _drop(element: Any) -> None:
    """Takes an element away and leaves what stands behind it."""
    if element.getparent() is not None:
        element.drop_tree()


def _items(root: Any) -> bool:
    """Gives each paragraph that Outlook or Word shows as an item its sign and depth; whether there are any."""
    found = False
    for mark in list(root.iter("span")):
        if "mso-list:ignore" not in re.sub(r"\s", "", mark.get("style") or "").lower():
            continue
        paragraph = next((up for up in mark.iterancestors() if up.tag in ("p", "div", "li", "h1", "h2", "h3")), None)
        level = _LEVEL.search((paragraph.get("style") or "") if paragraph is not None else "")
        words = "".join("".join(mark.itertext()).split())
        _drop(mark)
        if paragraph is not None and paragraph.tag == "p":
            paragraph.text = labelled(int(level[1]) - 1 if level else 0, words) + (paragraph.text or "").lstrip()
            found = True
    return found
