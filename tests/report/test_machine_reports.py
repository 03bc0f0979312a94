"""Results for other programs: the same findings at the same places, whatever stands in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from flugblatt.model import Check, Finding
from flugblatt.report import machine_reports
from flugblatt.report.machine_reports import Result
from tests import editions
from tests.commands import run

NASTY = "50 % of it,\nsaid: <b> & \x07"
OF_SOURCE = Finding("mark-x", "warning", NASTY, "w/de.md:3:7", "write y")
OF_PAGE = Finding("visual-overlap", "error", "one over another", "page 2, 'Wort'")
RESULTS = machine_reports.of_run([OF_SOURCE], (), (), "content", "out") + machine_reports.of_files(
    [
        ("out/w/de/w.de.pdf", [Check.of("visual", "our checks", (OF_PAGE,)), Check.not_run("glyphs", "no font")]),
        ("out/w/de/w.de.txt", [Check.of("fidelity", "our checks", ())]),
    ]
)


def test_annotations_stand_at_line_and_column() -> None:
    lines = list(machine_reports.github(RESULTS))
    assert lines == [
        "::warning file=content/w/de.md,line=3,col=7,title=mark-x::"
        "50 %25 of it,%0Asaid: <b> & \x07 (content)%0Ahint: write y",
        "::error file=out/w/de/w.de.pdf,title=visual-overlap::page 2, 'Wort': one over another (visual)",
        "::notice file=out/w/de/w.de.pdf,title=glyphs::not run: no font",
    ]


def test_a_failed_check_without_a_finding_is_an_annotation_all_the_same() -> None:
    assert list(machine_reports.github([Result("a,b.pdf", "fidelity", "failed")])) == [
        "::error file=a%2Cb.pdf,title=fidelity::the check failed"
    ]


def test_sarif_has_a_rule_for_each_code_and_a_region_for_each_line() -> None:
    (made,) = json.loads(machine_reports.sarif(RESULTS))["runs"]
    rules = [rule["id"] for rule in made["tool"]["driver"]["rules"]]
    found = [(rules[result["ruleIndex"]], result["ruleId"], result["level"]) for result in made["results"]]
    assert found == [("mark-x", "mark-x", "warning"), ("visual-overlap", "visual-overlap", "error")]
    places = [result["locations"][0]["physicalLocation"] for result in made["results"]]
    assert places[0] == {
        "artifactLocation": {"uri": "content/w/de.md"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert places[1] == {"artifactLocation": {"uri": "out/w/de/w.de.pdf"}}


def test_junit_counts_what_failed_and_what_was_not_run() -> None:
    root = etree.fromstring(machine_reports.junit(RESULTS).encode())
    suites = [(suite.get("name"), suite.get("tests"), suite.get("failures"), suite.get("skipped")) for suite in root]
    assert suites == [
        ("content/w/de.md", "1", "0", "0"),
        ("out/w/de/w.de.pdf", "2", "1", "1"),
        ("out/w/de/w.de.txt", "1", "0", "0"),
    ]
    assert root.xpath("//failure/@message") == ["visual-overlap: one over another"]
    assert "said: <b> & \ufffd" in root.xpath("string(//system-out)")


@pytest.mark.parametrize("form", ["github", "sarif", "junit", "json"])
def test_a_build_reports_problems_of_the_content_by_the_path_that_one_types(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions.write(tmp_path / "content", "bad", editions.PLAIN_YAML, de="Kein Titel\n")
    editions.write(tmp_path / "content", "good", editions.PLAIN_YAML, de=editions.PLAIN)
    monkeypatch.chdir(tmp_path)
    done = run("--target", "text", "--report", form)
    assert done.returncode == 3 and "content/bad/de.md" in done.stdout
    assert "out/good/de/good.de.txt" in done.stdout or form != "junit"


def test_a_build_of_nothing_but_problems_is_json_all_the_same(tmp_path: Path) -> None:
    editions.write(tmp_path / "content", "bad", editions.PLAIN_YAML, de="Kein Titel\n")
    done = run("--content", tmp_path / "content", "--out", tmp_path / "out", "--report", "json")
    (finding,) = json.loads(done.stdout)["findings"]
    assert done.returncode == 3 and finding["where"] == f"{tmp_path}/content/bad/de.md:1:1"
    assert not (tmp_path / "out").exists()


def test_check_and_prove_report_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "de.md").write_text(editions.PLAIN, encoding="utf-8")
    (tmp_path / "de.txt").write_text("Etwas anderes.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = run("prove", "de.md", "de.txt", "--report", "github")
    assert done.returncode == 1 and done.stdout.startswith("::error file=de.txt,title=")
