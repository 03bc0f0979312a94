"""A file that another version of this toolchain may have made: what is known of it, and what is not.

Flow: a file that differs from the one made again -> a PDF that names another maker: also what can be seen of it; a page or
book, which names none: the same without sheet and classes, by which the design of versions differs -> routes, and in words
why it is only read.
"""

from __future__ import annotations

import io
import re
import zipfile

from flugblatt.judges import sameness
from flugblatt.model import Artefact, Check
from flugblatt.proving import foreign_markup, foreign_sight
from flugblatt.proving.proof import TOOL, Route, not_run, run_route

SHEET = re.compile(rb"(<style[^<>]*>)(.*?)(</style>)", re.DOTALL)
TAG = re.compile(rb"<[a-z][^<>]*>")
CLASS = re.compile(rb' class="[^"<>]*"')
BUT_FOR_ITS_SHEET = (
    "all but its style sheet is that of the file made again: another version made it, or somebody changed the sheet"
)
WHAT_IT_ADDS = "what the sheet hides or adds beside the one made again"
STYLES = {"text/html": foreign_markup.styles_of_page, "application/epub+zip": foreign_markup.styles_of_book}


def sight(media_type: str, data: bytes) -> tuple[Route, ...]:
    """What can be seen of a PDF that nothing is at hand to compare with."""
    return (run_route("sight", foreign_sight.judge, data),) if media_type == "application/pdf" else ()


def styles(data: bytes, made: Artefact) -> Route | None:
    """What the sheet of a page or book may do, where nothing but that and classes differs from the file made again."""
    if made.media_type not in STYLES:
        return None
    plain = _plain_book if made.media_type == "application/epub+zip" else _plain_page
    try:
        check = sameness.judge(plain(data), plain(made.data), made.media_type)
    except (ValueError, KeyError, zipfile.BadZipFile, NotImplementedError, EOFError):
        return None
    if check.verdict != "passed":
        return None
    found, own = (run_route("styles", STYLES[made.media_type], one).check for one in (data, made.data))
    ours = {finding.message for finding in own.findings}
    findings = tuple(finding for finding in found.findings if finding.message not in ours)
    if findings:
        return Route(Check.of("styles", TOOL, findings), sure=WHAT_IT_ADDS)
    return not_run("styles", "what the eye sees was not judged; no rule is on the list of what hides or adds words")


def _plain_page(data: bytes) -> bytes:
    """A page with empty sheets and without classes."""
    return TAG.sub(lambda tag: CLASS.sub(b"", tag[0]), SHEET.sub(rb"\1\3", data))


def _plain_book(data: bytes) -> bytes:
    """A book with empty sheets, and documents without classes; entries as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as plain:
        plain.comment = book.comment
        for entry in book.infolist():
            body = book.read(entry)
            body = b"" if entry.filename.endswith(".css") else body
            plain.writestr(entry, _plain_page(body) if entry.filename.endswith(".xhtml") else body)
    return out.getvalue()
