"""Ligatures that German gives up at the seams of its compounds are no other glyphs than those of the text."""

from pathlib import Path

import pytest

from flugblatt.judges import glyphs
from flugblatt.judges.glyphs import reshaping
from flugblatt.language.table import language_of
from flugblatt.typeset import archive_pdf
from tests import editions

TEXT = "# Titel\n\nEin Satz am Anfang der Erklärung.\n\nDie Auflage der Kaufleute und der Stoffliste, offiziell und häufig.\n"


def test_a_german_page_gives_up_ligatures_and_the_judge_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=TEXT))
    data = archive_pdf.render(statement, statement.editions[0], language_of(statement.editions[0])).data
    assert glyphs.judge(data).verdict == "passed"
    monkeypatch.setattr(reshaping, "seams", lambda run, text: iter(()))
    assert {finding.code for finding in glyphs.judge(data).findings} == {"glyphs-mismatch"}


def test_another_language_gives_up_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, en=TEXT))
    monkeypatch.setattr(reshaping, "seams", lambda run, text: iter(()))
    data = archive_pdf.render(statement, statement.editions[0], language_of(statement.editions[0])).data
    assert glyphs.judge(data).verdict == "passed"
