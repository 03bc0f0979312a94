"""What letters and press releases say beside their text is proven in every form, and a word of it that is wrong is found."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from flugblatt import leaflet
from flugblatt.judges import fidelity, glyphs, visual
from flugblatt.language.table import language_of
from flugblatt.model import ByLanguage, Check, Contact, Signatory, Statement
from flugblatt.model.cases import Case
from flugblatt.xhtml import plain_text, web
from tests import letters
from tests.judges import mutations

WORKS: dict[str, Callable[[Path], Statement]] = {
    "letter": letters.letter,
    "letter of 40": lambda folder: letters.letter(folder, 40),
    "letter of 120": lambda folder: letters.letter(folder, 120),
    "press": letters.press,
    "press of the east": letters.press_of_the_east,
}
OTHER = {
    "addressee": ByLanguage(("den Rat der Stadt Oberkai",)),
    "signatories": (Signatory("Ada Ahrens"),),
    "dateline": ByLanguage("Oberkai"),
    "boilerplate": ByLanguage("Sie gehören der Stadt nicht."),
    "contact": Contact("Pressestelle"),
    "kind": "press-release",
}


@cache
def read(work: str) -> Statement:
    with tempfile.TemporaryDirectory() as folder:
        return WORKS[work](Path(folder))


@cache
def forms(work: str) -> mutations.Forms:
    with tempfile.TemporaryDirectory() as folder:
        statement = WORKS[work](Path(folder))
        return mutations.made(Path(folder) / statement.work)


def light(work: str, target: str, at: int = 0) -> bytes:
    """A form that no engine sets."""
    statement = read(work)
    edition = statement.editions[at]
    makers = {"text": plain_text.render, "web": web.render}
    return makers[target](statement, edition, language_of(edition))


def judged(work: str, target: str, data: bytes, at: int = 0, **changes: object) -> Check:
    statement = replace(read(work), **changes)  # type: ignore[arg-type]
    return fidelity.judge(Case(statement, statement.editions[at], target, data))


@pytest.mark.sample(4)
@pytest.mark.parametrize("target", ["text", "web"])
@pytest.mark.parametrize(
    ("work", "at"),
    [("letter", 0), ("letter of 120", 0), ("press", 0), ("press of the east", 0), ("press of the east", 1)],
)
def test_pages_and_mails_are_proven(work: str, at: int, target: str) -> None:
    check = judged(work, target, light(work, target, at), at)
    assert check.verdict == "passed", check.findings


@pytest.mark.parametrize("target", ["text", "web"])
@pytest.mark.parametrize(
    ("work", "key"),
    [
        *(("letter", key) for key in ("addressee", "signatories")),
        *(("press", key) for key in ("dateline", "boilerplate", "contact")),
    ],
)
def test_another_word_of_statement_yaml_is_found(work: str, key: str, target: str) -> None:
    check = judged(work, target, light(work, target), **{key: OTHER[key]})
    assert {"fidelity-generated", "fidelity-extra"} & {finding.code for finding in check.findings}


def test_another_kind_is_found() -> None:
    check = judged("letter", "text", light("letter", "text"), kind="press-release")
    assert check.verdict == "failed"


@pytest.mark.slow
@pytest.mark.parametrize("target", ["archive-pdf", "epub"])
@pytest.mark.parametrize("work", ["letter", "letter of 40", "letter of 120", "press", "press of the east"])
def test_books_are_proven(work: str, target: str) -> None:
    made = forms(work)
    check = fidelity.judge(Case(made.statement, made.edition, target, made.of(target), made.pages))
    assert check.verdict == "passed", check.findings


@pytest.mark.slow
@pytest.mark.parametrize("work", ["letter of 40", "press", "press of the east"])
def test_books_are_seen_as_they_are_read(work: str) -> None:
    made = forms(work)
    case = Case(made.statement, made.edition, "archive-pdf", made.pdf, made.pages)
    assert glyphs.judge(case.data).findings == ()
    assert visual.judge(case).findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("work", ["letter", "press", "press of the east"])
def test_leaflets_are_proven(work: str) -> None:
    statement = read(work)
    edition = statement.editions[0]
    (made,) = leaflet.render(statement, edition, language_of(edition), ("dl6-roll",))
    data = next(file.data for file in made.files if file.suffix.endswith("read.pdf"))
    case = Case(statement, edition, "leaflet", data, (), "dl6-roll", "read")
    assert fidelity.judge(case).findings == ()
