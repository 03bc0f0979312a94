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


def test_bad_bytes_are_one_finding_at_the_first_of_them():
    data = "éé\nab".encode() + b"\xff\n\xc3(" + "я".encode() + b"\xe2\x82"
    text, findings = decode(data, "work/xx.md")
    assert [(finding.code, finding.where) for finding in findings] == [("text-encoding", "work/xx.md:2:3")]
    assert "3 places that are none" in findings[0].message
    assert text.count("\ufffd") == 3


@pytest.mark.parametrize(
    ("language", "text", "encoding", "name"),
    [
        ("ru", "# Заявление\n\nТекст.\n", "cp1251", "windows-1251"),
        ("ru", "# Заявление\n\nТекст.\n", "koi8-r", "koi8-r"),
        ("ru", "# Заявление\n\nТекст.\n", "cp866", "cp866"),
        ("uk", "# Заява\n\nТекст із «їжаком».\n", "cp1251", "windows-1251"),
        ("statement", "date: 2022\nissuers: [Рада людзей, Камітэт]\n", "cp1251", "windows-1251"),
        ("statement", "date: 2022-01-01\nkind: declaration\nissuers: [Бюро]\n", "cp1251", "windows-1251"),
        ("statement", "date: 2022-01-01\nissuers: [Büro für Öffentlichkeit]\n", "cp1252", "windows-1252"),
        ("de", "# Erklärung\n\n„Früh“ – süß.\n", "cp1252", "windows-1252"),
        ("de", "# Erklärung\n\nFrüh, süß.\n", "mac-roman", "mac-roman"),
        ("fr", "# Déclaration\n\nL’été.\n", "cp1252", "windows-1252"),
        ("pl", "# Oświadczenie\n\nZażółć gęślą jaźń.\n", "cp1250", "windows-1250"),
        ("pl", "# Żółć\n\nZażółć gęślą jaźń.\n", "cp1250", "windows-1250"),
        ("pl", "# Oświadczenie\n\nZażółć gęślą jaźń.\n", "iso8859-2", "iso8859-2"),
        ("tr", "# Bildiri\n\nİnsanların ışığı, şöyle.\n", "cp1254", "windows-1254"),
        ("el", "# Διακήρυξη\n", "cp1253", "windows-1253"),
        ("he", "# הכרזה\n", "cp1255", "windows-1255"),
        ("ja", "# 世界人権宣言\n\nこれは。\n", "shift_jis", "shift_jis"),
        ("zh-Hans", "# 世界人权宣言\n", "gb18030", "gb18030"),
        ("ru", "# Заявление\n\nТекст.\n", "utf-16", "UTF-16"),
        ("ru", "# Заявление\n\nТекст.\n" * 9, "utf-16-le", "UTF-16"),
        ("de", "# Erklärung\n", "utf-16-be", "UTF-16"),
        ("de", "# Erklärung\n", "utf-32", "UTF-32"),
    ],
)
def test_another_encoding_is_named_once(language, text, encoding, name):
    findings = decode(text.encode(encoding), f"work/{language}.md")[1]
    assert [finding.code for finding in findings] == ["text-encoding"]
    assert findings[0].message == f"UTF-8 was expected, found text in {name}"
    assert findings[0].hint == "save it as UTF-8 (in the editor: Save as, Encoding: UTF-8)"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04\x14\0\0\0\0\0[Content_Types].xml word/document.xml", "a Word document (.docx)"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "a LibreOffice document (.odt)",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "an old Word document (.doc)"),
        (rb"{\rtf1\ansi\deff0 Text}", "a rich text document (.rtf)"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"<!DOCTYPE html><html><body>Text", "a web page (HTML) or XML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
    ],
)
def test_the_file_of_another_program_is_named_once(data, name):
    findings = decode(data, "work/de.md")[1]
    assert len(findings) == 1
    assert f"found {name}" in findings[0].message


@pytest.mark.parametrize(
    "text", ["# Title\n\n%PDF- is how it begins.", "# Заява\n", "", "PK is a party\n", "# a\n<html>"]
)
def test_a_text_in_utf8_is_none_of_them(text):
    assert not any(finding.code == "text-encoding" for finding in decode(text.encode(), "work/de.md")[1])


def test_the_line_ends_of_an_old_mac_are_one_finding():
    findings = decode(b"# Title\r\rText.\r", "work/de.md")[1]
    assert [(finding.code, finding.where) for finding in findings] == [("text-control", "work/de.md:1:8")]
    assert "a lone CR, 3 times" in findings[0].message
