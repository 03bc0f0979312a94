"""The panels of a leaflet from the outside: what they say and in which order, boxes, colours, share code, manners."""

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from flugblatt import leaflet
from flugblatt.content import read_work
from flugblatt.judges.fidelity import tagged_pdf
from flugblatt.language.table import describe
from flugblatt.leaflet import accent as colours
from flugblatt.leaflet import copyfit, panel_design, share
from flugblatt.leaflet.composition import compose, fitted_styles, opened, wide_tables
from flugblatt.leaflet.formats import find
from flugblatt.model import Brand, Statement
from flugblatt.model.brand import RED, Manner
from flugblatt.model.errors import ToolFailed
from flugblatt.model.identifiers import edition_id
from flugblatt.tables import accents
from flugblatt.typeset import engine
from flugblatt.typeset.alignment import walk
from tests import editions

ROOT = Path(__file__).parent.parent.parent
POINTS_PER_MM = 72 / 25.4
YAML = (
    editions.RICH_YAML.partition("editions:")[0]
    + """\
imprint: {publisher: [Verein Muster, "Weg 1, Berlin"], printer: [Druckerei], responsible: [Maria Muster]}
editions:
  de: {subtitle: Ein Untertitel, translator: Tina Tolmetsch, pull_quote: Der Anfang steht im Rand}
"""
)


def work(folder: Path, yaml: str = YAML, **texts: str) -> Statement:
    made = editions.write(folder, "rich", yaml, **(texts or {"de": editions.RICH, "ar": editions.ARABIC}))
    (made / "bild.png").write_bytes(editions.png(300, 120))
    return editions.read(made)


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    return work(tmp_path_factory.mktemp("content"))


@cache
def real() -> Statement:
    statement, findings = read_work(ROOT / "content" / "kasachstan-2022")
    assert statement is not None, findings
    return statement


@cache
def fitted(statement: Statement, tag: str, key: str) -> copyfit.Fitted:
    edition = editions.edition(statement, tag)
    made = leaflet.fit(statement, edition, describe(tag, edition.whole_text), find(key))
    assert made.holds, made.findings
    return made


@cache
def paneled(statement: Statement, tag: str, key: str, manner: Manner) -> bytes:
    return leaflet.panels(fitted(statement, tag, key), manner).data


def drawn(statement: Statement, tag: str, key: str, manner: Manner = "screen") -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(paneled(statement, tag, key, manner)))


def said(data: bytes) -> list[str]:
    """What the structure tree says, piece by piece, by the judges' reader."""
    return ["".join(char.char for char in unit.chars).strip() for unit in tagged_pdf.read(data).units]


def pixels(data: bytes, page: int, dpi: float = 72) -> np.ndarray:
    document = pypdfium2.PdfDocument(data)
    return np.asarray(document[page].render(scale=dpi / 72).to_pil().convert("RGB"))


# --- What a leaflet says ---------------------------------------------------------------------------


def test_every_piece_stands_in_its_order(rich: Statement) -> None:
    pieces = said(paneled(rich, "de", "dl6-roll", "screen"))
    edition = editions.edition(rich, "de")
    assert pieces[:6] == [
        "Mai 2024",
        "Offener Brief",
        "Offene Worte an die Versammlung der Völker",
        "Ein Untertitel",
        "Büro",
        "Maria Muster",
    ]
    assert pieces[6] == "Ein Absatz als Vorspann, der die Sache in einem Satz sagt."
    at = pieces.index("„Der Anfang steht im Rand“")
    notes = pieces[pieces.index("Anmerkungen") : at]
    assert notes[0::2][:3] == ["Anmerkungen", "Eine Anmerkung mit Betonung und Link.", "Kurz."]
    assert pieces[at + 1 : at + 3] == ["Offener Brief", "Mai 2024"]
    back = pieces[at + 3 :]
    digest = edition.source.sha256
    assert back == [
        "Der ganze Text",
        "example.org/brief",
        "Diese Ausgabe",
        *("Von", "Büro Maria Muster"),
        *("Übersetzung", "Tina Tolmetsch"),
        *("Herausgabe", "Verein Muster Weg 1, Berlin"),
        *("Druck", "Druckerei"),
        *("Verantwortlich", "Maria Muster"),
        *("Lizenz", "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/"),
        *("Kennung", f"urn:uuid:{edition_id(rich, edition)}"),
        *("SHA-256 des Textes", " ".join(digest[start : start + 8] for start in range(0, 64, 8))),
    ]


