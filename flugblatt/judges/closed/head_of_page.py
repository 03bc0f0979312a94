"""The head of a web page, which programs and shared links show: a closed list, and each fact the same wherever it stands.

Flow: head -> elements in their order, each of the list -> JSON-LD (schema.org), its keys of the list -> facts that stand at several
places of head, header and colophon, compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from flugblatt.judges.closed.page_markup import Element
from flugblatt.model import Finding

FIXED = {"viewport": "width=device-width, initial-scale=1", "color-scheme": "light dark"}
NAMES = frozenset(
    (
        *FIXED,
        *("author", "dcterms.date", "dcterms.identifier", "description", "twitter:card"),
        *("citation_title", "citation_author", "citation_publication_date", "citation_language", "citation_doi"),
    )
)
PROPERTIES = frozenset(("og:type", "og:title", "og:locale", "og:description", "og:url", "og:image"))
RELATIONS = frozenset(("canonical", "alternate", "cite-as", "type", "collection", "author", "license"))
ADDRESS = re.compile(r"https?://[^\s@/]+(?:/\S*)?|\.\./(?:index\.html|[\w-]+/[\w.-]+\.html)|(?:urn|mailto|tel):\S+")
KEYS = frozenset(
    (
        *("@context", "@type", "@id", "name", "inLanguage", "datePublished", "dateModified", "alternateName"),
        *("identifier", "author", "sameAs", "publisher", "url", "license", "translationOfWork"),
    )
)
KINDS = frozenset(("CreativeWork", "Person", "Organization"))
URN = re.compile(r"urn:uuid:[0-9a-f-]{36}")

Findings = Iterator[Finding]


def judge(head: Element, body: Element, language: str) -> Findings:
    """Findings of the head, which must agree with the body; ``language`` is that of the page."""
    names = [element.name for element in head.elements]
    for name in ("title", "style", "script"):
        if names.count(name) != 1:
            message = f"expected one {name} in the head; found {names.count(name)}"
            yield Finding("guard-page", "error", message, f"page:{head.line}")
            return
    if head.elements[0].attributes != {"charset": "utf-8"}:
        yield Finding("guard-page", "error", "expected the charset UTF-8 first; found another", f"page:{head.line}")
    for element in head.elements[1:]:
        yield from _element(element)
    script = next(head.all("script"))
    where = f"page:{script.line}, JSON-LD"
    try:
        data = json.loads(script.text, object_pairs_hook=_once)
    except ValueError as error:
        yield Finding("guard-page", "error", f"expected JSON without a key twice; found: {str(error)[:80]}", where)
        return
    yield from _data(data, where)
    if isinstance(data, dict):
        yield from _agreement(head, body, data, language)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("a key twice")
    return dict(pairs)


def _element(element: Element) -> Findings:
    where, said = f"page:{element.line}", element.attributes
    if element.name == "meta":
        key = "name" if "name" in said else "property"
        listed = NAMES if key == "name" else PROPERTIES
        if said.keys() != {key, "content"} or said[key] not in listed:
            found = " ".join(f'{name}="{value}"' for name, value in said.items())
            yield Finding("guard-attribute", "error", f"expected metadata of the list; found {found[:80]}", where)
        elif said[key] in FIXED and said["content"] != FIXED[said[key]]:
            message = f"expected {FIXED[said[key]]!r}; found {said['content'][:60]!r}"
            yield Finding("guard-attribute", "error", message, where)
    elif element.name == "link":
        if said.get("rel") not in RELATIONS:
            message = f"expected a relation of the list; found {said.get('rel', 'none')[:40]!r}"
            yield Finding("guard-attribute", "error", message, where)
        elif not ADDRESS.fullmatch(said.get("href", "")):
            yield Finding("guard-link", "error", f"expected an address; found {said.get('href', '')[:80]!r}", where)
    elif element.name == "script" and said != {"type": "application/ld+json"}:
        yield Finding("guard-element", "error", "expected data, and nothing that runs; found a script", where)


def _data(value: Any, where: str) -> Findings:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in KEYS:
                yield Finding("guard-attribute", "error", f"expected a key of the list; found {key[:40]!r}", where)
            elif key == "@type" and inner not in KINDS:
                yield Finding(
                    "guard-attribute", "error", f"expected a type of the list; found {str(inner)[:40]!r}", where
                )
            yield from _data(inner, where)
    elif isinstance(value, list):
        for inner in value:
            yield from _data(inner, where)
    elif not isinstance(value, str):
        yield Finding("guard-attribute", "error", f"expected words; found {str(value)[:40]!r}", where)


# --- Agreement -----------------------------------------------------------------------------------


def _agreement(head: Element, body: Element, data: dict[str, Any], language: str) -> Findings:
    """A fact that stands at several places stands there in the same words."""
    said: dict[str, list[str]] = {}
    for element in head.all("meta"):
        name = element.attributes.get("name") or element.attributes.get("property", "")
        said.setdefault(name, []).append(element.attributes.get("content", ""))
    header = next(body.all("header"), body)
    authors = [str(one.get("name", "")) for one in data.get("author", []) if isinstance(one, dict)]
    shown = [_squeezed(one.text) for box in header.all("div") if box.has("issuers") for one in box.all("p")]
    urns = {match for row in body.all("dd") if row.has("identifier") for match in URN.findall(row.text)}
    identifier = data.get("identifier", "")
    first = identifier if isinstance(identifier, str) else str(next(iter(identifier), ""))
    day = said.get("dcterms.date", [""])[0]
    facts: tuple[tuple[str, Any, Any], ...] = (
        ("title", _squeezed(next(head.all("title")).text), _squeezed(_title(header))),
        ("title", said.get("og:title"), said.get("citation_title")),
        ("title", said.get("og:title"), [next(head.all("title")).text]),
        ("title", data.get("name"), next(head.all("title")).text),
        ("issuers", said.get("author", []), authors),
        ("issuers", said.get("citation_author", []), authors),
        ("issuers", [_squeezed(name) for name in authors], shown),
        ("date", data.get("datePublished"), day),
        ("date", said.get("citation_publication_date"), [day.replace("-", "/")]),
        ("language", data.get("inLanguage"), language),
        ("language", said.get("citation_language"), [language]),
        ("summary", said.get("description"), said.get("og:description")),
        ("identifier", said.get("dcterms.identifier"), [first]),
        ("identifier", urns or {first}, {first}),
    )
    for name, one, other in facts:
        if one != other:
            message = f"expected one {name} in head, header, data and colophon; found {_shown(one)} and {_shown(other)}"
            yield Finding("guard-agreement", "error", message, f"page:{head.line}")


def _title(header: Element) -> str:
    """The words of the title without the calls of its notes."""

    def words(element: Element) -> str:
        return "".join(
            child
            if isinstance(child, str)
            else " "
            if child.name == "br"
            else ""
            if child.has("call")
            else words(child)
            for child in element.children
        )

    return next((words(element) for element in header.all("h1")), "")


def _squeezed(text: str) -> str:
    return " ".join(text.replace("\xad", "").split())


def _shown(value: Any) -> str:
    return f"“{str(value)[:60]}”" if value else "nothing"
