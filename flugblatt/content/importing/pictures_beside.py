"""The pictures of a page or a Markdown file: those that lie beside it or below, and those that stand in it as data addresses.

Nothing is fetched from a network, and nothing outside of the folder of the file is read.
"""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from flugblatt.content.images import inside
from flugblatt.tables.limits import limit

DATA = re.compile(r"data:image/(png|jpeg|svg\+xml)[^,]*?(;base64)?,(.*)", re.DOTALL)


def pictures_beside(tree: dict[str, Any], folder: Path | None) -> dict[str, bytes]:
    """Address in the tree and bytes of each picture that is there."""
    found: dict[str, bytes] = {}
    for address in _addresses(tree["blocks"]):
        data = _of_address(address) if address.startswith("data:") else _of_file(unquote(address), folder)
        if data:
            found[address] = data
    return found


def _addresses(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["c"][2][0]] if value.get("t") == "Image" else []
        return own + _addresses(value.get("c"))
    return [address for part in value for address in _addresses(part)] if isinstance(value, list) else []


def _of_address(address: str) -> bytes:
    match = DATA.fullmatch(address)
    if match is None:
        return b""
    try:
        return base64.b64decode(match[3]) if match[2] else unquote_to_bytes(match[3])
    except (binascii.Error, ValueError):
        return b""


def _of_file(name: str, folder: Path | None) -> bytes:
    path = inside(folder, name) if folder else None
    try:
        small = isinstance(path, Path) and path.stat().st_size <= limit("picture_bytes")
        return path.read_bytes() if isinstance(path, Path) and small else b""
    except OSError:
        return b""
