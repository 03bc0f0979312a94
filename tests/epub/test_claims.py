"""A book claims that it conforms to EPUB Accessibility 1.1 where the judges of the same run found nothing, and nowhere else."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from lxml import etree

from flugblatt.build import production
from flugblatt.judges import judge_table
from flugblatt.model import Product, Statement
from flugblatt.model.cases import Case
from flugblatt.model.targets import chosen
from tests import editions
from tests.judges.a11y.specimens import rebound
from tests.sharing import shared

CLAIM = '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>'
GOOD = "# Titel\n\nVorspann.\n\n| Name | Zahl |\n|---|---|\n| Maria | 1 |\n"
HEADLESS = GOOD.replace("| Name | Zahl |", "| | |")


@shared
def made(text: str) -> tuple[Statement, Product]:
    """A book as a build makes it, judged by all but EPUBCheck."""
    with TemporaryDirectory() as folder:
        statement = editions.read(editions.write(Path(folder), "probe", editions.PLAIN_YAML, de=text))
    (product,) = production.produce(statement, statement.editions[0], chosen(("epub",)))
    assert isinstance(product, Product)
    return statement, product


def package(book: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(book)).read("EPUB/package.opf").decode()


def verdicts(product: Product) -> dict[str, str]:
    return {check.check: check.verdict for check in product.checks}


def test_a_book_in_which_nothing_is_found_claims_that_it_conforms() -> None:
    product = made(GOOD)[1]
    assert CLAIM in package(product.artefact.data) and set(verdicts(product).values()) == {"passed"}


def test_a_book_with_a_warning_on_accessibility_is_published_and_claims_nothing() -> None:
    product = made(HEADLESS)[1]
    (check,) = (check for check in product.checks if check.check == "a11y")
    assert [(finding.code, finding.severity) for finding in check.findings] == [("a11y-headless", "warning")]
    assert "conformsTo" not in package(product.artefact.data) and set(verdicts(product).values()) == {"passed"}


@pytest.mark.parametrize(
    ("text", "old", "new", "code"),
    [
        (GOOD, CLAIM, "", "metadata-missing"),
        (HEADLESS, "</metadata>", f"{CLAIM}</metadata>", "metadata-extra"),
        (GOOD, "Level AA", "Level AAA", "metadata-changed"),
    ],
)
def test_a_claim_that_is_not_so_is_found(text: str, old: str, new: str, code: str) -> None:
    statement, product = made(text)
    data = rebound(product.artefact.data, ("package.opf", old, new))
    check = judge_table.judge("metadata", Case(statement, statement.editions[0], "epub", data))
    assert [(finding.code, finding.where) for finding in check.findings] == [(code, "OPF dcterms:conformsTo")]


def test_the_summary_speaks_of_pictures_only_where_there_are_some() -> None:
    root = etree.fromstring(package(made(GOOD)[1].artefact.data).encode())
    (summary,) = (one.text for one in root.iter() if one.get("property") == "schema:accessibilitySummary")
    assert "Überschriften" in summary and "Bilder" not in summary


def test_no_mark_of_a_page_stands_beside_a_paragraph() -> None:
    text = "# Titel\n\nVorspann.\n\n" + "Ein Satz, der hier steht, damit die Seite voll wird.\n\n" * 70
    book = zipfile.ZipFile(io.BytesIO(made(text)[1].artefact.data)).read("EPUB/text.xhtml")
    root = etree.fromstring(book)
    marks = [one for one in root.iter() if one.get("role") == "doc-pagebreak"]
    assert len(marks) > 1 and {etree.QName(one.getparent()).localname for one in marks} == {"p"}


def test_a_book_whose_publisher_is_exempt_says_so_and_claims_nothing() -> None:
    from dataclasses import replace

    statement = replace(made(GOOD)[0], exemption="microenterprise")
    (product,) = production.produce(statement, statement.editions[0], chosen(("epub",)))
    assert isinstance(product, Product)
    said = package(product.artefact.data)
    assert '<meta property="a11y:exemption">eaa-microenterprise</meta>' in said and "conformsTo" not in said
    assert set(verdicts(product).values()) == {"passed"}
    for old, new in (("eaa-microenterprise", "eaa-fundamental-alteration"), ("</metadata>", f"{CLAIM}</metadata>")):
        data = rebound(product.artefact.data, ("package.opf", old, new))
        check = judge_table.judge("metadata", Case(statement, statement.editions[0], "epub", data))
        assert check.verdict == "failed"
    plain = Case(made(GOOD)[0], statement.editions[0], "epub", product.artefact.data)
    assert judge_table.judge("metadata", plain).verdict == "failed"
