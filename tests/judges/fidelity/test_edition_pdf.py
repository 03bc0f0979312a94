"""The judge of the text in archive-pdf passes what is the edition, and fails whatever is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from flugblatt.judges import fidelity
from flugblatt.model.cases import Case
from tests.judges.mutations import (
    any_font,
    assert_failed,
    drawn_more,
    elements,
    forms,
    judged,
    made,
    opened,
    redrawn,
    remapped,
    saved,
    say,
)

REAL = Path(__file__).parent.parent.parent.parent / "content" / "kasachstan-2022"
SECOND = "Zweiter Absatz, ganz einfach gehalten."
TARGET = "archive-pdf"


def tampered(change: Callable[[pikepdf.Pdf], Any]) -> bytes:
    pdf = opened(forms().pdf)
    change(pdf)
    return saved(pdf)


def paragraph(pdf: pikepdf.Pdf, index: int) -> Any:
    """A paragraph of the edition; the first is the lede."""
    main = elements(pdf, "Part")[0]
    return [kid for kid in main.K if str(kid.S) == "/P"][index]


def test_the_whole_edition_passes() -> None:
    check = judged(TARGET, forms().pdf)
    assert check.verdict == "passed", check.findings
    assert check.detail.startswith("25 of 25 blocks equal, ")
    assert saved(opened(forms().pdf)), "writing it again with pikepdf is no change"
    assert judged(TARGET, saved(opened(forms().pdf))).verdict == "passed"


def test_the_real_statement_passes() -> None:
    real = made(REAL)
    check = fidelity.judge(Case(real.statement, real.edition, TARGET, real.pdf))
    assert check.verdict == "passed", check.findings
    assert check.detail == "9 of 9 blocks equal, 2,411 characters"
    changed = fidelity.judge(Case(real.statement, forms().edition, TARGET, real.pdf))
    assert changed.verdict == "failed"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (SECOND.replace("einfach", "einfch"), ('expected "a" U+0061, found "c" U+0063', "reich/de.md:5:26; page 2")),
        (SECOND.replace("Absatz", "Abbsatz"), ('found "b" U+0062', "reich/de.md:5:11")),
        (SECOND.replace("Absatz", "Asbatz"), ('expected "b" U+0062, found "s" U+0073', "reich/de.md:5:10")),
        (SECOND.replace("ganz", "gаnz"), ('expected "a" U+0061, found "а" U+0430', "reich/de.md:5:18")),
        (SECOND.replace("g", "g\u0301", 1), ('expected "g" U+0067, found', "U+0067 U+0301", "reich/de.md:5:17")),
        (SECOND.replace(" ganz", "\u00a0ganz"), ('expected " " U+0020, found "\u00a0" U+00A0',)),
        (SECOND[::-1], ('expected "Z" U+005A, found "." U+002E', "reich/de.md:5:1")),
        (SECOND + " Nie gesagt.", ("expected the end of the block", "page 2")),
    ],
)
def test_a_falsified_actual_text_fails_at_its_character(said: str, words: tuple[str, ...]) -> None:
    data = tampered(lambda pdf: say(paragraph(pdf, 1), said))
    assert_failed(judged(TARGET, data), "fidelity-changed", *words)


def test_actual_text_that_the_glyphs_deny_fails() -> None:
    data = tampered(lambda pdf: redrawn(pdf, 1, "Zweiter", "Zreiter"))
    assert_failed(judged(TARGET, data), "fidelity-changed", 'expected "w" U+0077, found "r" U+0072', "de.md:5:2")

    def lie(pdf: pikepdf.Pdf) -> None:
        redrawn(pdf, 1, "Zweiter", "Zreiter")
        say(paragraph(pdf, 1), SECOND)

    assert_failed(judged(TARGET, tampered(lie)), "fidelity-hidden", "Zreiter")


def test_a_falsified_to_unicode_fails() -> None:
    assert_failed(judged(TARGET, tampered(lambda pdf: remapped(pdf, "é", "e"))), "fidelity-changed", "U+00E9")
    assert_failed(judged(TARGET, tampered(lambda pdf: remapped(pdf, "„", '"'))), "fidelity-changed", "„", "U+0022")


def test_two_paragraphs_exchanged_fail() -> None:
    def exchange(pdf: pikepdf.Pdf) -> None:
        main = elements(pdf, "Part")[0]
        kids = list(main.K)
        kids[1], kids[2] = kids[2], kids[1]
        main.K = Array(kids)

    assert_failed(judged(TARGET, tampered(exchange)), "fidelity-order", "found it elsewhere", "page 2")


def test_a_paragraph_lost_and_one_said_twice_fail() -> None:
    def lose(pdf: pikepdf.Pdf) -> None:
        main = elements(pdf, "Part")[0]
        main.K = Array([kid for index, kid in enumerate(main.K) if index != 1])

    check = judged(TARGET, tampered(lose))
    assert_failed(check, "fidelity-missing", SECOND[:20], "reich/de.md:5:1")
    assert_failed(check, "fidelity-extra", "which no element names", "page 2")

    def double(pdf: pikepdf.Pdf) -> None:
        kid = paragraph(pdf, 1)
        copy = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=kid.P, Pg=kid.Pg, K=kid.K))
        elements(pdf, "Part")[0].K.append(copy)

    assert_failed(judged(TARGET, tampered(double)), "fidelity-extra", "said twice")


def test_notes() -> None:
    def lose(pdf: pikepdf.Pdf) -> None:
        note = elements(pdf, "Note")[1]
        note.P.K = Array([kid for kid in note.P.K if str(kid.get("/S", "")) != "/Note"])

    assert_failed(judged(TARGET, tampered(lose)), "fidelity-note", "Zweite Anmerkung", "reich/de.md:40:7")

    def move(pdf: pikepdf.Pdf) -> None:
        first, second = elements(pdf, "Note")
        first.ID, second.ID = second.ID, first.ID

    assert_failed(judged(TARGET, tampered(move)), "fidelity-note", "note-2")
    data = tampered(lambda pdf: say(elements(pdf, "Reference")[0], "2"))
    assert_failed(judged(TARGET, data), "fidelity-changed", 'expected "1" U+0031, found "2" U+0032')


def test_kinds_levels_labels() -> None:
    def retype(kind: str, new: str, index: int = 0) -> bytes:
        return tampered(lambda pdf: elements(pdf, kind)[index].__setitem__("/S", Name(f"/{new}")))

    assert_failed(judged(TARGET, retype("H2", "P")), "fidelity-kind", "heading 2", "paragraph", "reich/de.md:7:4")
    assert_failed(judged(TARGET, retype("H3", "H4")), "fidelity-level", "heading 3", "heading 4")
    assert_failed(judged(TARGET, retype("H1", "P")), "fidelity-kind", "title")
    assert_failed(judged(TARGET, retype("BlockQuote", "Div")), "fidelity-kind", "quote > paragraph")
    assert_failed(judged(TARGET, retype("Em", "Span")), "fidelity-kind", "emphasised: yes, found no")
    assert_failed(judged(TARGET, retype("P", "Unheard")), "fidelity-kind", "Unheard")
    data = tampered(lambda pdf: pdf.Root.StructTreeRoot.RoleMap.__setitem__("/H2", Name.P))
    assert_failed(judged(TARGET, data), "fidelity-kind", "/H2 as /P")
    data = tampered(lambda pdf: say(elements(pdf, "Lbl")[2], "6."))
    assert_failed(judged(TARGET, data), "fidelity-label", 'expected ")" U+0029, found "." U+002E', "reich/de.md:11:2")

    def flatten(pdf: pikepdf.Pdf) -> None:
        outer, inner = elements(pdf, "L")[:2]
        outer.K = Array([*outer.K, *inner.K])
        inner.K = Array()

    assert_failed(judged(TARGET, tampered(flatten)), "fidelity-kind", "list bullets")


def test_tables() -> None:
    def exchange(pdf: pikepdf.Pdf) -> None:
        row = elements(pdf, "TR")[0]
        row.K = Array(list(row.K)[::-1])

    assert_failed(judged(TARGET, tampered(exchange)), "fidelity-order", "found it elsewhere", "reich/de.md:18")
    data = tampered(lambda pdf: elements(pdf, "TH")[0].__setitem__("/S", Name.TD))
    assert_failed(judged(TARGET, data), "fidelity-table", "header cell")

    def merge(pdf: pikepdf.Pdf) -> None:
        one, two = elements(pdf, "TR")[1:]
        one.K = Array([*one.K, *two.K])
        two.K = Array()

    assert_failed(judged(TARGET, tampered(merge)), "fidelity-table", "in a new row")


def test_links() -> None:
    def lead(pdf: pikepdf.Pdf, change: Callable[[Any], Any]) -> None:
        found = [note for page in pdf.pages for note in page.obj.get("/Annots", Array())]
        change(next(note for note in found if "/A" in note and "a?b=1" in str(note.A.URI)))

    data = tampered(lambda pdf: lead(pdf, lambda note: note.A.__setitem__("/URI", String("https://example.com/a?b=1"))))
    assert_failed(judged(TARGET, data), "fidelity-link", "https://example.com/a?b=1", "reich/de.md:9:6; page 2")
    data = tampered(lambda pdf: lead(pdf, lambda note: note.__setitem__("/Contents", String("Gewinn"))))
    assert_failed(judged(TARGET, data), "fidelity-link", "spoken as", "Gewinn")

    def misplace(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.Dests.Names
        at = [str(name) for name in names[::2]].index("ziele-und-wege")
        names[2 * at + 1][3] = 20

    assert_failed(judged(TARGET, tampered(misplace)), "fidelity-link", "#ziele-und-wege", "20 pt")

    def add(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 99, 99], A=Dictionary(S=Name.URI, URI="https://x.y")
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    assert_failed(judged(TARGET, tampered(add)), "fidelity-link", "https://x.y", "page 1")


def test_alternative_texts_and_languages() -> None:
    def exchange(pdf: pikepdf.Pdf) -> None:
        one, two = elements(pdf, "Figure")
        one.Alt, two.Alt = two.Alt, one.Alt

    assert_failed(
        judged(TARGET, tampered(exchange)),
        "fidelity-alt",
        "Ein rotes Rechteck",
        "Ein blaues Quadrat",
        "de.md:29:10; page 3",
    )
    pdf = opened(forms().pdf)
    assert [str(span.Lang) for span in elements(pdf, "Span") if "/Lang" in span] == ["be", "he"]

    def relabel(pdf: pikepdf.Pdf) -> None:
        next(one for one in elements(pdf, "Span") if str(one.get("/Lang", "")) == "be").Lang = String("ru")

    assert_failed(judged(TARGET, tampered(relabel)), "fidelity-language", "be, found ru", "reich/de.md:9")
    data = tampered(lambda pdf: pdf.Root.__setitem__("/Lang", String("en")))
    assert_failed(judged(TARGET, data), "fidelity-language", "de, found en")


def test_generated_text_is_recomputed() -> None:
    data = tampered(lambda pdf: say(elements(pdf, "H2")[-1], "Diese Ausgabe ist falsch"))
    assert_failed(judged(TARGET, data), "fidelity-generated", "heading of the colophon", "page 4")
    data = tampered(lambda pdf: say(elements(pdf, "H2")[-1], ""))
    assert_failed(judged(TARGET, data), "fidelity-hidden", "Diese Ausgabe")
    data = tampered(lambda pdf: say(elements(pdf, "LBody")[-1], "Der Quelltext ist geheim."))
    assert_failed(judged(TARGET, data), "fidelity-generated", "colophon, row Prüfen")


def test_a_sentence_inside_the_title_page_fails() -> None:
    data = tampered(lambda pdf: say(elements(pdf, "P")[0], "6. Januar 2022. Vertraulich"))
    assert_failed(judged(TARGET, data), "fidelity-generated", "date of the title page", "page 1")


@pytest.mark.parametrize(
    ("operators", "code", "words"),
    [
        ("BT 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET", "fidelity-extra", "outside of it"),
        ("/Artifact BMC BT 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET EMC", "fidelity-extra", "artifact"),
        (
            "/Artifact <</Type/Pagination/Subtype/Footer>> BDC BT 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET EMC",
            "fidelity-generated",
            "running foot",
        ),
        (
            "/Artifact <</Type/Pagination>> BDC BT 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET EMC",
            "fidelity-generated",
            "head of a table",
        ),
        (
            "/P <</MCID 999>> BDC BT 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET EMC",
            "fidelity-extra",
            "no element names",
        ),
        ("/P <</MCID 999>> BDC BT 3 Tr 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET EMC", "fidelity-hidden", "mode 3"),
        ("/P <</MCID 999>> BDC BT 1 g 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET EMC", "fidelity-hidden", "in white"),
        ("/P <</MCID 999>> BDC BT 1 0 0 1 100 100 Tm /{font} .5 Tf <{e}> Tj ET EMC", "fidelity-hidden", "smaller"),
        ("/P <</MCID 999>> BDC BT 1 0 0 1 -99 100 Tm /{font} 12 Tf <{e}> Tj ET EMC", "fidelity-hidden", "off the page"),
        (
            "q 0 0 9 9 re W n /P <</MCID 999>> BDC BT 1 0 0 1 100 100 Tm /{font} 12 Tf <{e}> Tj ET EMC Q",
            "fidelity-hidden",
            "clipped",
        ),
        ("/P <</MCID 999/ActualText (geheim)>> BDC EMC", "fidelity-hidden", "no glyph"),
        ("1 g 0 0 400 600 re f", "fidelity-hidden", "painted over"),
        ("/P <</MCID 999/Lang (ru)>> BDC EMC", "fidelity-extra", "/Lang"),
    ],
)
def test_text_that_nobody_sees_or_nobody_is_told_of_fails(operators: str, code: str, words: str) -> None:
    def draw(pdf: pikepdf.Pdf) -> None:
        font, e = any_font(pdf, 1)
        start = pdf.pages[1].Contents.read_bytes()
        pdf.pages[1].Contents = pdf.make_stream(b"q\n" + start + b"\nQ\n")
        drawn_more(pdf, 1, operators.replace("{font}", font[1:]).replace("{e}", e))

    assert_failed(judged(TARGET, tampered(draw)), code, words, "page 2")


def test_what_is_shown_beside_the_pages() -> None:
    data = tampered(lambda pdf: pdf.Root.Outlines.First.__setitem__("/Title", String("Andere Ausgabe")))
    assert_failed(judged(TARGET, data), "fidelity-generated", "outline", 'found "A" U+0041')

    def drop(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Outlines.First.First["/Next"]

    assert_failed(judged(TARGET, tampered(drop)), "fidelity-generated", "entries in the outline")

    def attach(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Names.EmbeddedFiles.Names[1].EF.F.write(b"# Etwas anderes\n")

    assert_failed(judged(TARGET, tampered(attach)), "fidelity-changed", "attachment de.md")

    def more(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["mehr.txt"] = b"mehr"

    assert_failed(judged(TARGET, tampered(more)), "fidelity-extra", "mehr.txt")

    def page_labels(pdf: pikepdf.Pdf) -> None:
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String("Geheim "))]))

    assert_failed(judged(TARGET, tampered(page_labels)), "fidelity-generated", "page label '1', found 'Geheim")

    def spoken(pdf: pikepdf.Pdf) -> None:
        paragraph(pdf, 1).Alt = String("Etwas anderes")

    assert_failed(judged(TARGET, tampered(spoken)), "fidelity-extra", "/Alt")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all"])
def test_garbage_fails(data: bytes) -> None:
    assert_failed(judged(TARGET, data), "fidelity-unreadable")


def test_a_pdf_without_structure_fails() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/StructTreeRoot"]

    assert_failed(judged(TARGET, tampered(strip)), "fidelity-unreadable", "structure tree")
