"""An edition beside its original, from two short texts: what the judge of parity finds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flugblatt.content.markdown_source import read_edition
from flugblatt.judges.parity import differences
from flugblatt.judges.parity.sides import Difference, Sides, set_beside
from flugblatt.model import Edition, Source

HERE = Path(__file__).parent


@cache
def edition(tag: str, text: str) -> Edition:
    """An edition of the work ``w``, its problems aside."""
    return read_edition(HERE, tag, Source(f"w/{tag}.md", text.encode()))[0]


def sides(original: str, translation: str, tags: tuple[str, str] = ("de", "be")) -> Sides:
    return set_beside(edition(tags[0], original), edition(tags[1], translation))


def found(original: str, translation: str, tags: tuple[str, str] = ("de", "be")) -> tuple[Difference, ...]:
    return differences(sides(original, translation, tags))


def lines(differences: tuple[Difference, ...]) -> list[tuple[str, int, int]]:
    """Each difference as its code, the line of the translation and that of the original."""
    return [(each.code, each.theirs.place.line, each.ours.place.line) for each in differences]
