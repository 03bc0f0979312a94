"""What a run says while it works: lines, and of each finished work how many are done."""

from __future__ import annotations


class Finished(str):
    """The line of a finished work: ``done`` of ``total`` works are behind the run."""

    done: int
    total: int

    def __new__(cls, work: str, how: str, done: int, total: int) -> Finished:
        line = super().__new__(cls, f"{work}: {how} ({done} of {total})")
        line.done, line.total = done, total
        return line
