"""Two editions on facing pages: the judges pass a good file, and fail one in which either text or its place is another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name

from flugblatt import proving
from flugblatt.judges import fidelity, glyphs, metadata, visual
from flugblatt.judges.fidelity import tagged_pdf
from flugblatt.leaflet import bilingual_sheet
from flugblatt.model import Check, Edition, Statement
from flugblatt.model.cases import Case
from flugblatt.typeset import facing_pages
from tests.editions import png, read, write
from tests.judges.mutations import assert_failed, drawn_more, elements, opened, saved, xmp_changed
from tests.model.test_passages import ENGLISH, GERMAN

TABLE = "\n| Ort | Zahl |\n|---|---:|\n| Minsk | 12 |\n\n![Blau](bild.png)\n"
YAML = "date: 2024-05-03\nissuers: [Rat]\nsubjects: [Gespräch]\n"
ARABIC = """\
# نداء إلى الحوار

ندعو في 3 مايو 2024 كل من يرغب في المشاركة إلى الحوار.[^a]

## المطالب

1. الحرية لعدد 12 شخصا محتجزين بلا حكم.
2. حوار حول [الخطة](https://example.org/plan) مع جميع المعنيين.

> من يصمت لا يوافق، وإن بدا ذلك للبعض.

وأخيرا نشكر المدن السبع 7 التي قدمت لنا القاعات.

[^a]: تقرر في مينسك.
"""


@pytest.fixture(scope="module")
def statement(tmp_path_factory: pytest.TempPathFactory) -> Statement:
    texts = {"de": GERMAN + TABLE, "en": ENGLISH + TABLE.replace("Blau", "Blue"), "ar": ARABIC}
    folder = write(tmp_path_factory.mktemp("pair"), "aufruf", YAML, **texts)
    (folder / "bild.png").write_bytes(png(60, 30))
    return read(folder)


def pair(statement: Statement, first: str, second: str) -> Edition:
    (found,) = statement.pairs(((first, second),))
    return found


@pytest.fixture(scope="module")
def good(statement: Statement) -> bytes:
    data, findings, _ = facing_pages.render(statement, pair(statement, "de", "en"))
    assert not findings
    return data


@pytest.fixture(scope="module")
def turned(statement: Statement) -> bytes:
    data, findings, _ = facing_pages.render(statement, pair(statement, "ar", "de"))
    assert not findings
    return data


@pytest.fixture(scope="module")
def sheet(statement: Statement) -> bytes:
    data, findings, _ = bilingual_sheet.render(statement, pair(statement, "ar", "de"))
    assert not findings
    return data


def judged(statement: Statement, data: bytes, edition: Edition | None = None) -> Check:
    return fidelity.judge(Case(statement, edition or pair(statement, "de", "en"), "bilingual", data))


def tampered(data: bytes, change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    pdf = opened(data)
    change(pdf)
    return saved(pdf)


def every_judge(case: Case) -> list[tuple[str, str, tuple[object, ...]]]:
    checks = (fidelity.judge(case), glyphs.judge(case.data), visual.judge(case), metadata.of_pair(case))
    return [(check.check, check.verdict, check.findings) for check in checks]


def test_both_texts_are_proven_by_every_judge(statement: Statement, good: bytes) -> None:
    case = Case(statement, pair(statement, "de", "en"), "bilingual", good)
    assert every_judge(case) == [(name, "passed", ()) for name in ("fidelity", "glyphs", "visual", "metadata")]
    assert fidelity.judge(case).detail.startswith("27 of 27 blocks equal, ")


def test_a_caption_stands_with_its_picture(tmp_path: Path) -> None:
    picture = '\n![{0}](bild.png "{0} im Winter")\n\nEnde.\n\n![{0}](bild.png "Noch einmal")\n'
    folder = write(tmp_path, "aufruf", YAML, de=GERMAN + picture.format("Blau"), en=ENGLISH + picture.format("Blue"))
    (folder / "bild.png").write_bytes(png(60, 30))
    statement = read(folder)
    data, findings, _ = facing_pages.render(statement, pair(statement, "de", "en"))
    assert not findings
    assert [str(found) for found in judged(statement, data).findings] == []


def test_right_to_left_beside_left_to_right(statement: Statement, turned: bytes) -> None:
    case = Case(statement, pair(statement, "ar", "de"), "bilingual", turned)
    assert every_judge(case) == [(name, "passed", ()) for name in ("fidelity", "glyphs", "visual", "metadata")]
    pdf = opened(turned)
    assert pdf.Root.ViewerPreferences.Direction == "/R2L"


def test_the_first_page_stands_alone_and_then_two_face_each_other(good: bytes) -> None:
    pdf = opened(good)
    root = pdf.Root
    assert (root.PageLayout, "/Direction" in root.ViewerPreferences) == ("/TwoPageRight", False)
    first, second = (element for element in root.StructTreeRoot.K[0].K)
    assert [(str(each.S), str(each.Lang)) for each in (first, second)] == [("/Art", "de"), ("/Art", "en")]


def test_the_outline_is_that_of_one_edition_and_then_of_the_other(good: bytes) -> None:
    titles = [(entry.depth, entry.title) for entry in tagged_pdf.read(good).outline]
    assert titles == [
        (0, "Aufruf zum Gespräch"), (1, "Forderungen"), (1, "Anmerkungen"), (1, "Diese Ausgabe"),
        (0, "A Call for Talks"), (1, "Demands"), (1, "Notes"), (1, "This edition"),
    ]  # fmt: skip


def changed(statement: Statement, tag: str, old: str, new: str, folder: Any) -> Edition:
    """The pair, with one source in which words are others than in the file that was made."""
    texts = {"de": GERMAN + TABLE, "en": ENGLISH + TABLE.replace("Blau", "Blue")}
    assert old in texts[tag]
    texts[tag] = texts[tag].replace(old, new)
    work = write(folder, "aufruf", YAML, **texts)
    (work / "bild.png").write_bytes(png(60, 30))
    return pair(read(work), "de", "en")


QUOTE = "> Whoever is silent does not agree, even if it may seem so to some.\n\n"
LAST = "Finally we thank the 7 cities that have given us rooms.\n"


@pytest.mark.parametrize(
    ("tag", "old", "new", "code"),
    [
        ("en", QUOTE + LAST, LAST + "\n" + QUOTE, "fidelity-order"),
        ("de", "Dieser Satz steht", "Ein Satz.\n\nDieser Satz steht", "fidelity-missing"),
        ("en", LAST, "", "fidelity-extra"),
        ("de", "12 Menschen", "13 Menschen", "fidelity-changed"),
        ("en", "/plan", "/plot", "fidelity-link"),
        ("en", "Resolved in Minsk", "Resolved in Brest", "fidelity-changed"),
    ],
    ids=["exchanged", "dropped", "more", "figure", "link", "note"],
)
def test_another_text_on_either_side_fails(
    statement: Statement, good: bytes, tmp_path: Any, tag: str, old: str, new: str, code: str
) -> None:
    check = judged(statement, good, changed(statement, tag, old, new, tmp_path))
    assert_failed(check, code)
    assert any(f"/{tag}.md" in finding.where for finding in check.findings)


def test_the_other_language_on_a_side_fails(statement: Statement, good: bytes) -> None:
    def relabel(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Art")[1].Lang = pikepdf.String("fr")

    assert_failed(judged(statement, tampered(good, relabel)), "fidelity-language", "fr")


def test_the_editions_in_the_other_order_fail(statement: Statement, good: bytes) -> None:
    assert judged(statement, good, pair(statement, "en", "de")).verdict == "failed"


def test_a_text_without_its_part_of_the_structure_fails(statement: Statement, good: bytes) -> None:
    def demote(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "Art")[1].S = Name.Sect

    assert_failed(judged(statement, tampered(good, demote)), "fidelity-kind")


def test_a_passage_that_does_not_face_its_translation_fails(statement: Statement, good: bytes) -> None:
    def exchange(pdf: pikepdf.Pdf) -> None:
        pages = list(pdf.pages)
        pdf.pages[1], pdf.pages[2] = pages[2], pages[1]

    assert_failed(judged(statement, tampered(good, exchange)), "fidelity-beside", "on even pages")


def test_a_passage_that_stands_lower_than_its_translation_fails(statement: Statement, good: bytes) -> None:
    def lower(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[2]
        page.contents_add(pdf.make_stream(b"1 0 0 1 0 -9 cm"), prepend=True)

    assert_failed(judged(statement, tampered(good, lower)), "fidelity-beside", "beside it, on page 3")


def test_a_foot_that_names_another_page_fails(statement: Statement, good: bytes) -> None:
    reading = tagged_pdf.read(good)
    assert ["".join(piece.text for piece in page)[:1] for page in reading.feet[1:3]] == ["2", "3"]

    def copy(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1:3]

    assert_failed(judged(statement, tampered(good, copy)), "fidelity-missing")


def test_text_that_is_drawn_and_not_said_fails(statement: Statement, good: bytes) -> None:
    data = tampered(good, lambda pdf: drawn_more(pdf, 2, "/P <</MCID 990>> BDC EMC"))
    assert judged(statement, data).verdict == "passed", "an empty sequence is nothing"
    moved = tampered(good, lambda pdf: pdf.Root.StructTreeRoot.K[0].K.__delitem__(1))
    assert_failed(judged(statement, moved), "fidelity-extra")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<rdf:li>en</rdf:li>", "<rdf:li>fr</rdf:li>", "metadata-changed"),
        ("<rdf:li>en</rdf:li>", "", "metadata-changed"),
        ("Aufruf zum Gespräch / A Call for Talks", "Aufruf zum Gespräch", "metadata-changed"),
        ('<rdf:li xml:lang="en">A Call for Talks</rdf:li>', "", "metadata-missing"),
    ],
    ids=["language", "one language", "title", "second title"],
)
def test_metadata_that_name_one_language_alone_fail(
    statement: Statement, good: bytes, old: str, new: str, code: str
) -> None:
    case = Case(statement, pair(statement, "de", "en"), "bilingual", xmp_changed(good, old, new))
    assert_failed(metadata.of_pair(case), code)


def test_an_edition_alone_is_no_pair(statement: Statement, good: bytes) -> None:
    alone = replace(pair(statement, "de", "en"), beside=None)
    assert judged(statement, good, alone).verdict == "failed"
    assert metadata.of_pair(Case(statement, alone, "bilingual", good)).verdict == "failed"


# --- The sheet with both -------------------------------------------------------------------------


def of_sheet(statement: Statement, data: bytes, edition: Edition | None = None) -> Case:
    return Case(statement, edition or pair(statement, "ar", "de"), "bilingual", data, kind="leaflet")


def test_both_texts_of_a_sheet_are_proven_by_every_judge(statement: Statement, sheet: bytes) -> None:
    assert every_judge(of_sheet(statement, sheet)) == [
        (name, "passed", ()) for name in ("fidelity", "glyphs", "visual", "metadata")
    ]
    pdf = opened(sheet)
    assert (len(pdf.pages), "/PageLayout" in pdf.Root) == (2, False)


def test_a_text_of_another_source_on_a_sheet_fails(statement: Statement, sheet: bytes) -> None:
    assert fidelity.judge(of_sheet(statement, sheet, pair(statement, "ar", "en"))).verdict == "failed"
    assert fidelity.judge(of_sheet(statement, sheet, pair(statement, "de", "ar"))).verdict == "failed"


def test_a_sheet_is_no_book_and_a_book_no_sheet(statement: Statement, sheet: bytes, turned: bytes) -> None:
    assert_failed(judged(statement, sheet, pair(statement, "ar", "de")), "fidelity-beside")
    assert_failed(fidelity.judge(of_sheet(statement, turned)), "fidelity-beside")
    assert_failed(metadata.of_pair(of_sheet(statement, turned)), "metadata-changed", "DocumentID")


def test_a_passage_of_a_sheet_that_stands_lower_than_its_translation_fails(statement: Statement, sheet: bytes) -> None:
    def lower(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        operations = list(pikepdf.parse_content_stream(page))
        texts = [at for at, (_, operator) in enumerate(operations) if str(operator) == "Tm"]
        middle = sum(float(operations[at].operands[4]) for at in texts) / len(texts)
        for at in (at for at in texts if float(operations[at].operands[4]) > middle):  # one of the two columns
            numbers = list(operations[at].operands)
            numbers[5] = float(numbers[5]) - 9
            operations[at] = pikepdf.ContentStreamInstruction(numbers, pikepdf.Operator("Tm"))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))

    assert_failed(
        fidelity.judge(of_sheet(statement, tampered(sheet, lower))), "fidelity-beside", "beside it, on page 1"
    )


# --- Proof by anybody ----------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["de", "en"])
def test_either_source_is_proven_by_the_file_alone(good: bytes, tmp_path: Path, tag: str) -> None:
    texts = {"de": GERMAN + TABLE, "en": ENGLISH + TABLE.replace("Blau", "Blue")}
    (tmp_path / f"{tag}.md").write_text(texts[tag], encoding="utf-8")
    (tmp_path / "bild.png").write_bytes(png(60, 30))
    file = tmp_path / "aufruf.de+en.pdf"
    file.write_bytes(good)
    (proof,) = proving.prove(tmp_path / f"{tag}.md", (file,))
    assert (proof.verdict, proof.kind) == ("passed", "two editions side by side, a PDF of this toolchain")


def test_another_source_is_not_proven_by_it(good: bytes, tmp_path: Path) -> None:
    (tmp_path / "de.md").write_text(GERMAN, encoding="utf-8")
    file = tmp_path / "aufruf.de+en.pdf"
    file.write_bytes(good)
    (proof,) = proving.prove(tmp_path / "de.md", (file,))
    assert proof.verdict == "not run"
    assert "carries other sources" in next(
        route.check.reason for route in proof.routes if route.check.check == "fidelity"
    )


def test_a_file_that_was_tampered_with_fails_its_proof(good: bytes, tmp_path: Path) -> None:
    def relabel(pdf: pikepdf.Pdf) -> None:
        paragraph = next(kid for kid in elements(pdf, "Part")[0].K if str(kid.S) == "/P")
        paragraph.ActualText = pikepdf.String("Ein anderer Text.")

    (tmp_path / "de.md").write_text(GERMAN + TABLE, encoding="utf-8")
    (tmp_path / "bild.png").write_bytes(png(60, 30))
    file = tmp_path / "aufruf.de+en.pdf"
    file.write_bytes(tampered(good, relabel))
    (proof,) = proving.prove(tmp_path / "de.md", (file,))
    assert proof.verdict == "failed"
