"""Alignment: what is laid out is the text, or nothing is drawn."""

import io
import re

import pikepdf
import pypdf
import pytest

from flugblatt.typeset import engine
from flugblatt.typeset.alignment import Misaligned, align
from flugblatt.typeset.drawing import faithful
from flugblatt.typeset.tagging import tagger
from flugblatt.typeset.text_showing import Fault

FAMILIES = ("Source Serif 4", "Alegreya Sans")
STYLE = "@page{{size:60mm 90mm;margin:8mm}} html{{font:9pt/12pt 'Source Serif 4';hyphens:auto}}"
PAGE = "<html lang=de><style>" + STYLE + " {css}</style>{body}</html>"
TEXT = (
    "Die Einführung von Truppen kann die freundschaftlichen Beziehungen zwischen den belarusischen und kasachischen "
    "Völkern für viele Jahre erschweren. Nord-Süd und E-Mail-Verkehr, Rede\u2010 und Glaubensfreiheit."
)


def laid_out(body: str, css: str = "") -> engine.Layout:
    return engine.layout(PAGE.format(css=css, body=body), FAMILIES, (), pdf_variant="pdf/a-3a")


def drawn(body: str, css: str = "") -> bytes:
    made = laid_out(body, css)
    alignment = align(made.document)
    faults: list[Fault] = []
    with engine.drawing_with(faithful(alignment, faults, tagger(alignment, False))):
        data, complaints = engine.write(made.document, pdf_variant="pdf/a-3a")
    assert made.complaints == complaints == () and not faults
    return data


def read(data: bytes) -> str:
    """The text as pypdf sees it, under one line-end rule: hyphen and newline vanish, any other newline is nothing."""
    text = "".join(page.extract_text() + "\n" for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return re.sub("\u00ad\n", "", text).replace("\n", "").strip(" ")


def test_the_engine_drops_the_spaces_at_line_ends_and_we_put_them_back() -> None:
    # The font draws U+2010 and U+002D with one glyph, and pypdf reads no ActualText: here they are the same.
    wanted = TEXT.replace("\u2010", "-")
    assert read(laid_out(f"<p>{TEXT}</p>").document.write_pdf()).replace("\u2010", "-") != wanted
    assert read(drawn(f"<p>{TEXT}</p>")).replace("\u2010", "-") == wanted


def test_automatic_hyphens_say_so_and_real_ones_stay() -> None:
    """U+00AD, U+2010 and U+002D are told apart by their codes alone, also where the font has one glyph for them."""
    data = drawn(f"<p>{TEXT}</p>", "p{width:90px}")
    text = "".join(page.extract_text() + "\n" for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    assert len(re.findall("\u00ad\n", text)) == text.count("\u00ad") >= 2
    assert text.count("\u2010") == TEXT.count("\u2010") == 1
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not any(b"ActualText" in page.Contents.read_bytes() for page in pdf.pages)


@pytest.mark.parametrize(
    ("body", "css", "message"),
    [
        ("<p>Eins <span>zwei</span> drei</p>", "span{display:none}", "drawn"),
        ("<p>Eins <span>zwei</span> drei</p>", "span{visibility:hidden}", "hidden"),
        ("<p>Eins</p><p>zwei</p>", "p:last-child{display:none}", "not drawn"),
        ("<p>Eins <span>zwei</span> drei</p>", "span{opacity:0}", "hidden"),
        ("<p>Eins</p>", "p{text-transform:uppercase}", "drawn"),
        ("<p style='white-space:nowrap'>" + "Unumbrechbar " * 9 + "</p>", "", "runs off the page"),
        ("<p>Eins</p>", "p{margin-left:-40mm}", "runs off the page"),
        ("<div><p>Eins</p></div>", "div{overflow:hidden}", "clipped"),
        ("<div><p>Eins</p><p>Zwei</p></div>", "div{display:flex;flex-direction:column-reverse}", "drawn"),
    ],
)
def test_what_is_hidden_moved_or_changed_is_refused(body: str, css: str, message: str) -> None:
    with pytest.raises(Misaligned, match=message):
        align(laid_out(body, css).document)


def test_generated_text_of_pseudo_elements_is_told_apart() -> None:
    alignment = align(laid_out("<ul><li>Eins</li></ul>").document)
    assert {fragment.generated for fragment in alignment.fragments.values()} == {True, False}


def test_the_engine_may_fetch_nothing_but_its_resources(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    for address in (
        secret.as_uri(),
        "http://127.0.0.1:9/x.png",
        "https://flugblatt.invalid/other.png",
        "data:image/png;base64,AAAA",
    ):
        from flugblatt.model.errors import ToolFailed

        try:
            complaints = laid_out(f'<p>Eins<img src="{address}" alt="x"></p>').complaints
        except ToolFailed:
            continue
        assert complaints, address


@pytest.mark.parametrize(
    "body, code, told",
    [("<p>Eins \u4e16</p>", "glyph-missing", "\u4e16"), ("<p>نصّ <b>\u064b</b></p>", "dotted-circle", "\u064b")],
)
def test_a_glyph_painted_for_no_text_is_a_fault(body: str, code: str, told: str) -> None:
    html = PAGE.format(css="p{font-family:'Source Serif 4',Amiri}", body=body)
    made = engine.layout(html, (*FAMILIES, "Amiri"), (), pdf_variant="pdf/a-3a")
    alignment = align(made.document)
    faults: list[Fault] = []
    with engine.drawing_with(faithful(alignment, faults, tagger(alignment, False))):
        engine.write(made.document, pdf_variant="pdf/a-3a")
    assert [(found, text) for _, found, text in faults] == [(code, told)]


def test_an_unknown_property_is_a_complaint() -> None:
    assert laid_out("<p>Eins</p>", "p{colour:red}").complaints
