"""The judges of the catalogue say no: a fact changed, lost or added in a page or a feed, a required field gone, a work lost."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from flugblatt.catalogue import landing_page
from flugblatt.catalogue.pages import Page
from flugblatt.judges import judge_table
from flugblatt.judges.catalogue import schema
from flugblatt.judges.catalogue.census import Census
from flugblatt.model import Check
from tests.catalogue import shelf
from tests.records import works

WORK = works.full()


@cache
def made() -> dict[str, bytes]:
    return {artefact.kind: artefact.data for artefact in landing_page.artefacts(shelf.facts(WORK))}


@cache
def page(path: str) -> Page:
    return next(one for one in shelf.pages(shelf.facts(WORK)) if one.artefact.path == path)


def landing(kind: str, data: bytes) -> Check:
    return judge_table.judge("metadata", shelf.landing_case(WORK, kind, data))


def judged(path: str, data: bytes) -> dict[str, Check]:
    spoilt = replace(page(path), artefact=replace(page(path).artefact, body=data))
    return {check.check: check for check in shelf.checks(spoilt, shelf.facts(WORK))}


@pytest.mark.parametrize("kind", ["landing", "linkset"])
def test_a_good_page_passes(kind: str) -> None:
    assert landing(kind, made()[kind]).verdict == "passed"


LANDING = {
    "another title": ("<h1>Адкрыты", "<h1>Закрыты"),
    "an issuer": ("<p>Рада &amp; Камітэт</p>", "<p>Рада</p>"),
    "a date": ('datetime="2024-05-03"', 'datetime="2024-05-04"'),
    "the direction of an edition": ('lang="ar" dir="rtl"', 'lang="ar" dir="ltr"'),
    "a file of another edition": ('<a href="de/brief.de.epub"', '<a href="be/brief.be.epub"'),
    "a file of two editions": ('<a href="de+ar/brief.de+ar.pdf"', '<a href="de/brief.de.pdf"'),
    "the proof of two editions": ('<a href="de+ar/brief.de+ar.proof.json"', '<a href="de/brief.de.proof.json"'),
    "the name of one of two editions": (
        'id="de+ar">\n<h2><bdi lang="de" dir="ltr">Deutsch',
        'id="de+ar">\n<h2><bdi lang="de" dir="ltr">X',
    ),
    "two editions in schema.org": ('"contentUrl": "de+ar/brief.de+ar.pdf"', '"contentUrl": "de/brief.de.pdf"'),
    "a checksum": ("<code><span>", "<code><span>0"),
    "a canonical address": (
        'rel="canonical" href="https://example.org/brief"',
        'rel="canonical" href="https://example.net/"',
    ),
    "a licence": (
        'rel="license" href="https://creativecommons.org/licenses/by/4.0/"',
        'rel="license" href="https://x.example/"',
    ),
    "a tag for references": ('name="citation_doi" content="10.1000/182"', 'name="citation_doi" content="10.1000/183"'),
    "an author for references": ('<meta name="citation_author" content="Марыя Узор">', ""),
    "a card": ("brief.be.card.png", "brief.de.card.png"),
    "an address in schema.org": ('"contentUrl": "be/brief.be.pdf"', '"contentUrl": "de/brief.de.pdf"'),
    "an item": ('<link rel="item" href="de/brief.de.pdf"', '<link rel="item" href="de/brief.de.a4f.pdf"'),
    "a script": ("</body>", "<script>1</script></body>"),
    "a picture from elsewhere": ("</body>", '<img src="https://example.net/x.png" alt=""></body>'),
    "a style from elsewhere": ("</style>", "@import 'https://example.net/x.css';</style>"),
}


@pytest.mark.parametrize(("old", "new"), LANDING.values(), ids=LANDING)
def test_a_fact_of_a_landing_page_that_is_not_true_is_found(old: str, new: str) -> None:
    text = made()["landing"].decode()
    spoilt = text.replace(old, new, 1)
    assert spoilt != text
    assert landing("landing", spoilt.encode()).verdict == "failed"


def test_kept_facts_that_are_not_the_statements_are_found() -> None:
    case = shelf.landing_case(WORK, "landing", made()["landing"])
    for old, new in ((b'"2024-05-03"', b'"2024-05-04"'), (b"Maria", b"Mario"), (b'"size":', b'"size":1')):
        assert old in case.beside
        spoilt = replace(case, beside=case.beside.replace(old, new, 1))
        assert judge_table.judge("metadata", spoilt).verdict == "failed"


def test_a_link_lost_from_a_set_of_links_is_found() -> None:
    value = json.loads(made()["linkset"])
    value["linkset"][0]["item"].pop()
    assert landing("linkset", json.dumps(value).encode()).verdict == "failed"


FACTS = {
    "index.html": (
        ("2024-05-03", "2024-05-05"),
        ("Адкрыты ліст да сходу", "Адкрыты ліст"),
        ('href="brief/de/brief.de.pdf"', 'href="brief/be/brief.be.pdf"'),
        ('src="brief/be/brief.be.thumb.jpg"', 'src="brief/de/brief.de.thumb.jpg"'),
        ('href="brief/de+ar/brief.de+ar.pdf"', 'href="brief/de/brief.de.pdf"'),
        ('href="brief/index.html#de+ar"', 'href="brief/index.html#de"'),
        ("</body>", '<iframe src="x"></iframe></body>'),
    ),
    "opds.json": (
        ("Offener Brief an die Versammlung & alle", "Offener Brief"),
        ('"href": "brief/de/brief.de.epub"', '"href": "brief/be/brief.be.epub"'),
        ('"modified": "2024-07-01T00:00:00Z", "language"', '"modified": "2024-06-02T10:30:00Z", "language"'),
        ('"href": "brief/de+ar/brief.de+ar.pdf"', '"href": "brief/de/brief.de.pdf"'),
        ('"title": "Deutsch + العربية"', '"title": "Deutsch"'),
        ('"tableOfContents"', '"index"'),
        ('"Maria Muster"', '"Maria Musterin"'),
    ),
    "opds.xml": (
        ("Offener Brief an die Versammlung &amp; alle", "Offener Brief"),
        ('href="brief/de/brief.de.epub"', 'href="brief/be/brief.be.epub"'),
        ('href="brief/de+ar/brief.de+ar.pdf"', 'href="brief/de/brief.de.pdf"'),
        ("<name>Maria Muster</name>", "<name>Maria Musterin</name>"),
        ("<schema:accessMode>textual", "<schema:accessMode>visual"),
    ),
    "feed.xml": (
        ("Адкрыты ліст да сходу", "Адкрыты ліст"),
        (
            "<updated>2024-07-01T00:00:00Z</updated>\n    <published>",
            "<updated>2024-06-02T08:31:00Z</updated>\n    <published>",
        ),
        ('href="brief/index.html"', 'href="brief/"'),
    ),
}


@pytest.mark.parametrize(("path", "old", "new"), [(path, *pair) for path, pairs in FACTS.items() for pair in pairs])
def test_a_fact_of_a_page_that_is_not_true_is_found(path: str, old: str, new: str) -> None:
    text = page(path).artefact.data.decode()
    assert old in text
    assert judged(path, text.replace(old, new, 1).encode())["metadata"].verdict == "failed"


# --- Schemas -------------------------------------------------------------------------------------


def without(*path: str | int) -> Callable[[bytes], bytes]:
    """Takes a member out of JSON."""

    def spoilt(data: bytes) -> bytes:
        value: Any = json.loads(data)
        at = value
        for name in path[:-1]:
            at = at[name]
        del at[path[-1]]
        return json.dumps(value).encode()

    return spoilt


def swapped(old: str, new: str) -> Callable[[bytes], bytes]:
    def spoilt(data: bytes) -> bytes:
        changed = re.sub(old, new, data.decode(), count=1, flags=re.DOTALL)
        assert changed != data.decode()
        return changed.encode()

    return spoilt


REQUIRED = {
    "the title of a feed of OPDS 2": ("opds.json", without("metadata", "title")),
    "its links": ("opds.json", without("links")),
    "its link to itself": ("opds.json", without("links", 0)),
    "the title of a publication": ("opds.json", without("publications", 0, "metadata", "title")),
    "the links of a publication": ("opds.json", without("publications", 0, "links")),
    "an address": ("opds.json", without("publications", 0, "links", 0, "href")),
    "a date that is none": ("opds.json", swapped('"modified": "[^"]*"', '"modified": "yesterday"')),
    "a feature that is none": ("opds.json", swapped('"structuralNavigation"', '"structure"')),
    "the identifier of a feed of OPDS 1": ("opds.xml", swapped("<id>.*?</id>", "")),
    "its title": ("opds.xml", swapped("<title>.*?</title>", "")),
    "its date": ("opds.xml", swapped("<updated>.*?</updated>", "")),
    "its own link": ("opds.xml", swapped('<link rel="self"', '<link rel="selv"')),
    "the identifier of an entry": ("opds.xml", swapped(r"(<entry[^>]*>\s*)<id>.*?</id>", r"\1")),
    "the title of an entry": ("opds.xml", swapped("(<entry.*?)<title>.*?</title>", r"\1")),
    "the date of an entry": ("opds.xml", swapped("(<entry.*?)<updated>.*?</updated>", r"\1")),
    "a summary of HTML": ("opds.xml", swapped('<summary type="text">', '<summary type="html">')),
    "the identifier of the news": ("feed.xml", swapped("<id>.*?</id>", "")),
    "the title of the news": ("feed.xml", swapped("<title>.*?</title>", "")),
    "the identifier of an entry of the news": ("feed.xml", swapped(r"(<entry[^>]*>\s*)<id>.*?</id>", r"\1")),
    "the date of an entry of the news": ("feed.xml", swapped("(<entry.*?)<updated>.*?</updated>", r"\1")),
    "the date of the news": ("feed.xml", swapped("<updated>.*?</updated>", "")),
    "the title of an entry of the news": ("feed.xml", swapped("(<entry.*?)<title>.*?</title>", r"\1")),
    "its authors": ("feed.xml", swapped("<author>.*</author>", "")),
}


@pytest.mark.parametrize(("path", "spoil"), REQUIRED.values(), ids=REQUIRED)
def test_a_required_field_that_is_missing_is_found(path: str, spoil: Callable[[bytes], bytes]) -> None:
    good = page(path).artefact
    assert schema.judge(good.kind, good.data).verdict == "passed"
    check = schema.judge(good.kind, spoil(good.data))
    assert check.verdict == "failed" and check.findings[0].code == "schema-invalid"


def test_an_entry_without_anything_to_take_is_found() -> None:
    data = re.sub(rb'<link rel="http://opds-spec.org/acquisition[^>]*>', b"", page("opds.xml").artefact.data)
    assert "expected a link of acquisition (OPDS 1.2, 5)" in str(schema.judge("opds1", data).findings)


def test_a_set_of_links_without_an_anchor_is_found() -> None:
    spoilt = without("linkset", 0, "anchor")(made()["linkset"])
    assert schema.judge("linkset", spoilt).verdict == "failed"
    assert schema.judge("linkset", b'{"linkset": [{"anchor": "a", "item": [{"type": "b"}]}]}').verdict == "failed"


def test_a_fault_deep_in_a_feed_is_named_by_its_place() -> None:
    feed = json.loads(page("opds.json").artefact.data)
    feed["publications"][0]["metadata"]["modified"] = "yesterday"
    (wrong,) = schema.judge("opds2", json.dumps(feed).encode()).findings
    assert wrong.where == "/publications/0/metadata/modified" and "date-time" in wrong.message


# --- The census ----------------------------------------------------------------------------------

KNOWN = {"a": ("de",), "b": ("be", "de")}


def census(**lists: tuple[str, ...]) -> Census:
    made = Census()
    for kind in ("index", "opds2", "opds1"):
        for tag, works_ in {"": ("a", "b"), "be": ("b",), "de": ("a", "b")}.items():
            made.add(kind, tag, lists.get(f"{kind}_{tag}", works_))
    made.add("feed", "", lists.get("feed", ("a", "b")))
    return made


def test_a_census_of_all_works_finds_nothing() -> None:
    assert list(census().findings(KNOWN)) == []


@pytest.mark.parametrize(
    ("lists", "code"),
    [
        ({"index_": ("a",)}, "metadata-missing"),
        ({"opds1_de": ("a", "a", "b")}, "metadata-extra"),
        ({"opds2_be": ("a", "b")}, "metadata-extra"),
        ({"feed": ("b",)}, "metadata-missing"),
    ],
)
def test_a_work_that_is_lost_doubled_or_in_the_wrong_language_is_found(
    lists: dict[str, tuple[str, ...]], code: str
) -> None:
    assert [finding.code for finding in census(**lists).findings(KNOWN)] == [code]


def test_a_no_break_space_of_a_title_is_text() -> None:
    statement = works.made(works.LEAST_YAML, de="# Am 6.\u00a0Mai\n\nEin Absatz.\n")
    page_ = landing_page.artefacts(shelf.facts(statement))[0].data
    assert judge_table.judge("metadata", shelf.landing_case(statement, "landing", page_)).verdict == "passed"
    spoilt = page_.replace("6.\u00a0Mai</h1>".encode(), b"6. Mai</h1>")
    assert judge_table.judge("metadata", shelf.landing_case(statement, "landing", spoilt)).verdict == "failed"
