"""The judge of metadata passes what the statement says, and fails for every field that says something else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pikepdf import String

from flugblatt.judges import judge_table
from flugblatt.judges.metadata import moment, pdf_fields
from flugblatt.judges.metadata.markup_fields import epub_fields, web_fields
from flugblatt.model import ByLanguage, Check
from flugblatt.model.cases import Case
from tests.judges.mutations import forms, in_book, made, opened, saved, swapped, xmp_changed

REAL = Path(__file__).parent.parent.parent.parent / "content" / "kasachstan-2022"
TARGETS = ("archive-pdf", "epub", "web")
PACKAGE = "EPUB/package.opf"


def judged(target: str, data: bytes) -> Check:
    return judge_table.judge("metadata", Case(forms().statement, forms().edition, target, data))


def assert_finding(check: Check, code: str, where: str, words: str = "") -> None:
    assert check.verdict == "failed"
    assert [(finding.code, finding.where) for finding in check.findings if words in finding.message] == [(code, where)]


@pytest.mark.parametrize("target", TARGETS)
def test_a_work_with_everything_passes(target: str) -> None:
    check = judged(target, forms().of(target))
    assert check.verdict == "passed", check.findings


@pytest.mark.parametrize("target", TARGETS)
def test_a_work_with_the_least_passes_and_invents_nothing(target: str) -> None:
    real = made(REAL)
    check = judge_table.judge("metadata", Case(real.statement, real.edition, target, real.of(target)))
    assert check.verdict == "passed", check.findings
    fields = {
        "archive-pdf": lambda *values: pdf_fields(*values, "archive-pdf"),
        "epub": epub_fields,
        "web": web_fields,
    }[target]
    said = " ".join(fields(real.statement, real.edition))
    assert not any(word in said for word in ("publisher", "subject", "description", "rights", "relation", "license"))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<xmp:ModifyDate>2022-02-03", "<xmp:ModifyDate>2022-02-04", "XMP xmp:ModifyDate"),
        ("<xmp:MetadataDate>2022-02-03", "<xmp:MetadataDate>2021-02-03", "XMP xmp:MetadataDate"),
        ("<xmp:CreateDate>2022-01-06", "<xmp:CreateDate>2022-01-07", "XMP xmp:CreateDate"),
        ("<rdf:li>2022-01-06", "<rdf:li>2022-01-05", "XMP dc:date Seq"),
        ("<rdf:li>Büro der Anfänge", "<rdf:li>Büro der Anfange", "XMP dc:creator Seq"),
        ("<rdf:li>de</rdf:li>", "<rdf:li>en</rdf:li>", "XMP dc:language Bag"),
        ("<rdf:li>Frieden", "<rdf:li>Krieg", "XMP dc:subject Bag"),
        ('xml:lang="de">Frei', 'xml:lang="de">Unfrei', "XMP dc:rights Alt de"),
        ("licenses/by/4.0/<", "licenses/by-nd/4.0/<", "XMP xmpRights:WebStatement"),
        ('xml:lang="de">CC-BY-4.0', 'xml:lang="de">CC-BY-ND-4.0', "XMP xmpRights:UsageTerms Alt de"),
        ("<prism:isbn>979", "<prism:isbn>978", "XMP prism:isbn"),
        ("<rdf:li>urn:isbn:979", "<rdf:li>urn:isbn:978", "XMP dc:relation Bag"),
        ("<pdfaid:conformance>A", "<pdfaid:conformance>B", "XMP pdfaid:conformance"),
        ("<pdfuaid:part>1", "<pdfuaid:part>2", "XMP pdfuaid:part"),
        ("<xmpMM:DocumentID>uuid:", "<xmpMM:DocumentID>uuid:0", "XMP xmpMM:DocumentID"),
        ("<xmpMM:InstanceID>uuid:", "<xmpMM:InstanceID>uuid:0", "XMP xmpMM:InstanceID"),
        ("<prism:publicationDate>2022", "<prism:publicationDate>2023", "XMP prism:publicationDate"),
    ],
)
def test_one_wrong_field_of_xmp_fails(old: str, new: str, where: str) -> None:
    check = judged("archive-pdf", xmp_changed(forms().pdf, old, new))
    assert_finding(check, "metadata-changed", where)
    assert check.verdict == "failed"


def test_a_wrong_identifier_of_xmp_fails() -> None:
    assert judged("archive-pdf", xmp_changed(forms().pdf, "uuid:", "uuid:0")).verdict == "failed"


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("/Title", "Anders", "Info Title"),
        ("/Author", "Niemand", "Info Author"),
        ("/Subject", "Lang gesagt.", "Info Subject"),
        ("/ModDate", "D:20220204000000Z", "Info ModDate"),
        ("/CreationDate", "D:20210106000000Z", "Info CreationDate"),
    ],
)
def test_one_wrong_field_of_info_fails(key: str, value: str, where: str) -> None:
    pdf = opened(forms().pdf)
    pdf.docinfo[key] = String(value)
    assert_finding(judged("archive-pdf", saved(pdf)), "metadata-changed", where)


def test_a_wrong_date_of_an_attached_file_fails() -> None:
    pdf = opened(forms().pdf)
    pdf.Root.AF[0].EF.F.Params.ModDate = String("D:220203000000Z")
    assert_finding(judged("archive-pdf", saved(pdf)), "metadata-changed", "dates of attached files")


def test_a_field_more_and_a_field_less_fail() -> None:
    pdf = opened(forms().pdf)
    pdf.docinfo["/Company"] = String("Firma")
    assert_finding(judged("archive-pdf", saved(pdf)), "metadata-extra", "Info Company")
    data = xmp_changed(forms().pdf, "<dc:format>", "<dc:coverage>Welt</dc:coverage><dc:format>")
    assert_finding(judged("archive-pdf", data), "metadata-extra", "XMP dc:coverage")
    data = xmp_changed(forms().pdf, "<dc:format>application/pdf</dc:format>", "")
    assert_finding(judged("archive-pdf", data), "metadata-missing", "XMP dc:format")
    pdf = opened(forms().pdf)
    pdf.docinfo["/Producer"] = String("Anderer")
    assert judged("archive-pdf", saved(pdf)).verdict == "failed"


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        (">Büro der Anfänge<", ">Büro des Endes<", "metadata-changed", "OPF dc:creator"),
        (">2022-01-06<", ">2022-01-07<", "metadata-changed", "OPF dc:date"),
        (">2022-02-03T", ">2022-02-04T", "metadata-changed", "OPF dcterms:modified"),
        ("<dc:language>de<", "<dc:language>nl<", "metadata-changed", "OPF dc:language"),
        (">Reiche Ausgabe", ">Arme Ausgabe", "metadata-changed", "OPF dc:title"),
        (">Verlag Beispiel<", ">Verlag Anders<", "metadata-changed", "OPF dc:publisher"),
        (">Enden, Rat der<", ">Rat der Enden<", "metadata-changed", "OPF file-as of Rat der Enden"),
        ("</metadata>", "<dc:coverage>Welt</dc:coverage></metadata>", "metadata-extra", "OPF dc:coverage"),
        ("<dc:subject>Wahl</dc:subject>", "", "metadata-changed", "OPF dc:subject"),
        ("<dc:rights>Frei</dc:rights>", "", "metadata-changed", "OPF dc:rights"),
        ("<dc:rights>CC-BY-4.0</dc:rights>", "", "metadata-changed", "OPF dc:rights"),
        ("licenses/by/4.0/<", "licenses/by-nd/4.0/<", "metadata-changed", "OPF dcterms:license"),
        (">urn:isbn:978", ">urn:isbn:979", "metadata-changed", "OPF dc:identifier"),
        (">subtitle<", ">short<", "metadata-changed", "OPF title-type of Mit Untertitel"),
        (">Reihe<", ">Folge<", "metadata-changed", "OPF belongs-to-collection"),
        (">urn:issn:0317", ">urn:issn:0318", "metadata-changed", "OPF dcterms:identifier of Reihe"),
        (
            ">https://example.org/rat<",
            ">https://example.org/tat<",
            "metadata-changed",
            "OPF dcterms:identifier of Rat der Enden",
        ),
    ],
)
def test_one_wrong_field_of_the_package_fails(old: str, new: str, code: str, where: str) -> None:
    check = judged("epub", in_book(forms().epub, PACKAGE, old, new))
    assert (code, where) in [(finding.code, finding.where) for finding in check.findings]


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("<title>Reiche", "<title>Arme", "metadata-changed", "page title"),
        ('name="author" content="Büro', 'name="author" content="Amt', "metadata-changed", "meta author"),
        (
            'name="dcterms.date" content="2022-01-06',
            'name="dcterms.date" content="2022-01-07',
            "metadata-changed",
            "meta dcterms.date",
        ),
        ("</title>", '</title><meta name="keywords" content="x">', "metadata-extra", "meta keywords"),
        ('"datePublished": "2022', '"datePublished": "2021', "metadata-changed", "JSON-LD datePublished"),
        ('"inLanguage": "de"', '"inLanguage": "en"', "metadata-changed", "JSON-LD inLanguage"),
        ('"url": ', '"about": "x", "url": ', "metadata-extra", "JSON-LD about"),
        ('"CC-BY-4.0"', '"CC-BY-ND-4.0"', "metadata-changed", "JSON-LD license name"),
        ('/licenses/by/4.0/"\n', '/licenses/by-nd/4.0/"\n', "metadata-changed", "JSON-LD license url"),
        ('/licenses/by/4.0/">', '/licenses/by-nd/4.0/">', "metadata-changed", "link license"),
        ('property="og:title" content="', 'property="og:title" content="x', "metadata-changed", "meta og:title"),
        (".card.png", ".cover.jpg", "metadata-changed", "meta og:image"),
        ('"inLanguage": "be"', '"inLanguage": "ru"', "metadata-changed", "JSON-LD translationOfWork inLanguage"),
        ('<html lang="de"', '<html lang="en"', "metadata-changed", "page lang"),
    ],
)
def test_one_wrong_field_of_the_page_fails(old: str, new: str, code: str, where: str) -> None:
    assert_finding(judged("web", swapped(forms().web, old, new)), code, where)


@pytest.mark.parametrize("target", TARGETS)
def test_another_statement_fails(target: str) -> None:
    other = replace(forms().statement, summary=ByLanguage("Lang gesagt."))
    check = judge_table.judge("metadata", Case(other, forms().edition, target, forms().of(target)))
    assert check.verdict == "failed"
    assert all("Lang gesagt." in finding.message for finding in check.findings)


@pytest.mark.parametrize("target", TARGETS)
def test_garbage_fails(target: str) -> None:
    check = judged(target, b"")
    assert [finding.code for finding in check.findings] == ["metadata-unreadable"]


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2022", "2022-01-01T00:00:00+00:00"),
        ("2022-03", "2022-03-01T00:00:00+00:00"),
        ("2022-03-04T01:00:00+02:00", "2022-03-03T23:00:00+00:00"),
        ("2022-03-04T01:00:00", "2022-03-04T01:00:00+00:00"),
    ],
)
def test_moments(date: str, read: str) -> None:
    assert moment(date) == read
