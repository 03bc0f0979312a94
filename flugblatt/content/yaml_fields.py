"""The fields of ``statement.yaml``: texts, lists, choices, mappings with known keys, values by language.

Flow: node -> a Reader -> its value, or nothing and a finding on the Sheet.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from flugblatt import resources
from flugblatt.content import characters, language_tags, values
from flugblatt.content.expected_keys import instead_of_key, near, wrapped
from flugblatt.content.finding_codes import finding_at
from flugblatt.content.yaml_source import Broken, Items, Mapping, Node, Scalar, in_list, in_quotes
from flugblatt.model import ByLanguage, Edition, Finding, Place, hosts

T = TypeVar("T")


@dataclass(slots=True)
class Sheet:
    """The file being read: its path, the editions beside it, and what was found so far."""

    path: str
    folder: Path
    editions: tuple[Edition, ...]
    findings: list[Finding] = field(default_factory=list)

    def find(self, code: str, place: Place, message: str, hint: str = "") -> None:
        self.findings.append(finding_at(code, self.path, place, message, hint))

    @property
    def tag(self) -> str:
        """A tag to show in hints."""
        return self.tags[0] if self.tags else "de"

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(edition.language for edition in self.editions)


@dataclass(frozen=True, slots=True)
class Fields:
    """The known keys of a mapping with their values."""

    name: str
    nodes: tuple[tuple[str, Node], ...]
    place: Place
    whole: bool = True
    """Whether it is a mapping at all; nothing is missed in what is none."""

    def get(self, key: str) -> Node | None:
        return next((node for name, node in self.nodes if name == key), None)

    def path(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


Reader = Callable[[Node, str, Sheet], T]


def read_fields(node: Node, name: str, known: tuple[str, ...], sheet: Sheet) -> Fields:
    if isinstance(node, Broken):
        return Fields(name, (), node.place, whole=False)
    if not isinstance(node, Mapping):
        what = f"{name}, a mapping" if name else "a mapping of keys and values"
        text = node.text if isinstance(node, Scalar) else ""
        hint = wrapped(name.split(".")[-1], text) or f"its keys: {', '.join(known)}"
        sheet.find("yaml-type", node.place, f"{what} was expected, found {what_is(node)}", hint)
        return Fields(name, (), node.place, whole=False)
    if name and node.written[:1] not in ("", "{") and node.pairs[0][0].text not in known:
        # "- Council: North" in a list of texts
        message = f"a known key of {name} was expected, found {node.pairs[0][0].text}"
        sheet.find("yaml-unknown-key", node.place, message, _text_to_write(node))
        return Fields(name, (), node.place, whole=False)
    nodes = []
    for key, value in node.pairs:
        if key.text in known:
            nodes.append((key.text, value))
            continue
        text = _words(value)
        hint = instead_of_key(key.text, text, name, known, sheet.tag) or f"the keys are {', '.join(known)}"
        within = f" of {name}" if name else ""
        sheet.find("yaml-unknown-key", key.place, f"a known key{within} was expected, found {key.text}", hint)
    return Fields(name, tuple(nodes), node.place)


def _words(value: Node) -> str:
    """A text, or the texts of a list, to show in hints."""
    match value:
        case Scalar(text=text):
            return text
        case Items(items=items):
            return ", ".join(item.text for item in items if isinstance(item, Scalar))
        case _:
            return ""


def required(fields: Fields, key: str, read: Reader[T | None], sheet: Sheet) -> T | None:
    if fields.whole and fields.get(key) is None:
        sheet.find("yaml-missing", fields.place, f"{fields.path(key)} was expected, found none", f"write {key}: …")
    return optional(fields, key, read, sheet)


def optional(fields: Fields, key: str, read: Reader[T | None], sheet: Sheet) -> T | None:
    node = fields.get(key)
    if node is None or isinstance(node, Broken):
        return None
    return read(node, fields.path(key), sheet)


def what_is(node: Node) -> str:
    match node:
        case Scalar(text=""):
            return "nothing"
        case Scalar(text=text):
            return f"the text {characters.shortened(text)}"
        case Items():
            return "a list"
        case _:
            return "a mapping"


def read_text(node: Node, name: str, sheet: Sheet) -> str:
    """Words that are published as written, without blanks around them; empty where something else was found, or where
    YAML leaves words out or takes them for no text."""
    return _unless(_NO_TEXT, _whole_text(node, name, sheet), node, name, sheet)


def _whole_text(node: Node, name: str, sheet: Sheet) -> str:
    text = read_word(node, name, sheet)
    if text and isinstance(node, Scalar) and node.comment:
        message = f"{name}, the whole text, was expected, found a comment behind it:{node.comment}"
        hint = f"write {in_quotes(text + node.comment)}, or put the comment on a line of its own above"
        sheet.find("yaml-comment", node.place, message, hint)
        return ""
    return text


def read_word(node: Node, name: str, sheet: Sheet) -> str:
    """The text as written, for values of one form, which no comment can be a part of."""
    if isinstance(node, Broken):
        return ""
    if not isinstance(node, Scalar) or not node.text.strip():
        message = f"{name}, a text, was expected, found {what_is(node)}"
        sheet.find("yaml-type", node.place, message, _text_to_write(node))
        return ""
    refused = next((letter for letter in node.text if letter != "\n" and characters.is_refused(letter)), None)
    if refused is not None:
        message = f"a character of the text was expected, found {characters.code_point(refused)} in {name}"
        sheet.find("text-control", node.place, message, characters.advice(refused))
        return ""
    text = node.text.strip(" \t\n")
    if not node.quoted and (inside := _typographic(text)):
        message = f'{name}, in straight quotes " or none, was expected, found {characters.shortened(text)}'
        hint = f"write {in_quotes(inside)}, or {in_quotes(text)} where the marks are part of the text"
        if len(inside) == len(text) - 1:
            hint = 'put the whole text, from one mark to the other, in straight quotes: "…"'
        sheet.find("yaml-quotes", node.place, message, hint)
        return ""
    return text


_Forms = tuple[tuple[re.Pattern[str], str], ...]
_NO_TEXT: _Forms = (
    (re.compile(r"~|null", re.IGNORECASE), "no value"),
    (re.compile(r"true|false", re.IGNORECASE), "yes or no"),
)
"""Plain values that are no text to YAML (1.2.2, 10.3.2), and what they are; numbers and dates are texts as they are written."""
_NO_NAME: _Forms = (
    (re.compile(r"yes|no|on|off", re.IGNORECASE), "yes or no"),
    (re.compile(r"[-+]?(?:0[xo][0-9a-fA-F]+|[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|\.(?:inf|nan))"), "a number"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"), "a date"),
)
"""What, beside these, is no name to YAML (1.2.2, 10.3.2, and 1.1 before it)."""


_MARKED = re.compile(r"\*\*\S|(?<!\w)_{2}\S|\]\(|</?[a-z]+>")


def read_name(node: Node, name: str, sheet: Sheet) -> str:
    """A text of a list or the name of somebody, which is likely a slip where it is empty or YAML takes it for no text."""
    if isinstance(node, Scalar) and not node.text.strip() and not node.comment:
        message = f"{name}, a text, was expected, found nothing"
        sheet.find("yaml-type", node.place, message, "a name is empty: delete it")
        return ""
    text = _unless(_NO_TEXT + _NO_NAME, _whole_text(node, name, sheet), node, name, sheet)
    if "\n" in text:
        lines = text.count("\n") + 1
        message = f"{name}, a text of one line, was expected, found {lines} lines"
        sheet.find("yaml-type", node.place, message, "write one line - … for each name")
        return ""
    if _MARKED.search(text):
        message = f"{name}, words, was expected, found marks of Markdown: {characters.shortened(text)}"
        sheet.find("suspicious-mark", node.place, message, "delete them: they would be printed as they are")
    return text


def _unless(forms: _Forms, text: str, node: Node, name: str, sheet: Sheet) -> str:
    """``text``, or nothing and a finding where it is a plain value of one of these forms."""
    plain = text if isinstance(node, Scalar) and not node.quoted else ""
    other = next((what for form, what in forms if form.fullmatch(plain)), "")
    if not other:
        return text
    message = f"{name}, a text, was expected, found {text}, which YAML takes for {other}"
    meant = "the text" if forms is _NO_TEXT else "the name"
    hint = f"put it in quotes if it is {meant}: {in_quotes(text)}; delete it if it is none"
    sheet.find("yaml-type", node.place, message, hint)
    return ""


def _text_to_write(node: Node) -> str:
    """How a text is written that YAML took for something else, or for nothing."""
    match node:
        case Scalar(comment=comment) if comment:
            return f"write {in_quotes(comment.strip())} if that is the text"
        case Items(written=written) | Mapping(written=written) if written:
            return f"write {in_quotes(written)} if that is the text"
        case _:
            return ""


_QUOTES = ("“”", "„“", "„”", "‟”", "”“", "””", "«»", "»«", "‹›", "›‹", "‘’", "‚‘", "‚’")
_OPENING, _CLOSING = "“„‟«»‹›‘‚", "”“»«›‹"


def _typographic(text: str) -> str:
    """What stands between typographic quotation marks around a plain value, or beside one whose other a comma cut off."""
    if text[0] + text[-1] in _QUOTES and len(text) > 1 and not any(mark in text[1:-1] for mark in (text[0], text[-1])):
        return text[1:-1].strip()
    if text[0] in _OPENING and not any(text[0] + mark in _QUOTES for mark in text[1:]):
        return text[1:].strip()
    if text[-1] in _CLOSING and not any(mark + text[-1] in _QUOTES for mark in text[:-1]):
        return text[:-1].strip()
    return ""


def form_of(
    form: Callable[[str], object],
    expected: str,
    code: str = "yaml-value",
    meant: Callable[[str], str] = lambda text: "",
) -> Reader[str]:
    """A reader of texts of one form; ``meant`` is what another text is likely to mean."""

    def read(node: Node, name: str, sheet: Sheet) -> str:
        text = read_word(node, name, sheet)
        if text and not form(text):
            right = meant(text)
            hint = f"write {right}" if right and form(right) else ""
            sheet.find(code, node.place, f"{name}, {expected}, was expected, found {characters.shortened(text)}", hint)
            return ""
        return text

    return read


def choice_of(*choices: str) -> Reader[str]:
    def read(node: Node, name: str, sheet: Sheet) -> str:
        text = read_word(node, name, sheet)
        if text and text not in choices:
            meant = near(text, choices) or _translated(text, choices)
            hint = f"did you mean {meant}?" if meant else _one_of(choices)
            message = f"{name}, one of {', '.join(choices)}, was expected, found {characters.shortened(text)}"
            sheet.find("yaml-value", node.place, message, hint)
            return ""
        return text

    return read


def _one_of(choices: tuple[str, ...]) -> str:
    """The choices to choose from; nothing where the message has more of them than anybody would read twice."""
    return f"write {', '.join(choices[:-1])} or {choices[-1]}" if 1 < len(choices) < 6 else ""


def _translated(text: str, choices: tuple[str, ...]) -> str:
    """The choice that the language table calls ``text`` in some language: *Offener Brief* is ``open-letter``."""
    kinds = (row.get("kinds", {}) for row in resources.rows("languages")["languages"].values())
    found = (key for names in kinds for key, name in names.items() if str(name).lower() == text.lower())
    return next((key for key in found if key in choices), "")


def list_of(read: Reader[T | None]) -> Reader[tuple[T, ...]]:
    """A reader of lists; a value with a finding is left out."""

    def read_items(node: Node, name: str, sheet: Sheet) -> tuple[T, ...]:
        if isinstance(node, Broken):
            return ()
        if not isinstance(node, Items) or not node.items:
            seen = "an empty list" if isinstance(node, Items) else what_is(node)
            message = f"{name}, a list, was expected, found {seen}"
            text = re.sub(r"^[•·*–—-]\s*", "", node.text.strip()) if isinstance(node, Scalar) else ""
            one = f"write {name.split('.')[-1]}: {in_list(text)}" if text else "write one line - … for each"
            sheet.find("yaml-type", node.place, message, one)
            return ()
        return tuple(value for item in node.items if (value := read(item, name, sheet)))

    return read_items


read_texts = list_of(read_text)


def read_lines(node: Node, name: str, sheet: Sheet) -> tuple[str, ...]:
    """Lines of text: a text of one or more lines, or a list."""
    if isinstance(node, Items):
        return read_texts(node, name, sheet)
    return tuple(line.strip() for line in read_text(node, name, sheet).split("\n") if line.strip())


def by_language(read: Reader[T]) -> Reader[ByLanguage[T]]:
    """A reader of a value for all editions, or of a mapping of tags of editions to values."""

    def read_named(node: Node, name: str, sheet: Sheet) -> ByLanguage[T]:
        if not isinstance(node, Mapping):
            return ByLanguage(read(node, name, sheet))
        if not node.pairs:
            sheet.find("yaml-type", node.place, f"{name}, a value, was expected, found an empty mapping")
        named = [(key.text, value) for key, value in node.pairs if is_edition(key, name, sheet)]
        return ByLanguage(None, tuple((tag, read(value, f"{name}.{tag}", sheet)) for tag, value in named))

    return read_named


def is_edition(key: Scalar, name: str, sheet: Sheet) -> bool:
    if key.text in sheet.tags:
        return True
    message = f"the tag of an edition was expected in {name}, found {key.text}"
    problem = language_tags.problem(key.text)
    if problem and problem.instead in sheet.tags:
        hint = f"did you mean {problem.instead}?"
    else:
        hint = f"the editions are {', '.join(sheet.tags) or 'none'}"
    sheet.find("yaml-language", key.place, message, hint)
    return False


web_address = form_of(
    lambda text: values.WEB_ADDRESS.fullmatch(text) and not hosts.fault(text),
    "an https: address",
    meant=lambda text: values.as_web_address(re.sub("//[^/?#@]*@", "//", text)),
)
absolute_uri = form_of(values.is_uri, "an absolute URI")
