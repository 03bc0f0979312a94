"""What a page costs in a long work beside one in a short work, and the memory of a long one.

    python bench/length.py [--times N]

Flow: the paragraphs of a statement once and N times over, each as its archival PDF with every reader -> CPU seconds a page, what a
work without text costs taken off -> their ratio. N is 30 unless said otherwise: some 50 pages; 900 makes some 1,400 pages and
takes ten minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measuring import ROOT, Cost, Ratio, build, show, targets

PAGE_AIM = 1.3
MEMORY_AIM = 1.0
"""GB, at 300,000 words."""
SHORT = 9
"""So many times the statement is some 14 pages."""


def main() -> int:
    parser = argparse.ArgumentParser(description="cost of a page in a long work beside one in a short work")
    parser.add_argument("--times", type=int, default=30)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        return show(ratios(wish.times, Path(scratch)))


def ratios(times: int, scratch: Path) -> list[Ratio]:
    bare, _ = made(scratch, 0)
    short, few = made(scratch, SHORT)
    long, many = made(scratch, times)
    print(f"{few} pages {short.cpu:.1f} CPU s, {many} pages {long.cpu:.1f} CPU s, {long.memory / 1e6:.0f} MB")
    ratio = ((long.cpu - bare.cpu) / many) / ((short.cpu - bare.cpu) / few)
    return [
        Ratio(f"a page of {many} / one of {few}, CPU", ratio, PAGE_AIM),
        Ratio(f"memory at {many} pages, GB", long.memory / 1e9, MEMORY_AIM),
    ]


def made(scratch: Path, times: int) -> tuple[Cost, int]:
    """What the archival PDF of a work costs, and how many pages it has."""
    source = (ROOT / "content" / "kasachstan-2022" / "de.md").read_text(encoding="utf-8")
    head, *body = source.split("\n\n")
    parts = [f"## Teil {number + 1}\n\n" + "\n\n".join(_without_marks(body)) for number in range(times)]
    work = scratch / f"content-{times}" / "long"
    work.mkdir(parents=True)
    (work / "de.md").write_text("\n\n".join((head, "Ein Satz.", *parts)) + "\n", encoding="utf-8")
    (work / "statement.yaml").write_text("date: 2022-01-06\nissuers: [Koordinierungsrat]\n", encoding="utf-8")
    out = scratch / f"out-{times}"
    cost = build("--content", work.parent, "--out", out, "--jobs", "1", *targets(("archive-pdf",)))
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    (pdf,) = (made["path"] for edition in report["works"][0]["editions"] for made in edition["artefacts"])
    return cost, _pages(out / pdf)


def _pages(pdf: Path) -> int:
    import pikepdf

    with pikepdf.open(pdf) as file:
        return len(file.pages)


def _without_marks(blocks: list[str]) -> list[str]:
    """The blocks that may stand more than once: no headings, no notes."""
    return [block for block in blocks if not block.startswith(("#", "[^")) and "[^" not in block]


if __name__ == "__main__":
    raise SystemExit(main())
