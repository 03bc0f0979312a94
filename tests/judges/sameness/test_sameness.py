"""A file beside the one made again: each difference that a reader can meet is found with its place; what is tolerated passes."""

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pikepdf
import pytest
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from PIL import Image

from flugblatt.judges import sameness
from flugblatt.judges.sameness import same_pages, tolerated
from flugblatt.model import Check
from tests.editions import png
from tests.judges.mutations import drawn_more, forms, opened, saved

PDF, BOOK, PAGE = "application/pdf", "application/epub+zip", "text/html"
Change = Callable[[bytes], bytes]


@cache
def true(media_type: str) -> bytes:
    made = forms()
    return {PDF: made.pdf, BOOK: made.epub, PAGE: made.web, "text/plain": made.text, "image/png": png(30, 12)}[
        media_type
    ]


def judged(media_type: str, data: bytes) -> Check:
    return sameness.judge(data, true(media_type), media_type)


def in_pdf(change: Callable[[pikepdf.Pdf], object]) -> Change:
    def run(data: bytes) -> bytes:
        pdf = opened(data)
        change(pdf)
        return saved(pdf)

    return run


def painted(operators: str) -> Change:
    """The second page with something painted over it, as an artifact."""
    return in_pdf(lambda pdf: drawn_more(pdf, 1, f"/Artifact BMC q {operators} Q EMC"))


def streams(pdf: pikepdf.Pdf, key: str) -> list[Any]:
    return [item[key] for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and key in item]


def with_operators(change: Callable[[str], str]) -> Change:
    def run(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        page.contents_coalesce()
        data = change(page.Contents.read_bytes().decode("latin-1"))
        page.Contents = pdf.make_stream(data.encode("latin-1"))

    return in_pdf(run)


def with_font(change: Callable[[TTFont], object]) -> Change:
    def run(pdf: pikepdf.Pdf) -> None:
        stream = streams(pdf, "/FontFile2")[0]
        font = TTFont(io.BytesIO(stream.read_bytes()))
        change(font)
        out = io.BytesIO()
        font.save(out)
        stream.write(out.getvalue())

    return in_pdf(run)


def swapped_outlines(font: TTFont) -> None:
    names = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours > 0]
    table = font["glyf"].glyphs
    table[names[0]], table[names[1]] = table[names[1]], table[names[0]]


def wider(font: TTFont) -> None:
    name = font.getGlyphOrder()[3]
    width, bearing = font["hmtx"][name]
    font["hmtx"][name] = (width + 100, bearing)


def bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = pikepdf.String("Ein anderer Titel")


