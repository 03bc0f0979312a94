"""statement.yaml: every key of the contract, read as written, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flugblatt.content import read_work, works
from flugblatt.content.metadata import read_statement
from flugblatt.model import ByLanguage, Change, Contact, Identifiers, Imprint, Issuer, Publisher, Rights, Series, Source
from tests.content.writing import STATEMENT, TEXT, write_work

EVERYTHING = """\
date: 2022-01-06
issuers:
  - Council
  - {name: Jane Roe, kind: person, uri: "https://d-nb.info/gnd/1", sort_name: "Roe, Jane"}
kind: open-letter
revised: 2022-02-01T09:30:00+01:00
changes:
  - {date: 2022-02-01, note: Spelling}
publisher: {name: Press, place: Minsk, address: "Street 1", url: https://example.org}
contact: {name: Office, email: office@example.org, phone: +49 30 1234567}
imprint:
  publisher: |
    Press
    Street 1
  printer: [Print Shop]
  responsible: Jane Roe
original: be
subjects: {be: [мір, воля], no: [fred]}
summary: {no: Om fred}
rights: {statement: All may copy., license: CC0-1.0, access: open}
identifiers:
  {doi: 10.5281/zenodo.1234, isbn: 978-3-16-148410-0, issn: 2049-3630, urn_nbn: "urn:nbn:de:101:1-2022010612",
   uri: "tag:example.org,2022:a"}
url: https://example.org/statement
series: {title: Papers, issn: 0317-8471, number: 1.10}
page: a4
accent: [0, 100, 87.5, 10]
leaflets: [dl6-roll, a5-4]
shop: default
output_profile: coated.icc
editions:
  no: {subtitle: no, translator: yes, pull_quote: "Fred nå"}
"""


def test_every_key(tmp_path):
    work = write_work(tmp_path, EVERYTHING, be="# Заява\n\nМір.\n", no="# Erklæring\n\nFred\n*nå*.\n")
    profile = (128).to_bytes(4, "big") + bytes(8) + b"prtrCMYK" + bytes(16) + b"acsp" + bytes(88)
    (work / "coated.icc").write_bytes(profile)
    statement, findings = read_work(work)
    assert findings == ()
    assert statement is not None
    assert statement.date == "2022-01-06"
    assert statement.issuers.everywhere == (
        Issuer("Council"),
        Issuer("Jane Roe", "person", "https://d-nb.info/gnd/1", "Roe, Jane"),
    )
    assert (statement.kind, statement.kind_given) == ("open-letter", True)
    assert statement.revised == "2022-02-01T09:30:00+01:00"
    assert statement.stamp.isoformat() == "2022-02-01T08:30:00+00:00"
    assert statement.changes == (Change("2022-02-01", "Spelling"),)
    assert statement.publisher == Publisher("Press", "Minsk", "Street 1", "https://example.org")
    assert statement.contact == Contact("Office", "office@example.org", "+49 30 1234567")
    assert statement.imprint == Imprint(("Press", "Street 1"), ("Print Shop",), ("Jane Roe",))
    assert statement.original == "be"
    assert statement.subjects == ByLanguage(None, (("be", ("мір", "воля")), ("no", ("fred",))))
    assert statement.summary == ByLanguage(None, (("no", "Om fred"),))
    assert statement.rights == Rights("All may copy.", "CC0-1.0", "open")
    assert statement.identifiers == Identifiers(
        "10.5281/zenodo.1234", "978-3-16-148410-0", "2049-3630", "urn:nbn:de:101:1-2022010612", "tag:example.org,2022:a"
    )
    assert statement.url == "https://example.org/statement"
    assert statement.series == Series("Papers", "0317-8471", "1.10")
    assert (statement.page, statement.accent) == ("a4", (0, 100, 87.5, 10))
    assert (statement.leaflets, statement.shop) == (("dl6-roll", "a5-4"), "default")
    assert statement.output_profile is not None
    assert statement.output_profile.path.endswith("/coated.icc") and statement.output_profile.data == profile
    be, no = statement.editions
    assert (be.language, be.subtitle) == ("be", "")
    assert (no.language, no.subtitle, no.translator, no.pull_quote) == ("no", "no", "yes", "Fred nå")


def test_what_is_not_given_is_absent(tmp_path):
    statement, findings = read_work(write_work(tmp_path))
    assert findings == ()
    assert statement is not None
    assert (statement.revised, statement.kind, statement.kind_given) == ("2022-01-06", "statement", False)
    assert statement.publisher is statement.contact is statement.imprint is statement.rights is statement.accent is None
    assert (statement.original, statement.url, statement.leaflets, statement.page) == ("", "", ("auto",), "a5")


@pytest.mark.parametrize("date", ["2022", "2022-01", "2022-01-06", '"2022-01-06"', "2024-02-29"])
def test_dates_that_pass(date, tmp_path):
    statement, findings = read_work(write_work(tmp_path, f"date: {date}\nissuers: [Council]\n"))
    assert findings == ()
    assert statement is not None and statement.date == date.strip('"')


@pytest.mark.parametrize(
    "date",
    [
        "2022-13-01",
        "6.1.2022",
        "2022-02-30",
        "22-01-06",
        "2022-1-6",
        "06/01/2022",
        "today",
        "0000",
        "2022-01-06T10:00:00Z",
        "2023-02-29",
    ],
)
def test_dates_that_do_not(date, tmp_path):
    statement, findings = read_work(write_work(tmp_path, f"issuers: [Council]\ndate: {date}\n"))
    assert statement is None
    assert [(finding.code, finding.where) for finding in findings] == [("yaml-date", "work/statement.yaml:2:7")]
    assert "ISO 8601" in findings[0].message


@pytest.mark.parametrize("revised", ["2022-01-06", "2022-01-06T10:00Z", "2022-01-06T10:00:00.5+02:00", "2023"])
def test_revised_may_have_a_time(revised, tmp_path):
    assert read_work(write_work(tmp_path, STATEMENT + f"revised: {revised}\n"))[1] == ()


@pytest.mark.parametrize("value", ["no", "yes", "on", "1.10", "0o17", "2022", "null", "~", "1e3", "'no'"])
def test_texts_are_read_as_written(value, tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + f"series: {{title: {value}, number: {value}}}\n"))
    assert findings == ()
    assert statement is not None and statement.series == Series(value.strip("'"), "", value.strip("'"))


@pytest.mark.parametrize("isbn", ["3-16-148410-X", "316148410X", "978-3-16-148410-0", "9783161484100"])
def test_isbn_with_a_right_check_digit_passes(isbn, tmp_path):
    assert read_work(write_work(tmp_path, STATEMENT + f"identifiers: {{isbn: {isbn}}}\n"))[1] == ()


@pytest.mark.parametrize("isbn", ["3-16-148410-0", "978-3-16-148410-1", "977-3-16-148410-0", "1234"])
def test_isbn_with_a_wrong_one_does_not(isbn, tmp_path):
    findings = read_work(write_work(tmp_path, STATEMENT + f"identifiers: {{isbn: {isbn}}}\n"))[1]
    assert [finding.code for finding in findings] == ["yaml-identifier"]


@pytest.mark.parametrize("license", ["CC-BY-4.0", "MIT", "https://example.org/license"])
def test_licenses_that_pass(license, tmp_path):
    assert read_work(write_work(tmp_path, STATEMENT + f"rights: {{license: {license}}}\n"))[1] == ()


@pytest.mark.parametrize("license", ["cc-by-4.0", "CC BY", "free", "http://example.org/license"])
def test_licenses_that_do_not_name_both_forms(license, tmp_path):
    (finding,) = read_work(write_work(tmp_path, STATEMENT + f"rights: {{license: {license}}}\n"))[1]
    assert finding.code == "yaml-license"
    assert "SPDX" in finding.message and "https:" in finding.message


def test_issuers_by_language_are_given_for_each_edition(tmp_path):
    yaml = "date: 2022-01-06\nissuers:\n  be: [Рада]\n"
    statement, findings = read_work(write_work(tmp_path, yaml, be="# Заява\n\nМір.\n", de=TEXT))
    assert statement is None
    assert [finding.message for finding in findings] == ["issuers.de was expected, found none"]


@pytest.mark.parametrize(
    ("quote", "codes"),
    [
        ("Peace now.", []),
        ("Statement Peace", []),
        ("Peace  now", []),
        ("Pea\u00adce", []),
        ("peace now", ["yaml-pull-quote"]),
        ("Peace, now", ["yaml-pull-quote"]),
        ("Peacenow", ["yaml-pull-quote"]),
    ],
)
def test_a_pull_quote_is_exact(quote, codes, tmp_path):
    findings = read_work(write_work(tmp_path, STATEMENT + f'editions: {{de: {{pull_quote: "{quote}"}}}}\n'))[1]
    assert [finding.code for finding in findings] == codes


def test_aliases_are_not_followed(tmp_path):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    findings = read_work(write_work(tmp_path, STATEMENT + bomb))[1]
    assert sum(finding.code == "yaml-alias" for finding in findings) == 21 + 40


@pytest.mark.parametrize(
    ("line", "near"), [("leaflets: [dl6-rol]", "dl6-roll"), ("leaflets: [a5-4, A6]", ""), ("shop: defualt", "default")]
)
def test_a_format_or_shop_that_is_not_in_the_table_is_refused(line, near, tmp_path):
    (finding,) = read_work(write_work(tmp_path, STATEMENT + line + "\n"))[1]
    assert finding.code == "yaml-value" and "one of" in finding.message and near in finding.hint


@pytest.mark.parametrize("name", ["../x.icc", "/etc/x.icc", "a/b.icc", ".hidden"])
def test_a_profile_outside_of_the_folder_is_refused(name, tmp_path):
    findings = read_work(write_work(tmp_path, STATEMENT + f"output_profile: {name}\n"))[1]
    assert [finding.code for finding in findings] == ["yaml-value"]


def test_works_are_folders_by_name(tmp_path):
    for name in ("b", "a", ".hidden", "Not Good"):
        (tmp_path / name).mkdir()
    (tmp_path / "file.txt").write_text("", encoding="utf-8")
    assert works(tmp_path) == ("Not Good", "a", "b")


lines = some.lists(
    some.sampled_from(
        [
            *EVERYTHING.split("\n"),
            "  - a",
            "- b",
            "  x: [1, {",
            "issuers: &a",
            "date: *a",
            "kind: !!int 5",
            "? a",
            ": b",
            "\ttab",
            "%TAG",
            "---",
            "...",
            "<<: {a: b}",
            "accent: {}",
            "editions: [a]",
            "editions: {de: [a]}",
            "summary:",
            "'",
            '"',
            "imprint: {publisher: {}}",
            "page: [a4]",
            "changes: [a, [b]]",
            "issuers: [[a], {}, {name: {}}]",
            "subjects: {de: {de: a}}",
        ]
    ),
    max_size=12,
)


@given(lines, some.randoms(use_true_random=False))
def test_whatever_stands_in_it_there_is_a_message_and_no_traceback(rows, random):
    from pathlib import Path

    text = "\n".join(rows)
    if text:
        at = random.randrange(len(text))
        text = text[:at] + random.choice(["", "\n", ": ", "]", "}", "#", "\u00e9"]) + text[at + random.randrange(2) :]
    statement, findings = read_statement(Path("work"), Source("work/statement.yaml", text.encode()), ())
    assert statement is not None or findings
    for finding in findings:
        _, line, column = finding.where.rsplit(":", 2)
        assert 1 <= int(line) <= text.count("\n") + 2 and int(column) >= 1
