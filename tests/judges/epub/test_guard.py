"""The guard passes a good book, and refuses each hostile one for its own reason and no other."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

import pytest

from flugblatt.judges.closed import CODES
from flugblatt.judges.epub import guard
from flugblatt.model.checks import MOST_FINDINGS

Files = dict[str, bytes]
Pack = Callable[[Files], bytes]
TEXT, NAV, STYLE, PACKAGE = "EPUB/text.xhtml", "EPUB/nav.xhtml", "EPUB/style.css", "EPUB/package.opf"

OF_OUR_OWN = {"guard-page", "guard-style", "guard-font", "guard-picture", "guard-agreement"}
"""What files of ours alone are held to; the table of forgeries has cases for each."""
BODY = {  # put before the end of the section: what, expected code
    "script": ("<script>alert(1)</script>", "guard-element"),
    "iframe": ('<iframe src="https://example.org/"></iframe>', "guard-element"),
    "form": ('<form action="https://example.org/"><input name="a"/></form>', "guard-element"),
    "object": ('<object data="a.html"></object>', "guard-element"),
    "style element": ("<style>p { display: none }</style>", "guard-element"),
    "SVG script": ('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "guard-element"),
    "SVG text": ('<svg xmlns="http://www.w3.org/2000/svg"><text>unread</text></svg>', "guard-element"),
    "foreign object": ('<svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>', "guard-element"),
    "MathML": ('<math xmlns="http://www.w3.org/1998/Math/MathML"/>', "guard-element"),
    "event": ('<p onclick="alert(1)">x</p>', "guard-attribute"),
    "style attribute": ('<p style="display:none">x</p>', "guard-attribute"),
    "srcset": ('<img src="cover.jpg" srcset="https://example.org/x.png" alt="x"/>', "guard-attribute"),
    "ping": ('<p><a href="https://example.org/" ping="https://example.com/">x</a></p>', "guard-attribute"),
    "javascript": ('<p><a href="javascript:alert(1)">x</a></p>', "guard-link"),
    "disguised javascript": ('<p><a href="java&#9;script:alert(1)">x</a></p>', "guard-link"),
    "data link": ('<p><a href="data:text/html,hi">x</a></p>', "guard-link"),
    "file link": ('<p><a href="file:///etc/passwd">x</a></p>', "guard-link"),
    "no scheme": ('<p><a href="//example.org/">x</a></p>', "guard-link"),
    "user name": ('<p><a href="https://bank.example@example.org/">x</a></p>', "guard-link"),
    "broken address": ('<p><a href="https://[::1/">x</a></p>', "guard-link"),
    "backslash": ('<p><a href="..\\..\\x">x</a></p>', "guard-link"),
    "out of the book": ('<p><a href="../../../../etc/passwd">x</a></p>', "guard-link"),
    "out of the book, encoded": ('<p><a href="%2e%2e/%2e%2e/etc/passwd">x</a></p>', "guard-link"),
    "into META-INF": ('<p><a href="../META-INF/source/en.md">x</a></p>', "guard-link"),
    "remote picture": ('<img src="https://example.org/x.png" alt="x"/>', "guard-resource"),
    "data picture": ('<img src="data:image/png;base64,AAAA" alt="x"/>', "guard-resource"),
    "hidden": ('<p hidden="hidden">unread</p>', "guard-hidden"),
    "hidden from screen readers": ('<p aria-hidden="true">unheard</p>', "guard-hidden"),
    "bidi override": ("<p>\u202eevil\u202c</p>", "guard-character"),
    "bidi override as a number": ("<p>&#x202e;evil&#x202C;</p>", "guard-character"),
    "bidi override in an attribute": ('<p title="&#x202d;x">x</p>', "guard-character"),
    "noncharacter": ("<p>\ufdd0</p>", "guard-character"),
    "C1 control": ("<p>\x9b</p>", "guard-character"),
    "comment": ("<!-- unread -->", "guard-instruction"),
    "CDATA": ("<p><![CDATA[<script>]]></p>", "guard-instruction"),
    "instruction": ('<?xml-stylesheet href="https://example.org/x.css"?>', "guard-instruction"),
    "named entity": ("<p>&nbsp;</p>", "guard-dtd"),
    "open element": ("<p>", "guard-xml"),
    "deep": ("<div>" * 3000 + "</div>" * 3000, "guard-xml"),
    "NUL": ("<p>\0</p>", "guard-xml"),
}


@pytest.mark.parametrize(("markup", "code"), BODY.values(), ids=BODY)
def test_markup_that_is_not_on_the_list_fails(good_files: Files, pack: Pack, markup: str, code: str) -> None:
    spoiled = good_files[TEXT].replace(b"</section>", markup.encode() + b"</section>")
    assert refusals(pack({**good_files, TEXT: spoiled})) == {code}


HEADS = {
    "refresh": (
        b"<title>",
        b'<meta http-equiv="refresh" content="0;url=https://example.org/"/><title>',
        "guard-attribute",
    ),
    "base": (b"<title>", b'<base href="https://example.org/"/><title>', "guard-element"),
    "remote style": (b'href="style.css"', b'href="https://example.org/x.css"', "guard-resource"),
    "prefetch": (b'rel="stylesheet"', b'rel="prefetch"', "guard-resource"),
    "unused XXE": (b"<!DOCTYPE html>", b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "guard-dtd"),
    "XXE": (b"<!DOCTYPE html>", b'<!DOCTYPE html SYSTEM "https://example.org/x.dtd">', "guard-dtd"),
    "many laughs": (
        b"<!DOCTYPE html>",
        b"<!DOCTYPE html ["
        + b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]>",
        "guard-dtd",
    ),
    "other encoding": (b'encoding="UTF-8"', b'encoding="UTF-7"', "guard-xml"),
}


@pytest.mark.parametrize(("old", "new", "code"), HEADS.values(), ids=HEADS)
def test_head_that_leads_elsewhere_fails(good_files: Files, pack: Pack, old: bytes, new: bytes, code: str) -> None:
    assert old in good_files[TEXT]
    assert refusals(pack({**good_files, TEXT: good_files[TEXT].replace(old, new, 1)})) == {code}


STYLES = {
    "import": ('@import url("https://example.org/x.css");', "guard-css"),
    "remote font": ('@font-face { font-family: R; src: url("https://example.org/r.ttf") }', "guard-resource"),
    "remote picture": ('p { background: url("https://example.org/t.gif") }', "guard-resource"),
    "remote picture in a query": ("@media all { p { background: url(https://example.org/t.gif) } }", "guard-resource"),
    "nested remote picture": ("p { & em { background: url(https://example.org/t.gif) } }", "guard-css"),
    "image set": ('p { background: image-set("https://example.org/t.png" 1x) }', "guard-css"),
    "escape": ("p { d\\isplay: none }", "guard-css"),
    "display": ("p { display: none }", "guard-css"),
    "display in capitals": ("p { DISPLAY: NONE !important }", "guard-css"),
    "visibility": ("p { visibility: hidden }", "guard-css"),
    "opacity": ("p { opacity: 0 }", "guard-css"),
    "font size": ("p { font-size: 0px }", "guard-css"),
    "indent": ("p { text-indent: -9999px }", "guard-css"),
    "clip": ("p { clip: rect(0 0 0 0) }", "guard-css"),
    "capitals": ("p { text-transform: uppercase }", "guard-css"),
    "override": ("p { unicode-bidi: bidi-override }", "guard-css"),
    "made text": ('p::before { content: "Not: " }', "guard-css"),
    "text from an attribute": ("p::before { content: attr(title) }", "guard-css"),
    "expression": ("p { width: expression(alert(1)) }", "guard-css"),
    "binding": ("p { -moz-binding: none }", "guard-css"),
    "variable": ("p { --x: none; display: var(--x) }", "guard-css"),
    "bidi override": ("p { quotes: '\u202e' }", "guard-character"),
}


@pytest.mark.parametrize(("rule", "code"), STYLES.values(), ids=STYLES)
def test_style_that_loads_or_hides_fails(good_files: Files, pack: Pack, rule: str, code: str) -> None:
    assert refusals(pack({**good_files, STYLE: good_files[STYLE] + rule.encode()})) == {code}


DRAWINGS = {
    "script": ("<script>alert(1)</script>", "guard-element"),
    "text": ("<text>unread</text>", "guard-element"),
    "style": ("<style>@import url(https://example.org/x.css);</style>", "guard-element"),
    "remote picture": ('<image href="https://example.org/x.png"/>', "guard-element"),
    "event": ('<path onload="alert(1)" d="M0 0"/>', "guard-attribute"),
    "remote paint": ('<path fill="url(https://example.org/x.svg#a)" d="M0 0"/>', "guard-resource"),
}


@pytest.mark.parametrize(("markup", "code"), DRAWINGS.values(), ids=DRAWINGS)
def test_drawing_that_is_more_than_a_drawing_fails(good_files: Files, pack: Pack, markup: str, code: str) -> None:
    drawing = good_files["EPUB/images/a.svg"].replace(b"</svg>", markup.encode() + b"</svg>")
    assert refusals(pack({**good_files, "EPUB/images/a.svg": drawing})) == {code}


PACKAGES = {
    "non-linear": (b'<itemref idref="text"/>', b'<itemref idref="text" linear="no"/>', {"guard-spine"}),
    "outside the spine": (b'<itemref idref="cover"/>', b"", {"guard-spine"}),
    "read twice": (b'<itemref idref="cover"/>', b'<itemref idref="cover"/><itemref idref="cover"/>', {"guard-spine"}),
    "picture in the spine": (b"</spine>", b'<itemref idref="drawing"/></spine>', {"guard-spine"}),
    "file missing": (
        b"</manifest>",
        b'<item id="x" href="x.css" media-type="text/css"/></manifest>',
        {"guard-manifest", "guard-resource"},
    ),
    "file listed twice": (
        b"</manifest>",
        b'<item id="x" href="style.css" media-type="text/css"/></manifest>',
        {"guard-manifest"},
    ),
    "remote file": (
        b"</manifest>",
        b'<item id="x" href="https://example.org/x.css" media-type="text/css"/></manifest>',
        {"guard-manifest", "guard-resource"},
    ),
    "script declared": (b'properties="svg"', b'properties="scripted"', {"guard-manifest"}),
    "wrong type": (b'"font/ttf"', b'"application/xhtml+xml"', {"guard-type"}),
    "fallback": (b'id="drawing"', b'id="drawing" fallback="text"', {"guard-attribute"}),
    "guide": (b"</package>", b'<guide><reference href="text.xhtml"/></guide></package>', {"guard-element"}),
    "bidi title": (b"A joint", b"A \xe2\x80\xaejoint", {"guard-character"}),
}


@pytest.mark.parametrize(("old", "new", "codes"), PACKAGES.values(), ids=PACKAGES)
def test_package_that_does_not_account_fails(
    good_files: Files, pack: Pack, old: bytes, new: bytes, codes: set[str]
) -> None:
    assert old in good_files[PACKAGE]
    assert refusals(pack({**good_files, PACKAGE: good_files[PACKAGE].replace(old, new, 1)})) == codes


FILES = {
    "climbing name": ({"../../evil.txt": b"x"}, {"guard-name", "guard-manifest"}),
    "rooted name": ({"/etc/evil.css": b"x"}, {"guard-name", "guard-manifest", "guard-css"}),
    "unknown kind": ({"EPUB/run.js": b"x"}, {"guard-name", "guard-manifest"}),
    "encryption": ({"META-INF/encryption.xml": b"<encryption/>"}, {"guard-name", "guard-element"}),
    "unlisted file": ({"EPUB/b.css": b"p { margin: 0 }"}, {"guard-manifest"}),
    "case": ({"EPUB/Style.css": b"p { margin: 0 }"}, {"guard-collision", "guard-manifest"}),
    "no picture": ({"EPUB/cover.jpg": b"MZ"}, {"guard-type"}),
    "no font": ({"EPUB/fonts/text.ttf": b"MZ"}, {"guard-type"}),
    "no text": ({"META-INF/OFL-Text.txt": b"\xff\xfe"}, {"guard-type"}),
    "no CSS": ({STYLE: b"\xff\xfe"}, {"guard-css"}),
    "UTF-16": ({"EPUB/toc.ncx": '<?xml version="1.0" encoding="UTF-16"?><ncx/>'.encode("utf-16")}, {"guard-xml"}),
    "mimetype": ({"mimetype": b"application/zip"}, {"guard-mimetype"}),
    "no package": ({"META-INF/container.xml": b"<x/>"}, {"guard-element", "guard-manifest"}),
    "bomb": ({STYLE: b" " * 30_000_000}, {"guard-size"}),
}


@pytest.mark.parametrize(("files", "codes"), FILES.values(), ids=FILES)
def test_file_that_does_not_belong_fails(good_files: Files, pack: Pack, files: Files, codes: set[str]) -> None:
    assert refusals(pack({**good_files, **files})) == codes


def test_good_book_passes(good_book: bytes) -> None:
    check = guard.judge(good_book)
    assert check.findings == ()
    assert (check.check, check.verdict) == ("guard", "passed")


def test_every_code_has_a_case() -> None:
    tables = (BODY, HEADS, STYLES, DRAWINGS, PACKAGES, FILES)
    expected = [row[-1] for table in tables for row in table.values()]
    covered = {code for codes in expected for code in ({codes} if isinstance(codes, str) else codes)}
    assert covered | {"guard-zip", "guard-plain"} == set(CODES) - OF_OUR_OWN


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\3\4" + bytes(500), bytes(22), b"PK\5\6" + bytes(18)])
def test_garbage_fails(data: bytes) -> None:
    assert guard.judge(data).verdict == "failed"


def test_symbolic_link_fails(good_files: Files, pack: Pack) -> None:
    assert refusals(altered(pack(good_files), "META-INF/OFL-Text.txt", attributes=0o120777 << 16)) == {"guard-plain"}


def test_encrypted_file_fails(good_files: Files, pack: Pack) -> None:
    assert refusals(altered(pack(good_files), STYLE, flags=1)) == {"guard-zip"}


def test_mimetype_that_comes_second_fails(good_files: Files, pack: Pack) -> None:
    names = sorted(good_files)
    assert refusals(pack({name: good_files[name] for name in names})) == {"guard-mimetype"}


def test_bytes_outside_the_files_fail(good_book: bytes) -> None:
    assert refusals(b"#!/bin/sh\n" + good_book) == {"guard-zip"}
    assert refusals(good_book + b"secret") == {"guard-zip"}
    assert refusals(good_book[:-2] + b"\x06\0secret") == {"guard-zip"}


def test_extra_field_fails(good_files: Files) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in good_files.items():
            entry = zipfile.ZipInfo(name)
            entry.extra = struct.pack("<HH", 0x7777, 6) + b"secret" if name == STYLE else b""
            archive.writestr(entry, data)
    assert refusals(out.getvalue()) == {"guard-zip"}


def test_bytes_behind_the_packed_data_fail(good_book: bytes) -> None:
    """Six bytes more in the last file: its sizes grow, and the directory moves."""
    entry = zipfile.ZipFile(io.BytesIO(good_book)).getinfo("EPUB/fonts/text.ttf")
    start = zipfile.ZipFile(io.BytesIO(good_book)).start_dir
    data = bytearray(good_book[:start] + b"secret" + good_book[start:])
    record = bytes(data).rindex(b"PK\1\2")
    data[entry.header_offset + 18 : entry.header_offset + 22] = struct.pack("<I", entry.compress_size + 6)
    data[record + 20 : record + 24] = struct.pack("<I", entry.compress_size + 6)
    data[-6:-2] = struct.pack("<I", start + 6)
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert refusals(bytes(data)) == {"guard-zip"}


def test_name_that_differs_in_the_two_places_fails(good_book: bytes) -> None:
    assert refusals(good_book.replace(b"META-INF/source/en.md", b"META-INF/source/xx.md", 1)) == {"guard-zip"}


def test_too_many_files_fail(good_files: Files, pack: Pack) -> None:
    many = {f"META-INF/OFL-{number}.txt": b"" for number in range(guard.LARGEST_COUNT)}
    assert refusals(pack({**good_files, **many})) == {"guard-size"}


def test_bomb_that_lies_about_its_size_fails(good_files: Files, pack: Pack) -> None:
    bomb = pack({**good_files, STYLE: b" " * 30_000_000})
    assert refusals(altered(bomb, STYLE, size=100)) == {"guard-zip"}


def test_cut_off_and_damaged_books_fail_without_a_crash(good_book: bytes) -> None:
    chance = random.Random(1)
    for _ in range(100):
        cut = good_book[: chance.randrange(len(good_book))]
        assert guard.judge(cut).verdict == "failed"
    for _ in range(200):
        place = chance.randrange(len(good_book))
        guard.judge(good_book[:place] + bytes([good_book[place] ^ 1 << chance.randrange(8)]) + good_book[place + 1 :])


def test_findings_have_an_end(good_files: Files, pack: Pack) -> None:
    many = b"".join(b'<p class="c" onclick="%d">x</p>\n' % number for number in range(1000))
    spoiled = good_files[TEXT].replace(b"</section>", many + b"</section>")
    assert len(guard.judge(pack({**good_files, TEXT: spoiled})).findings) == MOST_FINDINGS


def refusals(book: bytes) -> set[str]:
    check = guard.judge(book)
    assert check.verdict == ("failed" if check.findings else "passed")
    return {finding.code for finding in check.findings}


def altered(book: bytes, name: str, *, attributes: int | None = None, flags: int = 0, size: int | None = None) -> bytes:
    """The book with other words about one file in its directory (APPNOTE.TXT, 4.3.12) and its own header (4.3.7)."""
    data = bytearray(book)
    entry = zipfile.ZipFile(io.BytesIO(book)).getinfo(name)
    directory = book.rindex(b"PK\1\2", 0, book.rindex(name.encode()))
    data[directory + 8 : directory + 10] = struct.pack("<H", flags)
    data[entry.header_offset + 6 : entry.header_offset + 8] = struct.pack("<H", flags)
    if attributes is not None:
        data[directory + 38 : directory + 42] = struct.pack("<I", attributes)
    if size is not None:
        data[directory + 24 : directory + 28] = struct.pack("<I", size)
        data[entry.header_offset + 22 : entry.header_offset + 26] = struct.pack("<I", size)
    return bytes(data)
