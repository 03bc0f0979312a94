"""What cataloguers ask of the records: the original of a translation, articles, who catalogues in which language, addresses."""

import json
from dataclasses import replace

import pymarc

from flugblatt import resources
from flugblatt.judges import records as judge
from flugblatt.model import Statement
from flugblatt.model.identifiers import edition_id, language_id
from flugblatt.resources import TableFile
from tests.editions import edition
from tests.records.works import files, full, made, rendered


def marc(statement: Statement, tag: str) -> pymarc.Record:
    return pymarc.Record(rendered(statement, edition(statement, tag))["mrc"])


ALONE = "date: 2022\nissuers: [Büro]\noriginal: be\npublisher: {name: Verlag}\n"


def test_an_original_that_is_not_here_is_named_in_every_record() -> None:
    """Its language, and the identifier that it would have here; it has no title, and none is invented."""
    statement = made(ALONE, en="# The title of it\n\nText.\n", fr="# L’appel\n\nTexte.\n")
    urn = language_id(statement, "be").urn
    assert language_id(statement, "en") == edition_id(statement, edition(statement, "en"))
    for tag in ("en", "fr"):
        records_of = rendered(statement, edition(statement, tag))
        record = pymarc.Record(records_of["mrc"])
        assert record["041"].indicators.first == "1" and record["041"]["h"] == "bel"
        assert record["765"].subfields_as_dict() == {
            "i": ["Übersetzung von"],
            "n": ["Text auf Belarussisch"],
            "o": [urn],
        }
        assert "240" not in record and "übersetzt aus: Belarussisch" in record["546"]["a"]
        assert all(urn.encode() in records_of[kind] for kind in ("mods.xml", "dc.xml", "onix.xml", "jsonld"))
        assert b"<LanguageCode>bel" in records_of["onix.xml"] and b">bel<" in records_of["mods.xml"]
        assert json.loads(records_of["jsonld"])["translationOfWork"] == [
            {"@type": "CreativeWork", "@id": urn, "inLanguage": "be"}
        ]
        for kind, data in records_of.items():
            each = edition(statement, tag)
            assert judge.judge(statement, each, kind, data, files(each)).verdict == "passed", kind
            other = replace(statement, original="ru")
            assert judge.judge(other, each, kind, data, files(each)).verdict == "failed", kind


def test_articles_do_not_file() -> None:
    statement = made(
        f"{ALONE}cataloguing: {{language: en, agency: DE-101}}\n", be="# А\n\nа\n", en="# The title\n\nText.\n"
    )
    record = marc(replace(statement, original="en"), "be")
    assert str(record["240"]) == "=240  14$aThe title$lBelarusian" and record["245"].indicators.second == "0"
    assert marc(statement, "en")["245"].indicators == pymarc.Indicators("1", "4")


def test_the_language_and_the_agency_of_cataloguing() -> None:
    """In every word of the record's own, and in the codes that say so."""
    statement = made(f"{ALONE}cataloguing: {{language: en, agency: DE-101}}\n", en="# A title\n\nText.\n")
    record = marc(statement, "en")
    assert str(record["040"]) == r"=040  \\$aDE-101$beng$erda$cDE-101" and record["003"].data == "DE-101"
    assert record["264"]["a"] == "[Place of publication not identified]"
    assert record["546"]["a"] == "Text in English, translated from Belarusian"
    german = ("nicht ermittelbar", "Verfasser", "Übersetz", "Text auf", "Ausgabe", "Seiten", "Datei")
    for kind in ("mrc", "marc.xml", "mods.xml"):
        assert not [word for word in german if word.encode() in rendered(statement, edition(statement, "en"))[kind]]


def test_each_file_has_an_address_of_its_own_where_the_project_has_one() -> None:
    """856 is for what can be fetched; the address of the work stands there once, and for no file."""
    each = edition(full(), "de")
    assert [str(field) for field in marc(full(), "de").get_fields("856")] == ["=856  40$uhttps://example.org/brief"]
    settings = TableFile("flugblatt.toml", "flugblatt.toml", b'base_url = "https://example.org/press/"\n')
    with resources.using((settings,)):
        made_of = rendered(full(), each)
        found = pymarc.Record(made_of["mrc"]).get_fields("856")[1:]
        assert [field["u"] for field in found] == [
            f"https://example.org/press/brief/de/brief.de.{end}"
            for end in ("pdf", "a4f.pdf", "large.pdf", "epub", "html", "txt")
        ]
        encoded = json.loads(made_of["jsonld"])["encoding"]
        assert [one["contentUrl"] for one in encoded] == [field["u"] for field in found]
        for kind, data in made_of.items():
            assert judge.judge(full(), each, kind, data, files(each)).verdict == "passed", kind
    for kind in ("mrc", "marc.xml", "jsonld"):
        assert judge.judge(full(), each, kind, made_of[kind], files(each)).verdict == "failed", kind
