"""Feeds and sitemap read back: every publication or entry with its facts, in order.

Flow: a feed -> ``both``: what the kept facts of its works demand, and what stands there, by the same names for JSON and XML.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from flugblatt.judges.catalogue import pages_read
from flugblatt.judges.catalogue.index_reader import TEXTS
from flugblatt.judges.catalogue.pages_read import Fact, outside, resolved
from flugblatt.judges.metadata.fields import LANG
from flugblatt.model.cases import PageCase

Pairs = Iterator[tuple[str, str]]
SPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "d": "http://purl.org/dc/terms/",
    "o": "http://schema.org/",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
WORDS = {
    f"{{{SPACES[prefix]}}}{element}": word
    for prefix, element, word in (
        ("a", "title", "title"),
        ("a", "updated", "modified"),
        ("a", "author", "author"),
        ("a", "contributor", "translator"),
        ("a", "summary", "summary"),
        ("a", "category", "subjects"),
        ("a", "link", "link"),
        ("d", "language", "language"),
        ("d", "publisher", "publisher"),
        ("d", "identifier", "identifiers"),
        ("o", "accessMode", "access modes"),
        ("o", "accessibilityFeature", "access features"),
        ("o", "accessibilityHazard", "access hazards"),
        ("o", "accessibilitySummary", "access summary"),
    )
}
"""The elements of an entry that hold a fact, and its name."""
OPEN, ANY = "http://opds-spec.org/acquisition/open-access", "http://opds-spec.org/acquisition"
FIRST_OF_APP = {"epub": 0, "kepub": 1}
"""The targets whose files an app should take first."""


def both(case: PageCase, facts: tuple[Fact, ...]) -> tuple[Iterable[tuple[str, str]], Pairs]:
    """What must stand in the feed, and what does."""
    expected, found = READERS[case.kind]
    return expected(case.language, facts), found(case)


def identifiers(edition: dict[str, Any]) -> list[str]:
    numbers = [isbn["written"].replace("-", "").replace(" ", "") for isbn in edition["isbns"]]
    named = [edition["doi"] and f"doi:{edition['doi']}", *(f"urn:isbn:{number}" for number in numbers)]
    return [name for name in (*named, edition["urn_nbn"], edition["uri"]) if name]


# --- Publications --------------------------------------------------------------------------------


@lru_cache(1)
def _publications(language: str, facts: tuple[Fact, ...]) -> tuple[tuple[str, str], ...]:
    """Asked for twice: both feeds of the same works say the same."""
    return tuple(pair for fact in facts for edition in fact.editions(language) for pair in _publication(fact, edition))


def _publication(fact: Fact, edition: dict[str, Any]) -> Pairs:
    name = f"urn:uuid:{edition['uuid']}"
    value, access = fact.value, edition["access"]
    yield "publications", name
    yield f"{name} title", edition["title"]
    yield f"{name} language", edition["language"]
    yield f"{name} modified", value["stamp"]
    for issuer in edition["issuers"]:
        yield f"{name} author", " ".join(filter(None, (issuer["name"], issuer["uri"])))
    if edition["translator"]:
        yield f"{name} translator", edition["translator"]
    if value["publisher"]:
        yield f"{name} publisher", value["publisher"]["name"]
    yield from ((f"{name} identifiers", one) for one in identifiers(edition))
    yield from ((f"{name} subjects", subject) for subject in edition["subjects"])
    said = [*(notice["text"] for notice in edition["notices"]), edition["summary"]]
    yield f"{name} summary", " ".join(filter(None, said))
    for word, key in (("modes", "modes"), ("features", "features"), ("hazards", "hazards")):
        yield from ((f"{name} access {word}", one) for one in access[key])
    if access["summary"]:
        yield f"{name} access summary", access["summary"]
    rights = value["rights"]
    relation = OPEN if not rights or rights["access"] in ("", "open") else ANY
    files = [file for file in edition["files"] if file["target"] in TEXTS]
    for file in sorted(files, key=lambda one: FIRST_OF_APP.get(one["target"], len(FIRST_OF_APP))):
        yield f"{name} files", f"{relation} {file['path']} {file['media_type']} {file['size']} {edition['language']}"
    for pair, sides in fact.pairs(edition["language"]):
        titled = " + ".join(side["name"] for side in sides)
        for file in pair["files"]:
            yield f"{name} files", f"{relation} {file['path']} {file['media_type']} {file['size']} {titled}"
    yield f"{name} page", f"{fact.landing} text/html"
    for kind in ("cover", "thumb"):
        for file in edition["files"]:
            if (file["target"], file["kind"]) == ("pictures", kind):
                yield f"{name} covers", f"{file['path']} {file['media_type']}"


def _opds2(case: PageCase) -> Pairs:
    for publication in json.loads(case.data)["publications"]:
        said = publication["metadata"]
        name = said["identifier"]
        yield "publications", name
        yield f"{name} title", said["title"]
        yield f"{name} language", said["language"]
        yield f"{name} modified", said["modified"]
        for author in said["author"]:
            yield f"{name} author", " ".join(filter(None, (author["name"], author.get("identifier"))))
        for word in ("translator", "publisher"):
            yield f"{name} {word}", said.get(word, "")
        yield from ((f"{name} identifiers", one) for one in said.get("altIdentifier", ()))
        yield from ((f"{name} subjects", subject) for subject in said.get("subject", ()))
        yield f"{name} summary", said.get("description", "")
        access = said.get("accessibility", {})
        for word, key in (("modes", "accessMode"), ("features", "feature"), ("hazards", "hazard")):
            yield from ((f"{name} access {word}", one) for one in access.get(key, ()))
        yield f"{name} access summary", access.get("summary", "")
        for link in publication["links"]:
            path = resolved(link["href"], case.path)
            if link["rel"] == "alternate":
                yield f"{name} page", f"{path} {link['type']}"
            else:
                named = link.get("title") or link["language"]
                yield f"{name} files", f"{link['rel']} {path} {link['type']} {link['size']} {named}"
        for image in publication.get("images", ()):
            yield f"{name} covers", f"{resolved(image['href'], case.path)} {image['type']}"


def _tree(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _opds1(case: PageCase) -> Pairs:
    for entry in _tree(case.data).iterfind("a:entry", SPACES):
        name = entry.findtext("a:id", "", SPACES)
        yield "publications", name
        tags = [entry.get(LANG, "")]
        for child in entry:
            word = WORDS.get(child.tag, "")
            if word == "language":
                tags.append(child.text or "")
            elif word == "link":
                yield _link(name, child, case.path)
            elif word == "author":
                yield f"{name} author", " ".join(part.text or "" for part in child)
            elif word == "translator":
                yield f"{name} translator", " ".join(part.text or "" for part in child)
            elif word:
                yield f"{name} {word}", child.text or child.get("term", "")
        yield from ((f"{name} language", tag) for tag in dict.fromkeys(tags))


def _link(name: str, link: etree._Element, page: str) -> tuple[str, str]:
    path, type_, relation = resolved(link.get("href", ""), page), link.get("type", ""), link.get("rel", "")
    if relation == "alternate":
        return f"{name} page", f"{path} {type_}"
    if relation.startswith("http://opds-spec.org/image"):
        return f"{name} covers", f"{path} {type_}"
    named = link.get("title") or link.get("hreflang")
    return f"{name} files", f"{relation} {path} {type_} {link.get('length')} {named}"


def _authors(name: str, entry: etree._Element) -> Pairs:
    for author in entry.iterfind("a:author", SPACES):
        words = (author.findtext("a:name", "", SPACES), author.findtext("a:uri", "", SPACES))
        yield f"{name} author", " ".join(filter(None, words))


# --- News and sitemap ----------------------------------------------------------------------------


def _news(language: str, facts: tuple[Fact, ...]) -> Pairs:
    for fact in facts:
        name = f"urn:uuid:{fact.value['uuid']}"
        yield "entries", name
        yield f"{name} title", f"{fact.main['title']} ({fact.value['first']})"
        yield f"{name} updated", fact.value["stamp"]
        notices = " ".join(notice["text"] for notice in fact.main["notices"])
        yield f"{name} notices", notices
        for issuer in fact.main["issuers"]:
            yield f"{name} author", " ".join(filter(None, (issuer["name"], issuer["uri"])))
        yield f"{name} page", f"{outside(fact.landing)} {fact.value['first']}"
        for edition in fact.editions():
            for file in edition["files"]:
                if file["target"] == "web":
                    yield f"{name} editions", f"{outside(file['path'])} {edition['language']} {edition['title']}"


def _begins(summary: str, notices: str) -> str:
    """The notices where a summary begins with them, else nothing."""
    return notices if summary.startswith(notices) else ""


def _feed(case: PageCase) -> Pairs:
    facts = [Fact.read(data) for data in case.facts]
    notices = {
        f"urn:uuid:{fact.value['uuid']}": " ".join(notice["text"] for notice in fact.main["notices"]) for fact in facts
    }
    for entry in _tree(case.data).iterfind("a:entry", SPACES):
        name = entry.findtext("a:id", "", SPACES)
        yield "entries", name
        yield f"{name} title", f"{entry.findtext('a:title', '', SPACES)} ({entry.get(LANG)})"
        yield f"{name} updated", entry.findtext("a:updated", "", SPACES)
        yield f"{name} notices", _begins(entry.findtext("a:summary", "", SPACES), notices.get(name, ""))
        yield from _authors(name, entry)
        for link in entry.iterfind("a:link", SPACES):
            path, tag = resolved(link.get("href", ""), case.path), link.get("hreflang", "")
            if link.get("rel") == "alternate":
                yield f"{name} page", f"{path} {tag}"
            else:
                yield f"{name} editions", f"{path} {tag} {link.get('title')}"


def _addresses(language: str, facts: tuple[Fact, ...]) -> Pairs:
    for fact in facts:
        pages = [
            (edition["language"], file["path"])
            for edition in fact.editions()
            for file in edition["files"]
            if file["target"] == "web"
        ]
        for path in (fact.landing, *(path for _, path in pages)):
            yield "addresses", outside(path)
            yield f"{outside(path)} changed", fact.value["stamp"][:10]
            for tag, other in pages if len(pages) > 1 else ():
                yield f"{outside(path)} languages", f"{tag} {outside(other)}"


def _sitemap(case: PageCase) -> Pairs:
    tree = _tree(case.data)
    if etree.QName(tree).localname == "sitemapindex":
        parts = [part for part in tree.iterfind("s:sitemap/s:loc", SPACES)]
        yield from (("other parts", part.text or "") for part in parts if not _is_part(part.text or ""))
        return
    for url in tree.iterfind("s:url", SPACES):
        name = url.findtext("s:loc", "", SPACES)
        yield "addresses", name
        yield f"{name} changed", url.findtext("s:lastmod", "", SPACES)
        for link in url.iterfind("x:link", SPACES):
            yield f"{name} languages", f"{link.get('hreflang')} {link.get('href')}"


def _is_part(address: str) -> bool:
    return address.startswith(f"{pages_read.base_url()}/_catalogue/") and address.endswith(".sitemap.xml")


Expected = Callable[[str, tuple[Fact, ...]], Iterable[tuple[str, str]]]
READERS: dict[str, tuple[Expected, Callable[[PageCase], Pairs]]] = {
    "opds2": (_publications, _opds2),
    "opds1": (_publications, _opds1),
    "feed": (_news, _feed),
    "sitemap": (_addresses, _sitemap),
}
