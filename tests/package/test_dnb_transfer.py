"""Transfer packages for libraries: due or not, the published file byte for byte, and rules that are data."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator

import pytest
from lxml import etree

from flugblatt import package, records, resources
from flugblatt.judges.external import siegfried, xml_schemas
from flugblatt.language.table import describe
from flugblatt.model import Artefact, Statement
from flugblatt.model.errors import ContentError, ToolFailed, UsageError
from flugblatt.package.dnb_transfer import not_due, shortened, transfer
from flugblatt.package.libraries import libraries, library
from tests import deposits, editions

M = "{http://www.loc.gov/MARC21/slim}"


def whole(access: str = "open", license_: str = "CC-BY-4.0", more: str = "") -> Statement:
    yaml = editions.RICH_YAML.replace("license: CC-BY-4.0}", f"license: {license_}, access: {access}}}")
    return deposits.rich(yaml + more)


def pdf(statement: Statement) -> Artefact:
    return Artefact("archive-pdf", "rich/de/rich.de.pdf", "application/pdf", published("archive-pdf"))


def published(target: str) -> bytes:
    return next(
        entry.artefact.data
        for entry in deposits.rich_entries()
        if (entry.language, entry.artefact.target) == ("de", target)
    )


def marc(statement: Statement, tag: str = "de") -> bytes:
    edition = editions.edition(statement, tag)
    made = records.render(statement, edition, describe(tag, edition.whole_text), (pdf(statement),))
    return next(one.data for one in made if one.path.endswith(".marc.xml"))


def members(made: Artefact) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(made.data)) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}  # type: ignore[union-attr]


def fields(record: bytes, tag: str) -> list[list[str]]:
    root = etree.fromstring(record)
    return [
        [f"{field.get('ind1')}{field.get('ind2')}", *(f"${one.get('code')} {one.text}" for one in field)]
        for field in root.iter(f"{M}datafield")
        if field.get("tag") == tag
    ]


def record(statement: Statement) -> bytes:
    edition = editions.edition(statement, "de")
    return members(package.dnb(statement, edition, marc(statement), pdf(statement)))["catalogue_md.xml"]


def test_a_package_holds_the_record_and_the_published_file_and_nothing_else() -> None:
    statement = whole()
    made = package.dnb(statement, editions.edition(statement, "de"), marc(statement), pdf(statement))
    assert (made.target, made.path, made.media_type) == ("dnb", "rich/archive/rich.de.dnb.tar", "application/x-tar")
    found = members(made)
    assert list(found) == ["catalogue_md.xml", "content/rich.de.pdf"]
    assert found["content/rich.de.pdf"] == published("archive-pdf")
    assert xml_schemas.judge("marc.xml", found["catalogue_md.xml"]).findings == ()
    assert siegfried.judge(made.data, "x-fmt/265").findings == ()


def test_the_same_input_gives_the_same_package_and_another_file_another() -> None:
    statement = whole()
    edition = editions.edition(statement, "de")
    one, other = (package.dnb(statement, edition, marc(statement), pdf(statement)).data for _ in range(2))
    assert one == other
    with tarfile.open(fileobj=io.BytesIO(one)) as tar:
        assert {(one.mtime, one.uid, one.mode) for one in tar} == {(int(statement.stamp.timestamp()), 0, 0o644)}


def test_the_record_has_the_fields_that_the_library_asks_for() -> None:
    made = record(whole())
    size = len(published("archive-pdf"))
    assert fields(made, "093") == [["  ", "$b b"]]
    assert fields(made, "506") == [["0 ", "$a open-access"]]
    assert fields(made, "264") == [[" 1", "$a Berlin", "$b Verlag", "$c 2024"]]
    assert fields(made, "540") == [
        ["  ", "$a CC BY 4.0", "$f cc-by.4.0", "$u https://creativecommons.org/licenses/by/4.0/", "$2 cc"]
    ]
    assert fields(made, "856") == [["4 ", "$u https://example.org/brief", "$q pdf", f"$s {size}"]]
    assert fields(made, "245")[0][1] == "$a Offene Worte an die Versammlung der Völker"
    assert fields(made, "024")[0][1].startswith("$a urn:uuid:")
    assert not [row for tag in ("758", "765", "767", "775") for row in fields(made, tag)]
    root = etree.fromstring(made)
    assert root.findtext(f".//{M}leader") == "00000nam a2200000 u 4500"
    tags = [str(field.get("tag")) for field in root.iter(f"{M}controlfield", f"{M}datafield")]
    assert tags == sorted(tags)


@pytest.mark.parametrize(
    ("access", "right", "words"),
    [
        ("open", "b", ["0 ", "$a open-access"]),
        ("reading-room", "a", ["1 ", "$a closed-access"]),
        ("registered", "d", ["1 ", "$a closed-access"]),
    ],
)
def test_access_is_the_one_that_the_statement_gives(access: str, right: str, words: list[str]) -> None:
    made = record(whole(access))
    assert fields(made, "093") == [["  ", f"$b {right}"]]
    assert fields(made, "506") == [words]


CC = "https://creativecommons.org"
BY_SA = ["$a CC BY-SA 4.0", "$f cc-by-sa.4.0", f"$u {CC}/licenses/by-sa/4.0/", "$2 cc"]


@pytest.mark.parametrize(
    ("license_", "expected"),
    [
        (
            "CC-BY-NC-SA-3.0",
            ["$a CC BY-NC-SA 3.0", "$f cc-by-nc-sa.3.0", f"$u {CC}/licenses/by-nc-sa/3.0/", "$2 cc"],
        ),
        ("CC-BY-SA-4.0", BY_SA),
        (f"{CC}/licenses/by-sa/4.0/", BY_SA),
        ("CC0-1.0", ["$a CC0 1.0", f"$u {CC}/publicdomain/zero/1.0/", "$2 cc"]),
        ("https://example.org/terms", ["$a Alle dürfen dies drucken.", "$u https://example.org/terms"]),
        ("GFDL-1.3-or-later", ["$a Alle dürfen dies drucken."]),
    ],
)
def test_a_licence_is_named_as_it_is_and_no_other_is_made_of_it(license_: str, expected: list[str]) -> None:
    assert fields(record(whole(license_=license_)), "540") == [["  ", *expected]]


def test_a_long_summary_is_cut_after_a_word() -> None:
    long = "Wort " * 300
    yaml = editions.RICH_YAML.replace("Worum es geht.", long.strip()).replace("CC-BY-4.0}", "CC-BY-4.0, access: open}")
    (row,) = fields(record(deposits.rich(yaml)), "520")
    text = row[1].removeprefix("$a ")
    assert len(text) <= 999
    assert text.endswith("Wort…")
    assert shortened("kurz", 999) == "kurz"
    assert shortened("x" * 20, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("date: 2024\nissuers: [A]\n", "statement.yaml lacks publisher and rights.access"),
        ("date: 2024\nissuers: [A]\npublisher: {name: V}\n", "statement.yaml lacks rights.access"),
        ("date: 2024\nissuers: [A]\nrights: {access: open}\n", "statement.yaml lacks publisher"),
    ],
)
def test_a_package_is_due_only_where_the_statement_gives_what_the_library_asks(yaml: str, reason: str) -> None:
    statement = deposits.rich(yaml)
    edition = editions.edition(statement, "de")
    assert not_due(library("dnb"), statement) == reason
    with pytest.raises(ToolFailed, match=reason):
        package.dnb(statement, edition, marc(statement), pdf(statement))


def test_a_package_is_due_where_the_statement_gives_no_more_than_the_library_asks() -> None:
    statement = deposits.rich("date: 2024\nissuers: [A]\npublisher: {name: V}\nrights: {access: open}\n")
    edition = editions.edition(statement, "de")
    assert not_due(library("dnb"), statement) == ""
    made = package.dnb(statement, edition, marc(statement), pdf(statement))
    assert fields(members(made)["catalogue_md.xml"], "540") == []
    assert fields(members(made)["catalogue_md.xml"], "264") == [[" 1", "$b V", "$c 2024"]]


def test_without_an_address_none_is_made_up() -> None:
    yaml = editions.RICH_YAML.replace("url: https://example.org/brief\n", "").replace(
        "CC-BY-4.0}", "CC-BY-4.0, access: open}"
    )
    made = record(deposits.rich(yaml))
    assert fields(made, "856") == [["4 ", "$q pdf", f"$s {len(published('archive-pdf'))}"]]


OTHER = """
[lnb]
name = "Lietuvos nacionalinė biblioteka"
says = "another library"
requires = ["url"]
target = "epub"
record = "record.xml"
folder = "files"
suffix = ".lnb.tar"
keep = ["001", "245"]
[[lnb.fields]]
tag = "856"
indicators = "40"
subfields = [["u", "{address}"], ["x", "{place}"]]
"""


@pytest.fixture
def other() -> Iterator[None]:
    """A project with a library of its own."""
    with resources.using((resources.TableFile("styles/libraries.toml", "styles/libraries.toml", OTHER.encode()),)):
        yield


def test_the_rules_of_another_library_are_data(other: None) -> None:
    statement = deposits.rich(editions.RICH_YAML.replace(", place: Berlin", ""))
    rules = library("lnb")
    book = Artefact("epub", "rich/de/rich.de.epub", "application/epub+zip", published("epub"))
    made = transfer(rules, statement, editions.edition(statement, "de"), marc(statement), book)
    assert made.path == "rich/archive/rich.de.lnb.tar"
    found = members(made)
    assert found["files/rich.de.epub"] == book.data
    root = etree.fromstring(found["record.xml"])
    assert [str(one.get("tag")) for one in root.iter(f"{M}controlfield", f"{M}datafield")] == ["001", "245", "856"]
    assert fields(found["record.xml"], "856") == [["40", "$u https://example.org/brief"]]
    assert not_due(rules, deposits.rich("date: 2024\nissuers: [A]\n")) == "statement.yaml lacks url"


def test_a_project_adds_its_libraries_to_those_of_the_package(other: None) -> None:
    assert [each.id for each in libraries()] == ["dnb", "lnb"]
    with pytest.raises(UsageError, match="dnb, lnb"):
        library("bnf")


def test_rules_that_lack_something_are_refused() -> None:
    spoilt = OTHER.replace('record = "record.xml"\n', "").encode()
    with (
        resources.using((resources.TableFile("styles/libraries.toml", "styles/libraries.toml", spoilt),)),
        pytest.raises(ContentError, match=r"styles/libraries.toml:2:1: error library-table .* record is missing"),
    ):
        libraries()


def test_no_package_without_a_record() -> None:
    statement = whole()
    empty = b'<collection xmlns="http://www.loc.gov/MARC21/slim"/>'
    with pytest.raises(ToolFailed, match="MARC record"):
        package.dnb(statement, editions.edition(statement, "de"), empty, pdf(statement))
