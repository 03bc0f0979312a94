"""EPUBCheck passes a good book; an error, a warning, garbage or a doubtful report never passes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flugblatt.judges.external import epubcheck, java
from flugblatt.model.errors import ToolFailed

Files = dict[str, bytes]
Pack = Callable[[Files], bytes]
FAKE = Path(__file__).parents[2] / "fakes" / "java_worker.py"
COUNTS = {"nFatal": 0, "nError": 0, "nWarning": 0}
ERROR = {"ID": "RSC-005", "severity": "ERROR", "message": "m", "locations": [{"path": "a", "line": 1, "column": 2}]}


def test_a_good_book_passes(java_host: java.JavaHost, good_book: bytes) -> None:
    check = epubcheck.judge(java_host, good_book)
    assert check.findings == ()
    assert (check.check, check.verdict) == ("epubcheck", "passed")
    assert check.tool.startswith("EPUBCheck 5.")


BROKEN = {
    "open paragraph": ("EPUB/text.xhtml", b"<h1 id=", b"<p><h1 id=", "epubcheck-RSC-016"),
    "unknown element": ("EPUB/text.xhtml", b"</section>", b"<blink/></section>", "epubcheck-RSC-005"),
    "dead link": ("EPUB/nav.xhtml", b"#s", b"#t", "epubcheck-RSC-012"),
    "missing file": ("EPUB/text.xhtml", b"images/a.svg", b"images/b.svg", "epubcheck-RSC-007"),
    "no time": ("EPUB/package.opf", b"2022-01-06T00:00:00Z", b"yesterday", "epubcheck-RSC-005"),
    "wrong language": ("EPUB/package.opf", b"<dc:language>en", b"<dc:language>e_n", "epubcheck-OPF-092"),
}


@pytest.mark.parametrize(("name", "old", "new", "code"), BROKEN.values(), ids=BROKEN)
def test_an_error_fails(
    java_host: java.JavaHost, good_files: Files, pack: Pack, name: str, old: bytes, new: bytes, code: str
) -> None:
    assert old in good_files[name]
    book = pack({**good_files, name: good_files[name].replace(old, new)})
    check = epubcheck.judge(java_host, book)
    assert check.verdict == "failed"
    assert code in {finding.code for finding in check.findings}
    assert all(finding.where.startswith("EPUB/") for finding in check.findings)
    assert epubcheck.judge(java_host, book) == check


def test_a_warning_fails(java_host: java.JavaHost, good_files: Files, pack: Pack) -> None:
    package = good_files["EPUB/package.opf"].replace(
        b"unique-identifier", b'prefix=" x: http://example.org/ " unique-identifier'
    )
    check = epubcheck.judge(java_host, pack({**good_files, "EPUB/package.opf": package}))
    assert {finding.severity for finding in check.findings} == {"warning"}
    assert check.verdict == "failed"


@pytest.mark.parametrize("data", [b"", b"garbage", b"PK\3\4" + bytes(100), b"%PDF-1.7\n"], ids=len)
def test_what_is_no_book_fails(java_host: java.JavaHost, data: bytes) -> None:
    check = epubcheck.judge(java_host, data)
    assert check.verdict == "failed"
    assert {finding.where for finding in check.findings} == {"book"}


def test_a_cut_off_book_fails(java_host: java.JavaHost, good_book: bytes) -> None:
    assert epubcheck.judge(java_host, good_book[:-100]).verdict == "failed"


def report(checker: dict[str, int] = COUNTS, messages: tuple[Any, ...] = (), items: tuple[int, ...] = (1,)) -> Any:
    return {"checker": checker, "messages": messages, "items": items}


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"code": 0, "report": None, "version": "5"},
        {"code": 0, "report": {}, "version": "5"},
        {"code": 0, "report": report(items=()), "version": "5"},
        {"code": 1, "report": report(), "version": "5"},
        {"code": 0, "report": report(checker={**COUNTS, "nWarning": 1}), "version": "5"},
        {"code": 0, "report": report(messages=(ERROR,)), "version": "5"},
        {"code": 0, "report": report(checker={"nFatal": 0}), "version": "5"},
    ],
)
def test_a_doubtful_report_is_a_failed_tool(reply: dict[str, Any]) -> None:
    with pytest.raises(ToolFailed, match="EPUBCheck"):
        answered(reply)


def test_a_report_without_a_fault_passes() -> None:
    assert answered({"code": 0, "report": report(), "version": "5"}).verdict == "passed"


def answered(reply: dict[str, Any]) -> epubcheck.Check:
    with java.start(limit=20, worker=[sys.executable, str(FAKE), "script", json.dumps(reply)]) as host:
        return epubcheck.judge(host, b"PK")
