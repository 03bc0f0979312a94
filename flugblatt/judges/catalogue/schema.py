"""Judges whether a feed is valid by the published schema of its standard, offline.

Flow: ``judge(kind, data)`` -> JSON by fastjsonschema, which names the first fault, XML by RELAX NG, with the schemas of
``flugblatt/schemas`` -> what no schema says, in XPath -> Check ``schema``.

Rule: OPDS 2.0 is valid by the JSON Schemas of OPDS and Readium, OPDS 1.2 by the grammar of OPDS over that of Atom, the news feed
by Atom's, and a sitemap and a set of links by their standards' rules.
Reason: a reading app shows an empty shelf, and says nothing, for one wrong word in a feed of a thousand books.
Passes: a feed with all that its standard demands. Fails: ``schema-invalid`` names the place; ``schema-unreadable`` what is neither
JSON nor XML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import fastjsonschema
from fastjsonschema import JsonSchemaValueException
from lxml import etree

from flugblatt import resources
from flugblatt.model import Check, Finding
from flugblatt.model.checks import survives

FEED = "https://drafts.opds.io/schema/feed.schema.json"
FOLDERS = ("opds", "readium")
JS_GROUP = re.compile(r"\(\?<(?=[A-Za-z])")
"""A named group as JavaScript writes it; Python wants (?P<."""
SPACES = {
    "a": "http://www.w3.org/2005/Atom",
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
MOST_URLS = 50_000  # of a sitemap (sitemaps.org, protocol 0.9)
LINK_TARGETS = ("href", "type", "hreflang", "title", "media")
TOOLS = {
    "opds2": "fastjsonschema, with the schemas of OPDS 2.0 and Readium",
    "opds1": "lxml, RELAX NG of OPDS 1.2 over RFC 4287",
    "feed": "lxml, RELAX NG of RFC 4287",
    "sitemap": "our checks, sitemaps.org protocol 0.9",
    "linkset": "our checks, RFC 9264, 4.2",
}
Wrong = Iterator[tuple[str, str]]


def _tool(kind: str, data: bytes) -> str:
    return TOOLS[kind]


@survives("schema", _tool, "schema-unreadable", "a file that can be read")
def judge(kind: str, data: bytes) -> Check:
    """The Check ``schema`` of a feed of a kind, a key of ``TOOLS``. Never raises for what ``data`` holds."""
    wrong = RULES[kind](data)
    findings = (Finding("schema-invalid", "error", said, place or "feed") for place, said in wrong)
    return Check.of("schema", TOOLS[kind], findings)


def _opds2(data: bytes) -> Wrong:
    try:
        _feed_schema()(json.loads(data))
    except JsonSchemaValueException as wrong:
        _, *place = wrong.path
        yield (
            f"/{'/'.join(place)}",
            f"expected what the schema demands: {wrong.message.removeprefix(wrong.name or '').strip()}",
        )


@cache
def _feed_schema() -> Callable[[Any], Any]:
    """The schema of a feed, compiled with all that it names (JSON Schema, draft 7)."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((resources.SCHEMAS / folder).rglob("*.json")):
            document = json.loads(JS_GROUP.sub("(?P<", path.read_text(encoding="utf-8")))
            found[document["$id"]] = document
    compiled: Callable[[Any], Any] = fastjsonschema.compile(found[FEED], handlers={"https": found.__getitem__})
    return compiled


@cache
def _grammar(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(str(resources.SCHEMAS / name)))


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _by_grammar(name: str, tree: etree._Element) -> Wrong:
    grammar = _grammar(name)
    if not grammar.validate(tree):
        for error in grammar.error_log:
            yield f"line {error.line}", error.message
        if not len(grammar.error_log):
            yield "", "expected what the grammar allows"


@cache
def _path(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=SPACES)


def _rules(tree: etree._Element, rules: tuple[tuple[str, str, str], ...]) -> Wrong:
    """Rules: an XPath of what is looked at, one that must be true of it, and words."""
    for of, demand, words in rules:
        asked = _path(f"boolean({demand})")
        for element in _path(of)(tree):
            if not asked(element):
                yield f"line {element.sourceline}", words


ATOM_RULES = (
    ("/a:feed", "count(a:link[@rel='self']) = 1", "expected one link to the feed itself (RFC 4287, 4.1.1)"),
    ("/a:feed", "a:author or not(a:entry[not(a:author)])", "expected an author of the feed or of every entry"),
    ("//a:id", "contains(., ':')", "expected an identifier that is an IRI (RFC 4287, 4.2.6)"),
    ("//a:entry", "a:content or a:link[@rel='alternate']", "expected an alternate of the entry (RFC 4287, 4.1.2)"),
)
OPDS_RULES = (
    (
        "//a:entry",
        "a:link[starts-with(@rel, 'http://opds-spec.org/acquisition')]",
        "expected a link of acquisition (OPDS 1.2, 5)",
    ),
    (
        "//a:link[starts-with(@rel, 'http://opds-spec.org/')]",
        "@type",
        "expected a type on a link of OPDS (OPDS 1.2, 7)",
    ),
    ("//a:link[@rel='http://opds-spec.org/facet']", "@title", "expected a title of a facet (OPDS 1.2, 4.1.1)"),
)


def _opds1(data: bytes) -> Wrong:
    tree = _tree(data)
    yield from _by_grammar("opds.rng", tree)
    yield from _rules(tree, (*ATOM_RULES, *OPDS_RULES))
    yield from _doubled(tree)


def _feed(data: bytes) -> Wrong:
    tree = _tree(data)
    yield from _by_grammar("atom.rng", tree)
    yield from _rules(tree, ATOM_RULES)
    yield from _doubled(tree)


def _doubled(tree: etree._Element) -> Wrong:
    """Two entries of one identifier are two states of one thing, which a feed of one moment does not have."""
    seen: set[str] = set()
    for element in tree.iterfind("a:entry/a:id", SPACES):
        if element.text in seen:
            yield f"line {element.sourceline}", "expected each identifier once (RFC 4287, 4.1.1)"
        seen.add(element.text or "")


def _sitemap(data: bytes) -> Wrong:
    tree = _tree(data)
    name = etree.QName(tree).localname
    item = {"urlset": "url", "sitemapindex": "sitemap"}.get(name, "")
    if etree.QName(tree).namespace != SPACES["s"] or not item:
        yield "", "expected a urlset or a sitemapindex"
        return
    if not 0 < len(tree) <= MOST_URLS:
        yield "", f"expected 1 to {MOST_URLS:,} addresses"
    absolute = "count(s:loc) = 1 and starts-with(s:loc, 'https://')"
    yield from _rules(
        tree,
        (
            ("/*/*", f"self::s:{item}", f"expected {item} alone"),
            ("/*/*", absolute, "expected one absolute address"),
            (
                "//x:link",
                "@rel = 'alternate' and @hreflang and @href",
                "expected an alternate with language and address",
            ),
        ),
    )


def _linkset(data: bytes) -> Wrong:
    value = json.loads(data)
    contexts = value.get("linkset") if isinstance(value, dict) else None
    if not isinstance(contexts, list) or list(value) != ["linkset"]:
        yield "", "expected an object with one member, linkset, a list (RFC 9264, 4.2.1)"
        return
    for number, context in enumerate(contexts):
        yield from _context(f"/linkset/{number}", context)


def _context(at: str, context: Any) -> Wrong:
    if not isinstance(context, dict) or not isinstance(context.get("anchor"), str):
        yield at, "expected an object with an anchor (RFC 9264, 4.2.2)"
        return
    for relation, targets in context.items():
        for target in targets if isinstance(targets, list) else ():
            if not isinstance(target, dict) or not isinstance(target.get("href"), str):
                yield f"{at}/{relation}", "expected a target with href (RFC 9264, 4.2.3)"
            elif set(target) - set(LINK_TARGETS):
                yield f"{at}/{relation}", f"expected no other attributes than {', '.join(LINK_TARGETS)}"
        if relation != "anchor" and not (isinstance(targets, list) and targets):
            yield f"{at}/{relation}", "expected a list of targets (RFC 9264, 4.2.3)"


RULES: dict[str, Callable[[bytes], Wrong]] = {
    "opds2": _opds2,
    "opds1": _opds1,
    "feed": _feed,
    "sitemap": _sitemap,
    "linkset": _linkset,
}
