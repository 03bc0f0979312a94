"""Works on a Dask cluster on loopback: the same bytes and the same report as one process makes, whatever becomes of a worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import distributed
import pytest

from flugblatt.build import cluster, last_run, pipeline, store
from flugblatt.build.plan import Order
from flugblatt.model.errors import ToolFailed, ToolMissing, UsageError
from flugblatt.xhtml import plain_text
from tests import editions
from tests.commands import run as build
from tests.editions import PLAIN as TEXT
from tests.editions import PLAIN_YAML as YAML

ROOT = Path(__file__).parent.parent.parent
WORKS = ("one", "three", "two")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A scheduler with one worker, in this process."""
    quiet = {"dashboard_address": None, "silence_logs": 50, "processes": False}
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, protocol="tcp", host="127.0.0.1", **quiet
    ) as local:  # type: ignore[no-untyped-call]
        yield local.scheduler_address


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for name in WORKS:
        editions.write(tmp_path / "content", name, YAML, de=TEXT, en="# A title\n\nA lede.\n\nA text.\n")
    return tmp_path / "content"


def run(content: Path, out: str, scheduler: str = "", *targets: str, **more: Any) -> pipeline.Outcome:
    said: list[str] = more.pop("said", [])
    order = Order(content, content.parent / out, targets=targets or ("text",), jobs=1, scheduler=scheduler, **more)
    return pipeline.run(order, said.append)


def tree(out: Path) -> dict[str, bytes]:
    """Every file of an output folder, the report without its times."""
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    report = json.loads(found["report.json"])
    del report["timings"], found[".lock"]
    found.pop(f".state/{last_run.NAME}", None)
    return found | {"report.json": json.dumps(report).encode()}


@pytest.fixture
def done_there(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The works that workers were given; the worker of ``scheduler`` lives in this process, in another thread."""
    done: list[str] = []
    true = cluster._packed

    def noting(out: Path, work: str, shared: Path | None) -> cluster.Files:
        if threading.current_thread() is not threading.main_thread():
            done.append(work)
        return true(out, work, shared)

    monkeypatch.setattr(cluster, "_packed", noting)
    return done


def test_a_cluster_makes_the_same_bytes_and_the_same_report(
    content: Path, scheduler: str, tmp_path: Path, done_there: list[str]
) -> None:
    """Also where one edition was edited, by bytes and through a shared folder, of which nothing is left."""
    (tmp_path / "shared").mkdir()
    for step in ("first", "one word"):
        for out, address, shared in (
            ("here", "", None),
            ("bytes", scheduler, None),
            ("shared-out", scheduler, tmp_path / "shared"),
        ):
            assert run(content, out, address, shared=shared).exit_code == 0, step
        assert tree(tmp_path / "here") == tree(tmp_path / "bytes") == tree(tmp_path / "shared-out"), step
        (content / "two" / "de.md").write_text(TEXT.replace("Vorspann", "Vorwort"))
    assert done_there == [*WORKS, *WORKS, "two", "two"]
    assert list((tmp_path / "shared").iterdir()) == []
    report = json.loads((tmp_path / "bytes" / "report.json").read_text())
    reused = {
        (work["work"], edition["language"]): made["reused"]
        for work in report["works"]
        for edition in work["editions"]
        for made in edition["artefacts"]
    }
    assert [key for key, kept in reused.items() if not kept] == [("two", "de")]


def test_a_red_work_comes_back_as_rejected(
    content: Path, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(content, "out", scheduler).exit_code == 0
    true = plain_text.render
    monkeypatch.setattr(plain_text, "render", lambda *values: true(*values).replace(b"Vorspann", b"Vorspan"))
    outcome = run(content, "out", scheduler, works=("one",), force=True)
    assert outcome.exit_code == 1 and outcome.rejected == [tmp_path / "out" / ".rejected" / "one"]
    assert b"Vorspan." in (tmp_path / "out" / ".rejected" / "one" / "de" / "one.de.txt").read_bytes()
    assert b"Vorspann." in (tmp_path / "out" / "one" / "de" / "one.de.txt").read_bytes()


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (cluster.Identity("other", cluster.identity().machine), "another toolchain"),
        (cluster.Identity(cluster.identity().toolchain, "other"), "other fonts, or another Python, Pango or Java"),
        (ImportError("flugblatt"), "no flugblatt, or another one (ImportError)"),
    ],
)
def test_a_worker_that_makes_other_bytes_is_refused_by_name(
    other: object, reason: str, content: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answered(client: Any, function: Any, workers: list[str], on_error: str) -> dict[str, object]:
        assert function is cluster.identity and on_error == "return"
        return dict.fromkeys(workers, other)

    monkeypatch.setattr(distributed.Client, "run", answered)
    said: list[str] = []
    with pytest.raises(ToolMissing, match=r"no worker of .* can be used") as caught:
        run(content, "out", scheduler, said=said)
    (told,) = [line for line in said if line.startswith("refused: ")]
    assert "tcp://127.0.0.1:" in told and reason in told and reason in str(caught.value)


def test_a_cluster_that_is_not_there_is_told(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    true = distributed.Client
    monkeypatch.setattr(distributed, "Client", lambda address, timeout, **more: true(address, timeout=1, **more))
    with pytest.raises(ToolFailed, match=f"no Dask scheduler answers at {address}"):
        run(content, "out", address)


def test_what_cannot_be_asked_of_a_cluster_is_refused(content: Path, tmp_path: Path) -> None:
    done = build("--content", content, "--shared", tmp_path)
    assert done.returncode == 2 and "name its scheduler with --scheduler" in done.stderr
    with pytest.raises(UsageError, match="there is no folder"):
        run(content, "out", "tcp://127.0.0.1:1", shared=tmp_path / "none")


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "other/x", ".state/../../x", ""])
def test_a_file_that_is_none_of_the_work_is_not_laid(name: str, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="which is no file of one"):
        store.lay_foreign(tmp_path / "stage", "one", [(name, b"")])


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_nothing(content: Path, tmp_path: Path) -> None:
    """A scheduler and two workers in processes of their own; the one that has begun first is killed."""
    for number in range(5):
        editions.write(content, f"more-{number}", YAML, de=TEXT)
    assert run(content, "here", "", "text", "web").exit_code == 0
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with ExitStack() as running:

        def started(*words: str) -> subprocess.Popen[bytes]:
            program = [sys.executable, "-m", "dask", *words]
            process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
            running.callback(process.wait)
            running.callback(process.kill)
            return process

        started("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show")
        address = f"tcp://127.0.0.1:{port}"
        first, _ = (
            started("worker", address, "--no-nanny", "--nthreads", "1", "--name", name, "--no-dashboard")
            for name in ("first", "second")
        )
        with distributed.Client(address, timeout=60) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(2, timeout=120)
            said: list[str] = []

            class Killing(list[str]):
                """Kills the first worker when the second round of works is given out: both have begun by then."""

                def append(self, line: str) -> None:
                    said.append(line)
                    if line.startswith("more-4:"):
                        time.sleep(1)
                        os.kill(first.pid, signal.SIGKILL)

            outcome = run(content, "far", address, "text", "web", said=Killing())
    assert first.returncode == -signal.SIGKILL
    assert (outcome.exit_code, outcome.failures) == (0, [])
    assert tree(tmp_path / "here") == tree(tmp_path / "far")
