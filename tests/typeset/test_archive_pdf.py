"""archive-pdf from the outside: pages, bookmarks, metadata, attachments, notes, right to left."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest

from flugblatt.content import read_work
from flugblatt.judges import fidelity, visual
from flugblatt.language.table import describe
from flugblatt.model import Edition, Statement
from flugblatt.model.cases import Case
from flugblatt.model.errors import ContentError
from flugblatt.typeset import archive_pdf, engine, pagination, xmp

YAML = "date: 2024-05-03\nissuers: [Büro, Rat]\n"
LONG = "Wir sagen es noch einmal mit aller Deutlichkeit und in ruhigen Worten. " * 6


def work(folder: Path, text: str, yaml: str = YAML, tag: str = "de") -> tuple[Statement, Edition]:
    made = folder / "probe"
    made.mkdir(exist_ok=True)
    (made / "statement.yaml").write_text(yaml, encoding="utf-8")
    (made / f"{tag}.md").write_text(text, encoding="utf-8")
    statement, findings = read_work(made)
    assert statement is not None, findings
    return statement, statement.editions[0]


def rendered(statement: Statement, edition: Edition) -> archive_pdf.Typeset:
    return archive_pdf.render(statement, edition, describe(edition.language, edition.whole_text))


def opened(typeset: archive_pdf.Typeset) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(typeset.data))


def test_the_catalog_says_what_a_reader_needs(tmp_path: Path) -> None:
    pdf = opened(rendered(*work(tmp_path, "# Titel\n\nEin Satz.\n\nNoch einer.\n")))
    assert str(pdf.Root.Lang) == "de"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.docinfo.Title) == "Titel"
    assert str(pdf.docinfo.Author) == "Büro, Rat"


def test_source_and_metadata_are_attached_once_each(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# Titel\n\nEin Satz.\n\nNoch einer.\n")
    pdf = opened(rendered(statement, edition))
    files = {
        str(spec.UF): (str(spec.AFRelationship), spec.EF.F.read_bytes(), str(spec.EF.F.Subtype)) for spec in pdf.Root.AF
    }
    assert files == {
        "de.md": ("/Source", edition.source.data, "/text/markdown"),
        "statement.yaml": ("/Data", statement.source.data, "/application/yaml"),
    }
    assert len(pdf.Root.AF) == 2


def test_bookmarks_carry_no_note_marks(tmp_path: Path) -> None:
    pdf = opened(
        rendered(*work(tmp_path, "# Titel\n\nEin Satz.\n\n## Teil[^1] zwei\n\nNoch einer.\n\n[^1]: Fußnote.\n"))
    )
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root] + [
            child.title for item in outline.root for child in item.children
        ]
    assert titles == ["Titel", "Teil zwei", "Diese Ausgabe"]


def test_the_packet_is_uncompressed_and_says_both_standards(tmp_path: Path) -> None:
    data = rendered(*work(tmp_path, "# Titel\n\nEin Satz.\n\nNoch einer.\n")).data
    assert b"<pdfaid:part>3</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data


def test_what_the_content_does_not_give_is_absent(tmp_path: Path) -> None:
    data = rendered(*work(tmp_path, "# Titel\n\nEin Satz.\n\nNoch einer.\n")).data
    for name in (b"dc:publisher", b"dc:rights", b"dc:subject", b"dc:description", b"xmpRights:WebStatement"):
        assert b"<" + name not in data


def test_short_notes_stand_at_the_foot_and_long_ones_at_the_end(tmp_path: Path) -> None:
    text = "# Titel\n\nVorspann.\n\nEin Satz[^1] mehr.\n\n[^1]: {}\n"
    assert rendered(*work(tmp_path, text.format("Kurze Anmerkung."))).notes == "foot"
    long = rendered(*work(tmp_path, text.format(LONG * 3)))
    assert (long.notes, long.findings) == ("end", ())


def test_notes_at_the_end_are_notes_and_their_calls_references(tmp_path: Path) -> None:
    text = "# Titel\n\nEin Satz[^a] und[^b].\n\nNoch einer.\n\n[^a]: Eine Liste:\n\n    - Punkt\n[^b]: Kurz.\n"
    statement, edition = work(tmp_path, text)
    assert rendered(statement, edition).notes == "end"
    pdf = opened(rendered(statement, edition))
    found = elements(pdf.Root.StructTreeRoot)
    notes = [element for element in found if element.get("/S") == "/Note"]
    assert [str(note.ID) for note in notes] == ["note-1", "note-2"]
    calls = [element for element in found if element.get("/S") == "/Reference"]
    assert [str(call.K[0].S) for call in calls] == ["/Link", "/Link"]
    second = opened(archive_pdf.render(statement, edition, describe("de", edition.whole_text), xmp.ACCESS))
    notes = [element for element in elements(second.Root.StructTreeRoot) if element.get("/S") == "/FENote"]
    assert [str(note.A.NoteType) for note in notes] == ["/Endnote", "/Endnote"]
    assert all(note.Ref[0].Ref[0].ID == note.ID for note in notes)


def test_calls_side_by_side_stand_apart(tmp_path: Path) -> None:
    text = "# Titel\n\nEin Satz[^a][^b] und[^c] mehr.\n\nNoch einer.\n\n[^a]: A.\n[^b]: B.\n[^c]: C.\n"
    html = archive_pdf.compose(*(made := work(tmp_path, text)), describe("de", made[1].whole_text), "foot").html
    assert re.findall(r'<span class="(note[^"]*)" id="note-(\d)"', html) == [
        ("note", "1"),
        ("note again", "2"),
        ("note", "3"),
    ]


def test_a_note_stands_on_the_page_of_its_call(tmp_path: Path) -> None:
    text = "# Titel\n\nVorspann.\n\nEin Satz[^1] mehr.\n\n[^1]: Kurze Anmerkung.\n"
    pdf = opened(rendered(*work(tmp_path, text)))
    note = next(element for element in elements(pdf.Root.StructTreeRoot) if element.get("/S") == "/Note")
    assert note.Pg.objgen == pdf.pages[1].objgen


@pytest.mark.parametrize("lines", [25, 26, 27])
def test_no_note_stands_beside_the_colophon(tmp_path: Path, lines: int) -> None:
    """The last line of the text bears a call, and the page has room for the line and not for the note."""
    text = "# Titel\n\nVorspann.\n\n" + "Zeile.\\\n" * lines + "Wort[^1]\n\n[^1]: Eine Anmerkung.\n"
    statement, edition = work(tmp_path, text)
    made = rendered(statement, edition)
    assert (made.findings, made.notes) == ((), "foot")
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.data)).pages]
    assert [("Anmerkung." in page, "Wort" in page) for page in texts[:-1]].count((True, True)) == 1
    assert "Anmerkung." not in texts[-1]


def test_lines_that_the_last_page_asks_for_take_no_table_along(tmp_path: Path) -> None:
    """The engine moved the table too, and left a page of one sentence."""
    lede = "Four[^1][^2][^3][^4] adjacent and a comma[^5],[^6] and a twice[^1] and *emphasis[^7]* and [link](https://example.org)[^8]"
    lede += " and [слово[^9]]{lang=be}.[^10]"
    body = "| a[^11] | b |\n|---|---|\n| 1[^12][^13] | 2[^1] |\n\n> Quote[^14] words.[^15]\n>\n> - in list[^16]\n\n1. one[^17]\n"
    body += "   - two[^18]\n\nTerm[^19]\n: def[^20]\n\n## Heading[^21]\n\nEnd.\n\n"
    notes = "\n".join(f"[^{number}]: Note number {number} with words.\n" for number in range(1, 22))
    made = rendered(*work(tmp_path, f"# Notes\n\n{lede}\n\n{body}{notes}", tag="en"))
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.data)).pages]
    assert "Quote" in texts[1]


def test_right_to_left_pages_are_bound_right(tmp_path: Path) -> None:
    pdf = opened(rendered(*work(tmp_path, "# הכרזה לכל באי עולם\n\nפסקה ראשונה.\n\nפסקה שנייה.\n", tag="he")))
    assert str(pdf.Root.ViewerPreferences.Direction) == "/R2L"


@pytest.mark.parametrize("page", ["a5", "a4"])
def test_page_sizes(tmp_path: Path, page: str) -> None:
    statement, edition = work(tmp_path, "# Titel\n\nEin Satz.\n\nNoch einer.\n", YAML + f"page: {page}\n")
    pdf = opened(rendered(statement, edition))
    box = [float(value) for value in pdf.pages[0].mediabox]
    assert box == pytest.approx({"a5": [0, 0, 419.53, 595.28], "a4": [0, 0, 595.28, 841.89]}[page], abs=0.01)


def test_pages_are_told_to_the_page_list(tmp_path: Path) -> None:
    text = "# Titel\n\nVorspann.\n\n" + "\n\n".join([LONG] * 6) + "\n"
    pages = rendered(*work(tmp_path, text)).pagination.pages
    assert [page.label for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
    assert (pages[0].block, pages[1].block, pages[-1].block) == (-1, 0, 7)
    starts = [(page.block, page.offset) for page in pages]
    assert starts == sorted(starts)
    assert any(page.offset for page in pages[2:-1])


@pytest.mark.slow
def test_calls_of_notes_at_the_end_are_no_text_that_pages_are_counted_by(tmp_path: Path) -> None:
    words = " ".join(f"Wort{number}.[^{number}]" for number in range(1, 181))
    notes = "\n".join(f"[^{number}]: Eine Anmerkung." for number in range(1, 181))
    statement, edition = work(tmp_path, f"# Titel\n\nVorspann.\n\n{words}\n\n{notes}\n")
    made = rendered(statement, edition)
    start = made.pagination.pages[2]
    assert start.block == 1 and start.offset > 0
    read = " ".join(f"Wort{number}." for number in range(1, 181))[start.offset :]
    assert pypdf.PdfReader(io.BytesIO(made.data)).pages[2].extract_text().startswith(read.split(".")[0])


SAID = "Words of the letter that go on and on, and say what is to be said of the wells of the valley. "


@pytest.mark.parametrize(("end", "count"), [(SAID * 3, 5), (f"{SAID * 2}\n\nShort end.\n\nThe end.", 5)])
def test_the_text_never_ends_in_a_few_lines_on_a_page_of_their_own(end: str, count: int, tmp_path: Path) -> None:
    text = f"# T\n\nLede of it.\n\n{(SAID * 5 + chr(10) * 2) * 3}{end}\n"
    statement, edition = work(tmp_path, text, tag="en")
    page = archive_pdf.compose(statement, edition, describe("en", text), "foot")
    plain = engine.layout(page.html, page.families, page.resources)
    assert pagination.rest(plain.document), "the text does so by itself"
    with pypdfium2.PdfDocument(rendered(statement, edition).data) as pdf:
        lines = pdf[2].get_textpage().get_text_bounded().strip().split("\n")
    assert len(lines) - 1 >= count, lines  # the last one is the foot


def test_a_word_of_the_title_that_no_line_holds_is_hyphenated(tmp_path: Path) -> None:
    text = "# Rechtsschutzversicherungsgesellschaften 2024\n\nEin Satz.\n\nNoch einer.\n"
    with pypdfium2.PdfDocument(rendered(*work(tmp_path, text)).data) as pdf:
        said = pdf[0].get_textpage().get_text_bounded()
    assert re.search(r"gesell\W+schaften 2024", said)


def test_a_character_without_a_glyph_is_named_with_its_place(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# Titel\n\nEin Satz.\n\nEin Zeichen \U00012000 hier.\n")
    with pytest.raises(ContentError) as caught:
        rendered(statement, edition)
    (finding,) = caught.value.findings
    assert (finding.code, finding.where) == ("glyph-missing", "probe/de.md:5:13")
    assert "U+12000" in finding.message


def test_the_instance_changes_with_the_metadata_and_the_document_does_not(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# Titel\n\nEin Satz.\n\nNoch einer.\n")
    other = replace(statement, source=replace(statement.source, data=statement.source.data + b"# x\n"))

    def identifiers(statement: Statement) -> tuple[str, str]:
        metadata = opened(rendered(statement, edition)).open_metadata()
        return metadata["xmpMM:DocumentID"], metadata["xmpMM:InstanceID"]

    (first, before), (second, after) = identifiers(statement), identifiers(other)
    assert first == second and before != after


def elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *elements(kid)]
    return found


def test_a_note_of_a_long_table_stands_on_the_page_of_its_call(tmp_path: Path) -> None:
    rows = "".join(f"| Place {row} | a remark about it{f'[^n{row}]' * (row % 4 == 1)} |\n" for row in range(40))
    said = "which says more of it than one line of the foot can hold in its measure."
    notes = "".join(f"[^n{row}]: Note of {row}, {said}\n\n" for row in range(1, 40, 4))
    text = f"# Notes\n\n{'Words before. ' * 24}\n\n| A | B |\n|--|--|\n{rows}\nEnd.\n\n{notes}"
    made = rendered(*work(tmp_path, text, tag="en"))
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.data)]
    for row in range(1, 40, 4):
        there = [bool(re.search(rf"Place {row}\b", page)) for page in pages]
        assert [bool(re.search(rf"Note\s+of\s+{row}\b", page)) for page in pages] == there, row
    assert made.notes == "foot"


def test_a_call_that_is_said_again_is_as_large_as_the_first(tmp_path: Path) -> None:
    text = "# T\n\nLede.\n\nOne[^a] and two[^a] of them.\n\n[^a]: The note.\n"
    page = archive_pdf.compose(*work(tmp_path, text, tag="en"), describe("en", text), "foot")
    document = engine.layout(page.html, page.families, page.resources).document
    every = (box for one in document.pages for box in one._page_box.descendants())
    calls = [box for box in every if getattr(box, "text", "") == "1" and "marker" not in box.element_tag]
    assert [len(calls), len({box.style["font_size"] for box in calls})] == [2, 1]


@pytest.mark.parametrize(
    ("tag", "text", "labels"),
    [("de", "# Eins\n\nEin Satz.\n", ["1", "2", "3"]), ("hi", "# एक\n\nएक वाक्य।\n", ["१", "२", "३"])],
    ids=["German", "Hindi"],
)
def test_readers_name_pages_by_their_folios(tmp_path: Path, tag: str, text: str, labels: list[str]) -> None:
    statement, edition = work(tmp_path, text, tag=tag)
    made = rendered(statement, edition)
    pdf = opened(made)
    assert [str(page.label) for page in pdf.pages] == labels
    check = fidelity.judge(Case(statement, edition, "archive-pdf", made.data))
    assert (check.verdict, check.findings) == ("passed", ())


@pytest.mark.parametrize(
    "text",
    ["`Ver\u00adsammlung`", "| a | 12\u00ad3 |\n|---|---|\n| b | c |", "    Ver\u00adsammlung"],
    ids=["code", "figures", "block"],
)
def test_soft_hyphens_where_nothing_is_hyphenated_do_no_harm(tmp_path: Path, text: str) -> None:
    statement, edition = work(tmp_path, f"# Titel\n\nVorspann.\n\n{text}\n\nEnde.\n")
    made = rendered(statement, edition)
    assert made.findings == ()
    assert fidelity.judge(Case(statement, edition, "archive-pdf", made.data)).verdict == "passed"


@pytest.mark.needs("fonts-noto-core")
def test_a_repeated_head_says_no_marks_of_line_ends(tmp_path: Path) -> None:
    rows = "| လူတိုင်းသည် | 1 |\n" * 40
    text = f"# လူ\n\nလူ။\n\n| လူတိုင်းသည်တူညီလွတ်လပ်သော | 2 |\n|---|---|\n{rows}\nလူ။\n"
    statement, edition = work(tmp_path, text, tag="my")
    made = rendered(statement, edition)
    assert fidelity.judge(Case(statement, edition, "archive-pdf", made.data)).findings == ()


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_a_page_of_letter_has_the_columns_of_a4(tmp_path: Path, tag: str) -> None:
    text = {"de": LONG, "ar": "هذا نص طويل نكتبه هنا لكي نملأ الصفحة كلها بالكلمات. " * 6}[tag]
    statement, edition = work(
        tmp_path, f"# {text[:20]}\n\n{text}\n\n" + f"{text}\n\n" * 12, YAML + "page: letter\n", tag
    )
    made = rendered(statement, edition)
    assert made.findings == ()
    assert {tuple(round(float(side)) for side in page.mediabox) for page in opened(made).pages} == {(0, 0, 612, 792)}
    case = Case(statement, edition, "archive-pdf", made.data)
    assert [check.findings for check in (fidelity.judge(case), visual.judge(case))] == [(), ()]
