"""No change survives: whatever is made other than it is in an edition or in a finished form, the judge of the text says no."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from flugblatt.judges import fidelity, glyphs
from flugblatt.judges.fidelity import second_parser
from flugblatt.language.table import describe
from flugblatt.model import Edition
from flugblatt.model.cases import Case
from flugblatt.xhtml import blocks, plain_text
from tests.conftest import examples
from tests.judges.fidelity.any_change import edition_sites, markup_sites, other_texts, structure_sites
from tests.judges.mutations import entry, forms, judged, opened, rezipped, saved

T = TypeVar("T")
Sites = list[tuple[str, Callable[..., T]]]
BOOK = "EPUB/text.xhtml"
BODY = "//*[local-name()='body']"


@cache
def editions() -> tuple[Sites[Edition], ...]:
    return _parted(edition_sites(forms().edition))


@cache
def of_markup(target: str) -> tuple[Sites[etree._Element], ...]:
    return _parted(markup_sites(text_of(target), BODY))


def text_of(target: str) -> etree._Element:
    """The page, or the text file of the book."""
    if target == "web":
        return html.document_fromstring(forms().web.decode())
    return etree.fromstring(entry(forms().epub, BOOK))


@cache
def structures() -> Sites[None]:
    return structure_sites(opened(forms().pdf))


def _parted(sites: Sites[T]) -> tuple[Sites[T], ...]:
    """Changes of parts and changes of characters: the second are many times as many."""
    return [site for site in sites if " made '" not in site[0]], [site for site in sites if " made '" in site[0]]


def site_of(data: st.DataObject, kinds: tuple[Sites[T], ...]) -> tuple[str, Callable[..., T]]:
    kind = data.draw(st.integers(0, len(kinds) - 1))
    return kinds[kind][data.draw(st.integers(0, len(kinds[kind]) - 1))]


def marked_up(edition: Edition) -> tuple[str, ...]:
    """Title, text and notes as every form but the text file has them."""
    language = describe(edition.language, edition.whole_text)
    manner = blocks.Manner("end", len, "")
    title = blocks.inline(edition.title, edition, language, manner)
    return title, blocks.body(edition, language, manner), blocks.endnotes(edition, language, manner)


def written(target: str, root: etree._Element) -> bytes:
    if target == "web":
        return html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>")
    return rezipped(forms().epub, {BOOK: etree.tostring(root, encoding="utf-8")})


@pytest.mark.parametrize("target", ["web", "epub"])
def test_written_anew_without_a_change_it_passes(target: str) -> None:
    assert judged(target, written(target, text_of(target))).verdict == "passed"


@given(st.data())
@settings(max_examples=examples(60))
def test_no_change_of_an_edition_survives(data: st.DataObject) -> None:
    """Each form is held against an edition that differs from its own; the source is the same, so that readers alone decide.
    The second reader of the source is asked by itself. What a form does not say, no change of the edition makes red."""
    words, change = site_of(data, editions())
    made, edition = forms(), change()
    language = describe(edition.language, edition.whole_text)
    differs = marked_up(edition) != marked_up(made.edition)
    lines_differ = plain_text.render(made.statement, edition, language) != made.text
    assert bool(second_parser.check(edition)) or not differs, words
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_parser, "check", lambda _: ())
        for target in ("archive-pdf", "epub", "web", "text"):
            check = fidelity.judge(Case(made.statement, edition, target, made.of(target), made.pages))
            said = lines_differ if target == "text" else differs
            if target == "archive-pdf" and "another title" in words:
                said = False  # a PDF has no title of links
            assert check.verdict == ("failed" if said else "passed"), (target, words, check.findings)


@pytest.mark.parametrize("target", ["web", "epub"])
@given(data=st.data())
@settings(max_examples=examples(120))
def test_no_change_of_markup_survives(target: str, data: st.DataObject) -> None:
    words, change = site_of(data, of_markup(target))
    assert judged(target, written(target, change())).verdict == "failed", words


@given(st.data())
@settings(max_examples=examples(100))
def test_no_change_of_the_text_file_survives(data: st.DataObject) -> None:
    text = forms().text.decode()
    at = data.draw(st.integers(0, len(text) - 1))
    news = [text[:at] + new + text[at + 1 :] for new in other_texts(text[at])]
    news += [text[:at] + letter + text[at:] for letter in "aя\u0301"]
    new = data.draw(st.sampled_from(news))
    assert judged("text", new.encode()).verdict == "failed", new[max(0, at - 20) : at + 20]


@given(st.data())
@settings(max_examples=examples(80))
def test_no_change_of_the_structure_of_a_pdf_survives(data: st.DataObject) -> None:
    words, change = site_of(data, (structures(),))
    pdf = opened(forms().pdf)
    change(pdf)
    changed = saved(pdf)
    assert "failed" in (judged("archive-pdf", changed).verdict, glyphs.judge(changed).verdict), words