def picture(pdf: pikepdf.Pdf) -> None:
    image = next(item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image")
    data = bytearray(image.read_bytes())
    data[0] ^= 255
    image.write(bytes(data))


def updated(data: bytes) -> bytes:
    """A second state of the file behind the first (ISO 32000-2, 7.5.6), which changes nothing."""
    out = io.BytesIO()
    opened(data).save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = out.getvalue()
    start = re.findall(rb"startxref\s+(\d+)", whole)[-1]
    root = re.findall(rb"/Root (\d+ 0 R)", whole)[-1]
    size = re.findall(rb"/Size (\d+)", whole)[-1]
    trailer = b"xref\n0 0\ntrailer\n<</Size %s /Root %s /Prev %s>>\nstartxref\n%d\n%%%%EOF\n"
    return whole + trailer % (size, root, start, len(whole))


FORGED_PDF: dict[str, tuple[Change, str, str]] = {
    "white cover": (painted("1 g 20 20 200 200 re f"), "same-extra", "page 2"),
    "cover of 96 % white": (painted("0.96 g 20 20 200 200 re f"), "same-extra", "page 2"),
    "white stroke": (painted("1 G 40 w 20 100 m 300 100 l S"), "same-extra", "page 2"),
    "struck through": (painted("0 G 1 w 20 300 m 300 300 l S"), "same-extra", "page 2"),
    "words as outlines": (painted("0 g 40 40 m 60 80 l 80 40 l h f"), "same-extra", "page 2"),
    "text that is not painted": (
        with_operators(lambda text: text.replace("BT", "BT 3 Tr", 1)),
        "same-changed",
        "page 2",
    ),
    "text moved": (
        with_operators(lambda text: re.sub(r"(\S+) Tm", r"1\1 Tm", text, count=1)),
        "same-changed",
        "page 2",
    ),
    "another grey": (with_operators(lambda text: re.sub(r"BT", "BT 0.98 g", text, count=1)), "same-changed", "page 2"),
    "outlines exchanged": (with_font(swapped_outlines), "same-changed", "FontFile2"),
    "a wider glyph": (with_font(wider), "same-changed", "FontFile2"),
    "another picture": (in_pdf(picture), "same-changed", "XObject"),
    "another bookmark": (in_pdf(bookmark), "same-changed", "Outlines"),
    "another title": (
        in_pdf(lambda pdf: pdf.trailer.Info.__setitem__("/Title", "Anders")),
        "same-changed",
        "Info/Title",
    ),
    "a keyword": (in_pdf(lambda pdf: pdf.trailer.Info.__setitem__("/Company", "Krieg")), "same-extra", "Info"),
    "words for a program": (
        in_pdf(lambda pdf: pdf.trailer.Info.__setitem__("/Producer", "WeasyPrint 70.0 des Feindes")),
        "same-changed",
        "Info/Producer",
    ),
    "title of the packet": (
        lambda data: data.replace(b"Reiche Ausgabe", b"Falsche Ausgab"),
        "same-changed",
        "Metadata",
    ),
    "script when opened": (
        in_pdf(lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))),
        "same-extra",
        "Root",
    ),
    "script of a page": (
        in_pdf(lambda pdf: pdf.pages[0].__setitem__("/AA", pikepdf.Dictionary())),
        "same-extra",
        "page 1",
    ),
    "names of scripts": (
        in_pdf(lambda pdf: pdf.Root.Names.__setitem__("/JavaScript", pikepdf.Dictionary())),
        "same-extra",
        "Root/Names",
    ),
    "another file attached": (
        in_pdf(lambda pdf: pdf.attachments.__setitem__("x.txt", pikepdf.AttachedFileSpec(pdf, b"x"))),
        "same-changed",
        "Root/",
    ),
    "another box": (in_pdf(lambda pdf: pdf.pages[0].__setitem__("/CropBox", [0, 0, 200, 200])), "same-extra", "page 1"),
    "turned": (in_pdf(lambda pdf: pdf.pages[0].__setitem__("/Rotate", 180)), "same-extra", "page 1"),
    "a page less": (in_pdf(lambda pdf: pdf.pages.__delitem__(-1)), "same-changed", "file"),
    "pages exchanged": (in_pdf(lambda pdf: pdf.pages.insert(0, pdf.pages[2])), "same-changed", "file"),
    "a note of a reader": (
        in_pdf(lambda pdf: pdf.pages[0].__setitem__("/Annots", [pikepdf.Dictionary(Subtype=pikepdf.Name.FreeText)])),
        "same-",
        "page 1",
    ),
    "another language": (in_pdf(lambda pdf: pdf.Root.__setitem__("/Lang", "en")), "same-changed", "Root/Lang"),
    "before the header": (lambda data: b"<html>Nieder</html>" + data, "same-around", "byte 0"),
    "behind the end": (lambda data: data + b"<html>Nieder</html>", "same-around", "byte"),
    "a second state": (updated, "same-around", "file"),
    "no PDF": (lambda data: b"%PDF-1.7\n", "same-unreadable", "file"),
}


@pytest.mark.sample(12)
@pytest.mark.parametrize("name", FORGED_PDF)
def test_a_forged_pdf_is_found_with_its_place(name: str) -> None:
    change, code, where = FORGED_PDF[name]
    forged = change(true(PDF))
    assert forged != true(PDF)
    check = judged(PDF, forged)
    assert check.verdict == "failed"
    assert any(one.code.startswith(code) and where in one.where for one in check.findings), list(
        map(str, check.findings)
    )


def linearised(data: bytes) -> bytes:
    out = io.BytesIO()
    opened(data).save(out, linearize=True)
    return out.getvalue()


def repacked(data: bytes) -> bytes:
    out = io.BytesIO()
    modes = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "recompress_flate": True}
    opened(data).save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, **modes)
    return out.getvalue()


