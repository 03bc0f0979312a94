"""A YAML file as nodes with places: scalars as the text written, no aliases, no tags, one document.

Flow: text -> events of ruamel.yaml -> read_yaml -> Mapping, Items and Scalar. A plain ``no`` or ``1.10`` is the text
written; what it means is for the reader of the key to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from flugblatt.content.finding_codes import finding_at
from flugblatt.model import Finding, Place

_DEEPEST = 12  # chosen: the deepest statement.yaml has five levels; one fixture holds it (yaml-syntax)


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    quoted: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values as written, the first of each key only."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands where something was refused, so that nothing more is said of it."""

    place: Place


Node = Scalar | Items | Mapping | Broken


class _TooDeep(Exception):
    pass


def read_yaml(text: str, path: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """The one document of ``text`` and what is wrong with it as YAML; None where it has none or cannot be read on."""
    findings: list[Finding] = []
    root: Node | None = None
    documents = 0
    try:
        events = _events(text)
        for event in events:
            match type(event).__name__:
                case "DocumentStartEvent":
                    documents += 1
                    if documents == 2:
                        message = "one document was expected, found a second one"
                        findings.append(
                            finding_at("yaml-document", path, _place(event), message, "delete the line ---")
                        )
                case "StreamStartEvent" | "StreamEndEvent" | "DocumentEndEvent":
                    pass
                case _:
                    node = _node(event, events, path, findings, 0)
                    root = root or node
    except _TooDeep as error:
        place = error.args[0]
        message = f"at most {_DEEPEST} levels were expected, found more"
        findings.append(finding_at("yaml-syntax", path, place, message))
        return None, tuple(findings)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        what = "; ".join(part for part in (error.context, error.problem) if part)
        hint = "put the value in quotes, or indent with spaces only"
        findings.append(finding_at("yaml-syntax", path, place, f"YAML was expected, found a fault: {what}", hint))
        return None, tuple(findings)
    except (YAMLError, ReaderError, ValueError) as error:
        first = str(error).split("\n")[0]
        findings.append(finding_at("yaml-syntax", path, Place(1, 1), f"YAML was expected, found a fault: {first}"))
        return None, tuple(findings)
    return root, tuple(findings)


def _events(text: str) -> Iterator[Any]:
    reader = YAML(typ="rt", pure=True)
    return iter(reader.parse(text))


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _node(event: Any, events: Iterator[Any], path: str, findings: list[Finding], depth: int) -> Node:
    place = _place(event)
    if depth > _DEEPEST:
        raise _TooDeep(place)
    kind = type(event).__name__
    if kind == "AliasEvent":
        message = f"the value itself was expected, found the alias *{event.anchor}"
        findings.append(finding_at("yaml-alias", path, place, message, "write the value out"))
        return Broken(place)
    if getattr(event, "anchor", None):
        message = f"the value itself was expected, found the anchor &{event.anchor}"
        findings.append(finding_at("yaml-alias", path, place, message, "delete the anchor, or quote the text"))
    tag = _tag(event)
    if tag:
        message = f"a value without a tag was expected, found {tag}"
        findings.append(finding_at("yaml-tag", path, place, message, "delete the tag, or quote the text"))
    node = _content(kind, event, events, path, findings, depth)
    return Broken(place) if tag else node


def _tag(event: Any) -> str:
    tag = event.tag
    return str(tag).replace("tag:yaml.org,2002:", "!!") if tag else ""


def _content(kind: str, event: Any, events: Iterator[Any], path: str, findings: list[Finding], depth: int) -> Node:
    place = _place(event)
    if kind == "ScalarEvent":
        return Scalar(event.value, event.style is not None, place)
    items: list[Node] = []
    while type(following := next(events)).__name__ not in ("SequenceEndEvent", "MappingEndEvent"):
        items.append(_node(following, events, path, findings, depth + 1))
    if kind == "SequenceStartEvent":
        return Items(tuple(items), place)
    pairs: dict[str, tuple[Scalar, Node]] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        if not isinstance(key, Scalar):
            if not isinstance(key, Broken):
                findings.append(finding_at("yaml-type", path, key.place, "a key was expected, found a list or mapping"))
        elif key.text in pairs:
            line = pairs[key.text][0].place.line
            message = f"each key once was expected, found {key.text} again, after line {line}"
            findings.append(finding_at("yaml-key-twice", path, key.place, message, "delete one of them"))
        elif isinstance(value, Scalar) and not value.text and not value.quoted:
            # YAML places a missing value where the next one begins.
            pairs[key.text] = (key, Scalar("", False, key.place))
        else:
            pairs[key.text] = (key, value)
    return Mapping(tuple(pairs.values()), place)
