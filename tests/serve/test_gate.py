"""Nobody but who has the address reaches a page, and no page reaches a file that is none of the project's sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flugblatt.model.errors import ToolMissing, UsageError
from flugblatt.serve import gate, serve
from tests.commands import run
from tests.serve import desks
from tests.serve.desks import BASE, HOST


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = desks.project(tmp_path_factory.mktemp("project"))
    (folder / "secret.md").write_text("# Geheim\n\nNicht für alle.\n")
    (folder / "content" / "probe" / "link.md").symlink_to(folder / "secret.md")
    (folder / "content" / "elsewhere").symlink_to(folder)
    (folder / "out" / "probe").mkdir(parents=True)
    (folder / "out" / "probe" / "stranger.txt").write_text("fremd")
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with desks.desk(folder) as client:
        yield client


SOURCE = f"{BASE}/works/probe/de.md"
FORM = {"text": "# Anders\n\nText.\n", "seen": "0"}


def test_a_page_is_reached_with_the_token_alone(client: TestClient) -> None:
    assert client.get(f"{BASE}/").status_code == 200
    for path in ("/", "/works/probe/de.md", "/token-of-another/", f"{BASE[:-1]}/"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1:8001", "127.0.0.1", ""])
def test_another_name_is_sent_away(client: TestClient, host: str) -> None:
    assert client.get(f"{BASE}/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", [SOURCE, f"{BASE}/works/probe/build", f"{BASE}/works/probe/folder", f"{BASE}/new"])
def test_another_page_changes_nothing(client: TestClient, folder: Path, path: str, headers: dict[str, str]) -> None:
    assert client.post(path, data=FORM, headers=headers).status_code == 403
    assert (folder / "content/probe/de.md").read_text() == desks.TEXT


def test_no_answer_may_be_read_by_another_page(client: TestClient) -> None:
    for path in (f"{BASE}/", SOURCE, "/", f"{BASE}/serve.js"):
        headers = client.get(path, headers={"origin": "http://evil.example"}).headers
        assert not [name for name in headers if name.startswith("access-control")]
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert (headers["referrer-policy"], headers["cache-control"]) == ("no-referrer", "no-store")
    assert client.options(SOURCE, headers={"origin": "http://evil.example"}).status_code == 403


def test_the_page_of_its_own_address_changes_a_source(client: TestClient, folder: Path) -> None:
    """What the tests of another page are refused for is their headers, and nothing else."""
    headers = {"origin": f"http://{HOST}", "sec-fetch-site": "same-origin", "accept": "application/json"}
    assert client.post(SOURCE, data=FORM, headers=headers).status_code == 409


@pytest.mark.parametrize(
    "path",
    [
        "works/probe/..%2f..%2fsecret.md",
        "works/probe/../../secret.md",
        "works/..%2f/secret.md",
        "works/../secret.md",
        "works/elsewhere/secret.md",
        "works/elsewhere/",
        "works/probe/link.md",
        "works/probe/.hidden.md",
        "works/probe/stranger.txt",
        "works/probe/%2fetc%2fpasswd",
        "published/probe/stranger.txt",
        "published/../secret.md",
        "published/probe/../../secret.md",
        "published/..%2fsecret.md",
        "published//etc/passwd",
        "works/probe/views/de/text/0/inside/..%2f..%2fsecret.md",
        "works/probe/views/..%2f/text",
        "works/probe/views/de/records%2f..",
        "fonts/..%2fserve.toml",
    ],
)
def test_no_path_leads_out_of_the_sources(client: TestClient, path: str) -> None:
    answer = client.get(f"{BASE}/{path}")
    assert answer.status_code in (400, 404)
    assert "Geheim" not in answer.text and "fremd" not in answer.text


@pytest.mark.parametrize(
    "path", ["works/elsewhere/secret.md", "works/probe/link.md", "works/probe/neu.txt", "works/probe/fr.md"]
)
def test_nothing_is_written_there(client: TestClient, folder: Path, path: str) -> None:
    before = (folder / "secret.md").read_bytes(), sorted((folder / "content/probe").iterdir())
    assert client.post(f"{BASE}/{path}", data=FORM).status_code == 404
    assert before == ((folder / "secret.md").read_bytes(), sorted((folder / "content/probe").iterdir()))


def test_a_body_has_a_limit(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "LARGEST_BODY", 1000)
    assert client.post(SOURCE, data={"text": "x" * 2000, "seen": ""}).status_code == 413


def test_the_server_answers_on_the_loopback_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flugblatt import serve as room

    with room._listening(0) as listener:
        host, port = listener.getsockname()
        assert host == "127.0.0.1"
        with pytest.raises(UsageError, match=f"port {port} cannot be used"):
            room._listening(port)


def test_what_serve_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(ToolMissing, match="serve needs the package uvicorn; type: "):
        serve(tmp_path, tmp_path, "", 0, print)


def test_a_work_that_is_not_there_is_named(tmp_path: Path) -> None:
    desks.project(tmp_path)
    done = run("serve", "nothing", "--project", tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "there is no work 'nothing'" in done.stderr
    assert run("serve", "--port", "70000").returncode == 2
