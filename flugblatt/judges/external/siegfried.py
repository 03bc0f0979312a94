"""Judges which format a finished file is by its bytes, as an archive would see it in PRONOM, the register of formats.

Flow: judge(data, expected) -> pygfried (siegfried) identifies a temporary file -> Check ``format-id``.

Rule: the file is identified as exactly one format, and it is the expected one.
Reason: archives sort and migrate files by PRONOM identifiers; a PDF/A that is not seen as PDF/A is filed as plain PDF.
Passes: for example a PDF/A-3a whose identification stands uncompressed in its XMP packet (fmt/479).
Fails: another format, several formats, none, or an empty file (``format-id-other``).
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flugblatt.model import Check, Finding, FindingCode
from flugblatt.model.errors import ToolFailed, ToolMissing

_ONE_AT_A_TIME = threading.Lock()
"""Siegfried is loaded with its first use, and nothing says that it may be asked by two threads at once."""
FORMATS = {
    "fmt/479": ("pdf", "PDF/A-3a"),
    "fmt/1912": ("pdf", "PDF/A-4f"),
    "fmt/276": ("pdf", "PDF 1.7"),
    "fmt/20": ("pdf", "PDF 1.6"),
    "fmt/1129": ("pdf", "PDF 2.0"),
    "fmt/488": ("pdf", "PDF/X-4"),
    "fmt/2050": ("pdf", "PDF/UA-1"),
    "fmt/483": ("epub", "EPUB"),
    "fmt/471": ("html", "HTML 5"),
    "x-fmt/111": ("txt", "plain text"),
    "x-fmt/18": ("csv", "Comma Separated Values"),
    "fmt/43": ("jpg", "JPEG File Interchange Format 1.01"),
    "fmt/44": ("jpg", "JPEG File Interchange Format 1.02"),
    "fmt/11": ("png", "PNG 1.0"),
    "fmt/13": ("png", "PNG 1.2"),
    "fmt/101": ("xml", "XML 1.0"),
    "fmt/817": ("json", "JSON"),
    "fmt/880": ("jsonld", "JSON-LD"),
    "x-fmt/265": ("tar", "tar"),
}
"""PRONOM identifier: file extension, name. The extension decides only where the bytes leave a choice."""

CODES: Mapping[str, FindingCode] = {
    "format-id-other": FindingCode(
        "A file whose bytes are of another format than its name and place say, of several, or of none that is known.",
        "A file of your own: build with --force, and report the finding if it stays. A file from elsewhere was saved by "
        "another program, or is cut off: take it from its publisher again.",
    ),
}


def judge(data: bytes, expected: str) -> Check:
    """The Check ``format-id`` of a file that should be ``expected``, a PRONOM identifier (a key of ``FORMATS``).

    Raises ToolMissing without pygfried, and ToolFailed if it crashes or leaves an empty report.
    """
    extension, name = FORMATS[expected]
    release, found = identify(f"judged.{extension}", data)
    findings: tuple[Finding, ...] = ()
    if [identifier for identifier, _ in found] != [expected]:
        seen = ", ".join(f"{identifier} ({words})" if words else identifier for identifier, words in found)
        message = f"expected {expected} ({name}); found {seen or 'nothing that is known'}"
        hint = "for PDF/A: the XMP packet must be stored uncompressed" if name.startswith("PDF/A") else ""
        findings = (Finding("format-id-other", "error", message, "file", hint),)
    return Check.of("format-id", f"pygfried {release}", findings)


def identify(name: str, data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Release of siegfried with its signature file, and the identifiers of a file with their names: by its bytes and, where
    these leave a choice, the extension of ``name``; none for an empty file.

    Raises ToolMissing without pygfried, and ToolFailed if it crashes or leaves an empty report.
    """
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory(prefix="flugblatt-") as folder:
        if importlib.util.find_spec("pygfried") is None:
            raise ToolMissing(f"pygfried not installed; type: {sys.executable} -m pip install pygfried")
        pygfried = importlib.import_module("pygfried")
        if not data:
            return str(pygfried.version()), ()
        file = Path(folder) / name
        file.write_bytes(data)
        try:
            result = pygfried.identify(str(file), detailed=True)
        except Exception as error:
            raise ToolFailed(f"pygfried failed: {error}".replace(folder, "")) from error
    return _read(result)


def _read(result: Any) -> tuple[str, tuple[tuple[str, str], ...]]:
    try:
        result = json.loads(result) if isinstance(result, str) else result
        signatures = str(result["identifiers"][0]["details"]).split(";")[0].removesuffix(".xml")
        matches = ((str(match["id"]), str(match.get("format") or "")) for match in result["files"][0]["matches"])
        return f"{result['siegfried']}, {signatures}", tuple(match for match in matches if match[0] != "UNKNOWN")
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ToolFailed(f"pygfried left a report that cannot be read: {error!r}") from error
