"""What the benchmarks share: a command run as people run it, what it cost, and rows of one table of ratios with their aims."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOKS = ("archive-pdf", "access-pdf", "epub", "web", "text")


@dataclass(frozen=True, slots=True)
class Cost:
    """``wall`` and ``cpu`` in seconds, of the command with every process that it started; ``memory`` in bytes, of its largest."""

    wall: float
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """A measured number beside the most (or, where ``least``, the least) that it may be."""

    says: str
    value: float
    aim: float
    least: bool = False

    @property
    def good(self) -> bool:
        return self.value >= self.aim if self.least else self.value <= self.aim


def run(*command: str | Path, environment: dict[str, str] | None = None) -> Cost:
    """What a command cost. Ends the benchmark with the output of one that fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        list(map(str, command)),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | (environment or {}),
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        words = " ".join(map(str, command))
        raise SystemExit(f"{words} ended with {process.returncode}\n{said.decode('utf-8', 'replace')}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def build(*words: str | Path) -> Cost:
    return run(sys.executable, "build.py", *words)


def targets(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for name in names for word in ("--target", name))


def show(ratios: Iterable[Ratio]) -> int:
    """The table; 0 where every aim is met, otherwise 1."""
    rows = tuple(ratios)
    width = max(len(row.says) for row in rows)
    print(f"\n{'':{width}}  {'found':>8}  {'aim':>8}")
    for row in rows:
        sign = "≥" if row.least else "≤"
        print(f"{row.says:{width}}  {row.value:8.2f}  {sign} {row.aim:6.2f}  {'' if row.good else 'missed'}".rstrip())
    return 0 if all(row.good for row in rows) else 1
