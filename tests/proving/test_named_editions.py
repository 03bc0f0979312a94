"""The languages that a colophon names are those of the editions, told by the names that its readers have for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt.build import production
from flugblatt.judges.fidelity.statement_facts import called
from flugblatt.model import Product
from flugblatt.model.targets import chosen
from flugblatt.proving.named_editions import _tag
from flugblatt.verification import proofs
from tests import editions


@pytest.mark.parametrize("reader", ["de", "en", "ar", "ja", "tr", "pt-BR", "zh-Hant"])
@pytest.mark.parametrize("tag", ["de", "be", "ar", "pt", "pt-BR", "en-GB", "zh-Hant", "sr-Latn", "yue", "hi"])
def test_a_name_leads_back_to_its_tag(tag: str, reader: str) -> None:
    name = called(tag, reader)
    assert called(_tag(name, reader), reader) == name


def test_a_name_with_its_script_beside_it_leads_back_too() -> None:
    assert _tag("中文 (简体)", "zh-Hans") == "zh-Hans"


def test_a_name_that_no_language_has_is_none() -> None:
    assert _tag("Marsianisch", "de") == ""


def test_a_file_is_proven_whole_beside_a_statement_that_speaks_of_other_editions(tmp_path: Path) -> None:
    texts = {"de": "# Titel\n\nVorspann.\n\nText.\n", "en": "# Title\n\nA lede.\n\nText.\n"}
    yaml = "date: 2024-05-01\nissuers: [A]\nbilingual: [[de, en]]\neditions: {en: {translator: B}}\n"
    folder = editions.write(tmp_path, "probe", yaml, **texts)
    statement = editions.read(folder)
    made = production.produce(statement, statement.editions[0], chosen(("archive-pdf",)))[0]
    assert isinstance(made, Product)
    (tmp_path / "probe.de.pdf").write_bytes(made.artefact.data)
    (proof,) = proofs.prove(folder / "de.md", (tmp_path / "probe.de.pdf",))
    verdicts = {route.check.check: route.check.verdict for route in proof.routes}
    assert proof.verdict == "passed" and "not run" not in verdicts.values()
