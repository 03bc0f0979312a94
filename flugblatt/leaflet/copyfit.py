"""Copyfitting: the size at which a text is set best on its panels, and panels that end within a line of each other.

Flow: composition -> the drawn size, held? else the largest that holds: sizes in steps of 0.05 pt, guessed by area, then in growing
strides until one holds and one does not, then halved until they are neighbours -> it and sizes near it, each with its leading of
whole lines -> the one whose faults ``quality`` weighs least -> the panels left over, and how deep the others are -> the state
looked at once more -> ``Fitted``. A text that does not hold at the smallest size is a finding: by how much, and which format
holds it.

Area grows with the square of the size, so a guess lands within a few steps; nothing rests on the guess, every state is laid out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from flugblatt.language.table import Language
from flugblatt.leaflet import flow, panel_design, poster, quality
from flugblatt.leaflet.accent import place_of, unreadable
from flugblatt.leaflet.composition import BACK_AIR, Composition, Quote, compose, fitted_styles, opened, wide_tables
from flugblatt.leaflet.formats import formats
from flugblatt.leaflet.measures import POINTS_PER_MM, STEP, leadings
from flugblatt.leaflet.paper_area import paper, seems_to_hold, text_area
from flugblatt.leaflet.sheets import Format
from flugblatt.model import Edition, Finding, Statement
from flugblatt.model.brand import Brand
from flugblatt.model.errors import ToolFailed
from flugblatt.typeset import engine, pagination
from flugblatt.typeset.alignment import Misaligned, align

BOOKLET_SIZE = 9.6  # pt; that of the book page
GOOD = 0.8  # of the largest size; chosen: a title is large only where the text beside it can still be so large
LEAST_FILL = 2 / 3  # of the panels; chosen: what is emptier is paper for nothing
SPARE_AREA = 0.8  # chosen: a format so much smaller than what the text takes need not be tried
MOST_MORE = 2  # lines more than the text has; chosen: what cannot be parted leaves so many empty at the foot of a panel
LATEST = 5  # layouts kept: the one that is chosen is among the last that were tried; chosen
NEAR = (0, -6, 6)  # steps of size; chosen: 0.3 pt beside the drawn size nobody sees, and lines break otherwise
BELOW = (0, -3, -6)  # the same below the largest size that holds
SMALLER = 0.2  # pt; chosen: sizes tried where there is a rest, each so much smaller than the one before
OVER = 1.04  # of the panels; chosen: a text that would fill more, by its height at another leading, is not laid out at this one
STRIDE = 3  # steps of size beside the first guess; chosen, then three times as many each time
WIDER = "choose a format with wider panels, part the table into two, or write its rows as a list"
PARTS = {
    "cover": ("title and issuers do not fit on the cover", "shorten the subtitle, or choose a larger format"),
    "quote": ("the pull quote does not fit on its panel", "choose a shorter pull quote"),
    "back": ("the rows of “this edition” do not fit on the back", "choose a larger format"),
}
Breaks = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """An edition fitted into a format. Where ``holds`` is false, ``findings`` says by how much it is over.

    ``size_pt`` and ``leading_pt`` of the text; ``fill`` is the part of its panels that it takes; ``layouts`` counts how often the
    engine laid out the text; ``fillers`` panels carry no text; ``even``: the columns
    of the last one are equally long; ``depths`` are the lines that panels of text take, where they end alike; ``breaks`` is what
    stands on every line.
    """

    composition: Composition | poster.Poster
    holds: bool
    size_pt: float
    leading_pt: float
    fill: float
    layouts: int
    fillers: int
    even: bool
    depths: tuple[int, ...]
    breaks: Breaks
    findings: tuple[Finding, ...]

    @property
    def format(self) -> Format:
        return self.composition.format

    @property
    def pages(self) -> int:
        """How many panels it has."""
        return len(self.composition.panels)


@dataclass(slots=True)
class _Trial:
    """A composition at work: parsed once, laid out as often as copyfitting asks."""

    made: Composition
    page: engine.Page
    layouts: int = 0
    latest: dict[tuple[float, float, int, bool, tuple[int, ...]], Any] = field(default_factory=dict)

    @property
    def bodies(self) -> tuple[int, ...]:
        return tuple(panel.number for panel in self.made.bodies)

    def document(
        self, size: float, leading: float, fillers: int = 0, even: bool = False, depths: tuple[int, ...] = ()
    ) -> Any:
        asked = (size, leading, fillers, even, depths)
        if asked not in self.latest:
            self.layouts += 1
            styles = fitted_styles(self.made, "screen", *asked)
            self.latest[asked] = engine.lay_out(self.page, styles).document
            for oldest in [*self.latest][:-LATEST]:
                del self.latest[oldest]
        return self.latest[asked]

    def extent(self, size: float, leading: float) -> flow.Extent:
        return flow.measure(self.document(size, leading), self.bodies, self.made.measures)

    def holds(self, extent: flow.Extent) -> bool:
        return extent.last <= self.bodies[-1]

    def tight(self, size: float) -> float:
        return leadings(size, self.made.measures.block, self.made.sizes)[0]


def fit(statement: Statement, edition: Edition, language: Language, format: Format) -> Fitted:
    """The edition in ``format`` at the largest size that holds; a booklet takes as many pages as it needs.

    Findings: ``accent-contrast``, ``leaflet-overfull``, ``leaflet-crowded``, ``text-misaligned``. Raises ContentError for a
    character that no font has, ToolMissing for a font that is not installed.
    """
    if format.excerpt:
        return _on_poster(poster.compose(statement, edition, language, format))
    found = fit_if_held(statement, edition, language, format, True)
    return found or _overfull(statement, edition, language, format)


def _on_poster(made: poster.Poster) -> Fitted:
    """A poster, which has no text to be fitted: its title and an excerpt either have room or not."""
    document = engine.lay_out(poster.opened(made, "screen"), poster.styles(made, "screen")).document
    findings: tuple[Finding, ...] = ()
    if not made.fits or len(document.pages) > 1:
        where = made.edition.title_place
        place = f"{made.edition.source.path}:{where.line}:{where.column}"
        message = f"{made.format.key}: the title and what stands below it do not fit on the poster"
        findings = (Finding("leaflet-crowded", "error", message, place, "choose a larger poster, or a folded leaflet"),)
    findings = (*findings, *_misaligned(document, made))
    breaks = flow.line_breaks(document)
    size, leading = made.title.size, made.title.size * made.title_leading
    return Fitted(made, not findings, size, leading, 1.0, 1, 0, False, (), breaks, findings)


def fit_if_held(
    statement: Statement, edition: Edition, language: Language, format: Format, likely: bool = False
) -> Fitted | None:
    """As ``fit``, but None where the text does not hold at the smallest size; asked first of a text that is not ``likely`` to."""
    if not (likely or seems_to_hold(format, edition.own_text) or holds(statement, edition, language, format)):
        return None
    found = (_booklet if format.booklet else _folded)(statement, edition, language, format)
    if not (found.holds or found.findings):
        return None
    quoted = isinstance(found.composition, Composition) and found.composition.quote == "set"
    problems = unreadable(statement, quoted)
    return replace(found, holds=found.holds and not problems, findings=(*problems, *found.findings))


def holds(statement: Statement, edition: Edition, language: Language, format: Format) -> bool:
    """Whether the text fits ``format`` at its smallest size."""
    if format.booklet:
        return True
    for quote in _quotes(statement.brand, edition, format):
        scale = panel_design.scales(format.panels)[-1]
        trial = _trial(compose(statement, edition, language, format, quote, scale=scale))
        size = trial.made.sizes.smallest
        if trial.holds(trial.extent(size, trial.tight(size))):
            return True
    return False


def _folded(statement: Statement, edition: Edition, language: Language, format: Format) -> Fitted:
    """On a fixed number of panels. A panel for a pull quote that is not given, or finds no room, is one more for the text."""
    layouts = 0
    chosen = _quotes(statement.brand, edition, format)
    for quote in chosen:
        trial, known = _titled(statement, edition, language, format, quote)
        found = _sized(trial, known)
        layouts += found.layouts
        crowded_out = quote == "still" and found.size_pt < trial.made.sizes.size(trial.made.sizes.drawn_step - NEAR[-1])
        if found.holds and not (crowded_out and quote is not chosen[-1]):
            break
    return replace(found, layouts=layouts)


def _titled(
    statement: Statement, edition: Edition, language: Language, format: Format, quote: Quote
) -> tuple[_Trial, tuple[int, flow.Extent] | None]:
    """The composition with the largest title beside which the text can be set in a good size, and what is known of it."""
    *larger, least = panel_design.scales(format.panels)
    layouts = 0
    for scale in larger:
        trial = _trial(compose(statement, edition, language, format, quote, scale=scale))
        sizes = trial.made.sizes
        good = math.ceil(max(0.0, sizes.largest * GOOD - sizes.smallest) / STEP)
        extent = trial.extent(sizes.size(good), trial.tight(sizes.size(good)))
        if trial.holds(extent):
            return replace(trial, layouts=layouts + 1), (good, extent)
        layouts += 1
    trial = _trial(compose(statement, edition, language, format, quote, scale=least))
    return replace(trial, layouts=layouts), None


def _quotes(brand: Brand, edition: Edition, format: Format) -> tuple[Quote, ...]:
    """What may stand on the panel for the pull quote, in order of preference; two themes have no large mark."""
    has_panel = any("quote" in panel.roles for panel in format.panels)
    if not has_panel:
        return ("none",)
    if edition.pull_quote:
        return ("set", "none")
    alone = any(panel.role == "quote" for panel in format.panels) and brand.theme in ("red", "black")
    return ("still", "none") if alone else ("none",)


def _booklet(statement: Statement, edition: Edition, language: Language, format: Format) -> Fitted:
    """On as many pages as the text needs in the size of a book, a multiple of four, which it then fills."""
    pages_wanted, layouts = 4, 0
    while True:
        trial = _trial(compose(statement, edition, language, format, "none", pages_wanted))
        sizes = trial.made.sizes
        book = min(
            max(sizes.smallest, BOOKLET_SIZE * min(1.0, trial.made.measures.unit**0.25) * language.script.size / 9.6),
            sizes.largest,
        )
        extent = trial.extent(book, trial.tight(book))
        if trial.holds(extent):
            break
        layouts += trial.layouts
        needed = 4 * math.ceil((extent.last + 1) / 4)
        pages_wanted = max(needed, pages_wanted + 4)
    found = _sized(trial, (math.floor((book - sizes.smallest) / STEP), extent))
    return replace(found, layouts=layouts + found.layouts)


def _trial(made: Composition) -> _Trial:
    return _Trial(made, opened(made, "screen"))


def _sized(trial: _Trial, known: tuple[int, flow.Extent] | None = None) -> Fitted:
    """The drawn size or one near it, or where it does not hold the largest that does or one just below: the one with least faults.

    ``known`` is a step that holds already, with its extent.
    """
    sizes = trial.made.sizes
    drawn = sizes.drawn_step
    if _leading(trial, sizes.size(drawn)):
        steps = [drawn + offset for offset in NEAR]
    else:
        held, fill = _largest(trial, drawn, known)
        if held < 0:
            smallest = sizes.smallest
            return Fitted(trial.made, False, smallest, trial.tight(smallest), fill, trial.layouts, 0, False, (), (), ())
        steps = [held + offset for offset in BELOW]
    tried: list[tuple[float, float, float]] = []
    for step in steps:
        size = sizes.size(min(sizes.steps, max(0, step)))
        if leading := _leading(trial, size):
            extent = trial.extent(size, leading)
            faults = quality.look(trial.document(size, leading), trial.bodies, extent.last, extent.last_lines)
            tried.append((faults.cost(size, sizes), -size, leading))
    _, size, leading = min(tried)
    return _finished(trial, -size, leading)


def _largest(trial: _Trial, most: int, known: tuple[int, flow.Extent] | None) -> tuple[int, float]:
    """The largest step up to ``most`` that holds at the tightest leading, -1 for none, and how full the last one tried was."""
    sizes = trial.made.sizes
    held, failed, step = -1, most + 1, most
    fill = 0.0

    def guess(step: int, extent: flow.Extent) -> int:
        """Where the text would fill its panels, if it were but area."""
        wanted = sizes.size(step) / math.sqrt(max(extent.fill, 0.01))
        return math.floor((wanted - sizes.smallest) / STEP + 1e-6)

    if known and known[0] < most:
        held, step = known[0], max(known[0] + 1, min(most, guess(*known)))
    guessed, stride = held >= 0, STRIDE
    while failed - held > 1:
        extent = trial.extent(sizes.size(step), trial.tight(sizes.size(step)))
        fill, held_here = extent.fill, trial.holds(extent)
        if held_here:
            held = step
        else:
            failed = step
        if not guessed:
            guessed, step = True, guess(step, extent)
        elif stride and (step + stride < failed if held_here else step - stride > held):
            step, stride = (step + stride if held_here else step - stride), stride * 3
        else:
            step, stride = (held + failed) // 2, 0
        step = max(held + 1, min(failed - 1, step))
    return held, fill


def _without_rest(trial: _Trial, size: float, leading: float, extent: flow.Extent) -> tuple[float, float]:
    """Size and leading, others where the last panel of several would hold a few lines alone: other leadings, then smaller sizes."""
    sizes, block = trial.made.sizes, trial.made.measures.block
    if (
        trial.made.measures.columns > 1
        or extent.last == trial.bodies[0]
        or not 0 < extent.last_lines < quality.LEAST_ON_PANEL
    ):
        return size, leading
    tries = [(size, other) for other in sorted(leadings(size, block, sizes), key=lambda other: abs(other - leading))]
    for step in range(1, 5):
        smaller = round(size - step * SMALLER, 4)
        tries.append((smaller, min(leadings(smaller, block, sizes), key=lambda other: abs(other - leading))))
    for other in tries:
        if other != (size, leading) and other[0] >= sizes.smallest:
            extent = trial.extent(*other)
            if trial.holds(extent) and not 0 < extent.last_lines < quality.LEAST_ON_PANEL:
                return other
    return size, leading


def _leading(trial: _Trial, size: float) -> float:
    """The leading that looks best, or the loosest tighter one at which the text holds; 0 where it holds at none."""
    sizes = trial.made.sizes
    choice = leadings(size, trial.made.measures.block, sizes)
    best = min(range(len(choice)), key=lambda at: abs(choice[at] / size - sizes.ideal))
    hopeless = math.inf
    for leading in choice[best::-1]:
        if leading >= hopeless:
            continue
        extent = trial.extent(size, leading)
        if trial.holds(extent):
            return leading
        hopeless = leading * OVER / extent.fill
    return 0.0


def _finished(trial: _Trial, size: float, leading: float) -> Fitted:
    """The state with all its panels, looked at once more: text whole and in order, every part in its room."""
    made = trial.made
    first = trial.document(size, leading)
    extent = flow.measure(first, trial.bodies, made.measures)
    better = _without_rest(trial, size, leading, extent)
    if better != (size, leading):
        return _finished(trial, *better)
    fillers = trial.bodies[-1] - extent.last
    document = _balanced(trial, size, leading, fillers)
    even = document is not None
    depths: tuple[int, ...] = ()
    if document is None:
        depths = _depths(trial, size, leading, extent, fillers)
        document = trial.document(size, leading, fillers, depths=depths) if fillers or depths else first
    findings = [*_misaligned(document, made)]
    for where, what in wide_tables(made, size):
        message = f"{made.format.key}: {what}"
        findings.append(Finding("leaflet-crowded", "error", message, where, WIDER))
    if len(document.pages) != len(made.panels):
        message = f"{made.format.key}: expected {len(made.panels)} panels; found {len(document.pages)}"
        findings.append(
            Finding("leaflet-crowded", "error", message, made.edition.source.path, "choose a larger format")
        )
    parts = flow.crowded(document, len(made.panels))
    # A back that is higher than its panel is set on a longer page, where nothing crowds it.
    room = made.panels[-1].height - made.measures.top - made.measures.foot
    if "back" not in parts and "back" in made.panels[-1].roles and made.back_height > room + 1.4 * BACK_AIR:
        parts = (*parts, "back")
    for part in parts:
        message, hint = PARTS[part]
        findings.append(
            Finding("leaflet-crowded", "error", f"{made.format.key}: {message}", made.edition.source.path, hint)
        )
    return Fitted(
        made,
        not findings,
        size,
        leading,
        extent.fill,
        trial.layouts,
        fillers,
        even,
        depths,
        flow.line_breaks(document),
        tuple(findings),
    )


def _depths(trial: _Trial, size: float, leading: float, extent: flow.Extent, fillers: int) -> tuple[int, ...]:
    """How many lines each panel of text takes so that they end within a line of each other; empty where they end as they fall:
    on one panel, in a booklet, beside cover or back, and where what cannot be parted stands in the way."""
    made = trial.made
    used = [panel for panel in made.bodies if panel.number <= extent.last]
    if len(used) < 2 or made.format.booklet or made.measures.columns > 1 or any(panel.role != "body" for panel in used):
        return ()
    whole = round(made.measures.block * POINTS_PER_MM / leading)
    total = (len(used) - 1) * whole + math.ceil(extent.depth * 0.75 / leading - 0.01)
    for more in range(MOST_MORE + 1):
        low, longer = divmod(total + more, len(used))
        depths = tuple(min(whole, low + (at < longer)) for at in range(len(used)))
        found = flow.measure(trial.document(size, leading, fillers, depths=depths), trial.bodies, made.measures)
        if found.last == extent.last:
            return depths
    return ()


def _misaligned(document: Any, made: Composition | poster.Poster) -> Iterator[Finding]:
    """Where what is drawn is not the text."""
    try:
        align(document)
    except Misaligned as error:
        where = pagination.place_of(made.edition, error.snippet)
        yield Finding("text-misaligned", "error", f"{made.format.key}: {error} (panel {error.page})", where)


def _balanced(trial: _Trial, size: float, leading: float, fillers: int) -> Any:
    """The text with columns of one length; None where there is one column, or the text does not keep to its panels so.

    The engine breaks down on some texts whose columns it should balance; these keep the columns that they have."""
    if trial.made.measures.columns == 1:
        return None
    try:
        document = trial.document(size, leading, fillers, True)
        align(document)
    except (ToolFailed, Misaligned):
        return None
    return document if len(document.pages) == len(trial.made.panels) else None


def _overfull(statement: Statement, edition: Edition, language: Language, format: Format) -> Fitted:
    """The finding of a text that does not hold: words and lines beyond the last panel, and the smallest format that holds it."""
    scale = panel_design.scales(format.panels)[-1]
    trial = _trial(
        compose(statement, edition, language, format, _quotes(statement.brand, edition, format)[-1], scale=scale)
    )
    made = trial.made
    size = made.sizes.smallest
    leading = trial.tight(size)
    extent = trial.extent(size, leading)
    spaced = made.language.script.code not in panel_design.UNSPACED
    count = len(extent.words.split()) if spaced else len("".join(extent.words.split()))
    unit = "words" if spaced else "characters"
    column = made.measures.column * POINTS_PER_MM
    other = smallest_holding(made, extent.all_lines * leading * column / size**2)
    lines = f"{extent.lines} lines" if extent.lines != 1 else "1 line"
    finding = Finding(
        "leaflet-overfull",
        "error",
        f"{made.format.key}: the text is {count} {unit if count != 1 else unit[:-1]} ({lines}) too long at {size:g} pt,"
        f" the smallest size; the smallest format that holds it is {other}",
        place_of(made.statement, "leaflets"),
        f"write leaflets: [{other}] or shorten the text",
    )
    return Fitted(made, False, size, leading, extent.fill, trial.layouts, 0, False, (), (), (finding,))


def with_emptiness(chosen: tuple[Fitted, ...]) -> tuple[Fitted, ...]:
    """Those of ``chosen`` whose text fills less than two thirds of their panels, with a warning ``leaflet-empty`` where a smaller
    format holds it."""
    empty = tuple(found for found in chosen if found.holds and found.fill < LEAST_FILL)
    if not empty:
        return ()
    first, made = empty[0], empty[0].composition
    assert isinstance(made, Composition), "a poster is always full"
    lines = sum(map(len, first.breaks))
    column = made.measures.column * POINTS_PER_MM
    other = smallest_holding(made, lines * first.leading_pt * column / first.size_pt**2)
    papers = {format.key: paper(format) for format in formats()}
    return tuple(_with_warning(found, other) for found in empty if papers[other] < papers[found.format.key])


def _with_warning(found: Fitted, other: str) -> Fitted:
    message = f"{found.format.key}: the text fills {found.fill:.0%} of its panels; expected two thirds or more"
    where = place_of(found.composition.statement, "leaflets")
    finding = Finding("leaflet-empty", "warning", message, where, f"{other} fits better: write leaflets: [{other}]")
    return replace(found, findings=(*found.findings, finding))


def smallest_holding(made: Composition, need: float) -> str:
    """The name of the format of least paper that holds the text of ``made``; ``need`` is its area in squares of its size.

    Formats that have far too little area for it are not tried.
    """
    whole = (each for each in formats() if each.key != made.format.key and not each.excerpt)
    for format in sorted(whole, key=paper):
        if not format.booklet and text_area(format) < SPARE_AREA * need:
            continue
        if holds(made.statement, made.edition, made.language, format):
            return format.key
    raise AssertionError("a booklet holds every text")