HARMLESS_PDF: dict[str, Change] = {
    "linearised": linearised,
    "packed otherwise": repacked,
    "another version of the engine": lambda data: data.replace(b"WeasyPrint 7", b"WeasyPrint 8"),
    "numbers with more figures": with_operators(lambda text: re.sub(r"(?<= )(\d+\.\d+) ", r"\g<1>0 ", text)),
    "another identifier of the file": in_pdf(lambda pdf: pdf.trailer.__setitem__("/ID", [b"1" * 16, b"2" * 16])),
    "packets that may not be changed": lambda data: data.replace(b'<?xpacket end="r"?>', b'<?xpacket end="w"?>'),
}


@pytest.mark.parametrize("name", HARMLESS_PDF)
def test_what_deceives_nobody_passes(name: str) -> None:
    check = judged(PDF, HARMLESS_PDF[name](true(PDF)))
    assert check.verdict == "passed", list(map(str, check.findings))


def test_the_tolerance_of_numbers_is_tight() -> None:
    base = painted("1 g 20.5 20.5 m 30 30 l S")(true(PDF))
    one = sameness.judge(with_operators(lambda text: text.replace("20.5 20.5 m", "20.5003 20.5 m"))(base), base, PDF)
    two = sameness.judge(with_operators(lambda text: text.replace("20.5 20.5 m", "20.501 20.5 m"))(base), base, PDF)
    assert (one.verdict, two.verdict) == ("passed", "failed")
    assert tolerated.NUMBER < 0.001


@pytest.mark.parametrize("grey", [0.98, 0.96, 0.5])
def test_a_page_is_judged_by_what_engines_paint(grey: float) -> None:
    """Beside the objects: whatever hides from them is seen."""
    forged = painted(f"{grey} g 20 20 200 200 re f")(true(PDF))
    (finding,) = same_pages.findings(forged, true(PDF))
    assert finding.where == "page 2" and "other pixels, 7 to 78 mm from the left" in finding.message


def test_both_engines_paint_the_same_page_twice_alike() -> None:
    assert list(same_pages.findings(true(PDF), true(PDF))) == []


def test_a_finding_says_what_a_reader_would_have_read() -> None:
    forged = with_operators(lambda text: text.replace("BT", "BT 3 Tr", 1))(true(PDF))
    check = judged(PDF, forged)
    assert any("operator" in one.where and "3 Tr" in one.message for one in check.findings)


