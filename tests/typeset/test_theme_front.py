"""The title page by theme: ten brands pass the judges of text and sight, and a page that says something else does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from flugblatt.judges import fidelity, visual
from flugblatt.language.table import language_of
from flugblatt.model import ByLanguage, Statement
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf
from tests import branding


def pdf(statement: Statement) -> bytes:
    edition = statement.editions[0]
    return archive_pdf.render(statement, edition, language_of(edition)).data


def codes(statement: Statement, data: bytes) -> set[str]:
    case = Case(statement, statement.editions[0], "archive-pdf", data)
    return {finding.code for judge in (fidelity.judge, visual.judge) for finding in judge(case).findings}


def corner(data: bytes, page: int = 0) -> tuple[int, ...]:
    """The colour of the lower corner of a page."""
    shown = pypdfium2.PdfDocument(data)[page].render(scale=0.5).to_pil().convert("RGB")
    return tuple(shown.getpixel((3, shown.height - 4)))


@pytest.mark.slow
@pytest.mark.parametrize("brand", branding.BRANDS, ids=str)
def test_ten_brands_pass_the_judges(brand, tmp_path: Path) -> None:
    statement = branding.read(tmp_path, brand)
    assert codes(statement, pdf(statement)) == set()


@pytest.mark.slow
@pytest.mark.parametrize("brand", branding.BRANDS[1:4], ids=str)
def test_a4_has_the_theme_too(brand, tmp_path: Path) -> None:
    statement = branding.read(tmp_path, brand)
    edition = statement.editions[0]
    long = replace(edition.blocks[1].children[0], text="Der Fluss führt in jedem Januar genug davon. " * 12)
    blocks = (edition.blocks[0], replace(edition.blocks[1], children=(long,)), *edition.blocks[2:])
    statement = replace(statement, page="a4", editions=(replace(edition, blocks=blocks),))
    seen = {code for code in codes(statement, pdf(statement)) if code.startswith("visual")}
    assert seen == set()  # fidelity knows the sources alone, and this text is in none


def test_the_black_title_page_is_black_and_its_text_pages_are_white(tmp_path: Path) -> None:
    data = pdf(branding.read(tmp_path, branding.BRANDS[3]))
    assert (corner(data), corner(data, 1)) == ((0x12, 0x11, 0x10), (255, 255, 255))


def test_what_the_emblem_is_called_is_proven(tmp_path: Path) -> None:
    statement = branding.read(tmp_path, branding.BRANDS[1])
    data = pdf(statement)
    other = replace(statement.brand, logo=replace(statement.brand.logo, alt=ByLanguage("Somebody else")))
    assert any(code.startswith("fidelity-") for code in codes(replace(statement, brand=other), data))
    assert "fidelity-extra" in codes(replace(statement, brand=replace(statement.brand, logo=None)), data)


def test_another_picture_than_the_brands_is_seen(tmp_path: Path) -> None:
    statement = branding.read(tmp_path, branding.BRANDS[2])
    data = pdf(statement)
    picture = statement.brand.picture
    turned = replace(picture, image=replace(picture.image, data=branding.photograph(601, 300)))
    assert "visual-picture" in codes(replace(statement, brand=replace(statement.brand, picture=turned)), data)


def test_a_theme_changes_no_line_of_the_text(tmp_path: Path) -> None:
    statement = branding.read(tmp_path, branding.BRANDS[2])
    long = "Der Fluss führt in jedem Januar genug davon; wir haben sie nie geholt, und niemand hat gefragt. " * 12
    edition = statement.editions[0]
    block = edition.blocks[1]
    text = replace(block.children[0], text=long)
    edition = replace(edition, blocks=(edition.blocks[0], replace(block, children=(text,))))
    lines = []
    for theme in ("red", "quiet", "picture", "black"):
        branded = replace(statement, editions=(edition,), brand=replace(statement.brand, theme=theme, logo=None))
        page = pypdfium2.PdfDocument(pdf(branded))[1].get_textpage().get_text_range()
        lines.append(page[page.index("Der Fluss führt") :].splitlines()[:12])
    assert lines[0] == lines[1] == lines[2] == lines[3]
