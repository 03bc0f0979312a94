"""Every record of a work says what the work says: valid, complete, in every script, and nothing invented."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pymarc
import pytest
from lxml import etree
from pymarc.marcxml import parse_xml_to_array

from flugblatt import records, resources
from flugblatt.content import read_work
from flugblatt.judges import records as judge_of_records
from flugblatt.judges.external import xml_schemas
from flugblatt.language.table import describe
from flugblatt.model import ByLanguage, Edition, Rights, Statement
from flugblatt.model.identifiers import edition_id
from flugblatt.model.work import Signatory
from flugblatt.resources import TableFile
from tests.commands import PATIENCE
from tests.conftest import PracticeTexts
from tests.editions import edition
from tests.records.works import LEAST, LEAST_YAML, book, files, full, kind_of, least, made, rendered

ROOT = Path(__file__).parent.parent.parent
ALL = tuple(records.MEDIA_TYPES)


def marc(statement: Statement, tag: str) -> pymarc.Record:
    return pymarc.Record(rendered(statement, edition(statement, tag))["mrc"])


def subfields(record: pymarc.Record, tag: str, code: str) -> list[str]:
    return [value for field in record.get_fields(tag) for value in field.get_subfields(code)]


def assert_good(statement: Statement, each: Edition) -> dict[str, bytes]:
    """Every record of the edition is valid and says what it must; the records by kind."""
    found = rendered(statement, each)
    for kind, data in found.items():
        for check in (
            xml_schemas.judge(kind, data),
            judge_of_records.judge(statement, each, kind, data, files(each)),
            judge_of_records.judge(statement, each, kind, data),
        ):
            assert check.verdict == "passed", (each.language, kind, *map(str, check.findings))
    return found


def test_a_work_with_everything_has_every_record() -> None:
    for each in full().editions:
        due = ALL if each == full().editions[0] else ALL[:-1]  # the table of all editions lies with the first
        assert tuple(assert_good(full(), each)) == due
    assert records.not_due(full()) == ()


def test_a_work_with_the_least_has_every_record_but_those_of_what_it_lacks() -> None:
    found = assert_good(least(), least().editions[0])
    assert tuple(found) == tuple(
        kind for kind in ALL if kind not in ("onix.xml", "datacite.xml", "internet-archive.csv")
    )
    assert records.not_due(least()) == (
        ("brief.de.onix.xml", "statement.yaml lacks publisher"),
        ("brief.de.datacite.xml", "statement.yaml lacks identifiers.doi"),
        ("brief.internet-archive.csv", "statement.yaml lacks url"),
    )


def test_nothing_is_said_that_the_content_does_not_say() -> None:
    found = rendered(least(), least().editions[0])
    words = ("access", "open", "license", "rights", "publisher", "genre", "abstract", "series", "price", "doi", "isbn")
    for kind in ("mods.xml", "dc.xml", "jsonld"):
        text = found[kind].decode().lower().replace("http://www.openarchives.org", "")
        text = re.sub("access(ibility|mode)", "", text)  # what the files have, whatever the content says
        assert [word for word in words if word in text] == []
    record = pymarc.Record(found["mrc"])
    tags = {field.tag for field in record.fields}
    assert tags == {
        *("001", "005", "006", "007", "008", "024", "040", "041", "110", "245", "264", "300"),
        *("336", "337", "338", "341", "347", "532", "546", "758", "883"),
    }
    assert str(record["264"]) == r"=264  \1$a[Erscheinungsort nicht ermittelbar]$b[Verlag nicht ermittelbar]$c2022"
    assert record["008"].data[:18] == "220101s2022    xx "
    assert [subfield.code for subfield in record["040"].subfields] == ["b", "e"]


def test_paths_and_media_types() -> None:
    each = edition(full(), "zh-Hant")
    made = records.render(full(), each, describe("zh-Hant", each.whole_text), files(each))
    assert [(artefact.target, artefact.path, artefact.media_type) for artefact in made] == [
        ("records", "brief/records/brief.zh-Hant.mrc", "application/marc"),
        ("records", "brief/records/brief.zh-Hant.marc.xml", "application/marcxml+xml"),
        ("records", "brief/records/brief.zh-Hant.mods.xml", "application/mods+xml"),
        ("records", "brief/records/brief.zh-Hant.dc.xml", "application/xml"),
        ("records", "brief/records/brief.zh-Hant.onix.xml", "application/xml"),
        ("records", "brief/records/brief.zh-Hant.jsonld", "application/ld+json"),
        ("records", "brief/records/brief.zh-Hant.datacite.xml", "application/xml"),
    ]
    assert [kind_of(artefact) for artefact in made] == list(ALL[:-1])
    first = full().editions[0]
    table = records.render(full(), first, describe(first.language, first.whole_text), files(first))[-1]
    assert (table.path, table.media_type) == ("brief/records/brief.internet-archive.csv", "text/csv")


# --- MARC 21 -------------------------------------------------------------------------------------


def test_marc_as_a_cataloguer_reads_it() -> None:
    """The record of a translation, whole, as golden text; what changes with the version and the files is left out."""
    lines = str(marc(full(), "de")).splitlines()
    kept = [line for line in lines if not line.startswith(("=LDR", "=883"))]
    golden = Path(__file__).parent / "golden" / "brief.de.mrk"
    assert "\n".join(kept).rstrip() + "\n" == golden.read_text(encoding="utf-8")


def test_both_forms_of_marc_have_the_same_content() -> None:
    for each in (*full().editions, *least().editions):
        statement = full() if each in full().editions else least()
        found = rendered(statement, each)
        exchanged = next(iter(pymarc.MARCReader(found["mrc"])))
        assert exchanged is not None
        (written,) = parse_xml_to_array(io.BytesIO(found["marc.xml"]))
        assert exchanged.as_dict()["fields"] == written.as_dict()["fields"]
        assert str(exchanged.leader)[5:12] + str(exchanged.leader)[17:] == (
            str(written.leader)[5:12] + str(written.leader)[17:]
        )
        assert exchanged.as_marc() == found["mrc"]


def test_marc_keeps_its_own_script_without_romanisation() -> None:
    record = marc(full(), "ar")
    assert record.leader[9] == "a"
    assert record["245"]["a"] == "رسالة مفتوحة" and record["110"]["a"] == "المجلس"
    assert record.get_fields("880") == [] and subfields(record, "546", "b") == ["Arabisch"]


def test_the_languages_of_marc() -> None:
    assert [str(field) for field in marc(full(), "be").get_fields("041")] == [r"=041  0\$abel"]
    assert [str(field) for field in marc(full(), "de").get_fields("041")] == [r"=041  1\$ager$hbel"]
    assert [str(field) for field in marc(full(), "yue").get_fields("041")] == [
        r"=041  1\$achi$hbel",
        "=041  17$ayue$2iso639-3",
    ]
    assert [str(field) for field in marc(full(), "zh-Hant").get_fields("041")] == [
        r"=041  1\$achi$hbel",
        "=041  17$azh-Hant$2rfc5646",
    ]
    assert {tag: marc(full(), tag)["008"].data[35:38] for tag in ("de", "yue")} == {"de": "ger", "yue": "chi"}


@pytest.mark.parametrize(
    ("date", "coded"), [("2022", "220101s2022    "), ("2022-03", "220301e202203  "), ("2022-03-04", "220304e20220304")]
)
def test_dates_are_as_exact_as_given(date: str, coded: str) -> None:
    statement = made(f"date: {date}\nissuers: [Büro]\npublisher: {{name: Verlag}}\n", de=LEAST)
    record = marc(statement, "de")
    assert record["008"].data[:15] == coded and record["264"]["c"] == date
    assert_good(statement, statement.editions[0])


@pytest.mark.parametrize("access", ["open", "reading-room", "registered", ""])
@pytest.mark.parametrize("license_", ["CC-BY-4.0", "https://example.org/license", ""])
@pytest.mark.parametrize("words", ["Alle dürfen drucken.", ""])
def test_rights_in_every_combination(access: str, license_: str, words: str) -> None:
    rights = Rights(words, license_, access)  # type: ignore[arg-type]
    statement = replace(full(), rights=rights)
    for each in statement.editions[:2]:
        assert_good(replace(statement, editions=full().editions), each)
    assert ("Unrestricted online access" in str(marc(statement, "de"))) == (access == "open")


def test_what_iso_2709_cannot_hold_is_not_due_and_the_xml_is() -> None:
    statement = made(f"date: 2022\nissuers: [Büro]\nsummary: {'lang ' * 2000}\n", de=LEAST)
    each = statement.editions[0]
    assert "mrc" not in assert_good(statement, each)
    assert [what for what, _ in records.not_due(statement, each)] == [
        *("brief.de.onix.xml", "brief.de.datacite.xml", "brief.internet-archive.csv", "brief.de.mrc")
    ]
    assert "9,999 bytes" in records.not_due(statement, each)[-1][1]


# --- Relations between editions ------------------------------------------------------------------


def relations(statement: Statement, kind: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Tag of an edition -> role -> the identifiers that its record of a kind names."""
    found = {}
    for each in statement.editions:
        read = judge_of_records.read(kind, rendered(statement, each)[kind])
        roles = ("original", "translations", "editions", "related")
        found[each.language] = {role: read[role] for role in roles if role in read}
    return found


