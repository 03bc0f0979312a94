"""The judge of a poster says no to words that the source does not say so."""

from dataclasses import replace
from pathlib import Path

import pytest

from flugblatt import leaflet
from flugblatt.judges.fidelity import leaflet_pdf
from flugblatt.judges.fidelity.poster_excerpt import is_excerpt
from flugblatt.language.table import describe
from flugblatt.leaflet.formats import find
from flugblatt.model.cases import Case
from tests import editions

TEXT = "# Titel\n\nErster Satz hier. Zweiter Satz, der gilt. Dritter Satz.\n\n„Vierter Satz. Fünfter!“\n"
YAML = "date: 2026-05-03\nissuers: [Rat]\nurl: https://rat.example/a\n"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Erster Satz hier.", True),
        ("Zweiter Satz, der gilt. Dritter Satz.", True),
        ("Vierter Satz.", True),
        ("Fünfter!", True),
        ("Zweiter Satz", False),
        ("Satz, der gilt.", False),
        ("Erster Satz hier. Dritter Satz.", False),
        ("Erster Satz nicht.", False),
        ("Dritter Satz. „Vierter Satz.", False),
        ("", False),
    ],
)
def test_an_excerpt_is_whole_sentences_in_one_piece(tmp_path: Path, text: str, whole: bool) -> None:
    statement = editions.read(editions.write(tmp_path, "work", YAML, de=TEXT))
    assert is_excerpt(text, statement.editions[0]) is whole


def test_a_poster_passes_and_one_of_another_text_fails(tmp_path: Path) -> None:
    statement = editions.read(editions.write(tmp_path, "work", YAML, de=TEXT))
    edition = statement.editions[0]
    made = leaflet.panels(leaflet.fit(statement, edition, describe("de", TEXT), find("a3")), "screen").data
    case = Case(statement, edition, "leaflet", made, format="a3", kind="read")
    assert leaflet_pdf.judge(case).findings == ()
    other = editions.read(editions.write(tmp_path, "other", YAML, de=TEXT.replace("hier", "dort")))
    found = leaflet_pdf.judge(replace(case, statement=other, edition=other.editions[0])).findings
    assert [finding.code for finding in found] == ["fidelity-generated"], found
