"""report.json: it speaks of every published work, is spliced of kept pieces, and says which works are newer than it is."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from flugblatt.build import last_run, pipeline, store
from flugblatt.build.plan import Order
from flugblatt.model import Finding
from flugblatt.report.run_report import marked_newer, of_earlier, spliced
from flugblatt.xhtml import plain_text
from tests import editions
from tests.commands import run as build
from tests.editions import PLAIN as TEXT
from tests.editions import PLAIN_YAML as YAML


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        editions.write(tmp_path / "content", name, YAML, de=TEXT)
    return tmp_path / "content"


def run(content: Path, *works: str, force: bool = False) -> pipeline.Outcome:
    order = Order(content, content.parent / "out", works, targets=("text",), jobs=1, force=force)
    return pipeline.run(order, lambda line: None)


def report(content: Path) -> dict[str, Any]:
    value = json.loads((content.parent / "out" / "report.json").read_bytes())
    assert isinstance(value, dict)
    return value


def of_works(content: Path) -> dict[str, tuple[bool, set[bool]]]:
    """Of each work whether it is of this run, and whether its files are reused."""
    return {
        work["work"]: (
            work["this_run"],
            {made["reused"] for edition in work["editions"] for made in edition["artefacts"]},
        )
        for work in report(content)["works"]
    }


def agrees(content: Path) -> bool:
    """Whether every file that the report lists is there as it says, but of the works that it names as newer."""
    value = report(content)
    rows = [
        made
        for work in value["works"]
        if work["work"] not in value["newer"]
        for edition in work["editions"]
        for made in edition["artefacts"]
    ]
    out = content.parent / "out"
    return all(hashlib.sha256((out / made["path"]).read_bytes()).hexdigest() == made["sha256"] for made in rows)


def edit(content: Path, work: str) -> None:
    file = content / work / "de.md"
    file.write_text(file.read_text().replace("Vorspann", "Vorwort"))


def test_the_report_speaks_of_works_that_a_run_does_not_touch(content: Path) -> None:
    run(content)
    assert of_works(content) == {"one": (True, {False}), "two": (True, {False})}
    whole = report(content)
    run(content, "two", force=True)
    assert of_works(content) == {"one": (False, {True}), "two": (True, {False})} and agrees(content)
    run(content)
    assert of_works(content) == {"one": (True, {True}), "two": (True, {True})}
    for value in (whole, again := report(content)):
        del value["timings"]
    assert json.dumps(whole).replace('"reused": false', '"reused": true') == json.dumps(again)


def test_a_red_work_is_told_as_it_was_rejected_and_as_it_stays_published(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(content)
    true = plain_text.render
    monkeypatch.setattr(plain_text, "render", lambda *values: true(*values).replace(b"Vorspann", b"Vorspan"))
    assert run(content, "one", force=True).exit_code == 1
    one, two = report(content)["works"]
    (made,) = one["editions"][0]["artefacts"]
    assert (one["this_run"], made["path"]) == (True, ".rejected/one/de/one.de.txt")
    assert {check["check"]: check["verdict"] for check in made["checks"]}["fidelity"] == "failed"
    (stays,) = one["published"]["editions"][0]["artefacts"]
    assert (one["published"]["this_run"], stays["path"]) == (False, "one/de/one.de.txt")
    assert "published" not in two and agrees(content)


def test_a_work_whose_source_is_wrong_is_told_as_it_is_published(content: Path) -> None:
    run(content)
    (content / "one" / "de.md").write_text("Kein Titel\n")
    assert run(content).exit_code == 3
    assert of_works(content) == {"one": (False, {True}), "two": (True, {True})}
    assert {finding["code"] for finding in report(content)["findings"]} == {"title-missing"}


def ended_behind(function: Any, calls: int) -> Any:
    """``function``, behind whose call of this number the run is ended."""
    left = iter(range(calls - 1, -1, -1))

    def call(*given: Any) -> None:
        function(*given)
        if next(left) == 0:
            raise KeyboardInterrupt

    return call


@pytest.mark.parametrize(
    ("step", "calls"),
    [
        ("_exchange", 1),
        ("_write", 1),
        ("_write", 2),
        ("describe", 1),
        ("_clear", 1),
        ("write_report", 1),
        ("write_report", 2),
    ],
)
def test_a_run_that_is_ended_leaves_a_report_that_says_which_works_are_newer(
    step: str, calls: int, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended behind each step of a publication: what the report lists is there, or the work is named, and the next run heals."""
    run(content)
    edit(content, "one")
    with monkeypatch.context() as patched:
        patched.setattr(store, step, ended_behind(getattr(store, step), calls))
        with pytest.raises(KeyboardInterrupt):
            run(content)
    assert agrees(content)
    run(content, "two")
    assert agrees(content)
    assert run(content).exit_code == 0
    assert report(content)["newer"] == [] and of_works(content).keys() == {"one", "two"} and agrees(content)
    assert b"Vorwort" in (content.parent / "out/one/de/one.de.txt").read_bytes()


