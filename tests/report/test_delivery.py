"""Delivery: what a shop would get, and what is said to be lacking, by statement.yaml and by files."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from flugblatt import resources
from flugblatt.model import Artefact
from flugblatt.model.errors import ContentError
from flugblatt.report import delivery
from flugblatt.resources import TableFile
from flugblatt.tables.ebook_shops import ebook_shops
from tests.editions import edition
from tests.records.works import files, full, least, made

READY = """\
date: 2024
issuers: [Rat]
publisher: {name: Verlag}
summary: Worum es geht.
subjects: [Recht]
price: {amount: 4.99, currency: EUR}
supplier: Buch
rights: {license: CC-BY-4.0, access: open}
identifiers: {isbn: 978-3-16-148410-0}
"""


def of(shop: str, statement, given=None) -> delivery.Delivery:
    return next(each for each in delivery.deliveries(statement, given) if each.shop.key == shop)


def published(statement, width: int = 1600, height: int = 2560) -> list[Artefact]:
    each = statement.editions[0]
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "JPEG")
    made = [replace(file, body=out.getvalue()) if file.target == "pictures" else file for file in files(each)]
    records = f"{each.work}/records/{each.work}.{each.language}"
    return [
        *made,
        *(Artefact("records", f"{records}.{kind}", "application/xml", b"<x/>") for kind in ("onix.xml", "marc.xml")),
    ]


def test_every_shop_of_the_issue_is_there() -> None:
    assert {shop.key for shop in ebook_shops()} == set(
        ["kobo", "apple", "google", "tolino", "kdp", "jstor", "dnb", "overdrive"]
    )


def test_what_statement_yaml_lacks_is_named_by_its_keys() -> None:
    assert of("kobo", least()).lacks == tuple(
        f"statement.yaml lacks {key}" for key in ("publisher", "price", "supplier", "subjects", "summary")
    )
    assert of("dnb", least()).lacks == ("statement.yaml lacks publisher", "statement.yaml lacks rights.access")


def test_a_work_with_all_of_it_is_ready_everywhere() -> None:
    statement = made(READY, de="# Titel\n\nText.\n")
    found = delivery.deliveries(statement, published(statement))
    assert [each.lacks for each in found] == [()] * len(ebook_shops())
    kobo = of("kobo", statement, published(statement))
    assert kobo.files == ("brief/de/brief.de.epub", "brief/de/brief.de.cover.jpg", "brief/records/brief.de.onix.xml")


def test_free_and_withdrawn_books() -> None:
    free = made(READY.replace("{amount: 4.99, currency: EUR}", "free"), de="# Titel\n\nText.\n")
    assert of("overdrive", free).lacks == ("it takes no free books",)
    assert of("kobo", free).ready
    assert "the work is withdrawn (2024-07-01)" in of("kobo", full()).lacks


@pytest.mark.parametrize(
    ("shop", "width", "height", "words"),
    [
        ("apple", 1399, 2560, "the cover has 1,399 by 2,560 pixels, 1,400 to 100,000 a side are taken"),
        ("google", 639, 1000, "640 to 7,200"),
        ("kdp", 1600, 10001, "625 to 10,000"),
    ],
)
def test_a_cover_beyond_the_limits_of_a_shop(shop: str, width: int, height: int, words: str) -> None:
    statement = made(READY, de="# Titel\n\nText.\n")
    (lacking,) = of(shop, statement, published(statement, width, height)).lacks
    assert words in lacking


def test_files_that_are_too_large_or_not_there() -> None:
    statement = made(READY, de="# Titel\n\nText.\n")
    table = b"[ebook_shops.corner]\nsays = 'Corner'\ntakes = ['epub']\nrequires = []\nfree = true\nfile = 9\ncover_file = 9\n"
    with resources.using((TableFile("styles/shops-ebook.toml", "styles/shops-ebook.toml", table),)):
        said = of("corner", statement, published(statement)).lacks
        assert [words.partition(" has ")[2].split(" ", 1)[1] for words in said] == ["bytes, at most 9 are taken"] * 2
        assert of("corner", statement, []).lacks == ("no file that it takes (epub)", "no cover (target pictures)")
    assert of("kobo", statement, []).lacks[1:2] == ("no record onix.xml",)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("takes = ['epub']", "takes = ['pdf']", "a list of epub, kepub, archive-pdf, access-pdf"),
        ("requires = []", "requires = ['cost']", "a list of publisher, price"),
        ("free = true", "free = 1", "true or false"),
        ("says = 'Corner'", "", "says is missing"),
        ("free = true", "free = true\ncover = [9, 3]", "the least and the most pixels"),
        ("free = true", "free = true\nfee = 3", "there is no key 'fee' here"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(old: str, new: str, words: str) -> None:
    table = "[ebook_shops.corner]\nsays = 'Corner'\ntakes = ['epub']\nrequires = []\nfree = true\n".replace(old, new)
    with (
        resources.using((TableFile("flugblatt.toml", "flugblatt.toml", table.encode()),)),
        pytest.raises(ContentError) as caught,
    ):
        ebook_shops()
    assert any(words in str(finding) and "flugblatt.toml:" in str(finding) for finding in caught.value.findings)


def test_a_line_for_each_edition_and_shop() -> None:
    found = list(delivery.lines(full()))
    assert len(found) == len(full().editions) * len(ebook_shops())
    assert any(line.startswith("brief  de       kobo") for line in found)
    assert edition(full(), "de").language == "de"
