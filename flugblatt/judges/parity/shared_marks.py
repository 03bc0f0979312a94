"""What two blocks have in common whatever their languages: notes, pictures, links, numbers, names in Latin letters.

Flow: each couple -> the cells of tables one by one -> calls, pictures, targets, numbers and months (``numerals``), Latin words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from fontTools import unicodedata as scripts

from flugblatt.judges.parity import numerals
from flugblatt.judges.parity.sides import Couple, Difference, Sides, place
from flugblatt.language.table import scripts_of
from flugblatt.model import Call, Cell, Code, Image, Text, collapse, leaves
from flugblatt.model.units import Unit, links

POWERS = (3, 6, 9, 4, 8)
"""A number may stand with thousand, million, milliard, 万 or 億 as a word: so many zeros."""
LATIN = re.compile(r"(?<![\w@./-])[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def judge(sides: Sides) -> Iterator[Difference]:
    """Every difference in what the couples hold."""
    anchors = _anchors(sides)
    for a, b in sides.couples:
        yield from _notes(sides, a, b)
        yield from _pictures(sides, a, b)
        yield from _links(sides, a, b, anchors)
        for one, other in _parts(a, b):
            yield from _numbers(sides, a, b, _words(one), _words(other))
        yield from _names(sides, a, b)


def _parts(a: Unit, b: Unit) -> Iterator[tuple[Any, Any]]:
    """The contents to compare: of tables of one shape each cell, otherwise the whole."""
    if a.kind == b.kind == "table" and [len(row) for row in a.content] == [len(row) for row in b.content]:
        for row, other in zip(a.content, b.content, strict=True):
            yield from zip(row, other, strict=True)
    else:
        yield a.content, b.content


def _words(content: Any, language: str = "") -> str:
    """The text of inlines, a cell or rows: with a language without what is marked as another one."""
    if isinstance(content, Cell):
        content = content.children
    found = leaves(content, language)
    return collapse("".join(leaf.text if isinstance(leaf, Text | Code) else " " for leaf in found))


# --- Notes and pictures --------------------------------------------------------------------------


def _notes(sides: Sides, a: Unit, b: Unit) -> Iterator[Difference]:
    if a.calls != b.calls:
        ours, theirs = (_calls(unit) for unit in (a, b))
        message = f"calls of notes: expected {ours} as in {place(sides.original, a)}, found {theirs}"
        yield Difference("parity-note", a, b, message)


def _calls(unit: Unit) -> str:
    numbers = [f"[{leaf.number}]" for leaf in leaves(unit.content) if isinstance(leaf, Call)]
    return f"{len(numbers)} ({', '.join(numbers)})" if numbers else "none"


def _pictures(sides: Sides, a: Unit, b: Unit) -> Iterator[Difference]:
    ours, theirs = ([leaf.path for leaf in leaves(unit.content) if isinstance(leaf, Image)] for unit in (a, b))
    if len(ours) != len(theirs):
        message = f"pictures: expected {_listed(ours)} as in {place(sides.original, a)}, found {_listed(theirs)}"
        yield Difference("parity-picture", a, b, message)


def _listed(values: list[str]) -> str:
    return ", ".join(values) or "none"


# --- Links ---------------------------------------------------------------------------------------


def _anchors(sides: Sides) -> dict[str, str]:
    """Each anchor of the translation by that of the heading of the original."""
    return {f"#{b.anchor}": f"#{a.anchor}" for a, b in sides.couples if b.anchor and a.anchor}


def _links(sides: Sides, a: Unit, b: Unit, anchors: dict[str, str]) -> Iterator[Difference]:
    ours = Counter(link.target for link in links(a.content))
    theirs = Counter(anchors.get(link.target, link.target) for link in links(b.content))
    lacking, extra = list((ours - theirs).elements()), list((theirs - ours).elements())
    tags = [edition.language for edition in (sides.original, sides.translation)]
    explained = []
    for target in list(lacking):
        same = next((other for other in extra if _same_site(target, other, tags)), None)
        if same is not None:
            lacking.remove(target)
            extra.remove(same)
            explained.append((target, same))
    line = place(sides.original, a)
    if lacking or extra:
        message = f"links: expected {_listed(lacking)} as in {line}, found {_listed(extra)}"
        yield Difference("parity-link", a, b, message)
    for target, same in explained:
        message = f"link: expected {target} as in {line}, found {same}, the same site in another language"
        yield Difference("parity-link-language", a, b, message)


def _same_site(one: str, other: str, tags: list[str]) -> bool:
    """Whether two addresses differ in a language alone, or lie on one site whose host names the language."""
    ours, theirs = _without_language(one, tags), _without_language(other, tags)
    return ours == theirs or ("//*." in ours and "//*." in theirs and ours.split("/")[2] == theirs.split("/")[2])


def _without_language(address: str, tags: list[str]) -> str:
    """An address with ``*`` for each part that is a tag of the editions, or the language of one, with or without a country."""
    known = "|".join(
        sorted({re.escape(part) for tag in tags for part in (tag, tag.split("-")[0])}, key=len, reverse=True)
    )
    return re.sub(rf"(?i)(?<=[/._=-])(?:{known})(?:[-_][a-z]{{2}})?(?=[/._?&#-]|$)", "*", address)


# --- Numbers -------------------------------------------------------------------------------------


def _numbers(sides: Sides, a: Unit, b: Unit, text: str, other: str) -> Iterator[Difference]:
    ours, theirs = numerals.read(text, sides.original.language), numerals.read(other, sides.translation.language)
    line = place(sides.original, a)
    if ours.months and theirs.months and ours.months != theirs.months:
        message = f"month: expected {_months(ours)} as in {line}, found {_months(theirs)}"
        yield Difference("parity-date", a, b, message)
    if ours.numbers == theirs.numbers or (ours.runs == theirs.runs and not ours.months):
        return
    lacking, extra = ours.numbers - theirs.numbers, theirs.numbers - ours.numbers
    for value in list(lacking.elements()):
        larger = next((one for one in extra if _with_zeros(value, one) or _with_zeros(one, value)), "")
        if larger:
            lacking[value] -= 1
            extra[larger] -= 1
    few = _unspelled(lacking - _as_numbers(theirs), other, sides.translation.language)
    many = _unspelled(extra - _as_numbers(ours), text, sides.original.language)
    if few or many:
        message = f"numbers: expected {_listed(few)} as in {line}, found {_listed(many)}"
        yield Difference("parity-number", a, b, message)


def _as_numbers(reading: numerals.Reading) -> Counter[str]:
    """The months as figures: one may be read as a date and the other not."""
    return Counter({str(month): count for month, count in reading.months.items()})


def _months(reading: numerals.Reading) -> str:
    return _listed([MONTHS[month - 1] for month in sorted(reading.months)])


def _with_zeros(value: str, larger: str) -> bool:
    """Whether ``larger`` is the value with thousand or million as figures, that the other text has as a word."""
    digits, _, part = value.partition(".")
    return any(larger == (digits + part.ljust(power, "0")).lstrip("0") for power in POWERS if len(part) <= power)


def _unspelled(values: Counter[str], text: str, tag: str) -> list[str]:
    return sorted((value for value in values.elements() if not numerals.spelled(value, text, tag)), key=float)


# --- Names ---------------------------------------------------------------------------------------


def _names(sides: Sides, a: Unit, b: Unit) -> Iterator[Difference]:
    """Latin letters of an original in another script are names and codes, which every translation keeps."""
    known = scripts_of(sides.original.language)
    if not known or "Latn" in known or any(scripts.script(char) == "Latn" for char in sides.original.title_text):
        return
    there = b.text.casefold()
    lost = [name for name in dict.fromkeys(LATIN.findall(a.text)) if len(name) > 2 and name.casefold() not in there]
    if lost:
        message = f"names: expected {_listed(lost)} as in {place(sides.original, a)}, found none of these letters"
        yield Difference("parity-name", a, b, message)


def own_words(couple: Couple, sides: Sides) -> tuple[str, str]:
    """The words of two units without what is marked as another language than that of its edition."""
    a, b = couple
    return tuple(  # type: ignore[return-value]
        unit.text if unit.kind in ("table", "code") else _words(unit.content, edition.language).strip()
        for unit, edition in ((a, sides.original), (b, sides.translation))
    )
