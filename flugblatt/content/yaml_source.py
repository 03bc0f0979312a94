"""A YAML file as nodes with places: scalars as the text written, no aliases, no tags, one document.

Flow: text -> events of ruamel.yaml -> read_yaml -> Mapping, Items and Scalar. A plain ``no`` or ``1.10`` is the text
written; what it means is for the reader of the key to say. What YAML drops behind a plain value is kept as its comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from flugblatt.content.finding_codes import finding_at
from flugblatt.content.yaml_faults import in_plain_words
from flugblatt.model import Finding, Place

_DEEPEST = 12  # levels; chosen: no key of a statement has more than four
_COMMENT = re.compile(r"[ \t]+(#.*)")
_COMMENT_BELOW = re.compile(r"\n([ \t]*)(#.*)")
_NO_VALUE = re.compile(r"\s*:?[ \t]+(#.*)")
_CUT = re.compile(r"(?:(?:[^\"'#]|\"[^\"]*\"|'[^']*')*[\[{,:]|)[ \t]*(?P<words>[^\s\"'\[{,][^,\[\]{}]*[ \t]#[^,\]}]*)")
_LINE = re.compile(r"(?P<key>[ \t]*(?:- +)*(?:[\w.-]+:[ \t]+)?)(?P<value>\S.*?)[ \t]*")


@dataclass(frozen=True, slots=True)
class Scalar:
    """``comment``: what YAML takes for a comment, though it may have been meant as a part of this plain value."""

    text: str
    quoted: bool
    place: Place
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """``written``: the list as it stands in the file, if it stands in one line."""

    items: tuple[Node, ...]
    place: Place
    written: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values as written, the first of each key only; ``written`` as of a list."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place
    written: str = ""


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands where something was refused, so that nothing more is said of it."""

    place: Place


Node = Scalar | Items | Mapping | Broken


class _TooDeep(Exception):
    pass


@dataclass(frozen=True, slots=True)
class _File:
    text: str
    path: str
    findings: list[Finding]
    is_json: bool

    def find(self, code: str, place: Place, message: str, hint: str = "") -> None:
        self.findings.append(finding_at(code, self.path, place, message, hint))


def in_quotes(text: str) -> str:
    """``text`` as a quoted YAML value that is easy to read."""
    if '"' in text and "'" not in text and "\n" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def quoted_in_list(text: str) -> str:
    """``text`` as it may stand within [ ] or { }: in quotes where it must."""
    return text if re.fullmatch(r"\w[^,:#\[\]{}\n]*", text) else in_quotes(text)


def in_list(text: str) -> str:
    """The list that a text stands for: of each part where commas or semicolons part it, each in quotes."""
    parts = [part.strip() for part in re.split("[,;]", text) if part.strip()]
    return f"[{', '.join(map(in_quotes, parts))}]" if len(parts) > 1 else f"[{quoted_in_list(text)}]"