@pytest.mark.parametrize(
    ("key", "of_the_quote"),
    [("a5-4", 3), ("a4", 0), pytest.param("booklet-a6", 0, marks=pytest.mark.slow)],
)
def test_every_format_says_the_same_text(rich: Statement, key: str, of_the_quote: int) -> None:
    """But for the pull quote, three pieces, for which only folded formats have a panel."""
    norm = said(paneled(rich, "de", "dl6-roll", "screen"))
    quote = norm.index("„Der Anfang steht im Rand“")
    pieces = said(paneled(rich, "de", key, "screen"))
    assert pieces == norm[: quote + of_the_quote] + norm[quote + 3 :]


def test_what_is_unknown_is_absent(tmp_path: Path) -> None:
    statement = editions.read(
        editions.write(tmp_path, "plain", "date: 2024-05-03\nissuers: [Büro]\n", de=editions.PLAIN)
    )
    pieces = said(paneled(statement, "de", "dl6-roll", "screen"))
    assert pieces[:3] == ["3. Mai 2024", "Ein Titel", "Büro"]
    assert pieces[-8:-1:2] == [
        "„Ein Satz, der am 6. Januar gesagt wurde“, und noch einer.",
        "Von",
        "Kennung",
        "SHA-256 des Textes",
    ]


def test_a_quotation_brings_marks_of_the_language_or_its_own(rich: Statement) -> None:
    edition = editions.edition(rich, "de")
    german, polish = describe("de", "Wort"), describe("pl", "Słowo")
    assert panel_design.quoted(edition, german) == "„Der Anfang steht im Rand“"
    assert panel_design.quoted(edition, polish) == "„Der Anfang steht im Rand”"
    assert panel_design.quoted(edition, describe("fr", "mot")) == "«Der Anfang steht im Rand»"
    assert panel_design.quoted(edition, describe("he", "מילה")) == "”Der Anfang steht im Rand”"
    assert panel_design.quoted(replace(edition, pull_quote="„Sie sagte“ es"), german) == "„Sie sagte“ es"


def test_the_kind_is_not_named_where_it_is_not_given(rich: Statement) -> None:
    edition, german = editions.edition(rich, "de"), describe("de", "Wort")
    assert panel_design.quote_source(rich, edition, german) == ("Offener Brief", "Mai 2024")
    assert panel_design.quote_source(replace(rich, kind_given=False), edition, german)[0] == edition.title_text
    assert panel_design.quote_source(rich, edition, describe("xh", "Ilizwi"))[0] == edition.title_text


def test_without_a_quotation_its_panel_is_still_or_text(tmp_path: Path) -> None:
    few = editions.read(editions.write(tmp_path, "few", editions.PLAIN_YAML, de=editions.PLAIN))
    many = editions.read(
        editions.write(
            tmp_path, "many", editions.PLAIN_YAML, de=editions.PLAIN + "\n" + "Noch ein Satz mit Worten. " * 150
        )
    )
    still, text = fitted(few, "de", "dl6-roll"), fitted(many, "de", "dl6-roll")
    assert still.composition.quote == "still" and len(still.composition.bodies) == 3
    assert text.composition.quote == "none" and len(text.composition.bodies) == 4


# --- Panels, boxes, colours --------------------------------------------------------------------------


@pytest.mark.parametrize(("manner", "bleed_mm"), [("screen", 0), ("white", 0), ("press", 3)])
def test_a_page_for_every_panel_in_its_size(rich: Statement, manner: Manner, bleed_mm: int) -> None:
    pdf = drawn(rich, "de", "dl6-roll", manner)
    bleed = bleed_mm * POINTS_PER_MM
    for page, width in zip(pdf.pages, (100, 100, 100, 97, 97, 100), strict=True):
        trim, media = ([float(value) for value in page[box]] for box in ("/TrimBox", "/MediaBox"))
        assert trim[2] - trim[0] == pytest.approx(width * POINTS_PER_MM, abs=0.01)
        assert trim[3] - trim[1] == pytest.approx(210 * POINTS_PER_MM, abs=0.01)
        assert [trim[0] - media[0], media[2] - trim[2]] == pytest.approx([bleed, bleed], abs=0.01)


def test_manners_differ_in_colour_alone(rich: Statement) -> None:
    screen, white, press = (paneled(rich, "de", "a5-4", manner) for manner in ("screen", "white", "press"))
    assert said(screen) == said(white) == said(press)
    assert tuple(pixels(screen, 0)[3, 3]) == (0xC5, 0x20, 0x2F)
    assert tuple(pixels(screen, 3)[3, 3]) == (0xFA, 0xEE, 0xE8)
    for page in range(4):
        picture = pixels(white, page)
        edge = np.concatenate([picture[:14].reshape(-1, 3), picture[:, :14].reshape(-1, 3)])
        assert edge.min() == 255