@pytest.mark.parametrize("kind", ["mrc", "marc.xml", "mods.xml", "jsonld", "onix.xml"])
def test_translations_and_their_original_name_each_other(kind: str) -> None:
    own = {each.language: identifier(full(), each.language) for each in full().editions}
    translations = tuple(own[other] for other in own if other != "be")
    expected = {tag: {"original": (own["be"],)} for tag in own}
    alone = replace(full(), bilingual=())
    assert relations(alone, kind) == {**expected, "be": {"translations": translations}}


@pytest.mark.parametrize("kind", ["mrc", "marc.xml", "mods.xml", "jsonld"])
def test_editions_without_a_known_original_name_all_others(kind: str) -> None:
    statement = replace(full(), original="", bilingual=())
    own = {each.language: identifier(statement, each.language) for each in statement.editions}
    for tag, found in relations(statement, kind).items():
        assert found == {"editions": tuple(own[other] for other in own if other != tag)}
    assert {field.tag for field in marc(statement, "de").fields} & {"765", "767", "775"} == {"775"}
    for each in statement.editions:
        assert_good(statement, each)


@pytest.mark.parametrize("kind", ["mrc", "marc.xml", "mods.xml", "dc.xml", "jsonld"])
def test_a_book_of_two_editions_is_named_by_the_records_of_both_and_of_no_other(kind: str) -> None:
    (pair,) = full().pairs()
    urn = f"urn:uuid:{edition_id(full(), pair)}".encode()
    naming = {each.language for each in full().editions if urn in rendered(full(), each)[kind]}
    assert naming == {"de", "ar"}


