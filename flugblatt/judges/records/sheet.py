"""Reads values out of XML and remembers which, so that what nobody asked for can be told at the end.

Flow: ``Sheet(root, prefixes)`` -> ``read`` … -> ``left``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree


class Sheet:
    """One document. A value is a text or an attribute; blank texts between elements are none."""

    def __init__(self, root: etree._Element, prefixes: dict[str, str], name: str) -> None:
        self.root = root
        self._prefixes = prefixes
        self._name = name
        self._read: set[tuple[etree._Element, str]] = set()

    def read(self, path: str, at: etree._Element | None = None) -> tuple[str, ...]:
        """The values that an XPath selects (``text()`` or ``@name`` at its end), in the order of the document."""
        found: Any = (self.root if at is None else at).xpath(path, namespaces=self._prefixes)
        values = []
        for value in found:
            self._read.add((value.getparent(), value.attrname if value.is_attribute else ""))
            values.append(str(value))
        return tuple(values)

    def elements(self, path: str, at: etree._Element | None = None) -> tuple[etree._Element, ...]:
        """The elements that an XPath selects."""
        found: Any = (self.root if at is None else at).xpath(path, namespaces=self._prefixes)
        return tuple(found)

    def left(self) -> Iterator[tuple[str, str]]:
        """Every value that was not read, with the path of its element. Empty elements, texts between elements, comments and
        instructions are never read."""
        for element in self.root.iter():
            if not isinstance(element.tag, str):
                yield f"{self._name} comment or instruction", str(element.text or " ")
                continue
            text = (element.text or "").strip()
            if text and (element, "") not in self._read:
                yield self._path(element), str(element.text)
            if not text and not len(element) and not element.attrib:
                yield self._path(element), "(empty)"
            for name, value in element.attrib.items():
                if (element, name) not in self._read:
                    yield f"{self._path(element)} @{etree.QName(name).localname}", str(value) or "(empty)"
            if between := "".join(child.tail or "" for child in element).strip():
                yield f"{self._path(element)} between its elements", between

    def _path(self, element: etree._Element) -> str:
        parts = [element, *element.iterancestors()]
        return f"{self._name} {'/'.join(etree.QName(part).localname for part in reversed(parts[:-1]))}"
