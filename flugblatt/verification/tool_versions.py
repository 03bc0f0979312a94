"""The versions of the tools that made and judged a package, as its certificates and PREMIS name them, beside those of here.

Flow: files of a package, and of the one built again -> name and version of each tool in both -> what has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from lxml import etree

from flugblatt.judges.external import xml_schemas
from flugblatt.model.findings import shown

PREMIS = "{http://www.loc.gov/premis/v3}"
Versions = Iterable[tuple[str, str]]
Readers = tuple[tuple[str, Callable[[bytes], Versions]], ...]
"""Ends of paths, and what reads the versions of tools in such a file."""


def changes(before: dict[str, bytes], again: dict[str, bytes], readers: Readers) -> tuple[str, ...]:
    """Tools whose version differs, as certificates and PREMIS name them."""
    then, now = _versions(before, readers), _versions(again, readers)
    changed = sorted(name for name in then.keys() & now.keys() if then[name] != now[name])
    return tuple(f"{shown(name)} {shown(then[name])}, here {shown(now[name])}" for name in changed)


def _versions(files: dict[str, bytes], readers: Readers) -> dict[str, str]:
    """Name and version of each tool, from the files whose path ends as a reader's."""
    found: dict[str, set[str]] = {}
    for path, data in files.items():
        for end, read_versions in readers:
            for name, version in read_versions(data) if path.endswith(end) else ():
                found.setdefault(name, set()).add(version)
    return {name: " and ".join(sorted(versions)) for name, versions in found.items()}


def _packages(data: bytes) -> Versions:
    packages = _certificate(data, "tools", "packages")
    yield "flugblatt", str(_certificate(data).get("flugblatt", ""))
    yield from ((name, str(version)) for name, version in packages.items())


def _judges(data: bytes) -> Versions:
    judges = _certificate(data, "tools", "judges")
    return ((f"judge {name}", str(version).strip("[]").replace("'", "")) for name, version in judges.items())


def _certificate(data: bytes, *keys: str) -> dict[str, Any]:
    """The object at these keys of a certificate; empty where there is none."""
    with suppress(ValueError, RecursionError, KeyError, TypeError):
        value = json.loads(data)
        for key in keys:
            value = value[key]
        return value if isinstance(value, dict) else {}
    return {}


def _makers(data: bytes) -> Versions:
    """The agents of the events by which files were made."""
    try:
        root = xml_schemas.parse(data)
    except (ValueError, etree.XMLSyntaxError):
        return
    made = {
        str(value.text)
        for event in root.iter(f"{PREMIS}event")
        if event.findtext(f"{PREMIS}eventType") == "creation"
        for value in event.iter(f"{PREMIS}linkingAgentIdentifierValue")
    }
    for agent in root.iter(f"{PREMIS}agent"):
        if agent.findtext(f"{PREMIS}agentIdentifier/{PREMIS}agentIdentifierValue") in made:
            yield agent.findtext(f"{PREMIS}agentName", ""), agent.findtext(f"{PREMIS}agentVersion", "")


MAKERS: Readers = ((".proof.json", _packages), ("/metadata/preservation/premis.xml", _makers))
JUDGES: Readers = ((".proof.json", _judges),)
