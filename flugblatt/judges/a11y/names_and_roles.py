"""Rules on single elements: names, identifiers, ARIA, languages, headings, keyboard, zoom.

Flow: ``Document`` -> each rule in its turn -> findings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from flugblatt.judges.a11y.accessible_markup import (
    FOCUSABLE,
    HEADINGS,
    Document,
    ancestors,
    name_of,
    role_of,
    types_of,
)
from flugblatt.model import Finding

WITH_ROLES = {
    "abstract": "doc-abstract",
    "acknowledgments": "doc-acknowledgments",
    "afterword": "doc-afterword",
    "appendix": "doc-appendix",
    "backlink": "doc-backlink",
    "bibliography": "doc-bibliography",
    "chapter": "doc-chapter",
    "colophon": "doc-colophon",
    "conclusion": "doc-conclusion",
    "dedication": "doc-dedication",
    "endnotes": "doc-endnotes",
    "epigraph": "doc-epigraph",
    "foreword": "doc-foreword",
    "footnote": "doc-footnote",
    "glossary": "doc-glossary",
    "index": "doc-index",
    "introduction": "doc-introduction",
    "noteref": "doc-noteref",
    "page-list": "doc-pagelist",
    "pagebreak": "doc-pagebreak",
    "part": "doc-part",
    "preface": "doc-preface",
    "pullquote": "doc-pullquote",
    "subtitle": "doc-subtitle",
    "toc": "doc-toc",
}
"""The values of epub:type that have a role of their own, by the mapping of DPUB-ARIA 1.1 that Ace goes by, too."""
ROLES = frozenset(WITH_ROLES.values()) | frozenset(
    [
        "banner",
        "cell",
        "columnheader",
        "complementary",
        "contentinfo",
        "definition",
        "doc-cover",
        "doc-tip",
        "figure",
        "form",
        "group",
        "heading",
        "img",
        "link",
        "list",
        "listitem",
        "main",
        "navigation",
        "none",
        "note",
        "presentation",
        "region",
        "row",
        "rowheader",
        "rowgroup",
        "search",
        "separator",
        "status",
        "table",
        "term",
    ]
)
"""Roles that our markup may use: those of WAI-ARIA 1.2 and DPUB-ARIA 1.1 for text."""
ARIA = frozenset(
    [
        "aria-current",
        "aria-describedby",
        "aria-details",
        "aria-expanded",
        "aria-hidden",
        "aria-label",
        "aria-labelledby",
        "aria-level",
        "aria-live",
    ]
)
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-details")
NAMED = frozenset(("a", "button", "input", "select", "textarea", "summary", *HEADINGS))
TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-[a-z0-9]{4,8})*(?:-[a-wyz]-[a-z0-9-]+)*(?:-x-[a-z0-9-]+)?",
    re.I,
)
"""A well-formed tag (BCP 47, 2.1), but for those that were grandfathered."""
FILE_NAME = re.compile(r"[\w-]+\.(?:png|jpe?g|svg|gif|webp|tiff?)", re.I)
LEAST_ZOOM = 2.0  # WCAG 2.2, 1.4.4: 200 %


def judge(document: Document) -> Iterator[Finding]:
    yield from _head(document)
    yield from _identifiers(document)
    for element in document.elements:
        yield from _language(document, element)
        if not is_hidden(element):
            yield from _name(document, element)
        yield from _aria(document, element)
        yield from _keyboard(document, element)


def _head(document: Document) -> Iterator[Finding]:
    if not (document.root.findtext("head/title") or "").strip():
        yield document.find("a11y-title", "expected a title with words; found none")
    if not document.root.get("lang"):
        yield document.find("a11y-language", "expected the language of the document; found none")
    yield from _language(document, document.root)
    for meta in document.root.iter("meta"):
        content = (meta.get("content") or "").replace(" ", "").lower()
        if (meta.get("http-equiv") or "").lower() == "refresh":
            yield document.find("a11y-zoom", "expected a page that stays; found one that loads itself again", meta)
        if (meta.get("name") or "").lower() == "viewport":
            largest = re.search(r"maximum-scale=([\d.]+)", content)
            if re.search(r"user-scalable=(?:no|0)", content) or (largest and float(largest[1]) < LEAST_ZOOM):
                yield document.find("a11y-zoom", f"expected a page that may be enlarged; found {content!r}", meta)


def _identifiers(document: Document) -> Iterator[Finding]:
    counts = Counter(element.get("id") for element in document.root.iter() if element.get("id"))
    for name, count in counts.items():
        if count > 1:
            yield document.find(
                "a11y-id", f"expected the identifier {name} once; found it {count} times", document.ids[name]
            )


def _language(document: Document, element: Any) -> Iterator[Finding]:
    said, other = element.get("lang"), element.get("xml-lang")
    if said is not None and not TAG.fullmatch(said):
        yield document.find("a11y-language", f"expected a tag of BCP 47; found lang={said!r}", element)
    if (said or other) and document.in_book and said != other:
        yield document.find(
            "a11y-language", f"expected one language; found lang={said!r} and xml:lang={other!r}", element
        )


def _name(document: Document, element: Any) -> Iterator[Finding]:
    role = role_of(element)
    if element.tag == "img":
        alt = element.get("alt")
        if alt is None or (not alt.strip() and role not in ("presentation", "none")):
            yield document.find("a11y-name", "expected an alternative text; found none", element)
        elif FILE_NAME.fullmatch(alt.strip()):
            yield document.find("a11y-weak-name", f"expected what the picture shows; found {alt.strip()!r}", element)
    elif element.tag == "svg" and element.get("aria-hidden") != "true" and not name_of(element, document):
        yield document.find("a11y-name", "expected the name of a drawing; found none", element)
    elif (element.tag in NAMED and (element.tag != "a" or element.get("href"))) and not name_of(element, document):
        yield document.find("a11y-name", f"expected words in {element.tag}; found none", element)


def is_hidden(element: Any) -> bool:
    """Whether assistive technology never meets it: itself, or what it stands in, says so."""
    return any(one.get("aria-hidden") == "true" for one in (element, *ancestors(element)))


def _aria(document: Document, element: Any) -> Iterator[Finding]:
    role = role_of(element)
    if "role" in element.attrib and role not in ROLES:
        yield document.find("a11y-role", f"expected a role for text; found {role!r}", element)
    for name, value in element.attrib.items():
        if name.startswith("aria-") and name not in ARIA:
            yield document.find("a11y-role", f"expected an attribute of WAI-ARIA; found {name}", element)
        for wanted in value.split() if name in REFERENCES else ():
            if wanted not in document.ids:
                yield document.find("a11y-id", f"expected what {name} names; found no {wanted!r}", element)
    in_landmarks = any("landmarks" in types_of(parent) for parent in ancestors(element))
    for kind in types_of(element) if not in_landmarks else ():
        if WITH_ROLES.get(kind, role) != role:
            message = f"expected role={WITH_ROLES[kind]!r} beside epub:type={kind!r}; found {role or 'none'}"
            yield document.find("a11y-role", message, element)


def _keyboard(document: Document, element: Any) -> Iterator[Finding]:
    place = element.get("tabindex")
    if place is not None and not (place.lstrip("-").isdecimal() and int(place) <= 0):
        yield document.find("a11y-keyboard", f"expected the order of the text; found tabindex={place!r}", element)
    if (element.tag in FOCUSABLE and place != "-1") or place == "0":
        if is_hidden(element):
            yield document.find("a11y-keyboard", "expected nothing to reach in what is hidden; found it", element)
        for parent in ancestors(element):
            if parent.tag in FOCUSABLE:
                yield document.find(
                    "a11y-keyboard", f"expected no control in another; found it in {parent.tag}", element
                )
