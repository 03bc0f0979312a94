"""How lines come out line by line, as the engine sets them, and chosen together: both beside each other, in figures.

Flow: a work, and every text of a folder of texts (``--texts``) -> A5 pages, DIN long, A5 folded, flush left and justified -> the
lines of running text as they were laid out -> ``Found``, greedy and fit -> rows for people, and the aims in one table.

    python bench/typography.py [--texts FOLDER] [--language TAG]… [--form FORM]… [--runs N]

Slack is what a line but the last of its paragraph leaves of its measure, in em; in justified setting how much wider its spaces are.
A stump is a line that leaves half its measure though the word behind it would stand there. The CPU of archive-pdf is the
shortest of so many runs; the other figures are the same in every run.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from measuring import Ratio, show

from flugblatt.content import read_work
from flugblatt.language.table import Language, describe
from flugblatt.leaflet import copyfit
from flugblatt.leaflet.composition import fitted_styles, opened
from flugblatt.leaflet.formats import find
from flugblatt.model import Edition, Statement
from flugblatt.typeset import archive_pdf, engine, line_planning

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "content" / "kasachstan-2022"
PANELS = {"dl": "dl6-roll", "a5-4": "a5-4"}
FORMS = ("a5", *PANELS)
SHORT, STUMP, WIDE = 0.25, 0.5, 0.25
NAMES = ("spread", "worst", "hyphens", "in row", "at page", "short", "letter", "stumps", "fill", "lines", "greedy")


@dataclass(slots=True)
class Found:
    """What the lines of one text are like; ``wide`` is how many have spaces that are more than WIDE em too wide."""

    slacks: list[float] = field(default_factory=list)
    hyphens: int = 0
    rows: int = 0
    page_ends: int = 0
    short: int = 0
    letters: int = 0
    stumps: int = 0
    lines: int = 0
    greedy: int = 0
    fill: float = 1.0

    @property
    def spread(self) -> float:
        return statistics.pstdev(self.slacks) if len(self.slacks) > 1 else 0.0

    def cells(self) -> tuple[float, ...]:
        worst = max(self.slacks, default=0.0)
        counts = (self.hyphens, self.rows, self.page_ends, self.short, self.letters, self.stumps)
        return (self.spread, worst, *counts, self.fill, self.lines, self.greedy)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it was laid out: its page, its measure, its text, and the box itself."""

    page: int
    measure: float
    text: str
    box: Any

    @property
    def hyphenated(self) -> bool:
        return self.text.endswith("\u2010")


def main() -> int:
    """0 where every aim is met, otherwise 1."""
    parser = argparse.ArgumentParser(description="lines set one by one beside lines chosen together")
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument(
        "--texts", type=Path, help="a folder of Markdown files with one statement.yaml, besides the work"
    )
    parser.add_argument("--language", action="append", help="only texts in this language")
    parser.add_argument("--form", action="append", choices=FORMS, help="only this form")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--flush", action="store_true", help="flush left alone, which is what is published")
    wish = parser.parse_args()
    works = (wish.work, *([wish.texts] if wish.texts else []))
    settings = (False,) if wish.flush else (False, True)
    return show(ratios(works, wish.language, wish.form or FORMS, wish.runs, settings))


def ratios(
    works: tuple[Path, ...],
    languages: list[str] | None = None,
    forms: tuple[str, ...] = FORMS,
    runs: int = 3,
    settings: tuple[bool, ...] = (False, True),
) -> list[Ratio]:
    """Prints a row for every text, form and setting, and returns the aims with what was found."""
    print(f"{'':34}" + "".join(f"{name:>15}" for name in NAMES) + f"{'wide':>15}{'CPU s':>15}")
    every: list[tuple[str, str, bool, Found, Found]] = []
    cpu: list[tuple[float, float]] = []
    for statement, edition in _texts(works, languages):
        for form in forms:
            for justified in settings:
                language = _language(edition, justified)
                if language.script.code in ("Jpan", "Hans", "Hant") and not justified:
                    continue
                greedy, fit = (_found(form, statement, edition, language, planned) for planned in (False, True))
                spent = ""
                if form == "a5" and not justified:
                    cost = tuple(_cpu(statement, edition, language, planned, runs) for planned in (False, True))
                    cpu.append((cost[0], cost[1]))
                    spent = f"{cost[0]:.2f}→{cost[1]:.2f}"
                name = f"{statement.work} {edition.language} {form} {'justified' if justified else 'flush'}"
                _print(name, greedy, fit, spent)
                every.append((edition.language, form, justified, greedy, fit))
    return _aims(every, cpu)


def _aims(every: list[tuple[str, str, bool, Found, Found]], cpu: list[tuple[float, float]]) -> list[Ratio]:
    def all_of(chosen: Callable[[str, str], bool], value: Callable[[Found], float], side: int) -> float:
        return sum(value(row[side]) for row in every if chosen(row[0], row[1]) and not row[2])

    def share(chosen: Callable[[str, str], bool]) -> float:
        return all_of(chosen, lambda one: one.hyphens, 4) / max(1, all_of(chosen, lambda one: one.hyphens, 3))

    hyphenated = {row[0] for row in every if row[3].hyphens}
    looser = [
        row[0]
        for row in every
        if row[0] in hyphenated and not row[2] and row[1] == "a5" and row[4].spread > row[3].spread
    ]
    return [
        Ratio("stumps", sum(row[4].stumps for row in every), 0),
        Ratio("hyphens in a row, flush left", all_of(lambda *_: True, lambda one: one.rows, 4), 0),
        Ratio("hyphens of German, fit : greedy", share(lambda tag, _: tag.startswith("de")), 0.75),
        Ratio("hyphens on panels, fit : greedy", share(lambda _, form: form != "a5"), 0.75),
        Ratio(f"looser on A5 ({' '.join(looser) or 'none'})", len(looser), 0),
        Ratio("CPU of archive-pdf, fit : greedy", sum(b for _, b in cpu) / max(0.01, sum(a for a, _ in cpu)), 1.15),
    ]


