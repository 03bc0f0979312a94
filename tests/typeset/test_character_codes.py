"""Codes, clusters and font dictionaries: each glyph says its text, to readers that know nothing of ActualText."""

import io

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.judges.glyphs import painted_glyphs
from flugblatt.typeset import engine
from flugblatt.typeset.alignment import align
from flugblatt.typeset.clusters import Item, shared, spoken, tell
from flugblatt.typeset.drawing import faithful
from flugblatt.typeset.tagging import tagger
from flugblatt.typeset.text_showing import Fault

PAGE = "<html lang={tag}><style>@page{{size:120mm 60mm;margin:8mm}} p{{font:12pt {font}}}</style>{body}</html>"
FONTS = {
    "de": ("Source Serif 4",),
    "ar": ("Amiri",),
    "hi": ("Noto Serif Devanagari",),
    "th": ("Noto Serif Thai",),
    "km": ("Noto Serif Khmer",),
    "my": ("Noto Serif Myanmar",),
    "ja": ("Noto Serif CJK JP",),
}
DEVANAGARI = "आर्थिक स्वीकृत शिक्षा"
THAI = "ปรารภ คำประจำตัว"
KHMER = "សេចក្តី ប្រកាស"
BURMESE = "လူ့အခွင့်အရေး ကြေညာ"


def drawn(tag: str, body: str) -> bytes:
    families = FONTS[tag]
    html = PAGE.format(tag=tag, font=",".join(f"'{family}'" for family in families), body=body)
    made = engine.layout(html, families, (), pdf_variant="pdf/a-3a", pdf_tags=True)
    alignment = align(made.document)
    faults: list[Fault] = []
    with engine.drawing_with(faithful(alignment, faults, tagger(alignment, False))):
        data, complaints = engine.write(made.document, pdf_variant="pdf/a-3a", pdf_tags=True)
    assert not faults and not complaints and not made.complaints
    return data


def by_pypdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).strip()


def by_pdfium(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "\n").strip()
    finally:
        document.close()


# --- Plain readers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag, text", [("de", "Nord-Süd, Rede\u2010 und\u00a0Wort, e\u0301 é, fi ffi"), ("de", "a\u00adb")]
)
def test_characters_that_share_a_glyph_are_told_apart(tag: str, text: str) -> None:
    data = drawn(tag, f"<p>{text}</p>")
    assert by_pypdf(data) == text
    assert all(run.actual is None for run in painted_glyphs.read(data).runs), "no ActualText is needed"


@pytest.mark.needs("fonts-noto-core")
@pytest.mark.parametrize("tag, text", [("hi", DEVANAGARI), ("th", THAI), ("km", KHMER), ("my", BURMESE)])
def test_clusters_are_exact_for_plain_readers(tag: str, text: str) -> None:
    data = drawn(tag, f"<p>{text}</p>")
    assert by_pypdf(data) == by_pdfium(data) == text


@pytest.mark.needs("fonts-noto-cjk")
def test_a_cff_font_gets_a_sister_for_a_further_text_of_a_glyph() -> None:
    """U+00A0 and the space share a glyph; a CFF font has no CIDToGIDMap that could lead two codes to it."""
    text = "日本 語と\u00a0文字 と\u00a0本"
    data = drawn("ja", f"<p>{text}</p>")
    assert by_pypdf(data) == by_pdfium(data).replace("\xa0", "\u00a0") == text
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [font.DescendantFonts[0] for font in pdf.pages[0].Resources.Font.values()]
        assert len(fonts) == 2
        assert len({font.FontDescriptor.FontFile3.objgen for font in fonts}) == 1, "one program, embedded once"
        assert {str(font.Subtype) for font in fonts} == {"/CIDFontType0"} and "/CIDToGIDMap" not in fonts[0]
        assert len({str(font.BaseFont) for font in fonts}) == 2


def test_right_to_left_words_are_exact_for_pypdf() -> None:
    assert by_pypdf(drawn("ar", "<p dir=rtl>السلام عليكم</p>")) == "السلام عليكم"


# --- Font dictionaries ---------------------------------------------------------------------------


def test_further_codes_lead_to_the_same_glyph() -> None:
    with pikepdf.open(io.BytesIO(drawn("de", "<p>eins zwei\u00a0drei</p>"))) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        glyph_map = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
        widths = [entry for entry in font.DescendantFonts[0].W if isinstance(entry, pikepdf.Array)]
        texts = font.ToUnicode.read_bytes()
    last = len(glyph_map) // 2 - 1
    glyph = int.from_bytes(glyph_map[-2:], "big")
    assert 0 < glyph < last and glyph_map[2 * glyph : 2 * glyph + 2] == glyph_map[-2:]
    assert f"<{glyph:04x}> <0020>".encode() in texts and f"<{last:04x}> <00a0>".encode() in texts
    assert list(widths[-1]) and int(widths[-1][-1]) > 0


def test_a_font_without_further_codes_keeps_identity() -> None:
    with pikepdf.open(io.BytesIO(drawn("de", "<p>eins zwei</p>"))) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        assert font.DescendantFonts[0].CIDToGIDMap == pikepdf.Name.Identity


# --- Clusters ------------------------------------------------------------------------------------


def plain(letters: str, char: str) -> int | None:
    return letters.index(char) if char in letters else None


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.text("abcdefgh", min_size=1, max_size=6))
def test_the_letters_of_a_cluster_are_shared_out_whole(glyphs: list[int], text: str) -> None:
    parts = shared(list(glyphs), text, lambda char: plain("abcd", char))
    assert len(parts) == len(glyphs) and "".join(parts) == text
    assert all(parts) or len(text) < len(glyphs)


def test_letters_go_to_their_plain_glyphs() -> None:
    nominal = {"क": 1, "ष": 2}.get
    assert shared([7, 2], "क्ष", nominal) == ["क्", "ष"]
    assert shared([7, 8, 9], "को", nominal) == ["को", "", ""]


def test_what_has_no_glyph_joins_the_cluster_before() -> None:
    text = "\u200bab\u200c c".encode()
    item = Item(0, len(text), False, [None, 1, 2, None, 3, 4], [0, 3, 4, 5, 8, 9], lambda char: None, set())
    assert tell([item], text) == []
    assert item.texts == ["", "\u200ba", "b\u200c", "", " ", "c"]


def test_right_to_left_clusters_are_shared_in_reading_order() -> None:
    text = "بَن".encode()
    item = Item(0, len(text), True, [5, 9, 3], [4, 0, 0], {"ب": 3}.get, set())
    tell([item], text)
    assert item.texts == ["ن", "\u064e", "ب"]


def test_break_opportunities_that_the_text_does_not_have_are_not_said() -> None:
    assert spoken("ab\u200bc\u200bd", "abc\u200bd").decode() == "ab\uffffc\u200bd"
    assert spoken("abc", "abc") == b"abc"
