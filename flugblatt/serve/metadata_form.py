"""``statement.yaml`` as a form: a field for each key of its JSON Schema, and the file itself changed only where a field was.

Flow: schema, text of the file -> top-level keys with their lines -> ``fields`` -> what came back -> ``changed`` -> the text with
those keys written anew. Comments, order and every other key stay as they are, byte for byte. A value that no simple field can
hold is edited as the YAML that it is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from flugblatt.content import statement_schema

Manner = Literal["choice", "switch", "line", "lines", "yaml"]
_KEY = re.compile(r"""^(?P<quote>["']?)(?P<key>[A-Za-z_][\w-]*)(?P=quote)[ \t]*:(?=\s|$)""")
_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/’'–-]*[\w.)])?")
_OTHER_VALUES = {"yes", "no", "true", "false", "null", "on", "off", "y", "n"}
_BARE = re.compile(r"\d{4}(-\d\d(-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)?)?|https://[^\s#,\[\]{}]+")
"""Dates and addresses, which YAML takes as they are."""
_COMMENT = re.compile(r"(?P<value>[^\s\"'\[{|>&*!#][^\n]*?)(?P<comment>[ \t]+#[^\n]*)")
FIRST = ("date", "issuers", "kind", "original", "url", "summary", "subjects", "publisher", "contact", "rights")
"""The keys that most works have; the others stand below them."""


@dataclass(frozen=True, slots=True)
class Field:
    """A key: ``value`` is what the field holds at first; ``says`` is the schema's description; ``choices`` of a choice."""

    key: str
    says: str
    manner: Manner
    value: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key of the file: its lines from ``start`` to ``end``, and the text of its value."""

    start: int
    end: int
    source: str

    @property
    def comment(self) -> str:
        """What stands behind a value of one plain word or line."""
        match = _COMMENT.fullmatch(self.source)
        return match["comment"] if match else ""


def fields(text: str) -> tuple[Field, ...]:
    """A field for each key that statement.yaml can have, those that most works have first."""
    schema = statement_schema.schema()
    entries, values = _entries(text), _values(text)
    order = sorted(schema["properties"], key=lambda key: FIRST.index(key) if key in FIRST else len(FIRST))
    return tuple(
        _field(key, schema["properties"][key], entries.get(key), values.get(key), key in schema["required"])
        for key in order
    )


def changed(text: str, given: Mapping[str, str]) -> str:
    """The text with the keys whose fields were changed; an emptied field takes its key out."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    entries = _entries(text)
    new: list[str] = []
    edits: dict[int, tuple[int, list[str]]] = {}
    for field in fields(text):
        value = given.get(field.key, field.value).replace("\r\n", "\n").strip("\n")
        if value.strip() == field.value.strip():
            continue
        written = [f"{line}\n" for line in _written(field, value).splitlines()] if value.strip() else []
        if entry := entries.get(field.key):
            if len(written) == 1 and entry.comment:
                written = [written[0].rstrip("\n") + entry.comment + "\n"]
            edits[entry.start] = (entry.end, written)
        else:
            new += written
    for start, (end, written) in sorted(edits.items(), reverse=True):
        lines[start:end] = written
    return "".join([*lines, *new])


def _field(key: str, schema: dict[str, Any], entry: _Entry | None, value: object, required: bool) -> Field:
    says = schema.get("description", "")
    source = entry.source if entry else ""
    if "enum" in schema and (value is None or value in schema["enum"]):
        return Field(key, says, "choice", str(value or ""), tuple(map(str, schema["enum"])), required)
    if schema.get("type") == "boolean" and (value is None or isinstance(value, bool)):
        return Field(key, says, "switch", "true" if value else "", (), required)
    if _takes_list(schema) and (value is None or _is_words(value)):
        return Field(key, says, "lines", "\n".join(value) if isinstance(value, list) else "", (), required)
    if _takes_words(schema) and not isinstance(value, list | dict) and "\n" not in source:
        words = value if isinstance(value, str) else source.removesuffix(entry.comment if entry else "")
        return Field(key, says, "line", words, (), required)
    return Field(key, says, "yaml", source, (), required)


def _written(field: Field, value: str) -> str:
    """The lines of a key with this value."""
    match field.manner:
        case "lines":
            items = [line.strip() for line in value.splitlines() if line.strip()]
            return "\n".join([f"{field.key}:", *(f"  - {_scalar(item)}" for item in items)])
        case "yaml":
            inner = value.splitlines()
            if len(inner) == 1 and not inner[0].startswith(("- ", " ")) and not _KEY.match(inner[0]):
                return f"{field.key}: {inner[0]}"
            return "\n".join([f"{field.key}:", *(f"  {line}".rstrip() for line in inner)])
        case "switch" | "choice":
            return f"{field.key}: {value}"
        case "line":
            return f"{field.key}: {_scalar(value.strip())}"


def _scalar(words: str) -> str:
    """Words as YAML reads them: as they are, or in quotation marks where they would be something else."""
    if _BARE.fullmatch(words) or (_PLAIN.fullmatch(words) and words.lower() not in _OTHER_VALUES):
        return words
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def _takes_list(schema: dict[str, Any]) -> bool:
    """Whether a list of names alone is a value."""
    if schema.get("type") == "array":
        items = schema.get("items", {})
        return "maxItems" not in schema and any(_takes_words(one) for one in (items, *items.get("anyOf", ())))
    return any(_takes_list(one) for one in schema.get("anyOf", ()))


def _takes_words(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type", ())
    if "string" in ([kinds] if isinstance(kinds, str) else kinds):
        return True
    return any(_takes_words(one) for one in schema.get("anyOf", ()))


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item == item.strip() for item in value)


def _values(text: str) -> dict[str, Any]:
    """What the file says, as far as it can be read."""
    try:
        value = YAML(typ="safe", pure=True).load(io.StringIO(text))
    except (YAMLError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def _entries(text: str) -> dict[str, _Entry]:
    """The top-level keys; comments and blank lines below a value belong to what follows."""
    lines = text.splitlines()
    starts = [(number, match) for number, line in enumerate(lines) if (match := _KEY.match(line))]
    ends = [*(number for number, _ in starts[1:]), len(lines)]
    found = {}
    for (start, match), after in zip(starts, ends, strict=True):
        end = after
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith(("#", "..."))):
            end -= 1
        found[match["key"]] = _Entry(
            start, end, "\n".join(_value_lines(lines[start][match.end() :], lines[start + 1 : end]))
        )
    return found


def _value_lines(first: str, rest: list[str]) -> Iterator[str]:
    if first.strip():
        yield first.strip()
    indent = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip()), default=0)
    yield from (line[indent:] for line in rest)