@pytest.mark.parametrize("kind", ["mrc", "marc.xml", "mods.xml", "dc.xml", "jsonld"])
def test_who_signs_is_named_and_another_name_is_found(kind: str) -> None:
    found = rendered(full(), edition(full(), "de"))[kind]
    assert b"Ola" in found
    other = replace(full(), signatories=(*full().signatories[:1], Signatory("Olaf Muster")))
    check = judge_of_records.judge(other, edition(other, "de"), kind, found, files(edition(other, "de")))
    assert check.verdict == "failed"


@pytest.mark.parametrize("kind", ["mrc", "marc.xml", "mods.xml"])
def test_an_addressee_is_a_note_and_another_one_is_found(kind: str) -> None:
    found = rendered(full(), edition(full(), "de"))[kind]
    assert "An die Versammlung, Platz 1" in found.decode()
    other = replace(full(), addressee=ByLanguage(everywhere=("An alle",)))
    check = judge_of_records.judge(other, edition(other, "de"), kind, found, files(edition(other, "de")))
    assert check.verdict == "failed"


def identifier(statement: Statement, tag: str) -> str:
    return judge_of_records.read("dc.xml", rendered(statement, edition(statement, tag))["dc.xml"])["identifiers"][0]


@pytest.mark.parametrize(("original", "named"), [("", 11), ("original: en\n", 1)])
def test_the_practice_texts_are_one_work_of_all_languages(
    practice_texts: PracticeTexts, original: str, named: int
) -> None:
    """Each edition names all others, or only the original that it was translated from."""
    yaml = practice_texts.content / "udhr" / "statement.yaml"
    said = yaml.read_text(encoding="utf-8") + "publisher: {name: United Nations, place: New York}\n"
    yaml.write_text(said + original, encoding="utf-8")
    statement, findings = read_work(practice_texts.content / "udhr")
    assert statement is not None, findings
    assert len(statement.editions) == 12
    codes, scripts, works, links = set(), set(), set(), {}
    for each in statement.editions:
        found = assert_good(statement, each)
        assert {"mrc", "marc.xml", "mods.xml", "dc.xml", "onix.xml", "jsonld"} <= set(found)
        for kind in ("marc.xml", "mods.xml", "dc.xml", "jsonld"):
            assert each.title_text in found[kind].decode()
        read = judge_of_records.read("mods.xml", found["mods.xml"])
        codes |= set(read["language code"])
        scripts |= set(read["MODS script"])
        works |= set(read["work"])
        linked = [*read.get("original", ()), *read.get("translations", ()), *read.get("editions", ())]
        links[each.language] = len(linked)
    assert links == {**dict.fromkeys(links, named), "en": 11}
    assert codes == {"ara", "bel", "ger", "eng", "fre", "heb", "hin", "jpn", "kaz", "rus", "tha", "chi"}
    assert scripts == {"Arab", "Cyrl", "Latn", "Hebr", "Deva", "Jpan", "Thai", "Hant"}
    assert len(works) == 1


