"""An OpenDocument file readied for pandoc, which passes over text boxes and lists in notes; what is said of the rest.

Flow: content.xml -> the paragraphs of frames and shapes behind the paragraph that each hangs on, those of lists in notes
in the place of the list -> the file written again, with rows for changes, comments, looks and running heads (ODF 1.3, part 3).
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from flugblatt.content.importing.import_record import Row
from flugblatt.content.importing.office_container import opened, tree

CONTENT, STYLES = "content.xml", "styles.xml"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_BLOCKS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list")
_LOOKS = (f"{STYLE}font-name", f"{FO}font-family", f"{FO}color", f"{FO}font-size", f"{FO}background-color")


def ready(data: bytes, name: str) -> tuple[bytes, list[Row]]:
    """The file for pandoc, and what is said of it. UsageError where it cannot be read."""
    with opened(data, name) as archive:
        content, styles = tree(archive, CONTENT), tree(archive, STYLES)
        if content is None:
            return data, []
        rows = [*_told(content), *_running(styles)]
        boxes, lists = _boxes(content), _lists_in_notes(content)
        if boxes:
            rows.append(Row("changed", "text boxes: paragraphs behind the one that they hang on", (), boxes))
        if lists:
            rows.append(Row("changed", "a list in a note: paragraphs, without bullets and figures", (), lists))
        if not boxes and not lists:
            return data, rows
        return _written(archive, etree.tostring(content, encoding="UTF-8", xml_declaration=True)), rows


def _written(archive: zipfile.ZipFile, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
        for entry in archive.infolist():
            if not entry.is_dir():
                out.writestr(entry.filename, content if entry.filename == CONTENT else archive.read(entry))
    return file.getvalue()


def _told(content: Any) -> list[Row]:
    """What an edition has no place for (5.5, 14.1, 16.4)."""
    rows = []
    if changes := len(list(content.iter(f"{TEXT}changed-region"))):
        what = "tracked changes: all accepted (what was added stays, what was struck out is gone)"
        rows.append(Row("changed", what, (), changes))
    if comments := len(list(content.iter(f"{OFFICE}annotation"))):
        rows.append(Row("left out", "comments in the margin", (), comments))
    looks = sum(any(properties.get(name) for name in _LOOKS) for properties in content.iter(f"{STYLE}text-properties"))
    if looks:
        rows.append(Row("left out", "fonts, sizes and colours", (), looks))
    return rows


def _running(styles: Any) -> list[Row]:
    rows: dict[str, Row] = {}
    for kind in ("header", "footer") if styles is not None else ():
        for element in styles.iter(f"{STYLE}{kind}", f"{STYLE}{kind}-left", f"{STYLE}{kind}-first"):
            words = " ".join("".join(element.itertext()).split())
            if words:
                said = f"the running {'head' if kind == 'header' else 'foot'} “{words[:60]}”"
                rows[said] = Row("left out", said)
    return list(rows.values())


def _lists_in_notes(content: Any) -> int:
    """Puts the paragraphs of lists in notes into the place of the lists, which pandoc passes over; how many lists there were."""
    lists = [one for body in content.iter(f"{TEXT}note-body") for one in body.iterchildren(f"{TEXT}list")]
    for one in lists:
        for part in reversed(list(one.iter(f"{TEXT}p", f"{TEXT}h"))):
            part.tail = None
            one.addnext(part)
        one.getparent().remove(one)
    return len(lists)


def _boxes(content: Any) -> int:
    """Moves the paragraphs of text boxes and shapes behind the paragraph that each hangs on; how many boxes had words."""
    holders = [
        element
        for element in content.iter(etree.Element)
        if element.tag.startswith(DRAW) and any(child.tag in _BLOCKS for child in element)
    ]
    count = 0
    for holder in reversed(holders):
        above = next((up for up in holder.iterancestors() if up.tag in (f"{TEXT}p", f"{TEXT}h")), None)
        parts = [child for child in holder if child.tag in _BLOCKS]
        if above is None:
            continue
        count += any("".join(part.itertext()).strip() for part in parts)
        for part in reversed(parts):
            part.tail = None
            above.addnext(part)
    return count
