"""The back of a leaflet as it is set: labels beside their values, where lines end, where the code and its address stand."""

from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from flugblatt import leaflet
from flugblatt.language import fonts
from flugblatt.language.table import describe
from flugblatt.leaflet import back_panel
from flugblatt.leaflet.formats import find
from flugblatt.leaflet.measures import measures
from tests import editions

ADDRESS = "https://www.hafenstadt.example/erklaerungen/2026/waerme_und_kohle-in-der-stadt"
IMPRINT = "imprint: {publisher: 'Stadtwerke, Am Kai 7, Hafenstadt', printer: Druckerei am Kai}\n"


@cache
def back(folder: Path, key: str, url: str) -> pypdfium2.PdfTextPage:
    """The text of the last panel."""
    yaml = f"date: 2024-05-03\nissuers: [Büro, Rat]\n{IMPRINT}" + (f"url: {url}\n" if url else "")
    name = f"work-{len(list(folder.iterdir()))}"
    statement = editions.read(editions.write(folder, name, yaml, de=editions.PLAIN))
    edition = statement.editions[0]
    fitted = leaflet.fit(statement, edition, describe("de", edition.whole_text), find(key))
    document = pypdfium2.PdfDocument(leaflet.panels(fitted, "screen").data)
    return document[len(document) - 1].get_textpage()


def lines(page: pypdfium2.PdfTextPage) -> list[str]:
    return [line.strip() for line in page.get_text_bounded().splitlines() if line.strip()]


def top(page: pypdfium2.PdfTextPage, words: str) -> float:
    at, _ = page.search(words).get_next()
    return page.get_charbox(at, loose=True)[3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backs")


@pytest.mark.sample(4)
@pytest.mark.parametrize("key", ["dl6-roll", "a5-4", "4xa6"])
@pytest.mark.parametrize(
    ("label", "value"),
    [("Von", "Büro"), ("Herausgabe", "Stadtwerke"), ("Kennung", "urn:uuid"), ("Druck", "Druckerei")],
)
def test_a_label_stands_on_the_first_line_of_its_value(folder: Path, key: str, label: str, value: str) -> None:
    page = back(folder, key, ADDRESS)
    assert top(page, label) == pytest.approx(top(page, value), abs=2)


def test_identifiers_end_lines_at_hyphens_and_groups_alone(folder: Path) -> None:
    said = lines(back(folder, "dl6-roll", ADDRESS))
    at = next(number for number, line in enumerate(said) if "urn:uuid" in line)
    assert said[at].endswith("-") and len(said[at + 1]) <= 22
    groups = [line for line in said if len([word for word in line.split() if len(word) == 8 and word.isalnum()]) == 4]
    assert len(groups) == 2


def test_the_address_parts_at_its_signs_beside_the_code(folder: Path) -> None:
    page = back(folder, "dl6-roll", ADDRESS)
    said = lines(page)
    first = next(number for number, line in enumerate(said) if line.startswith("www."))
    parts = said[first : said.index("Diese Ausgabe")]
    assert "".join(parts) == ADDRESS.removeprefix("https://")
    assert all(part[-1] in "/.-_" for part in parts[:-1])
    at, _ = page.search("www.").get_next()
    assert page.get_charbox(at)[0] > (10.5 + 28) * 72 / 25.4


def test_without_an_address_the_colophon_keeps_its_place(folder: Path) -> None:
    given, none = (back(folder, "dl6-roll", url) for url in (ADDRESS, ""))
    assert top(given, "Diese Ausgabe") == pytest.approx(top(none, "Diese Ausgabe"), abs=0.1)


def test_an_address_too_wide_for_its_column_stands_below_the_code() -> None:
    narrow = measures(find("dl6-roll"), find("dl6-roll").panels)
    face = fonts.face_for(("Alegreya Sans",), 500)
    assert not back_panel.share_block(ADDRESS, narrow, face, False).below
    assert back_panel.share_block(f"https://example.org/{'n' * 40}", narrow, face, False).below