def test_a_line_that_breaks_otherwise_is_refused(rich: Statement) -> None:
    made = fitted(rich, "de", "a5-4")
    with pytest.raises(ToolFailed, match="lines of the manner"):
        leaflet.panels(replace(made, size_pt=made.size_pt - 0.3), "screen")


def test_press_is_ink_without_links(rich: Statement) -> None:
    pdf = drawn(rich, "de", "dl6-roll", "press")
    used = set()
    for page in pdf.pages:
        assert "/Annots" not in page
        content = page.Contents.read_bytes()
        used |= set(re.findall(rb"[\d. ]+ scn", content))
        assert not re.search(rb"\d (?:rg|RG|g|G)\b", content)
        assert set(re.findall(rb"/\S+ (?:cs|CS)\b", content)) <= {b"/DeviceCMYK cs", b"/DeviceCMYK CS"}
    assert {b"0 1 0.85 0.18 scn", b"0 0.08 0.08 0.02 scn", b"0 0 0 1 scn", b"0 0 0 0 scn"} <= {
        value.strip() for value in used
    }


def test_the_screen_announces_the_code_as_a_link(rich: Statement) -> None:
    pdf = drawn(rich, "de", "dl6-roll")
    links = {str(link.A.URI): link for link in pdf.pages[5].Annots}
    assert list(links) == ["https://example.org/brief", "https://creativecommons.org/licenses/by/4.0/"]
    link = links["https://example.org/brief"]
    assert "https://example.org/brief" in str(link.Contents)
    tall = abs(float(link.Rect[3]) - float(link.Rect[1]))
    assert tall > 28 * POINTS_PER_MM  # it covers the code and the words


def test_the_code_can_be_read_at_200_dpi(rich: Statement) -> None:
    data = paneled(rich, "de", "dl6-roll", "screen")
    document = pypdfium2.PdfDocument(data)
    (read,) = zxingcpp.read_barcodes(document[5].render(scale=200 / 72).to_pil())
    assert read.text == "https://example.org/brief"


def test_the_code_is_one_filled_path() -> None:
    svg, module = share.code("https://example.org/brief", "#000")
    assert svg.count(b"<path") == 1 and b"stroke" not in svg
    assert module == pytest.approx(28 / 25)


def test_a_label_of_more_lines_than_its_value_keeps_its_row_to_itself(tmp_path: Path) -> None:
    statement = editions.read(
        editions.write(tmp_path, "plain", "date: 2024-05-03\nissuers: [Büro]\n", de=editions.PLAIN)
    )
    language = describe("de", "Wort")
    long = replace(language, labels=replace(language.labels, from_="Gesagt von allen Zugehörigen"))
    made = leaflet.panels(leaflet.fit(statement, statement.editions[0], long, find("a5-4")), "screen").data
    document = pypdfium2.PdfDocument(made)
    text = document[len(document) - 1].get_textpage()
    (last, count), (next_label, _) = (text.search(word).get_next() for word in ("Zugehörigen", "Kennung"))
    assert text.get_charbox(next_label)[3] < text.get_charbox(last + count - 1)[1] + 1


def test_text_keeps_off_edges_and_folds() -> None:
    document = pypdfium2.PdfDocument(paneled(real(), "de", "dl6-roll", "screen"))
    for number, page in enumerate(document, 1):
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
        left = min(box[0] for box in boxes) / POINTS_PER_MM
        right = (page.get_width() - max(box[2] for box in boxes)) / POINTS_PER_MM
        assert min(left, right) >= (5 if number == 5 else 8), number  # the quote hangs towards an edge, not a fold


def test_the_lines_of_neighbouring_panels_stand_side_by_side() -> None:
    made = fitted(real(), "de", "dl6-roll")
    laid_out = engine.lay_out(
        opened(made.composition, "screen"), fitted_styles(made.composition, "screen", made.size_pt, made.leading_pt)
    )
    found = []
    for page in laid_out.document.pages[1:4]:
        lines = {
            box.position_y for box, margin in walk(page._page_box) if type(box).__name__ == "LineBox" and not margin
        }
        found.append({round((y - min(lines)) / (made.leading_pt / 0.75), 3) for y in lines})
        assert all(abs(place - round(place)) < 0.01 for place in found[-1])


def test_a_small_lede_is_in_ink() -> None:
    made = fitted(real(), "de", "booklet-a6").composition
    assert "--lede-colour: #1C1A19" in fitted_styles(made, "screen", 8.5, 12)
    assert "--lede-colour: #C5202F" in fitted_styles(made, "screen", 11, 15)
    two_inks = replace(made, statement=replace(made.statement, brand=Brand(accent=accents.of_inks((100, 60, 0, 0)))))
    assert "--lede-colour: #1C1A19" not in fitted_styles(two_inks, "screen", 8.5, 12)


