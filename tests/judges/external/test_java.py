"""What the Java process does wrong ends as ToolFailed with what happened; it knows nobody, calls nobody, is quiet."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flugblatt import resources
from flugblatt.judges.external import java, verapdf
from flugblatt.model.errors import ToolFailed, ToolMissing
from tests.commands import PATIENCE

FAKE = Path(__file__).parents[2] / "fakes" / "java_worker.py"
ASK = {"judge": "epubcheck", "path": "/nowhere.epub"}


@pytest.mark.parametrize(
    ("mode", "limit", "words"),
    [
        ("dead", 20, "could not create the Java virtual machine"),
        ("crash", 20, "ended with code 134"),
        ("memory", 20, "ran out of memory: .*Java heap space"),
        ("hang", 0.5, "gave no answer within 0.5 s to EPUBCheck"),
        ("garbage", 20, "answered what nobody asked"),
        ("number", 20, "answered what nobody asked"),
        ("stranger", 20, "answered what nobody asked"),
        ("half", 20, "answered what nobody asked"),
        ("refuse", 20, "EPUBCheck failed: StackOverflowError"),
    ],
)
def test_misbehaviour_is_a_failed_tool(mode: str, limit: float, words: str) -> None:
    with fake(mode, limit=limit) as host, pytest.raises(ToolFailed, match=words):
        host.ask(ASK)


@pytest.mark.parametrize("mode", ["crash", "hang", "garbage"])
def test_a_broken_process_stays_broken(mode: str) -> None:
    with fake(mode, limit=0.5) as host:
        with pytest.raises(ToolFailed) as first:
            host.ask(ASK)
        with pytest.raises(ToolFailed) as second:
            host.ask(ASK)
        assert str(first.value) == str(second.value)


def test_a_crash_reaches_everyone_who_waits() -> None:
    def ask(host: java.JavaHost) -> str:
        with pytest.raises(ToolFailed) as error:
            host.ask(ASK)
        return str(error.value)

    with fake("hang", limit=1) as host, ThreadPoolExecutor(6) as pool:
        assert {text.split(" within")[0] for text in pool.map(ask, [host] * 6)} == {"the Java process gave no answer"}


def test_answers_find_their_questions_in_any_order() -> None:
    with fake("backwards", limit=20) as host, ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda n: host.ask({"judge": "epubcheck", "path": f"{n}"}), range(8)))
    assert [reply["path"] for reply in replies] == [str(n) for n in range(8)]


def test_a_closed_host_answers_no_more_and_leaves_nothing() -> None:
    host = fake("backwards", limit=20)
    folder = host._folder
    assert folder.is_dir()
    host.close()
    host.close()
    assert not folder.exists()
    with pytest.raises(ToolFailed, match="closed"):
        host.ask(ASK)


def test_start_returns_at_once() -> None:
    begun = time.monotonic()
    with java.start() as host:
        started = time.monotonic() - begun
        host.ask({"versions": True})
        answered = time.monotonic() - begun
    assert started < answered / 5


def test_a_missing_wheel_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    real = java.importlib.util.find_spec
    monkeypatch.setattr(java.importlib.util, "find_spec", lambda name: None if name == "jpype" else real(name))
    with pytest.raises(ToolMissing, match=r"-m pip install jpype1$"):
        java.start()


def test_versions_come_from_the_tools(java_host: java.JavaHost) -> None:
    versions = java_host.ask({"versions": True})
    assert {name: versions[name].split(".")[0] for name in ("java", "verapdf", "epubcheck")} == {
        "java": "25",
        "verapdf": "1",
        "epubcheck": "5",
    }


def test_an_unknown_profile_is_a_failed_tool(java_host: java.JavaHost, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    with pytest.raises(ToolFailed, match="veraPDF failed: KeyError"):
        java_host.ask({"judge": "verapdf", "profile": "9z", "path": str(tmp_path / "a.pdf")})


def test_a_missing_file_is_never_passed(java_host: java.JavaHost) -> None:
    reply = java_host.ask({"judge": "epubcheck", "path": "/nowhere.epub"})
    assert reply["code"] != 0
    assert "unreadable" in java_host.ask({"judge": "verapdf", "profile": "3a", "path": "/nowhere.pdf"})


SETTINGS = """
import sys
from flugblatt.judges.external import java
with java.start() as host:
    print(sorted(host.ask({"versions": True})))
