"""Every ratio of speed, length, number and typography in one table, each with its aim: ``make bench``.

    python bench/ratios.py [--runs N] [--works N] [--times N]

Flow: ``cold`` (a first build, a further work, nothing to do), ``length``, ``many``, nothing to do with 500 editions, ``archive``
(packages, and a verification that builds one again), ``typography`` -> one table. Whole processes on a machine that should have
nothing else to do: with the options as they are half an hour.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import archive
import cold
import length
import many
import typography
from measuring import Ratio, build, show, targets

EDITIONS = 500
EDITIONS_AIM = 1.0
"""Seconds of a build of so many editions with nothing to do."""


def main() -> int:
    parser = argparse.ArgumentParser(description="every ratio of speed, length and number, with its aim")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--works", type=int, default=40)
    parser.add_argument("--times", type=int, default=30)
    wish = parser.parse_args()
    found: list[Ratio] = []
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        found += cold.ratios("kasachstan-2022", "de", wish.runs, scratch / "cold")
        found += length.ratios(wish.times, scratch / "length")
        found += many.ratios(scratch / "many", wish.works, False)
        found += nothing(scratch / "nothing")
        found += archive.ratios("kasachstan-2022", "de", wish.runs, scratch / "archive")
    found += typography.ratios((typography.WORK,), runs=wish.runs)
    return show(found)


def nothing(scratch: Path) -> list[Ratio]:
    """A build of many editions where nothing has changed: their text and web page, as the books of so many take an hour."""
    many.write(scratch / "content", EDITIONS // 2, ("de", "en"))
    words = ("--content", scratch / "content", "--out", scratch / "out", "--quiet", *targets(("text", "web")))
    build(*words)
    again = build(*words)
    return [Ratio(f"nothing to do, {EDITIONS} editions, s", again.wall, EDITIONS_AIM)]


if __name__ == "__main__":
    raise SystemExit(main())
