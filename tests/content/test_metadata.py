"""statement.yaml: every key of the contract, read as written, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flugblatt.content import read_work, works
from flugblatt.content.metadata import read_statement
from flugblatt.content.quotation import lines_of_title
from flugblatt.model import (
    Brand,
    ByLanguage,
    Cataloguing,
    Change,
    Contact,
    Identifiers,
    Imprint,
    Issuer,
    Publisher,
    Rights,
    Series,
    Signatory,
    Source,
    Subject,
)
from tests.content.writing import STATEMENT, TEXT, whole_edition_of, write_work

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
  {doi: 10.5281/zenodo.1234, issn: 2049-3630, urn_nbn: "urn:nbn:de:101:1-2022010612",
   uri: "tag:example.org,2022:a"}
url: https://example.org/statement
series: {title: Papers, issn: 0317-8471, number: 1.10}
page: a4
accent: [0, 100, 87.5, 10]
leaflets: [dl6-roll, a5-4]
shop: default
output_profile: coated.icc
editions:
  no:
    {subtitle: no, translator: yes, pull_quote: "Fred nå",
     identifiers: {doi: 10.5281/zenodo.5, isbn: {epub: 978-3-16-148410-0, print: 0-306-40615-2}}}
cataloguing: {language: en, agency: DE-101}
addressee: {be: [Рада, Мінск], no: Rådet}
signatories: [Jane Roe, {name: John Doe, function: Chair, place: Minsk}]
dateline: Minsk
boilerplate: {be: Пра нас.}
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
    assert statement.subjects == ByLanguage(
        None, (("be", (Subject("мір"), Subject("воля"))), ("no", (Subject("fred"),)))
    )
    assert statement.summary == ByLanguage(None, (("no", "Om fred"),))
    assert statement.rights == Rights("All may copy.", "CC0-1.0", "open")
    assert statement.identifiers == Identifiers(
        "10.5281/zenodo.1234", (), "2049-3630", "urn:nbn:de:101:1-2022010612", "tag:example.org,2022:a"
    )
    assert statement.cataloguing == Cataloguing("en", "DE-101")
    assert statement.url == "https://example.org/statement"
    assert statement.series == Series("Papers", "0317-8471", "1.10")
    assert (statement.page, statement.brand.accent.main.inks) == ("a4", (0, 100, 87.5, 10))
    assert (statement.leaflets, statement.shop) == (("dl6-roll", "a5-4"), "default")
    assert statement.output_profile is not None
    assert statement.output_profile.path.endswith("/coated.icc") and statement.output_profile.data == profile
    assert statement.addressee == ByLanguage(None, (("be", ("Рада", "Мінск")), ("no", ("Rådet",))))
    assert statement.signatories == (Signatory("Jane Roe"), Signatory("John Doe", "Chair", "Minsk"))
    assert (statement.dateline, statement.boilerplate) == (ByLanguage("Minsk"), ByLanguage(None, (("be", "Пра нас."),)))
    be, no = statement.editions
    assert (be.language, be.subtitle) == ("be", "")
    assert (no.language, no.subtitle, no.translator, no.pull_quote) == ("no", "no", "yes", "Fred nå")
    assert be.identifiers == statement.identifiers
    laid = replace(statement.identifiers, doi="10.5281/zenodo.5", isbns=no.identifiers.isbns)
    assert no.identifiers == laid
    assert [(isbn.form, isbn.written, isbn.number) for isbn in no.identifiers.isbns] == [
        ("epub", "978-3-16-148410-0", "9783161484100"),
        ("print", "978-0-306-40615-7", "9780306406157"),
    ]


def test_what_is_not_given_is_absent(tmp_path):
    statement, findings = read_work(write_work(tmp_path))
    assert findings == ()
    assert statement is not None
    assert (statement.revised, statement.kind, statement.kind_given) == ("2022-01-06", "statement", False)
    assert statement.publisher is statement.contact is statement.imprint is statement.rights is None
    assert statement.brand == Brand()
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


@pytest.mark.parametrize("value", ["no", "yes", "on", "1.10", "0o17", "2022", "1e3", "'no'", "'null'", "'~'"])
def test_texts_are_read_as_written(value, tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + f"series: {{title: {value}, number: {value}}}\n"))
    assert findings == ()
    assert statement is not None and statement.series == Series(value.strip("'"), "", value.strip("'"))


def test_a_folded_text_is_one_line_and_a_literal_one_keeps_its_lines(tmp_path):
    yaml = STATEMENT + "summary: >\n  Water\n  for all.\n\n  Peace.\nsupplier: |\n  A\n  B\n"
    statement, findings = read_work(write_work(tmp_path, yaml))
    assert findings == () and statement is not None
    assert (statement.summary.everywhere, statement.supplier) == ("Water for all.\nPeace.", "A\nB")


@pytest.mark.parametrize("value", ["null", "~", "NULL", "true", "False"])
@pytest.mark.parametrize(
    "yaml",
    ["summary: {}", "summary:\n  de: {}", "series: {{title: {}}}", "rights: {{statement: {}}}", "supplier: {}"],
)
def test_what_yaml_takes_for_no_text_is_asked_for_in_quotes(yaml, value, tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + yaml.format(value) + "\n"))
    assert statement is None
    assert [finding.code for finding in findings] == ["yaml-type"]
    assert f'"{value}"' in findings[0].hint


@pytest.mark.parametrize(
    ("isbn", "written"),
    [
        ("3-16-148410-X", "978-3-16-148410-0"),
        ("316148410X", "9783161484100"),
        ("978-3-16-148410-0", "978-3-16-148410-0"),
        ("9783161484100", "9783161484100"),
    ],
)
def test_isbn_with_a_right_check_digit_passes_and_is_the_isbn_13_of_the_e_book(isbn, written, tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + f"identifiers: {{isbn: {isbn}}}\n"))
    assert findings == () and statement is not None
    (given,) = statement.editions[0].identifiers.isbns
    assert (given.form, given.written, given.number) == ("epub", written, "9783161484100")


@pytest.mark.parametrize(
    ("yaml", "line"),
    [
        ("identifiers: {isbn: 978-3-16-148410-0}", 3),
        ("identifiers: {isbn: {pdf: 978-3-16-148410-0}}", 3),
        ("editions:\n  be: {identifiers: {isbn: {epub: 978-3-16-148410-0,\n    pdf: 3-16-148410-X}}}", 5),
        (
            "identifiers: {isbn: 3-16-148410-X}\neditions: {de: {identifiers: {isbn: 0-306-40615-2}},\n"
            "  fr: {identifiers: {isbn: 0306406152}}}",
            5,
        ),
    ],
)
def test_the_same_isbn_on_two_products_is_refused_at_its_line(yaml, line, tmp_path):
    text = "# T\n\nText.\n"
    work = write_work(tmp_path, f"date: 2022\nissuers: [C]\n{yaml}\n", be=text, de=text, fr=text)
    findings = [finding for finding in read_work(work)[1] if finding.code == "yaml-isbn-twice"]
    assert [int(finding.where.split(":")[-2]) for finding in findings] == [line]


def test_each_product_may_have_an_isbn_of_its_own(tmp_path):
    yaml = "identifiers: {isbn: {epub: 978-3-16-148410-0, pdf: 979-12-200-0852-5, print: 0-306-40615-2}}\n"
    assert read_work(write_work(tmp_path, STATEMENT + yaml))[1] == ()


@pytest.mark.parametrize(
    ("written", "found", "hint"),
    [
        ("{language: xx}", "one of de, en, was expected, found xx", ""),
        ("{agency: 4711}", "the MARC code of an agency like DE-101, was expected, found 4711", ""),
        ("{lang: de}", "a known key of cataloguing was expected, found lang", "did you mean language?"),
    ],
)
def test_cataloguing_that_is_none(written, found, hint, tmp_path):
    (finding,) = read_work(write_work(tmp_path, STATEMENT + f"cataloguing: {written}\n"))[1]
    assert found in finding.message and hint in finding.hint


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


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ('["State", "ment"]', "within a word"),
        ('["State"]', "no line for “ment”"),
        ('["Statement", "again"]', "nothing more"),
        ('["statement"]', "where the title has “Statement”"),
    ],
)
def test_lines_of_a_title_quote_it(lines, found, tmp_path):
    findings = read_work(write_work(tmp_path, STATEMENT + f"editions:\n  de:\n    title_lines: {lines}\n"))[1]
    assert [finding.code for finding in findings] == ["yaml-title-lines"]
    assert found in findings[0].message and findings[0].where == "work/statement.yaml:5:18"


def test_lines_of_a_title_are_its_parts_with_their_soft_hyphens():
    edition = whole_edition_of("# Wasser\u00adver\u00adsorgung  für alle, 世界人権\n\nText\n")
    assert lines_of_title(("Wasserversorgung", "für alle, 世界", "人権"), edition) == (
        ("Wasser\u00adver\u00adsorgung", "für alle, 世界", "人権"),
        "",
    )


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


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("name: Initiative #OpenWells", '"Initiative #OpenWells"'),
        ("name: Ініцыятыва #Вада", '"Ініцыятыва #Вада"'),
        ("name: We\n    #Open", '"We #Open"'),
        ("name: A B  #b", '"A B  #b"'),
        ("name: 'it' #b\n  sort_name: It's #b", '"It\'s #b"'),
    ],
)
def test_no_comment_takes_words_of_a_text(written, right, tmp_path):
    statement, findings = read_work(write_work(tmp_path, f"date: 2022-01-06\nissuers:\n- {written}\n"))
    assert statement is None
    assert [finding.code for finding in findings] == ["yaml-comment"]
    assert f"write {right}," in findings[0].hint


@pytest.mark.parametrize(
    "line",
    [
        "kind: declaration # as adopted",
        "url: https://example.org # our site",
        "revised: 2022-02-01 # spelling",
        "identifiers: {isbn: 978-3-16-148410-0, # of all editions\n  doi: 10.5281/zenodo.1}",
        "# a line of its own\nsummary: Words",
        'summary: "Words" # quoted',
        "summary: C#, no#comment",
        "subjects:\n  - a\n  # - b\n  - c",
        "summary: | # folded by hand\n  Words #Open\n",
        "page: a4 # as printed",
        "original: be # the text of the congress",
    ],
)
def test_a_comment_that_takes_no_words_stays_one(line, tmp_path):
    assert read_work(write_work(tmp_path, STATEMENT + line + "\n"))[1] == ()


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", "‹›", "‘’", "»«", "””"])
def test_typographic_quotes_around_a_value_are_refused(marks, tmp_path):
    findings = read_work(write_work(tmp_path, STATEMENT + f"summary: {marks[0]}Peace now{marks[1]}\n"))[1]
    assert [finding.code for finding in findings] == ["yaml-quotes"]
    assert findings[0].hint.startswith('write "Peace now", or "')


@pytest.mark.parametrize("text", ["Verein „Wasser“", "«Мир» и «Вода»", '"„Wasser“"', "Les gars’", "“A” and “B”"])
def test_typographic_quotes_within_a_text_pass(text, tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + f"summary: {text}\n"))
    assert findings == ()
    assert statement is not None and statement.summary.everywhere == text.strip('"')


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("title: Peace", "the title is the # line of the .md: # Peace"),
        ("author: Jane Roe", "write issuers: [{name: Jane Roe, kind: person}]"),
        ("Authors: Roe, Jane", 'write issuers: [{name: "Roe, Jane", kind: person}]'),
        ("language: de", "the language of a text is the name of its file, like de.md"),
        ("publication_date: 2022-01-06", "write date: 2022-01-06"),
        ("publication-date: 2022-01-06", "write date: 2022-01-06"),
        ("keywords: peace, water", "write subjects: [peace, water]"),
        ("license: CC-BY-4.0", "write rights: {license: CC-BY-4.0}"),
        ("abstract: We call", "write summary: We call"),
        ("isbn: 978-3-16-148410-0", "write identifiers: {isbn: 978-3-16-148410-0}"),
        ("doi: 10.5281/zenodo.1", "write identifiers: {doi: 10.5281/zenodo.1}"),
        ("subtitle: Ours", "write editions: {de: {subtitle: Ours}}"),
        ("editions: {de: {summary: Ours}}", "write summary: {de: Ours}, beside editions"),
        ("publisher: {name: Press, city: Minsk}", "write place: Minsk"),
        ("publisher: Press", "write publisher: {name: Press}"),
        ("rights: CC0-1.0", "write rights: {license: CC0-1.0}"),
        ("contact: office@example.org", "write contact: {email: office@example.org}"),
        ("Summary: Ours", "did you mean summary?"),
        ("email: a@example.org", "write contact: {email: a@example.org}"),
        ("subjects:\n  - Water: for all", 'write "Water: for all" if that is the text'),
        ("summary: Water: for all", 'put the value in quotes: summary: "Water: for all"'),
        ("summary: [water]", 'write "[water]" if that is the text'),
        ("summary: #OpenWells", 'write "#OpenWells" if that is the text'),
        ('summary: "We" say', "put the value in quotes: summary: '\"We\" say'"),
        ("summary: @us", 'put the value in quotes: summary: "@us"'),
    ],
)
def test_what_people_expect_is_answered_with_what_to_write(line, right, tmp_path):
    statement, findings = read_work(write_work(tmp_path, f"{STATEMENT}{line}\n"))
    assert statement is None
    assert [finding.hint for finding in findings] == [right]
    assert findings[0].where.startswith("work/statement.yaml:")


@pytest.mark.parametrize(
    ("date", "right"),
    [
        ("79", "0079"),
        ("2022/1/6", "2022-01-06"),
        ("20220106", "2022-01-06"),
        ("2022. 1. 6.", "2022-01-06"),
        ("2022年1月6日", "2022-01-06"),
        ("31/12/2022", "2022-12-31"),
        ("12/31/2022", "2022-12-31"),
        ("2022-01-06T10:00:00Z", "2022-01-06"),
    ],
)
def test_another_date_is_answered_with_the_iso_one(date, right, tmp_path):
    findings = read_work(write_work(tmp_path, f"date: {date}\nissuers: [Council]\n"))[1]
    assert [finding.hint for finding in findings] == [f"write {right}"]


def test_years_have_four_digits_everywhere(tmp_path):
    statement, findings = read_work(write_work(tmp_path, "date: 0079\nissuers: [Council]\n"))
    assert findings == () and statement is not None
    assert (statement.date, statement.stamp_as("%Y-%m-%d")) == ("0079", "0079-01-01")


def test_yaml_written_as_json_is_read(tmp_path):
    data = '{\n\t"date":\t"2022-01-06",\n\t"issuers": ["Council \\uD83D\\uDCA7 \\/ \\u0412"]\n}\n'
    statement, findings = read_work(write_work(tmp_path, data))
    assert findings == () and statement is not None
    assert statement.issuers.everywhere == (Issuer("Council \U0001f4a7 / В"),)


def test_half_a_character_in_json_is_refused_by_place(tmp_path):
    findings = read_work(write_work(tmp_path, '{"date": "2022", "issuers": ["a \\uD83D b"], "a\\uDC00": 1}'))[1]
    assert [(finding.code, finding.where) for finding in findings] == [
        ("text-control", "work/statement.yaml:1:30"),
        ("yaml-unknown-key", "work/statement.yaml:1:45"),
    ]
    assert "".join(map(str, findings)).encode("utf-8")


def test_the_original_need_not_be_an_edition(tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + "original: be\n"))
    assert findings == () and statement is not None and statement.original == "be"


@pytest.mark.parametrize(
    ("yaml", "place", "words"),
    [
        ("subjects: [Law, A #tag]\n", "3:17", "A #tag"),
        ("publisher: {name: House #5}\n", "3:19", "House #5"),
        ("subjects:\n  [one, 'a #b',\n  c #d]\n", "5:3", "c #d"),
    ],
)
def test_a_comment_that_cuts_a_list_short_is_found_where_it_stands(tmp_path, yaml, place, words):
    findings = read_work(write_work(tmp_path, STATEMENT + yaml))[1]
    assert [(finding.code, finding.where) for finding in findings] == [("yaml-comment", f"work/statement.yaml:{place}")]
    assert f'"{words}"' in findings[0].hint
