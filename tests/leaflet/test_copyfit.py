"""Copyfitting: either the fit holds, or the finding is right."""

import random
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flugblatt import leaflet
from flugblatt.content import read_work
from flugblatt.language.table import describe
from flugblatt.leaflet import copyfit, flow, measures
from flugblatt.leaflet.composition import compose, fitted_styles, opened
from flugblatt.leaflet.formats import auto, find, formats
from flugblatt.leaflet.paper_area import paper
from flugblatt.model import Edition, Heading, Paragraph, Place, Quote, Statement, Text, plain_text, walk
from flugblatt.typeset import engine
from flugblatt.typeset.alignment import align
from flugblatt.typeset.alignment import walk as walk_boxes
from tests import editions, leaflets

ROOT = Path(__file__).parent.parent.parent
KEYS = [format.key for format in formats() if not format.excerpt]
START = Place(1, 1)
SYLLABLES = (
    "be",
    "ge",
    "ver",
    "ein",
    "aus",
    "um",
    "zu",
    "recht",
    "frei",
    "heit",
    "ung",
    "lich",
    "sam",
    "wahl",
    "volk",
    "wort",
    "und",
)
AIM = 16


def real() -> tuple[Statement, Edition]:
    statement, findings = read_work(ROOT / "content" / "kasachstan-2022")
    assert statement is not None, findings
    return statement, statement.editions[0]


@cache
def real_fit(key: str) -> copyfit.Fitted:
    return fit(*real(), key)


def fit(statement: Statement, edition: Edition, key: str) -> copyfit.Fitted:
    return leaflet.fit(statement, edition, describe(edition.language, edition.whole_text), find(key))


def random_text(seed: int, words: int) -> Edition:
    """The real edition with random words: paragraphs, headings and quotations of any length."""
    chance = random.Random(seed)
    _, edition = real()
    blocks: list[Heading | Paragraph | Quote] = []
    left = words
    while left > 0:
        count = min(left, chance.choice((1, 4, 12, 40, 90, 300)))
        left -= count
        text = " ".join("".join(chance.choices(SYLLABLES, k=chance.choice((1, 1, 2, 2, 3, 5)))) for _ in range(count))
        paragraph = Paragraph((Text(text + ".", START),), START)
        kind = chance.random()
        if kind < 0.12 and blocks and count < 20:
            blocks.append(Heading(2, f"h{len(blocks)}", paragraph.children, START))
        elif kind < 0.2 and blocks:
            blocks.append(Quote((paragraph,), START))
        else:
            blocks.append(paragraph)
    quote = blocks[0].children[0].text[:80] if chance.random() < 0.5 else ""  # type: ignore[union-attr,index]
    return replace(edition, blocks=tuple(blocks), pull_quote=quote.strip())


