"""Validates JSON by a published JSON Schema (draft 7), as far as the schemas of OPDS 2.0 and Readium use it, offline.

Flow: the files of ``flugblatt/schemas`` by their ``$id`` -> ``compiled`` (a schema as a function of a value) -> ``errors`` -> a
place and what is wrong there. A keyword that is not known here is refused when a schema is read, so that none is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urljoin

from flugblatt import resources

Errors = Sequence[tuple[str, str]]
Judge = Callable[[Any], Errors]
GOOD: Errors = ()
TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
MEMBERS = {"properties", "patternProperties", "additionalProperties"}
WORDS = {
    "$schema",
    "$id",
    "$defs",
    "definitions",
    "title",
    "description",
    "default",
    "$comment",
    "then",
    "else",
} | MEMBERS
"""Keywords that say nothing of a value, or not by themselves."""
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
REFERENCE = re.compile(r"[^\s<>\"{}|\\^`]*")
JS_GROUP = re.compile(r"\(\?<(?=[A-Za-z])")
"""A named group as JavaScript writes it; Python wants (?P<."""
FOLDERS = ("opds", "readium")


def errors(schema: str, value: Any) -> Errors:
    """Everything in ``value`` that a schema, named by its ``$id``, does not allow: a path of names, and what is wrong."""
    return _by_address(schema)(value)


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
        return lambda value: _by_address(target)(value)  # looked up when it is used: schemas name each other
    unknown = [word for word in schema if word not in KEYWORDS and word not in WORDS]
    if unknown:
        raise ValueError(f"{base}: keywords that this reader does not know: {', '.join(unknown)}")
    judges = [KEYWORDS[word](said, schema, base) for word, said in schema.items() if word in KEYWORDS]
    if MEMBERS & schema.keys():
        judges.append(_members(schema, base))
    return _all(judges)


def _all(judges: Sequence[Judge]) -> Judge:
    def judge(value: Any) -> Errors:
        found: list[tuple[str, str]] = []
        for one in judges:
            if wrong := one(value):
                found += wrong
        return found or GOOD

    return judges[0] if len(judges) == 1 else judge


def _below(name: object, wrong: Errors) -> list[tuple[str, str]]:
    """What is wrong in a member, by the path from its parent."""
    return [(f"/{name}{place}", said) for place, said in wrong]


def _type(said: Any, schema: dict[str, Any], base: str) -> Judge:
    names = said if isinstance(said, list) else [said]
    holds = [TYPES[name] for name in names]
    wrong = (("", f"expected {' or '.join(names)}"),)
    if len(holds) == 1:
        (only,) = holds
        return lambda value: GOOD if only(value) else wrong
    return lambda value: GOOD if any(one(value) for one in holds) else wrong


def _required(said: list[str], schema: dict[str, Any], base: str) -> Judge:
    def judge(value: Any) -> Errors:
        if not isinstance(value, dict):
            return GOOD
        return [("", f"expected {name!r}, found none") for name in said if name not in value]

    return judge


def _members(schema: dict[str, Any], base: str) -> Judge:
    """Those of ``properties``, then those of ``patternProperties``, then all others."""
    own = {name: _compiled(inner, base) for name, inner in schema.get("properties", {}).items()}
    patterns = [(_regex(of), _compiled(inner, base)) for of, inner in schema.get("patternProperties", {}).items()]
    others = schema.get("additionalProperties", True)
    rest = _compiled(others, base) if isinstance(others, dict) else None

    def simple(value: Any) -> Errors:
        found: list[tuple[str, str]] = []
        for name, inner in value.items() if isinstance(value, dict) else ():
            if name in own and (wrong := own[name](inner)):
                found += _below(name, wrong)
        return found or GOOD

    def judge(value: Any) -> Errors:
        found: list[tuple[str, str]] = []
        for name, inner in value.items() if isinstance(value, dict) else ():
            fitting = [own[name]] if name in own else []
            fitting += [one for pattern, one in patterns if pattern.search(name)]
            for one in fitting or ([rest] if rest else []):
                if wrong := one(inner):
                    found += _below(name, wrong)
            if not fitting and others is False:
                found.append(("", f"expected no {name!r}"))
        return found or GOOD

    return judge if patterns or others is not True else simple


def _items(said: dict[str, Any], schema: dict[str, Any], base: str) -> Judge:
    inner = _compiled(said, base)

    def judge(value: Any) -> Errors:
        found: list[tuple[str, str]] = []
        for number, item in enumerate(value if isinstance(value, list) else ()):
            if wrong := inner(item):
                found += _below(number, wrong)
        return found or GOOD

    return judge


def _contains(said: dict[str, Any], schema: dict[str, Any], base: str) -> Judge:
    inner = _compiled(said, base)
    wrong = (("", said.get("description") or f"expected an item such as {json.dumps(said)[:120]}"),)
    return lambda value: wrong if isinstance(value, list) and all(inner(item) for item in value) else GOOD


def _one_of(once: bool) -> Callable[[Any, dict[str, Any], str], Judge]:
    wrong = (("", "expected one of the forms that the schema names"),)

    def made(said: list[dict[str, Any]], schema: dict[str, Any], base: str) -> Judge:
        inner = [_compiled(one, base) for one in said]
        if once:
            return lambda value: GOOD if sum(not one(value) for one in inner) == 1 else wrong
        return lambda value: GOOD if any(not one(value) for one in inner) else wrong

    return made


def _all_of(said: list[dict[str, Any]], schema: dict[str, Any], base: str) -> Judge:
    return _all([_compiled(one, base) for one in said])


def _if(said: dict[str, Any], schema: dict[str, Any], base: str) -> Judge:
    """``if`` with its ``then`` and ``else``."""
    asked = _compiled(said, base)
    then, otherwise = (_compiled(schema.get(word, {}), base) for word in ("then", "else"))
    return lambda value: otherwise(value) if asked(value) else then(value)


def _simple(holds: Callable[[Any, Any], bool], words: str) -> Callable[[Any, dict[str, Any], str], Judge]:
    def made(said: Any, schema: dict[str, Any], base: str) -> Judge:
        wrong = (("", words.format(str(said)[:120])),)
        return lambda value: GOOD if holds(value, said) else wrong

    return made


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(JS_GROUP.sub("(?P<", pattern))


def _pattern(said: str, schema: dict[str, Any], base: str) -> Judge:
    pattern, wrong = _regex(said), (("", "expected a word of the form that the schema names"),)
    return lambda value: wrong if isinstance(value, str) and not pattern.search(value) else GOOD


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
