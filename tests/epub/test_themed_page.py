"""Covers and cards by theme: ten brands pass the judges; white letters on a picture are measured, and one too bright is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flugblatt.epub import cover, picture_page, social_card
from flugblatt.judges import fidelity, visual
from flugblatt.language.table import language_of
from flugblatt.model import Statement
from flugblatt.model.cases import Case
from flugblatt.xhtml import cover_pictures
from tests import branding

PAGES = {"cover": (cover.page, 1400, 2240, "jpeg"), "card": (social_card.page, 1200, 630, "png")}


def codes(statement: Statement, kind: str) -> set[str]:
    edition = statement.editions[0]
    page, width, height, form = PAGES[kind]
    made = page(statement, edition, language_of(edition))
    picture = getattr(picture_page, form)(picture_page.painted(made, width, height))
    case = Case(statement, edition, "pictures", picture, kind=kind, beside=made)
    return {one.code for check in (fidelity.judge(case), visual.judge_picture(case)) for one in check.findings}


@pytest.mark.slow
@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("brand", branding.BRANDS, ids=str)
def test_ten_brands_pass_the_judges(brand, kind, tmp_path: Path) -> None:
    assert codes(branding.read(tmp_path, brand), kind) == set()


def test_a_picture_without_its_scrim_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statement = branding.read(tmp_path, branding.BRANDS[2])
    monkeypatch.setattr(
        cover_pictures,
        "scrimmed",
        lambda image, width, height, *_: cover_pictures.Scrimmed(cover_pictures.cropped(image, width, height), 1.0),
    )
    cover.page.cache_clear()
    assert codes(statement, "cover") == {"visual-ground"}
    cover.page.cache_clear()


@pytest.mark.parametrize("size", [(1400, 2240), (1200, 630)])
def test_the_scrim_holds_under_pure_white(size, tmp_path: Path) -> None:
    image = branding.read(tmp_path, branding.BRANDS[2]).brand.picture.image
    white = replace(image, data=branding.photograph(300, 200), width=300, height=200)
    width, height = size
    letters = (60, height // 2, width // 2, height - 50)
    made = cover_pictures.scrimmed(white, width, height, letters, (60, 40, 240, 120))
    assert made.ratio >= cover_pictures.LEAST


def test_the_scrim_gets_no_denser_than_it_must(tmp_path: Path) -> None:
    image = branding.read(tmp_path, branding.BRANDS[2]).brand.picture.image
    assert 4.5 <= cover_pictures.scrimmed(image, 1400, 2240, (130, 1400, 1270, 2100)).ratio < 12