def _print(name: str, greedy: Found, fit: Found, spent: str) -> None:
    cells = []
    for label, a, b in zip(NAMES, greedy.cells(), fit.cells(), strict=True):
        cells.append(f"{a:.2f}→{b:.2f}" if label in ("spread", "worst", "fill") else f"{a:.0f}→{b:.0f}")
    wide = (sum(slack > WIDE for slack in one.slacks) for one in (greedy, fit))
    cells += ["→".join(map(str, wide)) if name.endswith("justified") else "", spent]
    print(f"{name:34}" + "".join(f"{cell:>15}" for cell in cells), flush=True)


def _texts(works: tuple[Path, ...], languages: list[str] | None) -> Iterator[tuple[Statement, Edition]]:
    for work in works:
        statement, found = read_work(work)
        if statement is None:
            raise SystemExit("\n".join(map(str, found)))
        for edition in statement.editions:
            if not languages or edition.language in languages:
                yield statement, edition


def _language(edition: Edition, justified: bool) -> Language:
    language = describe(edition.language, edition.own_text)
    return replace(language, script=replace(language.script, justify=justified or language.script.justify))


@contextmanager
def _line_by_line() -> Iterator[None]:
    """Within, no line is planned."""
    kept = line_planning.weights_of
    line_planning.weights_of = lambda *_: None  # type: ignore[assignment]
    try:
        yield
    finally:
        line_planning.weights_of = kept


def _cpu(statement: Statement, edition: Edition, language: Language, planned: bool, runs: int) -> float:
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        if planned:
            archive_pdf.render(statement, edition, language)
        else:
            with _line_by_line():
                archive_pdf.render(statement, edition, language)
        spent.append(time.process_time() - begun)
    return min(spent)


def _found(form: str, statement: Statement, edition: Edition, language: Language, planned: bool) -> Found:
    if not planned:
        with _line_by_line():
            return _found(form, statement, edition, language, True)
    if form == "a5":
        notes = archive_pdf._inline_notes(edition)
        page = archive_pdf.compose(statement, edition, language, "foot" if notes else "end")
        return _read(engine.layout(page.html, page.families, page.resources).document)
    fitted = copyfit.fit(statement, edition, language, find(PANELS[form]))
    made = fitted.composition
    styles = fitted_styles(
        made, "screen", fitted.size_pt, fitted.leading_pt, fitted.fillers, fitted.even, fitted.depths
    )
    found = _read(engine.lay_out(opened(made, "screen"), styles).document)
    found.fill = fitted.fill
    return found


def _read(document: Any) -> Found:
    """The lines of the paragraphs of a document, those of its margins and of words without a second line left out."""
    found = Found()
    for lines in _paragraphs(document):
        found.lines += len(lines)
        found.greedy += sum(line.box.set_by not in ("plan", "grid") for line in lines)
        for line, following in itertools.pairwise(lines):
            slack = line.measure - line.box.width
            spaces = [part.justification_spacing for part in line.box.descendants() if hasattr(part, "pango_layout")]
            size = line.box.style["font_size"]
            is_justified = line.box.style["text_align_all"] == "justify"
            found.slacks.append((max(spaces, default=0.0) if is_justified else max(0.0, slack)) / size)
            found.hyphens += line.hyphenated
            found.rows += line.hyphenated and following.hyphenated
            found.page_ends += line.hyphenated and following.page != line.page
            found.letters += _ends_in_a_letter(line.text)
            found.stumps += slack > STUMP * line.measure and _width_of_first(following) < slack
        if len(lines) > 1:
            found.short += lines[-1].box.width < SHORT * lines[-1].measure
    return found


def _ends_in_a_letter(text: str) -> bool:
    words = text.split()
    return len(words) > 1 and len(words[-1]) == 1 and words[-1].isalpha()


def _width_of_first(line: _Line) -> float:
    """About how wide the first word of a line is, from its share of the characters."""
    return line.box.width * len(line.text.split()[0]) / max(1, len(line.text)) if line.text.split() else line.measure


def _paragraphs(document: Any) -> list[list[_Line]]:
    """The lines of each paragraph of running text, over its pages."""
    found: dict[Any, list[_Line]] = {}
    columns: dict[tuple[int, float], int] = {}

    def visit(box: Any, page: int, block: Any) -> None:
        if isinstance(box, engine.boxes.MarginBox):
            return
        if isinstance(box, engine.boxes.LineBox):
            if (
                box.element is None
                or box.element.tag not in ("p", "li", "dd", "td", "span")
                or not hasattr(box, "set_by")
            ):
                return
            text = "".join(part.text for part in box.descendants() if hasattr(part, "pango_layout"))
            column = columns.setdefault((page, block.position_x), len(columns))
            if text.strip() and box.element.find(".//br") is None:
                found.setdefault(box.element, []).append(_Line(column, block.width, text.strip(" \u200b"), box))
            return
        for child in getattr(box, "children", ()):
            visit(child, page, box)

    for number, page in enumerate(document.pages):
        visit(page._page_box, number, page._page_box)
    return list(found.values())


if __name__ == "__main__":
    raise SystemExit(main())