def test_before_the_first_publication_the_works_of_the_run_are_named(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(content)
    edit(content, "one")
    seen: list[list[str]] = []
    true = store.publish
    monkeypatch.setattr(store, "publish", lambda *given: (seen.append(report(content)["newer"]), true(*given))[1])
    run(content)
    assert seen == [["one", "two"]]


def test_a_work_whose_piece_is_lost_is_named_as_newer(content: Path) -> None:
    run(content)
    (content.parent / "out" / store.STATE / f"one{store.PIECE}").unlink()
    run(content, "two", force=True)
    assert report(content)["newer"] == ["one"] and of_works(content).keys() == {"two"}


def test_edited_papers_are_healed(content: Path) -> None:
    run(content)
    out = content.parent / "out"
    before = {path: path.read_bytes() for path in (out / "one").rglob("*") if path.is_file()}
    (out / "one" / "report.html").write_text("<p>lies</p>")
    (out / "one" / "de" / "one.de.proof.json").write_text("{}")
    run(content)
    assert {path: path.read_bytes() for path in (out / "one").rglob("*") if path.is_file()} == before


def test_a_spliced_report_is_the_json_of_its_value() -> None:
    value = {
        "work": "one",
        "this_run": True,
        "findings": [{"message": '"reused": false\n, "this_run": true'}],
        "reused": False,
    }
    piece = json.dumps(value, indent=1).encode()
    found = (Finding("code", "error", "Я", "x/y"),)
    for pieces in ([], [piece], [piece, of_earlier(piece)]):
        text = b"".join(spliced(pieces, (), found, 1.5, {"one": 1.0}, ["two"]))
        again = json.loads(text)
        assert json.dumps(again, indent=1, ensure_ascii=False) + "\n" == text.decode()
        assert [work["this_run"] for work in again["works"]] == [True, False][: len(pieces)]
        assert {work["findings"][0]["message"] for work in again["works"]} <= {value["findings"][0]["message"]}  # type: ignore[index]


def test_a_mark_changes_nothing_else_of_a_report(content: Path) -> None:
    run(content)
    before = store.report(content.parent / "out")
    marked = marked_newer(before, ("one",))
    assert json.loads(marked) == json.loads(before) | {"newer": ["one"]}
    assert marked_newer(marked, ()) == before
    assert json.loads(marked_newer(b"no report", ("one",)))["newer"] == ["one"]
    assert re.search(rb"\A{\n \"flugblatt\"", marked)


def test_with_nothing_to_do_the_report_stays_as_it_is(content: Path) -> None:
    words = ("--content", content, "--out", content.parent / "out", "--target", "text", "--jobs", "1")
    assert build(*words).returncode == 0
    before = last_run.standing(content.parent / "out" / "report.json")
    assert build(*words).returncode == 0
    assert last_run.standing(content.parent / "out" / "report.json") == before