def test_right_to_left_is_mirrored(rich: Statement) -> None:
    data = paneled(rich, "ar", "dl6-roll", "screen")
    pdf = pikepdf.open(io.BytesIO(data))
    assert pdf.Root.ViewerPreferences.Direction == "/R2L"
    flyer = paneled(rich, "ar", "a5", "screen")
    for cover in (pixels(data, 0), pixels(flyer, 0)):
        deep = np.argwhere((cover == (0x9E, 0x22, 0x25)).all(axis=2))
        white = np.argwhere((cover[:120] == 255).all(axis=2))
        assert deep[:, 1].max() < cover.shape[1] * 0.75 and deep[:, 1].mean() < cover.shape[1] / 2
        assert white[:, 1].mean() > cover.shape[1] / 2


def test_a_damaged_promise_is_not_drawn(rich: Statement) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        leaflet.panels(replace(fitted(rich, "de", "dl6-roll"), holds=False), "screen")


def test_the_same_bytes_twice(rich: Statement) -> None:
    edition = editions.edition(rich, "de")
    again = leaflet.fit(rich, edition, describe("de", edition.whole_text), find("dl6-roll"))
    for manner in ("screen", "press"):
        first, second = (leaflet.panels(made, manner).data for made in (fitted(rich, "de", "dl6-roll"), again))
        assert first == second


# --- The accent --------------------------------------------------------------------------------------


def test_the_accent_replaces_the_red(tmp_path: Path) -> None:
    statement = work(tmp_path, YAML + "accent: [100, 70, 0, 10]\n")
    accent = colours.accent_of(statement)
    assert accent.deep.inks == (100, 70, 0, 40) and accent.tint.inks == (6, 5, 0, 2)
    data = paneled(statement, "de", "dl6-roll", "screen")
    corner = "#" + "".join(f"{value:02X}" for value in pixels(data, 0)[3, 3])
    assert corner == accent.main.screen
    pdf = drawn(statement, "de", "dl6-roll", "press")
    press = pdf.pages[0].Contents.read_bytes()
    assert b"1 0.7 0 0.1 scn" in press and b"0 1 0.85 0.18 scn" not in press


def test_a_pale_accent_is_refused_with_its_ratio(tmp_path: Path) -> None:
    statement = work(tmp_path, YAML + "accent: [0, 100, 90, 0]\n")
    pale = replace(statement.brand, accent=accents.of_inks((0, 40, 90, 0)))
    statement = replace(statement, brand=pale)
    edition = editions.edition(statement, "de")
    made = leaflet.fit(statement, edition, describe("de", edition.whole_text), find("dl6-roll"))
    (finding,) = made.findings
    line = YAML.count("\n") + 1
    assert not made.holds and finding.code == "accent-contrast" and finding.severity == "error"
    assert finding.where == f"rich/statement.yaml:{line}:9"
    ratio = float(re.search(r"with ([\d.]+):1 on its tint", finding.message)[1])  # type: ignore[index]
    tint = colours.contrast(colours.accent_of(statement).main.screen, colours.accent_of(statement).tint.screen)
    assert ratio == pytest.approx(tint, abs=0.01) and 1.5 < ratio < 3


def test_contrast_is_that_of_the_standard() -> None:
    assert colours.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colours.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert colours.contrast(RED.main.screen, "#FFFFFF") >= 5.7
    assert colours.contrast(RED.main.screen, RED.tint.screen) >= 5.0


def test_the_default_colours_are_near_what_the_profile_shows() -> None:
    for colour in (RED.deep, RED.tint, colours.GREY):
        shown = accents.shown(colour.inks).screen
        difference = [abs(int(shown[at : at + 2], 16) - int(colour.screen[at : at + 2], 16)) for at in (1, 3, 5)]
        assert max(difference) <= 20, (colour, shown)


def test_type_is_as_small_as_tables_need_and_a_table_that_no_size_fits_is_named(tmp_path: Path) -> None:
    def composed(columns: int) -> list[object]:
        rows = f"|{' a |' * columns}\n|{'--|' * columns}\n|{' 1.234,5 |' * columns}\n"
        statement = work(tmp_path, editions.PLAIN_YAML, de=f"# Titel\n\nText.\n\n{rows}\nEnde.\n")
        edition = statement.editions[0]
        made = compose(statement, edition, describe("de", edition.whole_text), find("a5-4"), "none")
        found = list(wide_tables(made, made.sizes.largest))
        return [made.sizes.largest > made.sizes.smallest, made.sizes.largest, [place for place, _ in found]]

    (_, whole, none), (smaller, least, fitting), (_, _, wide) = composed(4), composed(13), composed(40)
    assert (none, fitting, wide) == ([], [], ["rich/de.md:5:1"])
    assert smaller and least < whole
