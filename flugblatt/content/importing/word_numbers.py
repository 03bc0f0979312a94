"""Numbers that Word prints and pandoc passes over: those of headings, and those of several levels (``2.1``), put into the text.

Flow: numbering.xml -> the form of each level -> paragraphs in document order, counted -> a run with the number before the
words, and the paragraph is no item any more. Plain numbers, letters and bullets of lists are left to pandoc.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from flugblatt.content.importing.import_record import Row
from flugblatt.content.importing.tree_writing import list_label

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {
    "lowerLetter": "LowerAlpha",
    "upperLetter": "UpperAlpha",
    "lowerRoman": "LowerRoman",
    "upperRoman": "UpperRoman",
}
_PLACE = re.compile("%([1-9])")
_RUSSIAN = dict(russianLower="абвгдежзиклмнопрстуфхцчшщыэюя", russianUpper="АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ")
"""The letters that Word counts by in Russian (17.18.59)."""
_KNOWN = ("decimal", *_STYLES)
"""The forms of numbers that pandoc knows."""
_SILENT = ("bullet", "none")


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    words: str
    start: int


def written_out(document: Any, numbering: Any, styles: Any) -> list[Row]:
    """Writes the numbers into the paragraphs that need it, and says for how many."""
    if numbering is None:
        return []
    done = 0
    for paragraph, words, needed in _numbered(document, _lists(numbering), _styles(styles)):
        if needed and words:
            _write(paragraph, words)
            done += 1
        elif not words:
            _is_no_item(paragraph)
    what = "numbers that Word counts, of headings or of several levels: words of the text"
    return [Row("changed", what, (), done)] if done else []


def _lists(numbering: Any) -> dict[str, tuple[str, dict[int, _Level], dict[int, int]]]:
    """Of each list: the name that it counts by, its levels, and where it starts anew (17.9)."""
    kinds = {
        one.get(f"{W}abstractNumId"): {
            int(level.get(f"{W}ilvl")): _Level(
                _said(level, "numFmt") or "decimal", _said(level, "lvlText"), int(_said(level, "start") or 0)
            )
            for level in one.iterfind(f"{W}lvl")
        }
        for one in numbering.iterfind(f"{W}abstractNum")
    }
    found = {}
    for one in numbering.iterfind(f"{W}num"):
        starts = {
            int(override.get(f"{W}ilvl")): int(_said(override, "startOverride"))
            for override in one.iterfind(f"{W}lvlOverride")
            if _said(override, "startOverride")
        }
        kind = _said(one, "abstractNumId")
        found[one.get(f"{W}numId")] = (kind, kinds.get(kind, {}), starts)
    return found


def _styles(styles: Any) -> dict[str, tuple[tuple[str, str], bool]]:
    """Of each style of paragraphs: the list and the level that it brings, and whether it is one of headings."""
    every = {style.get(f"{W}styleId"): style for style in styles.iterfind(f"{W}style")} if styles is not None else {}

    def chain(name: str) -> Iterator[Any]:
        seen: set[str] = set()
        while name in every and name not in seen:
            seen.add(name)
            yield every[name]
            name = _said(every[name], "basedOn")

    found = {}
    for name in every:
        parts = list(chain(name))
        heading = any(part.find(f"{W}pPr/{W}outlineLvl") is not None for part in parts)
        found[name] = (_list_of([part.find(f"{W}pPr") for part in parts]), heading)
    return found


def _list_of(properties: list[Any]) -> tuple[str, str]:
    """The first list and the first level that these properties name."""
    marks = [one.find(f"{W}numPr") for one in properties if one is not None]
    marks = [mark for mark in marks if mark is not None]
    return next(filter(None, (_said(mark, "numId") for mark in marks)), ""), next(
        filter(None, (_said(mark, "ilvl") for mark in marks)), ""
    )


def _numbered(
    document: Any,
    lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]],
    styles: dict[str, tuple[tuple[str, str], bool]],
) -> Iterator[tuple[Any, str, bool]]:
    """Each paragraph of a list with its number, and whether that must be written out."""
    counts: dict[str, dict[int, int]] = {}
    begun: set[tuple[str, int]] = set()
    for paragraph in document.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        (named, depth), heading = styles.get(_said(properties, "pStyle"), (("", ""), False))
        own, own_depth = _list_of([properties])
        number, level = own or named, int(own_depth or depth or 0)
        if number not in lists or level not in lists[number][1]:
            continue
        kind, levels, starts = lists[number]
        count = counts.setdefault(kind, {})
        if level in starts and (number, level) not in begun:
            count[level] = starts[level] - 1
        begun.add((number, level))
        count[level] = count.get(level, levels[level].start - 1) + 1
        counts[kind] = {one: value for one, value in count.items() if one <= level}
        words = levels[level].words
        form = levels[level].form
        several = len(_PLACE.findall(words)) > 1 or not re.fullmatch(r"\(?%[1-9][.)]?", words) or form not in _KNOWN
        text = _PLACE.sub(lambda place, at=counts[kind], of=levels: _figure(at, of, int(place[1]) - 1), words)  # type: ignore[misc]
        yield paragraph, "" if form == "none" else text or "•", form not in _SILENT and (heading or several)


def _figure(count: dict[int, int], levels: dict[int, _Level], depth: int) -> str:
    level = levels.get(depth, _Level("decimal", "", 1))
    number = count.get(depth, level.start)
    if 0 < number <= len(_RUSSIAN.get(level.form, "")):
        return _RUSSIAN[level.form][number - 1]
    if level.form == "decimalZero":
        return f"{number:02}"
    return list_label(count.get(depth, level.start), _STYLES.get(level.form, "Decimal"), "").removesuffix(".")


def _write(paragraph: Any, words: str) -> None:
    """A run with the number before all others."""
    properties = _is_no_item(paragraph)
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = f"{words} "
    paragraph.insert(paragraph.index(properties) + 1, run)


def _is_no_item(paragraph: Any) -> Any:
    """Its properties, in list 0, which is none (17.9.18)."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for mark in properties.findall(f"{W}numPr"):
        properties.remove(mark)
    none = etree.SubElement(properties, f"{W}numPr")
    etree.SubElement(none, f"{W}ilvl", {f"{W}val": "0"})
    etree.SubElement(none, f"{W}numId", {f"{W}val": "0"})
    return properties


def _said(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}") if element is not None else None
    return str(found.get(f"{W}val") or "") if found is not None else ""
