"""Validates JSON by a published JSON Schema (draft 7), as far as the schemas of OPDS 2.0 and Readium use it, offline.

Flow: the files of ``flugblatt/schemas`` by their ``$id`` -> ``compiled`` (a schema as a function of a value) -> ``errors`` -> a
place and what is wrong there. A keyword that is not known here is refused when a schema is read, so that none is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urljoin

from flugblatt import resources

Errors = Iterator[tuple[str, str]]
Judge = Callable[[Any, str], Errors]
TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
WORDS = {"$schema", "$id", "$defs", "definitions", "title", "description", "default", "$comment", "then", "else"}
"""Keywords that say nothing of a value by themselves."""
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
REFERENCE = re.compile(r"[^\s<>\"{}|\\^`]*")
JS_GROUP = re.compile(r"\(\?<(?=[A-Za-z])")
"""A named group as JavaScript writes it; Python wants (?P<."""
FOLDERS = ("opds", "readium")


def errors(schema: str, value: Any) -> Errors:
    """Everything in ``value`` that a schema, named by its ``$id``, does not allow: a path of names, and what is wrong."""
    return _by_address(schema)(value, "")


@cache
def _documents() -> dict[str, dict[str, Any]]:
    found = {}
    for folder in FOLDERS:
        for path in sorted((resources.SCHEMAS / folder).rglob("*.json")):
            document = json.loads(path.read_text(encoding="utf-8"))
            found[document["$id"]] = document
    return found


@cache
def _by_address(address: str) -> Judge:
    base, _, inner = address.partition("#")
    schema: Any = _documents()[base]
    for name in filter(None, inner.split("/")):
        schema = schema[name]
    return _compiled(schema, base)


def _compiled(schema: dict[str, Any], base: str) -> Judge:
    """The judge of all keywords of a schema."""
    if "$ref" in schema:  # draft 7: what stands beside it counts for nothing
        target = urljoin(base, schema["$ref"])
        return lambda value, at: _by_address(target)(value, at)
    judges = [
        KEYWORDS[word](said, schema, base) for word, said in schema.items() if word not in WORDS and word in KEYWORDS
    ]
    unknown = [word for word in schema if word not in KEYWORDS and word not in WORDS and word != "additionalProperties"]
    if unknown:
        raise ValueError(f"{base}: keywords that this reader does not know: {', '.join(unknown)}")
    if "additionalProperties" in schema and "properties" not in schema and "patternProperties" not in schema:
        judges.append(_properties({}, schema, base))

    def judge(value: Any, at: str) -> Errors:
        for one in judges:
            yield from one(value, at)

    return judge


def _holds(judge: Judge, value: Any) -> bool:
    return next(judge(value, ""), None) is None


def _type(said: Any, schema: dict[str, Any], base: str) -> Judge:
    names = said if isinstance(said, list) else [said]

    def judge(value: Any, at: str) -> Errors:
        if not any(TYPES[name](value) for name in names):
            yield at, f"expected {' or '.join(names)}"

    return judge


def _required(said: list[str], schema: dict[str, Any], base: str) -> Judge:
    def judge(value: Any, at: str) -> Errors:
        if isinstance(value, dict):
            for name in said:
                if name not in value:
                    yield at, f"expected {name!r}, found none"

    return judge


def _properties(said: dict[str, Any], schema: dict[str, Any], base: str) -> Judge:
    """Those of ``properties``, then those of ``patternProperties``, then all others."""
    own = {name: _compiled(inner, base) for name, inner in schema.get("properties", {}).items()}
    patterns = [
        (re.compile(JS_GROUP.sub("(?P<", pattern)), _compiled(inner, base))
        for pattern, inner in schema.get("patternProperties", {}).items()
    ]
    others = schema.get("additionalProperties", True)
    rest = _compiled(others, base) if isinstance(others, dict) else None

    def judge(value: Any, at: str) -> Errors:
        for name, inner in value.items() if isinstance(value, dict) else ():
            fitting = [own[name]] if name in own else []
            fitting += [one for pattern, one in patterns if pattern.search(name)]
            for one in fitting:
                yield from one(inner, f"{at}/{name}")
            if not fitting and rest:
                yield from rest(inner, f"{at}/{name}")
            if not fitting and others is False:
                yield at, f"expected no {name!r}"

    return judge


def _items(said: dict[str, Any], schema: dict[str, Any], base: str) -> Judge:
    inner = _compiled(said, base)

    def judge(value: Any, at: str) -> Errors:
        for number, item in enumerate(value if isinstance(value, list) else ()):
            yield from inner(item, f"{at}/{number}")

    return judge


def _contains(said: dict[str, Any], schema: dict[str, Any], base: str) -> Judge:
    inner = _compiled(said, base)

    def judge(value: Any, at: str) -> Errors:
        if isinstance(value, list) and not any(_holds(inner, item) for item in value):
            yield at, said.get("description") or f"expected an item such as {json.dumps(said)[:120]}"

    return judge


def _one_of(once: bool) -> Callable[[Any, dict[str, Any], str], Judge]:
    def made(said: list[dict[str, Any]], schema: dict[str, Any], base: str) -> Judge:
        inner = [_compiled(one, base) for one in said]

        def judge(value: Any, at: str) -> Errors:
            fitting = sum(_holds(one, value) for one in inner) if once else any(_holds(one, value) for one in inner)
            if fitting != 1:
                yield at, "expected one of the forms that the schema names"

        return judge

    return made


def _all_of(said: list[dict[str, Any]], schema: dict[str, Any], base: str) -> Judge:
    inner = [_compiled(one, base) for one in said]

    def judge(value: Any, at: str) -> Errors:
        for one in inner:
            yield from one(value, at)

    return judge


def _if(said: dict[str, Any], schema: dict[str, Any], base: str) -> Judge:
    """``if`` with its ``then`` and ``else``."""
    asked = _compiled(said, base)
    then, otherwise = (_compiled(schema.get(word, {}), base) for word in ("then", "else"))
    return lambda value, at: (then if _holds(asked, value) else otherwise)(value, at)


def _simple(holds: Callable[[Any, Any], bool], words: str) -> Callable[[Any, dict[str, Any], str], Judge]:
    def made(said: Any, schema: dict[str, Any], base: str) -> Judge:
        def judge(value: Any, at: str) -> Errors:
            if not holds(value, said):
                yield at, words.format(str(said)[:120])

        return judge

    return made


def _pattern(said: str, schema: dict[str, Any], base: str) -> Judge:
    pattern = re.compile(JS_GROUP.sub("(?P<", said))

    def judge(value: Any, at: str) -> Errors:
        if isinstance(value, str) and not pattern.search(value):
            yield at, "expected a word of the form that the schema names"

    return judge


def _is(format_: str, value: str) -> bool:
    """Whether a word has a format of JSON Schema (7.3); one that is not known here raises."""
    try:
        match format_:
            case "uri-reference" | "uri-template":
                return REFERENCE.fullmatch(re.sub(r"[{}]", "", value)) is not None
            case "uri":
                return URI.fullmatch(value) is not None
            case "date":
                return date.fromisoformat(value).isoformat() == value
            case "date-time":
                moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
                return moment.tzinfo is not None and value[10:11] in "Tt"
    except ValueError:
        return False
    raise KeyError(format_)


def _distinct(values: list[Any]) -> bool:
    return len({json.dumps(value, sort_keys=True) for value in values}) == len(values)


def _number(value: Any) -> bool:
    return TYPES["number"](value)


KEYWORDS: dict[str, Callable[[Any, dict[str, Any], str], Judge]] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "patternProperties": lambda said, schema, base: (
        _properties(said, schema, base) if "properties" not in schema else (lambda value, at: iter(()))
    ),
    "items": _items,
    "contains": _contains,
    "anyOf": _one_of(False),
    "oneOf": _one_of(True),
    "allOf": _all_of,
    "if": _if,
    "pattern": _pattern,
    "enum": _simple(lambda value, said: value in said, "expected one of {}"),
    "const": _simple(lambda value, said: value == said, "expected {}"),
    "format": _simple(lambda value, said: not isinstance(value, str) or _is(said, value), "expected the format {}"),
    "minItems": _simple(lambda value, said: not isinstance(value, list) or len(value) >= said, "expected {} or more"),
    "minProperties": _simple(
        lambda value, said: not isinstance(value, dict) or len(value) >= said, "expected {} names or more"
    ),
    "uniqueItems": _simple(
        lambda value, said: not said or not isinstance(value, list) or _distinct(value), "expected no item twice"
    ),
    "minimum": _simple(lambda value, said: not _number(value) or value >= said, "expected {} or more"),
    "exclusiveMinimum": _simple(lambda value, said: not _number(value) or value > said, "expected more than {}"),
}
