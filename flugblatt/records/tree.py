"""XML for records: elements with text, and the bytes of a whole document.

Flow: ``root`` -> ``add`` … -> ``written``. Only what has a value becomes an element or an attribute.
"""

from __future__ import annotations

from lxml import etree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def root(name: str, space: str, prefix: str | None = None, **others: str) -> etree._Element:
    """A root element; ``others`` are further prefixes and their namespaces."""
    spaces: dict[str | None, str] = {prefix: space}
    return etree.Element(f"{{{space}}}{name}", nsmap=spaces | dict(others.items()))


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A child in the namespace of its parent; ``lang`` becomes ``xml:lang``, and empty attributes are left out."""
    space = etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{space}}}{name}")
    child.text = text or None
    for key, value in attributes.items():
        if value:
            child.set(LANG if key == "lang" else key, value)
    return child


def add_if(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    """As ``add``, where there is a text."""
    if text:
        add(parent, name, text, **attributes)


def group(parent: etree._Element, name: str, **texts: str) -> etree._Element:
    """A child that holds others, each a name with its text, in this order; those without a text are left out."""
    element = add(parent, name)
    for child, text in texts.items():
        add_if(element, child, text)
    return element


def written(element: etree._Element) -> bytes:
    """The document: UTF-8 with its declaration, indented, with a line end at its end."""
    etree.indent(element)
    data: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"
