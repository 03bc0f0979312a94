"""The languages that a colophon names are those of the editions, told by the names that its readers have for them."""

from __future__ import annotations

import pytest

from flugblatt.judges.fidelity.statement_facts import called
from flugblatt.proving.named_editions import _tag


@pytest.mark.parametrize("reader", ["de", "en", "ar", "ja", "tr", "pt-BR", "zh-Hant"])
@pytest.mark.parametrize("tag", ["de", "be", "ar", "pt", "pt-BR", "en-GB", "zh-Hant", "sr-Latn", "yue", "hi"])
def test_a_name_leads_back_to_its_tag(tag: str, reader: str) -> None:
    name = called(tag, reader)
    assert called(_tag(name, reader), reader) == name


def test_a_name_that_no_language_has_is_none() -> None:
    assert _tag("Marsianisch", "de") == ""
