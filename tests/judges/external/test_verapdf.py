"""veraPDF passes what conforms, and says failed for each file that breaks one rule or cannot be read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from flugblatt.judges.external import java, verapdf
from flugblatt.model.errors import ToolFailed

FAKE = Path(__file__).parents[2] / "fakes" / "java_worker.py"
RULE = {"clause": "6.2", "test": 1, "description": "d", "message": "m", "contexts": ["root"], "count": 1}
GOOD: dict[str, Any] = {"version": "1", "compliant": True, "ended": "NORMAL", "assertions": 9, "failures": []}


def test_a_conforming_file_passes(java_host: java.JavaHost, pdf_3a: bytes) -> None:
    check = verapdf.judge(java_host, pdf_3a, "3a")
    assert (check.check, check.verdict, check.findings) == ("verapdf:3a", "passed", ())
    assert check.tool.startswith("veraPDF 1.")


@pytest.mark.parametrize("profile", ["ua1", "4f", "ua2", "wtpdf"])
def test_a_claim_that_is_not_made_fails(java_host: java.JavaHost, pdf_3a: bytes, profile: str) -> None:
    check = verapdf.judge(java_host, pdf_3a, profile)
    assert (check.check, check.verdict) == (f"verapdf:{profile}", "failed")


def test_the_missing_identification_is_named(java_host: java.JavaHost, pdf_3a: bytes) -> None:
    (finding,) = verapdf.judge(java_host, pdf_3a, "ua1").findings
    assert (finding.code, finding.severity) == ("verapdf-5-1", "error")
    assert finding.message.startswith("ISO 14289-1 (PDF/UA-1), 5, test 1: expected: The PDF/UA version")
    assert finding.where.startswith("metadata[0]")


def test_both_profiles_of_wtpdf_are_run(java_host: java.JavaHost, pdf_3a: bytes) -> None:
    messages = " ".join(finding.message for finding in verapdf.judge(java_host, pdf_3a, "wtpdf").findings)
    assert "wtpdf#accessibility1.0" in messages
    assert "wtpdf#reuse1.0" in messages


def no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


def wrong_part(pdf: pikepdf.Pdf) -> None:
    replace_xmp(pdf, b'part="3"', b'part="2"')


def broken_date(pdf: pikepdf.Pdf) -> None:
    date = b' xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="yesterday"'
    replace_xmp(pdf, b' pdfaid:part="3"', date + b' pdfaid:part="3"')


def unmarked(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def no_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_font(pdf: pikepdf.Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
            del item.FontFile2
        elif isinstance(item, pikepdf.Dictionary) and "/FontFile3" in item:
            del item.FontFile3


@pytest.mark.parametrize("spoil", [no_metadata, wrong_part, broken_date, unmarked, script, no_tags, no_font])
def test_one_broken_rule_fails(java_host: java.JavaHost, pdf_3a: bytes, spoil: Callable[[pikepdf.Pdf], None]) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_3a)) as pdf:
        spoil(pdf)
        pdf.save(out)
    check = verapdf.judge(java_host, out.getvalue(), "3a")
    assert check.verdict == "failed"
    assert check.findings
    assert verapdf.judge(java_host, out.getvalue(), "3a") == check


def test_the_page_is_named(java_host: java.JavaHost, pdf_3a: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_3a)) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.pages[1].Contents = pdf.make_stream(b"/Artifact BMC 0 0 0 1 k 0 0 9 9 re f EMC")
        pdf.save(out)
    places = {finding.where.split(",")[0] for finding in verapdf.judge(java_host, out.getvalue(), "3a").findings}
    assert "page 2" in places


@pytest.mark.parametrize("data", [b"", b"garbage", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF\n"], ids=len)
def test_what_is_no_pdf_fails(java_host: java.JavaHost, data: bytes) -> None:
    check = verapdf.judge(java_host, data, "3a")
    assert check.verdict == "failed"
    assert [finding.code for finding in check.findings] == ["verapdf-unreadable"]


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_cut_off_file_fails(java_host: java.JavaHost, pdf_3a: bytes, part: float) -> None:
    assert verapdf.judge(java_host, pdf_3a[: int(len(pdf_3a) * part)], "3a").verdict == "failed"


def test_an_encrypted_file_fails(java_host: java.JavaHost, pdf_3a: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_3a)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    (finding,) = verapdf.judge(java_host, out.getvalue(), "3a").findings
    assert finding.code == "verapdf-unreadable"


def test_an_answer_without_a_fault_passes() -> None:
    assert answered(GOOD).verdict == "passed"


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"version": "1"},
        {**GOOD, "version": None},
        {**GOOD, "failures": None},
        {**GOOD, "compliant": False},
        {**GOOD, "failures": [RULE]},
        {**GOOD, "ended": "TIMEOUT"},
        {**GOOD, "compliant": False, "failures": [{**RULE, "contexts": []}]},
    ],
)
def test_an_answer_that_is_none_is_a_failed_tool(reply: dict[str, Any]) -> None:
    with pytest.raises(ToolFailed, match="veraPDF"):
        answered(reply)


def test_no_test_at_all_is_no_pass() -> None:
    check = answered({**GOOD, "assertions": 0})
    assert check.verdict == "failed"
    assert [finding.code for finding in check.findings] == ["verapdf-empty"]


def test_places_are_readable() -> None:
    deep = "root/document[0]/pages[11](9 0 obj PDPage)/contentStream[0](9 0 obj)/operators[3]"
    assert verapdf.place(deep) == "page 12, contentStream[0](9 0 obj)/operators[3]"
    assert verapdf.place("root/document[0]/pages[0]") == "page 1"
    assert verapdf.place("root/document[0]") == "document"
    assert len(verapdf.place("root/document[0]/" + "K[0]/" * 90)) == 160


def replace_xmp(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet
    kind = {"Type": pikepdf.Name.Metadata, "Subtype": pikepdf.Name.XML}
    pdf.Root.Metadata = pdf.make_stream(packet.replace(old, new), **kind)


def answered(reply: dict[str, Any]) -> verapdf.Check:
    with java.start(limit=20, worker=[sys.executable, str(FAKE), "script", json.dumps(reply)]) as host:
        return verapdf.judge(host, b"%PDF-1.7", "3a")
