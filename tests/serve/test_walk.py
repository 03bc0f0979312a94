"""The desk in a real browser, once: edit, see, err, mend, build, download; axe on every page."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from flugblatt.serve import _listening, application, child_builds
from tests.commands import PATIENCE
from tests.serve import desks

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
@pytest.mark.needs("node", "chromium", "axe", "puppeteer")
def test_somebody_edits_errs_mends_builds_and_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = desks.project(tmp_path)
    part = ("--target", "text", "--target", "web")
    monkeypatch.setattr(child_builds, "COMMAND", (*child_builds.COMMAND, *part))
    with _listening(0) as listener:
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        made = application.make(folder / "content", folder / "out", desks.TOKEN, (host,))
        server = uvicorn.Server(uvicorn.Config(made, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        command = ["node", ROOT / "tests/serve/walk.cjs", f"http://{host}{desks.BASE}/", folder / "content/probe/de.md"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
        server.should_exit = True
        thread.join(30)
    assert done.returncode == 0, done.stderr
    met = json.loads(done.stdout)
    print(met["seconds"])
    assert {page: found for page, found in met["axe"].items() if found} == {}
    assert (met["errors"], met["outside"]) == ([], [])
    assert met["changed"] and met["kept"] and (met["place"], met["focus"]) == (120, "source")
    assert "heading-skips" in met["mistake"] and met["marked"] == ["3"] and met["selected"] == "### Zu tief"
    assert met["stale"] and met["outsideState"] == "Von einem anderen Programm geändert und neu gelesen"
    assert abs(met["realWidth"] - 148 / 25.4 * 96) < 2
    assert met["built"] == "Gebaut, geprüft und veröffentlicht.", met["said"]
    name, text = met["downloaded"]
    assert name == "attachment; filename*=UTF-8''probe.de.txt" and "Von außen." in text and "Dazu ein Wort." in text
    assert [met[f"{page}Overhang"] for page in ("narrow", "narrowWorks", "narrowMetadata")] == [0, 0, 0]
