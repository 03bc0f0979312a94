"""Judges whether a book for Kobo's readers has the marks that they count by: every sentence within a span of its own number.

Flow: EPUB -> its content documents -> every text of the body, but code -> its span -> findings.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from flugblatt.model import Finding

X = "{http://www.w3.org/1999/xhtml}"
NUMBER = re.compile(r"kobo\.([1-9][0-9]*)\.([1-9][0-9]*)")
CODE = frozenset((f"{X}pre", f"{X}script", f"{X}style"))


def judge(book: bytes) -> Iterator[Finding]:
    """Texts without a span, and numbers that do not go on. Raises zipfile.BadZipFile and what lxml raises."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        documents = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xhtml")}
    for name, data in documents.items():
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        body = etree.fromstring(data, parser).find(f"{X}body")
        last = (0, 0)
        for span in body.iter(f"{X}span"):
            if span.get("class") != "koboSpan":
                continue
            number = NUMBER.fullmatch(span.get("id", ""))
            here = (int(number[1]), int(number[2])) if number else (0, 0)
            if here not in ((last[0], last[1] + 1), (last[0] + 1, 1)):
                message = f"expected the number after kobo.{last[0]}.{last[1]}; found {span.get('id')!r}"
                yield Finding("metadata-changed", "error", message, name)
            last = here
        for text in body.xpath(".//text()"):
            holder = text.getparent().getparent() if text.is_tail else text.getparent()
            if text.strip() and holder.get("class") != "koboSpan" and not _is_code(holder):
                yield Finding(
                    "metadata-missing", "error", f"expected a koboSpan around {text.strip()[:40]!r}; found none", name
                )


def _is_code(element: etree._Element | None) -> bool:
    while element is not None:
        if element.tag in CODE:
            return True
        element = element.getparent()
    return False
