"""large-print: how large, black and undivided it is in every script, and that its judge says no."""

import io
import re
from pathlib import Path

import pikepdf
import pytest

from flugblatt.judges import fidelity, large_print, metadata
from flugblatt.language.table import language_of
from flugblatt.model import Edition, NotDue, Product, Statement, Wish
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf, large_page
from tests import editions

TEXTS = {
    "de": "Die Donaudampfschifffahrtsgesellschaftskapitänsmütze und die Versamm\u00adlungsfreiheit gelten. ",
    "ru": "Все люди рождаются свободными и равными в своём достоинстве и правах. ",
    "ar": "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. ",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. ",
    "hi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता प्राप्त है। ",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
}


def read(folder: Path, tag: str = "de", text: str = "") -> tuple[Statement, Edition]:
    said = text or (
        f"# {TEXTS[tag][:30].strip()}\n\n{TEXTS[tag]}\n\n{TEXTS[tag] * 4}[^1] *{TEXTS[tag].strip()}* H~2~O `code`\n\n"
        f"## {TEXTS[tag][:20].strip()}\n\n- {TEXTS[tag]}\n\n| a | 12 |\n|---|--:|\n| b | 3 |\n\n[^1]: {TEXTS[tag]}\n"
    )
    path = editions.write(folder, "probe", editions.PLAIN_YAML, **{tag: said})
    statement = editions.read(path)
    return statement, statement.editions[0]


def made(statement: Statement, edition: Edition) -> Product | NotDue:
    (only,) = archive_pdf.large(statement, edition, Wish(("large-print",)))
    return only


def bytes_of(statement: Statement, edition: Edition) -> bytes:
    product = made(statement, edition)
    assert isinstance(product, Product) and product.findings == ()
    return product.artefact.data


@pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")
@pytest.mark.parametrize("tag", TEXTS)
def test_every_letter_of_every_script_is_large_black_and_in_a_whole_word(tmp_path: Path, tag: str) -> None:
    statement, edition = read(tmp_path, tag)
    data = bytes_of(statement, edition)
    case = Case(statement, edition, "large-print", data)
    checks = [large_print.judge(data), fidelity.judge(case), metadata.of_pdf(case)]
    assert [str(finding) for check in checks for finding in check.findings] == []
    assert {check.verdict for check in checks} == {"passed"}


def test_the_x_height_of_latin_letters_is_that_of_arial_in_18_pt() -> None:
    assert large_page.LARGER * 10.8 * 0.458 >= 18 * 0.519


def test_the_file_is_of_the_archive_in_another_size_whatever_the_page_is(tmp_path: Path) -> None:
    statement, edition = read(tmp_path)
    with pikepdf.open(io.BytesIO(bytes_of(statement, edition))) as pdf:
        assert {tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}
        assert b"<pdfaid:part>3" in pdf.Root.Metadata.read_bytes()


def wide(columns: int) -> str:
    head = "| " + " | ".join("Wahlberechtigte" for _ in range(columns)) + " |\n"
    return f"# Titel\n\nEin Satz.\n\n{head}{'|---' * columns}|\n{head}\nNoch einer.\n"


def test_a_wide_table_stands_on_its_side_then_on_a_sheet_that_folds_out(tmp_path: Path) -> None:
    sizes = []
    for columns in (5, 8):
        with pikepdf.open(io.BytesIO(bytes_of(*read(tmp_path / str(columns), text=wide(columns))))) as pdf:
            sizes.append(max(round(float(page.mediabox[2])) for page in pdf.pages))
    assert sizes == [842, 1191]


def test_the_page_of_the_archive_is_no_large_print(tmp_path: Path) -> None:
    statement, edition = read(tmp_path)
    check = large_print.judge(archive_pdf.render(statement, edition, language_of(edition)).data)
    assert check.verdict == "failed"
    assert {"large-print-small", "large-print-face", "large-print-colour"} <= {one.code for one in check.findings}


def repainted(data: bytes, old: bytes, new: bytes) -> bytes:
    """The file with ``new`` for the first ``old`` that a page paints with."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = next(page for page in pdf.pages if re.search(old, page.Contents.read_bytes()))
        painted = page.Contents.read_bytes()
        page.Contents = pdf.make_stream(re.sub(old, new, painted, count=1))
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [(rb" 27\.359375 Tf", b" 23 Tf", "large-print-small"), (rb"\n0 0 0 rg", b"\n0.4 0 0 rg", "large-print-colour")],
)
def test_one_change_is_found(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    data = bytes_of(*read(tmp_path))
    assert {one.code for one in large_print.judge(repainted(data, old, new)).findings} == {code}


def test_a_divided_word_is_found(tmp_path: Path) -> None:
    statement, edition = read(tmp_path)
    data = archive_pdf.render(statement, edition, language_of(edition)).data
    assert "large-print-divided" in {one.code for one in large_print.judge(data).findings}


def test_on_letter_a_sheet_of_tabloid_folds_out(tmp_path: Path) -> None:
    path = editions.write(tmp_path, "probe", editions.PLAIN_YAML + "page: letter\n", de=wide(8))
    statement = editions.read(path)
    with pikepdf.open(io.BytesIO(bytes_of(statement, statement.editions[0]))) as pdf:
        assert {tuple(round(float(side)) for side in page.mediabox[2:]) for page in pdf.pages} == {
            (612, 792),
            (1224, 792),
        }


COLOURED = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 9"><rect width="20" height="9" fill="#c00"/></svg>'


def test_a_drawing_keeps_its_colours_and_the_isbn_of_the_other_pdfs_is_not_its_own(tmp_path: Path) -> None:
    yaml = editions.PLAIN_YAML + "identifiers: {isbn: {pdf: 979-12-200-0852-5}}\n"
    path = editions.write(tmp_path, "probe", yaml, de="# Titel\n\nEin Satz.\n\n![Eine Fläche](a.svg)\n")
    (path / "a.svg").write_text(COLOURED)
    statement = editions.read(path)
    case = Case(statement, statement.editions[0], "large-print", bytes_of(statement, statement.editions[0]))
    checks = [large_print.judge(case.data), fidelity.judge(case), metadata.of_pdf(case)]
    assert [str(finding) for check in checks for finding in check.findings] == []
    marked = repainted(case.data, rb"/Figure", b"/Span")
    assert {one.code for one in large_print.judge(marked).findings} == {"large-print-colour"}