def read_yaml(text: str, path: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """The one document of ``text`` and what is wrong with it as YAML; None where it has none or cannot be read on."""
    findings: list[Finding] = []
    is_json = _is_json(text)
    # YAML 1.2 allows the tabs of JSON, ruamel.yaml does not; no string of JSON holds one.
    file = _File(text.replace("\t", " ") if is_json else text, path, findings, is_json)
    try:
        return _document(file), tuple(findings)
    except _TooDeep as error:
        file.find("yaml-syntax", error.args[0], f"at most {_DEEPEST} levels were expected, found more")
    except MarkedYAMLError as error:
        cut = _cut_in_list(file.text, error)
        if cut:
            place, words = cut
            message = f"the whole value was expected, found a comment behind it: {words[words.find(' #') + 1 :]}"
            file.find("yaml-comment", place, message, f"write {in_quotes(words)} within the brackets")
            return None, tuple(findings)
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        what, usual = in_plain_words(error.context or "", error.problem or "")
        file.find("yaml-syntax", place, f"YAML was expected, found {what}", usual or _mending(text, place))
    except (YAMLError, ReaderError, ValueError) as error:
        first = str(error).split("\n")[0]
        file.find("yaml-syntax", Place(1, 1), f"YAML was expected, found a fault: {first}")
    return None, tuple(findings)


def _cut_in_list(text: str, error: MarkedYAMLError) -> tuple[Place, str] | None:
    """The value within [ ] or { } that a comment cuts, together with the bracket that would close them."""
    if not error.context_mark or "flow" not in (error.context or ""):
        return None
    first = error.context_mark.line
    for number, line in enumerate(text.split("\n")[first:], first + 1):
        match = _CUT.match(line, error.context_mark.column if number == first + 1 else 0)
        if match:
            return Place(number, match.start("words") + 1), match["words"].strip()
    return None


def _is_json(text: str) -> bool:
    try:
        return text.lstrip().startswith("{") and isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


_STUCK = re.compile(r"(?P<key>[a-z_]+):(?![ /\t])[\u00a0\u202f\u2007\u3000]*(?P<value>[^\s:][^:]*)")
"""A key with no blank behind its colon, or one that is no space."""


_INDENTED_KEY = re.compile(r"[ ]+(?P<key>[\w.-]+):")


def _mending(text: str, place: Place) -> str:
    """What to write instead of a line that is no YAML."""
    line = text.split("\n")[place.line - 1 :][:1] or [""]
    if (indented := _INDENTED_KEY.match(line[0])) and indented.end() == place.column:
        return f"begin the line with {indented['key']}:, below the key above it, or put the value above in quotes"
    above = text.split("\n")[max(0, place.line - 3) : place.line]
    if stuck := next((found for one in reversed(above) if (found := _STUCK.fullmatch(one))), None):
        return f"a space behind the colon: {stuck['key']}: {stuck['value'].strip()}"
    match = _LINE.fullmatch(line[0])
    value = match["value"] if match else ""
    if match and match["key"].strip() and (": " in value or value.endswith(":") or value[0] in "\"'[{>|@`%*&!?,"):
        return f"put the value in quotes: {match['key'].strip()} {in_quotes(value)}"
    return "put the value in quotes, or indent with spaces only"


def _document(file: _File) -> Node | None:
    root: Node | None = None
    documents = 0
    events: Iterator[Any] = iter(YAML(typ="rt", pure=True).parse(file.text))
    for event in events:
        match type(event).__name__:
            case "DocumentStartEvent":
                documents += 1
                if documents == 2:
                    message = "one document was expected, found a second one"
                    file.find("yaml-document", _place(event), message, "delete the line ---")
            case "StreamStartEvent" | "StreamEndEvent" | "DocumentEndEvent":
                pass
            case _:
                node = _node(event, events, file, 0, -1)
                root = root or node
    return root


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _node(event: Any, events: Iterator[Any], file: _File, depth: int, indent: int) -> Node:
    """``indent``: that of the block which the value is in; what is indented by more may have been meant as its part."""
    place = _place(event)
    if depth > _DEEPEST:
        raise _TooDeep(place)
    if type(event).__name__ == "AliasEvent":
        message = f"the value itself was expected, found the alias *{event.anchor}"
        hint = f"write the value out, or put it in quotes: {in_quotes('*' + event.anchor)}"
        file.find("yaml-alias", place, message, hint)
        return Broken(place)
    if getattr(event, "anchor", None):
        message = f"the value itself was expected, found the anchor &{event.anchor}"
        file.find("yaml-alias", place, message, "delete the anchor, or put the value in quotes")
    tag = str(event.tag).replace("tag:yaml.org,2002:", "!!") if event.tag else ""
    if tag:
        message = f"a value without a tag was expected, found {tag}"
        file.find("yaml-tag", place, message, "delete the tag, or put the value in quotes")
    node = _scalar(event, file, indent) if type(event).__name__ == "ScalarEvent" else _block(event, events, file, depth)
    return Broken(place) if tag else node


def _scalar(event: Any, file: _File, indent: int) -> Scalar:
    quoted = event.style is not None
    text, end = event.value, event.end_mark.index
    if file.is_json and not quoted and text == "null":
        text = ""
    if event.style == ">":  # ruamel.yaml marks with U+0007, which no source may hold, where lines were folded
        text = text.replace("\a", "")
    return Scalar(_joined(text), quoted, _place(event), "" if quoted else _comment(file.text, end, indent))


def _joined(text: str) -> str:
    """``text`` with each pair of surrogates, as JSON escapes what lies beyond U+FFFF, as the character that it stands for."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def _comment(text: str, end: int, indent: int) -> str:
    """The comment behind a plain value, or below it where a further line of the value could stand."""
    behind = _COMMENT.match(text, end)
    if behind:
        return behind[0]
    line_end = text.find("\n", end)
    below = _COMMENT_BELOW.match(text, line_end) if line_end >= 0 and not text[end:line_end].strip() else None
    return f" {below[2]}" if below and len(below[1]) > indent else ""


def _block(event: Any, events: Iterator[Any], file: _File, depth: int) -> Node:
    place, first = _place(event), event
    inner = 1_000 if event.flow_style else event.start_mark.column
    items: list[Node] = []
    ends: list[int] = []
    while type(event := next(events)).__name__ not in ("SequenceEndEvent", "MappingEndEvent"):
        items.append(_node(event, events, file, depth + 1, inner))
        ends.append(event.end_mark.index)
    written = file.text[first.start_mark.index : event.end_mark.index].strip()
    written = "" if "\n" in written else written
    if type(first).__name__ == "SequenceStartEvent":
        return Items(tuple(items), place, written)
    return Mapping(tuple(_pairs(items, ends, file)), place, written)


def _pairs(items: list[Node], ends: list[int], file: _File) -> Iterator[tuple[Scalar, Node]]:
    lines: dict[str, int] = {}
    for key, value, end in zip(items[::2], items[1::2], ends[::2], strict=True):
        if not isinstance(key, Scalar):
            if not isinstance(key, Broken):
                file.find("yaml-type", key.place, "a key was expected, found a list or mapping")
        elif key.text in lines:
            message = f"each key once was expected, found {key.text} again, after line {lines[key.text]}"
            file.find("yaml-key-twice", key.place, message, "delete one of them")
        else:
            lines[key.text] = key.place.line
            if isinstance(value, Scalar) and not value.text and not value.quoted:
                # YAML places a missing value where the next one begins.
                comment = _NO_VALUE.match(file.text, end)
                value = Scalar("", False, key.place, comment[1] if comment else "")
            yield key, value
