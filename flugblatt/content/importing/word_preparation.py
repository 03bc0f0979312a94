"""A Word file readied for pandoc, which passes over what it has no place for: text boxes, and the language of words.

Flow: document.xml -> text boxes as paragraphs behind the one that they hang on -> words in another language given a style of their
own (``inline_writing`` makes a span of it) -> the file written again, with rows for what no edition has: comments, changes, fonts.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from fontTools import unicodedata as scripts
from lxml import etree

from flugblatt.content import language_tags
from flugblatt.content.importing import word_numbers
from flugblatt.content.importing.import_record import Row
from flugblatt.content.importing.inline_writing import STYLE_OF_LANGUAGE
from flugblatt.content.importing.office_container import opened, transitional, tree
from flugblatt.language.table import scripts_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
_LOOKS = ("rFonts", "color", "sz", "highlight", "shd")
"""Elements that say how words look and no more (ISO/IEC 29500-1, 17.3.2)."""


def ready(data: bytes, name: str, language: str) -> tuple[bytes, list[Row]]:
    """The file for pandoc, and what is said of it. UsageError where it cannot be read."""
    with opened(data, name) as archive:
        document, styles = tree(archive, DOCUMENT), tree(archive, STYLES)
        rows = _told(archive, document)
        rows += _boxes(document)
        rows += _hidden(document)
        rows += _unwrapped(document)
        _outlined(document, styles)
        rows += word_numbers.written_out(document, tree(archive, "word/numbering.xml"), styles)
        _unwrap_fields(document)
        if styles is not None:
            _languages(document, styles, language)
        changed = {DOCUMENT: document, STYLES: styles}
        parts = {
            part: etree.tostring(root, encoding="UTF-8", xml_declaration=True)
            for part, root in changed.items()
            if root is not None
        }
        return _written(archive, parts), rows


def _written(archive: zipfile.ZipFile, parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
        for entry in archive.infolist():
            if not entry.is_dir():
                data = parts.get(entry.filename, archive.read(entry))
                out.writestr(entry.filename, transitional(data) if entry.filename.endswith((".xml", ".rels")) else data)
    return file.getvalue()


def _told(archive: zipfile.ZipFile, document: Any) -> list[Row]:
    """What an edition has no place for."""
    count = {
        name: len(list(document.iter(f"{W}{name}"))) for name in ("ins", "del", "moveFrom", "commentReference", *_LOOKS)
    }
    rows = []
    if changes := count["ins"] + count["del"] + count["moveFrom"]:
        what = "tracked changes: all accepted (what was added stays, what was struck out is gone)"
        rows.append(Row("changed", what, (), changes))
    if count["commentReference"]:
        rows.append(Row("left out", "comments in the margin", (), count["commentReference"]))
    if looks := sum(count[name] for name in _LOOKS):
        rows.append(Row("left out", "fonts, sizes and colours", (), looks))
    for part in sorted(name for name in archive.namelist() if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)):
        words = " ".join("".join(tree(archive, part).itertext(f"{W}t")).split())
        if words:
            rows.append(Row("left out", f"the running {'head' if 'header' in part else 'foot'} “{words[:60]}”"))
    return rows


def _boxes(document: Any) -> list[Row]:
    """Moves the paragraphs of text boxes behind the paragraph that each hangs on."""
    for fallback in list(document.iter(f"{MC}Fallback")):
        fallback.getparent().remove(fallback)
    boxes = [
        box for box in document.iter(f"{W}txbxContent") if not any(_is(up, "txbxContent") for up in box.iterancestors())
    ]
    for box in reversed(boxes):
        above = next(up for up in box.iterancestors() if _is(up, "p"))
        drawn = next(up for up in box.iterancestors() if _is(up.getparent(), "r"))
        for part in reversed(box):
            above.addnext(part)
        drawn.getparent().remove(drawn)
    return [Row("changed", "text boxes: paragraphs behind the one that they hang on", (), len(boxes))] if boxes else []


def _hidden(document: Any) -> list[Row]:
    """Takes words away that Word does not show (17.3.2.41)."""
    off = ("0", "false", "off")
    marks = [mark for mark in document.iter(f"{W}vanish") if mark.get(f"{W}val") not in off]
    runs = [mark.getparent().getparent() for mark in marks if _is(mark.getparent().getparent(), "r")]
    words = [run for run in runs if "".join(run.itertext(f"{W}t")).strip()]
    for run in runs:
        run.getparent().remove(run)
    return [Row("left out", "hidden words", (), len(words))] if words else []


def _unwrapped(document: Any) -> list[Row]:
    """Takes words out of what pandoc passes over: ruby, marks of other programs, moves; a page break is a line break."""
    readings = list(document.iter(f"{W}ruby"))
    for ruby in readings:
        for run in ruby.iterfind(f"{W}rubyBase/{W}r"):
            ruby.getparent().addprevious(run)
        ruby.getparent().getparent().remove(ruby.getparent())
    for gone in list(document.iter(f"{W}moveFrom")):
        gone.getparent().remove(gone)
    for wrap in [*document.iter(f"{W}customXml"), *document.iter(f"{W}moveTo"), *document.iter(f"{W}smartTag")]:
        for part in wrap:
            if not str(part.tag).endswith("Pr"):
                wrap.addprevious(part)
        wrap.getparent().remove(wrap)
    for line in document.iter(f"{W}br"):
        line.attrib.pop(f"{W}type", None)
    return [Row("left out", "readings above the line (ruby)", (), len(readings))] if readings else []


def _outlined(document: Any, styles: Any) -> None:
    """A paragraph that its properties give a level in the outline is a heading, whatever its style (17.3.1.20)."""
    for level in list(document.iter(f"{W}outlineLvl")) if styles is not None else ():
        properties, depth = level.getparent(), level.get(f"{W}val", "9")
        if not _is(properties, "pPr") or depth not in "012345" or properties.find(f"{W}pStyle") is not None:
            continue
        name = f"flugblattheading{depth}"
        if not styles.xpath("w:style[@w:styleId=$name]", name=name, namespaces={"w": W[1:-1]}):
            style = etree.SubElement(styles, f"{W}style", {f"{W}type": "paragraph", f"{W}styleId": name})
            etree.SubElement(style, f"{W}name", {f"{W}val": f"heading {int(depth) + 1}"})
        properties.insert(0, etree.Element(f"{W}pStyle", {f"{W}val": name}))


def _unwrap_fields(document: Any) -> None:
    """The words that a field shows stay; pandoc takes them away with some fields."""
    for one in list(document.iter(f"{W}fldSimple")):
        for run in one:
            one.addprevious(run)
        one.getparent().remove(one)


def _is(element: Any, name: str) -> bool:
    return element is not None and element.tag == f"{W}{name}"


def _languages(document: Any, styles: Any, language: str) -> None:
    """Gives words that the file marks as in another language a style for it."""
    made: dict[tuple[str, str], str] = {}
    for run in document.iter(f"{W}r"):
        marked = run.find(f"{W}rPr/{W}lang")
        tag = _tag(run, marked, language) if marked is not None else ""
        if not tag:
            continue
        properties = run.find(f"{W}rPr")
        style = properties.find(f"{W}rStyle")
        base = style.get(f"{W}val", "") if style is not None else ""
        if (tag, base) not in made:
            made[tag, base] = f"flugblatt{len(made)}"
            _style(styles, made[tag, base], tag, base)
        if style is None:
            style = etree.Element(f"{W}rStyle")
            properties.insert(0, style)
        style.set(f"{W}val", made[tag, base])


def _tag(run: Any, marked: Any, language: str) -> str:
    """The language of a run's words, empty where it is the edition's, or where its letters are none of that language's."""
    words = "".join(run.itertext(f"{W}t"))
    mark = run.find(f"{W}rPr/{W}rtl")
    right_to_left = mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")
    named = marked.get(f"{W}bidi" if right_to_left else f"{W}val", "") or ""
    tag = (language_tags.canonical(named) or "").split("-")[0]
    letters = {scripts.script(char) for char in words} - {"Zyyy", "Zinh", "Zzzz"}
    fits = bool(letters) and bool(tag) and letters <= scripts_of(tag)
    return tag if fits and tag != language.split("-")[0] else ""


def _style(styles: Any, identifier: str, tag: str, base: str) -> None:
    style = etree.SubElement(styles, f"{W}style", {f"{W}type": "character", f"{W}styleId": identifier})
    etree.SubElement(style, f"{W}name", {f"{W}val": f"{STYLE_OF_LANGUAGE}{tag}"})
    if base:
        etree.SubElement(style, f"{W}basedOn", {f"{W}val": base})
