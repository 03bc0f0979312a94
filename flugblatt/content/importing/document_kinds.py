"""What a file is, by its bytes first and its name after: the kinds that can be imported, each with the reader of pandoc."""

from __future__ import annotations

import io
import re
import zipfile

from flugblatt.model.errors import UsageError
from flugblatt.model.findings import shown

READERS = {"Word": "docx+styles", "OpenDocument": "odt", "EPUB": "epub", "web page": "html", "rich text": "rtf"}
"""The kinds that pandoc reads, by its name for them (pandoc's manual, General options, --from)."""
NAMED = {
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".txt": "text",
    ".text": "text",
    ".html": "web page",
    ".htm": "web page",
    ".xhtml": "web page",
}
MARKUP = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|body)\b", re.DOTALL
)
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXPECTED = ".docx, .odt, .epub, .html, .rtf, .md or .txt"


def kind_of(data: bytes, name: str) -> str:
    """The kind of a file. UsageError for one that cannot be imported, with what to do."""
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(data, name)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf", data):
        return "rich text"
    if data.startswith(OLD_WORD):
        raise UsageError(
            f"{shown(name)} is an old Word file (.doc): open it in Word or LibreOffice and save it as .docx"
        )
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise UsageError(f"{shown(name)} is a PDF, which knows no paragraphs: import the file that it was made from")
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending in (".docx", ".odt", ".epub", ".rtf"):
        raise UsageError(f"{shown(name)} is named like another file than it is: {EXPECTED} was expected")
    if MARKUP.match(data):
        return "web page"
    if ending and ending not in NAMED:
        raise UsageError(f"{shown(name)} cannot be imported: {EXPECTED} was expected")
    return NAMED.get(ending, "text")


def _of_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            media = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{shown(name)} is damaged and cannot be opened: take it from its sender again") from error
    if "word/document.xml" in names:
        return "Word"
    if media.startswith(b"application/vnd.oasis.opendocument.text"):
        return "OpenDocument"
    if media.startswith(b"application/epub+zip"):
        return "EPUB"
    raise UsageError(f"{shown(name)} is no text of Word or LibreOffice and no EPUB: {EXPECTED} was expected")
