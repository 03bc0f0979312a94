"""Leaflets that several files of tests look at, made once in a run: those of a short letter and of the real statement."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flugblatt import leaflet
from flugblatt.language.table import language_of
from flugblatt.model import Edition, Statement
from tests import editions
from tests.sharing import shared

REAL = Path(__file__).parent.parent / "content" / "kasachstan-2022"


def write_letter(folder: Path, tag: str = "de") -> Path:
    """The letter in German or Arabic as a work in ``folder``."""
    if tag == "de":
        return editions.write(folder, "brief", editions.LETTER_YAML, de=editions.LETTER)
    return editions.write(folder, "brief", editions.ARABIC_LETTER_YAML, **{tag: editions.ARABIC})


@shared
def of_the_letter(format_key: str, tag: str = "de") -> leaflet.Leaflet:
    with tempfile.TemporaryDirectory() as folder:
        return _made(write_letter(Path(folder), tag), tag, format_key)


@shared
def of_the_statement(format_key: str) -> leaflet.Leaflet:
    return _made(REAL, "de", format_key)


@shared
def with_its_source() -> tuple[Statement, bytes]:
    """The letter with ``source_code``, and its DIN long leaflet for reading, whose back bears the source."""
    with tempfile.TemporaryDirectory() as folder:
        yaml = editions.LETTER_YAML + "source_code: true\n"
        statement = editions.read(editions.write(Path(folder), "brief", yaml, de=editions.LETTER))
    edition = editions.edition(statement, "de")
    (made,) = leaflet.render(statement, edition, language_of(edition), ("dl6-z",), press=False)
    return statement, next(one.data for one in made.files if one.kind == "read")


def _made(work: Path, tag: str, format_key: str) -> leaflet.Leaflet:
    statement = editions.read(work)
    edition: Edition = editions.edition(statement, tag)
    (made,) = leaflet.render(statement, edition, language_of(edition), (format_key,))
    assert not [finding for finding in made.findings if finding.severity == "error"], made.findings
    return made
