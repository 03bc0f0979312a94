"""The examination of finished files: what a file claims of itself, judged; nothing is rendered.

Flow: file -> its kind by its first bytes -> its claims -> the judges of those claims -> checks.
"""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf

from flugblatt.errors import UsageError
from flugblatt.judges import epubcheck, format_id, guard, java, verapdf
from flugblatt.model import Check

PDFA = {("3", "A"): ("3a", "fmt/479"), ("4", "F"): ("4f", "fmt/1912")}
PDFUA = {"1": "ua1", "2": "ua2"}


def examine(files: tuple[Path, ...]) -> tuple[tuple[Path, tuple[Check, ...]], ...]:
    """The checks of each file. UsageError for a file that is neither PDF nor EPUB, before anything is judged."""
    loaded = tuple((path, _read(path)) for path in files)
    with java.start() as host:
        return tuple(
            (path, _pdf(host, data) if data.startswith(b"%PDF-") else _epub(host, data)) for path, data in loaded
        )


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    if not data.startswith((b"%PDF-", b"PK\x03\x04")):
        raise UsageError(f"{path} is neither a PDF nor an EPUB; check judges those two")
    return data


def _pdf(host: java.JavaHost, data: bytes) -> tuple[Check, ...]:
    """The claims stand in the XMP packet: pdfaid (ISO 19005-3, 6.6.4) and pdfuaid (ISO 14289-1, 5)."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            metadata = pdf.open_metadata()
            level = str(metadata.get("pdfaid:part", "")), str(metadata.get("pdfaid:conformance", ""))
            part = str(metadata.get("pdfuaid:part", ""))
    except pikepdf.PdfError as error:
        return (Check("verapdf:3a", "not run", "", reason=f"the file cannot be read as a PDF: {error}"),)
    profile, pronom = PDFA.get(level, ("", ""))
    checks: list[Check] = []
    if profile:
        checks.append(verapdf.judge(host, data, profile))
    else:
        claim = f"PDF/A-{level[0]}{level[1].lower()}" if level[0] else "no PDF/A"
        checks.append(Check("verapdf:3a", "not run", "", reason=f"the file claims {claim}, which is not judged here"))
    if part in PDFUA:
        checks.append(verapdf.judge(host, data, PDFUA[part]))
    else:
        checks.append(Check("verapdf:ua1", "not run", "", reason="the file does not claim to be PDF/UA"))
    if pronom:
        checks.append(format_id.judge(data, pronom))
    return tuple(checks)


def _epub(host: java.JavaHost, data: bytes) -> tuple[Check, ...]:
    return guard.judge(data), epubcheck.judge(host, data), format_id.judge(data, "fmt/483")
