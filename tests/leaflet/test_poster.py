"""Posters: how large the title is, what is said, where it stands; an excerpt is never other words than the source's."""

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from flugblatt import leaflet
from flugblatt.content import read_work
from flugblatt.judges.fidelity import tagged_pdf
from flugblatt.language import fonts
from flugblatt.language.table import describe
from flugblatt.leaflet import copyfit, excerpt, poster
from flugblatt.leaflet.formats import find
from flugblatt.leaflet.measures import POINTS_PER_MM
from flugblatt.leaflet.panel_design import tracking_of
from flugblatt.model import Edition, Statement
from flugblatt.model.brand import Theme
from tests import editions

YAML = (
    "date: 2026-05-03\nissuers: [Stadtwerke, Hafenamt]\nurl: https://hafen.example/waerme\n"
    "imprint: {publisher: 'Stadtwerke, Am Kai 7, Hafenstadt', printer: Druckerei am Kai}\n"
)
TEXT = (
    "# Die Wärme kommt künftig aus dem Fluss[^1]\n\nDas Kraftwerk geht z. B. am 6. Mai vom Netz. Der Hafen bleibt. Und die\n"
    "Stadt auch. So ist es.\n\n„Ab 2029 heizen alle ohne Kohle. Das gilt.“\n\n[^1]: Eine Anmerkung.\n"
)
ARABIC = "# دفء المدينة يأتي من النهر\n\nتتوقف المحطة عن العمل. ويبقى السعر.\n"


@cache
def work(folder: Path, tag: str = "de", quote: str = "") -> tuple[Statement, Edition]:
    said = f"editions: {{{tag}: {{pull_quote: '{quote}'}}}}\n" if quote else ""
    name = f"work-{len(list(folder.iterdir()))}"
    made = editions.write(folder, name, YAML + said, **{tag: TEXT if tag == "de" else ARABIC})
    statement, findings = read_work(made)
    assert statement is not None, findings
    return statement, statement.editions[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("posters")


@cache
def drawn(folder: Path, key: str, tag: str = "de", manner: str = "screen") -> bytes:
    statement, edition = work(folder, tag)
    fitted = leaflet.fit(statement, edition, describe(tag, edition.whole_text), find(key))
    assert fitted.holds, fitted.findings
    return leaflet.panels(fitted, manner).data  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["a2", "a3"])
@pytest.mark.parametrize("tag", ["de", "ar"])
def test_the_title_fills_the_width(folder: Path, key: str, tag: str) -> None:
    statement, edition = work(folder, tag)
    language = describe(tag, edition.whole_text)
    made = poster.compose(statement, edition, language, find(key))
    face, tracking = fonts.face_for(made.families.sans, 800), tracking_of(language)
    longest = max(fonts.advance(face, line) + tracking * len(line) for line in made.title.lines) * made.title.size
    measure = (find(key).closed[0] - 2 * 30 * made.scale) * POINTS_PER_MM
    assert 0.85 <= longest / measure <= 1


def test_it_says_title_excerpt_address_and_imprint_and_nothing_else(folder: Path) -> None:
    said = ["".join(char.char for char in unit.chars).strip() for unit in tagged_pdf.read(drawn(folder, "a3")).units]
    assert said == [
        "3. Mai 2026",
        "Die Wärme kommt künftig aus dem Fluss",
        "Stadtwerke",
        "Hafenamt",
        "Das Kraftwerk geht z. B. am 6. Mai vom Netz.",
        "Der Hafen bleibt. Und die Stadt auch.",
        "Der ganze Text",
        "hafen.example/waerme",
        "Herausgabe Stadtwerke, Am Kai 7, Hafenstadt · Druck Druckerei am Kai",
    ]


@pytest.mark.parametrize(("key", "pages"), [("a2", 1), ("a3", 1)])
def test_a_poster_is_one_side_of_its_size(folder: Path, key: str, pages: int) -> None:
    with pikepdf.open(io.BytesIO(drawn(folder, key, "de", "press"))) as pdf:
        assert len(pdf.pages) == pages
        left, bottom, right, top = (float(edge) / POINTS_PER_MM for edge in pdf.pages[0].trimbox)
    assert (right - left, top - bottom) == pytest.approx(find(key).closed, abs=0.1)


def test_right_to_left_mirrors_all_but_code_and_address(folder: Path) -> None:
    text = pypdfium2.PdfDocument(drawn(folder, "a2", "ar"))[0].get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1) in "hafen.example"]
    assert min(box[0] for box in boxes) / POINTS_PER_MM == pytest.approx(30, abs=1)


def test_the_same_bytes_twice(folder: Path) -> None:
    first = drawn(folder, "a2")
    drawn.cache_clear()
    assert drawn(folder, "a2") == first


def test_a_title_that_no_size_holds_is_refused(folder: Path) -> None:
    statement, edition = work(folder)
    made = poster.compose(statement, edition, describe("de", edition.whole_text), find("a3"))
    fitted = copyfit._on_poster(replace(made, fits=False))
    assert not fitted.holds and [finding.code for finding in fitted.findings] == ["leaflet-crowded"]


# --- The excerpt -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "count", "first", "more"),
    [
        ("", 1, "Das Kraftwerk geht z. B. am 6. Mai vom Netz.", ""),
        ("", 2, "Das Kraftwerk geht z. B. am 6. Mai vom Netz.", "Der Hafen bleibt."),
        ("Der Hafen bleibt.", 3, "Der Hafen bleibt.", "Und die Stadt auch. So ist es."),
        ("Ab 2029 heizen alle", 3, "Ab 2029 heizen alle", "Das gilt.“"),
    ],
)
def test_an_excerpt_is_whole_sentences(folder: Path, quote: str, count: int, first: str, more: str) -> None:
    edition = replace(work(folder)[1], pull_quote=quote)
    assert excerpt.of(edition, describe("de", edition.whole_text), count) == excerpt.Excerpt(first, more)


def test_a_sentence_too_long_for_a_wall_is_left_out(tmp_path: Path) -> None:
    text = f"# Titel\n\n{'Wort und ' * 60}Ende.\n"
    statement = editions.read(editions.write(tmp_path, "work", "date: 2026-05-03\nissuers: [Rat]\n", de=text))
    assert excerpt.of(statement.editions[0], describe("de", text), 1) == excerpt.Excerpt()


def themed(folder: Path, theme: Theme) -> poster.Poster:
    statement, edition = work(folder)
    dressed = replace(statement, brand=replace(statement.brand, theme=theme))
    return poster.compose(dressed, edition, describe("de", edition.whole_text), find("a2"))


def test_the_title_stands_above_on_colour_between_lines_in_quiet_and_on_the_foot_in_black(folder: Path) -> None:
    red, quiet, black = (themed(folder, theme) for theme in ("red", "quiet", "black"))  # type: ignore[arg-type]
    assert red.fits and quiet.fits and black.fits
    assert red.placed.push == 0 and red.mark[2] > red.title.rows * red.title.size / POINTS_PER_MM
    assert quiet.placed.push == pytest.approx(196 - 34) and quiet.mark[0] == pytest.approx(58, abs=1)
    assert black.placed.push > black.mark[1] > quiet.mark[1]
    assert "Display" in poster.styles(quiet, "screen") and "Display" not in poster.styles(black, "screen")
