"""Every forgery of the table is red, with its place and what a reader would have been made to believe; what is harmless is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt import proving
from tests.proving.forgeries import of_books, of_pages, of_pdfs, of_texts
from tests.proving.forgeries.spoils import Spoil
from tests.proving.forgeries.work import compared, files, red

TABLE = {"web": of_pages.FORGERIES, "epub": of_books.FORGERIES, "text": of_texts.FORGERIES}
ROWS = [
    pytest.param(target, spoil, id=f"{target}: {name}")
    for target, rows in TABLE.items()
    for name, spoil in rows.items()
]
"""Of each target: what a forger does."""


def test_the_table_is_long() -> None:
    assert len(ROWS) >= 150


def test_the_files_that_are_forged_are_good() -> None:
    assert {target: red(target, data) for target, data in files().data.items()} == dict.fromkeys(files().data, ())


@pytest.mark.parametrize(("target", "spoil"), ROWS)
def test_a_forgery_is_red(target: str, spoil: Spoil) -> None:
    data = files().data[target]
    forged = spoil(data)
    assert forged != data
    found = red(target, forged)
    assert found and all(finding.where and finding.message for finding in found)


PDFS = {"archive-pdf": of_pdfs.FORGERIES, "leaflet": of_pdfs.OF_LEAFLETS}
PDF_ROWS = [
    pytest.param(target, spoil, id=f"{target}: {name}") for target, rows in PDFS.items() for name, spoil in rows.items()
]


@pytest.mark.slow
@pytest.mark.parametrize(("target", "spoil"), PDF_ROWS)
def test_a_forged_pdf_is_red(target: str, spoil: Spoil) -> None:
    data = files().data[target]
    forged = spoil(data)
    assert forged != data
    found = compared(target, forged)
    assert found and all(finding.where and finding.message for finding in found)


@pytest.mark.parametrize("spoil", of_pdfs.HARMLESS.values(), ids=of_pdfs.HARMLESS)
def test_a_harmless_change_of_a_pdf_is_compared(spoil: Spoil) -> None:
    forged = spoil(files().data["archive-pdf"])
    assert forged != files().data["archive-pdf"]
    assert compared("archive-pdf", forged) == ()


@pytest.mark.parametrize("spoil", of_books.HARMLESS.values(), ids=of_books.HARMLESS)
def test_a_harmless_change_of_a_book_is_compared(spoil: Spoil) -> None:
    forged = spoil(files().data["epub"])
    assert forged != files().data["epub"]
    assert compared("epub", forged) == ()


def test_a_soft_hyphen_in_a_copy_from_elsewhere_is_read(tmp_path: Path) -> None:
    source, copy = tmp_path / "en.md", tmp_path / "copy.html"
    source.write_text("# The water\n\nNobody may take it.\n", encoding="utf-8")
    copy.write_text("<html><body><h1>The wa\xadter</h1><p>No\xadbody may take it.</p></body></html>", encoding="utf-8")
    (proof,) = proving.prove(source, (copy,))
    assert (proof.verdict, proof.grade) == ("passed", "read")