# --- Identifiers and bytes -----------------------------------------------------------------------


def test_works_with_one_name_and_other_issuers_share_no_identifier() -> None:
    publisher = "publisher: {name: Verlag}\n"
    one = made(LEAST_YAML + publisher, de=LEAST, be="# Назва\n\nАбзац.\n")
    other = made(LEAST_YAML.replace("Büro", "Rat") + publisher, de=LEAST, be="# Назва\n\nАбзац.\n")
    for kind in set(ALL) - {"datacite.xml", "internet-archive.csv"}:
        uuids = [
            {word for each in work.editions for word in found_uuids(rendered(work, each)[kind].decode())}
            for work in (one, other)
        ]
        assert len(uuids[0]) > 2 and uuids[0].isdisjoint(uuids[1])


def found_uuids(text: str) -> set[str]:
    import re

    return set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))


def test_the_same_bytes_whatever_clock_zone_and_hash_seed() -> None:
    script = (
        "import hashlib; from tests.records.works import full, rendered\n"
        "for each in full().editions:\n"
        "    for data in rendered(full(), each).values(): print(hashlib.sha256(data).hexdigest())\n"
    )
    seen = set()
    for zone, seed in (("UTC", "1"), ("Pacific/Kiritimati", "2")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd="/", env=environment, capture_output=True, timeout=PATIENCE
        )
        assert run.returncode == 0, run.stderr.decode()
        seen.add(run.stdout)
    assert len(seen) == 1


def test_the_moment_of_the_last_change_is_in_utc() -> None:
    record = marc(full(), "de")
    assert record["005"].data == "20240602083000.0"
    onix = etree.fromstring(rendered(full(), edition(full(), "de"))["onix.xml"])
    assert onix.findtext(".//{*}SentDateTime") == "20240602T083000Z"


# --- ONIX and JSON-LD ----------------------------------------------------------------------------


def test_onix_has_a_product_for_the_book_and_one_for_each_pdf() -> None:
    root = etree.fromstring(rendered(full(), edition(full(), "de"))["onix.xml"])
    products = root.findall("{*}Product")
    details = [[element.text for element in product.iter("{*}ProductFormDetail")] for product in products]
    assert details == [["E101", "E200"], *[["E107", "E201"]] * 3]
    kinds = [
        [element.text for element in product.findall("{*}ProductIdentifier/{*}ProductIDType")] for product in products
    ]
    assert kinds == [["22", "15", "06"], ["22", "15"], ["22"], ["22"]]
    assert [found.text for found in root.iter("{*}PriceAmount")] == ["4.99"] * 4
    types = [[element.text for element in product.iter("{*}EditionType")] for product in products]
    assert types == [[], [], [], ["LTE"]]
    assert {found.text for found in root.iter("{*}PublishingStatus")} == {"11"}
    assert {found.text for found in root.iter("{*}ProductAvailability")} == {"46"}


BOUGHT = "date: 2024\nissuers: [Rat]\npublisher: {name: Verlag}\n"


