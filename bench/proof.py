"""What the proof costs: our archive-pdf beside a bare WeasyPrint of the same HTML, readers and the judge of sight beside both.

Flow: one warm process -> CPU seconds of each, in turns, several times -> medians -> ratios with their aims. Length grows by
repeating the paragraphs of the statement 1, 10 and 100 times.

    python bench/proof.py [--runs N] [--largest 1|10|100]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flugblatt.content import read_work
from flugblatt.judges import fidelity, glyphs, visual
from flugblatt.judges.fidelity import tagged_pdf
from flugblatt.judges.pdf import content_streams, structure_tree
from flugblatt.language.table import describe
from flugblatt.model import Edition, Statement
from flugblatt.model.cases import Case
from flugblatt.proving import as_plain_text
from flugblatt.typeset import archive_pdf, engine

ROOT = Path(__file__).resolve().parent.parent
WRITE_AIM, READ_AIM, SEE_AIM, GROWTH_AIM = 1.5, 1.0, 0.5, 1.3


def main() -> int:
    """0 where every aim is met, otherwise 1."""
    parser = argparse.ArgumentParser(description="CPU time of the proof, as ratios")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--largest", type=int, default=100, choices=(1, 10, 100))
    options = parser.parse_args()
    statement, _ = read_work(ROOT / "content" / "kasachstan-2022")
    if statement is None:
        return 3
    good = True
    per_page: list[float] = []
    for times in (1, 10, 100):
        if times <= options.largest:
            ratios, page = measure(statement, times, options.runs if times < 100 else 1)
            per_page.append(page)
            good = good and ratios[0] <= WRITE_AIM and ratios[1] <= READ_AIM and ratios[2] <= SEE_AIM
    growth = max(per_page) / min(per_page)
    print(f"per page, dearest over cheapest length: {growth:.2f}   aim: at most {GROWTH_AIM}")
    return 0 if good and growth <= GROWTH_AIM else 1


def measure(statement: Statement, times: int, runs: int) -> tuple[tuple[float, float, float], float]:
    """The ratios of writing, of reading and of seeing, and the CPU seconds of the first two for a page."""
    long = lengthened(statement, times)
    edition = long.editions[0]
    language = describe(edition.language, edition.whole_text)
    page = archive_pdf.compose(long, edition, language, "foot")
    made = archive_pdf.render(long, edition, language)

    def bare() -> None:
        engine.layout(page.html, page.families, page.resources).document.write_pdf(
            pdf_variant="pdf/a-3a", pdf_tags=True
        )

    def ours() -> None:
        archive_pdf.render(long, edition, language)

    def read() -> None:
        for reader in (tagged_pdf, content_streams, structure_tree):
            reader.read.cache_clear()  # they keep the last file, which here is always the same
        fidelity.judge(Case(long, edition, "archive-pdf", made.data))
        glyphs.judge(made.data)
        as_plain_text(edition, made.data)

    def see() -> None:  # it reads what the readers before it have read
        visual.judge(Case(long, edition, "archive-pdf", made.data))

    works = (("bare", bare), ("ours", ours), ("readers", read), ("sight", see))
    figures = {name: cpu(work, runs) for name, work in works}
    pages = len(made.pagination.pages)
    print(f"{times} times the statement, {pages} pages")
    for name, seconds in figures.items():
        print(f"  {name:<8} {seconds:7.2f} s CPU   {1000 * seconds / pages:6.1f} ms a page")
    write, reading, seeing = (figures[name] / figures["bare"] for name in ("ours", "readers", "sight"))
    print(
        f"  ours / bare = {write:.2f}   aim: at most {WRITE_AIM};   readers / bare = {reading:.2f}   aim: at most {READ_AIM}"
    )
    print(f"  sight / bare = {seeing:.2f}   aim: at most {SEE_AIM}")
    return (write, reading, seeing), (figures["ours"] + figures["readers"]) / pages


def lengthened(statement: Statement, times: int) -> Statement:
    """The statement with its paragraphs so many times over, in the source too."""
    edition = statement.editions[0]
    head, _, rest = edition.source.data.partition(b"\n\n")
    data = b"\n\n".join([head, *[rest.strip(b"\n")] * times]) + b"\n"
    longer: Edition = replace(edition, blocks=edition.blocks * times, source=replace(edition.source, data=data))
    return replace(statement, editions=(longer,))


def cpu(work: Callable[[], None], runs: int) -> float:
    """Median CPU seconds of this process over ``runs``, after one run to warm up."""
    work()
    taken = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.exit(main())
