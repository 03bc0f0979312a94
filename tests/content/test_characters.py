"""Bytes to text: what is refused, and that everything else survives."""

from __future__ import annotations

import pytest

from flugblatt.content.characters import decode
from flugblatt.model import Finding


def _found(data: str | bytes) -> list[tuple[str, str]]:
    findings: tuple[Finding, ...] = decode(data if isinstance(data, bytes) else data.encode("utf-8"), "w/de.md")[1]
    return [(finding.code, finding.where.removeprefix("w/de.md:")) for finding in findings]


def test_a_byte_order_mark_and_crlf_are_no_text():
    assert decode(b"\xef\xbb\xbfa\r\nb\n", "w/de.md") == ("a\nb\n", ())
    assert decode("a\ufeffb".encode(), "w/de.md") == ("a\ufeffb", ())


@pytest.mark.parametrize(
    "character", "\t\u00a0\u00ad\u2010\u2011\u202f\u200b\u200c\u200d\u200e\u200f\u0301\u3000\ufffd\ue000𐍈😀"
)
def test_survives(character):
    assert decode(f"a{character}b".encode(), "w/de.md") == (f"a{character}b", ())


@pytest.mark.parametrize(
    "character",
    [
        "\0",
        "\x01",
        "\x0b",
        "\x0c",
        "\x1f",
        "\x7f",
        "\x80",
        "\x85",
        "\x9f",
        "\u202a",
        "\u202e",
        "\u2028",
        "\u2029",
        "\ufdd0",
        "\ufdef",
        "\ufffe",
        "\uffff",
        "\U0001fffe",
        "\U0010ffff",
        "\r",
    ],
)
def test_refused_with_its_place(character):
    assert _found(f"one\r\nab{character}c") == [("text-control", "2:3")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("\u2067a\u2069", []),
        ("\u2067a\u2066b\u2069\u2069", []),
        ("\u2067a\nb\u2069", []),
        ("\u2067a\n\nb\u2069", ["1:1", "3:2"]),
        ("\u2067a\n>\n> b\u2069", ["1:1", "3:4"]),
        ("a\u2069\u2067b", ["1:2", "1:3"]),
        ("\u2068\u2068a\u2069", ["1:1"]),
    ],
)
def test_isolates_are_paired_in_their_paragraph(text, places):
    assert _found(text) == [("text-isolate", place) for place in places]


def test_every_bad_byte_has_its_line_and_column():
    assert _found("é\nab".encode() + b"\xff\n\xc3(" + "я".encode() + b"\xe2\x82") == [
        ("text-encoding", "2:3"),
        ("text-encoding", "3:1"),
        ("text-encoding", "3:4"),
    ]
