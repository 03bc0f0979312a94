"""The judge of records passes what the statement says, and fails for every single value that says something else."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pymarc
import pytest
from lxml import etree

from flugblatt import records as renderer
from flugblatt.build.production import render
from flugblatt.judges import metadata, records
from flugblatt.judges.metadata import markup_fields
from flugblatt.language.table import describe
from flugblatt.model import (
    ByLanguage,
    Cataloguing,
    Check,
    Contact,
    Identifiers,
    Issuer,
    Price,
    Publisher,
    Rights,
    Series,
    Statement,
    Withdrawal,
)
from flugblatt.model.identifiers import edition_id
from flugblatt.model.targets import chosen
from tests.editions import edition
from tests.records.works import files, full, least, rendered

XML = ("marc.xml", "mods.xml", "dc.xml", "onix.xml", "datacite.xml")
ALL = ("mrc", *XML, "jsonld")


@cache
def record(kind: str) -> bytes:
    return rendered(full(), edition(full(), "de"))[kind]


def judged(kind: str, data: bytes) -> Check:
    each = edition(full(), "de")
    return records.judge(full(), each, kind, data, files(each))


# --- Every value, one by one ---------------------------------------------------------------------


def xml_changes(kind: str) -> Iterator[tuple[str, bytes]]:
    """The record with one text, attribute or element changed, taken away or doubled; what was done comes first. Of the products
    of ONIX, which repeat one another, what is said in the same words at the same place is changed once."""
    root = etree.fromstring(record(kind))
    once: set[tuple[str, ...]] = set()
    for number, element in enumerate(root.iter()):
        place = (
            element.text or "",
            *map(str, element.attrib.items()),
            *(str(up.tag) for up in element.iterancestors()),
        )
        if kind == "onix.xml" and element.text and element.text.strip() and (element.tag, *place) in once:
            continue
        once.add((str(element.tag), *place))
        path = f"{number} {etree.QName(element).localname}"
        if element.text and element.text.strip():
            yield f"text of {path}", changed(root, number, lambda found: setattr(found, "text", f"{found.text}x"))
        for name in element.attrib:
            if not (kind == "marc.xml" and name == "type"):
                yield f"{name} of {path}", changed(root, number, lambda found, name=name: found.set(name, "9"))
        if element is not root:
            yield f"no {path}", changed(root, number, lambda found: found.getparent().remove(found))
            yield f"two {path}", changed(root, number, lambda found: found.addnext(copy.deepcopy(found)))


def changed(root: etree._Element, number: int, change: Any) -> bytes:
    other = copy.deepcopy(root)
    change(list(other.iter())[number])
    data: bytes = etree.tostring(other)
    return data


def mrc_changes() -> Iterator[tuple[str, bytes]]:
    """The record of ISO 2709 with one control field, indicator or subfield changed, or one field taken away."""
    whole = pymarc.Record(record("mrc"))
    for number, field in enumerate(whole.fields):
        for place in range(1 if field.control_field else len(field.subfields) + 2):
            other = copy.deepcopy(whole)
            found = other.fields[number]
            if found.control_field:
                found.data = found.data[:-1] + ("9" if found.data[-1] != "9" else "8")
            elif place < 2:
                ends = list(found.indicators)
                ends[place] = "9"
                found.indicators = pymarc.Indicators(*ends)
            else:
                code, value = found.subfields[place - 2]
                found.subfields[place - 2] = pymarc.Subfield(code, f"{value}x")
            yield f"{number} {field.tag} {place}", other.as_marc()
        other = copy.deepcopy(whole)
        del other.fields[number]
        yield f"no {number} {field.tag}", other.as_marc()


def json_changes() -> Iterator[tuple[str, bytes]]:
    """The JSON with one text changed, one member taken away or one added."""
    value = json.loads(record("jsonld"))

    def walk(part: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        yield path
        if isinstance(part, dict | list):
            for key in part if isinstance(part, dict) else range(len(part)):
                yield from walk(part[key], (*path, key))

    for path in walk(value, ()):
        if not path:
            continue
        for deed in ("changed", "taken away"):
            other = json.loads(record("jsonld"))
            parent = other
            for key in path[:-1]:
                parent = parent[key]
            if deed == "taken away":
                del parent[path[-1]]
            elif isinstance(parent[path[-1]], str):
                parent[path[-1]] += "x"
            else:
                continue
            yield f"{path} {deed}", json.dumps(other).encode()
    yield "one more", json.dumps(value | {"isAccessibleForFree": True}).encode()


def changes(kind: str) -> Iterator[tuple[str, bytes]]:
    match kind:
        case "mrc":
            return mrc_changes()
        case "jsonld":
            return json_changes()
        case _:
            return xml_changes(kind)


@pytest.mark.sample(3)
@pytest.mark.parametrize("kind", ALL)
def test_no_value_can_change_unseen(kind: str) -> None:
    assert judged(kind, record(kind)).verdict == "passed"
    unseen = [what for what, data in changes(kind) if judged(kind, data).verdict != "failed"]
    assert unseen == []


@pytest.mark.sample(3)
@pytest.mark.parametrize("kind", ALL)
def test_there_are_many_values_to_change(kind: str) -> None:
    assert sum(1 for _ in changes(kind)) > {"dc.xml": 80}.get(kind, 100)


# --- Facts, each with its code -------------------------------------------------------------------

FALSE = [
    ("marc.xml", ">Offener Brief an", ">Offner Brief an", "metadata-changed", "title"),
    ("marc.xml", ">Muster, Maria<", ">Muster, Marie<", "metadata-changed", "creators"),
    ("marc.xml", ">2024-05-03<", ">2024-05-04<", "metadata-changed", "date"),
    ("marc.xml", "e20240503", "e20240504", "metadata-changed", "MARC 008 date"),
    ("marc.xml", "||ger d", "||rus d", "metadata-changed", "language code"),
    ("marc.xml", ">10.1000/182<", ">10.1000/183<", "metadata-changed", "identifiers"),
    ("marc.xml", "Alle dürfen", "Niemand darf", "metadata-changed", "rights"),
    ("marc.xml", "by/4.0", "by/3.0", "metadata-changed", "license"),
    ("marc.xml", "Unrestricted online access", "No online access", "metadata-changed", "MARC 506 $f"),
    ("marc.xml", "765", "767", "metadata-missing", "original"),
    ("mods.xml", ">Offener Brief an", ">Offner Brief an", "metadata-changed", "title"),
    ("mods.xml", ">Maria Muster<", ">Marie Muster<", "metadata-changed", "creators"),
    ("mods.xml", 'keyDate="yes">2024-05-03', 'keyDate="yes">2024-05-04', "metadata-changed", "date"),
    ("mods.xml", '"rfc5646">de<', '"rfc5646">ru<', "metadata-changed", "language"),
    ("mods.xml", ">9783161484100", ">9793161484100", "metadata-changed", "identifiers"),
    ("mods.xml", 'displayLabel="EPUB"', 'displayLabel="PDF"', "metadata-changed", "MODS forms of ISBNs"),
    ("mods.xml", "licenses/by/4.0/", "licenses/by-nd/4.0/", "metadata-changed", "MODS license address"),
    ("marc.xml", 'code="q">EPUB', 'code="q">PDF', "metadata-changed", "MARC 020 $q"),
    ("marc.xml", '"240" ind1="1" ind2="0"', '"240" ind1="1" ind2="4"', "metadata-changed", "MARC 240 indicators"),
    ("marc.xml", ">Адкрыты ліст да сходу<", ">Закрыты ліст да сходу<", "metadata-changed", "uniform title"),
    ("jsonld", "licenses/by/4.0/", "licenses/by-nd/4.0/", "metadata-changed", "license address"),
    ("mods.xml", "Alle dürfen", "Niemand darf", "metadata-changed", "rights"),
    ("mods.xml", "translation of", "translated as", "metadata-missing", "original"),
    ("mods.xml", "</mods>", "<note>Mehr</note></mods>", "metadata-changed", "MODS note"),
    ("mods.xml", "</mods>", "<part><text>1</text></part></mods>", "metadata-extra", "MODS part/text"),
    ("dc.xml", ">Offener Brief an", ">Offner Brief an", "metadata-changed", "title"),
    ("dc.xml", ">Maria Muster<", ">Marie Muster<", "metadata-changed", "creators"),
    ("dc.xml", ">2024-05-03<", ">2024-05-04<", "metadata-changed", "date"),
    ("dc.xml", ">de<", ">ru<", "metadata-changed", "language"),
    ("dc.xml", "doi:10.1000/182", "doi:10.1000/183", "metadata-changed", "identifiers"),
    ("dc.xml", "Alle dürfen", "Niemand darf", "metadata-changed", "rights"),
    ("dc.xml", "<dc:source>urn", "<dc:source>", "metadata-changed", "original"),
    ("dc.xml", "</oai_dc:dc>", "<dc:coverage>Welt</dc:coverage></oai_dc:dc>", "metadata-extra", "coverage"),
    ("onix.xml", ">Offener Brief an", ">Offner Brief an", "metadata-missing", "title"),
    ("onix.xml", "<PersonName>Maria", "<PersonName>Marie", "metadata-missing", "creators"),
    ("onix.xml", ">20240503<", ">20240504<", "metadata-missing", "date"),
    ("onix.xml", "<LanguageCode>ger", "<LanguageCode>rus", "metadata-missing", "language code"),
    ("onix.xml", "<IDValue>978", "<IDValue>979", "metadata-changed", "identifiers of epub"),
    ("onix.xml", ">Alle dürfen", ">Niemand darf", "metadata-missing", "rights"),
    ("onix.xml", "Code>29<", "Code>49<", "metadata-missing", "original"),
    ("onix.xml", "Value>05<", "Value>06<", "metadata-changed", "features of archive-pdf"),
    ("jsonld", '"name": "Offener Brief an', '"name": "Offner Brief an', "metadata-changed", "title"),
    ("jsonld", "Maria Muster", "Marie Muster", "metadata-changed", "creators"),
    ("jsonld", '"datePublished": "2024-05-03"', '"datePublished": "2024-05-04"', "metadata-changed", "date"),
    ("jsonld", '"inLanguage": "de"', '"inLanguage": "ru"', "metadata-changed", "language"),
    ("jsonld", "doi:10.1000/182", "doi:10.1000/183", "metadata-changed", "identifiers"),
    ("jsonld", "Alle dürfen", "Niemand darf", "metadata-changed", "rights"),
    ("jsonld", "translationOfWork", "workTranslation", "metadata-missing", "original"),
    (
        "jsonld",
        '"@type": "CreativeWork",',
        '"@type": "CreativeWork", "isAccessibleForFree": "yes",',
        "metadata-extra",
        "",
    ),
]


@pytest.mark.parametrize(("kind", "old", "new", "code", "where"), FALSE)
def test_a_false_fact_has_its_code(kind: str, old: str, new: str, code: str, where: str) -> None:
    data = record(kind).decode()
    assert old in data
    check = judged(kind, data.replace(old, new, 1).encode())
    assert check.verdict == "failed"
    assert (code, where or "isAccessibleForFree") in [(found.code, found.where) for found in check.findings]


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("data", [b"", b"<x/>", b"[1]", b"\xff\xfe"])
def test_what_cannot_be_read_fails(kind: str, data: bytes) -> None:
    check = judged(kind, data)
    assert check.verdict == "failed"
    assert {found.code for found in check.findings} <= {"metadata-unreadable", "metadata-missing"}


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("data", [b"{}", b"00026nam a2200025   4500\x1e\x1d"])
def test_a_record_that_says_nothing_fails(kind: str, data: bytes) -> None:
    assert judged(kind, data).verdict == "failed"


def test_without_the_files_what_is_said_of_them_is_not_compared() -> None:
    each = edition(full(), "de")
    for kind in ALL:
        others = tuple(replace(file, body=file.data + b" ") for file in files(each))
        if kind in ("mrc", "marc.xml", "onix.xml", "jsonld"):
            assert records.judge(full(), each, kind, record(kind), others).verdict == "failed"
        assert records.judge(full(), each, kind, record(kind)).verdict == "passed"


# --- The statement, fact by fact -----------------------------------------------------------------

LIBRARIANS = ("mrc", "marc.xml", "mods.xml")
SUBJECTS = tuple(
    replace(subject, code=f"{subject.code}1" if subject.code else "")
    for subject in full().subjects.for_language("de") or ()
)
CHANGED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "date": ({"date": "2024-05-02"}, ALL),
    "revised": ({"revised": "2024-06-03"}, tuple(kind for kind in ALL if kind != "dc.xml")),
    "original": ({"original": ""}, ALL),
    "publisher": ({"publisher": Publisher("Anderer", "Minsk")}, ALL),
    "place": (
        {"publisher": replace(full().publisher or Publisher(""), place="Brest")},
        ("mrc", "mods.xml", "onix.xml"),
    ),
    "contact": ({"contact": Contact("Jemand")}, ("onix.xml",)),
    "rights": ({"rights": Rights("Alle", "CC0-1.0", "open")}, ALL),
    "access": ({"rights": replace(full().rights or Rights(), access="")}, ("mrc", "mods.xml", "dc.xml", "jsonld")),
    "uri of the work": ({"identifiers": Identifiers(uri="https://example.org/x")}, ALL),
    "language of cataloguing": ({"cataloguing": Cataloguing("en")}, ("mrc", "marc.xml", "mods.xml")),
    "agency": ({"cataloguing": Cataloguing("de", "DE-101")}, ("mrc", "marc.xml", "mods.xml")),
    "url": ({"url": "https://example.org/anders"}, ALL),
    "series": ({"series": Series("Reihe")}, ("mrc", "mods.xml", "onix.xml", "jsonld")),
    "kind": ({"kind_given": False}, ("mrc", "mods.xml", "dc.xml", "jsonld")),
    "changes": ({"changes": ()}, ("mrc", "mods.xml")),
    "price": ({"price": Price()}, ("onix.xml",)),
    "supplier": ({"supplier": "Anderer"}, ("onix.xml",)),
    "exemption": ({"exemption": ""}, ("mrc", "marc.xml", "mods.xml", "onix.xml")),
    "embargo": ({"embargo": ""}, ("onix.xml",)),
    "embargo that files are marked with": ({"embargoed": True, "withdrawn": None}, (*LIBRARIANS, "onix.xml", "jsonld")),
    "withdrawal": ({"withdrawn": None}, (*LIBRARIANS, "onix.xml", "jsonld")),
    "reason of the withdrawal": ({"withdrawn": Withdrawal("2024-07-01")}, (*LIBRARIANS, "onix.xml", "jsonld")),
    "supersedes": ({"supersedes": "anders"}, (*LIBRARIANS, "onix.xml", "jsonld")),
    "code of a subject": ({"subjects": ByLanguage(SUBJECTS)}, (*LIBRARIANS, "onix.xml", "jsonld")),
    "issuers": ({"issuers": replace(full().issuers, named=(("de", (Issuer("Niemand"),)),))}, ALL),
}


@pytest.mark.parametrize("fact", CHANGED)
def test_another_statement_fails_in_every_record_that_says_it(fact: str) -> None:
    change, kinds = CHANGED[fact]
    other: Statement = replace(full(), **change)
    each = edition(other, "de")
    for kind in kinds:
        check = records.judge(other, each, kind, record(kind), files(each))
        assert check.verdict == "failed", (fact, kind)


GIVEN = edition(full(), "de").identifiers
LIBRARIES = ("mrc", "marc.xml", "mods.xml", "dc.xml", "jsonld")
CHANGED_EDITION: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "subtitle": ({"subtitle": "Anders"}, ALL),
    "translator": ({"translator": "Anders"}, ALL),
    "doi": ({"identifiers": replace(GIVEN, doi="10.1000/1")}, ALL),
    "no isbn": ({"identifiers": replace(GIVEN, isbns=())}, ALL),
    "isbn of the e-book": ({"identifiers": replace(GIVEN, isbns=GIVEN.isbns[1:])}, ALL),
    "isbn of the PDF": ({"identifiers": replace(GIVEN, isbns=(GIVEN.isbns[0], GIVEN.isbns[2]))}, ALL),
    "isbn of the print": ({"identifiers": replace(GIVEN, isbns=GIVEN.isbns[:2])}, ALL),
    "issn": ({"identifiers": replace(GIVEN, issn="")}, LIBRARIES),
    "urn": ({"identifiers": replace(GIVEN, urn_nbn="")}, LIBRARIES),
    "uri": ({"identifiers": replace(GIVEN, uri="https://example.org/x")}, LIBRARIES),
}


@pytest.mark.parametrize("fact", CHANGED_EDITION)
def test_another_edition_fails_in_every_record_that_says_it(fact: str) -> None:
    change, kinds = CHANGED_EDITION[fact]
    each = replace(edition(full(), "de"), **change)
    for kind in kinds:
        assert records.judge(full(), each, kind, record(kind), files(each)).verdict == "failed", kind


def test_an_isbn_of_another_form_fails() -> None:
    """The e-book's number on the PDF, and the PDF's on the e-book."""
    epub, pdf, printed = GIVEN.isbns
    turned = replace(GIVEN, isbns=(replace(epub, form="pdf"), replace(pdf, form="epub"), printed))
    each = replace(edition(full(), "de"), identifiers=turned)
    for kind in ("mrc", "marc.xml", "mods.xml", "onix.xml", "jsonld"):
        assert records.judge(full(), each, kind, record(kind), files(each)).verdict == "failed", kind


# --- All records and files of an edition agree ---------------------------------------------------


def test_the_same_facts_in_every_record_and_in_the_files() -> None:
    """Title, creators, date, language, identifiers, rights and relations, each as its own reader reads it."""
    for statement in (full(), least()):
        each = edition(statement, "de")
        made = {
            product.artefact.target: product.artefact
            for product in render(statement, each, chosen(("archive-pdf", "epub", "web")))
        }
        published = tuple(made.values())
        found: dict[str, records.Fields] = {}
        for artefact in renderer.render(statement, each, describe("de", each.whole_text), published):
            kind = artefact.path.rsplit("/", 1)[-1].split(".", 2)[2]
            assert records.judge(statement, each, kind, artefact.data, published).verdict == "passed"
            found[kind] = records.read(kind, artefact.data)
        xmp = metadata.read_pdf(made["archive-pdf"].data)
        opf = markup_fields.read_epub(made["epub"].data)
        page = markup_fields.read_page(made["web"].data)
        rights = statement.rights

        titles = {kind: facts["title"][0] for kind, facts in found.items()}
        titles |= {"xmp": xmp["XMP dc:title Alt de"][0], "opf": opf["OPF dc:title"][0], "web": page["page title"][0]}
        assert set(titles.values()) == {each.title_text}, titles

        names = {issuer.sort_name: issuer.name for issuer in statement.issuers_of(each) if issuer.sort_name}
        creators = {kind: sorted(names.get(name, name) for name in facts["creators"]) for kind, facts in found.items()}
        creators |= {"xmp": sorted(xmp["XMP dc:creator Seq"]), "opf": sorted(opf["OPF dc:creator"])}
        creators["web"] = sorted(page["meta author"])
        assert len({tuple(values) for values in creators.values()}) == 1, creators

        dates = {kind: facts["date"] for kind, facts in found.items()}
        dates |= {"xmp": xmp["XMP dc:date Seq"], "opf": opf["OPF dc:date"], "web": page["meta dcterms.date"]}
        assert set(dates.values()) == {(statement.date,)}, dates

        languages = {kind: facts["language"] for kind, facts in found.items() if "language" in facts}
        languages |= {"xmp": xmp["XMP dc:language Bag"], "opf": opf["OPF dc:language"], "web": page["page lang"]}
        assert set(languages) >= {"mods.xml", "dc.xml", "jsonld"} and set(languages.values()) == {("de",)}
        coded = {kind: facts["language code"] for kind, facts in found.items() if "language code" in facts}
        assert set(coded) >= {"mrc", "marc.xml", "mods.xml"} and set(coded.values()) == {("ger",)}

        uris = {kind: set(facts["identifiers"]) for kind, facts in found.items() if "identifiers" in facts}
        uris["dc.xml"] -= {statement.url}
        assert set(map(frozenset, uris.values())) == {frozenset(uris["jsonld"])}, uris
        ours = {value for value in uris["jsonld"] if not value.startswith(("urn:isbn:", "urn:issn:"))}
        isbns = {isbn.form: f"urn:isbn:{isbn.number}" for isbn in each.identifiers.isbns}
        assert uris["jsonld"] - ours >= set(isbns.values())
        assert set(opf["OPF dc:identifier"]) == ours | {isbns[form] for form in isbns if form == "epub"}
        in_xmp = {*xmp["XMP dc:identifier"], *xmp.get("XMP dc:relation Bag", ())}
        assert in_xmp == ours | {isbns[form] for form in isbns if form == "pdf"}
        assert set(page["JSON-LD identifier"]) == ours
        assert set(page["meta dcterms.identifier"]) <= ours
        if "onix.xml" in found:
            assert set(found["onix.xml"]["ONIX edition"]) == set(page["meta dcterms.identifier"])

        for fact, values in (
            ("rights", (rights.statement,) if rights else ()),
            ("license", (rights.license_name, rights.license_address) if rights else ()),
        ):
            for kind, facts in found.items():
                read = facts.get(fact, ())
                beside = (
                    "license address",
                    "DataCite license",
                    "ONIX license",
                    "ONIX license link",
                    "MODS license address",
                )
                read = (*read, *(value for name in beside for value in facts.get(name, ()) if fact == "license"))
                read = (*read, *facts.get("rights", ())) if kind == "dc.xml" else read
                assert set(values) <= set(read) if values else read == (), (kind, fact)
        if rights:
            assert xmp["XMP dc:rights Alt de"] == (rights.statement,)
            assert opf["OPF dc:rights"] == (rights.statement, rights.license_name)
            assert xmp["XMP xmpRights:UsageTerms Alt de"] == page["JSON-LD license name"] == (rights.license_name,)
            address = (rights.license_address,)
            assert (
                xmp["XMP xmpRights:WebStatement"]
                == opf["OPF dcterms:license"]
                == page["JSON-LD license url"]
                == address
            )

        linked = {
            kind: (
                facts.get("original", ()),
                facts.get("translations", ()),
                (*facts.get("editions", ()), *facts.get("pairs", ())),
            )
            for kind, facts in found.items()
            if kind != "dc.xml"
        }
        pairs = {f"urn:uuid:{edition_id(statement, pair)}" for pair in statement.pairs()}
        apart = {kind: (*roles[:2], tuple(set(roles[2]) - pairs)) for kind, roles in linked.items()}
        assert len(set(apart.values())) == 1, linked
        assert {kind for kind, roles in linked.items() if not pairs <= set(roles[2])} == set(
            ("onix.xml", "datacite.xml") if pairs else ()
        )
        assert found["dc.xml"].get("original", ()) == linked["jsonld"][0]
