"""How soon somebody sees something: a draft from a cold start beside a bare WeasyPrint, and in the browser a change.

Flow: ``draft`` of the archive PDF and WeasyPrint over the same HTML, each a process of its own, in turns -> medians -> ratio; then
``serve`` as a process, a word changed and saved, the view asked for, the picture of its first page fetched -> seconds. Only the
ratio says something of another machine; a second is what a person takes for *at once*.

    python bench/doors.py [--work WORK] [--language TAG] [--runs N]
"""

from __future__ import annotations

import argparse
import json
import re
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

sys.path.insert(0, str(Path(__file__).parent))

from cold import medians
from measuring import ROOT, Ratio, run, show

DRAFT_AIM = 1.5
SEEN_AIM = 1.0
"""Seconds."""
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
        return show([*draft(wish.work, wish.language, wish.runs, Path(scratch)), changes(wish.runs, Path(scratch))])


def draft(work: str, language: str, runs: int, scratch: Path) -> list[Ratio]:
    """A draft of the archive PDF beside a bare WeasyPrint over the same HTML, each from a cold start with warm caches."""
    source = scratch / "edition.html"
    html = (sys.executable, "-m", "flugblatt.typeset.page_html", "--html", work, language)
    source.write_bytes(subprocess.run(html, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)
    drafting = (sys.executable, "build.py", "draft", work, "--language", language)
    bare = (sys.executable, "-m", "weasyprint", "--base-url", f"{ROOT}/", source, scratch / "edition.pdf")
    kept = {"TMPDIR": str(scratch)}
    cost = medians(
        runs, {"draft": lambda: run(*drafting, environment=kept), "weasyprint": lambda: run(*bare, environment=kept)}
    )
    for name, median in cost.items():
        print(f"  {name:12} {median.wall:6.2f} s  {median.cpu:6.2f} CPU s")
    return [Ratio("draft / weasyprint, wall", cost["draft"].wall / cost["weasyprint"].wall, DRAFT_AIM)]


def changes(runs: int, scratch: Path) -> Ratio:
    """Median seconds from the saving of a change to the picture of the first page, warm, in a work of one page of text."""
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
    return Ratio("serve, from a change to its picture, s", statistics.median(times[1:]), SEEN_AIM)


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
    raise SystemExit(main())
