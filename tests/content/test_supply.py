"""What the trade asks statement.yaml for: read as written, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt.content import read_work
from flugblatt.content.supply import currencies
from flugblatt.model import ByLanguage, Price, Statement, Subject
from tests.content.writing import STATEMENT, write_work


def read(folder: Path, line: str) -> Statement:
    statement, findings = read_work(write_work(folder, STATEMENT + line + "\n"))
    assert findings == ()
    assert statement is not None
    return statement


def test_subjects_with_a_scheme_and_without(tmp_path):
    subjects = "subjects: [peace, {scheme: thema, code: JPVH, label: Human rights}]"
    statement = read(tmp_path, subjects)
    assert statement.subjects == ByLanguage((Subject("peace"), Subject("Human rights", "thema", "JPVH")))
    assert statement.subject_words("de") == ("peace", "Human rights")


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        *(("thema", code) for code in ("J", "JPVH", "JPVH1", "1DTB", "3MRB", "1DTB-BY-X")),
        *(("bisac", "POL035010"), ("ddc", "323"), ("ddc", "323.4"), ("udc", "342.7(476)"), ("udc", "94(47)")),
        *(("gnd", "4037764-4"), ("gnd", "118540238"), ("gnd", "11854023X"), ("eurovoc", "2821")),
    ],
)
def test_codes_of_schemes_that_pass(scheme, code, tmp_path):
    statement = read(tmp_path, f'subjects: [{{scheme: {scheme}, code: "{code}", label: Rights}}]')
    assert statement.subjects.everywhere == (Subject("Rights", scheme, code),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("subjects: [{scheme: thema, code: jpvh, label: Rights}]", "a code of thema like JPVH"),
        ("subjects: [{scheme: thema, code: 7DTB, label: Rights}]", "a code of thema like JPVH"),
        ("subjects: [{scheme: bisac, code: POL35010, label: Rights}]", "a code of bisac like POL035010"),
        ("subjects: [{scheme: ddc, code: 3234, label: Rights}]", "a code of ddc like 323.4"),
        ("subjects: [{scheme: udc, code: law, label: Rights}]", "a code of udc like 342.7"),
        ("subjects: [{scheme: gnd, code: peace, label: Rights}]", "a code of gnd like 4037764-4"),
        ("subjects: [{scheme: eurovoc, code: c_2821, label: Rights}]", "a code of eurovoc like 2821"),
        ("subjects: [{scheme: tema, code: JPVH, label: Rights}]", "did you mean thema?"),
        ("subjects: [{scheme: thema, code: JPVH}]", "subjects.label was expected, found none"),
        ("subjects: [{code: JPVH, label: Rights}]", "subjects.scheme was expected, found none"),
        ("subjects: [{scheme: thema, label: Rights}]", "subjects.code was expected, found none"),
        ("subjects: [{scheme: thema, code: JPVH, name: Rights, label: R}]", "write label: Rights"),
        ("price: cheap", "price, free or a mapping of amount and currency, was expected, found cheap"),
        ("price: 4,99 €", "write price: {amount: 4.99, currency: EUR}"),
        ("price: 5 USD", "write price: {amount: 5, currency: USD}"),
        ("price: [free]", "price, a text, was expected, found a list"),
        ("price: {amount: 0, currency: EUR}", "write price: free"),
        ("price: {amount: -1, currency: EUR}", "an amount above 0"),
        ("price: {amount: '4,99', currency: EUR}", "write 4.99"),
        ("price: {amount: 4.999, currency: EUR}", "an amount above 0"),
        ("price: {amount: 4.99}", "price.currency was expected, found none"),
        ("price: {currency: EUR}", "price.amount was expected, found none"),
        ("price: {amount: 4.99, currency: eur}", "did you mean EUR?"),
        ("price: {amount: 4.99, currency: €}", "did you mean EUR?"),
        ("price: {amount: 4.99, currency: DEM}", "price.currency, a currency of ISO 4217 like EUR"),
        ("supplier: [Books]", "supplier, a text, was expected, found a list"),
        ("exemption: micro-enterprise", "did you mean microenterprise?"),
        ("exemption: yes", "exemption, one of microenterprise, disproportionate-burden, fundamental-alteration"),
        ("distributor: Books", "write supplier: Books"),
    ],
)
def test_what_is_refused_and_what_is_said_of_it(line, words, tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + line + "\n"))
    assert statement is None
    assert [words in str(finding) for finding in findings] == [True]
    assert findings[0].where.startswith("work/statement.yaml:3:")


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("free", Price()),
        ("{amount: 4.99, currency: BYN}", Price("4.99", "BYN")),
        ("{amount: 5, currency: EUR}", Price("5", "EUR")),
    ],
)
def test_prices(written, price, tmp_path):
    assert read(tmp_path, f"price: {written}").price == price
    assert price.free == (written == "free")


def test_currencies_are_those_of_today():
    assert {"EUR", "BYN", "USD", "JPY"} <= currencies()
    assert not {"DEM", "XAU", "BYR"} & currencies()


@pytest.mark.parametrize("reason", ["microenterprise", "disproportionate-burden", "fundamental-alteration"])
def test_an_exemption_and_a_supplier(reason, tmp_path):
    statement = read(tmp_path, f"exemption: {reason}\nsupplier: Books & Sons")
    assert (statement.exemption, statement.supplier) == (reason, "Books & Sons")
