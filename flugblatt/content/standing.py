"""How a work stands: under embargo, withdrawn, in place of an earlier one; how its editions stand to one another.

Flow: node -> one reader for each of embargo, withdrawn, supersedes, parity and bilingual -> value.
"""

from __future__ import annotations

import re
import unicodedata

from flugblatt.content import characters, values
from flugblatt.content.expected_keys import near
from flugblatt.content.finding_codes import finding_at
from flugblatt.content.yaml_fields import (
    Reader,
    Sheet,
    by_language,
    form_of,
    list_of,
    optional,
    read_fields,
    read_text,
    read_word,
    required,
    what_is,
)
from flugblatt.content.yaml_source import Broken, Items, Mapping, Node, Scalar, read_yaml
from flugblatt.model import ByLanguage, Finding, Ignored, Place, Statement, Withdrawal

WORK = re.compile("[a-z0-9-]+")
"""The name of a work, which is that of its folder."""


def plain_name_of_work(name: str) -> str:
    """A name for a folder that is called otherwise: ``mein-werk`` for *Mein Werk*; empty where no letter of it is plain."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return re.sub("[^a-z0-9]+", "-", "".join(char for char in letters if not unicodedata.combining(char))).strip("-")


_WHERE = re.compile(r"(?:[a-z0-9-]+/)?(?P<tag>[A-Za-z0-9-]+?)(?:\.md)?(?::[1-9][0-9]*)?")
_CODE = re.compile("parity(-[a-z]+)+")


def read_embargo(node: Node, name: str, sheet: Sheet) -> str:
    """A date-time with its zone: a moment that is the same everywhere."""
    text = read_word(node, name, sheet)
    if not text or (values.is_date_time(text) and re.search(r"(Z|[+-]\d\d:\d\d)$", text)):
        return text
    message = f"{name}, a date-time with its zone (2026-12-01T10:00:00+01:00), was expected, found {characters.shortened(text)}"
    lacking = values.is_date_time(text)
    hint = f"write {text}Z for UTC, or the offset of the place" if lacking else "write date, time and zone"
    sheet.find("yaml-date", node.place, message, hint)
    return ""


def withdrawal_reader(published: str, read_date: Reader[str]) -> Reader[Withdrawal | None]:
    """A reader of ``withdrawn``, which is no day before the publication."""

    def read(node: Node, name: str, sheet: Sheet) -> Withdrawal | None:
        fields = read_fields(node, name, ("date", "reason"), sheet)
        date = required(fields, "date", read_date, sheet)
        reason = optional(fields, "reason", by_language(read_text), sheet) or ByLanguage()
        if date and published and date[: len(published)] < published[: len(date)]:
            message = f"{name}.date, a day not before the publication on {published}, was expected, found {date}"
            sheet.find("yaml-revised", node.place, message, "one of the two dates is likely wrong")
        return Withdrawal(date, reason) if date else None

    return read


def read_supersedes(node: Node, name: str, sheet: Sheet) -> str:
    """The name of another work; whether the project has it is asked by ``superseded``."""
    text = form_of(WORK.fullmatch, "the name of another work")(node, name, sheet)
    if text and text == sheet.folder.name:
        sheet.find("yaml-supersedes", node.place, f"{name}, another work, was expected, found {text}, the work itself")
        return ""
    return text


def superseded(statement: Statement, works: tuple[str, ...]) -> tuple[Finding, ...]:
    """A finding where the project has no work of the name that ``supersedes`` gives."""
    if not statement.supersedes or statement.supersedes in works:
        return ()
    node, _ = read_yaml(statement.source.data.decode("utf-8-sig"), statement.source.path)
    pairs = node.pairs if isinstance(node, Mapping) else ()
    place = next((value.place for key, value in pairs if key.text == "supersedes"), Place(1, 1))
    message = f"supersedes, a work of the project, was expected, found {statement.supersedes}"
    meant = near(statement.supersedes, tuple(work for work in works if work != statement.work))
    hint = f"did you mean {meant}?" if meant else "the name of a work is that of its folder under content/"
    return (finding_at("yaml-supersedes", statement.source.path, place, message, hint),)


def read_parity(node: Node, name: str, sheet: Sheet) -> tuple[Ignored, ...]:
    fields = read_fields(node, name, ("ignore",), sheet)
    return required(fields, "ignore", list_of(_ignored), sheet) or ()


def _ignored(node: Node, name: str, sheet: Sheet) -> Ignored | None:
    fields = read_fields(node, name, ("where", "reason"), sheet)
    where = required(fields, "where", _where, sheet)
    reason = required(fields, "reason", read_text, sheet)
    return Ignored(where, reason) if where and reason else None


def _where(node: Node, name: str, sheet: Sheet) -> str:
    """A line of an edition, ``be.md:12`` or ``be:12``, the whole of one, ``be.md`` or ``be``, or a code, ``parity-length``."""
    text = read_word(node, name, sheet)
    if _CODE.fullmatch(text):
        return text
    match = _WHERE.fullmatch(text)
    if text and (match is None or match["tag"] not in sheet.tags):
        message = (
            f"{name}, a line of an edition like {sheet.tag}.md:12, was expected, found {characters.shortened(text)}"
        )
        sheet.find("yaml-value", node.place, message, f"the editions are {', '.join(sheet.tags) or 'none'}")
        return ""
    return text


def read_bilingual(node: Node, name: str, sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """Pairs of editions: ``[[de, be]]``."""
    if isinstance(node, Items) and node.items and all(isinstance(item, Scalar) for item in node.items):
        written = ", ".join(item.text for item in node.items if isinstance(item, Scalar))
        message = f"{name}, a list of pairs, was expected, found the list [{written}]"
        sheet.find("yaml-type", node.place, message, f"write {name}: [[{written}]]")
        return ()
    return list_of(_pair)(node, name, sheet)


def _pair(node: Node, name: str, sheet: Sheet) -> tuple[str, str] | None:
    if isinstance(node, Broken):
        return None
    items = node.items if isinstance(node, Items) else ()
    tags = [read_word(item, name, sheet) for item in items]
    if len(tags) != 2 or not all(tags) or tags[0] == tags[1]:
        seen = f"[{', '.join(tags)}]" if items else what_is(node)
        message = f"{name}, a pair of two editions like [de, be], was expected, found {seen}"
        sheet.find("yaml-value", node.place, message, f"the editions are {', '.join(sheet.tags) or 'none'}")
        return None
    for item, tag in zip(items, tags, strict=True):
        if tag not in sheet.tags:
            message = f"the tag of an edition was expected in {name}, found {tag}"
            sheet.find("yaml-language", item.place, message, f"the editions are {', '.join(sheet.tags) or 'none'}")
            return None
    return tags[0], tags[1]