# --- Books -----------------------------------------------------------------------------------------


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def packed(files: list[tuple[str, bytes]], comment: bytes = b"", stored: bool = False) -> bytes:
    """A book in this order, with other times."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as book:
        for name, body in files:
            entry = zipfile.ZipInfo(name, (2001, 1, 1, 1, 1, 2))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" or stored else zipfile.ZIP_DEFLATED
            book.writestr(entry, body)
        book.comment = comment
    return out.getvalue()


def turned_round(data: bytes) -> list[tuple[str, bytes]]:
    first, *others = entries(data).items()
    return [first, *reversed(others)]


def named_twice(data: bytes) -> bytes:
    files = turned_round(data)
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed([*files, (files[3][0], b"anders")])


def other_local_name(data: bytes) -> bytes:
    name = b"META-INF/container.xml"
    return data.replace(name, b"META-INF/c0ntainer.xml", 1)


def in_entry(end: str, old: bytes, new: bytes) -> Change:
    def change(data: bytes) -> bytes:
        files = entries(data)
        name = next(name for name in files if name.endswith(end) and old in files[name])
        return packed([(one, body.replace(old, new, 1) if one == name else body) for one, body in files.items()])

    return change


def added(name: str, body: bytes) -> Change:
    return lambda data: packed([*entries(data).items(), (name, body)])


def with_entry(change: Callable[[zipfile.ZipInfo], object], name: str = "META-INF/container.xml") -> Change:
    """The book with something else beside the name of an entry."""

    def run(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as forged:
            for one in book.infolist():
                body = book.read(one)
                if one.filename == name:
                    change(one)
                forged.writestr(one, body)
        return out.getvalue()

    return run


def field_of_entry(kind: int, body: bytes) -> Change:
    return with_entry(lambda one: setattr(one, "extra", struct.pack("<HH", kind, len(body)) + body))


def with_book_font(change: Callable[[TTFont], object]) -> Change:
    def run(data: bytes) -> bytes:
        files = entries(data)
        name = next(name for name in files if name.endswith(".ttf"))
        font, out = TTFont(io.BytesIO(files[name])), io.BytesIO()
        change(font)
        font.save(out)
        return packed([*(files | {name: out.getvalue()}).items()])

    return run


def letters_exchanged(font: TTFont) -> None:
    for letters in {id(table.cmap): table.cmap for table in font["cmap"].tables}.values():
        letters[ord("n")], letters[ord("e")] = letters[ord("e")], letters[ord("n")]


def letters_replaced(font: TTFont) -> None:
    called = font.getBestCmap()
    rule = f"feature liga {{ sub {called[ord('n')]} by {called[ord('e')]}; }} liga;"
    addOpenTypeFeaturesFromString(font, rule, tables=["GSUB"])


DECLARED = b'<!DOCTYPE html [<!ATTLIST p hidden CDATA "hidden">]>'
FORGED_BOOK: dict[str, tuple[Change, str, str]] = {
    "a word": (in_entry(".xhtml", b"einfach", b"mehrfach"), "same-changed", ".xhtml"),
    "a hidden rule": (in_entry(".css", b"}", b"} p{display:none}"), "same-changed", ".css"),
    "title of the package": (in_entry(".opf", b"Reiche", b"Falsche"), "same-changed", ".opf"),
    "title of the contents": (in_entry("nav.xhtml", b"Ziele", b"Siege"), "same-changed", "nav.xhtml"),
    "date of the colophon": (in_entry(".xhtml", b"2022", b"1999"), "same-changed", ".xhtml"),
    "an instruction": (in_entry(".xhtml", b"<html", b"<?xml-stylesheet href='x.css'?><html"), "same-extra", ".xhtml"),
    "another doctype": (in_entry(".xhtml", b"<!DOCTYPE html>", b""), "same-", ".xhtml"),
    "another source": (in_entry(".md", b"Erster", b"Letzter"), "same-changed", ".md"),
    "a file more": (added("EPUB/x.css", b"p{}"), "same-extra", "EPUB/x.css"),
    "a file less": (lambda data: packed(list(entries(data).items())[:-1]), "same-missing", ""),
    "a name twice": (named_twice, "same-around", ""),
    "a comment": (lambda data: packed(list(entries(data).items()), b"Nieder"), "same-around", "archive"),
    "before the archive": (lambda data: b"<html>" + data, "same-", ""),
    "behind the archive": (lambda data: data + b"<html>", "same-", ""),
    "another name at the file": (other_local_name, "same-", ""),
    "mimetype not first": (lambda data: packed(list(reversed(entries(data).items()))), "same-around", "mimetype"),
    "an attribute declared": (in_entry("text.xhtml", b"<!DOCTYPE html>", DECLARED), "same-changed", "text.xhtml"),
    "another name beside the name": (field_of_entry(0x7075, b"\x01\0\0\0\0x"), "same-around", "container.xml"),
    "words beside the name": (with_entry(lambda one: setattr(one, "comment", b"Nieder")), "same-around", "container"),
    "a folder with bytes": (added("EPUB/x/", b"Nieder"), "same-around", "EPUB/x/"),
    "another packing at the file": (
        lambda data: data[: 30 + 8 + 20] + data[58:].replace(b"\x08\0", b"\0\0", 1),
        "same-",
        "",
    ),
    "letters exchanged": (with_book_font(letters_exchanged), "same-changed", ".ttf"),
    "letters put for others": (with_book_font(letters_replaced), "same-changed", ".ttf"),
    "lines moved": (with_book_font(lambda font: setattr(font["hhea"], "ascent", -900)), "same-changed", ".ttf"),
    "another cover": (in_entry(".jpg", b"\xff\xd9", b"\xff\xfe\x00\x04ab\xff\xd9"), "same-changed", ".jpg"),
}


@pytest.mark.parametrize("name", FORGED_BOOK)
def test_a_forged_book_is_found_with_its_place(name: str) -> None:
    change, code, where = FORGED_BOOK[name]
    check = judged(BOOK, change(true(BOOK)))
    assert check.verdict == "failed"
    assert any(one.code.startswith(code) and where in one.where for one in check.findings), list(
        map(str, check.findings)
    )


@pytest.mark.parametrize("stored", [False, True])
def test_order_times_and_packing_of_a_book_are_nobodys_to_see(stored: bool) -> None:
    check = judged(BOOK, packed(turned_round(true(BOOK)), stored=stored))
    assert check.verdict == "passed", list(map(str, check.findings))


def test_times_beside_a_name_and_a_font_packed_anew_are_nobodys_to_see() -> None:
    times = field_of_entry(0x5455, b"\x01" + struct.pack("<I", 10**9))(true(BOOK))
    anew = with_book_font(lambda font: font["cmap"])(true(BOOK))
    assert [judged(BOOK, data).verdict for data in (times, anew)] == ["passed", "passed"]


# --- Pages, texts, records, pictures ---------------------------------------------------------------

MARKUP: dict[str, tuple[str, Change, bool]] = {
    "other line ends": (PAGE, lambda data: data.replace(b"\n", b"\r\n"), True),
    "a mark and a line more": ("text/plain", lambda data: b"\xef\xbb\xbf" + data + b"\n\n", True),
    "after the end of the page": (PAGE, lambda data: data + b"<p>Nieder</p>", False),
    "a second body": (PAGE, lambda data: data.replace(b"</body>", b"</body><body>"), False),
    "a rule that hides": (PAGE, lambda data: data.replace(b"</style>", b"p{display:var(--x,none)}</style>", 1), False),
    "a word of the page": (PAGE, lambda data: data.replace(b"einfach", b"mehrfach", 1), False),
    "a soft hyphen": (PAGE, lambda data: data.replace(b"einfach", "ein\u00adfach".encode(), 1), False),
    "a date of the text": ("text/plain", lambda data: data.replace(b"2022", b"1999", 1), False),
    "a checksum": ("text/plain", lambda data: re.sub(rb"[0-9a-f]{8} ", b"00000000 ", data, count=1), False),
}


@pytest.mark.parametrize("name", MARKUP)
def test_pages_and_texts_say_the_same_characters(name: str) -> None:
    media_type, change, good = MARKUP[name]
    forged = change(true(media_type))
    assert forged != true(media_type)
    check = judged(media_type, forged)
    assert (check.verdict == "passed") == good, list(map(str, check.findings))


RECORD = b'<?xml version="1.0" encoding="UTF-8"?>\n<r xmlns="urn:x" a="1" b="2"><t>Titel</t></r>'
SAME = {
    "attributes in another order": (b'<r xmlns="urn:x" b="2" a="1"><t>Titel</t></r>', True),
    "another title": (b'<r xmlns="urn:x" a="1" b="2"><t>Anders</t></r>', False),
    "another namespace": (b'<r xmlns="urn:y" a="1" b="2"><t>Titel</t></r>', False),
    "a comment": (b'<r xmlns="urn:x" a="1" b="2"><!-- x --><t>Titel</t></r>', False),
}


@pytest.mark.parametrize("name", SAME)
def test_records_are_the_same_in_their_canonical_form(name: str) -> None:
    data, good = SAME[name]
    assert (sameness.judge(data, RECORD, "application/xml").verdict == "passed") == good


def test_values_of_json_are_the_same_in_any_order_and_stand_once() -> None:
    value = json.dumps({"a": 1, "b": ["x"]}).encode()
    kind = "application/ld+json"
    assert sameness.judge(b'{"b": ["x"],\n "a": 1}', value, kind).verdict == "passed"
    assert sameness.judge(b'{"b": ["y"], "a": 1}', value, kind).verdict == "failed"
    assert sameness.judge(b'{"a": 2, "a": 1, "b": ["x"]}', value, kind).verdict == "failed"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def anew(data: bytes, level: int) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(data)).save(out, "PNG", compress_level=level)
    return out.getvalue()


def test_a_picture_may_be_packed_otherwise_and_no_more() -> None:
    first = anew(true("image/png"), 9)
    assert sameness.judge(anew(first, 0), first, "image/png").verdict == "passed"
    words = first[:33] + chunk(b"tEXt", b"Comment\0Nieder") + first[33:]
    assert sameness.judge(words, first, "image/png").verdict == "failed"
    assert sameness.judge(first + b"Nieder", first, "image/png").verdict == "failed"
    other = Image.open(io.BytesIO(first)).copy()
    other.putpixel((0, 0), (1, 2, 3) if other.mode == "RGB" else 1)
    out = io.BytesIO()
    other.save(out, "PNG", compress_level=9)
    check = sameness.judge(out.getvalue(), first, "image/png")
    assert [one.code for one in check.findings] == ["same-paint"]


def test_every_code_is_found_by_a_case() -> None:
    cases = [code for table in (FORGED_PDF, FORGED_BOOK) for _, code, _ in table.values()]
    assert set(sameness.CODES) - {"same-paint"} <= set(cases)
