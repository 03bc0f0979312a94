"""How often copyfitting lays a text out, and how long it takes beside one bare layout of the same panels.

Flow: a work's text, and texts of its words of other lengths -> every format -> layouts, time, the time as so many bare layouts ->
the median of the layouts with its aim. Only the ratios of one run on one machine say anything; the times are printed for people.

    python bench/copyfit.py [--work WORK] [--language TAG] [--words N]… [--format FORMAT]…
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

from flugblatt.content import read_work
from flugblatt.language.table import describe
from flugblatt.leaflet import copyfit
from flugblatt.leaflet.composition import fitted_styles, opened
from flugblatt.leaflet.formats import find, formats
from flugblatt.model import Edition, Paragraph, Statement, Text, plain_text, walk
from flugblatt.typeset import engine

ROOT = Path(__file__).resolve().parent.parent
AIM = 16
WORDS_OF_A_PARAGRAPH = 60


def main() -> int:
    """0 where the median of the layouts meets its aim, otherwise 1."""
    parser = argparse.ArgumentParser(description="layouts and time of copyfitting")
    parser.add_argument("--work", default="kasachstan-2022")
    parser.add_argument("--language", default="de")
    parser.add_argument("--words", type=int, action="append", help="the length of a text, besides the work's own")
    parser.add_argument("--format", action="append", help="a format, instead of all")
    wish = parser.parse_args()
    statement, found = read_work(ROOT / "content" / wish.work)
    if statement is None:
        print(*found, sep="\n", file=sys.stderr)
        return 1
    edition = next(edition for edition in statement.editions if edition.language == wish.language)
    keys = wish.format or [format.key for format in formats()]
    copyfit.fit(statement, edition, describe(edition.language, edition.whole_text), find(keys[0]))  # fonts, once
    print("  words  format        holds   size  leading   fill  pages  layouts  seconds  as bare layouts")
    layouts: list[int] = []
    for words in (0, *(wish.words or (50, 150, 600, 1500, 4000))):
        text = edition if not words else of_length(edition, words)
        for key in keys:
            layouts.append(measured(statement, text, key))
    median = statistics.median(layouts)
    print(f"median of the layouts: {median:g}, at most {max(layouts)}   aim: a median of at most {AIM}")
    return 0 if median <= AIM else 1


def measured(statement: Statement, edition: Edition, key: str) -> int:
    """Prints one line; returns how often the text was laid out."""
    language = describe(edition.language, edition.whole_text)
    begin = time.perf_counter()
    fitted = copyfit.fit(statement, edition, language, find(key))
    seconds = time.perf_counter() - begin
    made = fitted.composition
    page = opened(made, "screen")
    styles = fitted_styles(made, "screen", fitted.size_pt, fitted.leading_pt, fitted.fillers)
    begin = time.perf_counter()
    engine.lay_out(page, styles)
    bare = time.perf_counter() - begin
    print(
        f"{len(edition.whole_text.split()):7}  {key:12}  {'yes' if fitted.holds else 'no':5} {fitted.size_pt:6.2f}"
        f"  {fitted.leading_pt:7.2f}  {fitted.fill:5.3f}  {fitted.pages:5}  {fitted.layouts:7}  {seconds:7.2f}"
        f"  {seconds / bare:7.1f}"
    )
    return fitted.layouts


def of_length(edition: Edition, words: int) -> Edition:
    """The edition with so many of its own words, again and again, in paragraphs."""
    own = " ".join(plain_text(block.children) for block in walk(edition.blocks) if isinstance(block, Paragraph)).split()
    every = [own[at % len(own)] for at in range(words)]
    parts = [every[at : at + WORDS_OF_A_PARAGRAPH] for at in range(0, words, WORDS_OF_A_PARAGRAPH)]
    place = edition.title_place
    return replace(edition, blocks=tuple(Paragraph((Text(" ".join(part), place),), place) for part in parts), notes=())


if __name__ == "__main__":
    raise SystemExit(main())
