"""Every forgery of the table is red, with its place and what a reader would have been made to believe."""

from __future__ import annotations

import pytest

from tests.proving.forgeries import of_pages
from tests.proving.forgeries.spoils import Spoil
from tests.proving.forgeries.work import files, red


def test_the_files_that_are_forged_are_good() -> None:
    assert {target: red(target, data) for target, data in files().data.items()} == dict.fromkeys(files().data, ())


@pytest.mark.parametrize("spoil", of_pages.FORGERIES.values(), ids=of_pages.FORGERIES)
def test_a_forged_page_is_red(spoil: Spoil) -> None:
    data = files().data["web"]
    forged = spoil(data)
    assert forged != data
    found = red("web", forged)
    assert found and all(finding.where and finding.message for finding in found)
