"""The page by theme: ten brands pass the judges of page, text and contrast; colours of light, dark and paper hold their ratios."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from flugblatt.judges import a11y, fidelity
from flugblatt.judges.closed import page_guard
from flugblatt.language.table import language_of
from flugblatt.model import ByLanguage, Statement
from flugblatt.model.cases import Case
from flugblatt.tables import accents
from flugblatt.xhtml import theming, web
from tests import branding


def page(statement: Statement) -> bytes:
    edition = statement.editions[0]
    return web.render(statement, edition, language_of(edition))


def codes(statement: Statement, data: bytes) -> set[str]:
    case = Case(statement, statement.editions[0], "web", data)
    checks = (page_guard.judge(data), fidelity.judge(case), a11y.judge(case))
    return {finding.code for check in checks for finding in check.findings}


@pytest.mark.sample(4)
@pytest.mark.parametrize("brand", branding.BRANDS, ids=str)
def test_ten_brands_pass_the_judges(brand, tmp_path: Path) -> None:
    statement = branding.read(tmp_path, brand)
    assert codes(statement, page(statement)) == set()


def test_a_colour_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    statement = branding.read(tmp_path, branding.BRANDS[1])
    data = page(statement).replace(b":root{--red:#004688}", b":root{--red:#FFCC00}")
    assert "guard-style" in codes(statement, data)


def test_an_emblem_that_nobody_gave_is_refused(tmp_path: Path) -> None:
    statement = branding.read(tmp_path, branding.BRANDS[1])
    bare = replace(statement, brand=replace(statement.brand, logo=None))
    assert "fidelity-extra" in codes(bare, page(statement))


@pytest.mark.parametrize("brand", branding.BRANDS, ids=str)
def test_the_accent_can_be_read_on_its_paper_in_light_and_dark(brand, tmp_path: Path) -> None:
    brand = branding.read(tmp_path, brand).brand
    dark = {"black": accents.NIGHT}.get(brand.theme, theming.NIGHT_SCREEN)
    assert accents.contrast(brand.accent.bright.screen, dark) >= 4.5
    assert accents.contrast(theming.web_mark(brand), dark) >= 3.0
    grounds = re.findall("--paper:(#[0-9A-F]{6})", theming.web_rules(brand)) or ["#FFFFFF"]
    assert grounds[-1] == "#FFFFFF"


def test_words_that_are_not_in_the_language_are_marked(tmp_path: Path) -> None:
    edition = branding.read(tmp_path, branding.BRANDS[6]).editions[0]
    assert theming.words(ByLanguage(None, (("de", "Hafen"), ("ja", "港"))), edition) == ("港", "")
    assert theming.words(ByLanguage(None, (("de", "Hafen"),)), edition) == ("Hafen", "de")
    assert theming.words(ByLanguage("Port"), edition) == ("Port", "")


def test_whose_the_picture_is_stands_in_the_colophon_alone_where_it_leads(tmp_path: Path) -> None:
    statement = branding.read(tmp_path, branding.BRANDS[2])
    labels = language_of(statement.editions[0]).labels
    shown = page(statement).decode()
    assert f"<dt>{labels.picture}</dt>" in shown and "Jane Roe" in shown
    bare = replace(statement, brand=replace(statement.brand, theme="red"))
    assert "Jane Roe" not in page(bare).decode()
    assert any(code.startswith("fidelity-") for code in codes(statement, page(bare)))