"""


def test_settings_of_the_user_have_no_effect(tmp_path: Path) -> None:
    """A hostile environment: no home, options for every Java, a module path with a trap, a strange locale."""
    trap = tmp_path / "jpype"
    trap.mkdir()
    (trap / "__init__.py").write_text("raise SystemExit('trapped')")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": "",
        "JAVA_TOOL_OPTIONS": "-XX:NoSuchOption",
        "_JAVA_OPTIONS": "-XX:NoSuchOption",
        "JDK_JAVA_OPTIONS": "-XX:NoSuchOption",
        "CLASSPATH": "/nowhere",
        "LC_ALL": "tr_TR.UTF-8",
        "PYTHONPATH": str(resources.CHECKOUT) + os.pathsep + str(tmp_path),
    }
    command = [sys.executable, "-c", SETTINGS]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "['epubcheck', 'id', 'java', 'verapdf']\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["jpype"]


def test_java_reaches_no_network(
    java_host: java.JavaHost, good_files: dict[str, bytes], pack: Callable[..., bytes], tmp_path: Path
) -> None:
    """Every reference that EPUBCheck might follow leads to a server of our own, which must not be called."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}".encode()
        thread = threading.Thread(target=lambda: calls.append(server.accept()[0].recv(100)), daemon=True)
        thread.start()
        text = good_files["EPUB/text.xhtml"]
        text = text.replace(b"<!DOCTYPE html>", b'<!DOCTYPE html SYSTEM "%s/x.dtd">' % address)
        text = text.replace(b"</section>", b'<img src="%s/x.png" alt="x"/></section>' % address)
        book = tmp_path / "calls.epub"
        book.write_bytes(pack({**good_files, "EPUB/text.xhtml": text}))
        java_host.ask({"judge": "epubcheck", "path": str(book)})
        thread.join(0.3)
    assert calls == []


CONNECT = """
import sys
from pathlib import Path
from flugblatt.judges.external import java_process
java = java_process._start_java(Path(sys.argv[1]))
for open_ in (
    lambda: java.JClass("java.net.URI").create(sys.argv[2]).toURL().openStream(),
    lambda: java.JClass("java.net.Socket")("127.0.0.1", int(sys.argv[2].rsplit(":", 1)[1])),
    lambda: java.JClass("java.net.InetAddress").getByName("localhost.example.org"),
):
    try:
        open_()
        print("open")
    except Exception as error:
        print(type(error).__name__)
"""


def test_java_cannot_connect(tmp_path: Path) -> None:
    """Not by URL, not by socket, not even to ask for a name, and not to a server on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        command = [sys.executable, "-c", CONNECT, str(tmp_path), address]
        environment = java._environment(tmp_path)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert "open" not in done.stdout
    assert [name.rsplit(".", 1)[-1] for name in done.stdout.split()] == [
        "SocketException",
        "SocketException",
        "UnknownHostException",
    ]


def test_verdicts_do_not_leak_into_each_other(java_host: java.JavaHost, pdf_3a: bytes) -> None:
    """Eight threads, good and bad files in turn, one engine."""
    with ThreadPoolExecutor(8) as pool:
        files = [pdf_3a, b"garbage"] * 8
        verdicts = list(pool.map(lambda data: verapdf.judge(java_host, data, "3a").verdict, files))
    assert verdicts == ["passed", "failed"] * 8


def fake(mode: str, limit: float) -> java.JavaHost:
    return java.start(limit=limit, worker=[sys.executable, str(FAKE), mode])
