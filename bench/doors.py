"""How soon somebody sees something: a draft from a cold start beside a bare WeasyPrint, and in the browser a change.

Flow: ``draft`` of the archive PDF and WeasyPrint over the same HTML, each a process of its own, in turns -> medians -> ratio; then
``serve`` as a process, a word changed and saved, the view asked for, the picture of its first page fetched -> seconds. Only the
ratio says something of another machine; a second is what a person takes for *at once*.

    python bench/doors.py [--work WORK] [--language TAG] [--runs N]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent))

from cold import ROOT, html_of, medians, run, show

DRAFT_AIM = 1.5
SEEN_AIM = 1.0  # seconds
PAGE = "date: 2024-05-03\nissuers: [Büro]\n"
TEXT = "# Ein Titel\n\nEin Vorspann von einem Satz.\n\nEin Absatz, an dem gleich ein Wort geändert wird, Lauf {run}.\n"


def main() -> int:
    """0 where both aims are met, otherwise 1."""
    parser = argparse.ArgumentParser(description="time of a draft and of a change in the browser")
    parser.add_argument("--work", default="kasachstan-2022")
    parser.add_argument("--language", default="de")
    parser.add_argument("--runs", type=int, default=5)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        drafts = cold_draft(wish.work, wish.language, wish.runs, Path(scratch))
        seen = changes(wish.runs, Path(scratch))
    show("a draft of the archive PDF, judged by our own judges", drafts)
    ratio = drafts["draft"] / drafts["weasyprint"]
    print(f"  draft / weasyprint = {ratio:.2f}   aim: at most {DRAFT_AIM}")
    print("serve: a work of one page of text, from the change to the picture of its page")
    print(f"  median {seen:.2f} s   aim: at most {SEEN_AIM:.0f} s")
    return 0 if ratio <= DRAFT_AIM and seen <= SEEN_AIM else 1


def cold_draft(work: str, language: str, runs: int, scratch: Path) -> dict[str, float]:
    """Median seconds of a draft, and of a bare WeasyPrint over the same HTML, each from a cold start with warm caches."""
    source = scratch / "edition.html"
    source.write_bytes(html_of(work, language))
    draft = (sys.executable, "build.py", "draft", work, "--language", language)
    weasyprint = (sys.executable, "-m", "weasyprint", str(source), str(scratch / "edition.pdf"))
    return medians(runs, {"draft": lambda: run(*draft), "weasyprint": lambda: run(*weasyprint)})


def changes(runs: int, scratch: Path) -> float:
    """Median seconds from the saving of a change to the picture of the first page, warm."""
    folder = scratch / "project" / "content" / "probe"
    folder.mkdir(parents=True)
    (folder / "statement.yaml").write_text(PAGE, encoding="utf-8")
    (folder / "de.md").write_text(TEXT.format(run=0), encoding="utf-8")
    with serving(folder.parent.parent) as address:
        source, view = f"{address}works/probe/de.md", f"{address}works/probe/views/de/archive-pdf"
        times = []
        for number in range(1, runs + 2):
            seen = json.loads(asked(source))["sha256"]
            form = urlencode({"text": TEXT.format(run=number), "seen": seen}).encode()
            begun = time.perf_counter()
            asked(source, form)
            picture = re.search(r'<img src="([^"]+)"', asked(view).decode())
            assert picture
            assert asked(address.rsplit("/", 2)[0] + picture[1]).startswith(b"\x89PNG")
            times.append(time.perf_counter() - begun)
    return statistics.median(times[1:])


def asked(address: str, form: bytes | None = None) -> bytes:
    with urlopen(Request(address, form, {"Accept": "application/json"}), timeout=120) as answer:
        data: bytes = answer.read()
    return data


@contextmanager
def serving(project: Path) -> Iterator[str]:
    """The address of ``serve`` for a project, as long as the block lasts."""
    command = (sys.executable, str(ROOT / "build.py"), "serve", "--project", str(project))
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(30)


if __name__ == "__main__":
    os.environ["TMPDIR"] = drafts = tempfile.mkdtemp(prefix="flugblatt-bench-")
    try:
        raise SystemExit(main())
    finally:
        shutil.rmtree(drafts, ignore_errors=True)
