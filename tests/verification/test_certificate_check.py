"""A certificate stands for exactly the packaged files; whatever else it says is found."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.model import Artefact, Check, Statement
from flugblatt.model.targets import row
from flugblatt.report import certificate as made_by
from flugblatt.report.run_report import Entry
from flugblatt.verification import certificate_check
from tests import editions
from tests.bagging import Files

Value = dict[str, Any]
WHERE = "probe.de.proof.json"


@pytest.fixture(scope="module")
def published(files: Files) -> Files:
    """The publications by the path of a build."""
    mark = "/publications/data/"
    return {f"probe/{name.partition(mark)[2]}": data for name, data in files.items() if mark in name}


@pytest.fixture(scope="module")
def certificate(published: Files) -> Value:
    return dict(json.loads(published["probe/de/probe.de.proof.json"]))


def judged(work: Statement, value: object, published: Files) -> Check:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return certificate_check.judge(work, editions.edition(work, "de"), data, published, WHERE)


def test_the_certificate_made_with_the_files_passes(work: Statement, certificate: Value, published: Files) -> None:
    check = judged(work, certificate, published)
    assert (check.check, check.verdict, check.findings) == ("certificate", "passed", ())
    assert check.detail == "10 files by size and SHA-256"


def _row(value: Value, **change: object) -> None:
    value["artefacts"][0].update(change)


CHANGES: dict[str, tuple[Callable[[Value], object], str]] = {
    "another certificate": (lambda value: value.update(certificate="something"), "certificate-differs"),
    "another work": (lambda value: value.update(work="other"), "certificate-differs"),
    "another language": (lambda value: value.update(language="ar"), "certificate-differs"),
    "another title": (lambda value: value.update(title="Kein Titel"), "certificate-differs"),
    "another source": (lambda value: value["source"].update(sha256="0" * 64), "certificate-differs"),
    "another statement": (lambda value: value["statement"].update(sha256="0" * 64), "certificate-differs"),
    "other counts": (lambda value: value["text"].update(characters=1), "certificate-differs"),
    "another file": (lambda value: _row(value, sha256="0" * 64), "certificate-differs"),
    "another size": (lambda value: _row(value, bytes=1), "certificate-differs"),
    "a file that is not there": (lambda value: _row(value, path="probe/de/gone.pdf"), "certificate-differs"),
    "a file left out": (lambda value: value["artefacts"].pop(), "certificate-missing"),
    "not passed": (lambda value: value.update(verdict="failed"), "certificate-verdict"),
    "a file that did not pass": (lambda value: _row(value, verdict="not run"), "certificate-verdict"),
    "a field missing": (lambda value: value.pop("source"), "certificate-unreadable"),
    "a field of another kind": (lambda value: value.update(artefacts=3), "certificate-unreadable"),
    "a path that is none": (lambda value: _row(value, path=["x"]), "certificate-unreadable"),
}


@pytest.mark.parametrize(("change", "code"), CHANGES.values(), ids=CHANGES)
def test_each_change_is_found(
    change: Callable[[Value], object], code: str, work: Statement, certificate: Value, published: Files
) -> None:
    value = json.loads(json.dumps(certificate))
    change(value)
    check = judged(work, value, published)
    assert check.verdict == "failed" and code in {finding.code for finding in check.findings}


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b"null", b"[" * 100_000, b'{"work": 1}'])
def test_what_is_no_certificate_is_unreadable(data: bytes, work: Statement, published: Files) -> None:
    assert {finding.code for finding in judged(work, data, published).findings} == {"certificate-unreadable"}


def test_every_code_has_a_case() -> None:
    assert {code for _, code in CHANGES.values()} == set(certificate_check.CODES)


def test_the_report_is_held_against_the_files_too(work: Statement, files: Files, published: Files) -> None:
    (path,) = (name for name in files if name.endswith("documentation/report.json"))
    check = certificate_check.of_report(work, files[path], published, path)
    assert check.verdict == "passed" and check.detail == "20 files by size and SHA-256"
    for old, new, code in (
        (b'"probe/de/probe.de.pdf"', b'"probe/de/probe.de.txt"', "certificate-differs"),
        (b'"verdict": "passed"', b'"verdict": "not run"', "certificate-verdict"),
        (b'"work": "probe"', b'"work": "other"', "certificate-differs"),
        (b'"works"', b'"work"', "certificate-unreadable"),
    ):
        assert old in files[path]
        changed = certificate_check.of_report(work, files[path].replace(old, new, 1), published, path)
        assert code in {finding.code for finding in changed.findings}


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_any_json_ends_in_a_verdict(work: Statement, published: Files, value: object) -> None:
    assert judged(work, value, published).verdict == "failed"
    assert certificate_check.of_report(work, json.dumps(value).encode(), published, WHERE).verdict == "failed"


# --- Two editions side by side -------------------------------------------------------------------

OF_A_PAIR: dict[str, tuple[Callable[[Value], object], str]] = {
    "another pair": (lambda value: value.update(language="en+de"), "certificate-differs"),
    "one source alone": (lambda value: value["editions"].pop(), "certificate-differs"),
    "the sources in the other order": (lambda value: value["editions"].reverse(), "certificate-differs"),
    "another source": (lambda value: value["editions"][1]["source"].update(sha256="0" * 64), "certificate-differs"),
    "another title": (lambda value: value["editions"][1].update(title="Two"), "certificate-differs"),
    "other counts": (lambda value: value["editions"][0]["text"].update(blocks=7), "certificate-differs"),
    "another file": (lambda value: _row(value, sha256="0" * 64), "certificate-differs"),
    "a file left out": (lambda value: value["artefacts"].pop(), "certificate-missing"),
    "not passed": (lambda value: value.update(verdict="failed"), "certificate-verdict"),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Statement, Files]:
    """A work of two editions, and the files of both in one; they stand for real ones."""
    yaml = editions.PLAIN_YAML + "bilingual: [[de, en]]\n"
    texts = {"de": "# Eins\n\nZwei.\n", "en": "# One\n\nTwo.\n"}
    statement = editions.read(editions.write(tmp_path_factory.mktemp("both"), "probe", yaml, **texts))
    (pair,) = statement.pairs()
    return statement, {row("bilingual").path(pair, kind): kind.encode() or b"book" for kind in ("", "leaflet")}


def of_pair(both: tuple[Statement, Files], change: Callable[[Value], object]) -> Check:
    statement, published = both
    (pair,) = statement.pairs()
    passed = (Check("fidelity", "passed", "a tool"),)
    entries = tuple(
        Entry(pair.tags, Artefact("bilingual", path, "application/pdf", data, kind), False, passed)
        for (path, data), kind in zip(published.items(), ("", "leaflet"), strict=True)
    )
    value = json.loads(made_by.render(statement, pair, entries))
    change(value)
    return certificate_check.judge(statement, pair, json.dumps(value).encode(), published, WHERE)


def test_the_certificate_of_two_editions_passes(both: tuple[Statement, Files]) -> None:
    check = of_pair(both, lambda value: None)
    assert (check.verdict, check.findings, check.detail) == ("passed", (), "2 files by size and SHA-256")


@pytest.mark.parametrize(("change", "code"), OF_A_PAIR.values(), ids=OF_A_PAIR)
def test_a_certificate_of_two_editions_that_says_something_else_is_found(
    both: tuple[Statement, Files], change: Callable[[Value], object], code: str
) -> None:
    assert code in {finding.code for finding in of_pair(both, change).findings}
