"""Index, feeds and sitemap: their order, their pages, their languages, and what outsiders' programs need of them."""

import json
import uuid
from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree, html

from flugblatt import resources
from flugblatt.catalogue import pages, shelves
from flugblatt.catalogue.facts import EditionFacts, WorkFacts
from flugblatt.catalogue.pages import Page
from flugblatt.catalogue.shelves import Slot
from tests.catalogue import shelf
from tests.records import works

ATOM = {"a": "http://www.w3.org/2005/Atom"}
BASE = resources.TableFile("flugblatt.toml", "flugblatt.toml", b'base_url = "https://example.org/alle"\n')


@cache
def many(number: int) -> tuple[WorkFacts, ...]:
    """Works of two editions; each is a day older than the one before."""
    known = shelf.facts(works.full())
    two = tuple(edition for edition in known.editions if edition.language in ("be", "de"))
    return tuple(
        replace(
            known,
            work=f"w{at:03}",
            uuid=str(uuid.UUID(int=at)),
            date=f"{2020 - at // 12}-{12 - at % 12:02}-01",
            editions=tuple(own(edition, f"w{at:03}", at) for edition in two),
            pairs=(),
        )
        for at in range(number)
    )


def own(edition: EditionFacts, work: str, at: int) -> EditionFacts:
    """The edition as one of another work."""
    files = tuple(replace(file, path=file.path.replace("brief", work)) for file in edition.files)
    return replace(edition, uuid=str(uuid.uuid5(uuid.UUID(int=at), edition.language)), files=files)


@cache
def made(number: int) -> dict[str, Page]:
    return {page.artefact.path: page for page in shelf.pages(*many(number))}


def test_a_small_catalogue_has_one_page_of_each_kind_and_language() -> None:
    assert set(made(2)) == {
        *("index.html", "opds.json", "opds.xml", "feed.xml", "_catalogue/style.css"),
        *(f"_catalogue/{tag}/1{suffix}" for tag in ("be", "de") for suffix in (".html", ".json", ".xml")),
    }


def test_works_stand_newest_first() -> None:
    tree = html.document_fromstring(made(2)["index.html"].artefact.data.decode())
    assert tree.xpath("//ul[@class='works']/li/@id") == ["w000", "w001"]


def test_beyond_a_hundred_works_there_are_further_pages_and_none_is_lost() -> None:
    slots = [Slot(f"w{at}", "2020-01-01", "2020-01-01T00:00:00Z", ("de",)) for at in range(205)]
    found = list(shelves.shelves(slots))
    assert [(one.path("index"), len(one.works)) for one in found] == [
        ("index.html", 100),
        ("_catalogue/2.html", 100),
        ("_catalogue/3.html", 5),
    ]
    assert Counter(work for one in found for work in one.works) == Counter(slot.work for slot in slots)


def test_a_page_has_no_more_editions_than_a_reading_app_bears() -> None:
    slots = [Slot(f"w{at}", "2020", "", tuple(f"x{number}" for number in range(150))) for at in range(5)]
    assert [len(one.works) for one in shelves.shelves(slots)] == [2, 2, 1]


def test_pages_of_feeds_name_the_next_and_the_previous() -> None:
    first, second = (json.loads(made(101)[path].artefact.data) for path in ("opds.json", "_catalogue/2.json"))
    assert {link["rel"]: link["href"] for link in first["links"]} == {
        "self": "opds.json",
        "first": "opds.json",
        "next": "_catalogue/2.json",
        "last": "_catalogue/2.json",
        "alternate": "index.html",
    }
    assert {link["rel"]: link["href"] for link in second["links"]}["previous"] == "../opds.json"
    atom = etree.fromstring(made(101)["_catalogue/2.xml"].artefact.data)
    assert atom.xpath("a:link[@rel='previous']/@href", namespaces=ATOM) == ["../opds.xml"]


def test_the_first_pages_hold_publications_themselves_one_an_edition() -> None:
    feed = json.loads(made(2)["opds.json"].artefact.data)
    assert [publication["metadata"]["language"] for publication in feed["publications"]] == ["be", "de", "be", "de"]
    assert len(etree.fromstring(made(2)["opds.xml"].artefact.data).findall("a:entry", ATOM)) == 4


def test_a_page_of_a_language_has_its_editions_alone() -> None:
    feed = json.loads(made(2)["_catalogue/de/1.json"].artefact.data)
    assert {publication["metadata"]["language"] for publication in feed["publications"]} == {"de"}
    active = [link["title"] for link in feed["facets"][0]["links"] if link.get("rel") == "self"]
    assert active == ["Deutsch"]


def test_a_catalogue_in_one_language_has_no_choice_of_languages() -> None:
    (index,) = [page for page in shelf.pages(shelf.facts(works.least())) if page.artefact.path == "index.html"]
    assert b'class="filter"' not in index.artefact.data


def test_the_feed_has_the_last_change_first_and_keeps_its_identifiers() -> None:
    old, new = many(2)
    changed = replace(new, stamp="2030-01-01T00:00:00Z")
    (before,) = [page for page in shelf.pages(old, new) if page.artefact.path == "feed.xml"]
    (after,) = [page for page in shelf.pages(old, changed) if page.artefact.path == "feed.xml"]
    ids = [etree.fromstring(page.artefact.data).xpath("//a:id/text()", namespaces=ATOM) for page in (before, after)]
    assert ids[0][0] == ids[1][0]
    assert ids[0][1:] == list(reversed(ids[1][1:]))


def test_a_sitemap_stands_only_where_the_address_of_the_project_is_known() -> None:
    assert "sitemap.xml" not in made(2)
    with resources.using((BASE,)):
        (page,) = [page for page in shelf.pages(*many(2)) if page.artefact.kind == "sitemap"]
        assert {check.verdict for check in shelf.checks(page, *many(2))} == {"passed"}
    assert b"<loc>https://example.org/alle/w000/index.html</loc>" in page.artefact.data
    assert b'hreflang="de" href="https://example.org/alle/w000/de/brief.de.html"' not in page.artefact.data
    assert page.artefact.data.count(b"<url>") == 6


def test_a_sitemap_of_many_works_is_a_list_of_parts() -> None:
    with resources.using((BASE,)):
        parts = [page for page in shelf.pages(*many(101)) if page.artefact.kind == "sitemap"]
        assert {check.verdict for page in parts for check in shelf.checks(page, *many(101))} == {"passed"}
    assert [page.artefact.path for page in parts] == [
        "_catalogue/1.sitemap.xml",
        "_catalogue/2.sitemap.xml",
        "sitemap.xml",
    ]
    assert b"https://example.org/alle/_catalogue/2.sitemap.xml" in parts[-1].artefact.data


@pytest.mark.parametrize("path", ["index.html", "opds.json", "opds.xml", "feed.xml", "_catalogue/de/1.html"])
def test_a_page_is_good_and_the_same_again(path: str) -> None:
    assert {check.verdict for check in shelf.checks(made(2)[path], *many(2))} == {"passed"}
    again = {page.artefact.path: page for page in shelf.pages(*reversed(many(2)))}
    assert again[path].artefact.data == made(2)[path].artefact.data


def test_feeds_without_the_address_of_a_project_are_named_from_its_first_work() -> None:
    assert pages.survey(many(2)).project == many(2)[1].uuid
