"""The kept facts of a work: gathered once, read back the same, and nothing of another version."""

from flugblatt.catalogue import facts
from tests.catalogue import shelf
from tests.records import works


def test_facts_are_read_back_as_they_were() -> None:
    known = shelf.facts(works.full())
    assert facts.read(facts.written(known)) == known


def test_facts_of_another_version_are_none() -> None:
    data = facts.written(shelf.facts(works.least()))
    assert facts.read(data.replace(b'"version":%d' % facts.VERSION, b'"version":0')) is None
    assert facts.read(b"") is facts.read(b"{") is facts.read(b"[]") is facts.read(b'{"version":1}') is None


def test_the_main_edition_is_the_original_or_the_first() -> None:
    assert shelf.facts(works.full()).main.language == "be"
    assert shelf.facts(works.least()).main.language == "de"


def test_what_a_book_says_of_accessibility_is_kept() -> None:
    access = shelf.facts(works.least()).main.access
    assert (access.modes, access.hazards, access.summary_language) == (("textual",), ("none",), "de")
    assert access.conforms_to == ""


def test_files_stand_under_their_edition_or_under_the_work() -> None:
    known = shelf.facts(works.least())
    assert {file.path for file in known.files} == {"brief/archive/brief.tar"}
    assert {file.target for file in known.main.files} >= {
        "archive-pdf",
        "epub",
        "leaflet",
        "press",
        "records",
        "pictures",
    }
