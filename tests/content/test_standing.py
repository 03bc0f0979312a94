"""Embargo, withdrawal, succession, and how editions stand to one another: read as written, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from flugblatt.build.pipeline import run
from flugblatt.build.plan import Order
from flugblatt.content import read_work, superseded
from flugblatt.model import ByLanguage, Ignored, Statement, Withdrawal
from tests.content.writing import STATEMENT, TEXT, write_work

EDITIONS = {"be": "# Заява\n\nМір.\n", "de": TEXT}


def read(folder: Path, lines: str) -> Statement:
    statement, findings = read_work(write_work(folder, STATEMENT + lines + "\n", **EDITIONS))
    assert findings == ()
    assert statement is not None
    return statement


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-12-01T10:00:00+01:00", "2026-12-01T09:00:00+00:00"),
        ("2026-12-01T10:00Z", "2026-12-01T10:00:00+00:00"),
        ("2026-12-01T01:00:00+05:00", "2026-11-30T20:00:00+00:00"),
    ],
)
def test_an_embargo_ends_at_one_moment_everywhere(written, moment, tmp_path):
    statement = read(tmp_path, f"embargo: {written}")
    assert statement.embargo == written
    assert statement.embargo_ends is not None and statement.embargo_ends.isoformat() == moment


def test_without_an_embargo_there_is_no_moment(tmp_path):
    statement = read(tmp_path, "kind: press-release")
    assert (statement.embargo, statement.embargo_ends) == ("", None)
    assert statement.withdrawn is None
    assert (statement.supersedes, statement.ignored, statement.bilingual) == ("", (), ())


def test_a_withdrawal_with_a_reason_in_each_language_and_without(tmp_path):
    lines = "withdrawn: {date: 2022-02-01, reason: {be: Памылка, de: Irrtum}}"
    assert read(tmp_path, lines).withdrawn == Withdrawal(
        "2022-02-01", ByLanguage(None, (("be", "Памылка"), ("de", "Irrtum")))
    )
    (tmp_path / "other").mkdir()
    assert read(tmp_path / "other", "withdrawn: {date: 2022-02}").withdrawn == Withdrawal("2022-02")


def test_a_withdrawal_before_the_publication_is_a_warning(tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + "withdrawn: {date: 2021-12-31}\n"))
    assert statement is not None
    assert [(finding.code, finding.severity) for finding in findings] == [("yaml-revised", "warning")]
    assert "a day not before the publication on 2022-01-06" in findings[0].message


def test_places_that_parity_ignores_and_pairs(tmp_path):
    lines = "parity: {ignore: [{where: be.md:3, reason: another example}, {where: de.md, reason: shorter}]}"
    statement = read(tmp_path, f"{lines}\nbilingual: [[de, be], [be, de]]")
    assert statement.ignored == (Ignored("be.md:3", "another example"), Ignored("de.md", "shorter"))
    assert statement.bilingual == (("de", "be"), ("be", "de"))


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("embargo: 2026-12-01", "yaml-date", "a date-time with its zone"),
        ("embargo: 2026-12-01T10:00:00", "yaml-date", "write 2026-12-01T10:00:00Z for UTC"),
        ("embargo: 2026-13-01T10:00:00Z", "yaml-date", "a date-time with its zone"),
        ("embargo: tomorrow", "yaml-date", "found tomorrow"),
        ("withdrawn: 2022-02-01", "yaml-type", "write withdrawn: {date: 2022-02-01}"),
        ("withdrawn: {reason: Irrtum}", "yaml-missing", "withdrawn.date was expected"),
        ("withdrawn: {date: 1.2.2022}", "yaml-date", "write 2022-02-01"),
        ("withdrawn: {date: 2022-02-01, reason: {fr: Erreur}}", "yaml-language", "the editions are be, de"),
        ("withdrawn: {date: 2022-02-01, note: Irrtum}", "yaml-unknown-key", "write reason: Irrtum"),
        ("supersedes: Appeal 2021", "yaml-value", "the name of another work"),
        ("supersedes: [appeal]", "yaml-type", "supersedes, a text, was expected"),
        ("parity: off", "yaml-type", "parity, a mapping was expected"),
        ("parity: {}", "yaml-missing", "parity.ignore was expected"),
        ("parity: {ignore: [{where: be.md:3}]}", "yaml-missing", "parity.ignore.reason was expected"),
        ("parity: {ignore: [{reason: shorter}]}", "yaml-missing", "parity.ignore.where was expected"),
        ("parity: {ignore: [{where: fr.md:3, reason: shorter}]}", "yaml-value", "a line of an edition like be.md:12"),
        ("parity: {ignore: [{where: be.md:0, reason: shorter}]}", "yaml-value", "a line of an edition like be.md:12"),
        ("bilingual: [de, be]", "yaml-type", "write bilingual: [[de, be]]"),
        ("bilingual: [[de]]", "yaml-value", "a pair of two editions like [de, be], was expected, found [de]"),
        ("bilingual: [[de, de]]", "yaml-value", "found [de, de]"),
        ("bilingual: [[de, be, de]]", "yaml-value", "found [de, be, de]"),
        ("bilingual: [[de, fr]]", "yaml-language", "found fr"),
        ("bilingual: de", "yaml-type", "bilingual, a list, was expected"),
    ],
)
def test_what_is_refused_and_what_is_said_of_it(line, code, words, tmp_path):
    statement, findings = read_work(write_work(tmp_path, STATEMENT + line + "\n", **EDITIONS))
    assert statement is None
    assert [(finding.code, words in str(finding)) for finding in findings] == [(code, True)]
    assert findings[0].where.startswith("work/statement.yaml:3:")


def test_a_superseded_work_is_one_of_the_project(tmp_path):
    statement = read(tmp_path, "supersedes: appeal-2021")
    assert superseded(statement, ("appeal-2021", "work")) == ()
    (finding,) = superseded(statement, ("appeal-2020", "work"))
    assert (finding.code, finding.where) == ("yaml-supersedes", "work/statement.yaml:3:13")
    assert finding.hint == "did you mean appeal-2020?"


def test_a_run_asks_for_the_superseded_work_and_a_rebuilt_package_does_not(tmp_path):
    content = tmp_path / "content"
    content.mkdir()
    write_work(content, STATEMENT + "supersedes: appeal-2021\n")
    outcome = run(Order(content, tmp_path / "out", targets=("text",)), lambda line: None)
    assert (outcome.exit_code, [finding.code for finding in outcome.findings]) == (3, ["yaml-supersedes"])
    outcome = run(Order(content, tmp_path / "out", targets=("text",), packaged=True), lambda line: None)
    assert (outcome.exit_code, outcome.findings) == (0, [])