def letters(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def text_of(edition: Edition) -> str:
    return "".join(
        plain_text(block.children) for block in walk(edition.blocks) if isinstance(block, Heading | Paragraph)
    )


def check_that_it_holds(made: copyfit.Fitted, edition: Edition) -> None:
    """No overflow, nothing lost, size in range: measured once more on a layout of its own."""
    sizes, language = made.composition.sizes, made.composition.language
    assert sizes.smallest <= made.size_pt <= sizes.largest
    assert sizes.tight - 1e-6 <= made.leading_pt / made.size_pt <= sizes.loose + 1e-6
    assert made.format.smallest <= made.size_pt
    styles = fitted_styles(
        made.composition, "screen", made.size_pt, made.leading_pt, made.fillers, made.even, made.depths
    )
    document = engine.lay_out(opened(made.composition, "screen"), styles).document
    assert len(document.pages) == made.pages == len(made.composition.panels)
    align(document)
    first, last = made.composition.bodies[0].number, made.composition.bodies[-1].number
    drawn = letters("".join("".join(lines) for lines in made.breaks[first - 1 : last]))
    assert letters(text_of(edition)) in drawn, language.tag


def check_the_finding(made: copyfit.Fitted, statement: Statement, edition: Edition) -> None:
    """So many words are too many; the format that is named holds the text, and those of less paper do not."""
    (finding,) = made.findings
    found = re.search(
        r"the text is (\d+) words? \((\d+) lines?\) too long .* holds it is ([a-z0-9-]+)$", finding.message
    )
    assert finding.code == "leaflet-overfull" and finding.severity == "error" and found, finding.message
    over, lines, other = int(found[1]), int(found[2]), found[3]
    total = len(text_of(edition).split())
    assert 0 < over < total * 1.1 and 0 < lines <= over
    language = made.composition.language
    assert fit(statement, edition, other).holds
    for format in formats():
        if paper(format) < paper(find(other)):
            assert not copyfit.holds(statement, edition, language, format), format.key


# --- The real statement ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["dl6-roll", "a5-4"])
def test_the_statement_is_set_near_the_drawn_size(key: str) -> None:
    made = real_fit(key)
    check_that_it_holds(made, made.composition.edition)
    assert made.layouts <= AIM and made.composition.quote == "set"
    assert abs(made.size_pt - 11.8) <= 0.31


def test_a_text_too_long_for_the_drawn_size_is_set_near_the_largest_that_holds() -> None:
    made = real_fit("a5")
    check_that_it_holds(made, made.composition.edition)
    larger = made.size_pt + 0.35
    tight = measures.leadings(larger, made.composition.measures.block, made.composition.sizes)[0]
    document = engine.lay_out(
        opened(made.composition, "screen"), fitted_styles(made.composition, "screen", larger, tight)
    ).document
    bodies = tuple(panel.number for panel in made.composition.bodies)
    assert flow.measure(document, bodies, made.composition.measures).last > bodies[-1]


def foot_of(page: object) -> float:
    """Where the last line of a panel ends, in px; its number stands in a margin and does not count."""
    return max(box.position_y + box.height for box, margin in walk_boxes(page._page_box) if is_line(box) and not margin)


def is_line(box: object) -> bool:
    return type(box).__name__ == "LineBox"


@pytest.mark.parametrize("key", ["dl6-roll", "dl6-z", "a5-4"])
def test_panels_end_alike(key: str) -> None:
    """Within a line of each other, or two where a paragraph of three lines, which may not be parted, stands at the foot."""
    made = real_fit(key)
    styles = fitted_styles(made.composition, "screen", made.size_pt, made.leading_pt, made.fillers, depths=made.depths)
    document = engine.lay_out(opened(made.composition, "screen"), styles).document
    ends = [foot_of(document.pages[panel.number - 1]) for panel in made.composition.bodies]
    assert len(ends) > 1
    assert max(ends) - min(ends) <= 2.01 * made.leading_pt / 0.75


def test_whole_lines_fill_the_block() -> None:
    made = real_fit("dl6-roll")
    lines = made.composition.measures.block * measures.POINTS_PER_MM / made.leading_pt
    assert lines == pytest.approx(round(lines), abs=1e-3)


def test_a_text_that_was_thought_to_hold_and_does_not_is_none() -> None:
    statement, edition = real()
    language = describe(edition.language, edition.whole_text)
    assert copyfit.fit_if_held(statement, edition, language, find("4xa6"), likely=True) is None


def test_auto_is_every_format_of_the_list_that_holds() -> None:
    statement, edition = real()
    language = describe(edition.language, edition.whole_text)
    found = leaflet.fitted(statement, edition, language, ("auto",))
    assert [made.format.key for made in found] == [format.key for format in auto()]
    assert all(made.holds for made in found)


@pytest.mark.slow
def test_auto_falls_back_on_the_booklet_with_the_fewest_pages() -> None:
    statement, _ = real()
    edition = random_text(1, 1300)
    language = describe(edition.language, edition.whole_text)
    (made,) = leaflet.fitted(statement, edition, language, ("auto",))
    booklets = [fit(statement, edition, format.key) for format in formats() if format.booklet]
    assert made.holds and made.pages == min(booklet.pages for booklet in booklets)
    assert all(booklet.pages % 4 == 0 and booklet.holds for booklet in booklets)
    assert made.size_pt >= copyfit.BOOKLET_SIZE - 0.05


def test_a_format_asked_for_by_name_is_there_with_its_finding() -> None:
    statement, edition = real()
    language = describe(edition.language, edition.whole_text)
    small, large = leaflet.render(statement, edition, language, ("4xa6", "a5"), press=False)
    assert (small.format, large.format) == ("a5", "4xa6")
    assert small.files and not large.files
    assert [finding.code for finding in large.findings] == ["leaflet-overfull"]


def test_render_gives_every_file() -> None:
    made = leaflets.of_the_statement("dl6-roll")
    names = [file.suffix for file in made.files]
    assert names[:3] == [".read.pdf", ".office.pdf", ".office-white.pdf"] and ".press.pdf" in names
    assert made.findings == () and made.fit.pages == 6 and made.fit.layouts <= AIM


def test_a_quotation_gives_way_to_the_text() -> None:
    statement, _ = real()
    edition = replace(random_text(2, 380), pull_quote="Recht und Freiheit")
    wide = fit(statement, edition, "dl6-roll")
    full = fit(statement, replace(edition, blocks=random_text(2, 600).blocks), "dl6-roll")
    assert wide.composition.quote == "set" and full.composition.quote == "none"
    assert wide.holds and full.holds


@pytest.mark.slow
def test_too_many_issuers_for_the_back_are_a_finding() -> None:
    statement, edition = real()
    names = tuple(
        replace(statement.issuers_of(edition)[0], name=f"Verein zur Förderung der Quellen des Tals Nummer {number}")
        for number in range(200)
    )
    made = fit(replace(statement, issuers=replace(statement.issuers, everywhere=names)), edition, "a5-4")
    assert not made.holds
    assert {finding.code for finding in made.findings} <= {"leaflet-crowded", "text-misaligned"}


# --- Other scripts -----------------------------------------------------------------------------------


def test_other_scripts_keep_their_relation() -> None:
    latin, arabic = describe("de", "Wort"), describe("ar", "كلمة")
    format = find("dl6-roll")
    ranges = [measures.type_range(format, language) for language in (latin, arabic, describe("ja", "日本語の文"))]
    assert (ranges[0].smallest, ranges[0].largest) == (8.5, 12.6)
    assert ranges[1].smallest == pytest.approx(8.5 * 12.8 / 9.6, abs=0.01)
    assert ranges[2].smallest == 8.5 and ranges[2].largest < 12.6


# --- Any text ----------------------------------------------------------------------------------------


def check_any(seed: int, words: int, key: str) -> None:
    statement, _ = real()
    edition = random_text(seed, words)
    made = fit(statement, edition, key)
    if made.holds:
        check_that_it_holds(made, edition)
    else:
        check_the_finding(made, statement, edition)


@pytest.mark.slow
@given(st.integers(0, 10**6), st.integers(50, 900), st.sampled_from(KEYS))
@settings(max_examples=6)
def test_either_it_holds_or_the_finding_is_right(seed: int, words: int, key: str) -> None:
    check_any(seed, words, key)


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_every_format_with_texts_of_every_length(key: str) -> None:
    for seed, words in enumerate((50, 400, 1600)):
        check_any(seed, words, key)


@pytest.mark.slow
@pytest.mark.parametrize(("words", "key"), [(6000, "dl6-roll"), (20000, "booklet-a5")])
def test_long_texts(words: int, key: str) -> None:
    check_any(words, words, key)


SAID = "Words of the letter that go on and on, and say what is to be said of the wells of the valley. "


def written(folder: Path, text: str) -> tuple[Statement, Edition]:
    made = folder / "probe"
    made.mkdir()
    (made / "statement.yaml").write_text("date: 2024-03-05\nissuers: [Rat]\n", encoding="utf-8")
    (made / "en.md").write_text(f"# A call\n\nLede of it.\n\n{text}\n", encoding="utf-8")
    statement, findings = read_work(made)
    assert statement is not None, findings
    return statement, statement.editions[0]


def test_a_text_that_leaves_paper_empty_is_told_what_fits_better(tmp_path: Path) -> None:
    statement, edition = written(tmp_path, "Come to the well on Friday.")
    made = leaflet.fitted(statement, edition, describe("en", edition.whole_text), ("auto",))
    assert [found.format.key for found in made] == ["dl6-roll", "a5-4"]
    for found in made:
        (finding,) = found.findings
        assert (finding.code, finding.severity, found.holds) == ("leaflet-empty", "warning", True)
        assert "4xa6 fits better" in finding.hint
    (named,) = leaflet.fitted(statement, edition, describe("en", edition.whole_text), ("dl6-roll",))
    assert named.findings == ()


def test_the_last_panel_of_a_text_holds_five_lines_or_none(tmp_path: Path) -> None:
    statement, edition = written(tmp_path, f"{SAID * 9}\n\n{SAID * 9}")
    language = describe("en", edition.whole_text)
    trial = copyfit._trial(compose(statement, edition, language, find("dl6-roll"), "still"))
    size = trial.made.sizes.largest
    alone = trial.extent(size, copyfit._leading(trial, size))
    assert (alone.last, alone.last_lines) == (4, 2)
    made = fit(statement, edition, "dl6-roll")
    last = max(number for number in trial.bodies if made.breaks[number - 1])
    assert len(made.breaks[last - 1]) >= 5


def test_a_composition_is_the_same_whenever_it_is_made() -> None:
    statement, edition = real()
    language = describe(edition.language, edition.whole_text)
    first, second = (compose(statement, edition, language, find("a5-4"), "set") for _ in range(2))
    assert first == second


def test_a_back_that_takes_all_of_its_panel_makes_it_no_longer(tmp_path: Path) -> None:
    yaml = "date: 2024-03-05\nissuers:\n" + "".join(f"  - Signatory {n} of the Water Council\n" for n in range(20))
    statement = editions.read(editions.write(tmp_path, "probe", yaml, en="# A letter\n\nText.\n"))
    edition = statement.editions[0]
    (made,) = leaflet.render(statement, edition, describe("en", edition.whole_text), ("4xa6",), press=False)
    assert made.files and all("leaflet-crowded" not in finding.code for finding in made.findings)
