"""The book for Kobo's readers: every sentence in a span, no character added, and its judges can say no."""

import io
import zipfile

import pytest
from lxml import etree

from flugblatt.epub import kobo_spans
from flugblatt.judges.epub import kobo_marks
from tests.judges.a11y.specimens import book, rebound

X = "{http://www.w3.org/1999/xhtml}"


def document(data: bytes, name: str = "text.xhtml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(f"EPUB/{name}"))


def said(root: etree._Element) -> str:
    return "".join(root.find(f"{X}body").itertext())


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_every_sentence_is_in_a_span_and_no_character_is_added(tag: str) -> None:
    made = kobo_spans.with_spans(book(tag))
    for name in ("title.xhtml", "nav.xhtml", "text.xhtml", "colophon.xhtml"):
        assert said(document(made, name)) == said(document(book(tag), name))
    assert list(kobo_marks.judge(made)) == []
    assert made == kobo_spans.with_spans(book(tag))


def test_sentences_end_behind_their_space_and_quotes() -> None:
    text = "Er sagte: „Komm!“ Dann ging er (um 3.30 Uhr). 世界。人権？終"
    assert list(kobo_spans._sentences(text)) == [
        "Er sagte: ",
        "„Komm!“ ",
        "Dann ging er (um 3.30 Uhr). ",
        "世界。",
        "人権？",
        "終",
    ]


def test_pictures_have_a_span_and_code_has_none() -> None:
    root = document(kobo_spans.with_spans(book()))
    assert root.find(f".//{X}img").getparent().get("class") == "koboSpan"
    assert root.find(f".//{X}pre").find(f".//{X}span") is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('<span class="koboSpan" id="kobo.1.1">', '<span id="kobo.1.1">', "metadata-missing"),
        ('id="kobo.2.1"', 'id="kobo.7.1"', "metadata-changed"),
    ],
)
def test_a_mark_that_is_missing_or_out_of_turn_is_found(old: str, new: str, code: str) -> None:
    spoilt = rebound(kobo_spans.with_spans(book()), ("text.xhtml", old, new))
    assert code in {finding.code for finding in kobo_marks.judge(spoilt)}
