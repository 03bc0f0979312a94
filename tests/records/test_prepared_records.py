"""DataCite and the table of the Internet Archive: valid, complete, and judged cell by cell."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import etree

from flugblatt.judges import records
from flugblatt.judges.external import xml_schemas
from tests.editions import edition
from tests.records.works import files, full, made, rendered

FIRST = "ar"  # the first edition by its tag


def table() -> bytes:
    return rendered(full(), edition(full(), FIRST))["internet-archive.csv"]


def judged(data: bytes) -> str:
    return records.judge(full(), edition(full(), FIRST), "internet-archive.csv", data).verdict


def test_the_table_has_an_item_for_each_edition_and_a_row_for_each_file() -> None:
    rows = list(csv.DictReader(io.StringIO(table().decode(), newline="")))
    assert [(row["identifier"], row["file"].rpartition(".")[2]) for row in rows] == [
        (f"brief-{each.language}", kind) for each in full().editions for kind in ("pdf", "epub")
    ]
    german = next(row for row in rows if row["identifier"] == "brief-de")
    assert german["creator"] == "Rat & Komitee; Maria Muster; Konferenz <Minsk>"
    assert german["subject"] == "Recht & Freiheit;Wahlen;Osteuropa;Menschenrecht"
    assert german["licenseurl"] == "https://creativecommons.org/licenses/by/4.0/"


def test_no_cell_of_the_table_can_change_unseen() -> None:
    assert judged(table()) == "passed"
    rows = list(csv.reader(io.StringIO(table().decode(), newline="")))
    unseen = []
    for at, cells in enumerate(rows):
        for column in range(len(cells)):
            other = [list(row) for row in rows]
            other[at][column] += "x"
            out = io.StringIO()
            csv.writer(out).writerows(other)
            if judged(out.getvalue().encode()) != "failed":
                unseen.append((at, column))
        out = io.StringIO()
        csv.writer(out).writerows(rows[:at] + rows[at + 1 :])
        if judged(out.getvalue().encode()) != "failed":
            unseen.append((at, -1))
    assert unseen == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"identifier,file\r\n",
        table().replace(b"brief-ar,", b"br,", 1),
        table().replace(b",texts,", b",movies,", 1),
        table().replace(b"brief/ar/brief.ar.pdf", b"", 1),
        table() + b"more\r\n",
    ],
)
def test_a_table_that_the_client_would_not_take_fails_the_check_of_its_form(data: bytes) -> None:
    assert xml_schemas.judge("internet-archive.csv", table()).verdict == "passed"
    assert xml_schemas.judge("internet-archive.csv", data).verdict == "failed"


def test_datacite_says_the_unknown_in_its_own_word() -> None:
    statement = made("date: 2024\nissuers: [Rat]\nidentifiers: {doi: 10.1000/1}\n", de="# Titel\n\nText.\n")
    root = etree.fromstring(rendered(statement, statement.editions[0])["datacite.xml"])
    assert root.findtext("{*}publisher") == ":unav"
    assert root.findtext("{*}resourceType") == "statement"


@pytest.mark.parametrize("name", ["identifier", "creators", "titles", "publisher", "publicationYear", "resourceType"])
def test_datacite_without_a_required_property_fails(name: str) -> None:
    data = rendered(full(), edition(full(), "de"))["datacite.xml"]
    assert xml_schemas.judge("datacite.xml", data).verdict == "passed"
    root = etree.fromstring(data)
    root.remove(root.find(f"{{*}}{name}"))
    check = xml_schemas.judge("datacite.xml", etree.tostring(root))
    assert any(name in finding.message for finding in check.findings)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">10.1000/182<", ">doi:10.1000/182<"),
        (">2024</publicationYear", ">24</publicationYear"),
        ('relationType="IsTranslationOf"', 'relationType="translates"'),
        ('dateType="Issued"', 'dateType="Printed"'),
        ("<language>de</language>", "<tongue>de</tongue>"),
        ("<titles>", "<titles><name>x</name>"),
        (' dateType="Issued"', ""),
        ("<language>de<", "<language><"),
        ("kernel-4", "kernel-3"),
        ("<resource", "<resource<"),
    ],
)
def test_datacite_of_another_form_fails(old: str, new: str) -> None:
    data = rendered(full(), edition(full(), "de"))["datacite.xml"].decode()
    assert old in data
    assert xml_schemas.judge("datacite.xml", data.replace(old, new, 1).encode()).verdict == "failed"


def test_datacite_without_files_is_judged_too() -> None:
    each = edition(full(), "de")
    data = rendered(full(), each)["datacite.xml"]
    assert records.judge(full(), each, "datacite.xml", data).verdict == "passed"
    assert records.judge(full(), each, "datacite.xml", data, files(each)).verdict == "passed"
