"""The landing page: what it says in which language, what its head says to programs, and that it fetches nothing."""

import json
import re
import unicodedata
from dataclasses import replace
from functools import cache

from lxml import html

from flugblatt import resources
from flugblatt.catalogue import accessibility_statements, landing_page, page_words, relations, site_paths
from flugblatt.catalogue.facts import WorkFacts
from flugblatt.language.table import describe
from flugblatt.model import Statement
from tests.catalogue import shelf
from tests.records import works


@cache
def page(statement: Statement) -> html.HtmlElement:
    return html.document_fromstring(landing_page.render(shelf.facts(statement)).decode())


def test_each_edition_stands_in_its_own_words_and_direction() -> None:
    titles = page(works.full()).xpath("//ul[@class='editions']/li[not(contains(@id, '+'))]/div/p[1]/bdi")
    assert [(title.get("lang"), title.get("dir")) for title in titles] == [
        ("ar", "rtl"),
        ("be", "ltr"),
        ("de", "ltr"),
        ("yue", "ltr"),
        ("zh-Hant", "ltr"),
    ]
    assert titles[0].text == "رسالة مفتوحة"


def test_two_editions_side_by_side_are_offered_with_their_names_their_files_and_their_proof() -> None:
    (both,) = (item for item in page(works.full()).xpath("//ul[@class='editions']/li") if item.get("id") == "de+ar")
    assert [(name.get("lang"), name.text) for name in both.xpath("./h2/bdi")] == [("de", "Deutsch"), ("ar", "العربية")]
    assert [(link.text_content(), link.get("href")) for link in both.xpath("./ul/li/a")][:3] == [
        ("PDF", "de+ar/brief.de+ar.pdf"),
        ("Leaflet", "de+ar/leaflet/a4.read.pdf"),
        ("Proof", "de+ar/brief.de+ar.proof.json"),
    ]
    assert not page(works.least()).xpath("//li[contains(@id, '+')]")


def test_the_page_is_in_the_language_of_the_original() -> None:
    root = page(works.full()).xpath("//html")[0]
    assert (root.get("lang"), root.get("dir")) == ("be", "ltr")


def test_words_that_a_language_lacks_are_english_and_marked() -> None:
    assert page_words.words_of("be").lang("be") == "en"
    assert page_words.words_of("de-AT").lang("de-AT") == ""
    heading = page(works.full()).get_element_by_id("accessibility")
    assert (heading.text, heading.get("lang"), heading.get("dir")) == ("Accessibility", "en", "ltr")


UNION = {
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
}
"""The official languages of the European Union."""


def test_every_table_of_words_has_the_same_keys_and_places_as_the_english_one() -> None:
    table = page_words.rows()
    assert table["words"].keys() == table["accessibility"].keys() == UNION
    for words in table.values():
        for tag, row in words.items():
            assert {key: set(re.findall(r"\{\w+\}", value)) for key, value in row.items()} == {
                key: set(re.findall(r"\{\w+\}", value)) for key, value in words["en"].items()
            }, tag
            assert all(unicodedata.is_normalized("NFC", value) and value.strip() == value for value in row.values()), (
                tag
            )
    assert table["accessibility"]["en"].keys() == set(page_words.ACCESSIBILITY)


def test_files_have_size_and_checksum_in_groups_of_eight() -> None:
    file = page(works.least()).xpath("//ul[@class='files']/li")[0]
    digest = file.xpath("./code/span/text()")
    assert [len(group) for group in digest] == [8] * 8
    assert file.xpath("./span[@class='size']/text()") == ["0 kB"]


def test_sizes_are_written_as_the_language_does() -> None:
    german, english = (describe(tag, "") for tag in ("de", "en"))
    assert landing_page.size_words(3_456_000, german) == "3,5 MB"
    assert landing_page.size_words(3_456_000, english) == "3.5 MB"
    assert landing_page.size_words(28_100, german) == "28 kB"