@pytest.mark.parametrize(
    ("yaml", "embargoed", "said"),
    [
        ("", False, {"PublishingStatus": ["04"], "SupplyDetail": []}),
        ("price: free\n", False, {"SupplyDetail": []}),
        ("supplier: Buch\n", False, {"SupplyDetail": []}),
        (
            "price: free\nsupplier: Buch\n",
            False,
            {"UnpricedItemType": ["01"], "ProductAvailability": ["20"], "Price": []},
        ),
        (
            "price: free\nsupplier: Buch\nembargo: 2026-12-01T10:00:00+01:00\n",
            True,
            {"PublishingStatus": ["02"], "ProductAvailability": ["10"], "Date": ["2024", "20261201T0900Z", "20261201"]},
        ),
        ("rights: {access: open, license: CC0-1.0}\n", False, {"Text": ["Open access (CC0-1.0)"]}),
        ("rights: {access: registered}\n", False, {"Text": []}),
    ],
)
def test_onix_says_supply_and_status_from_facts_alone(yaml: str, embargoed: bool, said: dict[str, list[str]]) -> None:
    statement = replace(made(BOUGHT + yaml, de=LEAST), embargoed=embargoed)
    each = statement.editions[0]
    data = assert_good(statement, each)["onix.xml"]
    book = etree.fromstring(data).find("{*}Product")
    assert book is not None
    for name, values in said.items():
        assert [(found.text or "").strip() for found in book.iter(f"{{*}}{name}")] == values, name


def test_onix_names_the_cover_where_the_project_is_published() -> None:
    table = TableFile("flugblatt.toml", "flugblatt.toml", b'base_url = "https://example.org/texte"\n')
    with resources.using((table,)):
        data = assert_good(full(), edition(full(), "de"))["onix.xml"]
    links = {found.text for found in etree.fromstring(data).iter("{*}ResourceLink")}
    assert links == {"https://example.org/texte/brief/de/brief.de.cover.jpg"}


def test_onix_claims_what_the_book_claims_and_no_more() -> None:
    each = edition(full(), "de")
    given = files(each)
    silent = tuple(replace(file, body=book("")) if file.target == "epub" else file for file in given)
    for published, claims in ((given, {"04", "82", "85"}), (silent, set())):
        found = records.render(full(), each, describe("de", each.whole_text), published)
        data = next(one.data for one in found if one.kind == "onix.xml")
        values = {found.text for found in etree.fromstring(data).iter("{*}ProductFormFeatureValue")}
        assert values & {"04", "82", "85"} == claims
        assert judge_of_records.judge(full(), each, "onix.xml", data, published).verdict == "passed"
        other = silent if published is given else given
        assert judge_of_records.judge(full(), each, "onix.xml", data, other).verdict == "failed"


@pytest.mark.parametrize(("tag", "contents", "pictures"), [("de", False, True), ("be", True, False)])
def test_onix_promises_only_what_the_book_has(tag: str, contents: bool, pictures: bool) -> None:
    root = etree.fromstring(rendered(full(), edition(full(), tag))["onix.xml"])
    product, pdf, access, large = root.findall("{*}Product")
    values = {element.text for element in product.iter("{*}ProductFormFeatureValue")}
    assert ("11" in values, "14" in values) == (contents, pictures)
    assert {"30", "32", "52", "75", "99"} <= values
    for each, claim in ((pdf, "05"), (access, "06"), (large, "05")):
        found = {element.text for element in each.iter("{*}ProductFormFeatureValue")}
        assert found == {claim, "10", "13", "22", "52", "75", "99", *(["11"] * contents), *(["14"] * pictures)}


def test_onix_is_valid_by_the_relax_ng_schema_too() -> None:
    from onixcheck import schema

    grammar = etree.RelaxNG(etree.parse(schema.O31_RNG_REFERENCE))
    for each in full().editions:
        root = etree.fromstring(rendered(full(), each)["onix.xml"])
        assert grammar.validate(root), grammar.error_log


def test_json_ld_agrees_with_the_web_page() -> None:
    from lxml import html

    from flugblatt.xhtml import web

    for statement in (full(), least()):
        each = edition(statement, "de")
        page = html.document_fromstring(web.render(statement, each, describe("de", each.whole_text)))
        (script,) = page.xpath("//script[@type='application/ld+json']/text()")
        on_page, record = json.loads(script), json.loads(rendered(statement, each)["jsonld"])
        for value in (on_page, record):
            value["identifier"] = [value["identifier"]] if isinstance(value["identifier"], str) else value["identifier"]
        assert set(on_page) <= set(record)
        for name, value in on_page.items():
            said = record[name][0] if name == "translationOfWork" else record[name]
            if isinstance(value, dict):
                assert value.items() <= said.items()
            elif name == "identifier":
                assert set(value) <= set(said)
            else:
                assert said == value
