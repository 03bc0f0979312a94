"""The contents of a long work, and the sections in the feet of its pages: made, proven, and each way to lie about them told."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import String

from flugblatt import proving
from flugblatt.judges import fidelity, glyphs, large_print, visual
from flugblatt.judges.external import verapdf
from flugblatt.judges.external.java import JavaHost
from flugblatt.judges.fidelity import listed_headings as judge
from flugblatt.judges.fidelity import reference, tagged_pdf
from flugblatt.language.table import language_of
from flugblatt.model import Edition, Statement
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf, contents_page, xmp
from tests import editions
from tests.judges.mutations import assert_failed, elements, opened, redrawn, saved
from tests.sharing import shared

SENTENCES = {
    "de": "Die Halle am Kai wurde in vierzehn Monaten errichtet, aus Klinker der Ziegeleien am Oberlauf und aus Stahl. ",
    "ar": "بنيت القاعة على الرصيف في أربعة عشر شهرا من الطوب والفولاذ الذي جاء على الماء، وهي طويلة وعالية. ",
    "ja": "岸壁の倉庫は十四か月で建てられ、上流の煉瓦工場の煉瓦と、水路で運ばれた鋲打ちの鉄骨でできている。",
}
CHAPTERS = {
    "de": ("Gründe *heute*", "Die Halle[^a]", "Kosten", "Wege"),
    "ar": ("الأسباب", "القاعة[^a]", "التكاليف", "الطرق"),
    "ja": ("理由", "倉庫[^a]", "費用", "方法"),
}
PARTS = {"de": ("Nah", "[далёка]{lang=be}"), "ar": ("قريب", "بعيد"), "ja": ("近く", "遠く")}
CLAIMS = {"archive-pdf": xmp.ARCHIVE, "access-pdf": xmp.ACCESS, "large-print": xmp.LARGE}
MORE = {"large-print": (large_print.judge,)}
PROFILES = {"archive-pdf": ("3a", "ua1"), "access-pdf": ("4f", "ua2", "wtpdf"), "large-print": ("3a", "ua1")}


def text(tag: str, paragraphs: int, chapters: int = 4) -> str:
    """Chapters of two parts with so many paragraphs each; a rule stands before the last of them."""
    said = SENTENCES[tag]
    parts = [f"# {said[:24].strip()}", said]
    for at, name in enumerate(CHAPTERS[tag][:chapters]):
        parts += ["---"] * (at == chapters - 1) + [f"## {name}"]
        for part in PARTS[tag]:
            parts += [f"### {part}", *[said * 4] * paragraphs]
    return "\n\n".join([*parts, f"[^a]: {said}"]) + "\n"


def read(folder: Path, page: str = "a5", **texts: str) -> tuple[Statement, Edition]:
    statement = editions.read(editions.write(folder, "kai", f"{editions.PLAIN_YAML}page: {page}\n", **texts))
    return statement, statement.editions[0]


@shared
def long() -> tuple[Statement, Edition, bytes]:
    """A work of some thirteen pages, as the PDF of the archive."""
    with tempfile.TemporaryDirectory() as folder:
        statement, edition = read(Path(folder), de=text("de", 5))
        return statement, edition, archive_pdf.render(statement, edition, language_of(edition)).data


def tampered(change: Callable[[pikepdf.Pdf], Any]) -> Any:
    statement, edition, data = long()
    pdf = opened(data)
    change(pdf)
    return fidelity.judge(Case(statement, edition, "archive-pdf", saved(pdf)))


def test_the_contents_say_where_each_heading_stands() -> None:
    statement, edition, data = long()
    check = fidelity.judge(Case(statement, edition, "archive-pdf", data))
    assert check.verdict == "passed", check.findings
    listed, rest = judge.apart(tagged_pdf.read(data).units)
    headings = [unit for unit in rest if unit.kind in judge.PARTS]
    assert [unit.text.split(" ")[0] for unit in listed[1:]] == [str(unit.place.page) for unit in headings]
    assert [unit.text.split(" ", 1)[1] for unit in listed[1:5]] == ["Gründe heute", "Nah", "далёка", "Die Halle"]
    assert [unit.path.count("entry") for unit in listed[1:5]] == [1, 2, 2, 1]


def test_the_feet_name_the_section_that_the_first_line_stands_under() -> None:
    _, edition, data = long()
    reading = tagged_pdf.read(data)
    feet = ["".join(piece.text for piece in page).partition("\u2003")[2] for page in reading.feet]
    assert feet[:3] == ["", edition.title_text, edition.title_text]
    assert list(dict.fromkeys(feet[3:])) == ["Gründe heute", "Die Halle", "Kosten", "Wege", "Diese Ausgabe"]


def test_the_same_bytes_come_twice() -> None:
    statement, edition, data = long()
    assert archive_pdf.render(statement, edition, language_of(edition)).data == data


@pytest.mark.parametrize("figure", ["13", "10"])
def test_a_wrong_figure_is_told(figure: str) -> None:
    check = tampered(lambda pdf: redrawn(pdf, 1, figure, "11"))
    assert_failed(check, "fidelity-generated", "line of the contents", "page 2")


def without_an_entry(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TOC")[0].K[1]


def without_contents(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.K[0].K[1]


def in_another_order(pdf: pikepdf.Pdf) -> None:
    kids = elements(pdf, "TOC")[0].K
    kids[0], kids[1] = kids[1], kids[0]


def of_another_level(pdf: pikepdf.Pdf) -> None:
    top, *_, inner = elements(pdf, "TOC")
    top.K.insert(4, inner.K[1])
    del inner.K[1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (without_an_entry, "fidelity-generated"),
        (without_contents, "fidelity-generated"),
        (in_another_order, "fidelity-order"),
        (of_another_level, "fidelity-kind"),
    ],
)
def test_lines_that_are_missing_or_misplaced_are_told(change: Callable[[pikepdf.Pdf], None], code: str) -> None:
    assert_failed(tampered(change), code)


def test_contents_behind_the_text_are_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        kids = pdf.Root.StructTreeRoot.K[0].K
        kids[1], kids[2] = kids[2], kids[1]

    assert_failed(tampered(change), "fidelity-order", "right before the text")


def test_a_line_that_leads_elsewhere_is_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].Annots[0].Dest = String("kosten")

    assert_failed(tampered(change), "fidelity-link", "leading to", "#kosten")


def test_a_line_that_is_another_kind_is_told() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "TOCI")[0].S = pikepdf.Name.Div

    assert_failed(tampered(change), "fidelity-kind")


def test_a_wrong_section_in_a_foot_is_told() -> None:
    check = tampered(lambda pdf: redrawn(pdf, len(pdf.pages) - 2, "Wege", "Halle"))
    assert_failed(check, "fidelity-generated", "expected the running foot", "Wege")


def test_contents_that_are_not_due_are_told() -> None:
    statement, edition, data = long()
    units = tagged_pdf.read(data).units
    write = reference.writing(statement, edition, reference.Form(markup=False, notes="foot"))
    assert judge.judge(write, units, 12)[1] == []
    wanted, found = judge.judge(write, units, 11)
    assert wanted == ()
    assert {finding.code for finding in found} == {"fidelity-extra"}


@pytest.mark.parametrize(("paragraphs", "chapters"), [(1, 4), (8, 2)])
def test_a_short_work_has_none(tmp_path: Path, paragraphs: int, chapters: int) -> None:
    """One of few pages, and one of few headings."""
    statement, edition = read(tmp_path, de=text("de", paragraphs, chapters).replace("Die Halle[^a]", "Halle[^a]"))
    made = archive_pdf.render(statement, edition, language_of(edition))
    units = tagged_pdf.read(made.data).units
    assert judge.apart(units)[0] == ()
    assert fidelity.judge(Case(statement, edition, "archive-pdf", made.data)).verdict == "passed"


def test_a_heading_is_listed_without_call_link_and_emphasis(tmp_path: Path) -> None:
    statement, edition = read(
        tmp_path, de=text("de", 1).replace("## Kosten", "## Was *die* [Halle](#wege) [`kostet`](#wege)[^a]")
    )
    plan = contents_page.Plan(tuple((block.anchor, 7) for block in contents_page.headings(edition)), ())
    page = archive_pdf.compose(statement, edition, language_of(edition), "foot", plan=plan)
    assert re.search(r'<span class="number">7 </span>Was die Halle <code>kostet</code></a>', page.html)


def test_large_print_has_them_in_black(tmp_path: Path) -> None:
    statement, edition = read(tmp_path, de=text("de", 5))
    data = archive_pdf.render(statement, edition, language_of(edition), xmp.LARGE).data
    assert judge.apart(tagged_pdf.read(data).units)[0]
    assert large_print.judge(data).verdict == "passed"


@pytest.mark.slow
@pytest.mark.parametrize("target", CLAIMS)
@pytest.mark.parametrize(("tag", "paragraphs"), [("de", 5), ("ar", 5), ("ja", 8)])
@pytest.mark.parametrize("page", ["a5", "a4"])
def test_every_judge_passes_them(
    tmp_path: Path, java_host: JavaHost, target: str, tag: str, paragraphs: int, page: str
) -> None:
    more = {"a5": 1, "a4": 3}[page]
    statement, edition = read(tmp_path, page, **{tag: text(tag, paragraphs * more)})
    data = archive_pdf.render(statement, edition, language_of(edition), CLAIMS[target]).data
    assert judge.apart(tagged_pdf.read(data).units)[0]
    case = Case(statement, edition, target, data)
    checks = [fidelity.judge(case), glyphs.judge(data), visual.judge(case)]
    checks += [judged(data) for judged in MORE.get(target, ())]
    checks += [verapdf.judge(java_host, data, profile) for profile in PROFILES[target]]
    assert [(check.check, check.verdict, check.findings) for check in checks if check.verdict != "passed"] == []


@pytest.mark.slow
@pytest.mark.parametrize("target", ["archive-pdf", "access-pdf"])
def test_plain_readers_prove_the_text_behind_them(tmp_path: Path, target: str) -> None:
    statement, edition = read(tmp_path, de=text("de", 5))
    made = archive_pdf.render(statement, edition, language_of(edition), CLAIMS[target])
    path = tmp_path / "kai.de.pdf"
    path.write_bytes(made.data)
    (proof,) = proving.prove(tmp_path / "kai" / "de.md", (path,))
    assert {route.check.verdict for route in proof.routes} == {"passed"}, proof.routes
