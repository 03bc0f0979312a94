"""Every forgery of the table is red, with its place and what a reader would have been made to believe; what is harmless is not."""

from __future__ import annotations

import pytest

from tests.proving.forgeries import of_books, of_pages, of_texts
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


@pytest.mark.parametrize("spoil", of_books.HARMLESS.values(), ids=of_books.HARMLESS)
def test_a_harmless_change_of_a_book_is_compared(spoil: Spoil) -> None:
    forged = spoil(files().data["epub"])
    assert forged != files().data["epub"]
    assert compared("epub", forged) == ()
