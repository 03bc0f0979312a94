"""The store: whole publications, rejected ones beside them, nothing in between."""

import json
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from flugblatt.build import store
from flugblatt.model import Artefact, Check, Group, OnDisk
from flugblatt.model.errors import ToolFailed


def artefact(name: str, data: bytes) -> Artefact:
    return Artefact("text", f"probe/de/{name}", "text/plain", data)


def put(out: Path, *artefacts: Artefact) -> None:
    out.mkdir(exist_ok=True)
    store.publish(out, "probe", (Group("text", "de", "f" * 64, tuple((made, ()) for made in artefacts)),))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_publication_replaces_the_whole_work(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"), artefact("b.txt", b"2"))
    put(tmp_path, artefact("a.txt", b"3"))
    assert tree(tmp_path / "probe") == {"de/a.txt": b"3"}
    assert store.published(tmp_path, "probe") == ("probe/de/a.txt",)


def test_a_rejected_work_leaves_the_published_one_as_it_is(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    before = tree(tmp_path / "probe")
    folder = store.reject(tmp_path, "probe", (artefact("a.txt", b"red"),), b"{}")
    assert folder == tmp_path / ".rejected" / "probe"
    assert tree(folder) == {"de/a.txt": b"red", "report.json": b"{}"}
    assert tree(tmp_path / "probe") == before


def test_a_good_publication_clears_the_rejected_one(tmp_path: Path) -> None:
    tmp_path.joinpath("x").mkdir()
    store.reject(tmp_path, "probe", (artefact("a.txt", b"red"),), b"{}")
    put(tmp_path, artefact("a.txt", b"1"))
    assert not (tmp_path / ".rejected" / "probe").exists()


def test_an_interrupted_build_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, artefact("a.txt", b"1"), artefact("b.txt", b"2"))
    before = tree(tmp_path / "probe")
    written: list[int] = []

    def sync(handle: int) -> None:
        written.append(handle)
        if len(written) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", sync)
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path, artefact("a.txt", b"3"), artefact("b.txt", b"4"))
    assert tree(tmp_path / "probe") == before
    with store.alone(tmp_path):
        assert not (tmp_path / ".staging").exists()


def test_without_an_exchange_in_the_file_system_two_renames_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Library:
        pass

    monkeypatch.setattr(store.ctypes, "CDLL", lambda *_, **__: Library())
    put(tmp_path, artefact("a.txt", b"1"))
    put(tmp_path, artefact("b.txt", b"2"))
    assert tree(tmp_path / "probe") == {"de/b.txt": b"2"}


