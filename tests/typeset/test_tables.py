"""Tables over pages: small ones whole, two rows together at least, and a sheet that folds out for what no page holds."""

import io
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from flugblatt.build import production
from flugblatt.language.table import language_of
from flugblatt.model import Product
from flugblatt.model.targets import chosen
from flugblatt.typeset import archive_pdf, engine, xmp
from flugblatt.typeset.alignment import walk
from tests import editions

FILLING = "Ein Satz, der die Seite füllt, und noch einer, damit es reicht. "


def rows_by_page(folder: Path, rows: int, before: int, tag: str = "de", head: str = "Ort") -> list[int]:
    """How many rows of a table of so many stand on each page that has some, behind so many paragraphs."""
    table = f"| {head} | 1 |\n|---|--:|\n" + "".join(f"| {head} {number} | {number} |\n" for number in range(rows))
    text = f"# Titel\n\nVorspann.\n\n{(FILLING + chr(10) * 2) * before}{table}\nEnde.\n"
    statement = editions.read(editions.write(folder, "probe", editions.PLAIN_YAML, **{tag: text}))
    edition = statement.editions[0]
    page = archive_pdf.compose(statement, edition, language_of(edition), "foot")
    options = {"pdf_variant": xmp.ARCHIVE.variant, "pdf_tags": True}
    document = engine.layout(page.html, page.families, page.resources, **options).document
    found = [
        len({id(box.element) for box, _ in walk(one._page_box) if box.element is not None and box.element_tag == "tr"})
        for one in document.pages
    ]
    return [count for count in found if count]


@pytest.mark.parametrize("before", range(11, 16))
def test_a_small_table_stands_on_one_page(tmp_path: Path, before: int) -> None:
    assert rows_by_page(tmp_path, 6, before) == [7]


@pytest.mark.sample(3)
@pytest.mark.parametrize("before", range(9, 17))
def test_two_rows_at_least_stand_together(tmp_path: Path, before: int) -> None:
    found = rows_by_page(tmp_path, 40, before)
    assert len(found) > 1 and min(found) >= 3  # the head, which comes again, and two


@pytest.mark.sample(1)
@pytest.mark.parametrize(("page", "height"), [("a5", 595), ("a4", 842), ("letter", 792)])
def test_a_table_that_no_page_holds_stands_on_a_sheet_as_wide_as_it(tmp_path: Path, page: str, height: int) -> None:
    head = "| " + " | ".join("Wahlberechtigte" for _ in range(60)) + " |\n"
    text = f"# Titel\n\nEin Satz.\n\n{head}{'|---' * 60}|\n{head}\nNoch einer.\n"
    yaml = f"{editions.PLAIN_YAML}page: {page}\n"
    statement = editions.read(editions.write(tmp_path, "probe", yaml, de=text))
    made = list(production.produce(statement, statement.editions[0], chosen(("archive-pdf", "large-print"))))
    for one in made:
        assert isinstance(one, Product)
        assert [str(found) for check in one.checks for found in check.findings] == []
        with pikepdf.open(io.BytesIO(one.artefact.data)) as pdf:
            sizes = [tuple(round(float(side)) for side in each.mediabox[2:]) for each in pdf.pages]
        assert max(wide for wide, _ in sizes) > 1600
        assert {tall for wide, tall in sizes if wide > 1600} <= {height, 842, 792}


@pytest.mark.parametrize(("first", "second"), [("Ana", "lang " * 600), ("lang " * 500, "breit " * 900)])
def test_a_cell_that_is_taller_than_a_page_goes_over_pages_below_the_head(
    tmp_path: Path, first: str, second: str
) -> None:
    text = f"# Titel\n\nVorspann.\n\n| Ort | Wort |\n|---|---|\n| {first} | {second} |\n| kurz | kurz |\n\nEnde.\n"
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, de=text))
    (made,) = production.produce(statement, statement.editions[0], chosen(("archive-pdf",)))
    assert isinstance(made, Product)
    assert [str(found) for check in made.checks for found in check.findings] == []
    with pymupdf.open(stream=made.artefact.data) as document:  # type: ignore[no-untyped-call]
        texts = [page.get_text() for page in document]
    over = [text for text in texts if "lang" in text or "breit" in text]
    assert len(over) > 1 and all("Ort" in text and "Wort" in text for text in over)
