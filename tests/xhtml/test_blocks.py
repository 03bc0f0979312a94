"""Tables and code as every form sets them: columns by need, figures whole, lines and columns of code kept."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from flugblatt.content import read_work
from flugblatt.judges import fidelity, visual
from flugblatt.language import fonts
from flugblatt.language.table import describe
from flugblatt.model import Edition, Statement, Table
from flugblatt.model.cases import Case
from flugblatt.typeset import archive_pdf
from flugblatt.xhtml import blocks, plain_text, table_setting, web
from flugblatt.xhtml.table_setting import Room, code_setting, need, setting

SERIF, SANS = fonts.face_for(("Source Serif 4",), 400), fonts.face_for(("Alegreya Sans",), 700)


def work(folder: Path, text: str, tag: str = "en") -> tuple[Statement, Edition]:
    made = folder / "probe"
    made.mkdir(exist_ok=True)
    (made / "statement.yaml").write_text("date: 2024-03-05\nissuers: [Rat]\n", encoding="utf-8")
    (made / f"{tag}.md").write_text(text, encoding="utf-8")
    statement, findings = read_work(made)
    assert statement is not None, findings
    return statement, statement.editions[0]


@pytest.mark.parametrize(("label", "look"), [("9.", "tight labelled"), ("100.", "wide"), ("2024)", "wider")])
def test_the_labels_of_a_list_have_the_room_that_the_longest_needs(label: str, look: str, tmp_path: Path) -> None:
    made = work(tmp_path, f"# T\n\nText.\n\n{label} one\n{label} two\n")
    assert f'{look}" role="list"' in web.render(*made, describe("en", "")).decode()


def rows(columns: int, word: str) -> str:
    return f"|{' a |' * columns}\n|{'--|' * columns}\n|{f' {word} |' * columns}\n"


LONGEST = "Wasserwirtschaftsverwaltungsgesellschaft"
ROOM = Room(30.7, 50.4, lambda text: fonts.advance(SERIF, text), lambda text: fonts.advance(SANS, text), "de", True)


@pytest.mark.parametrize(
    ("columns", "word", "classes"),
    [
        (3, "Wednesday", ""),
        (6, "Wednesday", "small"),
        (8, "Wednesday", "smaller"),
        (7, "1 234 567,8 km", "smallest"),
        (4, LONGEST, "smaller parted"),
        (9, "1 234 567,8 km", "turned smaller"),
        (12, "1 234 567,8 km", "turned smallest"),
        (14, LONGEST, "turned smaller parted"),
        (40, "Friday", None),
    ],
)
def test_a_table_is_small_then_hyphenated_then_turned_as_its_words_need(
    columns: int, word: str, classes: str | None, tmp_path: Path
) -> None:
    edition = work(tmp_path, "# T\n\n" + rows(columns, word))[1]
    table = next(block for block in edition.blocks if isinstance(block, Table))
    assert setting(table, ROOM, True) == classes


def test_a_table_within_a_list_stays_on_its_page(tmp_path: Path) -> None:
    edition = work(tmp_path, "# T\n\n" + rows(12, "1 234 567,8 km"))[1]
    table = next(block for block in edition.blocks if isinstance(block, Table))
    assert (setting(table, ROOM, False), setting(table, ROOM, True)) == (None, "turned smallest")


def test_only_words_that_a_paragraph_would_hyphenate_are_parted(tmp_path: Path) -> None:
    """The engine takes the same parts; a language without patterns has none."""
    assert table_setting._parts("Mineral", "de") == ("Mineral",)
    assert table_setting._parts(LONGEST, "de") == (
        "Wasser‐",
        "wirt‐",
        "schafts‐",
        "verwal‐",
        "tungs‐",
        "gesell‐",
        "schaft",
    )
    assert table_setting._parts(LONGEST, "xx") == (LONGEST,)
    edition = work(tmp_path, "# T\n\n" + rows(4, LONGEST))[1]
    table = next(block for block in edition.blocks if isinstance(block, Table))
    assert setting(table, replace(ROOM, hyphenated=False), False) is None
    assert need(table, ROOM) < 30.7 < need(table, replace(ROOM, hyphenated=False))


def test_a_table_wider_than_its_page_is_turned_and_one_in_a_quotation_is_refused_at_its_line(
    tmp_path: Path,
) -> None:
    statement, edition = work(tmp_path, f"# T\n\nText.\n\n{rows(12, '1 234 567,8 km')}\nMore text.\n")
    language = describe("en", edition.whole_text)
    made = archive_pdf.render(statement, edition, language)
    case = Case(statement, edition, "archive-pdf", made.data)
    assert (made.findings, fidelity.judge(case).findings, visual.judge(case).findings) == ((), (), ())
    with pikepdf.open(io.BytesIO(made.data)) as opened:
        widths = [round(float(page.MediaBox[2]) / 72 * 25.4) for page in opened.pages]
    assert widths == [148, 148, 210, 148, 148]
    quoted = "".join(f"> {line}\n" for line in rows(60, "Friday").splitlines())
    statement, edition = work(tmp_path, f"# T\n\nText.\n\n{quoted}\nMore text.\n")
    (finding,) = archive_pdf.render(statement, edition, language).findings
    assert finding.code == "table-too-wide" and finding.where.endswith("en.md:5:3")


TEXTS = [
    "# Eight columns\n\n" + rows(8, "Wednesday"),
    "# Title\n\nText.\n\n| | January | |\n|--|--|--|\n| Water | 1 | |\n| | 2 | x |\n\nEnd.\n",
    "# Title\n\nText.\n\n```\n\tmake\na    1\nbb   2\n\n  c\n```\n\nEnd with `make  all` in it.\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_and_order_are_those_of_the_source_in_every_form(text: str, tmp_path: Path) -> None:
    statement, edition = work(tmp_path, text)
    language = describe("en", edition.whole_text)
    made = {
        "archive-pdf": archive_pdf.render(statement, edition, language).data,
        "web": web.render(statement, edition, language),
        "text": plain_text.render(statement, edition, language),
    }
    for target, data in made.items():
        assert fidelity.judge(Case(statement, edition, target, data)).findings == (), target


def test_the_web_page_moves_wide_tables_and_keeps_figures_whole(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# T\n\n| | Share |\n|--|--:|\n| Water | 3.98 / 8 |\n\nEnd.\n")
    page = web.render(statement, edition, describe("en", edition.whole_text)).decode()
    assert '<div class="scroll" tabindex="0"><table>' in page and '<td class="right figures">3.98 / 8</td>' in page
    assert "<th></th>" not in page and '<th scope="col" class="right">Share</th>' in page
    assert "overflow-wrap:anywhere" not in page


def test_code_is_monospaced_and_a_tab_is_four_columns(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, TEXTS[-1])
    page = web.render(statement, edition, describe("en", edition.whole_text)).decode()
    assert "<pre><code>    make\na    1\nbb   2\n\n  c</code></pre>" in page
    assert "--mono:'Statement Mono'" in page and "font-family:'Statement Mono'" in page
    pdf = archive_pdf.render(statement, edition, describe("en", edition.whole_text)).data
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fonts_of = [
            str(thing.BaseFont)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        ]
    assert any("SourceCodePro" in name or "Source-Code-Pro" in name for name in fonts_of), fonts_of


def test_a_form_without_code_has_no_face_for_it(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# T\n\nWords.\n\nMore words.\n")
    assert "font-family:'Statement Mono'" not in web.render(statement, edition, describe("en", "words")).decode()


@pytest.mark.parametrize(
    ("columns", "name"), [(40, ""), (58, ""), (60, "fine"), (68, "fine"), (70, "finer"), (80, "finer"), (90, "")]
)
def test_code_is_as_small_as_its_longest_line_needs(columns: int, name: str) -> None:
    assert code_setting(["x", "x" * columns], ROOM.measure) == name
    assert code_setting(["字" * (columns // 2)], ROOM.measure) == name


def test_latin_words_stand_apart_from_ideographs_where_the_form_is_printed(tmp_path: Path) -> None:
    statement, edition = work(tmp_path, "# 題\n\n私たちは2022年、Reuters（A）によれば50%だ。\n\n次の段落です。\n", "ja")
    language = describe("ja", edition.whole_text)
    html = archive_pdf.compose(statement, edition, language, "foot").html
    assert '私たちは<span class="latin before after">2022</span>年、Reuters（A）' in html
    assert '<span class="latin before after">50%</span>だ' in html
    page = web.render(statement, edition, language).decode()
    assert "私たちは2022年" in page and "text-autospace:normal" in page


@pytest.mark.parametrize(
    ("name", "direction", "said"),
    [
        ("Freundeskreis e. V.", "rtl", "<bdi>Freundeskreis e. V.</bdi>"),
        ("“A & B”", "rtl", "<bdi>“A &amp; B”</bdi>"),
        ("مجلس (بيروت).", "ltr", "<bdi>مجلس (بيروت).</bdi>"),
        ("Freundeskreis e. V.", "ltr", "Freundeskreis e. V."),
        ("مجلس (بيروت).", "rtl", "مجلس (بيروت)."),
        ("2022!", "rtl", "2022!"),
        ("A < B", "ltr", "A &lt; B"),
    ],
)
def test_a_name_that_runs_against_its_paragraph_is_an_isolate(name: str, direction: str, said: str) -> None:
    template = blocks.environment().from_string("{{ name|isolated(direction) }}")
    assert template.render(name=name, direction=direction) == said
