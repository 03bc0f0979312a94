"""The codes of a language in libraries, found again: from ONIX list 74 (package onixcheck), CLDR and the IANA registry.

Flow: language tag -> ``bibliographic``, ``exact``, ``further``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from babel.core import get_global
from language_tags import tags
from lxml import etree

_NOT_IN_CLDR = {"ak": "aka", "bh": "bih", "hr": "hrv", "ro": "rum", "sr": "srp", "tl": "tgl", "tw": "twi"}
"""Where CLDR takes two codes for one language, or one for two."""
_WITHOUT = {"sh": "hbs"}
_XS = "{http://www.w3.org/2001/XMLSchema}"


@cache
def standard() -> frozenset[str]:
    """The codes of ISO 639-2/B: those of ONIX list 74 that are neither ONIX's own nor withdrawn."""
    path = files("onixcheck").joinpath("schema/xsd3.1/ONIX_BookProduct_CodeLists.xsd")
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(no_network=True, resolve_entities=False))
    found = set()
    for value in root.iterfind(f"{_XS}simpleType[@name='List74']//{_XS}enumeration"):
        notes = " ".join("".join(note.itertext()) for note in value.iter(f"{_XS}documentation"))
        if "ONIX local code" not in notes and "Deprecated" not in notes:
            found.add(value.get("value", ""))
    return frozenset(found)


@cache
def bibliographic(tag: str) -> str:
    """ISO 639-2/B of the language, else of its macrolanguage, else ``mis``."""
    subtag = tag.split("-")[0]
    return _code(subtag) or _code(_entry(subtag).get("Macrolanguage", "")) or "mis"


def exact(tag: str) -> str:
    """ISO 639-3, where ISO 639-2 has no code."""
    subtag = tag.split("-")[0]
    if _code(subtag):
        return ""
    if subtag in _WITHOUT:
        return _WITHOUT[subtag]
    scope = _entry(subtag).get("Scope", "") if _entry(subtag) else "unknown"
    return subtag if len(subtag) == 3 and scope in ("", "macrolanguage") else ""


def further(tag: str) -> str:
    """The tag, where it says more than its codes."""
    return tag if "-" in tag or not (_code(tag) or exact(tag)) else ""


@cache
def _code(subtag: str) -> str:
    if subtag in standard():
        return subtag
    if subtag in _NOT_IN_CLDR:
        return _NOT_IN_CLDR[subtag]
    if len(subtag) != 2:
        return ""
    found = [old for old, new in get_global("language_aliases").items() if new == subtag and old in standard()]
    return found[0] if len(found) == 1 else ""


def _entry(subtag: str) -> dict[str, Any]:
    """What the IANA registry says of a language."""
    found = tags.language(subtag)
    return dict(found.data["record"]) if found else {}