def test_a_damaged_state_file_is_no_state(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    (tmp_path / ".state" / "probe.json").write_text("{")
    assert store.published(tmp_path, "probe") == ()


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"[]", b"null", b"7", b"\xff", b"[" * 100_000, b"{}"),
        *(b'{"schema": 1, "groups": {}}', b'{"schema": 2, "groups": []}', b'{"schema": 2, "groups": {"text de": 1}}'),
    ],
)
def test_a_state_of_another_shape_is_no_state(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    (tmp_path / ".state" / "probe.json").write_bytes(data)
    assert store.published(tmp_path, "probe") == () and store.earlier(tmp_path, "probe", "") == {}
    assert store.kept(tmp_path, "probe", "text", "de", "f" * 64) is None
    put(tmp_path, artefact("a.txt", b"2"))
    assert store.kept(tmp_path, "probe", "text", "de", "f" * 64) is not None


@pytest.mark.parametrize("path", ["probe/../other/a.txt", "/etc/passwd", "other/a.txt", "a.txt", "probe/\0"])
def test_a_state_that_names_a_file_outside_of_its_work_is_no_state(tmp_path: Path, path: str) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    file = tmp_path / ".state" / "probe.json"
    state = json.loads(file.read_text())
    state["groups"]["text de"]["files"][path] = state["groups"]["text de"]["files"]["probe/de/a.txt"]
    file.write_text(json.dumps(state))
    assert store.published(tmp_path, "probe") == ()


@pytest.mark.parametrize("checks", [[7], [{}], [{"check": 1}], ["x"], {}])
def test_a_state_whose_checks_have_another_shape_keeps_nothing(tmp_path: Path, checks: object) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    file = tmp_path / ".state" / "probe.json"
    state = json.loads(file.read_text())
    state["groups"]["text de"]["files"]["probe/de/a.txt"]["checks"] = checks
    file.write_text(json.dumps(state))
    assert store.kept(tmp_path, "probe", "text", "de", "f" * 64) is None


def test_papers_are_whole_as_long_as_each_is_as_it_was_published(tmp_path: Path) -> None:
    paper = Artefact("report", "probe/report.html", "text/html", b"<p>")
    store.publish(tmp_path, "probe", (), (paper,))
    assert store.are_whole(tmp_path, "probe", ("probe/report.html",))
    assert not store.are_whole(tmp_path, "probe", ("probe/report.html", "probe/de/probe.de.proof.json"))
    (tmp_path / "probe" / "report.html").write_bytes(b"<q>")
    assert not store.are_whole(tmp_path, "probe", ("probe/report.html",))


def test_bytes_of_published_files_stay_where_they_lie_and_are_never_others(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    group = store.kept(tmp_path, "probe", "text", "de", "f" * 64)
    assert group is not None
    ((made, _),) = group.files
    assert isinstance(made.body, OnDisk) and (made.data, made.size) == (b"1", 1)
    (tmp_path / "probe" / "de" / "a.txt").write_bytes(b"2")
    with pytest.raises(ToolFailed, match="was changed"):
        store.publish(tmp_path, "probe", (group,))
    assert tree(tmp_path / "probe") == {"de/a.txt": b"2"}


def test_a_kept_file_is_published_again_without_being_written(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    number = (tmp_path / "probe" / "de" / "a.txt").stat().st_ino
    group = store.kept(tmp_path, "probe", "text", "de", "f" * 64)
    assert group is not None
    store.publish(tmp_path, "probe", (group, Group("web", "de", "f" * 64, ((artefact("a.html", b"3"), ()),))))
    assert tree(tmp_path / "probe") == {"de/a.txt": b"1", "de/a.html": b"3"}
    assert (tmp_path / "probe" / "de" / "a.txt").stat().st_ino == number


def test_the_state_holds_digests_and_no_path_of_the_machine(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    state = json.loads((tmp_path / ".state" / "probe.json").read_text())
    assert (state["schema"], state["version"], state["papers"], state["earlier"]) == (2, "", {}, {})
    assert {key: list(group["files"]) for key, group in state["groups"].items()} == {"text de": ["probe/de/a.txt"]}
    assert str(tmp_path) not in json.dumps(state)


def test_a_group_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"), artefact("b.txt", b"2"))
    group = store.kept(tmp_path, "probe", "text", "de", "f" * 64)
    assert group is not None and group.reused and [made.data for made, _ in group.files] == [b"1", b"2"]
    assert store.kept(tmp_path, "probe", "text", "de", "0" * 64) is None
    assert store.kept(tmp_path, "probe", "text", "fr", "f" * 64) is None
    (tmp_path / "probe" / "de" / "b.txt").write_bytes(b"3")
    assert store.kept(tmp_path, "probe", "text", "de", "f" * 64) is None
    (tmp_path / "probe" / "de" / "b.txt").unlink()
    assert store.kept(tmp_path, "probe", "text", "de", "f" * 64) is None


def test_what_is_not_due_is_remembered_with_its_reason(tmp_path: Path) -> None:
    store.publish(tmp_path, "probe", (Group("dnb", "de", "f" * 64, (), ("statement.yaml lacks publisher",)),))
    group = store.kept(tmp_path, "probe", "dnb", "de", "f" * 64)
    assert group is not None and group.files == () and group.not_due == ("statement.yaml lacks publisher",)


def test_the_digest_of_finished_files_follows_each_of_them() -> None:
    group = Group("text", "de", "f" * 64, ((artefact("a.txt", b"1"), (Check("fidelity", "passed", ""),)),))
    other = Group("text", "de", "0" * 64, ((artefact("a.txt", b"2"), (Check("fidelity", "passed", ""),)),))
    third = Group("text", "de", "f" * 64, ((artefact("a.txt", b"1"), (Check("glyphs", "passed", ""),)),))
    digests = {store.digest_of((one,), "records") for one in (group, other, third)} | {store.digest_of((group,), "x")}
    assert len(digests) == 4


# --- Earlier versions ----------------------------------------------------------------------------


def put_version(out: Path, version: str, package: bytes = b"") -> None:
    out.mkdir(exist_ok=True)
    made = Artefact("package", "probe/archive/probe.tar", "application/x-tar", package or version.encode())
    signed = Artefact("package", "probe/archive/probe.txt.sig", "text/plain", b"signed " + made.data, "signature")
    texts = Group("text", "de", "f", ((artefact("a.txt", b"1"), ()),))
    groups = (texts, Group("package", "", "f", ((made, ()), (signed, ())))) if package != b"none" else (texts,)
    store.publish(out, "probe", groups, (), b"", version)


def test_the_packages_of_earlier_versions_stay_by_their_date(tmp_path: Path) -> None:
    put_version(tmp_path, "2024-01-01T00:00:00Z")
    put_version(tmp_path, "2024-03-01T08:30:00Z")
    put_version(tmp_path, "2024-05-01T00:00:00Z", b"none")
    put_version(tmp_path, "2024-05-01T00:00:00Z")
    put_version(tmp_path, "2024-06-01T00:00:00Z")
    put_version(tmp_path, "2024-06-01T00:00:00Z", b"made again")
    kept = {name: data for name, data in tree(tmp_path / "probe" / "archive").items() if name.endswith("tar")}
    assert kept == {
        "probe.2024-01-01.tar": b"2024-01-01T00:00:00Z",
        "probe.2024-03-01T083000Z.tar": b"2024-03-01T08:30:00Z",
        "probe.2024-05-01.tar": b"2024-05-01T00:00:00Z",
        "probe.tar": b"made again",
    }
    assert (tmp_path / "probe" / "archive" / "probe.2024-01-01.txt.sig").read_bytes() == b"signed 2024-01-01T00:00:00Z"


def test_a_package_stays_when_a_part_of_the_next_version_is_built(tmp_path: Path) -> None:
    put_version(tmp_path, "2024-01-01T00:00:00Z")
    put_version(tmp_path, "2024-03-01T00:00:00Z", b"none")
    assert [path.name for path in sorted(tmp_path.glob("probe/archive/*.tar"))] == ["probe.2024-01-01.tar"]
    assert [laid.path for laid in store.earlier(tmp_path, "probe", "2024-03-01T00:00:00Z").values()] == [
        "probe/archive/probe.2024-01-01.tar",
        "probe/archive/probe.2024-01-01.txt.sig",
    ]


def test_two_packages_of_one_date_both_stay_and_one_twice_stays_once(tmp_path: Path) -> None:
    for version, data in (("2024-01-01", b"a"), ("2024-02-01", b"b"), ("2024-01-01", b"c"), ("2024-02-01", b"b")):
        put_version(tmp_path, f"{version}T00:00:00Z", data)
    put_version(tmp_path, "2024-03-01T00:00:00Z", b"d")
    kept = {name: data for name, data in tree(tmp_path / "probe" / "archive").items() if name.endswith("tar")}
    assert kept == {
        "probe.2024-01-01.tar": b"a",
        "probe.2024-01-01-2.tar": b"c",
        "probe.2024-02-01.tar": b"b",
        "probe.tar": b"d",
    }


def test_a_file_system_without_second_names_gets_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(store.os, "link", refuse)
    put_version(tmp_path, "2024-01-01T00:00:00Z")
    put_version(tmp_path, "2024-03-01T00:00:00Z")
    assert (tmp_path / "probe" / "archive" / "probe.2024-01-01.tar").read_bytes() == b"2024-01-01T00:00:00Z"


STEPS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "ctypes.dlsym")


def killed_at(step: int, work: Callable[[], None]) -> bool:
    """Whether a process that does the work was killed at this step; it is through where it has fewer."""
    child = os.fork()
    if child == 0:
        left = iter(range(step, -1, -1))
        sys.addaudithook(
            lambda name, _: os.kill(os.getpid(), signal.SIGKILL) if name in STEPS and not next(left) else None
        )
        work()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_run_that_is_killed_at_any_step_leaves_old_or_new_and_the_next_one_heals(tmp_path: Path) -> None:
    old = (artefact("a.txt", b"1"), artefact("gone.txt", b"1"))
    new = (artefact("a.txt", b"2"), artefact("b.txt", b"2"))
    put(tmp_path / "clean", *new)
    wanted = tree(tmp_path / "clean")
    before = after = 0
    for step in range(200):
        out = tmp_path / f"out{step}"
        put(out, *old)
        if not killed_at(step, partial(put, out, *new)):
            break
        stands = tree(out / "probe")
        assert stands in ({"de/a.txt": b"1", "de/gone.txt": b"1"}, {"de/a.txt": b"2", "de/b.txt": b"2"})
        before, after = before + ("de/b.txt" not in stands), after + ("de/b.txt" in stands)
        with store.alone(out):
            put(out, *new)
        assert {path: data for path, data in tree(out).items() if path != ".lock"} == wanted
    assert before > 5 and after > 2


def test_a_run_that_is_killed_at_any_step_costs_no_package_of_an_earlier_version(tmp_path: Path) -> None:
    old, new = "2024-01-01T00:00:00Z", "2024-03-01T00:00:00Z"
    wanted = {"probe.2024-01-01.tar": old.encode(), "probe.tar": new.encode()}
    before = after = 0
    for step in range(200):
        out = tmp_path / f"out{step}"
        put_version(out, old)
        if not killed_at(step, partial(put_version, out, new)):
            break
        stands = (out / "probe" / "archive" / "probe.tar").read_bytes() == new.encode()
        before, after = before + (not stands), after + stands
        with store.alone(out):
            put_version(out, new)
        kept = tree(out / "probe" / "archive").items()
        assert {name: data for name, data in kept if name.endswith("tar")} == wanted
    assert before > 5 and after > 2


def test_what_the_catalogue_knew_of_earlier_files_is_told_from_what_it_knows_of_these(tmp_path: Path) -> None:
    """A run may have been ended when the files of a work were published, and what the catalogue knows of them was not yet."""
    for said in (b"earlier", b"now"):
        store.publish(tmp_path, "probe", (), facts=said)
        assert store.has_its_facts(tmp_path, "probe")
    (tmp_path / store.STATE / f"probe{store.FACTS}").write_bytes(b"earlier")
    assert not store.has_its_facts(tmp_path, "probe")


def test_strangers_are_moved_and_named_and_files_of_ours_stay(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"), artefact("b.txt", b"1"))
    for name in ("de/note.txt", "a.txt"):
        (tmp_path / "probe" / name).write_text("mine", encoding="utf-8")
    (tmp_path / "probe" / "link").symlink_to(tmp_path)
    moved = store.put_aside(tmp_path, "probe", ["probe/de/a.txt"])
    assert sorted(moved) == [f".strangers/probe/{name}" for name in ("a.txt", "de/note.txt", "link")]
    assert tree(tmp_path / "probe") == {"de/a.txt": b"1", "de/b.txt": b"1"}
    (tmp_path / "probe" / "a.txt").write_text("again", encoding="utf-8")
    assert store.put_aside(tmp_path, "probe", ()) == (".strangers/probe/a.txt.1",)
    assert (tmp_path / ".strangers/probe/a.txt").read_text(encoding="utf-8") == "mine"


def test_a_build_that_waits_for_another_one_says_so(tmp_path: Path) -> None:
    told: list[str] = []
    with store.alone(tmp_path, told.append):
        child = os.fork()
        if child == 0:
            with store.alone(tmp_path, lambda line: os._exit(7)):
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert told == []
