"""Front matter, as other programs write it above a text: YAML between ``---`` or TOML between ``+++`` -> keys and values.

Only plain values and lists of them are taken over, and only under names that mean a key of statement.yaml; of all others the name
is told.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

KEYS = {
    "date": "date",
    "author": "issuers",
    "authors": "issuers",
    "issuer": "issuers",
    "issuers": "issuers",
    "publisher": "issuers",
    "kind": "kind",
    "type": "kind",
    "lang": "language",
    "language": "language",
    "locale": "language",
    "description": "summary",
    "abstract": "summary",
    "summary": "summary",
    "tags": "subjects",
    "keywords": "subjects",
    "subjects": "subjects",
    "url": "url",
    "canonical": "url",
    "original": "original",
    "subtitle": "subtitle",
    "title": "title",
}
"""Names in the front matter of Jekyll, Hugo, Pandoc and the like, and the key of statement.yaml that each means; ``language``,
``subtitle`` and ``title`` belong to the edition."""
_FORMS = (
    ("yaml", re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)),
    ("toml", re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)),
)
LARGEST = 20_000  # characters; chosen: far above any front matter, below what a hostile YAML needs


def split(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """Keys and values, a list as one pair for each item; and the text below. What is no front matter stays text."""
    for form, pattern in _FORMS:
        match = pattern.match(text)
        if match and len(match[1]) <= LARGEST:
            values = _read(form, match[1])
            if values is not None:
                return tuple(_pairs(values)), text[match.end() :]
    return (), text


def _read(form: str, text: str) -> dict[str, Any] | None:
    try:
        value = tomllib.loads(text) if form == "toml" else YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _day(text: str) -> str:
    """The day of a date with a time, as Hugo and Jekyll write it."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})[T ]", text)
    return match[1] if match else text


def _pairs(values: dict[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        items = value if isinstance(value, list) else [value]
        key = KEYS.get(str(name).lower(), f"?{name}")
        found += [
            (key, _day(str(item)) if key == "date" else str(item))
            for item in items
            if isinstance(item, str | int | float) or hasattr(item, "isoformat")
        ]
        if not all(isinstance(item, str | int | float) or hasattr(item, "isoformat") for item in items):
            found.append((f"?{name}", ""))
    return found
