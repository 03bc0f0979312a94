"""The catalogue of a project: what it lists, what it leaves out and says so, and that nothing in between is ever published."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flugblatt.build import deposit, embargo, project_catalogue, store
from flugblatt.build.plan import Order
from flugblatt.build.project_catalogue import Listing
from flugblatt.catalogue import facts, index_pages
from flugblatt.judges import judge_table
from flugblatt.model import Group, Statement
from tests.catalogue import shelf
from tests.records import works


def order(out: Path, **said: object) -> Order:
    return Order(Path("content"), out, **said)  # type: ignore[arg-type]


def publish(out: Path, statement: Statement, complete: bool = True) -> None:
    out.mkdir(exist_ok=True)
    known = facts.written(shelf.facts(statement)) if complete else b""
    store.publish(out, statement.work, shelf.groups(statement), (), known, statement.version)


def make(out: Path, *names: str, **said: object) -> Listing:
    return project_catalogue.make(order(out, **said), names, lambda line: None)


def another(name: str) -> Statement:
    return works.made(works.LEAST_YAML, name, de=works.LEAST)


def test_a_catalogue_lists_the_works_that_are_published(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    listed = make(tmp_path, "brief", "neu")
    assert {check.verdict for entry in listed.entries for check in entry.checks} == {"passed"}
    assert (tmp_path / "index.html").is_file() and (tmp_path / "_catalogue" / "style.css").is_file()
    assert listed.left_out == ("neu: not everything of it is published; build it without --target and --language",)
    assert not (tmp_path / ".staging" / "_catalogue").exists()


def test_a_catalogue_that_is_current_is_not_written_again(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    first = make(tmp_path, "brief")
    before = (tmp_path / "index.html").stat()
    again = make(tmp_path, "brief")
    assert all(entry.reused for entry in again.entries) and not any(entry.reused for entry in first.entries)
    assert [entry.checks for entry in again.entries] == [entry.checks for entry in first.entries]
    assert (tmp_path / "index.html").stat().st_mtime_ns == before.st_mtime_ns
    assert not any(entry.reused for entry in make(tmp_path, "brief", force=True).entries)


def test_a_page_that_was_changed_is_made_again(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    make(tmp_path, "brief")
    good = (tmp_path / "index.html").read_bytes()
    (tmp_path / "index.html").write_bytes(b"x")
    make(tmp_path, "brief")
    assert (tmp_path / "index.html").read_bytes() == good


def test_a_work_whose_folder_is_gone_is_named_and_not_removed(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    publish(tmp_path, another("alt"))
    make(tmp_path, "alt", "brief")
    listed = make(tmp_path, "brief")
    assert listed.left_out == (f"{tmp_path / 'alt'}: it is no work of content any more; its files were not removed",)
    assert (tmp_path / "alt" / "de").is_dir()
    assert b'id="alt"' not in (tmp_path / "index.html").read_bytes()


def test_a_work_that_is_not_complete_is_not_listed(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    publish(tmp_path, another("alt"))
    make(tmp_path, "alt", "brief")
    publish(tmp_path, another("alt"), complete=False)
    assert make(tmp_path, "alt", "brief").left_out[0].startswith("alt: not everything")
    assert b'id="alt"' not in (tmp_path / "index.html").read_bytes()


def test_without_any_work_the_catalogue_is_taken_away(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    make(tmp_path, "brief")
    publish(tmp_path, works.least(), complete=False)
    assert make(tmp_path, "brief").entries == ()
    assert not (tmp_path / "index.html").exists() and not (tmp_path / "opds.json").exists()


def test_a_run_for_other_targets_makes_no_catalogue_but_keeps_one_up_to_date(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    assert make(tmp_path, "brief", targets=("text",)) == Listing()
    make(tmp_path, "brief")
    publish(tmp_path, another("alt"))
    assert make(tmp_path, "alt", "brief", targets=("text",)).entries
    assert b'id="alt"' in (tmp_path / "index.html").read_bytes()


def test_a_red_catalogue_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, works.least())
    make(tmp_path, "brief")
    before = (tmp_path / "index.html").read_bytes()
    publish(tmp_path, another("alt"))
    render = index_pages.render
    monkeypatch.setattr(
        index_pages, "render", lambda *given: render(*given).replace(b"</body>", b"<script>1</script></body>")
    )
    listed = make(tmp_path, "alt", "brief")
    assert listed.rejected == tmp_path / ".rejected" / "_catalogue"
    assert (tmp_path / "index.html").read_bytes() == before
    assert (listed.rejected / "index.html").is_file()
    monkeypatch.undo()
    assert make(tmp_path, "alt", "brief").rejected is None
    assert not (tmp_path / ".rejected" / "_catalogue").exists()


def test_an_interrupted_publication_is_made_good_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, works.least())
    make(tmp_path, "brief")
    publish(tmp_path, another("alt"))

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, "alt", "brief")
    monkeypatch.undo()
    shutil.rmtree(tmp_path / ".staging")
    assert not any(entry.reused for entry in make(tmp_path, "alt", "brief").entries)
    assert b'id="alt"' in (tmp_path / "index.html").read_bytes()


# --- Landing pages -------------------------------------------------------------------------------


def landing(statement: Statement, whole: tuple[Group, ...], out: Path, **said: object) -> tuple[Group, ...]:
    return tuple(deposit.MADE["catalogue"](order(out, **said), statement, whole, lambda line: None))


def test_a_landing_page_is_made_of_a_complete_work_alone(tmp_path: Path) -> None:
    whole = shelf.groups(works.least())
    (made,) = landing(works.least(), whole, tmp_path)
    assert [file.path for file, _ in made.files] == ["brief/index.html", "brief/linkset.json"]
    assert {check.verdict for _, checks in made.files for check in checks} == {"passed"}
    (none,) = landing(works.least(), whole[:-1], tmp_path)
    assert none.files == () and none.not_due == (deposit.INCOMPLETE,)
    assert landing(works.least(), whole[:-1], tmp_path, targets=("text",)) == ()


def test_a_work_under_embargo_has_no_landing_page_unless_it_is_asked_for(tmp_path: Path) -> None:
    ends = datetime(2030, 1, 1, tzinfo=UTC)
    statement = replace(works.least(), embargo="2030-01-01T00:00:00Z")
    whole = shelf.groups(statement)
    before = int(ends.timestamp()) - 3600
    (withheld,) = landing(statement, whole, tmp_path, epoch=before)
    assert withheld.not_due == ("under embargo until 2030-01-01T00:00:00Z",)
    assert embargo.withheld(order(tmp_path, epoch=before), statement).startswith("brief: under embargo")
    (after,) = landing(statement, whole, tmp_path, epoch=before + 3600)
    marked = embargo.marked(order(tmp_path, epoch=before, embargoed=True), statement)
    (early,) = landing(marked, whole, tmp_path, epoch=before, embargoed=True)
    assert after.files and early.files
    assert b'class="notices"' in early.files[0][0].data and b'class="notices"' not in after.files[0][0].data
    assert {check.verdict for _, checks in early.files for check in checks} == {"passed"}


def test_a_landing_page_lists_the_packages_of_earlier_versions(tmp_path: Path) -> None:
    publish(tmp_path, works.least())
    statement = replace(works.least(), revised="2030-01-01")
    whole = shelf.groups(statement)
    (made,) = landing(statement, whole, tmp_path)
    assert {check.verdict for _, checks in made.files for check in checks} == {"passed"}
    earlier = tuple(store.earlier(tmp_path, "brief", statement.version).values())
    assert [laid.path for laid in earlier] == ["brief/archive/brief.2022-01-01.tar"]
    page = made.files[0][0].data
    kept = facts.written(facts.gather(statement, whole, earlier))
    case = replace(shelf.landing_case(statement, "landing", page), beside=kept, earlier=earlier)
    assert judge_table.judge("metadata", case).verdict == "passed"
    spoilt = replace(case, data=page.replace(b"brief.2022-01-01.tar", b"brief.2022-01-02.tar"))
    (wrong,) = judge_table.judge("metadata", spoilt).findings
    assert "brief.2022-01-01.tar" in wrong.message and "brief.2022-01-02.tar" in wrong.message


def test_a_withdrawn_work_says_so_everywhere_and_its_entry_is_updated(tmp_path: Path) -> None:
    yaml = f"{works.LEAST_YAML}withdrawn: {{date: 2024-03-01, reason: Ein Irrtum.}}\nsupersedes: alt\n"
    statement = works.made(yaml, de=works.LEAST)
    (made,) = landing(statement, shelf.groups(statement), tmp_path)
    assert {check.verdict for _, checks in made.files for check in checks} == {"passed"}
    known = shelf.facts(statement)
    assert known.stamp == "2024-03-01T00:00:00Z"
    data = made.files[0][0].data
    assert b'"name": "Withdrawn"' in data and b'"expires": "2024-03-01"' in data
    assert b'dc/terms/replaces": "alt"' in data
    assert b"Ein Irrtum." in made.files[0][0].data
    for page in shelf.pages(known):
        assert {check.verdict for check in shelf.checks(page, known)} == {"passed"}
        assert page.artefact.kind == "style" or b"Ein Irrtum." in page.artefact.data
