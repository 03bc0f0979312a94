"""What the judges of the catalogue share: addresses resolved, pages parsed, what a page loads, and the kept facts of a work.

Flow: bytes -> ``page`` (an HTML tree) -> ``loads`` (what it would fetch or run) and ``resolved`` addresses; JSON -> ``Fact``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

from lxml import etree, html
from lxml.html import HtmlElement

from flugblatt.judges.metadata.fields import base_url as base_url
from flugblatt.model import Finding

HANDLERS = etree.XPath("//@*[starts-with(name(), 'on')]")
SOURCES = etree.XPath("//@src | //@srcset | //link[contains(@rel, 'stylesheet') or contains(@rel, 'icon')]/@href")
BLANKS = re.compile(r"[ \t\r\n\f]+")
LOADING = ("script", "iframe", "object", "embed", "source", "video", "audio", "base", "form")
"""Elements that load or run something, or send it."""


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """The kept facts of a work, as plain JSON."""

    value: dict[str, Any]

    @staticmethod
    @lru_cache(256)
    def read(data: bytes) -> Fact:
        """The facts of a file; kept for the pages that speak of the same work."""
        value = json.loads(data)
        if not isinstance(value, dict):
            raise ValueError("an object was expected")
        return Fact(value)

    def editions(self, language: str = "") -> list[dict[str, Any]]:
        """Those in a language, or all."""
        return [edition for edition in self.value["editions"] if language in ("", edition["language"])]

    def pairs(self, language: str = "") -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        """Two editions side by side, of which one is in a language, or all: what is kept of the pair, and of its sides."""
        known = {edition["language"]: edition for edition in self.value["editions"]}
        for pair in self.value["pairs"]:
            tags = pair["tags"].split("+")
            if language in ("", *tags):
                yield pair, [known[tag] for tag in tags]

    @property
    def main(self) -> dict[str, Any]:
        return next(edition for edition in self.value["editions"] if edition["language"] == self.value["first"])

    @property
    def landing(self) -> str:
        return f"{self.value['work']}/index.html"


def outside(path: str) -> str:
    """The address of a file for outsiders; its path where nobody has said where the project is published."""
    base = base_url()
    return f"{base}/{quote(path, safe='/.+-_~')}" if base else path


def resolved(href: str, page: str) -> str:
    """A whole address as it is; one of the folder as its path below the output folder, with its fragment."""
    if "://" in href or href.startswith(("urn:", "mailto:", "data:")):
        return href
    path, hash_, fragment = href.partition("#")
    folder = page.rpartition("/")[0]
    while path.startswith("../") and folder:
        path, folder = path[3:], folder.rpartition("/")[0]
    whole = f"{folder}/{path}" if folder else path
    return (unquote(whole) if "%" in whole else whole) + hash_ + fragment


def page(data: bytes) -> HtmlElement:
    """The tree of a page. ValueError for what is no HTML page."""
    text = data.decode("utf-8")
    if not text.startswith("<!DOCTYPE html>"):
        raise ValueError("a page of HTML was expected")
    return html.document_fromstring(text)


def loads(tree: HtmlElement) -> Iterator[str]:
    """What a page would run, send, or fetch from another host."""
    for element in tree.iter(*LOADING):
        if element.get("type") != "application/ld+json":
            yield f"<{element.tag}>"
    yield from (str(name.attrname) for name in HANDLERS(tree))
    for source in SOURCES(tree):
        if "//" in source or source.startswith("/"):
            yield source
    for style in tree.iter("style"):
        yield from styles(style.text_content())


def styles(text: str) -> Iterator[str]:
    """What a style sheet would fetch."""
    if "@import" in text:
        yield "@import"
    for part in text.split("url(")[1:]:
        if not part.lstrip("'\"").startswith("data:"):
            yield f"url({part[:60]}"


def own_text(element: HtmlElement) -> str:
    """The text of an element, its blanks as one: those of HTML, and no others (no-break spaces are text)."""
    return BLANKS.sub(" ", element.text_content()).strip(" ")


def first(tree: HtmlElement, path: str) -> str:
    """The text of the first element of an XPath; empty where there is none."""
    found = tree.xpath(path)
    return own_text(found[0]) if found else ""


def finding(said: str, where: str) -> Finding:
    message = f"expected nothing that runs or comes from elsewhere, found {said}"
    return Finding("metadata-extra", "error", message, where)
