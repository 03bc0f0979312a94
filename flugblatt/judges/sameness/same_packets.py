"""Two XMP packets (ISO 16684-1), statement by statement: programs that sign or convert write the same ones in another form.

Flow: a packet -> its properties with the way to each and its value, whether written as an element or as an attribute -> a
Finding for each that differs, but for the names of programs and, of a file that was signed, when.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from flugblatt.judges.sameness import same_markup, tolerated
from flugblatt.model import Finding

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LISTS = (f"{RDF}Bag", f"{RDF}Seq", f"{RDF}Alt")
ABOUT, RESOURCE, PARSED = f"{RDF}about", f"{RDF}resource", f"{RDF}parseType"
TOOLKIT = "{adobe:ns:meta/}xmptk"
Leaf = tuple[str, str]


def findings(where: str, found: bytes, expected: bytes, signed: bool = False) -> Iterator[Finding]:
    """Where two packets state something else."""
    yield from same_markup.lines(_written(found, signed), _written(expected, signed), where)


def _written(data: bytes, signed: bool) -> bytes:
    """The statements of a packet, one in a line, in the order of their names."""
    kept = []
    for name, value in _leaves(data):
        maker = name in tolerated.PACKET and tolerated.program(value)
        dated = signed and name in tolerated.WHEN_SIGNED and tolerated.DATE.fullmatch(value)
        kept.append(f"{name}: {'a program' if maker else 'a date' if dated else ' '.join(value.split())}")
    return "\n".join(sorted(kept)).encode()


def _leaves(data: bytes) -> Iterator[Leaf]:
    root = same_markup.parsed(data).getroot()
    for node in root.getroottree().xpath("//comment() | //processing-instruction()"):
        if getattr(node, "target", "") != tolerated.AROUND_PACKET:
            yield "words beside the statements", str(node.text)
    if (toolkit := root.get(TOOLKIT)) and not tolerated.program(toolkit):
        yield "toolkit", toolkit
    for description in root.iter(f"{RDF}Description"):
        if description.getparent().tag == f"{RDF}RDF":
            yield from _properties(description, "")
    for element in root.iter(etree.Element):
        around = (element.tail or "") + ((element.text or "") if len(element) else "")
        if around.strip():
            yield "words between the statements", around


def _properties(element: Any, way: str) -> Iterator[Leaf]:
    """What an element states of its subject, by attributes and by elements."""
    for name, value in element.attrib.items():
        if name not in (PARSED, LANG) and (value or name != ABOUT):
            yield way + name, value
    for child in element.iterchildren(etree.Element):
        yield from _value(child, way + child.tag)


def _value(element: Any, way: str) -> Iterator[Leaf]:
    if language := element.get(LANG):
        way = f"{way}@{language}"
    children = list(element.iterchildren(etree.Element))
    if RESOURCE in element.attrib:
        yield way, element.get(RESOURCE)
    elif len(children) == 1 and children[0].tag in LISTS:
        kind = children[0].tag.removeprefix(RDF)
        for number, item in enumerate(children[0].iterchildren(etree.Element), 1):
            yield from _value(item, f"{way}/{kind} {number}")
    elif len(children) == 1 and children[0].tag == f"{RDF}Description":
        yield from _properties(children[0], f"{way}/")
    elif children or PARSED in element.attrib:
        yield from _properties(element, f"{way}/")
    else:
        yield way, element.text or ""
