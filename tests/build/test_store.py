"""The store: whole publications, rejected ones beside them, nothing in between."""

import json
import os
from pathlib import Path

import pytest

from flugblatt.build import store
from flugblatt.model import Artefact, Check, Group


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


def test_the_state_holds_digests_and_no_path_of_the_machine(tmp_path: Path) -> None:
    put(tmp_path, artefact("a.txt", b"1"))
    state = json.loads((tmp_path / ".state" / "probe.json").read_text())
    assert {key: list(group["files"]) for key, group in state.items()} == {"text de": ["probe/de/a.txt"]}
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
