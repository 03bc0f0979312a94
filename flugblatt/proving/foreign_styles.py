"""The route ``styles`` through markup of others: whether its style sheets can hide, move, cover or make text.

Flow: documents with their style sheets -> rules, each matched to the elements that have words -> declarations of the list below do
nothing to words; those that hide words or make some are errors; any other, a script or a sheet that is not at hand, and nothing can
be said of what the eye sees.

A list of what is harmless comes to an end, as a list of all harm does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cssselect2
import tinycss2
from lxml import etree
from tinycss2.color5 import parse_color

from flugblatt.model import Check, Finding
from flugblatt.proving.proof import TOOL, Route, not_run

SURE = "every rule that meets words is one of a list that can neither hide, move, cover nor make text; fonts are the reader's own"
LENGTH = r"(?:0|\d*\.?\d+(?:px|pt|em|rem|ex|ch|mm|cm|in|%)?|auto|inherit)"
LENGTHS = rf"{LENGTH}(?: {LENGTH})*"
LINE = r"(?:[a-z]+|#[0-9a-f]{3,6}|0|\d*\.?\d+(?:px|pt|em))"
SIZES = (
    r"(?:[6-9]|\d\d)(?:\.\d+)?p[tx]|(?:0?\.[6-9]\d*|[1-4](?:\.\d+)?)r?em|(?:[6-9]\d|[1-4]\d\d)(?:\.\d+)?%"
    "|smaller|larger|small|medium|large|x-large|xx-large|inherit"
)
"""From 6 pt upwards, and from three fifths of the size around; chosen: smaller ones are hidden words."""
HARMLESS: Mapping[str, str] = {
    **dict.fromkeys(("font-weight", "font-style", "font-stretch", "font-kerning", "font-variant-numeric"), ".*"),
    **dict.fromkeys(
        ("font-family", "widows", "orphans", "hyphens", "-webkit-hyphens", "text-wrap", "caption-side"), ".*"
    ),
    **dict.fromkeys(
        ("border-collapse", "border-spacing", "vertical-align", "text-rendering", "tab-size", "color-scheme"), ".*"
    ),
    **dict.fromkeys(("page-break-before", "page-break-after", "page-break-inside"), ".*"),
    **dict.fromkeys(("break-before", "break-after", "break-inside", "overflow-wrap", "word-wrap", "box-sizing"), ".*"),
    **dict.fromkeys(("margin", "padding"), LENGTHS),
    **{f"{name}-{side}": LENGTH for name in ("margin", "padding") for side in ("top", "right", "bottom", "left")},
    **{
        f"{name}-{side}": LENGTHS
        for name in ("margin", "padding")
        for side in ("block", "inline", "inline-start", "inline-end")
    },
    **{
        f"border{side}": rf"{LINE}(?: {LINE})*"
        for side in ("", "-top", "-right", "-bottom", "-left", "-color", "-width", "-style")
    },
    "text-align": "left|right|center|justify|start|end|inherit",
    "text-decoration": "none|underline|inherit",
    "text-indent": LENGTH,
    "font-size": SIZES,
    "line-height": r"normal|inherit|[1-3](?:\.\d+)?(?:em|rem)?|1[0-9]{2}%|[12]\d(?:\.\d+)?p[tx]",
    "white-space": "normal|pre|pre-wrap|pre-line|nowrap|inherit",
    "display": r"block|inline|inline-block|list-item|table(?:-row|-cell|-row-group|-header-group|-caption)?|flow-root",
    "list-style": "none|disc|decimal|outside|inside|inherit",
    "list-style-type": "none|disc|circle|square|decimal|inherit",
    "list-style-position": "inside|outside",
    "max-width": r"none|(?:[2-9]\d|\d{3,})(?:\.\d+)?(?:px|pt|em|rem|ch|mm|%)",
    "letter-spacing": r"normal|0|-?0?\.0\d*em",
    "float": "none",
    "position": "static",
    "overflow": "visible|auto",
    "direction": "inherit",
}
"""Property: the values that do nothing to words, in small letters."""
HIDING: Mapping[str, str] = {
    "display": "none",
    "visibility": "hidden|collapse",
    "content-visibility": "hidden",
    "opacity": r"0?\.0\d*|0%?",
    "font-size": r"0+(?:\.0\d*)?[a-z%]*|\.0\d*[a-z%]*|0?\.\d+p[tx]",
    "color": r"transparent|rgba\(.*, ?0(?:\.0\d*)?\)",
    "text-decoration": ".*line-through.*",
    "text-transform": "uppercase|lowercase|capitalize",
    "unicode-bidi": ".*override",
    "text-indent": r"-\d{3,}.*",
}
"""Property: the values that hide words, or show others."""
GROUNDS = ("background", "background-color")
POINTED = re.compile(r":(?:hover|focus|active|target|visited|checked|open|fullscreen)", re.IGNORECASE)
"""What only a pointer, a keyboard or the reader's past makes true."""
WORDS_OF_RULES = r"none|normal|\"\"|''"
DARK, LIGHT = 0.18, 0.7
"""Relative luminance: darker words on lighter ground have a contrast of more than 3 to 1 (WCAG 2.2)."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """A document by its name, with the style sheets that lay it out; ``unread`` says what of them is not at hand."""

    name: str
    root: Any
    css: tuple[str, ...]
    unread: str = ""


def judge(documents: Iterable[Sheets]) -> Route:
    """The route ``styles``: failed where words are hidden or made, not run where a rule is not on the list."""
    errors, unknown = list[Finding](), list[str]()
    for document in documents:
        for harm, words in _document(document):
            if harm:
                errors.append(Finding("fidelity-hidden", "error", words, f"{document.name}, style"))
            else:
                unknown.append(f"{document.name}: {words}")
    if errors:
        return Route(Check.of("styles", TOOL, errors))
    if unknown:
        return not_run("styles", f"what the eye sees was not judged; {unknown[0]}", TOOL)
    return Route(Check.of("styles", TOOL, ()), decides=False, sure=SURE)


def _document(document: Sheets) -> Iterator[tuple[bool, str]]:
    """What its rules do to words: whether it is harm, and the rule in words."""
    if document.unread:
        yield False, document.unread
    for script in document.root.iter("{*}script"):
        if script.get("type", "") not in ("application/ld+json", "application/json"):
            yield False, "it has scripts"
            break
    elements = [element for element in document.root.iter(etree.Element) if _has_words(element)]
    for element in elements:
        for one in tinycss2.parse_blocks_contents(element.get("style", ""), True, True):
            yield from _declaration(one, "an attribute of style", False)
    tree = cssselect2.ElementWrapper.from_xml_root(document.root)
    wrapped = [wrapper for wrapper in tree.iter_subtree() if _has_words(wrapper.etree_element)]
    for css in document.css:
        yield from _rules(tinycss2.parse_stylesheet(css, True, True), wrapped)


def _has_words(element: Any) -> bool:
    """Whether words of the body stand in an element."""
    if not isinstance(element.tag, str) or _local(element) in (
        "html",
        "head",
        "title",
        "style",
        "script",
        "meta",
        "link",
    ):
        return _local(element) == "html"
    inside_head = any(_local(parent) == "head" for parent in element.iterancestors())
    return not inside_head and bool("".join(element.itertext()).strip())


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _rules(nodes: list[Any], wrapped: list[Any]) -> Iterator[tuple[bool, str]]:
    for node in nodes:
        if (
            node.type == "at-rule"
            and node.lower_at_keyword in ("media", "supports", "layer")
            and node.content is not None
        ):
            yield from _rules(tinycss2.parse_rule_list(node.content, True, True), wrapped)
        elif node.type == "at-rule" and node.lower_at_keyword not in ("charset", "page", "namespace"):
            yield False, f"a rule @{node.at_keyword}"
        elif node.type == "qualified-rule":
            selector = tinycss2.serialize(node.prelude).strip()
            meets, made = _meets(node.prelude, wrapped)
            for one in tinycss2.parse_blocks_contents(node.content, True, True) if meets else ():
                yield from _declaration(one, selector, made)
        elif node.type == "error":
            yield False, f"a rule that cannot be read: {node.message}"


def _meets(prelude: Any, wrapped: list[Any]) -> tuple[bool, bool]:
    """Whether a rule meets an element with words, and whether it makes a part of its own beside it."""
    if POINTED.search(tinycss2.serialize(prelude)):
        return True, False
    try:
        selectors = cssselect2.compile_selector_list(prelude)
    except cssselect2.SelectorError:
        return True, False  # what is not known may be true
    hits = [one for one in selectors if any(one.test(wrapper) for wrapper in wrapped)]
    return bool(hits), any(one.pseudo_element for one in hits)


def _declaration(one: Any, selector: str, made: bool) -> Iterator[tuple[bool, str]]:
    if one.type != "declaration":
        yield False, f"{selector[:60]}: a rule within a rule"
        return
    name, value = one.lower_name, " ".join(tinycss2.serialize(one.value).lower().split())
    words = f"{selector[:60]} {{ {name}: {value[:60]} }}"
    if name == "content":
        if made and not re.fullmatch(WORDS_OF_RULES, value):
            yield True, f"expected words of the text alone; found {words}, which makes some"
    elif re.fullmatch(HIDING.get(name, r"(?!)"), value):
        yield True, f"expected words to be seen as they are; found {words}"
    elif name == "color" or name in GROUNDS:
        shade = _luminance(value)
        good = value in ("inherit", "none", "transparent", "currentcolor") or (
            shade is not None and (shade <= DARK if name == "color" else shade >= LIGHT)
        )
        if not good:
            yield False, f"{words} may be like its ground"
    elif not re.fullmatch(HARMLESS.get(name, r"(?!)"), value):
        yield False, f"{words} is not on the list of what does nothing to words"


def _luminance(value: str) -> float | None:
    """The relative luminance of a colour without transparency (WCAG 2.2); None where it is none."""
    colour = parse_color(value)
    if colour is None or isinstance(colour, str) or colour.alpha < 1:
        return None
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in list(colour.to("srgb"))[:3]
    )
    red, green, blue = parts
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)
