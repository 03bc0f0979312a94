"""The index read back: of each work its date, title, issuers, editions, files, checksums and proofs, in order.

Flow: a page -> ``both``: what the kept facts of its works demand, and what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from flugblatt.judges.catalogue import pages_read
from flugblatt.judges.catalogue.pages_read import Fact, finding, own_text, resolved
from flugblatt.model import Finding
from flugblatt.model.cases import PageCase
from flugblatt.model.targets import SINGLE

Pairs = Iterator[tuple[str, str]]
PLACES = {
    "date": etree.XPath(".//time/@datetime"),
    "address": etree.XPath(".//h2/a/@href"),
    "issuers": etree.XPath(".//span[@class='issuer']"),
    "notices": etree.XPath(".//p[@class='noticed']"),
    "cover": etree.XPath(".//img/@src"),
}
"""Facts of a work, and where they stand in its part of the page."""
TITLE = etree.XPath(".//h2/a/bdi")
EDITIONS = etree.XPath(".//ul[contains(@class,'tongues')]/li/a")
FILES = etree.XPath(".//ul[@class='files']/li")
TEXTS = {target.name for target in SINGLE}
"""The targets whose files the index lists."""


def loads(data: bytes) -> Iterator[Finding]:
    """What a style sheet would fetch."""
    return (finding(said, "style sheet") for said in pages_read.styles(data.decode("utf-8")))


def both(case: PageCase, facts: tuple[Fact, ...]) -> tuple[Pairs, Pairs]:
    """What must stand on the page, and what does."""
    return _page(case, facts), _page_found(case)


def _page(case: PageCase, facts: tuple[Fact, ...]) -> Pairs:
    yield "canonical", f"{pages_read.base_url()}/{case.path}" if pages_read.base_url() else ""
    for fact in facts:
        yield from _expected(fact, case.language)


def _page_found(case: PageCase) -> Pairs:
    tree = pages_read.page(case.data)
    yield from (("canonical", address) for address in tree.xpath("//link[@rel='canonical']/@href"))
    yield from (("loaded", said) for said in pages_read.loads(tree))
    for item in tree.xpath("//ul[@class='works']/li"):
        yield from _found(item, case.path)


def _expected(fact: Fact, language: str) -> Pairs:
    work = fact.value["work"]
    shown = next(iter(fact.editions(language))) if language else fact.main
    yield "works", work
    yield f"{work} date", fact.value["date"]
    yield f"{work} title", f"{shown['title']} ({shown['language']} {shown['direction']})"
    yield f"{work} address", fact.landing
    yield from ((f"{work} issuers", issuer["name"]) for issuer in shown["issuers"])
    yield from ((f"{work} notices", notice["text"]) for notice in shown["notices"])
    for file in shown["files"]:
        if (file["target"], file["kind"]) == ("pictures", "thumb"):
            yield f"{work} cover", file["path"]
    for edition in fact.editions(language):
        tag = edition["language"]
        yield f"{work} editions", f"{edition['name']} ({tag}) {fact.landing}#{tag}"
        for file in edition["files"]:
            if file["target"] in TEXTS:
                yield f"{work} files", f"{file['path']} {file['sha256']}"
        yield f"{work} proofs", f"{work}/{tag}/{work}.{tag}.proof.json"
    for pair, sides in fact.pairs(language):
        tags = pair["tags"]
        names = " + ".join(side["name"] for side in sides)
        yield f"{work} editions", f"{names} ({tags}) {fact.landing}#{tags}"
        yield from ((f"{work} files", f"{file['path']} {file['sha256']}") for file in pair["files"])
        yield f"{work} proofs", f"{work}/{tags}/{work}.{tags}.proof.json"


def _found(item: HtmlElement, page: str) -> Pairs:
    work = item.get("id", "")
    yield "works", work
    for name, values in PLACES.items():
        yield from ((f"{work} {name}", _value(value, page)) for value in values(item))
    for title in TITLE(item):
        yield f"{work} title", f"{own_text(title)} ({title.get('lang')} {title.get('dir')})"
    for link in EDITIONS(item):
        tags = "+".join(name.get("lang", "") for name in link)
        yield f"{work} editions", f"{own_text(link)} ({tags}) {resolved(link.get('href', ''), page)}"
    for file in FILES(item):
        address, digest = file.find("a"), file.find("code")
        path = resolved(address.get("href", ""), page) if address is not None else ""
        if digest is None:
            yield f"{work} proofs", path
        else:
            yield f"{work} files", f"{path} {''.join(digest.itertext())}"


def _value(value: Any, page: str) -> str:
    """The text of an element, a date as it is, an address from the root of the folder."""
    if not isinstance(value, str):
        return own_text(value)
    return resolved(value, page) if value.attrname in ("href", "src") else value  # type: ignore[attr-defined]
