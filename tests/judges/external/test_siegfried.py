"""The format of finished bytes is what PRONOM says, not what the file name says."""

from __future__ import annotations

import importlib.util
import io
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pikepdf
import pytest
from PIL import Image

from flugblatt.judges.external import siegfried
from flugblatt.model.errors import ToolFailed, ToolMissing

PAGE = b'<!DOCTYPE html>\n<html lang="en"><head><title>x</title></head><body><p>Hi</p></body></html>\n'


def test_each_format_of_ours_passes(pdf_3a: bytes, good_book: bytes) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    rows = {"fmt/479": plain_xmp(pdf_3a), "fmt/483": good_book, "fmt/471": PAGE, "x-fmt/111": "Erklärung\n".encode()}
    for expected, data in rows.items():
        check = siegfried.judge(data, expected)
        assert (check.check, check.verdict, check.findings) == ("format-id", "passed", ())
        assert check.tool.startswith("pygfried 1.")
        assert "DROID_SignatureFile_V" in check.tool


@pytest.mark.parametrize(
    ("data", "expected", "found"),
    [
        (b"%PDF-1.7\n%%EOF\n", "fmt/479", "found fmt/276 (Acrobat PDF 1.7"),
        (b"%PDF-1.7\n%%EOF\n", "fmt/483", "found fmt/276 (Acrobat PDF 1.7"),
        (PAGE, "fmt/483", "found fmt/471"),
        (b"\x93\x01\x02" * 50, "fmt/479", "found nothing that is known"),
        (b"", "fmt/483", "found nothing that is known"),
    ],
)
def test_another_format_fails(data: bytes, expected: str, found: str) -> None:
    check = siegfried.judge(data, expected)
    assert check.verdict == "failed"
    (finding,) = check.findings
    assert finding.code == "format-id-other"
    assert f"expected {expected}" in finding.message
    assert found in finding.message


def test_a_pdf_a_that_hides_its_claim_fails(pdf_3a: bytes) -> None:
    check = siegfried.judge(pdf_3a, "fmt/479")
    assert check.verdict == "failed"
    assert "uncompressed" in check.findings[0].hint


def test_a_crash_is_a_failed_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> object:
        raise RuntimeError("panic")

    use(monkeypatch, crash)
    with pytest.raises(ToolFailed, match="panic"):
        siegfried.judge(PAGE, "fmt/471")


@pytest.mark.parametrize("report", [{}, None, "", {"identifiers": [], "files": []}, {"files": [{"matches": []}]}])
def test_an_empty_report_is_a_failed_tool(monkeypatch: pytest.MonkeyPatch, report: object) -> None:
    use(monkeypatch, lambda *_, **__: report)
    with pytest.raises(ToolFailed, match="pygfried"):
        siegfried.judge(PAGE, "fmt/471")


def test_threads_are_answered_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first import of Siegfried is made by whoever asks first; another thread must not see half of it."""
    at_once: list[int] = []
    most: list[int] = []

    def identify(*_: object, **__: object) -> dict[str, object]:
        at_once.append(1)
        most.append(len(at_once))
        time.sleep(0.01)
        at_once.pop()
        return {"siegfried": "1", "identifiers": [{"details": "v1"}], "files": [{"matches": []}]}

    use(monkeypatch, identify)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: siegfried.judge(PAGE, "fmt/471"), range(8)))
    assert most == [1] * 8


def test_a_missing_wheel_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ToolMissing, match="pip install pygfried"):
        siegfried.judge(PAGE, "fmt/471")


def use(monkeypatch: pytest.MonkeyPatch, identify: object) -> None:
    fake = SimpleNamespace(identify=identify, version=lambda: "1.0")
    monkeypatch.setattr(siegfried.importlib, "import_module", lambda name: fake)


def plain_xmp(data: bytes) -> bytes:
    """The PDF with its XMP packet uncompressed, as our own PDFs have it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        packet = pdf.Root.Metadata.read_bytes()
        namespace = b' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"'
        packet = packet.replace(namespace, b"").replace(b' pdfaid:part="3"', namespace + b' pdfaid:part="3"')
        pdf.Root.Metadata = pdf.make_stream(packet, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        pdf.save(out, compress_streams=False)
    return out.getvalue()