def test_addresses_are_relative_and_stay_in_the_folder() -> None:
    tree = page(works.full())
    for href in tree.xpath("//body//@href"):
        assert href.startswith(("https://example.org/", "https://doi.org/", "https://creativecommons.org/")) or (
            "//" not in href and not href.startswith("/")
        )
    assert site_paths.from_page("brief/de/brief.de.pdf", "_catalogue/de/1.html") == "../../brief/de/brief.de.pdf"


def test_a_canonical_address_stands_only_where_one_is_known() -> None:
    assert page(works.least()).xpath("//link[@rel='canonical']") == []
    assert page(works.full()).xpath("//link[@rel='canonical']/@href") == ["https://example.org/brief"]


def test_addresses_for_outsiders_are_whole_where_the_project_has_one() -> None:
    file = resources.TableFile("flugblatt.toml", "flugblatt.toml", b'base_url = "https://example.org/alle/"\n')
    with resources.using((file,)):
        tree = html.document_fromstring(landing_page.render(shelf.facts(works.least())).decode())
    assert tree.xpath("//link[@rel='canonical']/@href") == ["https://example.org/alle/brief/index.html"]
    assert tree.xpath("//meta[@property='og:image']/@content") == [
        "https://example.org/alle/brief/de/brief.de.card.png"
    ]
    assert tree.xpath("//a[bdi='EPUB']/@href") == ["de/brief.de.epub"]


def test_what_is_not_given_is_not_said() -> None:
    tree = page(works.least())
    names = set(tree.xpath("//head/meta/@name") + tree.xpath("//head/meta/@property"))
    assert not names & {"description", "citation_doi", "citation_publisher", "DC.rights", "og:url", "og:description"}
    data = json.loads(tree.xpath("//script/text()")[0])
    assert not data.keys() & {"license", "publisher", "url", "keywords", "isPartOf", "dateModified"}


def test_a_work_is_cited_by_its_best_address() -> None:
    assert relations.cite_as(shelf.facts(works.full())) == "https://doi.org/10.1000/182"
    assert relations.cite_as(shelf.facts(works.least())) == ""


def test_a_citation_names_who_what_when_and_where() -> None:
    known = shelf.facts(works.least())
    assert landing_page.citation(known, describe("de", "")) == f"Büro: Ein Titel. 2022. urn:uuid:{known.uuid}"


def test_signposts_and_the_set_of_links_say_the_same() -> None:
    known = shelf.facts(works.full())
    (first, *_) = json.loads(relations.linkset(known))["linkset"]
    tree = page(works.full())
    for relation in ("item", "describedby", "author", "license", "cite-as", "type"):
        hrefs = tree.xpath(f"//link[@rel='{relation}']/@href")
        assert hrefs and hrefs == [target["href"] for target in first[relation]]


def with_access(**changes: object) -> WorkFacts:
    known = shelf.facts(works.least())
    access = replace(known.main.access, **changes)  # type: ignore[arg-type]
    return replace(known, editions=(replace(known.main, access=access),))


def told(known: WorkFacts) -> dict[str, tuple[str, ...]]:
    ((_, rows),) = accessibility_statements.by_language(known, page_words.words_of("en"))
    return {row.heading: row.sentences for row in rows}


def test_accessibility_is_told_in_the_sentences_of_the_display_guide() -> None:
    rows = told(shelf.facts(works.least()))
    assert list(rows) == ["Ways of reading", "Conformance", "Navigation", "Hazards", "Accessibility summary"]
    assert rows["Ways of reading"][1] == "All content can be read as read aloud speech or dynamic braille"
    assert rows["Conformance"] == (
        "No information is available",
        "The PDF was validated as PDF/UA-1, PDF/UA-2, Well-Tagged PDF 1.0",
    )


def test_a_claim_and_an_exemption_are_told_only_where_the_book_has_them() -> None:
    claim = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
    rows = told(with_access(conforms_to=claim, exemption="eaa-microenterprise"))
    assert rows["Conformance"][1] == f"This publication claims to meet {claim}"
    assert "No information is available" not in rows["Conformance"]
    assert rows["Legal considerations"] == ("This publication claims an accessibility exemption in some jurisdictions",)


def test_the_same_facts_give_the_same_bytes() -> None:
    known = shelf.facts(works.full())
    assert landing_page.render(known) == landing_page.render(known)
